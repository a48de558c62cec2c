/*
 * Replay: the record of a contract made from its events alone, in journal order. It is what the
 * tables have to say; `jalon check` compares. What the lifecycle forbids is reported, not refused:
 * the journal is the truth, the fault is the finding. After corrections the record is made again
 * from the events that hold, as jalon.rebuild() does in the database.
 */
#pragma once

#include "domain/event.h"

enum jalon_replay_fault_kind {
    JALON_REPLAY_SEQ,         /* a number is missing, or comes twice */
    JALON_REPLAY_NOT_ENTERED, /* something happens before the territory's entry */
    JALON_REPLAY_ENTERED,     /* it enters a second time */
    JALON_REPLAY_EVENT,       /* an event of another kind than those known */
    JALON_REPLAY_MEMBER,      /* a member of `before` or `after` is missing or unreadable */
    JALON_REPLAY_BEFORE,      /* `before` is not the state so far */
    JALON_REPLAY_UNDECLARED,  /* the programme declares no such transition */
    JALON_REPLAY_DERIVED,     /* a derived transition that no complete instrument brings about */
    JALON_REPLAY_OWED,        /* the instrument is complete, but its transition does not follow */
    JALON_REPLAY_TOO_EARLY,   /* earlier than the transition in force, or than the programme */
    JALON_REPLAY_DATE,        /* a derived transition counts from another day than its instrument */
    JALON_REPLAY_REASON,      /* a reason is required */
    JALON_REPLAY_INSTRUMENT,  /* an unknown instrument, or not to be signed in this state */
    JALON_REPLAY_NUMBER,      /* not the number of the instrument that is open */
    JALON_REPLAY_PARTIES,     /* the parties frozen are not those of the territory */
    JALON_REPLAY_PARTY,       /* a party that may not sign */
    JALON_REPLAY_SIGNED_TWICE, /* a party signs a number again */
    JALON_REPLAY_MILESTONE,    /* an unknown milestone */
    JALON_REPLAY_LEFT,         /* dated when the territory had left the programme */
    JALON_REPLAY_NO_CHANGE,    /* it was so already */
    JALON_REPLAY_NOT_MEMBER,   /* is no member of the territory on that day */
    JALON_REPLAY_COHORT,       /* an unknown cohort */
    JALON_REPLAY_JOINED_TWICE, /* joins a cohort that it is in */
    JALON_REPLAY_NOT_JOINED,   /* leaves a cohort that it is not in */
    JALON_REPLAY_WEIGHT,       /* an unknown weight */
    JALON_REPLAY_DOCUMENT,     /* a file stands for the same thing twice */
    JALON_REPLAY_TEXT,         /* a new text of a number that bears signatures */
    JALON_REPLAY_OTHER_TEXT,   /* another text is signed than the one in force */
    JALON_REPLAY_EVIDENCE,     /* evidence is required, or is no document of the contract */
    JALON_REPLAY_TARGET,       /* an unknown target */
    JALON_REPLAY_PLAN,         /* neither an instrument, a milestone nor a state */
    JALON_REPLAY_CORRECTS,     /* corrects no entry that holds, or one that follows from others */
    JALON_REPLAY_N
};
const char *jalon_replay_fault_code(enum jalon_replay_fault_kind kind); /* "seq", "before" … */

struct jalon_replay_fault {
    enum jalon_replay_fault_kind kind;
    int64_t seq;
    const char *thing;          /* what it is about: a state, a party, a member; never NULL */
    const char *wanted, *found; /* NULL where there is nothing to compare */
};

typedef void jalon_replay_fault_fn(void *context, const struct jalon_replay_fault *fault);

struct jalon_replay {
    struct jalon_contract *contract;
    jalon_replay_fault_fn *report;
    void *context;
    /* Kept between events: the number that the last request signed … */
    struct jalon_contract_instrument *signing;
    const char *request, *completes;
    /* … and the one that is complete, so that its transition has to follow. */
    const struct jalon_contract_instrument *owed;
    /* All events so far with the revisions that decided them; the request whose corrections are not
     * settled yet; and whether the record is being made again. */
    struct jalon_event *events;
    const struct jalon_programme **programmes;
    size_t n_events;
    const char *correcting;
    bool again;
};

/*
 * Applies EVENT, decided by the revision PROGRAMME, to the record. Texts are copied, PROGRAMME must
 * live until the end. An event with a fault is still applied as far as it says what happened.
 */
void jalon_replay_apply(struct jalon_replay *replay, const struct jalon_programme *programme,
                        const struct jalon_event *event);
/* After the last event; frees what the replay kept. Must be called once. */
void jalon_replay_end(struct jalon_replay *replay);
