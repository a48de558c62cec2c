/* Reminders: planned once, claimed by one sender, and what became of them as entries. */
#include <stdio.h>
#include <string.h>

#include "app/contract.h"
#include "app/reminder.h"
#include "base/json.h"
#include "base/mem.h"
#include "store/correction.h"
#include "store/party.h"
#include "store/programme.h"
#include "support/crowd.h"
#include "support/own_database.h"

enum { CROWD = 8, ATTEMPTS = 2, HOUR = 3600, REFUSED = 3, CONFLICT = 4, PERMISSION = 8 };

static void declare_target(void)
{
    struct jalon_err err = {0};
    const struct jalon_write write = fixture_write("2019-01-15");
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    JALON_AUTO(jalon_json_decref) json_t *document = fixture_document_json();
    jalon_json_set(document, "targets",
                   json_pack("[{s:s, s:{s:s, s:s}, s:s, s:s}]", "code", "all_signed", "label", "fr",
                             "tous signés", "en", "all signed", "on", "2019-06-30", "decided_on",
                             "2019-01-31"));
    JALON_AUTO(jalon_freep) char *text = jalon_json_dump(document);
    assert_done(jalon_store_programme_apply(manager, &write, text, 1, &receipt, &err), &err);
}

/* essai-2 can be signed, and is by the State alone. */
static int start(void **state)
{
    (void)state;
    open_own_database();
    declare_target();
    fixture_step(manager, "essai-2", "negotiating 2019-02-01");
    fixture_step(manager, "essai-2", "contrat etat 2019-03-01");
    return 0;
}
SETUP_EACH(start);

static int status_of(int failed, const struct jalon_err *err)
{
    return failed == 0 ? 0 : jalon_err_exit_status(err->kind);
}

/* Plans as LOGIN on DAY; gives how many are new. */
static int plan(const char *login, const char *day)
{
    static const struct jalon_reminder_rules rules = {.before_days = 7, .after_days = 7};
    struct jalon_err err = {0};
    JALON_AUTO(jalon_app_done) struct jalon_app app = {.db = fixture_open(database, login)};
    int planned = -1;
    assert_done(jalon_app_remind_plan(&app, &rules, fixture_date(day), &planned, &err), &err);
    return planned;
}

static enum jalon_claim claim_for(struct jalon_db *db, struct jalon_delivery *delivery, int seconds)
{
    const struct jalon_claim_rules rules = {ATTEMPTS, seconds};
    struct jalon_err err = {0};
    enum jalon_claim claim = JALON_CLAIM_N;
    delivery->claim = jalon_uuid_random();
    assert_done(jalon_store_remind_claim(db, &delivery->claim, delivery->id, &rules, &claim, &err),
                &err);
    return claim;
}

static int record(struct jalon_db *db, struct jalon_delivery *delivery, const char *outcome,
                  int status)
{
    struct jalon_err err = {0};
    const struct jalon_uuid request = jalon_uuid_random();
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    delivery->outcome = outcome;
    delivery->status = status;
    delivery->address = "personne@exemple.invalid";
    return status_of(jalon_store_remind(db, &request, delivery, &receipt, &err), &err);
}

static struct jalon_queue queue(void)
{
    struct jalon_err err = {0};
    struct jalon_queue all = {0};
    assert_done(jalon_store_reminders(manager, FIXTURE_PROGRAMME, &all, &err), &err);
    return all;
}

static void assert_status(size_t i, const char *status)
{
    JALON_AUTO(jalon_queue_done) struct jalon_queue all = queue();
    assert_true(i < all.n);
    assert_string_equal(all.items[i].status, status);
}

TEST(a_party_is_reminded_once_before_a_date_and_once_after_it)
{
    assert_int_equal(plan(FIXTURE_RECORDER, "2019-06-22"), 0);
    int n = plan(FIXTURE_RECORDER, "2019-06-23");
    assert_true(n > 0);
    assert_int_equal(plan(FIXTURE_RECORDER, "2019-06-30"), 0);
    assert_int_equal(plan(FIXTURE_RECORDER, "2019-07-06"), 0);
    assert_int_equal(plan(FIXTURE_RECORDER, "2019-07-07"), n);
    assert_int_equal(plan(FIXTURE_RECORDER, "2019-08-31"), 0);
    assert_string_equal(ask("SELECT count(*) FROM jalon.reminder WHERE party = 'etat'"), "0");
    assert_string_equal(ask("SELECT count(*) FROM audit.history WHERE event = 'remind'"), "0");
}

TEST(a_party_that_refuses_is_not_reminded_but_the_others_are)
{
    struct jalon_err err = {0};
    struct jalon_write write = fixture_write("2019-05-02");
    const struct jalon_party_act act = {"essai-2", "contrat", "region:28"};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    write.evidence.reason = "désaccord fictif";
    assert_done(jalon_store_party_refuse(manager, &write, &act, &receipt, &err), &err);
    assert_true(plan(FIXTURE_RECORDER, "2019-06-23") > 0);
    assert_string_equal(ask("SELECT string_agg(r.party, ' ' ORDER BY r.id) FROM jalon.reminder r"
                            " JOIN jalon.contract c ON c.id = r.contract_id"
                            " WHERE c.code = 'essai-2'"),
                        "membre:200000008 membre:200000016 region:52");
}

