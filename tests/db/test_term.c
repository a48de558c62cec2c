/* Terms of contracts: apart from the days of signature, one a number, and never carried over. */
#include <stdio.h>
#include <string.h>

#include "app/contract.h"
#include "base/json.h"
#include "base/mem.h"
#include "store/correction.h"
#include "support/crowd.h"
#include "support/own_database.h"

enum { CROWD = 16, CONFLICT = 4 };

/* essai-2 has signed its contrat on 1 March 2019 (entries 2 to 8). */
static int start(void **state)
{
    (void)state;
    open_own_database();
    fixture_step(manager, "essai-2", "negotiating 2019-02-01");
    fixture_step(manager, "essai-2", "contrat all 2019-03-01");
    return 0;
}
SETUP_EACH(start);

static struct jalon_term term_of(const char *instrument, int number, const char *from,
                                 const char *to)
{
    return (struct jalon_term){"essai-2", instrument, number, fixture_date(from), fixture_date(to)};
}

/* "0", or the key of the refusal. */
static const char *send(struct jalon_db *db, const struct jalon_write *write,
                        const struct jalon_term *term)
{
    static _Thread_local char key[64];
    struct jalon_err err = {0};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    int failed = jalon_store_term(db, write, term, &receipt, &err);
    (void)snprintf(key, sizeof key, "%s", failed == 0 ? "0" : err.key);
    return key;
}

static const char *try_term(const char *instrument, int number, const char *from, const char *to)
{
    const struct jalon_write write = undated("essai");
    const struct jalon_term term = term_of(instrument, number, from, to);
    return send(manager, &write, &term);
}

static const char *try_void(const int64_t *seqs, size_t n)
{
    static char key[64];
    struct jalon_err err = {0};
    const struct jalon_write write = undated("essai");
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    const struct jalon_entries entries = {"essai-2", seqs, n};
    int failed = jalon_store_void(manager, &write, &entries, &receipt, &err);
    (void)snprintf(key, sizeof key, "%s", failed == 0 ? "0" : err.key);
    return key;
}

static const char *try_correct(int64_t seq, const char *member, const char *value)
{
    static char key[64];
    struct jalon_err err = {0};
    const struct jalon_write write = undated("essai");
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    JALON_AUTO(jalon_json_decref) json_t *set = json_object();
    jalon_json_set_text(set, member, value);
    const struct jalon_entries entries = {"essai-2", &seq, 1};
    int failed = jalon_store_correct(manager, &write, &entries, set, &receipt, &err);
    (void)snprintf(key, sizeof key, "%s", failed == 0 ? "0" : err.key);
    return key;
}

/* What the contract runs under on DAY, by the database and, the same, by C; "": nothing. */
static void assert_runs(const char *day, const char *wanted)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_contract_freep) struct jalon_contract *contract = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str sql = {0};
    assert_done(jalon_store_contract(manager, jalon_books_now(FIXTURE_PROGRAMME), "essai-2",
                                     &contract, &err),
                &err);
    const struct jalon_contract_instrument *number =
        jalon_contract_term_at(contract, fixture_date(day));
    if (number != NULL) {
        jalon_str_addf(&text, "%s %d %s/%s", number->code, number->number,
                       jalon_date_iso(number->term.from).text,
                       jalon_date_iso(number->term.to).text);
    }
    assert_string_equal(jalon_str_text(&text), wanted);
    jalon_str_addf(&sql,
                   "SELECT coalesce((SELECT t.instrument || ' ' || t.number || ' ' || t.from_date"
                   " || '/' || t.to_date FROM jalon.contract c,"
                   " jalon.terms_at(ARRAY[c.id], '%s', NULL) t WHERE c.code = 'essai-2'), '')",
                   day);
    assert_string_equal(ask(jalon_str_text(&sql)), wanted);
}

