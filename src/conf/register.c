/* The register as a whole, and its territories. */
#include "conf/register.h"

#include <ctype.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/mem.h"
#include "conf/register_priv.h"
#include "domain/lifecycle.h"

/* As jalon.territory_add() in the database. */
static bool code_is_good(const char *code)
{
    return (islower((unsigned char)code[0]) || isdigit((unsigned char)code[0])) &&
           strlen(code) <= 40 &&
           code[strspn(code, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0';
}

static void check_code(struct jalon_register_reader *r, const char *code)
{
    if (!code_is_good(code)) {
        jalon_register_fault(r, "code", &jalon_msg_register_bad_code, code);
    } else if (json_object_get(r->index, code) != NULL) {
        jalon_register_fault(r, "code", &jalon_msg_conf_twice, code);
    }
}

/* Are all of the words places of the programme, each once? FIRST is the column of the first. They
 * become the codes that they mean. */
static void check_places(struct jalon_register_reader *r, const char *first, const char *field,
                         const char **words, size_t n)
{
    bool is_region = strcmp(first, "region_code") == 0;
    for (size_t i = 0; i < n; i++) {
        const char *at = i == 0 ? first : field;
        const char *code = jalon_register_place(
            is_region ? jalon_register_regions(r) : jalon_register_departements(r), words[i]);
        if (code == NULL) {
            jalon_register_fault(r, at,
                                 is_region ? &jalon_msg_register_no_region
                                           : &jalon_msg_register_no_departement,
                                 words[i]);
        } else {
            words[i] = jalon_arena_strdup(r->result->arena, code);
        }
        for (size_t j = 0; j < i; j++) {
            if (strcmp(words[i], words[j]) == 0) {
                jalon_register_fault(r, at, &jalon_msg_conf_twice, words[i]);
            }
        }
    }
}

/* One that succeeds others may enter in another state than the initial one. */
static void read_state(struct jalon_register_reader *r, struct jalon_territory *territory)
{
    territory->state = jalon_register_optional(r, "entry_state", JALON_LIMIT_LABEL);
    if (territory->state != NULL &&
        !jalon_lifecycle_enters(r->programme, territory->state, territory->n_predecessors > 0)) {
        jalon_register_fault(r, "entry_state", &jalon_msg_register_entry_state, territory->state);
    }
}

static void read_territory(struct jalon_register_reader *r)
{
    size_t at = r->result->n_territories++;
    struct jalon_register_territory *entry = &r->result->territories[at];
    struct jalon_territory *territory = &entry->territory;
    entry->line = jalon_csv_line(r->csv, r->row);
    territory->code = jalon_register_copy(r, "code");
    check_code(r, territory->code);
    territory->name = jalon_register_text(r, "name");
    const char **regions =
        jalon_register_words(r, "region_code", "other_region_codes", &territory->n_regions);
    const char **departements =
        jalon_register_words(r, "department_codes", NULL, &territory->n_departements);
    territory->regions = regions;
    territory->departements = departements;
    if (jalon_register_cell(r, "region_code")[0] == '\0') {
        jalon_register_fault(r, "region_code", &jalon_msg_register_empty, "region_code");
    }
    check_places(r, "region_code", "other_region_codes", regions, territory->n_regions);
    check_places(r, "department_codes", "department_codes", departements,
                 territory->n_departements);
    entry->entered_on =
        jalon_register_date(r, "entered_on", "entered_precision", &entry->precision);
    entry->certainty = jalon_register_certainty(r, "entry_basis");
    entry->note = jalon_register_optional(r, "note", JALON_LIMIT_EVIDENCE);
    entry->source = jalon_register_optional(r, "source", JALON_LIMIT_EVIDENCE);
    territory->predecessors =
        jalon_register_words(r, "predecessor_codes", NULL, &territory->n_predecessors);
    read_state(r, territory);
    if (json_object_get(r->index, territory->code) == NULL) {
        jalon_json_set_int(r->index, territory->code, (int64_t)at);
    }
}

static void read_territories(struct jalon_register_reader *r, const char *folder)
{
    static const char *const required[] = {"code", "name", "region_code", "entered_on", NULL};
    static const char *const optional[] = {
        "other_region_codes", "department_codes", "entered_precision",
        "entry_basis",        "source",           "note",
        "predecessor_codes",  "entry_state",      NULL};
    static const struct jalon_register_table table = {"territories.csv", required, optional};
    JALON_AUTO(jalon_csv_freep) struct jalon_csv *csv = NULL;
    if (!jalon_register_open(r, folder, &table, &csv)) {
        return;
    }
    r->result->territories =
        jalon_arena_array(r->result->arena, jalon_csv_n_rows(csv), sizeof *r->result->territories);
    for (; r->row < jalon_csv_n_rows(csv); r->row++) {
        read_territory(r);
    }
    jalon_register_order(r);
}

struct jalon_register *jalon_register_load(const char *folder,
                                           const struct jalon_programme *programme,
                                           struct jalon_faults *faults)
{
    JALON_AUTO(jalon_register_freep) struct jalon_register *reg = jalon_alloc(sizeof *reg);
    reg->arena = jalon_arena_new();
    JALON_AUTO(jalon_json_decref) json_t *index = json_object();
    struct jalon_register_reader r = {
        .programme = programme, .result = reg, .faults = faults, .index = index};
    size_t first = faults->n;
    read_territories(&r, folder);
    jalon_register_read_aliases(&r, folder);
    jalon_register_read_members(&r, folder);
    jalon_register_read_events(&r, folder);
    jalon_register_gather(&r, folder);
    jalon_register_read_cohorts(&r, folder);
    jalon_register_read_weights(&r, folder);
    return faults->n > first ? NULL : JALON_TAKE(reg);
}

static void read_file(struct jalon_register_reader *r, enum jalon_register_file file)
{
    switch (file) {
    case JALON_REGISTER_TERRITORIES:
        read_territories(r, NULL);
        break;
    case JALON_REGISTER_ALIASES:
        jalon_register_read_aliases(r, NULL);
        break;
    case JALON_REGISTER_MEMBERS:
        jalon_register_read_members(r, NULL);
        break;
    case JALON_REGISTER_SIGNATURES:
    case JALON_REGISTER_EVENTS:
        r->is_signatures = file == JALON_REGISTER_SIGNATURES;
        jalon_register_read_events(r, NULL);
        break;
    case JALON_REGISTER_COHORTS:
        jalon_register_read_cohorts(r, NULL);
        break;
    case JALON_REGISTER_WEIGHTS:
        jalon_register_read_weights(r, NULL);
        break;
    case JALON_REGISTER_FILE_N:
        break;
    }
}

struct jalon_register *jalon_register_load_file(const struct jalon_register_source *source,
                                                const struct jalon_register_known *known,
                                                bool *ret_is_cp1252, struct jalon_faults *faults)
{
    JALON_AUTO(jalon_register_freep) struct jalon_register *reg = jalon_alloc(sizeof *reg);
    reg->arena = jalon_arena_new();
    JALON_AUTO(jalon_json_decref) json_t *index = json_object();
    JALON_AUTO(jalon_json_decref) json_t *codes = json_object();
    for (size_t i = 0; i < known->n_codes; i++) {
        jalon_json_set(codes, known->codes[i], json_true());
    }
    struct jalon_register_reader r = {.programme = known->programme,
                                      .result = reg,
                                      .faults = faults,
                                      .index = index,
                                      .known = codes,
                                      .compose = known->compose,
                                      .find = known->find,
                                      .context = known->context,
                                      .path = source->path,
                                      .sheet = source->sheet,
                                      .first_fault = faults->n};
    size_t first = faults->n;
    read_file(&r, source->file);
    *ret_is_cp1252 = reg->is_cp1252;
    bool is_told = r.is_told && faults->n_dropped == 0; /* else which rows have one is not known */
    jalon_faults_sort(faults, first);
    return faults->n > first && !is_told ? NULL : JALON_TAKE(reg);
}

void jalon_register_free(struct jalon_register *reg)
{
    if (reg != NULL) {
        jalon_arena_free(reg->arena);
        free(reg);
    }
}

void jalon_register_freep(struct jalon_register **reg)
{
    jalon_register_free(*reg);
    *reg = NULL;
}
