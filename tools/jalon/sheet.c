/* Sheets on the command line: what came of each row, as a table, as JSON and as a file. */
#include "jalon/sheet.h"

#include <stdio.h>

#include "app/import_sheet.h"
#include "base/csv_write.h"
#include "base/json.h"
#include "base/mem.h"
#include "jalon/cli_messages.h"
#include "jalon/faults.h"
#include "jalon/receipt.h"
#include "jalon/words.h"
#include "report/words.h"

/* What a run came to. */
struct outcome {
    const struct sheet_job *job;
    struct jalon_write write;
    struct jalon_sheet sheet;
    struct jalon_faults faults;
};

static void outcome_done(struct outcome *outcome)
{
    jalon_sheet_done(&outcome->sheet);
    jalon_faults_done(&outcome->faults);
}

void sheet_give(struct sheet_job *job, const char *column, const char *value)
{
    struct jalon_register_sheet *sheet = &job->sheet;
    if (value != NULL) {
        sheet->given[sheet->n_given++] = (struct jalon_register_given){column, value};
    }
}

void sheet_give_day(struct sheet_job *job, const struct jalon_date_text *on,
                    enum jalon_precision precision)
{
    sheet_give(job, "on", on->text[0] != '\0' ? on->text : NULL);
    sheet_give(job, "precision", jalon_precision_code(precision));
}

static const char *verdict_word(const struct cli_run *run, enum jalon_sheet_verdict verdict)
{
    static const struct jalon_label words[JALON_SHEET_VERDICT_N] = {
        [JALON_SHEET_RECORDED] = {{"enregistré", "recorded"}},
        [JALON_SHEET_UNCHANGED] = {{"déjà enregistré", "recorded already"}},
        [JALON_SHEET_DUPLICATE] = {{"en double", "twice"}},
        [JALON_SHEET_REFUSED] = {{"refusé", "refused"}},
        [JALON_SHEET_HELD_BACK] = {{"retenu", "held back"}},
    };
    return verdict == JALON_SHEET_RECORDED && run->common->dry_run
               ? say(run->lang, "à enregistrer", "to record")
               : words[verdict].text[run->lang];
}

/* The same for programs. */
static const char *verdict_code(const struct cli_run *run, enum jalon_sheet_verdict verdict)
{
    static const char *const codes[JALON_SHEET_VERDICT_N] = {
        [JALON_SHEET_RECORDED] = "recorded",   [JALON_SHEET_UNCHANGED] = "unchanged",
        [JALON_SHEET_DUPLICATE] = "duplicate", [JALON_SHEET_REFUSED] = "refused",
        [JALON_SHEET_HELD_BACK] = "held_back",
    };
    return verdict == JALON_SHEET_RECORDED && run->common->dry_run ? "would_record"
                                                                   : codes[verdict];
}

/* "ti-2801#7 à ti-2801#12 · signé", the refusal, or the line of which a duplicate is one. */
static void say_details(struct jalon_str *out, const struct cli_run *run,
                        const struct jalon_sheet_row *row)
{
    if (row->n_entries > 0) {
        jalon_str_add(out, row->entries[0]);
    }
    if (row->n_entries > 1) { /* of one contract, so they follow each other */
        jalon_str_addf(out, " %s %s", say(run->lang, "à", "to"), row->entries[row->n_entries - 1]);
    }
    if (row->state != NULL) {
        jalon_str_addf(out, " · %s", say_state(run->lang, run->app->programme, row->state));
    }
    if (row->verdict == JALON_SHEET_DUPLICATE) {
        jalon_str_addf(out, "%s %zu", say(run->lang, "comme la ligne", "like line"), row->same_as);
    }
    if (row->refusal != NULL) {
        jalon_str_add(out, row->refusal->message[run->lang]);
    }
}

static void print_rows(struct cli_run *run, const struct jalon_sheet *sheet)
{
    static const struct out_column columns[] = {
        {{{"ligne", "line"}}, true, false},         {{{"code", "code"}}, false, false},
        {{{"contenu", "content"}}, false, true},    {{{"effet", "effect"}}, false, false},
        {{{"précisions", "details"}}, false, true},
    };
    struct out_table *table = out_table_new(run->out, columns, JALON_COUNT(columns));
    for (size_t i = 0; i < sheet->n_rows; i++) {
        const struct jalon_sheet_row *row = &sheet->rows[i];
        JALON_AUTO(jalon_str_done) struct jalon_str details = {0};
        char line[24];
        (void)snprintf(line, sizeof line, "%zu", row->line);
        say_details(&details, run, row);
        out_table_row(table, (const char *const[]){line, row->code, row->what,
                                                   verdict_word(run, row->verdict),
                                                   jalon_str_text(&details)});
    }
    out_table_end(table);
}

