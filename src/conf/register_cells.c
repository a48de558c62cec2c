/* Typed cells of the register's files. */
#include "conf/register_priv.h"

#include <errno.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/text.h"

void jalon_register_report(struct jalon_register_reader *r, const char *field,
                           const struct jalon_err *fault)
{
    jalon_faults_add(r->faults,
                     (struct jalon_place_in_file){jalon_csv_path(r->csv),
                                                  jalon_csv_line(r->csv, r->row), 0, field},
                     fault);
}

/* What a file is read with. */
struct opening {
    const struct jalon_register_reader *reader;
    const char *path;
};

static void report_fault(void *context, size_t line, const struct jalon_err *fault)
{
    const struct opening *opening = context;
    jalon_faults_add(opening->reader->faults,
                     (struct jalon_place_in_file){opening->path, line, 0, NULL}, fault);
}

static void compose(void *context, struct jalon_str *text)
{
    const struct opening *opening = context;
    opening->reader->compose(opening->reader->context, text);
}

bool jalon_register_open(struct jalon_register_reader *r, const char *folder,
                         const struct jalon_register_table *table, struct jalon_csv **ret_csv)
{
    JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
    struct stat status;
    if (r->path != NULL) {
        jalon_str_add(&path, r->path);
    } else {
        jalon_str_addf(&path, "%s/%s", folder, table->name);
        if (stat(path.text, &status) < 0 && errno == ENOENT) {
            return false;
        }
    }
    struct opening opening = {r, path.text};
    const struct jalon_csv_format format = {.required = table->required,
                                            .optional = table->optional,
                                            .unquote_formulas = r->path != NULL,
                                            .compose = r->compose != NULL ? compose : NULL,
                                            .fault = report_fault,
                                            .context = &opening};
    *ret_csv = jalon_csv_load(path.text, &format);
    if (*ret_csv == NULL) {
        return false;
    }
    r->csv = *ret_csv;
    r->row = 0;
    r->result->is_cp1252 = r->result->is_cp1252 || jalon_csv_is_cp1252(r->csv);
    return true;
}

const char *jalon_register_cell(const struct jalon_register_reader *r, const char *field)
{
    const char *cell = jalon_csv_cell(r->csv, r->row, field);
    return cell[0] == '\0' && r->sheet != NULL ? jalon_register_given(r, field) : cell;
}

const char *jalon_register_copy(const struct jalon_register_reader *r, const char *field)
{
    return jalon_arena_strdup(r->result->arena, jalon_register_cell(r, field));
}

static void check_text(struct jalon_register_reader *r, const char *field, size_t max)
{
    size_t offset;
    const char *text = jalon_register_cell(r, field);
    enum jalon_text_fault fault = jalon_text_check(text, max, &offset);
    if (fault == JALON_TEXT_TOO_LONG) {
        char most[24];
        (void)snprintf(most, sizeof most, "%zu", max);
        jalon_register_fault(r, field, &jalon_msg_register_too_long, most);
    } else if (fault != JALON_TEXT_OK) { /* the reader lets nothing else through */
        jalon_register_fault(r, field, &jalon_msg_register_line_break, field);
    }
}

const char *jalon_register_optional(struct jalon_register_reader *r, const char *field, size_t max)
{
    check_text(r, field, max);
    return jalon_register_cell(r, field)[0] == '\0' ? NULL : jalon_register_copy(r, field);
}

const char *jalon_register_text(struct jalon_register_reader *r, const char *field)
{
    const char *text = jalon_register_cell(r, field);
    if (text[strspn(text, " ")] == '\0') {
        jalon_register_fault(r, field, &jalon_msg_register_empty, field);
    }
    check_text(r, field, JALON_LIMIT_LABEL);
    return jalon_register_copy(r, field);
}

struct jalon_date jalon_register_date(struct jalon_register_reader *r, const char *field,
                                      const char *precision_field,
                                      enum jalon_precision *ret_precision)
{
    struct jalon_date date = JALON_DATE_NONE;
    struct jalon_err err;
    const char *precision = jalon_register_cell(r, precision_field);
    if (precision[0] == '\0') {
        precision = jalon_precision_code(JALON_PRECISION_DAY);
    }
    if (!jalon_precision_parse(precision, ret_precision)) {
        jalon_register_fault(r, precision_field, &jalon_msg_register_unknown, precision,
                             "day, month, before, after, unknown");
        *ret_precision = JALON_PRECISION_DAY;
    }
    if (*ret_precision == JALON_PRECISION_UNKNOWN && jalon_register_cell(r, field)[0] == '\0') {
        return date;
    }
    if (jalon_date_parse(jalon_register_cell(r, field), &date, &err) < 0) {
        jalon_register_report(r, field, &err);
    }
    return date;
}

