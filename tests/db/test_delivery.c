/* Issued reports that are sent by mail: each recipient once, whoever sends and whatever is lost. */
#include <stdio.h>
#include <string.h>

#include "app/delivery.h"
#include "app/erasure.h"
#include "base/mem.h"
#include "support/crowd.h"
#include "support/own_database.h"

enum { CROWD = 6, ATTEMPTS = 2 };
#define TO "cabinet.fictif@essai.example"

static const struct jalon_week week = {2019, 9};

static const char *issue(void)
{
    static char answer[64];
    struct jalon_err err = {0};
    const struct jalon_write write = undated(NULL);
    JALON_AUTO(jalon_app_done)
    struct jalon_app app = {.db = fixture_open(database, FIXTURE_RECORDER),
                            .programme_code = FIXTURE_PROGRAMME};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    assert_done(jalon_app_report_issue(&app, &write, &week, false, &receipt, &err), &err);
    (void)snprintf(answer, sizeof answer, "%s%s", receipt->replayed ? "=" : "",
                   receipt->entries[0]);
    return answer;
}

/* demo#2 issued the report. */
static int start(void **state)
{
    (void)state;
    open_own_database();
    assert_string_equal(issue(), "demo#2");
    return 0;
}
SETUP_EACH(start);

static const char *answer_of(int failed, const struct jalon_receipt *receipt,
                             const struct jalon_err *err)
{
    return failed < 0 ? err->key : receipt->n_entries > 0 ? receipt->entries[0] : "none";
}

/* The entry that took the mail; "none"; or the key of the refusal. */
static const char *take(struct jalon_db *db, const struct jalon_write *write,
                        const struct jalon_mail_claim *claim)
{
    static _Thread_local char answer[64];
    struct jalon_err err = {0};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    int failed = jalon_store_report_deliver(db, write, claim, &receipt, &err);
    (void)snprintf(answer, sizeof answer, "%s", answer_of(failed, receipt, &err));
    return answer;
}

static const char *take_new(const char *address, bool again)
{
    const struct jalon_write write = undated(NULL);
    const struct jalon_mail_claim claim = {2, address, "fr", ATTEMPTS, again};
    return take(manager, &write, &claim);
}

static const char *settle(struct jalon_db *db, int64_t begun, const char *outcome, int status)
{
    static char answer[64];
    struct jalon_err err = {0};
    const struct jalon_write write = undated(NULL);
    const struct jalon_mail_outcome how = {begun, outcome, status};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    int failed = jalon_store_report_delivered(db, &write, &how, &receipt, &err);
    (void)snprintf(answer, sizeof answer, "%s", answer_of(failed, receipt, &err));
    return answer;
}

static const char *n_entries(void)
{
    return ask("SELECT count(*) FROM audit.history WHERE event IN ('deliver', 'delivered')");
}

static const char *outcomes(void)
{
    return ask("SELECT coalesce(string_agg(d.outcome || ' ' || d.entry, ', ' ORDER BY d.seq), '')"
               " FROM jalon.deliveries('demo') d");
}

TEST(a_mail_is_an_entry_before_it_is_sent_and_another_when_it_is_known_what_became_of_it)
{
    assert_string_equal(take_new(TO, false), "demo#3");
    assert_string_equal(outcomes(), "begun demo#3");
    assert_string_equal(settle(manager, 3, "sent", 0), "demo#4");
    assert_string_equal(outcomes(), "sent demo#4");
    assert_string_equal(ask("SELECT count(*) FROM audit.history WHERE leaf LIKE '%fictif%'"), "0");
    assert_sound();
}

TEST(what_was_sent_is_not_sent_again_unless_that_is_meant)
{
    assert_string_equal(take_new(TO, false), "demo#3");
    assert_string_equal(take_new(TO, true), "none"); /* it is on its way */
    assert_string_equal(settle(manager, 3, "sent", 0), "demo#4");
    assert_string_equal(take_new(TO, false), "none");
    assert_string_equal(take_new("prefecture.fictive@essai.example", false), "demo#5");
    assert_string_equal(take_new(TO, true), "demo#6");
    assert_sound();
}

TEST(a_failure_is_tried_again_so_many_times_and_what_nobody_knows_never)
{
    assert_string_equal(take_new(TO, false), "demo#3");
    assert_string_equal(settle(manager, 3, "failed", 75), "demo#4");
    assert_string_equal(take_new(TO, false), "demo#5");
    assert_string_equal(settle(manager, 5, "failed", 75), "demo#6");
    assert_string_equal(take_new(TO, false), "none");
    assert_string_equal(take_new("autre.fictif@essai.example", false), "demo#7");
    assert_string_equal(settle(manager, 7, "unknown", -1), "demo#8");
    assert_string_equal(take_new("autre.fictif@essai.example", false), "none");
}

/* As after five minutes in which nobody said what became of it. */
TEST(of_a_mail_whose_sender_never_came_back_nobody_knows_and_it_is_not_sent_again)
{
    assert_string_equal(take_new(TO, false), "demo#3");
    assert_string_equal(test_sql(test_cluster_conninfo(TEST_SUPERUSER, database),
                                 "ALTER TABLE audit.entry DISABLE TRIGGER ALL;"
                                 "UPDATE audit.entry SET recorded = recorded - interval '6 minutes'"
                                 " WHERE event = 'deliver'"),
                        "");
    assert_string_equal(outcomes(), "unknown demo#3");
    assert_string_equal(take_new(TO, false), "none");
    assert_string_equal(take_new(TO, true), "demo#4");
}

