/* What people declare of Régions: entries of the programme's journal, read as of any day. */
#include <stdio.h>
#include <string.h>

#include "app/declare.h"
#include "base/mem.h"
#include "support/crowd.h"
#include "support/own_database.h"

enum { CROWD = 6, PERMISSION = 8 };

static int start(void **state)
{
    (void)state;
    open_own_database();
    return 0;
}
SETUP_EACH(start);

/* "0", or the key of the refusal. */
static const char *send(struct jalon_db *db, const struct jalon_write *write, const char *region,
                        const char *status)
{
    static _Thread_local char key[64];
    struct jalon_err err = {0};
    struct jalon_app app = {.db = db, .programme_code = FIXTURE_PROGRAMME};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    int failed = jalon_app_declare(&app, write, region, status, &receipt, &err);
    app.db = NULL;
    jalon_app_done(&app);
    (void)snprintf(key, sizeof key, "%s", failed == 0 ? "0" : err.key);
    return key;
}

static const char *try_declare(const char *region, const char *status, const char *on)
{
    const struct jalon_write write = fixture_write(on);
    return send(manager, &write, region, status);
}

/* "28 lost demo#3, 52 sure demo#2" on a day. */
static const char *declared_on(const char *day, const char *known)
{
    JALON_AUTO(jalon_str_done) struct jalon_str sql = {0};
    jalon_str_addf(&sql,
                   "SELECT coalesce(string_agg(d.region || ' ' || d.status || ' ' || d.entry, ', '"
                   " ORDER BY d.region), '') FROM jalon.declared('demo', '%s', %s) d",
                   day, known);
    return ask(jalon_str_text(&sql));
}

TEST(a_declaration_is_an_entry_of_the_programme_with_what_was_said_before)
{
    assert_string_equal(try_declare("28", "sure", "2019-03-01"), "0");
    assert_string_equal(try_declare("28", "lost", "2019-04-01"), "0");
    assert_string_equal(try_declare("28", "none", "2019-04-02"), "0");
    assert_string_equal(
        ask("SELECT string_agg((h.leaf::jsonb -> 'before')::text || ' '"
            " || (h.leaf::jsonb -> 'after')::text || ' ' || (h.leaf::jsonb ->> 'valid'), '; '"
            " ORDER BY h.seq) FROM audit.history h WHERE h.event = 'declare'"),
        "null {\"note\": null, \"region\": \"28\", \"status\": \"sure\"} 2019-03-01; "
        "{\"status\": \"sure\"} {\"note\": null, \"region\": \"28\", \"status\": \"lost\"} 2019-04-01; "
        "{\"status\": \"lost\"} {\"note\": null, \"region\": \"28\", \"status\": null} 2019-04-02");
    assert_sound();
}

TEST(the_last_declaration_counts_from_its_day_on_and_of_one_day_the_one_recorded_last)
{
    assert_string_equal(try_declare("28", "sure", "2019-04-01"), "0");
    assert_string_equal(try_declare("28", "lost", "2019-03-01"), "0");
    assert_string_equal(try_declare("52", "sure", "2019-03-15"), "0");
    assert_string_equal(try_declare("52", "lost", "2019-03-15"), "0");
    assert_string_equal(declared_on("2019-02-28", "NULL"), "");
    assert_string_equal(declared_on("2019-03-15", "NULL"), "28 lost demo#3, 52 lost demo#5");
    assert_string_equal(declared_on("2019-04-01", "NULL"), "28 sure demo#2, 52 lost demo#5");
    assert_string_equal(try_declare("52", "none", "2019-03-20"), "0");
    assert_string_equal(declared_on("2019-04-01", "NULL"), "28 sure demo#2");
    assert_string_equal(declared_on("2019-03-16", "NULL"), "28 lost demo#3, 52 lost demo#5");
}

TEST(t34_what_was_declared_is_read_as_it_was_known)
{
    assert_string_equal(try_declare("28", "sure", "2019-04-01"), "0");
    assert_string_equal(try_declare("28", "lost", "2019-04-01"), "0");
    assert_string_equal(declared_on("2019-04-30", "(SELECT h.entry_id FROM audit.history h"
                                                  " WHERE h.code = 'demo' AND h.seq = 2)"),
                        "28 sure demo#2");
    assert_string_equal(declared_on("2019-04-30", "0"), "");
}

