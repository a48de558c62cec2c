/* Leaf hashes, members, chains and disclosures. */
#include "support/test.h"

#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "journal/canonical.h"
#include "journal/disclosure.h"
#include "journal/leaf.h"

#define DIGEST "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0"

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

static size_t bytes_of_hex(const char *hex, unsigned char *bytes)
{
    size_t n = strlen(hex) / 2;
    for (size_t i = 0; i < n; i++) {
        unsigned byte;
        assert_int_equal(sscanf(hex + 2 * i, "%2x", &byte), 1);
        bytes[i] = (unsigned char)byte;
    }
    return n;
}

/* A leaf without fault; SEQ and PREV as given. */
static json_t *leaf_of(int seq, const char *prev, const char *recorded)
{
    json_t *leaf = json_pack(
        "{s:{s:[s]}, s:{s:s}, s:n, s:n, s:n, s:n, s:s, s:n, s:s, s:s?, s:n, s:s, s:s, s:i, s:i,"
        " s:n, s:s, s:s, s:s, s:s, s:i, s:s}",
        "actor", "sd", DIGEST, "after", "state", "pilot", "batch", "before", "certainty",
        "corrects", "event", "transition", "learned", "precision", "day", "prev", prev, "reason",
        "recorded", recorded, "request", "11111111-2222-4333-8444-555555555555", "revision", 1,
        "seq", seq, "source", "subject", "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee", "subject_kind",
        "territory", "tool", "jalon 0.1.0", "tx", "741", "v", 1, "valid", "2019-01-30");
    assert_non_null(leaf);
    return leaf;
}

static struct jalon_hash hash_of(const json_t *leaf)
{
    JALON_AUTO(jalon_freep) char *text = jalon_canonical_text(leaf);
    return jalon_hasher_leaf(hasher, text, strlen(text));
}

TEST(leaf_hashes_are_those_of_the_rfc_6962_reference_tree)
{
    JALON_AUTO(jalon_json_decref) json_t *tree = vectors("rfc6962");
    size_t i;
    json_t *hex;
    json_array_foreach(json_object_get(tree, "leaves_hex"), i, hex)
    {
        unsigned char bytes[32];
        size_t n = bytes_of_hex(json_string_value(hex), bytes);
        struct jalon_hash hash = jalon_hasher_leaf(hasher, bytes, n);
        const json_t *wanted = json_array_get(json_object_get(tree, "leaf_hashes_hex"), i);
        assert_string_equal(jalon_hash_hex(&hash).text, json_string_value(wanted));
    }
    assert_int_equal(i, 8);
}

