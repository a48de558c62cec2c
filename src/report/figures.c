/* Every figure of the weekly report with its definition, the source of `--explain` and the JSON. */
#include <math.h>

#include "report/weekly_plan.h"
#include "report/words.h"

struct figures {
    const struct jalon_weekly *weekly;
    struct jalon_arena *arena;
    struct jalon_figure *rows;
    size_t n;
};

static size_t max_figures(const struct jalon_weekly *weekly)
{
    const struct jalon_status *status = &weekly->status;
    return 18 + 5 + 2 + 2 * status->n_states + 4 * status->n_instruments +
           weekly->n_regions * (5 + 2 * status->n_instruments) + 5 * status->n_targets +
           status->n_cohorts * (1 + status->n_instruments) +
           status->n_weights * (3 + 2 * status->n_instruments);
}

static struct jalon_label unit(enum jalon_word word)
{
    return (struct jalon_label){{jalon_word(JALON_FR, word), jalon_word(JALON_EN, word)}};
}

/* Adds a figure whose definition is WORD filled with the two labels. It counts territories, unless
 * the caller says what else. */
static struct jalon_figure *add(struct figures *figures, const char *code, int64_t value,
                                enum jalon_word word, const struct jalon_label labels[2])
{
    struct jalon_figure *row = &figures->rows[figures->n];
    figures->n++;
    row->code = code;
    row->value = value;
    row->known = true;
    row->unit = unit(JALON_WORD_TERRITORIES);
    for (int lang = 0; lang < JALON_LANG_N; lang++) {
        JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
        jalon_say(&text, (enum jalon_lang)lang, word, labels[0].text[lang], labels[1].text[lang]);
        row->definition.text[lang] = jalon_arena_strdup(figures->arena, jalon_str_text(&text));
    }
    return row;
}

static const char *code(struct figures *figures, const char *group, const char *of,
                        const char *what)
{
    return jalon_arena_printf(figures->arena, "%s.%s%s", group, of, what);
}

static void add_scope(struct figures *figures)
{
    const struct jalon_scope_figures *scope = &figures->weekly->status.scope;
    const struct jalon_label none[2] = {{{"", ""}}, {{"", ""}}};
    add(figures, "scope.initial", scope->initial, JALON_WORD_FIG_SCOPE_INITIAL, none);
    add(figures, "scope.current", scope->current, JALON_WORD_FIG_SCOPE_CURRENT, none);
    add(figures, "scope.change", jalon_status_scope_change(&figures->weekly->status),
        JALON_WORD_FIG_SCOPE_CHANGE, none);
    add(figures, "scope.entered", scope->entered, JALON_WORD_FIG_SCOPE_ENTERED, none);
    add(figures, "scope.left", scope->left, JALON_WORD_FIG_SCOPE_LEFT, none);
    add(figures, "scope.out_of_scope", scope->out_of_scope, JALON_WORD_FIG_SCOPE_OUT, none);
}

static void add_restatements(struct figures *figures)
{
    const struct jalon_label none[2] = {{{"", ""}}, {{"", ""}}};
    add(figures, "restatements", (int64_t)figures->weekly->n_restatements, JALON_WORD_RESTATED_NOTE,
        none)
        ->unit = unit(JALON_WORD_UNIT_FIGURES);
}

/* Of a programme whose contracts have planned dates. */
static void add_plans(struct figures *figures, const struct jalon_weekly_plans *plans)
{
    const struct jalon_label none[2] = {{{"", ""}}, {{"", ""}}};
    if (plans == NULL || plans->n_slips + plans->n_steps == 0) {
        return;
    }
    add(figures, "plans.slipped", (int64_t)plans->n_slips, JALON_WORD_FIG_SLIPPED, none)->unit =
        unit(JALON_WORD_UNIT_DATES);
    add(figures, "plans.ahead", (int64_t)plans->n_steps, JALON_WORD_FIG_PLANNED, none)->unit =
        unit(JALON_WORD_UNIT_DATES);
    add(figures, "plans.overdue",
        (int64_t)jalon_plans_overdue(plans, figures->weekly->status.as_of), JALON_WORD_FIG_OVERDUE,
        none)
        ->unit = unit(JALON_WORD_UNIT_DATES);
}

static void add_state(struct figures *figures, const struct jalon_state_figures *state)
{
    const struct jalon_label labels[2] = {state->label, {{"", ""}}};
    add(figures, code(figures, "states", state->code, ""), state->n, JALON_WORD_FIG_STATE, labels);
    add(figures, code(figures, "states", state->code, ".change"), state->change,
        JALON_WORD_FIG_STATE_CHANGE, labels);
}

