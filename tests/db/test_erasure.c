/* Erasure: the texts that name a person go, once and for all; entries, states and proofs stay. */
#include <stdio.h>
#include <string.h>

#include "app/check.h"
#include "app/erasure.h"
#include "base/json.h"
#include "base/mem.h"
#include "store/correction.h"
#include "store/party.h"
#include "support/crowd.h"
#include "support/own_database.h"

enum { CROWD = 8, NOT_FOUND = 5, PERMISSION = 8 };

#define PERSON "Camille Obscure"

static int try_note(struct jalon_db *db, const char *code, const char *text)
{
    struct jalon_err err = {0};
    struct jalon_write write = undated(NULL);
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    write.evidence.note = text;
    return jalon_store_note(db, &write, code, &receipt, &err);
}

static void sign_by(const char *party, const char *signer, struct jalon_write *write)
{
    struct jalon_err err = {0};
    const struct jalon_signing signing = {.code = "essai-2",
                                          .instrument = "contrat",
                                          .parties = &party,
                                          .n_parties = 1,
                                          .signer = signer,
                                          .capacity = "maire d'essai"};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    assert_done(jalon_store_sign(manager, write, &signing, &receipt, &err), &err);
}

/* essai-2#3 is signed by the person, #4 is a remark about that person, #5 is signed by another. */
static int start(void **state)
{
    (void)state;
    open_own_database();
    struct jalon_write one = fixture_write("2019-03-01"), other = fixture_write("2019-03-01");
    fixture_step(manager, "essai-2", "negotiating 2019-02-01");
    sign_by("etat", PERSON, &one);
    assert_int_equal(try_note(manager, "essai-2", "Mme OBSCURE (Camille) demande une copie"), 0);
    sign_by("region:28", "Dominique Limpide", &other);
    return 0;
}
SETUP_EACH(start);

static const struct jalon_erasure_request of_person = {
    .person = PERSON, .ground = "article 17.1.b", .decided_by = "DPO d'essai"};

/* "0", or the key of the refusal. */
static const char *send(struct jalon_db *db, const struct jalon_write *write,
                        const struct jalon_erasure_request *request)
{
    static _Thread_local char key[64];
    struct jalon_err err = {0};
    JALON_AUTO(jalon_app_done) struct jalon_app app = {.programme_code = FIXTURE_PROGRAMME};
    JALON_AUTO(jalon_erasure_done) struct jalon_erasure erasure = {0};
    app.db = db;
    int failed = jalon_app_erase(&app, write, request, false, &erasure, &err);
    app.db = NULL;
    (void)snprintf(key, sizeof key, "%s", failed == 0 ? "0" : err.key);
    return key;
}

static const char *try_erase(const struct jalon_erasure_request *request)
{
    const struct jalon_write write = undated(NULL);
    return send(manager, &write, request);
}

static const char *try_entry(const char *entry, const char *field)
{
    const struct jalon_erasure_request request = {.entries = &entry,
                                                  .n_entries = 1,
                                                  .fields = &field,
                                                  .n_fields = field != NULL,
                                                  .ground = of_person.ground,
                                                  .decided_by = of_person.decided_by};
    return try_erase(&request);
}

static void problems(struct jalon_str *out)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_app_done) struct jalon_app app = {0};
    JALON_AUTO(jalon_check_freep) struct jalon_check *found = NULL;
    app.db = fixture_open(database, FIXTURE_READER);
    assert_done(jalon_app_check(&app, &found, &err), &err);
    JALON_AUTO(jalon_json_decref) json_t *json = jalon_check_json(found);
    const json_t *list = json_object_get(json, "problems");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *one = json_array_get(list, i);
        jalon_str_addf(out, "%s %s\n", jalon_json_text(one, "kind"), jalon_json_text(one, "where"));
    }
}

static const char *rule(const char *sql)
{
    return test_sql(test_cluster_conninfo(TEST_SUPERUSER, database), sql);
}

/* How many rows of whatever table hold the name: as it is, in disclosures, or in base64. */
static const char *traces(void)
{
    return rule(
        "SELECT (SELECT sum((xpath('/row/n/text()', query_to_xml(format("
        "  'SELECT count(*) AS n FROM %s r WHERE r::text ILIKE ''%%obscure%%''', c.oid::regclass),"
        "  true, true, '')))[1]::text::int) FROM pg_class c WHERE c.relkind = 'r'"
        "  AND c.relnamespace IN ('jalon'::regnamespace, 'audit'::regnamespace))"
        " + (SELECT count(*) FROM audit.disclosure d"
        "    WHERE audit.opened(d.disclosure)::text ILIKE '%obscure%')");
}

