/* Epochs of the sealed journal: after a restored copy, under a new key, stopped in the middle. */
#include <stdio.h>

#include "app/audit.h"
#include "app/epoch.h"
#include "base/file.h"
#include "base/json.h"
#include "sealing.h"
#include "support/crowd.h"
#include "support/proxy.h"

enum { CROWD = 4, CONFLICT = 4, COMPLETED = 20 };

static struct jalon_write reasoned(void)
{
    struct jalon_write write = fixture_write(NULL);
    write.precision = JALON_PRECISION_UNKNOWN;
    write.evidence.reason = "copie remise";
    return write;
}

/* "2 5/9": the epoch that begins, leaves kept of those signed; "2 5/9 completed" when another began
 * it; or the name of the failure. */
static const char *new_epoch(struct jalon_app *app, const struct sealer *sealer)
{
    static char answer[64];
    struct jalon_err err = {0};
    const struct jalon_write write = reasoned();
    JALON_AUTO(jalon_epoch_report_done) struct jalon_epoch_report report = {0};
    if (jalon_app_new_epoch(app, &write, &sealer->files, "direction d'essai", false, &report,
                            &err) < 0) {
        (void)snprintf(answer, sizeof answer, "%s", err.key);
    } else {
        (void)snprintf(answer, sizeof answer, "%lld %llu/%llu%s", (long long)report.epoch,
                       (unsigned long long)report.kept, (unsigned long long)report.size,
                       report.receipt != NULL ? "" : " completed");
    }
    return answer;
}

static const char *try_epoch(const char *database, const struct sealer *sealer)
{
    JALON_AUTO(jalon_app_done) struct jalon_app app = app_of(database);
    return new_epoch(&app, sealer);
}

/* The public half of the key in that file. */
static struct jalon_key *key_in(const char *path)
{
    struct jalon_err err = {0};
    struct jalon_key *key = NULL;
    assert_done(jalon_sealer_key(path, &key, &err), &err);
    return key;
}

/* The kinds of what an audit finds, with the key of each epoch and a checkpoint that was kept. */
static void audit(const char *database, const struct sealer *sealer, const char *since,
                  struct jalon_str *out)
{
    struct jalon_err err = {0};
    char old_path[80];
    (void)snprintf(old_path, sizeof old_path, "%s.1", sealer->key);
    JALON_AUTO(jalon_key_freep) struct jalon_key *old = key_in(old_path);
    JALON_AUTO(jalon_key_freep) struct jalon_key *new = key_in(sealer->key);
    JALON_AUTO(jalon_check_freep) struct jalon_check *check = NULL;
    JALON_AUTO(jalon_app_done) struct jalon_app app = app_of(database);
    const struct jalon_key *const logs[] = {new, old};
    const struct jalon_kept_note kept = {"kept", since};
    const struct jalon_audit_request request = {
        .logs = logs, .n_logs = 2, .notes = &kept, .n_notes = since != NULL, .delay = 60};
    assert_done(jalon_app_audit(&app, &request, &check, &err), &err);
    JALON_AUTO(jalon_json_decref) json_t *problems = jalon_check_problems_json(check);
    for (size_t i = 0; i < json_array_size(problems); i++) {
        const json_t *one = json_array_get(problems, i);
        jalon_str_addf(out, "%s %s\n", json_string_value(json_object_get(one, "where")),
                       json_string_value(json_object_get(one, "kind")));
    }
}

static void assert_sound(const char *database, const struct sealer *sealer, const char *since)
{
    JALON_AUTO(jalon_str_done) struct jalon_str found = {0};
    audit(database, sealer, since, &found);
    assert_string_equal(jalon_str_text(&found), "");
    assert_string_equal(wrong_order(database), "");
}

static void note_something(const char *database, const char *code)
{
    JALON_AUTO(jalon_str_done) struct jalon_str sql = {0};
    jalon_str_addf(&sql,
                   "SELECT jalon.note(gen_random_uuid(), 'demo', '%s', '2019-02-03', 'day',"
                   " '{\"note\": \"Une remarque fictive.\"}')",
                   code);
    assert_null(strstr(ask(database, jalon_str_text(&sql)), "ERROR"));
}

