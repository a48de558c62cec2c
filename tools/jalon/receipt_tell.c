/* What a dry run would have written, in the sentences of the history. */
#include "app/contract.h"
#include "base/json.h"
#include "domain/target.h"
#include "jalon/contract_view.h"
#include "jalon/receipt.h"
#include "jalon/words.h"
#include "report/history.h"

static bool is_wanted(const struct cli_run *run, const struct jalon_receipt *receipt)
{
    return run->common->dry_run && !run->json && !receipt->replayed && receipt->n_entries > 0;
}

/* "  le 2 mai 2019 · passe de « pilote » à « en négociation »"; takes BEFORE and AFTER. */
static void tell(struct cli_run *run, const char *when, const struct jalon_contract *contract,
                 const char *kind, json_t *before, json_t *after)
{
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    const struct jalon_history_names names = {.programme = run->app->programme,
                                              .contract = contract};
    const struct jalon_event event = {.kind = kind, .before = before, .after = after};
    jalon_str_addf(&line, "  %s · ", when);
    jalon_history_say(&line, run->lang, &names, &event);
    jalon_str_add_char(&line, '\n');
    out_text(run->out, jalon_str_text(&line));
    json_decref(before);
    json_decref(after);
}

static struct jalon_str when_of(const struct cli_run *run, const struct jalon_write *write)
{
    struct jalon_str when = {0};
    jalon_say_when(&when, run->lang, jalon_when_of(write->on, write->precision));
    return when;
}

static json_t *one(const char *key, const char *value)
{
    json_t *object = json_object();
    jalon_json_set_text(object, key, value);
    return object;
}

static void tell_move(struct cli_run *run, const char *when, const struct jalon_contract *contract,
                      const char *to)
{
    const struct jalon_contract_state *now = jalon_contract_state_at(contract, run->app->today);
    if (now != NULL && to != NULL && strcmp(now->state, to) != 0) {
        tell(run, when, contract, "transition", one("state", now->state), one("state", to));
    }
}

int receipt_tell_move(struct cli_run *run, const struct jalon_write *write,
                      const struct jalon_receipt *receipt, struct jalon_err *err)
{
    JALON_AUTO(jalon_contract_freep) struct jalon_contract *contract = NULL;
    if (!is_wanted(run, receipt)) {
        return 0;
    }
    if (jalon_app_contract(run->app, receipt->code, &contract, err) < 0) {
        return -1;
    }
    JALON_AUTO(jalon_str_done) struct jalon_str when = when_of(run, write);
    tell_move(run, jalon_str_text(&when), contract, receipt->state);
    return 0;
}

/* "region" stands for the only Région; its whole code is among the parties that are missing. */
static const char *whole_code(const struct jalon_parties *missing, const char *party)
{
    size_t length = strlen(party);
    for (size_t i = 0; i < missing->n; i++) {
        if (strncmp(missing->codes[i], party, length) == 0 && missing->codes[i][length] == ':') {
            return missing->codes[i];
        }
    }
    return party;
}

static void tell_signature(struct cli_run *run, const char *when,
                           const struct jalon_contract *contract, const char *instrument,
                           const char *party)
{
    json_t *after = one("instrument", instrument);
    jalon_json_set_text(after, "party", party);
    tell(run, when, contract, "sign", NULL, after);
}

int receipt_tell_signing(struct cli_run *run, const struct jalon_write *write,
                         const struct jalon_signing *signing, const struct jalon_receipt *receipt,
                         struct jalon_err *err)
{
    JALON_AUTO(jalon_contract_freep) struct jalon_contract *contract = NULL;
    if (!is_wanted(run, receipt)) {
        return 0;
    }
    if (jalon_app_contract(run->app, receipt->code, &contract, err) < 0) {
        return -1;
    }
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    struct jalon_parties missing = jalon_contract_missing_parties(
        contract, run->app->programme, signing->instrument, run->app->today, arena);
    JALON_AUTO(jalon_str_done) struct jalon_str when = when_of(run, write);
    bool all = strcmp(signing->parties[0], "all") == 0;
    size_t n = all ? missing.n : signing->n_parties;
    for (size_t i = 0; i < n; i++) {
        tell_signature(run, jalon_str_text(&when), contract, signing->instrument,
                       all ? missing.codes[i] : whole_code(&missing, signing->parties[i]));
    }
    /* It counts from the latest signature, which may be one that was recorded before. */
    tell_move(run, say(run->lang, "ainsi", "thereby"), contract, receipt->state);
    return 0;
}

