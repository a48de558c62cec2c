/* Reads entries of the journal into events. */
#include "store/journal.h"

#include <stdlib.h>

#include "base/json.h"
#include "base/mem.h"
#include "sql/sql_statements.h"
#include "store/array.h"
#include "store/projection.h"
#include "store/store_messages.h"
#include "store/write.h"

#define CHECK_PAGE "200"

void jalon_history_free(struct jalon_history *history)
{
    if (!history) {
        return;
    }
    for (size_t i = 0; i < history->n; i++) {
        jalon_event_done(&history->entries[i].event);
    }
    for (size_t i = 0; i < history->n_contracts; i++) {
        jalon_contract_free(history->contracts[i]);
    }
    free(history->contracts);
    jalon_arena_free(history->arena); /* the history itself lives there */
}

void jalon_history_freep(struct jalon_history **history)
{
    jalon_history_free(*history);
}

static struct jalon_history *new_history(size_t n)
{
    struct jalon_arena *arena = jalon_arena_new();
    struct jalon_history *history = jalon_arena_alloc(arena, sizeof *history);
    history->arena = arena;
    history->entries = jalon_arena_array(arena, n + 1, sizeof *history->entries);
    return history;
}

static int add_entry(struct jalon_history *history, const char *leaf_text, json_t *disclosures,
                     const char *recorded_on, const char *code, struct jalon_err *err)
{
    JALON_AUTO(jalon_json_decref) json_t *leaf = NULL;
    struct jalon_history_entry *entry = &history->entries[history->n];
    if (!leaf_text || jalon_json_parse(leaf_text, &leaf, err) < 0 ||
        !jalon_event_read(leaf, disclosures, jalon_date_or_none(recorded_on), &entry->event)) {
        return jalon_fail(err, &jalon_msg_stored_entry_damaged, code);
    }
    entry->code = jalon_arena_strdup(history->arena, code);
    history->n++;
    return 0;
}

static void keep_contract(struct jalon_history *history, struct jalon_contract *contract)
{
    history->contracts = jalon_realloc_array(history->contracts, history->n_contracts + 1,
                                             sizeof(struct jalon_contract *));
    history->contracts[history->n_contracts++] = contract;
}

static int read_history(const struct jalon_result *result, const char *code,
                        struct jalon_history **ret_history, struct jalon_err *err)
{
    JALON_AUTO(jalon_json_decref) json_t *entries = NULL;
    JALON_AUTO(jalon_json_decref) json_t *record = NULL;
    if (jalon_json_parse(jalon_result_text(result, 0, HISTORY_ENTRIES), &entries, err) < 0 ||
        jalon_json_parse(jalon_result_text(result, 0, HISTORY_RECORD), &record, err) < 0) {
        return -1;
    }
    JALON_AUTO(jalon_history_freep)
    struct jalon_history *history = new_history(json_array_size(entries));
    keep_contract(history, jalon_contract_of_record(record));
    for (size_t i = 0; i < json_array_size(entries); i++) {
        const json_t *one = json_array_get(entries, i);
        if (add_entry(history, jalon_json_text(one, "leaf"), json_object_get(one, "disclosures"),
                      jalon_json_text(one, "recorded_on"), code, err) < 0) {
            return -1;
        }
        history->entries[i].contract = history->contracts[0];
        if (i == 0) {
            history->first_id = jalon_json_int(one, "entry_id");
        }
    }
    *ret_history = JALON_TAKE(history);
    return 0;
}

int jalon_store_history(struct jalon_db *db, struct jalon_books books, const char *code,
                        struct jalon_history **ret_history, struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    const char *const parameters[] = {books.programme, code, books.known};
    *ret_history = NULL;
    if (jalon_db_run(db, &jalon_sql_history, parameters, &result, err) < 0) {
        return -1;
    }
    return jalon_result_n_rows(result) == 0 ? 0 : read_history(result, code, ret_history, err);
}

