/*
 * The second axis of time: whatever is recorded, corrected or taken back later, the books as they
 * were known at an entry say the same again, in every reading and to the byte.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/contract.h"
#include "app/report.h"
#include "app/status.h"
#include "base/json.h"
#include "base/mem.h"
#include "store/correction.h"
#include "store/programme.h"
#include "support/cluster.h"
#include "support/fixture.h"
#include "support/prop.h"
#include "support/test.h"

SETUP_GROUP(fixture_setup);

/* KNOWN_AT as people write it; NULL: now. jalon_app_done() it. */
static struct jalon_app open_app(const char *database, const char *known_at)
{
    return (struct jalon_app){.programme_code = FIXTURE_PROGRAMME,
                              .known_at = known_at,
                              .db = fixture_open(database, FIXTURE_READER)};
}

/* One week in every format, and the status of its Sunday. */
static void tell_week(struct jalon_app *app, const char *sunday, struct jalon_str *out)
{
    struct jalon_err err = {0};
    const struct jalon_week week = jalon_week_of(fixture_date(sunday));
    JALON_AUTO(jalon_weekly_freep) struct jalon_weekly *weekly = NULL;
    JALON_AUTO(jalon_status_freep) struct jalon_status *status = NULL;
    assert_done(jalon_app_weekly(app, &week, JALON_DATE_NONE, &weekly, &err), &err);
    assert_done(jalon_weekly_text(weekly, JALON_FR, out, &err), &err);
    assert_done(jalon_weekly_md(weekly, JALON_EN, out, &err), &err);
    assert_done(jalon_weekly_json(weekly, JALON_FR, out, &err), &err);
    assert_done(jalon_app_status(app, fixture_date(sunday), &status, &err), &err);
    jalon_status_json(status, out);
}

/* What the statements of `list`, `show`, `history` and of a search read, of the books at K. */
static const char readings_sql[] =
    "WITH k AS (SELECT p.id, p.code, %s::bigint AS known FROM jalon.programme p)"
    " SELECT concat_ws(E'\\n',"
    "  (SELECT jsonb_agg(to_jsonb(l) ORDER BY l.code) FROM jalon.contracts_listed(k.id,"
    "   '2019-03-10', false, k.known) l),"
    "  (SELECT jsonb_agg(to_jsonb(a) ORDER BY a.contract_id, a.instrument, a.party) FROM"
    "   jalon.parties_at(k.id, ARRAY(SELECT id FROM jalon.contract), '2019-03-10', k.known) a),"
    "  (SELECT jsonb_agg(to_jsonb(f) ORDER BY f.contract_id) FROM"
    "   jalon.find(k.id, 'essai', '2019-03-10', k.known) f),"
    "  (SELECT jsonb_agg(jsonb_build_array(jalon.contract_record(c.id, k.known),"
    "   jalon.journal_of(c.id, k.known)) ORDER BY c.code) FROM jalon.contract c)) FROM k";

static char *tell(const char *database, const char *known_at, const char *entry)
{
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str sql = {0};
    struct jalon_app app = open_app(database, known_at);
    tell_week(&app, "2019-02-03", &out);
    tell_week(&app, "2019-03-10", &out);
    jalon_app_done(&app);
    jalon_str_addf(&sql, readings_sql, entry);
    jalon_str_add(&out,
                  test_sql(test_cluster_conninfo(FIXTURE_READER, database), jalon_str_text(&sql)));
    return jalon_strdup(jalon_str_text(&out));
}

static int try_correct(struct jalon_db *db, int64_t seq, const char *on, struct jalon_err *err)
{
    struct jalon_write write = fixture_write(NULL);
    write.evidence.reason = "essai";
    JALON_AUTO(jalon_json_decref) json_t *set = json_pack("{s:s}", "on", on);
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    const struct jalon_entries entries = {"essai-2", &seq, 1};
    return jalon_store_correct(db, &write, &entries, set, &receipt, err);
}

