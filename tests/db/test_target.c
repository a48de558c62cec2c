/* Targets: the most specific decision holds, each keeps its past, and journal and tables agree. */
#include <string.h>

#include "app/contract.h"
#include "base/json.h"
#include "base/mem.h"
#include "domain/target.h"
#include "store/programme.h"
#include "support/crowd.h"
#include "support/own_database.h"

enum { CROWD = 16, REFUSED = 3, CONFLICT = 4, NOT_FOUND = 5, PERMISSION = 8 };

static void declare_targets(void)
{
    struct jalon_err err = {0};
    const struct jalon_write write = fixture_write("2019-01-15");
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    JALON_AUTO(jalon_json_decref) json_t *document = fixture_document_json();
    jalon_json_set(
        document, "targets",
        json_pack("[{s:s, s:{s:s, s:s}, s:s, s:s}, {s:s, s:{s:s, s:s}, s:s, s:s, s:{s:i}}]", "code",
                  "all_signed", "label", "fr", "tous signés", "en", "all signed", "on",
                  "2019-06-30", "decided_on", "2019-01-31", "code", "first", "label", "fr",
                  "premiers", "en", "first", "on", "2019-03-05", "decided_on", "2019-01-08",
                  "covers", "percent", 8));
    JALON_AUTO(jalon_freep) char *text = jalon_json_dump(document);
    assert_done(jalon_store_programme_apply(manager, &write, text, 1, &receipt, &err), &err);
}

static int start(void **state)
{
    (void)state;
    open_own_database();
    declare_targets();
    return 0;
}
SETUP_EACH(start);

/* The exit status; *ret_err may be NULL. */
static int send(struct jalon_db *db, const struct jalon_write *write,
                const struct jalon_retarget *retarget, struct jalon_err *ret_err)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    int failed = jalon_store_retarget(db, write, retarget, &receipt, &err);
    if (ret_err != NULL) {
        *ret_err = err;
    }
    return failed == 0 ? 0 : jalon_err_exit_status(err.kind);
}

static struct jalon_write decided(const char *on)
{
    struct jalon_write write = fixture_write(on);
    write.evidence.reason = "calendrier fictif";
    return write;
}

static int retarget(const char *code, const char *region, const char *on, const char *decided_on)
{
    const struct jalon_write write = decided(decided_on);
    const struct jalon_retarget one = {code, region, "all_signed", fixture_date(on)};
    return send(manager, &write, &one, NULL);
}

static struct jalon_programme *programme(void)
{
    struct jalon_err err = {0};
    struct jalon_programme *p = NULL;
    struct jalon_date today;
    assert_int_equal(jalon_store_programme(manager, FIXTURE_PROGRAMME, &p, &today, &err),
                     JALON_PROGRAMME_FOUND);
    return p;
}

/* "2019-09-30 contract": what holds for the contract on DAY, by C; the database must say the same.
 */
static void assert_due(const char *code, const char *day, const char *wanted)
{
    struct jalon_err err = {0};
    struct jalon_due due;
    JALON_AUTO(jalon_programme_freep) struct jalon_programme *p = programme();
    JALON_AUTO(jalon_contract_freep) struct jalon_contract *contract = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str sql = {0};
    assert_done(
        jalon_store_contract(manager, jalon_books_now(FIXTURE_PROGRAMME), code, &contract, &err),
        &err);
    bool is_set =
        jalon_due_at(contract, jalon_programme_target(p, "all_signed"), fixture_date(day), &due);
    if (is_set) {
        jalon_str_addf(&text, "%s %s", jalon_date_iso(due.on).text,
                       jalon_target_level_code(due.level));
    }
    assert_string_equal(jalon_str_text(&text), wanted);
    jalon_str_addf(&sql,
                   "SELECT t.on_date || ' ' || t.level FROM jalon.contract c,"
                   " jalon.targets_at(c.programme_id, '%s') t WHERE c.code = '%s'"
                   " AND t.contract_id = c.id AND t.target = 'all_signed'",
                   day, code);
    assert_string_equal(ask(jalon_str_text(&sql)), wanted);
}

