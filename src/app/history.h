/* What happened: the history of one territory, and the log of the programme. */
#pragma once

#include "app/app.h"
#include "store/journal.h"

/* NOT_FOUND when the programme has no territory CODE that this reader may see. */
JALON_MUST_CHECK int jalon_app_history(struct jalon_app *app, const char *code,
                                       struct jalon_history **ret_history, struct jalon_err *err);

JALON_MUST_CHECK int jalon_app_log(struct jalon_app *app, const struct jalon_log_filter *filter,
                                   struct jalon_history **ret_history, struct jalon_err *err);
