/* Programmes in and out of the database. */
#pragma once

#include "domain/programme.h"
#include "store/write.h"

/* Applies a programme document; the one in force again returns a receipt without entries. */
JALON_MUST_CHECK int jalon_store_programme_apply(struct jalon_db *db,
                                                 const struct jalon_uuid *request,
                                                 const char *document,
                                                 struct jalon_receipt **ret_receipt,
                                                 struct jalon_err *err);

enum jalon_programme_outcome {
    JALON_PROGRAMME_FOUND,
    JALON_PROGRAMME_NONE,     /* no such code; with CODE NULL: the database holds none */
    JALON_PROGRAMME_AMBIGUOUS /* CODE is NULL and there are several */
};

/*
 * The revision in force of programme CODE; NULL: of the only one. *ret_programme is set when
 * FOUND, *ret_today too: the day it is in the programme's zone.
 */
JALON_MUST_CHECK int jalon_store_programme(struct jalon_db *db, const char *code,
                                           struct jalon_programme **ret_programme,
                                           struct jalon_date *ret_today, struct jalon_err *err);

/* Which of the N request ids are recorded: RET_KNOWN[i] for IDS[i]. */
JALON_MUST_CHECK int jalon_store_requests_known(struct jalon_db *db, const struct jalon_uuid *ids,
                                                size_t n, bool *ret_known, struct jalon_err *err);
