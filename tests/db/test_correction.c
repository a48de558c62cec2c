/*
 * Corrections: entries are taken back and corrected, nothing is erased, and what is left agrees in
 * every place: state, intervals, signatures, history, and the replay of the journal in C.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "store/correction.h"
#include "support/cluster.h"
#include "support/crowd.h"
#include "support/fixture.h"
#include "support/prop.h"
#include "support/test.h"

SETUP_GROUP(fixture_setup);

static const char *const essais[] = {"essai-1", "essai-2", "essai-3"};

static const char *ask(const char *database, const char *sql)
{
    return test_sql(test_cluster_conninfo(FIXTURE_READER, database), sql);
}

static void assert_replays(const char *database)
{
    fixture_assert_replays(database, essais, JALON_COUNT(essais));
}

static struct jalon_write reasoned(void)
{
    struct jalon_write write = fixture_write(NULL);
    write.evidence.reason = "essai";
    return write;
}

/* Takes back up to two entries (0: none); the answer as "0", or the key of the refusal. */
static const char *try_void(struct jalon_db *db, const char *code, int64_t first, int64_t second)
{
    static char key[64];
    struct jalon_err err = {0};
    struct jalon_write write = reasoned();
    const int64_t seqs[] = {first, second};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    const struct jalon_entries entries = {code, seqs, second ? 2 : 1};
    int ret = jalon_store_void(db, &write, &entries, &receipt, &err);
    snprintf(key, sizeof key, "%s", ret == 0 ? "0" : err.key);
    return key;
}

/* Sets one member; the same answers. */
static const char *try_correct(struct jalon_db *db, const char *code, int64_t seq,
                               const char *member, const char *value)
{
    static char key[64];
    struct jalon_err err = {0};
    struct jalon_write write = reasoned();
    JALON_AUTO(jalon_json_decref) json_t *set = json_object();
    jalon_json_set_text(set, member, value);
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    const struct jalon_entries entries = {code, &seq, 1};
    int ret = jalon_store_correct(db, &write, &entries, set, &receipt, &err);
    snprintf(key, sizeof key, "%s", ret == 0 ? "0" : err.key);
    return key;
}

static const char *try_undo(struct jalon_db *db, const char *code)
{
    static char key[64];
    struct jalon_err err = {0};
    struct jalon_write write = fixture_write(NULL);
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    int ret = jalon_store_undo(db, &write, code, &receipt, &err);
    snprintf(key, sizeof key, "%s", ret == 0 ? "0" : err.key);
    return key;
}

/* The states in force: "identified 2018-12-10 pilot 2019-01-05". */
static const char states_sql[] =
    "SELECT string_agg(i.state || ' ' || i.valid_from, ' ' ORDER BY i.valid_from, i.entry_id)"
    " FROM jalon.states(NULL) i JOIN jalon.contract c ON c.id = i.contract_id"
    " WHERE c.code = 'essai-2'";
/* The same as it was in the books after entry N. */
static const char states_known_sql[] =
    "SELECT string_agg(i.state || ' ' || i.valid_from, ' ' ORDER BY i.valid_from, i.entry_id)"
    " FROM audit.history h, LATERAL jalon.states(h.entry_id) i JOIN jalon.contract c"
    " ON c.id = i.contract_id WHERE c.code = 'essai-2' AND h.code = 'essai-2' AND h.seq = %d";

static const char *states_known_at(const char *database, int seq)
{
    char sql[600];
    snprintf(sql, sizeof sql, states_known_sql, seq);
    return ask(database, sql);
}

