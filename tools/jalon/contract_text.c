/* One contract as of a day, as text. */
#include "domain/composition.h"
#include "domain/target.h"
#include "jalon/contract_view.h"
#include "jalon/words.h"
#include "report/at_risk.h"
#include "report/layout.h"
#include "report/words.h"

static const char *fr_en(const struct contract_view *view, const char *french, const char *english)
{
    return say(view->lang, french, english);
}

static void add_day(struct jalon_str *out, const struct contract_view *view, struct jalon_date day)
{
    struct jalon_date_long text = jalon_date_long(day, view->lang);
    jalon_str_add(out, text.text);
}

/* LABEL and the codes of the territories that this one came from, or went into, by the day; nothing
 * when there are none. */
static bool add_links(const struct contract_view *view, const char *kind, const char *label,
                      struct jalon_str *out)
{
    bool first = true;
    for (size_t i = 0; i < view->contract->n_links; i++) {
        const struct jalon_contract_link *link = &view->contract->links[i];
        if (strcmp(link->kind, kind) == 0 && jalon_date_compare(link->from, view->day) <= 0) {
            jalon_str_addf(out, "%s%s", first ? label : ", ", link->code);
            first = false;
        }
    }
    return !first;
}

void contract_head_text(const struct contract_view *view, struct jalon_str *out)
{
    const struct jalon_contract_state *state = jalon_contract_state_at(view->contract, view->day);
    jalon_str_addf(out, "%s · %s\n", view->contract->code,
                   jalon_contract_name_at(view->contract, view->day));
    if (jalon_composition_has_left(view->contract, view->day)) {
        jalon_str_add(out, fr_en(view, "sorti du programme le ", "left the programme on "));
        add_day(out, view, jalon_contract_left_on(view->contract));
        add_links(view, "successor", fr_en(view, ", remplacé par ", ", succeeded by "), out);
    } else if (state == NULL || !jalon_contract_entered_at(view->contract, view->day)) {
        jalon_str_add(out, fr_en(view, "hors du programme", "not in the programme"));
    } else {
        jalon_str_addf(out, "%s%s", say_state(view->lang, view->programme, state->state),
                       fr_en(view, " depuis le ", " since "));
        add_day(out, view, state->span.from);
    }
    jalon_str_add(out, fr_en(view, " · situation au ", " · as of "));
    add_day(out, view, view->day);
    jalon_str_add_char(out, '\n');
}

static void add_label(struct jalon_str *out, const char *label)
{
    enum { WIDTH = 14 };
    say_padded(out, label, WIDTH);
}

static void add_other_names(const struct contract_view *view, struct jalon_str *out)
{
    const char *bearing = jalon_contract_name_at(view->contract, view->day);
    bool first = true;
    for (size_t i = 0; i < view->contract->n_names; i++) {
        const struct jalon_contract_name *name = &view->contract->names[i];
        if (name->value == bearing || strcmp(name->value, bearing) == 0) {
            continue;
        }
        add_label(out, first ? fr_en(view, "Autres noms", "Other names") : "");
        jalon_str_add(out, name->value);
        if (name->issuer != NULL) {
            jalon_str_addf(out, " (%s", name->issuer);
            jalon_str_addf(out, name->as_of_year != 0 ? " %d)" : ")", name->as_of_year);
        }
        if (jalon_date_is_set(name->span.to)) {
            jalon_str_add(out, fr_en(view, " (jusqu'au ", " (until "));
            add_day(out, view, name->span.to);
            jalon_str_add_char(out, ')');
        }
        jalon_str_add_char(out, '\n');
        first = false;
    }
}

/* When the territory entered the programme, and left it. */
static void add_stays(const struct contract_view *view, struct jalon_str *out)
{
    for (size_t i = 0; i < view->contract->n_scope; i++) {
        const struct jalon_contract_scope *stay = &view->contract->scope[i];
        add_label(out, i == 0 ? fr_en(view, "Entrée", "Entered") : "");
        jalon_say_when(out, view->lang, jalon_when_of(stay->span.from, stay->precision));
        if (jalon_date_is_set(stay->span.to)) {
            jalon_str_add(out, fr_en(view, ", sortie ", ", left "));
            jalon_say_when(out, view->lang, jalon_when_of(stay->span.to, stay->end_precision));
        }
        jalon_str_add_char(out, '\n');
    }
}

