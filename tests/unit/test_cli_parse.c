/* Reading a command line against rows of commands and options. */
#include "support/test.h"

#include "base/str.h"
#include "jalon/cli.h"

struct sign {
    const char *code, *party, *place, *from, *kind;
    struct jalon_date on;
    struct jalon_week week;
    struct jalon_uuid id;
    enum jalon_precision precision;
    int64_t days;
    struct cli_texts also;
    bool all;
};

#define MEMBER(name) offsetof(struct sign, name)

static const struct cli_opt sign_options[] = {
    {"party", 'p', CLI_TEXT, "PARTY", "who", MEMBER(party), CLI_REQUIRED, NULL, 0},
    {"on", 0, CLI_DATE, "DATE", "when", MEMBER(on), 0, NULL, 0},
    {"week", 0, CLI_WEEK, "WEEK", "which week", MEMBER(week), 0, NULL, 0},
    {"id", 0, CLI_UUID, "UUID", "which", MEMBER(id), 0, NULL, 0},
    {"precision", 0, CLI_PRECISION, "day|month|before|after|unknown", "how exactly",
     MEMBER(precision), 0, NULL, 0},
    {"days", 0, CLI_INT, "N", "how many", MEMBER(days), 0, NULL, 0},
    {"also", 'a', CLI_TEXT, "PARTY", "who else", MEMBER(also), CLI_REPEATABLE, NULL, 0},
    {"kind", 0, CLI_CHOICE, "red|green", "colour", MEMBER(kind), 0, NULL, 0},
    {"all", 0, CLI_FLAG, NULL, "everybody", MEMBER(all), 0, "place", 0},
    {"place", 0, CLI_TEXT, "TEXT", "where", MEMBER(place), 0, NULL, 0},
    {0},
};
static const struct cli_opt sign_arguments[] = {
    {"CODE", 0, CLI_TEXT, NULL, "territory", MEMBER(code), CLI_REQUIRED, NULL, 0},
    {"FILE", 0, CLI_PATH, NULL, "list", MEMBER(from), 0, NULL, 0},
    {0},
};
static const struct cli_command sign = {
    .name = "sign",
    .section = "Record",
    .summary = "record a signature",
    .flags = CLI_NEEDS_DB | CLI_WRITES,
    .formats = "text|json",
    .options = sign_options,
    .arguments = sign_arguments,
    .size = sizeof(struct sign),
};
static const struct cli_command start = {
    .name = "db start", .section = "Database", .summary = "start the server", .flags = CLI_SERVER};
static const struct cli_command stop = {
    .name = "db stop", .section = "Database", .summary = "stop the server", .flags = CLI_SERVER};
static const struct cli_command *const commands[] = {&sign, &start, &stop, NULL};

enum { MAX_WORDS = 16 };

static struct cli_parsed parsed;
static struct jalon_err err;

static int done(void **state)
{
    (void)state;
    cli_parsed_done(&parsed);
    return 0;
}
TEARDOWN_EACH(done);

/* The words after `jalon`, ended by NULL. */
static int parse(const char *word, ...)
{
    static char name[] = "jalon";
    char *argv[MAX_WORDS] = {name};
    int argc = 1;
    va_list list;
    va_start(list, word);
    for (const char *at = word; at != NULL; at = va_arg(list, const char *)) {
        memcpy(&argv[argc++], &at, sizeof at);
    }
    va_end(list);
    err = (struct jalon_err){0};
    return cli_parse(commands, argc, argv, &parsed, &err);
}

static const struct sign *given(void)
{
    return parsed.options;
}

static void assert_fails(int returned, enum jalon_err_kind kind, const char *message)
{
    assert_int_equal(returned, -1);
    assert_string_equal(err.message[JALON_EN], message);
    assert_int_equal(err.kind, kind);
    assert_true(err.hint[JALON_EN][0] != '\0');
    assert_true(err.hint[JALON_FR][0] != '\0');
}

