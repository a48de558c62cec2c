/* Exports: complete, counted, of the columns that are declared, as the readers read them. */
#include "app/export.h"

#include <string.h>

#include "base/json.h"
#include "base/str.h"
#include "report/export.h"
#include "sql/sql_statements.h"
#include "store/contract.h"
#include "support/cluster.h"
#include "support/fixture.h"
#include "support/test.h"

SETUP_GROUP(fixture_setup);

static const struct jalon_statement *statement_of(const char *object)
{
    JALON_AUTO(jalon_str_done) struct jalon_str name = {0};
    jalon_str_addf(&name, "export_%s", object);
    for (size_t i = 0; i < jalon_sql_n_statements; i++) {
        if (strcmp(jalon_sql_statements[i]->name, jalon_str_text(&name)) == 0) {
            return jalon_sql_statements[i];
        }
    }
    fail_msg("no statement %s", jalon_str_text(&name));
    return NULL;
}

/* "name type" of the statement against the row of the object. */
static bool is_same_column(const char *declared, const struct jalon_export_column *column)
{
    static const char *const types[JALON_EXPORT_TYPE_N] = {
        [JALON_EXPORT_TEXT] = "text uuid",
        [JALON_EXPORT_LIST] = "text",
        [JALON_EXPORT_DATE] = "date",
        [JALON_EXPORT_INSTANT] = "text",
        [JALON_EXPORT_INTEGER] = "integer bigint",
        [JALON_EXPORT_NUMBER] = "numeric",
        [JALON_EXPORT_BOOLEAN] = "boolean",
        [JALON_EXPORT_JSON] = "jsonb",
    };
    size_t length = strcspn(declared, " ");
    return strlen(column->name) == length && strncmp(declared, column->name, length) == 0 &&
           strstr(types[column->type], declared + length + 1) != NULL;
}

TEST(every_object_has_the_columns_of_its_statement)
{
    size_t n = 0;
    const struct jalon_export_object *objects = jalon_export_objects(&n);
    for (size_t i = 0; i < n; i++) {
        if ((objects[i].flags & JALON_EXPORT_OF_PROGRAM) != 0) {
            continue;
        }
        const struct jalon_statement *statement = statement_of(objects[i].name);
        unsigned dated = JALON_EXPORT_OF_A_DAY | JALON_EXPORT_DAY_MAY;
        bool is_dated = (objects[i].flags & dated) != 0;
        assert_in_range(statement->n_parameters, is_dated ? 3 : 1, is_dated ? 3 : 2);
        assert_int_equal(statement->n_columns, objects[i].n_columns);
        for (size_t k = 0; k < statement->n_columns; k++) {
            if (!is_same_column(statement->columns[k], &objects[i].columns[k])) {
                fail_msg("%s: %s is not %s", objects[i].name, statement->columns[k],
                         objects[i].columns[k].name);
            }
        }
    }
}

static bool collect(void *context, const char *bytes, size_t length)
{
    jalon_str_add_bytes(context, bytes, length);
    return true;
}

static struct jalon_app open_app(const char *database)
{
    struct jalon_err err = {0};
    struct jalon_app app = {.programme_code = FIXTURE_PROGRAMME};
    app.db = fixture_open(database, FIXTURE_READER);
    assert_done(jalon_app_programme(&app, &err), &err);
    return app;
}

static size_t export_to(struct jalon_app *app, const char *object, const char *format,
                        struct jalon_str *out)
{
    const struct jalon_export_request request = {
        .object = object, .format = format, .as_of = JALON_DATE_NONE};
    const struct jalon_sink sink = {collect, out};
    struct jalon_err err = {0};
    size_t n = 0;
    jalon_str_clear(out);
    assert_done(jalon_app_export(app, &request, &sink, &n, &err), &err);
    return n;
}

static size_t lines_of(const struct jalon_str *out)
{
    size_t n = 0;
    for (size_t i = 0; i < out->length; i++) {
        n += out->text[i] == '\n';
    }
    return n;
}

static const char many_sql[] =
    "INSERT INTO jalon.contract"
    " SELECT gen_random_uuid(), p.id, 'bulk-' || lpad(i::text, 5, '0'), '28', 'identified', NULL,"
    "        date '2018-12-10', 1, '', now() FROM jalon.programme p, generate_series(1, 20000) i;"
    "INSERT INTO jalon.state_interval (contract_id, entry_id, known_from, state, valid_from)"
    " SELECT id, 1, 1, state, state_since FROM jalon.contract WHERE code LIKE 'bulk-%';"
    "INSERT INTO jalon.scope (contract_id, entry_id, known_from, valid_from, precision)"
    " SELECT id, 1, 1, state_since, 'day' FROM jalon.contract WHERE code LIKE 'bulk-%';"
    "INSERT INTO jalon.territory_name (contract_id, kind, value, valid_from, entry_id, known_from)"
    " SELECT id, 'name', 'Territoire ' || code, state_since, 1, 1"
    " FROM jalon.contract WHERE code LIKE 'bulk-%'";

