/*
 * Simulation-based calibration: parameters are drawn from the priors, a history is made by them,
 * and the forecast is fitted to it. Where the number signed later lies among the draws is then even
 * (Talts, Betancourt, Simpson, Vehtari and Gelman), unless fit or simulation is wrong. The history
 * is made here, by the words of forecast.h and not by its code.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "domain/forecast.h"
#include "domain/random.h"
#include "support/test.h"

enum { RUNS = 400, BINS = 20, CONTRACTS = 48, REGIONS = 4, PAST = 26, AHEAD = 13, WEEKS = 39 };
enum { DRAWS = 399, AGES = 6, SEASON = 4, STEPS = 3 };

struct truth {
    double ages[AGES], regions[REGIONS], bursts[REGIONS][WEEKS], seasons[WEEKS], paces[WEEKS], rest;
    bool is_awake[REGIONS][WEEKS];
    double waiting;
};

static int age_class(int weeks)
{
    return weeks < 4 ? 0 : weeks < 8 ? 1 : weeks < 16 ? 2 : weeks < 26 ? 3 : weeks < 52 ? 4 : 5;
}

static double mean_one(struct jalon_random *random, double spread)
{
    return jalon_random_gamma(random, spread, spread);
}

static double pick(struct jalon_random *random, const double grid[8])
{
    return grid[(int)(jalon_random_uniform(random) * 8)];
}

static double chance(struct jalon_random *random, double yes, double no)
{
    double a = jalon_random_gamma(random, yes, 1);
    return a / (a + jalon_random_gamma(random, no, 1));
}

static void draw_regions(struct jalon_random *random, struct truth *truth)
{
    static const double region[8] = {2, 3, 4, 6, 8, 12, 20, 40};
    static const double burst[8] = {0.1, 0.2, 0.35, 0.6, 1, 2, 6, 40};
    double region_spread = pick(random, region);
    double burst_spread = pick(random, burst);
    double beginning_awake = chance(random, 0.5, 0.7);
    double waking = chance(random, 3, 10);
    for (int r = 0; r < REGIONS; r++) {
        int step = jalon_random_uniform(random) < beginning_awake ? STEPS : 0;
        truth->regions[r] = mean_one(random, region_spread);
        for (int week = 0; week < WEEKS; week++) {
            step += week > 0 && step < STEPS && jalon_random_uniform(random) < waking;
            truth->is_awake[r][week] = step == STEPS;
            truth->bursts[r][week] = mean_one(random, burst_spread);
        }
    }
}

/* Seasons are counted from the cut-off, to both sides. */
static void draw_seasons(struct jalon_random *random, struct truth *truth)
{
    static const double season[8] = {8, 12, 20, 30, 50, 100, 200, 400};
    static const double pace[8] = {0.6, 0.8, 1, 1.2, 1.5, 2, 3, 6};
    double season_spread = pick(random, season);
    double pace_spread = pick(random, pace);
    double breaking = chance(random, 1, 11);
    truth->paces[0] = 1;
    truth->seasons[0] = mean_one(random, season_spread);
    for (int week = 1; week < WEEKS; week++) {
        bool goes_on = (week - PAST % SEASON) % SEASON != 0;
        bool breaks = !goes_on && jalon_random_uniform(random) < breaking;
        truth->seasons[week] = goes_on ? truth->seasons[week - 1] : mean_one(random, season_spread);
        truth->paces[week] = breaks ? 0.5 * mean_one(random, pace_spread) : truth->paces[week - 1];
    }
}

static void draw_truth(struct jalon_random *random, struct truth *truth)
{
    static const double shapes[AGES] = {0.25, 0.9, 1.15, 1.15, 1.15, 0.8};
    double at_median = 0.5 * (4 * 0.25 + 4 * 0.9 + 7 * 1.15) / log(2); /* by week 15 */
    double scale = jalon_random_gamma(random, 3, 3 / at_median);
    for (int age = 0; age < AGES; age++) {
        truth->ages[age] = jalon_random_gamma(random, 6, 6 * scale / shapes[age]);
    }
    draw_regions(random, truth);
    draw_seasons(random, truth);
    truth->rest = jalon_random_gamma(random, 4, 4 / 0.7);
    truth->waiting = jalon_random_gamma(random, 2, 16);
}

struct history {
    struct jalon_forecast_contract contracts[CONTRACTS];
    char codes[CONTRACTS][8];
    int signed_by_end;
};

static struct jalon_date day(int n)
{
    return jalon_date_add(jalon_date_of(2019, 1, 7), n);
}

