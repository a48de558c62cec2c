/* The sealed journal in the database. */
#include "store/seal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/uuid.h"
#include "sql/sql_statements.h"
#include "store/store_messages.h"
#include "store/write.h"

int jalon_store_log_head(struct jalon_db *db, struct jalon_log_head *ret_head,
                         struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    if (jalon_db_run(db, &jalon_sql_log_head, NULL, &result, err) < 0) {
        return -1;
    }
    ret_head->epoch = jalon_result_int(result, 0, LOG_HEAD_EPOCH);
    ret_head->size = (uint64_t)jalon_result_int(result, 0, LOG_HEAD_SIZE);
    ret_head->n_pending = jalon_result_int(result, 0, LOG_HEAD_N_PENDING);
    ret_head->is_of_past_day = jalon_result_bool(result, 0, LOG_HEAD_OF_PAST_DAY);
    (void)snprintf(ret_head->root, sizeof ret_head->root, "%s",
                   jalon_result_text(result, 0, LOG_HEAD_ROOT));
    return 0;
}

int jalon_store_seal(struct jalon_db *db, int most, bool idle, bool *ret_sealed,
                     struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    const struct jalon_uuid request = jalon_uuid_random();
    struct jalon_number_text limit = jalon_store_number(most);
    const char *const parameters[] = {request.text, limit.text, idle ? "t" : "f"};
    if (jalon_db_write(db, &jalon_sql_seal, parameters, &result, err) < 0) {
        return -1;
    }
    *ret_sealed = jalon_result_text(result, 0, SEAL_SIZE) != NULL;
    return 0;
}

/* What should be there: "" when who rules the database took it away. */
static const char *text_or_none(const char *text)
{
    return text != NULL ? text : "";
}

static bool read_leaf(void *context, const char *const *texts)
{
    const struct jalon_leaf_reader *reader = context;
    const struct jalon_kept_leaf leaf = {
        .index = strtoull(texts[LEAVES_IDX], NULL, 10),
        .text = text_or_none(texts[LEAVES_LEAF]),
        .hash = text_or_none(texts[LEAVES_LEAF_HASH]),
        .code = texts[LEAVES_CODE],
        .seq = texts[LEAVES_SEQ] ? strtoll(texts[LEAVES_SEQ], NULL, 10) : 0,
    };
    return reader->read(reader->context, &leaf);
}

int jalon_store_leaves(struct jalon_db *db, uint64_t first, uint64_t size,
                       const struct jalon_leaf_reader *reader, struct jalon_err *err)
{
    struct jalon_number_text from = jalon_store_number((int64_t)first),
                             to = jalon_store_number((int64_t)size);
    const char *const parameters[] = {from.text, to.text};
    struct jalon_leaf_reader borrowed = *reader;
    const struct jalon_row_reader rows = {read_leaf, &borrowed};
    return jalon_db_each(db, &jalon_sql_leaves, parameters, &rows, err) < 0 ? -1 : 0;
}

static bool read_subject_leaf(void *context, const char *const *texts)
{
    const struct jalon_leaf_reader *reader = context;
    const struct jalon_kept_leaf leaf = {
        .index = strtoull(texts[SUBJECT_LEAVES_IDX], NULL, 10),
        .text = text_or_none(texts[SUBJECT_LEAVES_LEAF]),
        .hash = text_or_none(texts[SUBJECT_LEAVES_LEAF_HASH]),
    };
    return reader->read(reader->context, &leaf);
}

int jalon_store_subject_leaves(struct jalon_db *db, const char *subject, uint64_t seal,
                               const struct jalon_leaf_reader *reader, struct jalon_err *err)
{
    struct jalon_number_text index = jalon_store_number((int64_t)seal);
    const char *const parameters[] = {subject, index.text};
    struct jalon_leaf_reader borrowed = *reader;
    const struct jalon_row_reader rows = {read_subject_leaf, &borrowed};
    return jalon_db_each(db, &jalon_sql_subject_leaves, parameters, &rows, err) < 0 ? -1 : 0;
}

static bool read_head(void *context, const char *const *texts)
{
    const struct jalon_head_reader *reader = context;
    return reader->read(reader->context, texts[HEADS_HEAD], texts[HEADS_IS_OWN][0] == 't');
}

int jalon_store_heads(struct jalon_db *db, const char *subject, uint64_t seal,
                      const struct jalon_head_reader *reader, struct jalon_err *err)
{
    struct jalon_number_text index = jalon_store_number((int64_t)seal);
    const char *const parameters[] = {subject, index.text};
    struct jalon_head_reader borrowed = *reader;
    const struct jalon_row_reader rows = {read_head, &borrowed};
    return jalon_db_each(db, &jalon_sql_heads, parameters, &rows, err) < 0 ? -1 : 0;
}

