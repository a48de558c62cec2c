/*
 * Both records become lists of facts (row, field, value), sorted and merged: no field is forgotten
 * on one side, and a missing row is told once.
 */
#include "domain/contract_compare.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

struct fact {
    const char *thing, *field, *value; /* value NULL: null */
    int64_t seq;
};

struct facts {
    struct fact *items;
    size_t n, capacity;
    struct jalon_arena *arena;
};

/* The row that facts are added about. */
struct row {
    struct facts *facts;
    const char *thing;
    int64_t seq;
};

static void add(const struct row *row, const char *field, const char *value)
{
    struct facts *facts = row->facts;
    if (facts->n == facts->capacity) {
        facts->capacity = facts->capacity ? 2 * facts->capacity : 64;
        facts->items = jalon_realloc_array(facts->items, facts->capacity, sizeof *facts->items);
    }
    facts->items[facts->n++] = (struct fact){row->thing, field, value, row->seq};
}

static void add_int(const struct row *row, const char *field, int64_t value)
{
    add(row, field, value ? jalon_arena_printf(row->facts->arena, "%lld", (long long)value) : NULL);
}

static void add_date(const struct row *row, const char *field, struct jalon_date date)
{
    add(row, field,
        jalon_date_is_set(date) ? jalon_arena_strdup(row->facts->arena, jalon_date_iso(date).text)
                                : NULL);
}

static void add_span(const struct row *row, struct jalon_span span)
{
    add_date(row, "valid_from", span.from);
    add_date(row, "valid_to", span.to);
}

static void add_when(const struct row *row, struct jalon_when when, struct jalon_date counts_from)
{
    add_date(row, "earliest", when.earliest);
    add_date(row, "latest", when.latest);
    add(row, "precision", jalon_precision_code(when.precision));
    add_date(row, "counts_from", counts_from);
}

static void add_contract(struct facts *facts, const struct jalon_contract *c)
{
    const struct row row = {facts, "contract", c->last_seq};
    add(&row, "id", c->id);
    add(&row, "programme", c->programme);
    add(&row, "code", c->code);
    add(&row, "region", c->region);
    add(&row, "state", c->state);
    add(&row, "previous_state", c->previous_state);
    add_date(&row, "state_since", c->state_since);
}

static void add_names(struct facts *facts, const struct jalon_contract *c)
{
    for (size_t i = 0; i < c->n_names; i++) {
        const struct jalon_contract_name *one = &c->names[i];
        bool is_name = strcmp(one->kind, "name") == 0;
        const struct row row = {
            facts,
            is_name
                ? jalon_arena_printf(facts->arena, "territory_name name #%lld", (long long)one->seq)
                : jalon_arena_printf(facts->arena, "territory_name %s '%s'", one->kind, one->value),
            one->seq};
        add(&row, "value", one->value);
        add(&row, "issuer", one->issuer);
        add_int(&row, "as_of_year", one->as_of_year);
        add_span(&row, one->span);
        add_int(&row, "entry_id", one->seq);
        add_int(&row, "end_entry_id", one->end_seq);
    }
}

static void add_places(struct facts *facts, const struct jalon_contract *c)
{
    for (size_t i = 0; i < c->n_regions; i++) {
        const struct row row = {facts,
                                jalon_arena_printf(facts->arena, "territory_region %zu", i + 1), 1};
        add(&row, "region", c->regions[i]);
    }
    for (size_t i = 0; i < c->n_departements; i++) {
        const struct row row = {
            facts, jalon_arena_printf(facts->arena, "territory_departement %s", c->departements[i]),
            1};
        add(&row, "departement", c->departements[i]);
    }
}

/* Was the member at I one before, so that its SIREN alone does not name the row? */
static bool is_again(const struct jalon_contract *c, size_t i)
{
    for (size_t k = 0; k < i; k++) {
        if (strcmp(c->members[k].siren, c->members[i].siren) == 0) {
            return true;
        }
    }
    return false;
}

