/* Reads and completes connection keywords. */
#include "pg/conninfo.h"

#include <libpq-fe.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"
#include "base/text.h"
#include "pg/pg_messages.h"

enum { MAX_KEYWORDS = 48 };

struct jalon_conninfo {
    const char *keywords[MAX_KEYWORDS + 1]; /* owned; NULL-terminated, as are the values */
    const char *values[MAX_KEYWORDS + 1];
    size_t n;
};

/*
 * What a user may say. Missing are the ones that change what a session means (options,
 * client_encoding), that read further files (service) or that open paths nobody needs (gss…).
 */
static const char *const allowed[] = {
    "host",
    "hostaddr",
    "port",
    "dbname",
    "user",
    "password",
    "passfile",
    "sslmode",
    "sslrootcert",
    "sslcert",
    "sslkey",
    "sslpassword",
    "sslcrl",
    "sslcrldir",
    "ssl_min_protocol_version",
    "requirepeer",
    "channel_binding",
    "target_session_attrs",
    "keepalives",
    "connect_timeout",
    "tcp_user_timeout",
};

static int refuse_keyword(const char *keyword, struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str list = {0};
    for (size_t i = 0; i < JALON_COUNT(allowed); i++) {
        jalon_str_addf(&list, "%s%s", i > 0 ? ", " : "", allowed[i]);
    }
    return jalon_fail(err, &jalon_msg_conninfo_keyword, keyword, jalon_str_text(&list));
}

static void free_text(const char *text)
{
    void *memory = NULL;
    memcpy(&memory, &text, sizeof memory);
    free(memory);
}

void jalon_conninfo_set(struct jalon_conninfo *conninfo, const char *keyword, const char *value)
{
    if (value == NULL) {
        return;
    }
    size_t i = 0;
    while (i < conninfo->n && strcmp(conninfo->keywords[i], keyword) != 0) {
        i++;
    }
    if (i == conninfo->n) {
        if (i == MAX_KEYWORDS) {
            abort();
        }
        conninfo->keywords[conninfo->n++] = jalon_strdup(keyword);
    }
    free_text(conninfo->values[i]);
    conninfo->values[i] = jalon_strdup(value);
}

const char *jalon_conninfo_get(const struct jalon_conninfo *conninfo, const char *keyword)
{
    for (size_t i = 0; i < conninfo->n; i++) {
        if (strcmp(conninfo->keywords[i], keyword) == 0) {
            return conninfo->values[i];
        }
    }
    return NULL;
}

static void set_default(struct jalon_conninfo *c, const char *keyword, const char *value)
{
    if (jalon_conninfo_get(c, keyword) == NULL) {
        jalon_conninfo_set(c, keyword, value);
    }
}

static bool is_socket(const struct jalon_conninfo *c)
{
    const char *host = jalon_conninfo_get(c, "host");
    return jalon_conninfo_get(c, "hostaddr") == NULL && host != NULL && host[0] == '/';
}

/* An empty value would let the environment in again, so every default is a real value. */
static void complete(struct jalon_conninfo *c)
{
    const struct passwd *account = getpwuid(geteuid());
    if (jalon_conninfo_get(c, "hostaddr") == NULL) {
        set_default(c, "host", "/var/run/postgresql");
    }
    const char *host = jalon_conninfo_get(c, "host");
    bool many = host != NULL && strchr(host, ',') != NULL;
    set_default(c, "port", "5432");
    set_default(c, "dbname", "jalon");
    set_default(c, "user", account != NULL ? account->pw_name : NULL);
    set_default(c, "sslmode", is_socket(c) ? "disable" : "verify-full");
    set_default(c, "channel_binding", "prefer");
    set_default(c, "target_session_attrs", many ? "read-write" : "any");
    set_default(c, "connect_timeout", "5");
    set_default(c, "keepalives", "1");
    set_default(c, "tcp_user_timeout", "15000");
    jalon_conninfo_set(c, "keepalives_idle", "10");
    jalon_conninfo_set(c, "keepalives_interval", "5");
    jalon_conninfo_set(c, "keepalives_count", "3");
    jalon_conninfo_set(c, "gssencmode", "disable");
    jalon_conninfo_set(c, "client_encoding", "UTF8");
}

