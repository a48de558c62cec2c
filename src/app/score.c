/* Scores of issued forecasts: reads the kept files, asks what came of them, sums up. */
#include "app/score.h"

#include "app/app_messages.h"
#include "app/document.h"
#include "app/status.h"
#include "base/json.h"
#include "base/mem.h"
#include "pg/db.h"
#include "store/score.h"

/* Reports on their way to be scored. */
struct scoring {
    struct jalon_app *app;
    struct jalon_date until; /* the last day that counts */
    struct jalon_arena *arena;
    struct jalon_scored *reports;
    size_t n;
};

/* The report of ITEM, unless it foresaw nothing up to the last day. */
static int read_report(struct scoring *scoring, const struct jalon_issued_forecast *item,
                       struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str content = {0};
    JALON_AUTO(jalon_json_decref) json_t *report = NULL;
    struct jalon_scored *scored = &scoring->reports[scoring->n];
    if (jalon_app_document_content(scoring->app, item->sha256, &content, err) < 0 ||
        jalon_json_parse(jalon_str_text(&content), &report, err) < 0) {
        return -1;
    }
    if (!jalon_scored_read(report, scoring->arena, scored)) {
        return jalon_fail(err, &jalon_msg_publish_unreadable, item->entry);
    }
    scored->entry = item->entry;
    scored->issued_on = item->issued_on;
    jalon_scored_cut(scored, scoring->until);
    scoring->n += scored->n_days > 0;
    return jalon_week_parse(item->week, &scored->week, err);
}

static int read_reports(struct scoring *scoring, const struct jalon_issued_forecasts_asked *asked,
                        struct jalon_err *err)
{
    struct jalon_issued_forecast *items = NULL;
    size_t n = 0;
    if (jalon_store_issued_forecasts(scoring->app->db, asked, scoring->arena, &items, &n, err) <
        0) {
        return -1;
    }
    scoring->reports = jalon_arena_array(scoring->arena, n, sizeof *scoring->reports);
    for (size_t i = 0; i < n; i++) {
        if (jalon_date_compare(items[i].as_of, scoring->until) < 0 &&
            read_report(scoring, &items[i], err) < 0) {
            return -1;
        }
    }
    return 0;
}

/* One a day; contracts are asked about on the due day alone. */
static json_t *question_of(const struct jalon_scored *scored, const struct jalon_scored_day *day)
{
    json_t *question = json_object();
    json_t *codes = json_array();
    for (size_t i = 0; day == jalon_scored_due(scored) && i < scored->n_chances; i++) {
        (void)json_array_append_new(codes, json_string(scored->chances[i].code));
    }
    jalon_json_set_date(question, "as_of", scored->as_of);
    jalon_json_set_date(question, "on", day->on);
    jalon_json_set_text(question, "instrument", scored->instrument);
    jalon_json_set(question, "codes", codes);
    return question;
}

static json_t *questions_of(const struct scoring *scoring)
{
    json_t *questions = json_array();
    for (size_t i = 0; i < scoring->n; i++) {
        const struct jalon_scored *scored = &scoring->reports[i];
        for (size_t j = 0; j < scored->n_days; j++) {
            (void)json_array_append_new(questions, question_of(scored, &scored->days[j]));
        }
    }
    return questions;
}

static void take_outcome(struct jalon_scored *scored, struct jalon_scored_day *day,
                         const struct jalon_forecast_outcome *outcome)
{
    day->n_signed = outcome->n_signed;
    if (day != jalon_scored_due(scored)) {
        return;
    }
    scored->all_signed = outcome->n_signed > 0 && outcome->n_left_open == 0;
    for (size_t i = 0; i < scored->n_chances; i++) {
        const json_t *known = json_object_get(outcome->risks, scored->chances[i].code);
        scored->chances[i].is_known = json_is_boolean(known);
        scored->chances[i].is_signed = json_is_true(known);
    }
}

