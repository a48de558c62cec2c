/* The rows of all commands: each is whole, explained, and cannot be misread. */
#include "support/test.h"

#include "base/text.h"
#include "jalon/cli_help.h"
#include "jalon/commands.h"
#include "jalon/manual.h"
#include "report/export.h"
#include "report/portfolio.h"

static size_t size_of(const struct cli_opt *row)
{
    static const size_t sizes[] = {
        [CLI_TEXT] = sizeof(const char *),
        [CLI_PATH] = sizeof(const char *),
        [CLI_CHOICE] = sizeof(const char *),
        [CLI_DATE] = sizeof(struct jalon_date),
        [CLI_WEEK] = sizeof(struct jalon_week),
        [CLI_UUID] = sizeof(struct jalon_uuid),
        [CLI_PRECISION] = sizeof(enum jalon_precision),
        [CLI_INT] = sizeof(int64_t),
        [CLI_FLAG] = sizeof(bool),
    };
    return (row->flags & CLI_REPEATABLE) != 0 ? sizeof(struct cli_texts) : sizes[row->type];
}

static const char *page_of(const char *name)
{
    for (const struct manual_page *page = manual_pages; page->name != NULL; page++) {
        if (strcmp(page->name, name) == 0) {
            return page->text;
        }
    }
    return NULL;
}

static void assert_fits(const char *name, const char *text)
{
    for (const char *at = text; *at != '\0';) {
        size_t length = strcspn(at, "\n");
        JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
        jalon_str_add_bytes(&line, at, length);
        if (jalon_text_columns(jalon_str_text(&line)) > 80) {
            fail_msg("help of %s is wider than 80 columns: %s", name, jalon_str_text(&line));
        }
        at += length + (at[length] == '\n');
    }
}

static void assert_row_is_whole(const struct cli_command *command, const struct cli_opt *row)
{
    if (row->help == NULL || row->offset + size_of(row) > command->size ||
        ((row->flags & CLI_REPEATABLE) != 0 && row->type != CLI_TEXT) ||
        ((row->type == CLI_CHOICE || row->type == CLI_PRECISION) && row->value == NULL)) {
        fail_msg("%s: row %s is not whole", command->name, row->name);
    }
}

/* No option of a command may hide a common one, or another of its own. */
static void assert_no_clash(const struct cli_command *command, const struct cli_opt *row)
{
    for (const struct cli_opt *other = cli_common_options; other->name != NULL; other++) {
        if (strcmp(row->name, other->name) == 0 ||
            (row->letter != 0 && row->letter == other->letter)) {
            fail_msg("%s: --%s hides a common option", command->name, row->name);
        }
    }
    for (const struct cli_opt *other = command->options; other < row; other++) {
        if (strcmp(row->name, other->name) == 0 || row->offset == other->offset ||
            (row->letter != 0 && row->letter == other->letter)) {
            fail_msg("%s: --%s and --%s clash", command->name, row->name, other->name);
        }
    }
}

TEST(every_row_is_whole_and_unambiguous)
{
    for (size_t i = 0; jalon_commands[i] != NULL; i++) {
        const struct cli_command *command = jalon_commands[i];
        assert_non_null(command->run);
        assert_true(command->summary[0] >= 'a' && command->summary[0] <= 'z');
        for (const struct cli_opt *row = command->options; row != NULL && row->name != NULL;
             row++) {
            assert_row_is_whole(command, row);
            assert_no_clash(command, row);
        }
        bool optional = false;
        for (const struct cli_opt *row = command->arguments; row != NULL && row->name != NULL;
             row++) {
            assert_row_is_whole(command, row);
            assert_false(optional && (row->flags & CLI_REQUIRED) != 0);
            optional = (row->flags & CLI_REQUIRED) == 0;
        }
    }
}

TEST(every_command_has_one_name_that_is_no_group)
{
    for (size_t i = 0; jalon_commands[i] != NULL; i++) {
        assert_false(cli_is_group(jalon_commands, jalon_commands[i]->name));
        for (size_t j = 0; j < i; j++) {
            assert_string_not_equal(jalon_commands[i]->name, jalon_commands[j]->name);
        }
    }
}

