/* Territories as they enter: what is kept of them, from which day, and what a day of entry means.
 */
#include <stdio.h>
#include <string.h>

#include "support/cluster.h"
#include "support/fixture.h"
#include "support/test.h"

SETUP_GROUP(fixture_setup);

static const char *ask(const char *database, const char *sql)
{
    return test_sql(test_cluster_conninfo(FIXTURE_READER, database), sql);
}

static void add(struct jalon_db *db, const char *on, enum jalon_precision precision)
{
    struct jalon_write write = fixture_write(on);
    write.precision = precision;
    fixture_add(db, &write, "neuf", 2, 2);
}

/* Day of entry, first day of its state, and N before, on and after 10 January 2019. */
static const char entry_sql[] =
    "SELECT e.valid_from - CASE WHEN e.precision IN ('after', 'unknown')"
    "   THEN jalon.today('Europe/Paris') ELSE date '2019-01-10' END,"
    " e.precision, i.valid_from - date '2018-11-22' < 50,"
    " (SELECT count(*) FROM jalon.contracts_at(c.programme_id, '2019-01-09')),"
    " (SELECT count(*) FROM jalon.contracts_at(c.programme_id, '2019-01-10')),"
    " (SELECT count(*) FROM jalon.contracts_at(c.programme_id, '2019-01-31'))"
    " FROM jalon.contract c JOIN jalon.scope e ON e.contract_id = c.id"
    " JOIN jalon.state_interval i ON i.contract_id = c.id WHERE c.code = 'neuf'";

TEST(a_territory_counts_from_the_latest_day_that_its_entry_can_be_of)
{
    static const struct {
        const char *on;
        enum jalon_precision precision;
        const char *wanted;
    } cases[] = {
        {"2019-01-10", JALON_PRECISION_DAY, "0|day|t|3|4|4"},
        {"2019-01-10", JALON_PRECISION_BEFORE, "0|before|t|3|4|4"},
        {"2019-01-10", JALON_PRECISION_MONTH, "21|month|f|3|3|4"},
        {"2019-01-10", JALON_PRECISION_AFTER, "0|after|f|3|3|3"},
        {NULL, JALON_PRECISION_UNKNOWN, "0|unknown|f|3|3|3"},
    };
    for (size_t i = 0; i < JALON_COUNT(cases); i++) {
        const char *database = test_database_new();
        JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
        add(db, cases[i].on, cases[i].precision);
        assert_string_equal(ask(database, entry_sql), cases[i].wanted);
        assert_string_equal(fixture_chain(database), "ok");
    }
}

TEST(an_entry_known_as_before_is_no_lower_bound_for_other_steps)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    add(db, "2019-03-01", JALON_PRECISION_BEFORE);
    fixture_step(db, "neuf", "pilot 2019-01-30");
    assert_string_equal(ask(database,
                            "SELECT (SELECT count(*) FROM jalon.contracts_at(p.id, '2019-02-28')),"
                            " (SELECT state FROM jalon.contracts_at(p.id, '2019-03-01')"
                            " WHERE code = 'neuf') FROM jalon.programme p"),
                        "3|pilot");
}

TEST(everything_said_of_a_territory_is_kept)
{
    static const char add_sql[] =
        "SELECT jalon.territory_add(gen_random_uuid(), 'demo', '{\"code\":\"plein\",\"name\":"
        "\" Pays d''Essai \",\"regions\":[\"52\",\"28\"],\"departements\":[\"44\",\"14\"],"
        "\"members\":[{\"siren\":\"200000016\",\"name\":\"Exempleville\",\"kind\":\"COMMUNE\","
        "\"insee\":\"44999\",\"departement\":\"44\",\"region\":\"52\"},{\"siren\":\"200000008\","
        "\"name\":\"CC Fictive\",\"kind\":\"EPCI\",\"insee\":\"\",\"departement\":\"14\","
        "\"region\":\"28\"}],\"aliases\":[{\"kind\":\"name\",\"value\":\"Vieux Pays\",\"issuer\":"
        "\"Liste fictive\",\"as_of_year\":2018},{\"kind\":\"external_code\",\"value\":\"X-1\"}]}',"
        " '2019-01-10', 'day', '{\"note\":\"n\"}') ->> 'state'";
    const char *database = test_database_new();
    assert_string_equal(test_sql(test_cluster_conninfo(FIXTURE_MANAGER, database), add_sql),
                        "identified");
    assert_string_equal(
        ask(database, "SELECT n.kind, n.value, n.issuer, n.as_of_year, n.valid_from, n.valid_to"
                      " FROM jalon.territory_name n JOIN jalon.contract c ON c.id = n.contract_id"
                      " WHERE c.code = 'plein' ORDER BY n.kind"),
        "alias|Vieux Pays|Liste fictive|2018|2019-01-10|NULL\n"
        "external_code|X-1|NULL|NULL|2019-01-10|NULL\n"
        "name|Pays d'Essai|NULL|NULL|2019-01-10|NULL");
    assert_string_equal(
        ask(database, "SELECT c.region, string_agg(r.region, ' ' ORDER BY r.position)"
                      " FROM jalon.territory_region r JOIN jalon.contract c ON c.id = r.contract_id"
                      " WHERE c.code = 'plein' GROUP BY 1"),
        "52|52 28");
    assert_string_equal(
        ask(database, "SELECT m.siren, m.name, m.kind, m.insee, m.departement, m.region"
                      " FROM jalon.member m JOIN jalon.contract c ON c.id = m.contract_id"
                      " WHERE c.code = 'plein' ORDER BY 1"),
        "200000008|CC Fictive|EPCI|NULL|14|28\n200000016|Exempleville|COMMUNE|44999|44|52");
    JALON_AUTO(jalon_programme_freep) struct jalon_programme *programme = fixture_programme();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_READER);
    JALON_AUTO(jalon_str_done) struct jalon_str faults = {0};
    JALON_AUTO(jalon_contract_freep)
    struct jalon_contract *contract = fixture_replay(db, programme, "plein", &faults);
    assert_string_equal(jalon_str_text(&faults), "");
    assert_int_equal(contract->n_members, 2);
    assert_int_equal(contract->n_names, 3);
    assert_string_equal(contract->regions[0], "52");
}

