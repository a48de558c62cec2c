/* Erasing kept files: they go when they are named, for every document, and do not come back. */
#include <stdio.h>
#include <string.h>

#include "app/check.h"
#include "app/document.h"
#include "app/erasure.h"
#include "app/hold.h"
#include "base/json.h"
#include "base/mem.h"
#include "store/contract.h"
#include "support/crowd.h"
#include "support/own_database.h"

enum { CROWD = 8, NOT_FOUND = 5 };

#define SCAN        "scan de l'acte"
#define SHA256_SCAN "336c163378fe7a4713d41bbc5cc6a48d732216f26d533c502edc708464e8bb12"

/* "0", or the key of the refusal. */
static const char *add(struct jalon_db *db, const char *code, const char *text)
{
    static _Thread_local char key[64];
    struct jalon_err err = {0};
    const struct jalon_write write = undated(NULL);
    const struct jalon_document document = {
        .code = code, .title = "Acte d'essai", .media_type = "text/plain", .role = "evidence"};
    JALON_AUTO(jalon_str_done) struct jalon_str content = {0};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    jalon_str_add(&content, text);
    int failed = jalon_store_document_add(db, &write, &document, &content, &receipt, &err);
    (void)snprintf(key, sizeof key, "%s", failed == 0 ? "0" : err.key);
    return key;
}

/* essai-1#2 and essai-2#2 are about the scan, essai-1#3 about another file. */
static int start(void **state)
{
    (void)state;
    open_own_database();
    assert_string_equal(add(manager, "essai-1", SCAN), "0");
    assert_string_equal(add(manager, "essai-1", "autre"), "0");
    assert_string_equal(add(manager, "essai-2", SCAN), "0");
    return 0;
}
SETUP_EACH(start);

static const char *const entry = "essai-1#2", *const file = "file";
static const struct jalon_erasure_request of_scan = {.entries = &entry,
                                                     .n_entries = 1,
                                                     .fields = &file,
                                                     .n_fields = 1,
                                                     .ground = "article 17.1.b",
                                                     .decided_by = "DPO d'essai"};

static const char *send(struct jalon_db *db, const struct jalon_write *write,
                        const struct jalon_erasure_request *request)
{
    static _Thread_local char key[64];
    struct jalon_err err = {0};
    struct jalon_app app = {.db = db, .programme_code = FIXTURE_PROGRAMME};
    JALON_AUTO(jalon_erasure_done) struct jalon_erasure erasure = {0};
    int failed = jalon_app_erase(&app, write, request, false, &erasure, &err);
    app.db = NULL;
    jalon_app_done(&app);
    (void)snprintf(key, sizeof key, "%s", failed == 0 ? "0" : err.key);
    return key;
}

static const char *try_erase(const struct jalon_erasure_request *request)
{
    const struct jalon_write write = undated(NULL);
    return send(manager, &write, request);
}

static const char *rule(const char *sql)
{
    return test_sql(test_cluster_conninfo(TEST_SUPERUSER, database), sql);
}

static const char *kept(void)
{
    return rule("SELECT string_agg(convert_from(content, 'UTF8'), ',' ORDER BY content)"
                " FROM audit.file");
}

static const char *erasures(void)
{
    return ask("SELECT count(*) FROM audit.history WHERE event = 'erase'");
}

/* "kind where", a line for each problem that `check` finds, and then `document verify`. */
static void assert_found(const char *by_check, const char *by_verify)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_app_done) struct jalon_app app = {0};
    JALON_AUTO(jalon_check_freep) struct jalon_check *found = NULL;
    JALON_AUTO(jalon_document_verification_done) struct jalon_document_verification read = {0};
    app.db = fixture_open(database, FIXTURE_READER);
    assert_done(jalon_app_check(&app, &found, &err), &err);
    assert_done(jalon_app_document_verify(&app, NULL, &read, &err), &err);
    const struct jalon_check *const all[] = {found, read.check};
    const char *const wanted[] = {by_check, by_verify};
    for (size_t k = 0; k < JALON_COUNT(all); k++) {
        JALON_AUTO(jalon_str_done) struct jalon_str lines = {0};
        JALON_AUTO(jalon_json_decref) json_t *list = jalon_check_problems_json(all[k]);
        for (size_t i = 0; i < json_array_size(list); i++) {
            const json_t *one = json_array_get(list, i);
            jalon_str_addf(&lines, "%s %s\n", jalon_json_text(one, "kind"),
                           jalon_json_text(one, "where"));
        }
        assert_string_equal(jalon_str_text(&lines), wanted[k]);
    }
}

