/* The header of a CSV file: which columns it has, lacks, or misspells. */
#include <string.h>

#include "base/base_messages.h"
#include "base/csv_priv.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "base/text.h"

struct jalon_csv_number_text jalon_csv_number(size_t value)
{
    struct jalon_csv_number_text n;
    (void)snprintf(n.text, sizeof n.text, "%zu", value);
    return n;
}

static size_t count(const char *const *names)
{
    size_t n = 0;
    while (names != NULL && names[n] != NULL) {
        n++;
    }
    return n;
}

static bool is_in(const struct jalon_csv_header *header, const char *name)
{
    return jalon_text_is_listed(header->cells, header->n_cells, name);
}

/* The columns that there may be, the required ones first; the caller frees the list. */
static const char **possible_columns(const struct jalon_csv_format *format, size_t *ret_n)
{
    size_t n = count(format->required), more = count(format->optional);
    const char **names = jalon_realloc_array(NULL, n + more + 1, sizeof *names);
    for (size_t i = 0; i < n + more; i++) {
        names[i] = i < n ? format->required[i] : format->optional[i - n];
    }
    *ret_n = n + more;
    return names;
}

/* Reports an unknown column. Returns the absent one that was meant; NULL: none. */
static const char *report_unknown(const struct jalon_csv_format *format,
                                  const struct jalon_csv_header *header, const char *name)
{
    size_t n = 0, n_absent = 0;
    JALON_AUTO(jalon_freep) const char **names = possible_columns(format, &n);
    JALON_AUTO(jalon_str_done) struct jalon_str list = {0};
    for (size_t i = 0; i < n; i++) {
        jalon_str_addf(&list, "%s%s", i > 0 ? ", " : "", names[i]);
    }
    for (size_t i = 0; i < n; i++) {
        if (!is_in(header, names[i])) {
            names[n_absent++] = names[i];
        }
    }
    const char *meant = jalon_nearest(name, names, n_absent);
    jalon_csv_report(format, header->line,
                     meant != NULL ? &jalon_msg_csv_column_near : &jalon_msg_csv_column_unknown,
                     name, meant != NULL ? meant : jalon_str_text(&list));
    return meant;
}

/* False when the cells below the name belong nowhere. */
static bool check_name(const struct jalon_csv_format *format, const struct jalon_csv_header *header,
                       size_t i, const char **ret_meant)
{
    const char *name = header->cells[i];
    if (name[0] == '\0') {
        jalon_csv_report(format, header->line, &jalon_msg_csv_column_unnamed,
                         jalon_csv_number(i + 1).text);
        return false;
    }
    if (jalon_text_is_listed(header->cells, i, name)) {
        jalon_csv_report(format, header->line, &jalon_msg_csv_column_twice, name);
        return false;
    }
    bool is_known = format->optional == NULL ||
                    jalon_text_is_listed(format->required, count(format->required), name) ||
                    jalon_text_is_listed(format->optional, count(format->optional), name);
    *ret_meant = is_known ? NULL : report_unknown(format, header, name);
    return *ret_meant == NULL;
}

/* A misspelt column is one fault, not an unknown and a missing one. */
bool jalon_csv_check_header(const struct jalon_csv_format *format,
                            const struct jalon_csv_header *header)
{
    bool is_good = true;
    const char *meant[JALON_LIMIT_CSV_COLUMNS];
    size_t n_meant = 0;
    for (size_t i = 0; i < header->n_cells; i++) {
        meant[n_meant] = NULL;
        is_good = check_name(format, header, i, &meant[n_meant]) && is_good;
        n_meant += meant[n_meant] != NULL;
    }
    for (const char *const *name = format->required; *name != NULL; name++) {
        if (!is_in(header, *name) && !jalon_text_is_listed(meant, n_meant, *name)) {
            jalon_csv_report(format, header->line, &jalon_msg_csv_column_missing, *name);
            is_good = false;
        }
    }
    return is_good;
}
