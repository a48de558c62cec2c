/* The forecast: what it must give whatever the model, and what each part of the history tells. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "domain/forecast.h"
#include "support/test.h"

enum { MOST = 80, REGIONS = 4, DRAWS = 800 };

/* A programme of which nothing but its list is known; tests change it. */
struct programme {
    struct jalon_forecast_contract contracts[MOST];
    char codes[MOST][8];
    struct jalon_forecast_input input;
};

static struct jalon_date day(int n) /* of the programme */
{
    return jalon_date_add(jalon_date_of(2019, 1, 7), n);
}

static void begin(struct programme *p, size_t n)
{
    *p = (struct programme){.input = {.contracts = p->contracts,
                                      .n = n,
                                      .n_regions = REGIONS,
                                      .starts_on = day(0),
                                      .as_of = day(140),
                                      .observed_until = day(140),
                                      .due_on = day(196),
                                      .percent = 100,
                                      .until = JALON_DATE_NONE,
                                      .model = {.draws = DRAWS, .seed = 7}}};
    for (size_t i = 0; i < n; i++) {
        (void)snprintf(p->codes[i], sizeof p->codes[i], "xx-%02zu", i);
        p->contracts[i] = (struct jalon_forecast_contract){.code = p->codes[i],
                                                           .region = i % REGIONS,
                                                           .is_pilot = true,
                                                           .is_first = true,
                                                           .stage = JALON_FORECAST_OPEN,
                                                           .entered_on = day(0),
                                                           .waited_until = JALON_DATE_NONE,
                                                           .open_from = day(14),
                                                           .open_until = JALON_DATE_NONE};
    }
}

static void sign(struct programme *p, size_t i, int on)
{
    p->contracts[i].stage = JALON_FORECAST_SIGNED;
    p->contracts[i].open_until = day(on);
}

/* Half of 40 were signed, one after the other. */
static void begin_half_signed(struct programme *p)
{
    begin(p, 40);
    for (size_t i = 0; i < 20; i++) {
        sign(p, i, 40 + 5 * (int)i);
    }
}

static double p_all(const struct programme *p)
{
    JALON_AUTO(jalon_forecast_freep)
    struct jalon_forecast *forecast = jalon_forecast_new(&p->input);
    return forecast->p_all;
}

/* Not lower, but for what the draws leave open. */
static void assert_not_lower(double before, double after)
{
    assert_true(after >= before - 0.02);
}

static double expected(const struct programme *p)
{
    JALON_AUTO(jalon_forecast_freep)
    struct jalon_forecast *forecast = jalon_forecast_new(&p->input);
    return forecast->at_due.expected;
}

/* What the tests of order compare: everything that is told. */
static void assert_same(const struct programme *a, const struct programme *b)
{
    JALON_AUTO(jalon_forecast_freep) struct jalon_forecast *x = jalon_forecast_new(&a->input);
    JALON_AUTO(jalon_forecast_freep) struct jalon_forecast *y = jalon_forecast_new(&b->input);
    assert_int_equal(x->n_fan, y->n_fan);
    for (size_t i = 0; i < x->n_fan; i++) {
        assert_int_equal(x->fan[i].on.days, y->fan[i].on.days);
        assert_memory_equal(&x->fan[i].expected, &y->fan[i].expected, sizeof(double));
        assert_memory_equal(x->fan[i].quantiles, y->fan[i].quantiles, sizeof x->fan[i].quantiles);
    }
    assert_memory_equal(&x->p_all, &y->p_all, sizeof x->p_all);
    assert_memory_equal(&x->p_all_growing, &y->p_all_growing, sizeof x->p_all_growing);
    assert_memory_equal(x->marks, y->marks, sizeof x->marks);
    assert_int_equal(x->n_risks, y->n_risks);
    for (size_t i = 0; i < x->n_risks; i++) {
        assert_string_equal(x->risks[i].code, y->risks[i].code);
        assert_memory_equal(&x->risks[i].p_signed, &y->risks[i].p_signed, sizeof(double));
    }
}

