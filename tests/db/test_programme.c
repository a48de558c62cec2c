/*
 * Revisions of a programme: what is refused and for whom, what contracts in flight may still do,
 * and several programmes in one database.
 */
#include <stdio.h>
#include <string.h>

#include "app/check.h"
#include "app/programme.h"
#include "app/status.h"
#include "base/json.h"
#include "base/mem.h"
#include "store/cohort.h"
#include "store/programme.h"
#include "support/cluster.h"
#include "support/fixture.h"
#include "support/test.h"

SETUP_GROUP(fixture_setup);

/* The fixture's document with OLD replaced by NEW wherever it stands. */
static char *changed(const char *old, const char *new)
{
    struct jalon_str text = {0};
    JALON_AUTO(jalon_freep) char *document = fixture_document();
    const char *from = document;
    for (const char *at; (at = strstr(from, old)) != NULL; from = at + strlen(old)) {
        jalon_str_add_bytes(&text, from, (size_t)(at - from));
        jalon_str_add(&text, new);
    }
    assert_true(from != document);
    jalon_str_add(&text, from);
    return jalon_str_take(&text);
}

static int apply(struct jalon_db *db, const char *document, const char *reason,
                 struct jalon_err *err)
{
    struct jalon_write write = fixture_write(NULL);
    write.evidence.reason = reason;
    write.evidence.note = reason;
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    return jalon_store_programme_apply(db, &write, document, JALON_REVISION_ANY, &receipt, err);
}

static void apply_well(struct jalon_db *db, const char *document, const char *reason)
{
    struct jalon_err err = {0};
    assert_done(apply(db, document, reason, &err), &err);
}

static const char *read_as_reader(const char *database, const char *sql)
{
    return test_sql(test_cluster_conninfo(FIXTURE_READER, database), sql);
}

static void assert_no_problem(struct jalon_db *db)
{
    struct jalon_err err = {0};
    struct jalon_app app = {.db = db};
    struct jalon_check *check = NULL;
    assert_done(jalon_app_check(&app, &check, &err), &err);
    if (check->n_problems > 0) {
        fail_msg("%s: %s", check->problems[0].where, check->problems[0].thing);
    }
    jalon_check_free(check);
}

TEST(t18_a_revision_that_drops_a_state_in_use_is_refused_with_the_list)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    JALON_AUTO(jalon_freep) char *document = changed("\"pilot\"", "\"tested\"");
    struct jalon_err err = {0};
    fixture_step(db, "essai-1", "pilot 2019-01-01");
    fixture_step(db, "essai-3", "pilot 2019-01-01");
    assert_int_equal(apply(db, document, NULL, &err), -1);
    assert_int_equal(err.kind, JALON_ERR_REFUSED);
    assert_string_equal(err.message[JALON_EN], "the state 'pilot' is in use and cannot be dropped "
                                               "(contracts concerned, 2): essai-1, essai-3");
    assert_string_equal(read_as_reader(database, "SELECT revision, last_seq FROM jalon.programme"),
                        "1|1");
}

static void count_essai_2(struct jalon_db *db)
{
    struct jalon_err err = {0};
    const struct jalon_write joined = fixture_write("2019-01-31");
    const struct jalon_write left = fixture_write("2019-02-28");
    const struct jalon_write weighed_on = fixture_write("2019-01-31");
    const struct jalon_cohort_move move = {"essai-2", "avant-garde", NULL};
    const struct jalon_weighing weighing = {"essai-2", "emplois", 1200, 2018, 0};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *in = NULL, *out = NULL, *weighed = NULL;
    assert_done(jalon_store_cohort_join(db, &joined, &move, &in, &err), &err);
    assert_done(jalon_store_cohort_leave(db, &left, &move, &out, &err), &err);
    assert_done(jalon_store_weigh(db, &weighed_on, &weighing, &weighed, &err), &err);
}

TEST(t18_a_revision_that_drops_a_cohort_or_weight_ever_used_is_refused_with_the_list)
{
    static const struct {
        const char *section, *code, *message;
    } cases[] = {
        {"cohorts", "avant-garde",
         "the cohort 'avant-garde' has or had territories and cannot be dropped "
         "(contracts concerned, 1): essai-2"},
        {"weights", "emplois",
         "the weight 'emplois' has figures and cannot be dropped "
         "(contracts concerned, 1): essai-2"},
    };
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    count_essai_2(db);
    for (size_t i = 0; i < JALON_COUNT(cases); i++) {
        struct jalon_err err = {0};
        JALON_AUTO(jalon_json_decref) json_t *document = fixture_document_json();
        assert_int_equal(
            json_object_del(json_object_get(document, cases[i].section), cases[i].code), 0);
        JALON_AUTO(jalon_freep) char *text = jalon_json_dump(document);
        assert_int_equal(apply(db, text, NULL, &err), -1);
        assert_int_equal(err.kind, JALON_ERR_REFUSED);
        assert_string_equal(err.message[JALON_EN], cases[i].message);
    }
    assert_string_equal(read_as_reader(database, "SELECT revision FROM jalon.programme"), "1");
}