TEST(a_term_is_apart_from_the_day_of_signature_and_holds_once_that_is_reached)
{
    assert_string_equal(try_term("contrat", 0, "2019-04-01", "2022-12-31"), "0");
    assert_runs("2019-02-28", "");
    assert_runs("2019-03-01", "contrat 1 2019-04-01/2022-12-31");
    assert_runs("2030-01-01", "contrat 1 2019-04-01/2022-12-31"); /* ended, and nothing after it */
    assert_string_equal(ask("SELECT state || ' ' || state_since FROM jalon.contract"
                            " WHERE code = 'essai-2'"),
                        "signed 2019-03-01");
    assert_string_equal(ask("SELECT leaf::jsonb ->> 'after' FROM audit.history"
                            " WHERE event = 'term'"),
                        "{\"to\": \"2022-12-31\", \"from\": \"2019-04-01\", \"note\": null,"
                        " \"number\": 1, \"instrument\": \"contrat\"}");
    assert_sound();
}

TEST(what_cannot_have_a_term_changes_nothing)
{
    static const struct {
        const char *instrument;
        int number;
        const char *from, *to, *key;
    } cases[] = {
        {"contrat", 0, "2019-04-01", "2022-12-31", "has_a_term"},
        {"contrat", 1, "2020-01-01", "2022-12-31", "has_a_term"},
        {"contrat", 2, "2019-04-01", "2022-12-31", "not_in_force"},
        {"avenant", 0, "2019-04-01", "2022-12-31", "not_in_force"},
        {"protocole", 0, "2019-04-01", "2022-12-31", "has_no_term"},
        {"absent", 0, "2019-04-01", "2022-12-31", "unknown_instrument"},
        {"contrat", 0, "2019-04-01", "2019-04-01", "term_ends_first"},
        {"contrat", 0, "2019-04-02", "2019-04-01", "term_ends_first"},
    };
    assert_string_equal(try_term("contrat", 0, "2019-04-01", "2022-12-31"), "0");
    JALON_AUTO(jalon_freep) char *before = jalon_strdup(fixture_dump(database));
    for (size_t i = 0; i < JALON_COUNT(cases); i++) {
        assert_string_equal(
            try_term(cases[i].instrument, cases[i].number, cases[i].from, cases[i].to),
            cases[i].key);
    }
    assert_string_equal(fixture_dump(database), before);
}

TEST(t16_what_is_not_signed_yet_has_no_amendment_and_no_term_of_one)
{
    fixture_step(manager, "essai-1", "negotiating 2019-02-01");
    const struct jalon_write write = undated("essai");
    const struct jalon_term contrat = {"essai-1", "contrat", 0, fixture_date("2019-04-01"),
                                       fixture_date("2022-12-31")};
    const struct jalon_term avenant = {"essai-1", "avenant", 0, fixture_date("2019-04-01"),
                                       fixture_date("2022-12-31")};
    assert_string_equal(send(manager, &write, &contrat), "not_in_force");
    assert_string_equal(send(manager, &write, &avenant), "not_in_force");
}

TEST(an_amendment_that_is_signed_prolongs_the_contract_and_the_old_term_stays)
{
    assert_string_equal(try_term("contrat", 0, "2019-04-01", "2022-12-31"), "0");
    fixture_step(manager, "essai-2", "avenant etat 2022-06-01");
    assert_string_equal(try_term("avenant", 0, "2019-04-01", "2025-12-31"), "0");
    assert_runs("2022-06-01", "contrat 1 2019-04-01/2022-12-31"); /* others have to sign it */
    fixture_step(manager, "essai-2", "avenant all 2022-06-10");
    assert_runs("2022-06-09", "contrat 1 2019-04-01/2022-12-31");
    assert_runs("2022-06-10", "avenant 1 2019-04-01/2025-12-31");
    fixture_step(manager, "essai-2", "avenant all 2023-06-10");
    assert_string_equal(try_term("avenant", 1, "2019-04-01", "2025-12-31"), "has_a_term");
    assert_runs("2023-06-10", "avenant 1 2019-04-01/2025-12-31"); /* it is about other things */
    assert_string_equal(try_term("avenant", 2, "2019-04-01", "2027-12-31"), "0");
    assert_runs("2023-06-10", "avenant 2 2019-04-01/2027-12-31");
    assert_sound();
}

