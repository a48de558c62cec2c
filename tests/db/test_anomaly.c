/* What the neighbours of an entry tell about it, and the log of one batch. */
#include <string.h>

#include "app/history.h"
#include "base/json.h"
#include "store/correction.h"
#include "store/party.h"
#include "support/cluster.h"
#include "support/fixture.h"
#include "support/test.h"

SETUP_GROUP(fixture_setup);

static const struct jalon_anomaly_rules rules = {
    .backdated_days = 100000, .bulk_entries = 4, .day_from = 0, .day_until = 24};

static void correct(struct jalon_db *db, const char *code, int64_t seq, const char *on)
{
    struct jalon_err err = {0};
    struct jalon_write write = fixture_write(NULL);
    write.evidence.reason = "essai";
    JALON_AUTO(jalon_json_decref) json_t *set = json_object();
    jalon_json_set_text(set, "on", on);
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    const struct jalon_entries entries = {code, &seq, 1};
    assert_done(jalon_store_correct(db, &write, &entries, set, &receipt, &err), &err);
}

static void note(struct jalon_db *db, const char *code, const char *batch)
{
    struct jalon_err err = {0};
    struct jalon_write write = fixture_write("2019-01-15");
    write.evidence.note = "essai";
    write.evidence.batch = batch;
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    assert_done(jalon_store_note(db, &write, code, &receipt, &err), &err);
}

static struct jalon_app app_of(const char *database)
{
    return (struct jalon_app){.db = fixture_open(database, FIXTURE_AUDITOR),
                              .programme_code = FIXTURE_PROGRAMME};
}

/* "essai-1#5 essai-2#3": the entries of FILTER that show ANOMALY, latest part of the log last. */
static const char *with_filter(struct jalon_app *app, const struct jalon_log_filter *filter,
                               enum jalon_anomaly anomaly)
{
    static char text[200];
    struct jalon_err err = {0};
    JALON_AUTO(jalon_log_parts_done) struct jalon_log_parts parts = {0};
    assert_done(jalon_app_anomalies(app, filter, &rules, &parts, &err), &err);
    text[0] = '\0';
    for (size_t i = parts.n; i > 0; i--) {
        for (size_t k = 0; k < parts.items[i - 1]->n; k++) {
            const struct jalon_history_entry *entry = &parts.items[i - 1]->entries[k];
            unsigned found = jalon_anomalies(&rules, app->programme, &entry->event, &entry->facts);
            size_t length = strlen(text);
            if ((found & 1U << anomaly) != 0) {
                (void)snprintf(text + length, sizeof text - length, "%s%s#%lld",
                               length > 0 ? " " : "", entry->code, (long long)entry->event.seq);
            }
        }
    }
    return text;
}

static const char *with(struct jalon_app *app, const char *kind, enum jalon_anomaly anomaly)
{
    const struct jalon_log_filter filter = {
        .kind = kind, .since = JALON_DATE_NONE, .until = JALON_DATE_NONE, .limit = 2};
    return with_filter(app, &filter, anomaly);
}

TEST(a_correction_goes_back_on_a_signed_contract_only_when_it_had_been_signed)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    static const char *const steps[] = {"negotiating 2019-01-15", "contrat etat 2019-02-01"};
    for (size_t i = 0; i < JALON_COUNT(steps); i++) {
        fixture_step(db, "essai-1", steps[i]);
        fixture_step(db, "essai-2", steps[i]);
    }
    correct(db, "essai-1", 3, "2019-02-02"); /* not signed by all yet */
    fixture_step(db, "essai-1", "contrat region:52 2019-02-03");
    correct(db, "essai-1", 3, "2019-02-01");
    correct(db, "essai-2", 3, "2019-02-02");
    JALON_AUTO(jalon_app_done) struct jalon_app app = app_of(database);
    assert_string_equal(with(&app, "correct", JALON_ANOMALY_SIGNED), "essai-1#7");
}

TEST(the_entries_of_a_batch_or_of_a_minute_are_one_act)
{
    static const char batch[] = "5eed0000-0000-4000-8000-000000000001";
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    for (int i = 0; i < 4; i++) {
        note(db, i % 2 ? "essai-1" : "essai-2", batch);
    }
    note(db, "essai-3", "5eed0000-0000-4000-8000-000000000002");
    JALON_AUTO(jalon_app_done) struct jalon_app app = app_of(database);
    assert_string_equal(with(&app, "note", JALON_ANOMALY_BULK), "essai-2#2");
    assert_string_equal(with(&app, "apply", JALON_ANOMALY_BULK), "demo#1"); /* the fixture's */
    struct jalon_err err = {0};
    const struct jalon_log_filter filter = {
        .batch = batch, .since = JALON_DATE_NONE, .until = JALON_DATE_NONE};
    JALON_AUTO(jalon_history_freep) struct jalon_history *history = NULL;
    assert_done(jalon_app_log(&app, &filter, &history, &err), &err);
    assert_int_equal(history->n, 4);
    assert_int_equal(history->entries[0].facts.n_act, 0); /* looked up for who judges alone */
}

TEST(of_an_act_whose_first_entry_is_filtered_away_the_first_that_is_left_stands_for_it)
{
    static const char batch[] = "5eed0000-0000-4000-8000-000000000001";
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    for (int i = 0; i < 5; i++) {
        note(db, i > 0 ? "essai-1" : "essai-2", batch);
    }
    const struct jalon_log_filter filter = {.code = "essai-1",
                                            .since = JALON_DATE_NONE,
                                            .until = JALON_DATE_NONE,
                                            .kind = "note",
                                            .limit = 2};
    JALON_AUTO(jalon_app_done) struct jalon_app app = app_of(database);
    assert_string_equal(with_filter(&app, &filter, JALON_ANOMALY_BULK), "essai-1#2");
}

TEST(what_is_known_later_makes_no_act_larger)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    for (int i = 0; i < 4; i++) {
        note(db, "essai-1", "5eed0000-0000-4000-8000-000000000001");
    }
    JALON_AUTO(jalon_app_done) struct jalon_app then = app_of(database);
    then.known_at = "essai-1#4";
    assert_string_equal(with(&then, "note", JALON_ANOMALY_BULK), "");
    JALON_AUTO(jalon_app_done) struct jalon_app now = app_of(database);
    assert_string_equal(with(&now, "note", JALON_ANOMALY_BULK), "essai-1#2");
}
