/* Sheets: read and compared as an import is, then sent as one batch and told row by row. */
#include "app/import_sheet.h"

#include <stdlib.h>
#include <string.h>

#include "app/import_priv.h"
#include "base/json.h"
#include "base/mem.h"
#include "conf/conf_messages.h"

/* What the parts of one run share. */
struct run {
    struct jalon_app *app;
    const struct jalon_sheet_order *order;
    struct jalon_import *import;
    struct jalon_sheet *sheet; /* its first rows are those of the import, until they are sorted */
    struct jalon_faults *faults;
    size_t first_fault;
};

void jalon_sheet_done(struct jalon_sheet *sheet)
{
    jalon_arena_free(sheet->arena);
    *sheet = (struct jalon_sheet){0};
}

/* One word for all rows that the programme does not know is one mistake, not one of each row. */
static int check_given(const struct jalon_app *app, const struct jalon_register_given *given,
                       enum jalon_register_action action, struct jalon_err *err)
{
    const struct jalon_programme *programme = app->programme;
    const char *word = given->value;
    if (strcmp(given->column, "instrument") == 0) {
        return jalon_programme_instrument(programme, word) != NULL
                   ? 0
                   : jalon_fail(err, &jalon_msg_register_no_instrument, word);
    }
    if (strcmp(given->column, "party") == 0) {
        return strcmp(word, "all") == 0 || jalon_programme_party(programme, word) != NULL
                   ? 0
                   : jalon_fail(err, &jalon_msg_register_no_party, word);
    }
    if (strcmp(given->column, "what") != 0) {
        return 0;
    }
    if (action == JALON_REGISTER_ADVANCE) {
        return jalon_programme_state(programme, word) != NULL
                   ? 0
                   : jalon_fail(err, &jalon_msg_register_no_state, word);
    }
    return jalon_programme_milestone(programme, word) != NULL
               ? 0
               : jalon_fail(err, &jalon_msg_register_no_milestone, word);
}

static int check_words(struct jalon_app *app, const struct jalon_register_sheet *sheet,
                       struct jalon_err *err)
{
    if (jalon_app_programme(app, err) < 0) {
        return -1;
    }
    for (size_t i = 0; i < sheet->n_given; i++) {
        if (check_given(app, &sheet->given[i], sheet->action, err) < 0) {
            return -1;
        }
    }
    return 0;
}

static void refuse(const struct run *run, struct jalon_sheet_row *row, const char *column,
                   const struct jalon_err *refusal)
{
    struct jalon_err *kept = jalon_arena_alloc(run->sheet->arena, sizeof *kept);
    *kept = *refusal;
    row->verdict = JALON_SHEET_REFUSED;
    row->refusal = kept;
    row->column = jalon_arena_strdup(run->sheet->arena, column);
}

static struct jalon_sheet_row *add_row(const struct run *run, size_t line, const char *code,
                                       const char *what)
{
    struct jalon_sheet_row *row = &run->sheet->rows[run->sheet->n_rows++];
    row->line = line;
    row->code = jalon_arena_strdup(run->sheet->arena, code);
    row->what = jalon_arena_strdup(run->sheet->arena, what);
    return row;
}

/* The rows that the import has, as it found them. */
static void add_sound_rows(const struct run *run)
{
    static const enum jalon_sheet_verdict verdicts[JALON_IMPORT_STATUS_N] = {
        [JALON_IMPORT_ADDED] = JALON_SHEET_RECORDED,
        [JALON_IMPORT_UNCHANGED] = JALON_SHEET_UNCHANGED,
        [JALON_IMPORT_DIFFERS] = JALON_SHEET_REFUSED,
        [JALON_IMPORT_DUPLICATE] = JALON_SHEET_DUPLICATE,
    };
    for (size_t i = 0; i < run->import->n_rows; i++) {
        const struct jalon_import_row *one = &run->import->rows[i];
        struct jalon_sheet_row *row = add_row(run, one->line, one->code, one->what);
        row->verdict = verdicts[one->status];
        row->same_as = one->same_as;
    }
}

static struct jalon_sheet_row *find_row(const struct jalon_sheet *sheet, size_t line)
{
    for (size_t i = 0; i < sheet->n_rows; i++) {
        if (sheet->rows[i].line == line) {
            return &sheet->rows[i];
        }
    }
    return NULL;
}

/* Every line with a fault is a row, be it one that could not even be told as a record. */
static void add_faulty_rows(const struct run *run)
{
    const struct jalon_register *reg = run->import->state->reg;
    for (size_t i = 0; i < reg->n_refused; i++) {
        (void)add_row(run, reg->refused[i].line, reg->refused[i].territory, "");
    }
    for (size_t i = run->first_fault; i < run->faults->n; i++) {
        const struct jalon_fault *fault = &run->faults->items[i];
        struct jalon_sheet_row *row = find_row(run->sheet, fault->place.line);
        if (row == NULL) {
            row = add_row(run, fault->place.line, "", "");
        }
        if (row->refusal == NULL) {
            refuse(run, row, fault->place.field, &fault->err);
        }
    }
}

static void list_rows(struct run *run)
{
    struct jalon_sheet *sheet = run->sheet;
    jalon_import_report_differences(run->import, run->faults);
    size_t most = run->import->n_rows + run->import->state->reg->n_refused + run->faults->n + 1;
    sheet->is_read = true;
    sheet->rows = jalon_arena_array(sheet->arena, most, sizeof *sheet->rows);
    add_sound_rows(run);
    add_faulty_rows(run);
}

