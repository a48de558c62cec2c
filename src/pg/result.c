/* Rows of a statement, as text. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "pg/pg_messages.h"
#include "pg/result.h"

struct jalon_result {
    PGresult *pg;
};

static bool fits(enum jalon_shape shape, int n)
{
    switch (shape) {
    case JALON_SHAPE_NONE:
        return n == 0;
    case JALON_SHAPE_ONE:
        return n == 1;
    case JALON_SHAPE_MAYBE:
        return n <= 1;
    case JALON_SHAPE_MANY:
        return true;
    }
    return false;
}

int jalon_result_take(PGresult *pg, const struct jalon_statement *statement,
                      struct jalon_result **ret_result, struct jalon_err *err)
{
    int n = PQntuples(pg);
    if (!fits(statement->shape, n)) {
        char text[16];
        (void)snprintf(text, sizeof text, "%d", n);
        PQclear(pg);
        return jalon_fail(err, &jalon_msg_shape_broken, statement->name, text);
    }
    struct jalon_result *result = jalon_alloc(sizeof *result);
    result->pg = pg;
    *ret_result = result;
    return 0;
}

size_t jalon_result_n_rows(const struct jalon_result *result)
{
    return (size_t)PQntuples(result->pg);
}

const char *jalon_result_text(const struct jalon_result *result, size_t row, size_t column)
{
    if (PQgetisnull(result->pg, (int)row, (int)column)) {
        return NULL;
    }
    return PQgetvalue(result->pg, (int)row, (int)column);
}

bool jalon_result_bool(const struct jalon_result *result, size_t row, size_t column)
{
    const char *text = jalon_result_text(result, row, column);
    return text != NULL && strcmp(text, "t") == 0;
}

long long jalon_result_int(const struct jalon_result *result, size_t row, size_t column)
{
    const char *text = jalon_result_text(result, row, column);
    return text != NULL ? strtoll(text, NULL, 10) : 0;
}

void jalon_result_free(struct jalon_result *result)
{
    if (result != NULL) {
        PQclear(result->pg);
        free(result);
    }
}

void jalon_result_freep(struct jalon_result **result)
{
    jalon_result_free(*result);
    *result = NULL;
}
