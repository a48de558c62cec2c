/* The checker's own notes, trees and proofs, against published vectors and RFC 6962's definition.
 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/json.h"
#include "jalon-verify/codec.h"
#include "jalon-verify/json.h"
#include "jalon-verify/note.h"
#include "jalon-verify/tree.h"

static struct hasher *hasher;
static json_t *all;

static int setup(void **state)
{
    (void)state;
    hasher = hasher_new();
    all = json_load_file(TEST_DATA "/journal_vectors.json", JSON_REJECT_DUPLICATES, NULL);
    return hasher && all ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    hasher_free(hasher);
    json_decref(all);
    return 0;
}

SETUP_GROUP(setup);
TEARDOWN_GROUP(teardown);

static const char *text_of(const json_t *vector, const char *key)
{
    return json_string_value(json_object_get(vector, key));
}

static struct key key_of(const char *text)
{
    struct key key;
    assert_true(key_read(text, strlen(text), &key));
    return key;
}

/* What became of TEXT as a note of KEY: a verdict, or -1 when it is no note. */
static int verdict_of(const char *text, size_t length, const struct key *key)
{
    struct note note;
    uint64_t at = 0;
    return note_read(text, length, &note) ? (int)note_verify(&note, key, &at) : -1;
}

TEST(published_notes_and_checkpoints_verify)
{
    const json_t *notes = json_object_get(all, "signed_note");
    const json_t *checkpoints = json_object_get(all, "checkpoints");
    for (size_t i = 0; i < 2; i++) { /* the third lists keys that are none */
        const json_t *vector = json_array_get(notes, i);
        struct key key = key_of(text_of(vector, "vkey"));
        const char *note = text_of(vector, "note");
        assert_int_equal(verdict_of(note, strlen(note), &key), NOTE_SIGNED);
    }
    assert_int_equal(json_array_size(checkpoints), 2);
    for (size_t i = 0; i < 2; i++) {
        const json_t *vector = json_array_get(checkpoints, i);
        struct key key = key_of(text_of(vector, "vkey"));
        const char *text = text_of(vector, "checkpoint");
        struct note note;
        struct checkpoint checkpoint;
        assert_int_equal(verdict_of(text, strlen(text), &key), NOTE_SIGNED);
        assert_true(note_read(text, strlen(text), &note));
        assert_true(checkpoint_read(&note, &checkpoint));
    }
}

TEST(published_keys_that_are_none_are_refused)
{
    const json_t *bad =
        json_object_get(json_array_get(json_object_get(all, "signed_note"), 2), "bad_vkeys");
    assert_true(json_array_size(bad) > 0);
    for (size_t i = 0; i < json_array_size(bad); i++) {
        const char *text = json_string_value(json_array_get(bad, i));
        struct key key;
        assert_false(key_read(text, strlen(text), &key));
    }
}

TEST(a_published_log_grows_from_checkpoint_to_checkpoint)
{
    const json_t *log = json_object_get(all, "golden_log");
    const json_t *checkpoints = json_object_get(log, "checkpoints_by_size");
    struct key key = key_of(text_of(log, "vkey"));
    struct tree tree = {0};
    for (size_t n = 0; n < json_array_size(checkpoints); n++) {
        const char *text = json_string_value(json_array_get(checkpoints, n));
        struct note note;
        struct checkpoint checkpoint;
        uint64_t at = 0;
        assert_true(note_read(text, strlen(text), &note));
        assert_int_equal(note_verify(&note, &key, &at), NOTE_SIGNED);
        assert_true(checkpoint_read(&note, &checkpoint));
        assert_string_equal(checkpoint.origin, key.name);
        assert_int_equal(checkpoint.head.size, n);
        struct hash root = tree_root(&tree, hasher);
        assert_true(hash_equal(&root, &checkpoint.head.root));
        const char *entry = json_string_value(json_array_get(json_object_get(log, "entries"), n));
        if (entry) {
            struct hash leaf = hash_leaf(hasher, entry, strlen(entry));
            tree_add(&tree, hasher, &leaf);
        }
    }
    assert_int_equal(tree.size, 15);
}

