/*
 * Checks the rows of a programme's definitions against its documents. Both sides become sorted
 * lines of JSON; what only one side has is a finding.
 */
#include <stdlib.h>
#include <string.h>

#include "app/check_priv.h"
#include "base/json.h"
#include "base/mem.h"
#include "domain/programme.h"
#include "journal/canonical.h"

struct lines {
    char **items;
    size_t n;
};

static void lines_done(struct lines *lines)
{
    for (size_t i = 0; i < lines->n; i++) {
        free(lines->items[i]);
    }
    free(lines->items);
}

static void add_line(struct lines *lines, const json_t *row)
{
    char *text = jalon_canonical_text(row);
    if (text) {
        lines->items = jalon_realloc_array(lines->items, lines->n + 1, sizeof(char *));
        lines->items[lines->n++] = text;
    }
}

/* Takes ROW over; json_pack() gives NULL only for text that is not UTF-8, which no row holds. */
static void add_row(struct lines *lines, json_t *row)
{
    if (row) {
        add_line(lines, row);
        json_decref(row);
    }
}

/* The codes of the roles, in the order of the alphabet. */
static json_t *role_array(unsigned roles)
{
    static const enum jalon_role order[] = {JALON_ROLE_MANAGER, JALON_ROLE_READER,
                                            JALON_ROLE_RECORDER};
    json_t *array = json_array();
    for (size_t i = 0; i < JALON_COUNT(order); i++) {
        if (roles & (1U << (unsigned)order[i])) {
            (void)json_array_append_new(array, json_string(jalon_role_code(order[i])));
        }
    }
    return array;
}

#define FR(label) ((label).text[JALON_FR])
#define EN(label) ((label).text[JALON_EN])

static void add_lifecycle(struct lines *lines, const struct jalon_programme *p, int revision)
{
    for (size_t i = 0; i < p->n_states; i++) {
        const struct jalon_state_def *one = &p->states[i];
        add_row(lines, json_pack("[s,i,s,s,s,b,b]", "state_def", revision, one->code,
                                 FR(one->label), EN(one->label), one->done, one->in_scope));
    }
    for (size_t i = 0; i < p->n_transitions; i++) {
        const struct jalon_transition_def *one = &p->transitions[i];
        for (size_t k = 0; k < one->n_from; k++) {
            add_row(lines, json_pack("[s,i,s,s,s,o,b,b]", "transition_edge", revision, one->from[k],
                                     one->to ? one->to : "*previous", one->name,
                                     role_array(one->roles), one->reason_required, one->derived));
        }
    }
}

static void add_signing(struct lines *lines, const struct jalon_programme *p, int revision)
{
    for (size_t i = 0; i < p->n_instruments; i++) {
        const struct jalon_instrument_def *one = &p->instruments[i];
        add_row(lines,
                json_pack("[s,i,s,s,s,o,s?,b,o,b,b,b]", "instrument_def", revision, one->code,
                          FR(one->label), EN(one->label),
                          jalon_json_texts(one->from_states, one->n_from_states), one->completes,
                          one->repeatable, jalon_json_texts(one->required, one->n_required),
                          one->required_as_amended, one->optional_any, one->evidence_required));
    }
    for (size_t i = 0; i < p->n_parties; i++) {
        const struct jalon_party_def *one = &p->parties[i];
        add_row(lines, json_pack("[s,i,s,s,s,s]", "party_def", revision, one->code, FR(one->label),
                                 EN(one->label), jalon_one_per_code(one->one_per)));
    }
    for (size_t i = 0; i < p->n_milestones; i++) {
        const struct jalon_milestone_def *one = &p->milestones[i];
        add_row(lines, json_pack("[s,i,s,s,s]", "milestone_def", revision, one->code,
                                 FR(one->label), EN(one->label)));
    }
}

static void add_cohorts(struct lines *lines, const struct jalon_programme *p, int revision)
{
    for (size_t i = 0; i < p->n_cohorts; i++) {
        const struct jalon_cohort_def *one = &p->cohorts[i];
        add_row(lines, json_pack("[s,i,s,s,s]", "cohort_def", revision, one->code, FR(one->label),
                                 EN(one->label)));
    }
    for (size_t i = 0; i < p->n_weights; i++) {
        const struct jalon_weight_def *one = &p->weights[i];
        add_row(lines, json_pack("[s,i,s,s,s,s,s]", "weight_def", revision, one->code,
                                 FR(one->label), EN(one->label), FR(one->unit), EN(one->unit)));
    }
}