/* A copy of the database as it is. */
static const char *copy_of(const char *database)
{
    static char name[64];
    static int n;
    JALON_AUTO(jalon_str_done) struct jalon_str sql = {0};
    (void)snprintf(name, sizeof name, "restored_%d", ++n);
    jalon_str_addf(&sql, "CREATE DATABASE %s TEMPLATE %s", name, database);
    assert_null(strstr(ask("postgres", jalon_str_text(&sql)), "ERROR"));
    return name;
}

static void last_note(const struct sealer *sealer, struct jalon_str *note)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str content = {0};
    assert_done(jalon_file_read(sealer->state, 65536, &content, &err), &err);
    JALON_AUTO(jalon_json_decref) json_t *state = json_loads(jalon_str_text(&content), 0, NULL);
    jalon_str_add(note, json_string_value(json_object_get(state, "note")));
}

TEST(a_key_that_changes_leaves_every_leaf_bound)
{
    const char *database = test_database_new();
    struct sealer sealer;
    JALON_AUTO(jalon_str_done) struct jalon_str old = {0};
    new_sealer(&sealer);
    assert_string_equal(try_epoch(database, &sealer), "nothing_sealed");
    const char *n = try_seal(database, &sealer, false);
    JALON_AUTO(jalon_str_done) struct jalon_str wanted = {0};
    jalon_str_addf(&wanted, "2 %s/%s", n, n);
    last_note(&sealer, &old);
    assert_string_equal(try_epoch(database, &sealer), jalon_str_text(&wanted));
    JALON_AUTO(jalon_key_freep) struct jalon_key *key = key_in(sealer.key);
    assert_string_equal(jalon_key_name(key), "essai.example/contrats/2");
    assert_sound(database, &sealer, jalon_str_text(&old));
    note_something(database, "essai-2");
    assert_string_equal(try_seal(database, &sealer, false), "2");
    assert_string_equal(ask(database, "SELECT string_agg(seal::json ->> 'epoch', ' ' ORDER BY idx)"
                                      " FROM audit.leaf WHERE seal IS NOT NULL"),
                        "1 2 2");
    assert_sound(database, &sealer, jalon_str_text(&old));
}

TEST(a_state_that_says_no_epoch_is_of_the_first)
{
    const char *database = test_database_new();
    struct sealer sealer;
    struct jalon_err err = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str content = {0};
    new_sealer(&sealer);
    (void)try_seal(database, &sealer, false);
    assert_done(jalon_file_read(sealer.state, 65536, &content, &err), &err);
    JALON_AUTO(jalon_json_decref) json_t *kept = json_loads(jalon_str_text(&content), 0, NULL);
    assert_int_equal(json_object_del(kept, "epoch"), 0);
    JALON_AUTO(jalon_freep) char *text = jalon_json_dump(kept);
    assert_done(jalon_file_replace(sealer.state, text, strlen(text), &err), &err);
    assert_string_equal(try_seal(database, &sealer, true), "1");
}

TEST(an_older_copy_that_was_put_back_goes_on_and_says_what_is_missing)
{
    const char *database = test_database_new();
    struct sealer sealer;
    JALON_AUTO(jalon_str_done) struct jalon_str kept = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str lost = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str wanted = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str found = {0};
    new_sealer(&sealer);
    unsigned long long size = strtoull(try_seal(database, &sealer, false), NULL, 10);
    last_note(&sealer, &kept);
    const char *restored = copy_of(database);
    note_something(database, "essai-1");
    assert_string_equal(try_seal(database, &sealer, false), "2");
    last_note(&sealer, &lost);
    note_something(restored, "essai-3");
    assert_string_equal(try_seal(restored, &sealer, false), "log_differs");
    jalon_str_addf(&wanted, "2 %llu/%llu", size, size + 2);
    assert_string_equal(try_epoch(restored, &sealer), jalon_str_text(&wanted));
    assert_sound(restored, &sealer, jalon_str_text(&kept));
    audit(restored, &sealer, jalon_str_text(&lost), &found);
    assert_string_equal(jalon_str_text(&found), "kept lost\n");
}

