/* The weekly report of a small programme, week by week. */
#include <libpq-fe.h>

#include "app/report.h"
#include "base/json.h"
#include "report/facts.h"
#include "report_world.h"
#include "sql/sql_statements.h"
#include "store/report.h"
#include "support/migrated.h"

SETUP_GROUP(test_migrated);

static struct jalon_weekly *week_of(struct jalon_app *app, const char *monday)
{
    struct jalon_err err = {0};
    struct jalon_weekly *weekly = NULL;
    const struct jalon_week week = jalon_week_of(report_world_day(monday));
    assert_done(jalon_app_weekly(app, &week, JALON_DATE_NONE, &weekly, &err), &err);
    return weekly;
}

/* "kind on precision code what from", a line each. */
static void list_changes(const struct jalon_weekly *weekly, struct jalon_str *out)
{
    for (size_t i = 0; i < weekly->n_changes; i++) {
        const struct jalon_change *change = &weekly->changes[i];
        jalon_str_addf(out, "%s %s %s %s %s %s\n", jalon_change_code(change->kind),
                       jalon_date_iso(change->on).text, jalon_precision_code(change->precision),
                       change->code, change->what != NULL ? change->what : "-",
                       change->from != NULL ? change->from : "-");
    }
}

static void assert_changes(struct jalon_app *app, const char *monday, const char *expected)
{
    JALON_AUTO(jalon_weekly_freep) struct jalon_weekly *weekly = week_of(app, monday);
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    list_changes(weekly, &out);
    assert_string_equal(jalon_str_text(&out), expected);
}

TEST(a_week_tells_what_changed_in_it)
{
    struct jalon_app app;
    report_world_open(report_world_new(TEST_DATA), &app);
    assert_changes(&app, "2019-04-29",
                   "signed 2019-04-30 day ex-2 protocole -\n"
                   "state 2019-04-30 before ex-2 negotiating identified\n"
                   "state 2019-05-04 day ex-3 withdrawn identified\n"
                   "entered 2019-05-02 day ex-5 - -\n"
                   "left 2019-05-04 day ex-3 - -\n"
                   "milestone 2019-05-01 day ex-4 launch -\n");
    assert_changes(&app, "2019-05-06", "");
    assert_changes(&app, "2019-05-27",
                   "signed 2019-05-31 month ex-1 contrat -\n"
                   "state 2019-05-31 month ex-1 signed negotiating\n");
    assert_changes(&app, "2018-11-19",
                   "entered 2018-11-22 day ex-1 - -\n"
                   "entered 2018-11-22 day ex-2 - -\n"
                   "entered 2018-11-22 day ex-3 - -\n");
    assert_changes(&app, "2019-03-04", "entered 2019-03-05 before ex-4 - -\n");
    jalon_app_done(&app);
}

TEST(the_weeks_figures_are_those_of_its_sunday)
{
    struct jalon_app app;
    report_world_open(report_world_new(TEST_DATA), &app);
    JALON_AUTO(jalon_weekly_freep) struct jalon_weekly *weekly = week_of(&app, "2019-04-29");
    const struct jalon_status *status = &weekly->status;
    assert_string_equal(jalon_date_iso(status->as_of).text, "2019-05-05");
    assert_false(status->provisional);
    assert_int_equal(status->scope.initial, 3);
    assert_int_equal(status->scope.current, 4);
    assert_int_equal(status->scope.entered, 1);
    assert_int_equal(status->scope.left, 1);
    assert_int_equal(status->scope.out_of_scope, 1);
    assert_int_equal(status->states[0].n, 2);
    assert_int_equal(status->states[0].change, -1);
    assert_int_equal(status->states[2].change, 1);
    assert_int_equal(status->instruments[0].n_signed, 2);
    assert_int_equal(status->instruments[0].this_week, 1);
    assert_int_equal(status->instruments[0].seen, 2);
    assert_int_equal(status->instruments[1].partial, 1);
    assert_int_equal(weekly->n_regions, 2);
    assert_string_equal(weekly->regions[0].name, "Normandie");
    assert_int_equal(weekly->regions[0].n, 3);
    assert_int_equal(weekly->regions[0].n_signed[0], 2);
    assert_int_equal(weekly->regions[0].this_week[0], 1);
    assert_int_equal(weekly->regions[1].n, 1);
    assert_int_equal(weekly->regions[1].n_signed[0], 0);
    jalon_app_done(&app);
}