static void add_instrument(struct figures *figures,
                           const struct jalon_instrument_figures *instrument)
{
    int days = figures->weekly->status.pace_days;
    const char *length = jalon_arena_printf(figures->arena, "%d", days);
    const struct jalon_label labels[2] = {instrument->label, {{length, length}}};
    add(figures, code(figures, "instruments", instrument->code, ".signed"), instrument->n_signed,
        JALON_WORD_FIG_SIGNED, labels);
    add(figures, code(figures, "instruments", instrument->code, ".this_week"),
        instrument->this_week, JALON_WORD_FIG_SIGNED_WEEK, labels);
    add(figures, code(figures, "instruments", instrument->code, ".partial"), instrument->partial,
        JALON_WORD_FIG_PARTIAL, labels);
    struct jalon_figure *pace =
        add(figures, code(figures, "instruments", instrument->code, ".pace_seen"),
            jalon_pace_seen(instrument->seen, days), JALON_WORD_FIG_PACE_SEEN, labels);
    pace->tenths = true;
    pace->unit = unit(JALON_WORD_UNIT_A_WEEK);
}

static void add_region(struct figures *figures, const struct jalon_region_figures *region)
{
    const struct jalon_status *status = &figures->weekly->status;
    const char *of = region->code != NULL ? region->code : "none";
    struct jalon_label labels[2] = {{{region->name, region->name}}, {{"", ""}}};
    for (int lang = 0; region->code == NULL && lang < JALON_LANG_N; lang++) {
        labels[0].text[lang] = jalon_word((enum jalon_lang)lang, JALON_WORD_NO_REGION);
    }
    add(figures, code(figures, "regions", of, ".scope"), region->n, JALON_WORD_FIG_REGION, labels);
    for (size_t i = 0; i < status->n_instruments; i++) {
        const char *what = status->instruments[i].code;
        labels[1] = status->instruments[i].label;
        add(figures, jalon_arena_printf(figures->arena, "regions.%s.%s.signed", of, what),
            region->n_signed[i], JALON_WORD_FIG_REGION_SIGNED, labels);
        add(figures, jalon_arena_printf(figures->arena, "regions.%s.%s.this_week", of, what),
            region->this_week[i], JALON_WORD_FIG_REGION_WEEK, labels);
    }
}

/* The place of a status in the programme's list, 1 for the best; 0: it is none of them. */
static int64_t rank_of(const struct jalon_programme *programme, const char *code)
{
    const struct jalon_status_def *def =
        code != NULL ? jalon_programme_status(programme, code) : NULL;
    return def != NULL ? def - programme->statuses + 1 : 0;
}

static void add_region_status(struct figures *figures, size_t region)
{
    const struct jalon_region_statuses *all = figures->weekly->region_statuses;
    const struct jalon_region_status *status = &all->items[region];
    const char *of = figures->weekly->regions[region].code;
    const char *name = figures->weekly->regions[region].name;
    const struct jalon_label labels[2] = {{{name, name}}, {{"", ""}}};
    struct jalon_chance chance = jalon_chance_of(status->p_all, status->is_fact);
    const struct {
        const char *what;
        int64_t value;
        enum jalon_word word, unit;
    } rows[] = {
        {".p_all.least", chance.least, JALON_WORD_FIG_REGION_LEAST, JALON_WORD_UNIT_PERCENT},
        {".p_all.most", chance.most, JALON_WORD_FIG_REGION_MOST, JALON_WORD_UNIT_PERCENT},
        {".status",
         rank_of(all->programme, status->computed != NULL ? status->computed->code : NULL),
         JALON_WORD_FIG_REGION_STATUS, JALON_WORD_UNIT_RANK},
        {".declared",
         rank_of(all->programme, status->declared != NULL ? status->declared->status : NULL),
         JALON_WORD_FIG_REGION_DECLARED, JALON_WORD_UNIT_RANK}};
    for (size_t i = 0; i < JALON_COUNT(rows); i++) {
        struct jalon_figure *row = add(figures, code(figures, "regions", of, rows[i].what),
                                       rows[i].value, rows[i].word, labels);
        bool is_chance = rows[i].unit == JALON_WORD_UNIT_PERCENT;
        row->known = is_chance ? status->has_chance : rows[i].value > 0;
        row->unit = unit(rows[i].unit);
    }
}

