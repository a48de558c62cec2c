/* `check` against tables and journals that a superuser changed: each change is named. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/check.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/str.h"
#include "pg/db.h"
#include "support/cluster.h"
#include "support/migrated.h"
#include "support/test.h"

static const char *database; /* of the test that runs */

static const char *run(const char *sql)
{
    const char *answer = test_sql(test_cluster_conninfo(TEST_SUPERUSER, database), sql);
    if (strncmp(answer, "ERROR", 5) == 0) {
        fail_msg("%s\n%s", sql, answer);
    }
    return answer;
}

static void apply_programme(PGconn *connection)
{
    JALON_AUTO(jalon_json_decref)
    json_t *document = json_load_file(TEST_DATA "/programme_demo.json", 0, NULL);
    assert_non_null(document);
    JALON_AUTO(jalon_freep) char *text = json_dumps(document, JSON_COMPACT);
    JALON_AUTO(jalon_str_done) struct jalon_str sql = {0};
    jalon_str_addf(&sql, "SELECT jalon.programme_apply(gen_random_uuid(), $doc$%s$doc$)", text);
    assert_memory_equal(test_query(connection, jalon_str_text(&sql)), "{", 1);
}

#define TERRITORY(code, name)                                                                  \
    "SELECT jalon.territory_add(gen_random_uuid(), 'demo', '{\"code\": \"" code                \
    "\", \"name\": \"" name "\", \"regions\": [\"28\", \"52\"],"                               \
    " \"departements\": [\"14\", \"44\"], \"aliases\": [{\"kind\": \"external_code\","         \
    " \"value\": \"" code "-x\", \"issuer\": \"demo\", \"as_of_year\": 2019}], \"members\": [" \
    " {\"siren\": \"200000008\", \"name\": \"CC Fictive\", \"kind\": \"EPCI\","                \
    " \"departement\": \"14\", \"region\": \"28\"}, {\"siren\": \"200000016\","                \
    " \"name\": \"Exempleville\", \"kind\": \"COMMUNE\", \"insee\": \"44999\","                \
    " \"departement\": \"44\", \"region\": \"52\"}]}', '2018-11-22', 'day', '{}')"

#define SIGN(instrument, parties, on, precision)                                          \
    "SELECT jalon.sign(gen_random_uuid(), 'demo', 'demo-01', '" instrument "', '" parties \
    "', '" on "', '" precision "', '{\"signer\": \"Une Signataire\", \"place\": \"Ici\"," \
    " \"channel\": \"papier\"}', '{\"note\": \"remarque\"}')"

#define ADVANCE(to, on)                                                         \
    "SELECT jalon.advance(gen_random_uuid(), 'demo', 'demo-01', '" to "', '" on \
    "', 'day', NULL, '{\"reason\": \"motif\"}')"

#define CHANGE(function, what, on, expect)                                                     \
    "SELECT jalon.territory_" function "(gen_random_uuid(), 'demo', 'demo-03', " what ", '" on \
    "', 'day', " expect "'{\"reason\": \"motif\"}')"
#define CAME_BACK                                                                    \
    "'{\"siren\": \"200000016\", \"name\": \"Exempleville\", \"kind\": \"COMMUNE\"," \
    " \"insee\": \"44999\", \"departement\": \"44\", \"region\": \"52\"}'"

/* demo-01: entered, negotiating, protocole begun, contrat signed, reopened; demo-02: entered;
 * demo-03: entered, renamed, a member gone and come again, left into demo-04. */
