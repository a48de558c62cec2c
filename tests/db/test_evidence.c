/* What a signature rests on: the file that shows it, and the text that was signed; and what a new
 * number, or an amendment, takes over of the one before: nothing. */
#include <stdio.h>
#include <string.h>

#include "app/check.h"
#include "base/json.h"
#include "base/mem.h"
#include "store/programme.h"
#include "support/crowd.h"
#include "support/own_database.h"

enum { CROWD = 16, REFUSED = 3, CONFLICT = 4, NOT_FOUND = 5 };

#define SHA256_OF_A "559aead08264d5795d3909718cdd05abd49572e84fe55590eef31a88a08fdffd" /* "A" */
#define SHA256_OF_B "df7e70e5021544f4834bbee64a9e3789febc4be81470df629cad6ddb03320a5c" /* "B" */

/* essai-1 negotiates. */
static int start(void **state)
{
    (void)state;
    open_own_database();
    fixture_step(manager, "essai-1", "negotiating 2019-01-02");
    return 0;
}
SETUP_EACH(start);

static void assert_no_problem(void)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_app_done) struct jalon_app app = {0};
    JALON_AUTO(jalon_check_freep) struct jalon_check *found = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    app.db = fixture_open(database, FIXTURE_READER);
    assert_done(jalon_app_check(&app, &found, &err), &err);
    jalon_check_problems_text(&text, JALON_EN, found);
    assert_string_equal(jalon_str_text(&text), "");
}

static void declare_text(const char *text)
{
    struct jalon_err err = {0};
    struct jalon_write write = fixture_write("2019-01-10");
    const struct jalon_document document = {.code = "essai-1",
                                            .title = "Contrat",
                                            .media_type = "text/plain",
                                            .role = "text",
                                            .instrument = "contrat"};
    JALON_AUTO(jalon_str_done) struct jalon_str content = {0};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    jalon_str_add(&content, text);
    assert_done(jalon_store_document_add(manager, &write, &document, &content, &receipt, &err),
                &err);
}

/* What a signature of essai-1 rests on. */
struct rest {
    const char *document, *content, *no_evidence, *text; /* content NULL: named only */
    const char *delegation;
};

static int sign_as(struct jalon_db *db, const struct jalon_write *write, const char *party,
                   const struct rest *rest)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str content = {0};
    const struct jalon_document paper = {.title = "Preuve", .media_type = "text/plain"};
    jalon_str_add(&content, rest->content != NULL ? rest->content : "");
    const struct jalon_signing signing = {
        .code = "essai-1",
        .instrument = "contrat",
        .parties = &party,
        .n_parties = 1,
        .document = rest->document,
        .text = rest->text,
        .no_evidence = rest->no_evidence,
        .delegation = rest->delegation,
        .paper = rest->content != NULL ? &paper : NULL,
        .content = rest->content != NULL ? &content : NULL,
    };
    int failed = jalon_store_sign(db, write, &signing, &receipt, &err);
    return failed == 0 ? 0 : jalon_err_exit_status(err.kind);
}

static int sign(const char *party, struct rest rest)
{
    const struct jalon_write write = fixture_write("2019-02-01");
    return sign_as(manager, &write, party, &rest);
}

TEST(t14_a_signature_of_a_text_that_is_not_in_force_is_a_conflict)
{
    declare_text("A");
    declare_text("B");
    const char *before = fixture_dump(database);
    assert_int_equal(sign("etat", (struct rest){.text = SHA256_OF_A}), CONFLICT);
    assert_string_equal(fixture_dump(database), before);
    assert_int_equal(sign("etat", (struct rest){.text = SHA256_OF_B}), 0);
    assert_int_equal(sign("region", (struct rest){0}), 0);
    assert_string_equal(ask("SELECT party, signed_text FROM jalon.signature ORDER BY entry_id"),
                        "etat|" SHA256_OF_B "\nregion:52|" SHA256_OF_B);
    assert_no_problem();
}

TEST(t14_where_no_text_was_declared_none_can_be_named)
{
    assert_int_equal(sign("etat", (struct rest){.text = SHA256_OF_A}), CONFLICT);
    assert_int_equal(sign("etat", (struct rest){0}), 0);
}