TEST(the_same_input_and_seed_give_the_same_bytes)
{
    struct programme p;
    begin_half_signed(&p);
    assert_same(&p, &p);
}

TEST(the_order_of_the_contracts_changes_nothing)
{
    struct programme p, q;
    begin_half_signed(&p);
    begin_half_signed(&q);
    for (size_t i = 0; i < q.input.n; i++) {
        q.contracts[i] = p.contracts[q.input.n - 1 - i];
    }
    p.input.model.without_growth =
        true; /* what enters goes to the Région of a contract by chance */
    q.input.model.without_growth = true;
    assert_same(&p, &q);
}

TEST(what_the_regions_are_called_changes_nothing_but_the_draws)
{
    struct programme p, q;
    begin_half_signed(&p);
    begin_half_signed(&q);
    for (size_t i = 0; i < q.input.n; i++) {
        q.contracts[i].region = REGIONS - 1 - q.contracts[i].region;
    }
    assert_true(fabs(expected(&p) - expected(&q)) < 0.5);
}

TEST(when_all_are_signed_the_chance_is_exactly_one)
{
    struct programme p;
    begin(&p, 12);
    for (size_t i = 0; i < 12; i++) {
        sign(&p, i, 100);
    }
    JALON_AUTO(jalon_forecast_freep)
    struct jalon_forecast *forecast = jalon_forecast_new(&p.input);
    const double one = 1;
    assert_memory_equal(&forecast->p_all, &one, sizeof one);
    assert_memory_equal(&forecast->p_reached, &one, sizeof one);
    assert_int_equal(forecast->n_risks, 0);
    assert_int_equal(forecast->marks[JALON_FORECAST_MARK_ALL].quantiles[JALON_FORECAST_Q5].days,
                     p.input.as_of.days);
}

TEST(what_is_not_reached_yet_is_not_certain_though_every_draw_reaches_it)
{
    struct programme p;
    begin(&p, 12);
    for (size_t i = 0; i < 5; i++) {
        sign(&p, i, 100);
    }
    p.input.percent = 50; /* six: one of seven within years */
    p.input.due_on = jalon_date_add(p.input.as_of, 3 * 364);
    JALON_AUTO(jalon_forecast_freep)
    struct jalon_forecast *forecast = jalon_forecast_new(&p.input);
    assert_true(forecast->p_reached > 0.99);
    assert_true(forecast->p_reached < 1);
}

TEST(when_the_due_day_is_past_and_one_is_open_the_chance_is_exactly_zero)
{
    struct programme p;
    begin(&p, 12);
    for (size_t i = 1; i < 12; i++) {
        sign(&p, i, 100);
    }
    p.input.due_on = p.input.as_of;
    JALON_AUTO(jalon_forecast_freep)
    struct jalon_forecast *forecast = jalon_forecast_new(&p.input);
    const double zero = 0;
    assert_memory_equal(&forecast->p_all, &zero, sizeof zero);
    assert_memory_equal(&forecast->p_reached, &zero, sizeof zero);
    assert_int_equal(forecast->at_due.quantiles[JALON_FORECAST_Q5], 11);
    assert_int_equal(forecast->at_due.quantiles[JALON_FORECAST_QUANTILES - 1], 11);
}

TEST(a_past_due_day_that_was_kept_by_so_many_as_were_asked_for_is_reached)
{
    struct programme p;
    begin(&p, 10);
    for (size_t i = 0; i < 8; i++) {
        sign(&p, i, 100);
    }
    sign(&p, 8, 130);
    p.input.due_on = day(120);
    p.input.percent = 80;
    JALON_AUTO(jalon_forecast_freep)
    struct jalon_forecast *forecast = jalon_forecast_new(&p.input);
    assert_true(forecast->p_reached > 0.999);
    assert_int_equal(forecast->at_due.quantiles[JALON_FORECAST_Q5], 8);
    assert_int_equal(forecast->fan[0].quantiles[JALON_FORECAST_Q5], 9);
}

