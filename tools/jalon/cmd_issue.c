/* `report issue`, `list`, `get`, `verify`: reports as they were handed out. */
#include "app/issue.h"

#include <string.h>

#include "base/json.h"
#include "jalon/cli_messages.h"
#include "jalon/commands.h"
#include "jalon/receipt.h"
#include "jalon/typst.h"
#include "jalon/words.h"
#include "report/words.h"

struct issue {
    struct jalon_week week;
    const char *folder;
    bool again;
    bool pdf;
};

#define MEMBER(name) offsetof(struct issue, name)

static const struct cli_opt issue_options[] = {
    {"week", 0, CLI_WEEK, "WEEK", "an ISO week, 2019-W18 (default: the last one that is over)",
     MEMBER(week), 0, NULL, 0},
    {"folder", 0, CLI_PATH, "DIR", "also write the files there", MEMBER(folder), 0, NULL, 0},
    {"again", 0, CLI_FLAG, NULL, "although it was issued with other content; with --reason",
     MEMBER(again), 0, NULL, 0},
    {"pdf", 0, CLI_FLAG, NULL, "as PDF too, which needs Node and the Typst compiler", MEMBER(pdf),
     0, NULL, 0},
    {0},
};

static const struct jalon_week *week_of(const struct issue *given)
{
    return given->week.year != 0 ? &given->week : NULL;
}

/* "json", "text fr". */
static void add_format(struct jalon_str *out, const struct jalon_issued *file)
{
    jalon_str_addf(out, "%s%s%s", file->format, file->lang ? " " : "",
                   file->lang ? file->lang : "");
}

/* "le 6 mai 2019 par root (ti#5)". */
static void add_origin(struct jalon_str *out, enum jalon_lang lang, const struct jalon_issued *file)
{
    jalon_str_addf(out, "%s%s%s%s (%s)", say(lang, "le ", "on "),
                   jalon_date_long(file->issued_on, lang).text, say(lang, " par ", " by "),
                   file->actor ? file->actor : jalon_word(lang, JALON_WORD_HISTORY_ERASED),
                   file->entry);
}

/* The files of one entry, with their sizes; written into FOLDER unless NULL. */
static int give_files(struct cli_run *run, const struct jalon_issued_list *list, const char *entry,
                      const char *folder, struct jalon_err *err)
{
    for (size_t i = 0; i < list->n; i++) {
        const struct jalon_issued *one = &list->items[i];
        JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
        if (strcmp(one->entry, entry) != 0) {
            continue;
        }
        if (folder != NULL && jalon_app_issued_write(run->app, one, folder, err) < 0) {
            return -1;
        }
        jalon_str_add(&line, "  ");
        jalon_issued_add_name(&line, one);
        jalon_str_add(&line, " · ");
        jalon_say_size(&line, run->lang, one->size);
        jalon_str_addf(&line, " · SHA-256 %s\n", one->sha256);
        if (!run->json) {
            out_text(run->out, jalon_str_text(&line));
        }
    }
    return 0;
}

/* CONTEXT is the compiler's folder. */
static int print_pdf(const void *context, const char *instant, const struct jalon_str *page,
                     struct jalon_str *ret_pdf, struct jalon_err *err)
{
    return typst_pdf(context, instant, page, ret_pdf, err);
}

static int run_issue(struct cli_run *run, const void *values, struct jalon_err *err)
{
    const struct issue *given = values;
    const struct jalon_write write = write_of(run, JALON_DATE_NONE, JALON_PRECISION_UNKNOWN);
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    JALON_AUTO(jalon_issued_list_done) struct jalon_issued_list list = {0};
    const struct jalon_printer printer = {print_pdf,
                                          run->settings->text[JALON_SETTING_REPORT_TYPST]};
    run->app->printer = given->pdf ? &printer : NULL;
    int failed =
        jalon_app_report_issue(run->app, &write, week_of(given), given->again, &receipt, err);
    run->app->printer = NULL;
    if (failed < 0) {
        return -1;
    }
    receipt_print(run, &write, receipt);
    if (run->common->dry_run && !receipt->replayed) {
        return 0;
    }
    return jalon_app_issued(run->app, NULL, &list, err) < 0
               ? -1
               : give_files(run, &list, receipt->entries[0],
                            run->common->dry_run ? NULL : given->folder, err);
}

const struct cli_command cmd_report_issue = {
    .name = "report issue",
    .section = "Follow",
    .summary = "freeze the report of a week: keep its files, and their hashes in the journal",
    .flags = CLI_NEEDS_DB | CLI_WRITES | CLI_EVIDENCE | CLI_BULK,
    .formats = "text|json",
    .options = issue_options,
    .size = sizeof(struct issue),
    .run = run_issue,
};

