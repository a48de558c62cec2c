/* What parties refuse and need not do: it stands, it completes, and journal and tables agree. */
#include <stdio.h>
#include <string.h>

#include "app/contract.h"
#include "base/json.h"
#include "base/mem.h"
#include "store/correction.h"
#include "support/crowd.h"
#include "support/own_database.h"

enum { CROWD = 16, CONFLICT = 4 };

/* essai-2 has Régions 28 and 52 and two members; all but region:52 have signed its contrat. */
static int start(void **state)
{
    (void)state;
    open_own_database();
    fixture_step(manager, "essai-2", "negotiating 2019-02-01");
    fixture_step(manager, "essai-2", "contrat etat 2019-03-01");
    return 0;
}
SETUP_EACH(start);

static void sign_all_but_one(void)
{
    fixture_step(manager, "essai-2", "contrat region:28 2019-03-05");
    fixture_step(manager, "essai-2", "contrat membre:200000008 2019-03-05");
    fixture_step(manager, "essai-2", "contrat membre:200000016 2019-03-10");
}

static struct jalon_write reasoned(const char *on)
{
    struct jalon_write write = fixture_write(on);
    write.evidence.reason = "essai";
    return write;
}

enum verb { REFUSE, WAIVE, NOTE };

/* "0", or the key of the refusal. */
static const char *send(struct jalon_db *db, const struct jalon_write *write, enum verb verb,
                        const struct jalon_party_act *act)
{
    static _Thread_local char key[64];
    struct jalon_err err = {0};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    int failed = verb == REFUSE  ? jalon_store_party_refuse(db, write, act, &receipt, &err)
                 : verb == WAIVE ? jalon_store_party_waive(db, write, act, &receipt, &err)
                                 : jalon_store_note(db, write, act->code, &receipt, &err);
    (void)snprintf(key, sizeof key, "%s", failed == 0 ? "0" : err.key);
    return key;
}

static const char *try_one(enum verb verb, const char *instrument, const char *party,
                           const char *on)
{
    const struct jalon_write write = reasoned(on);
    const struct jalon_party_act act = {"essai-2", instrument, party};
    return send(manager, &write, verb, &act);
}

static const char *try_void(int64_t seq)
{
    static char key[64];
    struct jalon_err err = {0};
    const struct jalon_write write = reasoned(NULL);
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    const struct jalon_entries entries = {"essai-2", &seq, 1};
    int failed = jalon_store_void(manager, &write, &entries, &receipt, &err);
    (void)snprintf(key, sizeof key, "%s", failed == 0 ? "0" : err.key);
    return key;
}

/* The parties whose refusal stands on DAY, by the database and, the same, by C. */
static void assert_refused(const char *day, const char *wanted)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_contract_freep) struct jalon_contract *contract = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str sql = {0};
    assert_done(jalon_store_contract(manager, jalon_books_now(FIXTURE_PROGRAMME), "essai-2",
                                     &contract, &err),
                &err);
    for (size_t i = 0; i < contract->n_refusals; i++) {
        const struct jalon_contract_refusal *one = &contract->refusals[i];
        if (jalon_contract_refusal_stands(contract, one, fixture_date(day))) {
            jalon_str_addf(&text, "%s%s", text.length > 0 ? "," : "", one->party);
        }
    }
    assert_string_equal(jalon_str_text(&text), wanted);
    jalon_str_addf(&sql,
                   "SELECT coalesce(string_agg(r.party, ',' ORDER BY r.entry_id), '')"
                   " FROM jalon.contract c, jalon.refusals_at(ARRAY[c.id], '%s', NULL) r"
                   " WHERE c.code = 'essai-2'",
                   day);
    assert_string_equal(ask(jalon_str_text(&sql)), wanted);
}

TEST(a_refusal_stands_until_the_party_signs_that_number)
{
    assert_string_equal(try_one(REFUSE, "contrat", "region:52", "2019-03-10"), "0");
    assert_refused("2019-03-09", "");
    assert_refused("2019-03-10", "region:52");
    fixture_step(manager, "essai-2", "contrat region:52 2019-03-20");
    assert_refused("2019-03-19", "region:52");
    assert_refused("2019-03-20", "");
    assert_sound();
}

