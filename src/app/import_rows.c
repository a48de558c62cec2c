/* Rows of a file: as they are listed, and as rows of a batch. */
#include "app/act.h"
#include "app/import_priv.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/str.h"

json_t *jalon_import_territory_row(const struct jalon_register_territory *row)
{
    const struct jalon_write write = jalon_act_entry(row);
    return jalon_batch_territory_add(&write, &row->territory);
}

json_t *jalon_import_event_row(const struct jalon_register_event *row)
{
    const struct jalon_write write = jalon_act_write(row);
    const struct jalon_signing signing = jalon_act_signing(row);
    const struct jalon_retarget retarget = jalon_act_retarget(row);
    const struct jalon_term term = jalon_act_term(row);
    const struct jalon_plan plan = jalon_act_plan(row);
    const struct jalon_party_act party = jalon_act_party(row);
    const struct jalon_territory_change change = jalon_act_change(row);
    switch (row->action) {
    case JALON_REGISTER_ADVANCE:
        return jalon_batch_advance(&write, row->territory, row->what);
    case JALON_REGISTER_SIGN:
        return jalon_batch_sign(&write, &signing);
    case JALON_REGISTER_MILESTONE:
        return jalon_batch_milestone(&write, row->territory, row->what);
    case JALON_REGISTER_RETARGET:
        return jalon_batch_retarget(&write, &retarget);
    case JALON_REGISTER_TERM:
        return jalon_batch_term(&write, &term);
    case JALON_REGISTER_PLAN:
        return jalon_batch_plan(&write, &plan);
    case JALON_REGISTER_REFUSE:
        return jalon_batch_party_refuse(&write, &party);
    case JALON_REGISTER_WAIVE:
        return jalon_batch_party_waive(&write, &party);
    case JALON_REGISTER_NOTE:
        return jalon_batch_note(&write, row->territory);
    case JALON_REGISTER_RENAME:
    case JALON_REGISTER_LEAVE:
    case JALON_REGISTER_MEMBER_ADD:
    case JALON_REGISTER_MEMBER_REMOVE:
    case JALON_REGISTER_ALIAS:
    case JALON_REGISTER_ABSORB:
        return jalon_batch_territory_change(&write, &change);
    case JALON_REGISTER_ACTION_N:
        break;
    }
    abort();
}

static struct jalon_write since_entry(const struct jalon_event *entry)
{
    return (struct jalon_write){.on = entry->valid,
                                .precision = entry->when.precision,
                                .evidence = {.learned_on = JALON_DATE_NONE}};
}

static struct jalon_write on_day(struct jalon_date day)
{
    return (struct jalon_write){
        .on = day, .precision = JALON_PRECISION_DAY, .evidence = {.learned_on = JALON_DATE_NONE}};
}

json_t *jalon_import_alias_row(const struct jalon_register_alias *row,
                               const struct jalon_event *entry)
{
    const struct jalon_write write = since_entry(entry);
    const struct jalon_territory_change change = {
        .kind = JALON_TERRITORY_ALIAS, .code = row->territory, .alias = row->alias};
    return jalon_batch_territory_change(&write, &change);
}

json_t *jalon_import_join_row(const struct jalon_register_member *row,
                              const struct jalon_event *entry)
{
    const struct jalon_write write =
        jalon_date_is_set(row->from) ? on_day(row->from) : since_entry(entry);
    const struct jalon_territory_change change = {
        .kind = JALON_TERRITORY_MEMBER_ADD, .code = row->territory, .member = row->member};
    return jalon_batch_territory_change(&write, &change);
}

json_t *jalon_import_part_row(const struct jalon_register_member *row)
{
    const struct jalon_write write = on_day(row->to);
    const struct jalon_territory_change change = {
        .kind = JALON_TERRITORY_MEMBER_REMOVE, .code = row->territory, .member = row->member};
    return jalon_batch_territory_change(&write, &change);
}

json_t *jalon_import_cohort_row(const struct jalon_register_cohort *row)
{
    const struct jalon_write write = jalon_act_cohort(row);
    const struct jalon_cohort_move move = jalon_act_move(row);
    return row->leaves ? jalon_batch_cohort_leave(&write, &move)
                       : jalon_batch_cohort_join(&write, &move);
}

