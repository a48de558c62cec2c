/* What the history of the contracts tells, as contract-weeks with the factors of their hazard. */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "domain/forecast_priv.h"

static int floor_div(int a, int b)
{
    return a >= 0 ? a / b : -((b - 1 - a) / b);
}

int jalon_forecast_week(int day)
{
    return floor_div(day - 1, 7);
}

int jalon_forecast_age(int weeks)
{
    static const int ends[JALON_FORECAST_AGES - 1] = {4, 8, 16, 26, JALON_FORECAST_OLD};
    int age = 0;
    while (age < JALON_FORECAST_AGES - 1 && weeks >= ends[age]) {
        age++;
    }
    return age;
}

int jalon_forecast_day(const struct jalon_forecast_input *input, struct jalon_date date)
{
    return jalon_date_diff(date, input->as_of);
}

enum jalon_forecast_plan_class jalon_forecast_plan_in(const struct jalon_forecast_input *input,
                                                      const struct jalon_forecast_contract *one,
                                                      int week)
{
    const struct jalon_forecast_plan *last = NULL; /* as decided by the eve of the week */
    for (size_t i = 0; i < one->n_plans; i++) {
        if (jalon_forecast_day(input, one->plans[i].decided_on) <= 7 * week) {
            last = &one->plans[i];
        }
    }
    if (last == NULL) {
        return JALON_PLAN_NONE;
    }
    int ahead = jalon_forecast_week(jalon_forecast_day(input, last->on)) - week;
    if (ahead > 1) {
        return JALON_PLAN_BEFORE;
    }
    return ahead >= -1 ? JALON_PLAN_ABOUT : JALON_PLAN_NONE;
}

double jalon_forecast_growth_weeks(double weeks)
{
    const double slowing = 13; /* after so many weeks the pace of entries is half of the first */
    return slowing * log((weeks + slowing) / slowing);
}

/* A contract in a week, before it is known which cells there are. */
struct piece {
    int region, week, age, plan;
    bool is_rest;
    int half_days; /* seen: whole numbers, so that their order leaves no trace */
    int events;
};

struct pieces {
    struct piece *items;
    size_t n, capacity;
};

static void pieces_done(struct pieces *pieces)
{
    free(pieces->items);
}

static void add_piece(struct pieces *pieces, struct piece piece)
{
    if (pieces->n == pieces->capacity) {
        pieces->capacity = pieces->capacity > 0 ? 2 * pieces->capacity : 1024;
        pieces->items = jalon_realloc_array(pieces->items, pieces->capacity, sizeof *pieces->items);
    }
    pieces->items[pieces->n++] = piece;
}

static int compare_pieces(const void *a, const void *b)
{
    const struct piece *x = a;
    const struct piece *y = b;
    const int pairs[][2] = {{x->region, y->region},
                            {x->week, y->week},
                            {x->age, y->age},
                            {x->plan, y->plan},
                            {x->is_rest, y->is_rest}};
    for (size_t i = 0; i < JALON_COUNT(pairs); i++) {
        if (pairs[i][0] != pairs[i][1]) {
            return pairs[i][0] < pairs[i][1] ? -1 : 1;
        }
    }
    return 0;
}

/* The weeks in which the contract was seen open. Of the day of an event half counts. */
static void add_weeks(struct pieces *pieces, const struct jalon_forecast_input *input,
                      const struct jalon_forecast_contract *one, bool is_rest)
{
    int seen_until = jalon_forecast_day(input, input->observed_until);
    int began = jalon_forecast_day(input, one->open_from);
    int from = began;
    int until = jalon_date_is_set(one->open_until) ? jalon_forecast_day(input, one->open_until)
                                                   : seen_until;
    bool is_event = one->stage == JALON_FORECAST_SIGNED && until <= seen_until;
    until = until < seen_until ? until : seen_until;
    from = is_event && from == until ? from - 1 : from;
    for (int week = jalon_forecast_week(from + 1); from < until; week++) {
        int end = 7 * week + 7 < until ? 7 * week + 7 : until;
        bool is_last = is_event && end == until;
        add_piece(pieces, (struct piece){.region = (int)one->region,
                                         .week = week,
                                         .age = jalon_forecast_age((7 * week + 4 - began) / 7),
                                         .plan = (int)jalon_forecast_plan_in(input, one, week),
                                         .is_rest = is_rest,
                                         .half_days = 2 * (end - from) - is_last,
                                         .events = is_last});
        from = end;
    }
}