static int tell_party(struct cli_run *run, const struct jalon_write *write,
                      const struct jalon_party_act *act, const char *kind,
                      const struct jalon_receipt *receipt, struct jalon_err *err)
{
    JALON_AUTO(jalon_contract_freep) struct jalon_contract *contract = NULL;
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    if (jalon_app_contract(run->app, receipt->code, &contract, err) < 0) {
        return -1;
    }
    struct jalon_parties missing = jalon_contract_missing_parties(
        contract, run->app->programme, act->instrument, run->app->today, arena);
    json_t *after = one("instrument", act->instrument);
    jalon_json_set_text(after, "party", whole_code(&missing, act->party));
    JALON_AUTO(jalon_str_done) struct jalon_str when = when_of(run, write);
    tell(run, jalon_str_text(&when), contract, kind, NULL, after);
    tell_move(run, say(run->lang, "ainsi", "thereby"), contract, receipt->state);
    return 0;
}

int receipt_tell_refusal(struct cli_run *run, const struct jalon_write *write,
                         const struct jalon_party_act *act, const struct jalon_receipt *receipt,
                         struct jalon_err *err)
{
    return is_wanted(run, receipt) ? tell_party(run, write, act, "refuse", receipt, err) : 0;
}

int receipt_tell_waiver(struct cli_run *run, const struct jalon_write *write,
                        const struct jalon_party_act *act, const struct jalon_receipt *receipt,
                        struct jalon_err *err)
{
    return is_wanted(run, receipt) ? tell_party(run, write, act, "waive", receipt, err) : 0;
}

void receipt_tell_milestone(struct cli_run *run, const struct jalon_write *write,
                            const char *milestone, const struct jalon_receipt *receipt)
{
    if (is_wanted(run, receipt)) {
        JALON_AUTO(jalon_str_done) struct jalon_str when = when_of(run, write);
        tell(run, jalon_str_text(&when), NULL, "milestone", NULL, one("milestone", milestone));
    }
}

void receipt_tell_term(struct cli_run *run, const struct jalon_write *write,
                       const struct jalon_term *term, const struct jalon_receipt *receipt)
{
    if (!is_wanted(run, receipt)) {
        return;
    }
    json_t *after = one("instrument", term->instrument);
    jalon_json_set_int(after, "number", term->number);
    jalon_json_set_date(after, "from", term->from);
    jalon_json_set_date(after, "to", term->to);
    JALON_AUTO(jalon_str_done) struct jalon_str when = when_of(run, write);
    tell(run, jalon_str_text(&when), NULL, "term", NULL, after);
}

/* The plan in force of the same thing, as the entry would have it; NULL: none. */
static json_t *plan_before(const struct jalon_contract *contract, const char *what,
                           struct jalon_date today)
{
    for (size_t i = contract->n_plans; i > 0; i--) {
        const struct jalon_contract_plan *plan = &contract->plans[i - 1];
        if (strcmp(plan->what, what) == 0 && jalon_contract_plan_stands(contract, plan, today)) {
            json_t *before = one("precision", jalon_precision_code(plan->when.precision));
            jalon_json_set_date(before, "on", jalon_plan_due(plan));
            return before;
        }
    }
    return NULL;
}

/* What WHAT is, as the database settles it. */
static enum jalon_planned_kind planned_kind(const struct jalon_programme *programme,
                                            const char *what)
{
    return jalon_programme_instrument(programme, what) != NULL  ? JALON_PLANNED_INSTRUMENT
           : jalon_programme_milestone(programme, what) != NULL ? JALON_PLANNED_MILESTONE
                                                                : JALON_PLANNED_STATE;
}