/* The contract of CODE for its names; read once. NULL when there is none. */
static int contract_of(struct jalon_db *db, struct jalon_books books, const char *code,
                       struct jalon_history *history, const struct jalon_contract **ret_contract,
                       struct jalon_err *err)
{
    struct jalon_contract *contract = NULL;
    *ret_contract = NULL;
    for (size_t i = 0; i < history->n_contracts && !*ret_contract; i++) {
        if (strcmp(history->contracts[i]->code, code) == 0) {
            *ret_contract = history->contracts[i];
        }
    }
    if (*ret_contract) {
        return 0;
    }
    if (jalon_store_contract(db, books, code, &contract, err) < 0) {
        return -1;
    }
    if (contract) {
        keep_contract(history, contract);
    }
    *ret_contract = contract;
    return 0;
}

/* Only signatures name members. */
static int add_contracts(struct jalon_db *db, struct jalon_books books,
                         struct jalon_history *history, struct jalon_err *err)
{
    for (size_t i = 0; i < history->n; i++) {
        struct jalon_history_entry *entry = &history->entries[i];
        if (strcmp(entry->event.kind, "sign") == 0 &&
            contract_of(db, books, entry->code, history, &entry->contract, err) < 0) {
            return -1;
        }
    }
    return 0;
}

static struct jalon_entry_facts facts_of(const struct jalon_result *result, size_t row)
{
    return (struct jalon_entry_facts){
        .hour = (int)jalon_result_int(result, row, JOURNAL_LOG_HOUR),
        .minute = (int)jalon_result_int(result, row, JOURNAL_LOG_MINUTE),
        .n_act = jalon_result_int(result, row, JOURNAL_LOG_N_ACT),
        .is_first_of_act = jalon_result_bool(result, row, JOURNAL_LOG_FIRST_OF_ACT),
        .was_signed = jalon_result_bool(result, row, JOURNAL_LOG_WAS_SIGNED)};
}

static int read_log(const struct jalon_result *result, struct jalon_history *history,
                    struct jalon_err *err)
{
    for (size_t row = 0; row < jalon_result_n_rows(result); row++) {
        JALON_AUTO(jalon_json_decref) json_t *disclosures = NULL;
        const char *text = jalon_result_text(result, row, JOURNAL_LOG_DISCLOSURES);
        if (text && jalon_json_parse(text, &disclosures, err) < 0) {
            return -1;
        }
        if (add_entry(history, jalon_result_text(result, row, JOURNAL_LOG_LEAF), disclosures,
                      jalon_result_text(result, row, JOURNAL_LOG_RECORDED_ON),
                      jalon_result_text(result, row, JOURNAL_LOG_CODE), err) < 0) {
            return -1;
        }
        history->entries[row].facts = facts_of(result, row);
    }
    return 0;
}

int jalon_store_recorded_by_me(struct jalon_db *db, const char *programme,
                               struct jalon_arena *arena, struct jalon_texts *ret_codes,
                               struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    if (jalon_db_run(db, &jalon_sql_recorded_by_me, &programme, &result, err) < 0) {
        return -1;
    }
    size_t n = jalon_result_n_rows(result);
    const char **codes = jalon_arena_array(arena, n + 1, sizeof *codes);
    for (size_t i = 0; i < n; i++) {
        codes[i] = jalon_arena_strdup(arena, jalon_result_text(result, i, RECORDED_BY_ME_CODE));
    }
    *ret_codes = (struct jalon_texts){codes, n};
    return 0;
}

