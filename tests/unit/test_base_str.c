/* Growable text. */
#include "support/test.h"

#include "base/mem.h"
#include "base/str.h"

TEST(a_zeroed_string_reads_as_empty_text)
{
    struct jalon_str s = {0};
    assert_string_equal(jalon_str_text(&s), "");
    jalon_str_clear(&s);
    assert_string_equal(jalon_str_text(&s), "");
}

TEST(text_grows_as_it_is_added)
{
    JALON_AUTO(jalon_str_done) struct jalon_str s = {0};
    for (int i = 0; i < 100; i++) {
        jalon_str_add(&s, "abc");
    }
    jalon_str_add_char(&s, '.');
    assert_int_equal(s.length, 301);
    assert_int_equal(strlen(jalon_str_text(&s)), 301);
    assert_string_equal(jalon_str_text(&s) + 297, "abc.");
}

TEST(one_addition_may_be_larger_than_double_the_room)
{
    JALON_AUTO(jalon_str_done) struct jalon_str s = {0};
    jalon_str_addf(&s, "%01000d|", 7);
    assert_int_equal(s.length, 1001);
    assert_string_equal(jalon_str_text(&s) + 998, "07|");
}

TEST(a_format_that_gives_nothing_adds_nothing)
{
    JALON_AUTO(jalon_str_done) struct jalon_str s = {0};
    jalon_str_add(&s, "a");
    jalon_str_addf(&s, "%s", "");
    assert_string_equal(jalon_str_text(&s), "a");
}

TEST(bytes_are_added_with_the_nul_among_them)
{
    JALON_AUTO(jalon_str_done) struct jalon_str s = {0};
    jalon_str_add_bytes(&s, "a\0b", 3);
    assert_int_equal(s.length, 3);
    assert_memory_equal(s.text, "a\0b", 4);
}

TEST(a_cleared_string_keeps_nothing_and_can_be_used_again)
{
    JALON_AUTO(jalon_str_done) struct jalon_str s = {0};
    jalon_str_add(&s, "before");
    jalon_str_clear(&s);
    assert_string_equal(jalon_str_text(&s), "");
    jalon_str_add(&s, "x");
    assert_string_equal(jalon_str_text(&s), "x");
}

TEST(a_taken_text_leaves_the_string_empty)
{
    JALON_AUTO(jalon_str_done) struct jalon_str s = {0};
    jalon_str_add(&s, "kept");
    JALON_AUTO(jalon_freep) char *text = jalon_str_take(&s);
    assert_string_equal(text, "kept");
    assert_int_equal(s.length, 0);
    JALON_AUTO(jalon_freep) char *empty = jalon_str_take(&s);
    assert_string_equal(empty, "");
}
