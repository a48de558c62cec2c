/* Decides on a signature: see signing.h. */
#include "domain/signing.h"

#include <string.h>

#include "base/text.h"
#include "domain/composition.h"

/* Everything that one decision looks at. */
struct signing {
    const struct jalon_contract *contract;
    const struct jalon_programme *programme;
    const struct jalon_sign_request *request;
    const struct jalon_instrument_def *def;
    const struct jalon_contract_instrument *last, *open; /* numbers; NULL: none */
    bool is_complete;                                    /* `open` is, and takes no more required */
    struct jalon_parties required;
    struct jalon_arena *arena;
};

static void find_number(struct signing *s)
{
    for (size_t i = 0; i < s->contract->n_instruments; i++) {
        const struct jalon_contract_instrument *one = &s->contract->instruments[i];
        if (strcmp(one->code, s->def->code) == 0 && (!s->last || one->number > s->last->number)) {
            s->last = one;
        }
    }
    if (s->last && s->last->closed_seq == 0 && !(s->def->repeatable && s->last->is_complete)) {
        s->open = s->last;
        s->is_complete = s->last->is_complete;
    }
}

static bool signed_in(const struct signing *s, const char *state)
{
    return jalon_instrument_signable_in(s->def, state) ||
           (s->is_complete && s->def->completes && strcmp(s->def->completes, state) == 0);
}

/* The first day that a signature can be of: the one on which the number before was closed; for an
 * amendment, the one on which the contract that it amends was signed. */
static struct jalon_date first_day(const struct signing *s)
{
    struct jalon_date first = JALON_DATE_NONE;
    for (size_t i = 0; i < s->contract->n_instruments; i++) {
        const struct jalon_contract_instrument *one = &s->contract->instruments[i];
        const struct jalon_instrument_def *def =
            jalon_programme_instrument(s->programme, one->code);
        struct jalon_date bound = JALON_DATE_NONE;
        if (def == s->def && one->closed_seq != 0) {
            bound = one->closed_on;
        } else if (s->def->required_as_amended && def && def->completes && one->is_complete &&
                   one->closed_seq == 0) {
            bound = one->completed_on;
        }
        first = jalon_date_compare(bound, first) > 0 ? bound : first;
    }
    return first;
}

static bool is_too_early(const struct signing *s)
{
    struct jalon_date day = s->request->counts_from;
    const struct jalon_contract_state *then = jalon_contract_state_at(s->contract, day);
    return !then || !signed_in(s, then->state) || jalon_date_compare(day, first_day(s)) < 0;
}

static const struct jalon_contract_signature *signature_of(const struct signing *s,
                                                           const char *party)
{
    for (size_t i = 0; s->open && i < s->open->n_signatures; i++) {
        if (strcmp(s->open->signatures[i].party, party) == 0) {
            return &s->open->signatures[i];
        }
    }
    return NULL;
}

/* When the party was waived; NONE: it was not. */
static struct jalon_date waived_on(const struct signing *s, const char *party)
{
    const struct jalon_contract_waiver *waiver = jalon_instrument_any_waiver(s->open, party);
    return waiver ? waiver->on : JALON_DATE_NONE;
}

/* The parties of one type that the contract has; `named` ones are not listed anywhere. */
static struct jalon_parties concerned(const struct signing *s, const struct jalon_party_def *type)
{
    const struct jalon_contract *c = s->contract;
    struct jalon_parties parties = {
        .codes = jalon_arena_array(s->arena, 1 + c->n_regions + c->n_members, sizeof(char *))};
    if (type->one_per == JALON_ONE_PER_CONTRACT) {
        parties.codes[parties.n++] = type->code;
    }
    for (size_t i = 0; type->one_per == JALON_ONE_PER_REGION && i < c->n_regions; i++) {
        parties.codes[parties.n++] =
            jalon_arena_printf(s->arena, "%s:%s", type->code, c->regions[i]);
    }
    for (size_t i = 0; type->one_per == JALON_ONE_PER_MEMBER && i < c->n_members; i++) {
        if (jalon_span_holds(c->members[i].span, s->request->counts_from)) {
            parties.codes[parties.n++] =
                jalon_arena_printf(s->arena, "%s:%s", type->code, c->members[i].siren);
        }
    }
    return parties;
}

/* The party as stored: a type alone means its only party here. */
static enum jalon_sign resolve(const struct signing *s, const char *asked, const char **ret_party)
{
    const struct jalon_party_def *type = jalon_programme_party(s->programme, asked);
    if (!type) {
        return JALON_SIGN_UNKNOWN_PARTY;
    }
    const char *name = strchr(asked, ':');
    bool has_name = name && name[1] != '\0';
    struct jalon_parties known = concerned(s, type);
    const char *party = has_name ? jalon_arena_strdup(s->arena, asked) : type->code;
    if (!has_name && known.n == 1) {
        party = known.codes[0];
    }
    *ret_party = party;
    if (jalon_text_is_listed(s->required.codes, s->required.n, party)) {
        return JALON_SIGN_ALLOWED;
    }
    bool is_known =
        type->one_per == JALON_NAMED ? has_name : jalon_text_is_listed(known.codes, known.n, party);
    return is_known && s->def->optional_any ? JALON_SIGN_ALLOWED : JALON_SIGN_NOT_CONCERNED;
}