static int try_void(struct jalon_db *db, int64_t seq, struct jalon_err *err)
{
    struct jalon_write write = fixture_write(NULL);
    write.evidence.reason = "essai";
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    const struct jalon_entries entries = {"essai-2", &seq, 1};
    return jalon_store_void(db, &write, &entries, &receipt, err);
}

TEST(t34_a_report_is_the_same_again_after_a_later_correction)
{
    struct jalon_err err = {0};
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    fixture_step(db, "essai-2", "negotiating 2019-01-15");
    fixture_step(db, "essai-2", "contrat all 2019-02-02");
    fixture_step(db, "essai-1", "pilot 2019-02-01");
    JALON_AUTO(jalon_str_done) struct jalon_str then = {0};
    struct jalon_app now = open_app(database, NULL);
    tell_week(&now, "2019-02-03", &then);
    jalon_app_done(&now);
    assert_done(try_correct(db, 3, "2019-02-04", &err), &err);
    fixture_step(db, "essai-2", "rename Val_Nouveau 2019-01-20");
    fixture_step(db, "essai-3", "leave - 2019-01-31");

    JALON_AUTO(jalon_str_done) struct jalon_str known = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str corrected = {0};
    struct jalon_app at_entry = open_app(database, "essai-1#2");
    tell_week(&at_entry, "2019-02-03", &known);
    jalon_app_done(&at_entry);
    assert_string_equal(jalon_str_text(&known), jalon_str_text(&then));
    now = open_app(database, NULL);
    tell_week(&now, "2019-02-03", &corrected);
    jalon_app_done(&now);
    assert_string_not_equal(jalon_str_text(&corrected), jalon_str_text(&then));
}

static const char *const moves[] = {"pilot", "negotiating", "suspended", "signed", "withdrawn"};
static const char *const parties[] = {"etat", "region:28", "region:52", "membre:200000008", "all"};

/* One random step; most are refused, which is as well. */
static void random_step(struct prop *prop, struct jalon_db *db, struct jalon_date *day)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    *day = jalon_date_add(*day, prop_between(prop, 0, 4));
    struct jalon_write write = fixture_write(jalon_date_iso(*day).text);
    write.evidence.reason = "essai";
    int n = prop_between(prop, 0, 19);
    if (n < 6) {
        const char *to = moves[prop_between(prop, 0, (int)JALON_COUNT(moves) - 1)];
        (void)!jalon_store_advance(db, &write, "essai-2", to, NULL, &receipt, &err);
    } else if (n < 11) {
        const char *party = parties[prop_between(prop, 0, (int)JALON_COUNT(parties) - 1)];
        const struct jalon_signing signing = {.code = "essai-2",
                                              .instrument = n < 9 ? "contrat" : "protocole",
                                              .parties = &party,
                                              .n_parties = 1};
        (void)!jalon_store_sign(db, &write, &signing, &receipt, &err);
    } else if (n < 14) {
        static const char *const kinds[] = {"member-add", "member-remove", "rename"};
        static const char *const whats[] = {"200000024", "200000016", "Val_d'Essai_Nouveau"};
        (void)!fixture_try_change(db, &write, "essai-2", kinds[n - 11], whats[n - 11], &err);
    } else if (n < 17) {
        (void)!try_void(db, prop_between(prop, 2, 20), &err);
    } else {
        struct jalon_date other = jalon_date_add(*day, prop_between(prop, -9, 9));
        (void)!try_correct(db, prop_between(prop, 1, 20), jalon_date_iso(other).text, &err);
    }
}

TEST(t34_whatever_is_recorded_later_each_reading_can_be_had_again)
{
    enum { STEPS = 24 };
    struct prop prop = prop_start();
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    const char *reader = test_cluster_conninfo(FIXTURE_READER, database);
    struct jalon_date day = fixture_date("2019-01-05");
    char *told[STEPS];
    char size[STEPS][24], entry[STEPS][24];
    for (int i = 0; i < STEPS; i++) {
        random_step(&prop, db, &day);
        random_step(&prop, db, &day);
        told[i] = tell(database, NULL, "NULL");
        snprintf(size[i], sizeof size[i], "%s",
                 test_sql(reader, "SELECT count(*) FROM audit.history"));
        snprintf(entry[i], sizeof entry[i], "%s",
                 test_sql(reader, "SELECT max(entry_id) FROM audit.history"));
    }
    for (int i = 0; i < STEPS; i++) {
        JALON_AUTO(jalon_freep) char *again = tell(database, size[i], entry[i]);
        assert_string_equal(again, told[i]);
        free(told[i]);
    }
}

