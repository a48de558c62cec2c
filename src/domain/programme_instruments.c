/* The sections parties, instruments and milestones of a programme document. */
#include "domain/programme_priv.h"

static void read_one_per(struct jalon_reader *r, json_t *value, struct jalon_party_def *party)
{
    static const char *const words[] = {"contract", "region", "member", NULL};
    bool named = jalon_reader_bool(r, value, "named", false);
    bool has_one_per = json_object_get(value, "one_per") != NULL;
    if (named == has_one_per) {
        jalon_reader_fault(r, &jalon_msg_programme_party_one_per);
    }
    party->one_per =
        (enum jalon_one_per)jalon_reader_choice(r, value, "one_per", words, JALON_ONE_PER_CONTRACT);
    if (named) {
        party->one_per = JALON_NAMED;
    }
}

static void read_party(struct jalon_reader *r, const char *code, json_t *value)
{
    static const struct jalon_key keys[] = {
        {"label", false}, {"one_per", false}, {"named", false}, {0}};
    if (!jalon_reader_code_here(r, code)) {
        return;
    }
    struct jalon_party_def *party = &r->p->parties[r->p->n_parties++];
    party->code = jalon_arena_strdup(r->p->arena, code);
    if (jalon_reader_mapping(r, value, keys)) {
        party->label = jalon_reader_label(r, value, "label");
        read_one_per(r, value, party);
    }
}

void jalon_reader_parties(struct jalon_reader *r, json_t *parties)
{
    r->p->parties =
        jalon_arena_array(r->p->arena, json_object_size(parties), sizeof *r->p->parties);
    jalon_reader_each(r, "parties", parties, JALON_LIMIT_PARTIES, read_party);
}

static void read_required(struct jalon_reader *r, json_t *value,
                          struct jalon_instrument_def *instrument)
{
    const char *word = json_string_value(json_object_get(value, "required"));
    if (word != NULL && strcmp(word, "as_amended") == 0) {
        instrument->required_as_amended = true;
        return;
    }
    struct jalon_codes list = jalon_reader_codes(r, value, "required", &jalon_reference_party);
    instrument->required = list.codes;
    instrument->n_required = list.n;
    for (size_t i = 0; i < list.n; i++) {
        const struct jalon_party_def *party = jalon_programme_party(r->p, list.codes[i]);
        if (party != NULL && party->one_per == JALON_NAMED) {
            size_t mark = jalon_reader_enter(r, "required");
            jalon_reader_fault(r, &jalon_msg_programme_party_named_required, party->code);
            jalon_reader_leave(r, mark);
        }
    }
}

/* Returns whether it is known what the instrument completes, and from where. */
static bool read_instrument(struct jalon_reader *r, const char *code, json_t *value)
{
    static const struct jalon_key keys[] = {
        {"label", false},      {"from_states", true}, {"completes", false},
        {"repeatable", false}, {"required", true},    {"optional", false},
        {"evidence", false},   {"position", false},   {0}};
    static const char *const optional[] = {"none", "any", NULL};
    static const char *const evidence[] = {"optional", "required", NULL};
    if (!jalon_reader_code_here(r, code)) {
        return false;
    }
    struct jalon_instrument_def *instrument = &r->p->instruments[r->p->n_instruments++];
    instrument->code = jalon_arena_strdup(r->p->arena, code);
    if (!jalon_reader_mapping(r, value, keys)) {
        return false;
    }
    instrument->label = jalon_reader_label(r, value, "label");
    struct jalon_codes from = jalon_reader_codes(r, value, "from_states", &jalon_reference_state);
    instrument->from_states = from.codes;
    instrument->n_from_states = from.n;
    instrument->completes = jalon_reader_reference(r, value, "completes", &jalon_reference_state);
    instrument->repeatable = jalon_reader_bool(r, value, "repeatable", false);
    instrument->optional_any = jalon_reader_choice(r, value, "optional", optional, 0) == 1;
    instrument->evidence_required = jalon_reader_choice(r, value, "evidence", evidence, 0) == 1;
    instrument->position = jalon_reader_int(r, value, "position", JALON_LIMIT_INSTRUMENTS);
    read_required(r, value, instrument);
    bool completes_known =
        instrument->completes != NULL || json_object_get(value, "completes") == NULL;
    return from.complete && completes_known;
}

