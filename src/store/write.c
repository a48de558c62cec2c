/* Evidence in, receipts out: the common part of every writing statement. */
#include "store/write.h"

#include <stdio.h>

#include "base/json.h"
#include "base/mem.h"

void jalon_receipt_free(struct jalon_receipt *receipt)
{
    if (receipt != NULL) {
        jalon_arena_free(receipt->arena); /* the receipt itself lives there */
    }
}

void jalon_receipt_freep(struct jalon_receipt **receipt)
{
    jalon_receipt_free(*receipt);
    *receipt = NULL;
}

struct jalon_number_text jalon_store_number(int64_t number)
{
    struct jalon_number_text text;
    (void)snprintf(text.text, sizeof text.text, "%lld", (long long)number);
    return text;
}

const char *jalon_store_date(struct jalon_date date, struct jalon_date_text *buffer)
{
    *buffer = jalon_date_iso(date);
    return jalon_date_is_set(date) ? buffer->text : NULL;
}

static void set_if_given(json_t *object, const char *key, const char *text)
{
    if (text != NULL) {
        jalon_json_set_text(object, key, text);
    }
}

json_t *jalon_store_evidence_object(const struct jalon_evidence *evidence)
{
    struct jalon_date_text learned_on;
    json_t *object = json_object();
    set_if_given(object, "reason", evidence->reason);
    set_if_given(object, "source", evidence->source);
    set_if_given(object, "note", evidence->note);
    set_if_given(object, "certainty", evidence->certainty);
    set_if_given(object, "learned", jalon_store_date(evidence->learned_on, &learned_on));
    set_if_given(object, "batch", evidence->batch);
    return object;
}

char *jalon_store_evidence(const struct jalon_evidence *evidence)
{
    JALON_AUTO(jalon_json_decref) json_t *object = jalon_store_evidence_object(evidence);
    return jalon_json_dump(object);
}

struct jalon_receipt *jalon_store_receipt(const json_t *document)
{
    struct jalon_arena *arena = jalon_arena_new();
    struct jalon_receipt *receipt = jalon_arena_alloc(arena, sizeof *receipt);
    receipt->arena = arena;
    receipt->code = jalon_arena_strdup(arena, jalon_json_text(document, "code"));
    receipt->state = jalon_arena_strdup(arena, jalon_json_text(document, "state"));
    receipt->recorded = jalon_arena_strdup(arena, jalon_json_text(document, "recorded"));
    receipt->replayed = jalon_json_bool(document, "replayed");
    receipt->entries =
        jalon_json_copy_texts(json_object_get(document, "entries"), arena, &receipt->n_entries);
    return receipt;
}

int jalon_store_write(struct jalon_db *db, const struct jalon_statement *statement,
                      const char *const *parameters, struct jalon_receipt **ret_receipt,
                      struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    JALON_AUTO(jalon_json_decref) json_t *document = NULL;
    if (jalon_db_write(db, statement, parameters, &result, err) < 0 ||
        jalon_json_parse(jalon_result_text(result, 0, 0), &document, err) < 0) {
        return -1;
    }
    *ret_receipt = jalon_store_receipt(document);
    return 0;
}
