/* Importing a file: reading it, comparing it, recording what is new of it. */
#include "app/import.h"

#include "app/app_messages.h"
#include "app/find.h"
#include "app/import_priv.h"
#include "base/json.h"
#include "base/mem.h"
#include "store/text.h"

const char *jalon_import_status_code(enum jalon_import_status status)
{
    static const char *const codes[JALON_IMPORT_STATUS_N] = {
        [JALON_IMPORT_ADDED] = "added",
        [JALON_IMPORT_UNCHANGED] = "unchanged",
        [JALON_IMPORT_DIFFERS] = "differs",
        [JALON_IMPORT_DUPLICATE] = "duplicate",
    };
    return codes[status];
}

void jalon_import_free(struct jalon_import *import)
{
    if (import == NULL) {
        return;
    }
    for (size_t i = 0; i < import->n_rows; i++) {
        json_decref(import->state->sent[i]);
    }
    jalon_register_free(import->state->reg);
    jalon_arena_free(import->arena); /* the import itself lives there */
}

void jalon_import_freep(struct jalon_import **import)
{
    jalon_import_free(*import);
    *import = NULL;
}

static struct jalon_import *new_import(const struct jalon_register_source *source,
                                       struct jalon_register *reg)
{
    struct jalon_arena *arena = jalon_arena_new();
    struct jalon_import *import = jalon_arena_alloc(arena, sizeof *import);
    import->arena = arena;
    import->path = jalon_arena_strdup(arena, source->path);
    import->state = jalon_arena_alloc(arena, sizeof *import->state);
    import->state->file = source->file;
    import->state->reg = reg;
    jalon_import_list_rows(import);
    return import;
}

/* The database's part in reading a file. */
struct reading {
    struct jalon_app *app;
    struct jalon_arena *arena;
    struct jalon_err *err;
    bool failed;
};

static void compose(void *context, struct jalon_str *text)
{
    struct reading *reading = context;
    reading->failed =
        reading->failed || jalon_store_text_compose(reading->app->db, text, reading->err) < 0;
}

/* As a command that writes takes it: by its code, or by a whole name that one territory has. */
static const char *find(void *context, const char *text, struct jalon_err *err)
{
    struct reading *reading = context;
    JALON_AUTO(jalon_found_freep) struct jalon_found *found = NULL;
    if (jalon_app_find(reading->app, text, JALON_FIND_WHOLE, &found, err) < 0) {
        if (err->kind != JALON_ERR_REFUSED) { /* no fault of the cell */
            reading->failed = true;
            *reading->err = *err;
        }
        return NULL;
    }
    if (found->n == 1) {
        return jalon_arena_strdup(reading->arena, found->items[0].code);
    }
    if (found->n > 1) {
        (void)jalon_fail(err, &jalon_msg_several_territories, text,
                         jalon_arena_printf(reading->arena, "%zu", found->n_all));
    } else {
        (void)jalon_app_fail_unknown(reading->app, text, err);
    }
    return NULL;
}

int jalon_app_import_read(struct jalon_app *app, const struct jalon_register_source *source,
                          struct jalon_import_file *ret_file, struct jalon_faults *faults,
                          struct jalon_err *err)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    struct jalon_register_known known = {0};
    if (jalon_app_programme(app, err) < 0 ||
        jalon_store_territory_codes(app->db, app->programme->code, arena, &known.codes,
                                    &known.n_codes, err) < 0) {
        return -1;
    }
    struct reading reading = {app, arena, err, false};
    known.programme = app->programme;
    known.compose = compose;
    known.find = find;
    known.context = &reading;
    struct jalon_register *reg =
        jalon_register_load_file(source, &known, &ret_file->is_cp1252, faults);
    if (reading.failed) {
        jalon_register_free(reg);
        return -1;
    }
    ret_file->import = reg != NULL ? new_import(source, reg) : NULL;
    return 0;
}

int jalon_app_import_diff(struct jalon_app *app, struct jalon_import *import, struct jalon_err *err)
{
    JALON_AUTO(jalon_recordings_done) struct jalon_recordings recordings = {0};
    JALON_AUTO(jalon_freep)
    const char **codes = jalon_realloc_array(NULL, import->n_rows + 1, sizeof *codes);
    bool is_whole = import->state->file == JALON_REGISTER_TERRITORIES;
    for (size_t i = 0; i < import->n_rows; i++) {
        codes[i] = import->rows[i].code;
    }
    if (import->n_rows == 0) {
        return 0;
    }
    if (jalon_recordings_read(app, codes, is_whole ? 0 : import->n_rows, &recordings, err) < 0) {
        return -1;
    }
    jalon_import_decide(app, import, &recordings);
    return 0;
}

static void add_fault(struct jalon_faults *faults, const struct jalon_import *import,
                      const struct jalon_import_row *row, const char *column,
                      const struct jalon_err *fault)
{
    jalon_faults_add(faults, (struct jalon_place_in_file){import->path, row->line, 0, column},
                     fault);
}

void jalon_import_report_differences(const struct jalon_import *import, struct jalon_faults *faults)
{
    for (size_t i = 0; i < import->n_rows; i++) {
        const struct jalon_import_row *row = &import->rows[i];
        for (size_t k = 0; k < row->n_differences; k++) {
            const struct jalon_import_difference *one = &row->differences[k];
            struct jalon_err fault;
            if (one->recorded[0] != '\0') {
                (void)jalon_fail(&fault, &jalon_msg_import_differs, one->recorded, one->given);
            } else {
                (void)jalon_fail(&fault, &jalon_msg_import_says_more, one->given);
            }
            add_fault(faults, import, row, one->column, &fault);
        }
    }
}

