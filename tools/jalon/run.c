/* Running one command: output, database, command, and back in that order. */
#include "jalon/run.h"

#include "base/str.h"
#include "jalon/commands.h"

static const struct cli_opt language_row = {.name = "lang", .type = CLI_CHOICE, .value = "fr|en"};

static enum jalon_lang language_of(const char *code)
{
    return code != NULL && strcmp(code, "en") == 0 ? JALON_EN : JALON_FR;
}

/* --lang, else JALON_LANG, else French. */
static int choose_language(const struct cli_common *common, const struct environment *environment,
                           enum jalon_lang *ret_lang, struct jalon_err *err)
{
    const char *code = common->lang;
    if (code == NULL && environment->lang != NULL &&
        cli_value_read(&language_row, "JALON_LANG", environment->lang, &code, NULL, err) < 0) {
        return -1;
    }
    *ret_lang = language_of(code);
    return 0;
}

static int show_help(const struct cli_parsed *parsed, struct out *out, struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    if (help_about(parsed->words, false, &text, err) < 0) {
        return -1;
    }
    out_text(out, jalon_str_text(&text));
    return 0;
}

static int run_on(const struct cli_parsed *parsed, struct cli_run *run, struct jalon_err *err)
{
    if (parsed->common.help) {
        return show_help(parsed, run->out, err);
    }
    if (parsed->common.version) {
        return cmd_version.run(run, NULL, err);
    }
    return parsed->command->run(run, parsed->options, err);
}

/* The exit status, or -1 with *err filled. */
static int run_parsed(const struct cli_parsed *parsed, const struct environment *environment,
                      enum jalon_lang lang, struct jalon_err *err)
{
    const struct cli_common *common = &parsed->common;
    struct cli_run run = {.command = parsed->command,
                          .common = common,
                          .environment = environment,
                          .lang = lang,
                          .json = common->format != NULL && strcmp(common->format, "json") == 0};
    const struct out_options options = {
        .lang = lang, .path = common->output, .quiet = common->quiet, .debug = common->debug};
    if (out_open(&options, &run.out, err) < 0) {
        return -1;
    }
    int status = run_on(parsed, &run, err);
    if (status < 0) {
        out_discard(&run.out);
        return -1;
    }
    return out_close(run.out, err) < 0 ? -1 : status;
}

int run_tool(int argc, char **argv, const struct environment *environment)
{
    struct jalon_err err = {0};
    struct cli_parsed parsed;
    enum jalon_lang lang = JALON_FR;
    int status = cli_parse(jalon_commands, argc, argv, &parsed, &err);
    if (status < 0) {
        const char *asked = cli_asked_language(argc, argv);
        lang = language_of(asked != NULL ? asked : environment->lang);
    } else {
        status = choose_language(&parsed.common, environment, &lang, &err);
    }
    if (status == 0) {
        status = run_parsed(&parsed, environment, lang, &err);
    }
    if (status < 0) {
        status = out_error(lang, parsed.common.debug, &err);
    }
    cli_parsed_done(&parsed);
    return status;
}