TEST(a_file_goes_for_every_document_that_names_it_and_no_other_goes)
{
    assert_string_equal(try_erase(&of_scan), "0");
    assert_string_equal(kept(), "autre");
    assert_string_equal(ask("SELECT string_agg(c.code || '#' || (d ->> 'seq') || ' ' ||"
                            " coalesce(d ->> 'erased', '-'), ', ' ORDER BY c.code, d ->> 'seq')"
                            " FROM jalon.contract c, jsonb_path_query("
                            " jalon.contract_record(c.id), '$.documents[*]') d"),
                        "essai-1#2 demo#2, essai-1#3 -, essai-2#2 demo#2");
    assert_found("", "");
}

TEST(the_entry_names_the_file_and_one_without_files_has_no_such_member)
{
    struct jalon_erasure_request request = of_scan;
    const char *const both[] = {"title", "file"};
    request.fields = both;
    request.n_fields = 2;
    assert_string_equal(try_erase(&request), "0");
    request.entries = (const char *const[]){"essai-2#2"};
    request.fields = both;
    request.n_fields = 1;
    assert_string_equal(try_erase(&request), "0");
    assert_string_equal(
        ask("SELECT string_agg(h.seq || ' ' || jsonb_array_length(l.after -> 'digests') || ' ' ||"
            " coalesce(l.after ->> 'files', '-'), ', ' ORDER BY h.seq) FROM audit.history h,"
            " LATERAL (SELECT h.leaf::jsonb -> 'after' AS after) l WHERE h.event = 'erase'"),
        "2 1 [\"" SHA256_SCAN "\"], 3 1 -");
    assert_found("", "");
}

TEST(a_file_goes_only_when_it_is_named)
{
    struct jalon_erasure_request request = of_scan;
    request.n_fields = 0;
    assert_string_equal(try_erase(&request), "0"); /* the title */
    assert_string_equal(try_erase(&request), "nothing_to_erase");
    request = of_scan;
    request.person = "Camille Obscure";
    request.n_entries = 0;
    assert_string_equal(try_erase(&request), "file_of_person");
    request = of_scan;
    request.entries = (const char *const[]){"essai-1#1"};
    assert_string_equal(try_erase(&request), "nothing_to_erase");
    assert_string_equal(kept(), "autre," SCAN);
}

TEST(a_dry_run_shows_the_title_and_the_size_for_every_document)
{
    struct jalon_err err = {0};
    const struct jalon_write write = undated(NULL);
    JALON_AUTO(jalon_app_done) struct jalon_app app = {0};
    JALON_AUTO(jalon_erasure_done) struct jalon_erasure erasure = {0};
    JALON_AUTO(jalon_freep) char *before = jalon_strdup(fixture_dump(database));
    app.db = fixture_open(database, FIXTURE_MANAGER);
    jalon_app_set_dry_run(&app, true);
    assert_done(jalon_app_erase(&app, &write, &of_scan, true, &erasure, &err), &err);
    assert_int_equal(erasure.n, 2);
    assert_string_equal(erasure.items[0].entry, "essai-1#2");
    assert_string_equal(erasure.items[1].entry, "essai-2#2");
    assert_string_equal(erasure.items[1].field, "file");
    assert_string_equal(erasure.items[1].text, "Acte d'essai");
    assert_int_equal(erasure.items[1].size, strlen(SCAN));
    assert_string_equal(fixture_dump(database), before);
}

