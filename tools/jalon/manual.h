/* The long texts of doc/man, built into the program. */
#pragma once

struct manual_page {
    const char *name, *text; /* "db start" */
};

extern const struct manual_page manual_pages[]; /* ended by a row without name */
