/* Checks the entries of one subject: spelling, members, hashes, links, index columns, disclosures.
 */
#include <stdlib.h>
#include <string.h>

#include "app/check_priv.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"
#include "journal/canonical.h"
#include "journal/disclosure.h"

void jalon_check_problem(struct checker *checker, enum jalon_check_kind kind, const char *where,
                         const char *thing, const char *field, const char *wanted,
                         const char *found)
{
    const struct jalon_check_problem problem = {kind, where, thing, field, wanted, found};
    jalon_check_add(checker->check, &problem);
}

const char *jalon_check_where(struct checker *checker, const char *code, int64_t seq)
{
    return jalon_arena_printf(checker->check->arena, "%s#%lld", code, (long long)seq);
}

/* One entry under check. */
struct checked_entry {
    const struct checked_subject *subject;
    const json_t *row, *leaf; /* leaf NULL: unreadable */
    const char *text, *where;
    struct jalon_hash hash; /* of the text as it is */
};

static const char *number_text(struct checker *checker, int64_t number)
{
    return jalon_arena_printf(checker->check->arena, "%lld", (long long)number);
}

static void check_hash(struct checker *checker, const struct checked_entry *entry)
{
    struct jalon_hash_hex hex = jalon_hash_hex(&entry->hash);
    const char *column = jalon_json_text(entry->row, "leaf_hash");
    if (!column || strcmp(column, hex.text) != 0) {
        jalon_check_problem(checker, JALON_CHECK_LEAF_HASH, entry->where, NULL, NULL, hex.text,
                            column);
    }
}

static void check_link(struct checker *checker, const struct checked_entry *entry,
                       struct jalon_chain *chain)
{
    static const enum jalon_check_kind kinds[JALON_CHAIN_N] = {
        [JALON_CHAIN_SUBJECT] = JALON_CHECK_CHAIN_SUBJECT,
        [JALON_CHAIN_SEQ] = JALON_CHECK_CHAIN_SEQ,
        [JALON_CHAIN_PREV] = JALON_CHECK_CHAIN_PREV,
        [JALON_CHAIN_RECORDED] = JALON_CHECK_CHAIN_RECORDED,
    };
    int64_t wanted = chain->seq + 1;
    enum jalon_chain_fault fault = jalon_chain_follow(chain, entry->leaf, &entry->hash);
    if (fault != JALON_CHAIN_OK) {
        jalon_check_problem(checker, kinds[fault], entry->where, NULL, NULL,
                            number_text(checker, wanted), number_text(checker, chain->seq));
    }
}

static void check_column(struct checker *checker, const struct checked_entry *entry,
                         const char *column, const char *wanted)
{
    const char *found = jalon_json_text(entry->row, column);
    if (!jalon_text_same(wanted, found)) {
        jalon_check_problem(checker, JALON_CHECK_INDEX, entry->where, NULL, column, wanted, found);
    }
}

static void check_columns(struct checker *checker, const struct checked_entry *entry)
{
    static const char *const columns[] = {"subject", "subject_kind", "event",
                                          "request", "batch",        "recorded"};
    for (size_t i = 0; i < JALON_COUNT(columns); i++) {
        check_column(checker, entry, columns[i], jalon_json_text(entry->leaf, columns[i]));
    }
    check_column(checker, entry, "programme", entry->subject->programme);
    check_column(checker, entry, "code", entry->subject->code);
    int64_t wanted = jalon_json_int(entry->leaf, "seq");
    int64_t found = jalon_json_int(entry->row, "seq");
    if (wanted != found) {
        jalon_check_problem(checker, JALON_CHECK_INDEX, entry->where, NULL, "seq",
                            number_text(checker, wanted), number_text(checker, found));
    }
}