TEST(what_was_erased_is_not_taken_again)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str content = {0};
    assert_string_equal(try_erase(&of_scan), "0");
    assert_string_equal(add(manager, "essai-1", SCAN), "file_erased");
    assert_string_equal(add(manager, "essai-3", SCAN), "file_erased");
    assert_string_equal(try_erase(&of_scan), "nothing_to_erase");
    assert_int_equal(jalon_store_file_content(manager, SHA256_SCAN, &content, &err), -1);
    assert_string_equal(err.key, "file_gone");
    assert_int_equal(jalon_err_exit_status(err.kind), NOT_FOUND);
    assert_string_equal(kept(), "autre");
    assert_string_equal(erasures(), "1");
}

TEST(no_new_signature_rests_on_an_erased_file_and_those_before_stand)
{
    struct jalon_err err = {0};
    const struct jalon_write write = fixture_write("2019-03-01");
    const char *party = "etat";
    struct jalon_signing signing = {.code = "essai-1",
                                    .instrument = "contrat",
                                    .parties = &party,
                                    .n_parties = 1,
                                    .document = SHA256_SCAN};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    fixture_step(manager, "essai-1", "negotiating 2019-02-01");
    assert_done(jalon_store_sign(manager, &write, &signing, &receipt, &err), &err);
    assert_string_equal(try_erase(&of_scan), "0");
    const struct jalon_write other = fixture_write("2019-03-02");
    party = "region:52";
    jalon_receipt_free(receipt);
    receipt = NULL;
    assert_int_equal(jalon_store_sign(manager, &other, &signing, &receipt, &err), -1);
    assert_string_equal(err.key, "file_erased");
    assert_found("", "");
}

TEST(a_file_that_another_entry_needs_held_stays)
{
    struct jalon_err err = {0};
    struct jalon_write write = undated("recours fictif");
    struct jalon_app app = {.db = manager, .programme_code = FIXTURE_PROGRAMME};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    assert_done(jalon_app_hold(&app, &write, "essai-2#2", true, &receipt, &err), &err);
    app.db = NULL;
    jalon_app_done(&app);
    assert_string_equal(try_erase(&of_scan), "under_hold");
    assert_string_equal(kept(), "autre," SCAN);
}

/* The programme autre, whose territory voisin-1 has the scan as its entry 2. */
static void give_neighbour(void)
{
    static const char *const steps[] = {
        "SELECT jalon.programme_apply(gen_random_uuid(), replace((SELECT document FROM"
        " jalon.revision), '\"demo\"', '\"autre\"')) ->> 'code'",
        "SELECT jalon.territory_add(gen_random_uuid(), 'autre', '{\"code\":\"voisin-1\","
        "\"name\":\"Voisin\",\"regions\":[\"28\"]}', '2018-12-10', 'day', NULL) ->> 'code'",
        "SELECT jalon.document_add(gen_random_uuid(), 'autre', 'voisin-1', '{\"title\":\"T\","
        "\"media_type\":\"text/plain\"}', convert_to($$" SCAN "$$, 'UTF8'), NULL, 'unknown',"
        " NULL) ->> 'code'"};
    static const char *const codes[] = {"autre", "voisin-1", "voisin-1"};
    for (size_t i = 0; i < JALON_COUNT(steps); i++) {
        assert_string_equal(test_sql(test_cluster_conninfo(FIXTURE_MANAGER, database), steps[i]),
                            codes[i]);
    }
}

static const char *hold_neighbour(const char *held)
{
    JALON_AUTO(jalon_str_done) struct jalon_str sql = {0};
    jalon_str_addf(&sql,
                   "SELECT jalon.hold(gen_random_uuid(), 'autre', 'voisin-1', NULL, %s,"
                   " '{\"reason\":\"recours fictif\"}') ->> 'code'",
                   held);
    return test_sql(test_cluster_conninfo(FIXTURE_MANAGER, database), jalon_str_text(&sql));
}

