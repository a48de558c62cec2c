/* The forecast: reads the contracts, asks the domain, finds the names. */
#include "app/forecast.h"

#include <string.h>

#include "app/app_messages.h"
#include "app/contract.h"
#include "app/status.h"
#include "base/mem.h"
#include "domain/target.h"
#include "pg/db.h"
#include "pg/pg_messages.h"
#include "report/at_risk.h"
#include "store/report.h"

static int find_target(const struct jalon_app *app, const char *code, struct jalon_date as_of,
                       const struct jalon_target_def **ret_target, struct jalon_err *err)
{
    const struct jalon_programme *programme = app->programme;
    *ret_target = code != NULL ? jalon_programme_target(programme, code)
                               : jalon_forecast_target(programme, as_of);
    if (code != NULL && *ret_target == NULL) {
        JALON_AUTO(jalon_str_done) struct jalon_str known = {0};
        for (size_t i = 0; i < programme->n_targets; i++) {
            jalon_str_addf(&known, "%s%s", i > 0 ? ", " : "", programme->targets[i].code);
        }
        return jalon_fail(err, &jalon_msg_unknown_target, code, jalon_str_text(&known));
    }
    if (*ret_target == NULL || jalon_target_at(*ret_target, NULL, as_of) == NULL ||
        jalon_target_instrument(programme, *ret_target) == NULL) {
        return jalon_fail(err, &jalon_msg_forecast_without_target, jalon_date_iso(as_of).text);
    }
    return 0;
}

static int find_instrument(const struct jalon_app *app, const char *code,
                           const struct jalon_instrument_def **ret_instrument,
                           struct jalon_err *err)
{
    *ret_instrument = code != NULL ? jalon_programme_instrument(app->programme, code) : NULL;
    if (code == NULL || *ret_instrument != NULL) {
        return 0;
    }
    JALON_AUTO(jalon_str_done) struct jalon_str known = {0};
    for (size_t i = 0; i < app->programme->n_instruments; i++) {
        jalon_str_addf(&known, "%s%s", i > 0 ? ", " : "", app->programme->instruments[i].code);
    }
    return jalon_fail(err, &jalon_msg_unknown_instrument, code, jalon_str_text(&known));
}

static int check_until(struct jalon_date until, struct jalon_date as_of, struct jalon_err *err)
{
    if (!jalon_date_is_set(until)) {
        return 0;
    }
    struct jalon_date end = jalon_date_add(as_of, 364 * JALON_FORECAST_YEARS);
    if (jalon_date_compare(until, as_of) <= 0 || jalon_date_compare(until, end) > 0) {
        return jalon_fail(err, &jalon_msg_forecast_end, jalon_date_iso(until).text,
                          jalon_date_iso(as_of).text, jalon_date_iso(end).text);
    }
    return 0;
}

/* By how much the books may lag behind the cut-off: not at all when they went on after it. */
static int find_lag(struct jalon_app *app, struct jalon_date as_of, int *ret_days,
                    struct jalon_err *err)
{
    struct jalon_recording recording;
    if (jalon_store_recording(app->db, jalon_app_books(app), &recording, err) < 0) {
        return -1;
    }
    int lag = recording.days;
    if (jalon_date_is_set(recording.last_on) && jalon_date_compare(recording.last_on, as_of) > 0) {
        lag -= jalon_date_diff(recording.last_on, as_of);
    }
    *ret_days = lag > 0 ? lag : 0;
    return 0;
}

static const struct jalon_contract *contract_of(const struct jalon_contracts *contracts,
                                                const char *code)
{
    for (size_t i = 0; i < contracts->n; i++) {
        if (strcmp(contracts->items[i]->code, code) == 0) {
            return contracts->items[i];
        }
    }
    return NULL;
}

static const char *name_of(const struct jalon_contracts *contracts, const char *code,
                           struct jalon_date date, struct jalon_arena *arena)
{
    const struct jalon_contract *contract = contract_of(contracts, code);
    return contract != NULL ? jalon_arena_strdup(arena, jalon_contract_name_at(contract, date))
                            : code;
}

static void find_names(struct jalon_forecast_report *report,
                       const struct jalon_contracts *contracts)
{
    const struct jalon_forecast *forecast = report->forecast;
    report->names = jalon_arena_array(report->arena, forecast->n_risks, sizeof *report->names);
    for (size_t i = 0; i < forecast->n_risks; i++) {
        report->names[i] =
            name_of(contracts, forecast->risks[i].code, forecast->as_of, report->arena);
    }
}

