/* Issued reports: the weekly report as it was handed out, and whether a file is one. */
#pragma once

#include "app/app.h"
#include "base/str.h"
#include "store/issue.h"

/*
 * What sets a PAGE, HTML of the weekly report, as PDF that says it was made at INSTANT: a program
 * that need not be there, so that it is the caller's. The same page must give the same bytes.
 */
struct jalon_printer {
    int (*print)(const void *context, const char *instant, const struct jalon_str *page,
                 struct jalon_str *ret_pdf, struct jalon_err *err);
    const void *context;
};

/*
 * Makes the files of WEEK's report, NULL: of the last week that was over, keeps them and appends
 * the entry that says so; as PDF too where the app has a printer. The same content again, or a part
 * of it, is no new entry. CONFLICT when the week was issued with other content and AGAIN does not
 * say that it is meant; REFUSED while the week is not over.
 */
JALON_MUST_CHECK int jalon_app_report_issue(struct jalon_app *app, const struct jalon_write *write,
                                            const struct jalon_week *week, bool again,
                                            struct jalon_receipt **ret_receipt,
                                            struct jalon_err *err);

/* The files issued in the programme in use: of WEEK, NULL: of all. */
JALON_MUST_CHECK int jalon_app_issued(struct jalon_app *app, const struct jalon_week *week,
                                      struct jalon_issued_list *ret_list, struct jalon_err *err);

/* Adds what a file is called: "ti-2019-W18.fr.txt". */
void jalon_issued_add_name(struct jalon_str *out, const struct jalon_issued *file);

/* Writes the kept bytes under its name into FOLDER, which is made when it is not there. JOURNAL
 * when they are not what was issued any more. */
JALON_MUST_CHECK int jalon_app_issued_write(struct jalon_app *app, const struct jalon_issued *file,
                                            const char *folder, struct jalon_err *err);

/* What is known of a file that somebody has in hand. */
struct jalon_issue_verdict {
    char sha256[65];
    struct jalon_week week;          /* that it says it is of; year 0: none */
    struct jalon_issued_list issued; /* what it is: files of that content, of whatever programme */
    struct jalon_issued_list near;   /* what was issued for its week */
};
void jalon_issue_verdict_done(struct jalon_issue_verdict *verdict); /* for JALON_AUTO */

JALON_MUST_CHECK int jalon_app_report_verify(struct jalon_app *app, const char *path,
                                             struct jalon_issue_verdict *ret_verdict,
                                             struct jalon_err *err);