static bool has_ceremony(const struct jalon_forecast_input *input, int week)
{
    for (size_t i = 0; i < input->n_ceremonies; i++) {
        if (jalon_forecast_week(jalon_forecast_day(input, input->ceremonies[i])) == week) {
            return true;
        }
    }
    return false;
}

static int season_of(int week)
{
    return (-1 - week) / JALON_FORECAST_SEASON;
}

/* Gives each family its places: as many bursts as there are Régions in weeks, as many seasons as
 * the earliest piece is away. */
static void place_families(const struct pieces *pieces, size_t n_regions,
                           struct jalon_forecast_data *data)
{
    int n_bursts = 0;
    int n_seasons = 1;
    data->n_weeks = 1;
    for (size_t i = 0; i < pieces->n; i++) {
        const struct piece *piece = &pieces->items[i];
        n_bursts += i == 0 || piece->region != piece[-1].region || piece->week != piece[-1].week;
        int season = season_of(piece->week) + 1;
        n_seasons = season > n_seasons ? season : n_seasons;
        data->n_weeks = -piece->week > data->n_weeks ? -piece->week : data->n_weeks;
    }
    const int sizes[JALON_FACTOR_N] = {[JALON_FACTOR_AGE] = JALON_FORECAST_AGES,
                                       [JALON_FACTOR_REGION] = (int)n_regions,
                                       [JALON_FACTOR_AWAKE] = n_bursts,
                                       [JALON_FACTOR_BURST] = n_bursts,
                                       [JALON_FACTOR_SEASON] = n_seasons,
                                       [JALON_FACTOR_PACE] = n_seasons,
                                       [JALON_FACTOR_CEREMONY] = 1,
                                       [JALON_FACTOR_REST] = 1,
                                       [JALON_FACTOR_PLAN] = 2};
    data->n_values = 1;
    for (int factor = 0; factor < JALON_FACTOR_N; factor++) {
        data->families[factor] = (struct jalon_forecast_family){data->n_values, sizes[factor]};
        data->n_values += sizes[factor];
    }
}

static struct jalon_forecast_cell cell_of(const struct jalon_forecast_input *input,
                                          const struct jalon_forecast_data *data,
                                          const struct piece *piece, int burst)
{
    const struct jalon_forecast_family *families = data->families;
    struct jalon_forecast_cell cell = {
        .at = {[JALON_FACTOR_AGE] = families[JALON_FACTOR_AGE].first + piece->age,
               [JALON_FACTOR_REGION] = families[JALON_FACTOR_REGION].first + piece->region,
               [JALON_FACTOR_AWAKE] = families[JALON_FACTOR_AWAKE].first + burst,
               [JALON_FACTOR_BURST] = families[JALON_FACTOR_BURST].first + burst,
               [JALON_FACTOR_SEASON] = families[JALON_FACTOR_SEASON].first + season_of(piece->week),
               [JALON_FACTOR_PACE] = families[JALON_FACTOR_PACE].first + season_of(piece->week)}};
    if (has_ceremony(input, piece->week)) {
        cell.at[JALON_FACTOR_CEREMONY] = families[JALON_FACTOR_CEREMONY].first;
    }
    if (piece->is_rest) {
        cell.at[JALON_FACTOR_REST] = families[JALON_FACTOR_REST].first;
    }
    if (piece->plan != JALON_PLAN_NONE) {
        cell.at[JALON_FACTOR_PLAN] = families[JALON_FACTOR_PLAN].first + piece->plan - 1;
    }
    return cell;
}