TEST(a_number_that_is_not_open_yet_can_be_refused)
{
    assert_string_equal(try_one(REFUSE, "protocole", "etat", "2019-03-10"), "0");
    fixture_step(manager, "essai-2", "protocole region:28 2019-03-12");
    assert_refused("2019-03-12", "etat");
    assert_sound();
}

TEST(a_refusal_that_is_taken_back_leaves_the_books_and_stays_in_the_journal)
{
    assert_string_equal(try_one(REFUSE, "contrat", "region:52", "2019-03-10"), "0"); /* 4 */
    assert_string_equal(try_void(4), "0");
    assert_refused("2019-03-10", "");
    assert_string_equal(ask("SELECT count(*) FROM audit.history WHERE event = 'refuse'"), "1");
    assert_string_equal(
        ask("SELECT count(*) FROM audit.history h, LATERAL jalon.refusals(h.entry_id) r"
            " WHERE h.event = 'refuse'"),
        "1");
    assert_string_equal(try_one(REFUSE, "contrat", "region:52", "2019-03-11"), "0");
    assert_sound();
}

TEST(t15_a_waiver_of_the_last_missing_party_signs_the_contract_on_the_later_day)
{
    static const struct {
        const char *on, *signed_on;
    } cases[] = {{"2019-03-20", "signed 2019-03-20"}, {"2019-03-07", "signed 2019-03-10"}};
    sign_all_but_one();
    for (size_t i = 0; i < JALON_COUNT(cases); i++) {
        assert_string_equal(try_one(WAIVE, "contrat", "region:52", cases[i].on), "0");
        assert_string_equal(ask("SELECT state || ' ' || state_since FROM jalon.contract"
                                " WHERE code = 'essai-2'"),
                            cases[i].signed_on);
        assert_string_equal(
            ask("SELECT string_agg(event, ' ' ORDER BY seq DESC) FROM (SELECT * FROM audit.history"
                " WHERE code = 'essai-2' ORDER BY seq DESC LIMIT 2) h"),
            "transition waive");
        assert_sound();
        assert_string_equal(try_void(i == 0 ? 7 : 10), "0");
        assert_string_equal(ask("SELECT state || ' ' || state_since FROM jalon.contract"
                                " WHERE code = 'essai-2'"),
                            "negotiating 2019-02-01");
        assert_sound();
    }
}

TEST(a_signature_after_a_waiver_completes_and_all_means_those_who_must)
{
    assert_string_equal(try_one(REFUSE, "contrat", "region:52", "2019-03-10"), "0");
    assert_string_equal(try_one(WAIVE, "contrat", "region:52", "2019-03-15"), "0");
    assert_refused("2019-03-14", "region:52");
    assert_refused("2019-03-15", "");
    fixture_step(manager, "essai-2", "contrat all 2019-03-12");
    assert_string_equal(ask("SELECT state || ' ' || state_since FROM jalon.contract"
                            " WHERE code = 'essai-2'"),
                        "signed 2019-03-15");
    assert_string_equal(ask("SELECT count(*) FROM jalon.signatures(NULL)"
                            " WHERE party = 'region:52'"),
                        "0");
    assert_sound();
}

TEST(before_its_day_a_waived_party_is_missing)
{
    assert_string_equal(try_one(WAIVE, "contrat", "region:52", "2019-03-15"), "0");
    assert_string_equal(
        ask("SELECT string_agg(d::date || ' ' || (SELECT count(*) FROM jalon.contract c,"
            " jalon.parties_at(c.programme_id, ARRAY[c.id], d::date) a WHERE c.code = 'essai-2'"
            " AND a.instrument = 'contrat' AND a.signed_on IS NULL), ',' ORDER BY d)"
            " FROM unnest(ARRAY['2019-03-14', '2019-03-15']::timestamp[]) d"),
        "2019-03-14 4,2019-03-15 3");
}

