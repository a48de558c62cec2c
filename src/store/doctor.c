/* Findings, and the statement that makes most of them. */
#include "store/doctor.h"

#include <stdio.h>

#include "base/mem.h"
#include "sql/sql_statements.h"

void jalon_findings_add(struct jalon_findings *findings, const char *code, const char *state,
                        const char *detail)
{
    if (findings->arena == NULL) {
        findings->arena = jalon_arena_new();
    }
    findings->items =
        jalon_realloc_array(findings->items, findings->n + 1, sizeof *findings->items);
    findings->items[findings->n++] = (struct jalon_finding){
        jalon_arena_strdup(findings->arena, code), jalon_arena_strdup(findings->arena, state),
        jalon_arena_strdup(findings->arena, detail)};
}

void jalon_findings_done(struct jalon_findings *findings)
{
    free(findings->items);
    jalon_arena_freep(&findings->arena);
    *findings = (struct jalon_findings){0};
}

int jalon_store_doctor(struct jalon_db *db, long long client_seconds,
                       struct jalon_findings *findings, struct jalon_err *err)
{
    char seconds[24];
    (void)snprintf(seconds, sizeof seconds, "%lld", client_seconds);
    const char *const parameters[] = {seconds};
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    if (jalon_db_run(db, &jalon_sql_doctor, parameters, &result, err) < 0) {
        return -1;
    }
    for (size_t i = 0; i < jalon_result_n_rows(result); i++) {
        jalon_findings_add(findings, jalon_result_text(result, i, DOCTOR_CODE),
                           jalon_result_text(result, i, DOCTOR_STATE),
                           jalon_result_text(result, i, DOCTOR_DETAIL));
    }
    return 0;
}
