/* Histories, the log and `check` on the real programme. */
#include "app/history.h"

#include <stdio.h>
#include <string.h>

#include "app/check.h"
#include "app/init.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/str.h"
#include "report/history.h"
#include "store/projection.h"
#include "support/cluster.h"
#include "support/migrated.h"
#include "support/test.h"

#define TI TEST_DATA "/../../../config/programmes/territoires-industrie"

static struct jalon_app open_app(const char *conninfo)
{
    struct jalon_err err = {0};
    struct jalon_app app = {0};
    const struct jalon_db_options options = {.conninfo = conninfo, .command = "history"};
    assert_done(jalon_db_open(&options, &app.db, &err), &err);
    return app;
}

/* The programme as `init` makes it. */
static int fill(const char *conninfo)
{
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    JALON_AUTO(jalon_init_plan_freep)
    struct jalon_init_plan *plan = jalon_init_plan_load(TI, &faults);
    if (!plan || test_migrate(conninfo) != 0) {
        return -1;
    }
    JALON_AUTO(jalon_app_done) struct jalon_app app = open_app(conninfo);
    const struct jalon_init_options options = {0};
    struct jalon_init_report report;
    struct jalon_err err = {0};
    assert_done(jalon_app_init(&app, plan, &options, &report, &err), &err);
    return 0;
}

static struct jalon_app app;

/* Nothing here writes: one database serves all tests. */
static int start(void **state)
{
    (void)state;
    test_template_prepare(fill);
    app = open_app(test_cluster_conninfo(TEST_SUPERUSER, test_database_new()));
    return 0;
}
SETUP_GROUP(start);

static int stop(void **state)
{
    (void)state;
    jalon_app_done(&app);
    return 0;
}
TEARDOWN_GROUP(stop);

static struct jalon_history *history_of(const char *code)
{
    struct jalon_history *history = NULL;
    struct jalon_err err = {0};
    assert_done(jalon_app_history(&app, code, &history, &err), &err);
    return history;
}

/* What happened and when, one line an entry. */
static void tell(struct jalon_str *out, enum jalon_lang lang, const struct jalon_history *history)
{
    for (size_t i = 0; i < history->n; i++) {
        const struct jalon_history_entry *one = &history->entries[i];
        const struct jalon_history_names names = {app.programme, one->contract};
        jalon_str_addf(out, "%s#%lld ", one->code, (long long)one->event.seq);
        jalon_say_when(out, lang, one->event.when);
        jalon_str_add(out, ": ");
        jalon_history_say(out, lang, &names, &one->event);
        jalon_str_add_char(out, '\n');
    }
}

TEST(the_tables_of_the_real_programme_are_what_its_journal_makes)
{
    JALON_AUTO(jalon_check_freep) struct jalon_check *check = NULL;
    struct jalon_err err = {0};
    assert_done(jalon_app_check(&app, &check, &err), &err);
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    jalon_check_text(&text, JALON_EN, check);
    assert_int_equal(check->n_contracts, 149);
    assert_int_equal(check->n_chains, 150);
    assert_true(check->n_entries > 149 + 17);
    if (check->n_problems > 0) {
        fail_msg("%s", jalon_str_text(&text));
    }
}

TEST(a_history_tells_every_step_as_precisely_as_it_is_known)
{
    JALON_AUTO(jalon_history_freep) struct jalon_history *history = history_of("ti-2801");
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    tell(&text, JALON_FR, history);
    assert_string_equal(
        jalon_str_text(&text),
        "ti-2801#1 le 22 novembre 2018: entre dans le programme sous le nom «\u00A0Axe Seine\u00A0», "
        "à l'état «\u00A0identifié\u00A0» (Normandie, 7 membres)\n"
        "ti-2801#2 au plus tard le 30 janvier 2019: passe de «\u00A0identifié\u00A0» à "
        "«\u00A0pilote\u00A0»\n"
        "ti-2801#3 le 1er février 2019: étape «\u00A0lancement\u00A0»\n"
        "ti-2801#4 au plus tard le 30 avril 2019: passe de «\u00A0pilote\u00A0» à «\u00A0en "
        "négociation\u00A0»\n"
        "ti-2801#5 le 30 avril 2019: protocole d'accord signé par l'État\n"
        "ti-2801#6 le 30 avril 2019: protocole d'accord signé par la Région Normandie\n"
        "ti-2801#7 le 1er janvier 2019: population\u00A0: 1\u202F051\u202F877 habitants (2019), 6 "
        "membres comptés\n");
}

