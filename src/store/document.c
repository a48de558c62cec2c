/* Documents into the database, and their files out of it. */
#include "store/document.h"

#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "pg/pg_messages.h"
#include "sql/sql_statements.h"

static const char digits[] = "0123456789abcdef";

char *jalon_store_bytes(const struct jalon_str *content)
{
    char *text = jalon_alloc(2 * content->length + 3);
    char *at = text;
    *at++ = '\\';
    *at++ = 'x';
    for (size_t i = 0; i < content->length; i++) {
        unsigned char byte = (unsigned char)content->text[i];
        *at++ = digits[byte >> 4];
        *at++ = digits[byte & 15];
    }
    *at = '\0';
    return text;
}

/* The value of a digit that encode() wrote. */
static unsigned value_of(char digit)
{
    return (unsigned)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

static void add_bytes(struct jalon_str *content, const char *hex)
{
    char part[4096];
    size_t n = 0;
    for (; hex[0] != '\0' && hex[1] != '\0'; hex += 2) {
        part[n++] = (char)(value_of(hex[0]) << 4 | value_of(hex[1]));
        if (n == sizeof part) {
            jalon_str_add_bytes(content, part, n);
            n = 0;
        }
    }
    jalon_str_add_bytes(content, part, n);
}

static void set_if_given(json_t *object, const char *key, const char *text)
{
    if (text != NULL) {
        jalon_json_set_text(object, key, text);
    }
}

json_t *jalon_store_document_object(const struct jalon_document *document)
{
    json_t *object = json_object();
    jalon_json_set_text(object, "title", document->title);
    jalon_json_set_text(object, "media_type", document->media_type);
    set_if_given(object, "role", document->role);
    set_if_given(object, "instrument", document->instrument);
    set_if_given(object, "party", document->party);
    if (document->number > 0) {
        jalon_json_set_int(object, "number", document->number);
    }
    if (document->pdf_signatures > 0) {
        jalon_json_set_int(object, "pdf_signatures", document->pdf_signatures);
    }
    return object;
}

int jalon_store_document_add(struct jalon_db *db, const struct jalon_write *write,
                             const struct jalon_document *document, const struct jalon_str *content,
                             struct jalon_receipt **ret_receipt, struct jalon_err *err)
{
    struct jalon_date_text on;
    JALON_AUTO(jalon_freep) char *evidence = jalon_store_evidence(&write->evidence);
    JALON_AUTO(jalon_json_decref) json_t *object = jalon_store_document_object(document);
    JALON_AUTO(jalon_freep) char *text = jalon_json_dump(object);
    JALON_AUTO(jalon_freep) char *bytes = jalon_store_bytes(content);
    const char *const parameters[] = {write->request.text,
                                      write->programme,
                                      document->code,
                                      text,
                                      bytes,
                                      jalon_store_date(write->on, &on),
                                      jalon_precision_code(write->precision),
                                      evidence};
    return jalon_store_write(db, &jalon_sql_document_add, parameters, ret_receipt, err);
}

void jalon_document_entries_done(struct jalon_document_entries *entries)
{
    jalon_arena_free(entries->arena);
    *entries = (struct jalon_document_entries){0};
}

int jalon_store_document_entries(struct jalon_db *db, const char *programme, const char *code,
                                 struct jalon_document_entries *ret_entries, struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    const char *const parameters[] = {programme, code};
    if (jalon_db_run(db, &jalon_sql_document_entries, parameters, &result, err) < 0) {
        return -1;
    }
    struct jalon_document_entries entries = {.n = jalon_result_n_rows(result),
                                             .arena = jalon_arena_new()};
    entries.items = jalon_arena_array(entries.arena, entries.n + 1, sizeof *entries.items);
    for (size_t i = 0; i < entries.n; i++) {
        entries.items[i] = (struct jalon_document_entry){
            .code = jalon_arena_strdup(entries.arena,
                                       jalon_result_text(result, i, DOCUMENT_ENTRIES_CODE)),
            .sha256 = jalon_arena_strdup(entries.arena,
                                         jalon_result_text(result, i, DOCUMENT_ENTRIES_SHA256)),
            .seq = jalon_result_int(result, i, DOCUMENT_ENTRIES_SEQ),
            .size = jalon_result_int(result, i, DOCUMENT_ENTRIES_SIZE),
            .is_listed = jalon_result_bool(result, i, DOCUMENT_ENTRIES_IS_LISTED),
            .erased = jalon_arena_strdup(entries.arena,
                                         jalon_result_text(result, i, DOCUMENT_ENTRIES_ERASED))};
    }
    *ret_entries = entries;
    return 0;
}

void jalon_document_matches_done(struct jalon_document_matches *matches)
{
    jalon_arena_free(matches->arena);
    *matches = (struct jalon_document_matches){0};
}

int jalon_store_document_find(struct jalon_db *db, const char *programme, const char *name,
                              struct jalon_document_matches *ret_matches, struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    const char *const parameters[] = {programme, name};
    if (jalon_db_run(db, &jalon_sql_document_found, parameters, &result, err) < 0) {
        return -1;
    }
    struct jalon_document_matches matches = {.n = jalon_result_n_rows(result),
                                             .arena = jalon_arena_new()};
    struct jalon_arena *arena = matches.arena;
    matches.items = jalon_arena_array(arena, matches.n + 1, sizeof *matches.items);
    for (size_t i = 0; i < matches.n; i++) {
        matches.items[i] = (struct jalon_document_match){
            jalon_arena_strdup(arena, jalon_result_text(result, i, DOCUMENT_FOUND_CODE)),
            jalon_arena_strdup(arena, jalon_result_text(result, i, DOCUMENT_FOUND_SHA256)),
            jalon_arena_strdup(arena, jalon_result_text(result, i, DOCUMENT_FOUND_MEDIA_TYPE)),
            jalon_arena_strdup(arena, jalon_result_text(result, i, DOCUMENT_FOUND_TITLE))};
    }
    *ret_matches = matches;
    return 0;
}

int jalon_store_file_computed(struct jalon_db *db, const char *sha256,
                              struct jalon_str *ret_computed, int64_t *ret_size,
                              struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    if (jalon_db_run(db, &jalon_sql_file_computed, &sha256, &result, err) < 0) {
        return -1;
    }
    const char *computed = jalon_result_text(result, 0, FILE_COMPUTED_COMPUTED);
    *ret_size = 0;
    if (computed != NULL) {
        jalon_str_add(ret_computed, computed);
        *ret_size = jalon_result_int(result, 0, FILE_COMPUTED_SIZE);
    }
    return 0;
}

int jalon_store_file_content(struct jalon_db *db, const char *sha256, struct jalon_str *content,
                             struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    if (jalon_db_run(db, &jalon_sql_file_content, &sha256, &result, err) < 0) {
        return -1;
    }
    const char *hex = jalon_result_text(result, 0, FILE_CONTENT_CONTENT);
    const char *erased = jalon_result_text(result, 0, FILE_CONTENT_ERASED);
    if (erased != NULL) {
        return jalon_fail(err, &jalon_msg_file_gone, sha256, erased);
    }
    if (hex == NULL) {
        return jalon_fail(err, &jalon_msg_unknown_file, sha256);
    }
    add_bytes(content, hex);
    return 0;
}
