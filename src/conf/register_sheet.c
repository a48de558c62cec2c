/* Sheets: files of events of one action, of which a part is given with them. */
#include "base/arena.h"
#include "base/mem.h"
#include "conf/register_priv.h"

static const char *find_given(const struct jalon_register_reader *r, const char *field)
{
    for (size_t i = 0; i < r->sheet->n_given; i++) {
        if (strcmp(r->sheet->given[i].column, field) == 0) {
            return r->sheet->given[i].value;
        }
    }
    return NULL;
}

const char *jalon_register_given(const struct jalon_register_reader *r, const char *field)
{
    const char *value = find_given(r, field);
    bool has_own_day = jalon_csv_cell(r->csv, r->row, "on")[0] != '\0';
    if (value == NULL || (has_own_day && strcmp(field, "precision") == 0)) {
        return "";
    }
    return value;
}

/* May a sheet be without this column? */
static bool may_be_missing(const struct jalon_register_reader *r, const char *column)
{
    const char *precision = find_given(r, "precision");
    return find_given(r, column) != NULL || strcmp(column, "action") == 0 ||
           (strcmp(column, "on") == 0 && precision != NULL &&
            strcmp(precision, jalon_precision_code(JALON_PRECISION_UNKNOWN)) == 0);
}

static size_t count(const char *const *columns)
{
    size_t n = 0;
    while (columns[n] != NULL) {
        n++;
    }
    return n;
}

struct jalon_register_table jalon_register_sheet_table(const struct jalon_register_reader *r,
                                                       const struct jalon_register_table *table)
{
    size_t n_optional = count(table->optional), n_required = 0;
    size_t most = count(table->required) + n_optional + 1;
    const char **required = jalon_arena_array(r->result->arena, most, sizeof *required);
    const char **optional = jalon_arena_array(r->result->arena, most, sizeof *optional);
    memcpy(optional, table->optional, n_optional * sizeof *optional);
    for (size_t i = 0; table->required[i] != NULL; i++) {
        if (may_be_missing(r, table->required[i])) {
            optional[n_optional++] = table->required[i];
        } else {
            required[n_required++] = table->required[i];
        }
    }
    return (struct jalon_register_table){table->name, required, optional};
}

const char *jalon_register_sheet_territory(struct jalon_register_reader *r)
{
    const char *text = jalon_register_copy(r, "territory_code");
    struct jalon_err err;
    if (jalon_register_has_territory(r, text)) {
        return text;
    }
    if (text[0] == '\0' || r->find == NULL) {
        (void)jalon_register_find(r);
        return text;
    }
    const char *code = r->find(r->context, text, &err);
    if (code == NULL) {
        jalon_register_report(r, "territory_code", &err);
        return text;
    }
    return jalon_arena_strdup(r->result->arena, code);
}

bool jalon_register_sheet_is_spoilt(const struct jalon_register_reader *r)
{
    for (size_t i = r->first_fault; i < r->faults->n; i++) {
        if (r->faults->items[i].place.line <= jalon_csv_header_line(r->csv)) {
            return true;
        }
    }
    return false;
}

bool jalon_register_sheet_refuses(struct jalon_register_reader *r, const char *territory)
{
    size_t line = jalon_csv_line(r->csv, r->row);
    for (size_t i = r->first_fault; i < r->faults->n; i++) {
        if (r->faults->items[i].place.line == line) {
            r->result->refused[r->result->n_refused++] =
                (struct jalon_register_refused){territory, line};
            return true;
        }
    }
    return false;
}
