/* From the statement's JSON to the records of a report. */
#include "report/facts.h"

#include <string.h>

#include "base/json.h"
#include "report/report_messages.h"

static const char *text(struct jalon_arena *arena, const json_t *object, const char *key)
{
    return jalon_arena_strdup(arena, jalon_json_text(object, key));
}

static int number(const json_t *object, const char *key)
{
    return (int)jalon_json_int(object, key);
}

static struct jalon_label label(struct jalon_arena *arena, const json_t *object, const char *key)
{
    const json_t *both = json_object_get(object, key);
    return (struct jalon_label){{text(arena, both, "fr"), text(arena, both, "en")}};
}

static int date(const json_t *object, const char *key, struct jalon_date *ret_date,
                struct jalon_err *err)
{
    const char *iso = jalon_json_text(object, key);
    if (iso == NULL) {
        return jalon_fail(err, &jalon_msg_report_facts_unreadable, key);
    }
    return jalon_date_parse(iso, ret_date, err);
}

/* Member KEY, which must be an array; its rows are made by the caller in *ret_n elements. */
static int list(const json_t *facts, const char *key, const json_t **ret_list, size_t *ret_n,
                struct jalon_err *err)
{
    *ret_list = json_object_get(facts, key);
    if (!json_is_array(*ret_list)) {
        return jalon_fail(err, &jalon_msg_report_facts_unreadable, key);
    }
    *ret_n = json_array_size(*ret_list);
    return 0;
}

static int read_states(const json_t *facts, struct jalon_status *status, struct jalon_err *err)
{
    const json_t *rows = NULL;
    if (list(facts, "states", &rows, &status->n_states, err) < 0) {
        return -1;
    }
    status->states = jalon_arena_array(status->arena, status->n_states, sizeof *status->states);
    for (size_t i = 0; i < status->n_states; i++) {
        const json_t *row = json_array_get(rows, i);
        status->states[i] =
            (struct jalon_state_figures){.code = text(status->arena, row, "code"),
                                         .label = label(status->arena, row, "label"),
                                         .n = number(row, "n"),
                                         .change = number(row, "change")};
    }
    return 0;
}

static enum jalon_instrument_kind kind_of(const char *code)
{
    if (code != NULL && strcmp(code, "completing") == 0) {
        return JALON_INSTRUMENT_COMPLETING;
    }
    return code != NULL && strcmp(code, "amending") == 0 ? JALON_INSTRUMENT_AMENDING
                                                         : JALON_INSTRUMENT_INTERMEDIATE;
}

static int read_instruments(const json_t *facts, struct jalon_status *status, struct jalon_err *err)
{
    const json_t *rows = NULL;
    if (list(facts, "instruments", &rows, &status->n_instruments, err) < 0) {
        return -1;
    }
    status->instruments =
        jalon_arena_array(status->arena, status->n_instruments, sizeof *status->instruments);
    for (size_t i = 0; i < status->n_instruments; i++) {
        const json_t *row = json_array_get(rows, i);
        status->instruments[i] =
            (struct jalon_instrument_figures){.code = text(status->arena, row, "code"),
                                              .label = label(status->arena, row, "label"),
                                              .kind = kind_of(jalon_json_text(row, "kind")),
                                              .n_signed = number(row, "signed"),
                                              .partial = number(row, "partial"),
                                              .this_week = number(row, "this_week"),
                                              .seen = number(row, "seen"),
                                              .completes = label(status->arena, row, "completes")};
    }
    return 0;
}

static int read_cohorts(const json_t *facts, struct jalon_status *status, struct jalon_err *err)
{
    const json_t *rows = NULL;
    if (list(facts, "cohorts", &rows, &status->n_cohorts, err) < 0) {
        return -1;
    }
    status->cohorts = jalon_arena_array(status->arena, status->n_cohorts, sizeof *status->cohorts);
    for (size_t i = 0; i < status->n_cohorts; i++) {
        const json_t *row = json_array_get(rows, i);
        const json_t *instruments = json_object_get(row, "instruments");
        struct jalon_cohort_figures *cohort = &status->cohorts[i];
        cohort->code = text(status->arena, row, "code");
        cohort->label = label(status->arena, row, "label");
        cohort->n = number(row, "n");
        cohort->n_signed = jalon_arena_array(status->arena, status->n_instruments, sizeof(int));
        for (size_t j = 0; j < status->n_instruments; j++) {
            cohort->n_signed[j] = number(instruments, status->instruments[j].code);
        }
    }
    return 0;
}

