/* Merkle trees and their proofs, against published vectors and the definition of RFC 6962. */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "journal/base64.h"
#include "journal/tree.h"

static struct jalon_hasher *hasher;

static int make_hasher(void **state)
{
    struct jalon_err err;
    (void)state;
    return jalon_hasher_new(&hasher, &err);
}

static int free_hasher(void **state)
{
    (void)state;
    jalon_hasher_freep(&hasher);
    return 0;
}

SETUP_GROUP(make_hasher);
TEARDOWN_GROUP(free_hasher);

static json_t *vectors(const char *section)
{
    JALON_AUTO(jalon_json_decref)
    json_t *all = json_load_file(TEST_DATA "/journal_vectors.json", JSON_REJECT_DUPLICATES, NULL);
    return json_incref(json_object_get(all, section));
}

enum { MOST = 600 };
static struct jalon_hash leaves[MOST];

static void fill_leaves(void)
{
    for (size_t i = 0; i < MOST; i++) {
        leaves[i] = jalon_hasher_leaf(hasher, &i, sizeof i);
    }
}

/* RFC 6962, 2.1, word for word: the root over N leaves. */
static struct jalon_hash root_by_definition(const struct jalon_hash *first, size_t n)
{
    if (n == 0) {
        return jalon_hasher_sha256(hasher, "", 0);
    }
    if (n == 1) {
        return first[0];
    }
    size_t k = 1;
    while (k * 2 < n) {
        k *= 2;
    }
    struct jalon_hash left = root_by_definition(first, k);
    struct jalon_hash right = root_by_definition(first + k, n - k);
    return jalon_hasher_node(hasher, &left, &right);
}

/* Complete subtrees, each computed once. */
static struct jalon_hash nodes[10][MOST];

static int get_node(void *context, unsigned level, uint64_t index, struct jalon_hash *ret_hash,
                    struct jalon_err *err)
{
    (void)context;
    (void)err;
    assert_in_range((index + 1) << level, 1, MOST);
    *ret_hash = nodes[level][index];
    return 0;
}

static const struct jalon_tree_nodes source = {get_node, NULL};

static void fill_nodes(void)
{
    fill_leaves();
    memcpy(nodes[0], leaves, sizeof leaves);
    for (size_t level = 1; level < JALON_COUNT(nodes); level++) {
        for (size_t i = 0; i < (size_t)MOST >> level; i++) {
            nodes[level][i] =
                jalon_hasher_node(hasher, &nodes[level - 1][2 * i], &nodes[level - 1][2 * i + 1]);
        }
    }
}

TEST(a_growing_tree_has_the_root_of_the_definition_at_every_size)
{
    struct jalon_tree tree = {0};
    struct jalon_err err = {0};
    fill_nodes();
    for (size_t n = 0; n < MOST; n++) {
        struct jalon_hash root = jalon_tree_root(&tree, hasher);
        struct jalon_hash wanted = root_by_definition(leaves, n), again;
        assert_true(jalon_hash_equal(&root, &wanted));
        assert_int_equal(jalon_tree_root_of(&source, hasher, n, &again, &err), 0);
        assert_true(jalon_hash_equal(&again, &wanted));
        jalon_tree_add(&tree, hasher, &leaves[n]);
    }
}

TEST(every_leaf_is_proved_to_be_in_every_tree_and_nowhere_else)
{
    struct jalon_err err = {0};
    fill_nodes();
    for (uint64_t size = 1; size <= MOST; size++) {
        struct jalon_hash root;
        assert_int_equal(jalon_tree_root_of(&source, hasher, size, &root, &err), 0);
        for (uint64_t i = 0; i < size; i++) {
            struct jalon_proof proof;
            assert_int_equal(jalon_tree_inclusion(&source, hasher, i, size, &proof, &err), 0);
            assert_true(jalon_proof_includes(&proof, hasher, i, size, &leaves[i], &root));
            if (size > 1 && (size < 70 || size % 53 == 0)) {
                uint64_t other = (i + 1) % size;
                assert_false(jalon_proof_includes(&proof, hasher, i, size, &leaves[other], &root));
                assert_false(jalon_proof_includes(&proof, hasher, other, size, &leaves[i], &root));
                proof.hashes[proof.n - 1].bytes[0] ^= 1;
                assert_false(jalon_proof_includes(&proof, hasher, i, size, &leaves[i], &root));
                proof.hashes[proof.n - 1].bytes[0] ^= 1;
                proof.n--;
                assert_false(jalon_proof_includes(&proof, hasher, i, size, &leaves[i], &root));
            }
        }
    }
}

