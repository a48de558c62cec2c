/* Shared parts of the JSON of reports. */
#include "report/json_parts.h"

#include <stdlib.h>

#include "base/mem.h"

json_t *jalon_json_tenths(int tenths)
{
    return json_real((double)tenths / 10.0);
}

json_t *jalon_json_label(struct jalon_label label)
{
    json_t *json = json_object();
    jalon_json_set_text(json, "fr", label.text[JALON_FR]);
    jalon_json_set_text(json, "en", label.text[JALON_EN]);
    return json;
}

json_t *jalon_json_known_at(const struct jalon_status *status)
{
    json_t *known_at = json_object();
    jalon_json_set(known_at, "size",
                   status->known_at.size < 0 ? json_null() : json_integer(status->known_at.size));
    jalon_json_set_text(known_at, "at", status->known_at.at);
    return known_at;
}

json_t *jalon_json_states(const struct jalon_status *status)
{
    json_t *states = json_object();
    for (size_t i = 0; i < status->n_states; i++) {
        jalon_json_set_int(states, status->states[i].code, status->states[i].n);
    }
    return states;
}

/* Ten digits spell every tenth shortly: 1.6, not 1.6000000000000001. */
static json_t *cohorts_of(const struct jalon_status *status)
{
    json_t *cohorts = json_array();
    for (size_t i = 0; i < status->n_cohorts; i++) {
        const struct jalon_cohort_figures *figures = &status->cohorts[i];
        json_t *cohort = json_object();
        json_t *instruments = json_object();
        jalon_json_set_text(cohort, "code", figures->code);
        jalon_json_set_int(cohort, "of", figures->n);
        for (size_t j = 0; j < status->n_instruments; j++) {
            json_t *instrument = json_object();
            jalon_json_set_int(instrument, "signed", figures->n_signed[j]);
            jalon_json_set(instruments, status->instruments[j].code, instrument);
        }
        jalon_json_set(cohort, "instruments", instruments);
        json_array_append_new(cohorts, cohort);
    }
    return cohorts;
}

static json_t *weights_of(const struct jalon_status *status)
{
    json_t *weights = json_array();
    for (size_t i = 0; i < status->n_weights; i++) {
        const struct jalon_weight_figures *figures = &status->weights[i];
        json_t *weight = json_object();
        json_t *instruments = json_object();
        jalon_json_set_text(weight, "code", figures->code);
        jalon_json_set(weight, "unit", jalon_json_label(figures->unit));
        jalon_json_set_int(weight, "total", figures->total);
        for (size_t j = 0; j < status->n_instruments; j++) {
            jalon_json_set_int(instruments, status->instruments[j].code, figures->of_signed[j]);
        }
        jalon_json_set(weight, "instruments", instruments);
        jalon_json_set_int(weight, "without", figures->without);
        jalon_json_set_int(weight, "partial", figures->partial);
        json_array_append_new(weights, weight);
    }
    return weights;
}

void jalon_json_set_counts(json_t *json, const struct jalon_status *status)
{
    if (status->n_cohorts > 0) {
        jalon_json_set(json, "cohorts", cohorts_of(status));
    }
    if (status->n_weights > 0) {
        jalon_json_set(json, "weights", weights_of(status));
    }
}

void jalon_json_add_line(const json_t *json, struct jalon_str *out)
{
    char *text = json_dumps(json, JSON_COMPACT | JSON_REAL_PRECISION(10));
    if (text == NULL) {
        abort();
    }
    jalon_str_add(out, text);
    jalon_str_add_char(out, '\n');
    free(text);
}
