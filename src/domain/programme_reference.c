/* The typed readers of codes that refer to what the document declares elsewhere. */
#include "domain/programme_priv.h"

#include "base/text.h"

static bool state_is_declared(const struct jalon_programme *p, const char *code)
{
    return jalon_programme_state(p, code) != NULL;
}

static bool party_is_declared(const struct jalon_programme *p, const char *code)
{
    return strchr(code, ':') == NULL && jalon_programme_party(p, code) != NULL;
}

static bool instrument_is_declared(const struct jalon_programme *p, const char *code)
{
    return jalon_programme_instrument(p, code) != NULL;
}

static bool cohort_is_declared(const struct jalon_programme *p, const char *code)
{
    return jalon_programme_cohort(p, code) != NULL;
}

const struct jalon_reference jalon_reference_cohort = {cohort_is_declared,
                                                       &jalon_msg_programme_cohort_undeclared};
const struct jalon_reference jalon_reference_state = {state_is_declared,
                                                      &jalon_msg_programme_state_undeclared};
const struct jalon_reference jalon_reference_party = {party_is_declared,
                                                      &jalon_msg_programme_party_undeclared};
const struct jalon_reference jalon_reference_instrument = {
    instrument_is_declared, &jalon_msg_programme_instrument_undeclared};

/* The code at the present place, or NULL after a report. */
static const char *listed_code(struct jalon_reader *r, json_t *item,
                               const struct jalon_codes *before,
                               const struct jalon_reference *reference)
{
    const char *code = jalon_reader_text_here(r, item, JALON_LIMIT_LABEL);
    if (code == NULL) {
        return NULL;
    }
    if (!reference->is_declared(r->p, code)) {
        jalon_reader_fault(r, reference->undeclared, code);
        return NULL;
    }
    if (jalon_text_is_listed(before->codes, before->n, code)) {
        jalon_reader_fault(r, &jalon_msg_programme_duplicate, code);
        return NULL;
    }
    return code;
}

static struct jalon_codes codes_here(struct jalon_reader *r, json_t *value,
                                     const struct jalon_reference *reference)
{
    struct jalon_codes list = {0};
    if (!jalon_reader_list(r, value, JALON_LIMIT_PARTIES)) {
        return list;
    }
    size_t size = json_array_size(value);
    if (size == 0) {
        jalon_reader_fault(r, &jalon_msg_programme_list_empty);
        return list;
    }
    list.codes = jalon_arena_array(r->p->arena, size, sizeof *list.codes);
    for (size_t i = 0; i < size; i++) {
        size_t mark = jalon_reader_enter_item(r, i);
        const char *code = listed_code(r, json_array_get(value, i), &list, reference);
        jalon_reader_leave(r, mark);
        if (code != NULL) {
            list.codes[list.n++] = code;
        }
    }
    list.complete = list.n == size;
    return list;
}

struct jalon_codes jalon_reader_codes(struct jalon_reader *r, json_t *object, const char *key,
                                      const struct jalon_reference *reference)
{
    struct jalon_codes list = {0};
    json_t *value = json_object_get(object, key);
    if (value != NULL && !json_is_null(value)) {
        size_t mark = jalon_reader_enter(r, key);
        list = codes_here(r, value, reference);
        jalon_reader_leave(r, mark);
    }
    return list;
}

const char *jalon_reader_reference(struct jalon_reader *r, json_t *object, const char *key,
                                   const struct jalon_reference *reference)
{
    const char *code = jalon_reader_text(r, object, key, JALON_LIMIT_LABEL);
    if (code != NULL && !reference->is_declared(r->p, code)) {
        size_t mark = jalon_reader_enter(r, key);
        jalon_reader_fault(r, reference->undeclared, code);
        jalon_reader_leave(r, mark);
        return NULL;
    }
    return code;
}