static void read_weight(const json_t *row, const struct jalon_status *status,
                        struct jalon_weight_figures *weight)
{
    const json_t *instruments = json_object_get(row, "instruments");
    weight->code = text(status->arena, row, "code");
    weight->label = label(status->arena, row, "label");
    weight->unit = label(status->arena, row, "unit");
    weight->total = jalon_json_int(row, "total");
    weight->without = number(row, "without");
    weight->partial = number(row, "partial");
    weight->of_signed =
        jalon_arena_array(status->arena, status->n_instruments, sizeof *weight->of_signed);
    for (size_t i = 0; i < status->n_instruments; i++) {
        weight->of_signed[i] = jalon_json_int(instruments, status->instruments[i].code);
    }
}

static int read_weights(const json_t *facts, struct jalon_status *status, struct jalon_err *err)
{
    const json_t *rows = NULL;
    if (list(facts, "weights", &rows, &status->n_weights, err) < 0) {
        return -1;
    }
    status->weights = jalon_arena_array(status->arena, status->n_weights, sizeof *status->weights);
    for (size_t i = 0; i < status->n_weights; i++) {
        read_weight(json_array_get(rows, i), status, &status->weights[i]);
    }
    return 0;
}

/* What a target asks for. */
static const struct jalon_instrument_figures *instrument_due(const struct jalon_status *status,
                                                             const char *code)
{
    for (size_t i = 0; code != NULL && i < status->n_instruments; i++) {
        if (strcmp(status->instruments[i].code, code) == 0) {
            return &status->instruments[i];
        }
    }
    return NULL;
}

static int read_target(const json_t *row, const struct jalon_status *status,
                       struct jalon_target_figures *target, struct jalon_err *err)
{
    target->code = text(status->arena, row, "code");
    target->label = label(status->arena, row, "label");
    target->percent = number(row, "percent");
    target->instrument = instrument_due(status, jalon_json_text(row, "instrument"));
    if (target->instrument == NULL) {
        return jalon_fail(err, &jalon_msg_report_facts_unreadable, "instrument");
    }
    return date(row, "on", &target->on, err) < 0 ||
                   date(row, "original_on", &target->original_on, err) < 0 ||
                   date(row, "decided_on", &target->decided_on, err) < 0
               ? -1
               : 0;
}

static int read_targets(const json_t *facts, struct jalon_status *status, struct jalon_err *err)
{
    const json_t *rows = NULL;
    if (list(facts, "targets", &rows, &status->n_targets, err) < 0) {
        return -1;
    }
    status->targets = jalon_arena_array(status->arena, status->n_targets, sizeof *status->targets);
    for (size_t i = 0; i < status->n_targets; i++) {
        if (read_target(json_array_get(rows, i), status, &status->targets[i], err) < 0) {
            return -1;
        }
    }
    return 0;
}

static int read_status(const json_t *facts, const struct jalon_period *period, int pace_days,
                       struct jalon_status *status, struct jalon_err *err)
{
    const json_t *scope = json_object_get(facts, "scope");
    if (scope == NULL) {
        return jalon_fail(err, &jalon_msg_report_facts_unreadable, "scope");
    }
    status->programme = text(status->arena, facts, "programme");
    status->name = label(status->arena, facts, "name");
    status->as_of = period->as_of;
    status->provisional = period->provisional;
    status->pace_days = pace_days;
    status->known_at = (struct jalon_known_at){-1, text(status->arena, facts, "known_at")};
    status->scope = (struct jalon_scope_figures){.initial = number(scope, "initial"),
                                                 .current = number(scope, "current"),
                                                 .entered = number(scope, "entered"),
                                                 .left = number(scope, "left"),
                                                 .out_of_scope = number(scope, "out_of_scope")};
    return read_states(facts, status, err) < 0 || read_instruments(facts, status, err) < 0 ||
                   read_cohorts(facts, status, err) < 0 || read_weights(facts, status, err) < 0 ||
                   read_targets(facts, status, err) < 0
               ? -1
               : 0;
}