TEST(an_entry_is_known_with_all_that_its_request_recorded)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    fixture_step(db, "essai-2", "negotiating 2019-01-15"); /* 2 */
    fixture_step(db, "essai-2", "contrat all 2019-02-02"); /* 3 to 8, the last one follows */
    fixture_step(db, "essai-1", "pilot 2019-02-01");
    static const char *const entries[] = {"essai-2#2", "essai-2#3", "essai-2#8"};
    struct jalon_str weeks[3] = {{0}};
    for (size_t i = 0; i < JALON_COUNT(entries); i++) {
        struct jalon_app app = open_app(database, entries[i]);
        tell_week(&app, "2019-02-03", &weeks[i]);
        jalon_app_done(&app);
    }
    assert_string_not_equal(jalon_str_text(&weeks[0]), jalon_str_text(&weeks[1]));
    assert_string_equal(jalon_str_text(&weeks[1]), jalon_str_text(&weeks[2]));
    jalon_str_done(&weeks[0]);
    jalon_str_done(&weeks[1]);
    jalon_str_done(&weeks[2]);
}

TEST(the_labels_and_targets_are_those_of_the_revision_in_force_then)
{
    struct jalon_err err = {0};
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    JALON_AUTO(jalon_str_done) struct jalon_str then = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str known = {0};
    struct jalon_app app = open_app(database, NULL);
    tell_week(&app, "2019-02-03", &then);
    jalon_app_done(&app);
    JALON_AUTO(jalon_json_decref) json_t *document = fixture_document_json();
    json_t *names = json_object_get(json_object_get(document, "programme"), "name");
    json_object_set_new(names, "fr", json_string("Autre programme fictif"));
    json_object_del(document, "targets");
    JALON_AUTO(jalon_freep) char *text = jalon_json_dump(document);
    struct jalon_write write = fixture_write(NULL);
    write.evidence.reason = "essai";
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    assert_done(jalon_store_programme_apply(db, &write, text, JALON_REVISION_ANY, &receipt, &err),
                &err);
    struct jalon_app before = open_app(database, "essai-3#1");
    tell_week(&before, "2019-02-03", &known);
    assert_int_equal(before.programme->revision, 1);
    jalon_app_done(&before);
    assert_string_equal(jalon_str_text(&known), jalon_str_text(&then));
}

static const char *moment_of(const char *database, const char *known_at)
{
    static char answer[64];
    struct jalon_err err = {0};
    struct jalon_app app = open_app(database, known_at);
    int failed = jalon_app_programme(&app, &err);
    snprintf(answer, sizeof answer, "%s%s", failed < 0 ? err.key : app.known.entry,
             failed == 0 && app.known.is_nothing ? " nothing" : "");
    jalon_app_done(&app);
    return answer;
}

TEST(a_moment_is_a_day_a_number_of_entries_or_an_entry)
{
    const char *database = test_database_new();
    const char *reader = test_cluster_conninfo(FIXTURE_READER, database);
    JALON_AUTO(jalon_freep)
    char *last = jalon_strdup(test_sql(reader, "SELECT max(entry_id) FROM audit.history"));
    assert_string_equal(moment_of(database, "essai-3#1"), last);
    assert_string_equal(moment_of(database, "4"), last);
    assert_string_equal(moment_of(database, "2100-01-01"), last);
    assert_string_equal(moment_of(database, "2019-01-01"), "0 nothing");
    assert_string_equal(moment_of(database, "0"), "0 nothing");
    assert_string_equal(moment_of(database, "5"), "unknown_moment");
    assert_string_equal(moment_of(database, "essai-3#2"), "unknown_moment");
    assert_string_equal(moment_of(database, "essai-9#1"), "unknown_moment");
    assert_string_equal(moment_of(database, "hier"), "moment_unreadable");
    assert_string_equal(moment_of(database, "2019-02-30"), "date_no_such_day");
}

