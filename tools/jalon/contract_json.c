/* One contract as of a day, as JSON: the object of jalon.list/1 and what belongs to it. */
#include "base/json.h"
#include "domain/composition.h"
#include "domain/target.h"
#include "jalon/contract_view.h"
#include "report/at_risk.h"

static void set_when(json_t *object, struct jalon_when when)
{
    struct jalon_date shown = jalon_date_is_set(when.latest) ? when.latest : when.earliest;
    jalon_json_set_date(object, "effective_on", shown);
    jalon_json_set_text(object, "precision", jalon_precision_code(when.precision));
}

/* Those of the missing parties that refuse to sign. */
static json_t *refused_json(const struct contract_view *view, const char *instrument,
                            const struct jalon_parties *missing)
{
    json_t *all = json_array();
    for (size_t i = 0; i < missing->n; i++) {
        for (size_t j = 0; j < view->contract->n_refusals; j++) {
            const struct jalon_contract_refusal *one = &view->contract->refusals[j];
            if (strcmp(one->instrument, instrument) == 0 &&
                strcmp(one->party, missing->codes[i]) == 0 &&
                jalon_contract_refusal_stands(view->contract, one, view->day)) {
                (void)json_array_append_new(all, json_string(one->party));
            }
        }
    }
    return all;
}

static json_t *instruments_json(const struct contract_view *view)
{
    json_t *all = json_object();
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    for (size_t i = 0; i < view->programme->n_instruments; i++) {
        const char *code = view->programme->instruments[i].code;
        const struct jalon_contract_instrument *open =
            jalon_contract_instrument_at(view->contract, code, view->day);
        struct jalon_parties required = jalon_contract_required_parties(
            view->contract, view->programme, code, view->day, arena);
        struct jalon_parties missing =
            jalon_contract_missing_parties(view->contract, view->programme, code, view->day, arena);
        bool done = open != NULL && jalon_instrument_complete_at(open, view->day);
        json_t *one = json_object();
        jalon_json_set_date(one, "signed_on", done ? open->completed_on : JALON_DATE_NONE);
        jalon_json_set(one, "done", json_boolean(done));
        jalon_json_set_int(one, "signed", (int64_t)(required.n - missing.n));
        jalon_json_set_int(one, "required", (int64_t)required.n);
        jalon_json_set(one, "missing", jalon_json_texts(missing.codes, missing.n));
        jalon_json_set(one, "refused", refused_json(view, code, &missing));
        jalon_json_set(all, code, one);
    }
    return all;
}

static json_t *names_json(const struct contract_view *view)
{
    json_t *all = json_array();
    for (size_t i = 0; i < view->contract->n_names; i++) {
        const struct jalon_contract_name *name = &view->contract->names[i];
        json_t *one = json_object();
        jalon_json_set_text(one, "kind", name->kind);
        jalon_json_set_text(one, "value", name->value);
        jalon_json_set_text(one, "issuer", name->issuer);
        jalon_json_set(one, "as_of_year",
                       name->as_of_year != 0 ? json_integer(name->as_of_year) : json_null());
        jalon_json_set_date(one, "from", name->span.from);
        jalon_json_set_date(one, "to", name->span.to);
        (void)json_array_append_new(all, one);
    }
    return all;
}

static json_t *members_json(const struct contract_view *view)
{
    json_t *all = json_array();
    for (size_t i = 0; i < view->contract->n_members; i++) {
        const struct jalon_contract_member *member = &view->contract->members[i];
        json_t *one = json_object();
        if (!jalon_span_holds(member->span, view->day)) {
            json_decref(one);
            continue;
        }
        jalon_json_set_text(one, "siren", member->siren);
        jalon_json_set_text(one, "name", member->name);
        jalon_json_set_text(one, "kind", member->kind);
        jalon_json_set_text(one, "insee", member->insee);
        jalon_json_set_text(one, "departement", member->departement);
        jalon_json_set_text(one, "region", member->region);
        (void)json_array_append_new(all, one);
    }
    return all;
}

