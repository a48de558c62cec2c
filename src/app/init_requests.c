/* The request ids of the register's rows, each made of its place and its content. */
#include "app/act.h"
#include "app/init_priv.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/str.h"

/* Fields are set apart by a character that no text may hold. */
static void add(struct jalon_str *name, const char *field)
{
    jalon_str_addf(name, "%s\x1f", field != NULL ? field : "");
}

/* A row that does not use a column has the name that it had before there was one. */
static void add_if_given(struct jalon_str *name, const char *column, const char *field)
{
    if (field != NULL) {
        add(name, column);
        add(name, field);
    }
}

static void add_day(struct jalon_str *name, struct jalon_date date, enum jalon_precision precision)
{
    add(name, jalon_date_iso(date).text);
    add(name, jalon_precision_code(precision));
}

static void add_list(struct jalon_str *name, const char *const *texts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        add(name, texts[i]);
    }
    add(name, "");
}

static struct jalon_uuid territory_request(const struct jalon_init_plan *plan, size_t at)
{
    const struct jalon_register_territory *row = &plan->reg->territories[at];
    const char *programme = jalon_init_plan_code(plan);
    JALON_AUTO(jalon_str_done) struct jalon_str name = {0};
    const struct jalon_territory *territory = &row->territory;
    jalon_str_addf(&name, "%s/territories.csv/%s\n", programme, territory->code);
    add(&name, territory->name);
    add_list(&name, territory->regions, territory->n_regions);
    add_list(&name, territory->departements, territory->n_departements);
    for (size_t i = 0; i < territory->n_members; i++) {
        const struct jalon_territory_member *m = &territory->members[i];
        const char *const fields[] = {m->siren, m->name,        m->kind,
                                      m->insee, m->departement, m->region};
        add_list(&name, fields, JALON_COUNT(fields));
    }
    for (size_t i = 0; i < territory->n_aliases; i++) {
        const struct jalon_territory_alias *alias = &territory->aliases[i];
        const char *const fields[] = {alias->kind, alias->value, alias->issuer};
        add_list(&name, fields, JALON_COUNT(fields));
        jalon_str_addf(&name, "%d", alias->as_of_year);
    }
    add_day(&name, row->entered_on, row->precision);
    add(&name, row->certainty);
    add(&name, row->source);
    add_if_given(&name, "note", row->note);
    add_if_given(&name, "state", territory->state);
    for (size_t i = 0; i < territory->n_predecessors; i++) {
        add_if_given(&name, "predecessor", territory->predecessors[i]);
    }
    return jalon_uuid_of_name(jalon_str_text(&name));
}

/* TIMES: how often the file has said it, this row included. */
static struct jalon_uuid event_request(const struct jalon_init_plan *plan, size_t at, int times)
{
    const struct jalon_register_event *row = &plan->reg->events[at];
    const char *programme = jalon_init_plan_code(plan);
    JALON_AUTO(jalon_str_done) struct jalon_str name = {0};
    jalon_str_addf(&name, "%s/events.csv/%s %s %s\n", programme, row->territory,
                   jalon_register_action_code(row->action), row->what);
    add_list(&name, row->parties, row->n_parties);
    add_day(&name, row->on, row->precision);
    add(&name, row->certainty);
    add(&name, row->note);
    add(&name, row->source);
    add_if_given(&name, "reason", row->reason);
    if (jalon_date_is_set(row->learned_on)) {
        add_if_given(&name, "learned_on", jalon_date_iso(row->learned_on).text);
    }
    add_if_given(&name, "signed_by", row->signer);
    add_if_given(&name, "capacity", row->capacity);
    add_if_given(&name, "delegation", row->delegation);
    add_if_given(&name, "place", row->place);
    add_if_given(&name, "channel", row->channel);
    add_if_given(&name, "no_evidence", row->no_evidence);
    if (times > 1) {
        jalon_str_addf(&name, "times\x1f%d\x1f", times);
    }
    return jalon_uuid_of_name(jalon_str_text(&name));
}