static json_t *file_json(const struct jalon_issued *file)
{
    json_t *one = json_object();
    JALON_AUTO(jalon_str_done) struct jalon_str name = {0};
    jalon_issued_add_name(&name, file);
    jalon_json_set_text(one, "programme", file->programme);
    jalon_json_set_text(one, "week", file->week);
    jalon_json_set_date(one, "as_of", file->as_of);
    jalon_json_set_text(one, "known", file->known);
    jalon_json_set_text(one, "entry", file->entry);
    jalon_json_set_date(one, "issued_on", file->issued_on);
    jalon_json_set_text(one, "actor", file->actor);
    jalon_json_set_text(one, "name", jalon_str_text(&name));
    jalon_json_set_text(one, "format", file->format);
    jalon_json_set_text(one, "lang", file->lang);
    jalon_json_set_text(one, "sha256", file->sha256);
    jalon_json_set_int(one, "size", file->size);
    jalon_json_set(one, "leaf", file->leaf < 0 ? json_null() : json_integer(file->leaf));
    jalon_json_set(one, "checkpoint",
                   file->checkpoint < 0 ? json_null() : json_integer(file->checkpoint));
    return one;
}

static json_t *list_json(const struct jalon_issued_list *list)
{
    json_t *files = json_array();
    for (size_t i = 0; i < list->n; i++) {
        (void)json_array_append_new(files, file_json(&list->items[i]));
    }
    return files;
}

/* One line an entry: "2019-W18 · émis le 6 mai 2019 par root (ti#5) · json, text fr". */
static void list_text(struct cli_run *run, const struct jalon_issued_list *list)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    for (size_t i = 0; i < list->n; i++) {
        const struct jalon_issued *one = &list->items[i];
        bool is_first = i == 0 || strcmp(list->items[i - 1].entry, one->entry) != 0;
        if (is_first) {
            jalon_str_addf(&text, "%s%s · %s", i > 0 ? "\n" : "", one->week,
                           say(run->lang, "émis ", "issued "));
            add_origin(&text, run->lang, one);
        }
        jalon_str_add(&text, is_first ? " · " : ", ");
        add_format(&text, one);
    }
    jalon_str_add(&text, list->n > 0 ? "\n" : "");
    out_text(run->out, jalon_str_text(&text));
    if (list->n == 0) {
        out_say(run->out, say(run->lang, "aucun rapport émis\n", "no report was issued\n"));
    }
}

static const struct cli_opt list_options[] = {
    {"week", 0, CLI_WEEK, "WEEK", "only those of this ISO week", MEMBER(week), 0, NULL, 0},
    {0},
};

static int run_list(struct cli_run *run, const void *values, struct jalon_err *err)
{
    JALON_AUTO(jalon_issued_list_done) struct jalon_issued_list list = {0};
    if (jalon_app_issued(run->app, week_of(values), &list, err) < 0) {
        return -1;
    }
    if (!run->json) {
        list_text(run, &list);
        return 0;
    }
    JALON_AUTO(jalon_json_decref) json_t *document = json_object();
    jalon_json_set_text(document, "schema", "jalon.reports/1");
    jalon_json_set(document, "files", list_json(&list));
    out_json(run->out, document);
    return 0;
}

const struct cli_command cmd_report_list = {
    .name = "report list",
    .section = "Follow",
    .summary = "the reports that were issued",
    .flags = CLI_NEEDS_DB,
    .formats = "text|json",
    .options = list_options,
    .size = sizeof(struct issue),
    .run = run_list,
};

static const struct cli_opt get_arguments[] = {
    {"WEEK", 0, CLI_WEEK, NULL, "an ISO week, 2019-W18", MEMBER(week), CLI_REQUIRED, NULL, 0},
    {0},
};
static const struct cli_opt get_options[] = {
    {"folder", 0, CLI_PATH, "DIR", "where the files are written", MEMBER(folder), CLI_REQUIRED,
     NULL, 0},
    {0},
};

static int run_get(struct cli_run *run, const void *values, struct jalon_err *err)
{
    const struct issue *given = values;
    JALON_AUTO(jalon_issued_list_done) struct jalon_issued_list list = {0};
    if (jalon_app_issued(run->app, &given->week, &list, err) < 0) {
        return -1;
    }
    if (list.n == 0) {
        return jalon_fail(err, &jalon_msg_never_issued, jalon_week_text(given->week).text);
    }
    return give_files(run, &list, list.items[list.n - 1].entry, given->folder, err);
}

const struct cli_command cmd_report_get = {
    .name = "report get",
    .section = "Follow",
    .summary = "the files of a week's report again, as they were issued last",
    .flags = CLI_NEEDS_DB | CLI_BULK,
    .options = get_options,
    .arguments = get_arguments,
    .size = sizeof(struct issue),
    .run = run_get,
};

struct verified {
    const char *file;
};

static const struct cli_opt verify_arguments[] = {
    {"FILE", 0, CLI_PATH, NULL, "the report that somebody has", offsetof(struct verified, file),
     CLI_REQUIRED, NULL, 0},
    {0},
};