TEST(what_was_signed_after_the_due_day_was_not_signed_by_it)
{
    struct programme p;
    begin(&p, 10);
    for (size_t i = 0; i < 10; i++) {
        sign(&p, i, i < 9 ? 100 : 130);
    }
    p.contracts[9].is_first = false;
    p.input.due_on = day(120);
    JALON_AUTO(jalon_forecast_freep)
    struct jalon_forecast *forecast = jalon_forecast_new(&p.input);
    assert_true(forecast->p_all < 1e-12);
    assert_true(forecast->p_all_growing < 1e-12);
    assert_true(forecast->p_reached < 1e-12);
    assert_true(forecast->p_all_first > 0.999);
    assert_int_equal(forecast->at_due.quantiles[JALON_FORECAST_Q5], 9);
    p.contracts[9].is_first = true;
    JALON_AUTO(jalon_forecast_freep)
    struct jalon_forecast *first = jalon_forecast_new(&p.input);
    assert_true(first->p_all_first < 1e-12);
}

TEST(all_of_a_region_is_at_least_as_likely_as_all_and_the_whole_of_one_region_just_as_likely)
{
    struct programme p;
    begin_half_signed(&p);
    JALON_AUTO(jalon_forecast_freep)
    struct jalon_forecast *forecast = jalon_forecast_new(&p.input);
    assert_int_equal(forecast->n_regions, REGIONS);
    for (size_t i = 0; i < REGIONS; i++) {
        assert_int_equal(forecast->regions[i].n, 10);
        assert_int_equal(forecast->regions[i].n_signed, 5);
        assert_true(forecast->regions[i].p_all > forecast->p_all && forecast->regions[i].p_all < 1);
    }
    for (size_t i = 0; i < 40; i++) {
        p.contracts[i].region = 2;
    }
    JALON_AUTO(jalon_forecast_freep)
    struct jalon_forecast *alone = jalon_forecast_new(&p.input);
    assert_memory_equal(&alone->regions[2].p_all, &alone->p_all, sizeof alone->p_all);
    assert_int_equal(alone->regions[0].n, 0);
    assert_true(alone->regions[0].p_all < 1e-12);
}

TEST(a_region_that_is_signed_is_certain_and_one_that_is_late_impossible)
{
    struct programme p;
    const double one = 1;
    const double zero = 0;
    begin(&p, 12);
    for (size_t i = 0; i < 12; i++) {
        if (p.contracts[i].region < 2) {
            sign(&p, i, i == 1 ? 130 : 100);
        }
    }
    JALON_AUTO(jalon_forecast_freep)
    struct jalon_forecast *forecast = jalon_forecast_new(&p.input);
    assert_memory_equal(&forecast->regions[0].p_all, &one, sizeof one);
    assert_true(forecast->regions[3].p_all < 1);
    p.input.due_on = day(120);
    JALON_AUTO(jalon_forecast_freep) struct jalon_forecast *past = jalon_forecast_new(&p.input);
    assert_memory_equal(&past->regions[0].p_all, &one, sizeof one);
    assert_memory_equal(&past->regions[1].p_all, &zero, sizeof zero);
    assert_memory_equal(&past->regions[3].p_all, &zero, sizeof zero);
}

TEST(of_no_contract_nothing_is_certain)
{
    struct programme p;
    begin(&p, 0);
    JALON_AUTO(jalon_forecast_freep)
    struct jalon_forecast *to_come = jalon_forecast_new(&p.input);
    p.input.due_on = day(120);
    JALON_AUTO(jalon_forecast_freep)
    struct jalon_forecast *past = jalon_forecast_new(&p.input);
    assert_true(to_come->p_all < 1e-12 && past->p_all < 1e-12);
    assert_true(to_come->p_reached < 1e-12 && past->p_reached < 1e-12);
    assert_true(to_come->p_all_first < 1e-12 && past->p_all_first < 1e-12);
}