TEST(report_weekly_offers_every_format_of_the_report)
{
    const struct cli_command *command = cli_find_command(jalon_commands, "report weekly");
    JALON_AUTO(jalon_str_done) struct jalon_str all = {0};
    size_t n = 0;
    const struct jalon_weekly_format *formats = jalon_weekly_formats(&n);
    for (size_t i = 0; i < n; i++) {
        jalon_str_addf(&all, "%s%s", i > 0 ? "|" : "", formats[i].name);
    }
    assert_non_null(command);
    assert_string_equal(command->formats, jalon_str_text(&all));
}

TEST(report_portfolio_offers_every_format_of_the_portfolio)
{
    const struct cli_command *command = cli_find_command(jalon_commands, "report portfolio");
    JALON_AUTO(jalon_str_done) struct jalon_str all = {0};
    size_t n = 0;
    const struct jalon_portfolio_format *formats = jalon_portfolio_formats(&n);
    for (size_t i = 0; i < n; i++) {
        jalon_str_addf(&all, "%s%s", i > 0 ? "|" : "", formats[i].name);
    }
    assert_non_null(command);
    assert_string_equal(command->formats, jalon_str_text(&all));
}

TEST(export_offers_every_object_and_every_format)
{
    const struct cli_command *command = cli_find_command(jalon_commands, "export");
    JALON_AUTO(jalon_str_done) struct jalon_str objects = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str formats = {0};
    size_t n_objects = 0, n_formats = 0;
    const struct jalon_export_object *object = jalon_export_objects(&n_objects);
    const struct jalon_export_format *format = jalon_export_formats(&n_formats);
    for (size_t i = 0; i < n_objects; i++) {
        jalon_str_addf(&objects, "%s%s", i > 0 ? "|" : "", object[i].name);
    }
    for (size_t i = 0; i < n_formats; i++) {
        jalon_str_addf(&formats, "%s%s", i > 0 ? "|" : "", format[i].name);
    }
    jalon_str_add(&objects, "|datapackage");
    assert_non_null(command);
    assert_string_equal(command->arguments[0].value, jalon_str_text(&objects));
    assert_string_equal(command->formats, jalon_str_text(&formats));
}

TEST(commands_of_one_section_stand_together)
{
    for (size_t i = 1; jalon_commands[i] != NULL; i++) {
        for (size_t j = 0; j + 1 < i; j++) {
            bool same = strcmp(jalon_commands[i]->section, jalon_commands[j]->section) == 0;
            bool together = strcmp(jalon_commands[i]->section, jalon_commands[i - 1]->section) == 0;
            assert_true(!same || together);
        }
    }
}

TEST(every_command_has_a_manual_page_with_an_example)
{
    for (size_t i = 0; jalon_commands[i] != NULL; i++) {
        const char *text = page_of(jalon_commands[i]->name);
        if (text == NULL || strstr(text, "\nExample") == NULL ||
            strstr(text, jalon_commands[i]->name) == NULL) {
            fail_msg("doc/man: `%s` has no page with an example", jalon_commands[i]->name);
        }
    }
    for (const struct manual_page *page = manual_pages; page->name != NULL; page++) {
        if (cli_find_command(jalon_commands, page->name) == NULL) {
            fail_msg("doc/man: `%s` is no command", page->name);
        }
    }
}

static void assert_help_fits(enum jalon_lang lang)
{
    for (size_t i = 0; jalon_commands[i] != NULL; i++) {
        JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
        cli_help_command(jalon_commands[i], page_of(jalon_commands[i]->name), lang, &text);
        assert_fits(jalon_commands[i]->name, jalon_str_text(&text));
    }
    for (const struct manual_topic *topic = manual_topics; topic->name != NULL; topic++) {
        assert_fits(topic->name, topic->text.text[lang]);
    }
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    struct jalon_err err = {0};
    assert_int_equal(help_about("", true, lang, &text, &err), 0);
    assert_int_equal(help_about("errors", true, lang, &text, &err), 0);
    assert_fits("the tool", jalon_str_text(&text));
}

TEST(all_help_fits_80_columns)
{
    assert_help_fits(JALON_FR);
    assert_help_fits(JALON_EN);
}

/* Adds TEXT when french.def does not hold it. */
static void add_untranslated(struct jalon_str *list, const char *text)
{
    if (cli_say(JALON_FR, text) == text && strstr(jalon_str_text(list), text) == NULL) {
        jalon_str_addf(list, "  F(\"%s\", \"…\")\n", text);
    }
}