static const char *const writes[] = {
    TERRITORY("demo-01", "Val Fictif"),                 /* #1 */
    ADVANCE("negotiating", "2019-01-30"),               /* #2 */
    SIGN("protocole", "{etat}", "2019-02-01", "month"), /* #3 */
    "SELECT jalon.milestone(gen_random_uuid(), 'demo', 'demo-01', 'launch', NULL, 'unknown',"
    " '{\"note\": \"discours\"}')",                   /* #4 */
    SIGN("contrat", "{all}", "2019-03-02", "before"), /* #5 to #9, and #10 */
    ADVANCE("negotiating", "2019-04-01"),             /* #11 */
    TERRITORY("demo-02", "Bois Fictif"),
    TERRITORY("demo-03", "Mont Fictif"),
    TERRITORY("demo-04", "Cap Fictif"),
    CHANGE("rename", "'Mont Neuf'", "2019-02-01", "NULL,"),   /* demo-03#2 */
    CHANGE("member_remove", "'200000016'", "2019-02-02", ""), /* #3 */
    CHANGE("member_add", CAME_BACK, "2019-02-03", ""),        /* #4 */
    CHANGE("leave", "'{demo-04}'", "2019-05-01", "NULL,"),    /* #5, and demo-04#2 */
};

static int fill(const char *conninfo)
{
    if (test_migrate(conninfo) != 0) {
        return -1;
    }
    PGconn *connection = test_connect(conninfo);
    apply_programme(connection);
    for (size_t i = 0; i < JALON_COUNT(writes); i++) {
        const char *receipt = test_query(connection, writes[i]);
        if (receipt[0] != '{') {
            fail_msg("%s\n%s", writes[i], receipt);
        }
    }
    PQfinish(connection);
    return 0;
}

static int prepare(void **state)
{
    (void)state;
    test_template_prepare(fill);
    return 0;
}
SETUP_GROUP(prepare);

static int copy(void **state)
{
    (void)state;
    database = test_database_new();
    return 0;
}
SETUP_EACH(copy);

static struct jalon_check *check_as(const char *user)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_app_done) struct jalon_app app = {0};
    const struct jalon_db_options options = {.conninfo = test_cluster_conninfo(user, database),
                                             .command = "check"};
    assert_done(jalon_db_open(&options, &app.db, &err), &err);
    struct jalon_check *check = NULL;
    assert_done(jalon_app_check(&app, &check, &err), &err);
    return check;
}

/* The problems as lines "kind where what". */
static void problems(const struct jalon_check *check, struct jalon_str *out)
{
    JALON_AUTO(jalon_json_decref) json_t *json = jalon_check_json(check);
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(json, "problems"), i, one)
    {
        jalon_str_addf(out, "%s %s %s\n", jalon_json_text(one, "kind"),
                       jalon_json_text(one, "where"), jalon_json_text(one, "what"));
    }
    assert_int_equal(json_is_true(json_object_get(json, "ok")), check->n_problems == 0);
}

#define WHERE_1 " WHERE contract_id = (SELECT id FROM jalon.contract WHERE code = 'demo-01')"

/* After SQL, `check` says exactly WANTED, with RESULT. */
static void assert_says(const char *sql, enum jalon_err_kind result, const char *wanted)
{
    run(sql);
    JALON_AUTO(jalon_check_freep) struct jalon_check *check = check_as(TEST_SUPERUSER);
    JALON_AUTO(jalon_str_done) struct jalon_str found = {0};
    problems(check, &found);
    assert_string_equal(jalon_str_text(&found), wanted);
    assert_int_equal(jalon_check_result(check), result);
}

/* After SQL, a line of `check` starts with WANTED. */
static void assert_names(const char *sql, enum jalon_err_kind result, const char *wanted)
{
    run(sql);
    JALON_AUTO(jalon_check_freep) struct jalon_check *check = check_as(TEST_SUPERUSER);
    JALON_AUTO(jalon_str_done) struct jalon_str found = {0};
    jalon_str_add_char(&found, '\n');
    problems(check, &found);
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    jalon_str_addf(&line, "\n%s", wanted);
    if (!strstr(jalon_str_text(&found), jalon_str_text(&line))) {
        fail_msg("no line starts with: %s\nbut:%s", wanted, jalon_str_text(&found));
    }
    assert_int_equal(jalon_check_result(check), result);
}