TEST(each_type_of_value_reaches_its_member)
{
    assert_done(parse("sign", "ti-2801", "list.csv", "--party", "etat", "--on=30/04/2019", "--week",
                      "2019-w18", "--id", "6F0F0E7B-5C8F-4E22-9B5C-0A4B3C2D1E0F", "--precision",
                      "before", "--days", "30", NULL),
                &err);
    assert_ptr_equal(parsed.command, &sign);
    assert_string_equal(given()->code, "ti-2801");
    assert_string_equal(given()->from, "list.csv");
    assert_string_equal(given()->party, "etat");
    assert_string_equal(jalon_date_iso(given()->on).text, "2019-04-30");
    assert_int_equal(given()->week.week, 18);
    assert_string_equal(given()->id.text, "6f0f0e7b-5c8f-4e22-9b5c-0a4b3c2d1e0f");
    assert_int_equal(given()->precision, JALON_PRECISION_BEFORE);
    assert_int_equal(given()->days, 30);
}

TEST(what_is_not_given_is_recognisably_absent)
{
    assert_done(parse("sign", "ti-2801", "-p", "etat", NULL), &err);
    assert_false(jalon_date_is_set(given()->on));
    assert_false(jalon_date_is_set(parsed.common.as_of));
    assert_int_equal(given()->week.year, 0);
    assert_int_equal(given()->days, -1);
    assert_string_equal(given()->id.text, "");
    assert_null(given()->from);
    assert_int_equal(given()->also.n, 0);
    assert_false(given()->all);
    assert_string_equal(parsed.common.format, "text");
}

TEST(short_options_take_their_value_joined_or_apart)
{
    assert_done(parse("sign", "ti-2801", "-petat", "-nq", "-o", "-", "-a", "one", "-atwo", NULL),
                &err);
    assert_string_equal(given()->party, "etat");
    assert_true(parsed.common.dry_run);
    assert_true(parsed.common.quiet);
    assert_string_equal(parsed.common.output, "-");
    assert_int_equal(given()->also.n, 2);
    assert_string_equal(given()->also.items[0], "one");
    assert_string_equal(given()->also.items[1], "two");
}

TEST(options_may_stand_before_between_and_after_words)
{
    assert_done(parse("--lang", "en", "db", "--quiet", "start", "--debug", NULL), &err);
    assert_ptr_equal(parsed.command, &start);
    assert_string_equal(parsed.common.lang, "en");
    assert_true(parsed.common.quiet && parsed.common.debug);
}

TEST(after_two_dashes_everything_is_an_argument)
{
    assert_done(parse("sign", "--party", "etat", "--", "--on", NULL), &err);
    assert_string_equal(given()->code, "--on");
}

TEST(an_option_never_swallows_the_next_option)
{
    assert_fails(parse("sign", "ti-2801", "--party", "--dry-run", NULL), JALON_ERR_USAGE,
                 "'--party' needs a value");
    assert_done((cli_parsed_done(&parsed), parse("sign", "ti-2801", "--party=--dry-run", NULL)),
                &err);
    assert_string_equal(given()->party, "--dry-run");
}

TEST(a_value_may_be_missing_at_the_end)
{
    assert_fails(parse("sign", "ti-2801", "-p", NULL), JALON_ERR_USAGE, "'--party' needs a value");
}

TEST(a_flag_refuses_a_value)
{
    assert_fails(parse("sign", "x", "-p", "y", "--all=yes", NULL), JALON_ERR_USAGE,
                 "'--all' takes no value");
}

TEST(abbreviations_are_refused_and_their_option_is_named)
{
    assert_fails(parse("sign", "ti-2801", "--part", "etat", NULL), JALON_ERR_USAGE,
                 "unknown option: '--part'");
    assert_non_null(strstr(err.hint[JALON_EN], "'--party'"));
}

TEST(a_misspelt_command_names_the_nearest)
{
    assert_fails(parse("sing", NULL), JALON_ERR_USAGE, "unknown command: 'sing'");
    assert_non_null(strstr(err.hint[JALON_EN], "`jalon sign`"));
}