TEST(t17_a_renewal_copies_no_signature_date_evidence_or_term)
{
    assert_string_equal(try_term("contrat", 0, "2019-04-01", "2022-12-31"), "0");
    fixture_step(manager, "essai-2", "negotiating 2023-01-10");
    assert_runs("2023-01-09", "contrat 1 2019-04-01/2022-12-31");
    assert_runs("2023-01-10", "");
    assert_string_equal(try_term("contrat", 0, "2023-04-01", "2026-12-31"), "not_in_force");
    fixture_step(manager, "essai-2", "contrat etat 2023-02-01");
    assert_string_equal(
        ask("SELECT coalesce(i.completed_on::text, 'open') || ' '"
            " || string_agg(s.party || ' ' || s.counts_from, ',') || ' ' || count(s.document)"
            " || ' ' || (SELECT count(*) FROM jalon.terms(NULL) t WHERE t.number = 2)"
            " FROM jalon.numbers(NULL) i JOIN jalon.signatures(NULL) s"
            " USING (contract_id, instrument, number)"
            " WHERE i.instrument = 'contrat' AND i.number = 2 GROUP BY i.completed_on"),
        "open etat 2023-02-01 0 0");
    fixture_step(manager, "essai-2", "contrat all 2023-02-02");
    assert_runs("2023-02-02", "");
    assert_string_equal(try_term("contrat", 1, "2023-04-01", "2026-12-31"), "not_in_force");
    assert_string_equal(try_term("contrat", 0, "2023-04-01", "2026-12-31"), "0");
    assert_runs("2023-02-02", "contrat 2 2023-04-01/2026-12-31");
    assert_sound();
}

TEST(t28_a_corrected_end_is_the_one_in_force_and_the_first_one_stays_visible)
{
    assert_string_equal(try_term("contrat", 0, "2019-04-01", "2022-12-31"), "0"); /* 9 */
    assert_string_equal(try_correct(9, "to", "2023-12-31"), "0");
    assert_runs("2019-03-01", "contrat 1 2019-04-01/2023-12-31");
    assert_string_equal(ask("SELECT t.to_date FROM audit.history h,"
                            " LATERAL jalon.terms(h.entry_id) t WHERE h.event = 'term'"),
                        "2022-12-31");
    assert_string_equal(try_correct(9, "to", "2019-04-01"), "term_ends_first");
    assert_string_equal(try_correct(9, "from", "2024-01-01"), "term_ends_first");
    assert_string_equal(try_correct(9, "to", NULL), "text_missing");
    assert_string_equal(try_correct(9, "number", "2"), "not_correctable");
    assert_string_equal(try_correct(9, "from", "2019-05-01"), "0");
    assert_runs("2019-03-01", "contrat 1 2019-05-01/2023-12-31");
    assert_sound();
}

TEST(t29_a_term_that_is_taken_back_leaves_room_for_another)
{
    static const int64_t term[] = {9};
    assert_string_equal(try_term("contrat", 0, "2019-04-01", "2022-12-31"), "0"); /* 9 */
    assert_string_equal(try_void(term, 1), "0");
    assert_runs("2019-03-01", "");
    assert_string_equal(try_term("contrat", 0, "2019-04-01", "2021-12-31"), "0");
    assert_runs("2019-03-01", "contrat 1 2019-04-01/2021-12-31");
    assert_sound();
}