/* Why those that are told are at risk, and what comes next. */
static void find_reasons(struct jalon_forecast_report *report,
                         const struct jalon_programme *programme,
                         const struct jalon_contracts *contracts)
{
    const struct jalon_forecast *forecast = report->forecast;
    if (!jalon_forecast_has_risks(forecast)) {
        return;
    }
    size_t n = forecast->n_risks < JALON_FORECAST_RISKS_TOLD ? forecast->n_risks
                                                             : JALON_FORECAST_RISKS_TOLD;
    report->at_risk = jalon_arena_array(report->arena, n, sizeof *report->at_risk);
    report->n_at_risk = n;
    for (size_t i = 0; i < n; i++) {
        const struct jalon_history_names names = {programme,
                                                  contract_of(contracts, forecast->risks[i].code)};
        jalon_at_risk_of(&names, report->instrument->code, forecast->as_of, report->arena,
                         &report->at_risk[i]);
    }
}

/* What would be said were the assumption another one; it matters while nothing was seen, and is
 * told roughly. */
static struct jalon_forecast *vary(const struct jalon_forecast_input *input, int median_weeks)
{
    enum { ROUGH_DRAWS = 1000 };
    struct jalon_forecast_input varied = *input;
    varied.model.median_weeks = median_weeks > 0 ? median_weeks : 1;
    if (varied.model.draws == 0 || varied.model.draws > ROUGH_DRAWS) {
        varied.model.draws = ROUGH_DRAWS;
    }
    return jalon_forecast_new(&varied);
}

static struct jalon_forecast_report *make(const struct jalon_forecast_question *question,
                                          const struct jalon_contracts *contracts,
                                          const struct jalon_status *status, bool varies)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *work = jalon_arena_new();
    const struct jalon_forecast_input *input = jalon_forecast_input_new(question, work);
    struct jalon_forecast_report *report = jalon_alloc(sizeof *report);
    report->arena = jalon_arena_new();
    report->status = status;
    report->assumed = &question->programme->forecast;
    report->target = question->target;
    report->instrument = question->instrument != NULL
                             ? question->instrument
                             : jalon_target_instrument(question->programme, question->target);
    report->forecast = jalon_forecast_new(input);
    if (varies && report->forecast->is_prior && !jalon_forecast_is_fact(report->forecast)) {
        int median = report->forecast->model.median_weeks;
        report->half = vary(input, median / 2);
        report->twice = vary(input, 2 * median);
    }
    find_names(report, contracts);
    if (!varies) { /* a weekly report: the forecast alone tells only chances */
        find_reasons(report, question->programme, contracts);
    }
    return report;
}

/* VARIES: with other assumptions too, where they matter. */
static int ask(struct jalon_app *app, struct jalon_forecast_question *question, bool varies,
               const struct jalon_status *status, struct jalon_forecast_report **ret_report,
               struct jalon_err *err)
{
    JALON_AUTO(jalon_contracts_done) struct jalon_contracts contracts = {0};
    if (find_lag(app, status->as_of, &question->late_days, err) < 0 ||
        jalon_app_contracts(app, &contracts, err) < 0) {
        return -1;
    }
    question->programme = app->programme;
    question->contracts = contracts.items;
    question->n = contracts.n;
    question->as_of = status->as_of;
    *ret_report = make(question, &contracts, status, varies);
    return 0;
}

static int ask_in_snapshot(struct jalon_app *app, const struct jalon_forecast_asked *asked,
                           struct jalon_date as_of, struct jalon_forecast_report **ret_report,
                           struct jalon_err *err)
{
    JALON_AUTO(jalon_status_freep) struct jalon_status *status = NULL;
    struct jalon_forecast_question question = {.until = asked->until};
    if (jalon_app_status(app, as_of, &status, err) < 0 ||
        find_target(app, asked->target, status->as_of, &question.target, err) < 0 ||
        find_instrument(app, asked->instrument, &question.instrument, err) < 0 ||
        check_until(asked->until, status->as_of, err) < 0 ||
        ask(app, &question, true, status, ret_report, err) < 0) {
        return -1;
    }
    (*ret_report)->own_status = JALON_TAKE(status);
    return 0;
}

int jalon_app_forecast(struct jalon_app *app, const struct jalon_forecast_asked *asked,
                       struct jalon_date as_of, struct jalon_forecast_report **ret_report,
                       struct jalon_err *err)
{
    if (jalon_db_snapshot_begin(app->db, err) < 0) {
        return -1;
    }
    int outcome = ask_in_snapshot(app, asked, as_of, ret_report, err);
    jalon_db_snapshot_end(app->db);
    return outcome;
}

int jalon_app_forecast_of(struct jalon_app *app, const struct jalon_status *status,
                          struct jalon_forecast_report **ret_report, struct jalon_err *err)
{
    struct jalon_forecast_question question = {
        .target = jalon_forecast_target(app->programme, status->as_of), .until = JALON_DATE_NONE};
    return question.target == NULL ? 0 : ask(app, &question, false, status, ret_report, err);
}
