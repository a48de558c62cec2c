/* Two programmes in one database: a small fictional one, and the sample of another lifecycle. */
#include "app/portfolio.h"

#include "app/init.h"
#include "app/report.h"
#include "base/json.h"
#include "report_world.h"
#include "support/migrated.h"

#define CTE TEST_DATA "/../../../config/programmes/transition-ecologique"

SETUP_GROUP(test_migrated);

static void add_second(const char *conninfo)
{
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    JALON_AUTO(jalon_init_plan_freep)
    struct jalon_init_plan *plan = jalon_init_plan_load(CTE, &faults);
    JALON_AUTO(jalon_app_done) struct jalon_app app = {0};
    const struct jalon_init_options options = {0};
    struct jalon_init_report report;
    struct jalon_err err = {0};
    assert_non_null(plan);
    report_world_open(conninfo, &app);
    app.programme_code = NULL;
    assert_done(jalon_app_init(&app, plan, &options, &report, &err), &err);
    assert_int_equal(26, report.n_added[JALON_INIT_TERRITORIES]);
    assert_int_equal(56, report.n_added[JALON_INIT_EVENTS]);
}

static json_t *portfolio_of(struct jalon_app *app, const char *monday)
{
    JALON_AUTO(jalon_portfolio_freep) struct jalon_portfolio *portfolio = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    struct jalon_err err = {0};
    json_t *json = NULL;
    const struct jalon_week week = jalon_week_of(report_world_day(monday));
    assert_done(jalon_app_portfolio(app, &week, JALON_DATE_NONE, &portfolio, &err), &err);
    assert_done(jalon_portfolio_json(portfolio, JALON_FR, &out, &err), &err);
    assert_done(jalon_json_parse(jalon_str_text(&out), &json, &err), &err);
    return json;
}

static json_t *weekly_of(const char *conninfo, const char *programme, const char *monday)
{
    JALON_AUTO(jalon_app_done) struct jalon_app app = {0};
    JALON_AUTO(jalon_weekly_freep) struct jalon_weekly *weekly = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    struct jalon_err err = {0};
    json_t *json = NULL;
    const struct jalon_week week = jalon_week_of(report_world_day(monday));
    report_world_open(conninfo, &app);
    app.programme_code = programme;
    assert_done(jalon_app_weekly(&app, &week, JALON_DATE_NONE, &weekly, &err), &err);
    assert_done(jalon_weekly_json(weekly, JALON_FR, &out, &err), &err);
    assert_done(jalon_json_parse(jalon_str_text(&out), &json, &err), &err);
    return json;
}

/* The members that PART shares with the programme's own report are equal; so many they are. */
static void assert_same(json_t *part, json_t *own)
{
    const char *key;
    json_t *value;
    size_t n = 0;
    json_object_foreach(part, key, value)
    {
        const json_t *other = json_object_get(own, key);
        if (other != NULL) {
            assert_true(json_equal(value, other));
            n++;
        }
    }
    assert_int_equal(10, n);
}

TEST(g01_a_portfolio_says_of_each_programme_what_its_own_report_says)
{
    static const char *const codes[] = {"cte", "demo"};
    static const char *const mondays[] = {"2019-04-29", "2019-09-30"};
    const char *conninfo = report_world_new(TEST_DATA);
    JALON_AUTO(jalon_app_done) struct jalon_app app = {0};
    add_second(conninfo);
    report_world_open(conninfo, &app);
    for (size_t i = 0; i < JALON_COUNT(mondays); i++) {
        JALON_AUTO(jalon_json_decref) json_t *portfolio = portfolio_of(&app, mondays[i]);
        json_t *parts = json_object_get(portfolio, "programmes");
        assert_string_equal("jalon.portfolio/1", jalon_json_text(portfolio, "schema"));
        assert_int_equal(2, json_array_size(parts));
        for (size_t k = 0; k < JALON_COUNT(codes); k++) {
            JALON_AUTO(jalon_json_decref) json_t *own = weekly_of(conninfo, codes[k], mondays[i]);
            assert_string_equal(codes[k], jalon_json_text(json_array_get(parts, k), "programme"));
            assert_same(json_array_get(parts, k), own);
        }
    }
}