TEST(a_cohort_that_nobody_ever_joined_may_be_dropped)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    JALON_AUTO(jalon_json_decref) json_t *document = fixture_document_json();
    count_essai_2(db);
    assert_int_equal(json_object_del(json_object_get(document, "cohorts"), "second"), 0);
    JALON_AUTO(jalon_freep) char *text = jalon_json_dump(document);
    apply_well(db, text, NULL);
    assert_no_problem(db);
}

TEST(t18_the_list_is_cut_after_20_and_says_how_many)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    JALON_AUTO(jalon_freep) char *document = changed("\"identified\"", "\"listed\"");
    struct jalon_err err = {0};
    for (int i = 0; i < 20; i++) {
        char code[24];
        struct jalon_write write = fixture_write("2018-12-10");
        snprintf(code, sizeof code, "foule-%02d", i);
        fixture_add(db, &write, code, 1, 0);
    }
    assert_int_equal(apply(db, document, NULL, &err), -1);
    assert_non_null(strstr(err.message[JALON_EN], "(contracts concerned, 23): essai-1"));
    assert_non_null(strstr(err.message[JALON_EN], "foule-16, …"));
}

TEST(t18_every_obstacle_is_found_at_once_by_whoever_reads)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    JALON_AUTO(jalon_db_closep) struct jalon_db *reader = fixture_open(database, FIXTURE_READER);
    JALON_AUTO(jalon_json_decref) json_t *document = fixture_document_json();
    JALON_AUTO(jalon_json_decref) json_t *obstacles = NULL;
    struct jalon_err err = {0};
    fixture_step(db, "essai-1", "pilot 2019-01-01");
    fixture_step(db, "essai-1", "protocole etat 2019-01-02");
    jalon_json_set(document, "instruments", json_object());
    jalon_json_set(document, "parties", json_object());
    jalon_json_set(document, "regions", json_object());
    JALON_AUTO(jalon_freep) char *text = jalon_json_dump(document);
    assert_done(jalon_store_obstacles(reader, FIXTURE_PROGRAMME, text, &obstacles, &err), &err);
    JALON_AUTO(jalon_str_done) struct jalon_str kinds = {0};
    for (size_t i = 0; i < json_array_size(obstacles); i++) {
        const json_t *one = json_array_get(obstacles, i);
        jalon_str_addf(&kinds, "%s %s\n", jalon_json_text(one, "kind"),
                       jalon_json_text(json_object_get(one, "facts"), "thing"));
    }
    assert_string_equal(jalon_str_text(&kinds),
                        "region_in_use 28\nregion_in_use 52\ninstrument_in_use protocole\n"
                        "party_in_use etat\nparty_in_use region\n");
}

TEST(a_contract_moved_by_a_transition_since_removed_stays_legal)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    JALON_AUTO(jalon_freep)
    char *document = changed("\"from\":[\"identified\",\"pilot\"],\"to\":\"negotiating\"",
                             "\"from\":[\"pilot\"],\"to\":\"negotiating\"");
    struct jalon_err err = {0};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    fixture_step(db, "essai-1", "negotiating 2019-01-10");
    apply_well(db, document, "plus de raccourci");
    struct jalon_write write = fixture_write("2019-01-10");
    assert_int_equal(
        jalon_store_advance(db, &write, "essai-2", "negotiating", NULL, &receipt, &err), -1);
    fixture_step(db, "essai-1", "contrat all 2019-02-01");
    assert_no_problem(db);
}

/* The state `pilot` is held in January and no longer declared in March. */
TEST(a_day_on_which_a_dropped_state_was_held_still_adds_up)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    JALON_AUTO(jalon_freep) char *document = changed("\"identified\"", "\"listed\"");
    fixture_step(db, "essai-1", "pilot 2019-01-10");
    fixture_step(db, "essai-2", "pilot 2019-01-10");
    fixture_step(db, "essai-3", "pilot 2019-01-10");
    apply_well(db, document, NULL);
    struct jalon_app app = {.db = db, .programme_code = FIXTURE_PROGRAMME};
    struct jalon_err err = {0};
    JALON_AUTO(jalon_status_freep) struct jalon_status *past = NULL;
    JALON_AUTO(jalon_status_freep) struct jalon_status *now = NULL;
    assert_done(jalon_app_status(&app, fixture_date("2019-01-01"), &past, &err), &err);
    assert_done(jalon_app_status(&app, fixture_date("2019-02-01"), &now, &err), &err);
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    jalon_status_json(past, &text);
    assert_non_null(strstr(text.text, "\"current\":3"));
    assert_non_null(strstr(text.text, "\"identified\":3"));
    jalon_str_clear(&text);
    jalon_status_json(now, &text);
    assert_null(strstr(text.text, "\"identified\""));
    jalon_programme_freep(&app.programme);
    assert_no_problem(db);
}

