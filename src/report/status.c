/* The arithmetic of a status: paces, days left, sums that close. */
#include "report/status.h"

#include "report/report_messages.h"

void jalon_status_free(struct jalon_status *status)
{
    if (status != NULL) {
        jalon_arena_free(status->arena);
    }
}

void jalon_status_freep(struct jalon_status **status)
{
    jalon_status_free(*status);
    *status = NULL;
}

static bool cohort_closes(const struct jalon_status *status,
                          const struct jalon_cohort_figures *cohort)
{
    for (size_t i = 0; i < status->n_instruments; i++) {
        if (cohort->n_signed[i] > cohort->n ||
            cohort->n_signed[i] > status->instruments[i].n_signed) {
            return false;
        }
    }
    return cohort->n <= status->scope.current;
}

static bool weight_closes(const struct jalon_status *status,
                          const struct jalon_weight_figures *weight)
{
    for (size_t i = 0; i < status->n_instruments; i++) {
        if (weight->of_signed[i] > weight->total) {
            return false;
        }
    }
    return weight->without + weight->partial <= status->scope.current;
}

static int check_counts(const struct jalon_status *status, struct jalon_err *err)
{
    for (size_t i = 0; i < status->n_cohorts; i++) {
        if (!cohort_closes(status, &status->cohorts[i])) {
            return jalon_fail(err, &jalon_msg_report_sums_differ, status->cohorts[i].code);
        }
    }
    for (size_t i = 0; i < status->n_weights; i++) {
        if (!weight_closes(status, &status->weights[i])) {
            return jalon_fail(err, &jalon_msg_report_sums_differ, status->weights[i].code);
        }
    }
    return 0;
}

int jalon_status_check(const struct jalon_status *status, struct jalon_err *err)
{
    int sum = 0;
    for (size_t i = 0; i < status->n_states; i++) {
        sum += status->states[i].n;
    }
    if (sum != status->scope.current) {
        return jalon_fail(err, &jalon_msg_report_sums_differ, "states");
    }
    for (size_t i = 0; i < status->n_instruments; i++) {
        const struct jalon_instrument_figures *instrument = &status->instruments[i];
        if (instrument->n_signed > status->scope.current ||
            instrument->this_week > instrument->n_signed) {
            return jalon_fail(err, &jalon_msg_report_sums_differ, instrument->code);
        }
    }
    return check_counts(status, err);
}

int jalon_status_scope_change(const struct jalon_status *status)
{
    int change = 0;
    for (size_t i = 0; i < status->n_states; i++) {
        change += status->states[i].change;
    }
    return change;
}

int jalon_pace_days(struct jalon_date as_of, struct jalon_date starts_on)
{
    int age = jalon_date_diff(as_of, starts_on) + 1;
    if (age < 1) {
        return 1;
    }
    return age < JALON_PACE_DAYS ? age : JALON_PACE_DAYS;
}

int jalon_pace_seen(int n_signed, int days)
{
    return (n_signed * 140 + days) / (2 * days);
}

bool jalon_pace_needed(int missing, int days_left, int *ret_tenths)
{
    if (missing <= 0 || days_left <= 0) {
        return false;
    }
    *ret_tenths = (missing * 70 + days_left - 1) / days_left;
    return true;
}

bool jalon_weight_share(const struct jalon_weight_figures *weight, size_t instrument,
                        int *ret_tenths)
{
    if (weight->total <= 0) {
        return false;
    }
    /* Digit by digit: a thousand times the sum may be more than 64 bits hold. */
    int64_t rest = weight->of_signed[instrument] % weight->total;
    *ret_tenths = (int)(weight->of_signed[instrument] / weight->total);
    for (int digit = 0; digit < 3; digit++) {
        *ret_tenths = *ret_tenths * 10 + (int)(rest * 10 / weight->total);
        rest = rest * 10 % weight->total;
    }
    return true;
}

int jalon_target_days_left(const struct jalon_status *status,
                           const struct jalon_target_figures *target)
{
    return jalon_date_diff(target->on, status->as_of);
}

int jalon_target_required(const struct jalon_status *status,
                          const struct jalon_target_figures *target)
{
    return (target->percent * status->scope.current + 99) / 100;
}

int jalon_target_missing(const struct jalon_status *status,
                         const struct jalon_target_figures *target)
{
    int missing = jalon_target_required(status, target) - target->instrument->n_signed;
    return missing > 0 ? missing : 0;
}

bool jalon_target_moved(const struct jalon_target_figures *target)
{
    return jalon_date_compare(target->on, target->original_on) != 0;
}