int jalon_store_last_heads(struct jalon_db *db, uint64_t size, uint64_t *ret_index,
                           struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    struct jalon_number_text to = jalon_store_number((int64_t)size);
    const char *const parameters[] = {to.text};
    if (jalon_db_run(db, &jalon_sql_last_heads, parameters, &result, err) < 0) {
        return -1;
    }
    if (jalon_result_n_rows(result) == 0) {
        return JALON_HEADS_MISSING;
    }
    *ret_index = (uint64_t)jalon_result_int(result, 0, LAST_HEADS_IDX);
    return JALON_HEADS_FOUND;
}

int jalon_store_subject_of(struct jalon_db *db, const char *programme, const char *code,
                           struct jalon_uuid *ret_subject, struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    const char *const parameters[] = {programme, code};
    if (jalon_db_run(db, &jalon_sql_subject_of, parameters, &result, err) < 0) {
        return -1;
    }
    if (jalon_result_n_rows(result) == 0) {
        return jalon_fail(err, &jalon_msg_none_sealed, code);
    }
    (void)snprintf(ret_subject->text, sizeof ret_subject->text, "%s",
                   jalon_result_text(result, 0, SUBJECT_OF_SUBJECT));
    return 0;
}

static bool read_disclosure(void *context, const char *const *texts)
{
    const struct jalon_disclosure_reader *reader = context;
    return reader->read(reader->context, strtoull(texts[DISCLOSURES_IDX], NULL, 10),
                        texts[DISCLOSURES_DISCLOSURE]);
}

int jalon_store_disclosures(struct jalon_db *db, uint64_t size, const char *subject,
                            const struct jalon_disclosure_reader *reader, struct jalon_err *err)
{
    struct jalon_number_text to = jalon_store_number((int64_t)size);
    const char *const parameters[] = {to.text, subject};
    struct jalon_disclosure_reader borrowed = *reader;
    const struct jalon_row_reader rows = {read_disclosure, &borrowed};
    return jalon_db_each(db, &jalon_sql_disclosures, parameters, &rows, err) < 0 ? -1 : 0;
}

static bool read_disordered(void *context, const char *const *texts)
{
    const struct jalon_odd_entry_reader *reader = context;
    const struct jalon_odd_entry entry = {
        .index = strtoull(texts[DISORDERED_LEAVES_IDX], NULL, 10),
        .code = texts[DISORDERED_LEAVES_CODE],
        .seq = strtoll(texts[DISORDERED_LEAVES_SEQ], NULL, 10),
        .before = strtoll(texts[DISORDERED_LEAVES_BEFORE], NULL, 10),
    };
    return reader->read(reader->context, &entry);
}

int jalon_store_disordered(struct jalon_db *db, const struct jalon_odd_entry_reader *reader,
                           struct jalon_err *err)
{
    struct jalon_odd_entry_reader borrowed = *reader;
    const struct jalon_row_reader rows = {read_disordered, &borrowed};
    return jalon_db_each(db, &jalon_sql_disordered_leaves, NULL, &rows, err) < 0 ? -1 : 0;
}

static bool read_unsealed(void *context, const char *const *texts)
{
    const struct jalon_odd_entry_reader *reader = context;
    const struct jalon_odd_entry entry = {
        .code = texts[UNSEALED_ENTRIES_CODE],
        .seq = strtoll(texts[UNSEALED_ENTRIES_SEQ], NULL, 10),
        .recorded = texts[UNSEALED_ENTRIES_RECORDED],
        .is_pending = texts[UNSEALED_ENTRIES_IS_PENDING][0] == 't',
    };
    return reader->read(reader->context, &entry);
}

int jalon_store_unsealed(struct jalon_db *db, int delay,
                         const struct jalon_odd_entry_reader *reader, struct jalon_err *err)
{
    struct jalon_number_text seconds = jalon_store_number(delay);
    const char *const parameters[] = {seconds.text};
    struct jalon_odd_entry_reader borrowed = *reader;
    const struct jalon_row_reader rows = {read_unsealed, &borrowed};
    return jalon_db_each(db, &jalon_sql_unsealed_entries, parameters, &rows, err) < 0 ? -1 : 0;
}

static bool read_bad_index(void *context, const char *const *texts)
{
    const struct jalon_bad_index_reader *reader = context;
    return reader->read(reader->context, texts[BAD_INDEXES_INDEX_NAME], texts[BAD_INDEXES_FAULT]);
}

int jalon_store_bad_indexes(struct jalon_db *db, const struct jalon_bad_index_reader *reader,
                            struct jalon_err *err)
{
    struct jalon_bad_index_reader borrowed = *reader;
    const struct jalon_row_reader rows = {read_bad_index, &borrowed};
    return jalon_db_each(db, &jalon_sql_bad_indexes, NULL, &rows, err) < 0 ? -1 : 0;
}

int jalon_store_tree_hashes(struct jalon_db *db, unsigned level, uint64_t first, uint64_t n,
                            struct jalon_str *out, struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    struct jalon_number_text stored = jalon_store_number(level),
                             from = jalon_store_number((int64_t)first),
                             count = jalon_store_number((int64_t)n);
    const char *const parameters[] = {stored.text, from.text, count.text};
    if (jalon_db_run(db, &jalon_sql_tree_hashes, parameters, &result, err) < 0) {
        return -1;
    }
    const char *hashes = jalon_result_text(result, 0, TREE_HASHES_HASHES);
    jalon_str_add(out, hashes ? hashes : "");
    return 0;
}

