/* Reminders of the programme in use: planned from the inbox, sent by whoever delivers them. */
#pragma once

#include "app/app.h"
#include "store/reminder.h"

/* Queues what is due on AS_OF, NONE: today; *ret_planned: how many were not queued yet. */
JALON_MUST_CHECK int jalon_app_remind_plan(struct jalon_app *app,
                                           const struct jalon_reminder_rules *rules,
                                           struct jalon_date as_of, int *ret_planned,
                                           struct jalon_err *err);
JALON_MUST_CHECK int jalon_app_reminders(struct jalon_app *app, struct jalon_queue *ret_queue,
                                         struct jalon_err *err);

/* Claims reminder ID for DELIVERY, whose claim is set. A lost one is recorded as unknown here. */
JALON_MUST_CHECK int jalon_app_remind_claim(struct jalon_app *app,
                                            const struct jalon_claim_rules *rules,
                                            struct jalon_delivery *delivery,
                                            enum jalon_claim *ret_claim, struct jalon_err *err);
/* What became of the delivery, as an entry of the contract. */
JALON_MUST_CHECK int jalon_app_remind(struct jalon_app *app, const struct jalon_delivery *delivery,
                                      struct jalon_err *err);
