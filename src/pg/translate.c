/* From the server's errors to sentences and kinds. */
#include "pg/translate.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "base/base_messages.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/text.h"
#include "pg/pg_messages.h"
#include "pg/refusal.h"

enum { MAX_FIELDS = 9 };

/* The sentences that the database can ask for; a row with fields is a refusal. */
#define M(name, kind, fields, fr, en, hint_fr, hint_en) &jalon_msg_##name,
static const struct jalon_msg *const messages[] = {
#include "base/messages.def"
#include "pg/messages.def"
};
#undef M

/* Unique keys that only two simultaneous sessions can meet: the functions look before they write.
 */
static const char *const race_keys[] = {
    "contract_code_key", "entry_subject_seq_key",  "programme_code_key",    "request_pkey",
    "signature_once",    "territory_name_current", "cohort_member_current", "weight_current"};

/*
 * By SQLSTATE or its beginning, the longest first. The arguments are the server's text, the name of
 * the statement and the SQLSTATE.
 */
static const struct {
    const char *prefix;
    const struct jalon_msg *msg;
} by_sqlstate[] = {
    {"25006", &jalon_msg_database_read_only},  {"42501", &jalon_msg_not_permitted},
    {"42P01", &jalon_msg_schema_missing},      {"42883", &jalon_msg_schema_missing},
    {"53300", &jalon_msg_database_busy},       {"55P03", &jalon_msg_database_busy},
    {"57014", &jalon_msg_statement_cancelled}, {"3F000", &jalon_msg_schema_missing},
    {"22", &jalon_msg_invalid_value},          {"23", &jalon_msg_rule_broken},
    {"40", &jalon_msg_database_busy},          {"53", &jalon_msg_database_full},
    {"57P", &jalon_msg_database_busy},         {"JA", &jalon_msg_unlisted_refusal},
};

/* The classes of our own functions (product.md 7) decide over the kind of the sentence. */
static const struct {
    const char *sqlstate;
    enum jalon_err_kind kind;
} own_kinds[] = {
    {"JA001", JALON_ERR_CONFLICT},  {"JA002", JALON_ERR_REFUSED}, {"JA003", JALON_ERR_CONFLICT},
    {"JA004", JALON_ERR_NOT_FOUND}, {"JA005", JALON_ERR_REFUSED}, {"42501", JALON_ERR_PERMISSION},
};

static const struct jalon_msg *refusal_by_key(const char *key)
{
    for (size_t i = 0; key != NULL && i < JALON_COUNT(messages); i++) {
        if (messages[i]->fields[0] != '\0' && strcmp(messages[i]->key, key) == 0) {
            return messages[i];
        }
    }
    return NULL;
}

static void add_value(struct jalon_str *out, const json_t *value)
{
    size_t i = 0;
    json_t *item = NULL;
    switch (json_typeof(value)) {
    case JSON_STRING:
        jalon_text_add_safe(out, json_string_value(value));
        break;
    case JSON_INTEGER:
        jalon_str_addf(out, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
        break;
    case JSON_ARRAY:
        json_array_foreach(value, i, item)
        {
            jalon_str_add(out, i > 0 ? ", " : "");
            add_value(out, item);
        }
        break;
    case JSON_REAL:
        jalon_str_addf(out, "%g", json_real_value(value));
        break;
    case JSON_TRUE:
    case JSON_FALSE:
    case JSON_NULL:
    case JSON_OBJECT:
        break;
    }
}

/* The member's text; a dash for what is absent or empty, so that a sentence has no hole. */
static char *argument(const json_t *detail, const char *field)
{
    struct jalon_str out = {0};
    const json_t *value = json_object_get(detail, field);
    if (value != NULL) {
        add_value(&out, value);
    }
    if (out.length == 0) {
        jalon_str_add(&out, "—");
    }
    return jalon_str_take(&out);
}

static int fail_refusal(const struct jalon_pg_failure *failure, const struct jalon_msg *msg,
                        struct jalon_err *err)
{
    const char *text = failure->detail;
    json_t *detail = text != NULL ? json_loads(text, JSON_REJECT_DUPLICATES, NULL) : NULL;
    char *args[MAX_FIELDS] = {0};
    size_t n = 0;
    for (const char *field = msg->fields; *field != '\0' && n < MAX_FIELDS; n++) {
        size_t length = strcspn(field, ",");
        JALON_AUTO(jalon_freep) char *name = jalon_strndup(field, length);
        args[n] = argument(detail, name);
        field += length + (field[length] == ',');
    }
    json_decref(detail);
    const char *borrowed[MAX_FIELDS];
    memcpy(borrowed, args, sizeof borrowed);
    (void)jalon_fail_args(err, __FILE__, __LINE__, msg, borrowed, n);
    for (size_t i = 0; i < n; i++) {
        free(args[i]);
    }
    return -1;
}

char *jalon_pg_quote(const char *text)
{
    struct jalon_str out = {0};
    JALON_AUTO(jalon_freep)
    char *line = jalon_strndup(text != NULL ? text : "", strcspn(text != NULL ? text : "", "\r\n"));
    jalon_text_add_safe(&out, line);
    return out.length > 0 ? jalon_str_take(&out) : jalon_strdup("—");
}

static const struct jalon_msg *sentence_of(const struct jalon_pg_failure *failure)
{
    const char *constraint = failure->constraint;
    for (size_t i = 0; constraint != NULL && i < JALON_COUNT(race_keys); i++) {
        if (strcmp(constraint, race_keys[i]) == 0) {
            return &jalon_msg_concurrent_change;
        }
    }
    for (size_t i = 0; i < JALON_COUNT(by_sqlstate); i++) {
        if (strncmp(failure->sqlstate, by_sqlstate[i].prefix, strlen(by_sqlstate[i].prefix)) == 0) {
            return by_sqlstate[i].msg;
        }
    }
    return &jalon_msg_statement_failed;
}

int jalon_pg_refuse(const struct jalon_pg_failure *failure, const char *statement,
                    struct jalon_err *err)
{
    JALON_AUTO(jalon_freep) char *text = jalon_pg_quote(failure->message);
    const struct jalon_msg *refusal = refusal_by_key(failure->message);
    if (refusal != NULL) {
        (void)fail_refusal(failure, refusal, err);
    } else {
        (void)jalon_fail(err, sentence_of(failure), text, statement, failure->sqlstate);
    }
    for (size_t i = 0; i < JALON_COUNT(own_kinds); i++) {
        if (strcmp(own_kinds[i].sqlstate, failure->sqlstate) == 0) {
            err->kind = own_kinds[i].kind;
        }
    }
    (void)snprintf(err->sqlstate, sizeof err->sqlstate, "%.5s", failure->sqlstate);
    return -1;
}

int jalon_pg_translate(const PGresult *result, const char *statement, struct jalon_err *err)
{
    const char *primary = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    const struct jalon_pg_failure failure = {
        .sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE),
        .message = primary != NULL ? primary : PQresultErrorMessage(result),
        .detail = PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL),
        .constraint = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME),
    };
    if (failure.sqlstate == NULL) {
        JALON_AUTO(jalon_freep) char *text = jalon_pg_quote(failure.message);
        return jalon_fail(err, &jalon_msg_connection_lost, statement, text);
    }
    return jalon_pg_refuse(&failure, statement, err);
}