int receipt_tell_plan(struct cli_run *run, const struct jalon_write *write,
                      const struct jalon_plan *plan, const struct jalon_receipt *receipt,
                      struct jalon_err *err)
{
    JALON_AUTO(jalon_contract_freep) struct jalon_contract *contract = NULL;
    if (!is_wanted(run, receipt)) {
        return 0;
    }
    if (jalon_app_contract(run->app, receipt->code, &contract, err) < 0) {
        return -1;
    }
    struct jalon_date today = run->app->today;
    json_t *after = one("what", plan->what);
    jalon_json_set_text(after, "kind",
                        jalon_planned_code(planned_kind(run->app->programme, plan->what)));
    if (jalon_date_is_set(plan->on)) {
        jalon_json_set_date(after, "on", plan->on);
        jalon_json_set_text(after, "precision", jalon_precision_code(plan->precision));
        jalon_json_set_text(after, "party", plan->party);
    }
    struct jalon_write dated = *write;
    if (!jalon_date_is_set(dated.on)) {
        dated.on = today;
        dated.precision = JALON_PRECISION_BEFORE;
    }
    JALON_AUTO(jalon_str_done) struct jalon_str when = when_of(run, &dated);
    tell(run, jalon_str_text(&when), contract, "plan", plan_before(contract, plan->what, today),
         after);
    return 0;
}

void receipt_tell_cohort(struct cli_run *run, const struct jalon_write *write,
                         const struct jalon_cohort_move *move, bool leaves,
                         const struct jalon_receipt *receipt)
{
    if (!is_wanted(run, receipt)) {
        return;
    }
    json_t *object = one("cohort", move->cohort);
    jalon_json_set_text(object, "member", move->member);
    JALON_AUTO(jalon_str_done) struct jalon_str when = when_of(run, write);
    tell(run, jalon_str_text(&when), NULL, leaves ? "cohort_leave" : "cohort_join",
         leaves ? object : NULL, leaves ? NULL : object);
}

void receipt_tell_weighing(struct cli_run *run, const struct jalon_write *write,
                           const struct jalon_weighing *weighing,
                           const struct jalon_receipt *receipt)
{
    if (!is_wanted(run, receipt)) {
        return;
    }
    json_t *after = one("weight", weighing->weight);
    jalon_json_set_int(after, "value", weighing->value);
    jalon_json_set_int(after, "as_of_year", weighing->as_of_year);
    jalon_json_set_int(after, "counted", weighing->counted);
    struct jalon_write dated = *write;
    if (!jalon_date_is_set(dated.on) && dated.precision == JALON_PRECISION_DAY) {
        dated.on = jalon_programme_weight_day(run->app->programme, weighing->as_of_year);
    }
    JALON_AUTO(jalon_str_done) struct jalon_str when = when_of(run, &dated);
    tell(run, jalon_str_text(&when), NULL, "weigh", NULL, after);
}

/* The date that the new one takes the place of. */
static int date_before(struct cli_run *run, const struct jalon_write *write,
                       const struct jalon_retarget *retarget, struct jalon_date *ret_on,
                       struct jalon_err *err)
{
    const struct jalon_target_def *target =
        jalon_programme_target(run->app->programme, retarget->target);
    JALON_AUTO(jalon_contract_freep) struct jalon_contract *contract = NULL;
    struct jalon_due due = {.on = JALON_DATE_NONE};
    if (retarget->code != NULL) {
        if (jalon_app_contract(run->app, retarget->code, &contract, err) < 0) {
            return -1;
        }
        (void)jalon_due_at(contract, target, write->on, &due);
        *ret_on = due.on;
        return 0;
    }
    const struct jalon_target_move *move = jalon_target_at(target, retarget->region, write->on);
    move = move != NULL ? move : jalon_target_at(target, NULL, write->on);
    *ret_on = move != NULL ? move->on : JALON_DATE_NONE;
    return 0;
}

