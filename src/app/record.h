/* One contract as a whole record, for everything that shows or explains it. */
#pragma once

#include "app/app.h"
#include "domain/contract.h"
#include "store/projection.h"

/* The contract CODE of the programme in use, which is loaded too. NOT_FOUND: none, or not yours. */
JALON_MUST_CHECK int jalon_app_contract(struct jalon_app *app, const char *code,
                                        struct jalon_contract **ret_contract,
                                        struct jalon_err *err);

/* All contracts of the programme in use, which is loaded too. */
JALON_MUST_CHECK int jalon_app_contracts(struct jalon_app *app,
                                         struct jalon_contracts *ret_contracts,
                                         struct jalon_err *err);

/* AS_OF, else today in the programme's zone (the programme is loaded). */
struct jalon_date jalon_app_day(const struct jalon_app *app, struct jalon_date as_of);

/* Why the contract is not in STATE on DAY, in ARENA. REFUSED when the programme declares no such
 * state. */
JALON_MUST_CHECK int jalon_app_explain(struct jalon_app *app, const struct jalon_contract *contract,
                                       const char *state, struct jalon_date day,
                                       struct jalon_arena *arena,
                                       struct jalon_explanation *ret_explanation,
                                       struct jalon_err *err);