TEST(t35_the_day_ends_at_midnight_in_the_programmes_zone)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_str_done) struct jalon_str sql = {0};
    const char *reader = test_cluster_conninfo(FIXTURE_READER, database);
    jalon_str_add(&sql, "SELECT bool_and((h.entry_id <= jalon.entry_known_at('demo', d, NULL, NULL,"
                        " NULL)) = ((h.recorded AT TIME ZONE 'Europe/Paris')::date <= d)) FROM"
                        " audit.history h, LATERAL (SELECT (h.recorded AT TIME ZONE"
                        " 'Europe/Paris')::date + n AS d FROM generate_series(-1, 1) n) k");
    assert_string_equal(test_sql(reader, jalon_str_text(&sql)), "t");
}

/* "figure from to before after entry", a line each, of the report on the week of SUNDAY. */
static void assert_restated(const char *database, const char *sunday, const char *known_at,
                            const char *wanted)
{
    struct jalon_err err = {0};
    struct jalon_app app = open_app(database, known_at);
    const struct jalon_week week = jalon_week_of(fixture_date(sunday));
    JALON_AUTO(jalon_weekly_freep) struct jalon_weekly *weekly = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    assert_done(jalon_app_weekly(&app, &week, JALON_DATE_NONE, &weekly, &err), &err);
    for (size_t i = 0; i < weekly->n_restatements; i++) {
        const struct jalon_restatement *one = &weekly->restatements[i];
        assert_in_range(jalon_date_diff(app.today, one->recorded_on), 0, 1);
        jalon_str_addf(&out, "%s %s %s %d %d %s\n", one->figure, jalon_week_text(one->from).text,
                       jalon_week_text(one->to).text, one->before, one->after, one->entry);
    }
    jalon_app_done(&app);
    assert_string_equal(jalon_str_text(&out), wanted);
}

TEST(t34_a_correction_restates_the_weeks_that_it_changes)
{
    struct jalon_err err = {0};
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    fixture_step(db, "essai-2", "negotiating 2019-01-15");
    fixture_step(db, "essai-2", "contrat all 2019-02-02");
    assert_restated(database, "2019-02-17", NULL, "");
    /* the last of five signatures; the completion is the entry after it */
    assert_done(try_correct(db, 7, "2019-02-12", &err), &err);
    assert_restated(database, "2019-02-17", NULL,
                    "instruments.contrat.signed 2019-W05 2019-W06 1 0 essai-2#9\n"
                    "states.negotiating 2019-W05 2019-W06 0 1 essai-2#9\n"
                    "states.signed 2019-W05 2019-W06 1 0 essai-2#9\n");
    /* a report is about the weeks up to its own, and about what was known */
    assert_restated(database, "2019-02-03", NULL,
                    "instruments.contrat.signed 2019-W05 2019-W05 1 0 essai-2#9\n"
                    "states.negotiating 2019-W05 2019-W05 0 1 essai-2#9\n"
                    "states.signed 2019-W05 2019-W05 1 0 essai-2#9\n");
    assert_restated(database, "2019-01-27", NULL, "");
    assert_restated(database, "2019-02-17", "essai-2#8", "");
    /* what changes no Sunday restates nothing, and the first restatement is told still */
    assert_done(try_correct(db, 7, "2019-02-13", &err), &err);
    assert_restated(database, "2019-02-03", NULL,
                    "instruments.contrat.signed 2019-W05 2019-W05 1 0 essai-2#9\n"
                    "states.negotiating 2019-W05 2019-W05 0 1 essai-2#9\n"
                    "states.signed 2019-W05 2019-W05 1 0 essai-2#9\n");
}

