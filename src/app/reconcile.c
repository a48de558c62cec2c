/* Counts the register's territories for each published figure. */
#include "app/reconcile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app_messages.h"
#include "app/contract.h"
#include "base/csv.h"

enum { MAX_DIGITS = 6 };

/* Is the Région one that SCOPE names? The codes of the five overseas Régions begin with 0. */
static bool is_within(const char *region, const char *scope)
{
    return strcmp(scope, "FR") == 0 || strcmp(scope, region) == 0 ||
           (strcmp(scope, "DOM") == 0 && region[0] == '0');
}

static int count(const struct jalon_app *app, const struct jalon_contracts *contracts,
                 const char *scope, struct jalon_date day)
{
    int n = 0;
    for (size_t i = 0; i < contracts->n; i++) {
        const struct jalon_contract *one = contracts->items[i];
        n += is_within(one->region, scope) && jalon_contract_in_scope_at(one, app->programme, day);
    }
    return n;
}

static bool is_scope(const struct jalon_app *app, const char *scope)
{
    return strcmp(scope, "FR") == 0 || strcmp(scope, "DOM") == 0 ||
           jalon_programme_region_name(app->programme, scope) != NULL;
}

static bool is_number(const char *text)
{
    size_t length = strlen(text);
    return length > 0 && length <= MAX_DIGITS && strspn(text, "0123456789") == length;
}

static int bad_cell(const struct jalon_csv *csv, size_t row, const char *column,
                    struct jalon_err *err)
{
    char line[24];
    (void)snprintf(line, sizeof line, "%zu", jalon_csv_line(csv, row));
    return jalon_fail(err, &jalon_msg_reconcile_cell, jalon_csv_path(csv), line, column,
                      jalon_csv_cell(csv, row, column));
}

static int read_row(const struct jalon_app *app, const struct jalon_csv *csv, size_t row,
                    const struct jalon_contracts *contracts, struct jalon_reconciliation *ret,
                    struct jalon_err *err)
{
    const char *scope = jalon_csv_cell(csv, row, "scope");
    const char *value = jalon_csv_cell(csv, row, "value");
    struct jalon_date on = jalon_date_or_none(jalon_csv_cell(csv, row, "date"));
    if (!jalon_date_is_set(on)) {
        return bad_cell(csv, row, "date", err);
    }
    if (!is_scope(app, scope)) {
        return bad_cell(csv, row, "scope", err);
    }
    if (!is_number(value)) {
        return bad_cell(csv, row, "value", err);
    }
    ret->rows[ret->n++] = (struct jalon_reconciled){
        .on = on,
        .scope = jalon_arena_strdup(ret->arena, scope),
        .published = (int)strtoll(value, NULL, 10),
        .register_n = count(app, contracts, scope, on),
        .label = jalon_arena_strdup(ret->arena, jalon_csv_cell(csv, row, "label")),
        .source = jalon_arena_strdup(ret->arena, jalon_csv_cell(csv, row, "source")),
    };
    return 0;
}

int jalon_app_reconcile(struct jalon_app *app, const char *path, struct jalon_reconciliation *ret,
                        struct jalon_err *err)
{
    static const char *const columns[] = {"date", "scope", "metric", "value", NULL};
    JALON_AUTO(jalon_csv_freep) struct jalon_csv *csv = NULL;
    JALON_AUTO(jalon_contracts_done) struct jalon_contracts contracts = {0};
    if (jalon_csv_read(path, columns, &csv, err) < 0 ||
        jalon_app_contracts(app, &contracts, err) < 0) {
        return -1;
    }
    ret->arena = jalon_arena_new();
    ret->rows = jalon_arena_array(ret->arena, jalon_csv_n_rows(csv) + 1, sizeof *ret->rows);
    for (size_t row = 0; row < jalon_csv_n_rows(csv); row++) {
        bool counts = strcmp(jalon_csv_cell(csv, row, "metric"), "territories_total") == 0;
        if (counts && read_row(app, csv, row, &contracts, ret, err) < 0) {
            return -1;
        }
    }
    return 0;
}

void jalon_reconciliation_done(struct jalon_reconciliation *reconciliation)
{
    jalon_arena_freep(&reconciliation->arena);
    *reconciliation = (struct jalon_reconciliation){0};
}
