/* Helpers on jansson. */
#include "support/test.h"

#include "base/json.h"
#include "base/mem.h"

static json_t *parse(const char *text)
{
    json_t *json = NULL;
    struct jalon_err err = {0};
    assert_done(jalon_json_parse(text, &json, &err), &err);
    return json;
}

static void assert_refuses(const char *text, const char *message)
{
    json_t *json = NULL;
    struct jalon_err err = {0};
    assert_int_equal(jalon_json_parse(text, &json, &err), -1);
    assert_int_equal(err.kind, JALON_ERR_REFUSED);
    assert_string_equal(err.message[JALON_EN], message);
    assert_null(json);
}

TEST(members_are_read_by_type)
{
    JALON_AUTO(jalon_json_decref)
    json_t *json =
        parse("{\"name\":\"Lacq\",\"n\":-7,\"open\":true,\"closed\":false,\"none\":null}");
    assert_string_equal(jalon_json_text(json, "name"), "Lacq");
    assert_int_equal(jalon_json_int(json, "n"), -7);
    assert_true(jalon_json_bool(json, "open"));
    assert_false(jalon_json_bool(json, "closed"));
}

TEST(an_absent_null_or_mistyped_member_reads_as_nothing)
{
    JALON_AUTO(jalon_json_decref) json_t *json = parse("{\"name\":null,\"n\":\"7\",\"open\":1}");
    assert_null(jalon_json_text(json, "name"));
    assert_null(jalon_json_text(json, "absent"));
    assert_int_equal(jalon_json_int(json, "n"), 0);
    assert_false(jalon_json_bool(json, "open"));
    assert_false(jalon_json_bool(json, "absent"));
    JALON_AUTO(jalon_json_decref) json_t *array = parse("[1]");
    assert_null(jalon_json_text(array, "name"));
    assert_null(jalon_json_text(NULL, "name"));
}

TEST(a_single_value_is_a_json_text)
{
    JALON_AUTO(jalon_json_decref) json_t *json = parse("\"alone\"");
    assert_string_equal(json_string_value(json), "alone");
}

TEST(malformed_text_is_refused_with_its_place)
{
    assert_refuses("{\"a\":1,\n \"b\":}", "malformed JSON, line 2, column 6");
    assert_refuses("", "malformed JSON, line 1, column 0");
    assert_refuses("[1] 2", "malformed JSON, line 1, column 5");
    assert_refuses("[\"\xFF\"]", "malformed JSON, line 1, column 2");
    assert_refuses("[\"a\\u0000\"]", "malformed JSON, line 1, column 10");
}

TEST(a_key_given_twice_is_refused)
{
    assert_refuses("{\"a\":1,\"a\":2}", "JSON: duplicate key, line 1, column 10");
}

TEST(a_document_is_written_in_one_line_in_the_order_it_was_built)
{
    JALON_AUTO(jalon_json_decref) json_t *json = json_object();
    jalon_json_set_text(json, "z", "été \"x\"");
    jalon_json_set_text(json, "a", NULL);
    jalon_json_set_int(json, "m", INT64_MIN);
    jalon_json_set(json, "b", json_true());
    JALON_AUTO(jalon_freep) char *text = jalon_json_dump(json);
    assert_string_equal(
        text, "{\"z\":\"été \\\"x\\\"\",\"a\":null,\"m\":-9223372036854775808,\"b\":true}");
}

TEST(a_member_is_read_and_written_as_a_date)
{
    JALON_AUTO(jalon_json_decref)
    json_t *json = parse("{\"a\":\"2019-06-30\",\"b\":null,\"c\":7,\"d\":\"soon\"}");
    assert_int_equal(jalon_json_date(json, "a").days, jalon_date_of(2019, 6, 30).days);
    assert_false(jalon_date_is_set(jalon_json_date(json, "b")));
    assert_false(jalon_date_is_set(jalon_json_date(json, "c")));
    assert_false(jalon_date_is_set(jalon_json_date(json, "d")));
    assert_false(jalon_date_is_set(jalon_json_date(json, "absent")));
    jalon_json_set_date(json, "c", jalon_date_of(2019, 7, 1));
    jalon_json_set_date(json, "a", JALON_DATE_NONE);
    assert_string_equal(jalon_json_text(json, "c"), "2019-07-01");
    assert_true(json_is_null(json_object_get(json, "a")));
}

TEST(texts_become_an_array_and_come_back_as_copies)
{
    const char *const texts[] = {"28", "été"};
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    json_t *array = jalon_json_texts(texts, 2);
    size_t n = 0;
    const char **copies = jalon_json_copy_texts(array, arena, &n);
    json_decref(array);
    assert_int_equal(n, 2);
    assert_string_equal(copies[0], "28");
    assert_string_equal(copies[1], "été");
    (void)jalon_json_copy_texts(NULL, arena, &n);
    assert_int_equal(n, 0);
}

TEST(a_text_is_added_with_its_escapes_and_nothing_else_changed)
{
    static const char text[] = "\"a\\b\" \b\f\n\r\t\x01\x1f \x7f L'Haÿ 🚂 /";
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    jalon_json_add_text(&out, text, strlen(text));
    assert_string_equal(jalon_str_text(&out), "\"\\\"a\\\\b\\\" \\b\\f\\n\\r\\t\\u0001\\u001f \x7f"
                                              " L'Haÿ 🚂 /\"");
    JALON_AUTO(jalon_json_decref) json_t *value = NULL;
    struct jalon_err err = {0};
    assert_done(jalon_json_parse(jalon_str_text(&out), &value, &err), &err);
    assert_string_equal(json_string_value(value), text);
    jalon_str_clear(&out);
    jalon_json_add_text(&out, "", 0);
    assert_string_equal(jalon_str_text(&out), "\"\"");
}

TEST(setting_a_member_again_replaces_it)
{
    JALON_AUTO(jalon_json_decref) json_t *json = parse("{\"a\":1}");
    jalon_json_set_int(json, "a", 2);
    assert_int_equal(jalon_json_int(json, "a"), 2);
    assert_int_equal(json_object_size(json), 1);
}

TEST(releasing_leaves_no_pointer_behind)
{
    json_t *json = parse("{}");
    jalon_json_decref(&json);
    assert_null(json);
    jalon_json_decref(&json);
    assert_null(json);
}

static void set_text_that_is_not_utf8(void)
{
    jalon_json_set_text(json_object(), "a", "\xFF");
}

static void add_text_that_is_not_utf8(void)
{
    const char *const texts[] = {"\xFF"};
    json_decref(jalon_json_texts(texts, 1));
}

static void dump_nothing(void)
{
    jalon_freep(&(char *){jalon_json_dump(NULL)});
}

TEST(what_cannot_be_json_stops_the_program)
{
    assert_true(test_dies(set_text_that_is_not_utf8));
    assert_true(test_dies(add_text_that_is_not_utf8));
    assert_true(test_dies(dump_nothing));
}