TEST(every_text_that_names_the_person_goes_and_no_other)
{
    assert_string_equal(traces(), "2");
    assert_string_equal(try_erase(&of_person), "0");
    assert_string_equal(traces(), "0");
    assert_string_equal(
        rule(
            "SELECT string_agg(o ->> 1 || '=' || (o ->> 2), ' ' ORDER BY d.entry_id, o ->> 1)"
            " FROM audit.disclosure d, audit.entry e, audit.opened(d.disclosure) o"
            " WHERE e.id = d.entry_id AND e.code = 'essai-2' AND e.seq > 2 AND o ->> 1 <> 'actor'"),
        "capacity=maire d'essai capacity=maire d'essai signer=Dominique Limpide");
    assert_string_equal(ask("SELECT jsonb_path_query_array(jalon.contract_record(id),"
                            " '$.instruments[*].signatures[*].signer.erased')"
                            " FROM jalon.contract WHERE code = 'essai-2'"),
                        "[\"demo#2\"]");
    assert_sound();
}

TEST(an_erasure_is_one_entry_with_the_digests_the_ground_and_who_decided)
{
    assert_string_equal(try_erase(&of_person), "0");
    assert_string_equal(
        ask("SELECT h.code || '#' || h.seq || ' ' || h.subject_kind || ' ' || jsonb_array_length("
            "h.leaf::jsonb #> '{after,digests}') || ' ' || (SELECT string_agg(d.value ->> 0 || '='"
            " || (d.value ->> 1), ' ' ORDER BY d.value ->> 0) FROM jsonb_each(h.disclosures) d)"
            " FROM audit.history h WHERE h.event = 'erase'"),
        "demo#2 programme 2 actor=test_manager decided_by=DPO d'essai ground=article 17.1.b");
    assert_string_equal(ask("SELECT bool_and(e.entry = 'demo#2'), count(*) FROM audit.erased e"),
                        "t|2");
}

TEST(states_figures_and_what_may_be_done_next_do_not_change)
{
    JALON_AUTO(jalon_freep)
    char *before = jalon_strdup(ask("SELECT state, last_seq, last_hash FROM jalon.contract"
                                    " WHERE code = 'essai-2'"));
    assert_string_equal(try_erase(&of_person), "0");
    assert_string_equal(ask("SELECT state, last_seq, last_hash FROM jalon.contract"
                            " WHERE code = 'essai-2'"),
                        before);
    fixture_step(manager, "essai-2", "contrat all 2019-03-02");
    assert_string_equal(ask("SELECT state FROM jalon.contract WHERE code = 'essai-2'"), "signed");
    assert_sound();
}

TEST(what_was_erased_cannot_be_erased_again)
{
    assert_string_equal(try_erase(&of_person), "0");
    assert_string_equal(try_erase(&of_person), "nobody_to_erase");
    assert_string_equal(try_entry("essai-2#4", NULL), "nothing_to_erase");
    assert_string_equal(try_entry("essai-2#40", NULL), "unknown_entry");
    assert_string_equal(try_entry("essai-9#1", NULL), "unknown_territory");
    assert_string_equal(ask("SELECT count(*) FROM audit.history WHERE event = 'erase'"), "1");
}

TEST(of_an_entry_go_the_fields_named_with_what_corrections_put_there)
{
    struct jalon_err err = {0};
    struct jalon_write write = undated(NULL);
    const int64_t seq = 3;
    const struct jalon_entries entries = {"essai-2", &seq, 1};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    JALON_AUTO(jalon_json_decref) json_t *set = json_object();
    jalon_json_set_text(set, "signer", "Camille Obscure-Essai");
    write.evidence.reason = "nom complet";
    assert_done(jalon_store_correct(manager, &write, &entries, set, &receipt, &err), &err);
    assert_string_equal(try_entry("essai-2#3", "by"), "0");
    assert_string_equal(ask("SELECT string_agg(s.entry || ' ' || s.field, ', ') FROM"
                            " jalon.erasable('demo', NULL, '{essai-2#3}', NULL) s"),
                        "essai-2#3 capacity, essai-2#6 reason");
    assert_string_equal(traces(), "1"); /* the remark */
    assert_sound();
}