TEST(a_number_that_has_a_term_does_not_vanish_below_it)
{
    static const int64_t signatures[] = {3, 4, 5, 6, 7}, all[] = {3, 4, 5, 6, 7, 9};
    assert_string_equal(try_term("contrat", 0, "2019-04-01", "2022-12-31"), "0"); /* 9 */
    assert_string_equal(try_void(signatures, JALON_COUNT(signatures)), "remainder_stands");
    assert_string_equal(try_void(all, JALON_COUNT(all)), "0");
    assert_runs("2019-03-01", "");
    assert_sound();
}

TEST(a_list_has_the_term_and_finds_those_that_end_before_a_day)
{
    static const struct {
        const char *before;
        size_t n;
    } cases[] = {{"2022-12-31", 0}, {"2023-01-01", 1}};
    struct jalon_err err = {0};
    struct jalon_list_filter filter = jalon_list_everything;
    assert_string_equal(try_term("contrat", 0, "2019-04-01", "2022-12-31"), "0");
    for (size_t i = 0; i < JALON_COUNT(cases); i++) {
        JALON_AUTO(jalon_list_freep) struct jalon_list *list = NULL;
        filter.term_before = fixture_date(cases[i].before);
        assert_done(jalon_store_list(manager, jalon_books_now(FIXTURE_PROGRAMME), &filter,
                                     fixture_date("2022-12-01"), &list, &err),
                    &err);
        assert_int_equal(list->n_rows, cases[i].n);
        for (size_t k = 0; k < list->n_rows; k++) {
            assert_string_equal(list->rows[k].code, "essai-2");
            assert_string_equal(list->rows[k].term.instrument, "contrat");
            assert_string_equal(jalon_date_iso(list->rows[k].term.to).text, "2022-12-31");
        }
    }
}

TEST(the_same_request_counts_once_and_another_one_under_its_id_is_refused)
{
    const struct jalon_write write = undated("essai");
    const struct jalon_term term = term_of("contrat", 0, "2019-04-01", "2022-12-31");
    const struct jalon_term other = term_of("contrat", 0, "2019-04-01", "2023-12-31");
    assert_string_equal(send(manager, &write, &term), "0");
    assert_string_equal(send(manager, &write, &term), "0");
    assert_string_equal(send(manager, &write, &other), "request_reused");
    assert_string_equal(ask("SELECT count(*) FROM audit.history WHERE event = 'term'"), "1");
    assert_sound();
}

TEST(a_reply_lost_after_the_commit_leaves_one_entry)
{
    const struct test_proxy proxy = {TEST_FAULT_CUT_AFTER, "jalon.term", 0, 1};
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_through(&proxy, FIXTURE_RECORDER);
    const struct jalon_write write = undated("essai");
    const struct jalon_term term = term_of("contrat", 0, "2019-04-01", "2022-12-31");
    assert_string_equal(send(db, &write, &term), "0");
    assert_string_equal(ask("SELECT count(*) FROM audit.history WHERE event = 'term'"), "1");
    assert_sound();
}

static int give_at_once(struct crowd *crowd, int i, void *context)
{
    (void)context;
    struct jalon_db *db = fixture_open(database, FIXTURE_RECORDER);
    const struct jalon_write write = undated("essai");
    struct jalon_term term = term_of("contrat", 0, "2019-04-01", "2022-12-31");
    term.to = jalon_date_add(term.to, i);
    crowd_meet(crowd);
    const char *key = send(db, &write, &term);
    int status = strcmp(key, "0") == 0 ? 0 : strcmp(key, "has_a_term") == 0 ? CONFLICT : 1;
    jalon_db_close(db);
    return status;
}

TEST(of_many_at_once_one_gives_the_term_and_the_others_meet_it)
{
    int statuses[CROWD];
    crowd_run(CROWD, give_at_once, NULL, statuses);
    assert_int_equal(crowd_count(statuses, CROWD, 0), 1);
    assert_int_equal(crowd_count(statuses, CROWD, CONFLICT), CROWD - 1);
    assert_string_equal(ask("SELECT count(*) FROM jalon.terms(NULL)"), "1");
    assert_sound();
}
