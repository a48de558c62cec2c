/* `publish`: the site of the programme, for the web. */
#include "app/publish.h"

#include "base/json.h"
#include "jalon/commands.h"
#include "report/export_package.h"
#include "report/words.h"

struct publish {
    const char *folder, *address, *licence;
};

#define MEMBER(name) offsetof(struct publish, name)

static const struct cli_opt publish_arguments[] = {
    {"DIR", 0, CLI_PATH, NULL, "the folder of the site", MEMBER(folder), CLI_REQUIRED, NULL, 0},
    {0},
};
static const struct cli_opt publish_options[] = {
    {"address", 0, CLI_TEXT, "URL", "where the site will be; without it there is no Atom feed",
     MEMBER(address), 0, NULL, 0},
    {"licence", 0, CLI_CHOICE, JALON_LICENCES, "under which the data is published", MEMBER(licence),
     0, NULL, 0},
    {0},
};

static void print_json(struct cli_run *run, const struct jalon_published *published)
{
    JALON_AUTO(jalon_json_decref) json_t *document = json_object();
    jalon_json_set_text(document, "schema", "jalon.publish/1");
    jalon_json_set_text(document, "programme", run->app->programme->code);
    jalon_json_set_int(document, "reports", (int64_t)published->n_reports);
    jalon_json_set_int(document, "written", (int64_t)published->files.n_written);
    jalon_json_set_int(document, "unchanged", (int64_t)published->files.n_unchanged);
    jalon_json_set_int(document, "removed", (int64_t)published->files.n_removed);
    jalon_json_set_int(document, "kept", (int64_t)published->files.n_kept);
    out_json(run->out, document);
}

/* "3 rapports publiés : 320 fichiers écrits, 0 inchangé, 1 retiré". */
static void print_text(struct cli_run *run, const struct jalon_published *published)
{
    const struct jalon_mirror_counts *files = &published->files;
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    jalon_say_count(&text, run->lang, JALON_SITE_REPORTS_PUBLISHED, (int)published->n_reports);
    jalon_str_add(&text, run->lang == JALON_FR ? " : " : ": ");
    jalon_say_count(&text, run->lang, JALON_SITE_WRITTEN, (int)files->n_written);
    jalon_str_add(&text, ", ");
    jalon_say_count(&text, run->lang, JALON_SITE_UNCHANGED, (int)files->n_unchanged);
    jalon_str_add(&text, ", ");
    jalon_say_count(&text, run->lang, JALON_SITE_REMOVED, (int)files->n_removed);
    jalon_str_add_char(&text, '\n');
    if (files->n_kept > 0) {
        jalon_say_count(&text, run->lang, JALON_SITE_KEPT, (int)files->n_kept);
        jalon_str_add_char(&text, '\n');
    }
    out_text(run->out, jalon_str_text(&text));
}

static int run_publish(struct cli_run *run, const void *values, struct jalon_err *err)
{
    const struct publish *given = values;
    const char *set = run->settings->text[JALON_SETTING_PUBLISH_ADDRESS];
    const struct jalon_publication publication = {
        .folder = given->folder,
        .address = given->address != NULL ? given->address : set,
        .licence = given->licence != NULL ? given->licence : JALON_LICENCE_USUAL,
    };
    struct jalon_published published;
    if (jalon_app_publish(run->app, &publication, &published, err) < 0) {
        return -1;
    }
    (run->json ? print_json : print_text)(run, &published);
    return 0;
}

const struct cli_command cmd_publish = {
    .name = "publish",
    .section = "Follow",
    .summary = "the site of the reports that were issued, as a folder for the web",
    .flags = CLI_NEEDS_DB | CLI_BULK,
    .formats = "text|json",
    .options = publish_options,
    .arguments = publish_arguments,
    .size = sizeof(struct publish),
    .run = run_publish,
};
