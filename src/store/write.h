/* What every writing statement carries, and the receipt it returns. */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "base/uuid.h"
#include "pg/db.h"

/* All optional; NULL or no date: not given. */
struct jalon_evidence {
    const char *reason, *source, *note;
    const char *certainty;        /* documented, deduced, inferred, probable, assumed, weak */
    struct jalon_date learned_on; /* when the fact became known, for history entered afterwards */
    const char *batch;            /* UUID that groups entries */
};

/* One write: its request id makes repeats safe; the date says when the fact was true. */
struct jalon_write {
    struct jalon_uuid request;
    const char *programme;
    struct jalon_date on; /* NONE with JALON_PRECISION_UNKNOWN only */
    enum jalon_precision precision;
    struct jalon_evidence evidence;
};

struct jalon_receipt {
    const char *code;     /* of the territory or programme */
    const char **entries; /* "ti-2801#7", in journal order; none when nothing had to change */
    size_t n_entries;
    const char *state;    /* of the contract afterwards; NULL for a programme */
    const char *recorded; /* "2026-08-22T10:11:12.123456Z" */
    bool replayed;        /* answered before: nothing new was written */
    struct jalon_arena *arena;
};

void jalon_receipt_free(struct jalon_receipt *receipt);
void jalon_receipt_freep(struct jalon_receipt **receipt);

/* NULL for no date. */
const char *jalon_store_date(struct jalon_date date, struct jalon_date_text *buffer);
/* A number as a parameter, in digits. */
struct jalon_number_text {
    char text[24];
};
struct jalon_number_text jalon_store_number(int64_t number);

/* The evidence as the JSON object that the database takes, or its text; the caller frees it. */
json_t *jalon_store_evidence_object(const struct jalon_evidence *evidence);
char *jalon_store_evidence(const struct jalon_evidence *evidence);

/* The receipt that the database made. */
struct jalon_receipt *jalon_store_receipt(const json_t *document);

/* Runs a writing statement and reads its receipt. Failures as of jalon_db_write(). */
JALON_MUST_CHECK int jalon_store_write(struct jalon_db *db, const struct jalon_statement *statement,
                                       const char *const *parameters,
                                       struct jalon_receipt **ret_receipt, struct jalon_err *err);
