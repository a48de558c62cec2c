/*
 * Many at once: one writer wins, the others get a clean conflict, and every chain is one sequence
 * without holes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "store/programme.h"
#include "support/cluster.h"
#include "support/crowd.h"
#include "support/fixture.h"
#include "support/test.h"

SETUP_GROUP(fixture_setup);

enum { CROWD = 64, CONFLICT = 4 };

static const char *read_as_reader(const char *database, const char *sql)
{
    return test_sql(test_cluster_conninfo(FIXTURE_READER, database), sql);
}

static int exit_of(int status, const struct jalon_err *err)
{
    return status == 0 ? 0 : jalon_err_exit_status(err->kind);
}

static int try_move(struct jalon_db *db, const char *code, const char *to, const char *expect)
{
    struct jalon_err err = {0};
    struct jalon_write write = fixture_write("2019-01-15");
    write.evidence.reason = "essai";
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    int status = jalon_store_advance(db, &write, code, to, expect, &receipt, &err);
    return exit_of(status, &err);
}

static int try_sign(struct jalon_db *db, const char *code, const char *instrument,
                    const char *party)
{
    struct jalon_err err = {0};
    struct jalon_write write = fixture_write("2019-02-15");
    const struct jalon_signing signing = {
        .code = code, .instrument = instrument, .parties = &party, .n_parties = 1};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    int status = jalon_store_sign(db, &write, &signing, &receipt, &err);
    return exit_of(status, &err);
}

static int move_the_same(struct crowd *crowd, int i, void *context)
{
    (void)i;
    struct jalon_db *db = fixture_open(context, FIXTURE_RECORDER);
    crowd_meet(crowd);
    int status = try_move(db, "essai-2", "negotiating", NULL);
    struct jalon_list_filter filter = jalon_list_everything;
    filter.search = "essai-2";
    struct jalon_list *list = NULL;
    struct jalon_err err = {0};
    /* who lost reads the state that is, not the one it was in before */
    if (jalon_store_list(db, jalon_books_now(FIXTURE_PROGRAMME), &filter, JALON_DATE_NONE, &list,
                         &err) != 0 ||
        list->n_rows != 1 || strcmp(list->rows[0].state, "negotiating") != 0) {
        status = 99;
    }
    jalon_list_free(list);
    jalon_db_close(db);
    return status;
}

TEST(t04_of_64_that_make_one_move_at_once_one_wins_and_63_read_the_true_state)
{
    int statuses[CROWD];
    const char *database = test_database_new();
    char name[64];
    snprintf(name, sizeof name, "%s", database);
    crowd_run(CROWD, move_the_same, name, statuses);
    assert_int_equal(crowd_count(statuses, CROWD, 0), 1);
    assert_int_equal(crowd_count(statuses, CROWD, CONFLICT), CROWD - 1);
    assert_string_equal(
        read_as_reader(database,
                       "SELECT last_seq, state FROM jalon.contract WHERE code = 'essai-2'"),
        "2|negotiating");
    assert_string_equal(fixture_chain(database), "ok");
}

static int sign_many(struct crowd *crowd, int i, void *context)
{
    struct jalon_db *db = fixture_open(context, FIXTURE_RECORDER);
    int status = 0;
    crowd_meet(crowd);
    for (int k = 0; k < 6 && status == 0; k++) {
        char party[40];
        snprintf(party, sizeof party, "industriel:Fictif %d-%d", i, k);
        status = try_sign(db, "essai-2", "protocole", party);
    }
    jalon_db_close(db);
    return status;
}

TEST(t03_what_64_write_at_once_is_one_sequence_without_hole_or_duplicate)
{
    int statuses[CROWD];
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    char name[64];
    snprintf(name, sizeof name, "%s", database);
    fixture_step(db, "essai-2", "pilot 2019-01-01");
    crowd_run(CROWD, sign_many, name, statuses);
    assert_int_equal(crowd_count(statuses, CROWD, 0), CROWD);
    assert_string_equal(read_as_reader(database, "SELECT count(*), max(seq), count(DISTINCT seq),"
                                                 " count(DISTINCT leaf::jsonb ->> 'prev')"
                                                 " FROM audit.history WHERE code = 'essai-2'"),
                        "386|386|386|385");
    assert_string_equal(fixture_chain(database), "ok");
}

enum { ROUNDS = 200 };