TEST(the_next_target_is_the_one_that_is_due_next_and_else_the_last)
{
    struct jalon_target_figures targets[3] = {{.code = "third", .on = jalon_date_of(2019, 9, 1)},
                                              {.code = "first", .on = jalon_date_of(2019, 3, 1)},
                                              {.code = "second", .on = jalon_date_of(2019, 6, 1)}};
    struct jalon_status status = {.targets = targets, .n_targets = 3};
    status.as_of = jalon_date_of(2019, 1, 1);
    assert_string_equal("first", jalon_portfolio_target(&status)->code);
    status.as_of = jalon_date_of(2019, 3, 2);
    assert_string_equal("second", jalon_portfolio_target(&status)->code);
    status.as_of = jalon_date_of(2019, 6, 1);
    assert_string_equal("second", jalon_portfolio_target(&status)->code);
    status.as_of = jalon_date_of(2019, 9, 2);
    assert_string_equal("third", jalon_portfolio_target(&status)->code);
    status.n_targets = 0;
    assert_null(jalon_portfolio_target(&status));
}

static size_t n_known_at(struct jalon_app *app, const char *moment)
{
    app->known_at = moment;
    JALON_AUTO(jalon_json_decref) json_t *portfolio = portfolio_of(app, "2018-01-01");
    app->known_at = NULL;
    return json_array_size(json_object_get(portfolio, "programmes"));
}

TEST(a_programme_that_the_books_did_not_have_yet_is_left_out)
{
    const char *conninfo = report_world_new(TEST_DATA);
    JALON_AUTO(jalon_app_done) struct jalon_app app = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str entries = {0};
    jalon_str_add(&entries, test_sql(conninfo, "SELECT count(*) FROM audit.entry"));
    add_second(conninfo);
    report_world_open(conninfo, &app);
    assert_int_equal(0, n_known_at(&app, "0"));
    assert_int_equal(1, n_known_at(&app, jalon_str_text(&entries)));
    assert_int_equal(2, n_known_at(&app, "2100-12-31"));
}

TEST(a_reader_sees_all_programmes)
{
    const char *conninfo = report_world_new(TEST_DATA);
    JALON_AUTO(jalon_app_done) struct jalon_app app = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str database = {0};
    add_second(conninfo);
    (void)test_sql(conninfo, "CREATE ROLE test_portfolio LOGIN IN ROLE jalon_reader");
    jalon_str_add(&database, test_sql(conninfo, "SELECT current_database()"));
    report_world_open(test_cluster_conninfo("test_portfolio", jalon_str_text(&database)), &app);
    assert_int_equal(2, n_known_at(&app, NULL));
}

TEST(an_entry_is_no_moment_of_all_programmes)
{
    JALON_AUTO(jalon_app_done) struct jalon_app app = {0};
    JALON_AUTO(jalon_portfolio_freep) struct jalon_portfolio *portfolio = NULL;
    struct jalon_err err = {0};
    report_world_open(report_world_new(TEST_DATA), &app);
    app.known_at = "ex-1#2";
    assert_int_equal(-1, jalon_app_portfolio(&app, NULL, JALON_DATE_NONE, &portfolio, &err));
    assert_int_equal(JALON_ERR_REFUSED, err.kind);
}

TEST(a_database_without_programmes_has_no_portfolio)
{
    JALON_AUTO(jalon_app_done) struct jalon_app app = {0};
    JALON_AUTO(jalon_portfolio_freep) struct jalon_portfolio *portfolio = NULL;
    struct jalon_err err = {0};
    report_world_open(test_database_conninfo(NULL), &app);
    assert_int_equal(-1, jalon_app_portfolio(&app, NULL, JALON_DATE_NONE, &portfolio, &err));
    assert_int_equal(JALON_ERR_NOT_FOUND, err.kind);
}