static struct jalon_uuid cohort_request(const struct jalon_init_plan *plan, size_t at)
{
    const struct jalon_register_cohort *row = &plan->reg->cohorts[at];
    const char *programme = jalon_init_plan_code(plan);
    JALON_AUTO(jalon_str_done) struct jalon_str name = {0};
    jalon_str_addf(&name, "%s/cohorts.csv/%s %s %s\n", programme, row->territory,
                   row->leaves ? "leave" : "join", row->cohort);
    add(&name, row->member);
    add(&name, jalon_date_iso(row->on).text);
    add(&name, row->source);
    return jalon_uuid_of_name(jalon_str_text(&name));
}

static struct jalon_uuid weight_request(const struct jalon_init_plan *plan, size_t at)
{
    const struct jalon_register_weight *row = &plan->reg->weights[at];
    const char *programme = jalon_init_plan_code(plan);
    JALON_AUTO(jalon_str_done) struct jalon_str name = {0};
    jalon_str_addf(&name, "%s/weights.csv/%s %s\n%lld %d %d\n", programme, row->territory,
                   row->weight, (long long)row->value, row->as_of_year, row->counted);
    add(&name, row->source);
    add(&name, jalon_date_is_set(row->on) ? jalon_date_iso(row->on).text : NULL);
    return jalon_uuid_of_name(jalon_str_text(&name));
}

const char *jalon_init_stage_file(enum jalon_init_stage stage)
{
    static const char *const files[JALON_INIT_STAGE_N] = {
        [JALON_INIT_TERRITORIES] = "territories.csv",
        [JALON_INIT_EVENTS] = "events.csv",
        [JALON_INIT_COHORTS] = "cohorts.csv",
        [JALON_INIT_WEIGHTS] = "weights.csv",
    };
    return files[stage];
}

static struct jalon_uuid request_of(const struct jalon_init_plan *plan, enum jalon_init_stage stage,
                                    size_t at)
{
    switch (stage) {
    case JALON_INIT_TERRITORIES:
        return territory_request(plan, at);
    case JALON_INIT_EVENTS:
        return event_request(plan, at, 1);
    case JALON_INIT_COHORTS:
        return cohort_request(plan, at);
    case JALON_INIT_WEIGHTS:
        return weight_request(plan, at);
    case JALON_INIT_STAGE_N:
        break;
    }
    abort();
}

static size_t line_of(const struct jalon_init_plan *plan, enum jalon_init_stage stage, size_t at)
{
    switch (stage) {
    case JALON_INIT_TERRITORIES:
        return plan->reg->territories[at].line;
    case JALON_INIT_EVENTS:
        return plan->reg->events[at].line;
    case JALON_INIT_COHORTS:
        return plan->reg->cohorts[at].line;
    case JALON_INIT_WEIGHTS:
        return plan->reg->weights[at].line;
    case JALON_INIT_STAGE_N:
        break;
    }
    abort();
}

/* Can the row rightly say again what the one BEFORE it said? */
static bool may_repeat(const struct jalon_init_plan *plan, enum jalon_init_stage stage,
                       size_t before, size_t at)
{
    return stage == JALON_INIT_EVENTS &&
           jalon_act_may_repeat(plan->file->programme, plan->reg->events, before, at);
}

void jalon_init_requests(const struct jalon_init_plan *plan, enum jalon_init_stage stage,
                         struct jalon_uuid *ret_requests, struct jalon_init_report *report)
{
    size_t n = report->n_rows[stage];
    JALON_AUTO(jalon_json_decref) json_t *said = json_object(); /* request → the last such row */
    JALON_AUTO(jalon_freep) int *times = jalon_alloc((n + 1) * sizeof *times);
    report->duplicates[stage] =
        jalon_arena_array(plan->reg->arena, n + 1, sizeof *report->duplicates[stage]);
    for (size_t i = 0; i < n; i++) {
        ret_requests[i] = request_of(plan, stage, i);
        const json_t *place = json_object_get(said, ret_requests[i].text);
        size_t before = place != NULL ? (size_t)json_integer_value(place) : i;
        jalon_json_set_int(said, ret_requests[i].text, (int64_t)i);
        times[i] = times[before];
        if (before == i || may_repeat(plan, stage, before, i)) {
            times[i]++;
        } else {
            report->duplicates[stage][report->n_duplicates[stage]++] =
                (struct jalon_init_duplicate){i, line_of(plan, stage, i),
                                              line_of(plan, stage, before)};
        }
        if (times[i] > 1) {
            ret_requests[i] = event_request(plan, i, times[i]);
        }
    }
}