static int sign_last(struct crowd *crowd, int i, void *context)
{
    static const char *const parties[] = {"etat", "region:52"};
    struct jalon_db *db = fixture_open(context, i == 0 ? FIXTURE_RECORDER : FIXTURE_MANAGER);
    int status = 0;
    for (int round = 0; round < ROUNDS; round++) {
        char code[24];
        snprintf(code, sizeof code, "course-%d", round);
        crowd_meet(crowd);
        int one = try_sign(db, code, "contrat", parties[i]);
        status = one != 0 ? one : status;
    }
    jalon_db_close(db);
    return status;
}

TEST(t06_the_last_two_parties_at_the_same_instant_leave_the_contract_signed_once)
{
    int statuses[2];
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    for (int round = 0; round < ROUNDS; round++) {
        char code[24];
        snprintf(code, sizeof code, "course-%d", round);
        struct jalon_write write = fixture_write("2018-12-10");
        fixture_add(db, &write, code, 1, 0);
        fixture_step(db, code, "negotiating 2019-01-01");
    }
    char name[64];
    snprintf(name, sizeof name, "%s", database);
    crowd_run(2, sign_last, name, statuses);
    assert_int_equal(crowd_count(statuses, 2, 0), 2);
    /* of each contract: enter, negotiate, two signatures, one transition */
    assert_string_equal(
        read_as_reader(
            database,
            "SELECT count(*), min(c.last_seq), max(c.last_seq), min(c.state),"
            " max(c.state), (SELECT count(*) FROM audit.history h"
            " WHERE h.code LIKE 'course-%' AND h.leaf::jsonb #>> '{after,state}' = 'signed')"
            " FROM jalon.contract c WHERE c.code LIKE 'course-%'"),
        "200|5|5|signed|signed|200");
    assert_string_equal(fixture_chain(database), "ok");
}

static int move_apart(struct crowd *crowd, int i, void *context)
{
    static const char *const to[] = {"pilot", "suspended"};
    struct jalon_db *db = fixture_open(context, FIXTURE_MANAGER);
    int lost = 0;
    for (int round = 0; round < 20; round++) {
        char code[24];
        snprintf(code, sizeof code, "duel-%d", round);
        crowd_meet(crowd);
        int status = try_move(db, code, to[i], "identified");
        if (status != 0 && status != CONFLICT) {
            return 99;
        }
        lost += status == CONFLICT;
    }
    jalon_db_close(db);
    return lost;
}

TEST(of_two_people_with_different_moves_one_wins_and_the_other_gets_a_conflict)
{
    int lost[2];
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    for (int round = 0; round < 20; round++) {
        char code[24];
        snprintf(code, sizeof code, "duel-%d", round);
        struct jalon_write write = fixture_write("2018-12-10");
        fixture_add(db, &write, code, 1, 0);
    }
    char name[64];
    snprintf(name, sizeof name, "%s", database);
    crowd_run(2, move_apart, name, lost);
    assert_int_equal(lost[0] + lost[1], 20);
    assert_string_equal(read_as_reader(database,
                                       "SELECT count(*), max(last_seq) FROM jalon.contract"
                                       " WHERE code LIKE 'duel-%' AND last_seq = 2"),
                        "20|2");
}

struct repeated {
    char database[64];
    struct jalon_write write;
    struct {
        char recorded[40], entry[40];
        bool replayed;
    } receipts[8];
};

static int repeat(struct crowd *crowd, int i, void *context)
{
    struct repeated *r = context;
    struct jalon_err err = {0};
    struct jalon_receipt *receipt = NULL;
    struct jalon_db *db = fixture_open(r->database, FIXTURE_RECORDER);
    crowd_meet(crowd);
    int status =
        jalon_store_advance(db, &r->write, "essai-1", "negotiating", "identified", &receipt, &err);
    if (status == 0) {
        snprintf(r->receipts[i].recorded, sizeof r->receipts[i].recorded, "%s", receipt->recorded);
        snprintf(r->receipts[i].entry, sizeof r->receipts[i].entry, "%s", receipt->entries[0]);
        r->receipts[i].replayed = receipt->replayed;
    }
    jalon_receipt_free(receipt);
    jalon_db_close(db);
    return exit_of(status, &err);
}

