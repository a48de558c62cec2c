/* The long texts of doc/man and the topics of doc/topics, built into the program. */
#pragma once

#include "base/lang.h"

struct manual_page {
    const char *name, *text; /* "db start" */
};

extern const struct manual_page manual_pages[]; /* ended by a row without name */

struct manual_topic {
    const char *name; /* "dates" */
    struct jalon_label text;
};

extern const struct manual_topic manual_topics[]; /* likewise */
