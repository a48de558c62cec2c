/* Documents: kept once, never changed, tied to a contract without touching its state. */
#include <string.h>

#include "app/check.h"
#include "app/document.h"
#include "base/json.h"
#include "base/mem.h"
#include "support/crowd.h"
#include "support/own_database.h"

enum { CROWD = 16, REFUSED = 3, CONFLICT = 4, NOT_FOUND = 5, PERMISSION = 8, JOURNAL = 9 };

static int start(void **state)
{
    (void)state;
    open_own_database();
    return 0;
}
SETUP_EACH(start);

static void tamper(const char *sql)
{
    const char *answer = test_sql(test_cluster_conninfo(TEST_SUPERUSER, database), sql);
    if (strncmp(answer, "ERROR", 5) == 0) {
        fail_msg("%s: %s", sql, answer);
    }
}

/* The exit status of adding a file that holds TEXT. */
static int add(struct jalon_db *db, const struct jalon_document *document, const char *text,
               const struct jalon_write *write)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str content = {0};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    jalon_str_add(&content, text);
    int failed = jalon_store_document_add(db, write, document, &content, &receipt, &err);
    return failed == 0 ? 0 : jalon_err_exit_status(err.kind);
}

static struct jalon_document plain(const char *code)
{
    return (struct jalon_document){
        .code = code, .title = "Essai", .media_type = "text/plain", .role = "evidence"};
}

static int add_plain(const char *code, const char *text)
{
    const struct jalon_write write = undated(NULL);
    const struct jalon_document document = plain(code);
    return add(manager, &document, text, &write);
}

static int add_about(const char *code, const char *text, const char *role, const char *instrument)
{
    const struct jalon_write write = undated(NULL);
    struct jalon_document document = plain(code);
    document.role = role;
    document.instrument = instrument;
    return add(manager, &document, text, &write);
}

/* What `check` finds, a line each. */
static void assert_found(const char *wanted)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_app_done) struct jalon_app app = {0};
    JALON_AUTO(jalon_check_freep) struct jalon_check *found = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    app.db = fixture_open(database, FIXTURE_READER);
    assert_done(jalon_app_check(&app, &found, &err), &err);
    for (size_t i = 0; i < found->n_problems; i++) {
        const struct jalon_check_problem *one = &found->problems[i];
        jalon_str_addf(&text, "%s %s %s\n", one->where, one->thing, one->field ? one->field : "-");
    }
    assert_string_equal(jalon_str_text(&text), wanted);
}

/* What `document verify` finds: the exit status, and a line each. */
static void assert_verified(int status, const char *wanted)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_app_done) struct jalon_app app = {0};
    JALON_AUTO(jalon_document_verification_done) struct jalon_document_verification found = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    app.db = fixture_open(database, FIXTURE_READER);
    assert_done(jalon_app_document_verify(&app, NULL, &found, &err), &err);
    jalon_check_problems_text(&text, JALON_EN, found.check);
    assert_string_equal(jalon_str_text(&text), wanted);
    assert_int_equal(jalon_err_exit_status(jalon_check_result(found.check)), status);
}

#define SHA256_OF_A "559aead08264d5795d3909718cdd05abd49572e84fe55590eef31a88a08fdffd" /* "A" */

