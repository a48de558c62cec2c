/* The weekly report: settles the period, reads the facts, makes the record with its forecast. */
#include "app/report.h"

#include "app/app_messages.h"
#include "app/decision.h"
#include "app/forecast.h"
#include "app/score.h"
#include "base/json.h"
#include "journal/base64.h"
#include "journal/note.h"
#include "pg/db.h"
#include "pg/pg_messages.h"
#include "report/facts.h"
#include "report/weekly_plan.h"
#include "store/declare.h"
#include "store/issue.h"
#include "store/report.h"

static int read_anchor(const struct jalon_str *note, struct jalon_arena *arena,
                       struct jalon_anchor *ret_anchor, struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str root = {0};
    struct jalon_note read;
    struct jalon_checkpoint checkpoint;
    if (!jalon_note_read(note->text, note->length, &read) ||
        !jalon_checkpoint_read(&read, &checkpoint)) {
        return jalon_fail(err, &jalon_msg_checkpoint_unreadable);
    }
    jalon_base64_add(&root, checkpoint.head.root.bytes, sizeof checkpoint.head.root.bytes);
    *ret_anchor = (struct jalon_anchor){
        .origin = jalon_arena_strdup(arena, checkpoint.origin),
        .root = jalon_arena_strdup(arena, jalon_str_text(&root)),
        .size = (int64_t)checkpoint.head.size,
        .note = jalon_arena_strdup(arena, note->text),
    };
    return 0;
}

int jalon_app_weekly_anchor(struct jalon_app *app, bool latest, struct jalon_weekly *weekly,
                            struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str note = {0};
    const struct jalon_date_text week = jalon_week_text(weekly->week);
    if (jalon_store_issue_checkpoint(app->db, jalon_app_books(app), week.text, latest, &note, err) <
        0) {
        return -1;
    }
    return note.length == 0 ? 0 : read_anchor(&note, weekly->status.arena, &weekly->anchor, err);
}

static int read_map(struct jalon_app *app, struct jalon_weekly *weekly, struct jalon_err *err)
{
    JALON_AUTO(jalon_json_decref) json_t *areas = NULL;
    struct jalon_outlines outlines;
    outlines.n = jalon_map_outlines(&outlines.codes, &outlines.sirens);
    if (jalon_store_report_map(app->db, jalon_app_books(app), weekly->status.as_of, &outlines,
                               &areas, err) < 0) {
        return -1;
    }
    return jalon_map_of_facts(areas, &weekly->status, &weekly->map, err);
}

static int add_declared(struct jalon_app *app, struct jalon_weekly *weekly, struct jalon_err *err)
{
    JALON_AUTO(jalon_declared_done) struct jalon_declared_list declared = {0};
    if (jalon_store_declared(app->db, jalon_app_books(app), weekly->status.as_of, &declared, err) <
        0) {
        return -1;
    }
    jalon_weekly_rate(weekly, app->programme, &declared);
    return 0;
}

static int read_plans(struct jalon_app *app, const struct jalon_report_request *wanted,
                      struct jalon_weekly *weekly, struct jalon_err *err)
{
    JALON_AUTO(jalon_json_decref) json_t *facts = NULL;
    if (jalon_store_report_plans(app->db, jalon_app_books(app), wanted, &facts, err) < 0) {
        return -1;
    }
    weekly->plans = jalon_weekly_plans_of(facts, app->programme, weekly->status.arena);
    return 0;
}

/* What an older database has no functions for. A week that was cut off otherwise is no issue. */
static int read_parts(struct jalon_app *app, const struct jalon_report_request *wanted,
                      bool is_provisional, struct jalon_weekly *weekly, struct jalon_err *err)
{
    if (read_plans(app, wanted, weekly, err) < 0 || add_declared(app, weekly, err) < 0 ||
        jalon_app_decisions(app, weekly->status.as_of, &weekly->decisions, err) < 0 ||
        jalon_app_trust(app, weekly, err) < 0) {
        return -1;
    }
    return is_provisional ? 0 : jalon_app_weekly_anchor(app, false, weekly, err);
}

int jalon_app_weekly_inside(struct jalon_app *app, const struct jalon_week *week,
                            struct jalon_date as_of, const char *figure,
                            struct jalon_weekly **ret_weekly, struct jalon_err *err)
{
    JALON_AUTO(jalon_json_decref) json_t *facts = NULL;
    JALON_AUTO(jalon_weekly_freep) struct jalon_weekly *weekly = NULL;
    struct jalon_period period;
    if (jalon_app_programme(app, err) < 0 ||
        jalon_period_settle(week, as_of, app->today, &period, err) < 0) {
        return -1;
    }
    const struct jalon_report_request wanted = {
        .from = period.from,
        .as_of = period.as_of,
        .pace_days = jalon_pace_days(period.as_of, app->programme->starts_on),
        .figure = figure};
    int outcome = jalon_store_report_facts(app->db, jalon_app_books(app), &wanted, &facts, err);
    if (outcome == JALON_REPORT_NO_PROGRAMME) {
        return jalon_fail(err, &jalon_msg_unknown_programme, app->programme->code);
    }
    if (outcome < 0 || jalon_weekly_of_facts(facts, &period, wanted.pace_days, &weekly, err) < 0 ||
        jalon_app_forecast_of(app, &weekly->status, &weekly->forecast, err) < 0 ||
        read_map(app, weekly, err) < 0) {
        return -1;
    }
    jalon_weekly_earn(weekly, app->programme->starts_on);
    if (!jalon_db_is_older(app->db) &&
        read_parts(app, &wanted, period.provisional, weekly, err) < 0) {
        return -1;
    }
    *ret_weekly = JALON_TAKE(weekly);
    return 0;
}

int jalon_app_weekly_with(struct jalon_app *app, const struct jalon_week *week,
                          struct jalon_date as_of, const char *figure,
                          struct jalon_weekly **ret_weekly, struct jalon_err *err)
{
    if (jalon_db_snapshot_begin(app->db, err) < 0) {
        return -1;
    }
    int outcome = jalon_app_weekly_inside(app, week, as_of, figure, ret_weekly, err);
    jalon_db_snapshot_end(app->db);
    return outcome;
}

int jalon_app_weekly(struct jalon_app *app, const struct jalon_week *week, struct jalon_date as_of,
                     struct jalon_weekly **ret_weekly, struct jalon_err *err)
{
    return jalon_app_weekly_with(app, week, as_of, NULL, ret_weekly, err);
}
