/* Decisions that are asked for and closed: entries of the programme's journal, read as of any day.
 */
#include <stdio.h>
#include <string.h>

#include "app/decision.h"
#include "app/erasure.h"
#include "base/mem.h"
#include "support/crowd.h"
#include "support/own_database.h"

enum { CROWD = 6, CONFLICT = 4, PERMISSION = 8 };

static int start(void **state)
{
    (void)state;
    open_own_database();
    return 0;
}
SETUP_EACH(start);

/* "0", or the key of the refusal. */
static const char *ask_for(struct jalon_db *db, const struct jalon_write *write, const char *what,
                           const char *by)
{
    static _Thread_local char key[64];
    struct jalon_err err = {0};
    const struct jalon_ask asked = {what, "Camille Obscure", jalon_date_or_none(by)};
    struct jalon_app app = {.db = db, .programme_code = FIXTURE_PROGRAMME};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    int failed = jalon_app_decision_ask(&app, write, &asked, &receipt, &err);
    app.db = NULL;
    jalon_app_done(&app);
    (void)snprintf(key, sizeof key, "%s", failed == 0 ? "0" : err.key);
    return key;
}

static const char *close_it(struct jalon_db *db, const struct jalon_write *write, const char *entry,
                            const char *as)
{
    static _Thread_local char key[64];
    struct jalon_err err = {0};
    struct jalon_app app = {.db = db, .programme_code = FIXTURE_PROGRAMME};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    int failed = jalon_app_decision_close(&app, write, entry, as, &receipt, &err);
    app.db = NULL;
    jalon_app_done(&app);
    (void)snprintf(key, sizeof key, "%s", failed == 0 ? "0" : err.key);
    return key;
}

static const char *try_ask(const char *what, const char *by, const char *on)
{
    const struct jalon_write write = fixture_write(on);
    return ask_for(manager, &write, what, by);
}

static const char *try_close(const char *entry, const char *as, const char *on)
{
    const struct jalon_write write = fixture_write(on);
    return close_it(manager, &write, entry, as);
}

/* "demo#2 nommer, demo#3 fixer taken" on a day. */
static const char *told_on(const char *day, const char *known)
{
    JALON_AUTO(jalon_str_done) struct jalon_str sql = {0};
    jalon_str_addf(&sql,
                   "SELECT coalesce(string_agg(concat_ws(' ', q.entry, q.what, q.closed_as), ', '"
                   " ORDER BY q.entry_id), '') FROM jalon.decisions('demo', '%s', %s) q",
                   day, known);
    return ask(jalon_str_text(&sql));
}

TEST(what_is_asked_of_whom_is_a_disclosure_and_the_day_is_in_the_leaf)
{
    assert_string_equal(try_ask("nommer", "2019-05-15", "2019-04-01"), "0");
    assert_string_equal(try_close("demo#2", "taken", "2019-05-02"), "0");
    assert_string_equal(
        ask("SELECT string_agg(h.event || ' ' || regexp_replace((h.leaf::jsonb -> 'after')::text,"
            " '\"[A-Za-z0-9_-]{43}\"', '…', 'g'), '; ' ORDER BY h.seq)"
            " FROM audit.history h WHERE h.event LIKE 'decision%'"),
        "decision_ask {\"of\": {\"sd\": […]}, \"due\": \"2019-05-15\", \"note\": null, \"text\":"
        " {\"sd\": […]}}; decision_close {\"as\": \"taken\", \"note\": null, \"decision\": 2}");
    assert_sound();
}

TEST(t34_a_decision_is_open_until_the_day_on_which_it_was_closed_and_as_it_was_known)
{
    assert_string_equal(try_ask("nommer", "2019-05-15", "2019-04-01"), "0");
    assert_string_equal(try_ask("fixer", "2019-05-10", "2019-04-15"), "0");
    assert_string_equal(try_close("demo#2", "refused", "2019-05-02"), "0");
    assert_string_equal(told_on("2019-03-31", "NULL"), "");
    assert_string_equal(told_on("2019-04-01", "NULL"), "demo#2 nommer");
    assert_string_equal(told_on("2019-05-01", "NULL"), "demo#2 nommer, demo#3 fixer");
    assert_string_equal(told_on("2019-05-02", "NULL"), "demo#2 nommer refused, demo#3 fixer");
    assert_string_equal(told_on("2019-05-02", "(SELECT h.entry_id FROM audit.history h"
                                              " WHERE h.code = 'demo' AND h.seq = 3)"),
                        "demo#2 nommer, demo#3 fixer");
}