struct jalon_date jalon_register_optional_date(struct jalon_register_reader *r, const char *field)
{
    struct jalon_date date = JALON_DATE_NONE;
    struct jalon_err err;
    const char *cell = jalon_register_cell(r, field);
    if (cell[0] != '\0' && jalon_date_parse(cell, &date, &err) < 0) {
        jalon_register_report(r, field, &err);
    }
    return date;
}

int jalon_register_year(struct jalon_register_reader *r, const char *field)
{
    const char *text = jalon_register_cell(r, field);
    if (text[0] == '\0') {
        return 0;
    }
    if (strlen(text) != 4 || strspn(text, "0123456789") != 4) {
        jalon_register_fault(r, field, &jalon_msg_register_bad_year, text);
        return 0;
    }
    return (int)strtoll(text, NULL, 10);
}

void jalon_register_choice(struct jalon_register_reader *r, const char *field,
                           const char *const *allowed)
{
    const char *cell = jalon_register_cell(r, field);
    JALON_AUTO(jalon_str_done) struct jalon_str words = {0};
    for (size_t i = 0; allowed[i] != NULL; i++) {
        if (strcmp(cell, allowed[i]) == 0) {
            return;
        }
        jalon_str_addf(&words, "%s%s", i == 0 ? "" : ", ", allowed[i]);
    }
    jalon_register_fault(r, field, &jalon_msg_register_unknown, cell, jalon_str_text(&words));
}

const char *jalon_register_certainty(struct jalon_register_reader *r, const char *field)
{
    static const char *const allowed[] = {"documented", "deduced", "inferred", "probable",
                                          "assumed",    "weak",    NULL};
    const char *certainty = jalon_register_optional(r, field, JALON_LIMIT_LABEL);
    if (certainty != NULL) {
        jalon_register_choice(r, field, allowed);
    }
    return certainty;
}

static size_t add_words(const struct jalon_register_reader *r, const char *cell, const char **words)
{
    size_t n = 0;
    while (cell[strspn(cell, " ")] != '\0') {
        cell += strspn(cell, " ");
        size_t length = strcspn(cell, " ");
        words[n++] = jalon_arena_strndup(r->result->arena, cell, length);
        cell += length;
    }
    return n;
}

const char **jalon_register_words(const struct jalon_register_reader *r, const char *first,
                                  const char *more, size_t *ret_n)
{
    const char *cell = jalon_register_cell(r, first);
    const char *rest = more == NULL ? "" : jalon_register_cell(r, more);
    size_t most = (strlen(cell) + strlen(rest)) / 2 + 2;
    const char **words = jalon_arena_array(r->result->arena, most, sizeof *words);
    *ret_n = add_words(r, cell, words);
    *ret_n += add_words(r, rest, words + *ret_n);
    return words;
}

bool jalon_register_has_territory(const struct jalon_register_reader *r, const char *code)
{
    return json_object_get(r->index, code) != NULL ||
           (r->known != NULL && json_object_get(r->known, code) != NULL);
}

bool jalon_register_find(struct jalon_register_reader *r)
{
    const char *code = jalon_register_cell(r, "territory_code");
    if (!jalon_register_has_territory(r, code)) {
        jalon_register_fault(r, "territory_code", &jalon_msg_register_no_territory, code);
        return false;
    }
    return true;
}

struct jalon_register_places jalon_register_regions(const struct jalon_register_reader *r)
{
    return (struct jalon_register_places){r->programme->regions, r->programme->n_regions};
}

struct jalon_register_places jalon_register_departements(const struct jalon_register_reader *r)
{
    return (struct jalon_register_places){r->programme->departements, r->programme->n_departements};
}

/* Is CODE the number with zeros before it? */
static bool is_padded(const char *code, const char *number)
{
    size_t zeros = strspn(code, "0");
    return number[0] != '\0' && number[strspn(number, "0123456789")] == '\0' &&
           strlen(code) > strlen(number) && strlen(code) - strlen(number) <= zeros &&
           strcmp(code + strlen(code) - strlen(number), number) == 0;
}

const char *jalon_register_place(struct jalon_register_places places, const char *written)
{
    const char *padded = NULL;
    size_t n_padded = 0;
    for (size_t i = 0; i < places.n; i++) {
        if (strcmp(places.items[i].code, written) == 0) {
            return places.items[i].code;
        }
        if (is_padded(places.items[i].code, written)) {
            padded = places.items[i].code;
            n_padded++;
        }
    }
    return n_padded == 1 ? padded : NULL;
}