static void add_members(struct facts *facts, const struct jalon_contract *c)
{
    for (size_t i = 0; i < c->n_members; i++) {
        const struct jalon_contract_member *one = &c->members[i];
        const struct row row = {facts,
                                is_again(c, i)
                                    ? jalon_arena_printf(facts->arena, "member %s #%lld",
                                                         one->siren, (long long)one->seq)
                                    : jalon_arena_printf(facts->arena, "member %s", one->siren),
                                one->seq};
        add(&row, "name", one->name);
        add(&row, "kind", one->kind);
        add(&row, "insee", one->insee);
        add(&row, "departement", one->departement);
        add(&row, "region", one->region);
        add_span(&row, one->span);
        add_int(&row, "entry_id", one->seq);
        add_int(&row, "end_entry_id", one->end_seq);
    }
}

static void add_scope(struct facts *facts, const struct jalon_contract *c)
{
    for (size_t i = 0; i < c->n_scope; i++) {
        const struct jalon_contract_scope *one = &c->scope[i];
        const struct row row = {
            facts, jalon_arena_printf(facts->arena, "scope #%lld", (long long)one->seq), one->seq};
        add_span(&row, one->span);
        add(&row, "precision", jalon_precision_code(one->precision));
        add(&row, "end_precision", one->end_seq ? jalon_precision_code(one->end_precision) : NULL);
        add_int(&row, "end_entry_id", one->end_seq);
    }
}

static void add_links(struct facts *facts, const struct jalon_contract *c)
{
    for (size_t i = 0; i < c->n_links; i++) {
        const struct jalon_contract_link *one = &c->links[i];
        const struct row row = {
            facts, jalon_arena_printf(facts->arena, "territory_link %s %s", one->kind, one->code),
            one->seq};
        add_date(&row, "valid_from", one->from);
        add_int(&row, "entry_id", one->seq);
    }
}

static void add_states(struct facts *facts, const struct jalon_contract *c)
{
    for (size_t i = 0; i < c->n_states; i++) {
        const struct jalon_contract_state *one = &c->states[i];
        const struct row row = {
            facts, jalon_arena_printf(facts->arena, "state_interval #%lld", (long long)one->seq),
            one->seq};
        add(&row, "state", one->state);
        add_span(&row, one->span);
        add_int(&row, "end_entry_id", one->end_seq);
    }
}

static void add_signatures(struct facts *facts, const struct jalon_contract_instrument *number)
{
    for (size_t i = 0; i < number->n_signatures; i++) {
        const struct jalon_contract_signature *one = &number->signatures[i];
        const struct row row = {facts,
                                jalon_arena_printf(facts->arena, "signature %s %d %s", number->code,
                                                   number->number, one->party),
                                one->seq};
        add_when(&row, one->when, one->counts_from);
        add(&row, "channel", one->channel);
        add(&row, "signer", one->signer.digest);
        add(&row, "capacity", one->capacity.digest);
        add(&row, "delegation", one->delegation.digest);
        add(&row, "place", one->place.digest);
        add(&row, "note", one->note.digest);
        add(&row, "document", one->document);
        add(&row, "signed_text", one->text);
        add(&row, "no_evidence", one->no_evidence.digest);
        add_int(&row, "entry_id", one->seq);
    }
}

static void add_waiver(const struct row *row, const struct jalon_contract_instrument *number,
                       const char *party)
{
    const struct jalon_contract_waiver *waiver = jalon_instrument_any_waiver(number, party);
    add(row, "waived_by",
        waiver ? jalon_arena_printf(row->facts->arena, "#%lld", (long long)waiver->seq) : NULL);
    add_date(row, "waived_on", waiver ? waiver->on : JALON_DATE_NONE);
    add(row, "waived_reason", waiver ? waiver->reason.digest : NULL);
}

static void add_term(struct facts *facts, const struct jalon_contract_instrument *number)
{
    const struct jalon_contract_term *term = &number->term;
    const struct row row = {
        facts, jalon_arena_printf(facts->arena, "term %s %d", number->code, number->number),
        term->seq};
    if (term->seq != 0) {
        add_date(&row, "from_date", term->from);
        add_date(&row, "to_date", term->to);
        add(&row, "note", term->note.digest);
        add_int(&row, "entry_id", term->seq);
    }
}

