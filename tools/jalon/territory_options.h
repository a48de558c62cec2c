/* What the commands that change territories have in common: which one, and from which day. */
#pragma once

#include "jalon/run.h"

/* First in the struct of each of these commands, as `day`. */
struct territory_day {
    struct jalon_date on;
    enum jalon_precision precision;
    const char *code;
};

#define TERRITORY_DAY_ROWS(type, help)                                                  \
    {"on", 0, CLI_DATE, "DATE", (help), offsetof(type, day.on), 0, NULL, 0},            \
    {                                                                                   \
        "precision", 0, CLI_PRECISION, CLI_PRECISIONS, "how exactly the date is known", \
            offsetof(type, day.precision), 0, NULL, 0                                   \
    }

/* For `check`: a day is given, or its precision is `unknown`. receipt.c */
int check_territory_day(const void *values, struct jalon_err *err);