int jalon_status_of_facts(const json_t *facts, const struct jalon_period *period, int pace_days,
                          struct jalon_status **ret_status, struct jalon_err *err)
{
    struct jalon_arena *arena = jalon_arena_new();
    JALON_AUTO(jalon_status_freep)
    struct jalon_status *status = jalon_arena_alloc(arena, sizeof *status);
    status->arena = arena;
    if (read_status(facts, period, pace_days, status, err) < 0 ||
        jalon_status_check(status, err) < 0) {
        return -1;
    }
    *ret_status = JALON_TAKE(status);
    return 0;
}

static void read_region(const json_t *row, const struct jalon_status *status,
                        struct jalon_region_figures *region)
{
    const json_t *instruments = json_object_get(row, "instruments");
    region->code = text(status->arena, row, "code");
    region->name = text(status->arena, row, "name");
    region->n = number(row, "n");
    region->n_signed = jalon_arena_array(status->arena, status->n_instruments, sizeof(int));
    region->this_week = jalon_arena_array(status->arena, status->n_instruments, sizeof(int));
    for (size_t i = 0; i < status->n_instruments; i++) {
        const json_t *cell = json_object_get(instruments, status->instruments[i].code);
        region->n_signed[i] = number(cell, "signed");
        region->this_week[i] = number(cell, "this_week");
    }
}

static int read_regions(const json_t *facts, struct jalon_weekly *weekly, struct jalon_err *err)
{
    const json_t *rows = NULL;
    if (list(facts, "regions", &rows, &weekly->n_regions, err) < 0) {
        return -1;
    }
    weekly->regions =
        jalon_arena_array(weekly->status.arena, weekly->n_regions, sizeof *weekly->regions);
    for (size_t i = 0; i < weekly->n_regions; i++) {
        read_region(json_array_get(rows, i), &weekly->status, &weekly->regions[i]);
    }
    return 0;
}

static int read_kind(const json_t *row, enum jalon_change_kind *ret_kind, struct jalon_err *err)
{
    const char *code = jalon_json_text(row, "kind");
    for (int kind = 0; code != NULL && kind < JALON_CHANGE_N; kind++) {
        if (strcmp(code, jalon_change_code((enum jalon_change_kind)kind)) == 0) {
            *ret_kind = (enum jalon_change_kind)kind;
            return 0;
        }
    }
    return jalon_fail(err, &jalon_msg_report_facts_unreadable, "kind");
}

static int read_change(const json_t *row, struct jalon_arena *arena, struct jalon_change *change,
                       struct jalon_err *err)
{
    const char *precision = jalon_json_text(row, "precision");
    if (precision == NULL || !jalon_precision_parse(precision, &change->precision)) {
        return jalon_fail(err, &jalon_msg_report_facts_unreadable, "precision");
    }
    change->code = text(arena, row, "code");
    change->name = text(arena, row, "name");
    change->region = text(arena, row, "region");
    change->what = text(arena, row, "what");
    change->from = text(arena, row, "from");
    change->label = label(arena, row, "label");
    change->leave = label(arena, row, "leave");
    return read_kind(row, &change->kind, err) < 0 || date(row, "on", &change->on, err) < 0 ? -1 : 0;
}

static int read_changes(const json_t *facts, struct jalon_weekly *weekly, struct jalon_err *err)
{
    const json_t *rows = NULL;
    if (list(facts, "changes", &rows, &weekly->n_changes, err) < 0) {
        return -1;
    }
    weekly->changes =
        jalon_arena_array(weekly->status.arena, weekly->n_changes, sizeof *weekly->changes);
    for (size_t i = 0; i < weekly->n_changes; i++) {
        if (read_change(json_array_get(rows, i), weekly->status.arena, &weekly->changes[i], err) <
            0) {
            return -1;
        }
    }
    return 0;
}

