/*
 * Territories that change: new names, members that come and go, exits. Each change is dated, so
 * that what was reported of an earlier day still holds; and C foretells every answer.
 */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "domain/composition.h"
#include "domain/contract_compare.h"
#include "store/projection.h"
#include "support/cluster.h"
#include "support/fixture.h"
#include "support/test.h"

SETUP_GROUP(fixture_setup);

static const char *ask(const char *database, const char *sql)
{
    return test_sql(test_cluster_conninfo(FIXTURE_READER, database), sql);
}

static const char *const essais[] = {"essai-1", "essai-2", "essai-3"};

/* What the database says for each answer of C, by kind of change. */
struct answer {
    const char *key, *sqlstate;
};

static const struct question {
    const char *kind, *what;
    struct answer answers[JALON_COMPOSITION_N];
} questions[] = {
#define LEFT      [JALON_COMPOSITION_LEFT] = {"left_programme", "JA005"}
#define TOO_EARLY [JALON_COMPOSITION_TOO_EARLY] = {"change_too_early", "JA005"}
    {"rename",
     "Val Nouveau",
     {LEFT, [JALON_COMPOSITION_NO_CHANGE] = {"already_named", "JA001"}, TOO_EARLY}},
    {"alias",
     "Vieux_Val",
     {LEFT, [JALON_COMPOSITION_NO_CHANGE] = {"alias_there", "JA001"}, TOO_EARLY}},
    {"member-add",
     "200000008",
     {LEFT, [JALON_COMPOSITION_NO_CHANGE] = {"member_there", "JA001"}, TOO_EARLY}},
    {"member-remove",
     "200000008",
     {LEFT, [JALON_COMPOSITION_ABSENT] = {"member_absent", "JA005"},
      [JALON_COMPOSITION_NO_CHANGE] = {"member_gone", "JA001"}, TOO_EARLY}},
    {"member-remove", "200000024", {LEFT, [JALON_COMPOSITION_ABSENT] = {"member_absent", "JA005"}}},
    {"leave",
     "-",
     {[JALON_COMPOSITION_LEFT] = {"already_left", "JA001"},
      [JALON_COMPOSITION_TOO_EARLY] = {"leave_too_early", "JA005"}}},
    {"absorb", "essai-2", {LEFT, TOO_EARLY}},
};

static enum jalon_composition foretell(const struct jalon_contract *contract,
                                       const struct question *question, struct jalon_date day)
{
    const char *kind = question->kind, *what = question->what;
    return strcmp(kind, "rename") == 0       ? jalon_composition_rename(contract, what, day)
           : strcmp(kind, "alias") == 0      ? jalon_composition_alias(contract, "name", what, day)
           : strcmp(kind, "member-add") == 0 ? jalon_composition_member_add(contract, what, day)
           : strcmp(kind, "leave") == 0      ? jalon_composition_leave(contract, day)
           : strcmp(kind, "absorb") == 0     ? jalon_composition_absorb(contract, day)
                                             : jalon_composition_member_remove(contract, what, day);
}

enum { MAX_STEPS = 6 };

/* What happened to a territory with one member before the questions. */
static const char *const situations[][MAX_STEPS] = {
    {NULL},
    {"rename Val_Ancien 2019-01-10"},
    {"alias Vieux_Val 2019-01-10", "pilot 2019-01-20"},
    {"member-remove 200000008 2019-01-10"},
    {"member-remove 200000008 2019-01-10", "member-add 200000008 2019-02-01"},
    {"negotiating 2019-01-05", "contrat etat 2019-01-20 month"},
    {"negotiating 2019-01-05", "contrat etat - unknown", "leave - 2019-02-01"},
    {"leave essai-3 2019-01-31 before"},
    {"leave - 2019-01-10 month"},
};

TEST(c_and_the_database_decide_every_change_alike)
{
    static const char *const days[] = {"2018-12-10", "2019-01-09", "2019-01-10", "2019-01-11",
                                       "2019-01-31", "2019-02-01", "2019-03-01"};
    const char *database = test_database_new();
    int n_seen[JALON_COMPOSITION_N] = {0}, n_different = 0;
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    for (size_t i = 0; i < JALON_COUNT(situations); i++) {
        char code[24];
        snprintf(code, sizeof code, "cas-%zu", i);
        struct jalon_write entry = fixture_write("2018-12-10");
        struct jalon_err err = {0};
        jalon_db_set_dry_run(db, false);
        fixture_add(db, &entry, code, 1, 1);
        for (size_t k = 0; k < MAX_STEPS && situations[i][k] != NULL; k++) {
            fixture_step(db, code, situations[i][k]);
        }
        jalon_db_set_dry_run(db, true);
        JALON_AUTO(jalon_contract_freep) struct jalon_contract *contract = NULL;
        assert_done(
            jalon_store_contract(db, jalon_books_now(FIXTURE_PROGRAMME), code, &contract, &err),
            &err);
        for (size_t q = 0; q < JALON_COUNT(questions) * JALON_COUNT(days); q++) {
            const struct question *question = &questions[q / JALON_COUNT(days)];
            const char *day = days[q % JALON_COUNT(days)];
            enum jalon_composition wanted = foretell(contract, question, fixture_date(day));
            const struct answer *answer = &question->answers[wanted];
            struct jalon_write write = fixture_write(day);
            int status = fixture_try_change(db, &write, code, question->kind, question->what, &err);
            bool same = wanted == JALON_COMPOSITION_ALLOWED
                            ? status == 0
                            : status == -1 && strcmp(err.key, answer->key) == 0 &&
                                  strcmp(err.sqlstate, answer->sqlstate) == 0;
            if (!same) {
                print_error("%s: %s %s on %s: C %s, database %s\n", code, question->kind,
                            question->what, day, answer->key ? answer->key : "allowed",
                            status == 0 ? "allowed" : err.key);
                n_different++;
            }
            n_seen[wanted]++;
        }
    }
    for (size_t i = 0; i < JALON_COMPOSITION_N; i++) {
        assert_int_not_equal(n_seen[i], 0);
    }
    assert_int_equal(n_different, 0);
}

