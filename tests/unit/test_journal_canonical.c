/* The canonical spelling of journal entries: vectors of RFC 8785 and what the profile refuses. */
#include "support/test.h"

#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/str.h"
#include "journal/canonical.h"

static json_t *vectors(void)
{
    json_t *all = json_load_file(TEST_DATA "/journal_vectors.json", JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(all);
    return all;
}

static enum jalon_canonical_fault check(const char *text)
{
    JALON_AUTO(jalon_json_decref) json_t *leaf = NULL;
    enum jalon_canonical_fault fault = jalon_canonical_check(text, strlen(text), &leaf);
    assert_int_equal(leaf != NULL, fault == JALON_CANONICAL_OK);
    return fault;
}

TEST(documents_of_rfc_8785_are_written_as_it_says)
{
    JALON_AUTO(jalon_json_decref) json_t *all = vectors();
    size_t i;
    json_t *document;
    json_array_foreach(json_object_get(json_object_get(all, "rfc8785"), "documents"), i, document)
    {
        JALON_AUTO(jalon_json_decref)
        json_t *value = json_loads(jalon_json_text(document, "input"), 0, NULL);
        assert_non_null(value);
        JALON_AUTO(jalon_freep) char *text = jalon_canonical_text(value);
        if (jalon_json_bool(document, "written_alike")) {
            assert_string_equal(text, jalon_json_text(document, "output"));
        } else {
            assert_true(!text || check(jalon_json_text(document, "output")) != JALON_CANONICAL_OK);
        }
    }
    assert_int_equal(i, 6);
}

TEST(text_that_rfc_8785_rejects_is_rejected)
{
    JALON_AUTO(jalon_json_decref) json_t *all = vectors();
    const char *name;
    json_t *hex;
    json_object_foreach(json_object_get(json_object_get(all, "rfc8785"), "must_reject_hex"), name,
                        hex)
    {
        char bytes[64] = {0};
        for (size_t i = 0; i < json_string_length(hex) / 2; i++) {
            unsigned byte;
            assert_int_equal(sscanf(json_string_value(hex) + 2 * i, "%2x", &byte), 1);
            bytes[i] = (char)byte;
        }
        assert_int_equal(check(bytes), JALON_CANONICAL_NOT_JSON);
    }
}

TEST(a_canonical_leaf_is_accepted_and_parsed)
{
    const char *text =
        "{\"a\":[1,true,false,null,{\"b\":\"\\\"\\\\\\b\\f\\n\\r\\t\\u001f/é😂\"}],\"z_9\":0}";
    JALON_AUTO(jalon_json_decref) json_t *leaf = NULL;
    assert_int_equal(jalon_canonical_check(text, strlen(text), &leaf), JALON_CANONICAL_OK);
    assert_int_equal(json_array_size(json_object_get(leaf, "a")), 5);
}

TEST(another_spelling_of_the_same_value_is_refused)
{
    static const char *const texts[] = {
        "{\"b\":1,\"a\":2}", "{ \"a\":2}",          "{\"a\":2}\n",         "{\"a\":\"\\u00e9\"}",
        "{\"a\":\"\\/\"}",   "{\"a\":\"\\u000A\"}", "{\"a\":\"\\u001F\"}", "{\"a\":-0}"};
    for (size_t i = 0; i < JALON_COUNT(texts); i++) {
        assert_int_equal(check(texts[i]), JALON_CANONICAL_SPELLING);
    }
}

TEST(a_key_given_twice_is_refused)
{
    assert_int_equal(check("{\"a\":1,\"a\":1}"), JALON_CANONICAL_NOT_JSON);
}

TEST(numbers_outside_the_profile_are_refused)
{
    static const char *const texts[] = {"{\"a\":1.5}", "{\"a\":1.0}", "{\"a\":1e2}", "{\"a\":-1}",
                                        "{\"a\":9007199254740992}"};
    for (size_t i = 0; i < JALON_COUNT(texts); i++) {
        assert_int_equal(check(texts[i]), JALON_CANONICAL_NUMBER);
    }
    assert_int_equal(check("{\"a\":9007199254740991}"), JALON_CANONICAL_OK);
    assert_int_equal(check("{\"a\":99999999999999999999}"), JALON_CANONICAL_NOT_JSON);
}

TEST(keys_outside_the_profile_are_refused)
{
    static const char *const texts[] = {"{\"A\":1}",
                                        "{\"1\":1}",
                                        "{\"\":1}",
                                        "{\"é\":1}",
                                        "{\"a\":[{\"a-b\":1}]}",
                                        "{\"a1234567890123456789012345678901\":1}"};
    for (size_t i = 0; i < JALON_COUNT(texts); i++) {
        assert_int_equal(check(texts[i]), JALON_CANONICAL_KEY);
    }
    assert_int_equal(check("{\"a123456789012345678901234567890\":1}"), JALON_CANONICAL_OK);
}

TEST(a_leaf_is_one_object_without_nul)
{
    assert_int_equal(check("[]"), JALON_CANONICAL_NOT_OBJECT);
    assert_int_equal(check("null"), JALON_CANONICAL_NOT_OBJECT);
    assert_int_equal(check(""), JALON_CANONICAL_NOT_JSON);
    assert_int_equal(check("{\"a\":\"\\u0000\"}"), JALON_CANONICAL_NOT_JSON);
    JALON_AUTO(jalon_json_decref) json_t *nul = json_stringn("a\0b", 3);
    assert_null(jalon_canonical_text(nul));
}

TEST(a_leaf_holds_at_most_65535_bytes)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    jalon_str_add(&text, "{\"a\":\"");
    while (text.length < JALON_LEAF_MAX_BYTES - 2) {
        jalon_str_add_char(&text, 'x');
    }
    jalon_str_add(&text, "\"}");
    assert_int_equal(check(text.text), JALON_CANONICAL_OK);
    text.text[text.length - 2] = 'x';
    text.text[text.length - 1] = '"';
    jalon_str_add_char(&text, '}');
    assert_int_equal(check(text.text), JALON_CANONICAL_TOO_LONG);
}

TEST(nesting_as_deep_as_the_size_allows_ends_in_a_refusal)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    for (int i = 0; i < 30000; i++) {
        jalon_str_add_char(&text, '[');
    }
    assert_int_equal(check(text.text), JALON_CANONICAL_NOT_JSON);
}

TEST(every_fault_has_a_code)
{
    assert_string_equal(jalon_canonical_fault_code(JALON_CANONICAL_OK), "ok");
    assert_string_equal(jalon_canonical_fault_code(JALON_CANONICAL_SPELLING), "spelling");
}