static json_t *signature_json(const struct jalon_contract_instrument *instrument,
                              const struct jalon_contract_signature *signature)
{
    json_t *one = json_object();
    jalon_json_set_text(one, "instrument", instrument->code);
    jalon_json_set_int(one, "number", instrument->number);
    jalon_json_set_text(one, "party", signature->party);
    set_when(one, signature->when);
    jalon_json_set_date(one, "counts_from", signature->counts_from);
    jalon_json_set_text(one, "signer", signature->signer.text);
    jalon_json_set_text(one, "capacity", signature->capacity.text);
    jalon_json_set_text(one, "delegation", signature->delegation.text);
    jalon_json_set_text(one, "place", signature->place.text);
    jalon_json_set_text(one, "channel", signature->channel);
    jalon_json_set_text(one, "note", signature->note.text);
    jalon_json_set_text(one, "document", signature->document);
    jalon_json_set_text(one, "text", signature->text);
    jalon_json_set_text(one, "no_evidence", signature->no_evidence.text);
    jalon_json_set_int(one, "seq", signature->seq);
    return one;
}

static json_t *signatures_json(const struct contract_view *view)
{
    json_t *all = json_array();
    for (size_t i = 0; i < view->contract->n_instruments; i++) {
        const struct jalon_contract_instrument *instrument = &view->contract->instruments[i];
        for (size_t j = 0; j < instrument->n_signatures; j++) {
            if (jalon_date_compare(instrument->signatures[j].counts_from, view->day) <= 0) {
                (void)json_array_append_new(all,
                                            signature_json(instrument, &instrument->signatures[j]));
            }
        }
    }
    return all;
}

static json_t *waivers_json(const struct contract_view *view)
{
    json_t *all = json_array();
    for (size_t i = 0; i < view->contract->n_instruments; i++) {
        const struct jalon_contract_instrument *instrument = &view->contract->instruments[i];
        for (size_t j = 0; j < instrument->n_waivers; j++) {
            const struct jalon_contract_waiver *waiver = &instrument->waivers[j];
            if (jalon_date_compare(waiver->on, view->day) > 0) {
                continue;
            }
            json_t *one = json_object();
            jalon_json_set_text(one, "instrument", instrument->code);
            jalon_json_set_int(one, "number", instrument->number);
            jalon_json_set_text(one, "party", waiver->party);
            jalon_json_set_date(one, "effective_on", waiver->on);
            jalon_json_set_text(one, "reason", waiver->reason.text);
            jalon_json_set_int(one, "seq", waiver->seq);
            (void)json_array_append_new(all, one);
        }
    }
    return all;
}

/* All by the day, with whether they stand. */
static json_t *refusals_json(const struct contract_view *view)
{
    json_t *all = json_array();
    for (size_t i = 0; i < view->contract->n_refusals; i++) {
        const struct jalon_contract_refusal *refusal = &view->contract->refusals[i];
        if (jalon_date_compare(refusal->counts_from, view->day) > 0) {
            continue;
        }
        json_t *one = json_object();
        jalon_json_set_text(one, "instrument", refusal->instrument);
        jalon_json_set_int(one, "number", refusal->number);
        jalon_json_set_text(one, "party", refusal->party);
        set_when(one, refusal->when);
        jalon_json_set_date(one, "counts_from", refusal->counts_from);
        jalon_json_set(
            one, "stands",
            json_boolean(jalon_contract_refusal_stands(view->contract, refusal, view->day)));
        jalon_json_set_text(one, "reason", refusal->reason.text);
        jalon_json_set_text(one, "note", refusal->note.text);
        jalon_json_set_int(one, "seq", refusal->seq);
        (void)json_array_append_new(all, one);
    }
    return all;
}

static json_t *term_json(const struct jalon_contract_instrument *number)
{
    json_t *one = json_object();
    jalon_json_set_text(one, "instrument", number->code);
    jalon_json_set_int(one, "number", number->number);
    jalon_json_set_date(one, "from", number->term.from);
    jalon_json_set_date(one, "to", number->term.to);
    return one;
}