TEST(t28_a_corrected_entry_keeps_its_place_and_the_original_stays)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    fixture_step(db, "essai-2", "pilot 2019-01-05");       /* 2 */
    fixture_step(db, "essai-2", "negotiating 2019-02-01"); /* 3 */
    fixture_step(db, "essai-2", "suspended 2019-03-01");   /* 4 */
    JALON_AUTO(jalon_freep)
    char *leaves = jalon_strdup(ask(database, "SELECT string_agg(leaf, '' ORDER BY entry_id)"
                                              " FROM audit.history"));
    assert_string_equal(try_correct(db, "essai-2", 3, "on", "2019-02-10"), "0");
    assert_string_equal(ask(database, states_sql),
                        "identified 2018-12-10 pilot 2019-01-05 negotiating 2019-02-10"
                        " suspended 2019-03-01");
    assert_string_equal(states_known_at(database, 4),
                        "identified 2018-12-10 pilot 2019-01-05 negotiating 2019-02-01"
                        " suspended 2019-03-01");
    assert_string_equal(ask(database, "SELECT string_agg(leaf, '' ORDER BY entry_id)"
                                      " FROM audit.history WHERE event <> 'correct'"),
                        leaves);
    assert_string_equal(ask(database,
                            "SELECT l -> 'corrects', l -> 'before', l #> '{after,set}' FROM (SELECT"
                            " leaf::jsonb AS l FROM audit.history WHERE event = 'correct') k"),
                        "3|{\"set\": {\"on\": \"2019-02-01\"}}|{\"on\": \"2019-02-10\"}");
    assert_replays(database);
}

TEST(a_correction_that_the_rest_could_not_follow_is_refused_with_the_list)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    fixture_step(db, "essai-2", "pilot 2019-01-05");
    fixture_step(db, "essai-2", "negotiating 2019-02-01");
    fixture_step(db, "essai-2", "suspended 2019-03-01");
    const char *before = fixture_dump(database);
    assert_string_equal(try_correct(db, "essai-2", 3, "on", "2019-03-02"), "remainder_stands");
    assert_string_equal(fixture_dump(database), before);
    struct jalon_err err = {0};
    struct jalon_write write = reasoned();
    const int64_t seq = 3;
    const struct jalon_entries entries = {"essai-2", &seq, 1};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    fixture_step(db, "essai-2", "negotiating 2019-03-05"); /* 5: resumed */
    fixture_step(db, "essai-2", "contrat etat 2019-03-06");
    assert_int_equal(jalon_store_void(db, &write, &entries, &receipt, &err), -1);
    assert_string_equal(err.message[JALON_EN],
                        "essai-2: without this entry or with this value, others could not stand:"
                        " essai-2#5, essai-2#6");
}

TEST(t29_without_the_middle_entry_every_place_agrees)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    fixture_step(db, "essai-2", "pilot 2019-01-05");
    fixture_step(db, "essai-2", "negotiating 2019-02-01");
    fixture_step(db, "essai-2", "contrat etat 2019-02-03");
    assert_string_equal(try_void(db, "essai-2", 2, 0), "0");
    assert_string_equal(ask(database, states_sql), "identified 2018-12-10 negotiating 2019-02-01");
    assert_string_equal(states_known_at(database, 4),
                        "identified 2018-12-10 pilot 2019-01-05 negotiating 2019-02-01");
    assert_string_equal(ask(database, "SELECT state, previous_state, state_since FROM"
                                      " jalon.contract WHERE code = 'essai-2'"),
                        "negotiating|identified|2019-02-01");
    assert_replays(database);
    /* taken back itself, it takes nothing back any more */
    assert_string_equal(try_void(db, "essai-2", 5, 0), "0");
    assert_string_equal(ask(database, states_sql),
                        "identified 2018-12-10 pilot 2019-01-05 negotiating 2019-02-01");
    assert_replays(database);
}

