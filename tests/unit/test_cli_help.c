/* Help made from rows, and the nearest name to a misspelt one. */
#include "support/test.h"

#include "base/nearest.h"
#include "base/text.h"
#include "jalon/cli_help.h"

struct nothing {
    const char *code, *party;
    struct jalon_date on;
};

static const struct cli_opt options[] = {
    {"party", 'p', CLI_TEXT, "PARTY",
     "who signed: a party of the programme with its code, such as region:28, or all for every "
     "required party that is still missing",
     offsetof(struct nothing, party), CLI_REQUIRED, NULL, 0},
    {"on", 0, CLI_DATE, "DATE", "when", offsetof(struct nothing, on), 0, NULL, 0},
    {0},
};
static const struct cli_opt arguments[] = {
    {"CODE", 0, CLI_TEXT, NULL, "territory", offsetof(struct nothing, code), CLI_REQUIRED, NULL, 0},
    {0},
};
static const struct cli_command sign = {.name = "sign",
                                        .section = "Record",
                                        .summary = "record a signature",
                                        .flags = CLI_NEEDS_DB | CLI_WRITES,
                                        .formats = "text|json",
                                        .options = options,
                                        .arguments = arguments,
                                        .size = sizeof(struct nothing)};
static const struct cli_command start = {
    .name = "db start", .section = "Database", .summary = "start the server", .flags = CLI_SERVER};
static const struct cli_command *const commands[] = {&sign, &start, NULL};

static void assert_fits(const char *text)
{
    for (const char *at = text; *at != '\0';) {
        size_t length = strcspn(at, "\n");
        JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
        jalon_str_add_bytes(&line, at, length);
        if (jalon_text_columns(jalon_str_text(&line)) > 80) {
            fail_msg("wider than 80 columns: %s", jalon_str_text(&line));
        }
        at += length + (at[length] == '\n');
    }
}

TEST(the_help_of_a_command_names_every_option_and_fits_80_columns)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    cli_help_command(&sign, NULL, JALON_EN, &text);
    static const char *const expected[] = {"Usage: jalon sign CODE --party PARTY [OPTIONS]\n",
                                           "\nRecord a signature.\n",
                                           "\nArguments:\n  CODE ",
                                           "  -p, --party PARTY ",
                                           "(required)\n",
                                           "      --on DATE ",
                                           "  -n, --dry-run ",
                                           "--request-id UUID",
                                           "form of the output: text, json\n"};
    for (size_t i = 0; i < JALON_COUNT(expected); i++) {
        if (strstr(jalon_str_text(&text), expected[i]) == NULL) {
            fail_msg("no \"%s\" in:\n%s", expected[i], jalon_str_text(&text));
        }
    }
    assert_null(strstr(jalon_str_text(&text), "--as-of"));
    assert_null(strstr(jalon_str_text(&text), "--version"));
    assert_fits(jalon_str_text(&text));
}

TEST(the_help_of_the_tool_lists_commands_under_their_sections)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    cli_help_tool(commands, "dates", JALON_EN, &text);
    assert_non_null(strstr(jalon_str_text(&text), "\nRecord:\n  sign CODE "));
    assert_non_null(strstr(jalon_str_text(&text), "\nDatabase:\n  db start "));
    assert_non_null(strstr(jalon_str_text(&text), "--version"));
    assert_null(strstr(jalon_str_text(&text), "--dry-run"));
    assert_fits(jalon_str_text(&text));
}

TEST(the_help_of_a_group_lists_its_commands_only)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    cli_help_group(commands, "db", JALON_EN, &text);
    assert_non_null(strstr(jalon_str_text(&text), "db start"));
    assert_null(strstr(jalon_str_text(&text), "sign"));
}

TEST(the_exit_statuses_are_all_explained)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    cli_help_errors(JALON_EN, &text);
    static const int statuses[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 70};
    for (size_t i = 0; i < JALON_COUNT(statuses); i++) {
        JALON_AUTO(jalon_str_done) struct jalon_str start_of_line = {0};
        jalon_str_addf(&start_of_line, "\n%4d  ", statuses[i]);
        assert_non_null(strstr(jalon_str_text(&text), jalon_str_text(&start_of_line)));
    }
    assert_fits(jalon_str_text(&text));
}

TEST(every_common_option_is_declared_once)
{
    for (const struct cli_opt *a = cli_common_options; a->name != NULL; a++) {
        assert_non_null(a->help);
        assert_true((a->type == CLI_FLAG) == (a->value == NULL));
        for (const struct cli_opt *b = a + 1; b->name != NULL; b++) {
            assert_string_not_equal(a->name, b->name);
            assert_true(a->letter == 0 || a->letter != b->letter);
            assert_true(a->offset != b->offset);
        }
    }
}

TEST(slips_of_the_finger_are_recognised)
{
    static const char *const names[] = {"status", "sign", "show", "history", "programme check"};
    static const struct {
        const char *word, *nearest;
    } cases[] = {
        {"statsu", "status"},
        {"sing", "sign"},
        {"shwo", "show"},
        {"histori", "history"},
        {"hist", "history"},
        {"stattuss", "status"},
        {"prgramme check", "programme check"},
        {"delete", NULL},
        {"shut", NULL},
        {"x", NULL},
    };
    for (size_t i = 0; i < JALON_COUNT(cases); i++) {
        const char *found = jalon_nearest(cases[i].word, names, JALON_COUNT(names));
        assert_string_equal(found != NULL ? found : "(none)",
                            cases[i].nearest != NULL ? cases[i].nearest : "(none)");
    }
}