TEST(a_key_that_is_lost_is_followed_by_another)
{
    const char *database = test_database_new();
    struct sealer sealer;
    new_sealer(&sealer);
    JALON_AUTO(jalon_str_done) struct jalon_str wanted = {0};
    const char *n = try_seal(database, &sealer, false);
    jalon_str_addf(&wanted, "2 %s/%s", n, n);
    assert_int_equal(unlink(sealer.key), 0);
    assert_string_equal(try_epoch(database, &sealer), jalon_str_text(&wanted));
    assert_string_equal(try_seal(database, &sealer, true), "1");
}

/* The entry is there, and the files are as they were. */
static void stop_after_the_entry(const char *database, const struct sealer *sealer)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str public = {0};
    JALON_AUTO(jalon_app_done) struct jalon_app app = app_of(database);
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    struct jalon_write write = reasoned();
    char path[80];
    (void)snprintf(path, sizeof path, "%s.next", sealer->key);
    assert_done(jalon_app_keygen("essai.example/contrats/2", JALON_KEY_LOG, path, &public, &err),
                &err);
    const struct jalon_epoch epoch = {.ended = 1,
                                      .origin = "essai.example/contrats/1",
                                      .root = "00",
                                      .size = 7,
                                      .kept = 5,
                                      .log = jalon_str_text(&public)};
    assert_done(jalon_store_new_epoch(app.db, &write, &epoch, "direction d'essai", &receipt, &err),
                &err);
}

static const char n_epochs[] = "SELECT count(*) FROM audit.entry WHERE event = 'epoch'";

TEST(what_was_stopped_after_its_entry_is_completed)
{
    const char *database = test_database_new();
    struct sealer sealer;
    new_sealer(&sealer);
    (void)try_seal(database, &sealer, false);
    stop_after_the_entry(database, &sealer);
    assert_string_equal(try_seal(database, &sealer, false), "log_epoch");
    assert_non_null(strstr(try_epoch(database, &sealer), " completed"));
    assert_string_equal(ask(database, n_epochs), "1");
    assert_string_equal(try_seal(database, &sealer, true), "1");
    assert_sound(database, &sealer, NULL);
}

TEST(what_was_stopped_after_its_key_is_completed)
{
    const char *database = test_database_new();
    struct sealer sealer;
    char next[80], old[80];
    new_sealer(&sealer);
    (void)try_seal(database, &sealer, false);
    stop_after_the_entry(database, &sealer);
    (void)snprintf(next, sizeof next, "%s.next", sealer.key);
    (void)snprintf(old, sizeof old, "%s.1", sealer.key);
    assert_int_equal(rename(sealer.key, old), 0);
    assert_int_equal(rename(next, sealer.key), 0);
    assert_string_equal(try_seal(database, &sealer, false), "seal_state_damaged");
    assert_non_null(strstr(try_epoch(database, &sealer), " completed"));
    assert_string_equal(ask(database, n_epochs), "1");
    assert_sound(database, &sealer, NULL);
}

TEST(t09_an_epoch_whose_answer_is_lost_is_one_epoch)
{
    const char *database = test_database_new();
    struct sealer sealer;
    new_sealer(&sealer);
    (void)try_seal(database, &sealer, false);
    const struct test_proxy proxy = {TEST_FAULT_CUT_AFTER, "jalon.new_epoch", 0, 1};
    JALON_AUTO(jalon_str_done) struct jalon_str address = {0};
    jalon_str_addf(&address, "host=%s user=%s dbname=%s", test_proxy_start(&proxy), FIXTURE_SEALER,
                   database);
    const struct jalon_db_options options = {
        .conninfo = jalon_str_text(&address), .command = "test", .retry_ms = 20000};
    struct jalon_err err = {0};
    JALON_AUTO(jalon_app_done) struct jalon_app app = {.programme_code = FIXTURE_PROGRAMME};
    assert_done(jalon_db_open(&options, &app.db, &err), &err);
    assert_memory_equal(new_epoch(&app, &sealer), "2 ", 2);
    test_proxy_stop();
    assert_string_equal(ask(database, n_epochs), "1");
    assert_sound(database, &sealer, NULL);
}