TEST(corrections_made_afterwards_rebuild_what_was_erased_as_erased)
{
    struct jalon_err err = {0};
    struct jalon_write write = undated(NULL);
    const int64_t seq = 3;
    const struct jalon_entries entries = {"essai-2", &seq, 1};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    JALON_AUTO(jalon_json_decref) json_t *set = json_object();
    assert_string_equal(try_erase(&of_person), "0");
    jalon_json_set_text(set, "on", "2019-03-03");
    write.evidence.reason = "vu l'acte";
    assert_done(jalon_store_correct(manager, &write, &entries, set, &receipt, &err), &err);
    assert_string_equal(traces(), "0");
    assert_sound();
}

TEST(who_recorded_an_entry_goes_only_when_that_is_asked_for)
{
    const struct jalon_erasure_request login = {
        .person = "test manager", .ground = of_person.ground, .decided_by = of_person.decided_by};
    assert_string_equal(try_erase(&login), "nobody_to_erase");
    assert_string_equal(try_entry("essai-2#4", "actor"), "0");
    assert_string_equal(rule("SELECT r.actor FROM jalon.request r JOIN audit.entry e"
                             " ON e.request = r.id WHERE e.code = 'essai-2' AND e.seq = 4"),
                        "");
    assert_sound();
}

TEST(a_decision_names_a_ground_and_who_decided_and_not_the_person)
{
    struct jalon_erasure_request request = of_person;
    request.ground = "  ";
    assert_string_equal(try_erase(&request), "text_missing");
    request = of_person;
    request.decided_by = "";
    assert_string_equal(try_erase(&request), "text_missing");
    request = of_person;
    request.ground = "demande d'Obscure, Camille";
    assert_string_equal(try_erase(&request), "erasure_names");
    request = of_person;
    request.person = "…";
    assert_string_equal(try_erase(&request), "text_missing");
    assert_string_equal(try_entry("essai-2#3", "couleur"), "unknown_field");
    assert_string_equal(try_entry("essai-2", NULL), "bad_entry");
    assert_string_equal(traces(), "2");
}

TEST(a_dry_run_shows_the_texts_and_takes_none)
{
    struct jalon_err err = {0};
    const struct jalon_write write = undated(NULL);
    JALON_AUTO(jalon_app_done) struct jalon_app app = {0};
    JALON_AUTO(jalon_erasure_done) struct jalon_erasure erasure = {0};
    JALON_AUTO(jalon_freep) char *before = jalon_strdup(fixture_dump(database));
    app.db = fixture_open(database, FIXTURE_MANAGER);
    jalon_app_set_dry_run(&app, true);
    assert_done(jalon_app_erase(&app, &write, &of_person, true, &erasure, &err), &err);
    assert_int_equal(erasure.n, 2);
    assert_string_equal(erasure.items[0].entry, "essai-2#3");
    assert_string_equal(erasure.items[0].field, "signer");
    assert_string_equal(erasure.items[0].text, PERSON);
    assert_string_equal(erasure.receipt->entries[0], "demo#2");
    assert_string_equal(fixture_dump(database), before);
}

TEST(only_a_manager_erases)
{
    static const char *const logins[] = {FIXTURE_READER, FIXTURE_RECORDER, FIXTURE_AUDITOR,
                                         FIXTURE_SEALER};
    for (size_t i = 0; i < JALON_COUNT(logins); i++) {
        struct jalon_err err = {0};
        const struct jalon_write write = undated(NULL);
        JALON_AUTO(jalon_app_done)
        struct jalon_app app = {.db = fixture_open(database, logins[i])};
        JALON_AUTO(jalon_erasure_done) struct jalon_erasure erasure = {0};
        assert_int_equal(jalon_app_erase(&app, &write, &of_person, false, &erasure, &err), -1);
        assert_int_equal(jalon_err_exit_status(err.kind), PERMISSION);
    }
    assert_string_equal(traces(), "2");
}

TEST(a_request_sent_again_is_answered_again_and_for_another_person_refused)
{
    const struct jalon_write write = undated(NULL);
    struct jalon_erasure_request other = of_person;
    other.person = "Dominique Limpide";
    assert_string_equal(send(manager, &write, &of_person), "0");
    assert_string_equal(send(manager, &write, &of_person), "0");
    assert_string_equal(send(manager, &write, &other), "request_reused");
    other = of_person;
    other.ground = "article 17.1.c";
    assert_string_equal(send(manager, &write, &other), "request_reused");
    assert_string_equal(ask("SELECT count(*) FROM audit.history WHERE event = 'erase'"), "1");
    assert_int_equal(try_note(manager, "essai-1", "à nouveau Camille Obscure"), 0);
    assert_string_equal(send(manager, &write, &of_person), "request_reused");
}

