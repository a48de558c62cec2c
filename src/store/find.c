/* Territories and places by what people call them: rows of the statements into C. */
#include "store/find.h"

#include "base/mem.h"
#include "sql/sql_statements.h"
#include "store/write.h"

void jalon_found_free(struct jalon_found *found)
{
    if (found != NULL) {
        jalon_arena_free(found->arena); /* the set itself lives there */
    }
}

void jalon_found_freep(struct jalon_found **found)
{
    jalon_found_free(*found);
    *found = NULL;
}

struct jalon_found *jalon_found_new(size_t n)
{
    struct jalon_arena *arena = jalon_arena_new();
    struct jalon_found *found = jalon_arena_alloc(arena, sizeof *found);
    found->arena = arena;
    found->n = n;
    found->n_all = n;
    found->items = jalon_arena_array(arena, n, sizeof *found->items);
    return found;
}

static const char *copy(const struct jalon_found *found, const struct jalon_result *result,
                        size_t row, size_t column)
{
    return jalon_arena_strdup(found->arena, jalon_result_text(result, row, column));
}

int jalon_store_find(struct jalon_db *db, struct jalon_books books, const char *text,
                     enum jalon_find_how how, size_t limit, struct jalon_found **ret_found,
                     struct jalon_err *err)
{
    struct jalon_number_text rank = jalon_store_number((int64_t)how);
    struct jalon_number_text rows = jalon_store_number((int64_t)limit);
    const char *const parameters[] = {books.programme, text, rank.text, rows.text, books.known};
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    if (jalon_db_run(db, &jalon_sql_territory_find, parameters, &result, err) < 0) {
        return -1;
    }
    struct jalon_found *found = jalon_found_new(jalon_result_n_rows(result));
    for (size_t i = 0; i < found->n; i++) {
        found->n_all = (size_t)jalon_result_int(result, i, TERRITORY_FIND_TOTAL);
        found->items[i] = (struct jalon_found_item){
            .code = copy(found, result, i, TERRITORY_FIND_CODE),
            .name = copy(found, result, i, TERRITORY_FIND_NAME),
            .match = {
                .kind = copy(found, result, i, TERRITORY_FIND_KIND),
                .value = copy(found, result, i, TERRITORY_FIND_VALUE),
                .other = copy(found, result, i, TERRITORY_FIND_OTHER),
                .from = jalon_date_or_none(jalon_result_text(result, i, TERRITORY_FIND_VALID_FROM)),
                .to = jalon_date_or_none(jalon_result_text(result, i, TERRITORY_FIND_VALID_TO)),
            }};
    }
    *ret_found = found;
    return 0;
}

void jalon_spellings_done(struct jalon_spellings *spellings)
{
    jalon_arena_freep(&spellings->arena);
    *spellings = (struct jalon_spellings){0};
}

int jalon_store_spellings(struct jalon_db *db, struct jalon_books books, const char *text,
                          struct jalon_spellings *ret_spellings, struct jalon_err *err)
{
    const char *const parameters[] = {books.programme, text, books.known};
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    if (jalon_db_run(db, &jalon_sql_territory_spellings, parameters, &result, err) < 0) {
        return -1;
    }
    struct jalon_arena *arena = jalon_arena_new();
    size_t n = jalon_result_n_rows(result);
    struct jalon_spelling *items = jalon_arena_array(arena, n, sizeof *items);
    const char *asked = "";
    for (size_t i = 0; i < n; i++) {
        asked = jalon_result_text(result, i, TERRITORY_SPELLINGS_ASKED);
        items[i] = (struct jalon_spelling){
            jalon_arena_strdup(arena, jalon_result_text(result, i, TERRITORY_SPELLINGS_CODE)),
            jalon_arena_strdup(arena, jalon_result_text(result, i, TERRITORY_SPELLINGS_NAME)),
            jalon_arena_strdup(arena, jalon_result_text(result, i, TERRITORY_SPELLINGS_FOLDED))};
    }
    *ret_spellings = (struct jalon_spellings){jalon_arena_strdup(arena, asked), items, n, arena};
    return 0;
}

int jalon_store_find_place(struct jalon_db *db, const char *programme, const char *kind,
                           const char *text, struct jalon_found **ret_found, struct jalon_err *err)
{
    const char *const parameters[] = {programme, kind, text};
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    if (jalon_db_run(db, &jalon_sql_place_find, parameters, &result, err) < 0) {
        return -1;
    }
    struct jalon_found *found = jalon_found_new(jalon_result_n_rows(result));
    for (size_t i = 0; i < found->n; i++) {
        found->items[i].code = copy(found, result, i, PLACE_FIND_CODE);
        found->items[i].name = copy(found, result, i, PLACE_FIND_NAME);
    }
    *ret_found = found;
    return 0;
}
