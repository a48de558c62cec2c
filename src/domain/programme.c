/* A programme revision: reading a document as a whole, and lookups. */
#include "domain/programme.h"

#include <ctype.h>

#include "base/text.h"
#include "domain/programme_priv.h"

const char *jalon_role_code(enum jalon_role role)
{
    static const char *const codes[JALON_ROLE_N] = {"reader", "recorder", "manager"};
    return codes[role];
}

const char *jalon_one_per_code(enum jalon_one_per one_per)
{
    static const char *const codes[] = {[JALON_ONE_PER_CONTRACT] = "contract",
                                        [JALON_ONE_PER_REGION] = "region",
                                        [JALON_ONE_PER_MEMBER] = "member",
                                        [JALON_NAMED] = "name"};
    return codes[one_per];
}

/* Shape only: whether the zone exists is for the database to say. */
static bool is_timezone(const char *text)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-";
    if (strcmp(text, "UTC") == 0) {
        return true;
    }
    const char *slash = strchr(text, '/');
    return isupper((unsigned char)text[0]) && slash != NULL && slash[1] != '\0' &&
           slash + 1 + strspn(slash + 1, letters) == text + strlen(text) &&
           text + strspn(text, letters) == slash;
}

static void read_timezone(struct jalon_reader *r, json_t *head)
{
    r->p->timezone = jalon_reader_text(r, head, "timezone", JALON_LIMIT_LABEL);
    if (r->p->timezone != NULL && !is_timezone(r->p->timezone)) {
        size_t mark = jalon_reader_enter(r, "timezone");
        jalon_reader_fault(r, &jalon_msg_programme_timezone_bad, r->p->timezone);
        jalon_reader_leave(r, mark);
    }
}

static void read_code(struct jalon_reader *r, json_t *head)
{
    r->p->code = jalon_reader_text(r, head, "code", JALON_LIMIT_LABEL);
    if (r->p->code != NULL) {
        size_t mark = jalon_reader_enter(r, "code");
        (void)jalon_reader_hyphened_code_here(r, r->p->code);
        jalon_reader_leave(r, mark);
    }
}

static void read_head(struct jalon_reader *r, json_t *head)
{
    static const struct jalon_key keys[] = {
        {"code", true}, {"name", false}, {"timezone", true}, {0}};
    size_t mark = jalon_reader_enter(r, "programme");
    if (jalon_reader_mapping(r, head, keys)) {
        read_code(r, head);
        r->p->name = jalon_reader_label(r, head, "name");
        read_timezone(r, head);
    }
    jalon_reader_leave(r, mark);
}

typedef void section_fn(struct jalon_reader *r, json_t *section);

/* A section refers only to those before it. */
static const struct {
    const char *key;
    section_fn *read;
} sections[] = {
    {"programme", read_head},
    {"parties", jalon_reader_parties},
    {"lifecycle", jalon_reader_lifecycle},
    {"instruments", jalon_reader_instruments},
    {"milestones", jalon_reader_milestones},
    {"cohorts", jalon_reader_cohorts},
    {"weights", jalon_reader_weights},
    {"targets", jalon_reader_targets},
    {"calendar", jalon_reader_calendar},
    {"forecast", jalon_reader_forecast},
    {"statuses", jalon_reader_statuses},
};

static void read_document(struct jalon_reader *r, json_t *document)
{
    static const struct jalon_key keys[] = {
        {"programme", true},   {"lifecycle", true},     {"instruments", true},
        {"parties", true},     {"starts_on", true},     {"targets", false},
        {"milestones", false}, {"cohorts", false},      {"weights", false},
        {"calendar", false},   {"forecast", false},     {"statuses", false},
        {"regions", false},    {"departements", false}, {0}};
    if (!jalon_reader_mapping(r, document, keys)) {
        return;
    }
    r->p->starts_on = jalon_reader_date(r, document, "starts_on");
    jalon_reader_places(r, json_object_get(document, "regions"),
                        json_object_get(document, "departements"));
    for (size_t i = 0; i < JALON_COUNT(sections); i++) {
        json_t *section = json_object_get(document, sections[i].key);
        if (section != NULL && !json_is_null(section)) {
            sections[i].read(r, section);
        }
    }
    if (r->transitions_known && r->instruments_known) {
        jalon_reader_check_derived(r);
    }
}