static void add_relatives(const struct contract_view *view, struct jalon_str *out)
{
    static const struct {
        const char *kind;
        struct jalon_label label;
    } kinds[] = {{"predecessor", {{"Issu de", "Stems from"}}},
                 {"successor", {{"Remplacé par", "Succeeded by"}}}};
    for (size_t i = 0; i < JALON_COUNT(kinds); i++) {
        JALON_AUTO(jalon_str_done) struct jalon_str codes = {0};
        if (add_links(view, kinds[i].kind, "", &codes)) {
            add_label(out, say_label(view->lang, kinds[i].label));
            jalon_str_addf(out, "%s\n", jalon_str_text(&codes));
        }
    }
}

void territory_text(const struct contract_view *view, struct jalon_str *out)
{
    const struct jalon_contract *contract = view->contract;
    add_label(out, contract->n_regions > 1 ? fr_en(view, "Régions", "Régions")
                                           : fr_en(view, "Région", "Région"));
    say_regions(out, view->programme, contract->regions, contract->n_regions);
    jalon_str_add_char(out, '\n');
    add_label(out, contract->n_departements > 1 ? "Départements" : "Département");
    say_codes(out, contract->departements, contract->n_departements);
    jalon_str_add_char(out, '\n');
    add_other_names(view, out);
    add_stays(view, out);
    add_relatives(view, out);
    bool first = true;
    for (size_t i = 0; i < contract->n_members; i++) {
        const struct jalon_contract_member *member = &contract->members[i];
        if (jalon_span_holds(member->span, view->day)) {
            add_label(out, first ? fr_en(view, "Membres", "Members") : "");
            jalon_str_addf(out, "%s (%s %s)\n", member->name, member->kind, member->siren);
            first = false;
        }
    }
}

static void add_signatures(const struct contract_view *view,
                           const struct jalon_contract_instrument *instrument,
                           struct jalon_str *out)
{
    for (size_t i = 0; i < instrument->n_signatures; i++) {
        const struct jalon_contract_signature *one = &instrument->signatures[i];
        if (jalon_date_compare(one->counts_from, view->day) > 0) {
            continue;
        }
        jalon_str_add(out, "    ");
        jalon_say_party(out, view->lang, &view->names, one->party);
        jalon_str_add(out, ", ");
        jalon_say_when(out, view->lang, one->when);
        if (one->signer.digest != NULL) {
            jalon_str_addf(out, ", %s", fr_en(view, "par ", "by "));
            jalon_say_disclosed(out, view->lang, one->signer);
        }
        jalon_say_evidence(out, view->lang, one->document, &one->no_evidence);
        jalon_str_add_char(out, '\n');
    }
}

static void add_reason(struct jalon_str *out, const struct contract_view *view,
                       struct jalon_disclosed reason)
{
    if (reason.digest != NULL) {
        jalon_str_addf(out, "%s%s", fr_en(view, ", motif", ", reason"), say_colon(view->lang));
        jalon_say_disclosed(out, view->lang, reason);
    }
    jalon_str_add_char(out, '\n');
}

static void add_waivers(const struct contract_view *view,
                        const struct jalon_contract_instrument *instrument, struct jalon_str *out)
{
    for (size_t i = 0; i < instrument->n_waivers; i++) {
        const struct jalon_contract_waiver *one = &instrument->waivers[i];
        if (jalon_date_compare(one->on, view->day) > 0) {
            continue;
        }
        jalon_str_add(out, "    ");
        jalon_say_party(out, view->lang, &view->names, one->party);
        jalon_str_add(out, fr_en(view, ", signature plus requise depuis le ",
                                 ", no longer required to sign since "));
        add_day(out, view, one->on);
        add_reason(out, view, one->reason);
    }
}

static void add_refusals(const struct contract_view *view, const char *instrument,
                         struct jalon_str *out)
{
    for (size_t i = 0; i < view->contract->n_refusals; i++) {
        const struct jalon_contract_refusal *one = &view->contract->refusals[i];
        if (strcmp(one->instrument, instrument) != 0 ||
            !jalon_contract_refusal_stands(view->contract, one, view->day)) {
            continue;
        }
        jalon_str_add(out, "    ");
        jalon_say_party(out, view->lang, &view->names, one->party);
        jalon_str_add(out, fr_en(view, ", refuse de signer, ", ", refuses to sign, "));
        jalon_say_when(out, view->lang, one->when);
        add_reason(out, view, one->reason);
    }
}

