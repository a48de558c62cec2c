/* Reminders: the parties that the dates in an inbox wait for. */
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
static int number_of(const struct jalon_inbox *inbox, const struct jalon_contract *c,
                     const struct jalon_instrument_def *instrument)
{
    const struct jalon_contract_instrument *open =
        jalon_contract_instrument_at(c, instrument->code, inbox->as_of);
    int last = 0;
    for (size_t i = 0; i < c->n_instruments; i++) {
        if (strcmp(c->instruments[i].code, instrument->code) == 0 &&
            c->instruments[i].number > last) {
            last = c->instruments[i].number;
        }
    }
    return open ? open->number : last + 1;
}

/* Who refuses has answered: a person talks to it, no mail. */
static bool refuses(const struct jalon_inbox *inbox, const struct jalon_contract *c,
                    const struct jalon_instrument_def *instrument, const char *party)
{
    for (size_t i = 0; i < c->n_refusals; i++) {
        const struct jalon_contract_refusal *one = &c->refusals[i];
        if (strcmp(one->instrument, instrument->code) == 0 && strcmp(one->party, party) == 0 &&
            jalon_contract_refusal_stands(c, one, inbox->as_of)) {
            return true;
        }
    }
    return false;
}

/* What the date of the item is about, when it can be signed now; NULL: nothing to remind of. */
static const struct jalon_instrument_def *instrument_of(const struct jalon_inbox *inbox,
                                                        const struct jalon_inbox_item *item)
{
    const struct jalon_instrument_def *instrument =
        item->contract && item->due.target
            ? jalon_target_instrument(inbox->programme, item->due.target)
            : NULL;
    return instrument && jalon_instrument_signable_in(instrument, item->state->state) ? instrument
                                                                                      : NULL;
}

/* Whom the date of the item waits for. */
static struct jalon_parties parties_of(struct jalon_inbox *inbox,
                                       const struct jalon_inbox_item *item,
                                       const struct jalon_instrument_def *instrument)
{
    struct jalon_parties missing = jalon_contract_missing_parties(
        item->contract, inbox->programme, instrument->code, inbox->as_of, inbox->arena);
    size_t n = 0;
    for (size_t i = 0; i < missing.n; i++) {
        if (!refuses(inbox, item->contract, instrument, missing.codes[i])) {
            missing.codes[n++] = missing.codes[i];
        }
    }
    missing.n = n;
    return missing;
}

static void add_item(struct jalon_inbox *inbox, const struct jalon_inbox_item *item,
                     enum jalon_reminder_occasion occasion, struct jalon_reminders *all)
{
    const struct jalon_instrument_def *instrument = instrument_of(inbox, item);
    struct jalon_parties parties = parties_of(inbox, item, instrument);
    for (size_t i = 0; i < parties.n; i++) {
        all->items[all->n++] =
            (struct jalon_reminder){.code = item->contract->code,
                                    .instrument = instrument->code,
                                    .number = number_of(inbox, item->contract, instrument),
                                    .party = parties.codes[i],
                                    .target = item->due.target->code,
                                    .due_on = item->due.on,
                                    .occasion = occasion};
    }
}

struct jalon_reminders jalon_reminders_due(struct jalon_inbox *inbox,
                                           const struct jalon_reminder_rules *rules)
{
    struct jalon_reminders all = {0};
    enum jalon_reminder_occasion occasion;
    size_t most = 0;
    for (size_t i = 0; i < inbox->n; i++) {
        const struct jalon_inbox_item *item = &inbox->items[i];
        const struct jalon_instrument_def *instrument = instrument_of(inbox, item);
        most += instrument ? parties_of(inbox, item, instrument).n : 0;
    }
    all.items = jalon_arena_array(inbox->arena, most + 1, sizeof *all.items);
    for (size_t i = 0; i < inbox->n; i++) {
        const struct jalon_inbox_item *item = &inbox->items[i];
        if (instrument_of(inbox, item) && is_time(inbox, rules, item->due.on, &occasion)) {
            add_item(inbox, item, occasion, &all);
        }
    }
    return all;
}
