/*
 * What a file would change. A recorded fact is found by what it is about; every fact answers for
 * one row, so that a fact which rightly comes twice is found twice.
 */
#include <string.h>

#include "app/act.h"
#include "app/import_priv.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"

struct diff {
    struct jalon_app *app;
    struct jalon_import *import;
    const struct jalon_recordings *recordings;
    json_t *said; /* rows so far: what a row sends → its place */
};

static void note_status(struct jalon_import_row *row, enum jalon_import_status status,
                        const struct jalon_comparison *c)
{
    row->status = status;
    if (status == JALON_IMPORT_DIFFERS) {
        row->n_differences = c->n;
        row->differences = jalon_arena_array(c->arena, c->n, sizeof *row->differences);
        memcpy(row->differences, c->items, c->n * sizeof *row->differences);
    }
}

/* UNCHANGED or DIFFERS, as the comparison came out. */
static void judge(struct jalon_import_row *row, const struct jalon_comparison *c)
{
    note_status(row, c->n > 0 ? JALON_IMPORT_DIFFERS : JALON_IMPORT_UNCHANGED, c);
}

/* The row that says the same before, or the row itself; it is the one to be found by later ones. */
static size_t said_before(const struct diff *d, size_t at, const json_t *sent)
{
    JALON_AUTO(jalon_freep) char *key = jalon_json_dump(sent);
    const json_t *place = json_object_get(d->said, key);
    size_t before = place != NULL ? (size_t)json_integer_value(place) : at;
    jalon_json_set_int(d->said, key, (int64_t)at);
    return before;
}

static void add(const struct diff *d, size_t at, json_t *sent)
{
    struct jalon_import_row *row = &d->import->rows[at];
    json_t **rows = &d->import->state->sent[at];
    row->status = JALON_IMPORT_ADDED;
    if (*rows == NULL) {
        *rows = json_array();
    }
    (void)json_array_append_new(*rows, sent);
}

static void diff_territories(const struct diff *d)
{
    const struct jalon_register *reg = d->import->state->reg;
    for (size_t i = 0; i < reg->n_territories; i++) {
        const struct jalon_register_territory *one = &reg->territories[i];
        struct jalon_recorded *recorded = jalon_recordings_of(d->recordings, one->territory.code);
        struct jalon_comparison c = {.arena = d->import->arena};
        if (recorded == NULL) {
            add(d, i, jalon_import_territory_row(one));
            continue;
        }
        recorded->taken[0] = true;
        jalon_compare_territory(&c, one, recorded);
        judge(&d->import->rows[i], &c);
    }
    for (size_t i = 0; i < d->recordings->n; i++) {
        d->import->n_absent += !d->recordings->items[i].taken[0];
    }
}

/* The name or code of that value; the register calls `name` what the contract calls `alias`. */
static const struct jalon_contract_name *find_name(const struct jalon_contract *contract,
                                                   const struct jalon_territory_alias *alias)
{
    bool is_name = strcmp(alias->kind, "name") == 0;
    for (size_t i = 0; i < contract->n_names; i++) {
        const struct jalon_contract_name *name = &contract->names[i];
        bool is_code = strcmp(name->kind, "external_code") == 0;
        if (is_code != is_name && strcmp(name->value, alias->value) == 0) {
            return name;
        }
    }
    return NULL;
}

static void diff_aliases(const struct diff *d)
{
    const struct jalon_register *reg = d->import->state->reg;
    for (size_t i = 0; i < reg->n_aliases; i++) {
        const struct jalon_register_alias *one = &reg->aliases[i];
        struct jalon_recorded *recorded = jalon_recordings_of(d->recordings, one->territory);
        const struct jalon_contract_name *name = find_name(recorded->contract, &one->alias);
        struct jalon_comparison c = {.arena = d->import->arena};
        json_t *sent = jalon_import_alias_row(one, &recorded->entries[0].event);
        size_t before = said_before(d, i, sent);
        if (before != i) {
            note_status(&d->import->rows[i], JALON_IMPORT_DUPLICATE, &c);
            d->import->rows[i].same_as = d->import->rows[before].line;
        } else if (name != NULL) {
            jalon_compare_alias(&c, one, name);
            judge(&d->import->rows[i], &c);
        } else {
            add(d, i, json_incref(sent));
        }
        json_decref(sent);
    }
}

/* The stay of the member that the row is about: the one from its day, else the first. */
static const struct jalon_contract_member *find_member(const struct jalon_contract *contract,
                                                       const struct jalon_register_member *row)
{
    const struct jalon_contract_member *found = NULL;
    for (size_t i = 0; i < contract->n_members; i++) {
        const struct jalon_contract_member *one = &contract->members[i];
        if (strcmp(one->siren, row->member.siren) != 0) {
            continue;
        }
        if (jalon_date_is_set(row->from) ? jalon_date_compare(one->span.from, row->from) == 0
                                         : found == NULL) {
            return one;
        }
        /* A stay that goes on, or the last one that ended after that day, is the one meant. */
        if (!jalon_date_is_set(one->span.to) || jalon_date_compare(row->from, one->span.to) < 0) {
            found = one;
        }
    }
    return found;
}