static void add_untranslated_rows(struct jalon_str *list, const struct cli_opt *row)
{
    for (; row != NULL && row->name != NULL; row++) {
        add_untranslated(list, row->help);
    }
}

TEST(the_help_is_in_both_languages)
{
    JALON_AUTO(jalon_str_done) struct jalon_str list = {0};
    add_untranslated_rows(&list, cli_common_options);
    for (size_t i = 0; jalon_commands[i] != NULL; i++) {
        add_untranslated(&list, jalon_commands[i]->section);
        add_untranslated(&list, jalon_commands[i]->summary);
        add_untranslated_rows(&list, jalon_commands[i]->arguments);
        add_untranslated_rows(&list, jalon_commands[i]->options);
    }
    if (list.length > 0) {
        fail_msg("tools/jalon/french.def lacks:\n%s", jalon_str_text(&list));
    }
}

static const char *end_of_line(const char *text)
{
    return text + strcspn(text, "\n");
}

/* Both halves of a topic tell people to type the same. */
TEST(a_topic_has_the_same_examples_in_both_languages)
{
    for (const struct manual_topic *topic = manual_topics; topic->name != NULL; topic++) {
        struct jalon_str commands[JALON_LANG_N] = {{0}};
        for (int lang = 0; lang < JALON_LANG_N; lang++) {
            const char *at = topic->text.text[lang];
            while ((at = strstr(at, "\n  jalon ")) != NULL) {
                at++;
                jalon_str_add_bytes(&commands[lang], at, (size_t)(end_of_line(at) - at) + 1);
            }
        }
        assert_string_not_equal(jalon_str_text(&commands[JALON_FR]), "");
        assert_string_equal(jalon_str_text(&commands[JALON_FR]),
                            jalon_str_text(&commands[JALON_EN]));
        jalon_str_done(&commands[JALON_FR]);
        jalon_str_done(&commands[JALON_EN]);
    }
}

/* The line, with those that it goes on in after a backslash. */
static void add_example(struct jalon_str *out, const char *line)
{
    const char *end = end_of_line(line);
    while (*end != '\0' && end[-1] == '\\') {
        jalon_str_add_bytes(out, line, (size_t)(end - line) - 1);
        line = end + 1;
        end = end_of_line(line);
    }
    jalon_str_add_bytes(out, line, (size_t)(end - line));
}

/* The examples are read by the parser itself: a wrong option in the manual fails here. */
static void assert_example_parses(const char *name, const char *line)
{
    enum { MAX_WORDS = 32 };
    JALON_AUTO(jalon_str_done) struct jalon_str copy = {0};
    add_example(&copy, line);
    char *argv[MAX_WORDS];
    int argc = 0;
    bool quoted = false, inside = false;
    for (char *at = copy.text; *at != '\0' && argc < MAX_WORDS; at++) {
        if (*at == '"') {
            quoted = !quoted;
        }
        if (!quoted && strchr(" |<>", *at) != NULL) {
            inside = false;
            if (*at != ' ') {
                break;
            }
            *at = '\0';
        } else if (!inside) {
            inside = true;
            argv[argc++] = at;
        }
    }
    struct cli_parsed parsed;
    struct jalon_err err = {0};
    if (cli_parse(jalon_commands, argc, argv, &parsed, &err) < 0) {
        fail_msg("doc/man: %s: `%s`: %s", name, jalon_str_text(&copy), err.message[JALON_EN]);
    }
    cli_parsed_done(&parsed);
}

static void assert_examples_parse(const char *name, const char *text)
{
    for (const char *at = strstr(text, "\n  jalon "); at != NULL;
         at = strstr(at + 1, "\n  jalon ")) {
        assert_example_parses(name, at + 3);
    }
}

TEST(the_examples_of_the_manual_are_correct_command_lines)
{
    for (const struct manual_page *page = manual_pages; page->name != NULL; page++) {
        assert_examples_parse(page->name, page->text);
    }
    for (const struct manual_topic *topic = manual_topics; topic->name != NULL; topic++) {
        assert_examples_parse(topic->name, topic->text.text[JALON_EN]);
    }
}
