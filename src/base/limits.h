/* How large may be what comes from outside. One row each, quoted in the messages that refuse. */
#pragma once

enum {
    JALON_LIMIT_CSV_BYTES = 16 * 1024 * 1024,
    JALON_LIMIT_CSV_ROWS = 1000000, /* without the header */
    JALON_LIMIT_CSV_COLUMNS = 200,

    /* of a programme document */
    JALON_LIMIT_STATES = 32,
    JALON_LIMIT_TRANSITIONS = 128,
    JALON_LIMIT_INSTRUMENTS = 32,
    JALON_LIMIT_PARTIES = 64,
    JALON_LIMIT_MILESTONES = 64,
    JALON_LIMIT_COHORTS = 64,
    JALON_LIMIT_WEIGHTS = 16,
    JALON_LIMIT_STATUSES = 16,
    JALON_LIMIT_TARGETS = 64,
    JALON_LIMIT_MOVES = 64, /* of one target */
    JALON_LIMIT_CALENDAR = 1000,
    JALON_LIMIT_REGIONS = 99,
    JALON_LIMIT_DEPARTEMENTS = 999,
    JALON_LIMIT_CODE = 41,   /* characters of a code */
    JALON_LIMIT_LABEL = 200, /* characters of a label or name */
    JALON_LIMIT_SOURCE = 1000,

    /* of a note, source or reason, as in the database */
    JALON_LIMIT_EVIDENCE = 2000,

    JALON_LIMIT_BATCH_ROWS = 20000, /* recorded at once, as in the database */

    /* of a YAML file */
    JALON_LIMIT_YAML_BYTES = 256 * 1024,
    JALON_LIMIT_YAML_DEPTH = 16,

    JALON_LIMIT_FAULTS = 1000 /* of one check; further ones are counted, not kept */
};