TEST(t52_twenty_thousand_contracts_are_exported_and_counted)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_app_done) struct jalon_app app = open_app(database);
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    assert_int_equal(export_to(&app, "contracts", "csv", &out), 3);
    assert_string_equal(test_sql(test_cluster_conninfo(TEST_SUPERUSER, database), many_sql), "");
    assert_int_equal(export_to(&app, "contracts", "csv", &out), 20003);
    assert_int_equal(lines_of(&out), 20004);
    assert_int_equal(export_to(&app, "contracts", "jsonl", &out), 20003);
    assert_int_equal(lines_of(&out), 20003);
    assert_int_equal(export_to(&app, "contracts", "json", &out), 20003);
    JALON_AUTO(jalon_json_decref) json_t *document = NULL;
    struct jalon_err err = {0};
    assert_done(jalon_json_parse(jalon_str_text(&out), &document, &err), &err);
    assert_int_equal(jalon_json_int(document, "count"), 20003);
    assert_int_equal(json_array_size(json_object_get(document, "rows")), 20003);
}

static const struct jalon_export_request contracts = {
    .object = "contracts", .format = "csv", .as_of = {INT32_MIN}};

TEST(rows_that_a_policy_hides_are_refused_not_left_out)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_app_done) struct jalon_app app = open_app(database);
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    const struct jalon_sink sink = {collect, &out};
    struct jalon_err err = {0};
    size_t n = 0;
    (void)test_sql(test_cluster_conninfo(TEST_SUPERUSER, database),
                   "ALTER TABLE jalon.contract ENABLE ROW LEVEL SECURITY;"
                   "CREATE POLICY mine ON jalon.contract FOR SELECT USING (code = 'essai-1')");
    assert_int_equal(jalon_app_export(&app, &contracts, &sink, &n, &err), -1);
    assert_int_equal(err.kind, JALON_ERR_PERMISSION);
}

static bool refuse_all(void *context, const char *bytes, size_t length)
{
    (void)bytes;
    (void)length;
    ++*(size_t *)context;
    return false;
}

TEST(a_sink_that_wants_no_more_is_asked_once)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_app_done) struct jalon_app app = open_app(database);
    (void)test_sql(test_cluster_conninfo(TEST_SUPERUSER, database), many_sql);
    size_t asked = 0, n = 0;
    const struct jalon_sink sink = {refuse_all, &asked};
    struct jalon_err err = {0};
    assert_int_equal(jalon_app_export(&app, &contracts, &sink, &n, &err), JALON_EXPORT_STOPPED);
    assert_int_equal(asked, 1);
    assert_true(n < 20003);
}

/* A sink that ends the server's process at its first bytes. */
struct killer {
    const char *database;
    bool done;
};

static bool kill_server(void *context, const char *bytes, size_t length)
{
    struct killer *killer = context;
    (void)bytes;
    (void)length;
    if (!killer->done) {
        killer->done = true;
        (void)test_sql(test_cluster_conninfo(TEST_SUPERUSER, killer->database),
                       "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                       " WHERE usename = '" FIXTURE_READER "'");
    }
    return true;
}

TEST(an_export_that_loses_its_connection_fails)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_app_done) struct jalon_app app = open_app(database);
    (void)test_sql(test_cluster_conninfo(TEST_SUPERUSER, database), many_sql);
    struct killer killer = {.database = database};
    const struct jalon_sink sink = {kill_server, &killer};
    struct jalon_err err = {0};
    size_t n = 0;
    assert_int_equal(jalon_app_export(&app, &contracts, &sink, &n, &err), -1);
    assert_true(killer.done && n > 0 && n < 20003);
    assert_int_equal(err.kind, JALON_ERR_UNAVAILABLE);
}

TEST(what_is_personal_is_only_given_when_asked_for)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    JALON_AUTO(jalon_app_done) struct jalon_app app = open_app(database);
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    struct jalon_write write = fixture_write("2019-01-15");
    struct jalon_err err = {0};
    write.evidence.note = "remarque fictive";
    write.evidence.source = "source fictive";
    const char *const parties[] = {"etat"};
    fixture_step(db, "essai-1", "negotiating 2019-01-10");
    const struct jalon_signing signing = {.code = "essai-1",
                                          .instrument = "contrat",
                                          .parties = parties,
                                          .n_parties = 1,
                                          .signer = "Personne Fictive",
                                          .capacity = "préfète"};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    assert_done(jalon_store_sign(db, &write, &signing, &receipt, &err), &err);
    static const char *const objects[] = {"events", "signatures", "journal"};
    for (size_t i = 0; i < JALON_COUNT(objects); i++) {
        (void)export_to(&app, objects[i], "jsonl", &out);
        assert_non_null(strstr(jalon_str_text(&out), "source fictive"));
        assert_null(strstr(jalon_str_text(&out), "Personne"));
        assert_null(strstr(jalon_str_text(&out), "préfète"));
        assert_null(strstr(jalon_str_text(&out), "remarque"));
        assert_null(strstr(jalon_str_text(&out), FIXTURE_MANAGER));
        struct jalon_export_request request = {
            .object = objects[i], .format = "jsonl", .personal = true, .as_of = JALON_DATE_NONE};
        const struct jalon_sink sink = {collect, &out};
        size_t n = 0;
        jalon_str_clear(&out);
        assert_done(jalon_app_export(&app, &request, &sink, &n, &err), &err);
        assert_non_null(strstr(jalon_str_text(&out), "Personne Fictive"));
        assert_non_null(strstr(jalon_str_text(&out), "remarque fictive"));
    }
}
