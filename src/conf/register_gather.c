/* The register as one: rows of one file that need those of another. */
#include "base/arena.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/str.h"
#include "conf/register_priv.h"

static size_t place_of(const struct jalon_register_reader *r, const char *code)
{
    const json_t *place = json_object_get(r->index, code);
    return place == NULL ? r->result->n_territories : (size_t)json_integer_value(place);
}

static void check_predecessors(struct jalon_register_reader *r)
{
    const struct jalon_territory *territory = &r->result->territories[r->row].territory;
    for (size_t i = 0; i < territory->n_predecessors; i++) {
        const char *code = territory->predecessors[i];
        if (!jalon_register_has_territory(r, code)) {
            jalon_register_fault(r, "predecessor_codes", &jalon_msg_register_no_territory, code);
        }
        for (size_t k = 0; k < i; k++) {
            if (strcmp(territory->predecessors[k], code) == 0) {
                jalon_register_fault(r, "predecessor_codes", &jalon_msg_conf_twice, code);
            }
        }
    }
}

/* Have all that the territory succeeds their place in ORDERED already? */
static bool is_ready(const struct jalon_register_reader *r, const bool *placed, size_t at)
{
    const struct jalon_territory *territory = &r->result->territories[at].territory;
    for (size_t i = 0; i < territory->n_predecessors; i++) {
        size_t before = place_of(r, territory->predecessors[i]);
        if (before < r->result->n_territories && !placed[before]) {
            return false;
        }
    }
    return true;
}

/* Goes over the rows until none is left, or until those left wait for each other. */
static size_t place_all(const struct jalon_register_reader *r, bool *placed,
                        struct jalon_register_territory *ordered)
{
    size_t n = 0;
    for (size_t before = SIZE_MAX; n != before;) {
        before = n;
        for (size_t i = 0; i < r->result->n_territories; i++) {
            if (!placed[i] && is_ready(r, placed, i)) {
                placed[i] = true;
                ordered[n++] = r->result->territories[i];
            }
        }
    }
    return n;
}

void jalon_register_order(struct jalon_register_reader *r)
{
    struct jalon_register *reg = r->result;
    JALON_AUTO(jalon_freep) bool *placed = jalon_alloc((reg->n_territories + 1) * sizeof *placed);
    struct jalon_register_territory *ordered =
        jalon_arena_array(reg->arena, reg->n_territories + 1, sizeof *ordered);
    for (r->row = 0; r->row < reg->n_territories; r->row++) {
        check_predecessors(r);
    }
    size_t n = place_all(r, placed, ordered);
    for (r->row = 0; n < reg->n_territories && r->row < reg->n_territories; r->row++) {
        if (!placed[r->row]) {
            jalon_register_fault(r, "predecessor_codes", &jalon_msg_register_own_predecessor,
                                 reg->territories[r->row].territory.code);
            return;
        }
    }
    reg->territories = ordered;
    for (size_t i = 0; i < n; i++) {
        if (place_of(r, ordered[i].territory.code) < n) {
            jalon_json_set_int(r->index, ordered[i].territory.code, (int64_t)i);
        }
    }
}

/* A fault in a file that is no longer open. */
static void report_row(struct jalon_register_reader *r, const char *path, size_t line,
                       const char *field, const struct jalon_msg *msg)
{
    struct jalon_err fault;
    (void)jalon_fail(&fault, msg);
    jalon_faults_add(r->faults, (struct jalon_place_in_file){path, line, 0, field}, &fault);
}

static void check_events_of_members(struct jalon_register_reader *r, const char *folder)
{
    JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
    jalon_str_addf(&path, "%s/members.csv", folder);
    for (size_t i = 0; i < r->result->n_members; i++) {
        const struct jalon_register_member *one = &r->result->members[i];
        if (jalon_date_is_set(one->from) && !one->is_added) {
            report_row(r, path.text, one->line, "from", &jalon_msg_register_not_added);
        }
        if (jalon_date_is_set(one->to) && !one->is_removed) {
            report_row(r, path.text, one->line, "to", &jalon_msg_register_not_removed);
        }
    }
}

/* Is the row of the territory, from its entry on? */
static bool has_member(const char *code, const struct jalon_register_member *row)
{
    return strcmp(row->territory, code) == 0 && !jalon_date_is_set(row->from);
}

static void gather_members(const struct jalon_register *reg, struct jalon_territory *territory)
{
    for (size_t i = 0; i < reg->n_members; i++) {
        territory->n_members += has_member(territory->code, &reg->members[i]);
    }
    struct jalon_territory_member *own =
        jalon_arena_array(reg->arena, territory->n_members + 1, sizeof *own);
    for (size_t i = 0, n = 0; i < reg->n_members; i++) {
        if (has_member(territory->code, &reg->members[i])) {
            own[n++] = reg->members[i].member;
        }
    }
    territory->members = own;
}

static bool has_alias(const char *code, const struct jalon_register_alias *row)
{
    return strcmp(row->territory, code) == 0 && !row->comes_later;
}

static void gather_aliases(const struct jalon_register *reg, struct jalon_territory *territory)
{
    for (size_t i = 0; i < reg->n_aliases; i++) {
        territory->n_aliases += has_alias(territory->code, &reg->aliases[i]);
    }
    struct jalon_territory_alias *own =
        jalon_arena_array(reg->arena, territory->n_aliases + 1, sizeof *own);
    for (size_t i = 0, n = 0; i < reg->n_aliases; i++) {
        if (has_alias(territory->code, &reg->aliases[i])) {
            own[n++] = reg->aliases[i].alias;
        }
    }
    territory->aliases = own;
}

void jalon_register_gather(struct jalon_register_reader *r, const char *folder)
{
    check_events_of_members(r, folder);
    for (size_t i = 0; i < r->result->n_territories; i++) {
        struct jalon_territory *territory = &r->result->territories[i].territory;
        gather_members(r->result, territory);
        gather_aliases(r->result, territory);
    }
}
