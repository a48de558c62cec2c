/* A programme revision as parts with named values: one function a part. */
#include "domain/programme_parts.h"

#include <string.h>

#include "base/json.h"
#include "base/str.h"

#define FR(label) ((label).text[JALON_FR])
#define EN(label) ((label).text[JALON_EN])

/* Adds THING, just made by json_pack(), which gives NULL only for text that is not UTF-8. */
static void add(json_t *things, const char *code, json_t *thing)
{
    jalon_json_set(things, code, thing);
}

static void add_programme(json_t *things, const struct jalon_programme *p)
{
    add(things, p->code,
        json_pack("{s:s, s:s, s:s, s:s, s:s}", "label_fr", FR(p->name), "label_en", EN(p->name),
                  "timezone", p->timezone, "starts_on", jalon_date_iso(p->starts_on).text,
                  "initial", p->initial));
}

static void add_states(json_t *things, const struct jalon_programme *p)
{
    for (size_t i = 0; i < p->n_states; i++) {
        const struct jalon_state_def *one = &p->states[i];
        add(things, one->code,
            json_pack("{s:s, s:s, s:b, s:b}", "label_fr", FR(one->label), "label_en",
                      EN(one->label), "done", one->done, "in_scope", one->in_scope));
    }
}

static json_t *roles_of(const struct jalon_transition_def *transition)
{
    json_t *roles = json_array();
    for (enum jalon_role role = 0; role < JALON_ROLE_N; role++) {
        if (transition->roles & (1U << (unsigned)role)) {
            (void)json_array_append_new(roles, json_string(jalon_role_code(role)));
        }
    }
    return roles;
}

static void add_transitions(json_t *things, const struct jalon_programme *p)
{
    for (size_t i = 0; i < p->n_transitions; i++) {
        const struct jalon_transition_def *one = &p->transitions[i];
        add(things, one->name,
            json_pack("{s:o, s:s, s:b, s:o, s:b}", "from", jalon_json_texts(one->from, one->n_from),
                      "to", one->to ? one->to : "previous", "derived", one->derived, "roles",
                      roles_of(one), "reason_required", one->reason_required));
    }
}

static void add_instruments(json_t *things, const struct jalon_programme *p)
{
    for (size_t i = 0; i < p->n_instruments; i++) {
        const struct jalon_instrument_def *one = &p->instruments[i];
        add(things, one->code,
            json_pack("{s:s, s:s, s:o, s:s?, s:b, s:o, s:b, s:b, s:b}", "label_fr", FR(one->label),
                      "label_en", EN(one->label), "from_states",
                      jalon_json_texts(one->from_states, one->n_from_states), "completes",
                      one->completes, "repeatable", one->repeatable, "required",
                      jalon_json_texts(one->required, one->n_required), "required_as_amended",
                      one->required_as_amended, "optional_any", one->optional_any,
                      "evidence_required", one->evidence_required));
    }
}

static void add_parties(json_t *things, const struct jalon_programme *p)
{
    for (size_t i = 0; i < p->n_parties; i++) {
        const struct jalon_party_def *one = &p->parties[i];
        add(things, one->code,
            json_pack("{s:s, s:s, s:s}", "label_fr", FR(one->label), "label_en", EN(one->label),
                      "one_per", jalon_one_per_code(one->one_per)));
    }
}

static void add_milestones(json_t *things, const struct jalon_programme *p)
{
    for (size_t i = 0; i < p->n_milestones; i++) {
        const struct jalon_milestone_def *one = &p->milestones[i];
        add(things, one->code,
            json_pack("{s:s, s:s}", "label_fr", FR(one->label), "label_en", EN(one->label)));
    }
}

static void add_cohorts(json_t *things, const struct jalon_programme *p)
{
    for (size_t i = 0; i < p->n_cohorts; i++) {
        const struct jalon_cohort_def *one = &p->cohorts[i];
        add(things, one->code,
            json_pack("{s:s, s:s}", "label_fr", FR(one->label), "label_en", EN(one->label)));
    }
}

static void add_weights(json_t *things, const struct jalon_programme *p)
{
    for (size_t i = 0; i < p->n_weights; i++) {
        const struct jalon_weight_def *one = &p->weights[i];
        add(things, one->code,
            json_pack("{s:s, s:s, s:s, s:s}", "label_fr", FR(one->label), "label_en",
                      EN(one->label), "unit_fr", FR(one->unit), "unit_en", EN(one->unit)));
    }
}

static void add_targets(json_t *things, const struct jalon_programme *p)
{
    for (size_t i = 0; i < p->n_targets; i++) {
        const struct jalon_target_def *one = &p->targets[i];
        add(things, one->code,
            json_pack("{s:s, s:s, s:s?, s:i}", "label_fr", FR(one->label), "label_en",
                      EN(one->label), "instrument", one->instrument, "percent", one->percent));
    }
}