TEST(no_changed_bit_of_a_checkpoint_goes_unnoticed)
{
    const json_t *log = json_object_get(all, "golden_log");
    const char *published =
        json_string_value(json_array_get(json_object_get(log, "checkpoints_by_size"), 9));
    struct key key = key_of(text_of(log, "vkey"));
    size_t length = strlen(published), n = 0;
    char *text = strdup(published);
    assert_int_equal(verdict_of(text, length, &key), NOTE_SIGNED);
    for (size_t i = 0; i < length * 8; i++, n++) {
        text[i / 8] = (char)(text[i / 8] ^ (1 << i % 8));
        assert_int_not_equal(verdict_of(text, length, &key), NOTE_SIGNED);
        text[i / 8] = (char)(text[i / 8] ^ (1 << i % 8));
    }
    for (size_t part = 0; part < length; part++) {
        assert_int_not_equal(verdict_of(text, part, &key), NOTE_SIGNED);
    }
    assert_true(n > 1000);
    free(text);
}

enum { MOST = 600 };
static struct hash leaves[MOST], complete[10][MOST];

static void fill(void)
{
    for (size_t i = 0; i < MOST; i++) {
        leaves[i] = complete[0][i] = hash_leaf(hasher, &i, sizeof i);
    }
    for (size_t level = 1; level < JALON_COUNT(complete); level++) {
        for (size_t i = 0; i < (size_t)MOST >> level; i++) {
            complete[level][i] =
                hash_node(hasher, &complete[level - 1][2 * i], &complete[level - 1][2 * i + 1]);
        }
    }
}

static size_t split_of(size_t n)
{
    size_t k = 1;
    while (k * 2 < n) {
        k *= 2;
    }
    return k;
}

/* RFC 6962, 2.1: the root over the leaves FIRST … FIRST + N - 1; complete subtrees are known. */
static struct hash root_of(size_t first, size_t n)
{
    for (size_t level = 0; level < JALON_COUNT(complete); level++) {
        if (n == (size_t)1 << level && first % n == 0) {
            return complete[level][first >> level];
        }
    }
    size_t k = split_of(n);
    struct hash left = root_of(first, k), right = root_of(first + k, n - k);
    return hash_node(hasher, &left, &right);
}

/* RFC 6962, 2.1.1: the path of leaf INDEX of those. */
static void add_path(struct proof *proof, size_t index, size_t first, size_t n)
{
    if (n > 1) {
        size_t k = split_of(n);
        bool is_left = index < first + k;
        add_path(proof, index, is_left ? first : first + k, is_left ? k : n - k);
        proof->hashes[proof->n++] = is_left ? root_of(first + k, n - k) : root_of(first, k);
    }
}

/* RFC 6962, 2.1.2: SUBPROOF(m, D[n], b). */
static void add_subproof(struct proof *proof, size_t m, size_t first, size_t n, bool is_known)
{
    if (m == n) {
        if (!is_known) {
            proof->hashes[proof->n++] = root_of(first, n);
        }
        return;
    }
    size_t k = split_of(n);
    if (m <= k) {
        add_subproof(proof, m, first, k, is_known);
        proof->hashes[proof->n++] = root_of(first + k, n - k);
    } else {
        add_subproof(proof, m - k, first + k, n - k, false);
        proof->hashes[proof->n++] = root_of(first, k);
    }
}

TEST(every_leaf_is_proved_to_be_in_every_tree_and_nowhere_else)
{
    struct tree tree = {0};
    fill();
    for (size_t size = 1; size <= MOST; size++) {
        tree_add(&tree, hasher, &leaves[size - 1]);
        struct head head = {size, tree_root(&tree, hasher)};
        struct hash wanted = root_of(0, size);
        assert_true(hash_equal(&head.root, &wanted));
        for (size_t i = 0; i < size; i++) {
            struct proof proof = {.n = 0};
            add_path(&proof, i, 0, size);
            assert_true(proof_includes(&proof, hasher, i, &leaves[i], &head));
            if (size > 1 && (size < 70 || size % 53 == 0)) {
                size_t other = (i + 1) % size;
                assert_false(proof_includes(&proof, hasher, i, &leaves[other], &head));
                assert_false(proof_includes(&proof, hasher, other, &leaves[i], &head));
                proof.n--;
                assert_false(proof_includes(&proof, hasher, i, &leaves[i], &head));
            }
        }
    }
}

