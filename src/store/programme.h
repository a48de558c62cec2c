/* Programmes in and out of the database. */
#pragma once

#include <jansson.h>

#include "domain/programme.h"
#include "store/write.h"

enum { JALON_REVISION_ANY = -1 };

/*
 * Applies a programme document under the request and with the evidence of WRITE; the one in force
 * again returns a receipt without entries. EXPECT is the revision that the caller has seen, 0 when
 * there was no such programme: CONFLICT when another is in force; JALON_REVISION_ANY: not asked.
 */
JALON_MUST_CHECK int jalon_store_programme_apply(struct jalon_db *db,
                                                 const struct jalon_write *write,
                                                 const char *document, int expect,
                                                 struct jalon_receipt **ret_receipt,
                                                 struct jalon_err *err);

enum jalon_programme_outcome {
    JALON_PROGRAMME_FOUND,
    JALON_PROGRAMME_NONE,     /* no such code; with CODE NULL: the database holds none */
    JALON_PROGRAMME_AMBIGUOUS /* CODE is NULL and there are several */
};

/*
 * Revision NUMBER of programme CODE, 0: the one in force. *ret_programme and the text of its
 * document, which the caller frees, are set when FOUND.
 */
JALON_MUST_CHECK int jalon_store_revision(struct jalon_db *db, const char *code, int number,
                                          struct jalon_programme **ret_programme,
                                          char **ret_document, struct jalon_err *err);

/* What stands in the way of DOCUMENT as the next revision of CODE: an array of {"kind", "facts"},
 * facts being those of the refusal of that name. */
JALON_MUST_CHECK int jalon_store_obstacles(struct jalon_db *db, const char *code,
                                           const char *document, json_t **ret_obstacles,
                                           struct jalon_err *err);

struct jalon_programme_row {
    const char *code;
    struct jalon_label name;
    const char *timezone;
    struct jalon_date starts_on;
    int revision;
    struct jalon_date since, today; /* the revision was applied; today in the programme's zone */
    int scope;                      /* N as of today */
};

struct jalon_programme_list {
    struct jalon_programme_row *rows; /* by code */
    size_t n_rows;
    struct jalon_arena *arena; /* owns all of the above */
};
void jalon_programme_list_free(struct jalon_programme_list *list); /* accepts NULL */
void jalon_programme_list_freep(struct jalon_programme_list **list);

JALON_MUST_CHECK int jalon_store_programmes(struct jalon_db *db,
                                            struct jalon_programme_list **ret_list,
                                            struct jalon_err *err);

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
