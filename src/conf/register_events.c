/* The register's events: what happened to its territories, in the words of the commands. */
#include "base/arena.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/str.h"
#include "conf/register_priv.h"

static const char *const actions[] = {
    "advance", "sign",     "milestone", "rename", "leave",  "member_add", "member_remove", "alias",
    "absorb",  "retarget", "term",      "plan",   "refuse", "waive",      "note",          NULL};

const char *jalon_register_action_code(enum jalon_register_action action)
{
    return actions[action];
}

/* The columns that a file of signatures calls by what is in them. */
static const char *what_of(const struct jalon_register_reader *r)
{
    return r->is_signatures ? "instrument" : "what";
}

static const char *parties_of(const struct jalon_register_reader *r)
{
    return r->is_signatures ? "party" : "parties";
}

/* JALON_REGISTER_ACTION_N after a fault. */
static enum jalon_register_action read_action(struct jalon_register_reader *r)
{
    if (r->is_signatures) {
        return JALON_REGISTER_SIGN;
    }
    const char *cell = jalon_register_cell(r, "action");
    if (r->sheet != NULL) {
        const char *const only[] = {actions[r->sheet->action], NULL};
        if (cell[0] != '\0') {
            jalon_register_choice(r, "action", only);
        }
        return r->sheet->action;
    }
    jalon_register_choice(r, "action", actions);
    int action = 0;
    while (action < JALON_REGISTER_ACTION_N && strcmp(actions[action], cell) != 0) {
        action++;
    }
    return (enum jalon_register_action)action;
}

static void check_reason(struct jalon_register_reader *r)
{
    if (jalon_register_cell(r, "reason")[0] == '\0') {
        jalon_register_fault(r, "reason", &jalon_msg_register_empty, "reason");
    }
}

static void check_successors(struct jalon_register_reader *r)
{
    size_t n;
    const char **codes = jalon_register_words(r, "what", NULL, &n);
    for (size_t i = 0; i < n; i++) {
        if (!jalon_register_has_territory(r, codes[i])) {
            jalon_register_fault(r, "what", &jalon_msg_register_no_territory, codes[i]);
        }
    }
    check_reason(r);
}

/* That they leave into this territory is looked for when all rows are read. */
static void check_absorbed(struct jalon_register_reader *r)
{
    size_t n;
    const char **codes = jalon_register_words(r, "what", NULL, &n);
    if (n == 0) {
        jalon_register_fault(r, "what", &jalon_msg_register_empty, "what");
    }
    for (size_t i = 0; i < n; i++) {
        if (!jalon_register_has_territory(r, codes[i])) {
            jalon_register_fault(r, "what", &jalon_msg_register_no_territory, codes[i]);
        }
    }
}

static void check_instrument(struct jalon_register_reader *r)
{
    const char *what = jalon_register_cell(r, what_of(r));
    if (jalon_programme_instrument(r->programme, what) == NULL) {
        jalon_register_fault(r, what_of(r), &jalon_msg_register_no_instrument, what);
    }
}

static void check_note(struct jalon_register_reader *r)
{
    const char *what = jalon_register_cell(r, "what");
    if (what[0] != '\0') {
        jalon_register_fault(r, "what", &jalon_msg_register_note_place, what);
    }
    if (jalon_register_cell(r, "note")[0] == '\0') {
        jalon_register_fault(r, "note", &jalon_msg_register_empty, "note");
    }
}

static void check_what(struct jalon_register_reader *r, enum jalon_register_action action)
{
    const char *what = jalon_register_cell(r, what_of(r));
    switch (action) {
    case JALON_REGISTER_ADVANCE:
        if (jalon_programme_state(r->programme, what) == NULL) {
            jalon_register_fault(r, "what", &jalon_msg_register_no_state, what);
        }
        break;
    case JALON_REGISTER_SIGN:
        check_instrument(r);
        break;
    case JALON_REGISTER_REFUSE:
    case JALON_REGISTER_WAIVE:
        check_instrument(r);
        check_reason(r);
        break;
    case JALON_REGISTER_NOTE:
        check_note(r);
        break;
    case JALON_REGISTER_MILESTONE:
        if (jalon_programme_milestone(r->programme, what) == NULL) {
            jalon_register_fault(r, "what", &jalon_msg_register_no_milestone, what);
        }
        break;
    case JALON_REGISTER_RENAME:
        (void)jalon_register_text(r, "what");
        break;
    case JALON_REGISTER_LEAVE:
        check_successors(r);
        break;
    case JALON_REGISTER_ABSORB:
        check_absorbed(r);
        break;
    case JALON_REGISTER_RETARGET:   /* with its date */
    case JALON_REGISTER_TERM:       /* with its days */
    case JALON_REGISTER_PLAN:       /* with its date */
    case JALON_REGISTER_MEMBER_ADD: /* with their rows */
    case JALON_REGISTER_MEMBER_REMOVE:
    case JALON_REGISTER_ALIAS:
    case JALON_REGISTER_ACTION_N:
        break;
    }
}