static int plan_and_send(struct crowd *crowd, int i, void *context)
{
    (void)i;
    (void)context;
    struct jalon_db *db = fixture_open(database, FIXTURE_RECORDER);
    crowd_meet(crowd);
    (void)plan(FIXTURE_RECORDER, "2019-06-25");
    struct jalon_err err = {0};
    struct jalon_queue all = {0};
    int n_sent = 0;
    assert_done(jalon_store_reminders(db, FIXTURE_PROGRAMME, &all, &err), &err);
    for (size_t k = 0; k < all.n; k++) {
        struct jalon_delivery delivery = {.id = all.items[k].id};
        if (claim_for(db, &delivery, HOUR) == JALON_CLAIM_CLAIMED) {
            assert_int_equal(record(db, &delivery, "sent", 0), 0);
            n_sent++;
        }
    }
    jalon_queue_done(&all);
    jalon_db_close(db);
    return n_sent;
}

TEST(t07_many_schedulers_at_once_plan_and_send_each_reminder_once)
{
    int statuses[CROWD], sent = 0;
    crowd_run(CROWD, plan_and_send, NULL, statuses);
    for (int i = 0; i < CROWD; i++) {
        assert_true(statuses[i] >= 0);
        sent += statuses[i];
    }
    JALON_AUTO(jalon_queue_done) struct jalon_queue all = queue();
    assert_true(all.n > 1);
    assert_int_equal(sent, all.n);
    for (size_t i = 0; i < all.n; i++) {
        assert_string_equal(all.items[i].status, "sent");
    }
    assert_string_equal(ask("SELECT count(*) = count(DISTINCT leaf::jsonb #>> '{after,party}')"
                            " FROM audit.history WHERE event = 'remind'"),
                        "t");
    assert_sound();
}

TEST(t08_while_a_mail_is_delivered_the_contract_can_be_written_and_nothing_is_lost)
{
    (void)plan(FIXTURE_RECORDER, "2019-06-25");
    JALON_AUTO(jalon_queue_done) struct jalon_queue all = queue();
    JALON_AUTO(jalon_db_closep) struct jalon_db *inner = fixture_open(database, FIXTURE_RECORDER);
    JALON_AUTO(jalon_str_done) struct jalon_str step = {0};
    struct jalon_delivery delivery = {.id = all.items[0].id}, same = {.id = all.items[0].id};
    struct jalon_delivery second = {.id = all.items[1].id};
    jalon_str_addf(&step, "contrat %s 2019-03-04", all.items[2].reminder.party);
    assert_int_equal(claim_for(manager, &delivery, HOUR), JALON_CLAIM_CLAIMED);
    fixture_step(inner, "essai-2", jalon_str_text(&step));
    assert_int_equal(claim_for(inner, &same, HOUR), JALON_CLAIM_TAKEN);
    assert_int_equal(claim_for(inner, &second, HOUR), JALON_CLAIM_CLAIMED);
    assert_int_equal(record(inner, &second, "sent", 0), 0);
    assert_int_equal(record(manager, &delivery, "sent", 0), 0);
    assert_string_equal(ask("SELECT string_agg(event, ',' ORDER BY seq) FROM audit.history"
                            " WHERE code = 'essai-2' AND seq > 3"),
                        "sign,remind,remind");
    assert_sound();
}

TEST(t40_sent_needs_status_0_and_a_failure_is_an_entry_of_its_own)
{
    (void)plan(FIXTURE_RECORDER, "2019-06-25");
    JALON_AUTO(jalon_queue_done) struct jalon_queue all = queue();
    struct jalon_delivery delivery = {.id = all.items[0].id};
    assert_int_equal(claim_for(manager, &delivery, HOUR), JALON_CLAIM_CLAIMED);
    assert_int_equal(record(manager, &delivery, "sent", 1), REFUSED);
    assert_status(0, "claimed");
    assert_int_equal(record(manager, &delivery, "failed", 75), 0);
    assert_status(0, "failed");
    assert_int_equal(claim_for(manager, &delivery, HOUR), JALON_CLAIM_CLAIMED);
    assert_int_equal(record(manager, &delivery, "sent", 0), 0);
    assert_status(0, "sent");
    assert_int_equal(claim_for(manager, &delivery, HOUR), JALON_CLAIM_TAKEN);
    assert_string_equal(ask("SELECT string_agg(concat_ws(' ', leaf::jsonb #>> '{after,outcome}',"
                            " leaf::jsonb #>> '{after,status}'), ',' ORDER BY seq)"
                            " FROM audit.history WHERE event = 'remind'"),
                        "failed 75,sent 0");
    assert_sound();
}