TEST(while_one_is_open_the_chance_is_less_than_one)
{
    struct programme p;
    begin(&p, 80);
    for (size_t i = 0; i < 79; i++) {
        sign(&p, i, 15 + (int)i % 7);
    }
    p.contracts[79].open_from = day(139);
    p.input.model.median_weeks = 1;
    p.input.due_on = day(1200);
    assert_true(p_all(&p) > 0.99 && p_all(&p) < 1);
}

TEST(a_signature_more_never_lowers_the_chance)
{
    struct programme p;
    begin_half_signed(&p);
    p.input.due_on = day(300);
    double before = p_all(&p);
    for (size_t i = 20; i < 40; i++) {
        sign(&p, i, 101 + 2 * (int)(i - 20));
        double after = p_all(&p);
        assert_not_lower(before, after);
        before = after;
    }
    assert_true(before > 0.999);
}

TEST(a_later_due_day_never_lowers_the_chance)
{
    struct programme p;
    begin_half_signed(&p);
    double before = 0;
    for (int due = 150; due < 500; due += 50) {
        p.input.due_on = day(due);
        double after = p_all(&p);
        assert_not_lower(before, after);
        before = after;
    }
    assert_true(before > 0.01);
}

TEST(a_contract_more_never_raises_the_chance_that_all_are_signed)
{
    struct programme p;
    begin(&p, 30);
    for (size_t i = 0; i < 24; i++) {
        sign(&p, i, 40 + 4 * (int)i);
    }
    p.input.due_on = day(300);
    for (size_t n = 31; n < 34; n++) {
        struct programme q;
        begin(&q, n);
        memcpy(q.contracts, p.contracts, 30 * sizeof q.contracts[0]);
        q.input.due_on = day(300);
        assert_not_lower(p_all(&q), p_all(&p));
    }
}

TEST(with_what_may_still_enter_the_chance_is_lower)
{
    struct programme p;
    begin_half_signed(&p);
    for (size_t i = 30; i < 40; i++) {
        p.contracts[i].is_first = false;
        p.contracts[i].entered_on = day(10 * (int)(i - 29));
    }
    p.input.due_on = day(360);
    JALON_AUTO(jalon_forecast_freep)
    struct jalon_forecast *forecast = jalon_forecast_new(&p.input);
    assert_true(forecast->p_all_growing < forecast->p_all);
    assert_true(forecast->p_all < forecast->p_all_first);
    assert_true(forecast->at_due.scope > 41);
    p.input.model.without_growth = true;
    JALON_AUTO(jalon_forecast_freep)
    struct jalon_forecast *still = jalon_forecast_new(&p.input);
    assert_true(fabs(still->p_all_growing - still->p_all) < 1e-12);
    assert_true(fabs(still->at_due.scope - 40) < 1e-9);
}

TEST(a_tiny_chance_is_told_as_a_number_and_not_as_zero)
{
    struct programme p;
    begin(&p, 80);
    p.input.due_on = day(160);
    JALON_AUTO(jalon_forecast_freep)
    struct jalon_forecast *forecast = jalon_forecast_new(&p.input);
    assert_true(forecast->p_all > 0);
    assert_true(forecast->p_all < 1e-6);
}

TEST(without_history_half_is_signed_after_the_assumed_weeks)
{
    for (int weeks = 8; weeks <= 32; weeks *= 2) {
        struct programme p;
        begin(&p, 60);
        p.input.as_of = day(14);
        p.input.observed_until = day(14);
        p.input.due_on = day(14 + 7 * weeks);
        p.input.model.median_weeks = weeks;
        p.input.model.without_growth = true;
        JALON_AUTO(jalon_forecast_freep)
        struct jalon_forecast *forecast = jalon_forecast_new(&p.input);
        assert_true(forecast->is_prior && forecast->is_thin);
        assert_true(fabs(forecast->at_due.expected - 30) < 6);
    }
}