static void diff_member(const struct diff *d, size_t at)
{
    const struct jalon_register_member *one = &d->import->state->reg->members[at];
    struct jalon_recorded *recorded = jalon_recordings_of(d->recordings, one->territory);
    const struct jalon_contract_member *member = find_member(recorded->contract, one);
    struct jalon_comparison c = {.arena = d->import->arena};
    if (member == NULL) {
        add(d, at, jalon_import_join_row(one, &recorded->entries[0].event));
    } else {
        jalon_compare_member(&c, one, member);
        judge(&d->import->rows[at], &c);
    }
    bool is_new_end = member == NULL || (c.n == 0 && !jalon_date_is_set(member->span.to));
    if (jalon_date_is_set(one->to) && is_new_end) {
        add(d, at, jalon_import_part_row(one));
    }
}

/* Recorded members of these territories that no row names. */
static size_t count_absent_members(const struct diff *d, const struct jalon_recorded *recorded)
{
    const struct jalon_register *reg = d->import->state->reg;
    size_t n = 0;
    for (size_t i = 0; i < recorded->contract->n_members; i++) {
        bool is_named = false;
        for (size_t k = 0; k < reg->n_members && !is_named; k++) {
            is_named =
                strcmp(reg->members[k].member.siren, recorded->contract->members[i].siren) == 0 &&
                strcmp(reg->members[k].territory, recorded->entries[0].code) == 0;
        }
        n += !is_named;
    }
    return n;
}

static void diff_members(const struct diff *d)
{
    for (size_t i = 0; i < d->import->state->reg->n_members; i++) {
        diff_member(d, i);
    }
    for (size_t i = 0; i < d->recordings->n; i++) {
        d->import->n_absent += count_absent_members(d, &d->recordings->items[i]);
    }
}

/* Takes what is recorded as the rows say it, and finds the rows that say it twice. */
static void take_recorded(const struct diff *d)
{
    const struct jalon_register *reg = d->import->state->reg;
    struct jalon_comparison none = {.arena = d->import->arena};
    for (size_t i = 0; i < reg->n_events; i++) {
        const struct jalon_register_event *one = &reg->events[i];
        struct jalon_import_row *row = &d->import->rows[i];
        JALON_AUTO(jalon_json_decref) json_t *sent = jalon_import_event_row(one);
        size_t before = said_before(d, i, sent);
        if (before != i && !jalon_act_may_repeat(d->app->programme, reg->events, before, i)) {
            note_status(row, JALON_IMPORT_DUPLICATE, &none);
            row->same_as = d->import->rows[before].line;
        } else if (jalon_recorded_take(jalon_recordings_of(d->recordings, one->territory), one,
                                       d->import->arena)) {
            note_status(row, JALON_IMPORT_UNCHANGED, &none);
        } else {
            row->status = JALON_IMPORT_STATUS_N; /* not known yet */
        }
    }
}

static void diff_events(const struct diff *d)
{
    const struct jalon_register *reg = d->import->state->reg;
    take_recorded(d);
    for (size_t i = 0; i < reg->n_events; i++) {
        const struct jalon_register_event *one = &reg->events[i];
        struct jalon_import_row *row = &d->import->rows[i];
        struct jalon_comparison c = {.arena = d->import->arena};
        struct jalon_register_event rest;
        if (row->status != JALON_IMPORT_STATUS_N) {
            continue;
        }
        struct jalon_recorded *recorded = jalon_recordings_of(d->recordings, one->territory);
        bool is_repeatable = one->action == JALON_REGISTER_SIGN &&
                             jalon_programme_instrument(d->app->programme, one->what)->repeatable;
        if (jalon_recorded_compare(recorded, one, is_repeatable, &c, &rest)) {
            judge(row, &c);
        } else {
            add(d, i, jalon_import_event_row(&rest));
            recorded->moves_on = recorded->moves_on || one->action == JALON_REGISTER_ADVANCE;
        }
    }
    for (size_t i = 0; i < d->recordings->n; i++) {
        d->import->n_absent += jalon_recorded_count_absent(
            &d->recordings->items[i], d->import->state->file == JALON_REGISTER_SIGNATURES);
    }
}

/* The entry with that number, taken. */
static const struct jalon_event *take_entry(struct jalon_recorded *recorded, int64_t seq)
{
    size_t i = 0;
    while (recorded->entries[i].event.seq != seq) {
        i++;
    }
    recorded->taken[i] = true;
    return &recorded->entries[i].event;
}

/* The stay that the row begins or ends: the one of its day, else the last one if it is in the way.
 */
static const struct jalon_contract_cohort *find_cohort(const struct jalon_contract *contract,
                                                       const struct jalon_register_cohort *row)
{
    const struct jalon_contract_cohort *found = NULL;
    for (size_t i = 0; i < contract->n_cohorts; i++) {
        const struct jalon_contract_cohort *one = &contract->cohorts[i];
        if (strcmp(one->cohort, row->cohort) != 0 || !jalon_text_same(one->member, row->member)) {
            continue;
        }
        bool is_over = one->end_seq != 0;
        struct jalon_date day = row->leaves ? one->span.to : one->span.from;
        if ((is_over || !row->leaves) && jalon_date_compare(day, row->on) == 0) {
            return one;
        }
        bool is_before = is_over && jalon_date_compare(one->span.to, row->on) <= 0;
        found = row->leaves ? (is_over ? one : NULL) : is_before ? NULL : one;
    }
    return found;
}