json_t *jalon_import_weight_row(const struct jalon_register_weight *row, struct jalon_date day)
{
    struct jalon_write write = jalon_act_weight(row);
    const struct jalon_weighing weighing = jalon_act_weighing(row);
    write.on = day;
    return jalon_batch_weigh(&write, &weighing);
}

static struct jalon_import_row *next_row(struct jalon_import *import, size_t line, const char *code)
{
    struct jalon_import_row *row = &import->rows[import->n_rows++];
    row->line = line;
    row->code = code;
    row->action = "";
    return row;
}

/* "contrat etat region:28" */
static const char *event_text(struct jalon_import *import, const struct jalon_register_event *event)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    jalon_str_add(&text, event->what);
    for (size_t i = 0; i < event->n_parties; i++) {
        jalon_str_addf(&text, " %s", event->parties[i]);
    }
    return jalon_arena_strdup(import->arena, jalon_str_text(&text));
}

static size_t count_rows(const struct jalon_import *import)
{
    const struct jalon_register *reg = import->state->reg;
    const size_t counts[JALON_REGISTER_FILE_N] = {
        [JALON_REGISTER_TERRITORIES] = reg->n_territories,
        [JALON_REGISTER_ALIASES] = reg->n_aliases,
        [JALON_REGISTER_MEMBERS] = reg->n_members,
        [JALON_REGISTER_EVENTS] = reg->n_events,
        [JALON_REGISTER_SIGNATURES] = reg->n_events,
        [JALON_REGISTER_COHORTS] = reg->n_cohorts,
        [JALON_REGISTER_WEIGHTS] = reg->n_weights,
    };
    return counts[import->state->file];
}

static void list_cohort(struct jalon_import *import, const struct jalon_register_cohort *cohort)
{
    struct jalon_import_row *row = next_row(import, cohort->line, cohort->territory);
    row->action = cohort->leaves ? "leave" : "join";
    row->what = jalon_arena_printf(import->arena, "%s%s%s", cohort->cohort,
                                   cohort->member != NULL ? " " : "",
                                   cohort->member != NULL ? cohort->member : "");
}

static void list_weight(struct jalon_import *import, const struct jalon_register_weight *weight)
{
    struct jalon_import_row *row = next_row(import, weight->line, weight->territory);
    row->what = jalon_arena_printf(import->arena, "%s %lld %d", weight->weight,
                                   (long long)weight->value, weight->as_of_year);
}

static void list_row(struct jalon_import *import, size_t i)
{
    const struct jalon_register *reg = import->state->reg;
    const struct jalon_register_event *event = &reg->events[i];
    struct jalon_import_row *row;
    switch (import->state->file) {
    case JALON_REGISTER_TERRITORIES:
        row = next_row(import, reg->territories[i].line, reg->territories[i].territory.code);
        row->what = reg->territories[i].territory.name;
        break;
    case JALON_REGISTER_ALIASES:
        row = next_row(import, reg->aliases[i].line, reg->aliases[i].territory);
        row->what = reg->aliases[i].alias.value;
        break;
    case JALON_REGISTER_MEMBERS:
        row = next_row(import, reg->members[i].line, reg->members[i].territory);
        row->what = reg->members[i].member.siren;
        break;
    case JALON_REGISTER_EVENTS:
    case JALON_REGISTER_SIGNATURES:
        row = next_row(import, event->line, event->territory);
        row->action = jalon_register_action_code(event->action);
        row->what = event_text(import, event);
        break;
    case JALON_REGISTER_COHORTS:
        list_cohort(import, &reg->cohorts[i]);
        break;
    case JALON_REGISTER_WEIGHTS:
        list_weight(import, &reg->weights[i]);
        break;
    case JALON_REGISTER_FILE_N:
        break;
    }
}

void jalon_import_list_rows(struct jalon_import *import)
{
    size_t n = count_rows(import);
    import->rows = jalon_arena_array(import->arena, n + 1, sizeof *import->rows);
    import->state->sent = jalon_arena_array(import->arena, n + 1, sizeof(json_t *));
    for (size_t i = 0; i < n; i++) {
        list_row(import, i);
    }
}
