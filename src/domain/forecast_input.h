/*
 * What a forecast takes, out of the contracts as the books hold them on a day: who has begun and
 * since when, what is signed, what is suspended or gone, and what nobody wrote down.
 */
#pragma once

#include "domain/contract.h"
#include "domain/forecast.h"

struct jalon_forecast_question {
    const struct jalon_programme *programme;
    struct jalon_contract *const *contracts;
    size_t n;
    const struct jalon_target_def *target;         /* decided by AS_OF */
    const struct jalon_instrument_def *instrument; /* what is awaited; NULL: the target's */
    struct jalon_date as_of;
    struct jalon_date until; /* end of the fan; NONE: the due day */
    int late_days;           /* so long it may take until a signature is recorded */
};

/*
 * The input, in ARENA, which borrows from the contracts.
 *
 * A contract has begun when it is in a state that is neither the initial one, nor done, nor one
 * from which it goes back to where it was. That contracts have not begun is known as long as the
 * books follow beginnings: up to four weeks after the last one that no signature implied. What
 * follows is unknown, for a step that nobody recorded may have been taken. A contract that was
 * signed on the day on which it began teaches nothing: that day is only the latest it can be.
 */
struct jalon_forecast_input *jalon_forecast_input_new(
    const struct jalon_forecast_question *question, struct jalon_arena *arena);

/* The number of a Région in the input; NULL: of what has none. */
size_t jalon_forecast_region(const struct jalon_programme *programme, const char *code);

/*
 * The target that a forecast is about unless another is asked for: of those decided by AS_OF, the
 * next one that all contracts are due for, else the next one, else the last one; NULL: none is
 * decided.
 */
const struct jalon_target_def *jalon_forecast_target(const struct jalon_programme *programme,
                                                     struct jalon_date as_of);
