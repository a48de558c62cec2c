/*
 * Figures for a monitor, as Prometheus reads them from a file: of each programme by Région and
 * state, never by contract, and of what has to go on by itself. A family of figures comes once,
 * with the rows of all programmes.
 */
#pragma once

#include "base/str.h"
#include "domain/target.h"

struct jalon_metrics_part { /* of a programme */
    const struct jalon_programme *programme;
    struct jalon_date today; /* in its zone */
    struct jalon_contract *const *contracts;
    size_t n_contracts;
    int n_reminders;            /* planned and not sent */
    const char *last_report_at; /* "2019-05-06T05:00:12Z"; NULL: none was issued */
};

struct jalon_metrics {
    const char *version; /* of this program */
    const struct jalon_metrics_part *parts;
    size_t n_parts;
    uint64_t n_sealed; /* leaves of the sealed journal */
    int64_t n_pending; /* entries that no seal covers yet */
};

void jalon_metrics_text(const struct jalon_metrics *metrics, struct jalon_str *out);
