/* How large may be what comes from outside. One row each, quoted in the messages that refuse. */
#pragma once

enum {
    JALON_LIMIT_CSV_BYTES = 16 * 1024 * 1024,
    JALON_LIMIT_CSV_ROWS = 1000000, /* without the header */
    JALON_LIMIT_CSV_COLUMNS = 200
};
