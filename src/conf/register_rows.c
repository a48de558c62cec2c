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

static void check_member_places(struct jalon_register_reader *r)
{
    const struct jalon_programme *p = r->programme;
    const char *departement = jalon_register_cell(r, "department_code");
    const char *region = jalon_register_cell(r, "region_code");
    if (!jalon_register_has_place(p->departements, p->n_departements, departement)) {
        jalon_register_fault(r, "department_code", &jalon_msg_register_no_departement, departement);
    }
    if (!jalon_register_has_place(p->regions, p->n_regions, region)) {
        jalon_register_fault(r, "region_code", &jalon_msg_register_no_region, region);
    }
}

/* A commune's INSEE code: five characters, 2A004 in Corse. */
static const char *read_insee(struct jalon_register_reader *r)
{
    const char *insee = jalon_register_cell(r, "insee_commune");
    if (insee[0] != '\0' && (strlen(insee) != 5 || strspn(insee, "0123456789AB") != 5)) {
        jalon_register_fault(r, "insee_commune", &jalon_msg_register_bad_insee, insee);
    }
    return jalon_register_optional(r, "insee_commune", JALON_LIMIT_LABEL);
}

static struct jalon_territory_member read_member(struct jalon_register_reader *r)
{
    static const char *const kinds[] = {"EPCI", "EPT", "COMMUNE", NULL};
    struct jalon_err err;
    if (jalon_siren_check(jalon_register_cell(r, "siren"), &err) < 0) {
        jalon_register_report(r, "siren", &err);
    }
    jalon_register_choice(r, "kind", kinds);
    check_member_places(r);
    return (struct jalon_territory_member){
        .siren = jalon_register_copy(r, "siren"),
        .name = jalon_register_text(r, "name"),
        .kind = jalon_register_copy(r, "kind"),
        .insee = read_insee(r),
        .departement = jalon_register_copy(r, "department_code"),
        .region = jalon_register_copy(r, "region_code"),
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