TEST(no_name_can_be_tried_on_what_is_kept_of_requests)
{
    struct jalon_err err = {0};
    struct jalon_write write = fixture_write("2019-03-05");
    const char *party = "region:52";
    const struct jalon_signing signing = {.code = "essai-2",
                                          .instrument = "contrat",
                                          .parties = &party,
                                          .n_parties = 1,
                                          .signer = PERSON};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    sign_by(party, PERSON, &write);
    JALON_AUTO(jalon_freep)
    char *before = jalon_strdup(rule("SELECT string_agg(fingerprint::text, ' ' ORDER BY id)"
                                     " FROM jalon.request"));
    assert_string_equal(try_erase(&of_person), "0");
    /* of essai-2#3, #4 and #6 */
    JALON_AUTO(jalon_str_done) struct jalon_str sql = {0};
    jalon_str_addf(&sql,
                   "SELECT count(*) FROM jalon.request WHERE strpos('%s', fingerprint::text) = 0",
                   before);
    assert_string_equal(rule(jalon_str_text(&sql)), "4"); /* and of the erasure itself */
    assert_int_equal(jalon_store_sign(manager, &write, &signing, &receipt, &err), -1);
    assert_string_equal(err.key, "request_reused");
}

TEST(what_a_batch_refused_with_the_name_goes_too)
{
    assert_memory_equal(
        test_sql(test_cluster_conninfo(FIXTURE_MANAGER, database),
                 "SELECT jalon.batch(gen_random_uuid(), 'demo', '[{\"do\": \"sign\","
                 " \"code\": \"essai-2\", \"what\": \"contrat\", \"on\": \"2019-03-06\","
                 " \"precision\": \"day\", \"parties\": [\"inconnu:Camille Obscure\"],"
                 " \"signing\": {}}]', true)"),
        "{", 1);
    (void)rule("INSERT INTO jalon.request VALUES (gen_random_uuid(), 'test_manager', '\\x5eed',"
               " '{\"code\": \"autre\", \"refused\": [\"inconnu:Camille Obscure\"]}')");
    assert_string_equal(traces(), "4");
    assert_string_equal(
        rule(
            "CREATE TABLE public.before AS SELECT q.id, q.fingerprint, q.actor FROM jalon.request q"
            " WHERE q.receipt ? 'refused'"),
        "");
    assert_string_equal(try_erase(&of_person), "0");
    assert_string_equal(traces(), "1"); /* of the other programme, which is not asked */
    assert_string_equal(
        rule(
            "SELECT string_agg((q.receipt ->> 'code') || ' ' || (q.receipt ->> 'refused') || ' ' ||"
            " (q.fingerprint = b.fingerprint) || ' ' || (q.actor = b.actor), ', '"
            " ORDER BY q.receipt ->> 'code') FROM jalon.request q JOIN public.before b USING (id)"),
        "autre [\"inconnu:Camille Obscure\"] true true, demo [] false true");
}

TEST(more_texts_than_a_leaf_can_name_are_erased_by_several_entries)
{
    assert_string_equal(
        test_sql(test_cluster_conninfo(FIXTURE_MANAGER, database),
                 "SELECT count(jalon.note(gen_random_uuid(), 'demo', 'essai-1', NULL, 'unknown',"
                 " '{\"note\": \"vu par Camille Obscure\"}')) FROM generate_series(1, 1000)"),
        "1000");
    assert_string_equal(try_erase(&of_person), "0");
    assert_string_equal(
        ask("SELECT string_agg(jsonb_array_length(leaf::jsonb #> '{after,digests}')::text, ' '"
            " ORDER BY seq) FROM audit.history WHERE event = 'erase'"),
        "1000 2");
    assert_string_equal(traces(), "0");
    assert_sound();
}

TEST(t09_an_erasure_whose_answer_is_lost_is_one_erasure)
{
    const struct test_proxy proxy = {TEST_FAULT_CUT_AFTER, "jalon.erase", 0, 1};
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_through(&proxy, FIXTURE_MANAGER);
    const struct jalon_write write = undated(NULL);
    assert_string_equal(send(db, &write, &of_person), "0");
    assert_string_equal(ask("SELECT count(*) FROM audit.history WHERE event = 'erase'"), "1");
    assert_string_equal(traces(), "0");
    assert_sound();
}