TEST(every_entry_tells_who_recorded_it_and_when)
{
    JALON_AUTO(jalon_history_freep) struct jalon_history *history = history_of("ti-2801");
    for (size_t i = 0; i < history->n; i++) {
        const struct jalon_event *event = &history->entries[i].event;
        assert_string_equal(event->actor.text, TEST_SUPERUSER);
        assert_int_equal(strlen(event->recorded), strlen("2026-08-22T10:11:12.123456Z"));
        assert_non_null(event->source.text);
        JALON_AUTO(jalon_json_decref) json_t *json = jalon_history_json("ti-2801", event, NULL);
        assert_string_equal(jalon_json_text(json, "recorded_at"), event->recorded);
    }
}

TEST(an_unknown_territory_has_no_history)
{
    struct jalon_history *history = NULL;
    struct jalon_err err = {0};
    assert_int_equal(jalon_app_history(&app, "ti-0000", &history, &err), -1);
    assert_int_equal(err.kind, JALON_ERR_NOT_FOUND);
    assert_null(history);
}

static struct jalon_history *log_of(struct jalon_log_filter filter)
{
    struct jalon_history *history = NULL;
    struct jalon_err err = {0};
    assert_done(jalon_app_log(&app, &filter, &history, &err), &err);
    return history;
}

/* No condition at all. */
static struct jalon_log_filter all(void)
{
    return (struct jalon_log_filter){.since = JALON_DATE_NONE, .until = JALON_DATE_NONE};
}

TEST(the_log_shows_the_last_entries_in_journal_order_and_pages_back)
{
    struct jalon_log_filter filter = all();
    filter.limit = 10;
    JALON_AUTO(jalon_history_freep) struct jalon_history *last = log_of(filter);
    assert_int_equal(last->n, 10);
    filter.before_id = last->first_id;
    JALON_AUTO(jalon_history_freep) struct jalon_history *before = log_of(filter);
    assert_int_equal(before->n, 10);
    assert_true(strcmp(before->entries[9].event.recorded, last->entries[0].event.recorded) < 0);
    filter.limit = 0;
    filter.before_id = 0;
    JALON_AUTO(jalon_history_freep) struct jalon_history *whole = log_of(filter);
    assert_string_equal(whole->entries[0].event.kind, "apply");
    assert_string_equal(whole->entries[0].code, "ti");
}

TEST(the_log_keeps_to_its_conditions)
{
    struct jalon_log_filter filter = all();
    filter.kind = "sign";
    filter.code = "ti-2801";
    JALON_AUTO(jalon_history_freep) struct jalon_history *signings = log_of(filter);
    assert_true(signings->n >= 2);
    assert_non_null(signings->entries[0].contract);
    filter.actor = "somebody_else";
    JALON_AUTO(jalon_history_freep) struct jalon_history *none = log_of(filter);
    assert_int_equal(none->n, 0);
    filter = all();
    filter.since = jalon_date_add(app.today, 1);
    JALON_AUTO(jalon_history_freep) struct jalon_history *later = log_of(filter);
    assert_int_equal(later->n, 0);
    filter.since = JALON_DATE_NONE;
    filter.until = jalon_date_add(app.today, -2);
    JALON_AUTO(jalon_history_freep) struct jalon_history *earlier = log_of(filter);
    assert_int_equal(earlier->n, 0);
}