/* Position in the lifecycle of the first state in which the instrument may be signed. */
static size_t first_state(const struct jalon_programme *p,
                          const struct jalon_instrument_def *instrument)
{
    size_t first = p->n_states;
    for (size_t i = 0; i < instrument->n_from_states; i++) {
        size_t at = jalon_programme_state_index(p, instrument->from_states[i]);
        first = at < first ? at : first;
    }
    return first;
}

static bool comes_before(const struct jalon_programme *p, const struct jalon_instrument_def *a,
                         const struct jalon_instrument_def *b)
{
    if (a->position != b->position) { /* 0: not given, after those given */
        return a->position > 0 && (b->position == 0 || a->position < b->position);
    }
    size_t first_a = first_state(p, a), first_b = first_state(p, b);
    return first_a != first_b ? first_a < first_b : strcmp(a->code, b->code) < 0;
}

/* In the order of the states they are signed in, unless the document gives positions; canonical
 * JSON does not keep the order of the mapping. */
static void order_instruments(struct jalon_programme *p)
{
    for (size_t i = 1; i < p->n_instruments; i++) {
        struct jalon_instrument_def moved = p->instruments[i];
        size_t at = i;
        for (; at > 0 && comes_before(p, &moved, &p->instruments[at - 1]); at--) {
            p->instruments[at] = p->instruments[at - 1];
        }
        p->instruments[at] = moved;
    }
    for (size_t i = 0; i < p->n_instruments; i++) {
        p->instruments[i].position = (int)i + 1;
    }
}

/* Moves a party to place N when it stands after it; returns the next free place. */
static size_t place_party(struct jalon_programme *p, const char *code, size_t n)
{
    for (size_t at = n; at < p->n_parties; at++) {
        if (strcmp(p->parties[at].code, code) == 0) {
            struct jalon_party_def party = p->parties[at];
            memmove(&p->parties[n + 1], &p->parties[n], (at - n) * sizeof party);
            p->parties[n] = party;
            return n + 1;
        }
    }
    return n;
}

static int compare_parties(const void *a, const void *b)
{
    const struct jalon_party_def *party_a = a, *party_b = b;
    return strcmp(party_a->code, party_b->code);
}

/* Required ones as the instruments list them, then the others by code. */
static void order_parties(struct jalon_programme *p)
{
    qsort(p->parties, p->n_parties, sizeof *p->parties, compare_parties);
    size_t n = 0;
    for (size_t i = 0; i < p->n_instruments; i++) {
        for (size_t j = 0; j < p->instruments[i].n_required; j++) {
            n = place_party(p, p->instruments[i].required[j], n);
        }
    }
}

static void add_instrument(struct jalon_reader *r, const char *code, json_t *value)
{
    if (!read_instrument(r, code, value)) {
        r->instruments_known = false;
    }
}

void jalon_reader_instruments(struct jalon_reader *r, json_t *instruments)
{
    struct jalon_programme *p = r->p;
    p->instruments =
        jalon_arena_array(p->arena, json_object_size(instruments), sizeof *p->instruments);
    r->instruments_known = true;
    if (!jalon_reader_each(r, "instruments", instruments, JALON_LIMIT_INSTRUMENTS,
                           add_instrument)) {
        r->instruments_known = false;
        return;
    }
    order_instruments(p);
    order_parties(p);
}

static void read_milestone(struct jalon_reader *r, const char *code, json_t *value)
{
    static const struct jalon_key keys[] = {{"label", false}, {0}};
    if (!jalon_reader_code_here(r, code)) {
        return;
    }
    struct jalon_milestone_def *milestone = &r->p->milestones[r->p->n_milestones++];
    milestone->code = jalon_arena_strdup(r->p->arena, code);
    if (jalon_reader_mapping(r, value, keys)) {
        milestone->label = jalon_reader_label(r, value, "label");
    }
}

static int compare_milestones(const void *a, const void *b)
{
    const struct jalon_milestone_def *milestone_a = a, *milestone_b = b;
    return strcmp(milestone_a->code, milestone_b->code);
}

void jalon_reader_milestones(struct jalon_reader *r, json_t *milestones)
{
    struct jalon_programme *p = r->p;
    p->milestones =
        jalon_arena_array(p->arena, json_object_size(milestones), sizeof *p->milestones);
    if (jalon_reader_each(r, "milestones", milestones, JALON_LIMIT_MILESTONES, read_milestone)) {
        qsort(p->milestones, p->n_milestones, sizeof *p->milestones, compare_milestones);
    }
}