TEST(an_epoch_sent_again_is_one_epoch_and_another_request_meets_it)
{
    const char *database = test_database_new();
    struct sealer sealer;
    struct jalon_err err = {0};
    new_sealer(&sealer);
    (void)try_seal(database, &sealer, false);
    JALON_AUTO(jalon_app_done) struct jalon_app app = app_of(database);
    const struct jalon_write write = reasoned(), other = reasoned();
    const struct jalon_epoch epoch = {.ended = 1, .origin = "a/1", .root = "00", .log = "x"};
    for (int i = 0; i < 2; i++) {
        JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
        assert_done(
            jalon_store_new_epoch(app.db, &write, &epoch, "direction d'essai", &receipt, &err),
            &err);
        assert_int_equal(receipt->replayed, i == 1);
    }
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    assert_int_equal(
        jalon_store_new_epoch(app.db, &other, &epoch, "direction d'essai", &receipt, &err), -1);
    assert_string_equal(err.key, "epoch_ended");
    assert_string_equal(ask(database, n_epochs), "1");
}

struct at_once {
    const char *database;
    const struct sealer *sealer;
};

static int end_at_once(struct crowd *crowd, int i, void *context)
{
    (void)i;
    const struct at_once *at_once = context;
    struct jalon_app app = app_of(at_once->database);
    crowd_meet(crowd);
    const char *answer = new_epoch(&app, at_once->sealer);
    int status = strstr(answer, "completed") != NULL  ? COMPLETED
                 : strchr(answer, '/') != NULL        ? 0
                 : strcmp(answer, "epoch_ended") == 0 ? CONFLICT
                                                      : 1;
    jalon_app_done(&app);
    return status;
}

TEST(of_many_that_end_an_epoch_each_ends_one_or_completes_or_meets_that_of_another)
{
    const char *database = test_database_new();
    struct sealer sealer;
    int statuses[CROWD];
    new_sealer(&sealer);
    (void)try_seal(database, &sealer, false);
    struct at_once at_once = {database, &sealer};
    crowd_run(CROWD, end_at_once, &at_once, statuses);
    int n_done = crowd_count(statuses, CROWD, 0);
    assert_true(n_done >= 1);
    assert_int_equal(crowd_count(statuses, CROWD, CONFLICT) +
                         crowd_count(statuses, CROWD, COMPLETED),
                     CROWD - n_done);
    assert_int_equal(strtoll(ask(database, n_epochs), NULL, 10), n_done);
    assert_string_equal(try_seal(database, &sealer, true), "1");
    assert_string_equal(wrong_order(database), "");
}

TEST(only_who_seals_ends_an_epoch)
{
    static const char *const logins[] = {FIXTURE_READER, FIXTURE_RECORDER, FIXTURE_MANAGER,
                                         FIXTURE_AUDITOR};
    const char *database = test_database_new();
    struct sealer sealer;
    char next[80];
    new_sealer(&sealer);
    (void)try_seal(database, &sealer, false);
    (void)snprintf(next, sizeof next, "%s.next", sealer.key);
    for (size_t i = 0; i < JALON_COUNT(logins); i++) {
        JALON_AUTO(jalon_app_done)
        struct jalon_app app = {.db = fixture_open(database, logins[i]),
                                .programme_code = FIXTURE_PROGRAMME};
        assert_string_equal(new_epoch(&app, &sealer), "not_permitted");
        assert_int_equal(access(next, F_OK), -1);
    }
    assert_string_equal(ask(database, n_epochs), "0");
    assert_string_equal(try_seal(database, &sealer, true), "1");
}
