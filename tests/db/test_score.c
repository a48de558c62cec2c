/* Issued forecasts held against the books, and the trust line of reports. */
#include <stdio.h>
#include <string.h>

#include "app/issue.h"
#include "app/report.h"
#include "app/score.h"
#include "base/json.h"
#include "base/mem.h"
#include "store/party.h"
#include "store/programme.h"
#include "support/own_database.h"

/* A target for all contracts, due 30 June; essai-2 is being negotiated. */
static int start(void **state)
{
    (void)state;
    struct jalon_err err = {0};
    const struct jalon_write write = undated("essai");
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *applied = NULL;
    JALON_AUTO(jalon_json_decref) json_t *document = fixture_document_json();
    jalon_json_set(document, "targets",
                   json_pack("[{s:s, s:{s:s, s:s}, s:s, s:s, s:s, s:{s:s, s:i}}]", "code", "all",
                             "label", "fr", "tous", "en", "all", "on", "2019-06-30", "decided_on",
                             "2019-01-08", "source", "essai", "covers", "instrument", "contrat",
                             "percent", 100));
    JALON_AUTO(jalon_freep) char *text = jalon_json_dump(document);
    open_own_database();
    assert_done(jalon_store_programme_apply(manager, &write, text, 1, &applied, &err), &err);
    fixture_step(manager, "essai-2", "negotiating 2019-02-01");
    return 0;
}
SETUP_EACH(start);

static struct jalon_app app_of(const char *login)
{
    return (struct jalon_app){.db = fixture_open(database, login),
                              .programme_code = FIXTURE_PROGRAMME};
}

static void issue(int number)
{
    struct jalon_err err = {0};
    const struct jalon_write write = undated("essai");
    const struct jalon_week week = {2019, number};
    JALON_AUTO(jalon_app_done) struct jalon_app app = app_of(FIXTURE_MANAGER);
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    assert_done(jalon_app_report_issue(&app, &write, &week, true, &receipt, &err), &err);
}

static void note(const char *text)
{
    struct jalon_err err = {0};
    struct jalon_write write = undated(NULL);
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    write.evidence.note = text;
    assert_done(jalon_store_note(manager, &write, "essai-1", &receipt, &err), &err);
}

/* All parties of essai-2: its contract is signed in the last of them. */
static void sign_essai_2(void)
{
    static const char *const parties[] = {"etat", "region:28", "region:52", "membre:200000008",
                                          "membre:200000016"};
    for (size_t i = 0; i < JALON_COUNT(parties); i++) {
        char line[64];
        (void)snprintf(line, sizeof line, "contrat %s 2019-03-20", parties[i]);
        fixture_step(manager, "essai-2", line);
    }
}

static int score(const char *known_at, int until, struct jalon_score **ret_score,
                 struct jalon_err *err)
{
    const struct jalon_week week = {2019, until};
    JALON_AUTO(jalon_app_done) struct jalon_app app = app_of(FIXTURE_READER);
    app.known_at = known_at;
    return jalon_app_score(&app, &week, JALON_DATE_NONE, ret_score, err);
}

/* "signed left_open" of each day, then what became of the contracts at risk: "2019-03-10 0, …". */
static const char *told(const char *known_at, int until)
{
    static char text[512];
    struct jalon_err err = {0};
    JALON_AUTO(jalon_score_freep) struct jalon_score *found = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    assert_done(score(known_at, until, &found, &err), &err);
    for (size_t i = 0; i < found->n_reports; i++) {
        const struct jalon_scored *one = &found->reports[i];
        jalon_str_addf(&line, "%s%s", i > 0 ? "; " : "", jalon_week_text(one->week).text);
        for (size_t j = 0; j < one->n_days; j++) {
            jalon_str_addf(&line, " %d", one->days[j].n_signed);
        }
        for (size_t j = 0; j < one->n_chances; j++) {
            jalon_str_addf(&line, " %s=%s", one->chances[j].code,
                           !one->chances[j].is_known   ? "gone"
                           : one->chances[j].is_signed ? "yes"
                                                       : "no");
        }
        jalon_str_addf(&line, "%s", one->all_signed ? " all" : "");
    }
    (void)snprintf(text, sizeof text, "%s", jalon_str_text(&line));
    return text;
}

/* What the text of a week's report says of trust, and its whole JSON. */
static struct jalon_trust trust_of(int number, const char *known_at, struct jalon_str *json)
{
    struct jalon_err err = {0};
    const struct jalon_week week = {2019, number};
    JALON_AUTO(jalon_app_done) struct jalon_app app = app_of(FIXTURE_READER);
    JALON_AUTO(jalon_weekly_freep) struct jalon_weekly *weekly = NULL;
    app.known_at = known_at;
    assert_done(jalon_app_weekly(&app, &week, JALON_DATE_NONE, &weekly, &err), &err);
    weekly->status.known_at.at = NULL; /* an issue is an entry */
    weekly->anchor.note = NULL;
    assert_done(jalon_weekly_json(weekly, JALON_FR, json, &err), &err);
    return weekly->trust;
}