static void add_target_dates(json_t *things, const struct jalon_programme *p)
{
    for (size_t i = 0; i < p->n_targets; i++) {
        const struct jalon_target_def *one = &p->targets[i];
        for (size_t k = 0; k < one->n_moves; k++) {
            JALON_AUTO(jalon_str_done) struct jalon_str code = {0};
            jalon_str_addf(&code, "%s %zu", one->code, k + 1);
            add(things, jalon_str_text(&code),
                json_pack("{s:s, s:s, s:s?, s:s?}", "on", jalon_date_iso(one->moves[k].on).text,
                          "decided_on", jalon_date_iso(one->moves[k].decided_on).text, "source",
                          one->moves[k].source, "region", one->moves[k].region));
        }
    }
}

static void add_calendar(json_t *things, const struct jalon_programme *p)
{
    for (size_t i = 0; i < p->n_calendar; i++) {
        const struct jalon_calendar_day *one = &p->calendar[i];
        JALON_AUTO(jalon_str_done) struct jalon_str code = {0};
        size_t nth = 1;
        for (size_t k = 0; k < i; k++) {
            nth += jalon_date_compare(p->calendar[k].on, one->on) == 0;
        }
        jalon_str_add(&code, jalon_date_iso(one->on).text);
        if (nth > 1) {
            jalon_str_addf(&code, " %zu", nth);
        }
        add(things, jalon_str_text(&code),
            json_pack("{s:s, s:s, s:b}", "label_fr", FR(one->label), "label_en", EN(one->label),
                      "ceremony", one->ceremony));
    }
}

static void add_forecast(json_t *things, const struct jalon_programme *p)
{
    const struct jalon_forecast_def *one = &p->forecast;
    if (one->is_declared) {
        add(things, p->code,
            json_pack("{s:i, s:s, s:s, s:i, s:s?, s:s?, s:i, s:i, s:i, s:i, s:i}", "median_weeks",
                      one->median_weeks, "source", one->source, "as_of",
                      jalon_date_iso(one->as_of).text, "waiting_weeks", one->waiting_weeks,
                      "pilot_state", one->pilot_state, "pilot_cohort", one->pilot_cohort,
                      "rest_percent", one->rest_percent, "slip_percent", one->slip_percent,
                      "slip_weeks", one->slip_weeks, "draws", one->draws, "seed", one->seed));
    }
}

static void add_statuses(json_t *things, const struct jalon_programme *p)
{
    for (size_t i = 0; i < p->n_statuses; i++) {
        const struct jalon_status_def *one = &p->statuses[i];
        add(things, one->code,
            json_pack("{s:s, s:s, s:i}", "label_fr", FR(one->label), "label_en", EN(one->label),
                      "from_percent", one->from));
    }
}

static void add_regions(json_t *things, const struct jalon_programme *p)
{
    for (size_t i = 0; i < p->n_regions; i++) {
        add(things, p->regions[i].code, json_pack("{s:s}", "name", p->regions[i].name));
    }
}

static void add_departements(json_t *things, const struct jalon_programme *p)
{
    for (size_t i = 0; i < p->n_departements; i++) {
        const struct jalon_place *one = &p->departements[i];
        add(things, one->code, json_pack("{s:s, s:s}", "name", one->name, "region", one->region));
    }
}

typedef void add_fn(json_t *things, const struct jalon_programme *p);

json_t *jalon_programme_part(const struct jalon_programme *programme, enum jalon_part part)
{
    static add_fn *const parts[JALON_PART_N] = {
        [JALON_PART_PROGRAMME] = add_programme,
        [JALON_PART_STATE] = add_states,
        [JALON_PART_TRANSITION] = add_transitions,
        [JALON_PART_INSTRUMENT] = add_instruments,
        [JALON_PART_PARTY] = add_parties,
        [JALON_PART_MILESTONE] = add_milestones,
        [JALON_PART_COHORT] = add_cohorts,
        [JALON_PART_WEIGHT] = add_weights,
        [JALON_PART_TARGET] = add_targets,
        [JALON_PART_TARGET_DATE] = add_target_dates,
        [JALON_PART_CALENDAR] = add_calendar,
        [JALON_PART_FORECAST] = add_forecast,
        [JALON_PART_STATUS] = add_statuses,
        [JALON_PART_REGION] = add_regions,
        [JALON_PART_DEPARTEMENT] = add_departements,
    };
    json_t *things = json_object();
    parts[part](things, programme);
    return things;
}
