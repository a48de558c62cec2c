/* Issued reports into the database, and out of it. */
#include "store/issue.h"

#include <stdio.h>

#include "base/json.h"
#include "base/mem.h"
#include "sql/sql_statements.h"
#include "store/document.h"

int jalon_store_issue_head(struct jalon_db *db, const char *programme,
                           struct jalon_issue_head *ret_head, struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    if (jalon_db_run(db, &jalon_sql_issue_head, &programme, &result, err) < 0) {
        return -1;
    }
    if (jalon_result_n_rows(result) == 0) {
        return JALON_ISSUE_NOTHING_RECORDED;
    }
    (void)snprintf(ret_head->known, sizeof ret_head->known, "%s",
                   jalon_result_text(result, 0, ISSUE_HEAD_ENTRY_ID));
    ret_head->n = jalon_result_int(result, 0, ISSUE_HEAD_N);
    return JALON_ISSUE_READ;
}

int jalon_store_issue_checkpoint(struct jalon_db *db, struct jalon_books books, const char *week,
                                 bool latest, struct jalon_str *note, struct jalon_err *err)
{
    const char *const parameters[] = {books.programme, week, books.known, latest ? "t" : "f"};
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    if (jalon_db_run(db, &jalon_sql_issue_checkpoint, parameters, &result, err) < 0) {
        return -1;
    }
    if (jalon_result_n_rows(result) > 0) {
        jalon_str_add(note, jalon_result_text(result, 0, ISSUE_CHECKPOINT_NOTE));
    }
    return 0;
}

static char *report_of(const struct jalon_issuing *issuing)
{
    JALON_AUTO(jalon_json_decref) json_t *report = json_object();
    jalon_json_set_text(report, "kind", issuing->kind);
    jalon_json_set_text(report, "week", issuing->week);
    jalon_json_set_date(report, "as_of", issuing->as_of);
    jalon_json_set_text(report, "known", issuing->head.known);
    jalon_json_set_int(report, "n", issuing->head.n);
    jalon_json_set(report, "checkpoint",
                   issuing->checkpoint > 0 ? json_integer(issuing->checkpoint) : json_null());
    return jalon_json_dump(report);
}

static char *files_of(const struct jalon_issuing *issuing)
{
    enum { PREFIX = 2 }; /* "\x" */
    JALON_AUTO(jalon_json_decref) json_t *files = json_array();
    for (size_t i = 0; i < issuing->n_files; i++) {
        const struct jalon_issued_content *one = &issuing->files[i];
        JALON_AUTO(jalon_freep) char *hex = jalon_store_bytes(one->bytes);
        json_t *file = json_object();
        jalon_json_set_text(file, "format", one->format);
        jalon_json_set_text(file, "lang", one->lang);
        jalon_json_set_text(file, "content", hex + PREFIX);
        (void)json_array_append_new(files, file);
    }
    return jalon_json_dump(files);
}

int jalon_store_report_issue(struct jalon_db *db, const struct jalon_write *write,
                             const struct jalon_issuing *issuing,
                             struct jalon_receipt **ret_receipt, struct jalon_err *err)
{
    JALON_AUTO(jalon_freep)
    char *evidence = jalon_store_evidence(&write->evidence);
    JALON_AUTO(jalon_freep) char *report = report_of(issuing);
    JALON_AUTO(jalon_freep) char *files = files_of(issuing);
    const char *const parameters[] = {write->request.text,
                                      write->programme,
                                      report,
                                      files,
                                      issuing->again ? "true" : "false",
                                      evidence};
    return jalon_store_write(db, &jalon_sql_report_issue, parameters, ret_receipt, err);
}

void jalon_issued_list_done(struct jalon_issued_list *list)
{
    jalon_arena_free(list->arena);
    *list = (struct jalon_issued_list){0};
}

static int64_t number_or_none(const struct jalon_result *result, size_t row, size_t column)
{
    return jalon_result_text(result, row, column) ? jalon_result_int(result, row, column) : -1;
}

static struct jalon_issued read_row(const struct jalon_result *result, size_t row,
                                    struct jalon_arena *arena)
{
#define TEXT(column) jalon_arena_strdup(arena, jalon_result_text(result, row, column))
    return (struct jalon_issued){
        .programme = TEXT(ISSUED_PROGRAMME),
        .entry = TEXT(ISSUED_ENTRY),
        .week = TEXT(ISSUED_WEEK),
        .as_of = jalon_date_or_none(jalon_result_text(result, row, ISSUED_AS_OF)),
        .known = TEXT(ISSUED_KNOWN),
        .format = TEXT(ISSUED_FORMAT),
        .lang = TEXT(ISSUED_LANG),
        .sha256 = TEXT(ISSUED_SHA256),
        .size = jalon_result_int(result, row, ISSUED_SIZE),
        .issued_on = jalon_date_or_none(jalon_result_text(result, row, ISSUED_ISSUED_ON)),
        .actor = TEXT(ISSUED_ACTOR),
        .leaf = number_or_none(result, row, ISSUED_LEAF),
        .checkpoint = number_or_none(result, row, ISSUED_CHECKPOINT),
        .issued_at = TEXT(ISSUED_ISSUED_AT),
    };
#undef TEXT
}

int jalon_store_issued(struct jalon_db *db, const char *programme, const char *week,
                       const char *sha256, struct jalon_issued_list *ret_list,
                       struct jalon_err *err)
{
    const char *const parameters[] = {programme, week, sha256};
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    if (jalon_db_run(db, &jalon_sql_issued, parameters, &result, err) < 0) {
        return -1;
    }
    size_t n = jalon_result_n_rows(result);
    struct jalon_arena *arena = jalon_arena_new();
    *ret_list = (struct jalon_issued_list){
        jalon_arena_array(arena, n + 1, sizeof(struct jalon_issued)), n, arena};
    for (size_t i = 0; i < n; i++) {
        ret_list->items[i] = read_row(result, i, arena);
    }
    return 0;
}
