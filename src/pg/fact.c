/* Reads, compares and notes facts. Which facts there are stands in fact.sql alone. */
#include "pg/fact.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"
#include "pg/db.h"
#include "pg/pg_statements.h"

/* All statements about the catalogue have the same columns; the stored rows have the first four. */
enum { FACT, PART_OF, VALUE, MAKE, UNMAKE };

static const struct jalon_statement *const catalogue[] = {
    &jalon_sql_fact_relations, &jalon_sql_fact_columns,   &jalon_sql_fact_constraints,
    &jalon_sql_fact_indexes,   &jalon_sql_fact_triggers,  &jalon_sql_fact_functions,
    &jalon_sql_fact_types,     &jalon_sql_fact_grants,    &jalon_sql_fact_defaults,
    &jalon_sql_fact_roles,     &jalon_sql_fact_strangers,
};

static int by_name(const void *a, const void *b)
{
    const struct jalon_fact *left = a, *right = b;
    return strcmp(left->fact, right->fact);
}

/* {database} in SQL stands for DATABASE. */
static const char *with_database(struct jalon_arena *arena, const char *sql, const char *database)
{
    static const char mark[] = "{database}";
    const char *at = sql != NULL ? strstr(sql, mark) : NULL;
    if (at == NULL) {
        return jalon_arena_strdup(arena, sql);
    }
    return jalon_arena_printf(arena, "%.*s%s%s", (int)(at - sql), sql, database,
                              at + sizeof mark - 1);
}

static void add_rows(struct jalon_facts *facts, const struct jalon_result *result, bool has_unmake)
{
    size_t n = jalon_result_n_rows(result);
    struct jalon_fact *rows = jalon_arena_array(facts->arena, facts->n + n, sizeof *rows);
    if (facts->n > 0) {
        memcpy(rows, facts->rows, facts->n * sizeof *rows);
    }
    for (size_t i = 0; i < n; i++) {
        const char *text[UNMAKE + 1] = {NULL};
        for (size_t column = 0; column < UNMAKE + (has_unmake ? 1 : 0); column++) {
            text[column] = jalon_arena_strdup(facts->arena, jalon_result_text(result, i, column));
        }
        rows[facts->n + i] =
            (struct jalon_fact){text[FACT], text[PART_OF], text[VALUE], text[MAKE], text[UNMAKE]};
    }
    facts->rows = rows;
    facts->n += n;
}

static void sort(struct jalon_facts *facts)
{
    if (facts->n == 0) {
        return;
    }
    qsort(facts->rows, facts->n, sizeof *facts->rows, by_name);
    size_t n = 1;
    for (size_t i = 1; i < facts->n; i++) {
        if (by_name(&facts->rows[n - 1], &facts->rows[i]) != 0) {
            facts->rows[n++] = facts->rows[i];
        }
    }
    facts->n = n;
}

static int add_from(struct jalon_facts *facts, struct jalon_db *db,
                    const struct jalon_statement *statement, struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    if (jalon_db_run(db, statement, NULL, &result, err) != 0) {
        return -1;
    }
    add_rows(facts, result, statement->n_columns > UNMAKE);
    return 0;
}

int jalon_facts_read(struct jalon_db *db, struct jalon_facts *ret_facts, struct jalon_err *err)
{
    *ret_facts = (struct jalon_facts){.arena = jalon_arena_new()};
    for (size_t i = 0; i < JALON_COUNT(catalogue); i++) {
        if (add_from(ret_facts, db, catalogue[i], err) != 0) {
            return -1;
        }
    }
    sort(ret_facts);
    return 0;
}

int jalon_facts_recall(struct jalon_db *db, struct jalon_facts *ret_facts, struct jalon_err *err)
{
    *ret_facts = (struct jalon_facts){.arena = jalon_arena_new()};
    if (add_from(ret_facts, db, &jalon_sql_fact_stored, err) != 0) {
        return -1;
    }
    sort(ret_facts);
    return 0;
}