int jalon_store_leaf_index(struct jalon_db *db, const char *programme, const char *code,
                           int64_t seq, uint64_t *ret_index, struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    struct jalon_number_text number = jalon_store_number(seq);
    const char *const parameters[] = {programme, code, number.text};
    if (jalon_db_run(db, &jalon_sql_leaf_index, parameters, &result, err) < 0) {
        return -1;
    }
    if (jalon_result_n_rows(result) == 0) {
        return jalon_fail(err, &jalon_msg_not_sealed, code, number.text);
    }
    *ret_index = (uint64_t)jalon_result_int(result, 0, LEAF_INDEX_IDX);
    return 0;
}

void jalon_sealed_leaves_done(struct jalon_sealed_leaves *leaves)
{
    free(leaves->items);
    jalon_arena_free(leaves->arena);
    *leaves = (struct jalon_sealed_leaves){0};
}

void jalon_sealed_leaves_add(struct jalon_sealed_leaves *leaves, uint64_t index, const char *hash)
{
    if (leaves->n == leaves->capacity) {
        leaves->capacity = leaves->capacity > 0 ? 2 * leaves->capacity : 64;
        leaves->items = jalon_realloc_array(leaves->items, leaves->capacity, sizeof *leaves->items);
    }
    if (leaves->arena == NULL) {
        leaves->arena = jalon_arena_new();
    }
    leaves->items[leaves->n++] =
        (struct jalon_sealed_leaf){index, jalon_arena_strdup(leaves->arena, hash)};
}

int jalon_store_last_leaves(struct jalon_db *db, uint64_t size, int most,
                            struct jalon_sealed_leaves *ret_leaves, struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    struct jalon_number_text to = jalon_store_number((int64_t)size),
                             limit = jalon_store_number(most);
    const char *const parameters[] = {to.text, limit.text};
    if (jalon_db_run(db, &jalon_sql_last_leaves, parameters, &result, err) < 0) {
        return -1;
    }
    for (size_t i = 0; i < jalon_result_n_rows(result); i++) {
        jalon_sealed_leaves_add(ret_leaves, (uint64_t)jalon_result_int(result, i, LAST_LEAVES_IDX),
                                text_or_none(jalon_result_text(result, i, LAST_LEAVES_LEAF_HASH)));
    }
    return 0;
}

int jalon_store_checkpoint_keep(struct jalon_db *db, int64_t epoch, uint64_t size, const char *note,
                                struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    const struct jalon_uuid request = jalon_uuid_random();
    struct jalon_number_text number = jalon_store_number(epoch),
                             leaves = jalon_store_number((int64_t)size);
    const char *const parameters[] = {request.text, number.text, leaves.text, note};
    if (jalon_db_write(db, &jalon_sql_keep_checkpoint, parameters, &result, err) < 0) {
        return -1;
    }
    return strcmp(jalon_result_text(result, 0, KEEP_CHECKPOINT_NOTE), note) == 0
               ? 0
               : jalon_fail(err, &jalon_msg_other_checkpoint, leaves.text);
}

int jalon_store_cosignature_keep(struct jalon_db *db, uint64_t size, const char *witness,
                                 const char *line, struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    struct jalon_log_head head;
    if (jalon_store_log_head(db, &head, err) < 0) {
        return -1;
    }
    const struct jalon_uuid request = jalon_uuid_random();
    struct jalon_number_text epoch = jalon_store_number(head.epoch),
                             leaves = jalon_store_number((int64_t)size);
    const char *const parameters[] = {request.text, epoch.text, leaves.text, witness, line};
    return jalon_db_write(db, &jalon_sql_keep_cosignature, parameters, &result, err);
}

int jalon_store_checkpoints(struct jalon_db *db, struct jalon_kept_checkpoints *ret_checkpoints,
                            struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    if (jalon_db_run(db, &jalon_sql_checkpoints, NULL, &result, err) < 0) {
        return -1;
    }
    struct jalon_kept_checkpoints list = {.n = jalon_result_n_rows(result),
                                          .arena = jalon_arena_new()};
    list.items = jalon_arena_array(list.arena, list.n + 1, sizeof *list.items);
    for (size_t i = 0; i < list.n; i++) {
        list.items[i].size = (uint64_t)jalon_result_int(result, i, CHECKPOINTS_SIZE);
        list.items[i].note = jalon_arena_strdup(
            list.arena, text_or_none(jalon_result_text(result, i, CHECKPOINTS_NOTE)));
    }
    *ret_checkpoints = list;
    return 0;
}

void jalon_kept_checkpoints_done(struct jalon_kept_checkpoints *checkpoints)
{
    jalon_arena_free(checkpoints->arena);
    *checkpoints = (struct jalon_kept_checkpoints){0};
}