TEST(a_file_shared_with_another_programme_goes_there_too_unless_it_is_held_there)
{
    give_neighbour();
    assert_string_equal(hold_neighbour("true"), "autre");
    assert_string_equal(try_erase(&of_scan), "under_hold");
    assert_string_equal(hold_neighbour("false"), "autre");
    assert_string_equal(try_erase(&of_scan), "0");
    assert_string_equal(ask("SELECT jsonb_path_query_array(jalon.contract_record(id),"
                            " '$.documents[*].erased') FROM jalon.contract"
                            " WHERE code = 'voisin-1'"),
                        "[\"demo#2\"]");
    assert_sound();
}

TEST(files_are_erased_with_their_requests_and_more_than_a_leaf_can_name_by_several_entries)
{
    enum { MANY = 690 };
    assert_string_equal(
        test_sql(test_cluster_conninfo(FIXTURE_MANAGER, database),
                 "SELECT count(jalon.document_add(gen_random_uuid(), 'demo', 'essai-3',"
                 " '{\"title\": \"T\", \"media_type\": \"text/plain\"}', i::text::bytea, NULL,"
                 " 'unknown', NULL)) FROM generate_series(1, 690) i"),
        "690");
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    struct jalon_erasure_request request = of_scan;
    const char **entries = jalon_arena_array(arena, MANY, sizeof *entries);
    for (int i = 0; i < MANY; i++) {
        entries[i] = jalon_arena_printf(arena, "essai-3#%d", i + 2);
    }
    request.entries = entries;
    request.n_entries = MANY;
    (void)rule("CREATE TABLE public.before AS SELECT q.id, q.fingerprint FROM jalon.request q");
    assert_string_equal(try_erase(&request), "0");
    assert_string_equal(
        ask("SELECT string_agg(jsonb_array_length(leaf::jsonb #> '{after,files}')::text, ' '"
            " ORDER BY seq) FROM audit.history WHERE event = 'erase'"),
        "686 4");
    assert_string_equal(rule("SELECT count(*) FROM jalon.request q JOIN public.before b USING (id)"
                             " WHERE q.fingerprint <> b.fingerprint"),
                        "690");
    assert_string_equal(kept(), "autre," SCAN);
    assert_found("", "");
}

TEST(who_recorded_another_document_of_the_file_stays_known)
{
    static const char *const fields[] = {"file", "actor"};
    struct jalon_erasure_request request = of_scan;
    request.fields = fields;
    request.n_fields = JALON_COUNT(fields);
    assert_string_equal(try_erase(&request), "0");
    assert_string_equal(
        rule("SELECT string_agg(h.code || ' ' || (q.actor = ''), ', ' ORDER BY h.code)"
             " FROM audit.history h JOIN jalon.request q ON q.id = h.request"
             " WHERE h.event = 'document' AND h.seq = 2"),
        "essai-1 true, essai-2 false");
}

TEST(a_request_to_erase_a_file_sent_again_is_answered_again)
{
    const struct jalon_write write = undated(NULL);
    assert_string_equal(send(manager, &write, &of_scan), "0");
    assert_string_equal(send(manager, &write, &of_scan), "0");
    assert_string_equal(erasures(), "1");
}

TEST(t09_a_file_erased_when_the_answer_is_lost_is_erased_once)
{
    const struct test_proxy proxy = {TEST_FAULT_CUT_AFTER, "jalon.erase", 0, 1};
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_through(&proxy, FIXTURE_MANAGER);
    const struct jalon_write write = undated(NULL);
    assert_string_equal(send(db, &write, &of_scan), "0");
    assert_string_equal(erasures(), "1");
    assert_string_equal(kept(), "autre");
    assert_found("", "");
}

static int erase_at_once(struct crowd *crowd, int i, void *context)
{
    (void)i;
    (void)context;
    struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    const struct jalon_write write = undated(NULL);
    crowd_meet(crowd);
    const char *key = send(db, &write, &of_scan);
    int status = strcmp(key, "0") == 0 ? 0 : strcmp(key, "nothing_to_erase") == 0 ? 4 : 1;
    jalon_db_close(db);
    return status;
}