TEST(the_fan_is_the_cut_off_the_mondays_and_the_last_day)
{
    struct programme p;
    begin_half_signed(&p);
    p.input.as_of = day(141); /* a Tuesday */
    p.input.until = day(157); /* a Thursday */
    JALON_AUTO(jalon_forecast_freep)
    struct jalon_forecast *forecast = jalon_forecast_new(&p.input);
    static const int days[] = {141, 147, 154, 157};
    assert_int_equal(forecast->n_fan, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(forecast->fan[i].on.days, day(days[i]).days);
        assert_true(i == 0 || forecast->fan[i].expected >= forecast->fan[i - 1].expected);
        for (int q = 1; q < JALON_FORECAST_QUANTILES; q++) {
            assert_true(forecast->fan[i].quantiles[q - 1] <= forecast->fan[i].quantiles[q]);
        }
    }
    assert_int_equal(forecast->fan[0].quantiles[JALON_FORECAST_Q5], 20);
    assert_int_equal(forecast->fan[0].quantiles[JALON_FORECAST_QUANTILES - 1], 20);
}

/* 56 days are left: the eighth week ends on the due day, which is told anyway. */
TEST(what_lies_before_the_due_day_is_told_some_weeks_ahead_and_changes_nothing_else)
{
    struct programme p;
    begin_half_signed(&p);
    JALON_AUTO(jalon_forecast_freep) struct jalon_forecast *forecast = jalon_forecast_new(&p.input);
    assert_int_equal(forecast->n_ahead, 3);
    for (size_t i = 0; i < forecast->n_ahead; i++) {
        const struct jalon_forecast_point *point = &forecast->ahead[i];
        const struct jalon_forecast_point *later =
            i + 1 < forecast->n_ahead ? &forecast->ahead[i + 1] : &forecast->at_due;
        assert_int_equal(jalon_date_diff(point->on, p.input.as_of), 7 * jalon_forecast_ahead[i]);
        assert_true(point->expected > forecast->n_signed && point->expected < later->expected);
        assert_true(point->quantiles[JALON_FORECAST_Q90] <= later->quantiles[JALON_FORECAST_Q90]);
    }
    p.input.due_on = p.input.as_of;
    JALON_AUTO(jalon_forecast_freep) struct jalon_forecast *fact = jalon_forecast_new(&p.input);
    assert_int_equal(fact->n_ahead, 0);
}

TEST(the_contract_that_has_not_begun_is_the_one_most_at_risk)
{
    struct programme p;
    begin_half_signed(&p);
    p.contracts[33].stage = JALON_FORECAST_WAITING;
    p.contracts[33].waited_until = p.input.as_of;
    JALON_AUTO(jalon_forecast_freep)
    struct jalon_forecast *forecast = jalon_forecast_new(&p.input);
    assert_string_equal(forecast->risks[0].code, "xx-33");
    assert_int_equal(forecast->risks[0].days_open, -1);
    assert_int_equal(forecast->risks[1].days_open, 126);
    assert_int_equal(forecast->n_risks, 20);
}

TEST(contracts_that_nobody_follows_do_not_teach_that_none_begins)
{
    struct programme followed, silent;
    begin(&followed, 60);
    for (size_t i = 0; i < 10; i++) {
        sign(&followed, i, 40 + 8 * (int)i);
    }
    for (size_t i = 20; i < 60; i++) {
        followed.contracts[i].stage = JALON_FORECAST_WAITING;
        followed.contracts[i].waited_until = day(140);
    }
    silent = followed;
    silent.input.contracts = silent.contracts;
    for (size_t i = 20; i < 60; i++) {
        silent.contracts[i].stage = JALON_FORECAST_UNKNOWN;
        silent.contracts[i].waited_until = day(0);
    }
    assert_true(expected(&silent) > expected(&followed) + 2);
}

