/*
 * What may come: given one draw of the parameters, the day on which each open contract is signed,
 * and what enters the scope meanwhile.
 */
#include <math.h>
#include <string.h>

#include "domain/forecast_priv.h"

enum {
    WEEKLY_UNTIL = 16,  /* slots of a week up to this week, */
    MONTHLY_UNTIL = 52, /* of four weeks up to this one, then of half a year */
    NEVER = INT32_MAX
};

static int slot_weeks(int week)
{
    if (week < WEEKLY_UNTIL) {
        return 1;
    }
    return week < MONTHLY_UNTIL ? 4 : 26;
}

static void cut_slots(struct jalon_forecast_paths *paths, int days, struct jalon_arena *arena)
{
    size_t most = (size_t)days / 7 + 2;
    paths->slots = jalon_arena_array(arena, most, sizeof *paths->slots);
    for (int week = 0; 7 * week < days; week += slot_weeks(week)) {
        paths->slots[paths->n_slots++] =
            (struct jalon_forecast_slot){.from = 7 * week,
                                         .to = 7 * (week + slot_weeks(week)),
                                         .middle = 7 * week + (7 * slot_weeks(week) + 1) / 2};
    }
    paths->horizon = paths->slots[paths->n_slots - 1].to;
}

static int compare_codes(const void *a, const void *b)
{
    const struct jalon_forecast_contract *const *x = a;
    const struct jalon_forecast_contract *const *y = b;
    return strcmp((*x)->code, (*y)->code);
}

static void list_open(struct jalon_forecast_paths *paths, struct jalon_arena *arena)
{
    const struct jalon_forecast_input *input = paths->input;
    paths->open = jalon_arena_array(arena, input->n, sizeof *paths->open);
    for (size_t i = 0; i < input->n; i++) {
        enum jalon_forecast_stage stage = input->contracts[i].stage;
        if (stage != JALON_FORECAST_SIGNED && stage != JALON_FORECAST_GONE) {
            paths->open[paths->n_open++] = &input->contracts[i];
        }
    }
    if (paths->n_open > 0) {
        qsort(paths->open, paths->n_open, sizeof(*paths->open), compare_codes);
    }
}

/* The classes by planned date are the same in every draw. */
static void classify(struct jalon_forecast_paths *paths, struct jalon_arena *arena)
{
    size_t n_plans = 0;
    for (size_t i = 0; i < paths->n_open; i++) {
        n_plans += paths->open[i]->n_plans;
    }
    if (n_plans == 0) {
        return;
    }
    size_t n = paths->n_open * paths->n_slots;
    paths->plans = jalon_arena_array(arena, n, 1);
    for (size_t i = 0; i < n; i++) {
        int week = jalon_forecast_week(paths->slots[i % paths->n_slots].middle);
        paths->plans[i] = (unsigned char)jalon_forecast_plan_in(
            paths->input, paths->open[i / paths->n_slots], week);
    }
}

/* Room for what lies behind a contract of the first day. */
static void make_levels(struct jalon_forecast_paths *paths, struct jalon_arena *arena)
{
    int days = 0;
    for (size_t i = 0; i < paths->n_open; i++) {
        int behind = -jalon_forecast_day(paths->input, paths->open[i]->entered_on);
        days = behind > days ? behind : days;
    }
    paths->n_behind = days / 7 + 2;
    paths->behind = jalon_arena_array(arena, (size_t)paths->n_behind, sizeof(double));
    paths->levels = jalon_arena_array(arena, JALON_FORECAST_OLD + 1, sizeof(double));
}

static int later(int a, int b)
{
    return a > b ? a : b;
}

void jalon_forecast_paths_init(struct jalon_forecast_paths *paths,
                               const struct jalon_forecast_input *input,
                               struct jalon_forecast_fit *fit, struct jalon_arena *arena)
{
    int due = jalon_forecast_day(input, input->due_on);
    int until = jalon_date_is_set(input->until) ? jalon_forecast_day(input, input->until) : due;
    *paths = (struct jalon_forecast_paths){.input = input, .fit = fit, .due = later(due, 0)};
    bool grows = !fit->model.without_growth && input->n > 0;
    paths->entries_end = grows ? later(paths->due, until) : 0;
    cut_slots(paths, later(JALON_FORECAST_YEARS * 364, later(due, until)), arena);
    list_open(paths, arena);
    classify(paths, arena);
    make_levels(paths, arena);
    size_t days = (size_t)paths->horizon + 1;
    jalon_forecast_common_init(paths, arena);
    paths->signed_on = jalon_arena_array(arena, days, sizeof(int));
    paths->entered_on = jalon_arena_array(arena, days, sizeof(int));
    paths->late_signed_on = jalon_arena_array(arena, days, sizeof(int));
    paths->chances = jalon_arena_array(arena, paths->n_open, sizeof(double));
}

