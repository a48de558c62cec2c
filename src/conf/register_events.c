/* The register's events: what happened to its territories, in the words of the commands. */
#include "base/arena.h"
#include "base/limits.h"
#include "base/mem.h"
#include "conf/register_priv.h"

static const char *const actions[] = {"advance", "sign", "milestone", NULL};

const char *jalon_register_action_code(enum jalon_register_action action)
{
    return actions[action];
}

/* JALON_REGISTER_ACTION_N after a fault. */
static enum jalon_register_action read_action(struct jalon_register_reader *r)
{
    const char *cell = jalon_register_cell(r, "action");
    jalon_register_choice(r, "action", actions);
    int action = 0;
    while (action < JALON_REGISTER_ACTION_N && strcmp(actions[action], cell) != 0) {
        action++;
    }
    return (enum jalon_register_action)action;
}

static void check_what(struct jalon_register_reader *r, enum jalon_register_action action)
{
    const char *what = jalon_register_cell(r, "what");
    switch (action) {
    case JALON_REGISTER_ADVANCE:
        if (jalon_programme_state(r->programme, what) == NULL) {
            jalon_register_fault(r, "what", &jalon_msg_register_no_state, what);
        }
        break;
    case JALON_REGISTER_SIGN:
        if (jalon_programme_instrument(r->programme, what) == NULL) {
            jalon_register_fault(r, "what", &jalon_msg_register_no_instrument, what);
        }
        break;
    case JALON_REGISTER_MILESTONE:
        if (jalon_programme_milestone(r->programme, what) == NULL) {
            jalon_register_fault(r, "what", &jalon_msg_register_no_milestone, what);
        }
        break;
    case JALON_REGISTER_ACTION_N:
        break;
    }
}

static void check_parties(struct jalon_register_reader *r, const struct jalon_register_event *event)
{
    if (event->action != JALON_REGISTER_SIGN) {
        if (event->n_parties > 0 && event->action != JALON_REGISTER_ACTION_N) {
            jalon_register_fault(r, "parties", &jalon_msg_register_parties_unwanted,
                                 jalon_register_cell(r, "parties"));
        }
        return;
    }
    if (event->n_parties == 0) {
        jalon_register_fault(r, "parties", &jalon_msg_register_empty, "parties");
    }
    for (size_t i = 0; i < event->n_parties; i++) {
        const char *party = event->parties[i];
        if (strcmp(party, "all") != 0 && jalon_programme_party(r->programme, party) == NULL) {
            jalon_register_fault(r, "parties", &jalon_msg_register_no_party, party);
        }
    }
}

static struct jalon_register_event read_event(struct jalon_register_reader *r)
{
    struct jalon_register_event event = {.line = jalon_csv_line(r->csv, r->row)};
    (void)jalon_register_find(r);
    event.on = jalon_register_date(r, "on", "precision", &event.precision);
    event.territory = jalon_register_copy(r, "territory_code");
    event.action = read_action(r);
    event.what = jalon_register_copy(r, "what");
    check_what(r, event.action);
    event.parties = jalon_register_words(r, "parties", NULL, &event.n_parties);
    check_parties(r, &event);
    event.certainty = jalon_register_certainty(r, "certainty");
    event.note = jalon_register_optional(r, "note", JALON_LIMIT_EVIDENCE);
    event.source = jalon_register_optional(r, "source", JALON_LIMIT_EVIDENCE);
    return event;
}

void jalon_register_read_events(struct jalon_register_reader *r, const char *folder)
{
    static const char *const columns[] = {"on",     "precision", "territory_code", "action",
                                          "what",   "parties",   "certainty",      "note",
                                          "source", NULL};
    JALON_AUTO(jalon_csv_freep) struct jalon_csv *csv = NULL;
    if (!jalon_register_open(r, folder, "events.csv", columns, &csv)) {
        return;
    }
    r->result->events =
        jalon_arena_array(r->result->arena, jalon_csv_n_rows(csv), sizeof *r->result->events);
    for (; r->row < jalon_csv_n_rows(csv); r->row++) {
        r->result->events[r->result->n_events++] = read_event(r);
    }
}