/* Does DIGEST stand in VALUE, at any depth? */
static bool holds_digest(const json_t *value, const char *digest)
{
    const char *key;
    json_t *member;
    if (json_is_string(value)) {
        return strcmp(json_string_value(value), digest) == 0;
    }
    for (size_t i = 0; i < json_array_size(value); i++) {
        if (holds_digest(json_array_get(value, i), digest)) {
            return true;
        }
    }
    json_object_foreach((json_t *)(uintptr_t)value, key, member)
    {
        if (holds_digest(member, digest)) {
            return true;
        }
    }
    return false;
}

/* The digest is there with its text, or was erased: one of the two. */
static void check_digest(struct checker *checker, const struct checked_entry *entry,
                         const char *digest)
{
    const json_t *told = json_object_get(json_object_get(entry->row, "disclosures"), digest);
    const char *erased = json_string_value(json_array_get(told, 2));
    bool is_there = json_object_get(json_object_get(entry->row, "evidence"), digest) != NULL;
    if (is_there && erased) {
        jalon_check_problem(checker, JALON_CHECK_DISCLOSURE_BACK, entry->where, digest, NULL,
                            erased, NULL);
    } else if (!is_there && !erased) {
        jalon_check_problem(checker, JALON_CHECK_DISCLOSURE_MISSING, entry->where, digest, NULL,
                            NULL, NULL);
    }
}

/* Those that stand for texts within VALUE: the members {"sd":[…]}, at any depth. */
static void check_digests(struct checker *checker, const struct checked_entry *entry,
                          const json_t *value)
{
    const char *key;
    json_t *member;
    const json_t *digests = json_object_get(value, "sd");
    for (size_t i = 0; i < json_array_size(digests); i++) {
        const char *digest = json_string_value(json_array_get(digests, i));
        check_digest(checker, entry, digest ? digest : "");
    }
    for (size_t i = 0; i < json_array_size(value); i++) {
        check_digests(checker, entry, json_array_get(value, i));
    }
    json_object_foreach((json_t *)(uintptr_t)value, key, member)
    {
        if (strcmp(key, "before") != 0) { /* which repeats those of earlier entries */
            check_digests(checker, entry, member);
        }
    }
}

/* A text that is there must be the one that was digested. */
static void check_disclosures(struct checker *checker, const struct checked_entry *entry)
{
    const char *digest;
    json_t *text;
    json_object_foreach(json_object_get(entry->row, "evidence"), digest, text)
    {
        JALON_AUTO(jalon_json_decref) json_t *decoded = NULL;
        const char *disclosure = json_string_value(text);
        struct jalon_digest made = jalon_disclosure_digest(checker->hasher, disclosure);
        if (strcmp(made.text, digest) != 0 || !jalon_disclosure_decode(disclosure, &decoded)) {
            jalon_check_problem(checker, JALON_CHECK_DISCLOSURE, entry->where, digest, NULL, NULL,
                                NULL);
        }
        if (!holds_digest(entry->leaf, digest)) {
            jalon_check_problem(checker, JALON_CHECK_DISCLOSURE_STRAY, entry->where, digest, NULL,
                                NULL, NULL);
        }
    }
}

/* The chain goes on after an entry that cannot be followed. */
static void skip_link(struct jalon_chain *chain, const struct checked_entry *entry)
{
    const char *recorded = jalon_json_text(entry->row, "recorded");
    chain->seq = jalon_json_int(entry->row, "seq");
    chain->head = entry->hash;
    if (recorded && strlen(recorded) < sizeof chain->recorded) {
        memcpy(chain->recorded, recorded, strlen(recorded) + 1);
    }
}