TEST(a_signature_that_says_nothing_of_evidence_is_the_entry_that_it_always_was)
{
    assert_int_equal(sign("etat", (struct rest){0}), 0);
    assert_string_equal(
        ask("SELECT string_agg(k, ' ' ORDER BY k COLLATE \"C\") FROM audit.history h,"
            " jsonb_object_keys(h.leaf::jsonb -> 'after') k WHERE h.event = 'sign'"),
        "capacity channel instrument note number parties party place signer");
}

TEST(a_delegation_is_sealed_in_the_leaf_and_told_beside_it)
{
    assert_int_equal(sign("etat", (struct rest){.delegation = "arrêté du 3 mai 2019"}), 0);
    assert_string_equal(
        ask("SELECT h.leaf LIKE '%arrêté%', h.disclosures -> (h.leaf::jsonb #>> "
            "'{after,delegation,sd,0}') -> 1, s.delegation = h.leaf::jsonb #>> "
            "'{after,delegation,sd,0}' FROM audit.history h"
            " JOIN jalon.signature s ON s.entry_id = h.entry_id WHERE h.event = 'sign'"),
        "f|\"arrêté du 3 mai 2019\"|t");
    assert_no_problem();
}

TEST(the_file_and_the_signature_that_it_shows_are_kept_together_or_not_at_all)
{
    const char *before = fixture_dump(database);
    assert_int_equal(sign("region:28", (struct rest){.document = SHA256_OF_A, .content = "A"}),
                     REFUSED);
    assert_int_equal(sign("etat", (struct rest){.document = SHA256_OF_B, .content = "A"}), REFUSED);
    assert_int_equal(sign("etat", (struct rest){.document = SHA256_OF_A}), NOT_FOUND);
    assert_string_equal(fixture_dump(database), before);
    assert_int_equal(sign("etat", (struct rest){.document = SHA256_OF_A, .content = "A"}), 0);
    assert_string_equal(
        ask("SELECT s.party, d.instrument, d.number, d.party, d.role, d.latest"
            " FROM jalon.signature s JOIN jalon.document d ON d.sha256 = s.document"),
        "etat|contrat|1|etat|evidence|2019-02-01");
    assert_no_problem();
}

TEST(one_file_may_show_several_signatures_and_is_one_document)
{
    assert_int_equal(sign("etat", (struct rest){.document = SHA256_OF_A, .content = "A"}), 0);
    assert_int_equal(sign("industriel:Fictif", (struct rest){.document = SHA256_OF_A}), 0);
    assert_int_equal(sign("region", (struct rest){.document = SHA256_OF_A, .content = "A"}), 0);
    assert_string_equal(ask("SELECT count(*) FROM jalon.document"), "1");
    assert_string_equal(ask("SELECT count(*), state FROM jalon.signature s JOIN jalon.contract c"
                            " ON c.id = s.contract_id WHERE document IS NOT NULL GROUP BY 2"),
                        "3|signed");
    assert_no_problem();
}

/* The programme demands evidence of the contrat from now on. */
static void demand_evidence(void)
{
    struct jalon_err err = {0};
    struct jalon_write write = fixture_write("2019-01-15");
    JALON_AUTO(jalon_json_decref) json_t *document = fixture_document_json();
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    json_t *contrat = json_object_get(json_object_get(document, "instruments"), "contrat");
    assert_non_null(contrat);
    jalon_json_set_text(contrat, "evidence", "required");
    JALON_AUTO(jalon_freep) char *text = json_dumps(document, JSON_COMPACT | JSON_SORT_KEYS);
    assert_done(
        jalon_store_programme_apply(manager, &write, text, JALON_REVISION_ANY, &receipt, &err),
        &err);
}

TEST(where_evidence_is_required_a_signature_needs_a_document_or_a_reason)
{
    demand_evidence();
    const char *before = fixture_dump(database);
    assert_int_equal(sign("etat", (struct rest){0}), REFUSED);
    assert_int_equal(sign("etat", (struct rest){.no_evidence = " "}), REFUSED);
    assert_string_equal(fixture_dump(database), before);
    assert_int_equal(sign("etat", (struct rest){.no_evidence = "perdue par Camille Fictif"}), 0);
    assert_int_equal(sign("region", (struct rest){.document = SHA256_OF_A, .content = "A"}), 0);
    assert_string_equal(ask("SELECT count(*) FROM audit.history WHERE leaf LIKE '%Fictif%'"), "0");
    assert_string_equal(ask("SELECT state FROM jalon.contract WHERE code = 'essai-1'"), "signed");
    assert_no_problem();
}

