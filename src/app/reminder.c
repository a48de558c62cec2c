/* Reminders: the inbox of a day decides who is reminded, the queue that it happens once. */
#include "app/reminder.h"

#include "app/inbox.h"

int jalon_app_remind_plan(struct jalon_app *app, const struct jalon_reminder_rules *rules,
                          struct jalon_date as_of, int *ret_planned, struct jalon_err *err)
{
    enum { LONG = 9999 };
    const struct jalon_inbox_filter all = {0};
    const struct jalon_inbox_rules near = {
        .due_within_days = rules->before_days, .stalled_days = LONG, .next_days = 1};
    JALON_AUTO(jalon_inbox_view_done) struct jalon_inbox_view view = {0};
    if (jalon_app_inbox(app, &all, &near, as_of, &view, err) < 0) {
        return -1;
    }
    const struct jalon_reminders due = jalon_reminders_due(view.inbox, rules);
    return jalon_store_remind_plan(app->db, app->programme->code, &due, ret_planned, err);
}

int jalon_app_reminders(struct jalon_app *app, struct jalon_queue *ret_queue, struct jalon_err *err)
{
    if (jalon_app_programme(app, err) < 0) {
        return -1;
    }
    return jalon_store_reminders(app->db, app->programme->code, ret_queue, err);
}

int jalon_app_remind(struct jalon_app *app, const struct jalon_delivery *delivery,
                     struct jalon_err *err)
{
    const struct jalon_uuid request = jalon_uuid_random();
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    return jalon_store_remind(app->db, &request, delivery, &receipt, err);
}

int jalon_app_remind_claim(struct jalon_app *app, const struct jalon_claim_rules *rules,
                           struct jalon_delivery *delivery, enum jalon_claim *ret_claim,
                           struct jalon_err *err)
{
    delivery->claim = jalon_uuid_random();
    if (jalon_store_remind_claim(app->db, &delivery->claim, delivery->id, rules, ret_claim, err) <
        0) {
        return -1;
    }
    if (*ret_claim != JALON_CLAIM_LOST) {
        return 0;
    }
    delivery->outcome = "unknown";
    delivery->status = -1;
    return jalon_app_remind(app, delivery, err);
}
