/* Runs the statement of reports. */
#include "store/report.h"

#include "base/json.h"
#include "base/mem.h"
#include "base/str.h"
#include "sql/sql_statements.h"
#include "store/array.h"

int jalon_store_report_facts(struct jalon_db *db, struct jalon_books books,
                             const struct jalon_report_request *request, json_t **ret_facts,
                             struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str days = {0};
    const struct jalon_date_text monday = jalon_date_iso(request->from);
    const struct jalon_date_text day = jalon_date_iso(request->as_of);
    jalon_str_addf(&days, "%d", request->pace_days);
    const char *const parameters[] = {
        books.programme, jalon_date_is_set(request->from) ? monday.text : NULL,
        day.text,        jalon_str_text(&days),
        books.known,     request->figure};
    if (jalon_db_run(db, &jalon_sql_report_facts, parameters, &result, err) < 0) {
        return -1;
    }
    if (jalon_result_n_rows(result) == 0) {
        return JALON_REPORT_NO_PROGRAMME;
    }
    return jalon_json_parse(jalon_result_text(result, 0, REPORT_FACTS_FACTS), ret_facts, err);
}

int jalon_store_report_map(struct jalon_db *db, struct jalon_books books, struct jalon_date as_of,
                           const struct jalon_outlines *outlines, json_t **ret_areas,
                           struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    JALON_AUTO(jalon_freep) char *codes = jalon_store_array(outlines->codes, outlines->n);
    JALON_AUTO(jalon_freep) char *sirens = jalon_store_array(outlines->sirens, outlines->n);
    const struct jalon_date_text day = jalon_date_iso(as_of);
    const char *const parameters[] = {books.programme, day.text, books.known, codes, sirens};
    if (jalon_db_run(db, &jalon_sql_report_map, parameters, &result, err) < 0) {
        return -1;
    }
    return jalon_json_parse(jalon_result_text(result, 0, REPORT_MAP_AREAS), ret_areas, err);
}

int jalon_store_report_plans(struct jalon_db *db, struct jalon_books books,
                             const struct jalon_report_request *request, json_t **ret_facts,
                             struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    const struct jalon_date_text monday = jalon_date_iso(request->from);
    const struct jalon_date_text day = jalon_date_iso(request->as_of);
    const char *const parameters[] = {books.programme, monday.text, day.text, books.known};
    if (jalon_db_run(db, &jalon_sql_report_plans, parameters, &result, err) < 0) {
        return -1;
    }
    return jalon_json_parse(jalon_result_text(result, 0, REPORT_PLANS_FACTS), ret_facts, err);
}

int jalon_store_recording(struct jalon_db *db, struct jalon_books books,
                          struct jalon_recording *ret_recording, struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    const char *const parameters[] = {books.programme, books.known};
    if (jalon_db_run(db, &jalon_sql_recording, parameters, &result, err) < 0) {
        return -1;
    }
    *ret_recording = (struct jalon_recording){
        .days = (int)jalon_result_int(result, 0, RECORDING_DAYS),
        .last_on = jalon_date_or_none(jalon_result_text(result, 0, RECORDING_LAST_ON))};
    return 0;
}
