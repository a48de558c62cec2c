/* Legal holds: what is held is not erased, whoever asks and whenever. */
#include <stdio.h>
#include <string.h>

#include "app/erasure.h"
#include "app/hold.h"
#include "base/json.h"
#include "base/mem.h"
#include "store/correction.h"
#include "store/party.h"
#include "support/crowd.h"
#include "support/own_database.h"

enum { CROWD = 8, CONFLICT = 4, PERMISSION = 8 };

static void note(const char *code, const char *text)
{
    struct jalon_err err = {0};
    struct jalon_write write = undated("recours fictif");
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    write.evidence = (struct jalon_evidence){.note = text, .learned_on = JALON_DATE_NONE};
    assert_done(jalon_store_note(manager, &write, code, &receipt, &err), &err);
}

/* essai-1#2 and essai-2#2 name the person; essai-2#3 corrects essai-2#2. */
static int start(void **state)
{
    (void)state;
    open_own_database();
    note("essai-1", "vu par Camille Obscure");
    note("essai-2", "vu par Camille Obscure");
    struct jalon_err err = {0};
    const struct jalon_write write = undated("recours fictif");
    const int64_t seq = 2;
    const struct jalon_entries entries = {"essai-2", &seq, 1};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    JALON_AUTO(jalon_json_decref) json_t *set = json_object();
    jalon_json_set_text(set, "note", "vu par Camille Obscure, deux fois");
    assert_done(jalon_store_correct(manager, &write, &entries, set, &receipt, &err), &err);
    return 0;
}
SETUP_EACH(start);

/* "0", or the key of the refusal. */
static const char *send(struct jalon_db *db, const struct jalon_write *write, const char *thing,
                        bool held)
{
    static _Thread_local char key[64];
    struct jalon_err err = {0};
    struct jalon_app app = {.db = db, .programme_code = FIXTURE_PROGRAMME};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    int failed = jalon_app_hold(&app, write, thing, held, &receipt, &err);
    app.db = NULL;
    jalon_app_done(&app);
    (void)snprintf(key, sizeof key, "%s", failed == 0 ? "0" : err.key);
    return key;
}

static const char *try_hold(const char *thing, bool held)
{
    const struct jalon_write write = undated("recours fictif");
    return send(manager, &write, thing, held);
}

static const char *erase(struct jalon_db *db, const char *entry)
{
    static _Thread_local char key[64];
    struct jalon_err err = {0};
    const struct jalon_write write = undated("recours fictif");
    const struct jalon_erasure_request request = {.person = entry ? NULL : "Camille Obscure",
                                                  .entries = &entry,
                                                  .n_entries = entry != NULL,
                                                  .ground = "article 17.1.b",
                                                  .decided_by = "DPO d'essai"};
    struct jalon_app app = {.db = db, .programme_code = FIXTURE_PROGRAMME};
    JALON_AUTO(jalon_erasure_done) struct jalon_erasure erasure = {0};
    int failed = jalon_app_erase(&app, &write, &request, false, &erasure, &err);
    app.db = NULL;
    jalon_app_done(&app);
    (void)snprintf(key, sizeof key, "%s", failed == 0 ? "0" : err.key);
    return key;
}

TEST(what_is_held_is_not_erased_and_nothing_else_with_it)
{
    static const char *const things[] = {"essai-2#2", "essai-2", FIXTURE_PROGRAMME};
    JALON_AUTO(jalon_freep)
    char *before = jalon_strdup(ask("SELECT count(*) FROM audit.evidence"));
    for (size_t i = 0; i < JALON_COUNT(things); i++) {
        assert_string_equal(try_hold(things[i], true), "0");
        assert_string_equal(erase(manager, NULL), "under_hold");
        assert_string_equal(erase(manager, "essai-2#2"), "under_hold");
        assert_string_equal(erase(manager, "essai-2#3"), "under_hold"); /* which corrects it */
        assert_string_equal(try_hold(things[i], false), "0");
    }
    /* six entries with who, and why */
    JALON_AUTO(jalon_str_done) struct jalon_str sql = {0};
    jalon_str_addf(&sql, "SELECT count(*) - 12 = %s FROM audit.evidence", before);
    assert_string_equal(ask(jalon_str_text(&sql)), "t");
    assert_string_equal(erase(manager, NULL), "0");
    assert_sound();
}

TEST(what_is_not_held_is_erased)
{
    assert_string_equal(try_hold("essai-2", true), "0");
    assert_string_equal(erase(manager, "essai-1#2"), "0");
    assert_string_equal(erase(manager, NULL), "under_hold");
    assert_string_equal(ask("SELECT string_agg(k.code || ' ' || k.entry, ',') FROM"
                            " jalon.holds('demo') k"),
                        "essai-2 demo#2");
    assert_sound();
}