TEST(a_required_signature_taken_back_takes_the_completion_with_it)
{
    static const char completed_sql[] =
        "SELECT completed_on, (SELECT state FROM jalon.contract k WHERE k.code = 'essai-2')"
        " FROM jalon.numbers(NULL) i JOIN jalon.contract c ON c.id = i.contract_id"
        " WHERE c.code = 'essai-2'";
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    fixture_step(db, "essai-2", "negotiating 2019-01-15");
    fixture_step(db, "essai-2", "contrat etat 2019-02-01");
    fixture_step(db, "essai-2", "contrat all 2019-02-20");
    assert_string_equal(ask(database, completed_sql), "2019-02-20|signed");
    assert_string_equal(try_void(db, "essai-2", 3, 0), "0");
    assert_string_equal(ask(database, completed_sql), "NULL|negotiating");
    assert_replays(database);
    /* and the same party signs anew: signed exactly once */
    fixture_step(db, "essai-2", "contrat etat 2019-02-25");
    assert_string_equal(ask(database, completed_sql), "2019-02-25|signed");
    assert_string_equal(ask(database, "SELECT count(*) FROM jalon.states(NULL) i JOIN"
                                      " jalon.contract c ON c.id = i.contract_id WHERE"
                                      " c.code = 'essai-2' AND i.state = 'signed'"),
                        "1");
    assert_replays(database);
}

TEST(a_corrected_signature_date_moves_the_completion)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    fixture_step(db, "essai-2", "negotiating 2019-01-15");
    fixture_step(db, "essai-2", "contrat etat 2019-02-01");
    fixture_step(db, "essai-2", "contrat all 2019-02-20");
    assert_string_equal(try_correct(db, "essai-2", 3, "on", "2019-03-04"), "0");
    assert_string_equal(ask(database, states_sql),
                        "identified 2018-12-10 negotiating 2019-01-15 signed 2019-03-04");
    assert_string_equal(ask(database, "SELECT state_since FROM jalon.contract"
                                      " WHERE code = 'essai-2'"),
                        "2019-03-04");
    assert_replays(database);
    assert_string_equal(try_correct(db, "essai-2", 3, "on", "2019-01-02"), "remainder_stands");
}

TEST(signatures_of_a_ceremony_are_corrected_together_or_not_at_all)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    fixture_step(db, "essai-2", "negotiating 2019-01-15");
    fixture_step(db, "essai-2", "protocole all 2019-02-20"); /* 3 to 5 */
    static const char days[] = "SELECT string_agg(DISTINCT s.counts_from::text, ' ')"
                               " FROM jalon.signatures(NULL) s";
    static const struct {
        int64_t seqs[3];
        const char *answer, *days;
    } cases[] = {
        {{4, 2, 3}, "remainder_stands", "2019-02-20"}, /* before the negotiation that they set */
        {{3, 4, 99}, "unknown_entry", "2019-02-20"},
        {{4, 3, 4}, "0", "2019-02-20 2019-03-04"},
        {{3, 4, 5}, "nothing_corrected", "2019-02-20 2019-03-04"},
        {{5, 5, 5}, "0", "2019-03-04"},
    };
    for (size_t i = 0; i < JALON_COUNT(cases); i++) {
        struct jalon_err err = {0};
        struct jalon_write write = reasoned();
        JALON_AUTO(jalon_json_decref) json_t *set = json_pack("{s:s}", "on", "2019-03-04");
        JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
        const struct jalon_entries entries = {"essai-2", cases[i].seqs, 3};
        int ret = jalon_store_correct(db, &write, &entries, set, &receipt, &err);
        assert_string_equal(ret == 0 ? "0" : err.key, cases[i].answer);
        assert_string_equal(ask(database, days), cases[i].days);
    }
    assert_replays(database);
}

TEST(the_first_signature_taken_back_lets_the_next_one_open_the_number)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    fixture_step(db, "essai-2", "negotiating 2019-01-15");
    fixture_step(db, "essai-2", "contrat etat 2019-02-01");
    fixture_step(db, "essai-2", "contrat region:28 2019-02-02");
    assert_string_equal(try_void(db, "essai-2", 3, 0), "0");
    assert_string_equal(ask(database, "SELECT number, opened_on FROM jalon.numbers(NULL)"),
                        "1|2019-02-02");
    assert_string_equal(ask(database, "SELECT count(*) FROM jalon.number_parties(NULL)"), "5");
    fixture_step(db, "essai-2", "contrat etat 2019-02-03");
    assert_replays(database);
}