static void check_entry(struct checker *checker, const struct checked_entry *entry,
                        struct jalon_chain *chain)
{
    JALON_AUTO(jalon_json_decref) json_t *canonical = NULL;
    checker->check->n_entries++;
    enum jalon_canonical_fault spelling =
        jalon_canonical_check(entry->text, strlen(entry->text), &canonical);
    if (spelling != JALON_CANONICAL_OK) {
        jalon_check_problem(checker, JALON_CHECK_LEAF, entry->where,
                            jalon_canonical_fault_code(spelling), NULL, NULL, NULL);
    }
    check_hash(checker, entry);
    const char *member = entry->leaf ? jalon_leaf_fault(entry->leaf) : "v";
    if (member) {
        jalon_check_problem(checker, JALON_CHECK_LEAF_MEMBER, entry->where, member, NULL, NULL,
                            NULL);
        skip_link(chain, entry);
        return;
    }
    check_link(checker, entry, chain);
    check_columns(checker, entry);
    check_disclosures(checker, entry);
    check_digests(checker, entry, entry->leaf);
}

static void check_head(struct checker *checker, const struct checked_subject *subject,
                       const struct jalon_chain *chain)
{
    struct jalon_hash_hex hex = jalon_hash_hex(&chain->head);
    const char *hash = jalon_json_text(subject->row, "last_hash");
    const char *recorded = jalon_json_text(subject->row, "last_recorded");
    int64_t seq = jalon_json_int(subject->row, "last_seq");
    if (seq != chain->seq) {
        jalon_check_problem(checker, JALON_CHECK_HEAD, subject->code, "last_seq", NULL,
                            number_text(checker, chain->seq), number_text(checker, seq));
    } else if (chain->seq > 0 && !jalon_text_same(hash, hex.text)) {
        jalon_check_problem(checker, JALON_CHECK_HEAD, subject->code, "last_hash", NULL, hex.text,
                            hash);
    } else if (chain->seq > 0 && !jalon_text_same(recorded, chain->recorded)) {
        jalon_check_problem(checker, JALON_CHECK_HEAD, subject->code, "last_recorded", NULL,
                            chain->recorded, recorded);
    }
}

/* What the first entry says that the subject is called. */
static void name_subject(struct checked_subject *subject)
{
    const json_t *row = json_array_get(subject->entries, 0);
    const json_t *after =
        json_array_size(subject->entries) > 0 ? json_object_get(subject->leaves[0], "after") : NULL;
    const char *code = jalon_json_text(after, "code");
    const char *programme = jalon_json_text(after, "programme");
    subject->code = code ? code : jalon_json_text(row, "code");
    subject->programme = programme ? programme
                         : code    ? code /* a programme is its own */
                                   : jalon_json_text(row, "programme");
    if (!subject->code) {
        const char *own = jalon_json_text(subject->row, "code");
        subject->code = own ? own : subject->id;
    }
}

void jalon_check_chain(struct checker *checker, struct checked_subject *subject)
{
    struct jalon_chain chain = {0};
    size_t n = json_array_size(subject->entries);
    subject->leaves = jalon_alloc((n + 1) * sizeof(json_t *));
    for (size_t i = 0; i < n; i++) {
        const char *text = jalon_json_text(json_array_get(subject->entries, i), "leaf");
        subject->leaves[i] = json_loads(text ? text : "", JSON_REJECT_DUPLICATES, NULL);
    }
    name_subject(subject);
    checker->check->n_chains++;
    for (size_t i = 0; i < n; i++) {
        const json_t *row = json_array_get(subject->entries, i);
        const char *text = jalon_json_text(row, "leaf");
        struct checked_entry entry = {
            .subject = subject,
            .row = row,
            .leaf = subject->leaves[i],
            .text = text ? text : "",
            .where = jalon_check_where(checker, subject->code, jalon_json_int(row, "seq"))};
        entry.hash = jalon_hasher_leaf(checker->hasher, entry.text, strlen(entry.text));
        check_entry(checker, &entry, &chain);
    }
    if (subject->row) {
        check_head(checker, subject, &chain);
    }
}

void jalon_checked_subject_done(struct checked_subject *subject)
{
    for (size_t i = 0; subject->leaves && i < json_array_size(subject->entries); i++) {
        json_decref(subject->leaves[i]);
    }
    free(subject->leaves);
}
