/*
 * Many facts in one transaction, each as a row that goes through the function of its kind: all of
 * them are recorded or, with `keep_going`, those that are not refused.
 */
#pragma once

#include <jansson.h>

#include "store/cohort.h"
#include "store/contract.h"
#include "store/party.h"
#include "store/plan.h"
#include "store/target.h"
#include "store/term.h"
#include "store/territory.h"
#include "store/write.h"

/* Rows of a batch. The caller owns them; programme and request of WRITE are the batch's. */
json_t *jalon_batch_advance(const struct jalon_write *write, const char *code, const char *to);
json_t *jalon_batch_milestone(const struct jalon_write *write, const char *code,
                              const char *milestone);
json_t *jalon_batch_party_refuse(const struct jalon_write *write,
                                 const struct jalon_party_act *act);
json_t *jalon_batch_party_waive(const struct jalon_write *write, const struct jalon_party_act *act);
json_t *jalon_batch_note(const struct jalon_write *write, const char *code);
json_t *jalon_batch_plan(const struct jalon_write *write, const struct jalon_plan *plan);
json_t *jalon_batch_term(const struct jalon_write *write, const struct jalon_term *term);
json_t *jalon_batch_retarget(const struct jalon_write *write,
                             const struct jalon_retarget *retarget);
json_t *jalon_batch_sign(const struct jalon_write *write, const struct jalon_signing *signing);
json_t *jalon_batch_territory_add(const struct jalon_write *write,
                                  const struct jalon_territory *territory);
json_t *jalon_batch_territory_change(const struct jalon_write *write,
                                     const struct jalon_territory_change *change);
json_t *jalon_batch_cohort_join(const struct jalon_write *write,
                                const struct jalon_cohort_move *move);
json_t *jalon_batch_cohort_leave(const struct jalon_write *write,
                                 const struct jalon_cohort_move *move);
json_t *jalon_batch_weigh(const struct jalon_write *write, const struct jalon_weighing *weighing);

/* Sends the row with the others but records nothing of it: it was found recorded. The request stays
 * the same whatever is skipped. */
void jalon_batch_skip(json_t *row);

struct jalon_batch {
    struct jalon_uuid request; /* stands as batch id in the entry of each row */
    const char *programme;
    json_t *rows; /* an array */
    bool keep_going;
};

struct jalon_batch_refusal {
    size_t row; /* from 0 */
    struct jalon_err err;
};

struct jalon_batch_done { /* a row that is recorded; lives with the receipt */
    size_t row;           /* from 0 */
    const char **entries; /* as of the receipt */
    size_t n_entries;
    const char *state; /* of the contract afterwards */
};

struct jalon_batch_answer {
    struct jalon_receipt *receipt; /* without entries when nothing was recorded */
    struct jalon_batch_done *done; /* in the order of the rows */
    size_t n_done;
    struct jalon_batch_refusal *refusals; /* the same */
    size_t n_refusals;
};
void jalon_batch_answer_done(struct jalon_batch_answer *answer); /* for JALON_AUTO */

/*
 * 0 also when rows are refused: see `refusals`. Without `keep_going` one of them is enough for
 * nothing to be recorded. Fails as jalon_db_write() does, REFUSED for more rows than
 * JALON_LIMIT_BATCH_ROWS.
 */
JALON_MUST_CHECK int jalon_store_batch(struct jalon_db *db, const struct jalon_batch *batch,
                                       struct jalon_batch_answer *ret_answer,
                                       struct jalon_err *err);