TEST(an_untouched_database_has_no_problem_for_a_reader_either)
{
    run("DO $$ BEGIN CREATE ROLE demo_reader LOGIN IN ROLE jalon_reader; END $$");
    JALON_AUTO(jalon_check_freep) struct jalon_check *check = check_as("demo_reader");
    JALON_AUTO(jalon_str_done) struct jalon_str found = {0};
    problems(check, &found);
    assert_string_equal(jalon_str_text(&found), "");
    assert_int_equal(check->n_entries, 20);
    assert_int_equal(check->n_chains, 5);
    assert_int_equal(check->n_contracts, 4);
    assert_int_equal(jalon_check_result(check), JALON_ERR_NONE);
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    jalon_check_text(&text, JALON_FR, check);
    assert_string_equal(jalon_str_text(&text),
                        "20 entrées, 5 chaînes, 4 contrats\u00A0: 0 problème\n");
}

TEST(the_contract_s_row_is_compared)
{
    assert_says("UPDATE jalon.contract SET state = 'signed', region = '52' WHERE code = 'demo-01'",
                JALON_ERR_CHECK,
                "row_differs demo-01#11 contract: region is 52 in the table, 28 by the journal\n"
                "row_differs demo-01#11 contract: state is signed in the table, negotiating by "
                "the journal\n");
    assert_names("UPDATE jalon.contract SET previous_state = 'pilot', state_since = '2019-04-02'"
                 " WHERE code = 'demo-01'",
                 JALON_ERR_CHECK,
                 "row_differs demo-01#11 contract: previous_state is pilot in the table, signed "
                 "by the journal");
}

TEST(t19_a_state_that_the_owner_typed_in_is_named)
{
    assert_says("UPDATE jalon.state_interval SET state = 'pilot'" WHERE_1 " AND state = 'signed'",
                JALON_ERR_CHECK,
                "row_differs demo-01#10 state_interval #10: state is pilot in the table, signed "
                "by the journal\n");
}

TEST(the_days_of_states_are_compared)
{
    assert_says("UPDATE jalon.state_interval SET valid_from = '2019-03-01'" WHERE_1
                " AND state = 'signed'",
                JALON_ERR_CHECK,
                "row_differs demo-01#10 state_interval #10: valid_from is 2019-03-01 in the "
                "table, 2019-03-02 by the journal\n");
}

TEST(a_missing_state_is_named)
{
    assert_says("DELETE FROM jalon.state_interval" WHERE_1 " AND state = 'signed'", JALON_ERR_CHECK,
                "row_missing demo-01#10 state_interval #10 is missing from the tables\n");
}

#define WHERE_3 " WHERE contract_id = (SELECT id FROM jalon.contract WHERE code = 'demo-03')"

TEST(the_end_of_a_name_is_compared)
{
    assert_says("UPDATE jalon.territory_name SET valid_to = '2019-02-05'" WHERE_3
                " AND value = 'Mont Fictif'",
                JALON_ERR_CHECK,
                "row_differs demo-03#1 territory_name name #1: valid_to is 2019-02-05 in the "
                "table, 2019-02-01 by the journal\n");
}

TEST(a_member_that_came_again_is_compared_apart)
{
    assert_says("UPDATE jalon.member SET end_entry_id = NULL, valid_to = NULL" WHERE_3
                " AND valid_to IS NOT NULL;"
                "UPDATE jalon.member SET name = 'Autreville'" WHERE_3
                " AND siren = '200000016' AND valid_from = '2019-02-03'",
                JALON_ERR_CHECK,
                "row_differs demo-03#1 member 200000016: end_entry_id is – in the table, 3 "
                "by the journal\n"
                "row_differs demo-03#1 member 200000016: valid_to is – in the table, "
                "2019-02-02 by the journal\n"
                "row_differs demo-03#4 member 200000016 #4: name is Autreville in the table, "
                "Exempleville by the journal\n");
}

TEST(an_exit_is_compared)
{
    assert_says("UPDATE jalon.scope SET valid_to = '2019-06-01', end_precision = 'month'" WHERE_3,
                JALON_ERR_CHECK,
                "row_differs demo-03#1 scope #1: end_precision is month in the table, day by the "
                "journal\n"
                "row_differs demo-03#1 scope #1: valid_to is 2019-06-01 in the table, 2019-05-01 "
                "by the journal\n");
}