TEST(of_many_that_erase_a_file_at_once_one_does)
{
    int statuses[CROWD];
    crowd_run(CROWD, erase_at_once, NULL, statuses);
    assert_int_equal(crowd_count(statuses, CROWD, 0), 1);
    assert_int_equal(crowd_count(statuses, CROWD, 4), CROWD - 1);
    assert_string_equal(erasures(), "1");
    assert_found("", "");
}

/* The first erases, the others add the same bytes to the contract that has them not. */
static int add_or_erase(struct crowd *crowd, int i, void *context)
{
    (void)context;
    struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    const struct jalon_write write = undated(NULL);
    crowd_meet(crowd);
    const char *key = i == 0 ? send(db, &write, &of_scan) : add(db, "essai-3", SCAN);
    int status = strcmp(key, "0") == 0                            ? 0
                 : i > 0 && strcmp(key, "file_erased") == 0       ? 4
                 : i > 0 && strcmp(key, "document_recorded") == 0 ? 4
                                                                  : 1;
    jalon_db_close(db);
    return status;
}

TEST(a_file_added_while_it_is_erased_is_erased_or_refused)
{
    int statuses[CROWD];
    crowd_run(CROWD, add_or_erase, NULL, statuses);
    assert_int_equal(statuses[0], 0);
    assert_int_equal(crowd_count(statuses, CROWD, 1), 0);
    assert_string_equal(kept(), "autre");
    assert_string_equal(fixture_chain(database), "ok");
    assert_found("", "");
}

TEST(a_file_that_goes_without_its_entry_is_found)
{
    assert_memory_equal(rule("DELETE FROM audit.file"), "ERROR 42501", 11);
    (void)rule("ALTER TABLE audit.file DISABLE TRIGGER erased_only;"
               "DELETE FROM audit.file WHERE encode(sha256, 'hex') = '" SHA256_SCAN "'");
    assert_found("file_missing essai-1#2\nfile_missing essai-2#2\n", "file_missing essai-1#2\n");
}

TEST(a_file_that_is_said_to_be_erased_by_an_entry_that_does_not_tell_is_found)
{
    (void)rule("INSERT INTO audit.erasure SELECT '" SHA256_SCAN "', 1, 1;"
               "DELETE FROM audit.file WHERE encode(sha256, 'hex') = '" SHA256_SCAN "'");
    assert_string_equal(kept(), "autre");
    assert_found("erasure_untold demo#1\n", "");
}

TEST(a_file_that_came_back_is_found_and_not_given)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str content = {0};
    assert_string_equal(try_erase(&of_scan), "0");
    (void)rule("INSERT INTO audit.file SELECT sha256(c), c FROM convert_to($$" SCAN
               "$$, 'UTF8') c");
    assert_string_equal(kept(), "autre," SCAN);
    assert_found("file_back essai-1#2\nfile_back essai-2#2\n", "file_back essai-1#2\n");
    assert_int_equal(jalon_store_file_content(manager, SHA256_SCAN, &content, &err), -1);
    assert_string_equal(err.key, "file_gone");
}

TEST(files_are_checked_where_the_leaf_of_a_document_is_no_json)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_app_done) struct jalon_app app = {0};
    JALON_AUTO(jalon_check_freep) struct jalon_check *found = NULL;
    assert_string_equal(try_erase(&of_scan), "0");
    assert_string_equal(rule("ALTER TABLE audit.entry DISABLE TRIGGER ALL;"
                             "ALTER TABLE audit.entry DROP CONSTRAINT entry_well_formed;"
                             "ALTER TABLE audit.file DISABLE TRIGGER ALL;"
                             "DELETE FROM audit.file;"
                             "UPDATE audit.entry SET leaf = leaf || ','"
                             " WHERE code = 'essai-1' AND seq = 2"),
                        "");
    app.db = fixture_open(database, FIXTURE_READER);
    assert_done(jalon_app_check(&app, &found, &err), &err);
    assert_true(found->n_problems > 0);
    assert_string_equal(found->problems[0].where, "essai-1#3");
    assert_int_equal(found->problems[0].kind, JALON_CHECK_FILE_MISSING);
}