TEST(a_contract_that_left_tells_of_the_time_before_and_counts_no_more)
{
    struct programme p;
    begin_half_signed(&p);
    p.contracts[39].stage = JALON_FORECAST_GONE;
    p.contracts[39].open_until = day(100);
    JALON_AUTO(jalon_forecast_freep)
    struct jalon_forecast *forecast = jalon_forecast_new(&p.input);
    assert_int_equal(forecast->n, 39);
    assert_int_equal(forecast->n_risks, 19);
    assert_int_equal(forecast->n_events, 20);
}

TEST(a_suspended_contract_waits_to_begin_again)
{
    struct programme p;
    begin_half_signed(&p);
    p.contracts[25].stage = JALON_FORECAST_PAUSED;
    p.contracts[25].open_until = day(90);
    JALON_AUTO(jalon_forecast_freep)
    struct jalon_forecast *forecast = jalon_forecast_new(&p.input);
    assert_string_equal(forecast->risks[0].code, "xx-25");
    assert_int_equal(forecast->n, 40);
}

TEST(a_planned_date_counts_for_as_much_as_such_dates_were_kept)
{
    struct programme kept, missed;
    static struct jalon_forecast_plan plans[MOST];
    begin(&kept, 40);
    for (size_t i = 0; i < 40; i++) {
        int on = 40 + 5 * (int)(i % 20);
        plans[i] = (struct jalon_forecast_plan){day(14), i < 20 ? day(on) : day(150)};
        kept.contracts[i].plans = &plans[i];
        kept.contracts[i].n_plans = 1;
        if (i < 20) {
            sign(&kept, i, on);
        }
    }
    missed = kept;
    missed.input.contracts = missed.contracts;
    for (size_t i = 0; i < 20; i++) { /* as many signatures, far from the dates */
        sign(&missed, i, 40 + 5 * (int)((i + 9) % 20));
    }
    kept.input.due_on = day(154);
    missed.input.due_on = day(154);
    assert_true(expected(&kept) > expected(&missed) + 2);
}

TEST(what_the_books_may_not_hold_yet_is_no_sign_of_a_slow_pace)
{
    struct programme p;
    begin(&p, 40);
    for (size_t i = 0; i < 20; i++) {
        sign(&p, i, 40 + 3 * (int)i);
    }
    double complete = expected(&p);
    p.input.observed_until = day(105);
    assert_true(expected(&p) > complete + 1);
}

TEST(an_announced_ceremony_counts_for_as_much_as_those_before_it)
{
    struct programme p;
    begin(&p, 40);
    for (size_t i = 0; i < 20; i++) {
        sign(&p, i, i < 10 ? 66 : 108); /* on two ceremonies */
    }
    const struct jalon_date ceremonies[] = {day(66), day(108), day(150)};
    p.input.ceremonies = ceremonies;
    p.input.due_on = day(154);
    p.input.n_ceremonies = 2;
    double without = expected(&p);
    p.input.n_ceremonies = 3;
    double with = expected(&p);
    assert_true(with > without + 1);
    p.input.model.slip_weeks = 8;
    p.input.model.slip_percent = 100;
    assert_true(expected(&p) < with);
    p.input.model.slip_percent = 0;
    assert_true(expected(&p) > with);
}

TEST(of_few_contracts_and_none_there_is_a_forecast_too)
{
    struct programme p;
    begin(&p, 1);
    JALON_AUTO(jalon_forecast_freep)
    struct jalon_forecast *one = jalon_forecast_new(&p.input);
    assert_true(one->p_all > 0 && one->p_all < 1);
    begin(&p, 0);
    JALON_AUTO(jalon_forecast_freep)
    struct jalon_forecast *none = jalon_forecast_new(&p.input);
    assert_int_equal(none->n, 0);
    assert_int_equal(none->at_due.quantiles[JALON_FORECAST_Q50], 0);
}
