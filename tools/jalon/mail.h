/* Mails: made as RFC 5322 says, and delivered by a program that is compatible with sendmail. */
#pragma once

#include "base/err.h"
#include "base/str.h"

struct mail {
    const char *id; /* of the message, without its domain: the same for each attempt */
    const char *from, *to;
    const char *subject, *body;
};

/* Adds the whole message. REFUSED when a header would hold a line break. */
JALON_MUST_CHECK int mail_write(const struct mail *mail, struct jalon_str *out,
                                struct jalon_err *err);

enum mail_outcome {
    MAIL_SENT,    /* the program ended with status 0 */
    MAIL_FAILED,  /* it ended with another, or is not there */
    MAIL_UNKNOWN, /* it was ended from outside, or took too long */
};

/* Runs PROGRAM -i -- TO without a shell, MESSAGE as its standard input. */
enum mail_outcome mail_deliver(const char *program, const char *to, const struct jalon_str *message,
                               int *ret_status);