TEST(t10_a_document_changes_no_state_whatever_the_state)
{
    static const struct {
        const char *code, *state;
        const char *steps[5];
    } contracts[] = {
        {"essai-1", "identified", {NULL}},
        {"essai-2", "pilot", {"pilot 2019-01-02"}},
        {"etat-3", "negotiating", {"negotiating 2019-01-02"}},
        {"etat-4", "signed", {"negotiating 2019-01-02", "contrat all 2019-02-02"}},
        {"etat-5", "suspended", {"suspended 2019-01-02"}},
        {"etat-6", "withdrawn", {"withdrawn 2019-01-02"}},
        {"etat-7", "identified", {"leave - 2019-02-01"}},
    };
    for (size_t i = 0; i < JALON_COUNT(contracts); i++) {
        const char *code = contracts[i].code;
        if (strncmp(code, "etat", 4) == 0) {
            const struct jalon_write entry = fixture_write("2018-12-10");
            fixture_add(manager, &entry, code, 1, 0);
        }
        for (size_t k = 0; contracts[i].steps[k] != NULL; k++) {
            fixture_step(manager, code, contracts[i].steps[k]);
        }
        static const char rows[] = "SELECT state, state_since, previous_state,"
                                   " (SELECT count(*) FROM jalon.state_interval i"
                                   "  WHERE i.contract_id = c.id),"
                                   " (SELECT string_agg(n::text, ' ') FROM jalon.instrument n"
                                   "  WHERE n.contract_id = c.id)"
                                   " FROM jalon.contract c WHERE code = '%s'";
        JALON_AUTO(jalon_str_done) struct jalon_str sql = {0};
        jalon_str_addf(&sql, rows, code);
        JALON_AUTO(jalon_freep) char *before = jalon_strdup(ask(jalon_str_text(&sql)));
        assert_memory_equal(before, contracts[i].state, strlen(contracts[i].state));
        assert_int_equal(add_plain(code, "Une pièce"), 0);
        assert_int_equal(add_about(code, "Contrat signé par tous", "evidence", "contrat"), 0);
        assert_string_equal(ask(jalon_str_text(&sql)), before);
    }
    assert_found("");
}

TEST(a_file_that_stands_for_something_in_two_contracts_is_kept_once)
{
    assert_int_equal(add_plain("essai-1", "A"), 0);
    assert_int_equal(add_plain("essai-2", "A"), 0);
    assert_int_equal(add_about("essai-2", "A", "evidence", "contrat"), 0);
    assert_string_equal(test_sql(test_cluster_conninfo(TEST_SUPERUSER, database),
                                 "SELECT encode(sha256, 'hex'), encode(content, 'escape')"
                                 " FROM audit.file"),
                        SHA256_OF_A "|A");
    assert_string_equal(ask("SELECT count(*) FROM jalon.document"), "3");
    assert_found("");
    assert_verified(0, "");
}

TEST(a_file_comes_back_byte_for_byte)
{
    enum { SIZE = 3 * 1024 * 1024 + 7 };
    struct jalon_err err = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str content = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str back = {0};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    JALON_AUTO(jalon_document_matches_done) struct jalon_document_matches matches = {0};
    for (uint32_t i = 0, x = 1; i < SIZE; i++, x = x * 1664525 + 1013904223) {
        jalon_str_add_char(&content, (char)(x >> 24)); /* every byte occurs, NUL too */
    }
    const struct jalon_write write = undated(NULL);
    const struct jalon_document document = plain("essai-1");
    assert_done(jalon_store_document_add(manager, &write, &document, &content, &receipt, &err),
                &err);
    JALON_AUTO(jalon_app_done) struct jalon_app app = {0};
    app.db = fixture_open(database, FIXTURE_READER);
    assert_done(jalon_app_document_find(&app, "essai-1", &matches, &err), &err);
    assert_int_equal(matches.n, 1);
    assert_done(jalon_app_document_content(&app, matches.items[0].sha256, &back, &err), &err);
    assert_int_equal(back.length, content.length);
    assert_memory_equal(back.text, content.text, content.length);
}

TEST(what_is_refused_of_a_document_changes_nothing)
{
    assert_int_equal(add_plain("essai-1", "A"), 0);
    const char *before = fixture_dump(database);
    assert_int_equal(add_plain("essai-1", "A"), CONFLICT);
    assert_int_equal(add_plain("essai-1", ""), REFUSED);
    assert_int_equal(add_plain("absent", "B"), NOT_FOUND);
    assert_int_equal(add_about("essai-1", "B", "evidence", "charte"), REFUSED);
    assert_int_equal(add_about("essai-1", "B", "text", NULL), REFUSED);
    assert_int_equal(add_about("essai-1", "B", "annexe", "contrat"), REFUSED);
    const struct jalon_write write = undated(NULL);
    struct jalon_document document = plain("essai-1");
    document.title = "a\tb";
    assert_int_equal(add(manager, &document, "B", &write), REFUSED);
    document.title = " ";
    assert_int_equal(add(manager, &document, "B", &write), REFUSED);
    document = plain("essai-1");
    document.media_type = "pdf";
    assert_int_equal(add(manager, &document, "B", &write), REFUSED);
    document = plain("essai-1");
    document.party = "etat"; /* of no instrument */
    assert_int_equal(add(manager, &document, "B", &write), REFUSED);
    document.instrument = "contrat";
    document.party = "region:28"; /* not one of this territory */
    assert_int_equal(add(manager, &document, "B", &write), REFUSED);
    document.party = "etat";
    document.number = 2; /* the next one is 1 */
    assert_int_equal(add(manager, &document, "B", &write), REFUSED);
    assert_string_equal(fixture_dump(database), before);
}