static void add_instruments(struct facts *facts, const struct jalon_contract *c)
{
    for (size_t i = 0; i < c->n_instruments; i++) {
        const struct jalon_contract_instrument *one = &c->instruments[i];
        int64_t seq = one->n_signatures > 0 ? one->signatures[0].seq : 0;
        const struct row row = {
            facts, jalon_arena_printf(facts->arena, "instrument %s %d", one->code, one->number),
            seq};
        add_date(&row, "opened_on", one->opened_on);
        add_date(&row, "completed_on", one->completed_on);
        add(&row, "completed_precision",
            one->is_complete ? jalon_precision_code(one->completed_precision) : NULL);
        add_date(&row, "closed_on", one->closed_on);
        add_int(&row, "closed_by", one->closed_seq);
        for (size_t k = 0; k < one->n_required; k++) {
            const struct row party = {facts,
                                      jalon_arena_printf(facts->arena, "instrument_party %s %d %s",
                                                         one->code, one->number, one->required[k]),
                                      seq};
            add_waiver(&party, one, one->required[k]);
        }
        add_signatures(facts, one);
        add_term(facts, one);
    }
}

static void add_refusals(struct facts *facts, const struct jalon_contract *c)
{
    for (size_t i = 0; i < c->n_refusals; i++) {
        const struct jalon_contract_refusal *one = &c->refusals[i];
        const struct row row = {
            facts, jalon_arena_printf(facts->arena, "refusal #%lld", (long long)one->seq),
            one->seq};
        add(&row, "instrument", one->instrument);
        add_int(&row, "number", one->number);
        add(&row, "party", one->party);
        add_when(&row, one->when, one->counts_from);
        add(&row, "reason", one->reason.digest);
        add(&row, "note", one->note.digest);
    }
}

static void add_milestones(struct facts *facts, const struct jalon_contract *c)
{
    for (size_t i = 0; i < c->n_milestones; i++) {
        const struct jalon_contract_milestone *one = &c->milestones[i];
        const struct row row = {facts, jalon_arena_printf(facts->arena, "milestone %s", one->code),
                                one->seq};
        add_when(&row, one->when, one->counts_from);
        add(&row, "note", one->note.digest);
        add_int(&row, "entry_id", one->seq);
    }
}

static void add_cohorts(struct facts *facts, const struct jalon_contract *c)
{
    for (size_t i = 0; i < c->n_cohorts; i++) {
        const struct jalon_contract_cohort *one = &c->cohorts[i];
        const struct row row = {
            facts, jalon_arena_printf(facts->arena, "cohort_member #%lld", (long long)one->seq),
            one->seq};
        add(&row, "cohort", one->cohort);
        add(&row, "member", one->member);
        add_span(&row, one->span);
        add(&row, "precision", jalon_precision_code(one->precision));
        add_int(&row, "end_entry_id", one->end_seq);
    }
}

static void add_weights(struct facts *facts, const struct jalon_contract *c)
{
    for (size_t i = 0; i < c->n_weights; i++) {
        const struct jalon_contract_weight *one = &c->weights[i];
        const struct row row = {
            facts, jalon_arena_printf(facts->arena, "weight #%lld", (long long)one->seq), one->seq};
        add(&row, "weight", one->weight);
        add_int(&row, "value", one->value);
        add_int(&row, "as_of_year", one->as_of_year);
        add_int(&row, "counted", one->counted);
        add_span(&row, one->span);
        add_int(&row, "end_entry_id", one->end_seq);
    }
}

static void add_documents(struct facts *facts, const struct jalon_contract *c)
{
    for (size_t i = 0; i < c->n_documents; i++) {
        const struct jalon_contract_document *one = &c->documents[i];
        const struct row row = {
            facts, jalon_arena_printf(facts->arena, "document #%lld", (long long)one->seq),
            one->seq};
        add(&row, "sha256", one->sha256);
        add(&row, "media_type", one->media_type);
        add(&row, "role", one->role);
        add_int(&row, "size", one->size);
        add_int(&row, "pdf_signatures", one->pdf_signatures);
        add(&row, "instrument", one->instrument);
        add_int(&row, "number", one->number);
        add(&row, "party", one->party);
        add_when(&row, one->when, one->counts_from);
        add(&row, "title", one->title.digest);
        add(&row, "note", one->note.digest);
        add(&row, "erased", one->erased);
    }
}