/* The term that the contract runs under. */
static json_t *running_term_json(const struct contract_view *view)
{
    const struct jalon_contract_instrument *number =
        jalon_contract_term_at(view->contract, view->day);
    return number != NULL ? term_json(number) : json_null();
}

/* Those of every number signed by the day, past ones too. */
static json_t *terms_json(const struct contract_view *view)
{
    json_t *all = json_array();
    for (size_t i = 0; i < view->contract->n_instruments; i++) {
        const struct jalon_contract_instrument *number = &view->contract->instruments[i];
        if (number->term.seq == 0 || !number->is_complete ||
            jalon_date_compare(number->completed_on, view->day) > 0) {
            continue;
        }
        json_t *one = term_json(number);
        jalon_json_set_text(one, "note", number->term.note.text);
        jalon_json_set_int(one, "seq", number->term.seq);
        (void)json_array_append_new(all, one);
    }
    return all;
}

static json_t *milestones_json(const struct contract_view *view)
{
    json_t *all = json_array();
    for (size_t i = 0; i < view->contract->n_milestones; i++) {
        const struct jalon_contract_milestone *step = &view->contract->milestones[i];
        if (jalon_date_compare(step->counts_from, view->day) > 0) {
            continue;
        }
        json_t *one = json_object();
        jalon_json_set_text(one, "code", step->code);
        set_when(one, step->when);
        jalon_json_set_date(one, "counts_from", step->counts_from);
        jalon_json_set_text(one, "note", step->note.text);
        jalon_json_set_int(one, "seq", step->seq);
        (void)json_array_append_new(all, one);
    }
    return all;
}

static json_t *plans_json(const struct contract_view *view)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    json_t *all = json_array();
    for (size_t i = 0; i < view->contract->n_plans; i++) {
        const struct jalon_contract_plan *plan = &view->contract->plans[i];
        if (!jalon_contract_plan_stands(view->contract, plan, view->day)) {
            continue;
        }
        const struct jalon_step step = jalon_step_of(&view->names, plan, arena);
        json_t *one = jalon_step_json(&step);
        jalon_json_set_text(one, "place", plan->place.text);
        jalon_json_set_text(one, "note", plan->note.text);
        jalon_json_set_date(one, "decided_on", plan->span.from);
        jalon_json_set_int(one, "seq", plan->seq);
        (void)json_array_append_new(all, one);
    }
    return all;
}

static json_t *targets_json(const struct contract_view *view)
{
    json_t *all = json_array();
    for (size_t i = 0; i < view->programme->n_targets; i++) {
        const struct jalon_target_def *target = &view->programme->targets[i];
        struct jalon_due due;
        if (!jalon_due_at(view->contract, target, view->day, &due)) {
            continue;
        }
        json_t *one = json_object();
        jalon_json_set_text(one, "code", target->code);
        jalon_json_set_date(one, "on", due.on);
        jalon_json_set_int(one, "days_left", jalon_date_diff(due.on, view->day));
        jalon_json_set_text(one, "of", jalon_target_level_code(due.level));
        jalon_json_set_date(one, "decided_on", due.decided_on);
        (void)json_array_append_new(all, one);
    }
    return all;
}

static json_t *next_json(const struct contract_view *view)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    struct jalon_next_list list =
        jalon_contract_next(view->contract, view->programme, view->role, view->day, arena);
    json_t *all = json_array();
    for (size_t i = 0; i < list.n; i++) {
        const struct jalon_next *next = &list.items[i];
        json_t *one = json_object();
        if (next->kind == JALON_NEXT_ADVANCE) {
            jalon_json_set_text(one, "do", "advance");
            jalon_json_set_text(one, "to", next->to);
            jalon_json_set_text(one, "transition", next->transition->name);
            jalon_json_set(one, "reason_required", json_boolean(next->transition->reason_required));
        } else {
            jalon_json_set_text(one, "do", "sign");
            jalon_json_set_text(one, "instrument", next->instrument->code);
            jalon_json_set_int(one, "number", next->number);
            jalon_json_set(one, "missing", jalon_json_texts(next->missing.codes, next->missing.n));
        }
        (void)json_array_append_new(all, one);
    }
    return all;
}