static size_t count(const struct jalon_sheet *sheet, enum jalon_sheet_verdict verdict)
{
    size_t n = 0;
    for (size_t i = 0; i < sheet->n_rows; i++) {
        n += sheet->rows[i].verdict == verdict;
    }
    return n;
}

/* All rows that the file has, so that the same file is the same request; those that are not to be
 * recorded are skipped. */
static json_t *rows_to_send(const struct run *run)
{
    const struct jalon_import *import = run->import;
    json_t *rows = json_array();
    JALON_AUTO(jalon_json_decref)
    json_t *more = jalon_store_evidence_object(&run->order->write->evidence);
    for (size_t i = 0; i < import->n_rows; i++) {
        json_t *row = jalon_import_event_row(&import->state->reg->events[i]);
        (void)json_object_update_missing(json_object_get(row, "evidence"), more);
        if (run->order->expect != NULL) {
            jalon_json_set_text(row, "expect", run->order->expect);
        }
        if (import->rows[i].status != JALON_IMPORT_ADDED) {
            jalon_batch_skip(row);
        }
        (void)json_array_append_new(rows, row);
    }
    return rows;
}

static void take_refusals(const struct run *run, const struct jalon_batch_answer *answer)
{
    const struct jalon_register_source *source = run->order->source;
    for (size_t i = 0; i < answer->n_refusals; i++) {
        const struct jalon_batch_refusal *one = &answer->refusals[i];
        struct jalon_sheet_row *row = &run->sheet->rows[one->row];
        const char *column = jalon_import_column(source->file, one->err.key);
        refuse(run, row, column, &one->err);
        jalon_faults_add(run->faults,
                         (struct jalon_place_in_file){source->path, row->line, 0, column},
                         &one->err);
    }
}

static void take_done(const struct run *run, const struct jalon_batch_answer *answer)
{
    struct jalon_sheet *sheet = run->sheet;
    for (size_t i = 0; i < answer->n_done; i++) {
        const struct jalon_batch_done *one = &answer->done[i];
        struct jalon_sheet_row *row = &sheet->rows[one->row];
        const char **entries = jalon_arena_array(sheet->arena, one->n_entries + 1, sizeof *entries);
        for (size_t k = 0; k < one->n_entries; k++) {
            entries[k] = jalon_arena_strdup(sheet->arena, one->entries[k]);
        }
        row->entries = entries;
        row->n_entries = one->n_entries;
        row->state = jalon_arena_strdup(sheet->arena, one->state);
        sheet->n_entries += one->n_entries;
    }
}

/*
 * When a row is refused already, the others are tried, so that all refusals are told at once. A
 * trial keeps going in any case: it tells what would come of each row.
 */
static int send_rows(const struct run *run, struct jalon_err *err)
{
    const struct jalon_sheet_order *order = run->order;
    JALON_AUTO(jalon_json_decref) json_t *rows = rows_to_send(run);
    JALON_AUTO(jalon_batch_answer_done) struct jalon_batch_answer answer = {0};
    const struct jalon_batch batch = {.request = order->write->request,
                                      .programme = run->app->programme->code,
                                      .rows = rows,
                                      .keep_going = order->keep_going || order->is_trial};
    bool is_spoilt = !order->keep_going && count(run->sheet, JALON_SHEET_REFUSED) > 0;
    jalon_app_set_dry_run(run->app, order->is_trial || is_spoilt);
    int status = jalon_store_batch(run->app->db, &batch, &answer, err);
    jalon_app_set_dry_run(run->app, order->is_trial);
    if (status < 0) {
        return -1;
    }
    take_refusals(run, &answer);
    if (!is_spoilt || order->is_trial) {
        run->sheet->is_replayed = answer.receipt->replayed;
        take_done(run, &answer);
    }
    return 0;
}

static int compare_lines(const void *a, const void *b)
{
    const struct jalon_sheet_row *first = a, *second = b;
    return (first->line > second->line) - (first->line < second->line);
}

static void settle(const struct run *run)
{
    struct jalon_sheet *sheet = run->sheet;
    bool holds_back = !run->order->keep_going && count(sheet, JALON_SHEET_REFUSED) > 0;
    sheet->n_entries = holds_back ? 0 : sheet->n_entries;
    for (size_t i = 0; i < sheet->n_rows; i++) {
        if (holds_back && sheet->rows[i].verdict == JALON_SHEET_RECORDED) {
            sheet->rows[i].verdict = JALON_SHEET_HELD_BACK;
        }
        sheet->n_by_verdict[sheet->rows[i].verdict]++;
    }
    qsort(sheet->rows, sheet->n_rows, sizeof *sheet->rows, compare_lines);
    jalon_faults_sort(run->faults, run->first_fault);
}

int jalon_app_sheet(struct jalon_app *app, const struct jalon_sheet_order *order,
                    struct jalon_sheet *ret_sheet, struct jalon_faults *faults,
                    struct jalon_err *err)
{
    struct jalon_import_file file = {0};
    struct run run = {app, order, NULL, ret_sheet, faults, faults->n};
    ret_sheet->arena = jalon_arena_new();
    if (check_words(app, order->source->sheet, err) < 0 ||
        jalon_app_import_read(app, order->source, &file, faults, err) < 0) {
        return -1;
    }
    JALON_AUTO(jalon_import_freep) struct jalon_import *import = file.import;
    ret_sheet->is_cp1252 = file.is_cp1252;
    if (import == NULL) {
        return 0;
    }
    run.import = import;
    if (jalon_app_import_diff(app, import, err) < 0) {
        return -1;
    }
    list_rows(&run);
    if (import->n_by_status[JALON_IMPORT_ADDED] > 0 && send_rows(&run, err) < 0) {
        return -1;
    }
    settle(&run);
    return 0;
}
