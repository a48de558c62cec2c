/* Rows of the register as the writes that record them. */
#include "app/act.h"

#include <string.h>

struct jalon_write jalon_act_entry(const struct jalon_register_territory *row)
{
    return (struct jalon_write){
        .on = row->entered_on,
        .precision = row->precision,
        .evidence = {.certainty = row->certainty,
                     .note = row->note,
                     .source = row->source,
                     .learned_on = JALON_DATE_NONE},
    };
}

struct jalon_write jalon_act_write(const struct jalon_register_event *row)
{
    return (struct jalon_write){
        .on = row->on,
        .precision = row->precision,
        .evidence = {.certainty = row->certainty,
                     .reason = row->reason,
                     .note = row->note,
                     .source = row->source,
                     .learned_on = row->learned_on},
    };
}

struct jalon_signing jalon_act_signing(const struct jalon_register_event *row)
{
    return (struct jalon_signing){.code = row->territory,
                                  .instrument = row->what,
                                  .parties = row->parties,
                                  .n_parties = row->n_parties,
                                  .signer = row->signer,
                                  .capacity = row->capacity,
                                  .delegation = row->delegation,
                                  .place = row->place,
                                  .channel = row->channel,
                                  .no_evidence = row->no_evidence};
}

struct jalon_retarget jalon_act_retarget(const struct jalon_register_event *row)
{
    return (struct jalon_retarget){row->territory, NULL, row->target, row->target_on};
}

struct jalon_party_act jalon_act_party(const struct jalon_register_event *row)
{
    return (struct jalon_party_act){row->territory, row->what,
                                    row->n_parties > 0 ? row->parties[0] : NULL};
}

struct jalon_term jalon_act_term(const struct jalon_register_event *row)
{
    return (struct jalon_term){row->territory, row->instrument, row->number, row->from, row->to};
}

struct jalon_plan jalon_act_plan(const struct jalon_register_event *row)
{
    return (struct jalon_plan){row->territory,
                               row->planned,
                               row->target_on,
                               row->target_precision,
                               row->n_parties > 0 ? row->parties[0] : NULL,
                               row->place};
}

struct jalon_territory_change jalon_act_change(const struct jalon_register_event *row)
{
    struct jalon_territory_change change = {.code = row->territory};
    switch (row->action) {
    case JALON_REGISTER_RENAME:
        change.kind = JALON_TERRITORY_RENAME;
        change.name = row->what;
        break;
    case JALON_REGISTER_LEAVE:
        change.kind = JALON_TERRITORY_LEAVE;
        change.into = row->into;
        change.n_into = row->n_into;
        break;
    case JALON_REGISTER_MEMBER_ADD:
        change.kind = JALON_TERRITORY_MEMBER_ADD;
        change.member = row->member->member;
        break;
    case JALON_REGISTER_MEMBER_REMOVE:
        change.kind = JALON_TERRITORY_MEMBER_REMOVE;
        change.member.siren = row->what;
        break;
    case JALON_REGISTER_ALIAS:
        change.kind = JALON_TERRITORY_ALIAS;
        change.alias = row->alias->alias;
        break;
    case JALON_REGISTER_ABSORB:
        change.kind = JALON_TERRITORY_ABSORB;
        change.predecessors = row->predecessors;
        change.n_predecessors = row->n_predecessors;
        break;
    case JALON_REGISTER_ADVANCE:
    case JALON_REGISTER_SIGN:
    case JALON_REGISTER_MILESTONE:
    case JALON_REGISTER_RETARGET:
    case JALON_REGISTER_TERM:
    case JALON_REGISTER_PLAN:
    case JALON_REGISTER_REFUSE:
    case JALON_REGISTER_WAIVE:
    case JALON_REGISTER_NOTE:
    case JALON_REGISTER_ACTION_N:
        break;
    }
    return change;
}

bool jalon_act_may_repeat(const struct jalon_programme *programme,
                          const struct jalon_register_event *rows, size_t before, size_t at)
{
    if (rows[at].action == JALON_REGISTER_SIGN) {
        return jalon_programme_instrument(programme, rows[at].what)->repeatable;
    }
    for (size_t i = before + 1; i < at && rows[at].action == JALON_REGISTER_ADVANCE; i++) {
        if (rows[i].action == JALON_REGISTER_ADVANCE &&
            strcmp(rows[i].territory, rows[at].territory) == 0 &&
            strcmp(rows[i].what, rows[at].what) != 0) {
            return true;
        }
    }
    return false;
}

static struct jalon_write on_day(struct jalon_date day, const char *source)
{
    return (struct jalon_write){.on = day,
                                .evidence = {.source = source, .learned_on = JALON_DATE_NONE}};
}

struct jalon_write jalon_act_cohort(const struct jalon_register_cohort *row)
{
    return on_day(row->on, row->source);
}

struct jalon_cohort_move jalon_act_move(const struct jalon_register_cohort *row)
{
    return (struct jalon_cohort_move){row->territory, row->cohort, row->member};
}

struct jalon_write jalon_act_weight(const struct jalon_register_weight *row)
{
    return on_day(row->on, row->source);
}

struct jalon_weighing jalon_act_weighing(const struct jalon_register_weight *row)
{
    return (struct jalon_weighing){row->territory, row->weight, row->value, row->as_of_year,
                                   row->counted};
}