static int erase_at_once(struct crowd *crowd, int i, void *context)
{
    (void)i;
    (void)context;
    struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    const struct jalon_write write = undated(NULL);
    crowd_meet(crowd);
    const char *key = send(db, &write, &of_person);
    int status = strcmp(key, "0") == 0 ? 0 : strcmp(key, "nobody_to_erase") == 0 ? NOT_FOUND : 1;
    jalon_db_close(db);
    return status;
}

TEST(of_many_that_erase_at_once_one_does_and_the_others_find_nothing)
{
    int statuses[CROWD];
    crowd_run(CROWD, erase_at_once, NULL, statuses);
    assert_int_equal(crowd_count(statuses, CROWD, 0), 1);
    assert_int_equal(crowd_count(statuses, CROWD, NOT_FOUND), CROWD - 1);
    assert_string_equal(ask("SELECT count(*) FROM audit.history WHERE event = 'erase'"), "1");
    assert_sound();
}

static int write_or_erase(struct crowd *crowd, int i, void *context)
{
    (void)context;
    struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    int failed = 0;
    crowd_meet(crowd);
    for (int k = 0; k < 20 && i > 0; k++) {
        failed |= try_note(db, i % 2 == 0 ? "essai-1" : "essai-3", "vu par Camille Obscure");
    }
    if (i == 0) {
        const struct jalon_write write = undated(NULL);
        failed = strcmp(send(db, &write, &of_person), "0") != 0;
    }
    jalon_db_close(db);
    return failed;
}

TEST(what_others_write_meanwhile_is_erased_or_comes_after)
{
    int statuses[CROWD];
    crowd_run(CROWD, write_or_erase, NULL, statuses);
    assert_int_equal(crowd_count(statuses, CROWD, 0), CROWD);
    assert_string_equal(
        rule("SELECT count(*) FROM audit.disclosure d"
             " WHERE audit.opened(d.disclosure)::text ILIKE '%obscure%'"
             " AND d.entry_id < (SELECT id FROM audit.entry WHERE event = 'erase')"),
        "0");
    assert_string_equal(fixture_chain(database), "ok");
    assert_sound();
}

/* The remark of essai-2#4 goes as if the entry with the id BY had erased it; what is found then. */
static void erase_behind_the_back(const char *by, struct jalon_str *out)
{
    static const char one[] = " FROM audit.disclosure d JOIN audit.entry e ON e.id = d.entry_id"
                              " WHERE e.code = 'essai-2' AND e.seq = 4 AND"
                              " audit.opened(d.disclosure) ->> 1 = 'note'";
    JALON_AUTO(jalon_str_done) struct jalon_str sql = {0};
    assert_memory_equal(rule("DELETE FROM audit.disclosure"), "ERROR 42501", 11);
    assert_memory_equal(rule("UPDATE audit.disclosure SET disclosure = 'x'"), "ERROR 42501", 11);
    jalon_str_addf(&sql, "INSERT INTO audit.erasure SELECT d.digest, d.entry_id, %s%s", by, one);
    (void)rule(jalon_str_text(&sql));
    (void)rule("DELETE FROM audit.disclosure d USING audit.erasure x WHERE x.digest = d.digest");
    assert_memory_equal(rule("DELETE FROM audit.erasure"), "ERROR 42501", 11);
    problems(out);
}

TEST(a_text_that_goes_without_its_entry_is_found)
{
    JALON_AUTO(jalon_str_done) struct jalon_str found = {0};
    erase_behind_the_back("1", &found);
    assert_string_equal(jalon_str_text(&found), "erasure_untold demo#1\n");
}

TEST(a_text_that_goes_by_an_entry_of_a_contract_is_found)
{
    JALON_AUTO(jalon_str_done) struct jalon_str found = {0};
    erase_behind_the_back("(SELECT b.id FROM audit.entry b WHERE b.code = 'essai-2' AND b.seq = 5)",
                          &found);
    assert_string_equal(jalon_str_text(&found), "erasure_untold essai-2#5\n");
}

TEST(a_text_that_came_back_is_found)
{
    (void)rule("CREATE TABLE public.copy AS SELECT d.* FROM audit.disclosure d");
    assert_string_equal(try_erase(&of_person), "0");
    (void)rule("INSERT INTO audit.disclosure SELECT c.* FROM public.copy c"
               " JOIN audit.erasure x ON x.digest = c.digest");
    JALON_AUTO(jalon_str_done) struct jalon_str found = {0};
    problems(&found);
    assert_string_equal(jalon_str_text(&found),
                        "disclosure_back essai-2#3\ndisclosure_back essai-2#4\n");
}