/* The day after BEGUN on which it is signed; beyond all weeks: not in them. */
static int draw_signing(struct jalon_random *random, const struct truth *truth, int region,
                        int begun, bool is_pilot)
{
    double left = jalon_random_exponential(random);
    for (int at = begun; at < 7 * WEEKS; at++) { /* day AT + 1 */
        int week = at / 7;
        int middle = 7 * week + 4;
        int weeks = middle > begun ? (middle - begun) / 7 : 0;
        double daily = truth->ages[age_class(weeks)] * truth->regions[region] *
                       truth->bursts[region][week] * truth->seasons[week] * truth->paces[week] *
                       (truth->is_awake[region][week] ? 1 : 0.02) * (is_pilot ? 1 : truth->rest) /
                       7;
        left -= daily;
        if (left < 0) {
            return at + 1;
        }
    }
    return 7 * WEEKS + 1;
}

static void draw_contract(struct jalon_random *random, const struct truth *truth,
                          struct history *history, int i)
{
    struct jalon_forecast_contract *one = &history->contracts[i];
    bool is_pilot = i % 3 == 0;
    double wait = 7 * jalon_random_exponential(random) / truth->waiting;
    int begun = is_pilot ? 0 : wait < 7 * WEEKS ? (int)wait : 7 * WEEKS;
    int signed_on = draw_signing(random, truth, i % REGIONS, begun, is_pilot);
    (void)snprintf(history->codes[i], sizeof history->codes[i], "s-%02d", i);
    *one = (struct jalon_forecast_contract){
        .code = history->codes[i],
        .region = (size_t)(i % REGIONS),
        .is_pilot = is_pilot,
        .is_first = true,
        .stage = signed_on <= 7 * PAST ? JALON_FORECAST_SIGNED
                 : begun <= 7 * PAST   ? JALON_FORECAST_OPEN
                                       : JALON_FORECAST_WAITING,
        .entered_on = day(0),
        .waited_until = is_pilot ? JALON_DATE_NONE : day(begun < 7 * PAST ? begun : 7 * PAST),
        .begin_is_known = !is_pilot && begun <= 7 * PAST,
        .open_from = begun <= 7 * PAST ? day(begun) : JALON_DATE_NONE,
        .open_until = signed_on <= 7 * PAST ? day(signed_on) : JALON_DATE_NONE};
    history->signed_by_end += signed_on <= 7 * WEEKS;
}

/* The rank of the truth among the draws, ties broken by chance, as a bin. */
static int bin_of(const struct jalon_forecast_point *point, int truth, struct jalon_random *random)
{
    double under = 0;
    for (int n = 0; n < truth && (size_t)n < point->n_counts; n++) {
        under += point->draws_by_count[n];
    }
    double ties = (size_t)truth < point->n_counts ? point->draws_by_count[truth] : 0;
    double rank = under + jalon_random_uniform(random) * (ties + 1);
    return (int)(rank / (DRAWS + 1) * BINS);
}

static int run(uint64_t seed)
{
    static struct history history;
    static struct truth truth;
    struct jalon_random random;
    jalon_random_init(&random, seed);
    draw_truth(&random, &truth);
    history.signed_by_end = 0;
    for (int i = 0; i < CONTRACTS; i++) {
        draw_contract(&random, &truth, &history, i);
    }
    const struct jalon_forecast_input input = {
        .contracts = history.contracts,
        .n = CONTRACTS,
        .n_regions = REGIONS,
        .starts_on = day(0),
        .as_of = day(7 * PAST),
        .observed_until = day(7 * PAST),
        .due_on = day(7 * WEEKS),
        .percent = 100,
        .until = JALON_DATE_NONE,
        .model = {.draws = DRAWS, .seed = seed, .without_growth = true}};
    JALON_AUTO(jalon_forecast_freep) struct jalon_forecast *forecast = jalon_forecast_new(&input);
    return bin_of(&forecast->at_due, history.signed_by_end, &random);
}

TEST(the_truth_ranks_evenly_among_the_draws)
{
    int counts[BINS] = {0};
    for (int i = 0; i < RUNS; i++) {
        counts[run(5000 + (uint64_t)i)]++;
    }
    double chi_square = 0;
    for (int bin = 0; bin < BINS; bin++) {
        double expected = (double)RUNS / BINS;
        chi_square += (counts[bin] - expected) * (counts[bin] - expected) / expected;
        printf(" %d", counts[bin]);
    }
    printf("\nchi square %.1f with 19 degrees of freedom\n", chi_square);
    assert_true(chi_square < 36.19); /* p > 0.01 */
}