static void add_statuses(struct lines *lines, const struct jalon_programme *p, int revision)
{
    for (size_t i = 0; i < p->n_statuses; i++) {
        const struct jalon_status_def *one = &p->statuses[i];
        add_row(lines, json_pack("[s,i,s,s,s,i]", "status_def", revision, one->code, FR(one->label),
                                 EN(one->label), one->from));
    }
}

/* Targets, calendar and places are those of the last revision. */
static void add_calendar(struct lines *lines, const struct jalon_programme *p)
{
    for (size_t i = 0; i < p->n_targets; i++) {
        const struct jalon_target_def *one = &p->targets[i];
        for (size_t k = 0; k < one->n_moves; k++) {
            const struct jalon_target_move *move = &one->moves[k];
            add_row(lines,
                    json_pack("[s,s,i,s,s,s?,i,s?,s?]", "target", one->code, (int)k + 1,
                              jalon_date_iso(move->on).text, jalon_date_iso(move->decided_on).text,
                              one->instrument, one->percent, move->source, move->region));
        }
    }
    for (size_t i = 0; i < p->n_calendar; i++) {
        const struct jalon_calendar_day *one = &p->calendar[i];
        add_row(lines, json_pack("[s,s,s,s,b]", "calendar_day", jalon_date_iso(one->on).text,
                                 FR(one->label), EN(one->label), one->ceremony));
    }
    for (size_t i = 0; i < p->n_regions; i++) {
        add_row(lines, json_pack("[s,s,s]", "region", p->regions[i].code, p->regions[i].name));
    }
    for (size_t i = 0; i < p->n_departements; i++) {
        const struct jalon_place *one = &p->departements[i];
        add_row(lines, json_pack("[s,s,s,s]", "departement", one->code, one->name, one->region));
    }
}

static int compare_lines(const void *a, const void *b)
{
    const char *const *left = a;
    const char *const *right = b;
    return strcmp(*left, *right);
}

static void sort(struct lines *lines)
{
    if (lines->n > 0) {
        qsort(lines->items, lines->n, sizeof(char *), compare_lines);
    }
}

/* Places of earlier revisions stay, since contracts may refer to them. */
static bool may_stay(const char *line)
{
    return strncmp(line, "[\"region\"", 9) == 0 || strncmp(line, "[\"departement\"", 14) == 0;
}

static void merge(struct checker *checker, const char *code, const struct lines *wanted,
                  const struct lines *found)
{
    size_t i = 0, k = 0;
    while (i < wanted->n || k < found->n) {
        int order = i == wanted->n ? 1 : k == found->n ? -1 : 0;
        if (order == 0) {
            order = strcmp(wanted->items[i], found->items[k]);
        }
        if (order < 0) {
            jalon_check_problem(checker, JALON_CHECK_ROW_MISSING, code, wanted->items[i], NULL,
                                NULL, NULL);
        } else if (order > 0 && !may_stay(found->items[k])) {
            jalon_check_problem(checker, JALON_CHECK_ROW_EXTRA, code, found->items[k], NULL, NULL,
                                NULL);
        }
        i += order <= 0;
        k += order >= 0;
    }
}

void jalon_check_definitions(struct checker *checker, const struct checked_subject *subject,
                             const json_t *rows)
{
    JALON_AUTO(lines_done) struct lines wanted = {0};
    JALON_AUTO(lines_done) struct lines found = {0};
    const struct checked_revision *last = NULL;
    for (size_t i = 0; i < checker->n_revisions; i++) {
        const struct checked_revision *one = &checker->revisions[i];
        if (one->document && strcmp(one->programme, subject->code) == 0) {
            add_lifecycle(&wanted, one->document, (int)one->number);
            add_signing(&wanted, one->document, (int)one->number);
            add_cohorts(&wanted, one->document, (int)one->number);
            add_statuses(&wanted, one->document, (int)one->number);
            last = !last || one->number > last->number ? one : last;
        }
    }
    if (last) {
        add_calendar(&wanted, last->document);
    }
    for (size_t i = 0; i < json_array_size(rows); i++) {
        add_line(&found, json_array_get(rows, i));
    }
    sort(&wanted);
    sort(&found);
    merge(checker, subject->code, &wanted, &found);
}