TEST(a_hash_reads_back_from_lower_case_hex_only)
{
    struct jalon_hash hash = jalon_hasher_sha256(hasher, "abc", 3), back;
    struct jalon_hash_hex hex = jalon_hash_hex(&hash);
    assert_string_equal(hex.text,
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_true(jalon_hash_parse(hex.text, &back));
    assert_true(jalon_hash_equal(&hash, &back));
    hex.text[0] = 'B';
    assert_false(jalon_hash_parse(hex.text, &back));
    hex.text[63] = '\0';
    assert_false(jalon_hash_parse(hex.text, &back));
}

TEST(the_disclosure_of_rfc_9901_has_its_digest)
{
    JALON_AUTO(jalon_json_decref) json_t *vector = vectors("rfc9901");
    const char *text = jalon_json_text(vector, "disclosure");
    assert_string_equal(jalon_disclosure_digest(hasher, text).text,
                        jalon_json_text(vector, "digest"));
    JALON_AUTO(jalon_json_decref) json_t *decoded = NULL;
    assert_true(jalon_disclosure_decode(text, &decoded));
    assert_true(json_equal(decoded, json_object_get(vector, "decodes_to")));
}

TEST(a_disclosure_reads_back)
{
    static const char *const salts[] = {"", "a", "ab", "abc", "?>~ÿ"};
    for (size_t i = 0; i < JALON_COUNT(salts); i++) {
        JALON_AUTO(jalon_json_decref) json_t *value = json_string("Prénom Nom");
        JALON_AUTO(jalon_freep) char *text = jalon_disclosure_encode(salts[i], "signer", value);
        assert_null(strpbrk(text, "+/="));
        JALON_AUTO(jalon_json_decref) json_t *back = NULL;
        assert_true(jalon_disclosure_decode(text, &back));
        assert_string_equal(json_string_value(json_array_get(back, 0)), salts[i]);
        assert_string_equal(json_string_value(json_array_get(back, 1)), "signer");
        assert_true(json_equal(json_array_get(back, 2), value));
    }
}

TEST(what_is_no_disclosure_is_not_read)
{
    static const char *const texts[] = {
        "",                  /* nothing */
        "!",                 /* not base64url */
        "W10",               /* [] */
        "WyJhIl0",           /* ["a"] */
        "WzEsMiwzXQ",        /* [1,2,3] */
        "WyJhIiwiYiIsMV1",   /* a character is missing */
        "WyJhIiwiYiIsMV1A",  /* a byte too many */
        "WyJhIiwiYiIsMTFd=", /* padded */
    };
    for (size_t i = 0; i < JALON_COUNT(texts); i++) {
        json_t *array = NULL;
        assert_false(jalon_disclosure_decode(texts[i], &array));
        assert_null(array);
    }
    json_t *array = NULL;
    assert_true(jalon_disclosure_decode("WyJhIiwiYiIsMV0", &array));
    json_decref(array);
    assert_false(jalon_disclosure_decode("WyJhIiwiYiIsMV1", &array));
}

TEST(a_leaf_with_every_member_in_its_form_has_no_fault)
{
    JALON_AUTO(jalon_json_decref) json_t *leaf = leaf_of(1, NULL, "2019-01-31T09:00:00.000001Z");
    assert_null(jalon_leaf_fault(leaf));
}

static void assert_fault(const char *key, json_t *value)
{
    JALON_AUTO(jalon_json_decref) json_t *leaf = leaf_of(1, NULL, "2019-01-31T09:00:00.000001Z");
    json_object_set_new(leaf, key, value);
    const char *fault = jalon_leaf_fault(leaf);
    assert_non_null(fault);
    assert_string_equal(fault, key);
}

TEST(a_member_in_another_form_is_named)
{
    assert_fault("actor", json_null());
    assert_fault("actor", json_string("someone"));
    assert_fault("actor", json_pack("{s:[]}", "sd"));
    assert_fault("actor", json_pack("{s:[s]}", "sd", "short"));
    assert_fault("after", json_string("x"));
    assert_fault("corrects", json_integer(0));
    assert_fault("event", json_string(""));
    assert_fault("learned", json_string("2019-02-29"));
    assert_fault("precision", json_string("year"));
    assert_fault("prev", json_string("00"));
    assert_fault("reason", json_string("in clear"));
    assert_fault("recorded", json_string("2019-01-31T09:00:00Z"));
    assert_fault("recorded", json_string("2019-01-31T24:00:00.000000Z"));
    assert_fault("request", json_string("11111111-2222-4333-8444-55555555555A"));
    assert_fault("seq", json_string("1"));
    assert_fault("subject_kind", json_string("region"));
    assert_fault("v", json_integer(2));
    assert_fault("valid", json_string("30/01/2019"));
}

TEST(a_member_missing_or_unknown_is_named)
{
    JALON_AUTO(jalon_json_decref) json_t *leaf = leaf_of(1, NULL, "2019-01-31T09:00:00.000001Z");
    json_object_set_new(leaf, "colour", json_null());
    assert_string_equal(jalon_leaf_fault(leaf), "colour");
    json_object_del(leaf, "learned");
    assert_string_equal(jalon_leaf_fault(leaf), "learned");
}

TEST(a_chain_holds_while_every_entry_names_the_one_before)
{
    JALON_AUTO(jalon_json_decref) json_t *first = leaf_of(1, NULL, "2019-01-31T09:00:00.000001Z");
    struct jalon_hash one = hash_of(first);
    JALON_AUTO(jalon_json_decref)
    json_t *second = leaf_of(2, jalon_hash_hex(&one).text, "2019-01-31T09:00:00.000002Z");
    struct jalon_hash two = hash_of(second);
    struct jalon_chain chain = {0};
    assert_int_equal(jalon_chain_follow(&chain, first, &one), JALON_CHAIN_OK);
    assert_int_equal(jalon_chain_follow(&chain, second, &two), JALON_CHAIN_OK);
    assert_int_equal(chain.seq, 2);
    assert_true(jalon_hash_equal(&chain.head, &two));
}

TEST(a_broken_link_is_reported_once)
{
    JALON_AUTO(jalon_json_decref) json_t *first = leaf_of(1, NULL, "2019-01-31T09:00:00.000001Z");
    struct jalon_hash one = hash_of(first), other = jalon_hasher_sha256(hasher, "x", 1);
    JALON_AUTO(jalon_json_decref)
    json_t *second = leaf_of(2, jalon_hash_hex(&other).text, "2019-01-31T09:00:00.000002Z");
    struct jalon_hash two = hash_of(second);
    JALON_AUTO(jalon_json_decref)
    json_t *third = leaf_of(3, jalon_hash_hex(&two).text, "2019-01-31T09:00:00.000003Z");
    struct jalon_hash three = hash_of(third);
    struct jalon_chain chain = {0};
    assert_int_equal(jalon_chain_follow(&chain, first, &one), JALON_CHAIN_OK);
    assert_int_equal(jalon_chain_follow(&chain, second, &two), JALON_CHAIN_PREV);
    assert_int_equal(jalon_chain_follow(&chain, third, &three), JALON_CHAIN_OK);
}

TEST(a_gap_a_false_start_and_a_clock_gone_back_are_told_apart)
{
    JALON_AUTO(jalon_json_decref) json_t *first = leaf_of(1, NULL, "2019-01-31T09:00:00.000001Z");
    struct jalon_hash one = hash_of(first);
    struct jalon_hash_hex hex = jalon_hash_hex(&one);
    JALON_AUTO(jalon_json_decref)
    json_t *third = leaf_of(3, hex.text, "2019-01-31T09:00:00.000003Z");
    JALON_AUTO(jalon_json_decref)
    json_t *late = leaf_of(2, hex.text, "2019-01-31T09:00:00.000001Z");
    JALON_AUTO(jalon_json_decref)
    json_t *linked_first = leaf_of(1, hex.text, "2019-01-31T09:00:00.000001Z");
    struct jalon_chain chain = {0}, gap, empty = {0};
    assert_int_equal(jalon_chain_follow(&chain, first, &one), JALON_CHAIN_OK);
    gap = chain;
    assert_int_equal(jalon_chain_follow(&gap, third, &one), JALON_CHAIN_SEQ);
    gap = chain;
    assert_int_equal(jalon_chain_follow(&gap, late, &one), JALON_CHAIN_RECORDED);
    assert_int_equal(jalon_chain_follow(&empty, linked_first, &one), JALON_CHAIN_PREV);
}

TEST(an_entry_of_another_subject_does_not_follow)
{
    JALON_AUTO(jalon_json_decref) json_t *first = leaf_of(1, NULL, "2019-01-31T09:00:00.000001Z");
    struct jalon_hash one = hash_of(first);
    JALON_AUTO(jalon_json_decref)
    json_t *other = leaf_of(2, jalon_hash_hex(&one).text, "2019-01-31T09:00:00.000002Z");
    jalon_json_set_text(other, "subject", "aaaaaaaa-bbbb-4ccc-8ddd-ffffffffffff");
    struct jalon_chain chain = {0};
    assert_int_equal(jalon_chain_follow(&chain, first, &one), JALON_CHAIN_OK);
    assert_int_equal(jalon_chain_follow(&chain, other, &one), JALON_CHAIN_SUBJECT);
    assert_string_equal(jalon_chain_fault_code(JALON_CHAIN_SUBJECT), "subject");
}