int jalon_store_log(struct jalon_db *db, struct jalon_books books,
                    const struct jalon_log_filter *filter, struct jalon_history **ret_history,
                    struct jalon_err *err)
{
    struct jalon_date_text since, until;
    struct jalon_number_text before = jalon_store_number(filter->before_id);
    struct jalon_number_text limit =
        jalon_store_number(filter->limit > 0 ? filter->limit : JALON_LOG_PAGE);
    const char *const parameters[] = {books.programme,
                                      filter->code,
                                      filter->kind,
                                      filter->actor,
                                      jalon_store_date(filter->since, &since),
                                      jalon_store_date(filter->until, &until),
                                      filter->before_id > 0 ? before.text : NULL,
                                      limit.text,
                                      books.known,
                                      filter->batch,
                                      filter->judged ? "t" : "f"};
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    if (jalon_db_run(db, &jalon_sql_journal_log, parameters, &result, err) < 0) {
        return -1;
    }
    JALON_AUTO(jalon_history_freep)
    struct jalon_history *history = new_history(jalon_result_n_rows(result));
    if (read_log(result, history, err) < 0 || add_contracts(db, books, history, err) < 0) {
        return -1;
    }
    if (history->n > 0) {
        history->first_id = jalon_result_int(result, 0, JOURNAL_LOG_ENTRY_ID);
    }
    *ret_history = JALON_TAKE(history);
    return 0;
}

int jalon_store_entries(struct jalon_db *db, struct jalon_books books, const char *const *codes,
                        size_t n, struct jalon_history **ret_history, struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    JALON_AUTO(jalon_freep) char *array = n > 0 ? jalon_store_array(codes, n) : NULL;
    const char *const parameters[] = {books.programme, array, books.known};
    if (jalon_db_run(db, &jalon_sql_journal_of_territories, parameters, &result, err) < 0) {
        return -1;
    }
    JALON_AUTO(jalon_history_freep)
    struct jalon_history *history = new_history(jalon_result_n_rows(result));
    for (size_t row = 0; row < jalon_result_n_rows(result); row++) {
        JALON_AUTO(jalon_json_decref) json_t *disclosures = NULL;
        const char *text = jalon_result_text(result, row, JOURNAL_OF_TERRITORIES_DISCLOSURES);
        if ((text && jalon_json_parse(text, &disclosures, err) < 0) ||
            add_entry(history, jalon_result_text(result, row, JOURNAL_OF_TERRITORIES_LEAF),
                      disclosures,
                      jalon_result_text(result, row, JOURNAL_OF_TERRITORIES_RECORDED_ON),
                      jalon_result_text(result, row, JOURNAL_OF_TERRITORIES_CODE), err) < 0) {
            return -1;
        }
    }
    *ret_history = JALON_TAKE(history);
    return 0;
}

/* A row as an object: the subject as text, all other columns parsed. */
static int read_check_row(const struct jalon_statement *statement,
                          const struct jalon_result *result, size_t row, json_t *rows,
                          struct jalon_err *err)
{
    json_t *object = json_object();
    (void)json_array_append_new(rows, object);
    jalon_json_set_text(object, "subject", jalon_result_text(result, row, 0));
    for (size_t i = 1; i < statement->n_columns; i++) {
        const char *text = jalon_result_text(result, row, i);
        json_t *value = NULL;
        if (text && jalon_json_parse(text, &value, err) < 0) {
            return -1;
        }
        const char *column = statement->columns[i]; /* "name type" */
        JALON_AUTO(jalon_freep) char *key = jalon_strndup(column, strcspn(column, " "));
        jalon_json_set(object, key, value ? value : json_null());
    }
    return 0;
}

int jalon_store_check(struct jalon_db *db, enum jalon_check_source source, const char *after,
                      json_t **ret_rows, struct jalon_err *err)
{
    static const struct jalon_statement *const statements[] = {
        [JALON_CHECK_PROGRAMMES] = &jalon_sql_check_programmes,
        [JALON_CHECK_CONTRACTS] = &jalon_sql_check_contracts,
        [JALON_CHECK_ORPHANS] = &jalon_sql_check_orphans,
    };
    const struct jalon_statement *statement = statements[source];
    const char *const parameters[] = {after, CHECK_PAGE};
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    JALON_AUTO(jalon_json_decref) json_t *rows = json_array();
    if (jalon_db_run(db, statement, parameters, &result, err) < 0) {
        return -1;
    }
    for (size_t row = 0; row < jalon_result_n_rows(result); row++) {
        if (read_check_row(statement, result, row, rows, err) < 0) {
            return -1;
        }
    }
    *ret_rows = JALON_TAKE(rows);
    return 0;
}
