/* Reads forecasts that were issued, and asks what came of them. */
#include "store/score.h"

#include <stdlib.h>

#include "base/json.h"
#include "base/mem.h"
#include "sql/sql_statements.h"

int jalon_store_issued_forecasts(struct jalon_db *db,
                                 const struct jalon_issued_forecasts_asked *asked,
                                 struct jalon_arena *arena,
                                 struct jalon_issued_forecast **ret_items, size_t *ret_n,
                                 struct jalon_err *err)
{
    const char *const parameters[] = {asked->books.programme, asked->books.known,
                                      asked->as_shown ? "t" : "f", asked->before};
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    if (jalon_db_run(db, &jalon_sql_issued_forecasts, parameters, &result, err) < 0) {
        return -1;
    }
    *ret_n = jalon_result_n_rows(result);
    *ret_items = jalon_arena_array(arena, *ret_n, sizeof **ret_items);
#define TEXT(column) jalon_arena_strdup(arena, jalon_result_text(result, i, column))
    for (size_t i = 0; i < *ret_n; i++) {
        (*ret_items)[i] = (struct jalon_issued_forecast){
            .entry = TEXT(ISSUED_FORECASTS_ENTRY),
            .week = TEXT(ISSUED_FORECASTS_WEEK),
            .sha256 = TEXT(ISSUED_FORECASTS_SHA256),
            .as_of = jalon_date_or_none(jalon_result_text(result, i, ISSUED_FORECASTS_AS_OF)),
            .issued_on =
                jalon_date_or_none(jalon_result_text(result, i, ISSUED_FORECASTS_ISSUED_ON))};
    }
#undef TEXT
    return 0;
}

int jalon_store_books_reach(struct jalon_db *db, struct jalon_books books,
                            struct jalon_date *ret_day, struct jalon_err *err)
{
    const char *const parameters[] = {books.programme, books.known};
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    if (jalon_db_run(db, &jalon_sql_books_reach, parameters, &result, err) < 0) {
        return -1;
    }
    *ret_day = jalon_result_n_rows(result) > 0
                   ? jalon_date_or_none(jalon_result_text(result, 0, BOOKS_REACH_DAY))
                   : JALON_DATE_NONE;
    return 0;
}

void jalon_forecast_outcomes_done(struct jalon_forecast_outcomes *outcomes)
{
    for (size_t i = 0; i < outcomes->n; i++) {
        json_decref(outcomes->items[i].risks);
    }
    free(outcomes->items);
    *outcomes = (struct jalon_forecast_outcomes){0};
}

int jalon_store_forecast_outcomes(struct jalon_db *db, struct jalon_books books,
                                  const json_t *questions,
                                  struct jalon_forecast_outcomes *ret_outcomes,
                                  struct jalon_err *err)
{
    JALON_AUTO(jalon_freep) char *text = jalon_json_dump(questions);
    const char *const parameters[] = {books.programme, books.known, text};
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    JALON_AUTO(jalon_forecast_outcomes_done) struct jalon_forecast_outcomes outcomes = {0};
    if (jalon_db_run(db, &jalon_sql_forecast_outcomes, parameters, &result, err) < 0) {
        return -1;
    }
    size_t n = jalon_result_n_rows(result);
    outcomes.items = jalon_alloc((n + 1) * sizeof *outcomes.items);
    for (; outcomes.n < n; outcomes.n++) {
        struct jalon_forecast_outcome *one = &outcomes.items[outcomes.n];
        *one = (struct jalon_forecast_outcome){
            .n_signed = (int)jalon_result_int(result, outcomes.n, FORECAST_OUTCOMES_SIGNED),
            .n_left_open = (int)jalon_result_int(result, outcomes.n, FORECAST_OUTCOMES_LEFT_OPEN)};
        if (jalon_json_parse(jalon_result_text(result, outcomes.n, FORECAST_OUTCOMES_RISKS),
                             &one->risks, err) < 0) {
            return -1;
        }
    }
    *ret_outcomes = outcomes;
    outcomes = (struct jalon_forecast_outcomes){0};
    return 0;
}