TEST(links_between_territories_are_compared)
{
    assert_says("DELETE FROM jalon.territory_link" WHERE_3, JALON_ERR_CHECK,
                "row_missing demo-03#5 territory_link successor demo-04 is missing from the "
                "tables\n");
    assert_names("UPDATE jalon.territory_link SET code = 'demo-02' WHERE kind = 'predecessor'",
                 JALON_ERR_CHECK,
                 "row_missing demo-04#2 territory_link predecessor demo-03 is missing from the "
                 "tables");
}

TEST(scope_is_compared)
{
    assert_says("UPDATE jalon.scope SET precision = 'month', valid_from = '2018-11-23'" WHERE_1,
                JALON_ERR_CHECK,
                "row_differs demo-01#1 scope #1: precision is month in the table, day by the "
                "journal\n"
                "row_differs demo-01#1 scope #1: valid_from is 2018-11-23 in the table, "
                "2018-11-22 by the journal\n");
}

TEST(names_are_compared)
{
    assert_says("UPDATE jalon.territory_name SET value = 'Val Autre'" WHERE_1 " AND kind = 'name'",
                JALON_ERR_CHECK,
                "row_differs demo-01#1 territory_name name #1: value is Val Autre in the table, "
                "Val Fictif by the journal\n");
    assert_names("UPDATE jalon.territory_name SET issuer = 'autre'" WHERE_1
                 " AND kind = 'external_code'",
                 JALON_ERR_CHECK,
                 "row_differs demo-01#1 territory_name external_code 'demo-01-x': issuer is autre "
                 "in the table, demo by the journal");
}

TEST(an_alias_more_is_named)
{
    assert_says(
        "INSERT INTO jalon.territory_name (contract_id, kind, value, valid_from, entry_id, known_from)"
        " SELECT id, 'alias', 'Val Faux', '2018-11-22', 0, 0 FROM jalon.contract"
        " WHERE code = 'demo-01'",
        JALON_ERR_CHECK,
        "row_extra demo-01 territory_name alias 'Val Faux' is in the tables, the journal "
        "does not know it\n");
}

TEST(regions_and_departements_are_compared)
{
    assert_says("DELETE FROM jalon.territory_region" WHERE_1 " AND region = '52';"
                "DELETE FROM jalon.territory_departement" WHERE_1 " AND departement = '44'",
                JALON_ERR_CHECK,
                "row_missing demo-01#1 territory_departement 44 is missing from the tables\n"
                "row_missing demo-01#1 territory_region 2 is missing from the tables\n");
}

TEST(members_are_compared)
{
    assert_says("UPDATE jalon.member SET name = 'CC Autre', valid_to = '2019-01-01'" WHERE_1
                " AND siren = '200000008'",
                JALON_ERR_CHECK,
                "row_differs demo-01#1 member 200000008: name is CC Autre in the table, CC "
                "Fictive by the journal\n"
                "row_differs demo-01#1 member 200000008: valid_to is 2019-01-01 in the table, – "
                "by the journal\n");
}

TEST(instruments_and_their_parties_are_compared)
{
    assert_says("UPDATE jalon.instrument SET completed_on = '2019-03-03', closed_on = NULL,"
                " closed_by = NULL" WHERE_1 " AND instrument = 'contrat';"
                "UPDATE jalon.instrument_party SET waived_by = 1" WHERE_1
                " AND instrument = 'protocole' AND party = 'region:52'",
                JALON_ERR_CHECK,
                "row_differs demo-01#5 instrument contrat 1: closed_by is – in the table, 11 by "
                "the journal\n"
                "row_differs demo-01#5 instrument contrat 1: closed_on is – in the table, "
                "2019-04-01 by the journal\n"
                "row_differs demo-01#5 instrument contrat 1: completed_on is 2019-03-03 in the "
                "table, 2019-03-02 by the journal\n"
                "row_differs demo-01#3 instrument_party protocole 1 region:52: waived_by is "
                "#0 in the table, – by the journal\n");
    assert_names("DELETE FROM jalon.instrument_party" WHERE_1
                 " AND instrument = 'protocole' AND party = 'region:28'",
                 JALON_ERR_CHECK,
                 "row_missing demo-01#3 instrument_party protocole 1 region:28 is missing from "
                 "the tables");
}

