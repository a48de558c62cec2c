/* Starting a programme from its folder. */
#include "app/init.h"

#include "app/act.h"
#include "app/app_messages.h"
#include "app/contract.h"
#include "app/init_priv.h"
#include "app/programme.h"
#include "base/mem.h"

/* One run, and the rows of the stage it is in. */
struct run {
    struct jalon_app *app;
    const struct jalon_init_plan *plan;
    const struct jalon_init_options *options;
    struct jalon_init_report *report;
};

struct jalon_init_plan *jalon_init_plan_load(const char *path, struct jalon_faults *faults)
{
    JALON_AUTO(jalon_init_plan_freep) struct jalon_init_plan *plan = jalon_alloc(sizeof *plan);
    plan->file = jalon_programme_load(path, faults);
    if (plan->file == NULL) {
        return NULL;
    }
    plan->reg = jalon_register_load(plan->file->folder, plan->file->programme, faults);
    return plan->reg == NULL ? NULL : JALON_TAKE(plan);
}

void jalon_init_plan_free(struct jalon_init_plan *plan)
{
    if (plan != NULL) {
        jalon_programme_file_free(plan->file);
        jalon_register_free(plan->reg);
        free(plan);
    }
}

void jalon_init_plan_freep(struct jalon_init_plan **plan)
{
    jalon_init_plan_free(*plan);
    *plan = NULL;
}

const char *jalon_init_plan_code(const struct jalon_init_plan *plan)
{
    return plan->file->programme->code;
}

/* Says where a refused row stands, and that recorded facts are not changed by editing the file. */
static int refused_row(struct jalon_err *err, const char *file, size_t line)
{
    const struct jalon_msg *msg =
        err->kind == JALON_ERR_CONFLICT ? &jalon_msg_init_row_differs : &jalon_msg_init_row_refused;
    struct jalon_err inner = *err;
    char number[24];
    (void)snprintf(number, sizeof number, "%zu", line);
    for (int lang = 0; lang < JALON_LANG_N; lang++) {
        const char *const args[] = {file, number, inner.message[lang], inner.hint[lang]};
        jalon_msg_fill(err->message[lang], sizeof err->message[lang], msg->text.text[lang], args,
                       JALON_COUNT(args));
        jalon_msg_fill(err->hint[lang], sizeof err->hint[lang], msg->hint.text[lang], args,
                       JALON_COUNT(args));
    }
    return -1;
}

static int add_territory(const struct run *run, size_t at, const struct jalon_uuid *request,
                         struct jalon_err *err)
{
    const struct jalon_register_territory *row = &run->plan->reg->territories[at];
    struct jalon_write write = jalon_act_entry(row);
    write.request = *request;
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    if (jalon_app_territory_add(run->app, &write, &row->territory, &receipt, err) < 0) {
        return refused_row(err, "territories.csv", row->line);
    }
    return 0;
}

static int send_event(const struct run *run, const struct jalon_register_event *row,
                      const struct jalon_write *write, struct jalon_err *err)
{
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    const struct jalon_signing signing = jalon_act_signing(row);
    const struct jalon_retarget retarget = jalon_act_retarget(row);
    const struct jalon_term term = jalon_act_term(row);
    const struct jalon_plan plan = jalon_act_plan(row);
    const struct jalon_party_act party = jalon_act_party(row);
    const struct jalon_territory_change change = jalon_act_change(row);
    switch (row->action) {
    case JALON_REGISTER_ADVANCE:
        return jalon_app_advance(run->app, write, row->territory, row->what, NULL, &receipt, err);
    case JALON_REGISTER_SIGN:
        return jalon_app_sign(run->app, write, &signing, &receipt, err);
    case JALON_REGISTER_MILESTONE:
        return jalon_app_milestone(run->app, write, row->territory, row->what, &receipt, err);
    case JALON_REGISTER_RETARGET:
        return jalon_app_retarget(run->app, write, &retarget, &receipt, err);
    case JALON_REGISTER_TERM:
        return jalon_app_term(run->app, write, &term, &receipt, err);
    case JALON_REGISTER_PLAN:
        return jalon_app_plan(run->app, write, &plan, &receipt, err);
    case JALON_REGISTER_REFUSE:
        return jalon_app_party_refuse(run->app, write, &party, &receipt, err);
    case JALON_REGISTER_WAIVE:
        return jalon_app_party_waive(run->app, write, &party, &receipt, err);
    case JALON_REGISTER_NOTE:
        return jalon_app_note(run->app, write, row->territory, &receipt, err);
    case JALON_REGISTER_RENAME:
    case JALON_REGISTER_LEAVE:
    case JALON_REGISTER_MEMBER_ADD:
    case JALON_REGISTER_MEMBER_REMOVE:
    case JALON_REGISTER_ALIAS:
    case JALON_REGISTER_ABSORB:
        return jalon_app_territory_change(run->app, write, &change, &receipt, err);
    case JALON_REGISTER_ACTION_N:
        break;
    }
    abort();
}

static int add_event(const struct run *run, size_t at, const struct jalon_uuid *request,
                     struct jalon_err *err)
{
    const struct jalon_register_event *row = &run->plan->reg->events[at];
    struct jalon_write write = jalon_act_write(row);
    write.request = *request;
    return send_event(run, row, &write, err) < 0 ? refused_row(err, "events.csv", row->line) : 0;
}

