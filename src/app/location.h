/* Where the database is, and a connection to it: the server that was named, else the private one.
 */
#pragma once

#include "base/lang.h"
#include "base/str.h"
#include "pg/cluster.h"

/* Where the database is, and how to talk to it. NULL: not said. */
struct jalon_location {
    const char *conninfo;                      /* NULL: the private cluster … */
    const char *jalon_home, *data_home, *home; /* … by JALON_HOME, XDG_DATA_HOME, HOME */
    const char *version, *command;             /* of the program; "advance", shown by the server */
    enum jalon_lang lang;                      /* of what `talk` says */
    int timeout_ms, retry_ms;                  /* 0: by default */
    void (*echo)(void *context, const char *sql);
    void (*talk)(void *context, const char *sentence);
    void *context; /* of both */
};

/* The private cluster of a location, with what it needs to make itself; one free. */
struct jalon_private {
    const struct jalon_location *location;
    struct jalon_cluster_options options;
    struct jalon_cluster *cluster;
};

JALON_MUST_CHECK int jalon_private_new(const struct jalon_location *location,
                                       struct jalon_private **ret_private, struct jalon_err *err);
/* The login of whoever runs this, who records and seals: he is alone on it. What exists stays. */
JALON_MUST_CHECK int jalon_private_login(struct jalon_private *private_cluster,
                                         struct jalon_db *superuser_db, struct jalon_err *err);
void jalon_private_freep(struct jalon_private **private_cluster);

/* Adds the folder of all that is private, which only the private cluster has. */
JALON_MUST_CHECK int jalon_location_home(const struct jalon_location *location,
                                         struct jalon_str *out, struct jalon_err *err);

/* A conninfo as it may be shown: without passwords. The caller frees it. */
char *jalon_location_shown(const char *conninfo);

/* AS_SUPERUSER has a meaning for the private cluster only. */
JALON_MUST_CHECK int jalon_location_connect(const struct jalon_location *location,
                                            bool as_superuser, struct jalon_db **ret_db,
                                            struct jalon_err *err);