int jalon_programme_read(json_t *document, jalon_fault_fn *report, void *context,
                         struct jalon_programme **ret_programme)
{
    JALON_AUTO(jalon_programme_freep)
    struct jalon_programme *p = jalon_alloc(sizeof *p);
    p->arena = jalon_arena_new();
    struct jalon_reader r = {.p = p, .report = report, .context = context};
    jalon_str_add(&r.pointer, "");
    read_document(&r, document);
    jalon_str_done(&r.pointer);
    if (r.n_faults == 0) {
        *ret_programme = JALON_TAKE(p);
    }
    return r.n_faults;
}

void jalon_programme_free(struct jalon_programme *programme)
{
    if (programme != NULL) {
        jalon_arena_free(programme->arena);
        free(programme);
    }
}

void jalon_programme_freep(struct jalon_programme **programme)
{
    jalon_programme_free(*programme);
    *programme = NULL;
}

size_t jalon_programme_state_index(const struct jalon_programme *p, const char *code)
{
    size_t at = 0;
    while (at < p->n_states && strcmp(p->states[at].code, code) != 0) {
        at++;
    }
    return at;
}

const struct jalon_state_def *jalon_programme_state(const struct jalon_programme *p,
                                                    const char *code)
{
    size_t at = jalon_programme_state_index(p, code);
    return at < p->n_states ? &p->states[at] : NULL;
}

const struct jalon_instrument_def *jalon_programme_instrument(const struct jalon_programme *p,
                                                              const char *code)
{
    for (size_t i = 0; i < p->n_instruments; i++) {
        if (strcmp(p->instruments[i].code, code) == 0) {
            return &p->instruments[i];
        }
    }
    return NULL;
}

const struct jalon_party_def *jalon_programme_party(const struct jalon_programme *p,
                                                    const char *party)
{
    size_t length = strcspn(party, ":");
    for (size_t i = 0; i < p->n_parties; i++) {
        const char *code = p->parties[i].code;
        if (strlen(code) == length && strncmp(code, party, length) == 0) {
            return &p->parties[i];
        }
    }
    return NULL;
}

const struct jalon_milestone_def *jalon_programme_milestone(const struct jalon_programme *p,
                                                            const char *code)
{
    for (size_t i = 0; i < p->n_milestones; i++) {
        if (strcmp(p->milestones[i].code, code) == 0) {
            return &p->milestones[i];
        }
    }
    return NULL;
}

const char *jalon_programme_region_name(const struct jalon_programme *p, const char *code)
{
    for (size_t i = 0; i < p->n_regions; i++) {
        if (strcmp(p->regions[i].code, code) == 0) {
            return p->regions[i].name;
        }
    }
    return NULL;
}

bool jalon_transition_leaves(const struct jalon_transition_def *transition, const char *state)
{
    return jalon_text_is_listed(transition->from, transition->n_from, state);
}

bool jalon_transition_allows(const struct jalon_transition_def *transition, enum jalon_role role)
{
    unsigned up_to_role = (2U << (unsigned)role) - 1;
    return (transition->roles & up_to_role) != 0;
}

bool jalon_instrument_signable_in(const struct jalon_instrument_def *instrument, const char *state)
{
    return jalon_text_is_listed(instrument->from_states, instrument->n_from_states, state);
}

const struct jalon_target_move *jalon_target_at(const struct jalon_target_def *target,
                                                const char *region, struct jalon_date date)
{
    const struct jalon_target_move *last = NULL;
    for (size_t i = 0; i < target->n_moves; i++) {
        const struct jalon_target_move *move = &target->moves[i];
        if (jalon_text_same(move->region, region) &&
            jalon_date_compare(move->decided_on, date) <= 0) {
            last = move;
        }
    }
    return last;
}

const struct jalon_target_def *jalon_programme_target(const struct jalon_programme *p,
                                                      const char *code)
{
    for (size_t i = 0; i < p->n_targets; i++) {
        if (strcmp(p->targets[i].code, code) == 0) {
            return &p->targets[i];
        }
    }
    return NULL;
}
