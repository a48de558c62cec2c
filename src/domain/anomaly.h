/*
 * What an auditor looks at first: entries that are unusual for when, how or on what they were
 * recorded. None of it is a fault. Pure, from the entry and from what its neighbours tell.
 */
#pragma once

#include "domain/event.h"
#include "domain/programme.h"

enum jalon_anomaly {
    JALON_ANOMALY_BACKDATED,   /* recorded long after the day from which it counts */
    JALON_ANOMALY_NIGHT,       /* recorded out of hours */
    JALON_ANOMALY_DAY_OFF,     /* recorded on a Saturday, a Sunday or a holiday of all France */
    JALON_ANOMALY_BULK,        /* the first of many entries of one act */
    JALON_ANOMALY_SIGNED,      /* corrects or takes back something of a contract once signed */
    JALON_ANOMALY_REOPENED,    /* leaves a state in which the contract was done */
    JALON_ANOMALY_WAIVED,      /* a required party need not sign */
    JALON_ANOMALY_NO_EVIDENCE, /* a signature for whose lack of a document a reason was given */
    JALON_ANOMALY_N
};
const char *jalon_anomaly_code(enum jalon_anomaly anomaly); /* "backdated", "night" … */

struct jalon_anomaly_rules {
    int backdated_days; /* an entry is backdated when it comes more days after */
    int bulk_entries;   /* an act is one of many from so many entries on */
    int day_from;       /* hours of the day between which entries are usual */
    int day_until;
};

/* What an entry alone does not say. */
struct jalon_entry_facts {
    int hour, minute; /* when it was recorded, in the programme's time zone */
    int64_t n_act;    /* entries of its act: of its batch, else of that minute; 0: not known */
    bool is_first_of_act;
    bool was_signed; /* the contract had been done before */
};

/* One bit an anomaly: 1 << JALON_ANOMALY_…. Of an act of many the first entry stands for all: the
 * others are told neither for their day nor for their hour. */
unsigned jalon_anomalies(const struct jalon_anomaly_rules *rules,
                         const struct jalon_programme *programme, const struct jalon_event *event,
                         const struct jalon_entry_facts *facts);

/* Days from the one from which it counts to that of recording; 0 where there is no such day. */
int jalon_anomaly_delay(const struct jalon_event *event);