TEST(what_fails_again_and_again_is_left)
{
    (void)plan(FIXTURE_RECORDER, "2019-06-25");
    JALON_AUTO(jalon_queue_done) struct jalon_queue all = queue();
    struct jalon_delivery delivery = {.id = all.items[0].id};
    for (int i = 0; i < ATTEMPTS; i++) {
        assert_int_equal(claim_for(manager, &delivery, HOUR), JALON_CLAIM_CLAIMED);
        assert_int_equal(record(manager, &delivery, "failed", 1), 0);
    }
    assert_int_equal(claim_for(manager, &delivery, HOUR), JALON_CLAIM_TAKEN);
}

TEST(t40_what_a_killed_sender_claimed_is_recorded_as_unknown_and_not_sent_again)
{
    (void)plan(FIXTURE_RECORDER, "2019-06-25");
    JALON_AUTO(jalon_queue_done) struct jalon_queue all = queue();
    struct jalon_delivery killed = {.id = all.items[0].id}, next = {.id = all.items[0].id};
    assert_int_equal(claim_for(manager, &killed, 0), JALON_CLAIM_CLAIMED);
    assert_status(0, "lost");
    assert_int_equal(claim_for(manager, &next, HOUR), JALON_CLAIM_LOST);
    assert_int_equal(record(manager, &killed, "sent", 0), CONFLICT);
    assert_int_equal(record(manager, &next, "unknown", -1), 0);
    assert_status(0, "unknown");
    assert_int_equal(claim_for(manager, &next, HOUR), JALON_CLAIM_TAKEN);
    assert_sound();
}

TEST(who_has_signed_since_the_plan_is_not_reminded)
{
    (void)plan(FIXTURE_RECORDER, "2019-06-25");
    JALON_AUTO(jalon_queue_done) struct jalon_queue all = queue();
    JALON_AUTO(jalon_str_done) struct jalon_str step = {0};
    struct jalon_delivery delivery = {.id = all.items[0].id};
    jalon_str_addf(&step, "contrat %s 2019-03-04", all.items[0].reminder.party);
    fixture_step(manager, "essai-2", jalon_str_text(&step));
    assert_int_equal(claim_for(manager, &delivery, HOUR), JALON_CLAIM_DROPPED);
    assert_status(0, "dropped");
    assert_int_equal(claim_for(manager, &delivery, HOUR), JALON_CLAIM_TAKEN);
}

TEST(a_reply_lost_after_the_commit_leaves_one_claim_and_one_entry)
{
    static const char *const markers[] = {"remind_claim", "jalon.remind("};
    (void)plan(FIXTURE_RECORDER, "2019-06-25");
    JALON_AUTO(jalon_queue_done) struct jalon_queue all = queue();
    struct jalon_delivery delivery = {.id = all.items[0].id};
    for (size_t i = 0; i < JALON_COUNT(markers); i++) {
        const struct test_proxy proxy = {TEST_FAULT_CUT_AFTER, markers[i], 0, 1, 0};
        JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_through(&proxy, FIXTURE_RECORDER);
        if (i == 0) {
            assert_int_equal(claim_for(db, &delivery, HOUR), JALON_CLAIM_CLAIMED);
        } else {
            assert_int_equal(record(db, &delivery, "sent", 0), 0);
        }
    }
    assert_status(0, "sent");
    assert_string_equal(ask("SELECT count(*) FROM audit.history WHERE event = 'remind'"), "1");
    assert_sound();
}

TEST(a_reader_plans_and_claims_nothing)
{
    (void)plan(FIXTURE_RECORDER, "2019-06-25");
    JALON_AUTO(jalon_queue_done) struct jalon_queue all = queue();
    JALON_AUTO(jalon_db_closep) struct jalon_db *reader = fixture_open(database, FIXTURE_READER);
    const struct jalon_claim_rules rules = {ATTEMPTS, HOUR};
    const struct jalon_uuid request = jalon_uuid_random();
    struct jalon_err err = {0};
    enum jalon_claim claim;
    int failed = jalon_store_remind_claim(reader, &request, all.items[0].id, &rules, &claim, &err);
    assert_int_equal(status_of(failed, &err), PERMISSION);
}

/* Tries to take entry SEQ of essai-2 back; "0", or the key of the refusal. */
static const char *try_void(int64_t seq)
{
    static char key[64];
    struct jalon_err err = {0};
    struct jalon_write write = fixture_write(NULL);
    const struct jalon_entries entries = {"essai-2", &seq, 1};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    write.precision = JALON_PRECISION_UNKNOWN;
    write.evidence.reason = "essai";
    int failed = jalon_store_void(manager, &write, &entries, &receipt, &err);
    (void)snprintf(key, sizeof key, "%s", failed == 0 ? "0" : err.key);
    return key;
}

TEST(t40_what_became_of_a_reminder_is_not_taken_back)
{
    (void)plan(FIXTURE_RECORDER, "2019-06-25");
    JALON_AUTO(jalon_queue_done) struct jalon_queue all = queue();
    struct jalon_delivery delivery = {.id = all.items[0].id};
    assert_int_equal(claim_for(manager, &delivery, HOUR), JALON_CLAIM_CLAIMED);
    assert_int_equal(record(manager, &delivery, "sent", 0), 0); /* 4 */
    assert_string_equal(try_void(4), "mail_is_out");
    assert_string_equal(try_void(3), "0");
    assert_status(0, "sent");
    assert_sound();
}