TEST(the_one_that_is_due_first_is_told_first_and_what_is_closed_last)
{
    assert_string_equal(try_ask("nommer", "2019-05-15", "2019-04-01"), "0");
    assert_string_equal(try_ask("fixer", "2019-05-10", "2019-04-15"), "0");
    assert_string_equal(try_ask("dater", "2019-05-01", "2019-04-15"), "0");
    assert_string_equal(try_close("demo#4", "dropped", "2019-04-20"), "0");
    struct jalon_err err = {0};
    JALON_AUTO(jalon_decisions_done) struct jalon_decisions decisions = {0};
    assert_done(jalon_store_decisions(manager, jalon_books_now(FIXTURE_PROGRAMME),
                                      jalon_date_of(2019, 5, 12), &decisions, &err),
                &err);
    assert_int_equal(decisions.n, 3);
    assert_int_equal(decisions.n_open, 2);
    assert_string_equal(decisions.items[0].what, "fixer");
    assert_string_equal(decisions.items[1].what, "nommer");
    assert_string_equal(decisions.items[2].closed_by, "demo#5");
    assert_true(jalon_decision_is_late(&decisions.items[0], jalon_date_of(2019, 5, 11)));
    assert_false(jalon_decision_is_late(&decisions.items[0], jalon_date_of(2019, 5, 10)));
    assert_false(jalon_decision_is_late(&decisions.items[2], jalon_date_of(2019, 5, 12)));
}

TEST(a_person_who_was_to_decide_can_be_erased)
{
    struct jalon_err err = {0};
    const struct jalon_write write = undated("recours fictif");
    const struct jalon_erasure_request request = {
        .person = "Camille Obscure", .ground = "article 17.1.b", .decided_by = "DPO d'essai"};
    assert_string_equal(try_ask("nommer", "2019-05-15", "2019-04-01"), "0");
    struct jalon_app app = {.db = manager, .programme_code = FIXTURE_PROGRAMME};
    JALON_AUTO(jalon_erasure_done) struct jalon_erasure erasure = {0};
    assert_done(jalon_app_erase(&app, &write, &request, false, &erasure, &err), &err);
    app.db = NULL;
    jalon_app_done(&app);
    assert_string_equal(ask("SELECT coalesce(q.whom, '-') || ' ' || q.what"
                            " FROM jalon.decisions('demo', 'infinity', NULL) q"),
                        "- nommer");
    assert_sound();
}

TEST(what_cannot_be_asked_for_or_closed_changes_nothing)
{
    assert_string_equal(try_ask("nommer", "2019-05-15", "2019-04-01"), "0");
    assert_string_equal(try_ask("fixer", "2019-05-15", "2019-04-01"), "0");
    assert_string_equal(try_close("demo#2", "taken", "2019-05-02"), "0");
    JALON_AUTO(jalon_freep) char *before = jalon_strdup(fixture_dump(database));
    assert_string_equal(try_ask(" ", "2019-05-15", "2019-04-01"), "text_missing");
    assert_string_equal(try_ask("x", "", "2019-04-01"), "text_missing");
    assert_string_equal(try_ask("x\ny", "2019-05-15", "2019-04-01"), "text_control");
    assert_string_equal(try_ask("x", "2019-05-15", "2018-01-01"), "before_programme");
    assert_string_equal(try_close("demo#2", "taken", "2019-05-03"), "decision_closed");
    assert_string_equal(try_close("demo#1", "taken", "2019-05-03"), "unknown_decision");
    assert_string_equal(try_close("essai-1#1", "taken", "2019-05-03"), "unknown_decision");
    assert_string_equal(try_close("demo#3", "lost", "2019-05-03"), "unknown_choice");
    assert_string_equal(try_close("demo#3", "taken", "2019-03-31"), "decided_before_asked");
    assert_string_equal(fixture_dump(database), before);
}

