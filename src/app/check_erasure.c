/* Checks what is said to be erased against the entries of kind erase of a programme, and the files
 * that are kept against both. */
#include <string.h>

#include "app/check_priv.h"
#include "base/json.h"

/* What KEY of an entry of kind erase lists; NULL: the leaf is of another kind, or lists none. */
static const json_t *listed(const json_t *leaf, const char *key)
{
    const char *event = jalon_json_text(leaf, "event");
    const json_t *after = json_object_get(leaf, "after");
    return event && strcmp(event, "erase") == 0 ? json_object_get(after, key) : NULL;
}

static void collect_list(json_t *erased, const json_t *digests, const char *where)
{
    for (size_t i = 0; i < json_array_size(digests); i++) {
        const char *digest = json_string_value(json_array_get(digests, i));
        jalon_json_set_text(erased, digest ? digest : "", where);
    }
}

/* The digests of texts and files that entries of the programme erase, each with the entry:
 * {digest: "ti#12"}. */
static json_t *collect(struct checker *checker, const struct checked_subject *subject)
{
    json_t *erased = json_object();
    for (size_t i = 0; i < json_array_size(subject->entries); i++) {
        const json_t *leaf = subject->leaves[i];
        const char *where = jalon_check_where(checker, subject->code, jalon_json_int(leaf, "seq"));
        collect_list(erased, listed(leaf, "digests"), where);
        collect_list(erased, listed(leaf, "files"), where);
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

void jalon_check_files(struct checker *checker, const json_t *rows)
{
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_t *row = json_array_get(rows, i);
        const char *erased = jalon_json_text(row, "erased");
        bool is_kept = jalon_json_bool(row, "kept");
        if (is_kept == (erased == NULL)) {
            continue;
        }
        jalon_check_problem(
            checker, is_kept ? JALON_CHECK_FILE_BACK : JALON_CHECK_FILE_MISSING,
            jalon_check_where(checker, jalon_json_text(row, "code"), jalon_json_int(row, "seq")),
            jalon_json_text(row, "sha256"), NULL, erased, NULL);
    }
}