TEST(the_same_request_signs_once_and_another_file_under_its_id_is_refused)
{
    const struct jalon_write write = fixture_write("2019-02-01");
    const struct rest rest = {.document = SHA256_OF_A, .content = "A"};
    const struct rest other = {.document = SHA256_OF_B, .content = "B"};
    assert_int_equal(sign_as(manager, &write, "etat", &rest), 0);
    assert_int_equal(sign_as(manager, &write, "etat", &rest), 0);
    assert_int_equal(sign_as(manager, &write, "etat", &other), CONFLICT);
    assert_string_equal(ask("SELECT count(*) FROM jalon.signature"), "1");
    assert_string_equal(ask("SELECT count(*) FROM jalon.document"), "1");
}

TEST(a_reply_lost_after_the_commit_leaves_one_signature_and_one_file)
{
    const struct test_proxy proxy = {TEST_FAULT_CUT_AFTER, "sign_with_file", 0, 1};
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_through(&proxy, FIXTURE_MANAGER);
    const struct jalon_write write = fixture_write("2019-02-01");
    const struct rest rest = {.document = SHA256_OF_A, .content = "A"};
    assert_int_equal(sign_as(db, &write, "etat", &rest), 0);
    assert_string_equal(ask("SELECT count(*) FROM jalon.signature"), "1");
    assert_string_equal(ask("SELECT count(*) FROM jalon.document"), "1");
    assert_no_problem();
}

/* Some sign with the file, others only add it. */
static int sign_at_once(struct crowd *crowd, int i, void *context)
{
    (void)context;
    struct jalon_db *db = fixture_open(database, FIXTURE_RECORDER);
    const struct jalon_write write = fixture_write("2019-02-01");
    const struct rest rest = {.document = SHA256_OF_A, .content = "A"};
    char party[40];
    (void)snprintf(party, sizeof party, "industriel:Fictif %d", i / 2);
    crowd_meet(crowd);
    int status = sign_as(db, &write, party, &rest);
    jalon_db_close(db);
    return status;
}

TEST(of_two_that_record_one_signature_with_its_file_at_once_one_wins)
{
    int statuses[CROWD];
    crowd_run(CROWD, sign_at_once, NULL, statuses);
    assert_int_equal(crowd_count(statuses, CROWD, 0), CROWD / 2);
    assert_int_equal(crowd_count(statuses, CROWD, CONFLICT), CROWD / 2);
    assert_string_equal(ask("SELECT count(*) FROM jalon.document"), "1");
    assert_string_equal(fixture_chain(database), "ok");
    assert_no_problem();
}

/* What jalon.void() answers when the entry is taken back. */
static const char *take_back(const char *entry)
{
    JALON_AUTO(jalon_str_done) struct jalon_str sql = {0};
    jalon_str_addf(&sql,
                   "SELECT jalon.void(gen_random_uuid(), 'demo', 'essai-1', '{%s}', NULL,"
                   " 'unknown', '{\"reason\": \"essai\"}') ->> 'state'",
                   entry);
    return test_sql(test_cluster_conninfo(FIXTURE_MANAGER, database), jalon_str_text(&sql));
}

TEST(what_a_signature_rests_on_is_not_taken_back_before_it)
{
    declare_text("A");
    assert_int_equal(sign("etat", (struct rest){.document = SHA256_OF_B, .content = "B"}), 0);
    assert_memory_equal(take_back("3"), "ERROR JA005", strlen("ERROR JA005")); /* the text */
    assert_memory_equal(take_back("4"), "ERROR JA005", strlen("ERROR JA005")); /* the file */
    assert_no_problem();
    assert_string_equal(take_back("5"), "negotiating"); /* the signature */
    assert_string_equal(take_back("3"), "negotiating");
    declare_text("C");
    assert_string_equal(ask("SELECT role, known_to IS NULL FROM jalon.document ORDER BY entry_id"),
                        "text|f\nevidence|t\ntext|t");
    assert_no_problem();
}