TEST(what_cannot_be_refused_or_waived_changes_nothing)
{
    static const struct {
        enum verb verb;
        const char *instrument, *party, *on, *key;
    } cases[] = {
        {REFUSE, "contrat", "etat", "2019-03-20", "already_signed"},
        {WAIVE, "contrat", "etat", "2019-03-20", "already_signed"},
        {REFUSE, "contrat", "region:52", "2019-03-20", "already_refused"},
        {REFUSE, "contrat", "region:28", "2019-03-20", "already_waived"},
        {WAIVE, "contrat", "region:28", "2019-03-20", "already_waived"},
        {WAIVE, "contrat", "banque", "2019-03-20", "party_not_concerned"},
        {REFUSE, "contrat", "membre:999999999", "2019-03-20", "party_not_concerned"},
        {REFUSE, "absent", "etat", "2019-03-20", "unknown_instrument"},
        {REFUSE, "contrat", "absent", "2019-03-20", "unknown_party"},
        {WAIVE, "protocole", "etat", "2019-03-20", "number_not_open"},
        {REFUSE, "avenant", "etat", "2019-03-20", "instrument_not_open"},
        {REFUSE, "contrat", "membre:200000008", "2019-01-20", "too_early"},
        {WAIVE, "contrat", "membre:200000008", "2018-01-20", "before_programme"},
    };
    assert_string_equal(try_one(REFUSE, "contrat", "region:52", "2019-03-10"), "0");
    assert_string_equal(try_one(WAIVE, "contrat", "region:28", "2019-03-10"), "0");
    JALON_AUTO(jalon_freep) char *before = jalon_strdup(fixture_dump(database));
    for (size_t i = 0; i < JALON_COUNT(cases); i++) {
        assert_string_equal(
            try_one(cases[i].verb, cases[i].instrument, cases[i].party, cases[i].on), cases[i].key);
    }
    const struct jalon_party_act act = {"essai-2", "contrat", "membre:200000008"};
    const struct jalon_write bare = fixture_write("2019-03-20");
    assert_string_equal(send(manager, &bare, REFUSE, &act), "refusal_unexplained");
    assert_string_equal(send(manager, &bare, WAIVE, &act), "waiver_unexplained");
    assert_string_equal(send(manager, &bare, NOTE, &act), "text_missing");
    assert_string_equal(fixture_dump(database), before);
}

TEST(the_last_required_party_is_not_waived)
{
    fixture_step(manager, "essai-1", "negotiating 2019-02-01");
    fixture_step(manager, "essai-1", "contrat banque 2019-03-01");
    const struct jalon_write write = reasoned("2019-03-05");
    const struct jalon_party_act etat = {"essai-1", "contrat", "etat"};
    const struct jalon_party_act region = {"essai-1", "contrat", "region"};
    assert_string_equal(send(manager, &write, WAIVE, &etat), "0");
    const struct jalon_write again = reasoned("2019-03-05");
    assert_string_equal(send(manager, &again, WAIVE, &region), "last_party");
    assert_sound();
}

TEST(t26_a_waiver_is_the_managers_decision)
{
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_RECORDER);
    const struct jalon_write write = reasoned("2019-03-05");
    const struct jalon_party_act act = {"essai-2", "contrat", "region:52"};
    assert_string_equal(send(db, &write, WAIVE, &act), "not_permitted");
    assert_string_equal(send(db, &write, REFUSE, &act), "0");
}

TEST(a_corrected_waiver_moves_the_day_of_the_contract)
{
    struct jalon_err err = {0};
    const struct jalon_write write = reasoned(NULL);
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    JALON_AUTO(jalon_json_decref) json_t *set = json_pack("{s:s}", "on", "2019-03-22");
    sign_all_but_one();
    assert_string_equal(try_one(WAIVE, "contrat", "region:52", "2019-03-20"), "0"); /* 7, 8 */
    const int64_t waiver = 7;
    const struct jalon_entries entries = {"essai-2", &waiver, 1};
    assert_done(jalon_store_correct(manager, &write, &entries, set, &receipt, &err), &err);
    assert_string_equal(ask("SELECT state || ' ' || state_since FROM jalon.contract"
                            " WHERE code = 'essai-2'"),
                        "signed 2019-03-22");
    assert_sound();
}

TEST(a_note_changes_nothing_but_the_journal)
{
    struct jalon_write write = fixture_write(NULL);
    write.precision = JALON_PRECISION_UNKNOWN;
    write.evidence.note = "un rappel fictif";
    const struct jalon_party_act act = {.code = "essai-2"};
    assert_string_equal(send(manager, &write, NOTE, &act), "0");
    assert_string_equal(ask("SELECT seq || ' ' || (disclosures::text LIKE '%un rappel fictif%')"
                            " FROM audit.history WHERE event = 'note'"),
                        "4 true");
    assert_sound();
    assert_string_equal(try_void(4), "0");
    assert_sound();
}

