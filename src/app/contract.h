/* Contracts and territories: everything a user can do to one, and what can be seen of them. */
#pragma once

#include "app/app.h"
#include "domain/contract.h"
#include "store/cohort.h"
#include "store/contract.h"
#include "store/party.h"
#include "store/plan.h"
#include "store/projection.h"
#include "store/target.h"
#include "store/term.h"
#include "store/territory.h"
#include "store/write.h"

/*
 * The writes fill in the programme's code; `write->request` must be set. Refusals and conflicts
 * come from the database as errors of kind REFUSED, CONFLICT, NOT_FOUND, PERMISSION.
 */
/* The write under the programme in use. */
JALON_MUST_CHECK int jalon_app_in_programme(struct jalon_app *app, const struct jalon_write *write,
                                            struct jalon_write *ret_write, struct jalon_err *err);

JALON_MUST_CHECK int jalon_app_advance(struct jalon_app *app, const struct jalon_write *write,
                                       const char *code, const char *to, const char *expect,
                                       struct jalon_receipt **ret_receipt, struct jalon_err *err);
JALON_MUST_CHECK int jalon_app_sign(struct jalon_app *app, const struct jalon_write *write,
                                    const struct jalon_signing *signing,
                                    struct jalon_receipt **ret_receipt, struct jalon_err *err);
JALON_MUST_CHECK int jalon_app_milestone(struct jalon_app *app, const struct jalon_write *write,
                                         const char *code, const char *milestone,
                                         struct jalon_receipt **ret_receipt, struct jalon_err *err);
JALON_MUST_CHECK int jalon_app_territory_add(struct jalon_app *app, const struct jalon_write *write,
                                             const struct jalon_territory *territory,
                                             struct jalon_receipt **ret_receipt,
                                             struct jalon_err *err);
JALON_MUST_CHECK int jalon_app_territory_change(struct jalon_app *app,
                                                const struct jalon_write *write,
                                                const struct jalon_territory_change *change,
                                                struct jalon_receipt **ret_receipt,
                                                struct jalon_err *err);
JALON_MUST_CHECK int jalon_app_territory_succeed(struct jalon_app *app,
                                                 const struct jalon_write *write,
                                                 const struct jalon_succession *succession,
                                                 struct jalon_receipt **ret_receipt,
                                                 struct jalon_err *err);

JALON_MUST_CHECK int jalon_app_cohort_join(struct jalon_app *app, const struct jalon_write *write,
                                           const struct jalon_cohort_move *move,
                                           struct jalon_receipt **ret_receipt,
                                           struct jalon_err *err);
JALON_MUST_CHECK int jalon_app_cohort_leave(struct jalon_app *app, const struct jalon_write *write,
                                            const struct jalon_cohort_move *move,
                                            struct jalon_receipt **ret_receipt,
                                            struct jalon_err *err);
/* Without a day it counts from the first one of its year (jalon_programme_weight_day()). */
JALON_MUST_CHECK int jalon_app_weigh(struct jalon_app *app, const struct jalon_write *write,
                                     const struct jalon_weighing *weighing,
                                     struct jalon_receipt **ret_receipt, struct jalon_err *err);

JALON_MUST_CHECK int jalon_app_party_refuse(struct jalon_app *app, const struct jalon_write *write,
                                            const struct jalon_party_act *act,
                                            struct jalon_receipt **ret_receipt,
                                            struct jalon_err *err);
JALON_MUST_CHECK int jalon_app_party_waive(struct jalon_app *app, const struct jalon_write *write,
                                           const struct jalon_party_act *act,
                                           struct jalon_receipt **ret_receipt,
                                           struct jalon_err *err);
JALON_MUST_CHECK int jalon_app_term(struct jalon_app *app, const struct jalon_write *write,
                                    const struct jalon_term *term,
                                    struct jalon_receipt **ret_receipt, struct jalon_err *err);
JALON_MUST_CHECK int jalon_app_plan(struct jalon_app *app, const struct jalon_write *write,
                                    const struct jalon_plan *plan,
                                    struct jalon_receipt **ret_receipt, struct jalon_err *err);
JALON_MUST_CHECK int jalon_app_note(struct jalon_app *app, const struct jalon_write *write,
                                    const char *code, struct jalon_receipt **ret_receipt,
                                    struct jalon_err *err);

/* The day of the write is that of the decision. Of a Région or of all it is a new revision of the
 * programme, which app->programme does not follow. */
JALON_MUST_CHECK int jalon_app_retarget(struct jalon_app *app, const struct jalon_write *write,
                                        const struct jalon_retarget *retarget,
                                        struct jalon_receipt **ret_receipt, struct jalon_err *err);

/*
 * The contracts as of a day; NONE: today in the programme's zone. REFUSED when the filter names a
 * state, party or Région that the programme does not know; a Région may be given by its name.
 */
JALON_MUST_CHECK int jalon_app_list(struct jalon_app *app, const struct jalon_list_filter *filter,
                                    struct jalon_date as_of, struct jalon_list **ret_list,
                                    struct jalon_err *err);

/* The contract CODE of the programme in use, which is loaded too. NOT_FOUND: none, or not yours. */
JALON_MUST_CHECK int jalon_app_contract(struct jalon_app *app, const char *code,
                                        struct jalon_contract **ret_contract,
                                        struct jalon_err *err);

/* All contracts of the programme in use, which is loaded too. */
JALON_MUST_CHECK int jalon_app_contracts(struct jalon_app *app,
                                         struct jalon_contracts *ret_contracts,
                                         struct jalon_err *err);

/* The state must be one that the programme (which is loaded) declares, else REFUSED. */
JALON_MUST_CHECK int jalon_app_check_state(struct jalon_app *app, const char *state,
                                           struct jalon_err *err);

/* The same for a cohort and for a weight. */
JALON_MUST_CHECK int jalon_app_check_cohort(struct jalon_app *app, const char *cohort,
                                            struct jalon_err *err);
JALON_MUST_CHECK int jalon_app_check_weight(struct jalon_app *app, const char *weight,
                                            struct jalon_err *err);

/* Why the contract is not in STATE on DAY, in ARENA. REFUSED when the programme declares no such
 * state. */
JALON_MUST_CHECK int jalon_app_explain(struct jalon_app *app, const struct jalon_contract *contract,
                                       const char *state, struct jalon_date day,
                                       struct jalon_arena *arena,
                                       struct jalon_explanation *ret_explanation,
                                       struct jalon_err *err);