static int add_cohort(const struct run *run, size_t at, const struct jalon_uuid *request,
                      struct jalon_err *err)
{
    const struct jalon_register_cohort *row = &run->plan->reg->cohorts[at];
    struct jalon_write write = jalon_act_cohort(row);
    const struct jalon_cohort_move move = jalon_act_move(row);
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    write.request = *request;
    int failed = row->leaves ? jalon_app_cohort_leave(run->app, &write, &move, &receipt, err)
                             : jalon_app_cohort_join(run->app, &write, &move, &receipt, err);
    return failed < 0 ? refused_row(err, "cohorts.csv", row->line) : 0;
}

static int add_weight(const struct run *run, size_t at, const struct jalon_uuid *request,
                      struct jalon_err *err)
{
    const struct jalon_register_weight *row = &run->plan->reg->weights[at];
    struct jalon_write write = jalon_act_weight(row);
    const struct jalon_weighing weighing = jalon_act_weighing(row);
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    write.request = *request;
    if (jalon_app_weigh(run->app, &write, &weighing, &receipt, err) < 0) {
        return refused_row(err, "weights.csv", row->line);
    }
    return 0;
}

typedef int add_row_fn(const struct run *run, size_t at, const struct jalon_uuid *request,
                       struct jalon_err *err);

/* Adds the rows whose REQUESTS are not recorded yet, in order. */
static int run_stage(const struct run *run, enum jalon_init_stage stage,
                     const struct jalon_uuid *requests, add_row_fn *add_row, struct jalon_err *err)
{
    size_t n = run->report->n_rows[stage], total = 0;
    JALON_AUTO(jalon_freep) bool *known = jalon_alloc((n + 1) * sizeof *known);
    if (n > 0 && jalon_store_requests_known(run->app->db, requests, n, known, err) < 0) {
        return -1;
    }
    for (size_t i = 0; i < run->report->n_duplicates[stage]; i++) {
        known[run->report->duplicates[stage][i].row] = true; /* by the row before it */
    }
    for (size_t i = 0; i < n; i++) {
        total += known[i] ? 0 : 1;
    }
    size_t *added = &run->report->n_added[stage];
    for (size_t i = 0; i < n; i++) {
        if (known[i]) {
            continue;
        }
        if (run->options->talk != NULL && *added == 0) {
            run->options->talk(run->options->context, stage, 0, total);
        }
        if (!run->options->dry_run && add_row(run, i, &requests[i], err) < 0) {
            return -1;
        }
        ++*added;
        if (run->options->talk != NULL) {
            run->options->talk(run->options->context, stage, *added, total);
        }
    }
    return 0;
}

static int run_stages(const struct run *run, struct jalon_err *err)
{
    static add_row_fn *const add_row[JALON_INIT_STAGE_N] = {
        [JALON_INIT_TERRITORIES] = add_territory,
        [JALON_INIT_EVENTS] = add_event,
        [JALON_INIT_COHORTS] = add_cohort,
        [JALON_INIT_WEIGHTS] = add_weight,
    };
    for (int stage = 0; stage < JALON_INIT_STAGE_N; stage++) {
        JALON_AUTO(jalon_freep)
        struct jalon_uuid *requests =
            jalon_alloc((run->report->n_rows[stage] + 1) * sizeof *requests);
        jalon_init_requests(run->plan, (enum jalon_init_stage)stage, requests, run->report);
        if (run_stage(run, (enum jalon_init_stage)stage, requests, add_row[stage], err) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Applies the document, unless it is in force, and reads it back as the app's programme. */
static int apply(const struct run *run, struct jalon_err *err)
{
    const struct jalon_write write = {.request = jalon_uuid_random(),
                                      .evidence = {.learned_on = JALON_DATE_NONE}};
    JALON_AUTO(jalon_revision_plan_freep) struct jalon_revision_plan *plan = NULL;
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    struct jalon_app *app = run->app;
    if (run->options->dry_run) {
        jalon_app_set_dry_run(app, true);
    }
    if (jalon_app_revision_plan(app, run->plan->file, &plan, err) < 0 ||
        jalon_app_revision_apply(app, plan, &write, &receipt, err) < 0) {
        return -1;
    }
    run->report->programme_changed = receipt->n_entries > 0;
    if (run->options->dry_run) {
        return 0; /* nothing was applied that could be read back */
    }
    jalon_programme_freep(&app->programme);
    const char *chosen = app->programme_code;
    app->programme_code = jalon_init_plan_code(run->plan);
    int failed = jalon_app_programme(app, err);
    app->programme_code = chosen;
    run->report->revision = failed < 0 ? 0 : app->programme->revision;
    return failed;
}

int jalon_app_init(struct jalon_app *app, const struct jalon_init_plan *plan,
                   const struct jalon_init_options *options, struct jalon_init_report *ret_report,
                   struct jalon_err *err)
{
    *ret_report = (struct jalon_init_report){0};
    ret_report->n_rows[JALON_INIT_TERRITORIES] = plan->reg->n_territories;
    ret_report->n_rows[JALON_INIT_EVENTS] = plan->reg->n_events;
    ret_report->n_rows[JALON_INIT_COHORTS] = plan->reg->n_cohorts;
    ret_report->n_rows[JALON_INIT_WEIGHTS] = plan->reg->n_weights;
    const struct run run = {app, plan, options, ret_report};
    return apply(&run, err) < 0 ? -1 : run_stages(&run, err);
}
