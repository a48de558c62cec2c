/* A row of a file held against what is recorded, cell by cell. */
#include <string.h>

#include "app/import_priv.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/str.h"

static void differ(struct jalon_comparison *c, const char *column, const char *recorded,
                   const char *given)
{
    if (c->n < JALON_COUNT(c->items)) {
        c->items[c->n++] = (struct jalon_import_difference){
            column, jalon_arena_strdup(c->arena, recorded != NULL ? recorded : ""),
            jalon_arena_strdup(c->arena, given)};
    }
}

/* As the database keeps a text: without blanks around it. */
static const char *trimmed(const struct jalon_comparison *c, const char *text)
{
    text += strspn(text, " ");
    size_t length = strlen(text);
    while (length > 0 && text[length - 1] == ' ') {
        length--;
    }
    return jalon_arena_strndup(c->arena, text, length);
}

/* A cell that says nothing is no difference. */
static void compare(struct jalon_comparison *c, const char *column, const char *given,
                    const char *recorded)
{
    const char *text = given != NULL ? trimmed(c, given) : "";
    if (text[0] != '\0' && (recorded == NULL || strcmp(text, recorded) != 0)) {
        differ(c, column, recorded, text);
    }
}

/* Nor is one about a text that this reader may not see, or that was erased. */
static void compare_disclosed(struct jalon_comparison *c, const char *column, const char *given,
                              struct jalon_disclosed recorded)
{
    if (recorded.text != NULL || recorded.digest == NULL) {
        compare(c, column, given, recorded.text);
    }
}

static void compare_after(struct jalon_comparison *c, const char *column, const char *given,
                          const struct jalon_event *event)
{
    compare(c, column, given, jalon_json_text(event->after, column));
}

static void compare_sealed(struct jalon_comparison *c, const char *column, const char *given,
                           const json_t *value, const struct jalon_event *event)
{
    compare_disclosed(c, column, given, jalon_event_disclosed(event, value));
}

static void compare_date(struct jalon_comparison *c, const char *column, struct jalon_date given,
                         struct jalon_date recorded)
{
    if (jalon_date_compare(given, recorded) != 0) {
        differ(c, column, jalon_date_iso(recorded).text, jalon_date_iso(given).text);
    }
}

/* A month is recorded as its first day. */
static void compare_when(struct jalon_comparison *c, const char *const columns[2],
                         struct jalon_when given, const struct jalon_event *event)
{
    struct jalon_date on =
        given.precision == JALON_PRECISION_BEFORE ? given.latest : given.earliest;
    compare_date(c, columns[0], on, event->valid);
    if (given.precision != event->when.precision) {
        differ(c, columns[1], jalon_precision_code(event->when.precision),
               jalon_precision_code(given.precision));
    }
}

/* The texts as one, in an order of their own. */
static const char *joined(const struct jalon_comparison *c, const char *const *texts, size_t n)
{
    JALON_AUTO(jalon_str_done) struct jalon_str all = {0};
    const char **sorted = jalon_arena_array(c->arena, n + 1, sizeof *sorted);
    for (size_t i = 0; i < n; i++) {
        size_t at = i;
        for (; at > 0 && strcmp(sorted[at - 1], texts[i]) > 0; at--) {
            sorted[at] = sorted[at - 1];
        }
        sorted[at] = texts[i];
    }
    for (size_t i = 0; i < n; i++) {
        jalon_str_addf(&all, "%s%s", i > 0 ? " " : "", sorted[i]);
    }
    return jalon_arena_strdup(c->arena, jalon_str_text(&all));
}

struct list {
    const char *const *texts;
    size_t n;
};

static void compare_list(struct jalon_comparison *c, const char *column, struct list given,
                         struct list recorded)
{
    compare(c, column, joined(c, given.texts, given.n), joined(c, recorded.texts, recorded.n));
}

static struct list list_of(const struct jalon_comparison *c, const struct jalon_event *event,
                           const char *member)
{
    struct list list = {0};
    list.texts = jalon_json_copy_texts(json_object_get(event->after, member), c->arena, &list.n);
    return list;
}