/* Is the row of the territory that the event is of, with that SIREN? */
static bool is_meant(const struct jalon_register_member *row,
                     const struct jalon_register_event *event)
{
    return strcmp(row->territory, event->territory) == 0 &&
           strcmp(row->member.siren, event->what) == 0;
}

/* The rows of a member that comes and goes are taken in the order of the file. */
static void add_member(struct jalon_register_reader *r, struct jalon_register_event *event)
{
    for (size_t i = 0; i < r->result->n_members; i++) {
        struct jalon_register_member *row = &r->result->members[i];
        if (is_meant(row, event) && jalon_date_is_set(row->from) && !row->is_added) {
            struct jalon_date latest = jalon_when_of(event->on, event->precision).latest;
            row->is_added = true;
            event->member = row;
            if (jalon_date_is_set(latest) && jalon_date_compare(latest, row->from) != 0) {
                jalon_register_fault(r, "on", &jalon_msg_register_other_day,
                                     jalon_date_iso(row->from).text);
            }
            return;
        }
    }
    jalon_register_fault(r, "what", &jalon_msg_register_no_member, event->what);
}

static void remove_member(struct jalon_register_reader *r, const struct jalon_register_event *event)
{
    for (size_t i = 0; i < r->result->n_members; i++) {
        struct jalon_register_member *row = &r->result->members[i];
        bool is_member = !jalon_date_is_set(row->from) || row->is_added;
        if (is_meant(row, event) && is_member && !row->is_removed) {
            row->is_removed = true;
            return;
        }
    }
    jalon_register_fault(r, "what", &jalon_msg_register_no_member, event->what);
}

static void take_alias(struct jalon_register_reader *r, struct jalon_register_event *event)
{
    for (size_t i = 0; i < r->result->n_aliases; i++) {
        struct jalon_register_alias *row = &r->result->aliases[i];
        if (strcmp(row->territory, event->territory) == 0 && !row->comes_later &&
            strcmp(row->alias.value, event->what) == 0) {
            row->comes_later = true;
            event->alias = row;
            return;
        }
    }
    jalon_register_fault(r, "what", &jalon_msg_register_no_alias, event->what);
}

/* "all_signed 2019-09-30": the target and its new date. */
static void read_target(struct jalon_register_reader *r, struct jalon_register_event *event)
{
    size_t n;
    const char **words = jalon_register_words(r, "what", NULL, &n);
    struct jalon_err err;
    event->target_on = JALON_DATE_NONE;
    if (n != 2 || jalon_date_parse(words[1], &event->target_on, &err) < 0) {
        jalon_register_fault(r, "what", &jalon_msg_register_no_target_date, event->what);
        return;
    }
    event->target = words[0];
    if (jalon_programme_target(r->programme, words[0]) == NULL) {
        jalon_register_fault(r, "what", &jalon_msg_register_no_target, words[0]);
    }
    if (event->precision != JALON_PRECISION_DAY) {
        jalon_register_fault(r, "precision", &jalon_msg_register_decision_day);
    }
}

/* "2019-07-01/2022-12-31" */
static bool read_days(const char *word, struct jalon_register_event *event)
{
    struct jalon_err err;
    JALON_AUTO(jalon_str_done) struct jalon_str from = {0};
    const char *slash = word != NULL ? strchr(word, '/') : NULL;
    if (slash == NULL) {
        return false;
    }
    jalon_str_add_bytes(&from, word, (size_t)(slash - word));
    return jalon_date_parse(jalon_str_text(&from), &event->from, &err) == 0 &&
           jalon_date_parse(slash + 1, &event->to, &err) == 0 &&
           jalon_date_compare(event->to, event->from) > 0;
}