static bool tells(const struct jalon_weekly *weekly, const char *code)
{
    for (size_t i = 0; i < weekly->n_changes; i++) {
        if (strcmp(weekly->changes[i].code, code) == 0) {
            return true;
        }
    }
    return false;
}

TEST(a_day_cuts_the_week_off)
{
    struct jalon_app app;
    struct jalon_err err = {0};
    JALON_AUTO(jalon_weekly_freep) struct jalon_weekly *weekly = NULL;
    report_world_open(report_world_new(TEST_DATA), &app);
    assert_done(jalon_app_weekly(&app, NULL, report_world_day("2019-05-02"), &weekly, &err), &err);
    assert_true(weekly->status.provisional);
    assert_string_equal(jalon_week_text(weekly->week).text, "2019-W18");
    assert_true(tells(weekly, "ex-5"));
    assert_false(tells(weekly, "ex-3"));
    assert_int_equal(weekly->status.scope.current, 5);
    jalon_app_done(&app);
}

TEST(every_week_closes_and_leads_to_the_next)
{
    struct jalon_app app;
    report_world_open(report_world_new(TEST_DATA), &app);
    int scope = 0, protocoles = 0, contrats = 0;
    struct jalon_date monday = report_world_day("2018-11-12");
    for (int week = 0; week < 31; week++) {
        JALON_AUTO(jalon_weekly_freep)
        struct jalon_weekly *weekly = week_of(&app, jalon_date_iso(monday).text);
        const struct jalon_status *status = &weekly->status;
        scope += status->scope.entered - status->scope.left;
        protocoles += status->instruments[0].this_week;
        contrats += status->instruments[1].this_week;
        assert_int_equal(status->scope.current, scope);
        assert_int_equal(jalon_status_scope_change(status),
                         status->scope.entered - status->scope.left);
        assert_int_equal(status->instruments[0].n_signed, protocoles);
        assert_int_equal(status->instruments[1].n_signed, contrats);
        monday = jalon_date_add(monday, 7);
    }
    assert_int_equal(scope, 4);
    assert_int_equal(protocoles, 2);
    assert_int_equal(contrats, 1);
    jalon_app_done(&app);
}

TEST(the_default_is_the_last_week_that_was_over)
{
    struct jalon_app app;
    struct jalon_err err = {0};
    JALON_AUTO(jalon_weekly_freep) struct jalon_weekly *weekly = NULL;
    report_world_open(report_world_new(TEST_DATA), &app);
    assert_done(jalon_app_weekly(&app, NULL, JALON_DATE_NONE, &weekly, &err), &err);
    int age = jalon_date_diff(app.today, weekly->to);
    assert_in_range(age, 1, 7);
    assert_false(weekly->status.provisional);
    jalon_app_done(&app);
}

TEST(a_reader_may_read_the_report)
{
    const char *conninfo = report_world_new(TEST_DATA);
    struct jalon_app app, reader;
    JALON_AUTO(jalon_str_done) struct jalon_str as_super = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str as_reader = {0};
    struct jalon_err err = {0};
    test_sql(conninfo, "CREATE ROLE lectrice LOGIN IN ROLE jalon_reader");
    const char *database = test_sql(conninfo, "SELECT current_database()");
    report_world_open(conninfo, &app);
    report_world_open(test_cluster_conninfo("lectrice", database), &reader);
    JALON_AUTO(jalon_weekly_freep) struct jalon_weekly *mine = week_of(&app, "2019-04-29");
    JALON_AUTO(jalon_weekly_freep) struct jalon_weekly *theirs = week_of(&reader, "2019-04-29");
    assert_done(jalon_weekly_text(mine, JALON_FR, &as_super, &err), &err);
    assert_done(jalon_weekly_text(theirs, JALON_FR, &as_reader, &err), &err);
    assert_string_equal(jalon_str_text(&as_reader), jalon_str_text(&as_super));
    jalon_app_done(&app);
    jalon_app_done(&reader);
}