/* Has signed, with text and evidence, and is open again. */
static void reopen(void)
{
    declare_text("A");
    assert_int_equal(sign("etat", (struct rest){.document = SHA256_OF_B, .content = "B"}), 0);
    fixture_step(manager, "essai-1", "contrat region:52 2019-02-02");
    fixture_step(manager, "essai-1", "negotiating 2019-03-01");
}

TEST(t17_a_new_number_takes_over_no_signature_date_evidence_or_status)
{
    reopen();
    assert_string_equal(ask("SELECT state FROM jalon.contract WHERE code = 'essai-1'"),
                        "negotiating");
    fixture_step(manager, "essai-1", "contrat etat 2019-03-10");
    assert_string_equal(
        ask("SELECT i.number, i.opened_on, i.completed_on, count(s.party), max(s.document),"
            " max(s.signed_text) FROM jalon.instrument i JOIN jalon.signature s"
            " USING (contract_id, instrument, number)"
            " WHERE i.known_to IS NULL GROUP BY 1, 2, 3 ORDER BY 1"),
        "1|2019-02-01|2019-02-02|2|" SHA256_OF_B "|" SHA256_OF_A "\n"
        "2|2019-03-10|NULL|1|NULL|NULL");
    assert_string_equal(ask("SELECT state FROM jalon.contract WHERE code = 'essai-1'"),
                        "negotiating");
    assert_no_problem();
}

TEST(t15_dates_of_the_number_before_do_not_count_for_the_new_one)
{
    reopen();
    const struct jalon_write before = fixture_write("2019-02-02");
    const struct rest nothing = {0};
    assert_int_equal(sign_as(manager, &before, "etat", &nothing), REFUSED);
    fixture_step(manager, "essai-1", "contrat etat 2019-03-10");
    fixture_step(manager, "essai-1", "contrat region:52 2019-03-12");
    assert_string_equal(ask("SELECT state, state_since FROM jalon.contract WHERE code = 'essai-1'"),
                        "signed|2019-03-12");
    assert_no_problem();
}

static int try_amend(const char *party, const char *on)
{
    struct jalon_err err = {0};
    const struct jalon_write write = fixture_write(on);
    const struct jalon_signing signing = {
        .code = "essai-1", .instrument = "avenant", .parties = &party, .n_parties = 1};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    int failed = jalon_store_sign(manager, &write, &signing, &receipt, &err);
    return failed == 0 ? 0 : jalon_err_exit_status(err.kind);
}

TEST(t16_an_amendment_is_refused_until_the_contract_is_signed)
{
    assert_int_equal(try_amend("etat", "2019-02-01"), REFUSED);
    fixture_step(manager, "essai-1", "contrat etat 2019-02-01");
    assert_int_equal(try_amend("etat", "2019-02-01"), REFUSED);
    fixture_step(manager, "essai-1", "contrat region:52 2019-02-05");
    assert_int_equal(try_amend("etat", "2019-02-04"), REFUSED);
    assert_int_equal(try_amend("etat", "2019-02-05"), 0);
    assert_no_problem();
}

TEST(t16_the_parties_of_the_contract_sign_its_amendment_and_each_number_apart)
{
    fixture_step(manager, "essai-1", "contrat all 2019-02-05");
    assert_int_equal(try_amend("region:28", "2019-03-01"), REFUSED);
    assert_int_equal(try_amend("all", "2019-03-01"), 0);
    assert_int_equal(try_amend("etat", "2019-04-01"), 0);
    assert_string_equal(
        ask("SELECT i.number, i.completed_on, count(s.party) FROM jalon.instrument i"
            " JOIN jalon.signature s USING (contract_id, instrument, number)"
            " WHERE instrument = 'avenant' AND i.known_to IS NULL GROUP BY 1, 2 ORDER BY 1"),
        "1|2019-03-01|2\n2|NULL|1");
    assert_string_equal(ask("SELECT string_agg(party, ' ' ORDER BY party) FROM"
                            " jalon.instrument_party WHERE instrument = 'avenant' GROUP BY number"),
                        "etat region:52\netat region:52");
    assert_no_problem();
}