TEST(t30_a_suspension_taken_back_frees_the_days_before_its_end)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    fixture_step(db, "essai-2", "pilot 2019-01-05");
    fixture_step(db, "essai-2", "suspended 2019-03-01");
    fixture_step(db, "essai-2", "pilot 2019-04-01");
    assert_string_equal(try_void(db, "essai-2", 3, 0), "remainder_stands");
    assert_string_equal(try_void(db, "essai-2", 3, 4), "0");
    fixture_step(db, "essai-2", "negotiating 2019-02-15");
    assert_string_equal(ask(database, states_sql),
                        "identified 2018-12-10 pilot 2019-01-05 negotiating 2019-02-15");
    assert_replays(database);
}

TEST(t31_a_change_after_a_reactivation_keeps_its_own_date)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    fixture_step(db, "essai-2", "pilot 2019-01-05");
    fixture_step(db, "essai-2", "suspended 2019-03-01");
    fixture_step(db, "essai-2", "pilot 2019-04-01");
    fixture_step(db, "essai-2", "negotiating 2019-04-10");
    assert_string_equal(try_correct(db, "essai-2", 4, "on", "2019-04-05"), "0");
    assert_string_equal(ask(database, states_sql),
                        "identified 2018-12-10 pilot 2019-01-05 suspended 2019-03-01"
                        " pilot 2019-04-05 negotiating 2019-04-10");
    assert_replays(database);
}

TEST(t32_what_is_slipped_into_a_past_interval_is_told_by_entries_of_its_own)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    fixture_step(db, "essai-2", "negotiating 2019-03-01");
    struct jalon_err err = {0};
    struct jalon_write write = fixture_write("2019-02-01");
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    write.evidence.reason = "essai";
    assert_int_equal(jalon_store_advance(db, &write, "essai-2", "suspended", NULL, &receipt, &err),
                     -1);
    assert_string_equal(err.key, "too_early");
    /* the way that there is: the interval is taken back, and the journal says so */
    assert_string_equal(try_void(db, "essai-2", 2, 0), "0");
    fixture_step(db, "essai-2", "pilot 2019-02-01");
    fixture_step(db, "essai-2", "negotiating 2019-03-01");
    assert_string_equal(
        ask(database, "SELECT string_agg(event || coalesce(' ' || (leaf::jsonb ->> 'corrects'),"
                      " ''), ', ' ORDER BY seq) FROM audit.history WHERE code = 'essai-2'"),
        "enter, transition, void 2, transition, transition");
    assert_replays(database);
}

TEST(t33_a_correction_carries_the_date_given_not_the_servers)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    fixture_step(db, "essai-2", "pilot 2019-01-05");
    struct jalon_err err = {0};
    struct jalon_write write = fixture_write("2019-04-11");
    write.evidence.reason = "essai";
    const int64_t seq = 2;
    const struct jalon_entries entries = {"essai-2", &seq, 1};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    assert_done(jalon_store_void(db, &write, &entries, &receipt, &err), &err);
    assert_string_equal(ask(database, "SELECT leaf::jsonb ->> 'valid' FROM audit.history"
                                      " WHERE event = 'void'"),
                        "2019-04-11");
    assert_replays(database);
}