/* The number of an instrument, from 1 on. */
static bool read_number(const char *word, int *ret_number)
{
    char *end = NULL;
    long long number = strtoll(word, &end, 10);
    *ret_number = (int)number;
    return *end == '\0' && number >= 1 && number <= INT32_MAX;
}

/* The instrument that completes a contract. */
static const struct jalon_instrument_def *completing(const struct jalon_programme *programme)
{
    for (size_t i = 0; i < programme->n_instruments; i++) {
        if (programme->instruments[i].completes != NULL) {
            return &programme->instruments[i];
        }
    }
    return NULL;
}

/* "2019-07-01/2022-12-31", "avenant 2 2023-01-01/2025-12-31" */
static void read_term(struct jalon_register_reader *r, struct jalon_register_event *event)
{
    enum { WITH_INSTRUMENT = 2, WITH_NUMBER = 3 };
    size_t n;
    const char **words = jalon_register_words(r, "what", NULL, &n);
    const struct jalon_instrument_def *def =
        n >= WITH_INSTRUMENT ? jalon_programme_instrument(r->programme, words[0])
                             : completing(r->programme);
    event->from = event->to = JALON_DATE_NONE;
    if (n == 0 || n > WITH_NUMBER || !read_days(words[n - 1], event) ||
        (n == WITH_NUMBER && !read_number(words[1], &event->number))) {
        jalon_register_fault(r, "what", &jalon_msg_register_no_term, event->what);
    } else if (def == NULL) {
        jalon_register_fault(r, "what", &jalon_msg_register_no_instrument, words[0]);
    } else {
        event->instrument = def->code;
    }
}

/* "2019-05-14", "month:2019-05-01", "before:2019-06-30", "after:2019-03-24", or "none" */
static bool read_planned_day(const char *word, struct jalon_register_event *event)
{
    struct jalon_err err;
    JALON_AUTO(jalon_str_done) struct jalon_str precision = {0};
    const char *colon = strchr(word, ':');
    if (strcmp(word, "none") == 0) {
        return true;
    }
    jalon_str_add_bytes(&precision, word, colon != NULL ? (size_t)(colon - word) : 0);
    return (colon == NULL ||
            (jalon_precision_parse(jalon_str_text(&precision), &event->target_precision) &&
             event->target_precision != JALON_PRECISION_UNKNOWN)) &&
           jalon_date_parse(colon != NULL ? colon + 1 : word, &event->target_on, &err) == 0;
}

static bool can_be_planned(const struct jalon_programme *programme, const char *what)
{
    return jalon_programme_instrument(programme, what) != NULL ||
           jalon_programme_milestone(programme, what) != NULL ||
           jalon_programme_state(programme, what) != NULL;
}

/* "contrat 2019-05-14", "deliberation month:2019-05-01", "contrat none" */
static void read_plan(struct jalon_register_reader *r, struct jalon_register_event *event)
{
    size_t n;
    const char **words = jalon_register_words(r, "what", NULL, &n);
    event->target_on = JALON_DATE_NONE;
    if (n != 2 || !read_planned_day(words[1], event)) {
        jalon_register_fault(r, "what", &jalon_msg_register_no_plan, event->what);
    } else if (!can_be_planned(r->programme, words[0])) {
        jalon_register_fault(r, "what", &jalon_msg_register_no_step, words[0]);
    } else {
        event->planned = words[0];
        if (!jalon_date_is_set(event->target_on)) {
            check_reason(r);
        }
    }
}

/* Ties the event to the row of another file that it is about. */
static void take_row(struct jalon_register_reader *r, struct jalon_register_event *event)
{
    if (event->action == JALON_REGISTER_MEMBER_ADD) {
        add_member(r, event);
    } else if (event->action == JALON_REGISTER_MEMBER_REMOVE) {
        remove_member(r, event);
    } else if (event->action == JALON_REGISTER_ALIAS) {
        take_alias(r, event);
    } else if (event->action == JALON_REGISTER_RETARGET) {
        read_target(r, event);
    } else if (event->action == JALON_REGISTER_TERM) {
        read_term(r, event);
    } else if (event->action == JALON_REGISTER_PLAN) {
        read_plan(r, event);
    } else if (event->action == JALON_REGISTER_WAIVE && event->precision != JALON_PRECISION_DAY) {
        jalon_register_fault(r, "precision", &jalon_msg_register_decision_day);
    }
}