/* "11 lignes : enregistré 10, refusé 1" */
static void print_counts(struct cli_run *run, const struct jalon_sheet *sheet)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    const char *separator = say_colon(run->lang);
    jalon_str_addf(&text, "%zu %s", sheet->n_rows,
                   jalon_is_plural(run->lang, (int)sheet->n_rows) ? say(run->lang, "lignes", "rows")
                                                                  : say(run->lang, "ligne", "row"));
    for (int verdict = 0; verdict < JALON_SHEET_VERDICT_N; verdict++) {
        if (sheet->n_by_verdict[verdict] > 0) {
            jalon_str_addf(&text, "%s%s %zu", separator,
                           verdict_word(run, (enum jalon_sheet_verdict)verdict),
                           sheet->n_by_verdict[verdict]);
            separator = ", ";
        }
    }
    out_textf(run->out, "%s\n", jalon_str_text(&text));
}

static void print_receipt(struct cli_run *run, const struct outcome *outcome)
{
    const struct jalon_sheet *sheet = &outcome->sheet;
    const char *batch = outcome->write.request.text;
    JALON_AUTO(jalon_str_done) struct jalon_str count = {0};
    jalon_str_addf(&count, "%zu %s", sheet->n_entries,
                   jalon_is_plural(run->lang, (int)sheet->n_entries)
                       ? say(run->lang, "entrées", "entries")
                       : say(run->lang, "entrée", "entry"));
    if (run->common->dry_run) {
        out_textf(run->out, "%s%s\n",
                  say(run->lang, "à blanc, rien n'est écrit : ", "dry run, nothing is written: "),
                  jalon_str_text(&count));
    } else if (sheet->n_entries == 0) {
        out_text(run->out, say(run->lang, "rien à enregistrer\n", "nothing to record\n"));
    } else {
        out_textf(
            run->out, "%s%s %s%s%s\n",
            sheet->is_replayed ? say(run->lang, "déjà enregistré : ", "recorded before: ") : "",
            say(run->lang, "lot", "batch"), batch, say_colon(run->lang), jalon_str_text(&count));
        out_sayf(run->out, "%s%sjalon void --batch %s --reason \"…\"\n",
                 say(run->lang, "pour tout reprendre", "to take it all back"), say_colon(run->lang),
                 batch);
    }
}

/* Was everything held back because of a row? */
static bool is_held_back(const struct outcome *outcome)
{
    return !outcome->job->options->keep_going &&
           outcome->sheet.n_by_verdict[JALON_SHEET_REFUSED] > 0;
}

static void complain(const struct cli_run *run, const struct outcome *outcome)
{
    const struct jalon_sheet *sheet = &outcome->sheet;
    struct jalon_err err;
    (void)faults_say(run->lang, &outcome->faults);
    if (sheet->is_read && is_held_back(outcome)) {
        char refused[24], rows[24];
        (void)snprintf(refused, sizeof refused, "%zu", sheet->n_by_verdict[JALON_SHEET_REFUSED]);
        (void)snprintf(rows, sizeof rows, "%zu", sheet->n_rows);
        (void)jalon_fail(&err, &jalon_msg_sheet_held_back, refused, rows);
        (void)out_error(run->lang, false, &err);
    }
}

/* A preview tells every row; what is done is told in short, and what is refused as an error. */
static void print_text(struct cli_run *run, const struct outcome *outcome)
{
    if (outcome->sheet.is_read && run->common->dry_run) {
        print_rows(run, &outcome->sheet);
        print_counts(run, &outcome->sheet);
        print_receipt(run, outcome);
        return;
    }
    if (outcome->sheet.is_read && !is_held_back(outcome)) {
        print_counts(run, &outcome->sheet);
        print_receipt(run, outcome);
    }
    if (outcome->faults.n > 0) {
        complain(run, outcome);
    }
}

static json_t *row_json(const struct cli_run *run, const struct jalon_sheet_row *row)
{
    json_t *one = json_object();
    jalon_json_set_int(one, "line", (int64_t)row->line);
    jalon_json_set_text(one, "code", row->code);
    jalon_json_set_text(one, "what", row->what);
    jalon_json_set_text(one, "outcome", verdict_code(run, row->verdict));
    jalon_json_set(one, "same_as",
                   row->same_as > 0 ? json_integer((json_int_t)row->same_as) : json_null());
    jalon_json_set(one, "entries", jalon_json_texts(row->entries, row->n_entries));
    jalon_json_set_text(one, "state", row->state);
    jalon_json_set_text(one, "column", row->column);
    jalon_json_set_text(one, "key", row->refusal != NULL ? row->refusal->key : NULL);
    jalon_json_set_text(one, "message",
                        row->refusal != NULL ? row->refusal->message[JALON_EN] : NULL);
    return one;
}

