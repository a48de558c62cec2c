/* Text from outside: what is refused, what is printed, how wide it is. */
#include "support/prop.h"
#include "support/test.h"

#include "base/text.h"

static void assert_fault(const char *text, enum jalon_text_fault fault, size_t offset)
{
    size_t at = SIZE_MAX;
    assert_int_equal(jalon_text_check(text, 100, &at), fault);
    assert_int_equal(at, offset);
}

static void assert_printed(const char *text, const char *expected)
{
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    jalon_text_add_safe(&out, text);
    assert_string_equal(jalon_str_text(&out), expected);
}

TEST(no_text_is_the_same_as_no_text_only)
{
    assert_true(jalon_text_same("Évreux", "Évreux"));
    assert_false(jalon_text_same("Évreux", "Evreux"));
    assert_false(jalon_text_same("", NULL));
    assert_false(jalon_text_same(NULL, ""));
    assert_true(jalon_text_same(NULL, NULL));
}

TEST(a_text_is_found_in_a_list_as_a_whole)
{
    static const char *const texts[] = {"pilot", "signed"};
    assert_true(jalon_text_is_listed(texts, 2, "signed"));
    assert_false(jalon_text_is_listed(texts, 1, "signed"));
    assert_false(jalon_text_is_listed(texts, 2, "sign"));
    assert_false(jalon_text_is_listed(texts, 2, NULL));
    assert_false(jalon_text_is_listed(NULL, 0, "pilot"));
}

TEST(names_in_any_script_are_accepted)
{
    assert_fault("", JALON_TEXT_OK, 0);
    assert_fault("L'Haÿ-les-Roses", JALON_TEXT_OK, 16);
    assert_fault("\x7E\xC2\xA0\xDF\xBF", JALON_TEXT_OK, 5);
    assert_fault("\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF", JALON_TEXT_OK, 12);
    assert_fault("\xF0\x90\x80\x80\xF4\x8F\xBF\xBF", JALON_TEXT_OK, 8);
}

TEST(bytes_that_are_not_utf8_are_found)
{
    static const char *const wrong[] = {
        "a\x80",             /* a continuation alone */
        "a\xC3",             /* cut short */
        "a\xC3(",            /* no continuation */
        "a\xE2\x82",         /* cut short */
        "a\xC0\xAF",         /* overlong '/' */
        "a\xC1\xBF",         /* overlong */
        "a\xE0\x9F\xBF",     /* overlong */
        "a\xF0\x8F\xBF\xBF", /* overlong */
        "a\xED\xA0\x80",     /* the surrogate U+D800 */
        "a\xED\xBF\xBF",     /* the surrogate U+DFFF */
        "a\xF4\x90\x80\x80", /* beyond U+10FFFF */
        "a\xF5\x80\x80\x80", /* beyond U+10FFFF */
        "a\xFF",
    };
    for (size_t i = 0; i < JALON_COUNT(wrong); i++) {
        assert_fault(wrong[i], JALON_TEXT_NOT_UTF8, 1);
    }
}

TEST(controls_are_found)
{
    static const char *const wrong[] = {"é\x01", "é\t",   "é\n",       "é\r",
                                        "é\x1b", "é\x7f", "é\xC2\x80", "é\xC2\x9F"};
    for (size_t i = 0; i < JALON_COUNT(wrong); i++) {
        assert_fault(wrong[i], JALON_TEXT_CONTROL, 2);
    }
}

TEST(marks_of_writing_direction_are_found)
{
    static const char *const wrong[] = {"\u061C", "\u200E", "\u200F", "\u202A",
                                        "\u202E", "\u2066", "\u2069"};
    for (size_t i = 0; i < JALON_COUNT(wrong); i++) {
        assert_fault(wrong[i], JALON_TEXT_BIDI, 0);
    }
    assert_fault("\u061B\u200D\u2010\u2029\u202F\u2065\u206A", JALON_TEXT_OK, 20);
}

TEST(length_is_counted_in_characters)
{
    size_t at = 0;
    assert_int_equal(jalon_text_check("éàü", 3, &at), JALON_TEXT_OK);
    assert_int_equal(jalon_text_check("éàü", 2, &at), JALON_TEXT_TOO_LONG);
    assert_int_equal(at, 4);
    assert_int_equal(jalon_text_check("", 0, &at), JALON_TEXT_OK);
}

TEST(the_first_fault_is_the_one_reported)
{
    assert_fault("a\nb\xFF", JALON_TEXT_CONTROL, 1);
    assert_fault("a\xFF\n", JALON_TEXT_NOT_UTF8, 1);
}

TEST(printing_shows_what_would_act_on_the_terminal)
{
    assert_printed("Pays de Nay — n° 1", "Pays de Nay — n° 1");
    assert_printed("a\x1b[2Jb\n\x7f", "a\\x1b[2Jb\\x0a\\x7f");
    assert_printed("\xC2\x9B"
                   "1m",
                   "\\u{009b}1m");
    assert_printed("x\u202Ey\u061C", "x\\u{202e}y\\u{061c}");
    assert_printed("caf\xE9 \xE2\x82", "caf\\xe9 \\xe2\\x82");
}

TEST(columns_follow_what_a_terminal_draws)
{
    assert_int_equal(jalon_text_columns(""), 0);
    assert_int_equal(jalon_text_columns("Besançon"), 8);
    assert_int_equal(jalon_text_columns("e\u0301te\u0301"), 3);
    assert_int_equal(jalon_text_columns("\u200B\uFEFF"), 0);
    assert_int_equal(jalon_text_columns("工業"), 4);
    assert_int_equal(jalon_text_columns("\U0001F3ED"), 2);
    assert_int_equal(jalon_text_columns("a\xFF"
                                        "b"),
                     3);
}

TEST(printed_noise_is_always_acceptable_text)
{
    struct prop p = prop_start();
    for (int i = 0; i < 5000; i++) {
        char noise[33] = "";
        prop_bytes(&p, noise, (size_t)prop_between(&p, 0, 32));
        JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
        jalon_text_add_safe(&out, noise);
        size_t at = 0;
        assert_int_equal(jalon_text_check(jalon_str_text(&out), SIZE_MAX, &at), JALON_TEXT_OK);
        if (jalon_text_check(noise, SIZE_MAX, &at) == JALON_TEXT_OK) {
            assert_string_equal(jalon_str_text(&out), noise);
        }
    }
}
