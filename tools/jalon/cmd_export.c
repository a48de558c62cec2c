/* `export`: everything that is in the programme, as files for other programs. */
#include "app/export.h"
#include "app/export_package.h"
#include "jalon/cli_messages.h"
#include "jalon/commands.h"
#include "report/export_package.h"

struct wish {
    const char *object, *folder, *licence;
    bool personal;
};

#define MEMBER(name) offsetof(struct wish, name)

#define PACKAGE "datapackage"

/* The objects are those of jalon_export_objects() and the whole of them, the formats those of
 * jalon_export_formats(): tests/unit/test_cli_commands.c compares. */
static const struct cli_opt export_arguments[] = {
    {"OBJECT", 0, CLI_CHOICE,
     "contracts|instruments|states|territories|aliases|members|events|signatures|milestones|"
     "cohorts|weights|documents|"
     "targets|calendar|regions|departements|journal|columns|" PACKAGE,
     "what to export", MEMBER(object), CLI_REQUIRED, NULL, 0},
    {"DIR", 0, CLI_PATH, NULL, "the folder to make, of a data package", MEMBER(folder), 0, NULL, 0},
    {0},
};
static const struct cli_opt export_options[] = {
    {"personal", 0, CLI_FLAG, NULL, "names of people, reasons and remarks too", MEMBER(personal), 0,
     NULL, 0},
    {"licence", 0, CLI_CHOICE, JALON_LICENCES, "under which a data package is published",
     MEMBER(licence), 0, "personal", 0},
    {0},
};

static bool is_package(const struct wish *given)
{
    return strcmp(given->object, PACKAGE) == 0;
}

static int check_export(const void *options, struct jalon_err *err)
{
    const struct wish *given = options;
    if (is_package(given)) {
        return given->folder != NULL ? 0 : jalon_fail(err, &jalon_msg_package_folder);
    }
    if (given->folder != NULL) {
        return jalon_fail(err, &jalon_msg_package_only, given->folder);
    }
    return given->licence == NULL ? 0 : jalon_fail(err, &jalon_msg_package_only, "--licence");
}

static void say_count(struct cli_run *run, enum jalon_count_word word, size_t n)
{
    JALON_AUTO(jalon_str_done) struct jalon_str count = {0};
    jalon_say_count(&count, run->lang, word, (int)n);
    out_sayf(run->out, "%s\n", jalon_str_text(&count));
}

static void tell_object(void *context, const char *object, size_t n)
{
    say_count(context, jalon_export_object(object)->count, n);
}

/* What is common to all commands but cannot be said of a folder. */
static int check_package(const struct cli_run *run, struct jalon_err *err)
{
    const struct cli_common *common = run->common;
    const char *wrong = common->output != NULL               ? "--output"
                        : strcmp(common->format, "csv") != 0 ? "--format"
                        : jalon_date_is_set(common->as_of)   ? "--as-of"
                                                             : NULL;
    return wrong == NULL ? 0 : jalon_fail(err, &jalon_msg_package_option, wrong);
}

static int run_package(struct cli_run *run, const struct wish *given, struct jalon_err *err)
{
    /* What holds people's names is not for publication: it carries no licence. */
    const char *licence = given->licence != NULL ? given->licence : JALON_LICENCE_USUAL;
    const struct jalon_package_request request = {
        .folder = given->folder,
        .licence = given->personal ? NULL : licence,
        .personal = given->personal,
        .talk = tell_object,
        .context = run,
    };
    size_t n_behind = 0;
    if (check_package(run, err) < 0 || jalon_app_package(run->app, &request, &n_behind, err) < 0) {
        return -1;
    }
    if (n_behind > 0) {
        say_count(run, JALON_EXPORT_LEFT_BEHIND, n_behind);
    }
    return 0;
}

static bool write_out(void *context, const char *bytes, size_t length)
{
    return out_data(context, bytes, length);
}

static int run_export(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct wish *given = options;
    if (is_package(given)) {
        return run_package(run, given, err);
    }
    const struct jalon_export_request request = {.object = given->object,
                                                 .format = run->common->format,
                                                 .personal = given->personal,
                                                 .as_of = run->common->as_of};
    const struct jalon_sink sink = {write_out, run->out};
    size_t n = 0;
    int outcome = jalon_app_export(run->app, &request, &sink, &n, err);
    if (outcome < 0) {
        return -1;
    }
    if (outcome == JALON_EXPORTED) {
        say_count(run, jalon_export_object(given->object)->count, n);
    }
    return 0;
}

const struct cli_command cmd_export = {
    .name = "export",
    .section = "Import and export",
    .summary = "everything that is known, as CSV, JSON or a data package",
    .flags = CLI_NEEDS_DB | CLI_AS_OF,
    .formats = "csv|csv-fr|json|jsonl",
    .options = export_options,
    .arguments = export_arguments,
    .size = sizeof(struct wish),
    .check = check_export,
    .run = run_export,
};