TEST(one_request_sent_by_8_at_once_is_one_event_with_one_receipt)
{
    int statuses[8], n_new = 0;
    struct repeated *r = crowd_share(sizeof *r);
    snprintf(r->database, sizeof r->database, "%s", test_database_new());
    r->write = fixture_write("2019-01-15");
    crowd_run(8, repeat, r, statuses);
    assert_int_equal(crowd_count(statuses, 8, 0), 8);
    for (int i = 0; i < 8; i++) {
        assert_string_equal(r->receipts[i].recorded, r->receipts[0].recorded);
        assert_string_equal(r->receipts[i].entry, "essai-1#2");
        n_new += !r->receipts[i].replayed;
    }
    assert_int_equal(n_new, 1);
    assert_string_equal(read_as_reader(r->database, "SELECT count(*) FROM audit.history"
                                                    " WHERE code = 'essai-1'"),
                        "2");
    crowd_unshare(r, sizeof *r);
}

static int add_the_same(struct crowd *crowd, int i, void *context)
{
    (void)i;
    struct jalon_err err = {0};
    struct jalon_write write = fixture_write("2019-01-15");
    struct jalon_db *db = fixture_open(context, FIXTURE_MANAGER);
    crowd_meet(crowd);
    int status = fixture_try_add(db, &write, "nouveau", 1, 1, &err);
    jalon_db_close(db);
    return exit_of(status, &err);
}

TEST(of_16_that_add_one_territory_at_once_one_wins_and_15_get_a_conflict)
{
    int statuses[16];
    char name[64];
    snprintf(name, sizeof name, "%s", test_database_new());
    crowd_run(16, add_the_same, name, statuses);
    assert_int_equal(crowd_count(statuses, 16, 0), 1);
    assert_int_equal(crowd_count(statuses, 16, CONFLICT), 15);
    assert_string_equal(fixture_chain(name), "ok");
}

struct application {
    char database[64];
    int expect;
    char *documents[4];
    int n_entries[4];
};

static int apply(struct crowd *crowd, int i, void *context)
{
    struct application *a = context;
    struct jalon_err err = {0};
    struct jalon_receipt *receipt = NULL;
    struct jalon_write write = fixture_write(NULL);
    struct jalon_db *db = fixture_open(a->database, FIXTURE_MANAGER);
    crowd_meet(crowd);
    int status =
        jalon_store_programme_apply(db, &write, a->documents[i], a->expect, &receipt, &err);
    a->n_entries[i] = status == 0 ? (int)receipt->n_entries : 0;
    jalon_receipt_free(receipt);
    jalon_db_close(db);
    return exit_of(status, &err);
}

/* The document with its code and its French name replaced. */
static char *document_of(const char *code, const char *name)
{
    JALON_AUTO(jalon_json_decref) json_t *document = fixture_document_json();
    json_t *programme = json_object_get(document, "programme");
    jalon_json_set_text(programme, "code", code);
    jalon_json_set_text(json_object_get(programme, "name"), "fr", name);
    return jalon_json_dump(document);
}

static void apply_all(const char *const *codes, const char *const *names, struct application *a)
{
    int statuses[4];
    snprintf(a->database, sizeof a->database, "%s", test_database_new());
    a->expect = JALON_REVISION_ANY;
    for (size_t i = 0; i < 4; i++) {
        a->documents[i] = document_of(codes[i], names[i]);
    }
    crowd_run(4, apply, a, statuses);
    assert_int_equal(crowd_count(statuses, 4, 0), 4);
    for (size_t i = 0; i < 4; i++) {
        free(a->documents[i]);
    }
    assert_string_equal(fixture_chain(a->database), "ok");
}

TEST(one_document_applied_by_4_at_once_is_one_revision)
{
    static const char *const codes[] = {"neuf", "neuf", "neuf", "neuf"};
    static const char *const names[] = {"A", "A", "A", "A"};
    struct application *a = crowd_share(sizeof *a);
    apply_all(codes, names, a);
    assert_int_equal(a->n_entries[0] + a->n_entries[1] + a->n_entries[2] + a->n_entries[3], 1);
    assert_string_equal(
        read_as_reader(a->database,
                       "SELECT revision, last_seq FROM jalon.programme WHERE code = 'neuf'"),
        "1|1");
    crowd_unshare(a, sizeof *a);
}