TEST(a_reader_adds_no_document)
{
    JALON_AUTO(jalon_db_closep) struct jalon_db *reader = fixture_open(database, FIXTURE_READER);
    const struct jalon_write write = undated(NULL);
    const struct jalon_document document = plain("essai-1");
    assert_int_equal(add(reader, &document, "A", &write), PERMISSION);
}

TEST(the_same_request_adds_once_and_another_file_under_its_id_is_refused)
{
    const struct jalon_write write = undated(NULL);
    const struct jalon_document document = plain("essai-1");
    assert_int_equal(add(manager, &document, "A", &write), 0);
    assert_int_equal(add(manager, &document, "A", &write), 0);
    assert_int_equal(add(manager, &document, "B", &write), CONFLICT);
    assert_string_equal(ask("SELECT count(*) FROM jalon.document"), "1");
}

TEST(a_reply_lost_after_the_commit_leaves_one_document)
{
    const struct test_proxy proxy = {TEST_FAULT_CUT_AFTER, "document_add", 0, 1};
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_through(&proxy, FIXTURE_MANAGER);
    const struct jalon_write write = undated(NULL);
    const struct jalon_document document = plain("essai-1");
    assert_int_equal(add(db, &document, "A", &write), 0);
    assert_string_equal(ask("SELECT count(*) FROM jalon.document"), "1");
    assert_found("");
}

static int add_at_once(struct crowd *crowd, int i, void *context)
{
    struct jalon_db *db = fixture_open(database, FIXTURE_RECORDER);
    const struct jalon_write write = undated(NULL);
    const bool *apart = context;
    const struct jalon_document document = plain(*apart && i % 2 == 0 ? "essai-2" : "essai-1");
    crowd_meet(crowd);
    int status = add(db, &document, "A", &write);
    jalon_db_close(db);
    return status;
}

TEST(of_many_that_add_one_file_at_once_one_wins_and_the_others_get_a_conflict)
{
    int statuses[CROWD];
    bool apart = false;
    crowd_run(CROWD, add_at_once, &apart, statuses);
    assert_int_equal(crowd_count(statuses, CROWD, 0), 1);
    assert_int_equal(crowd_count(statuses, CROWD, CONFLICT), CROWD - 1);
    assert_string_equal(fixture_chain(database), "ok");
    assert_found("");
}

TEST(one_file_added_to_two_contracts_at_once_is_kept_once)
{
    int statuses[CROWD];
    bool apart = true;
    crowd_run(CROWD, add_at_once, &apart, statuses);
    assert_int_equal(crowd_count(statuses, CROWD, 0), 2);
    assert_int_equal(crowd_count(statuses, CROWD, CONFLICT), CROWD - 2);
    assert_found("");
    assert_verified(0, "");
}

TEST(a_new_text_is_refused_once_somebody_has_signed)
{
    fixture_step(manager, "essai-1", "negotiating 2019-01-02");
    assert_int_equal(add_about("essai-1", "Première version", "text", "contrat"), 0);
    assert_int_equal(add_about("essai-1", "Deuxième version", "text", "contrat"), 0);
    fixture_step(manager, "essai-1", "contrat etat 2019-02-01");
    assert_int_equal(add_about("essai-1", "Troisième version", "text", "contrat"), REFUSED);
    assert_int_equal(add_about("essai-1", "Troisième version", "evidence", "contrat"), 0);
    assert_found("");
}