/* Has the territory ever borne the name? A list made after a renaming is no other list. */
static bool has_borne(const struct jalon_contract *contract, const char *name)
{
    for (size_t i = 0; i < contract->n_names; i++) {
        if (strcmp(contract->names[i].kind, "name") == 0 &&
            strcmp(contract->names[i].value, name) == 0) {
            return true;
        }
    }
    return false;
}

void jalon_compare_territory(struct jalon_comparison *c, const struct jalon_register_territory *row,
                             const struct jalon_recorded *recorded)
{
    static const char *const columns[] = {"entered_on", "entered_precision"};
    const struct jalon_territory *territory = &row->territory;
    const struct jalon_event *entry = &recorded->entries[0].event;
    struct list regions = list_of(c, entry, "regions");
    if (!has_borne(recorded->contract, trimmed(c, territory->name))) {
        compare_after(c, "name", territory->name, entry);
    }
    compare(c, "region_code", territory->regions[0], regions.n > 0 ? regions.texts[0] : NULL);
    compare_list(c, "other_region_codes",
                 (struct list){territory->regions + 1, territory->n_regions - 1},
                 (struct list){regions.texts + 1, regions.n > 0 ? regions.n - 1 : 0});
    compare_list(c, "department_codes",
                 (struct list){territory->departements, territory->n_departements},
                 list_of(c, entry, "departements"));
    compare_list(c, "predecessor_codes",
                 (struct list){territory->predecessors, territory->n_predecessors},
                 list_of(c, entry, "predecessors"));
    compare(c, "entry_state", territory->state, jalon_json_text(entry->after, "state"));
    compare_when(c, columns, jalon_when_of(row->entered_on, row->precision), entry);
    compare(c, "entry_basis", row->certainty, entry->certainty);
    compare_sealed(c, "note", row->note, json_object_get(entry->after, "note"), entry);
    compare_disclosed(c, "source", row->source, entry->source);
}

static const char *year_text(const struct jalon_comparison *c, int64_t year)
{
    return year > 0 ? jalon_arena_printf(c->arena, "%d", (int)year) : NULL;
}

void jalon_compare_alias(struct jalon_comparison *c, const struct jalon_register_alias *row,
                         const struct jalon_contract_name *name)
{
    compare(c, "issuer", row->alias.issuer, name->issuer);
    compare(c, "as_of_year", year_text(c, row->alias.as_of_year), year_text(c, name->as_of_year));
}

void jalon_compare_member(struct jalon_comparison *c, const struct jalon_register_member *row,
                          const struct jalon_contract_member *member)
{
    compare(c, "name", row->member.name, member->name);
    compare(c, "kind", row->member.kind, member->kind);
    compare(c, "insee_commune", row->member.insee, member->insee);
    compare(c, "department_code", row->member.departement, member->departement);
    compare(c, "region_code", row->member.region, member->region);
    if (jalon_date_is_set(row->from)) {
        compare_date(c, "from", row->from, member->span.from);
    }
    if (jalon_date_is_set(row->to) && jalon_date_is_set(member->span.to)) {
        compare_date(c, "to", row->to, member->span.to);
    }
}

/* "sha256:…" stands for a file that is kept. */
static void compare_evidence(struct jalon_comparison *c, const char *given,
                             const struct jalon_event *event)
{
    const char *document = jalon_json_text(event->after, "document");
    if (document != NULL) {
        compare(c, "no_evidence", given, jalon_arena_printf(c->arena, "sha256:%s", document));
    } else {
        compare_sealed(c, "no_evidence", given, json_object_get(event->after, "no_evidence"),
                       event);
    }
}