TEST(four_documents_applied_at_once_are_four_revisions)
{
    static const char *const codes[] = {"neuf", "neuf", "neuf", "neuf"};
    static const char *const names[] = {"A", "B", "C", "D"};
    struct application *a = crowd_share(sizeof *a);
    apply_all(codes, names, a);
    assert_string_equal(
        read_as_reader(a->database,
                       "SELECT p.revision, p.last_seq, count(r.number) FROM"
                       " jalon.programme p JOIN jalon.revision r ON r.programme_id = p.id"
                       " WHERE code = 'neuf' GROUP BY 1, 2"),
        "4|4|4");
    crowd_unshare(a, sizeof *a);
}

TEST(of_4_who_change_the_same_revision_one_wins_and_3_get_a_conflict)
{
    int statuses[4];
    static const char *const names[] = {"A", "B", "C", "D"};
    struct application *a = crowd_share(sizeof *a);
    snprintf(a->database, sizeof a->database, "%s", test_database_new());
    a->expect = 1;
    for (size_t i = 0; i < 4; i++) {
        a->documents[i] = document_of(FIXTURE_PROGRAMME, names[i]);
    }
    crowd_run(4, apply, a, statuses);
    for (size_t i = 0; i < 4; i++) {
        free(a->documents[i]);
    }
    assert_int_equal(crowd_count(statuses, 4, 0), 1);
    assert_int_equal(crowd_count(statuses, 4, CONFLICT), 3);
    assert_string_equal(
        read_as_reader(a->database, "SELECT revision, last_seq FROM jalon.programme"), "2|2");
    assert_string_equal(fixture_chain(a->database), "ok");
    crowd_unshare(a, sizeof *a);
}

/*
 * Two sessions in a fixed order: the first has done FIRST and not committed; the second sends
 * SECOND, is seen waiting, and gets its answer when the first is over.
 */
static const char *second_after(const char *database, const char *first, const char *second,
                                const char *end)
{
    PGconn *one = test_connect(test_cluster_conninfo(FIXTURE_MANAGER, database));
    PGconn *two = test_connect(test_cluster_conninfo(FIXTURE_MANAGER, database));
    char sql[200];
    snprintf(sql, sizeof sql,
             "SELECT count(*) FROM pg_stat_activity WHERE pid = %d AND wait_event_type = 'Lock'",
             PQbackendPID(two));
    test_query(one, "BEGIN");
    assert_null(strstr(test_query(one, first), "ERROR"));
    assert_int_equal(PQsendQuery(two, second), 1);
    test_wait_for(test_cluster_conninfo(TEST_SUPERUSER, database), sql, "1");
    test_query(one, end);
    PGresult *result = PQgetResult(two);
    static char text[200];
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    snprintf(text, sizeof text, "%s %s", state ? state : "done",
             message ? message : PQgetvalue(result, 0, 0));
    PQclear(result);
    PQfinish(one);
    PQfinish(two);
    return text;
}

#define ADVANCE(to, expect)                                                              \
    "SELECT jalon.advance(gen_random_uuid(), 'demo', 'essai-2', '" to "', '2019-01-15'," \
    " 'day', " expect ", '{\"reason\":\"essai\"}') ->> 'state'"

TEST(t02_guards_look_again_after_the_lock)
{
    const char *database = test_database_new();
    assert_string_equal(second_after(database, ADVANCE("pilot", "NULL"),
                                     ADVANCE("suspended", "'identified'"), "COMMIT"),
                        "JA001 stale_state");
    assert_string_equal(second_after(database, ADVANCE("negotiating", "'pilot'"),
                                     ADVANCE("identified", "NULL"), "COMMIT"),
                        "JA002 undeclared_transition");
    assert_string_equal(second_after(database, ADVANCE("suspended", "NULL"),
                                     ADVANCE("suspended", "NULL"), "COMMIT"),
                        "JA001 already_there");
    assert_string_equal(second_after(database, ADVANCE("withdrawn", "NULL"),
                                     ADVANCE("negotiating", "'suspended'"), "ROLLBACK"),
                        "done negotiating");
    assert_string_equal(fixture_chain(database), "ok");
}

