/* The rows of aliases.csv and members.csv, which belong to territories. */
#include "base/arena.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/str.h"
#include "conf/register_priv.h"
#include "domain/siren.h"

static struct jalon_territory_alias read_alias(struct jalon_register_reader *r)
{
    static const char *const kinds[] = {"name", "external_code", NULL};
    jalon_register_choice(r, "kind", kinds);
    return (struct jalon_territory_alias){
        jalon_register_copy(r, "kind"),
        jalon_register_text(r, "value"),
        jalon_register_optional(r, "issuer", JALON_LIMIT_LABEL),
        jalon_register_year(r, "as_of_year"),
    };
}

void jalon_register_read_aliases(struct jalon_register_reader *r, const char *folder)
{
    static const char *const required[] = {"territory_code", "kind", "value", NULL};
    static const char *const optional[] = {"issuer", "as_of_year", NULL};
    static const struct jalon_register_table table = {"aliases.csv", required, optional};
    JALON_AUTO(jalon_csv_freep) struct jalon_csv *csv = NULL;
    struct jalon_register *reg = r->result;
    if (!jalon_register_open(r, folder, &table, &csv)) {
        return;
    }
    reg->aliases = jalon_arena_array(reg->arena, jalon_csv_n_rows(csv), sizeof *reg->aliases);
    for (; r->row < jalon_csv_n_rows(csv); r->row++) {
        (void)jalon_register_find(r);
        struct jalon_register_alias *one = &reg->aliases[reg->n_aliases++];
        one->alias = read_alias(r);
        one->territory = jalon_register_copy(r, "territory_code");
        one->line = jalon_csv_line(csv, r->row);
    }
}

static const char *read_place(struct jalon_register_reader *r, const char *field,
                              struct jalon_register_places places, const struct jalon_msg *unknown)
{
    const char *cell = jalon_register_cell(r, field);
    const char *code = jalon_register_place(places, cell);
    if (code == NULL) {
        jalon_register_fault(r, field, unknown, cell);
        return NULL;
    }
    return jalon_arena_strdup(r->result->arena, code);
}

/* A commune's INSEE code: five characters, 2A004 in Corse. One of four digits has lost its zero in
 * a spreadsheet when, with it, it begins with the code of the member's DEPARTEMENT. */
static const char *read_insee(struct jalon_register_reader *r, const char *departement)
{
    enum { LENGTH = 5, LENGTH_OF_DEPARTEMENT = 2 };
    const char *cell = jalon_register_optional(r, "insee_commune", JALON_LIMIT_LABEL);
    if (cell == NULL || (strlen(cell) == LENGTH && strspn(cell, "0123456789AB") == LENGTH)) {
        return cell;
    }
    const char *padded = jalon_arena_printf(r->result->arena, "0%s", cell);
    if (strlen(padded) != LENGTH || strspn(padded, "0123456789") != LENGTH || departement == NULL ||
        strncmp(padded, departement, LENGTH_OF_DEPARTEMENT) != 0) {
        jalon_register_fault(r, "insee_commune", &jalon_msg_register_bad_insee, cell);
    }
    return padded;
}

static struct jalon_territory_member read_member(struct jalon_register_reader *r)
{
    static const char *const kinds[] = {"EPCI", "EPT", "COMMUNE", NULL};
    struct jalon_err err;
    if (jalon_siren_check(jalon_register_cell(r, "siren"), &err) < 0) {
        jalon_register_report(r, "siren", &err);
    }
    jalon_register_choice(r, "kind", kinds);
    const char *departement = read_place(r, "department_code", jalon_register_departements(r),
                                         &jalon_msg_register_no_departement);
    const char *region =
        read_place(r, "region_code", jalon_register_regions(r), &jalon_msg_register_no_region);
    return (struct jalon_territory_member){
        .siren = jalon_register_copy(r, "siren"),
        .name = jalon_register_text(r, "name"),
        .kind = jalon_register_copy(r, "kind"),
        .insee = read_insee(r, departement),
        .departement = departement,
        .region = region,
    };
}

/* A member that comes again has a row for each time, from another day. */
static void check_member_once(struct jalon_register_reader *r, json_t *seen)
{
    JALON_AUTO(jalon_str_done) struct jalon_str key = {0};
    jalon_str_addf(&key, "%s %s %s", jalon_register_cell(r, "territory_code"),
                   jalon_register_cell(r, "siren"), jalon_register_cell(r, "from"));
    if (json_object_get(seen, jalon_str_text(&key)) != NULL) {
        jalon_register_fault(r, "siren", &jalon_msg_conf_twice, jalon_register_cell(r, "siren"));
    }
    jalon_json_set(seen, jalon_str_text(&key), json_true());
}

void jalon_register_read_members(struct jalon_register_reader *r, const char *folder)
{
    static const char *const required[] = {"territory_code",  "siren",       "name", "kind",
                                           "department_code", "region_code", NULL};
    static const char *const optional[] = {"legal_form", "insee_commune", "from", "to", NULL};
    static const struct jalon_register_table table = {"members.csv", required, optional};
    JALON_AUTO(jalon_csv_freep) struct jalon_csv *csv = NULL;
    JALON_AUTO(jalon_json_decref) json_t *seen = json_object();
    struct jalon_register *reg = r->result;
    if (!jalon_register_open(r, folder, &table, &csv)) {
        return;
    }
    reg->members = jalon_arena_array(reg->arena, jalon_csv_n_rows(csv), sizeof *reg->members);
    for (; r->row < jalon_csv_n_rows(csv); r->row++) {
        bool is_known = jalon_register_find(r);
        struct jalon_register_member *one = &reg->members[reg->n_members++];
        one->member = read_member(r);
        one->territory = jalon_register_copy(r, "territory_code");
        one->from = jalon_register_optional_date(r, "from");
        one->to = jalon_register_optional_date(r, "to");
        one->line = jalon_csv_line(csv, r->row);
        if (is_known) {
            check_member_once(r, seen);
        }
    }
}