TEST(a_corrected_name_of_a_signer_is_shown_and_the_old_one_kept_apart)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    fixture_step(db, "essai-2", "negotiating 2019-01-15");
    fixture_step(db, "essai-2", "contrat etat 2019-02-01");
    assert_string_equal(try_correct(db, "essai-2", 3, "signer", "Une Préfète d'Essai"), "0");
    assert_string_equal(try_correct(db, "essai-2", 3, "signer", "Un Préfet d'Essai"), "0");
    assert_string_equal(try_correct(db, "essai-2", 3, "signer", "Un Préfet d'Essai"),
                        "nothing_corrected");
    assert_string_equal(ask(database, "SELECT audit.disclosed(entry_id, signer)"
                                      " FROM jalon.signatures(NULL)"),
                        "Un Préfet d'Essai");
    assert_replays(database);
    /* without the second correction the first one holds again */
    assert_string_equal(try_void(db, "essai-2", 5, 0), "0");
    assert_string_equal(ask(database, "SELECT audit.disclosed(entry_id, signer)"
                                      " FROM jalon.signatures(NULL)"),
                        "Une Préfète d'Essai");
    assert_replays(database);
}

TEST(names_members_cohorts_and_weights_are_corrected_alike)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    fixture_step(db, "essai-2", "rename Val_Nouveua 2019-02-01");      /* 2 */
    fixture_step(db, "essai-2", "member-remove 200000008 2019-02-02"); /* 3 */
    fixture_step(db, "essai-2", "alias Vieux_Val 2019-02-03");         /* 4 */
    (void)test_sql(test_cluster_conninfo(FIXTURE_MANAGER, database),
                   "SELECT jalon.cohort_join(gen_random_uuid(), 'demo', 'essai-2', 'avant-garde',"
                   " NULL, '2019-01-20', 'day', NULL), jalon.weigh(gen_random_uuid(), 'demo',"
                   " 'essai-2', 'emplois', '{\"value\": 1200, \"as_of_year\": 2018}', '2019-01-20',"
                   " 'day', NULL)"); /* 5, 6 */
    assert_string_equal(try_correct(db, "essai-2", 2, "name", "Val_Nouveau"), "0");
    assert_string_equal(try_void(db, "essai-2", 3, 0), "0");
    assert_string_equal(try_correct(db, "essai-2", 6, "value", "2100"), "0");
    assert_string_equal(try_void(db, "essai-2", 5, 4), "0");
    assert_string_equal(ask(database, "SELECT string_agg(value, ', ' ORDER BY valid_from) FROM"
                                      " jalon.names(NULL) n JOIN jalon.contract c ON c.id ="
                                      " n.contract_id WHERE c.code = 'essai-2'"),
                        "Val d'Essai, Val_Nouveau");
    assert_string_equal(ask(database, "SELECT count(*) FROM jalon.members(NULL) m JOIN"
                                      " jalon.contract c ON c.id = m.contract_id"
                                      " WHERE c.code = 'essai-2' AND valid_to IS NULL"),
                        "2");
    assert_string_equal(ask(database, "SELECT value FROM jalon.weights(NULL)"), "2100");
    assert_string_equal(ask(database, "SELECT count(*) FROM jalon.cohort_members(NULL)"), "0");
    assert_replays(database);
}

TEST(undo_takes_back_ones_own_last_request_and_then_the_one_before)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *manager = fixture_open(database, FIXTURE_MANAGER);
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_RECORDER);
    fixture_step(manager, "essai-2", "pilot 2019-01-05");
    fixture_step(db, "essai-2", "negotiating 2019-02-01");
    fixture_step(db, "essai-2", "contrat all 2019-02-20");
    assert_string_equal(try_undo(db, "essai-2"), "0");
    assert_string_equal(ask(database, states_sql),
                        "identified 2018-12-10 pilot 2019-01-05 negotiating 2019-02-01");
    assert_string_equal(ask(database, "SELECT count(*) FROM jalon.signatures(NULL)"), "0");
    assert_string_equal(try_undo(db, "essai-2"), "0");
    assert_string_equal(ask(database, states_sql), "identified 2018-12-10 pilot 2019-01-05");
    assert_string_equal(try_undo(db, "essai-2"), "last_not_yours");
    assert_replays(database);
}