static int ask_outcomes(struct scoring *scoring, struct jalon_err *err)
{
    JALON_AUTO(jalon_json_decref) json_t *questions = questions_of(scoring);
    JALON_AUTO(jalon_forecast_outcomes_done) struct jalon_forecast_outcomes outcomes = {0};
    const struct jalon_forecast_outcome *next = NULL;
    if (scoring->n == 0) {
        return 0;
    }
    if (jalon_store_forecast_outcomes(scoring->app->db, jalon_app_books(scoring->app), questions,
                                      &outcomes, err) < 0) {
        return -1;
    }
    next = outcomes.items;
    for (size_t i = 0; i < scoring->n; i++) {
        struct jalon_scored *scored = &scoring->reports[i];
        for (size_t j = 0; j < scored->n_days; j++) {
            take_outcome(scored, &scored->days[j], next++);
        }
    }
    return 0;
}

/* Only days that are over; of earlier books only those that they reach. */
static int settle_until(struct jalon_app *app, const struct jalon_week *week,
                        struct jalon_date as_of, struct jalon_date *ret_until,
                        struct jalon_err *err)
{
    struct jalon_period period;
    const struct jalon_books books = jalon_app_books(app);
    struct jalon_date reach = JALON_DATE_NONE;
    if (jalon_period_settle(week, as_of, app->today, &period, err) < 0 ||
        (books.known != NULL && jalon_store_books_reach(app->db, books, &reach, err) < 0)) {
        return -1;
    }
    bool is_over = jalon_date_compare(period.as_of, app->today) < 0;
    *ret_until = is_over ? period.as_of : jalon_date_add(app->today, -1);
    if (jalon_date_is_set(reach) && jalon_date_compare(reach, *ret_until) < 0) {
        *ret_until = reach;
    }
    return 0;
}

static int score_in_snapshot(struct jalon_app *app, const struct jalon_week *week,
                             struct jalon_date as_of, struct jalon_score *score,
                             struct jalon_err *err)
{
    struct scoring scoring = {.app = app, .arena = score->arena};
    if (jalon_app_programme(app, err) < 0 ||
        settle_until(app, week, as_of, &scoring.until, err) < 0) {
        return -1;
    }
    const struct jalon_issued_forecasts_asked asked = {.books = jalon_app_books(app)};
    if (jalon_app_status(app, scoring.until, &score->status, err) < 0 ||
        read_reports(&scoring, &asked, err) < 0 || ask_outcomes(&scoring, err) < 0) {
        return -1;
    }
    score->reports = scoring.reports;
    score->n_reports = scoring.n;
    return 0;
}

int jalon_app_score(struct jalon_app *app, const struct jalon_week *week, struct jalon_date as_of,
                    struct jalon_score **ret_score, struct jalon_err *err)
{
    JALON_AUTO(jalon_score_freep) struct jalon_score *score = jalon_alloc(sizeof *score);
    score->arena = jalon_arena_new();
    if (jalon_db_snapshot_begin(app->db, err) < 0) {
        return -1;
    }
    int failed = score_in_snapshot(app, week, as_of, score, err);
    jalon_db_snapshot_end(app->db);
    if (failed < 0) {
        return -1;
    }
    *ret_score = JALON_TAKE(score);
    return 0;
}

int jalon_app_trust(struct jalon_app *app, struct jalon_weekly *weekly, struct jalon_err *err)
{
    const struct jalon_date_text week = jalon_week_text(weekly->week);
    const struct jalon_issued_forecasts_asked asked = {
        .books = jalon_app_books(app), .as_shown = true, .before = week.text};
    struct scoring scoring = {
        .app = app, .until = weekly->status.as_of, .arena = weekly->status.arena};
    struct jalon_score_summary summary;
    if (read_reports(&scoring, &asked, err) < 0 || ask_outcomes(&scoring, err) < 0) {
        return -1;
    }
    jalon_score_summarise(scoring.reports, scoring.n, &summary);
    weekly->trust =
        (struct jalon_trust){summary.all.n, summary.all.n_covered, summary.all.n_afterwards};
    return 0;
}
