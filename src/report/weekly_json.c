/* The weekly report as jalon.weekly/1. Keys and their order are fixed by product.md 6. */
#include "report/json_parts.h"
#include "report/weekly_plan.h"

static json_t *scope_of(const struct jalon_status *status)
{
    json_t *scope = json_object();
    jalon_json_set_int(scope, "initial", status->scope.initial);
    jalon_json_set_int(scope, "current", status->scope.current);
    jalon_json_set_int(scope, "entered", status->scope.entered);
    jalon_json_set_int(scope, "left", status->scope.left);
    jalon_json_set_int(scope, "out_of_scope", status->scope.out_of_scope);
    return scope;
}

static json_t *state_changes_of(const struct jalon_status *status)
{
    json_t *states = json_object();
    for (size_t i = 0; i < status->n_states; i++) {
        jalon_json_set_int(states, status->states[i].code, status->states[i].change);
    }
    return states;
}

static json_t *instrument_of(int n_signed, int this_week)
{
    json_t *instrument = json_object();
    jalon_json_set_int(instrument, "signed", n_signed);
    jalon_json_set_int(instrument, "this_week", this_week);
    return instrument;
}

static json_t *instruments_of(const struct jalon_status *status)
{
    json_t *instruments = json_object();
    for (size_t i = 0; i < status->n_instruments; i++) {
        const struct jalon_instrument_figures *figures = &status->instruments[i];
        json_t *instrument = instrument_of(figures->n_signed, figures->this_week);
        jalon_json_set_int(instrument, "partial", figures->partial);
        jalon_json_set(instruments, figures->code, instrument);
    }
    return instruments;
}

static json_t *regions_of(const struct jalon_weekly *weekly)
{
    json_t *regions = json_array();
    for (size_t i = 0; i < weekly->n_regions; i++) {
        const struct jalon_region_figures *figures = &weekly->regions[i];
        json_t *region = json_object();
        json_t *instruments = json_object();
        jalon_json_set_text(region, "code", figures->code);
        jalon_json_set_text(region, "name", figures->name);
        jalon_json_set_int(region, "scope", figures->n);
        for (size_t j = 0; j < weekly->status.n_instruments; j++) {
            jalon_json_set(instruments, weekly->status.instruments[j].code,
                           instrument_of(figures->n_signed[j], figures->this_week[j]));
        }
        jalon_json_set(region, "instruments", instruments);
        json_array_append_new(regions, region);
    }
    return regions;
}

static json_t *changes_of(const struct jalon_weekly *weekly)
{
    json_t *changes = json_array();
    for (size_t i = 0; i < weekly->n_changes; i++) {
        const struct jalon_change *figures = &weekly->changes[i];
        json_t *change = json_object();
        jalon_json_set_text(change, "kind", jalon_change_code(figures->kind));
        jalon_json_set_date(change, "on", figures->on);
        jalon_json_set_text(change, "precision", jalon_precision_code(figures->precision));
        jalon_json_set_text(change, "code", figures->code);
        jalon_json_set_text(change, "name", figures->name);
        jalon_json_set_text(change, "region", figures->region);
        jalon_json_set_text(change, "what", figures->what);
        jalon_json_set_text(change, "from", figures->from);
        json_array_append_new(changes, change);
    }
    return changes;
}

static json_t *restatements_of(const struct jalon_weekly *weekly)
{
    json_t *restatements = json_array();
    for (size_t i = 0; i < weekly->n_restatements; i++) {
        const struct jalon_restatement *restated = &weekly->restatements[i];
        json_t *one = json_object();
        jalon_json_set_text(one, "from_week", jalon_week_text(restated->from).text);
        jalon_json_set_text(one, "to_week", jalon_week_text(restated->to).text);
        jalon_json_set_text(one, "figure", restated->figure);
        jalon_json_set_int(one, "before", restated->before);
        jalon_json_set_int(one, "after", restated->after);
        jalon_json_set_text(one, "entry", restated->entry);
        jalon_json_set_date(one, "recorded_on", restated->recorded_on);
        json_array_append_new(restatements, one);
    }
    return restatements;
}

static json_t *pace_needed(int missing, int days_left)
{
    int tenths = 0;
    return jalon_pace_needed(missing, days_left, &tenths) ? jalon_json_tenths(tenths) : json_null();
}