static void add_target(struct figures *figures, const struct jalon_target_figures *target)
{
    const struct jalon_status *status = &figures->weekly->status;
    const struct jalon_label labels[2] = {target->label, {{"", ""}}};
    int days_left = jalon_target_days_left(status, target);
    int tenths = 0;
    bool known = jalon_pace_needed(jalon_target_missing(status, target), days_left, &tenths);
    add(figures, code(figures, "targets", target->code, ".days_left"), days_left,
        JALON_WORD_FIG_DAYS_LEFT, labels)
        ->unit = unit(JALON_WORD_UNIT_DAYS);
    add(figures, code(figures, "targets", target->code, ".signed"), target->instrument->n_signed,
        JALON_WORD_FIG_TARGET_SIGNED, labels);
    add(figures, code(figures, "targets", target->code, ".of"),
        jalon_target_required(status, target), JALON_WORD_FIG_REQUIRED, labels);
    struct jalon_figure *pace = add(figures, code(figures, "targets", target->code, ".pace_needed"),
                                    tenths, JALON_WORD_FIG_PACE_NEEDED, labels);
    pace->tenths = true;
    pace->known = known;
    pace->unit = unit(JALON_WORD_UNIT_A_WEEK);
}

/* As it is told elsewhere: a chance below 5 % has no better figure than that. */
static void add_forecast(struct figures *figures, const struct jalon_forecast_report *report)
{
    const struct jalon_forecast *forecast = report->forecast;
    const struct jalon_label labels[2] = {report->target->label, report->instrument->label};
    const int *quantiles = forecast->at_due.quantiles;
    struct jalon_chance chance = jalon_chance_of(forecast->p_all, jalon_forecast_is_fact(forecast));
    add(figures, "forecast.expected", llround(forecast->at_due.expected * 10),
        JALON_WORD_FIG_EXPECTED, labels)
        ->tenths = true;
    add(figures, "forecast.low80", quantiles[JALON_FORECAST_Q10], JALON_WORD_FIG_LOW, labels);
    add(figures, "forecast.high80", quantiles[JALON_FORECAST_Q90], JALON_WORD_FIG_HIGH, labels);
    add(figures, "forecast.p_all.least", chance.least, JALON_WORD_FIG_CHANCE_LEAST, labels)->unit =
        unit(JALON_WORD_UNIT_PERCENT);
    add(figures, "forecast.p_all.most", chance.most, JALON_WORD_FIG_CHANCE_MOST, labels)->unit =
        unit(JALON_WORD_UNIT_PERCENT);
}

static void add_trust(struct figures *figures, const struct jalon_trust *trust)
{
    const struct jalon_label none[2] = {{{"", ""}}, {{"", ""}}};
    const struct {
        const char *code;
        int n;
        enum jalon_word word;
    } rows[] = {
        {"trust.forecasts", trust->n, JALON_WORD_FIG_TRUST_FORECASTS},
        {"trust.covered", trust->n_covered, JALON_WORD_FIG_TRUST_COVERED},
        {"trust.issued_afterwards", trust->n_afterwards, JALON_WORD_FIG_TRUST_AFTERWARDS},
    };
    for (size_t i = 0; i < JALON_COUNT(rows); i++) {
        add(figures, rows[i].code, rows[i].n, rows[i].word, none)->unit =
            unit(JALON_WORD_UNIT_FORECASTS);
    }
}

/* What cannot be measured has no value; a pace is a percentage of that of the plan. */
static void add_earned(struct figures *figures, const struct jalon_earned_report *report)
{
    const struct jalon_earned *earned = &report->earned;
    const struct jalon_label labels[2] = {report->instrument->label, {{"", ""}}};
    const struct {
        const char *code;
        double value;
        bool known, tenths;
        enum jalon_word word, unit;
    } rows[] = {{"earned.weeks", 10 * earned->weeks, true, true, JALON_WORD_FIG_EARNED_WEEKS,
                 JALON_WORD_UNIT_WEEKS},
                {"earned.lead", 10 * earned->lead, true, true, JALON_WORD_FIG_EARNED_LEAD,
                 JALON_WORD_UNIT_WEEKS},
                {"earned.pace", 100 * earned->pace, true, false, JALON_WORD_FIG_EARNED_PACE,
                 JALON_WORD_UNIT_PERCENT},
                {"earned.pace_needed", 100 * earned->pace_needed, earned->can_be_met, false,
                 JALON_WORD_FIG_EARNED_NEEDED, JALON_WORD_UNIT_PERCENT}};
    add(figures, "earned.planned", earned->n_planned, JALON_WORD_FIG_EARNED_PLANNED, labels);
    for (size_t i = 0; i < JALON_COUNT(rows); i++) {
        struct jalon_figure *row =
            add(figures, rows[i].code, llround(rows[i].value), rows[i].word, labels);
        row->known = rows[i].known && earned->kind == JALON_EARNED_PART;
        row->tenths = rows[i].tenths;
        row->unit = unit(rows[i].unit);
    }
}

