/* Which recorded fact a row of events or signatures says. */
#include <string.h>

#include "app/import_priv.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"

/* How an action stands in the journal: the kind of entry, and the member of `after` that has what
 * it is about. What happens once to a territory is found whatever its day. */
static const struct {
    const char *kind, *member;
    bool once;
} acts[JALON_REGISTER_ACTION_N] = {
    [JALON_REGISTER_ADVANCE] = {"transition", "state", false},
    [JALON_REGISTER_SIGN] = {"sign", "instrument", false},
    [JALON_REGISTER_MILESTONE] = {"milestone", "milestone", true},
    [JALON_REGISTER_RENAME] = {"rename", "name", false},
    [JALON_REGISTER_LEAVE] = {"leave", NULL, true},
    [JALON_REGISTER_MEMBER_ADD] = {"member_add", "siren", false},
    [JALON_REGISTER_MEMBER_REMOVE] = {"member_remove", "siren", false},
    [JALON_REGISTER_ALIAS] = {"alias", "value", true},
    [JALON_REGISTER_ABSORB] = {"absorb", NULL, true}, /* of the same predecessor */
    [JALON_REGISTER_RETARGET] = {"retarget", "target", false},
    [JALON_REGISTER_TERM] = {"term", "instrument", false},
    [JALON_REGISTER_PLAN] = {"plan", "what", false},
    [JALON_REGISTER_REFUSE] = {"refuse", "instrument", true}, /* by the same party */
    [JALON_REGISTER_WAIVE] = {"waive", "instrument", true},   /* of the same party */
    [JALON_REGISTER_NOTE] = {"note", NULL, true},             /* with the same words */
};

/* A transition that follows from signatures is no row of its own. */
static bool is_act(const struct jalon_event *event, enum jalon_register_action action)
{
    return strcmp(event->kind, acts[action].kind) == 0 &&
           (action != JALON_REGISTER_ADVANCE ||
            json_object_get(event->after, "instrument") == NULL);
}

static bool shares_predecessor(const struct jalon_event *event,
                               const struct jalon_register_event *row)
{
    size_t i;
    const json_t *code;
    json_array_foreach(json_object_get(event->after, "predecessors"), i, code)
    {
        for (size_t k = 0; k < row->n_predecessors; k++) {
            if (strcmp(json_string_value(code), row->predecessors[k]) == 0) {
                return true;
            }
        }
    }
    return false;
}

/* Remarks have nothing but their words. */
static bool is_worded(const struct jalon_event *event, const struct jalon_register_event *row)
{
    struct jalon_disclosed note =
        jalon_event_disclosed(event, json_object_get(event->after, "note"));
    return jalon_text_same(note.text, row->note);
}

static bool is_about(const struct jalon_event *event, const struct jalon_register_event *row)
{
    const char *member = acts[row->action].member;
    const char *what = member != NULL ? jalon_json_text(event->after, member) : NULL;
    const char *meant = row->action == JALON_REGISTER_RETARGET ? row->target
                        : row->action == JALON_REGISTER_TERM   ? row->instrument
                        : row->action == JALON_REGISTER_PLAN   ? row->planned
                                                               : row->what;
    return is_act(event, row->action) &&
           (row->action != JALON_REGISTER_NOTE || is_worded(event, row)) &&
           (row->number == 0 || row->number == jalon_json_int(event->after, "number")) &&
           (row->action != JALON_REGISTER_ABSORB || shares_predecessor(event, row)) &&
           (member == NULL || (what != NULL && strcmp(what, meant) == 0));
}

/* "region" stands for the only Région; what is recorded has its code. */
static bool is_party(const struct jalon_event *event, const char *party)
{
    const char *recorded = jalon_json_text(event->after, "party");
    size_t length = strlen(party);
    return recorded != NULL && strncmp(recorded, party, length) == 0 &&
           (recorded[length] == '\0' || (recorded[length] == ':' && strchr(party, ':') == NULL));
}

/* A row looked for among the entries of its territory. */
struct search {
    struct jalon_recorded *recorded;
    const struct jalon_register_event *row;
    const char *party; /* one of the row's; NULL: any */
    struct jalon_arena *arena;
};

static const struct jalon_event *event_at(const struct search *s, size_t i)
{
    return &s->recorded->entries[i].event;
}

