/* The queue of reminders, and what became of them. */
#pragma once

#include "domain/reminder.h"
#include "store/write.h"

/* Queues those that are not queued yet; *ret_planned: how many are new. */
JALON_MUST_CHECK int jalon_store_remind_plan(struct jalon_db *db, const char *programme,
                                             const struct jalon_reminders *reminders,
                                             int *ret_planned, struct jalon_err *err);

enum jalon_claim {
    JALON_CLAIM_TAKEN,   /* another sender has it, or it is settled */
    JALON_CLAIM_CLAIMED, /* to be delivered */
    JALON_CLAIM_LOST,    /* an earlier sender never said what became of it: unknown */
    JALON_CLAIM_DROPPED, /* nothing to remind of any more */
    JALON_CLAIM_N
};

struct jalon_claim_rules {
    int attempts; /* a reminder that failed so many times is left */
    int seconds;  /* for which a claim holds */
};

/* Takes reminder ID for REQUEST, which is the claim: once committed, no lock is held. */
JALON_MUST_CHECK int jalon_store_remind_claim(struct jalon_db *db, const struct jalon_uuid *request,
                                              const char *id, const struct jalon_claim_rules *rules,
                                              enum jalon_claim *ret_claim, struct jalon_err *err);

struct jalon_delivery {
    const char *id;          /* of the reminder */
    struct jalon_uuid claim; /* the request that claimed it */
    const char *outcome;     /* sent, failed, unknown */
    int status;              /* of the command that delivers; below 0: none */
    const char *address;     /* NULL: none */
};

/* Records it as an entry of the contract. CONFLICT when the claim is another's. */
JALON_MUST_CHECK int jalon_store_remind(struct jalon_db *db, const struct jalon_uuid *request,
                                        const struct jalon_delivery *delivery,
                                        struct jalon_receipt **ret_receipt, struct jalon_err *err);

struct jalon_queued {
    const char *id;
    struct jalon_reminder reminder;
    int attempts;
    const char *status; /* planned, claimed, lost, dropped, sent, failed, unknown */
    const char *entry;  /* of the last attempt, "ti-2801#7"; NULL: none */
};

struct jalon_queue { /* in the order of planning */
    struct jalon_queued *items;
    size_t n;
    struct jalon_arena *arena;
};
void jalon_queue_done(struct jalon_queue *queue); /* for JALON_AUTO */

JALON_MUST_CHECK int jalon_store_reminders(struct jalon_db *db, const char *programme,
                                           struct jalon_queue *ret_queue, struct jalon_err *err);
