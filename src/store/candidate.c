/* Runs the statement of candidates. */
#include "store/candidate.h"

#include "sql/sql_statements.h"

int jalon_store_candidates(struct jalon_db *db, const char *kind, const char *programme,
                           enum jalon_lang lang, struct jalon_candidates *ret_candidates,
                           struct jalon_err *err)
{
    const char *const parameters[] = {kind, programme, lang == JALON_EN ? "en" : "fr"};
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    if (jalon_db_run(db, &jalon_sql_candidates, parameters, &result, err) < 0) {
        return -1;
    }
    struct jalon_arena *arena = jalon_arena_new();
    size_t n = jalon_result_n_rows(result);
    struct jalon_candidate *items = jalon_arena_array(arena, n, sizeof *items);
    for (size_t i = 0; i < n; i++) {
        items[i].value = jalon_arena_strdup(arena, jalon_result_text(result, i, CANDIDATES_VALUE));
        items[i].label = jalon_arena_strdup(arena, jalon_result_text(result, i, CANDIDATES_LABEL));
    }
    *ret_candidates = (struct jalon_candidates){items, n, arena};
    return 0;
}

void jalon_candidates_done(struct jalon_candidates *candidates)
{
    jalon_arena_freep(&candidates->arena);
    *candidates = (struct jalon_candidates){0};
}