static int read_point(const json_t *row, const struct jalon_status *status,
                      struct jalon_series_point *point, struct jalon_err *err)
{
    const json_t *instruments = json_object_get(row, "instruments");
    point->n = number(row, "n");
    point->n_signed = jalon_arena_array(status->arena, status->n_instruments, sizeof(int));
    for (size_t i = 0; i < status->n_instruments; i++) {
        point->n_signed[i] = number(instruments, status->instruments[i].code);
    }
    return date(row, "on", &point->on, err);
}

static int read_series(const json_t *facts, struct jalon_weekly *weekly, struct jalon_err *err)
{
    const json_t *rows = NULL;
    if (list(facts, "series", &rows, &weekly->n_series, err) < 0) {
        return -1;
    }
    weekly->series =
        jalon_arena_array(weekly->status.arena, weekly->n_series, sizeof *weekly->series);
    for (size_t i = 0; i < weekly->n_series; i++) {
        if (read_point(json_array_get(rows, i), &weekly->status, &weekly->series[i], err) < 0) {
            return -1;
        }
    }
    return 0;
}

static int read_restatement(const json_t *row, struct jalon_arena *arena,
                            struct jalon_restatement *restated, struct jalon_err *err)
{
    struct jalon_date from, to;
    if (date(row, "from", &from, err) < 0 || date(row, "to", &to, err) < 0 ||
        date(row, "recorded_on", &restated->recorded_on, err) < 0) {
        return -1;
    }
    restated->from = jalon_week_of(from);
    restated->to = jalon_week_of(to);
    restated->figure = text(arena, row, "figure");
    restated->entry = text(arena, row, "entry");
    restated->before = number(row, "before");
    restated->after = number(row, "after");
    return 0;
}

static int read_restatements(const json_t *facts, struct jalon_weekly *weekly,
                             struct jalon_err *err)
{
    const json_t *rows = NULL;
    if (list(facts, "restatements", &rows, &weekly->n_restatements, err) < 0) {
        return -1;
    }
    weekly->restatements = jalon_arena_array(weekly->status.arena, weekly->n_restatements,
                                             sizeof *weekly->restatements);
    for (size_t i = 0; i < weekly->n_restatements; i++) {
        if (read_restatement(json_array_get(rows, i), weekly->status.arena,
                             &weekly->restatements[i], err) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Only when a figure was asked for. */
static int read_counted(const json_t *facts, struct jalon_weekly *weekly, struct jalon_err *err)
{
    const json_t *rows = json_object_get(facts, "counted");
    struct jalon_arena *arena = weekly->status.arena;
    weekly->n_counted = json_array_size(rows);
    weekly->counted = jalon_arena_array(arena, weekly->n_counted, sizeof *weekly->counted);
    for (size_t i = 0; i < weekly->n_counted; i++) {
        const json_t *row = json_array_get(rows, i);
        weekly->counted[i] = (struct jalon_counted){.code = text(arena, row, "code"),
                                                    .name = text(arena, row, "name"),
                                                    .region = text(arena, row, "region"),
                                                    .value = jalon_json_int(row, "value"),
                                                    .on = JALON_DATE_NONE};
        if (jalon_json_text(row, "on") != NULL &&
            date(row, "on", &weekly->counted[i].on, err) < 0) {
            return -1;
        }
    }
    return 0;
}

int jalon_weekly_of_facts(const json_t *facts, const struct jalon_period *period, int pace_days,
                          struct jalon_weekly **ret_weekly, struct jalon_err *err)
{
    struct jalon_arena *arena = jalon_arena_new();
    JALON_AUTO(jalon_weekly_freep)
    struct jalon_weekly *weekly = jalon_arena_alloc(arena, sizeof *weekly);
    weekly->status.arena = arena;
    weekly->week = period->week;
    weekly->from = period->from;
    weekly->to = period->to;
    if (read_status(facts, period, pace_days, &weekly->status, err) < 0 ||
        read_regions(facts, weekly, err) < 0 || read_changes(facts, weekly, err) < 0 ||
        read_series(facts, weekly, err) < 0 || read_restatements(facts, weekly, err) < 0 ||
        read_counted(facts, weekly, err) < 0 || jalon_weekly_check(weekly, err) < 0) {
        return -1;
    }
    *ret_weekly = JALON_TAKE(weekly);
    return 0;
}