static void add_targets(struct facts *facts, const struct jalon_contract *c)
{
    for (size_t i = 0; i < c->n_targets; i++) {
        const struct jalon_contract_target *one = &c->targets[i];
        const struct row row = {
            facts, jalon_arena_printf(facts->arena, "contract_target #%lld", (long long)one->seq),
            one->seq};
        add(&row, "target", one->target);
        add_date(&row, "on_date", one->on);
        add_date(&row, "decided_on", one->decided_on);
        add(&row, "note", one->note.digest);
    }
}

static void add_plans(struct facts *facts, const struct jalon_contract *c)
{
    for (size_t i = 0; i < c->n_plans; i++) {
        const struct jalon_contract_plan *one = &c->plans[i];
        const struct row row = {
            facts, jalon_arena_printf(facts->arena, "plan #%lld", (long long)one->seq), one->seq};
        add(&row, "kind", jalon_planned_code(one->kind));
        add(&row, "what", one->what);
        add_int(&row, "number", one->number);
        add_date(&row, "earliest", one->when.earliest);
        add_date(&row, "latest", one->when.latest);
        add(&row, "precision", jalon_precision_code(one->when.precision));
        add(&row, "party", one->party);
        add(&row, "place", one->place.digest);
        add(&row, "note", one->note.digest);
        add_span(&row, one->span);
        add_int(&row, "end_entry_id", one->end_seq);
    }
}

static int compare_facts(const void *a, const void *b)
{
    const struct fact *left = a, *right = b;
    int order = strcmp(left->thing, right->thing);
    return order ? order : strcmp(left->field, right->field);
}

static void collect(const struct jalon_contract *c, struct facts *facts)
{
    add_contract(facts, c);
    add_names(facts, c);
    add_places(facts, c);
    add_members(facts, c);
    add_scope(facts, c);
    add_links(facts, c);
    add_states(facts, c);
    add_instruments(facts, c);
    add_refusals(facts, c);
    add_milestones(facts, c);
    add_cohorts(facts, c);
    add_weights(facts, c);
    add_documents(facts, c);
    add_targets(facts, c);
    add_plans(facts, c);
    qsort(facts->items, facts->n, sizeof *facts->items, compare_facts);
}

/* Reports the row at *i as one difference and steps over its facts. */
static void report_row(const struct facts *facts, size_t *i, bool is_missing,
                       jalon_difference_fn *report, void *context)
{
    const struct fact *first = &facts->items[*i];
    const struct jalon_difference difference = {.thing = first->thing,
                                                .wanted = is_missing ? first->thing : NULL,
                                                .found = is_missing ? NULL : first->thing,
                                                .seq = first->seq};
    report(context, &difference);
    while (*i < facts->n && strcmp(facts->items[*i].thing, first->thing) == 0) {
        ++*i;
    }
}

static void merge(const struct facts *journal, const struct facts *table,
                  jalon_difference_fn *report, void *context)
{
    size_t i = 0, k = 0;
    while (i < journal->n || k < table->n) {
        int order = i == journal->n ? 1
                    : k == table->n ? -1
                                    : strcmp(journal->items[i].thing, table->items[k].thing);
        if (order < 0) {
            report_row(journal, &i, true, report, context);
        } else if (order > 0) {
            report_row(table, &k, false, report, context);
        } else {
            /* Rows of one kind have the same fields, so these two are of the same field. */
            const struct fact *wanted = &journal->items[i++], *found = &table->items[k++];
            if (!jalon_text_same(wanted->value, found->value)) {
                const struct jalon_difference difference = {
                    wanted->thing, wanted->field, wanted->value, found->value, wanted->seq};
                report(context, &difference);
            }
        }
    }
}

void jalon_contract_compare(const struct jalon_contract *journal,
                            const struct jalon_contract *table, jalon_difference_fn *report,
                            void *context)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    struct facts wanted = {.arena = arena}, found = {.arena = arena};
    collect(journal, &wanted);
    collect(table, &found);
    merge(&wanted, &found, report, context);
    free(wanted.items);
    free(found.items);
}