/* Parties are set apart by blanks. One that goes by its name comes last, and keeps those of it. */
static const char **read_party_list(struct jalon_register_reader *r, size_t *ret_n)
{
    const char **parties = jalon_register_words(r, "parties", NULL, ret_n);
    for (size_t i = 0; i + 1 < *ret_n; i++) {
        const struct jalon_party_def *def = jalon_programme_party(r->programme, parties[i]);
        if (def != NULL && def->one_per == JALON_NAMED && strchr(parties[i], ':') != NULL) {
            const char *rest = strstr(jalon_register_cell(r, "parties"), parties[i]);
            parties[i] = jalon_arena_strdup(r->result->arena, rest);
            *ret_n = i + 1;
        }
    }
    return parties;
}

static void check_parties(struct jalon_register_reader *r, const struct jalon_register_event *event)
{
    bool is_sign = event->action == JALON_REGISTER_SIGN;
    bool may_lack = event->action == JALON_REGISTER_PLAN;
    bool is_of_one =
        event->action == JALON_REGISTER_REFUSE || event->action == JALON_REGISTER_WAIVE || may_lack;
    if (!is_sign && !is_of_one) {
        if (event->n_parties > 0 && event->action != JALON_REGISTER_ACTION_N) {
            jalon_register_fault(r, parties_of(r), &jalon_msg_register_parties_unwanted,
                                 jalon_register_cell(r, parties_of(r)));
        }
        return;
    }
    if (event->n_parties == 0 && !may_lack) {
        jalon_register_fault(r, parties_of(r), &jalon_msg_register_empty, parties_of(r));
    }
    if (is_of_one && event->n_parties > 1) {
        jalon_register_fault(r, parties_of(r), &jalon_msg_register_one_party,
                             jalon_register_cell(r, parties_of(r)));
    }
    for (size_t i = 0; i < event->n_parties; i++) {
        const char *party = event->parties[i];
        bool is_all = is_sign && strcmp(party, "all") == 0;
        if (!is_all && jalon_programme_party(r->programme, party) == NULL) {
            jalon_register_fault(r, parties_of(r), &jalon_msg_register_no_party, party);
        }
    }
}

/* One party a row of a file of signatures, whatever blanks its name has. */
static void read_parties(struct jalon_register_reader *r, struct jalon_register_event *event)
{
    if (!r->is_signatures) {
        event->parties = read_party_list(r, &event->n_parties);
        return;
    }
    event->parties = jalon_arena_array(r->result->arena, 1, sizeof *event->parties);
    event->parties[0] = jalon_register_optional(r, "party", JALON_LIMIT_LABEL);
    event->n_parties = event->parties[0] != NULL;
}

static const char *read_territory(struct jalon_register_reader *r)
{
    if (r->sheet != NULL) {
        return jalon_register_sheet_territory(r);
    }
    (void)jalon_register_find(r);
    return jalon_register_copy(r, "territory_code");
}

static struct jalon_register_event read_event(struct jalon_register_reader *r)
{
    struct jalon_register_event event = {.line = jalon_csv_line(r->csv, r->row)};
    event.territory = read_territory(r);
    event.on = jalon_register_date(r, "on", "precision", &event.precision);
    event.action = read_action(r);
    event.what = jalon_register_copy(r, what_of(r));
    check_what(r, event.action);
    read_parties(r, &event);
    check_parties(r, &event);
    take_row(r, &event);
    if (event.action == JALON_REGISTER_LEAVE) {
        event.into = jalon_register_words(r, "what", NULL, &event.n_into);
    }
    if (event.action == JALON_REGISTER_ABSORB) {
        event.predecessors = jalon_register_words(r, "what", NULL, &event.n_predecessors);
    }
    event.signer = jalon_register_optional(r, "signed_by", JALON_LIMIT_LABEL);
    event.capacity = jalon_register_optional(r, "capacity", JALON_LIMIT_LABEL);
    event.delegation = jalon_register_optional(r, "delegation", JALON_LIMIT_LABEL);
    event.place = jalon_register_optional(r, "place", JALON_LIMIT_LABEL);
    event.channel = jalon_register_optional(r, "channel", JALON_LIMIT_LABEL);
    event.no_evidence = jalon_register_optional(r, "no_evidence", JALON_LIMIT_EVIDENCE);
    event.certainty = jalon_register_certainty(r, "certainty");
    event.reason = jalon_register_optional(r, "reason", JALON_LIMIT_EVIDENCE);
    event.learned_on = jalon_register_optional_date(r, "learned_on");
    event.note = jalon_register_optional(r, "note", JALON_LIMIT_EVIDENCE);
    event.source = jalon_register_optional(r, "source", JALON_LIMIT_EVIDENCE);
    return event;
}