TEST(a_strange_command_names_none)
{
    assert_fails(parse("frobnicate", NULL), JALON_ERR_USAGE, "unknown command: 'frobnicate'");
    assert_null(strstr(err.hint[JALON_EN], "mean"));
}

TEST(a_group_alone_lists_its_commands)
{
    assert_fails(parse("db", NULL), JALON_ERR_USAGE, "a word is missing after 'db': start, stop");
}

TEST(nothing_at_all_is_a_usage_error)
{
    assert_fails(parse(NULL, NULL), JALON_ERR_USAGE, "a command is missing");
}

TEST(what_is_required_is_named_with_the_usage)
{
    assert_fails(parse("sign", "ti-2801", NULL), JALON_ERR_USAGE, "'--party' is missing");
    assert_non_null(strstr(err.hint[JALON_EN], "jalon sign CODE [FILE] --party PARTY"));
    cli_parsed_done(&parsed);
    assert_fails(parse("sign", "-p", "etat", NULL), JALON_ERR_USAGE, "'CODE' is missing");
}

TEST(one_argument_too_many_is_refused)
{
    assert_fails(parse("sign", "-p", "etat", "a", "b", "c", NULL), JALON_ERR_USAGE,
                 "one argument too many: 'c'");
    cli_parsed_done(&parsed);
    assert_fails(parse("db", "start", "now", NULL), JALON_ERR_USAGE,
                 "one argument too many: 'now'");
}

TEST(the_same_option_twice_is_refused)
{
    assert_fails(parse("sign", "x", "--on", "2019-04-30", "--on", "2019-04-29", NULL),
                 JALON_ERR_USAGE, "'--on' is given twice");
}

TEST(options_that_exclude_each_other_are_refused_together)
{
    assert_fails(parse("sign", "x", "-p", "y", "--place", "Lyon", "--all", NULL), JALON_ERR_USAGE,
                 "'--all' and '--place' exclude each other");
}

TEST(a_common_option_is_refused_where_it_means_nothing)
{
    assert_fails(parse("db", "start", "--dry-run", NULL), JALON_ERR_USAGE,
                 "'--dry-run' does not apply to `jalon db start`");
    cli_parsed_done(&parsed);
    assert_fails(parse("sign", "x", "-p", "y", "--as-of", "2019-04-30", NULL), JALON_ERR_USAGE,
                 "'--as-of' does not apply to `jalon sign`");
}

TEST(a_bad_date_is_bad_input_and_names_its_place)
{
    static const char *const dates[] = {"06/30/2019", "30/06/19",   "2019-02-29", "infinity",
                                        "2019-6-30",  "2014-31-12", "2",          "fr"};
    for (size_t i = 0; i < JALON_COUNT(dates); i++) {
        assert_int_equal(parse("sign", "x", "-p", "y", "--on", dates[i], NULL), -1);
        assert_int_equal(err.kind, JALON_ERR_REFUSED);
        assert_memory_equal(err.message[JALON_FR], "--on : ", 7);
        assert_memory_equal(err.message[JALON_EN], "--on: ", 6);
        assert_non_null(strstr(err.message[JALON_EN], dates[i]));
        cli_parsed_done(&parsed);
    }
}

TEST(a_week_that_does_not_exist_is_bad_input)
{
    assert_int_equal(parse("sign", "x", "-p", "y", "--week", "2019-W53", NULL), -1);
    assert_int_equal(err.kind, JALON_ERR_REFUSED);
    assert_memory_equal(err.message[JALON_EN], "--week: ", 8);
}