/* What the statement answers in a session with these settings; the caller frees it. */
static char *facts_under(const char *conninfo, const char *settings)
{
    PGconn *connection = test_connect(conninfo);
    const char *const parameters[] = {"demo", "2019-04-29", "2019-05-05", "56", NULL, NULL};
    test_query(connection, settings);
    PGresult *result =
        PQexecParams(connection, jalon_sql_report_facts.text, 6, NULL, parameters, NULL, NULL, 0);
    assert_int_equal(PQresultStatus(result), PGRES_TUPLES_OK);
    char *facts = jalon_strdup(PQgetvalue(result, 0, 0));
    PQclear(result);
    PQfinish(connection);
    return facts;
}

TEST(time_zone_and_date_style_of_the_session_change_nothing)
{
    const char *conninfo = report_world_new(TEST_DATA);
    JALON_AUTO(jalon_freep) char *utc = facts_under(conninfo, "SET TimeZone = 'UTC'");
    JALON_AUTO(jalon_freep)
    char *auckland =
        facts_under(conninfo, "SET TimeZone = 'Pacific/Auckland'; SET DateStyle = SQL");
    JALON_AUTO(jalon_freep)
    char *honolulu = facts_under(conninfo, "SET TimeZone = 'Pacific/Honolulu'");
    assert_string_equal(auckland, utc);
    assert_string_equal(honolulu, utc);
}

/* The week that ends on a Sunday, with what FIGURE counts, without its forecast. */
static struct jalon_weekly *explained(struct jalon_app *app, const struct jalon_period *period,
                                      const char *figure)
{
    struct jalon_err err = {0};
    struct jalon_weekly *weekly = NULL;
    JALON_AUTO(jalon_json_decref) json_t *facts = NULL;
    const struct jalon_report_request request = {period->from, period->as_of, JALON_PACE_DAYS,
                                                 figure};
    assert_done(jalon_store_report_facts(app->db, jalon_app_books(app), &request, &facts, &err),
                &err);
    assert_done(jalon_weekly_of_facts(facts, period, JALON_PACE_DAYS, &weekly, &err), &err);
    return weekly;
}

/* Explains every figure of a week that counts contracts; gives how many there were. */
static size_t explain_all(struct jalon_app *app, const char *monday)
{
    size_t n = 0, n_explained = 0;
    struct jalon_err none = {0};
    assert_done(jalon_app_programme(app, &none), &none);
    const struct jalon_date from = report_world_day(monday);
    const struct jalon_period period = {.week = jalon_week_of(from),
                                        .from = from,
                                        .to = jalon_date_add(from, 6),
                                        .as_of = jalon_date_add(from, 6)};
    JALON_AUTO(jalon_weekly_freep) struct jalon_weekly *plain = explained(app, &period, NULL);
    const struct jalon_figure *figures = jalon_weekly_figures(plain, plain->status.arena, &n);
    for (size_t i = 0; i < n; i++) {
        struct jalon_err err = {0};
        struct jalon_figure figure;
        JALON_AUTO(jalon_weekly_freep)
        struct jalon_weekly *weekly = explained(app, &period, figures[i].code);
        if (jalon_weekly_explain(weekly, figures[i].code, &figure, &err) == 0) {
            n_explained++;
            assert_true(weekly->n_counted > 0 || figure.value == 0 || !figure.known);
        } else {
            assert_string_equal(err.key, "figure_counts_none");
            assert_int_equal(weekly->n_counted, 0);
        }
    }
    return n_explained;
}

TEST(what_a_figure_counts_sums_to_it)
{
    struct jalon_app app;
    report_world_open(report_world_new(TEST_DATA), &app);
    assert_true(explain_all(&app, "2019-04-29") > 20);
    jalon_app_done(&app);
}

TEST(a_figure_that_is_not_there_is_told_with_the_nearest)
{
    struct jalon_err err = {0};
    struct jalon_figure figure;
    struct jalon_app app;
    report_world_open(report_world_new(TEST_DATA), &app);
    JALON_AUTO(jalon_weekly_freep) struct jalon_weekly *weekly = week_of(&app, "2019-04-29");
    assert_int_equal(jalon_weekly_explain(weekly, "scope.curent", &figure, &err), -1);
    assert_string_equal(err.key, "unknown_figure");
    assert_non_null(strstr(err.hint[JALON_EN], "scope.current"));
    jalon_app_done(&app);
}