static bool is_free(const struct search *s, size_t i)
{
    const struct jalon_event *event = event_at(s, i);
    return !s->recorded->taken[i] && is_about(event, s->row) &&
           (s->party == NULL || is_party(event, s->party));
}

static bool is_same(const struct search *s, size_t i)
{
    struct jalon_comparison c = {.arena = s->arena};
    if (!is_free(s, i)) {
        return false;
    }
    jalon_compare_event(&c, s->row, event_at(s, i));
    return c.n == 0;
}

/* The entry that says all that the row says; none: their number. */
static size_t find_same(const struct search *s)
{
    size_t i = 0;
    while (i < s->recorded->n_entries && !is_same(s, i)) {
        i++;
    }
    return i;
}

static const struct jalon_contract_instrument *number_of(const struct search *s,
                                                         const struct jalon_event *event)
{
    const struct jalon_contract *contract = s->recorded->contract;
    for (size_t i = 0; i < contract->n_instruments; i++) {
        const struct jalon_contract_instrument *one = &contract->instruments[i];
        if (strcmp(one->code, s->row->what) == 0 &&
            one->number == jalon_json_int(event->after, "number")) {
            return one;
        }
    }
    return NULL;
}

/* Each party of the row has an entry that says the same: takes them all, or none. */
static bool take_parties(struct search *s)
{
    size_t *found = jalon_arena_array(s->arena, s->row->n_parties + 1, sizeof *found);
    for (size_t i = 0; i < s->row->n_parties; i++) {
        s->party = s->row->parties[i];
        found[i] = find_same(s);
        if (found[i] == s->recorded->n_entries) {
            while (i-- > 0) {
                s->recorded->taken[found[i]] = false;
            }
            return false;
        }
        s->recorded->taken[found[i]] = true;
    }
    return true;
}

/* "all" is recorded when a number that is complete has signatures which say the same: takes them.
 */
static bool take_all(const struct search *s)
{
    for (size_t i = 0; i < s->recorded->n_entries; i++) {
        const struct jalon_contract_instrument *number =
            is_same(s, i) ? number_of(s, event_at(s, i)) : NULL;
        if (number == NULL || !number->is_complete) {
            continue;
        }
        for (size_t k = i; k < s->recorded->n_entries; k++) {
            if (is_same(s, k) && number_of(s, event_at(s, k)) == number) {
                s->recorded->taken[k] = true;
            }
        }
        return true;
    }
    return false;
}

static bool is_for_all(const struct jalon_register_event *row)
{
    return row->action == JALON_REGISTER_SIGN && strcmp(row->parties[0], "all") == 0;
}

/* The party that a refusal or a waiver is about; NULL: any. */
static const char *only_party(const struct jalon_register_event *row)
{
    bool is_of_one = row->action == JALON_REGISTER_REFUSE || row->action == JALON_REGISTER_WAIVE;
    return is_of_one ? row->parties[0] : NULL;
}

bool jalon_recorded_take(struct jalon_recorded *recorded, const struct jalon_register_event *row,
                         struct jalon_arena *arena)
{
    struct search s = {.recorded = recorded, .row = row, .party = only_party(row), .arena = arena};
    if (row->action == JALON_REGISTER_SIGN) {
        return is_for_all(row) ? take_all(&s) : take_parties(&s);
    }
    size_t i = find_same(&s);
    if (i == recorded->n_entries) {
        return false;
    }
    recorded->taken[i] = true;
    return true;
}

/* Does no later entry do the same thing, so that the fact is the one in force? */
static bool is_last(const struct search *s, size_t at)
{
    enum jalon_register_action action = s->row->action;
    bool is_member = action == JALON_REGISTER_MEMBER_ADD || action == JALON_REGISTER_MEMBER_REMOVE;
    for (size_t i = at + 1; i < s->recorded->n_entries; i++) {
        const struct jalon_event *event = event_at(s, i);
        const char *siren = is_member ? jalon_json_text(event->after, "siren") : NULL;
        if (is_member ? siren != NULL && strcmp(siren, s->row->what) == 0 : is_act(event, action)) {
            return false;
        }
    }
    return action != JALON_REGISTER_ADVANCE ||
           (!s->recorded->moves_on && strcmp(s->recorded->contract->state, s->row->what) == 0);
}