TEST(every_tree_is_proved_to_extend_every_smaller_one)
{
    static struct head heads[MOST + 1];
    fill();
    heads[0].root = hash_bytes(hasher, "", 0);
    for (size_t size = 1; size <= MOST; size++) {
        heads[size] = (struct head){size, root_of(0, size)};
    }
    for (size_t size = 1; size <= MOST; size += size < 70 ? 1 : 7) {
        for (size_t first = 1; first <= size; first++) {
            struct proof proof = {.n = 0};
            add_subproof(&proof, first, 0, size, true);
            assert_true(proof_extends(&proof, hasher, &heads[first], &heads[size]));
            struct head forged = heads[first];
            forged.root.bytes[31] ^= 1;
            assert_false(proof_extends(&proof, hasher, &forged, &heads[size]));
            forged = heads[size];
            forged.root.bytes[0] ^= 0x80;
            assert_false(proof_extends(&proof, hasher, &heads[first], &forged));
        }
        struct proof nothing = {.n = 0};
        assert_false(proof_extends(&nothing, hasher, &heads[0], &heads[size]));
    }
}

/* False when the text is no base64 of 32 bytes. */
static bool read_hash(const json_t *text, struct hash *ret_hash)
{
    size_t n = 0;
    return json_is_string(text) &&
           base64_read(json_string_value(text), json_string_length(text), ret_hash->bytes,
                       sizeof ret_hash->bytes, &n) &&
           n == sizeof ret_hash->bytes;
}

static bool read_proof(const json_t *vector, struct proof *ret_proof)
{
    const json_t *list = json_object_get(vector, "proof");
    ret_proof->n = json_array_size(list);
    for (size_t i = 0; i < ret_proof->n; i++) {
        if (i == PROOF_MAX || !read_hash(json_array_get(list, i), &ret_proof->hashes[i])) {
            return false;
        }
    }
    return true;
}

/* A text where JSON readers would lose digits. */
static uint64_t number_of(const json_t *vector, const char *key)
{
    const json_t *value = json_object_get(vector, key);
    return json_is_string(value) ? strtoull(json_string_value(value), NULL, 10)
                                 : (uint64_t)json_integer_value(value);
}

TEST(published_proofs_are_accepted_and_their_mutants_refused)
{
    const json_t *proofs = json_object_get(all, "rfc6962_proofs");
    size_t n = 0;
    for (size_t i = 0; i < 98; i++) {
        const json_t *vector = json_array_get(json_object_get(proofs, "inclusion"), i);
        struct head head = {.size = number_of(vector, "treeSize")};
        struct hash leaf;
        struct proof proof;
        bool holds = read_hash(json_object_get(vector, "leafHash"), &leaf) &&
                     read_hash(json_object_get(vector, "root"), &head.root) &&
                     read_proof(vector, &proof) &&
                     proof_includes(&proof, hasher, number_of(vector, "leafIdx"), &leaf, &head);
        assert_int_equal(holds, json_is_false(json_object_get(vector, "wantErr")));
        n += holds;
    }
    for (size_t i = 0; i < 98; i++) {
        const json_t *vector = json_array_get(json_object_get(proofs, "consistency"), i);
        struct head heads[] = {{.size = number_of(vector, "size1")},
                               {.size = number_of(vector, "size2")}};
        struct proof proof;
        /* one vector has roots of another length, which a verifier that compares texts accepts */
        bool has_roots = read_hash(json_object_get(vector, "root1"), &heads[0].root) &&
                         read_hash(json_object_get(vector, "root2"), &heads[1].root);
        bool holds = has_roots && read_proof(vector, &proof) &&
                     proof_extends(&proof, hasher, &heads[0], &heads[1]);
        assert_int_equal(holds, has_roots && json_is_false(json_object_get(vector, "wantErr")));
        n += holds;
    }
    assert_int_equal(n, 11);
}

TEST(a_published_disclosure_has_its_digest)
{
    const json_t *vector = json_object_get(all, "rfc9901");
    const char *text = text_of(vector, "disclosure");
    struct hash hash = hash_bytes(hasher, text, strlen(text));
    char digest[44] = {0};
    base64url_write_hash(hash.bytes, digest);
    assert_string_equal(digest, text_of(vector, "digest"));
}

TEST(published_texts_that_are_no_json_are_refused)
{
    const json_t *texts = json_object_get(json_object_get(all, "rfc8785"), "must_reject_hex");
    const char *name = NULL;
    json_t *hex = NULL;
    json_object_foreach((json_t *)(uintptr_t)texts, name, hex)
    {
        unsigned char bytes[64];
        struct json_object object;
        size_t length = json_string_length(hex) / 2;
        assert_true(hex_read(json_string_value(hex), 2 * length, bytes, length));
        assert_int_equal(json_read((char *)bytes, length, &object), JSON_TEXT);
        assert_int_equal(json_read_leaf((char *)bytes, length, &object), JSON_TEXT);
    }
    assert_true(json_object_size(texts) == 4);
}