/* Signing against giving up, in both orders: the second meets what the first left. */
TEST(t01_signing_and_withdrawing_at_once_leaves_one_of_both)
{
    static const char sign[] =
        "SELECT jalon.sign(gen_random_uuid(), 'demo', 'essai-2', 'contrat', '{all}',"
        " '2019-02-15', 'day', NULL, NULL) ->> 'state'";
    for (int order = 0; order < 2; order++) {
        const char *database = test_database_new();
        JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
        fixture_step(db, "essai-2", "negotiating 2019-01-01");
        const char *withdraw = ADVANCE("withdrawn", "'negotiating'");
        const char *got =
            second_after(database, order ? withdraw : sign, order ? sign : withdraw, "COMMIT");
        assert_string_equal(got, order ? "JA005 instrument_not_open" : "JA001 stale_state");
    }
}

/* A statement that applies the programme with its initial state under another name. */
static char *renaming_sql(void)
{
    struct jalon_str sql = {0};
    JALON_AUTO(jalon_freep) char *document = fixture_document();
    jalon_str_add(&sql, "SELECT jalon.programme_apply(gen_random_uuid(), replace($doc$");
    jalon_str_add(&sql, document);
    jalon_str_add(&sql, "$doc$, '\"identified\"', '\"listed\"')) ->> 'code'");
    return jalon_str_take(&sql);
}

TEST(a_territory_never_enters_a_state_that_a_revision_drops_meanwhile)
{
    static const char add[] =
        "SELECT jalon.territory_add(gen_random_uuid(), 'demo', '{\"code\":\"tard\",\"name\":"
        "\"Tard\",\"regions\":[\"28\"]}', '2019-01-15', 'day', NULL) ->> 'state'";
    JALON_AUTO(jalon_freep) char *rename = renaming_sql();
    for (int order = 0; order < 2; order++) {
        const char *database = test_database_new();
        JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
        fixture_step(db, "essai-1", "pilot 2019-01-01");
        fixture_step(db, "essai-2", "pilot 2019-01-01");
        fixture_step(db, "essai-3", "pilot 2019-01-01");
        const char *got =
            second_after(database, order ? rename : add, order ? add : rename, "COMMIT");
        assert_string_equal(got, order ? "done listed" : "JA005 state_in_use");
    }
}

TEST(a_move_waits_for_a_revision_and_is_decided_by_it)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_freep) char *rename = renaming_sql();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    fixture_step(db, "essai-1", "pilot 2019-01-01");
    fixture_step(db, "essai-2", "pilot 2019-01-01");
    fixture_step(db, "essai-3", "pilot 2019-01-01");
    assert_string_equal(second_after(database, rename, ADVANCE("identified", "NULL"), "COMMIT"),
                        "JA005 unknown_state");
}

static int mix(struct crowd *crowd, int i, void *context)
{
    struct jalon_db *db = fixture_open(context, FIXTURE_MANAGER);
    int status = 0;
    crowd_meet(crowd);
    for (int k = 0; k < 12 && status == 0; k++) {
        char code[24], party[40];
        struct jalon_err err = {0};
        struct jalon_write write = fixture_write("2019-01-15");
        JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
        snprintf(code, sizeof code, "essai-%d", i % 2 ? 1 + k % 3 : 3 - k % 3);
        snprintf(party, sizeof party, "industriel:Fictif %d-%d", i, k);
        if (i < 6) {
            status = try_sign(db, code, "protocole", party);
        } else if (i == 6) {
            JALON_AUTO(jalon_freep) char *document = document_of(FIXTURE_PROGRAMME, party);
            int done = jalon_store_programme_apply(db, &write, document, JALON_REVISION_ANY,
                                                   &receipt, &err);
            status = exit_of(done, &err);
        } else {
            snprintf(code, sizeof code, "mixte-%d", k);
            status = exit_of(fixture_try_add(db, &write, code, 1, 1, &err), &err);
        }
    }
    jalon_db_close(db);
    return status;
}

/* Contracts in opposite orders, with new territories and new revisions in between. */
TEST(no_mix_of_writes_ends_in_a_deadlock)
{
    int statuses[8];
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    fixture_step(db, "essai-1", "pilot 2019-01-01");
    fixture_step(db, "essai-2", "pilot 2019-01-01");
    fixture_step(db, "essai-3", "pilot 2019-01-01");
    char name[64];
    snprintf(name, sizeof name, "%s", database);
    crowd_run(8, mix, name, statuses);
    assert_int_equal(crowd_count(statuses, 8, 0), 8);
    assert_string_equal(read_as_reader(database, "SELECT deadlocks FROM pg_stat_database"
                                                 " WHERE datname = current_database()"),
                        "0");
    assert_string_equal(fixture_chain(database), "ok");
}