TEST(what_became_of_a_mail_is_said_once)
{
    assert_string_equal(take_new(TO, false), "demo#3");
    assert_string_equal(settle(manager, 3, "sent", 0), "demo#4");
    assert_string_equal(settle(manager, 3, "failed", 75), "demo#4");
    assert_string_equal(outcomes(), "sent demo#4");
    assert_string_equal(n_entries(), "2");
}

TEST(what_cannot_be_is_refused_and_changes_nothing)
{
    const struct jalon_write write = undated(NULL);
    const struct jalon_mail_claim absent = {99, TO, "fr", ATTEMPTS, false};
    const struct jalon_mail_claim nobody = {2, " ", "fr", ATTEMPTS, false};
    const struct jalon_mail_claim strange = {2, TO, "de", ATTEMPTS, false};
    assert_string_equal(take(manager, &write, &absent), "unknown_entry");
    assert_string_equal(take(manager, &write, &nobody), "text_missing");
    assert_string_equal(take(manager, &write, &strange), "unknown_choice");
    assert_string_equal(settle(manager, 99, "sent", 0), "unknown_entry");
    assert_string_equal(settle(manager, 2, "sent", 75), "unknown_choice");
    assert_string_equal(settle(manager, 2, "lost", 0), "unknown_choice");
    assert_string_equal(n_entries(), "0");
}

TEST(the_same_request_again_is_the_same_mail)
{
    const struct jalon_write write = undated(NULL);
    const struct jalon_mail_claim claim = {2, TO, "fr", ATTEMPTS, false};
    const struct jalon_mail_claim other = {2, TO, "en", ATTEMPTS, false};
    assert_string_equal(take(manager, &write, &claim), "demo#3");
    assert_string_equal(take(manager, &write, &claim), "demo#3");
    assert_string_equal(take(manager, &write, &other), "request_reused");
    assert_string_equal(n_entries(), "1");
}

TEST(t09_a_mail_whose_answer_is_lost_is_still_the_sender_s_own)
{
    const struct test_proxy proxy = {TEST_FAULT_CUT_AFTER, "jalon.report_deliver(", 0, 1};
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_through(&proxy, FIXTURE_RECORDER);
    const struct jalon_write write = undated(NULL);
    const struct jalon_mail_claim claim = {2, TO, "fr", ATTEMPTS, false};
    assert_string_equal(take(db, &write, &claim), "demo#3");
    assert_string_equal(n_entries(), "1");
    assert_sound();
}

TEST(t09_an_outcome_whose_answer_is_lost_is_one_outcome)
{
    const struct test_proxy proxy = {TEST_FAULT_CUT_AFTER, "jalon.report_delivered(", 0, 1};
    assert_string_equal(take_new(TO, false), "demo#3");
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_through(&proxy, FIXTURE_RECORDER);
    assert_string_equal(settle(db, 3, "sent", 0), "demo#4");
    assert_string_equal(n_entries(), "2");
    assert_sound();
}

static int take_at_once(struct crowd *crowd, int i, void *context)
{
    (void)i;
    (void)context;
    struct jalon_db *db = fixture_open(database, FIXTURE_RECORDER);
    const struct jalon_write write = undated(NULL);
    const struct jalon_mail_claim claim = {2, TO, "fr", ATTEMPTS, false};
    crowd_meet(crowd);
    const char *entry = take(db, &write, &claim);
    int status = strcmp(entry, "demo#3") == 0 ? 0 : strcmp(entry, "none") == 0 ? 1 : 2;
    jalon_db_close(db);
    return status;
}

TEST(of_many_senders_at_once_one_has_the_mail)
{
    int statuses[CROWD];
    crowd_run(CROWD, take_at_once, NULL, statuses);
    assert_int_equal(crowd_count(statuses, CROWD, 0), 1);
    assert_int_equal(crowd_count(statuses, CROWD, 1), CROWD - 1);
    assert_sound();
}

TEST(mails_make_no_other_report)
{
    assert_string_equal(take_new(TO, false), "demo#3");
    assert_string_equal(settle(manager, 3, "sent", 0), "demo#4");
    assert_string_equal(issue(), "=demo#2");
}

TEST(an_address_can_be_erased_and_the_entry_stays)
{
    struct jalon_err err = {0};
    const struct jalon_write write = undated(NULL);
    const struct jalon_erasure_request request = {
        .person = TO, .ground = "article 17.1.b", .decided_by = "DPO d'essai"};
    JALON_AUTO(jalon_app_done)
    struct jalon_app app = {.db = fixture_open(database, FIXTURE_MANAGER),
                            .programme_code = FIXTURE_PROGRAMME};
    JALON_AUTO(jalon_erasure_done) struct jalon_erasure erasure = {0};
    assert_string_equal(take_new(TO, false), "demo#3");
    assert_string_equal(settle(manager, 3, "sent", 0), "demo#4");
    assert_done(jalon_app_erase(&app, &write, &request, false, &erasure, &err), &err);
    assert_string_equal(ask("SELECT count(*) FROM jalon.deliveries('demo') d"
                            " WHERE d.address IS NULL AND d.outcome = 'sent'"),
                        "1");
    assert_sound();
}