TEST(signatures_are_compared)
{
    assert_says("UPDATE jalon.signature SET counts_from = '2019-03-01', channel = NULL" WHERE_1
                " AND instrument = 'contrat' AND party = 'region:28'",
                JALON_ERR_CHECK,
                "row_differs demo-01#8 signature contrat 1 region:28: channel is – in the table, "
                "papier by the journal\n"
                "row_differs demo-01#8 signature contrat 1 region:28: counts_from is 2019-03-01 "
                "in the table, 2019-03-02 by the journal\n");
    assert_names("DELETE FROM jalon.signature" WHERE_1 " AND party = 'region:52'", JALON_ERR_CHECK,
                 "row_missing demo-01#9 signature contrat 1 region:52 is missing from the tables");
    assert_names("UPDATE jalon.signature SET signer = place" WHERE_1
                 " AND instrument = 'protocole'",
                 JALON_ERR_CHECK, "row_differs demo-01#3 signature protocole 1 etat: signer is ");
}

TEST(milestones_are_compared)
{
    assert_says("UPDATE jalon.milestone SET milestone = 'ribbon'" WHERE_1, JALON_ERR_CHECK,
                "row_missing demo-01#4 milestone launch is missing from the tables\n"
                "row_extra demo-01#4 milestone ribbon is in the tables, the journal does not know "
                "it\n");
}

TEST(a_contract_without_its_row_is_named)
{
    assert_names("DELETE FROM jalon.territory_name n USING jalon.contract c WHERE c.id = "
                 "n.contract_id AND c.code = 'demo-02';"
                 "DELETE FROM jalon.member n USING jalon.contract c WHERE c.id = n.contract_id AND "
                 "c.code = 'demo-02';"
                 "DELETE FROM jalon.scope n USING jalon.contract c WHERE c.id = n.contract_id AND "
                 "c.code = 'demo-02';"
                 "DELETE FROM jalon.territory_region n USING jalon.contract c WHERE c.id = "
                 "n.contract_id AND c.code = 'demo-02';"
                 "DELETE FROM jalon.territory_departement n USING jalon.contract c WHERE c.id = "
                 "n.contract_id AND c.code = 'demo-02';"
                 "DELETE FROM jalon.contract WHERE code = 'demo-02'",
                 JALON_ERR_CHECK, "row_missing demo-02 contract is missing from the tables");
}

TEST(the_programme_and_its_documents_are_compared)
{
    assert_says("UPDATE jalon.programme SET name_en = 'Other', starts_on = '2018-11-21'",
                JALON_ERR_CHECK,
                "row_differs demo programme: name_en is Other in the table, Demo programme by the "
                "journal\n"
                "row_differs demo programme: starts_on is 2018-11-21 in the table, 2018-11-22 by "
                "the journal\n");
    assert_names("UPDATE jalon.revision SET document = document || ' '", JALON_ERR_CHECK,
                 "revision demo revision 1, document: the journal says ");
}

TEST(the_definitions_by_which_writes_are_decided_are_compared)
{
    assert_says("UPDATE jalon.transition_edge SET roles = '{recorder}' WHERE name = 'select_pilot'",
                JALON_ERR_CHECK,
                "row_missing demo [\"transition_edge\",1,\"identified\",\"pilot\","
                "\"select_pilot\",[\"manager\"],false,false] is missing from the tables\n"
                "row_extra demo [\"transition_edge\",1,\"identified\",\"pilot\","
                "\"select_pilot\",[\"recorder\"],false,false] is in the tables, the journal "
                "does not know it\n");
}

#define OPEN_JOURNAL                                     \
    "ALTER TABLE audit.entry DISABLE TRIGGER USER;"      \
    "ALTER TABLE audit.disclosure DISABLE TRIGGER USER;" \
    "ALTER TABLE audit.entry DROP CONSTRAINT entry_well_formed;"

TEST(a_leaf_changed_in_place_is_located)
{
    assert_names(OPEN_JOURNAL "UPDATE audit.entry SET leaf = replace(leaf, '2019-01-30',"
                              " '2019-01-29') WHERE code = 'demo-01' AND seq = 2",
                 JALON_ERR_JOURNAL, "leaf_hash demo-01#2 the entry's hash should be ");
}