/* What begins every document about one contract. */
static json_t *head_json(const struct contract_view *view, const char *schema)
{
    const struct jalon_contract *contract = view->contract;
    const struct jalon_contract_state *state = jalon_contract_state_at(contract, view->day);
    bool entered = state != NULL && jalon_contract_entered_at(contract, view->day);
    json_t *document = json_object();
    jalon_json_set_text(document, "schema", schema);
    jalon_json_set_text(document, "programme", view->programme->code);
    jalon_json_set_date(document, "as_of", view->day);
    jalon_json_set_text(document, "code", contract->code);
    jalon_json_set_text(document, "name", jalon_contract_name_at(contract, view->day));
    jalon_json_set_text(document, "state", entered ? state->state : NULL);
    jalon_json_set_date(document, "state_since", entered ? state->span.from : JALON_DATE_NONE);
    jalon_json_set(document, "regions", jalon_json_texts(contract->regions, contract->n_regions));
    return document;
}

static json_t *links_json(const struct contract_view *view, const char *kind)
{
    json_t *codes = json_array();
    for (size_t i = 0; i < view->contract->n_links; i++) {
        const struct jalon_contract_link *link = &view->contract->links[i];
        if (strcmp(link->kind, kind) == 0 && jalon_date_compare(link->from, view->day) <= 0) {
            (void)json_array_append_new(codes, json_string(link->code));
        }
    }
    return codes;
}

/* Where the territory came from, and where it went, by the day. */
static void set_succession(json_t *document, const struct contract_view *view)
{
    bool has_left = jalon_composition_has_left(view->contract, view->day);
    jalon_json_set(document, "predecessors", links_json(view, "predecessor"));
    jalon_json_set(document, "successors", links_json(view, "successor"));
    jalon_json_set_date(document, "left_on",
                        has_left ? jalon_contract_left_on(view->contract) : JALON_DATE_NONE);
}

json_t *contract_json(const struct contract_view *view)
{
    json_t *document = head_json(view, "jalon.show/1");
    jalon_json_set(document, "instruments", instruments_json(view));
    jalon_json_set(document, "term", running_term_json(view));
    jalon_json_set(document, "names", names_json(view));
    jalon_json_set(document, "members", members_json(view));
    jalon_json_set(document, "signatures", signatures_json(view));
    jalon_json_set(document, "refusals", refusals_json(view));
    jalon_json_set(document, "waivers", waivers_json(view));
    jalon_json_set(document, "terms", terms_json(view));
    jalon_json_set(document, "milestones", milestones_json(view));
    jalon_json_set(document, "plans", plans_json(view));
    jalon_json_set(document, "documents", documents_json(view));
    jalon_json_set(document, "targets", targets_json(view));
    jalon_json_set(document, "next", next_json(view));
    set_succession(document, view);
    return document;
}

json_t *territory_json(const struct contract_view *view)
{
    const struct jalon_contract *contract = view->contract;
    json_t *document = head_json(view, "jalon.territory/1");
    json_t *scope = json_array();
    for (size_t i = 0; i < contract->n_scope; i++) {
        json_t *one = json_object();
        jalon_json_set_date(one, "from", contract->scope[i].span.from);
        jalon_json_set_text(one, "precision", jalon_precision_code(contract->scope[i].precision));
        jalon_json_set_date(one, "to", contract->scope[i].span.to);
        (void)json_array_append_new(scope, one);
    }
    jalon_json_set(document, "departements",
                   jalon_json_texts(contract->departements, contract->n_departements));
    jalon_json_set(document, "scope", scope);
    jalon_json_set(document, "names", names_json(view));
    jalon_json_set(document, "members", members_json(view));
    set_succession(document, view);
    return document;
}