TEST(the_most_specific_decision_holds_and_each_keeps_its_past)
{
    assert_int_equal(retarget("essai-2", NULL, "2019-09-30", "2019-05-02"), 0);
    assert_int_equal(retarget(NULL, "28", "2019-07-31", "2019-05-10"), 0);
    assert_int_equal(retarget(NULL, NULL, "2019-12-31", "2019-05-20"), 0);
    assert_int_equal(retarget("essai-2", NULL, "2019-10-31", "2019-06-03"), 0);
    assert_due("essai-2", "2019-01-30", "");
    assert_due("essai-2", "2019-01-31", "2019-06-30 programme");
    assert_due("essai-2", "2019-05-02", "2019-09-30 contract");
    assert_due("essai-2", "2019-06-02", "2019-09-30 contract");
    assert_due("essai-2", "2019-06-03", "2019-10-31 contract");
    assert_due("essai-3", "2019-05-09", "2019-06-30 programme");
    assert_due("essai-3", "2019-05-10", "2019-07-31 region");
    assert_due("essai-3", "2019-05-20", "2019-07-31 region");
    assert_due("essai-1", "2019-05-19", "2019-06-30 programme");
    assert_due("essai-1", "2019-05-20", "2019-12-31 programme");
    assert_sound();
}

TEST(a_target_for_some_binds_none_unless_one_is_given_its_own_date)
{
    const struct jalon_write write = decided("2019-05-02");
    const struct jalon_retarget first = {"essai-2", NULL, "first", fixture_date("2019-05-31")};
    assert_int_equal(send(manager, &write, &first, NULL), 0);
    assert_string_equal(
        ask("SELECT string_agg(c.code || ' ' || t.target, ',' ORDER BY c.code, t.target)"
            " FROM jalon.contract c JOIN jalon.targets_at(c.programme_id,"
            " '2019-06-01') t ON t.contract_id = c.id AND t.binds"),
        "essai-1 all_signed,essai-2 all_signed,essai-2 first,essai-3 all_signed");
}

TEST(a_date_for_all_or_for_a_region_is_a_revision_whose_document_has_the_move)
{
    assert_int_equal(retarget(NULL, "52", "2019-07-31", "2019-05-10"), 0);
    assert_string_equal(
        ask("SELECT p.revision, r.document::jsonb #> '{targets,0,moved}' FROM jalon.programme p"
            " JOIN jalon.revision r ON r.programme_id = p.id AND r.number = p.revision"),
        "3|[{\"on\": \"2019-07-31\", \"region\": \"52\", \"decided_on\": \"2019-05-10\"}]");
    assert_string_equal(ask("SELECT leaf::jsonb -> 'before' ->> 'on',"
                            " leaf::jsonb -> 'after' ->> 'on', leaf::jsonb ->> 'valid'"
                            " FROM audit.history WHERE event = 'retarget'"),
                        "2019-06-30|2019-07-31|2019-05-10");
    assert_sound();
}

TEST(t25_a_date_that_was_over_when_it_was_decided_is_refused)
{
    JALON_AUTO(jalon_freep) char *before = jalon_strdup(fixture_dump(database));
    assert_int_equal(retarget("essai-2", NULL, "2019-05-01", "2019-05-02"), REFUSED);
    assert_int_equal(retarget(NULL, NULL, "2019-05-01", "2019-05-02"), REFUSED);
    assert_int_equal(retarget("essai-2", NULL, "2019-06-15", "2099-01-01"), REFUSED);
    assert_string_equal(fixture_dump(database), before);
    /* history entered afterwards: over now, but not by then */
    assert_int_equal(retarget("essai-2", NULL, "2019-05-02", "2019-05-02"), 0);
}

TEST(what_a_new_date_refuses_changes_nothing)
{
    static const struct {
        const char *code, *region, *target, *on, *decided_on;
        int status;
        const char *says;
    } cases[] = {
        {"essai-2", NULL, "absent", "2019-09-30", "2019-06-03", REFUSED, "unknown target"},
        {NULL, NULL, "absent", "2019-09-30", "2019-06-03", REFUSED, "unknown target"},
        {NULL, "99", "all_signed", "2019-09-30", "2019-06-03", REFUSED, "Région '99'"},
        {"absent", NULL, "all_signed", "2019-09-30", "2019-06-03", NOT_FOUND, "absent"},
        {"essai-2", NULL, "all_signed", "2019-08-31", "2019-06-03", CONFLICT, "already set"},
        {"essai-2", NULL, "all_signed", "2019-09-30", "2019-05-02", REFUSED, "too early"},
        {NULL, NULL, "all_signed", "2019-06-30", "2019-06-03", CONFLICT, "already set"},
        {NULL, NULL, "all_signed", "2019-09-30", "2019-01-31", REFUSED, "too early"},
        {"essai-2", NULL, "all_signed", "2019-09-30", "2018-11-01", REFUSED, "programme"},
    };
    assert_int_equal(retarget("essai-2", NULL, "2019-08-31", "2019-05-02"), 0);
    JALON_AUTO(jalon_freep) char *before = jalon_strdup(fixture_dump(database));
    for (size_t i = 0; i < JALON_COUNT(cases); i++) {
        struct jalon_err err = {0};
        const struct jalon_write write = decided(cases[i].decided_on);
        const struct jalon_retarget one = {cases[i].code, cases[i].region, cases[i].target,
                                           fixture_date(cases[i].on)};
        assert_int_equal(send(manager, &write, &one, &err), cases[i].status);
        assert_non_null(strstr(err.message[JALON_EN], cases[i].says));
    }
    assert_string_equal(fixture_dump(database), before);
}