TEST(words_of_a_closed_list_are_checked)
{
    assert_fails(parse("sign", "x", "-p", "y", "--kind", "blue", NULL), JALON_ERR_USAGE,
                 "--kind: unknown value 'blue'");
    assert_string_equal(err.hint[JALON_EN], "Choose one of: red, green.");
    cli_parsed_done(&parsed);
    assert_fails(parse("sign", "x", "-p", "y", "--precision", "week", NULL), JALON_ERR_USAGE,
                 "--precision: unknown value 'week'");
    cli_parsed_done(&parsed);
    assert_fails(parse("sign", "x", "-p", "y", "--format", "xml", NULL), JALON_ERR_USAGE,
                 "--format: unknown value 'xml'");
    cli_parsed_done(&parsed);
    assert_fails(parse("sign", "x", "-p", "y", "--kind", "re", NULL), JALON_ERR_USAGE,
                 "--kind: unknown value 're'");
}

TEST(numbers_are_whole_and_not_negative)
{
    static const char *const numbers[] = {"x", "1.5", "1e3", "+1", " 1", "99999999999999999999"};
    for (size_t i = 0; i < JALON_COUNT(numbers); i++) {
        assert_int_equal(parse("sign", "x", "-p", "y", "--days", numbers[i], NULL), -1);
        assert_int_equal(err.kind, JALON_ERR_USAGE);
        cli_parsed_done(&parsed);
    }
}

TEST(a_request_id_must_be_a_uuid)
{
    assert_fails(parse("sign", "x", "-p", "y", "--request-id", "42", NULL), JALON_ERR_USAGE,
                 "--request-id: a UUID is expected, not '42'");
}

TEST(an_empty_value_is_refused)
{
    assert_fails(parse("sign", "", "-p", "y", NULL), JALON_ERR_USAGE, "CODE: empty value");
    cli_parsed_done(&parsed);
    assert_fails(parse("sign", "x", "--party=", NULL), JALON_ERR_USAGE, "--party: empty value");
}

TEST(hostile_text_is_refused_with_its_place)
{
    assert_fails(parse("sign", "x", "-p", "a\x1b[2J", NULL), JALON_ERR_REFUSED,
                 "--party: control character at position 2");
    cli_parsed_done(&parsed);
    assert_fails(parse("sign", "x", "-p", "\xc3\xa9t\xe2\x80\xae", NULL), JALON_ERR_REFUSED,
                 "--party: invisible direction mark at position 3");
    cli_parsed_done(&parsed);
    assert_fails(parse("sign", "x", "-p",
                       "Orl\xe9"
                       "ans",
                       NULL),
                 JALON_ERR_REFUSED, "--party: unreadable text at character 4 (UTF-8 expected)");
}

TEST(ten_kilobytes_of_text_are_refused)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    for (int i = 0; i < 10000; i++) {
        jalon_str_add_char(&text, 'x');
    }
    assert_fails(parse("sign", "x", "-p", jalon_str_text(&text), NULL), JALON_ERR_REFUSED,
                 "--party: text of more than 2000 characters");
}

TEST(a_path_may_hold_any_byte)
{
    assert_done(parse("sign", "x", "caf\xe9\n.csv", "-p", "y", NULL), &err);
    assert_string_equal(given()->from, "caf\xe9\n.csv");
}

TEST(help_is_found_wherever_it_stands)
{
    assert_done(parse("sign", "--help", NULL), &err);
    assert_true(parsed.common.help);
    assert_string_equal(parsed.words, "sign");
    cli_parsed_done(&parsed);
    assert_done(parse("db", "-h", NULL), &err);
    assert_null(parsed.command);
    assert_string_equal(parsed.words, "db");
    cli_parsed_done(&parsed);
    assert_done(parse("--version", NULL), &err);
    assert_true(parsed.common.version);
}

TEST(the_language_is_found_on_a_faulty_line)
{
    char jalon[] = "jalon", bad[] = "--nonsense", lang[] = "--lang", en[] = "en",
         fr[] = "--lang=fr";
    char *apart[] = {jalon, bad, lang, en, NULL};
    assert_string_equal(cli_asked_language(4, apart), "en");
    char *joined[] = {jalon, fr, NULL};
    assert_string_equal(cli_asked_language(2, joined), "fr");
    assert_null(cli_asked_language(2, apart));
}