static void diff_cohort(const struct diff *d, size_t at)
{
    const struct jalon_register_cohort *one = &d->import->state->reg->cohorts[at];
    struct jalon_import_row *row = &d->import->rows[at];
    struct jalon_recorded *recorded = jalon_recordings_of(d->recordings, one->territory);
    const struct jalon_contract_cohort *stay = find_cohort(recorded->contract, one);
    struct jalon_comparison c = {.arena = d->import->arena};
    JALON_AUTO(jalon_json_decref) json_t *sent = jalon_import_cohort_row(one);
    size_t before = said_before(d, at, sent);
    bool ends_new = one->leaves && at > 0 && row[-1].status == JALON_IMPORT_ADDED;
    if (before != at) {
        note_status(row, JALON_IMPORT_DUPLICATE, &c);
        row->same_as = d->import->rows[before].line;
    } else if (stay != NULL && !ends_new) {
        jalon_compare_cohort(&c, one, one->leaves ? stay->span.to : stay->span.from,
                             take_entry(recorded, one->leaves ? stay->end_seq : stay->seq));
        judge(row, &c);
    } else {
        add(d, at, json_incref(sent));
    }
}

static void diff_cohorts(const struct diff *d)
{
    for (size_t i = 0; i < d->import->state->reg->n_cohorts; i++) {
        diff_cohort(d, i);
    }
    for (size_t i = 0; i < d->recordings->n; i++) {
        d->import->n_absent += jalon_recorded_count_kind(&d->recordings->items[i], "cohort_join");
    }
}

/* The figure from that day on: the same one, else the last. */
static const struct jalon_contract_weight *find_weight(const struct jalon_contract *contract,
                                                       const struct jalon_register_weight *row,
                                                       struct jalon_date day)
{
    const struct jalon_contract_weight *found = NULL;
    for (size_t i = 0; i < contract->n_weights; i++) {
        const struct jalon_contract_weight *one = &contract->weights[i];
        if (strcmp(one->weight, row->weight) == 0 && jalon_date_compare(one->span.from, day) == 0) {
            found = one;
            if (one->value == row->value && one->as_of_year == row->as_of_year) {
                return one;
            }
        }
    }
    return found;
}

static void diff_weight(const struct diff *d, size_t at)
{
    const struct jalon_register_weight *one = &d->import->state->reg->weights[at];
    struct jalon_import_row *row = &d->import->rows[at];
    struct jalon_recorded *recorded = jalon_recordings_of(d->recordings, one->territory);
    struct jalon_date day = jalon_date_is_set(one->on)
                                ? one->on
                                : jalon_programme_weight_day(d->app->programme, one->as_of_year);
    const struct jalon_contract_weight *weight = find_weight(recorded->contract, one, day);
    struct jalon_comparison c = {.arena = d->import->arena};
    JALON_AUTO(jalon_json_decref) json_t *sent = jalon_import_weight_row(one, day);
    size_t before = said_before(d, at, sent);
    if (before != at) {
        note_status(row, JALON_IMPORT_DUPLICATE, &c);
        row->same_as = d->import->rows[before].line;
    } else if (weight != NULL) {
        jalon_compare_weight(&c, one, weight, take_entry(recorded, weight->seq));
        judge(row, &c);
    } else {
        add(d, at, json_incref(sent));
    }
}

static void diff_weights(const struct diff *d)
{
    for (size_t i = 0; i < d->import->state->reg->n_weights; i++) {
        diff_weight(d, i);
    }
    for (size_t i = 0; i < d->recordings->n; i++) {
        d->import->n_absent += jalon_recorded_count_kind(&d->recordings->items[i], "weigh");
    }
}

void jalon_import_decide(struct jalon_app *app, struct jalon_import *import,
                         const struct jalon_recordings *recordings)
{
    JALON_AUTO(jalon_json_decref) json_t *said = json_object();
    const struct diff d = {app, import, recordings, said};
    switch (import->state->file) {
    case JALON_REGISTER_TERRITORIES:
        diff_territories(&d);
        break;
    case JALON_REGISTER_ALIASES:
        diff_aliases(&d);
        break;
    case JALON_REGISTER_MEMBERS:
        diff_members(&d);
        break;
    case JALON_REGISTER_EVENTS:
    case JALON_REGISTER_SIGNATURES:
        diff_events(&d);
        break;
    case JALON_REGISTER_COHORTS:
        diff_cohorts(&d);
        break;
    case JALON_REGISTER_WEIGHTS:
        diff_weights(&d);
        break;
    case JALON_REGISTER_FILE_N:
        break;
    }
    for (size_t i = 0; i < import->n_rows; i++) {
        import->n_by_status[import->rows[i].status]++;
    }
}