/* The states, dates and signatures of all contracts. */
static const char states_sql[] =
    "SELECT md5(string_agg(x, ' ' ORDER BY x)) FROM ("
    " SELECT format('%s %s %s %s', code, state, state_since, region) AS x FROM jalon.contract"
    " UNION ALL SELECT i::text FROM jalon.state_interval i"
    " UNION ALL SELECT p::text FROM jalon.instrument_party p"
    " UNION ALL SELECT s::text FROM jalon.signature s) rows";

TEST(t12_a_new_name_changes_no_state)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    fixture_step(db, "essai-2", "negotiating 2019-01-15");
    fixture_step(db, "essai-2", "contrat etat 2019-01-20");
    fixture_step(db, "essai-3", "pilot 2019-01-15");
    JALON_AUTO(jalon_freep) char *before = jalon_strdup(ask(database, states_sql));
    fixture_step(db, "essai-2", "rename Val_Nouveau 2019-02-01");
    fixture_step(db, "essai-2", "alias Vieux_Val 2019-02-01");
    fixture_step(db, "essai-2", "member-add 200000024 2019-02-01");
    fixture_step(db, "essai-2", "member-remove 200000008 2019-02-01");
    assert_string_equal(ask(database, states_sql), before);
    assert_string_equal(
        ask(database, "SELECT string_agg(DISTINCT n.value, ', ') FROM jalon.territory_name n"
                      " JOIN jalon.contract c ON c.id = n.contract_id WHERE c.code <> 'essai-2'"),
        "Val d'Essai");
    fixture_assert_replays(database, essais, JALON_COUNT(essais));
}

TEST(a_name_is_reported_of_the_days_on_which_it_was_borne)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    fixture_step(db, "essai-1", "rename Val_Nouveau 2019-02-01");
    assert_string_equal(ask(database,
                            "SELECT d, c.name FROM jalon.programme p,"
                            " unnest('{2019-01-31,2019-02-01}'::date[]) d,"
                            " jalon.contracts_at(p.id, d) c WHERE c.code = 'essai-1' ORDER BY 1"),
                        "2019-01-31|Val d'Essai\n2019-02-01|Val_Nouveau");
    assert_string_equal(ask(database,
                            "SELECT n.value, n.valid_to, h.event FROM jalon.territory_name n"
                            " JOIN jalon.contract c ON c.id = n.contract_id"
                            " LEFT JOIN audit.history h ON h.entry_id = n.end_entry_id"
                            " WHERE c.code = 'essai-1' ORDER BY n.valid_from"),
                        "Val d'Essai|2019-02-01|rename\nVal_Nouveau|NULL|NULL");
}

static const char scope_sql[] =
    "SELECT string_agg((SELECT count(*) FROM jalon.contracts_at(p.id, d)"
    "  WHERE in_scope)::text, ' ' ORDER BY d) FROM jalon.programme p,"
    " unnest('{2018-12-31,2019-01-31,2019-02-01,2019-03-01}'::date[]) d";

TEST(t58_a_territory_leaves_and_past_reports_keep_their_n)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    assert_string_equal(ask(database, scope_sql), "3 3 3 3");
    fixture_step(db, "essai-1", "pilot 2019-01-15");
    fixture_step(db, "essai-1", "leave essai-2 2019-02-01");
    assert_string_equal(ask(database, scope_sql), "3 3 2 2");
    assert_string_equal(ask(database, "SELECT state FROM jalon.contract WHERE code = 'essai-1'"),
                        "pilot");
    /* learned late: what is dated before the exit still counts, and moves no N */
    fixture_step(db, "essai-1", "negotiating 2019-01-31");
    fixture_step(db, "essai-1", "contrat etat 2019-01-31");
    assert_string_equal(ask(database, scope_sql), "3 3 2 2");
    fixture_assert_replays(database, essais, JALON_COUNT(essais));
}