static void print_json(struct cli_run *run, const struct outcome *outcome)
{
    JALON_AUTO(jalon_json_decref) json_t *document = json_object();
    const struct jalon_sheet *sheet = &outcome->sheet;
    json_t *counts = json_object();
    json_t *rows = json_array();
    for (int verdict = 0; verdict < JALON_SHEET_VERDICT_N; verdict++) {
        jalon_json_set_int(counts, verdict_code(run, (enum jalon_sheet_verdict)verdict),
                           (int64_t)sheet->n_by_verdict[verdict]);
    }
    for (size_t i = 0; i < sheet->n_rows; i++) {
        (void)json_array_append_new(rows, row_json(run, &sheet->rows[i]));
    }
    bool is_done = sheet->n_entries > 0 && !run->common->dry_run;
    jalon_json_set_text(document, "schema", "jalon.sheet/1");
    jalon_json_set(document, "ok", json_boolean(outcome->faults.n == 0));
    jalon_json_set(document, "problems", faults_json(&outcome->faults));
    jalon_json_set_text(document, "encoding", sheet->is_cp1252 ? "CP1252" : "UTF-8");
    jalon_json_set(document, "counts", counts);
    jalon_json_set(document, "rows", rows);
    jalon_json_set_text(document, "batch", is_done ? outcome->write.request.text : NULL);
    jalon_json_set_int(document, "n_entries", (int64_t)sheet->n_entries);
    jalon_json_set(document, "replayed", json_boolean(sheet->is_replayed));
    jalon_json_set(document, "dry_run", json_boolean(run->common->dry_run));
    out_json(run->out, document);
}

static void write_result(struct jalon_csv_writer *w, const struct cli_run *run,
                         const struct jalon_sheet_row *row)
{
    JALON_AUTO(jalon_str_done) struct jalon_str message = {0};
    char line[24];
    (void)snprintf(line, sizeof line, "%zu", row->line);
    say_details(&message, run, row);
    jalon_csv_write_number(w, line);
    jalon_csv_write_text(w, row->code);
    jalon_csv_write_code(w, verdict_code(run, row->verdict));
    jalon_csv_write_text(w, jalon_str_text(&message));
    jalon_csv_write_end(w);
}

static void write_results(struct out *results, const struct cli_run *run,
                          const struct jalon_sheet *sheet)
{
    static const char *const columns[] = {"line", "territory_code", "outcome", "message"};
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    struct jalon_csv_writer w = {.dialect = &jalon_csv_plain, .out = &text};
    for (size_t i = 0; i < JALON_COUNT(columns); i++) {
        jalon_csv_write_code(&w, columns[i]);
    }
    jalon_csv_write_end(&w);
    for (size_t i = 0; i < sheet->n_rows; i++) {
        write_result(&w, run, &sheet->rows[i]);
    }
    out_document(results, jalon_str_text(&text));
}

static int open_results(const struct cli_run *run, const char *path, struct out **ret_results,
                        struct jalon_err *err)
{
    const struct out_options options = {
        .lang = run->lang, .path = path, .keeps = !run->common->yes};
    return path == NULL ? 0 : out_open(&options, ret_results, err);
}

static int exit_status(const struct outcome *outcome)
{
    bool keeps_going = outcome->sheet.is_read && outcome->job->options->keep_going;
    return outcome->faults.n == 0 ? 0
           : keeps_going          ? jalon_err_exit_status(JALON_ERR_REFUSED)
                                  : faults_exit_status(&outcome->faults);
}

int sheet_run(struct cli_run *run, const struct sheet_job *job, struct jalon_err *err)
{
    JALON_AUTO(outcome_done)
    struct outcome outcome = {.job = job,
                              .write = write_of(run, JALON_DATE_NONE, JALON_PRECISION_UNKNOWN)};
    JALON_AUTO(out_discard) struct out *results = NULL;
    bool signs = job->sheet.action == JALON_REGISTER_SIGN;
    const struct jalon_register_source source = {
        signs ? JALON_REGISTER_SIGNATURES : JALON_REGISTER_EVENTS, job->options->from, &job->sheet};
    const struct jalon_sheet_order order = {.source = &source,
                                            .write = &outcome.write,
                                            .expect = job->expect,
                                            .keep_going = job->options->keep_going,
                                            .is_trial = run->common->dry_run};
    if (open_results(run, job->options->results, &results, err) < 0 ||
        jalon_app_sheet(run->app, &order, &outcome.sheet, &outcome.faults, err) < 0) {
        return -1;
    }
    if (outcome.sheet.is_cp1252) {
        out_say(run->out, say(run->lang, "lu comme CP1252\n", "read as CP1252\n"));
    }
    (run->json ? print_json : print_text)(run, &outcome);
    if (results != NULL && outcome.sheet.is_read) {
        write_results(results, run, &outcome.sheet);
        if (out_close(JALON_TAKE(results), err) < 0) {
            return -1;
        }
    }
    return exit_status(&outcome);
}
