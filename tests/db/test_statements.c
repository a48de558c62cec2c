/* Every embedded statement fits the schema: it prepares, and is what its header says. */
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pg/pg_statements.h"
#include "sql/sql_statements.h"
#include "support/cluster.h"
#include "support/migrated.h"
#include "support/test.h"

SETUP_GROUP(test_migrated);

/* The server's number of a declared type, 0 when there is no such type. */
static Oid type_number(PGconn *connection, const char *type)
{
    PGresult *result = PQexecParams(connection, "SELECT pg_catalog.to_regtype($1)::pg_catalog.oid",
                                    1, NULL, &type, NULL, NULL, 0);
    assert_int_equal(PQresultStatus(result), PGRES_TUPLES_OK);
    Oid number = (Oid)strtoul(PQgetvalue(result, 0, 0), NULL, 10);
    PQclear(result);
    return number;
}

static int complain(const struct jalon_statement *statement, const char *what, const char *detail)
{
    fprintf(stderr, "%s: %s %s\n", statement->name, what, detail);
    return 1;
}

static int check_parameters(PGconn *connection, const struct jalon_statement *statement,
                            const PGresult *shape)
{
    int n_faults = 0;
    if (PQnparams(shape) != (int)statement->n_parameters) {
        return complain(statement, "has another number of parameters than", "its in:");
    }
    for (size_t i = 0; i < statement->n_parameters; i++) {
        if (PQparamtype(shape, (int)i) != type_number(connection, statement->parameters[i])) {
            n_faults += complain(statement, "in: is wrong about", statement->parameters[i]);
        }
    }
    return n_faults;
}

static int check_columns(PGconn *connection, const struct jalon_statement *statement,
                         const PGresult *shape)
{
    int n_faults = 0;
    if (PQnfields(shape) != (int)statement->n_columns) {
        return complain(statement, "has another number of columns than", "its out:");
    }
    for (size_t i = 0; i < statement->n_columns; i++) {
        const char *declared = statement->columns[i];
        const char *type = strchr(declared, ' ');
        assert_non_null(type);
        size_t length = (size_t)(type - declared);
        const char *name = PQfname(shape, (int)i);
        if (PQftype(shape, (int)i) != type_number(connection, type + 1)) {
            n_faults += complain(statement, "out: is wrong about the type of", declared);
        }
        if (strlen(name) != length || strncmp(name, declared, length) != 0) {
            n_faults += complain(statement, "out: is wrong about the name of", declared);
        }
    }
    return n_faults;
}

static int check(PGconn *connection, const struct jalon_statement *statement)
{
    PGresult *prepared = PQprepare(connection, statement->name, statement->text, 0, NULL);
    int n_faults = 0;
    if (PQresultStatus(prepared) != PGRES_COMMAND_OK) {
        n_faults = complain(statement, "does not prepare:", PQresultErrorMessage(prepared));
    } else {
        PGresult *shape = PQdescribePrepared(connection, statement->name);
        assert_int_equal(PQresultStatus(shape), PGRES_COMMAND_OK);
        n_faults += check_parameters(connection, statement, shape);
        n_faults += check_columns(connection, statement, shape);
        PQclear(shape);
    }
    PQclear(prepared);
    return n_faults;
}

static int check_all(const struct jalon_statement *const *statements)
{
    PGconn *connection = test_connect(test_database_conninfo(NULL));
    assert_string_equal(test_query(connection, "SET search_path = ''"), "");
    int n_faults = 0;
    for (; *statements != NULL; statements++) {
        n_faults += check(connection, *statements);
    }
    PQfinish(connection);
    return n_faults;
}

TEST(every_statement_of_the_program_fits_the_schema)
{
    assert_int_equal(check_all(jalon_sql_statements), 0);
}

TEST(every_statement_of_the_migration_runner_fits_the_schema)
{
    assert_int_not_equal(jalon_pg_n_statements, 0);
    assert_int_equal(check_all(jalon_pg_statements), 0);
}

TEST(a_wrong_header_is_noticed)
{
    static const char *const text[] = {"text"}, *const number[] = {"x integer"};
    const struct jalon_statement wrong_type = {.name = "a",
                                               .text = "SELECT $1::date AS x",
                                               .shape = JALON_SHAPE_ONE,
                                               .parameters = text,
                                               .n_parameters = 1,
                                               .columns = number,
                                               .n_columns = 1};
    const struct jalon_statement wrong_number = {.name = "b",
                                                 .text = "SELECT 1 AS x, 2 AS y",
                                                 .shape = JALON_SHAPE_ONE,
                                                 .columns = number,
                                                 .n_columns = 1};
    const struct jalon_statement wrong_name = {.name = "c",
                                               .text = "SELECT 1 AS y",
                                               .shape = JALON_SHAPE_ONE,
                                               .columns = number,
                                               .n_columns = 1};
    const struct jalon_statement no_table = {
        .name = "d", .text = "SELECT FROM jalon.no_such", .shape = JALON_SHAPE_NONE};
    PGconn *connection = test_connect(test_database_conninfo(NULL));
    assert_int_equal(check(connection, &wrong_type), 2);
    assert_int_equal(check(connection, &wrong_number), 1);
    assert_int_equal(check(connection, &wrong_name), 1);
    assert_int_equal(check(connection, &no_table), 1);
    PQfinish(connection);
}
