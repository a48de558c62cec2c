/* The rows of aliases.csv and members.csv, which belong to territories. */
#include "base/arena.h"
#include "base/limits.h"
#include "base/mem.h"
#include "conf/register_priv.h"
#include "domain/siren.h"

static size_t index_of(const struct jalon_register_reader *r,
                       const struct jalon_register_territory *entry)
{
    return (size_t)(entry - r->result->territories);
}

/* How many rows each territory has in the file; one element more than there are territories. */
static size_t *count_rows(const struct jalon_register_reader *r)
{
    size_t *counts = jalon_alloc((r->result->n_territories + 1) * sizeof *counts);
    for (size_t row = 0; row < jalon_csv_n_rows(r->csv); row++) {
        json_t *place = json_object_get(r->index, jalon_csv_cell(r->csv, row, "territory_code"));
        if (place != NULL) {
            counts[json_integer_value(place)]++;
        }
    }
    return counts;
}

static int year_of(struct jalon_register_reader *r)
{
    const char *text = jalon_register_cell(r, "as_of_year");
    if (text[0] == '\0') {
        return 0;
    }
    if (strlen(text) != 4 || strspn(text, "0123456789") != 4) {
        jalon_register_fault(r, "as_of_year", &jalon_msg_register_bad_year, text);
        return 0;
    }
    return (int)strtoll(text, NULL, 10);
}

static struct jalon_territory_alias read_alias(struct jalon_register_reader *r)
{
    static const char *const kinds[] = {"name", "external_code", NULL};
    jalon_register_choice(r, "kind", kinds);
    return (struct jalon_territory_alias){
        jalon_register_copy(r, "kind"),
        jalon_register_text(r, "value"),
        jalon_register_optional(r, "issuer", JALON_LIMIT_LABEL),
        year_of(r),
    };
}

void jalon_register_read_aliases(struct jalon_register_reader *r, const char *folder)
{
    static const char *const columns[] = {"territory_code", "kind",       "value",
                                          "issuer",         "as_of_year", NULL};
    JALON_AUTO(jalon_csv_freep) struct jalon_csv *csv = NULL;
    if (!jalon_register_open(r, folder, "aliases.csv", columns, &csv)) {
        return;
    }
    JALON_AUTO(jalon_freep) size_t *counts = count_rows(r);
    JALON_AUTO(jalon_freep)
    struct jalon_territory_alias **own = jalon_alloc((r->result->n_territories + 1) * sizeof *own);
    for (; r->row < jalon_csv_n_rows(csv); r->row++) {
        struct jalon_register_territory *entry = jalon_register_find(r);
        struct jalon_territory_alias alias = read_alias(r);
        if (entry != NULL) {
            size_t at = index_of(r, entry);
            if (own[at] == NULL) {
                own[at] = jalon_arena_array(r->result->arena, counts[at], sizeof *own[at]);
                entry->territory.aliases = own[at];
            }
            own[at][entry->territory.n_aliases++] = alias;
        }
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

static void check_member_once(struct jalon_register_reader *r,
                              const struct jalon_territory *territory, const char *siren)
{
    for (size_t i = 0; i < territory->n_members; i++) {
        if (strcmp(territory->members[i].siren, siren) == 0) {
            jalon_register_fault(r, "siren", &jalon_msg_conf_twice, siren);
        }
    }
}

void jalon_register_read_members(struct jalon_register_reader *r, const char *folder)
{
    static const char *const columns[] = {
        "territory_code", "siren",           "name",        "kind",
        "insee_commune",  "department_code", "region_code", NULL};
    JALON_AUTO(jalon_csv_freep) struct jalon_csv *csv = NULL;
    if (!jalon_register_open(r, folder, "members.csv", columns, &csv)) {
        return;
    }
    JALON_AUTO(jalon_freep) size_t *counts = count_rows(r);
    JALON_AUTO(jalon_freep)
    struct jalon_territory_member **own = jalon_alloc((r->result->n_territories + 1) * sizeof *own);
    for (; r->row < jalon_csv_n_rows(csv); r->row++) {
        struct jalon_register_territory *entry = jalon_register_find(r);
        struct jalon_territory_member member = read_member(r);
        if (entry != NULL) {
            size_t at = index_of(r, entry);
            if (own[at] == NULL) {
                own[at] = jalon_arena_array(r->result->arena, counts[at], sizeof *own[at]);
                entry->territory.members = own[at];
            }
            check_member_once(r, &entry->territory, member.siren);
            own[at][entry->territory.n_members++] = member;
        }
    }
}