TEST(a_leaf_changed_with_its_hash_breaks_the_next_link)
{
    assert_names(OPEN_JOURNAL "UPDATE audit.entry SET leaf = replace(leaf, '2019-01-30',"
                              " '2019-01-29'), leaf_hash = audit.leaf_hash(replace(leaf,"
                              " '2019-01-30', '2019-01-29')) WHERE code = 'demo-01' AND seq = 2",
                 JALON_ERR_JOURNAL,
                 "chain_prev demo-01#3 the entry does not link to the one before");
}

TEST(a_last_leaf_changed_with_its_hash_is_not_the_head)
{
    assert_names(OPEN_JOURNAL "UPDATE audit.entry SET leaf = replace(leaf, '2019-04-01',"
                              " '2019-04-02'), leaf_hash = audit.leaf_hash(replace(leaf,"
                              " '2019-04-01', '2019-04-02')) WHERE code = 'demo-01' AND seq = 11",
                 JALON_ERR_JOURNAL, "head demo-01 the journal ends with last_hash ");
}

TEST(another_spelling_of_a_leaf_is_located)
{
    assert_names(OPEN_JOURNAL "UPDATE audit.entry SET leaf = leaf || ' ', leaf_hash ="
                              " audit.leaf_hash(leaf || ' ') WHERE code = 'demo-02'",
                 JALON_ERR_JOURNAL,
                 "leaf demo-02#1 the entry is not spelled canonically (spelling)");
    assert_names("UPDATE audit.entry SET leaf = 'x' WHERE code = 'demo-02'", JALON_ERR_JOURNAL,
                 "leaf demo-02#1 the entry is not spelled canonically (not_json)");
}

TEST(a_leaf_without_a_member_is_located)
{
    assert_names(OPEN_JOURNAL "UPDATE audit.entry SET leaf = replace(leaf, '\"v\":1',"
                              " '\"v\":2') WHERE code = 'demo-02'",
                 JALON_ERR_JOURNAL,
                 "leaf_member demo-02#1 member 'v' of the entry is missing or not in its form");
}

TEST(a_deleted_entry_is_located)
{
    assert_names(OPEN_JOURNAL "DELETE FROM audit.entry WHERE code = 'demo-01' AND seq = 4",
                 JALON_ERR_JOURNAL,
                 "chain_seq demo-01#5 entry 4 is expected, 5 follows: an entry is missing or not "
                 "in its place");
    assert_names("DELETE FROM audit.entry WHERE code = 'demo-02'", JALON_ERR_JOURNAL,
                 "head demo-02 the journal ends with last_seq 0, the table with 1");
}

TEST(the_deleted_last_entry_is_missed_by_the_head)
{
    assert_names(OPEN_JOURNAL "DELETE FROM audit.entry WHERE code = 'demo-01' AND seq = 11",
                 JALON_ERR_JOURNAL,
                 "head demo-01 the journal ends with last_seq 10, the table with 11");
}

TEST(entries_that_changed_places_are_located)
{
    assert_names(OPEN_JOURNAL "UPDATE audit.entry SET seq = 100 WHERE code = 'demo-01' AND seq = 3;"
                              "UPDATE audit.entry SET seq = 3 WHERE code = 'demo-01' AND seq = 4;"
                              "UPDATE audit.entry SET seq = 4 WHERE code = 'demo-01' AND seq = 100",
                 JALON_ERR_JOURNAL,
                 "chain_seq demo-01#3 entry 3 is expected, 4 follows: an entry is missing or not "
                 "in its place");
}

TEST(an_index_column_that_lies_is_located)
{
    assert_says(OPEN_JOURNAL "UPDATE audit.entry SET event = 'sign', programme = 'other'"
                             " WHERE code = 'demo-02'",
                JALON_ERR_JOURNAL,
                "index demo-02#1 column event of the entry is sign, the entry says enter\n"
                "index demo-02#1 column programme of the entry is other, the entry says demo\n");
}