#define ALL(on, moved)                                                                  \
    "\"targets\":[{\"code\":\"all\",\"label\":{\"fr\":\"tous\",\"en\":\"all\"},\"on\":" \
    "\"" on "\",\"decided_on\":\"2019-01-31\"" moved "}]"

TEST(a_moved_target_keeps_its_past_unless_a_reason_corrects_it)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    JALON_AUTO(jalon_freep) char *first = changed("\"targets\":[]", ALL("2019-06-30", ""));
    JALON_AUTO(jalon_freep)
    char *moved = changed("\"targets\":[]", ALL("2019-06-30", ",\"moved\":[{\"on\":\"2019-09-30\","
                                                              "\"decided_on\":\"2019-06-05\"}]"));
    JALON_AUTO(jalon_freep) char *rewritten = changed("\"targets\":[]", ALL("2019-07-31", ""));
    struct jalon_err err = {0};
    apply_well(db, first, NULL);
    apply_well(db, moved, NULL);
    assert_int_equal(apply(db, rewritten, NULL, &err), -1);
    assert_string_equal(err.key, "target_past");
    assert_int_equal(apply(db, first, NULL, &err), -1);
    apply_well(db, rewritten, "la date était fausse");
    assert_string_equal(
        read_as_reader(database, "SELECT string_agg(d.value ->> 1, ',' ORDER BY d.value ->> 0)"
                                 " FROM audit.history h, jsonb_each(h.disclosures) d"
                                 " WHERE h.event = 'apply' AND h.seq = 4"
                                 " AND d.value ->> 0 <> 'actor'"),
        "la date était fausse,la date était fausse");
    assert_no_problem(db);
}

TEST(only_a_manager_applies)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_RECORDER);
    JALON_AUTO(jalon_freep) char *document = changed("Banque d'essai", "Caisse d'essai");
    struct jalon_err err = {0};
    assert_int_equal(apply(db, document, NULL, &err), -1);
    assert_int_equal(err.kind, JALON_ERR_PERMISSION);
}

TEST(a_repeat_of_the_request_after_another_revision_gives_the_first_answer)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    JALON_AUTO(jalon_freep) char *one = changed("Banque d'essai", "Caisse d'essai");
    JALON_AUTO(jalon_freep) char *two = changed("Banque d'essai", "Fonds d'essai");
    struct jalon_err err = {0};
    struct jalon_write write = fixture_write(NULL);
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *first = NULL;
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *again = NULL;
    write.evidence.reason = "essai";
    assert_done(jalon_store_programme_apply(db, &write, one, 1, &first, &err), &err);
    apply_well(db, two, NULL);
    assert_done(jalon_store_programme_apply(db, &write, one, 3, &again, &err), &err);
    assert_true(again->replayed && !first->replayed);
    assert_string_equal(again->entries[0], first->entries[0]);
    assert_string_equal(read_as_reader(database, "SELECT revision FROM jalon.programme"), "3");
}

TEST(two_programmes_with_the_same_codes_never_show_each_others_contracts)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    JALON_AUTO(jalon_freep) char *document = changed("\"demo\"", "\"autre\"");
    struct jalon_err err = {0};
    struct jalon_write write = fixture_write("2018-12-10");
    apply_well(db, document, NULL);
    write.programme = "autre";
    fixture_add(db, &write, "essai-1", 1, 0);
    fixture_step(db, "essai-1", "pilot 2019-01-10");
    struct jalon_app app = {.db = db};
    assert_int_equal(jalon_app_programme(&app, &err), -1);
    assert_int_equal(err.kind, JALON_ERR_USAGE);
    JALON_AUTO(jalon_programme_list_freep) struct jalon_programme_list *list = NULL;
    assert_done(jalon_app_programmes(&app, &list, &err), &err);
    assert_int_equal(list->n_rows, 2);
    assert_string_equal(list->rows[0].code, "autre");
    assert_int_equal(list->rows[0].scope, 1);
    assert_int_equal(list->rows[1].scope, 3);
    struct jalon_list_filter filter = jalon_list_everything;
    filter.search = "essai-1";
    JALON_AUTO(jalon_list_freep) struct jalon_list *rows = NULL;
    assert_done(
        jalon_store_list(db, jalon_books_now("autre"), &filter, JALON_DATE_NONE, &rows, &err),
        &err);
    assert_int_equal(rows->n_rows, 1);
    assert_string_equal(rows->rows[0].state, "identified");
    assert_no_problem(db);
}
