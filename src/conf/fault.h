/* What is wrong in files, all of it: each fault with its file, line and column. */
#pragma once

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

struct jalon_place_in_file {
    const char *path;
    size_t line, column; /* from 1, in characters; 0: the file as a whole, a CSV record */
    const char *field;   /* the CSV column; NULL elsewhere */
};

struct jalon_fault {
    struct jalon_place_in_file place;
    struct jalon_err err;
};

/* `struct jalon_faults faults = {0};` is ready for use. */
struct jalon_faults {
    struct jalon_fault *items;
    size_t n, capacity;
    size_t n_dropped;          /* beyond JALON_LIMIT_FAULTS */
    struct jalon_arena *arena; /* owns the strings of the places */
};

void jalon_faults_done(struct jalon_faults *faults); /* for JALON_AUTO */
void jalon_faults_add(struct jalon_faults *faults, struct jalon_place_in_file place,
                      const struct jalon_err *err);

/* Orders the faults from index FIRST on by file, line and column; equal ones keep their order. */
void jalon_faults_sort(struct jalon_faults *faults, size_t first);
