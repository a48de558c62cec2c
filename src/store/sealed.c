/* Reads the sealed journal of a programme, entry by entry. */
#include "store/sealed.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "sql/sql_statements.h"
#include "store/store_messages.h"
#include "store/write.h"

int jalon_store_sealed_summary(struct jalon_db *db, const char *programme, uint64_t size,
                               struct jalon_sealed_summary *ret_summary, struct jalon_err *err)
{
    struct jalon_number_text leaves = jalon_store_number((int64_t)size);
    const char *const parameters[] = {programme, leaves.text};
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    if (jalon_db_run(db, &jalon_sql_sealed_summary, parameters, &result, err) < 0) {
        return -1;
    }
    (void)snprintf(ret_summary->known, sizeof ret_summary->known, "%s",
                   jalon_result_text(result, 0, SEALED_SUMMARY_KNOWN));
    ret_summary->revision = jalon_result_text(result, 0, SEALED_SUMMARY_REVISION)
                                ? (int)jalon_result_int(result, 0, SEALED_SUMMARY_REVISION)
                                : 0;
    ret_summary->n_entries = jalon_result_int(result, 0, SEALED_SUMMARY_ENTRIES);
    ret_summary->n_others = jalon_result_int(result, 0, SEALED_SUMMARY_OTHERS);
    ret_summary->n_seals = jalon_result_int(result, 0, SEALED_SUMMARY_SEALS);
    return 0;
}

struct reading {
    const struct jalon_sealed_reader *reader;
    const char *mask;
    struct jalon_err *err;
    bool failed;
};

/* Erased texts are masked too, so that the same leaves give the same pages. */
static void mask_texts(json_t *disclosures, const char *mask)
{
    const char *digest;
    json_t *disclosure;
    json_object_foreach(disclosures, digest, disclosure)
    {
        (void)json_array_clear(disclosure);
        (void)json_array_append_new(disclosure, json_string(""));
        (void)json_array_append_new(disclosure, json_string(mask));
    }
}

static int number_of(const char *text)
{
    return text != NULL ? (int)strtoll(text, NULL, 10) : 0;
}

static bool is_true(const char *text)
{
    return text != NULL && text[0] == 't';
}

static struct jalon_sealed_entry entry_of(const char *const *texts)
{
    return (struct jalon_sealed_entry){
        .entry = {.code = texts[SEALED_LOG_CODE],
                  .facts = {.hour = number_of(texts[SEALED_LOG_HOUR]),
                            .minute = number_of(texts[SEALED_LOG_MINUTE]),
                            .n_act = number_of(texts[SEALED_LOG_N_ACT]),
                            .is_first_of_act = is_true(texts[SEALED_LOG_FIRST_OF_ACT]),
                            .was_signed = is_true(texts[SEALED_LOG_WAS_SIGNED])}},
        .is_programme = is_true(texts[SEALED_LOG_IS_PROGRAMME]),
        .leaf = strtoull(texts[SEALED_LOG_IDX], NULL, 10),
        .hash = texts[SEALED_LOG_LEAF_HASH],
    };
}

static int read_entry(struct reading *reading, const char *const *texts)
{
    JALON_AUTO(jalon_json_decref) json_t *leaf = NULL;
    JALON_AUTO(jalon_json_decref) json_t *disclosures = NULL;
    struct jalon_sealed_entry sealed = entry_of(texts);
    if (jalon_json_parse(texts[SEALED_LOG_DISCLOSURES], &disclosures, reading->err) < 0) {
        return -1;
    }
    if (reading->mask != NULL) {
        mask_texts(disclosures, reading->mask);
    }
    if (jalon_json_parse(texts[SEALED_LOG_LEAF], &leaf, reading->err) < 0 ||
        !jalon_event_read(leaf, disclosures, jalon_date_or_none(texts[SEALED_LOG_RECORDED_ON]),
                          &sealed.entry.event)) {
        return jalon_fail(reading->err, &jalon_msg_stored_entry_damaged, sealed.entry.code);
    }
    int failed = reading->reader->read(reading->reader->context, &sealed, reading->err);
    jalon_event_done(&sealed.entry.event);
    return failed;
}

static bool read_row(void *context, const char *const *texts)
{
    struct reading *reading = context;
    reading->failed = read_entry(reading, texts) < 0;
    return !reading->failed;
}

int jalon_store_sealed(struct jalon_db *db, const struct jalon_sealed_query *query,
                       const struct jalon_sealed_reader *reader, struct jalon_err *err)
{
    struct jalon_number_text leaves = jalon_store_number((int64_t)query->size);
    const char *const parameters[] = {query->programme, leaves.text, query->by_subject ? "t" : "f"};
    struct reading reading = {reader, query->mask, err, false};
    const struct jalon_row_reader rows = {read_row, &reading};
    return jalon_db_each(db, &jalon_sql_sealed_log, parameters, &rows, err) < 0 || reading.failed
               ? -1
               : 0;
}
