/* `import`: a file of the register, checked, compared, recorded. */
#include "app/import.h"

#include "base/json.h"
#include "jalon/cli_messages.h"
#include "jalon/commands.h"
#include "jalon/faults.h"
#include "jalon/receipt.h"
#include "jalon/words.h"
#include "report/words.h"

struct import {
    const char *object, *path;
    bool check, diff, apply;
};

#define MEMBER(name) offsetof(struct import, name)

/* In the order of enum jalon_register_file. */
static const char *const objects[JALON_REGISTER_FILE_N] = {
    "territories", "aliases", "members", "events", "signatures", "cohorts", "weights"};

static const struct cli_opt import_arguments[] = {
    {"OBJECT", 0, CLI_CHOICE, "territories|aliases|members|events|signatures|cohorts|weights",
     "what to import", MEMBER(object), CLI_REQUIRED, NULL, 0},
    {"FILE", 0, CLI_PATH, NULL, "a CSV file: the columns are those of `jalon export`", MEMBER(path),
     CLI_REQUIRED, NULL, 0},
    {0},
};
static const struct cli_opt import_options[] = {
    {"check", 0, CLI_FLAG, NULL, "name every fault of the file (the default)", MEMBER(check), 0,
     "diff", 0},
    {"diff", 0, CLI_FLAG, NULL, "show what the file would change", MEMBER(diff), 0, "apply", 0},
    {"apply", 0, CLI_FLAG, NULL, "record what is new, all of it or nothing", MEMBER(apply), 0,
     "check", 0},
    {0},
};

static enum jalon_register_file file_of(const char *object)
{
    int file = 0;
    while (strcmp(objects[file], object) != 0) {
        file++;
    }
    return (enum jalon_register_file)file;
}

static const char *status_word(enum jalon_lang lang, enum jalon_import_status status)
{
    static const struct jalon_label words[JALON_IMPORT_STATUS_N] = {
        [JALON_IMPORT_ADDED] = {{"à ajouter", "to add"}},
        [JALON_IMPORT_UNCHANGED] = {{"déjà enregistré", "recorded already"}},
        [JALON_IMPORT_DIFFERS] = {{"diffère", "differs"}},
        [JALON_IMPORT_DUPLICATE] = {{"en double", "twice"}},
    };
    return words[status].text[lang];
}

/* "source : « a » → « b » ; …", or the line of which a duplicate is one. */
static void say_details(struct jalon_str *out, enum jalon_lang lang,
                        const struct jalon_import_row *row)
{
    if (row->status == JALON_IMPORT_DUPLICATE) {
        jalon_str_addf(out, "%s %zu", say(lang, "comme la ligne", "like line"), row->same_as);
    }
    for (size_t i = 0; i < row->n_differences; i++) {
        const struct jalon_import_difference *one = &row->differences[i];
        jalon_str_addf(out, "%s%s%s'%s' → '%s'", i > 0 ? "; " : "", one->column, say_colon(lang),
                       one->recorded, one->given);
    }
}

static void print_rows(struct cli_run *run, const struct jalon_import *import)
{
    static const struct out_column columns[] = {
        {{{"ligne", "line"}}, true, false},         {{{"code", "code"}}, false, false},
        {{{"contenu", "content"}}, false, true},    {{{"effet", "effect"}}, false, false},
        {{{"précisions", "details"}}, false, true},
    };
    if (import->n_by_status[JALON_IMPORT_UNCHANGED] == import->n_rows) {
        return;
    }
    struct out_table *table = out_table_new(run->out, columns, JALON_COUNT(columns));
    for (size_t i = 0; i < import->n_rows; i++) {
        const struct jalon_import_row *row = &import->rows[i];
        JALON_AUTO(jalon_str_done) struct jalon_str content = {0};
        JALON_AUTO(jalon_str_done) struct jalon_str details = {0};
        char line[24];
        if (row->status == JALON_IMPORT_UNCHANGED) {
            continue;
        }
        (void)snprintf(line, sizeof line, "%zu", row->line);
        jalon_str_addf(&content, "%s%s%s", row->action, row->action[0] != '\0' ? " " : "",
                       row->what);
        say_details(&details, run->lang, row);
        out_table_row(table, (const char *const[]){line, row->code, jalon_str_text(&content),
                                                   status_word(run->lang, row->status),
                                                   jalon_str_text(&details)});
    }
    out_table_end(table);
}

static const char *rows_word(enum jalon_lang lang, size_t n)
{
    return jalon_is_plural(lang, (int)n) ? say(lang, "lignes", "rows") : say(lang, "ligne", "row");
}