static void add_missing(const struct contract_view *view, const struct jalon_parties *missing,
                        struct jalon_str *out)
{
    enum { INDENT = 4, HANG = 6 };
    if (missing->n == 0) {
        return;
    }
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    jalon_str_add(&line, missing->n > 1 ? fr_en(view, "manquent : ", "missing: ")
                                        : fr_en(view, "manque : ", "missing: "));
    say_parties(&line, view->lang, &view->names, missing->codes, missing->n);
    jalon_layout_paragraph(out, INDENT, HANG, jalon_str_text(&line));
}

static void add_term(const struct contract_view *view,
                     const struct jalon_contract_instrument *number, struct jalon_str *out)
{
    if (number->term.seq != 0) {
        jalon_str_add(out, fr_en(view, "    court du ", "    runs from "));
        add_day(out, view, number->term.from);
        jalon_str_add(out, fr_en(view, " au ", " to "));
        add_day(out, view, number->term.to);
        jalon_str_add_char(out, '\n');
    }
}

/* An instrument that nobody has signed and whose time has not come is left out. */
static bool is_worth_telling(const struct contract_view *view,
                             const struct jalon_instrument_def *def,
                             const struct jalon_contract_instrument *open)
{
    const struct jalon_contract_state *state = jalon_contract_state_at(view->contract, view->day);
    return open != NULL || def->completes != NULL ||
           (state != NULL && jalon_instrument_signable_in(def, state->state));
}

static void add_instrument(const struct contract_view *view, const struct jalon_instrument_def *def,
                           struct jalon_str *out)
{
    const struct jalon_contract_instrument *open =
        jalon_contract_instrument_at(view->contract, def->code, view->day);
    if (!is_worth_telling(view, def, open)) {
        return;
    }
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    struct jalon_parties required = jalon_contract_required_parties(view->contract, view->programme,
                                                                    def->code, view->day, arena);
    struct jalon_parties missing = jalon_contract_missing_parties(view->contract, view->programme,
                                                                  def->code, view->day, arena);
    jalon_str_addf(out, "  %s%s", say_label(view->lang, def->label), say_colon(view->lang));
    if (open != NULL && jalon_instrument_complete_at(open, view->day)) {
        bool is_feminine = jalon_noun_is_feminine(def->label.text[JALON_FR]);
        jalon_str_add(out, fr_en(view, is_feminine ? "signée " : "signé ", "signed "));
        jalon_say_when(out, view->lang,
                       jalon_when_of(open->completed_on, open->completed_precision));
        jalon_str_add_char(out, '\n');
    } else {
        jalon_str_addf(out, "%zu/%zu signatures\n", required.n - missing.n, required.n);
    }
    if (open != NULL) {
        add_term(view, open, out);
        add_signatures(view, open, out);
        add_waivers(view, open, out);
    }
    add_refusals(view, def->code, out);
    add_missing(view, &missing, out);
}

static void add_milestones(const struct contract_view *view, struct jalon_str *out)
{
    bool first = true;
    for (size_t i = 0; i < view->contract->n_milestones; i++) {
        const struct jalon_contract_milestone *step = &view->contract->milestones[i];
        const struct jalon_milestone_def *def =
            jalon_programme_milestone(view->programme, step->code);
        if (jalon_date_compare(step->counts_from, view->day) > 0) {
            continue;
        }
        jalon_str_add(out, first ? fr_en(view, "\nÉtapes\n", "\nMilestones\n") : "");
        jalon_str_addf(out, "  %s, ", def != NULL ? say_label(view->lang, def->label) : step->code);
        jalon_say_when(out, view->lang, step->when);
        jalon_str_add_char(out, '\n');
        first = false;
    }
}

static void add_days_left(const struct contract_view *view, struct jalon_date on,
                          struct jalon_str *out)
{
    int left = jalon_date_diff(on, view->day);
    if (view->lang == JALON_FR) {
        jalon_str_addf(out,
                       left == 0  ? "jour J"
                       : left > 0 ? "J-%d"
                                  : "J+%d",
                       left < 0 ? -left : left);
    } else if (left == 0) {
        jalon_str_add(out, "today");
    } else {
        jalon_str_addf(out, left > 0 ? "%d days left" : "%d days late", left < 0 ? -left : left);
    }
}