static bool is_of_the_same_day(const struct search *s, size_t i)
{
    const struct jalon_event *event = event_at(s, i);
    struct jalon_when when = jalon_when_of(s->row->on, s->row->precision);
    return when.precision == event->when.precision &&
           jalon_date_compare(when.earliest, event->when.earliest) == 0 &&
           jalon_date_compare(when.latest, event->when.latest) == 0;
}

/* Can only the signature at I be meant? Not when the number is closed, or is followed by another.
 */
static bool is_in_force(const struct search *s, size_t i, bool is_repeatable)
{
    const struct jalon_contract_instrument *number = number_of(s, event_at(s, i));
    return number != NULL && number->closed_seq == 0 && !(number->is_complete && is_repeatable);
}

/* The entry that the row must be about though it says something else; none: their number. */
static size_t find_meant(const struct search *s, bool is_repeatable)
{
    for (size_t i = 0; i < s->recorded->n_entries; i++) {
        bool is_meant =
            s->row->action == JALON_REGISTER_SIGN
                ? is_in_force(s, i, is_repeatable)
                : acts[s->row->action].once || is_of_the_same_day(s, i) || is_last(s, i);
        if (is_free(s, i) && is_meant) {
            return i;
        }
    }
    return s->recorded->n_entries;
}

/* Compares with the entry that is meant. False when there is none. */
static bool compare_meant(const struct search *s, bool is_repeatable, struct jalon_comparison *c)
{
    size_t i = find_meant(s, is_repeatable);
    if (i == s->recorded->n_entries) {
        return false;
    }
    s->recorded->taken[i] = true;
    jalon_compare_event(c, s->row, event_at(s, i));
    return true;
}

/* The parties of the row that have not signed yet. */
static bool compare_parties(struct search *s, bool is_repeatable, struct jalon_comparison *c,
                            struct jalon_register_event *ret_rest)
{
    ret_rest->parties = jalon_arena_array(s->arena, s->row->n_parties + 1, sizeof(const char *));
    ret_rest->n_parties = 0;
    for (size_t i = 0; i < s->row->n_parties; i++) {
        s->party = s->row->parties[i];
        if (!compare_meant(s, is_repeatable, c)) {
            ret_rest->parties[ret_rest->n_parties++] = s->party;
        }
    }
    return ret_rest->n_parties == 0 || c->n > 0;
}

/* "all" of a number that is complete: compared with the signature that says the same, else with the
 * last one, whatever rows took them. False while the number is open. */
static bool compare_complete(const struct search *s, bool is_repeatable, struct jalon_comparison *c)
{
    bool is_complete = false;
    for (size_t i = 0; i < s->recorded->n_entries && (!is_complete || c->n > 0); i++) {
        if (is_about(event_at(s, i), s->row) && is_in_force(s, i, is_repeatable) &&
            number_of(s, event_at(s, i))->is_complete) {
            is_complete = true;
            s->recorded->taken[i] = true;
            c->n = 0;
            jalon_compare_event(c, s->row, event_at(s, i));
        }
    }
    return is_complete;
}

bool jalon_recorded_compare(struct jalon_recorded *recorded, const struct jalon_register_event *row,
                            bool is_repeatable, struct jalon_comparison *c,
                            struct jalon_register_event *ret_rest)
{
    struct search s = {
        .recorded = recorded, .row = row, .party = only_party(row), .arena = c->arena};
    *ret_rest = *row;
    if (row->action != JALON_REGISTER_SIGN) {
        return compare_meant(&s, false, c);
    }
    if (!is_for_all(row)) {
        return compare_parties(&s, is_repeatable, c, ret_rest);
    }
    return compare_complete(&s, is_repeatable, c);
}

size_t jalon_recorded_count_absent(const struct jalon_recorded *recorded, bool only_signatures)
{
    size_t n = 0;
    for (size_t i = 0; i < recorded->n_entries; i++) {
        const struct jalon_event *event = &recorded->entries[i].event;
        for (int action = 0; action < JALON_REGISTER_ACTION_N && !recorded->taken[i]; action++) {
            n += (action == JALON_REGISTER_SIGN || !only_signatures) &&
                 is_act(event, (enum jalon_register_action)action);
        }
    }
    return n;
}

size_t jalon_recorded_count_kind(const struct jalon_recorded *recorded, const char *kind)
{
    size_t n = 0;
    for (size_t i = 0; i < recorded->n_entries; i++) {
        n += !recorded->taken[i] && strcmp(recorded->entries[i].event.kind, kind) == 0;
    }
    return n;
}