/* "52 lignes : à ajouter 3, déjà enregistré 48, diffère 1, en double 0" */
static void print_counts(struct cli_run *run, const struct jalon_import *import, bool is_done)
{
    enum jalon_lang lang = run->lang;
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    jalon_str_addf(&text, "%zu %s", import->n_rows, rows_word(lang, import->n_rows));
    for (int status = 0; status < JALON_IMPORT_STATUS_N; status++) {
        bool added = is_done && status == JALON_IMPORT_ADDED;
        jalon_str_addf(&text, "%s%s %zu", status == 0 ? say_colon(lang) : ", ",
                       added ? say(lang, "ajouté", "added")
                             : status_word(lang, (enum jalon_import_status)status),
                       import->n_by_status[status]);
    }
    out_textf(run->out, "%s\n", jalon_str_text(&text));
    if (import->n_absent > 0) {
        out_textf(run->out, "%s%s%zu\n",
                  say(lang, "enregistré, absent du fichier, et conservé",
                      "recorded, not in the file, and kept"),
                  say_colon(lang), import->n_absent);
    }
}

static json_t *row_json(const struct jalon_import_row *row)
{
    json_t *one = json_object();
    json_t *differences = json_array();
    for (size_t i = 0; i < row->n_differences; i++) {
        json_t *difference = json_object();
        jalon_json_set_text(difference, "column", row->differences[i].column);
        jalon_json_set_text(difference, "recorded", row->differences[i].recorded);
        jalon_json_set_text(difference, "given", row->differences[i].given);
        (void)json_array_append_new(differences, difference);
    }
    jalon_json_set_int(one, "line", (int64_t)row->line);
    jalon_json_set_text(one, "code", row->code);
    jalon_json_set_text(one, "action", row->action[0] != '\0' ? row->action : NULL);
    jalon_json_set_text(one, "what", row->what);
    jalon_json_set_text(one, "status", jalon_import_status_code(row->status));
    jalon_json_set(one, "same_as",
                   row->same_as > 0 ? json_integer((json_int_t)row->same_as) : json_null());
    jalon_json_set(one, "differences", differences);
    return one;
}

/* What a run came to. */
struct outcome {
    const struct import *given;
    struct jalon_import *import; /* NULL: the file has faults */
    bool is_cp1252;
    struct jalon_receipt *receipt; /* NULL: nothing was recorded */
    struct jalon_faults faults;
    bool is_compared;
    struct jalon_write write;
};

static void outcome_done(struct outcome *outcome)
{
    jalon_import_free(outcome->import);
    jalon_receipt_free(outcome->receipt);
    jalon_faults_done(&outcome->faults);
}

static json_t *fault_json(const struct jalon_fault *fault)
{
    json_t *one = json_object();
    jalon_json_set(one, "line",
                   fault->place.line > 0 ? json_integer((json_int_t)fault->place.line)
                                         : json_null());
    jalon_json_set_text(one, "column", fault->place.field);
    jalon_json_set_text(one, "key", fault->err.key);
    jalon_json_set_text(one, "what", fault->err.message[JALON_EN]);
    return one;
}

static void set_counts(json_t *document, const struct jalon_import *import)
{
    json_t *rows = json_array();
    json_t *counts = json_object();
    for (int status = 0; status < JALON_IMPORT_STATUS_N; status++) {
        jalon_json_set_int(counts, jalon_import_status_code((enum jalon_import_status)status),
                           (int64_t)import->n_by_status[status]);
    }
    jalon_json_set_int(counts, "absent", (int64_t)import->n_absent);
    for (size_t i = 0; i < import->n_rows; i++) {
        if (import->rows[i].status != JALON_IMPORT_UNCHANGED) {
            (void)json_array_append_new(rows, row_json(&import->rows[i]));
        }
    }
    jalon_json_set(document, "counts", counts);
    jalon_json_set(document, "rows", rows);
}

static void print_json(struct cli_run *run, const struct outcome *outcome)
{
    JALON_AUTO(jalon_json_decref) json_t *document = json_object();
    const struct jalon_import *import = outcome->import;
    const struct jalon_receipt *receipt = outcome->receipt;
    json_t *faults = json_array();
    for (size_t i = 0; i < outcome->faults.n; i++) {
        (void)json_array_append_new(faults, fault_json(&outcome->faults.items[i]));
    }
    jalon_json_set_text(document, "schema", "jalon.import/1");
    jalon_json_set_text(document, "object", outcome->given->object);
    jalon_json_set(document, "ok", json_boolean(outcome->faults.n == 0));
    jalon_json_set(document, "faults", faults);
    jalon_json_set_text(document, "encoding",
                        outcome->is_cp1252 ? "CP1252"
                        : import != NULL   ? "UTF-8"
                                           : NULL);
    jalon_json_set(document, "n_rows",
                   import != NULL ? json_integer((json_int_t)import->n_rows) : json_null());
    if (outcome->is_compared) {
        set_counts(document, import);
    }
    bool is_done = receipt != NULL && !run->common->dry_run;
    jalon_json_set_text(document, "batch", is_done ? outcome->write.request.text : NULL);
    jalon_json_set(document, "entries",
                   receipt != NULL ? jalon_json_texts(receipt->entries, receipt->n_entries)
                                   : json_array());
    jalon_json_set(document, "dry_run", json_boolean(run->common->dry_run));
    out_json(run->out, document);
}