int jalon_facts_name_database(struct jalon_db *db, struct jalon_facts *facts, struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *server = NULL;
    if (jalon_db_run(db, &jalon_sql_fact_server, NULL, &server, err) != 0) {
        return -1;
    }
    const char *database = jalon_result_text(server, 0, FACT_SERVER_DATABASE);
    for (size_t i = 0; i < facts->n; i++) {
        struct jalon_fact *row = &facts->rows[i];
        row->make = with_database(facts->arena, row->make, database);
        row->unmake = with_database(facts->arena, row->unmake, database);
    }
    return 0;
}

void jalon_facts_done(struct jalon_facts *facts)
{
    jalon_arena_free(facts->arena);
    *facts = (struct jalon_facts){0};
}

const struct jalon_fact *jalon_facts_find(const struct jalon_facts *facts, const char *name)
{
    const struct jalon_fact wanted = {.fact = name};
    return facts->n == 0 ? NULL
                         : bsearch(&wanted, facts->rows, facts->n, sizeof *facts->rows, by_name);
}

bool jalon_fact_same(const struct jalon_fact *a, const struct jalon_fact *b)
{
    if (a == NULL || b == NULL) {
        return a == b;
    }
    return jalon_text_same(a->value, b->value);
}

bool jalon_fact_pair_next(struct jalon_fact_pair *pair)
{
    const struct jalon_facts *wanted = pair->wanted, *actual = pair->actual;
    pair->want = pair->at_wanted < wanted->n ? &wanted->rows[pair->at_wanted] : NULL;
    pair->have = pair->at_actual < actual->n ? &actual->rows[pair->at_actual] : NULL;
    if (pair->want != NULL && pair->have != NULL) {
        int order = strcmp(pair->want->fact, pair->have->fact);
        pair->have = order < 0 ? NULL : pair->have;
        pair->want = order > 0 ? NULL : pair->want;
    }
    pair->at_wanted += pair->want != NULL;
    pair->at_actual += pair->have != NULL;
    return pair->want != NULL || pair->have != NULL;
}

bool jalon_fact_pair_falls(const struct jalon_fact_pair *pair)
{
    const char *whole = pair->want != NULL ? pair->want->part_of : pair->have->part_of;
    return whole != NULL && (jalon_facts_find(pair->wanted, whole) == NULL) !=
                                (jalon_facts_find(pair->actual, whole) == NULL);
}

static json_t *row_json(const struct jalon_fact *fact)
{
    json_t *row = json_object();
    jalon_json_set_text(row, "fact", fact->fact);
    jalon_json_set_text(row, "part_of", fact->part_of);
    jalon_json_set_text(row, "value", fact->value);
    jalon_json_set_text(row, "make", fact->make);
    return row;
}

/* Whether the fact differed from what was noted already before, and is still as it was then. */
static bool is_foreign(const struct jalon_fact_pair *pair, const struct jalon_facts *before)
{
    const char *name = pair->want != NULL ? pair->want->fact : pair->have->fact;
    const struct jalon_fact *was = jalon_facts_find(before, name);
    return pair->wanted->n > 0 && !jalon_fact_same(pair->want, was) &&
           jalon_fact_same(was, pair->have);
}

int jalon_facts_keep(struct jalon_db *db, const struct jalon_facts *noted,
                     const struct jalon_facts *before, const struct jalon_facts *now,
                     struct jalon_err *err)
{
    JALON_AUTO(jalon_json_decref) json_t *kept = json_array();
    JALON_AUTO(jalon_json_decref) json_t *gone = json_array();
    struct jalon_fact_pair pair = {.wanted = noted, .actual = now};
    while (jalon_fact_pair_next(&pair)) {
        if (jalon_fact_same(pair.want, pair.have) || is_foreign(&pair, before)) {
            continue;
        }
        if (pair.have != NULL) {
            (void)json_array_append_new(kept, row_json(pair.have));
        } else {
            (void)json_array_append_new(gone, json_string(pair.want->fact));
        }
    }
    if (json_array_size(kept) + json_array_size(gone) == 0) {
        return 0;
    }
    JALON_AUTO(jalon_freep) char *kept_text = jalon_json_dump(kept);
    JALON_AUTO(jalon_freep) char *gone_text = jalon_json_dump(gone);
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    return jalon_db_run(db, &jalon_sql_fact_keep, (const char *const[]){kept_text, gone_text},
                        &result, err);
}
