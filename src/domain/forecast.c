/* The forecast: draws, and what is told of them. */
#include "domain/forecast.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/forecast_priv.h"

const int jalon_forecast_percents[JALON_FORECAST_QUANTILES] = {5, 10, 25, 50, 75, 90, 95};
const int jalon_forecast_ahead[JALON_FORECAST_AHEAD] = {1, 2, 4, 8, 13};

/* So many simulations are made of each draw of the parameters, which resembles the one before. */
enum { SIMULATIONS = 4 };

struct tally {
    const struct jalon_forecast_input *input;
    struct jalon_forecast *forecast;
    struct jalon_forecast_paths paths;
    int *marks[JALON_FORECAST_MARK_N]; /* by draw: the day; horizon + 1: later */
    int n_signed_when_due;             /* of those that are signed by now */
    bool can_all, can_all_first;       /* be signed by the due day */
    bool *can_all_of;                  /* the same, by Région */
    double *all_of;                    /* by Région: the chance in the draw at hand */
    double *chances;                   /* by open contract: sum over the draws */
};

/* PERCENT of N, rounded up. */
static int share_of(int percent, int n)
{
    return (percent * n + 99) / 100;
}

static int with_default(int value, int fallback)
{
    return value > 0 ? value : fallback;
}

static struct jalon_forecast_model model_of(const struct jalon_forecast_model *given)
{
    return (struct jalon_forecast_model){
        .median_weeks = with_default(given->median_weeks, 15),
        .waiting_weeks = with_default(given->waiting_weeks, 8),
        .rest_percent = with_default(given->rest_percent, 70),
        .slip_percent =
            given->slip_weeks > 0 ? given->slip_percent : with_default(given->slip_percent, 50),
        .slip_weeks = with_default(given->slip_weeks, 3),
        .draws = with_default(given->draws, 4000),
        .seed = given->seed,
        .without_growth = given->without_growth};
}

/* Contracts in scope, and how many of them are signed by DATE. */
static void count(struct tally *tally)
{
    struct jalon_forecast *forecast = tally->forecast;
    forecast->n_regions = tally->input->n_regions;
    forecast->regions =
        jalon_arena_array(forecast->arena, forecast->n_regions, sizeof *forecast->regions);
    for (size_t i = 0; i < tally->input->n; i++) {
        const struct jalon_forecast_contract *one = &tally->input->contracts[i];
        if (one->stage != JALON_FORECAST_GONE) {
            forecast->n++;
            forecast->n_first += one->is_first;
            forecast->n_signed += one->stage == JALON_FORECAST_SIGNED;
            forecast->regions[one->region].n++;
            forecast->regions[one->region].n_signed += one->stage == JALON_FORECAST_SIGNED;
        }
    }
    forecast->required = share_of(tally->input->percent, forecast->n);
}

static bool is_signed_by(const struct jalon_forecast_contract *one, struct jalon_date date)
{
    return one->stage == JALON_FORECAST_SIGNED && jalon_date_is_set(one->open_until) &&
           jalon_date_compare(one->open_until, date) <= 0;
}

static int signed_by(const struct jalon_forecast_input *input, struct jalon_date date)
{
    int n = 0;
    for (size_t i = 0; i < input->n; i++) {
        n += is_signed_by(&input->contracts[i], date);
    }
    return n;
}

/* Not when one was signed after the due day, nor when there are none. */
static bool can_all_be_signed(const struct jalon_forecast_input *input, bool only_first)
{
    int n = 0;
    for (size_t i = 0; i < input->n; i++) {
        const struct jalon_forecast_contract *one = &input->contracts[i];
        if (one->stage != JALON_FORECAST_GONE && (one->is_first || !only_first)) {
            if (one->stage == JALON_FORECAST_SIGNED && !is_signed_by(one, input->due_on)) {
                return false;
            }
            n++;
        }
    }
    return n > 0;
}

static void find_regions_that_can(struct tally *tally, struct jalon_arena *arena)
{
    const struct jalon_forecast_input *input = tally->input;
    tally->can_all_of = jalon_arena_array(arena, input->n_regions, sizeof *tally->can_all_of);
    tally->all_of = jalon_arena_array(arena, input->n_regions, sizeof *tally->all_of);
    for (size_t i = 0; i < input->n_regions; i++) {
        tally->can_all_of[i] = tally->forecast->regions[i].n > 0;
    }
    for (size_t i = 0; i < input->n; i++) {
        const struct jalon_forecast_contract *one = &input->contracts[i];
        if (one->stage == JALON_FORECAST_SIGNED && !is_signed_by(one, input->due_on)) {
            tally->can_all_of[one->region] = false;
        }
    }
}