TEST(a_changed_head_is_located)
{
    assert_names("UPDATE jalon.contract SET last_seq = 3 WHERE code = 'demo-02'", JALON_ERR_JOURNAL,
                 "head demo-02 the journal ends with last_seq 1, the table with 3");
    assert_names("UPDATE jalon.programme SET last_recorded = last_recorded + interval '1 s'",
                 JALON_ERR_JOURNAL, "head demo the journal ends with last_recorded ");
}

TEST(a_disclosure_that_is_not_what_was_digested_is_located)
{
    assert_names(OPEN_JOURNAL
                 "UPDATE audit.disclosure d SET disclosure = audit.disclosure('note', 'autre')"
                 " FROM audit.entry e WHERE e.id = d.entry_id AND e.code = 'demo-01' AND e.seq = 4"
                 " AND audit.opened(d.disclosure) ->> 1 = 'note'",
                 JALON_ERR_JOURNAL, "disclosure demo-01#4 a kept text does not have its digest ");
}

TEST(a_disclosure_that_no_entry_holds_is_located)
{
    assert_names("WITH d AS (SELECT audit.disclosure('note', 'autre') AS text)"
                 " INSERT INTO audit.disclosure SELECT e.id, audit.digest(d.text), d.text"
                 " FROM audit.entry e, d WHERE e.code = 'demo-02'",
                 JALON_ERR_JOURNAL, "disclosure_stray demo-02#1 a text is kept under ");
}

TEST(a_disclosure_that_is_gone_without_an_erasure_is_located)
{
    assert_names(OPEN_JOURNAL "DELETE FROM audit.disclosure d USING audit.entry e"
                              " WHERE e.id = d.entry_id AND e.code = 'demo-02'",
                 JALON_ERR_JOURNAL, "disclosure_missing demo-02#1 the text of digest ");
}

TEST(a_forged_entry_against_the_lifecycle_is_named)
{
    /* Rightly chained and projected: only the lifecycle can tell. */
    assert_names(
        "UPDATE jalon.transition_edge SET to_state = 'suspended', name = 'suspend',"
        " from_state = 'signed' WHERE name = 'complete';"
        "UPDATE jalon.transition_edge SET from_state = 'negotiating', to_state = 'pilot'"
        " WHERE name = 'select_pilot';"
        "SELECT jalon.advance(gen_random_uuid(), 'demo', 'demo-01', 'pilot', '2019-05-01',"
        " 'day', NULL, '{}')",
        JALON_ERR_CHECK,
        "lifecycle demo-01#12 against the lifecycle (undeclared_transition): select_pilot");
}

TEST(t57_after_dump_and_restore_the_check_is_clean_and_the_journal_closed)
{
    (void)test_sql(test_cluster_conninfo(TEST_SUPERUSER, "postgres"),
                   "CREATE DATABASE restored TEMPLATE template0");
    JALON_AUTO(jalon_str_done) struct jalon_str command = {0};
    jalon_str_addf(&command,
                   "'%s/pg_dump' -Fc -d \"%s\" | '%s/pg_restore' -d \"%s\" >/dev/null 2>&1",
                   JALON_POSTGRES_BINDIR, test_cluster_conninfo(TEST_SUPERUSER, database),
                   JALON_POSTGRES_BINDIR, test_cluster_conninfo(TEST_SUPERUSER, "restored"));
    FILE *restore = popen(jalon_str_text(&command), "r");
    assert_non_null(restore);
    assert_int_equal(pclose(restore), 0);
    database = "restored";
    JALON_AUTO(jalon_check_freep) struct jalon_check *check = check_as(TEST_SUPERUSER);
    assert_int_equal(check->n_problems, 0);
    assert_int_equal(check->n_entries, 20);
    static const char *const attacks[] = {"UPDATE audit.entry SET code = 'x'",
                                          "DELETE FROM audit.disclosure", "TRUNCATE audit.entry"};
    for (size_t i = 0; i < JALON_COUNT(attacks); i++) {
        const char *answer = test_sql(test_cluster_conninfo(TEST_SUPERUSER, database), attacks[i]);
        assert_non_null(strstr(answer, "42501"));
    }
}