static void print_receipt(struct cli_run *run, const struct outcome *outcome)
{
    const struct jalon_receipt *receipt = outcome->receipt;
    JALON_AUTO(jalon_str_done) struct jalon_str count = {0};
    size_t n = receipt != NULL ? receipt->n_entries : 0;
    jalon_str_addf(&count, "%zu %s", n,
                   jalon_is_plural(run->lang, (int)n) ? say(run->lang, "entrées", "entries")
                                                      : say(run->lang, "entrée", "entry"));
    if (run->common->dry_run) {
        out_textf(run->out, "%s%s\n",
                  say(run->lang, "à blanc, rien n'est écrit : ", "dry run, nothing is written: "),
                  jalon_str_text(&count));
    } else if (receipt == NULL) {
        out_text(run->out, say(run->lang, "rien à enregistrer\n", "nothing to record\n"));
    } else {
        out_textf(run->out, "%s %s%s%s\n", say(run->lang, "lot", "batch"),
                  outcome->write.request.text, say_colon(run->lang), jalon_str_text(&count));
    }
}

static void print_text(struct cli_run *run, const struct outcome *outcome)
{
    const struct jalon_import *import = outcome->import;
    bool sends = outcome->given->apply || run->common->dry_run;
    bool is_done = sends && !run->common->dry_run && outcome->faults.n == 0;
    if (outcome->is_compared) {
        if (!is_done) {
            print_rows(run, import);
        }
        print_counts(run, import, is_done);
    } else if (outcome->faults.n == 0) {
        out_textf(run->out, "%zu %s, %s\n", import->n_rows, rows_word(run->lang, import->n_rows),
                  say(run->lang, "aucune faute", "no fault"));
    }
    if (outcome->faults.n > 0) {
        JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
        faults_text(&outcome->faults, run->lang, "", &text);
        out_text(run->out, jalon_str_text(&text));
    } else if (sends) {
        print_receipt(run, outcome);
    }
}

static int compare(struct cli_run *run, struct outcome *outcome, struct jalon_err *err)
{
    const struct import *given = outcome->given;
    if (jalon_app_import_diff(run->app, outcome->import, err) < 0) {
        return -1;
    }
    outcome->is_compared = true;
    if (!given->apply && !run->common->dry_run) {
        return 0;
    }
    const struct jalon_import_order order = {.request = outcome->write.request,
                                             .evidence = outcome->write.evidence,
                                             .is_trial = run->common->dry_run};
    return jalon_app_import_apply(run->app, outcome->import, &order, &outcome->receipt,
                                  &outcome->faults, err);
}

/* A difference is what a comparison is there to find; it is a fault when it stands in the way. */
static int status_of(const struct outcome *outcome)
{
    bool differs = outcome->is_compared && outcome->import->n_by_status[JALON_IMPORT_DIFFERS] > 0;
    return outcome->faults.n > 0 ? faults_exit_status(&outcome->faults) : differs ? 1 : 0;
}

static int run_import(struct cli_run *run, const void *options, struct jalon_err *err)
{
    JALON_AUTO(outcome_done)
    struct outcome outcome = {.given = options,
                              .write = write_of(run, JALON_DATE_NONE, JALON_PRECISION_UNKNOWN)};
    const struct import *given = outcome.given;
    const struct jalon_register_source source = {file_of(given->object), given->path};
    struct jalon_import_file file = {0};
    if (jalon_app_import_read(run->app, &source, &file, &outcome.faults, err) < 0) {
        return -1;
    }
    outcome.import = file.import;
    outcome.is_cp1252 = file.is_cp1252;
    if (file.is_cp1252) {
        out_say(run->out, say(run->lang, "lu comme CP1252\n", "read as CP1252\n"));
    }
    bool is_compared = given->diff || given->apply || run->common->dry_run;
    if (outcome.import != NULL && is_compared && compare(run, &outcome, err) < 0) {
        return -1;
    }
    (run->json ? print_json : print_text)(run, &outcome);
    return status_of(&outcome);
}

const struct cli_command cmd_import = {
    .name = "import",
    .section = "Import and export",
    .summary = "check, compare and record a file of the register",
    .flags = CLI_NEEDS_DB | CLI_WRITES | CLI_EVIDENCE | CLI_BULK,
    .formats = "text|json",
    .options = import_options,
    .arguments = import_arguments,
    .size = sizeof(struct import),
    .run = run_import,
};
