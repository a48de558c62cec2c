/*
 * The schema of a database against that of the program. The runner marks a database with its
 * highest version, the digest of all files once they are applied, the program that applied them
 * and the oldest program that may still write; a session reads the mark with its settings.
 */
#include "pg/skew.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/str.h"
#include "pg/migrate_priv.h"
#include "pg/pg_messages.h"

struct jalon_skew_digest jalon_skew_digest(const struct jalon_migration_set *set)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    for (size_t i = 0; i < set->n; i++) {
        jalon_str_addf(&text, "%s  %s\n", set->files[i].sha256, set->files[i].name);
    }
    struct jalon_migrate_hex sum = jalon_migrate_sha256(jalon_str_text(&text), text.length);
    struct jalon_skew_digest digest;
    memcpy(digest.text, sum.text, sizeof digest.text);
    return digest;
}

/* The highest number of SET; its files are named NNNN_… in order. */
static long long top(const struct jalon_migration_set *set)
{
    long long version = 0;
    for (size_t i = 0; i < set->n; i++) {
        long long number = strtoll(set->files[i].name, NULL, 10);
        version = number > version ? number : version;
    }
    return version;
}

/* Whether version A, "X.Y…", comes after B. */
static bool is_after(const char *a, const char *b)
{
    char *rest_a = NULL;
    char *rest_b = NULL;
    for (;; a = rest_a + (*rest_a == '.'), b = rest_b + (*rest_b == '.')) {
        long long part_a = strtoll(a, &rest_a, 10);
        long long part_b = strtoll(b, &rest_b, 10);
        if (part_a != part_b || rest_a == a || rest_b == b) {
            return part_a > part_b;
        }
    }
}

enum jalon_skew jalon_skew_of(const char *mark, const struct jalon_migration_set *set,
                              const char *client)
{
    JALON_AUTO(jalon_json_decref) json_t *found = NULL;
    struct jalon_err ignored; /* a mark that cannot be read says nothing */
    if (mark == NULL) {
        return JALON_SKEW_NONE;
    }
    bool marked = jalon_json_parse(mark, &found, &ignored) == 0;
    const char *digest = marked ? jalon_json_text(found, "digest") : NULL;
    if (digest != NULL && strcmp(digest, jalon_skew_digest(set).text) == 0) {
        return JALON_SKEW_NONE;
    }
    long long version = marked ? jalon_json_int(found, "version") : 0;
    const char *made_by = marked ? jalon_json_text(found, "client") : NULL;
    const char *oldest = marked ? jalon_json_text(found, "oldest_client") : NULL;
    bool newer =
        version > top(set) || (version == top(set) && made_by != NULL && is_after(made_by, client));
    if (!newer) {
        return JALON_SKEW_OLDER;
    }
    bool is_open = oldest != NULL && oldest[0] != '\0' && !is_after(oldest, client);
    return is_open ? JALON_SKEW_NEWER_OPEN : JALON_SKEW_NEWER;
}

int jalon_skew_check(const char *mark, const struct jalon_migration_set *set, const char *client,
                     struct jalon_err *err)
{
    switch (jalon_skew_of(mark, set, client)) {
    case JALON_SKEW_OLDER:
        return jalon_fail(err, &jalon_msg_database_older);
    case JALON_SKEW_NEWER:
        return jalon_fail(err, &jalon_msg_database_newer);
    case JALON_SKEW_NONE:
    case JALON_SKEW_NEWER_OPEN:
        break;
    }
    return 0;
}