/* What was issued later for the same week in the same form; NULL: nothing. */
static const struct jalon_issued *later(const struct jalon_issue_verdict *verdict,
                                        const struct jalon_issued *file)
{
    const struct jalon_issued *last = NULL;
    for (size_t i = 0; i < verdict->near.n; i++) {
        const struct jalon_issued *one = &verdict->near.items[i];
        if (strcmp(one->programme, file->programme) == 0 &&
            strcmp(one->format, file->format) == 0 &&
            strcmp(one->lang ? one->lang : "", file->lang ? file->lang : "") == 0) {
            last = one;
        }
    }
    return last && strcmp(last->sha256, file->sha256) != 0 ? last : NULL;
}

static void say_issued(struct cli_run *run, const struct jalon_issue_verdict *verdict)
{
    const struct jalon_issued *file = &verdict->issued.items[0];
    const struct jalon_issued *other = later(verdict, file);
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    jalon_str_addf(&text, "%s%s (", say(run->lang, "conforme : semaine ", "as issued: week "),
                   file->week);
    add_format(&text, file);
    jalon_str_add(&text, say(run->lang, "), émis ", "), issued "));
    add_origin(&text, run->lang, file);
    jalon_str_addf(&text, "\n  %s%s%s%s\n", say(run->lang, "arrêté au ", "as of "),
                   jalon_date_long(file->as_of, run->lang).text,
                   say(run->lang, ", d'après le journal jusqu'à ", ", by the journal up to "),
                   file->known);
    if (file->checkpoint >= 0) {
        jalon_str_addf(&text, "  %s%lld%s%lld\n", say(run->lang, "feuille ", "leaf "),
                       (long long)file->leaf,
                       say(run->lang, " du journal scellé, point de contrôle ",
                           " of the sealed journal, checkpoint "),
                       (long long)file->checkpoint);
    } else {
        jalon_str_addf(&text, "  %s\n",
                       say(run->lang, "pas encore scellé : jalon audit seal",
                           "not sealed yet: jalon audit seal"));
    }
    if (other != NULL) {
        jalon_str_addf(
            &text, "  %s",
            say(run->lang, "remplacé depuis : émis à nouveau ", "replaced since: issued again "));
        add_origin(&text, run->lang, other);
        jalon_str_add_char(&text, '\n');
    }
    out_text(run->out, jalon_str_text(&text));
}

/* The issues of the week that the file says it is of, an entry a line. */
static void say_unknown(struct cli_run *run, const struct jalon_issue_verdict *verdict)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    jalon_str_addf(&text, "%s%s\n",
                   say(run->lang, "ce fichier n'a pas été émis, ou a changé depuis : SHA-256 ",
                       "this file was not issued, or has changed since: SHA-256 "),
                   verdict->sha256);
    for (size_t i = 0; i < verdict->near.n; i++) {
        const struct jalon_issued *one = &verdict->near.items[i];
        if (i == 0 || strcmp(verdict->near.items[i - 1].entry, one->entry) != 0) {
            jalon_str_addf(
                &text, "  %s%s%s", say(run->lang, "de la semaine ", "of week "), one->week,
                say(run->lang, " fut émis un autre contenu, ", " other content was issued, "));
            add_origin(&text, run->lang, one);
            jalon_str_add_char(&text, '\n');
        }
    }
    out_text(run->out, jalon_str_text(&text));
}

static void verify_json(struct cli_run *run, const struct jalon_issue_verdict *verdict)
{
    JALON_AUTO(jalon_json_decref) json_t *document = json_object();
    bool ok = verdict->issued.n > 0;
    const struct jalon_issued *other = ok ? later(verdict, &verdict->issued.items[0]) : NULL;
    jalon_json_set_text(document, "schema", "jalon.report_verify/1");
    jalon_json_set_text(document, "sha256", verdict->sha256);
    jalon_json_set(document, "ok", json_boolean(ok));
    jalon_json_set(document, "issued", list_json(&verdict->issued));
    jalon_json_set_text(document, "replaced_by", other ? other->entry : NULL);
    jalon_json_set(document, "of_the_week", list_json(&verdict->near));
    out_json(run->out, document);
}

static int run_verify(struct cli_run *run, const void *values, struct jalon_err *err)
{
    const struct verified *given = values;
    JALON_AUTO(jalon_issue_verdict_done) struct jalon_issue_verdict verdict = {.sha256 = ""};
    if (jalon_app_report_verify(run->app, given->file, &verdict, err) < 0) {
        return -1;
    }
    bool ok = verdict.issued.n > 0;
    if (run->json) {
        verify_json(run, &verdict);
    } else if (ok) {
        say_issued(run, &verdict);
    } else {
        say_unknown(run, &verdict);
    }
    return ok ? 0 : jalon_err_exit_status(JALON_ERR_CHECK);
}

const struct cli_command cmd_report_verify = {
    .name = "report verify",
    .section = "Trace",
    .summary = "tell whether a file is a report as it was issued",
    .flags = CLI_NEEDS_DB,
    .formats = "text|json",
    .arguments = verify_arguments,
    .size = sizeof(struct verified),
    .run = run_verify,
};