TEST(t34_each_change_is_told_for_the_weeks_in_a_row_that_have_it)
{
    struct jalon_err err = {0};
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    fixture_step(db, "essai-1", "pilot 2019-01-07");
    fixture_step(db, "essai-2", "pilot 2019-01-08");
    fixture_step(db, "essai-3", "pilot 2019-01-21");
    assert_done(try_void(db, 2, &err), &err);
    assert_restated(database, "2019-02-03", NULL,
                    "states.identified 2019-W02 2019-W03 1 2 essai-2#3\n"
                    "states.identified 2019-W04 2019-W05 0 1 essai-2#3\n"
                    "states.pilot 2019-W02 2019-W03 2 1 essai-2#3\n"
                    "states.pilot 2019-W04 2019-W05 3 2 essai-2#3\n");
}

TEST(t34_an_exit_that_is_taken_back_restates_the_number_of_territories)
{
    struct jalon_err err = {0};
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    fixture_step(db, "essai-2", "leave - 2019-01-23");
    assert_done(try_void(db, 2, &err), &err);
    assert_restated(database, "2019-02-03", NULL,
                    "scope.current 2019-W04 2019-W05 2 3 essai-2#3\n"
                    "states.identified 2019-W04 2019-W05 2 3 essai-2#3\n");
}

/* The report of the week in which a correction is recorded tells it, as do earlier weeks that are
 * reported anew; the next week's does not. */
TEST(t34_a_correction_is_told_up_to_the_week_of_its_recording)
{
    struct jalon_err err = {0};
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    fixture_step(db, "essai-2", "pilot 2019-01-08");
    assert_done(try_correct(db, 2, "2019-01-15", &err), &err);
    assert_string_equal(
        test_sql(test_cluster_conninfo(FIXTURE_READER, database),
                 "SELECT string_agg(EXISTS (SELECT FROM jalon.restatements(p.id, m.monday + 7 * n,"
                 " m.monday + 7 * n + 6, NULL))::text, ' ' ORDER BY n) FROM jalon.programme p,"
                 " (SELECT date_trunc('week', h.recorded AT TIME ZONE 'Europe/Paris')::date AS"
                 " monday FROM audit.history h WHERE h.event = 'correct') m,"
                 " generate_series(-1, 1) n"),
        "true true false");
}

/* What a batch recorded is taken back as one correction, on all its contracts. */
TEST(t34_a_batch_that_is_taken_back_restates_once)
{
    struct jalon_err err = {0};
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    static const char batch[] = "5eed5eed-0000-4000-8000-000000000001";
    static const char *const codes[] = {"essai-1", "essai-2", "essai-3"};
    for (size_t i = 0; i < JALON_COUNT(codes); i++) {
        JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
        struct jalon_write write = fixture_write("2019-01-10");
        write.evidence.batch = batch;
        assert_done(jalon_store_advance(db, &write, codes[i], "pilot", NULL, &receipt, &err), &err);
    }
    struct jalon_write back = fixture_write(NULL);
    back.evidence.reason = "essai";
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    assert_done(jalon_store_void_batch(db, &back, batch, &receipt, &err), &err);
    assert_restated(database, "2019-01-20", NULL,
                    "states.identified 2019-W02 2019-W03 0 3 essai-1#3\n"
                    "states.pilot 2019-W02 2019-W03 3 0 essai-1#3\n");
}

/* A Sunday is only reported once it is over: a mistake of today, mended today, restates nothing. */
TEST(t35_a_week_that_is_not_over_is_not_restated)
{
    struct jalon_err err = {0};
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    struct jalon_app app = open_app(database, NULL);
    assert_done(jalon_app_programme(&app, &err), &err);
    JALON_AUTO(jalon_str_done) struct jalon_str step = {0};
    jalon_str_addf(&step, "pilot %s", jalon_date_iso(app.today).text);
    const struct jalon_week week = jalon_week_of(app.today);
    fixture_step(db, "essai-2", jalon_str_text(&step));
    assert_done(try_void(db, 2, &err), &err);
    JALON_AUTO(jalon_weekly_freep) struct jalon_weekly *weekly = NULL;
    assert_done(jalon_app_weekly(&app, &week, JALON_DATE_NONE, &weekly, &err), &err);
    assert_int_equal(weekly->n_restatements, 0);
    assert_true(weekly->status.provisional);
    jalon_app_done(&app);
}
