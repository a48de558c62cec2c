/*
 * The reader of programme documents: where it stands in the document, and the typed readers of its
 * members. Each section of a document is read by one file, programme_<section>.c.
 */
#pragma once

#include "base/arena.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/str.h"
#include "domain/domain_messages.h"
#include "domain/programme.h"

struct jalon_reader {
    struct jalon_programme *p; /* what was read so far */
    jalon_fault_fn *report;
    void *context;
    struct jalon_str pointer; /* the place in the document */
    int n_faults;
    /* Are the ends of all transitions, and what instruments complete, as the document says? If
     * not, checks of the whole would only repeat the fault in other words. */
    bool transitions_known, instruments_known;
};

/* Reports a fault at the present place: jalon_reader_fault(r, &jalon_msg_xxx, args…). */
#define jalon_reader_fault(reader, ...)               \
    do {                                              \
        struct jalon_err reader_fault;                \
        (void)jalon_fail(&reader_fault, __VA_ARGS__); \
        jalon_reader_report((reader), &reader_fault); \
    } while (0)
void jalon_reader_report(struct jalon_reader *r, const struct jalon_err *fault);

/* Goes down to a member or an item; the result goes back up with jalon_reader_leave(). */
JALON_MUST_CHECK size_t jalon_reader_enter(struct jalon_reader *r, const char *key);
JALON_MUST_CHECK size_t jalon_reader_enter_item(struct jalon_reader *r, size_t index);
void jalon_reader_leave(struct jalon_reader *r, size_t mark);

struct jalon_key { /* a member that a mapping may have; a table ends with {0} */
    const char *name;
    bool required;
};

/* Is the value a mapping? Reports members that are unknown, missing or null. */
JALON_MUST_CHECK bool jalon_reader_mapping(struct jalon_reader *r, json_t *value,
                                           const struct jalon_key *keys);

/* Calls READ for each entry of member KEY, a mapping of codes, standing at its place. False after a
 * report that it is no mapping or has more than MAX entries. */
typedef void jalon_reader_entry_fn(struct jalon_reader *r, const char *code, json_t *value);
bool jalon_reader_each(struct jalon_reader *r, const char *key, json_t *value, size_t max,
                       jalon_reader_entry_fn *read);
/* Is the value a list with at most MAX items? */
JALON_MUST_CHECK bool jalon_reader_list(struct jalon_reader *r, json_t *value, size_t max);

/*
 * Members of OBJECT. An absent one yields NULL, 0, no date or FALLBACK without a word (the table of
 * keys says which must be there); a bad one is reported and yields the same. Texts are copied.
 */
const char *jalon_reader_text(struct jalon_reader *r, json_t *object, const char *key, size_t max);
const char *jalon_reader_code(struct jalon_reader *r, json_t *object, const char *key);
struct jalon_label jalon_reader_label(struct jalon_reader *r, json_t *object, const char *key);
struct jalon_date jalon_reader_date(struct jalon_reader *r, json_t *object, const char *key);
/* An integer from 1 to MAX; the percent from 0 to 100. */
int jalon_reader_int(struct jalon_reader *r, json_t *object, const char *key, int max);
int jalon_reader_percent(struct jalon_reader *r, json_t *object, const char *key);
bool jalon_reader_bool(struct jalon_reader *r, json_t *object, const char *key, bool fallback);
/* One of the words of ALLOWED (NULL-terminated): its index, or FALLBACK. */
int jalon_reader_choice(struct jalon_reader *r, json_t *object, const char *key,
                        const char *const *allowed, int fallback);

/* A text that stands at the present place; NULL after a report. */
const char *jalon_reader_text_here(struct jalon_reader *r, json_t *value, size_t max);
bool jalon_reader_code_here(struct jalon_reader *r, const char *code);
/* The same for a code that may hold hyphens, since it is part of no other code. */
bool jalon_reader_hyphened_code_here(struct jalon_reader *r, const char *code);

/* A list of different codes, none of them empty, each declared according to REFERENCE. */
struct jalon_reference {
    bool (*is_declared)(const struct jalon_programme *p, const char *code);
    const struct jalon_msg *undeclared;
};
struct jalon_codes {
    const char **codes;
    size_t n;
    bool complete; /* every item was good */
};
struct jalon_codes jalon_reader_codes(struct jalon_reader *r, json_t *object, const char *key,
                                      const struct jalon_reference *reference);
/* One code of that kind; NULL when absent or bad. */
const char *jalon_reader_reference(struct jalon_reader *r, json_t *object, const char *key,
                                   const struct jalon_reference *reference);

extern const struct jalon_reference jalon_reference_state;
extern const struct jalon_reference jalon_reference_cohort;
extern const struct jalon_reference jalon_reference_party;
extern const struct jalon_reference jalon_reference_instrument;

/* The sections, in the order in which they are read: a section refers only to earlier ones. */
void jalon_reader_places(struct jalon_reader *r, json_t *regions, json_t *departements);
void jalon_reader_parties(struct jalon_reader *r, json_t *parties);
void jalon_reader_lifecycle(struct jalon_reader *r, json_t *lifecycle);
void jalon_reader_instruments(struct jalon_reader *r, json_t *instruments);
void jalon_reader_milestones(struct jalon_reader *r, json_t *milestones);
void jalon_reader_cohorts(struct jalon_reader *r, json_t *cohorts);
void jalon_reader_weights(struct jalon_reader *r, json_t *weights);
void jalon_reader_targets(struct jalon_reader *r, json_t *targets);
void jalon_reader_calendar(struct jalon_reader *r, json_t *calendar);
void jalon_reader_forecast(struct jalon_reader *r, json_t *forecast);
void jalon_reader_statuses(struct jalon_reader *r, json_t *statuses);

/* Faults of the whole: unreachable states, dead ends, ambiguous transitions … */
void jalon_reader_check_graph(struct jalon_reader *r);
void jalon_reader_check_derived(struct jalon_reader *r);

/* Position of a state in the lifecycle; p->n_states when there is none. */
size_t jalon_programme_state_index(const struct jalon_programme *p, const char *code);
