/*
 * What the program says: each fault with its place, as it is found, then how many of each thing
 * were checked, and the verdict. Sentences are in sentences.def.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "jalon-verify/leaf.h"

enum language { FR, EN, LANGUAGE_N };

enum fault {
#define FAULT(name, fr, en) FAULT_##name,
#include "jalon-verify/sentences.def"
    FAULT_N
};

/* What is counted, in the order of the output. */
enum count {
#define COUNT(name, fr, en) COUNT_##name,
#include "jalon-verify/sentences.def"
    COUNT_N
};

struct report {
    enum language language;
    FILE *out;
    uint64_t faults[FAULT_N];
    uint64_t counts[COUNT_N];
    bool is_given[COUNT_N]; /* the bundle holds that kind of thing */
    bool is_unable;         /* a file could not be read */
    bool is_contract;       /* it is of one subject, complete up to a seal */
    char subject[37];
    uint64_t seal;   /* index of that seal */
    int64_t seal_at; /* microseconds since 1970 */
};

struct place {
    const char *file;
    uint64_t line;             /* from 1; 0: the file as a whole */
    const struct entry *entry; /* the one on that line, where it could be read */
};

/* A number as an argument of a sentence. */
struct number {
    char text[21];
};
struct number number(uint64_t value);

/* Says a fault once, if it is among the first of its kind; ARGUMENTS fill {1} to {3}. */
void report_fault(struct report *report, enum fault fault, const struct place *place,
                  const char *const arguments[3]);
/* A file that cannot be read, with errno, on stderr. */
void report_unreadable(struct report *report, const char *path, int error);

/* Says how many faults were not shown, the counts and the verdict; returns the exit status. */
int report_end(struct report *report);