/* What concerns one contract leaves its neighbours alone. */
TEST(a_step_of_one_contract_changes_no_other)
{
    static const char others[] =
        "SELECT md5(string_agg(x, ' ' ORDER BY x)) FROM ("
        " SELECT c::text AS x FROM jalon.contract c WHERE code <> 'essai-2'"
        " UNION ALL SELECT i::text FROM jalon.state_interval i JOIN jalon.contract c"
        "  ON c.id = i.contract_id WHERE code <> 'essai-2'"
        " UNION ALL SELECT s::text FROM jalon.signature s JOIN jalon.contract c"
        "  ON c.id = s.contract_id WHERE code <> 'essai-2') rows";
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    fixture_step(db, "essai-3", "negotiating 2019-01-15");
    fixture_step(db, "essai-3", "contrat etat 2019-01-20");
    const char *before = ask(database, others);
    fixture_step(db, "essai-2", "negotiating 2019-01-15");
    fixture_step(db, "essai-2", "contrat all 2019-01-20");
    assert_string_equal(ask(database, others), before);
}

/* A constraint's name is what a user may get to see: each has a sentence, or stands here because
 * the functions look before they write. */
TEST(every_constraint_has_a_sentence_or_cannot_reach_the_user)
{
    static const char names_sql[] =
        "SELECT coalesce(string_agg(name, ' ' ORDER BY name), '') FROM ("
        " SELECT conname::text AS name FROM pg_constraint"
        "  WHERE connamespace IN ('jalon'::regnamespace, 'audit'::regnamespace)"
        "  AND contype NOT IN ('p', 'f', 't')"
        " UNION SELECT c.relname::text FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
        "  WHERE i.indisunique AND NOT i.indisprimary"
        "  AND c.relnamespace IN ('jalon'::regnamespace, 'audit'::regnamespace)) n"
        /* raced for, with a sentence in pg/translate.c */
        " WHERE name NOT IN ('contract_code_key', 'entry_subject_seq_key', 'programme_code_key',"
        "  'signature_once', 'territory_name_current', 'cohort_member_current', 'weight_current',"
        "  'instrument_current', 'document_once', 'contract_target_current',"
        /* looked after by the functions first */
        "  'entry_well_formed', 'state_interval_well_formed', 'territory_region_once',"
        "  'cohort_member_well_formed', 'weight_well_formed', 'weight_value_check',"
        "  'weight_counted_check', 'document_role_known', 'document_sha256_hex',"
        "  'file_well_formed', 'contract_target_ahead', 'term_in_order', 'term_once',"
        "  'plan_dated', 'plan_numbered', 'plan_well_formed',"
        "  'refusal_once', 'reminder_once',"
        "  'reminder_claim_whole', 'reminder_occasion_known', 'leaf_once', 'leaf_well_formed',"
        "  'log_is_one', 'tile_root_whole', 'cosignature_is_a_line',"
        "  'member_siren_digits', 'member_kind_known')"
        " AND name !~ '_(precision|number|position|kind|sha256|one_per|percent)_check$'";
    const char *database = test_database_new();
    assert_string_equal(test_sql(test_cluster_conninfo(TEST_SUPERUSER, database), names_sql), "");
}