static double plan_value(const struct jalon_forecast_paths *paths, int plan)
{
    return plan == JALON_PLAN_NONE ? 1 : jalon_forecast_value(paths, JALON_FACTOR_PLAN, plan - 1);
}

static void draw_levels(struct jalon_forecast_paths *paths)
{
    for (int week = 0; week <= JALON_FORECAST_OLD; week++) {
        paths->levels[week] =
            jalon_forecast_value(paths, JALON_FACTOR_AGE, jalon_forecast_age(week));
    }
    for (int week = 1; week < paths->n_behind; week++) {
        int of = week - 1 < JALON_FORECAST_OLD ? week - 1 : JALON_FORECAST_OLD;
        paths->behind[week] = paths->behind[week - 1] + paths->levels[of];
    }
}

/* A contract on its way through the slots. */
struct walk {
    size_t region;
    const unsigned char *plans; /* by slot; NULL: none */
    double rest;
    int open_from;
    double hazard_until_due; /* result */
    int signed_on;           /* result; NEVER: beyond the horizon */
};

static double daily_hazard(struct jalon_forecast_paths *paths, const struct walk *walk, size_t s)
{
    int weeks = (paths->slots[s].middle - walk->open_from) / 7;
    weeks = weeks < 0 ? 0 : weeks > JALON_FORECAST_OLD ? JALON_FORECAST_OLD : weeks;
    double plan = walk->plans != NULL ? plan_value(paths, walk->plans[s]) : 1;
    double common = paths->common[walk->region * paths->n_slots + s];
    if (common < 0) {
        common = jalon_forecast_common_of(paths, walk->region, s);
    }
    return paths->levels[weeks] * plan * common * walk->rest;
}

static void go(struct jalon_forecast_paths *paths, struct walk *walk)
{
    double left = jalon_random_exponential(&paths->fit->random);
    size_t s = 0;
    walk->signed_on = NEVER;
    walk->hazard_until_due = 0;
    while (s < paths->n_slots && paths->slots[s].to <= walk->open_from) {
        s++;
    }
    for (; s < paths->n_slots; s++) {
        const struct jalon_forecast_slot *slot = &paths->slots[s];
        int from = later(slot->from, walk->open_from);
        double daily = daily_hazard(paths, walk, s);
        double hazard = daily * (slot->to - from);
        if (slot->to <= paths->due) {
            walk->hazard_until_due += hazard;
        } else if (from < paths->due) {
            walk->hazard_until_due += daily * (paths->due - from);
        }
        if (walk->signed_on == NEVER && left < hazard) {
            int day = from + 1 + (int)(left / daily);
            walk->signed_on = day < slot->to ? day : slot->to;
        }
        if (walk->signed_on != NEVER && slot->to >= paths->due) {
            return;
        }
        left -= hazard;
    }
}

static int draw_wait(struct jalon_forecast_paths *paths)
{
    double days = 7 * jalon_random_exponential(&paths->fit->random) / paths->fit->waiting;
    return days < paths->horizon ? (int)days : paths->horizon;
}

/* The same after some days of an age. */
static double levels_by(const struct jalon_forecast_paths *paths, int days)
{
    int week = days / 7;
    return paths->behind[week] + (paths->behind[week + 1] - paths->behind[week]) * (days % 7) / 7;
}

/* What a contract that began DAYS ago went through unsigned, since its Région is awake; bursts and
 * paces are not known. */
static double hazard_behind(const struct jalon_forecast_paths *paths, int days,
                            const struct walk *walk)
{
    int awake = 7 * paths->fit->awake_weeks[walk->region];
    double asleep = awake < days ? levels_by(paths, days - awake) : 0;
    return (levels_by(paths, days) - asleep) *
           jalon_forecast_value(paths, JALON_FACTOR_REGION, (int)walk->region) * walk->rest;
}