/* The cut-off, the Mondays after it, the last day. */
static void lay_fan(struct tally *tally)
{
    const struct jalon_forecast_input *input = tally->input;
    struct jalon_forecast *forecast = tally->forecast;
    struct jalon_date until = jalon_date_is_set(input->until) ? input->until : input->due_on;
    int days = jalon_date_diff(until, input->as_of);
    forecast->fan = jalon_arena_array(forecast->arena, (size_t)(days > 0 ? days / 7 : 0) + 3,
                                      sizeof *forecast->fan);
    forecast->fan[forecast->n_fan++].on = input->as_of;
    for (int day = 1; day <= days; day++) {
        struct jalon_date on = jalon_date_add(input->as_of, day);
        if (day == days || jalon_date_weekday(on) == JALON_MONDAY) {
            forecast->fan[forecast->n_fan++].on = on;
        }
    }
}

static void lay_ahead(struct tally *tally)
{
    struct jalon_forecast *forecast = tally->forecast;
    for (int i = 0; i < JALON_FORECAST_AHEAD; i++) {
        struct jalon_date on = jalon_date_add(forecast->as_of, 7 * jalon_forecast_ahead[i]);
        if (jalon_date_compare(on, forecast->due_on) < 0) {
            forecast->ahead[forecast->n_ahead++].on = on;
        }
    }
}

/* No more can be signed than there are and may enter; a draw beyond counts as the last. */
static void make_point(struct tally *tally, struct jalon_forecast_point *point)
{
    point->n_counts = 2 * (size_t)tally->forecast->n + 200;
    point->draws_by_count =
        jalon_arena_array(tally->forecast->arena, point->n_counts, sizeof *point->draws_by_count);
}

static void tally_point(struct tally *tally, struct jalon_forecast_point *point)
{
    const struct jalon_forecast_paths *paths = &tally->paths;
    int day = jalon_forecast_day(tally->input, point->on);
    size_t n = 0;
    if (day > 0) {
        n = (size_t)(tally->forecast->n_signed + paths->signed_on[day] +
                     paths->late_signed_on[day]);
        point->scope += tally->forecast->n + paths->entered_on[day];
    } else {
        bool is_due = jalon_date_compare(point->on, tally->forecast->due_on) == 0;
        n = (size_t)(is_due ? tally->n_signed_when_due : tally->forecast->n_signed);
        point->scope += tally->forecast->n;
    }
    point->expected += (double)n;
    point->draws_by_count[n < point->n_counts ? n : point->n_counts - 1]++;
}

static void finish_point(struct jalon_forecast_point *point, int draws)
{
    point->expected /= draws;
    point->scope /= draws;
    long seen = 0;
    int i = 0;
    for (size_t n = 0; n < point->n_counts; n++) {
        seen += point->draws_by_count[n];
        while (i < JALON_FORECAST_QUANTILES &&
               100 * seen >= (long)jalon_forecast_percents[i] * draws) {
            point->quantiles[i++] = (int)n;
        }
    }
}

/* From counts a day to counts by the end of a day. */
static void accumulate(int *counts, int last)
{
    for (int day = 1; day <= last; day++) {
        counts[day] += counts[day - 1];
    }
}

static void tally_marks(struct tally *tally, int draw)
{
    const struct jalon_forecast_paths *paths = &tally->paths;
    for (int kind = 0; kind < JALON_FORECAST_MARK_N; kind++) {
        int missing = tally->forecast->marks[kind].required - tally->forecast->n_signed;
        int day = 0;
        while (day <= paths->horizon && paths->signed_on[day] < missing) {
            day++;
        }
        tally->marks[kind][draw] = day;
    }
}

/* The chances of one draw are independent, so that all of a Région is a product; between the draws
 * its contracts stay bound together by what they share. */