static void assert_trust(int number, int n)
{
    JALON_AUTO(jalon_str_done) struct jalon_str json = {0};
    assert_int_equal(trust_of(number, NULL, &json).n, n);
}

/* Signed on Wednesday of week 12: not yet two weeks after week 9, but then. */
TEST(what_was_foreseen_is_held_against_what_the_books_say_of_the_day)
{
    issue(9);
    sign_essai_2();
    assert_string_equal(told(NULL, 9), "");
    assert_string_equal(told(NULL, 10), "2019-W09 0");
    assert_string_equal(told(NULL, 13), "2019-W09 0 0 1");
    const char *whole = told(NULL, 26);
    assert_non_null(strstr(whole, "2019-W09 0 0 1 1 1 1 "));
    assert_non_null(strstr(whole, "essai-1=no"));
    assert_non_null(strstr(whole, "essai-2=yes"));
    assert_null(strstr(whole, " all"));
}

TEST(of_what_left_nothing_is_held_against_the_forecast)
{
    struct jalon_err err = {0};
    static const char *const codes[] = {"essai-1", "essai-3"};
    issue(9);
    sign_essai_2();
    for (size_t i = 0; i < JALON_COUNT(codes); i++) {
        const struct jalon_write write = fixture_write("2019-04-01");
        assert_done(fixture_try_change(manager, &write, codes[i], "leave", "-", &err), &err);
    }
    const char *whole = told(NULL, 26);
    assert_non_null(strstr(whole, "essai-1=gone"));
    assert_non_null(strstr(whole, "essai-2=yes"));
    assert_non_null(strstr(whole, " all"));
}

/* The second issue of a week knows more than the first. */
TEST(of_a_week_the_first_issue_is_scored)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_score_freep) struct jalon_score *found = NULL;
    issue(9);
    note("remarque d'essai");
    issue(9);
    assert_string_equal(ask("SELECT count(*) FROM audit.history WHERE event = 'report'"), "2");
    assert_done(score(NULL, 13, &found, &err), &err);
    assert_int_equal(found->n_reports, 1);
    assert_string_equal(found->reports[0].entry, "demo#3");
    assert_true(jalon_scored_is_afterwards(&found->reports[0], &found->reports[0].days[0]));
}

TEST(scores_by_earlier_books_are_those_of_then)
{
    issue(9);
    sign_essai_2();
    issue(10);
    assert_string_equal(told("demo#3", 13), "2019-W09 0 0 0");
    assert_string_equal(told("demo#4", 13), "2019-W09 0 0 1; 2019-W10 0 1");
    assert_string_equal(told(NULL, 13), "2019-W09 0 0 1; 2019-W10 0 1");
}

TEST(a_kept_file_that_was_altered_is_refused)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_score_freep) struct jalon_score *found = NULL;
    issue(9);
    assert_string_equal(test_sql(test_cluster_conninfo(TEST_SUPERUSER, database),
                                 "ALTER TABLE audit.file DISABLE TRIGGER ALL;"
                                 "ALTER TABLE audit.file DROP CONSTRAINT file_well_formed;"
                                 "UPDATE audit.file SET content = content || '\\x20'::bytea"),
                        "");
    assert_int_equal(score(NULL, 13, &found, &err), -1);
    assert_string_equal(err.key, "document_altered");
}

TEST(the_trust_line_counts_earlier_weeks_whose_day_came_by_the_cut_off)
{
    issue(9);
    assert_trust(13, 0); /* as who makes the report before anything else is recorded */
    note("remarque d'essai");
    assert_trust(9, 0);
    assert_trust(10, 1);
    assert_trust(11, 2);
    assert_trust(13, 3);
}

/* Neither of its own week, nor later ones of others, nor of the same week again. */
TEST(no_issue_changes_the_trust_line_of_a_report)
{
    JALON_AUTO(jalon_str_done) struct jalon_str before = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str after = {0};
    issue(9);
    note("remarque d'essai");
    assert_int_equal(trust_of(11, NULL, &before).n, 2);
    issue(11);
    issue(10);
    issue(12);
    assert_int_equal(trust_of(11, NULL, &after).n, 2);
    assert_string_equal(jalon_str_text(&after), jalon_str_text(&before));
    jalon_str_clear(&after);
    assert_int_equal(trust_of(11, "essai-1#2", &after).n, 2);
    assert_string_equal(jalon_str_text(&after), jalon_str_text(&before));
}