/* Pieces, in order, with the same factors become one cell. */
static void merge(const struct jalon_forecast_input *input, const struct pieces *pieces,
                  struct jalon_forecast_data *data)
{
    int burst = -1;
    data->cells = jalon_arena_array(data->arena, pieces->n, sizeof *data->cells);
    data->events = jalon_arena_array(data->arena, (size_t)data->n_values, sizeof *data->events);
    data->bursts = jalon_arena_array(data->arena, (size_t)data->families[JALON_FACTOR_BURST].n,
                                     sizeof *data->bursts);
    for (size_t i = 0; i < pieces->n; i++) {
        const struct piece *piece = &pieces->items[i];
        burst += i == 0 || piece->region != piece[-1].region || piece->week != piece[-1].week;
        data->bursts[burst] =
            (struct jalon_forecast_burst){piece->region, data->n_weeks + piece->week};
        if (i == 0 || compare_pieces(piece - 1, piece) != 0) {
            data->cells[data->n_cells++] = cell_of(input, data, piece, burst);
        }
        struct jalon_forecast_cell *cell = &data->cells[data->n_cells - 1];
        cell->exposure += piece->half_days;
        data->n_events += piece->events;
        for (int factor = 0; factor < JALON_FACTOR_N; factor++) {
            data->events[cell->at[factor]] += piece->events;
        }
    }
    for (size_t i = 0; i < data->n_cells; i++) {
        data->cells[i].exposure /= 14;
    }
}

/* How long contracts waited that the books follow, and how many were seen to begin. */
static void gather_waiting(const struct jalon_forecast_input *input,
                           struct jalon_forecast_data *data)
{
    int half_days = 0;
    for (size_t i = 0; i < input->n; i++) {
        const struct jalon_forecast_contract *one = &input->contracts[i];
        if (jalon_date_is_set(one->waited_until)) {
            int days = jalon_date_diff(one->waited_until, one->entered_on);
            half_days += 2 * (days > 0 ? days : 0) + one->begin_is_known;
            data->waiting_events += one->begin_is_known;
        }
    }
    data->waiting_weeks = half_days / 14.0;
}

static int compare_days(const void *a, const void *b)
{
    const struct jalon_date *x = a;
    const struct jalon_date *y = b;
    return jalon_date_compare(*x, *y);
}

static void gather_growth(const struct jalon_forecast_input *input,
                          struct jalon_forecast_data *data)
{
    struct jalon_date *days = jalon_arena_array(data->arena, input->n, sizeof *days);
    size_t n = 0;
    for (size_t i = 0; i < input->n; i++) {
        if (!input->contracts[i].is_first) {
            days[n++] = input->contracts[i].entered_on;
        }
    }
    if (n > 0) {
        qsort(days, n, sizeof *days, compare_days);
    }
    data->batches = jalon_arena_array(data->arena, n, sizeof *data->batches);
    for (size_t i = 0; i < n; i++) {
        data->n_batches += i == 0 || jalon_date_compare(days[i - 1], days[i]) != 0;
        data->batches[data->n_batches - 1]++;
    }
}

static void gather_ceremonies(const struct jalon_forecast_input *input,
                              struct jalon_forecast_data *data)
{
    for (size_t i = 0; i < input->n_ceremonies; i++) {
        data->n_ceremonies += jalon_date_compare(input->ceremonies[i], input->as_of) <= 0;
    }
}

static bool has_pilots(const struct jalon_forecast_input *input)
{
    for (size_t i = 0; i < input->n; i++) {
        if (input->contracts[i].is_pilot) {
            return true;
        }
    }
    return false;
}

void jalon_forecast_gather(const struct jalon_forecast_input *input,
                           struct jalon_forecast_data *ret_data)
{
    JALON_AUTO(pieces_done) struct pieces pieces = {0};
    int days = jalon_date_diff(input->as_of, input->starts_on);
    ret_data->weeks = days > 0 ? days / 7.0 : 0;
    ret_data->growth_weeks = jalon_forecast_growth_weeks(ret_data->weeks);
    ret_data->has_rest = has_pilots(input);
    for (size_t i = 0; i < input->n; i++) {
        const struct jalon_forecast_contract *one = &input->contracts[i];
        if (jalon_date_is_set(one->open_from)) {
            add_weeks(&pieces, input, one, ret_data->has_rest && !one->is_pilot);
        }
    }
    if (pieces.n > 0) {
        qsort(pieces.items, pieces.n, sizeof *pieces.items, compare_pieces);
    }
    place_families(&pieces, input->n_regions, ret_data);
    merge(input, &pieces, ret_data);
    gather_waiting(input, ret_data);
    gather_growth(input, ret_data);
    gather_ceremonies(input, ret_data);
}
