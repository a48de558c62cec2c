/* Failures: sentences, placeholders, kinds. */
#include "support/test.h"

#include "base/base_messages.h"
#include "base/err.h"

static const struct jalon_msg sample = {
    "sample",
    JALON_ERR_CONFLICT,
    "",
    {{"'{2}' puis '{1}'", "'{1}' then '{2}'"}},
    {{"Reprenez {1}.", "Take {1} again."}},
};

static const char *fill(char *buffer, size_t size, const char *format, const char *first)
{
    const char *args[] = {first};
    jalon_msg_fill(buffer, size, format, args, 1);
    return buffer;
}

TEST(a_failure_speaks_both_languages)
{
    struct jalon_err err = {.sqlstate = "JA001"};
    assert_int_equal(jalon_fail(&err, &sample, "un", "deux"), -1);
    assert_int_equal(err.kind, JALON_ERR_CONFLICT);
    assert_string_equal(err.sqlstate, "");
    assert_string_equal(err.message[JALON_FR], "'deux' puis 'un'");
    assert_string_equal(err.message[JALON_EN], "'un' then 'deux'");
    assert_string_equal(err.hint[JALON_FR], "Reprenez un.");
    assert_string_equal(err.hint[JALON_EN], "Take un again.");
}

TEST(a_failure_knows_where_it_was_raised)
{
    struct jalon_err err = {0};
    int line = __LINE__ + 1;
    assert_int_equal(jalon_fail(&err, &sample, "un", "deux"), -1);
    assert_int_equal(err.line, line);
    assert_string_equal(err.file, __FILE__);
}

TEST(a_placeholder_without_argument_becomes_a_question_mark)
{
    struct jalon_err err = {0};
    assert_int_equal(jalon_fail(&err, &sample, "one"), -1);
    assert_string_equal(err.message[JALON_EN], "'one' then '?'");
    char buffer[64];
    assert_string_equal(fill(buffer, sizeof buffer, "{1}", NULL), "?");
}

TEST(arguments_beyond_nine_are_not_read)
{
    struct jalon_err err = {0};
    assert_int_equal(jalon_fail(&err, &sample, "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"),
                     -1);
    assert_string_equal(err.message[JALON_EN], "'1' then '2'");
}

TEST(braces_that_are_no_placeholder_stay)
{
    char buffer[64];
    const char *plain[] = {"{0}", "{a}", "{1", "{", "{1 }", "}", "{:}"};
    for (size_t i = 0; i < JALON_COUNT(plain); i++) {
        assert_string_equal(fill(buffer, sizeof buffer, plain[i], "x"), plain[i]);
    }
}

TEST(an_argument_is_never_read_as_a_format)
{
    char buffer[64];
    assert_string_equal(fill(buffer, sizeof buffer, "<{1}>", "{1}%s{2}"), "<{1}%s{2}>");
}

TEST(a_full_buffer_is_cut_between_characters)
{
    char buffer[8];
    assert_string_equal(fill(buffer, sizeof buffer, "{1}", "123456é"), "123456");
    assert_string_equal(fill(buffer, sizeof buffer, "{1}", "12345é!"), "12345é");
    assert_string_equal(fill(buffer, sizeof buffer, "{1}", "1234567"), "1234567");
    assert_string_equal(fill(buffer, sizeof buffer, "1234567890", NULL), "1234567");
    char tiny[2];
    assert_string_equal(fill(tiny, sizeof tiny, "{1}", "é"), "");
}

TEST(a_literal_character_is_not_cut_in_half)
{
    char buffer[8];
    assert_string_equal(fill(buffer, sizeof buffer, "123456é", NULL), "123456");
}

TEST(nothing_follows_the_cut)
{
    char buffer[8];
    assert_string_equal(fill(buffer, sizeof buffer, "{1}!", "123456é"), "123456");
}

TEST(every_kind_has_name_meaning_and_a_distinct_exit_status)
{
    for (int kind = 0; kind < JALON_ERR_N; kind++) {
        assert_true(strlen(jalon_err_kind_name((enum jalon_err_kind)kind)) > 0);
        assert_true(strlen(jalon_err_kind_meaning((enum jalon_err_kind)kind)) > 0);
        for (int other = 0; other < kind; other++) {
            assert_int_not_equal(jalon_err_exit_status((enum jalon_err_kind)kind),
                                 jalon_err_exit_status((enum jalon_err_kind)other));
        }
    }
    assert_int_equal(jalon_err_exit_status(JALON_ERR_INTERNAL), 70);
    assert_string_equal(jalon_err_kind_name(JALON_ERR_NOT_FOUND), "NOT_FOUND");
    assert_string_equal(jalon_err_kind_meaning(JALON_ERR_NONE), "done");
}
