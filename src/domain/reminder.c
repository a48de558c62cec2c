/* Reminders: the parties that the items of an inbox wait for. */
#include "domain/reminder.h"

#include <string.h>

const char *jalon_reminder_occasion_code(enum jalon_reminder_occasion occasion)
{
    static const char *const codes[JALON_REMINDER_OCCASION_N] = {"before", "after"};
    return codes[occasion];
}

/* Is it time? Between the date and so many days after it nobody is reminded. */
static bool is_time(const struct jalon_inbox *inbox, const struct jalon_reminder_rules *rules,
                    struct jalon_date due_on, enum jalon_reminder_occasion *ret_occasion)
{
    int left = jalon_date_diff(due_on, inbox->as_of);
    *ret_occasion = left < 0 ? JALON_REMINDER_AFTER : JALON_REMINDER_BEFORE;
    return left < 0 ? -left >= rules->after_days : left <= rules->before_days;
}

/* The number that its missing parties would sign. */
static int number_of(const struct jalon_inbox *inbox, const struct jalon_inbox_item *item)
{
    const struct jalon_contract *c = item->contract;
    const struct jalon_contract_instrument *open =
        jalon_contract_instrument_at(c, item->instrument->code, inbox->as_of);
    int last = 0;
    for (size_t i = 0; i < c->n_instruments; i++) {
        if (strcmp(c->instruments[i].code, item->instrument->code) == 0 &&
            c->instruments[i].number > last) {
            last = c->instruments[i].number;
        }
    }
    return open ? open->number : last + 1;
}

/* An item that waits for signatures of the instrument that its date is about. */
static bool waits(const struct jalon_inbox *inbox, const struct jalon_inbox_item *item)
{
    return item->contract && item->due.target && item->missing.n > 0 &&
           item->instrument == jalon_target_instrument(inbox->programme, item->due.target);
}

struct jalon_reminders jalon_reminders_due(struct jalon_inbox *inbox,
                                           const struct jalon_reminder_rules *rules)
{
    struct jalon_reminders all = {0};
    size_t n = 0;
    for (size_t i = 0; i < inbox->n; i++) {
        n += inbox->items[i].missing.n;
    }
    all.items = jalon_arena_array(inbox->arena, n + 1, sizeof *all.items);
    for (size_t i = 0; i < inbox->n; i++) {
        const struct jalon_inbox_item *item = &inbox->items[i];
        enum jalon_reminder_occasion occasion;
        if (!waits(inbox, item) || !is_time(inbox, rules, item->due.on, &occasion)) {
            continue;
        }
        for (size_t k = 0; k < item->missing.n; k++) {
            all.items[all.n++] = (struct jalon_reminder){.code = item->contract->code,
                                                         .instrument = item->instrument->code,
                                                         .number = number_of(inbox, item),
                                                         .party = item->missing.codes[k],
                                                         .target = item->due.target->code,
                                                         .due_on = item->due.on,
                                                         .occasion = occasion};
        }
    }
    return all;
}