int receipt_tell_retarget(struct cli_run *run, const struct jalon_write *write,
                          const struct jalon_retarget *retarget,
                          const struct jalon_receipt *receipt, struct jalon_err *err)
{
    struct jalon_date on = JALON_DATE_NONE;
    if (!is_wanted(run, receipt)) {
        return 0;
    }
    if (date_before(run, write, retarget, &on, err) < 0) {
        return -1;
    }
    json_t *before = json_object();
    json_t *after = one("target", retarget->target);
    jalon_json_set_date(before, "on", on);
    jalon_json_set_date(after, "on", retarget->on);
    jalon_json_set_text(after, "region", retarget->region);
    JALON_AUTO(jalon_str_done) struct jalon_str when = when_of(run, write);
    tell(run, jalon_str_text(&when), NULL, "retarget", before, after);
    return 0;
}

void receipt_tell_entry(struct cli_run *run, const struct jalon_write *write,
                        const struct jalon_territory *territory,
                        const struct jalon_receipt *receipt)
{
    if (!is_wanted(run, receipt)) {
        return;
    }
    json_t *after = one("name", territory->name);
    json_t *members = json_array();
    for (size_t i = 0; i < territory->n_members; i++) {
        (void)json_array_append_new(members, json_string(territory->members[i].siren));
    }
    jalon_json_set_text(after, "state", receipt->state);
    jalon_json_set(after, "regions", jalon_json_texts(territory->regions, territory->n_regions));
    jalon_json_set(after, "members", members);
    JALON_AUTO(jalon_str_done) struct jalon_str when = when_of(run, write);
    tell(run, jalon_str_text(&when), NULL, "enter", NULL, after);
}

int receipt_tell_change(struct cli_run *run, const struct jalon_write *write,
                        const struct jalon_territory_change *change,
                        const struct jalon_receipt *receipt, struct jalon_err *err)
{
    static const char *const kinds[] = {
        [JALON_TERRITORY_RENAME] = "rename",
        [JALON_TERRITORY_ALIAS] = "alias",
        [JALON_TERRITORY_MEMBER_ADD] = "member_add",
        [JALON_TERRITORY_MEMBER_REMOVE] = "member_remove",
        [JALON_TERRITORY_LEAVE] = "leave",
        [JALON_TERRITORY_ABSORB] = "absorb",
    };
    JALON_AUTO(jalon_contract_freep) struct jalon_contract *contract = NULL;
    if (!is_wanted(run, receipt)) {
        return 0;
    }
    if (jalon_app_contract(run->app, change->code, &contract, err) < 0) {
        return -1;
    }
    bool renames = change->kind == JALON_TERRITORY_RENAME;
    json_t *after = one("name", renames ? change->name : change->member.name);
    jalon_json_set_text(after, "siren", change->member.siren);
    jalon_json_set_text(after, "kind", change->alias.kind);
    jalon_json_set_text(after, "value", change->alias.value);
    jalon_json_set_text(after, "issuer", change->alias.issuer);
    jalon_json_set_int(after, "as_of_year", change->alias.as_of_year);
    jalon_json_set(after, "into", jalon_json_texts(change->into, change->n_into));
    jalon_json_set(after, "predecessors",
                   jalon_json_texts(change->predecessors, change->n_predecessors));
    JALON_AUTO(jalon_str_done) struct jalon_str when = when_of(run, write);
    tell(run, jalon_str_text(&when), contract, kinds[change->kind],
         one("name", jalon_contract_name_at(contract, run->app->today)), after);
    return 0;
}

void receipt_tell_succession(struct cli_run *run, const struct jalon_write *write,
                             const struct jalon_succession *succession,
                             const struct jalon_receipt *receipt)
{
    if (!is_wanted(run, receipt)) {
        return;
    }
    for (size_t i = 0; i < succession->n_codes; i++) {
        json_t *into = json_array();
        for (size_t k = 0; k < succession->n_successors; k++) {
            (void)json_array_append_new(into, json_string(succession->successors[k].code));
        }
        json_t *after = json_object();
        jalon_json_set(after, "into", into);
        JALON_AUTO(jalon_str_done) struct jalon_str when = when_of(run, write);
        jalon_str_addf(&when, " · %s", succession->codes[i]);
        tell(run, jalon_str_text(&when), NULL, "leave", NULL, after);
    }
}