/* Only when any was ever asked for. */
static void add_decisions(struct figures *figures, const struct jalon_decisions *decisions)
{
    const struct jalon_label none[2] = {{{"", ""}}, {{"", ""}}};
    struct jalon_date as_of = figures->weekly->status.as_of;
    int n_late = 0;
    for (size_t i = 0; i < decisions->n_open; i++) {
        n_late += jalon_decision_is_late(&decisions->items[i], as_of);
    }
    if (decisions->n > 0) {
        add(figures, "decisions.open", (int64_t)decisions->n_open, JALON_WORD_FIG_DECISIONS_OPEN,
            none)
            ->unit = unit(JALON_WORD_UNIT_DECISIONS);
        add(figures, "decisions.late", n_late, JALON_WORD_FIG_DECISIONS_LATE, none)->unit =
            unit(JALON_WORD_UNIT_DECISIONS);
    }
}

static void add_cohort(struct figures *figures, const struct jalon_cohort_figures *cohort)
{
    const struct jalon_status *status = &figures->weekly->status;
    struct jalon_label labels[2] = {cohort->label, {{"", ""}}};
    add(figures, code(figures, "cohorts", cohort->code, ".scope"), cohort->n, JALON_WORD_FIG_COHORT,
        labels);
    for (size_t i = 0; i < status->n_instruments; i++) {
        labels[1] = status->instruments[i].label;
        add(figures,
            jalon_arena_printf(figures->arena, "cohorts.%s.%s.signed", cohort->code,
                               status->instruments[i].code),
            cohort->n_signed[i], JALON_WORD_FIG_COHORT_SIGNED, labels);
    }
}

static void add_weight_signed(struct figures *figures, const struct jalon_weight_figures *weight,
                              size_t instrument)
{
    const struct jalon_instrument_figures *signed_one =
        &figures->weekly->status.instruments[instrument];
    const struct jalon_label labels[2] = {weight->label, signed_one->label};
    const char *of = jalon_arena_printf(figures->arena, "%s.%s", weight->code, signed_one->code);
    int tenths = 0;
    bool known = jalon_weight_share(weight, instrument, &tenths);
    add(figures, code(figures, "weights", of, ".signed"), weight->of_signed[instrument],
        JALON_WORD_FIG_WEIGHT_SIGNED, labels)
        ->unit = weight->unit;
    struct jalon_figure *share = add(figures, code(figures, "weights", of, ".share"), tenths,
                                     JALON_WORD_FIG_WEIGHT_SHARE, labels);
    share->tenths = true;
    share->known = known;
    share->unit = unit(JALON_WORD_UNIT_PERCENT);
}

static void add_weight(struct figures *figures, const struct jalon_weight_figures *weight)
{
    const struct jalon_label labels[2] = {weight->label, weight->unit};
    add(figures, code(figures, "weights", weight->code, ".total"), weight->total,
        JALON_WORD_FIG_WEIGHT, labels)
        ->unit = weight->unit;
    for (size_t i = 0; i < figures->weekly->status.n_instruments; i++) {
        add_weight_signed(figures, weight, i);
    }
    add(figures, code(figures, "weights", weight->code, ".without"), weight->without,
        JALON_WORD_FIG_WEIGHT_WITHOUT, labels);
    add(figures, code(figures, "weights", weight->code, ".partial"), weight->partial,
        JALON_WORD_FIG_WEIGHT_PARTIAL, labels);
}

struct jalon_figure *jalon_weekly_figures(const struct jalon_weekly *weekly,
                                          struct jalon_arena *arena, size_t *ret_n)
{
    const struct jalon_status *status = &weekly->status;
    struct figures figures = {.weekly = weekly, .arena = arena};
    figures.rows = jalon_arena_array(arena, max_figures(weekly), sizeof *figures.rows);
    add_scope(&figures);
    for (size_t i = 0; i < status->n_states; i++) {
        add_state(&figures, &status->states[i]);
    }
    for (size_t i = 0; i < status->n_instruments; i++) {
        add_instrument(&figures, &status->instruments[i]);
    }
    for (size_t i = 0; i < weekly->n_regions; i++) {
        add_region(&figures, &weekly->regions[i]);
        if (weekly->region_statuses != NULL && weekly->regions[i].code != NULL) {
            add_region_status(&figures, i);
        }
    }
    for (size_t i = 0; i < status->n_targets; i++) {
        add_target(&figures, &status->targets[i]);
    }
    if (weekly->forecast != NULL) {
        add_forecast(&figures, weekly->forecast);
    }
    if (jalon_trust_is_told(weekly)) {
        add_trust(&figures, &weekly->trust);
    }
    if (weekly->earned != NULL) {
        add_earned(&figures, weekly->earned);
    }
    add_decisions(&figures, &weekly->decisions);
    for (size_t i = 0; i < status->n_cohorts; i++) {
        add_cohort(&figures, &status->cohorts[i]);
    }
    for (size_t i = 0; i < status->n_weights; i++) {
        add_weight(&figures, &status->weights[i]);
    }
    add_plans(&figures, weekly->plans);
    add_restatements(&figures);
    *ret_n = figures.n;
    return figures.rows;
}