TEST(a_recorder_sets_no_date)
{
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_RECORDER);
    const struct jalon_write write = decided("2019-05-02");
    const struct jalon_retarget one = {"essai-2", NULL, "all_signed", fixture_date("2019-09-30")};
    const struct jalon_retarget all = {NULL, NULL, "all_signed", fixture_date("2019-09-30")};
    assert_int_equal(send(db, &write, &one, NULL), PERMISSION);
    assert_int_equal(send(db, &write, &all, NULL), PERMISSION);
}

TEST(the_same_request_sets_a_date_once_and_another_one_under_its_id_is_refused)
{
    static const char *const codes[] = {"essai-2", NULL};
    for (size_t i = 0; i < JALON_COUNT(codes); i++) {
        const struct jalon_write write = decided("2019-05-02");
        const struct jalon_retarget one = {codes[i], NULL, "all_signed",
                                           fixture_date("2019-09-30")};
        const struct jalon_retarget other = {codes[i], NULL, "all_signed",
                                             fixture_date("2019-10-31")};
        assert_int_equal(send(manager, &write, &one, NULL), 0);
        assert_int_equal(send(manager, &write, &one, NULL), 0);
        assert_int_equal(send(manager, &write, &other, NULL), CONFLICT);
    }
    assert_string_equal(ask("SELECT count(*) FROM audit.history WHERE event = 'retarget'"), "2");
    assert_sound();
}

TEST(a_reply_lost_after_the_commit_leaves_one_entry)
{
    const struct test_proxy proxy = {TEST_FAULT_CUT_AFTER, "retarget_all", 0, 1};
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_through(&proxy, FIXTURE_MANAGER);
    const struct jalon_write write = decided("2019-05-02");
    const struct jalon_retarget all = {NULL, NULL, "all_signed", fixture_date("2019-09-30")};
    assert_int_equal(send(db, &write, &all, NULL), 0);
    assert_string_equal(ask("SELECT revision FROM jalon.programme"), "3");
    assert_sound();
}

static int retarget_at_once(struct crowd *crowd, int i, void *code)
{
    (void)i;
    struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    const struct jalon_write write = decided("2019-05-02");
    const struct jalon_retarget one = {code, NULL, "all_signed", fixture_date("2019-09-30")};
    crowd_meet(crowd);
    int status = send(db, &write, &one, NULL);
    jalon_db_close(db);
    return status;
}

TEST(of_many_that_set_a_date_at_once_one_wins_and_the_others_get_a_conflict)
{
    char code[] = "essai-2";
    void *const contexts[] = {code, NULL};
    for (size_t k = 0; k < JALON_COUNT(contexts); k++) {
        int statuses[CROWD];
        crowd_run(CROWD, retarget_at_once, contexts[k], statuses);
        assert_int_equal(crowd_count(statuses, CROWD, 0), 1);
        assert_int_equal(crowd_count(statuses, CROWD, CONFLICT), CROWD - 1);
    }
    assert_sound();
}

TEST(a_changed_date_is_named)
{
    assert_int_equal(retarget("essai-2", NULL, "2019-09-30", "2019-05-02"), 0);
    (void)test_sql(test_cluster_conninfo(TEST_SUPERUSER, database),
                   "UPDATE jalon.contract_target SET on_date = '2020-01-01'");
    struct jalon_err err = {0};
    JALON_AUTO(jalon_app_done) struct jalon_app app = {0};
    JALON_AUTO(jalon_check_freep) struct jalon_check *found = NULL;
    app.db = fixture_open(database, FIXTURE_READER);
    assert_done(jalon_app_check(&app, &found, &err), &err);
    assert_int_equal(found->n_problems, 1);
    assert_string_equal(found->problems[0].thing, "contract_target #2");
    assert_string_equal(found->problems[0].field, "on_date");
}