TEST(the_same_request_counts_once_and_another_one_under_its_id_is_refused)
{
    sign_all_but_one();
    for (enum verb verb = REFUSE; verb <= NOTE; verb++) {
        struct jalon_write write = reasoned("2019-03-20");
        write.evidence.note = "essai";
        struct jalon_write other = write;
        other.evidence.note = "autre";
        const struct jalon_party_act act = {"essai-2", "contrat", "region:52"};
        assert_string_equal(send(manager, &write, verb, &act), "0");
        assert_string_equal(send(manager, &write, verb, &act), "0");
        assert_string_equal(send(manager, &other, verb, &act), "request_reused");
    }
    assert_string_equal(ask("SELECT count(*) FROM audit.history"
                            " WHERE event IN ('refuse', 'waive', 'note')"),
                        "3");
    assert_sound();
}

TEST(a_reply_lost_after_the_commit_leaves_one_entry)
{
    static const char *const markers[] = {"party_refuse", "party_waive", "note"};
    sign_all_but_one();
    for (enum verb verb = REFUSE; verb <= NOTE; verb++) {
        const struct test_proxy proxy = {TEST_FAULT_CUT_AFTER, markers[verb], 0, 1};
        JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_through(&proxy, FIXTURE_MANAGER);
        struct jalon_write write = reasoned("2019-03-20");
        write.evidence.note = "essai";
        const struct jalon_party_act act = {"essai-2", "contrat", "region:52"};
        assert_string_equal(send(db, &write, verb, &act), "0");
    }
    assert_string_equal(ask("SELECT string_agg(event, ' ' ORDER BY seq) FROM audit.history"
                            " WHERE code = 'essai-2' AND seq > 6"),
                        "refuse waive transition note");
    assert_sound();
}

static int act_at_once(struct crowd *crowd, int i, void *context)
{
    const enum verb *verb = context;
    struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    const struct jalon_write write = reasoned("2019-03-20");
    const struct jalon_party_act act = {"essai-2", "contrat", "region:52"};
    (void)i;
    crowd_meet(crowd);
    const char *key = send(db, &write, *verb, &act);
    int status = strcmp(key, "0") == 0 ? 0 : strncmp(key, "already_", 8) == 0 ? CONFLICT : 1;
    status = strcmp(key, "nothing_missing") == 0 ? CONFLICT : status;
    jalon_db_close(db);
    return status;
}

TEST(t13_of_many_at_once_one_is_recorded_and_the_contract_is_signed_once)
{
    sign_all_but_one();
    for (enum verb verb = REFUSE; verb <= WAIVE; verb++) {
        int statuses[CROWD];
        crowd_run(CROWD, act_at_once, &verb, statuses);
        assert_int_equal(crowd_count(statuses, CROWD, 0), 1);
        assert_int_equal(crowd_count(statuses, CROWD, CONFLICT), CROWD - 1);
    }
    assert_string_equal(ask("SELECT count(*) FROM jalon.states(NULL) WHERE state = 'signed'"), "1");
    assert_sound();
}

static int note_at_once(struct crowd *crowd, int i, void *context)
{
    (void)context;
    char text[32];
    struct jalon_db *db = fixture_open(database, FIXTURE_RECORDER);
    struct jalon_write write = fixture_write("2019-03-20");
    (void)snprintf(text, sizeof text, "remarque fictive %d", i);
    write.evidence.note = text;
    const struct jalon_party_act act = {.code = "essai-2"};
    crowd_meet(crowd);
    int status = strcmp(send(db, &write, NOTE, &act), "0") == 0 ? 0 : 1;
    jalon_db_close(db);
    return status;
}

TEST(of_many_remarks_at_once_each_is_kept_in_one_sequence)
{
    int statuses[CROWD];
    crowd_run(CROWD, note_at_once, NULL, statuses);
    assert_int_equal(crowd_count(statuses, CROWD, 0), CROWD);
    assert_string_equal(ask("SELECT count(DISTINCT d.value ->> 1) || ' ' || max(h.seq) - min(h.seq)"
                            " FROM audit.history h, jsonb_each(h.disclosures) d"
                            " WHERE h.event = 'note' AND d.value ->> 0 = 'note'"),
                        "16 15");
    assert_string_equal(fixture_chain(database), "ok");
    assert_sound();
}
