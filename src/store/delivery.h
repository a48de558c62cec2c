/* Issued reports that are sent by mail, into the database and out of it. */
#pragma once

#include "store/write.h"

struct jalon_mail_claim {       /* of one recipient, for one issue */
    int64_t issue;              /* place of the entry that issued the report */
    const char *address, *lang; /* lang: "fr", "en" */
    int attempts;               /* a mail that failed so many times is left */
    bool again;                 /* although it was sent */
};

/* The mail is WRITE's alone when the receipt has an entry; else it was there already. */
JALON_MUST_CHECK int jalon_store_report_deliver(struct jalon_db *db,
                                                const struct jalon_write *write,
                                                const struct jalon_mail_claim *claim,
                                                struct jalon_receipt **ret_receipt,
                                                struct jalon_err *err);

struct jalon_mail_outcome {
    int64_t begun;       /* place of the entry that took the mail */
    const char *outcome; /* sent, failed, unknown */
    int status;          /* of the program that delivers; below 0: none */
};
JALON_MUST_CHECK int jalon_store_report_delivered(struct jalon_db *db,
                                                  const struct jalon_write *write,
                                                  const struct jalon_mail_outcome *outcome,
                                                  struct jalon_receipt **ret_receipt,
                                                  struct jalon_err *err);

struct jalon_mail_sent {
    const char *address;        /* NULL: erased */
    const char *lang, *outcome; /* begun, sent, failed, unknown */
    const char *entry;          /* the last one about it, "ti#7" */
};
struct jalon_mails { /* in journal order */
    struct jalon_mail_sent *items;
    size_t n;
    struct jalon_arena *arena;
};
void jalon_mails_done(struct jalon_mails *mails); /* for JALON_AUTO */

/* The mails with the report that ENTRY issued. */
JALON_MUST_CHECK int jalon_store_deliveries(struct jalon_db *db, const char *programme,
                                            const char *entry, struct jalon_mails *ret_mails,
                                            struct jalon_err *err);
