/* Checks what is said to be erased against the entries of kind erase of a programme. */
#include <string.h>

#include "app/check_priv.h"
#include "base/json.h"

static const json_t *digests_of(const json_t *leaf)
{
    const char *event = jalon_json_text(leaf, "event");
    const json_t *after = json_object_get(leaf, "after");
    return event && strcmp(event, "erase") == 0 ? json_object_get(after, "digests") : NULL;
}

/* The digests that entries of the programme erase, each with the entry: {digest: "ti#12"}. */
static json_t *collect(struct checker *checker, const struct checked_subject *subject)
{
    json_t *erased = json_object();
    for (size_t i = 0; i < json_array_size(subject->entries); i++) {
        const json_t *digests = digests_of(subject->leaves[i]);
        const char *where =
            jalon_check_where(checker, subject->code, jalon_json_int(subject->leaves[i], "seq"));
        for (size_t k = 0; k < json_array_size(digests); k++) {
            const char *digest = json_string_value(json_array_get(digests, k));
            jalon_json_set_text(erased, digest ? digest : "", where);
        }
    }
    return erased;
}

void jalon_check_erasures(struct checker *checker, const struct checked_subject *subject,
                          const json_t *rows)
{
    const char *digest;
    json_t *where;
    JALON_AUTO(jalon_json_decref) json_t *told = collect(checker, subject);
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_t *row = json_array_get(rows, i);
        const char *of = jalon_json_text(row, "digest"), *by = jalon_json_text(row, "entry");
        const char *wanted = jalon_json_text(told, of);
        if (!wanted || strcmp(wanted, by) != 0) {
            jalon_check_problem(checker, JALON_CHECK_ERASURE_UNTOLD, by, of, NULL, NULL, NULL);
        }
        (void)json_object_del(told, of);
    }
    json_object_foreach(told, digest, where)
    {
        jalon_check_problem(checker, JALON_CHECK_ROW_MISSING, json_string_value(where),
                            jalon_arena_printf(checker->check->arena, "erasure %s", digest), NULL,
                            NULL, NULL);
    }
}