TEST(every_tree_is_proved_to_extend_every_smaller_one)
{
    struct jalon_err err = {0};
    fill_nodes();
    struct jalon_tree_head heads[MOST + 1];
    for (uint64_t size = 0; size <= MOST; size++) {
        heads[size].size = size;
        assert_int_equal(jalon_tree_root_of(&source, hasher, size, &heads[size].root, &err), 0);
    }
    for (uint64_t size = 1; size <= MOST; size += size < 70 ? 1 : 7) {
        for (uint64_t first = 1; first <= size; first++) {
            struct jalon_proof proof;
            assert_int_equal(jalon_tree_consistency(&source, hasher, first, size, &proof, &err), 0);
            assert_true(jalon_proof_extends(&proof, hasher, &heads[first], &heads[size]));
            struct jalon_tree_head forged = heads[first];
            forged.root.bytes[31] ^= 1;
            assert_false(jalon_proof_extends(&proof, hasher, &forged, &heads[size]));
            forged = heads[size];
            forged.root.bytes[0] ^= 0x80;
            assert_false(jalon_proof_extends(&proof, hasher, &heads[first], &forged));
        }
        struct jalon_proof nothing = {.n = 0};
        assert_false(jalon_proof_extends(&nothing, hasher, &heads[0], &heads[size]));
    }
}

/* False when the vector has no 32 bytes there. */
static bool hash_of(const json_t *vector, const char *key, struct jalon_hash *ret_hash)
{
    const char *text = json_string_value(json_object_get(vector, key));
    return text &&
           jalon_base64_read_exactly(text, strlen(text), ret_hash->bytes, sizeof ret_hash->bytes);
}

/* False when the proof has more hashes than any tree, or one of another length. */
static bool proof_of(const json_t *vector, struct jalon_proof *ret_proof)
{
    const json_t *list = json_object_get(vector, "proof");
    ret_proof->n = json_array_size(list);
    for (size_t i = 0; i < ret_proof->n; i++) {
        JALON_AUTO(jalon_json_decref)
        json_t *one = json_pack("{s:O}", "hash", json_array_get(list, i));
        if (i >= JALON_PROOF_MAX || !hash_of(one, "hash", &ret_proof->hashes[i])) {
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

/* One vector has roots of another length and is accepted by a verifier that compares texts. */
static bool has_odd_roots(const json_t *vector)
{
    struct jalon_hash root;
    return !hash_of(vector, "root1", &root);
}

TEST(published_proofs_are_accepted_and_their_mutants_refused)
{
    JALON_AUTO(jalon_json_decref) json_t *proofs = vectors("rfc6962_proofs");
    const json_t *inclusion = json_object_get(proofs, "inclusion");
    const json_t *consistency = json_object_get(proofs, "consistency");
    size_t n_accepted = 0;
    assert_int_equal(json_array_size(inclusion), 98);
    assert_int_equal(json_array_size(consistency), 98);
    for (size_t i = 0; i < 98; i++) {
        const json_t *vector = json_array_get(inclusion, i);
        struct jalon_hash leaf, root;
        struct jalon_proof proof;
        bool holds = hash_of(vector, "leafHash", &leaf) && hash_of(vector, "root", &root) &&
                     proof_of(vector, &proof) &&
                     jalon_proof_includes(&proof, hasher, number_of(vector, "leafIdx"),
                                          number_of(vector, "treeSize"), &leaf, &root);
        assert_int_equal(holds, json_is_false(json_object_get(vector, "wantErr")));
        n_accepted += holds;
    }
    assert_int_equal(n_accepted, 6);
    for (size_t i = 0; i < 98; i++) {
        const json_t *vector = json_array_get(consistency, i);
        struct jalon_tree_head first = {.size = number_of(vector, "size1")};
        struct jalon_tree_head second = {.size = number_of(vector, "size2")};
        struct jalon_proof proof;
        bool holds = hash_of(vector, "root1", &first.root) &&
                     hash_of(vector, "root2", &second.root) && proof_of(vector, &proof) &&
                     jalon_proof_extends(&proof, hasher, &first, &second);
        bool wanted = json_is_false(json_object_get(vector, "wantErr")) && !has_odd_roots(vector);
        assert_int_equal(holds, wanted);
        n_accepted += holds;
    }
    assert_int_equal(n_accepted, 11);
}