static json_t *targets_of(const struct jalon_status *status)
{
    json_t *targets = json_array();
    for (size_t i = 0; i < status->n_targets; i++) {
        const struct jalon_target_figures *figures = &status->targets[i];
        int days_left = jalon_target_days_left(status, figures);
        json_t *target = json_object();
        jalon_json_set_text(target, "code", figures->code);
        jalon_json_set_date(target, "on", figures->on);
        jalon_json_set_date(target, "original_on", figures->original_on);
        jalon_json_set_date(target, "decided_on", figures->decided_on);
        jalon_json_set_int(target, "days_left", days_left);
        jalon_json_set_text(target, "instrument", figures->instrument->code);
        jalon_json_set_int(target, "signed", figures->instrument->n_signed);
        jalon_json_set_int(target, "of", jalon_target_required(status, figures));
        jalon_json_set(target, "pace_needed",
                       pace_needed(jalon_target_missing(status, figures), days_left));
        jalon_json_set(
            target, "pace_seen",
            jalon_json_tenths(jalon_pace_seen(figures->instrument->seen, status->pace_days)));
        json_array_append_new(targets, target);
    }
    return targets;
}

static json_t *figure_of(const struct jalon_figure *figure)
{
    json_t *json = json_object();
    if (!figure->known) {
        jalon_json_set(json, "value", json_null());
    } else if (figure->tenths) {
        jalon_json_set(json, "value", jalon_json_tenths((int)figure->value));
    } else {
        jalon_json_set_int(json, "value", figure->value);
    }
    jalon_json_set(json, "definition", jalon_json_label(figure->definition));
    return json;
}

static json_t *figures_of(const struct jalon_weekly *weekly)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    size_t n = 0;
    const struct jalon_figure *figures = jalon_weekly_figures(weekly, arena, &n);
    json_t *json = json_object();
    for (size_t i = 0; i < n; i++) {
        jalon_json_set(json, figures[i].code, figure_of(&figures[i]));
    }
    return json;
}

static void set_period(json_t *json, const struct jalon_weekly *weekly)
{
    jalon_json_set_text(json, "programme", weekly->status.programme);
    jalon_json_set_text(json, "week", jalon_week_text(weekly->week).text);
    jalon_json_set_date(json, "from", weekly->from);
    jalon_json_set_date(json, "to", weekly->to);
    jalon_json_set_date(json, "as_of", weekly->status.as_of);
    jalon_json_set(json, "provisional", json_boolean(weekly->status.provisional));
    jalon_json_set(json, "known_at", jalon_json_known_at(&weekly->status));
}

static json_t *anchor_of(const struct jalon_anchor *anchor)
{
    json_t *json = json_object();
    if (anchor->note == NULL) {
        json_decref(json);
        return json_null();
    }
    jalon_json_set_text(json, "origin", anchor->origin);
    jalon_json_set_int(json, "size", anchor->size);
    jalon_json_set_text(json, "root", anchor->root);
    jalon_json_set_text(json, "note", anchor->note);
    return json;
}

int jalon_weekly_json(const struct jalon_weekly *weekly, enum jalon_lang lang,
                      struct jalon_str *out, struct jalon_err *err)
{
    (void)lang;
    (void)err;
    JALON_AUTO(jalon_json_decref) json_t *json = json_object();
    jalon_json_set_text(json, "schema", "jalon.weekly/1");
    set_period(json, weekly);
    jalon_json_set(json, "scope", scope_of(&weekly->status));
    jalon_json_set(json, "states", jalon_json_states(&weekly->status));
    jalon_json_set(json, "state_changes", state_changes_of(&weekly->status));
    jalon_json_set(json, "instruments", instruments_of(&weekly->status));
    jalon_json_set(json, "regions", regions_of(weekly));
    jalon_json_set(json, "changes", changes_of(weekly));
    jalon_json_set(json, "restatements", restatements_of(weekly));
    jalon_json_set(json, "targets", targets_of(&weekly->status));
    jalon_json_set(json, "forecast",
                   weekly->forecast != NULL ? jalon_forecast_json_short(weekly->forecast)
                                            : json_null());
    jalon_json_set(json, "at_risk",
                   weekly->forecast != NULL
                       ? jalon_forecast_json_risks(weekly->forecast, JALON_FORECAST_RISKS_TOLD)
                       : json_array());
    jalon_trust_json(json, weekly);
    jalon_json_set(json, "figures", figures_of(weekly));
    jalon_json_set_counts(json, &weekly->status);
    jalon_plans_json(json, weekly->plans);
    jalon_json_set(json, "checkpoint", anchor_of(&weekly->anchor));
    jalon_json_set(json, "earned", jalon_earned_json(weekly));
    jalon_json_set(json, "region_statuses", jalon_region_status_json(weekly));
    jalon_json_set(json, "decisions", jalon_decision_json(weekly));
    jalon_json_add_line(json, out);
    return 0;
}
