/* Checks a programme's revisions, and its row, against its journal and the kept documents. */
#include <string.h>

#include "app/check_priv.h"
#include "base/json.h"
#include "base/mem.h"
#include "domain/programme.h"

/* `after` of the entry that applied the revision; NULL if none did. */
static const json_t *applied(const struct checked_subject *subject, int64_t number)
{
    for (size_t i = 0; i < json_array_size(subject->entries); i++) {
        const json_t *after = json_object_get(subject->leaves[i], "after");
        if (jalon_json_int(after, "revision") == number) {
            return after;
        }
    }
    return NULL;
}

/* Its faults are told by `programme check`; here it only matters that there are some. */
static void ignore_fault(void *context, const char *pointer, const struct jalon_err *fault)
{
    (void)context;
    (void)pointer;
    (void)fault;
}

static void keep_revision(struct checker *checker, const char *programme, int64_t number,
                          const char *text)
{
    JALON_AUTO(jalon_json_decref) json_t *document = NULL;
    struct jalon_err err;
    struct jalon_programme *read = NULL;
    if (!text || jalon_json_parse(text, &document, &err) < 0 ||
        jalon_programme_read(document, ignore_fault, NULL, &read) != 0) {
        jalon_check_problem(checker, JALON_CHECK_REVISION_UNREADABLE, programme,
                            jalon_arena_printf(checker->check->arena, "%lld", (long long)number),
                            NULL, NULL, NULL);
    }
    checker->revisions = jalon_realloc_array(checker->revisions, checker->n_revisions + 1,
                                             sizeof *checker->revisions);
    checker->revisions[checker->n_revisions++] =
        (struct checked_revision){jalon_strdup(programme), number, read};
}

static bool is_known(const struct checker *checker, const char *programme, int64_t number)
{
    for (size_t i = 0; i < checker->n_revisions; i++) {
        if (checker->revisions[i].number == number &&
            strcmp(checker->revisions[i].programme, programme) == 0) {
            return true;
        }
    }
    return false;
}

void jalon_check_keep_revisions(struct checker *checker, const char *programme,
                                const json_t *revisions)
{
    for (size_t i = 0; i < json_array_size(revisions); i++) {
        const json_t *revision = json_array_get(revisions, i);
        int64_t number = jalon_json_int(revision, "number");
        if (!is_known(checker, programme, number)) {
            keep_revision(checker, programme, number, jalon_json_text(revision, "document"));
        }
    }
}

static void compare(struct checker *checker, enum jalon_check_kind kind, const char *where,
                    const char *thing, const char *field, const char *wanted, const char *found)
{
    if (!wanted || !found || strcmp(wanted, found) != 0) {
        jalon_check_problem(checker, kind, where, thing, field, wanted, found);
    }
}

static void check_revision(struct checker *checker, const struct checked_subject *subject,
                           const json_t *revision)
{
    struct jalon_arena *arena = checker->check->arena;
    int64_t number = jalon_json_int(revision, "number");
    const char *text = jalon_json_text(revision, "document");
    const char *thing = jalon_arena_printf(arena, "%lld", (long long)number);
    const json_t *after = applied(subject, number);
    struct jalon_hash hash =
        jalon_hasher_sha256(checker->hasher, text ? text : "", text ? strlen(text) : 0);
    const char *wanted = jalon_json_text(after, "sha256");
    compare(checker, JALON_CHECK_REVISION, subject->code, thing, "document", wanted,
            jalon_hash_hex(&hash).text);
    compare(checker, JALON_CHECK_REVISION, subject->code, thing, "sha256", wanted,
            jalon_json_text(revision, "sha256"));
}

/* The row says what the last revision's document says. */
static void check_row(struct checker *checker, const struct checked_subject *subject)
{
    const struct checked_revision *last = NULL;
    for (size_t i = 0; i < checker->n_revisions; i++) {
        struct checked_revision *one = &checker->revisions[i];
        if (strcmp(one->programme, subject->code) == 0 && (!last || one->number > last->number)) {
            last = one;
        }
    }
    if (!last || !last->document) {
        return;
    }
    const struct jalon_programme *p = last->document;
    const char *number = jalon_arena_printf(checker->check->arena, "%lld", (long long)last->number);
    const char *found = jalon_arena_printf(checker->check->arena, "%lld",
                                           (long long)jalon_json_int(subject->row, "revision"));
    struct jalon_date_text starts_on = jalon_date_iso(p->starts_on);
    const struct {
        const char *field, *wanted;
    } fields[] = {{"code", p->code},
                  {"name_fr", p->name.text[JALON_FR]},
                  {"name_en", p->name.text[JALON_EN]},
                  {"timezone", p->timezone},
                  {"starts_on", starts_on.text},
                  {"initial", p->initial}};
    for (size_t i = 0; i < JALON_COUNT(fields); i++) {
        compare(checker, JALON_CHECK_ROW_DIFFERS, subject->code, "programme", fields[i].field,
                fields[i].wanted, jalon_json_text(subject->row, fields[i].field));
    }
    compare(checker, JALON_CHECK_ROW_DIFFERS, subject->code, "programme", "revision", number,
            found);
}

static bool is_kept(const json_t *revisions, int64_t number)
{
    for (size_t i = 0; i < json_array_size(revisions); i++) {
        if (jalon_json_int(json_array_get(revisions, i), "number") == number) {
            return true;
        }
    }
    return false;
}

void jalon_check_programme(struct checker *checker, const struct checked_subject *subject,
                           const json_t *revisions)
{
    for (size_t i = 0; i < json_array_size(revisions); i++) {
        check_revision(checker, subject, json_array_get(revisions, i));
    }
    jalon_check_keep_revisions(checker, subject->code, revisions);
    for (size_t i = 0; i < json_array_size(subject->entries); i++) {
        int64_t number = jalon_json_int(json_object_get(subject->leaves[i], "after"), "revision");
        if (number > 0 && !is_kept(revisions, number)) {
            jalon_check_problem(
                checker, JALON_CHECK_ROW_MISSING, subject->code,
                jalon_arena_printf(checker->check->arena, "revision %lld", (long long)number), NULL,
                NULL, NULL);
        }
    }
    check_row(checker, subject);
}