/* Does an event of the file need a row of members.csv or aliases.csv? */
static bool needs_rows(const struct jalon_csv *csv)
{
    for (size_t row = 0; row < jalon_csv_n_rows(csv); row++) {
        const char *action = jalon_csv_cell(csv, row, "action");
        if (strncmp(action, "member_", 7) == 0 || strcmp(action, "alias") == 0) {
            return true;
        }
    }
    return false;
}

/* Reads the files beside the one that is read. */
static void read_beside(struct jalon_register_reader *r, const struct jalon_csv *csv)
{
    JALON_AUTO(jalon_str_done) struct jalon_str folder = {0};
    const char *slash = strrchr(r->path, '/');
    jalon_str_add(&folder, slash == NULL ? "." : "");
    jalon_str_add_bytes(&folder, r->path, slash == NULL ? 0 : (size_t)(slash - r->path) + 1);
    const char *path = r->path;
    r->path = NULL;
    jalon_register_read_aliases(r, jalon_str_text(&folder));
    jalon_register_read_members(r, jalon_str_text(&folder));
    r->path = path;
    r->csv = csv;
    r->row = 0;
}

/* Is there a row by which CODE leaves into the territory INTO? */
static bool leaves_into(const struct jalon_register *reg, const char *code, const char *into)
{
    for (size_t i = 0; i < reg->n_events; i++) {
        const struct jalon_register_event *event = &reg->events[i];
        for (size_t k = 0; k < event->n_into; k++) {
            if (strcmp(event->territory, code) == 0 && strcmp(event->into[k], into) == 0) {
                return true;
            }
        }
    }
    return false;
}

/* A territory takes in those alone that leave into it: else it would have predecessors which are
 * still there. */
static void check_exits(struct jalon_register_reader *r)
{
    for (r->row = 0; r->row < r->result->n_events; r->row++) {
        const struct jalon_register_event *event = &r->result->events[r->row];
        for (size_t i = 0; i < event->n_predecessors; i++) {
            if (jalon_register_has_territory(r, event->predecessors[i]) &&
                !leaves_into(r->result, event->predecessors[i], event->territory)) {
                jalon_register_fault(r, "what", &jalon_msg_register_no_exit,
                                     event->predecessors[i]);
            }
        }
    }
}

static void read_events(struct jalon_register_reader *r, const struct jalon_csv *csv)
{
    struct jalon_register *reg = r->result;
    size_t n = jalon_csv_n_rows(csv);
    reg->events = jalon_arena_array(reg->arena, n, sizeof *reg->events);
    reg->refused = jalon_arena_array(reg->arena, r->sheet != NULL ? n : 0, sizeof *reg->refused);
    r->is_told = r->sheet != NULL;
    for (; r->row < n; r->row++) {
        struct jalon_register_event event = read_event(r);
        if (r->sheet == NULL || !jalon_register_sheet_refuses(r, event.territory)) {
            reg->events[reg->n_events++] = event;
        }
    }
}

void jalon_register_read_events(struct jalon_register_reader *r, const char *folder)
{
    static const char *const required[] = {"on", "territory_code", "action", "what", NULL};
    static const char *const optional[] = {
        "parties",   "precision", "certainty",  "note",  "source",  "reason",      "learned_on",
        "signed_by", "capacity",  "delegation", "place", "channel", "no_evidence", NULL};
    static const char *const of_signatures[] = {"on", "territory_code", "instrument", "party",
                                                NULL};
    static const struct jalon_register_table events = {"events.csv", required, optional};
    static const struct jalon_register_table signatures = {"signatures.csv", of_signatures,
                                                           optional + 1};
    struct jalon_register_table table = r->is_signatures ? signatures : events;
    JALON_AUTO(jalon_csv_freep) struct jalon_csv *csv = NULL;
    if (r->sheet != NULL) {
        table = jalon_register_sheet_table(r, &table);
    }
    if (!jalon_register_open(r, folder, &table, &csv) ||
        (r->sheet != NULL && jalon_register_sheet_is_spoilt(r))) {
        return;
    }
    if (r->path != NULL && r->sheet == NULL && needs_rows(csv)) {
        read_beside(r, csv);
    }
    read_events(r, csv);
    check_exits(r);
}