int jalon_conninfo_parse(const char *text, struct jalon_conninfo **ret_conninfo,
                         struct jalon_err *err)
{
    char *libpq_text = NULL;
    PQconninfoOption *options = PQconninfoParse(text, &libpq_text);
    PQfreemem(libpq_text);
    if (options == NULL) {
        return jalon_fail(err, &jalon_msg_conninfo_unreadable);
    }
    JALON_AUTO(jalon_conninfo_freep) struct jalon_conninfo *c = jalon_alloc(sizeof *c);
    int status = 0;
    for (const PQconninfoOption *o = options; o->keyword != NULL && status == 0; o++) {
        if (o->val == NULL || o->val[0] == '\0') {
            continue;
        }
        if (jalon_text_is_listed(allowed, JALON_COUNT(allowed), o->keyword)) {
            jalon_conninfo_set(c, o->keyword, o->val);
        } else {
            status = refuse_keyword(o->keyword, err);
        }
    }
    PQconninfoFree(options);
    if (status == 0) {
        complete(c);
        *ret_conninfo = JALON_TAKE(c);
    }
    return status;
}

struct jalon_conninfo *jalon_conninfo_copy(const struct jalon_conninfo *conninfo)
{
    struct jalon_conninfo *copy = jalon_alloc(sizeof *copy);
    for (size_t i = 0; i < conninfo->n; i++) {
        jalon_conninfo_set(copy, conninfo->keywords[i], conninfo->values[i]);
    }
    return copy;
}

void jalon_conninfo_free(struct jalon_conninfo *conninfo)
{
    if (conninfo == NULL) {
        return;
    }
    for (size_t i = 0; i < conninfo->n; i++) {
        free_text(conninfo->keywords[i]);
        free_text(conninfo->values[i]);
    }
    free(conninfo);
}

void jalon_conninfo_freep(struct jalon_conninfo **conninfo)
{
    jalon_conninfo_free(*conninfo);
    *conninfo = NULL;
}

char *jalon_conninfo_server(const struct jalon_conninfo *conninfo)
{
    struct jalon_str s = {0};
    const char *host = jalon_conninfo_get(conninfo, "host");
    const char *place = host != NULL ? host : jalon_conninfo_get(conninfo, "hostaddr");
    if (is_socket(conninfo)) {
        jalon_str_addf(&s, "%s, %s", place, jalon_conninfo_get(conninfo, "dbname"));
    } else {
        jalon_str_addf(&s, "%s:%s/%s", place, jalon_conninfo_get(conninfo, "port"),
                       jalon_conninfo_get(conninfo, "dbname"));
    }
    return jalon_str_take(&s);
}

/* A value between quotes, as libpq reads it back. */
static void add_quoted(struct jalon_str *out, const char *value)
{
    jalon_str_add_char(out, '\'');
    for (const char *at = value; *at != '\0'; at++) {
        if (*at == '\'' || *at == '\\') {
            jalon_str_add_char(out, '\\');
        }
        jalon_str_add_char(out, *at);
    }
    jalon_str_add_char(out, '\'');
}

char *jalon_conninfo_without_secrets(const char *text)
{
    bool has_secret = false;
    JALON_AUTO(jalon_str_done) struct jalon_str shown = {0};
    PQconninfoOption *options = PQconninfoParse(text, NULL);
    for (const PQconninfoOption *o = options; o != NULL && o->keyword != NULL; o++) {
        bool is_secret = o->dispchar[0] == '*';
        if (o->val != NULL && o->val[0] != '\0') {
            jalon_str_addf(&shown, "%s%s=", shown.length > 0 ? " " : "", o->keyword);
            add_quoted(&shown, is_secret ? "-" : o->val);
            has_secret = has_secret || is_secret;
        }
    }
    /* What cannot be read may hold a password anywhere. */
    bool is_readable = options != NULL;
    PQconninfoFree(options);
    return !is_readable ? jalon_strdup("-")
           : has_secret ? jalon_str_take(&shown)
                        : jalon_strdup(text);
}

const char *const *jalon_conninfo_keywords(const struct jalon_conninfo *conninfo)
{
    return conninfo->keywords;
}

const char *const *jalon_conninfo_values(const struct jalon_conninfo *conninfo)
{
    return conninfo->values;
}