enum role { ROLE_DAY, ROLE_PRECISION, ROLE_WHAT, ROLE_PARTY, ROLE_CODE, ROLE_REASON, ROLE_N };

/* Which cell of a row the database has refused. */
static const struct {
    const char *key;
    enum role role;
} roles[] = {
    {"in_future", ROLE_DAY},
    {"before_programme", ROLE_DAY},
    {"too_early", ROLE_DAY},
    {"change_too_early", ROLE_DAY},
    {"left_programme", ROLE_DAY},
    {"date_out_of_range", ROLE_DAY},
    {"date_and_precision", ROLE_PRECISION},
    {"undeclared_transition", ROLE_WHAT},
    {"derived_transition", ROLE_WHAT},
    {"already_there", ROLE_WHAT},
    {"instrument_not_open", ROLE_WHAT},
    {"nothing_missing", ROLE_WHAT},
    {"milestone_recorded", ROLE_WHAT},
    {"already_named", ROLE_WHAT},
    {"alias_there", ROLE_WHAT},
    {"member_there", ROLE_WHAT},
    {"member_gone", ROLE_WHAT},
    {"member_absent", ROLE_WHAT},
    {"already_absorbed", ROLE_WHAT},
    {"unknown_party", ROLE_PARTY},
    {"party_not_concerned", ROLE_PARTY},
    {"already_signed", ROLE_PARTY},
    {"unknown_territory", ROLE_CODE},
    {"territory_exists", ROLE_CODE},
    {"reason_required", ROLE_REASON},
    {"cohort_joined", ROLE_WHAT},
    {"cohort_not_joined", ROLE_WHAT},
    {"cohort_too_early", ROLE_DAY},
    {"not_a_member", ROLE_PARTY},
    {"weight_recorded", ROLE_WHAT},
    {"target_there", ROLE_WHAT},
    {"target_past_day", ROLE_WHAT},
    {"target_too_early", ROLE_DAY},
    {"weight_too_early", ROLE_DAY},
};

const char *jalon_import_column(enum jalon_register_file file, const char *key)
{
    static const char *const columns[JALON_REGISTER_FILE_N][ROLE_N] = {
        [JALON_REGISTER_TERRITORIES] = {"entered_on", "entered_precision", "name", NULL, "code",
                                        NULL},
        [JALON_REGISTER_ALIASES] = {NULL, NULL, "value", NULL, "territory_code", NULL},
        [JALON_REGISTER_MEMBERS] = {"from", NULL, "siren", NULL, "territory_code", NULL},
        [JALON_REGISTER_EVENTS] = {"on", "precision", "what", "parties", "territory_code",
                                   "reason"},
        [JALON_REGISTER_SIGNATURES] = {"on", "precision", "instrument", "party", "territory_code",
                                       "reason"},
        [JALON_REGISTER_COHORTS] = {"since", NULL, "cohort", "member_siren", "territory_code",
                                    NULL},
        [JALON_REGISTER_WEIGHTS] = {"since", NULL, "weight", NULL, "territory_code", NULL},
    };
    for (size_t i = 0; i < JALON_COUNT(roles); i++) {
        if (strcmp(roles[i].key, key) == 0) {
            return columns[file][roles[i].role];
        }
    }
    return NULL;
}

/* The rows to be recorded, and for each of them the row of the file. */
static json_t *gather(const struct jalon_import *import, const struct jalon_evidence *otherwise,
                      size_t **ret_origins)
{
    json_t *rows = json_array();
    size_t *origins = jalon_realloc_array(NULL, 2 * import->n_rows + 1, sizeof *origins);
    for (size_t i = 0; i < import->n_rows; i++) {
        size_t k;
        json_t *row;
        json_array_foreach(import->state->sent[i], k, row)
        {
            json_t *said = json_object_get(row, "evidence");
            JALON_AUTO(jalon_json_decref) json_t *more = jalon_store_evidence_object(otherwise);
            (void)json_object_update_missing(said, more);
            origins[json_array_size(rows)] = i;
            (void)json_array_append(rows, row);
        }
    }
    *ret_origins = origins;
    return rows;
}

static int send_rows(struct jalon_app *app, const struct jalon_import *import,
                     const struct jalon_import_order *order, struct jalon_receipt **ret_receipt,
                     struct jalon_faults *faults, struct jalon_err *err)
{
    JALON_AUTO(jalon_freep) size_t *origins = NULL;
    JALON_AUTO(jalon_json_decref) json_t *rows = gather(import, &order->evidence, &origins);
    JALON_AUTO(jalon_batch_answer_done) struct jalon_batch_answer answer = {0};
    const struct jalon_batch batch = {
        .request = order->request, .programme = app->programme->code, .rows = rows};
    if (json_array_size(rows) == 0) {
        return 0;
    }
    if (jalon_store_batch(app->db, &batch, &answer, err) < 0) {
        return -1;
    }
    for (size_t i = 0; i < answer.n_refusals; i++) {
        const struct jalon_batch_refusal *one = &answer.refusals[i];
        add_fault(faults, import, &import->rows[origins[one->row]],
                  jalon_import_column(import->state->file, one->err.key), &one->err);
    }
    if (answer.n_refusals == 0) {
        *ret_receipt = JALON_TAKE(answer.receipt);
    }
    return 0;
}

int jalon_app_import_apply(struct jalon_app *app, const struct jalon_import *import,
                           const struct jalon_import_order *order,
                           struct jalon_receipt **ret_receipt, struct jalon_faults *faults,
                           struct jalon_err *err)
{
    size_t first = faults->n;
    jalon_import_report_differences(import, faults);
    if (faults->n > first && !order->is_trial) {
        return 0;
    }
    int failed = send_rows(app, import, order, ret_receipt, faults, err);
    jalon_faults_sort(faults, first);
    return failed;
}
