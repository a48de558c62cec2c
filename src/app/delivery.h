/* Issued reports as mails: the kept files of an issue, and the entries about each mail. */
#pragma once

#include "app/app.h"
#include "app/issue.h"
#include "report/mailing.h"
#include "store/delivery.h"

/* The report of a week as it was issued last. */
struct jalon_issue_files {
    struct jalon_issued_list list; /* of that entry alone are FIRST and the N - 1 after it */
    size_t first, n;
    struct jalon_week week;
};
void jalon_issue_files_done(struct jalon_issue_files *files); /* for JALON_AUTO */

/* Of WEEK, NULL: of the last one that was over; none when it was never issued. */
JALON_MUST_CHECK int jalon_app_issue_files(struct jalon_app *app, const struct jalon_week *week,
                                           struct jalon_issue_files *ret_files,
                                           struct jalon_err *err);

/* Fills MAILING with the kept files in that language, their names and the subject; it owns them.
 * JOURNAL when they are not what was issued any more. */
JALON_MUST_CHECK int jalon_app_mailing(struct jalon_app *app, const struct jalon_issue_files *files,
                                       enum jalon_lang lang, struct jalon_mailing *ret_mailing,
                                       struct jalon_err *err);

/* What became of the mails of an issue so far. */
JALON_MUST_CHECK int jalon_app_mails(struct jalon_app *app, const struct jalon_issue_files *files,
                                     struct jalon_mails *ret_mails, struct jalon_err *err);

/* Takes the mail that CLAIM says, of the issue of FILES. *ret_begun is the place of its entry; 0:
 * it is another sender's, or was sent before. */
JALON_MUST_CHECK int jalon_app_deliver(struct jalon_app *app, const struct jalon_issue_files *files,
                                       struct jalon_mail_claim *claim, int64_t *ret_begun,
                                       struct jalon_err *err);
JALON_MUST_CHECK int jalon_app_delivered(struct jalon_app *app,
                                         const struct jalon_mail_outcome *outcome,
                                         struct jalon_err *err);
