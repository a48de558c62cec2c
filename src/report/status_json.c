/* The status as jalon.status/1. Keys and their order are fixed by product.md 6. */
#include "report/json_parts.h"

static json_t *scope_of(const struct jalon_status *status)
{
    json_t *scope = json_object();
    jalon_json_set_int(scope, "initial", status->scope.initial);
    jalon_json_set_int(scope, "current", status->scope.current);
    return scope;
}

static json_t *instruments_of(const struct jalon_status *status)
{
    json_t *instruments = json_object();
    for (size_t i = 0; i < status->n_instruments; i++) {
        json_t *instrument = json_object();
        jalon_json_set_int(instrument, "signed", status->instruments[i].n_signed);
        jalon_json_set_int(instrument, "partial", status->instruments[i].partial);
        jalon_json_set(instruments, status->instruments[i].code, instrument);
    }
    return instruments;
}

static json_t *targets_of(const struct jalon_status *status)
{
    json_t *targets = json_array();
    for (size_t i = 0; i < status->n_targets; i++) {
        const struct jalon_target_figures *figures = &status->targets[i];
        json_t *target = json_object();
        jalon_json_set_text(target, "code", figures->code);
        jalon_json_set_date(target, "on", figures->on);
        jalon_json_set_int(target, "days_left", jalon_target_days_left(status, figures));
        jalon_json_set_int(target, "signed", figures->instrument->n_signed);
        jalon_json_set_int(target, "of", jalon_target_required(status, figures));
        json_array_append_new(targets, target);
    }
    return targets;
}

void jalon_status_json(const struct jalon_status *status, struct jalon_str *out)
{
    JALON_AUTO(jalon_json_decref) json_t *json = json_object();
    jalon_json_set_text(json, "schema", "jalon.status/1");
    jalon_json_set_text(json, "programme", status->programme);
    jalon_json_set_date(json, "as_of", status->as_of);
    jalon_json_set(json, "known_at", jalon_json_known_at(status));
    jalon_json_set(json, "scope", scope_of(status));
    jalon_json_set(json, "states", jalon_json_states(status));
    jalon_json_set(json, "instruments", instruments_of(status));
    jalon_json_set(json, "targets", targets_of(status));
    jalon_json_set_counts(json, status);
    jalon_json_add_line(json, out);
}