TEST(t17_a_new_number_has_no_document_of_the_one_before)
{
    fixture_step(manager, "essai-1", "negotiating 2019-01-02");
    assert_int_equal(add_about("essai-1", "Première version", "text", "contrat"), 0);
    fixture_step(manager, "essai-1", "contrat etat 2019-02-01");
    fixture_step(manager, "essai-1", "contrat region:52 2019-02-02");
    assert_int_equal(add_about("essai-1", "Signé", "evidence", "contrat"), 0);
    fixture_step(manager, "essai-1", "negotiating 2019-03-01");
    assert_int_equal(add_about("essai-1", "Nouvelle version", "text", "contrat"), 0);
    assert_string_equal(ask("SELECT role, number FROM jalon.document ORDER BY entry_id"),
                        "text|1\nevidence|1\ntext|2");
    assert_found("");
}

TEST(names_in_titles_are_not_in_the_journal)
{
    const struct jalon_write write = undated(NULL);
    struct jalon_document document = plain("essai-1");
    document.title = "Lettre de Camille Fictif";
    assert_int_equal(add(manager, &document, "A", &write), 0);
    assert_string_equal(ask("SELECT count(*) FROM audit.history WHERE leaf LIKE '%Fictif%'"), "0");
    JALON_AUTO(jalon_contract_freep) struct jalon_contract *contract = NULL;
    JALON_AUTO(jalon_programme_freep) struct jalon_programme *programme = fixture_programme();
    JALON_AUTO(jalon_str_done) struct jalon_str faults = {0};
    contract = fixture_replay(manager, programme, "essai-1", &faults);
    assert_string_equal(jalon_str_text(&faults), "");
    assert_string_equal(contract->documents[0].title.text, "Lettre de Camille Fictif");
}

TEST(a_missing_or_altered_file_is_told_apart_from_a_missing_row)
{
    assert_int_equal(add_plain("essai-1", "A"), 0);
    assert_int_equal(add_plain("essai-2", "B"), 0);
    tamper("DELETE FROM jalon.document WHERE sha256 LIKE '559aead%'");
    assert_verified(1, "essai-1#2: " SHA256_OF_A " is missing from the tables\n");
    tamper("ALTER TABLE audit.file DISABLE TRIGGER ALL;"
           "ALTER TABLE audit.file DROP CONSTRAINT file_well_formed;"
           "UPDATE audit.file SET content = 'C' WHERE encode(sha256, 'hex') LIKE '559aead%'");
    assert_verified(JOURNAL, "essai-1#2: " SHA256_OF_A " is missing from the tables\n"
                             "essai-1#2: the file " SHA256_OF_A " was altered: its SHA-256 is"
                             " 6b23c0d5f35d1b11f9b683f0b0a617355deb11277d91ae091d399c655b87940d\n");
    tamper("DELETE FROM audit.file WHERE encode(sha256, 'hex') LIKE '559aead%'");
    assert_verified(JOURNAL, "essai-1#2: " SHA256_OF_A " is missing from the tables\n"
                             "essai-1#2: the file " SHA256_OF_A " is missing\n");
}

TEST(a_file_that_was_altered_is_not_given_back)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str back = {0};
    assert_int_equal(add_plain("essai-1", "A"), 0);
    tamper("ALTER TABLE audit.file DISABLE TRIGGER ALL;"
           "ALTER TABLE audit.file DROP CONSTRAINT file_well_formed;"
           "UPDATE audit.file SET content = 'C'");
    JALON_AUTO(jalon_app_done) struct jalon_app app = {0};
    app.db = fixture_open(database, FIXTURE_READER);
    assert_int_equal(jalon_app_document_content(&app, SHA256_OF_A, &back, &err), -1);
    assert_int_equal(jalon_err_exit_status(err.kind), JOURNAL);
}

TEST(a_changed_row_of_a_document_is_named)
{
    assert_int_equal(add_plain("essai-1", "A"), 0);
    tamper("UPDATE jalon.document SET role = 'text', size = 2");
    assert_found("essai-1#2 document #2 role\nessai-1#2 document #2 size\n");
}