static void add_plans(const struct contract_view *view, struct jalon_str *out)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    bool first = true;
    for (size_t i = 0; i < view->contract->n_plans; i++) {
        const struct jalon_contract_plan *plan = &view->contract->plans[i];
        if (!jalon_contract_plan_stands(view->contract, plan, view->day)) {
            continue;
        }
        const struct jalon_step step = jalon_step_of(&view->names, plan, arena);
        jalon_str_add(out, first ? fr_en(view, "\nDates prévues\n", "\nPlanned\n") : "");
        jalon_str_add(out, "  ");
        jalon_phrase_step(out, view->lang, &step);
        if (plan->place.digest != NULL) {
            jalon_str_add(out, ", ");
            jalon_say_disclosed(out, view->lang, plan->place);
        }
        if (jalon_plan_is_overdue(plan, view->day)) {
            jalon_str_add(out, ", ");
            add_days_left(view, plan->when.latest, out);
        }
        jalon_str_add_char(out, '\n');
        first = false;
    }
}

static void add_documents(const struct contract_view *view, struct jalon_str *out)
{
    JALON_AUTO(jalon_str_done) struct jalon_str lines = {0};
    if (documents_text(view, &lines)) {
        jalon_str_addf(out, "%s%s", fr_en(view, "\nPièces\n", "\nDocuments\n"),
                       jalon_str_text(&lines));
    }
}

/* A date of the contract's own, or of its Région's, is told as such. */
static void add_level(const struct contract_view *view, const struct jalon_due *due,
                      struct jalon_str *out)
{
    static const struct jalon_label levels[JALON_TARGET_LEVEL_N] = {
        {{" (propre au contrat)", " (of this contract)"}},
        {{" (propre à la Région)", " (of its Région)"}},
        {{"", ""}},
    };
    jalon_str_add(out, say_label(view->lang, levels[due->level]));
}

static void add_targets(const struct contract_view *view, struct jalon_str *out)
{
    bool first = true;
    for (size_t i = 0; i < view->programme->n_targets; i++) {
        const struct jalon_target_def *target = &view->programme->targets[i];
        struct jalon_due due;
        if (!jalon_due_at(view->contract, target, view->day, &due)) {
            continue;
        }
        const char *label = say_label(view->lang, target->label);
        jalon_str_add(out, first ? fr_en(view, "\nÉchéances\n", "\nTargets\n") : "");
        jalon_str_addf(out, "  %s%s", label[0] != '\0' ? label : target->code,
                       say_colon(view->lang));
        add_day(out, view, due.on);
        jalon_str_add(out, ", ");
        add_days_left(view, due.on, out);
        add_level(view, &due, out);
        jalon_str_add_char(out, '\n');
        first = false;
    }
}

static void add_next(const struct contract_view *view, struct jalon_str *out)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    struct jalon_next_list list =
        jalon_contract_next(view->contract, view->programme, view->role, view->day, arena);
    if (list.n > 0) {
        jalon_str_add(out, fr_en(view, "\nEnsuite\n", "\nNext\n"));
    }
    for (size_t i = 0; i < list.n; i++) {
        const struct jalon_next *next = &list.items[i];
        const char *date = fr_en(view, "AAAA-MM-JJ", "YYYY-MM-DD");
        if (next->kind == JALON_NEXT_ADVANCE) {
            jalon_str_addf(out, "  jalon advance %s %s --on %s", view->contract->code, next->to,
                           date);
            jalon_str_add(out, next->transition->reason_required ? " --reason …" : "");
        } else {
            jalon_str_addf(out, "  jalon sign %s --instrument %s", view->contract->code,
                           next->instrument->code);
            jalon_str_addf(out, " --party %s --on %s",
                           next->missing.n > 0 ? next->missing.codes[0] : "…", date);
            jalon_str_add(out, next->instrument->evidence_required ? " --document …" : "");
        }
        jalon_str_add_char(out, '\n');
    }
}

void contract_text(const struct contract_view *view, struct jalon_str *out)
{
    contract_head_text(view, out);
    jalon_str_add_char(out, '\n');
    territory_text(view, out);
    jalon_str_add(out, fr_en(view, "\nActes\n", "\nInstruments\n"));
    for (size_t i = 0; i < view->programme->n_instruments; i++) {
        add_instrument(view, &view->programme->instruments[i], out);
    }
    add_milestones(view, out);
    add_plans(view, out);
    add_documents(view, out);
    if (!jalon_composition_has_left(view->contract, view->day)) {
        add_targets(view, out);
    }
    add_next(view, out);
}