static void compare_act(struct jalon_comparison *c, const struct jalon_register_event *row,
                        const struct jalon_event *event)
{
    switch (row->action) {
    case JALON_REGISTER_SIGN:
        compare_sealed(c, "signed_by", row->signer, json_object_get(event->after, "signer"), event);
        compare_sealed(c, "capacity", row->capacity, json_object_get(event->after, "capacity"),
                       event);
        compare_sealed(c, "delegation", row->delegation,
                       json_object_get(event->after, "delegation"), event);
        compare_sealed(c, "place", row->place, json_object_get(event->after, "place"), event);
        compare_after(c, "channel", row->channel, event);
        compare_evidence(c, row->no_evidence, event);
        break;
    case JALON_REGISTER_LEAVE:
        compare_list(c, "what", (struct list){row->into, row->n_into}, list_of(c, event, "into"));
        break;
    case JALON_REGISTER_ABSORB:
        compare_list(c, "what", (struct list){row->predecessors, row->n_predecessors},
                     list_of(c, event, "predecessors"));
        break;
    case JALON_REGISTER_RETARGET:
        compare_date(c, "what", row->target_on, jalon_json_date(event->after, "on"));
        break;
    case JALON_REGISTER_TERM:
        compare_date(c, "what", row->from, jalon_json_date(event->after, "from"));
        compare_date(c, "what", row->to, jalon_json_date(event->after, "to"));
        break;
    case JALON_REGISTER_PLAN:
        compare_date(c, "what", row->target_on, jalon_json_date(event->after, "on"));
        compare(c, "what",
                jalon_date_is_set(row->target_on) ? jalon_precision_code(row->target_precision)
                                                  : NULL,
                jalon_json_text(event->after, "precision"));
        compare_sealed(c, "place", row->place, json_object_get(event->after, "place"), event);
        break;
    case JALON_REGISTER_ADVANCE:
    case JALON_REGISTER_MILESTONE:
    case JALON_REGISTER_REFUSE:
    case JALON_REGISTER_WAIVE:
    case JALON_REGISTER_NOTE:
    case JALON_REGISTER_RENAME:
    case JALON_REGISTER_MEMBER_ADD:
    case JALON_REGISTER_MEMBER_REMOVE:
    case JALON_REGISTER_ALIAS:
    case JALON_REGISTER_ACTION_N:
        break; /* what they are about is how they are found */
    }
}

void jalon_compare_event(struct jalon_comparison *c, const struct jalon_register_event *row,
                         const struct jalon_event *event)
{
    static const char *const columns[] = {"on", "precision"};
    compare_when(c, columns, jalon_when_of(row->on, row->precision), event);
    compare_act(c, row, event);
    compare(c, "certainty", row->certainty, event->certainty);
    compare_disclosed(c, "reason", row->reason, event->reason);
    compare_sealed(c, "note", row->note, json_object_get(event->after, "note"), event);
    compare_disclosed(c, "source", row->source, event->source);
    if (jalon_date_is_set(row->learned_on)) {
        compare_date(c, "learned_on", row->learned_on, event->learned);
    }
}

void jalon_compare_cohort(struct jalon_comparison *c, const struct jalon_register_cohort *row,
                          struct jalon_date day, const struct jalon_event *event)
{
    compare_date(c, row->leaves ? "until" : "since", row->on, day);
    if (!row->leaves) { /* the source of a row is that of its first day */
        compare_disclosed(c, "source", row->source, event->source);
    }
}

static const char *number_text(const struct jalon_comparison *c, int64_t number)
{
    return number > 0 ? jalon_arena_printf(c->arena, "%lld", (long long)number) : "0";
}

void jalon_compare_weight(struct jalon_comparison *c, const struct jalon_register_weight *row,
                          const struct jalon_contract_weight *weight,
                          const struct jalon_event *event)
{
    compare(c, "value", number_text(c, row->value), number_text(c, weight->value));
    compare(c, "as_of_year", number_text(c, row->as_of_year), number_text(c, weight->as_of_year));
    if (row->counted > 0) {
        compare(c, "counted_members", number_text(c, row->counted),
                number_text(c, weight->counted));
    }
    compare_disclosed(c, "source", row->source, event->source);
}