TEST(a_territory_that_leaves_into_another_is_known_by_both)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    fixture_step(db, "essai-1", "leave essai-3,essai-2 2019-02-01");
    assert_string_equal(ask(database, "SELECT h.code, h.event, h.leaf::jsonb -> 'after'"
                                      " FROM audit.history h WHERE h.event IN ('leave', 'absorb')"
                                      " ORDER BY h.entry_id"),
                        "essai-1|leave|{\"into\": [\"essai-2\", \"essai-3\"], \"note\": null}\n"
                        "essai-2|absorb|{\"note\": null, \"predecessors\": [\"essai-1\"]}\n"
                        "essai-3|absorb|{\"note\": null, \"predecessors\": [\"essai-1\"]}");
    fixture_assert_replays(database, essais, JALON_COUNT(essais));
}

TEST(a_successor_whose_entry_names_the_predecessor_needs_no_more_entry)
{
    static const char add_sql[] =
        "SELECT jalon.territory_add(gen_random_uuid(), 'demo', '{\"code\":\"suite\",\"name\":"
        "\"Suite\",\"regions\":[\"28\"],\"predecessors\":[\"essai-1\"],\"state\":\"pilot\"}',"
        " '2019-02-01', 'day', NULL) ->> 'state'";
    static const char *const codes[] = {"essai-1", "suite"};
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    assert_string_equal(test_sql(test_cluster_conninfo(FIXTURE_MANAGER, database), add_sql),
                        "pilot");
    fixture_step(db, "essai-1", "leave suite 2019-02-01");
    assert_string_equal(ask(database, "SELECT last_seq FROM jalon.contract WHERE code = 'suite'"),
                        "1");
    fixture_assert_replays(database, codes, JALON_COUNT(codes));
}

TEST(an_entry_without_predecessors_has_the_leaf_that_it_always_had)
{
    const char *database = test_database_new();
    assert_string_equal(ask(database, "SELECT string_agg(k, ' ' ORDER BY k) FROM audit.history h,"
                                      " jsonb_object_keys(h.leaf::jsonb -> 'after') k"
                                      " WHERE h.code = 'essai-1' AND h.event = 'enter'"),
                        "aliases code departements members name note programme regions state");
}

static const char parties_sql[] =
    "SELECT string_agg(DISTINCT a.party, ' ' ORDER BY a.party) FROM jalon.programme p"
    " JOIN jalon.contract c ON c.code = 'essai-2',"
    " jalon.parties_at(p.id, ARRAY[c.id], '%s') a WHERE a.instrument = '%s' AND a.party LIKE 'membre:%%'";

static void assert_members(const char *database, const char *instrument, const char *day,
                           const char *wanted)
{
    char sql[512];
    snprintf(sql, sizeof sql, parties_sql, day, instrument);
    assert_string_equal(ask(database, sql), wanted);
}

TEST(parties_that_a_signature_froze_stay_when_members_change)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    fixture_step(db, "essai-2", "negotiating 2019-01-05");
    fixture_step(db, "essai-2", "contrat etat 2019-01-10");
    fixture_step(db, "essai-2", "member-add 200000024 2019-02-01");
    fixture_step(db, "essai-2", "member-remove 200000008 2019-02-01");
    assert_members(database, "contrat", "2019-03-01", "membre:200000008 membre:200000016");
    /* before its first signature the parties are those of the day */
    assert_members(database, "contrat", "2019-01-09", "membre:200000008 membre:200000016");
    fixture_step(db, "essai-3", "negotiating 2019-01-05");
    fixture_step(db, "essai-3", "member-remove 200000008 2019-02-01");
    fixture_step(db, "essai-3", "contrat etat 2019-02-02");
    assert_string_equal(
        ask(database,
            "SELECT count(*) FROM jalon.instrument_party p JOIN jalon.contract c"
            " ON c.id = p.contract_id WHERE c.code = 'essai-3' AND p.party LIKE 'membre:%'"),
        "5");
    fixture_assert_replays(database, essais, JALON_COUNT(essais));
}

TEST(the_same_request_for_a_change_again_gives_the_first_answer)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    static const char *const changes[][2] = {{"rename", "Val_Nouveau"},
                                             {"alias", "Vieux_Val"},
                                             {"member-add", "200000024"},
                                             {"member-remove", "200000016"},
                                             {"leave", "essai-3"}};
    for (size_t i = 0; i < JALON_COUNT(changes); i++) {
        struct jalon_err err = {0};
        struct jalon_write write = fixture_write(i < 4 ? "2019-02-01" : "2019-02-02");
        assert_done(fixture_try_change(db, &write, "essai-2", changes[i][0], changes[i][1], &err),
                    &err);
        JALON_AUTO(jalon_freep) char *before = jalon_strdup(fixture_dump(database));
        assert_done(fixture_try_change(db, &write, "essai-2", changes[i][0], changes[i][1], &err),
                    &err);
        assert_string_equal(fixture_dump(database), before);
        write.evidence.note = "autre";
        assert_int_equal(
            fixture_try_change(db, &write, "essai-2", changes[i][0], changes[i][1], &err), -1);
        assert_string_equal(err.key, "request_reused");
    }
}
