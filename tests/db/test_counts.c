/* The status by cohort and by weight: of the day asked for, and honest about what is not known. */
#include <stdio.h>
#include <string.h>

#include "app/status.h"
#include "store/cohort.h"
#include "support/cluster.h"
#include "support/fixture.h"
#include "support/test.h"

SETUP_GROUP(fixture_setup);

static struct jalon_app app;

static int stop(void **state)
{
    (void)state;
    jalon_app_done(&app);
    return 0;
}
TEARDOWN_EACH(stop);

static int start(void **state)
{
    (void)state;
    app = (struct jalon_app){.programme_code = FIXTURE_PROGRAMME,
                             .db = fixture_open(test_database_new(), FIXTURE_MANAGER)};
    return 0;
}
SETUP_EACH(start);

static void move(bool leaves, const char *code, const char *cohort, const char *member,
                 const char *on)
{
    struct jalon_err err = {0};
    const struct jalon_write write = fixture_write(on);
    const struct jalon_cohort_move one = {code, cohort, member};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    int failed = leaves ? jalon_store_cohort_leave(app.db, &write, &one, &receipt, &err)
                        : jalon_store_cohort_join(app.db, &write, &one, &receipt, &err);
    assert_done(failed, &err);
}

static void weigh(const char *code, int64_t value, int counted, const char *on)
{
    struct jalon_err err = {0};
    const struct jalon_write write = fixture_write(on);
    const struct jalon_weighing weighing = {code, "emplois", value, 2018, counted};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    assert_done(jalon_store_weigh(app.db, &write, &weighing, &receipt, &err), &err);
}

static void assert_counts(const char *day, const char *expected)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_status_freep) struct jalon_status *status = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    assert_done(jalon_app_status(&app, fixture_date(day), &status, &err), &err);
    for (size_t i = 0; i < status->n_cohorts; i++) {
        const struct jalon_cohort_figures *cohort = &status->cohorts[i];
        jalon_str_addf(&out, "%s %d/%d %d/%d\n", cohort->code, cohort->n_signed[0], cohort->n,
                       cohort->n_signed[1], cohort->n);
    }
    for (size_t i = 0; i < status->n_weights; i++) {
        const struct jalon_weight_figures *weight = &status->weights[i];
        jalon_str_addf(&out, "%s %d/%d %d/%d, %d without, %d partial\n", weight->code,
                       (int)weight->of_signed[0], (int)weight->total, (int)weight->of_signed[1],
                       (int)weight->total, weight->without, weight->partial);
    }
    assert_string_equal(jalon_str_text(&out), expected);
}

static void sign_one(void)
{
    fixture_step(app.db, "essai-1", "pilot 2018-12-20");
    fixture_step(app.db, "essai-1", "protocole etat 2019-01-10");
    fixture_step(app.db, "essai-1", "protocole region 2019-02-10");
}

TEST(nobody_and_nothing_is_counted_before_the_first_day)
{
    move(false, "essai-1", "avant-garde", NULL, "2019-01-01");
    weigh("essai-1", 1000, 0, "2019-01-01");
    assert_counts("2018-12-31", "avant-garde 0/0 0/0\nsecond 0/0 0/0\n"
                                "emplois 0/0 0/0, 3 without, 0 partial\n");
    assert_counts("2019-01-01", "avant-garde 0/1 0/1\nsecond 0/0 0/0\n"
                                "emplois 0/1000 0/1000, 2 without, 0 partial\n");
}

TEST(an_instrument_counts_from_its_last_required_signature)
{
    sign_one();
    move(false, "essai-1", "avant-garde", NULL, "2019-01-01");
    weigh("essai-1", 1000, 0, "2019-01-01");
    weigh("essai-3", 3000, 6, "2019-01-01");
    assert_counts("2019-02-09", "avant-garde 0/1 0/1\nsecond 0/0 0/0\n"
                                "emplois 0/4000 0/4000, 1 without, 0 partial\n");
    assert_counts("2019-02-10", "avant-garde 1/1 0/1\nsecond 0/0 0/0\n"
                                "emplois 1000/4000 0/4000, 1 without, 0 partial\n");
}

TEST(a_territory_that_several_members_brought_in_counts_once)
{
    move(false, "essai-2", "avant-garde", "200000008", "2019-01-01");
    move(false, "essai-2", "avant-garde", "200000016", "2019-01-01");
    move(false, "essai-2", "second", NULL, "2019-01-01");
    assert_counts("2019-01-01", "avant-garde 0/1 0/1\nsecond 0/1 0/1\n"
                                "emplois 0/0 0/0, 3 without, 0 partial\n");
}

TEST(a_figure_of_some_members_is_partial_on_the_days_that_have_more)
{
    weigh("essai-2", 500, 1, "2019-01-01");
    assert_counts("2019-06-30", "avant-garde 0/0 0/0\nsecond 0/0 0/0\n"
                                "emplois 0/500 0/500, 2 without, 1 partial\n");
    fixture_step(app.db, "essai-2", "member-remove 200000016 2019-07-01");
    assert_counts("2019-06-30", "avant-garde 0/0 0/0\nsecond 0/0 0/0\n"
                                "emplois 0/500 0/500, 2 without, 1 partial\n");
    assert_counts("2019-07-01", "avant-garde 0/0 0/0\nsecond 0/0 0/0\n"
                                "emplois 0/500 0/500, 2 without, 0 partial\n");
}

TEST(who_left_the_scope_is_counted_nowhere)
{
    move(false, "essai-3", "second", NULL, "2019-01-01");
    weigh("essai-3", 3000, 2, "2019-01-01");
    fixture_step(app.db, "essai-3", "withdrawn 2019-03-01");
    assert_counts("2019-02-28", "avant-garde 0/0 0/0\nsecond 0/1 0/1\n"
                                "emplois 0/3000 0/3000, 2 without, 1 partial\n");
    assert_counts("2019-03-01", "avant-garde 0/0 0/0\nsecond 0/0 0/0\n"
                                "emplois 0/0 0/0, 2 without, 0 partial\n");
}

TEST(last_year_keeps_its_cohort_and_its_figure)
{
    sign_one();
    move(false, "essai-1", "avant-garde", NULL, "2019-01-01");
    move(true, "essai-1", "avant-garde", NULL, "2020-01-01");
    weigh("essai-1", 1000, 0, "2019-01-01");
    weigh("essai-1", 1500, 0, "2020-01-01");
    assert_counts("2019-12-31", "avant-garde 1/1 0/1\nsecond 0/0 0/0\n"
                                "emplois 1000/1000 0/1000, 2 without, 0 partial\n");
    assert_counts("2020-01-01", "avant-garde 0/0 0/0\nsecond 0/0 0/0\n"
                                "emplois 1500/1500 0/1500, 2 without, 0 partial\n");
}