/* The day on which it begins, or may have begun without anybody writing it down: then as likely as
 * it is that it was not signed since. */
static int draw_beginning(struct jalon_forecast_paths *paths,
                          const struct jalon_forecast_contract *one, const struct walk *walk)
{
    enum { TRIES = 20 };
    if (one->stage != JALON_FORECAST_UNKNOWN) {
        return draw_wait(paths);
    }
    int known = jalon_forecast_day(
        paths->input, jalon_date_is_set(one->waited_until) ? one->waited_until : one->entered_on);
    for (int i = 0; i < TRIES; i++) {
        int day = known + draw_wait(paths);
        if (day >= 0 ||
            jalon_random_exponential(&paths->fit->random) > hazard_behind(paths, -day, walk)) {
            return day;
        }
    }
    return 0;
}

static double chance_of(double hazard)
{
    double p = -expm1(-hazard);
    return p < JALON_FORECAST_MOST ? p : JALON_FORECAST_MOST;
}

static void draw_open(struct jalon_forecast_paths *paths, size_t i)
{
    const struct jalon_forecast_contract *one = paths->open[i];
    bool is_rest = paths->fit->data->has_rest && !one->is_pilot;
    struct walk walk = {.region = one->region,
                        .rest = is_rest ? jalon_forecast_value(paths, JALON_FACTOR_REST, 0) : 1,
                        .plans = one->n_plans > 0 ? &paths->plans[i * paths->n_slots] : NULL};
    if (one->stage == JALON_FORECAST_OPEN) {
        walk.open_from = jalon_forecast_day(paths->input, one->open_from);
    } else {
        walk.open_from = draw_beginning(paths, one, &walk);
    }
    go(paths, &walk);
    paths->chances[i] = chance_of(walk.hazard_until_due);
    if (walk.signed_on <= paths->horizon) {
        paths->signed_on[walk.signed_on]++;
    }
}

/* Batches are as large as those seen, or one, or three. */
static int draw_batch_size(struct jalon_forecast_paths *paths)
{
    const struct jalon_forecast_data *data = paths->fit->data;
    int i = (int)(jalon_random_uniform(&paths->fit->random) * (data->n_batches + 2));
    if (i < data->n_batches) {
        return data->batches[i];
    }
    return i == data->n_batches ? 1 : 3;
}

static void draw_entry(struct jalon_forecast_paths *paths, int day)
{
    const struct jalon_forecast_input *input = paths->input;
    double u = jalon_random_uniform(&paths->fit->random);
    size_t region = input->contracts[(size_t)(u * (double)input->n)].region;
    struct walk walk = {
        .region = region,
        .rest = paths->fit->data->has_rest ? jalon_forecast_value(paths, JALON_FACTOR_REST, 0) : 1};
    walk.open_from = day + draw_wait(paths);
    go(paths, &walk);
    paths->entered_on[day]++;
    if (day <= paths->due) {
        paths->late_chance *= chance_of(walk.hazard_until_due);
    }
    if (walk.signed_on <= paths->horizon) {
        paths->late_signed_on[walk.signed_on]++;
    }
}

static void draw_entries(struct jalon_forecast_paths *paths)
{
    struct jalon_forecast_fit *fit = paths->fit;
    double growth = jalon_forecast_growth_weeks(fit->data->weeks + paths->entries_end / 7.0) -
                    fit->data->growth_weeks;
    int n = jalon_random_poisson(&fit->random, fit->growth * growth);
    for (int i = 0; i < n; i++) {
        int day = 1 + (int)(jalon_random_uniform(&fit->random) * paths->entries_end);
        for (int left = draw_batch_size(paths); left > 0; left--) {
            draw_entry(paths, day);
        }
    }
}

void jalon_forecast_paths_draw(struct jalon_forecast_paths *paths)
{
    size_t bytes = ((size_t)paths->horizon + 1) * sizeof(int);
    memset(paths->signed_on, 0, bytes);
    memset(paths->entered_on, 0, bytes);
    memset(paths->late_signed_on, 0, bytes);
    paths->late_chance = 1;
    draw_levels(paths);
    jalon_forecast_common_draw(paths);
    for (size_t i = 0; i < paths->n_open; i++) {
        draw_open(paths, i);
    }
    if (paths->entries_end > 0) {
        draw_entries(paths);
    }
}
