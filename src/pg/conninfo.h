/*
 * Where and as whom to connect: the user's keywords, checked against an allow-list, and every
 * other keyword that matters given explicitly, so that no default of libpq or of the environment
 * decides.
 */
#pragma once

#include "base/err.h"

struct jalon_conninfo;

/* Fails with REFUSED. The text of a bad conninfo is not quoted: it may hold a password. */
JALON_MUST_CHECK int jalon_conninfo_parse(const char *text, struct jalon_conninfo **ret_conninfo,
                                          struct jalon_err *err);
struct jalon_conninfo *jalon_conninfo_copy(const struct jalon_conninfo *conninfo);
void jalon_conninfo_free(struct jalon_conninfo *conninfo);
void jalon_conninfo_freep(struct jalon_conninfo **conninfo);

/* Overrides what the user said; a NULL value is ignored. */
void jalon_conninfo_set(struct jalon_conninfo *conninfo, const char *keyword, const char *value);
const char *jalon_conninfo_get(const struct jalon_conninfo *conninfo, const char *keyword);

/* "host:port/database" or "socket folder, database": for people, without secrets. Caller frees. */
char *jalon_conninfo_server(const struct jalon_conninfo *conninfo);

/* TEXT with a dash for every password in it, as it is when there is none. Caller frees. */
char *jalon_conninfo_without_secrets(const char *text);

/* NULL-terminated, as PQconnectStartParams() wants them. */
const char *const *jalon_conninfo_keywords(const struct jalon_conninfo *conninfo);
const char *const *jalon_conninfo_values(const struct jalon_conninfo *conninfo);