static enum jalon_sign all_missing(const struct signing *s, struct jalon_sign_answer *answer)
{
    for (size_t i = 0; i < s->required.n; i++) {
        const char *party = s->required.codes[i];
        if (!signature_of(s, party) && !jalon_date_is_set(waived_on(s, party))) {
            answer->parties.codes[answer->parties.n++] = s->required.codes[i];
        }
    }
    return answer->parties.n > 0 ? JALON_SIGN_ALLOWED : JALON_SIGN_NOTHING_MISSING;
}

static enum jalon_sign choose_parties(const struct signing *s, struct jalon_sign_answer *answer)
{
    const struct jalon_sign_request *request = s->request;
    answer->parties.codes =
        jalon_arena_array(s->arena, request->n_parties + s->required.n + 1, sizeof(char *));
    if (request->n_parties == 1 && strcmp(request->parties[0], "all") == 0) {
        return all_missing(s, answer);
    }
    for (size_t i = 0; i < request->n_parties; i++) {
        const char *party = NULL;
        enum jalon_sign outcome = resolve(s, request->parties[i], &party);
        if (outcome != JALON_SIGN_ALLOWED) {
            answer->refused = request->parties[i];
            return outcome;
        }
        if (!jalon_text_is_listed(answer->parties.codes, answer->parties.n, party)) {
            answer->parties.codes[answer->parties.n++] = party;
        }
    }
    for (size_t i = 0; i < answer->parties.n; i++) {
        if (signature_of(s, answer->parties.codes[i])) {
            answer->refused = answer->parties.codes[i];
            return JALON_SIGN_ALREADY_SIGNED;
        }
    }
    return answer->parties.n > 0 ? JALON_SIGN_ALLOWED : JALON_SIGN_NO_PARTY;
}

/* What the signatures rest on. */
static enum jalon_sign check_evidence(const struct signing *s, int number)
{
    const char *in_force = jalon_contract_text(s->contract, s->def->code, number);
    if (s->request->text && !jalon_text_same(s->request->text, in_force)) {
        return JALON_SIGN_OTHER_TEXT;
    }
    return s->def->evidence_required && !s->request->has_evidence ? JALON_SIGN_NO_EVIDENCE
                                                                  : JALON_SIGN_ALLOWED;
}

/* Whether the last required party signs now: then the latest day of them all, and of waivers. */
static void complete(const struct signing *s, struct jalon_sign_answer *answer)
{
    struct jalon_date latest = JALON_DATE_NONE;
    for (size_t i = 0; i < s->required.n; i++) {
        const struct jalon_contract_signature *before = signature_of(s, s->required.codes[i]);
        struct jalon_date waived = waived_on(s, s->required.codes[i]);
        bool is_waived = jalon_date_is_set(waived);
        struct jalon_date day = is_waived ? waived
                                : before  ? before->counts_from
                                          : s->request->counts_from;
        if (!before && !is_waived &&
            !jalon_text_is_listed(answer->parties.codes, answer->parties.n, s->required.codes[i])) {
            return;
        }
        latest = jalon_date_compare(day, latest) > 0 ? day : latest;
    }
    answer->is_complete = s->required.n > 0 && !s->is_complete;
    answer->completed_on = answer->is_complete ? latest : JALON_DATE_NONE;
}

enum jalon_sign jalon_contract_sign(const struct jalon_contract *contract,
                                    const struct jalon_programme *programme,
                                    const struct jalon_sign_request *request,
                                    struct jalon_arena *arena, struct jalon_sign_answer *ret_answer)
{
    struct signing s = {
        .contract = contract, .programme = programme, .request = request, .arena = arena};
    *ret_answer = (struct jalon_sign_answer){.completed_on = JALON_DATE_NONE};
    if (request->role < JALON_ROLE_RECORDER) {
        return JALON_SIGN_ROLE;
    }
    s.def = jalon_programme_instrument(programme, request->instrument);
    if (!s.def) {
        return JALON_SIGN_UNKNOWN_INSTRUMENT;
    }
    if (jalon_composition_has_left(contract, request->counts_from)) {
        return JALON_SIGN_LEFT;
    }
    find_number(&s);
    if (!signed_in(&s, contract->state)) {
        return JALON_SIGN_NOT_OPEN;
    }
    if (is_too_early(&s)) {
        return JALON_SIGN_TOO_EARLY;
    }
    ret_answer->number = s.open ? s.open->number : s.last ? s.last->number + 1 : 1;
    s.required = s.open ? (struct jalon_parties){s.open->required, s.open->n_required}
                        : jalon_contract_parties_to_freeze(contract, programme, s.def->code,
                                                           request->counts_from, arena);
    enum jalon_sign outcome = choose_parties(&s, ret_answer);
    if (outcome == JALON_SIGN_ALLOWED) {
        outcome = check_evidence(&s, ret_answer->number);
    }
    if (outcome == JALON_SIGN_ALLOWED) {
        complete(&s, ret_answer);
    }
    const struct jalon_contract_state *now = &contract->states[contract->n_states - 1];
    bool brings_state =
        outcome == JALON_SIGN_ALLOWED && ret_answer->is_complete && s.def->completes;
    if (brings_state && jalon_date_compare(ret_answer->completed_on, now->span.from) < 0) {
        return JALON_SIGN_TOO_EARLY;
    }
    return outcome;
}
