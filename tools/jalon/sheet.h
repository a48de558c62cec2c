/* A command that records one act, told to record those of a file: `sign --from FILE`. */
#pragma once

#include "conf/register.h"
#include "jalon/run.h"

struct sheet_options {
    const char *from, *results;
    bool keep_going;
};

/* Their rows in the table of a command whose struct TYPE has them as MEMBER. CONFLICTS: the name of
 * an option that is of one act alone, or NULL. */
#define SHEET_FROM(type, member, conflicts)                                                 \
    {                                                                                       \
        "from", 0, CLI_PATH, "FILE",                                                        \
            "record all rows of a CSV file; what is given here stands for its empty cells", \
            offsetof(type, member.from), CLI_FILE, conflicts, 0                             \
    }
#define SHEET_KEEP_GOING(type, member)                                                             \
    {                                                                                              \
        "keep-going", 0, CLI_FLAG, NULL, "record the other rows when some are refused (status 3)", \
            offsetof(type, member.keep_going), CLI_WITH_FILE, NULL, 0                              \
    }
#define SHEET_RESULTS(type, member)                                             \
    {                                                                           \
        "results", 0, CLI_PATH, "FILE", "what came of each row, as a CSV file", \
            offsetof(type, member.results), CLI_WITH_FILE, NULL, 0              \
    }

struct sheet_job {
    const struct sheet_options *options;
    struct jalon_register_sheet sheet;
    const char *expect; /* the state that a contract moves from, or NULL */
};

/* VALUE stands for the empty cells of COLUMN; NULL: nothing does. */
void sheet_give(struct sheet_job *job, const char *column, const char *value);

/* ON stands for rows without a day, unless it is none; PRECISION is that of ON. */
void sheet_give_day(struct sheet_job *job, const struct jalon_date_text *on,
                    enum jalon_precision precision);

/* Records the rows, or says what would come of them; the exit status, or -1 with *err filled. */
JALON_MUST_CHECK int sheet_run(struct cli_run *run, const struct sheet_job *job,
                               struct jalon_err *err);
