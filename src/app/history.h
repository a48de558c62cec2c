/* What happened: the history of one territory, and the log of the programme. */
#pragma once

#include "app/app.h"
#include "store/journal.h"

/* NOT_FOUND when the programme has no territory CODE that this reader may see. */
JALON_MUST_CHECK int jalon_app_history(struct jalon_app *app, const char *code,
                                       struct jalon_history **ret_history, struct jalon_err *err);

/* NOT_FOUND when there is no such territory or entry as FILTER names. */
JALON_MUST_CHECK int jalon_app_log(struct jalon_app *app, const struct jalon_log_filter *filter,
                                   struct jalon_history **ret_history, struct jalon_err *err);

/* The parts of the log that hold an anomaly, latest part first. */
struct jalon_log_parts {
    struct jalon_history **items;
    size_t n;
};
void jalon_log_parts_done(struct jalon_log_parts *parts); /* for JALON_AUTO */

/* Looks through all that FILTER lets pass, part by part; a limit of it is that of one part. */
JALON_MUST_CHECK int jalon_app_anomalies(struct jalon_app *app,
                                         const struct jalon_log_filter *filter,
                                         const struct jalon_anomaly_rules *rules,
                                         struct jalon_log_parts *ret_parts, struct jalon_err *err);