TEST(without_a_day_a_declaration_counts_from_that_of_its_recording)
{
    assert_string_equal(try_declare("28", "sure", NULL), "0");
    assert_string_equal(declared_on("2019-04-30", "NULL"), "");
    assert_string_equal(ask("SELECT d.status FROM jalon.declared('demo',"
                            " jalon.today('Europe/Paris'), NULL) d"),
                        "sure");
}

TEST(what_cannot_be_declared_changes_nothing)
{
    assert_string_equal(try_declare("28", "sure", "2019-04-01"), "0");
    JALON_AUTO(jalon_freep) char *before = jalon_strdup(fixture_dump(database));
    assert_string_equal(try_declare("28", "bright", "2019-04-01"), "unknown_status");
    assert_string_equal(try_declare("99", "sure", "2019-04-01"), "unknown_region");
    assert_string_equal(try_declare("52", "none", "2019-04-01"), "nothing_declared");
    assert_string_equal(try_declare("28", "sure", "2100-01-01"), "in_future");
    assert_string_equal(try_declare("28", "sure", "2018-01-01"), "before_programme");
    assert_string_equal(ask("SELECT 1"), "1");
    assert_string_equal(fixture_dump(database), before);
}

TEST(who_records_declares_and_who_reads_does_not)
{
    static const char *const logins[] = {FIXTURE_RECORDER, FIXTURE_READER, FIXTURE_AUDITOR};
    for (size_t i = 0; i < JALON_COUNT(logins); i++) {
        struct jalon_err err = {0};
        const struct jalon_write write = fixture_write("2019-04-01");
        JALON_AUTO(jalon_app_done)
        struct jalon_app app = {.db = fixture_open(database, logins[i])};
        JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
        int failed = jalon_app_declare(&app, &write, "28", "sure", &receipt, &err);
        assert_int_equal(failed, i == 0 ? 0 : -1);
        assert_int_equal(failed == 0 ? PERMISSION : jalon_err_exit_status(err.kind), PERMISSION);
    }
}

TEST(a_declaration_sent_again_is_one)
{
    const struct jalon_write write = fixture_write("2019-04-01");
    assert_string_equal(send(manager, &write, "28", "sure"), "0");
    assert_string_equal(send(manager, &write, "28", "sure"), "0");
    assert_string_equal(send(manager, &write, "28", "lost"), "request_reused");
    assert_string_equal(ask("SELECT count(*) FROM audit.history WHERE event = 'declare'"), "1");
}

TEST(t09_a_declaration_whose_answer_is_lost_is_one)
{
    const struct test_proxy proxy = {TEST_FAULT_CUT_AFTER, "jalon.declare", 0, 1};
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_through(&proxy, FIXTURE_MANAGER);
    const struct jalon_write write = fixture_write("2019-04-01");
    assert_string_equal(send(db, &write, "28", "sure"), "0");
    assert_string_equal(ask("SELECT count(*) FROM audit.history WHERE event = 'declare'"), "1");
    assert_sound();
}

static int declare_at_once(struct crowd *crowd, int i, void *context)
{
    (void)context;
    struct jalon_db *db = fixture_open(database, FIXTURE_RECORDER);
    const struct jalon_write write = fixture_write("2019-04-01");
    crowd_meet(crowd);
    const char *key = send(db, &write, "28", i % 2 == 0 ? "sure" : "lost");
    jalon_db_close(db);
    return strcmp(key, "0") == 0 ? 0 : 1;
}

TEST(of_many_that_declare_at_once_each_does_and_knows_the_one_before)
{
    int statuses[CROWD];
    crowd_run(CROWD, declare_at_once, NULL, statuses);
    assert_int_equal(crowd_count(statuses, CROWD, 0), CROWD);
    assert_string_equal(
        ask("SELECT count(*) FROM (SELECT h.leaf::jsonb #>> '{before,status}' AS before,"
            " lag(h.leaf::jsonb #>> '{after,status}') OVER (ORDER BY h.seq) AS after"
            " FROM audit.history h WHERE h.event = 'declare') d"
            " WHERE d.before IS DISTINCT FROM d.after"),
        "0");
    assert_sound();
}
