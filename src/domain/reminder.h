/*
 * Who is to be reminded of a signature on a day: pure, from the inbox of that day. A party is
 * reminded once before a date and once after it; a date that moves is another one.
 */
#pragma once

#include "domain/inbox.h"

enum jalon_reminder_occasion {
    JALON_REMINDER_BEFORE, /* the date is near */
    JALON_REMINDER_AFTER,  /* it is over */
    JALON_REMINDER_OCCASION_N
};
const char *jalon_reminder_occasion_code(enum jalon_reminder_occasion occasion); /* "before" */

struct jalon_reminder_rules {
    int before_days; /* from so many days before the date */
    int after_days;  /* from so many days after it */
};

struct jalon_reminder {
    const char *code; /* of the contract */
    const char *instrument;
    int number; /* of the instrument: the one that waits, or the next one */
    const char *party, *target;
    struct jalon_date due_on;
    enum jalon_reminder_occasion occasion;
};

struct jalon_reminders {
    struct jalon_reminder *items; /* in the order of the inbox */
    size_t n;
};

/* The reminders live in the inbox's arena. */
struct jalon_reminders jalon_reminders_due(struct jalon_inbox *inbox,
                                           const struct jalon_reminder_rules *rules);
