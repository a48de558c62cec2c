/*
 * What a user can want, one function each, over one context. The tool parses and prints; the rules
 * are in the database and, as pure functions, in domain/.
 */
#pragma once

#include <stdbool.h>

#include "base/date.h"
#include "base/err.h"
#include "base/uuid.h"
#include "domain/programme.h"
#include "pg/db.h"

struct jalon_app {
    enum jalon_lang lang;
    const char *programme_code; /* --programme; NULL: the only one */
    struct jalon_db *db;
    struct jalon_programme *programme; /* loaded on first need by jalon_app_programme() */
};