TEST(a_recorder_corrects_only_what_he_recorded)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *manager = fixture_open(database, FIXTURE_MANAGER);
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_RECORDER);
    fixture_step(manager, "essai-2", "pilot 2019-01-05");
    fixture_step(db, "essai-2", "negotiating 2019-02-01");
    assert_string_equal(try_void(db, "essai-2", 2, 0), "not_your_entry");
    assert_string_equal(try_correct(db, "essai-2", 2, "on", "2019-01-06"), "not_your_entry");
    assert_string_equal(try_correct(db, "essai-2", 3, "on", "2019-02-02"), "0");
    /* a move of a manager stays legal when a recorder's correction makes the rows again */
    assert_string_equal(ask(database, states_sql),
                        "identified 2018-12-10 pilot 2019-01-05 negotiating 2019-02-02");
    assert_replays(database);
}

TEST(a_batch_is_taken_back_as_one)
{
    static const char batch[] = "00000000-0000-4000-8000-000000000001";
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    for (size_t i = 0; i < JALON_COUNT(essais); i++) {
        struct jalon_err err = {0};
        struct jalon_write write = fixture_write("2019-01-15");
        write.evidence.batch = batch;
        JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
        assert_done(jalon_store_advance(db, &write, essais[i], "negotiating", NULL, &receipt, &err),
                    &err);
    }
    struct jalon_err err = {0};
    struct jalon_write write = reasoned();
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    fixture_step(db, "essai-3", "contrat etat 2019-02-01");
    const char *before = fixture_dump(database);
    assert_int_equal(jalon_store_void_batch(db, &write, batch, &receipt, &err), -1);
    assert_string_equal(err.key, "remainder_stands");
    assert_string_equal(fixture_dump(database), before);
    assert_string_equal(try_void(db, "essai-3", 3, 0), "0");
    assert_done(jalon_store_void_batch(db, &write, batch, &receipt, &err), &err);
    assert_int_equal(receipt->n_entries, 3);
    assert_string_equal(ask(database, "SELECT string_agg(DISTINCT state, ' ') FROM jalon.contract"),
                        "identified");
    assert_replays(database);
}

TEST(the_same_correction_again_gives_the_first_answer)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    fixture_step(db, "essai-2", "pilot 2019-01-05");
    struct jalon_err err = {0};
    struct jalon_write write = reasoned();
    const int64_t seq = 2;
    const struct jalon_entries entries = {"essai-2", &seq, 1};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *first = NULL;
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *again = NULL;
    assert_done(jalon_store_void(db, &write, &entries, &first, &err), &err);
    const char *after = fixture_dump(database);
    assert_done(jalon_store_void(db, &write, &entries, &again, &err), &err);
    assert_true(again->replayed);
    assert_string_equal(again->entries[0], first->entries[0]);
    assert_string_equal(fixture_dump(database), after);
}

static int void_the_same(struct crowd *crowd, int i, void *context)
{
    (void)i;
    struct jalon_db *db = fixture_open(context, FIXTURE_MANAGER);
    crowd_meet(crowd);
    const char *key = try_void(db, "essai-2", 2, 0);
    int status = strcmp(key, "0") == 0 ? 0 : strcmp(key, "already_void") == 0 ? 4 : 1;
    jalon_db_close(db);
    return status;
}

TEST(of_16_that_take_one_entry_back_at_once_one_wins)
{
    enum { N = 16 };
    int statuses[N];
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    fixture_step(db, "essai-2", "pilot 2019-01-05");
    crowd_run(N, void_the_same, (void *)(uintptr_t)database, statuses);
    assert_int_equal(crowd_count(statuses, N, 0), 1);
    assert_int_equal(crowd_count(statuses, N, 4), N - 1);
    assert_replays(database);
}

