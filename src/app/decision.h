/* Decisions that are asked of somebody by a day, until they are closed. */
#pragma once

#include "app/app.h"
#include "store/decision.h"

/* Asks for a decision, from the day of the write on; without one from today. */
JALON_MUST_CHECK int jalon_app_decision_ask(struct jalon_app *app, const struct jalon_write *write,
                                            const struct jalon_ask *ask,
                                            struct jalon_receipt **ret_receipt,
                                            struct jalon_err *err);

/*
 * Closes the decision that ENTRY ("ti#12") asked for, as "taken", "refused" or "dropped".
 * NOT_FOUND when it asked for none, CONFLICT when it is closed already.
 */
JALON_MUST_CHECK int jalon_app_decision_close(struct jalon_app *app,
                                              const struct jalon_write *write, const char *entry,
                                              const char *as, struct jalon_receipt **ret_receipt,
                                              struct jalon_err *err);

/* Those asked for by AS_OF, NONE: by today. Empty when the database is older than decisions are. */
JALON_MUST_CHECK int jalon_app_decisions(struct jalon_app *app, struct jalon_date as_of,
                                         struct jalon_decisions *ret_decisions,
                                         struct jalon_err *err);
