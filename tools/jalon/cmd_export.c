/* `export`: everything that is in the programme, as files for other programs. */
#include "app/export.h"
#include "jalon/cli_messages.h"
#include "jalon/commands.h"
#include "report/export.h"

struct export
{
    const char *object;
    bool personal;
};

#define MEMBER(name) offsetof(struct export, name)

/* The objects are those of jalon_export_objects(), the formats those of jalon_export_formats():
 * tests/unit/test_cli_commands.c compares. */
static const struct cli_opt export_arguments[] = {
    {"OBJECT", 0, CLI_CHOICE,
     "contracts|instruments|states|territories|aliases|members|events|signatures|milestones|"
     "targets|calendar|regions|departements|journal|columns",
     "what to export", MEMBER(object), CLI_REQUIRED, NULL, 0},
    {0},
};
static const struct cli_opt export_options[] = {
    {"personal", 0, CLI_FLAG, NULL, "names of people, reasons and remarks too", MEMBER(personal), 0,
     NULL, 0},
    {0},
};

static bool write_out(void *context, const char *bytes, size_t length)
{
    return out_data(context, bytes, length);
}

static int run_export(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct export *given = options;
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
        JALON_AUTO(jalon_str_done) struct jalon_str count = {0};
        jalon_say_count(&count, run->lang, jalon_export_object(given->object)->count, (int)n);
        out_sayf(run->out, "%s\n", jalon_str_text(&count));
    }
    return 0;
}

const struct cli_command cmd_export = {
    .name = "export",
    .section = "Import and export",
    .summary = "everything that is known, as CSV or JSON",
    .flags = CLI_NEEDS_DB | CLI_AS_OF,
    .formats = "csv|csv-fr|json|jsonl",
    .options = export_options,
    .arguments = export_arguments,
    .size = sizeof(struct export),
    .run = run_export,
};