static void tally_regions(struct tally *tally)
{
    const struct jalon_forecast_paths *paths = &tally->paths;
    struct jalon_forecast *forecast = tally->forecast;
    for (size_t i = 0; i < forecast->n_regions; i++) {
        tally->all_of[i] = tally->can_all_of[i];
    }
    for (size_t i = 0; i < paths->n_open; i++) {
        tally->all_of[paths->open[i]->region] *= paths->chances[i];
    }
    for (size_t i = 0; i < forecast->n_regions; i++) {
        forecast->regions[i].p_all += tally->all_of[i];
    }
}

/* Sums of chances, until finish(). A past due day leaves nothing to chance. */
static void tally_chances(struct tally *tally)
{
    struct jalon_forecast *forecast = tally->forecast;
    const struct jalon_forecast_paths *paths = &tally->paths;
    double all = tally->can_all;
    double all_first = tally->can_all_first;
    for (size_t i = 0; i < paths->n_open; i++) {
        all *= paths->chances[i];
        all_first *= paths->open[i]->is_first ? paths->chances[i] : 1;
        tally->chances[i] += paths->chances[i];
    }
    int n_signed = tally->n_signed_when_due + paths->signed_on[paths->due];
    double reached = forecast->n > 0 && n_signed >= forecast->required ? 1 : 0;
    if (paths->due > 0 && forecast->n_signed < forecast->required) {
        reached *= JALON_FORECAST_MOST;
    }
    bool asks_for_all = forecast->required == forecast->n && paths->due > 0;
    forecast->p_reached += asks_for_all ? all : reached;
    forecast->p_all += all;
    forecast->p_all_first += all_first;
    forecast->p_all_growing += all * paths->late_chance;
}

static void tally_draw(struct tally *tally, int draw)
{
    struct jalon_forecast_paths *paths = &tally->paths;
    accumulate(paths->signed_on, paths->horizon);
    accumulate(paths->entered_on, paths->horizon);
    accumulate(paths->late_signed_on, paths->horizon);
    for (size_t i = 0; i < tally->forecast->n_fan; i++) {
        tally_point(tally, &tally->forecast->fan[i]);
    }
    for (size_t i = 0; i < tally->forecast->n_ahead; i++) {
        tally_point(tally, &tally->forecast->ahead[i]);
    }
    tally_point(tally, &tally->forecast->at_due);
    tally_marks(tally, draw);
    tally_chances(tally);
    tally_regions(tally);
}

static int compare_ints(const void *a, const void *b)
{
    const int *x = a;
    const int *y = b;
    return (*x > *y) - (*x < *y);
}

static void finish_mark(struct tally *tally, int kind)
{
    int draws = tally->forecast->model.draws;
    int *days = tally->marks[kind];
    struct jalon_forecast_mark *mark = &tally->forecast->marks[kind];
    qsort(days, (size_t)draws, sizeof *days, compare_ints);
    for (int i = 0; i < JALON_FORECAST_QUANTILES; i++) {
        int day = days[share_of(jalon_forecast_percents[i], draws) - 1];
        mark->quantiles[i] = day <= tally->paths.horizon ? jalon_date_add(tally->input->as_of, day)
                                                         : JALON_DATE_NONE;
    }
}

static int compare_risks(const void *a, const void *b)
{
    const struct jalon_forecast_risk *x = a;
    const struct jalon_forecast_risk *y = b;
    int by_chance = (x->p_signed > y->p_signed) - (x->p_signed < y->p_signed);
    return by_chance != 0 ? by_chance : strcmp(x->code, y->code);
}

static void list_risks(struct tally *tally)
{
    struct jalon_forecast *forecast = tally->forecast;
    const struct jalon_forecast_paths *paths = &tally->paths;
    forecast->n_risks = paths->n_open;
    forecast->risks =
        jalon_arena_array(forecast->arena, forecast->n_risks, sizeof *forecast->risks);
    for (size_t i = 0; i < paths->n_open; i++) {
        const struct jalon_forecast_contract *one = paths->open[i];
        forecast->risks[i] = (struct jalon_forecast_risk){
            .code = jalon_arena_strdup(forecast->arena, one->code),
            .p_signed = tally->chances[i] / forecast->model.draws,
            .days_open = one->stage == JALON_FORECAST_OPEN
                             ? -jalon_forecast_day(tally->input, one->open_from)
                             : -1};
    }
    if (forecast->n_risks > 0) {
        qsort(forecast->risks, forecast->n_risks, sizeof *forecast->risks, compare_risks);
    }
}