static int sign_or_void(struct crowd *crowd, int i, void *context)
{
    struct jalon_db *db = fixture_open(context, FIXTURE_MANAGER);
    crowd_meet(crowd);
    if (i % 2 == 0) {
        (void)try_void(db, "essai-2", 2, 0);
    } else {
        struct jalon_err err = {0};
        struct jalon_write write = fixture_write("2019-02-15");
        const char *party = "etat";
        const struct jalon_signing signing = {
            .code = "essai-2", .instrument = "contrat", .parties = &party, .n_parties = 1};
        JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
        (void)!jalon_store_sign(db, &write, &signing, &receipt, &err);
    }
    jalon_db_close(db);
    return 0;
}

TEST(a_signature_and_the_void_of_the_move_before_it_leave_one_of_both)
{
    enum { N = 8 };
    int statuses[N];
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    fixture_step(db, "essai-2", "negotiating 2019-01-05");
    crowd_run(N, sign_or_void, (void *)(uintptr_t)database, statuses);
    const char *left = ask(database, "SELECT c.state || ' ' || count(s.*) FROM jalon.contract c"
                                     " LEFT JOIN jalon.signatures(NULL) s ON s.contract_id = c.id"
                                     " WHERE c.code = 'essai-2' GROUP BY c.state");
    assert_true(strcmp(left, "negotiating 1") == 0 || strcmp(left, "identified 0") == 0);
    assert_replays(database);
}

static const char *const moves[] = {"pilot",  "negotiating", "suspended",
                                    "signed", "withdrawn",   "identified"};
static const char *const parties[] = {"etat", "region:28", "region:52", "membre:200000008", "all"};

/* One random step; most are refused, which is as well. */
static void random_step(struct prop *prop, struct jalon_db *db, struct jalon_date *day)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    *day = jalon_date_add(*day, prop_between(prop, 0, 4));
    struct jalon_write write = fixture_write(jalon_date_iso(*day).text);
    write.evidence.reason = "essai";
    int n = prop_between(prop, 0, 19);
    if (n < 6) {
        const char *to = moves[prop_between(prop, 0, (int)JALON_COUNT(moves) - 1)];
        (void)!jalon_store_advance(db, &write, "essai-2", to, NULL, &receipt, &err);
    } else if (n < 12) {
        const char *party = parties[prop_between(prop, 0, (int)JALON_COUNT(parties) - 1)];
        const struct jalon_signing signing = {.code = "essai-2",
                                              .instrument = n < 9 ? "contrat" : "protocole",
                                              .parties = &party,
                                              .n_parties = 1};
        (void)!jalon_store_sign(db, &write, &signing, &receipt, &err);
    } else if (n < 14) {
        (void)!fixture_try_change(db, &write, "essai-2", n == 12 ? "member-add" : "member-remove",
                                  n == 12 ? "200000024" : "200000016", &err);
    } else if (n < 18) {
        (void)try_void(db, "essai-2", prop_between(prop, 2, 30), prop_between(prop, 0, 30));
    } else {
        struct jalon_date other = jalon_date_add(*day, prop_between(prop, -9, 9));
        (void)try_correct(db, "essai-2", prop_between(prop, 1, 30), "on",
                          jalon_date_iso(other).text);
    }
}

/* Whatever is recorded, taken back and corrected in whatever order: the tables say what the
 * journal says, and what was known after each entry can still be read. */
TEST(any_walk_with_corrections_ends_in_tables_that_the_journal_tells)
{
    struct prop prop = prop_start();
    for (int walk = 0; walk < 6; walk++) {
        const char *database = test_database_new();
        JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
        struct jalon_date day = fixture_date("2019-01-05");
        JALON_AUTO(jalon_freep) char *known = NULL;
        int n_known = 0;
        for (int i = 0; i < 50; i++) {
            random_step(&prop, db, &day);
            if (i == 25) {
                n_known = (int)strtoll(ask(database, "SELECT last_seq FROM jalon.contract"
                                                     " WHERE code = 'essai-2'"),
                                       NULL, 10);
                known = jalon_strdup(ask(database, states_sql));
            }
        }
        assert_replays(database);
        assert_string_equal(states_known_at(database, n_known), known);
    }
}