TEST(who_records_asks_and_closes_and_who_reads_does_not)
{
    static const char *const logins[] = {FIXTURE_RECORDER, FIXTURE_READER, FIXTURE_AUDITOR};
    const struct jalon_ask asked = {"nommer", "direction fictive", jalon_date_of(2019, 5, 15)};
    for (size_t i = 0; i < JALON_COUNT(logins); i++) {
        struct jalon_err err = {0};
        const struct jalon_write write = fixture_write("2019-04-01");
        const struct jalon_write closing = fixture_write("2019-05-02");
        JALON_AUTO(jalon_app_done)
        struct jalon_app app = {.db = fixture_open(database, logins[i])};
        JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *one = NULL;
        JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *other = NULL;
        int failed = jalon_app_decision_ask(&app, &write, &asked, &one, &err);
        assert_int_equal(failed, i == 0 ? 0 : -1);
        assert_int_equal(failed == 0 ? PERMISSION : jalon_err_exit_status(err.kind), PERMISSION);
        failed = jalon_app_decision_close(&app, &closing, "demo#2", "taken", &other, &err);
        assert_int_equal(failed, i == 0 ? 0 : -1);
        assert_int_equal(failed == 0 ? PERMISSION : jalon_err_exit_status(err.kind), PERMISSION);
    }
}

TEST(a_decision_sent_again_is_one)
{
    const struct jalon_write write = fixture_write("2019-04-01");
    const struct jalon_write closing = fixture_write("2019-05-02");
    assert_string_equal(ask_for(manager, &write, "nommer", "2019-05-15"), "0");
    assert_string_equal(ask_for(manager, &write, "nommer", "2019-05-15"), "0");
    assert_string_equal(ask_for(manager, &write, "fixer", "2019-05-15"), "request_reused");
    assert_string_equal(close_it(manager, &closing, "demo#2", "taken"), "0");
    assert_string_equal(close_it(manager, &closing, "demo#2", "taken"), "0");
    assert_string_equal(ask("SELECT count(*) FROM audit.history WHERE event LIKE 'decision%'"),
                        "2");
}

TEST(t09_a_decision_whose_answer_is_lost_is_one)
{
    const struct test_proxy proxy = {TEST_FAULT_CUT_AFTER, "jalon.decision", 0, 2};
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_through(&proxy, FIXTURE_MANAGER);
    const struct jalon_write write = fixture_write("2019-04-01");
    const struct jalon_write closing = fixture_write("2019-05-02");
    assert_string_equal(ask_for(db, &write, "nommer", "2019-05-15"), "0");
    assert_string_equal(close_it(db, &closing, "demo#2", "taken"), "0");
    assert_string_equal(told_on("2019-05-02", "NULL"), "demo#2 nommer taken");
    assert_sound();
}

static int close_at_once(struct crowd *crowd, int i, void *context)
{
    (void)context;
    struct jalon_db *db = fixture_open(database, FIXTURE_RECORDER);
    const struct jalon_write write = fixture_write("2019-05-02");
    crowd_meet(crowd);
    const char *key = close_it(db, &write, "demo#2", i % 2 == 0 ? "taken" : "refused");
    int status = strcmp(key, "0") == 0 ? 0 : strcmp(key, "decision_closed") == 0 ? CONFLICT : 1;
    jalon_db_close(db);
    return status;
}

TEST(of_many_that_close_a_decision_at_once_one_does_and_the_others_meet_it)
{
    int statuses[CROWD];
    assert_string_equal(try_ask("nommer", "2019-05-15", "2019-04-01"), "0");
    crowd_run(CROWD, close_at_once, NULL, statuses);
    assert_int_equal(crowd_count(statuses, CROWD, 0), 1);
    assert_int_equal(crowd_count(statuses, CROWD, CONFLICT), CROWD - 1);
    assert_sound();
}