static void finish(struct tally *tally)
{
    struct jalon_forecast *forecast = tally->forecast;
    int draws = forecast->model.draws;
    for (size_t i = 0; i < forecast->n_fan; i++) {
        finish_point(&forecast->fan[i], draws);
    }
    for (size_t i = 0; i < forecast->n_ahead; i++) {
        finish_point(&forecast->ahead[i], draws);
    }
    finish_point(&forecast->at_due, draws);
    for (int kind = 0; kind < JALON_FORECAST_MARK_N; kind++) {
        finish_mark(tally, kind);
    }
    forecast->p_reached /= draws;
    forecast->p_all /= draws;
    forecast->p_all_first /= draws;
    forecast->p_all_growing /= draws;
    for (size_t i = 0; i < forecast->n_regions; i++) {
        forecast->regions[i].p_all /= draws;
    }
    list_risks(tally);
}

static void prepare(struct tally *tally, struct jalon_arena *arena)
{
    struct jalon_forecast *forecast = tally->forecast;
    static const int percents[JALON_FORECAST_MARK_N] = {80, 90, 100};
    count(tally);
    lay_fan(tally);
    for (size_t i = 0; i < forecast->n_fan; i++) {
        make_point(tally, &forecast->fan[i]);
    }
    lay_ahead(tally);
    for (size_t i = 0; i < forecast->n_ahead; i++) {
        make_point(tally, &forecast->ahead[i]);
    }
    forecast->at_due.on = forecast->due_on;
    tally->n_signed_when_due = signed_by(tally->input, forecast->due_on);
    tally->can_all = can_all_be_signed(tally->input, false);
    tally->can_all_first = can_all_be_signed(tally->input, true);
    find_regions_that_can(tally, arena);
    make_point(tally, &forecast->at_due);
    for (int kind = 0; kind < JALON_FORECAST_MARK_N; kind++) {
        forecast->marks[kind].percent = percents[kind];
        forecast->marks[kind].required = share_of(percents[kind], forecast->n);
        tally->marks[kind] = jalon_arena_array(arena, (size_t)forecast->model.draws, sizeof(int));
    }
    tally->chances = jalon_arena_array(arena, tally->input->n, sizeof *tally->chances);
}

static void describe(struct jalon_forecast *forecast, const struct jalon_forecast_input *input,
                     const struct jalon_forecast_data *data)
{
    enum { FEW_EVENTS = 5, FEW_WEEKS = 5 };
    int days = jalon_date_diff(input->as_of, input->starts_on);
    forecast->weeks = days > 0 ? (days + 6) / 7 : 0;
    forecast->n_events = data->n_events;
    forecast->is_prior = data->n_events == 0;
    forecast->is_thin = data->n_events < FEW_EVENTS || forecast->weeks < FEW_WEEKS;
}

struct jalon_forecast *jalon_forecast_new(const struct jalon_forecast_input *input)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *work = jalon_arena_new();
    struct jalon_arena *arena = jalon_arena_new();
    struct jalon_forecast *forecast = jalon_arena_alloc(arena, sizeof *forecast);
    struct tally tally = {.input = input, .forecast = forecast};
    struct jalon_forecast_data data = {.arena = work};
    struct jalon_forecast_fit fit;
    forecast->arena = arena;
    forecast->as_of = input->as_of;
    forecast->due_on = input->due_on;
    forecast->model = model_of(&input->model);
    prepare(&tally, work);
    jalon_forecast_gather(input, &data);
    describe(forecast, input, &data);
    jalon_forecast_fit_init(&fit, &data, &forecast->model);
    jalon_forecast_paths_init(&tally.paths, input, &fit, work);
    for (int draw = 0; draw < forecast->model.draws; draw++) {
        if (draw % SIMULATIONS == 0) {
            jalon_forecast_fit_draw(&fit);
        }
        jalon_forecast_paths_draw(&tally.paths);
        tally_draw(&tally, draw);
    }
    finish(&tally);
    return forecast;
}

void jalon_forecast_free(struct jalon_forecast *forecast)
{
    if (forecast != NULL) {
        jalon_arena_free(forecast->arena);
    }
}

void jalon_forecast_freep(struct jalon_forecast **forecast)
{
    jalon_forecast_free(*forecast);
    *forecast = NULL;
}