TEST(a_hold_is_an_entry_of_the_programme_with_its_reason)
{
    assert_string_equal(try_hold("essai-2#2", true), "0");
    assert_string_equal(try_hold("essai-2#2", false), "0");
    assert_string_equal(
        ask("SELECT string_agg(h.code || '#' || h.seq || ' ' || (h.leaf::jsonb -> 'after')::text"
            " || ' ' || audit.disclosed(h.entry_id, h.leaf::jsonb #>> '{reason,sd,0}'), '; '"
            " ORDER BY h.seq) FROM audit.history h WHERE h.event = 'hold'"),
        "demo#2 {\"code\": \"essai-2\", \"held\": true, \"note\": null, \"entry\": 2} recours fictif; "
        "demo#3 {\"code\": \"essai-2\", \"held\": false, \"note\": null, \"entry\": 2} recours fictif");
    assert_string_equal(ask("SELECT count(*) FROM jalon.holds('demo')"), "0");
}

TEST(what_cannot_be_held_or_lifted_changes_nothing)
{
    assert_string_equal(try_hold("essai-2", true), "0");
    JALON_AUTO(jalon_freep) char *before = jalon_strdup(fixture_dump(database));
    assert_string_equal(try_hold("essai-2", true), "already_held");
    assert_string_equal(try_hold("essai-1", false), "not_held");
    assert_string_equal(try_hold("essai-2#2", false), "not_held");
    assert_string_equal(try_hold("absent", true), "unknown_territory");
    assert_string_equal(try_hold("essai-2#99", true), "unknown_entry");
    assert_string_equal(try_hold("essai-2#x", true), "bad_entry");
    struct jalon_write write = undated("recours fictif");
    write.evidence.reason = NULL;
    assert_string_equal(send(manager, &write, "essai-1", true), "hold_reason");
    assert_string_equal(fixture_dump(database), before);
}

TEST(only_a_manager_holds_and_lifts)
{
    static const char *const logins[] = {FIXTURE_READER, FIXTURE_RECORDER, FIXTURE_AUDITOR,
                                         FIXTURE_SEALER};
    assert_string_equal(try_hold("essai-2", true), "0");
    for (size_t i = 0; i < 2 * JALON_COUNT(logins); i++) {
        struct jalon_err err = {0};
        const struct jalon_write write = undated("recours fictif");
        JALON_AUTO(jalon_app_done)
        struct jalon_app app = {.db = fixture_open(database, logins[i / 2])};
        JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
        assert_int_equal(
            jalon_app_hold(&app, &write, i % 2 ? "essai-2" : "essai-1", i % 2 == 0, &receipt, &err),
            -1);
        assert_int_equal(jalon_err_exit_status(err.kind), PERMISSION);
    }
}

TEST(a_hold_sent_again_is_one_hold)
{
    const struct jalon_write write = undated("recours fictif");
    assert_string_equal(send(manager, &write, "essai-2", true), "0");
    assert_string_equal(send(manager, &write, "essai-2", true), "0");
    assert_string_equal(send(manager, &write, "essai-2", false), "request_reused");
    assert_string_equal(ask("SELECT count(*) FROM audit.history WHERE event = 'hold'"), "1");
}

TEST(t09_a_hold_whose_answer_is_lost_is_one_hold)
{
    const struct test_proxy proxy = {TEST_FAULT_CUT_AFTER, "jalon.hold", 0, 1};
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_through(&proxy, FIXTURE_MANAGER);
    const struct jalon_write write = undated("recours fictif");
    assert_string_equal(send(db, &write, "essai-2", true), "0");
    assert_string_equal(ask("SELECT count(*) FROM audit.history WHERE event = 'hold'"), "1");
    assert_sound();
}

static int hold_at_once(struct crowd *crowd, int i, void *context)
{
    (void)i;
    (void)context;
    struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    const struct jalon_write write = undated("recours fictif");
    crowd_meet(crowd);
    const char *key = send(db, &write, "essai-2", true);
    int status = strcmp(key, "0") == 0 ? 0 : strcmp(key, "already_held") == 0 ? CONFLICT : 1;
    jalon_db_close(db);
    return status;
}

TEST(of_many_that_hold_at_once_one_does_and_the_others_meet_it)
{
    int statuses[CROWD];
    crowd_run(CROWD, hold_at_once, NULL, statuses);
    assert_int_equal(crowd_count(statuses, CROWD, 0), 1);
    assert_int_equal(crowd_count(statuses, CROWD, CONFLICT), CROWD - 1);
    assert_sound();
}

static int hold_or_erase(struct crowd *crowd, int i, void *context)
{
    (void)context;
    struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    const struct jalon_write write = undated("recours fictif");
    crowd_meet(crowd);
    const char *key = i == 0 ? send(db, &write, "essai-2", true) : erase(db, NULL);
    int status = strcmp(key, "0") == 0 ? 0 : strcmp(key, "under_hold") == 0 ? CONFLICT : 1;
    jalon_db_close(db);
    return status;
}

TEST(a_hold_and_an_erasure_at_once_leave_what_was_held_first)
{
    int statuses[2];
    crowd_run(2, hold_or_erase, NULL, statuses);
    assert_int_equal(statuses[0], 0);
    assert_string_equal(ask("SELECT coalesce(string_agg(event, ' ' ORDER BY seq), '')"
                            " FROM audit.history WHERE event IN ('hold', 'erase')"),
                        statuses[1] == 0 ? "erase hold" : "hold");
    assert_sound();
}
