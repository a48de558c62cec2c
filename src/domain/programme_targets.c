/* The sections targets and calendar of a programme document, and its places. */
#include "base/text.h"
#include "domain/programme_priv.h"

/* INSEE: two digits for a Région; two, 2A, 2B or three for a département. */
static bool place_code_is_good(const char *code, bool is_region)
{
    size_t length = strlen(code);
    if (length == 2 && code[0] == '2' && (code[1] == 'A' || code[1] == 'B')) {
        return !is_region;
    }
    return strspn(code, "0123456789") == length && (length == 2 || (length == 3 && !is_region));
}

static bool read_place_code(struct jalon_reader *r, const char *code, bool is_region)
{
    bool is_good = place_code_is_good(code, is_region);
    if (!is_good) {
        jalon_reader_fault(r, &jalon_msg_programme_place_code_bad, code);
    }
    return is_good;
}

static void read_covers(struct jalon_reader *r, json_t *covers, struct jalon_target_def *target)
{
    static const struct jalon_key keys[] = {{"instrument", false}, {"percent", false}, {0}};
    size_t mark = jalon_reader_enter(r, "covers");
    if (jalon_reader_mapping(r, covers, keys)) {
        target->instrument =
            jalon_reader_reference(r, covers, "instrument", &jalon_reference_instrument);
        int percent = jalon_reader_int(r, covers, "percent", 100);
        target->percent = percent > 0 ? percent : target->percent;
    }
    jalon_reader_leave(r, mark);
}

static struct jalon_target_move read_date_decided(struct jalon_reader *r, json_t *value)
{
    struct jalon_target_move move = {
        jalon_reader_date(r, value, "on"),
        jalon_reader_date(r, value, "decided_on"),
        jalon_reader_text(r, value, "source", JALON_LIMIT_SOURCE),
        NULL,
    };
    if (jalon_date_is_set(move.on) && jalon_date_is_set(r->p->starts_on) &&
        jalon_date_compare(move.on, r->p->starts_on) < 0) {
        size_t mark = jalon_reader_enter(r, "on");
        jalon_reader_fault(r, &jalon_msg_programme_target_early);
        jalon_reader_leave(r, mark);
    }
    return move;
}

/* A file may leave out its places, which are then those in force: the code alone is checked. */
static const char *read_move_region(struct jalon_reader *r, json_t *value)
{
    if (json_object_get(value, "region") == NULL) {
        return NULL;
    }
    const char *region = jalon_reader_text(r, value, "region", JALON_LIMIT_LABEL);
    size_t mark = jalon_reader_enter(r, "region");
    if (region != NULL) {
        (void)read_place_code(r, region, true);
    }
    jalon_reader_leave(r, mark);
    return region;
}

/* The day of the last decision so far about the same contracts; NONE: there is none. */
static struct jalon_date last_decided(const struct jalon_target_def *target, const char *region)
{
    for (size_t i = target->n_moves; i > 0; i--) {
        if (jalon_text_same(target->moves[i - 1].region, region)) {
            return target->moves[i - 1].decided_on;
        }
    }
    return JALON_DATE_NONE;
}

static void read_move(struct jalon_reader *r, json_t *value, struct jalon_target_def *target)
{
    static const struct jalon_key keys[] = {
        {"on", true}, {"decided_on", true}, {"source", false}, {"region", false}, {0}};
    if (!jalon_reader_mapping(r, value, keys)) {
        return;
    }
    struct jalon_target_move move = read_date_decided(r, value);
    move.region = read_move_region(r, value);
    struct jalon_date before = last_decided(target, move.region);
    if (jalon_date_is_set(move.decided_on) && jalon_date_is_set(before) &&
        jalon_date_compare(move.decided_on, before) <= 0) {
        jalon_reader_fault(r, &jalon_msg_programme_moves_unordered);
    }
    target->moves[target->n_moves++] = move;
}

static void read_moves(struct jalon_reader *r, json_t *value, struct jalon_target_def *target)
{
    json_t *moved = json_object_get(value, "moved");
    target->moves =
        jalon_arena_array(r->p->arena, 1 + json_array_size(moved), sizeof *target->moves);
    target->moves[target->n_moves++] = read_date_decided(r, value);
    if (moved == NULL) {
        return;
    }
    size_t mark = jalon_reader_enter(r, "moved");
    if (jalon_reader_list(r, moved, JALON_LIMIT_MOVES)) {
        for (size_t i = 0; i < json_array_size(moved); i++) {
            size_t item = jalon_reader_enter_item(r, i);
            read_move(r, json_array_get(moved, i), target);
            jalon_reader_leave(r, item);
        }
    }
    jalon_reader_leave(r, mark);
}

static void check_code(struct jalon_reader *r, const struct jalon_target_def *target)
{
    for (const struct jalon_target_def *other = r->p->targets; other < target; other++) {
        if (target->code != NULL && other->code != NULL && strcmp(other->code, target->code) == 0) {
            size_t mark = jalon_reader_enter(r, "code");
            jalon_reader_fault(r, &jalon_msg_programme_duplicate, target->code);
            jalon_reader_leave(r, mark);
        }
    }
}

static void read_target(struct jalon_reader *r, json_t *value)
{
    static const struct jalon_key keys[] = {
        {"code", true},    {"label", false},  {"on", true},     {"decided_on", true},
        {"source", false}, {"covers", false}, {"moved", false}, {0}};
    if (!jalon_reader_mapping(r, value, keys)) {
        return;
    }
    struct jalon_target_def *target = &r->p->targets[r->p->n_targets++];
    target->code = jalon_reader_code(r, value, "code");
    check_code(r, target);
    target->label = jalon_reader_label(r, value, "label");
    target->percent = 100;
    if (json_object_get(value, "covers") != NULL) {
        read_covers(r, json_object_get(value, "covers"), target);
    }
    read_moves(r, value, target);
}

void jalon_reader_targets(struct jalon_reader *r, json_t *targets)
{
    size_t mark = jalon_reader_enter(r, "targets");
    if (jalon_reader_list(r, targets, JALON_LIMIT_TARGETS)) {
        size_t size = json_array_size(targets);
        r->p->targets = jalon_arena_array(r->p->arena, size, sizeof *r->p->targets);
        for (size_t i = 0; i < size; i++) {
            size_t item = jalon_reader_enter_item(r, i);
            read_target(r, json_array_get(targets, i));
            jalon_reader_leave(r, item);
        }
    }
    jalon_reader_leave(r, mark);
}

static void read_day(struct jalon_reader *r, json_t *value)
{
    static const struct jalon_key keys[] = {
        {"on", true}, {"label", false}, {"ceremony", false}, {0}};
    if (!jalon_reader_mapping(r, value, keys)) {
        return;
    }
    struct jalon_calendar_day day = {
        jalon_reader_date(r, value, "on"),
        jalon_reader_label(r, value, "label"),
        jalon_reader_bool(r, value, "ceremony", false),
    };
    size_t at = r->p->n_calendar++; /* kept by date; days of one date as in the document */
    for (; at > 0 && jalon_date_compare(day.on, r->p->calendar[at - 1].on) < 0; at--) {
        r->p->calendar[at] = r->p->calendar[at - 1];
    }
    r->p->calendar[at] = day;
}

void jalon_reader_calendar(struct jalon_reader *r, json_t *calendar)
{
    size_t mark = jalon_reader_enter(r, "calendar");
    if (jalon_reader_list(r, calendar, JALON_LIMIT_CALENDAR)) {
        size_t size = json_array_size(calendar);
        r->p->calendar = jalon_arena_array(r->p->arena, size, sizeof *r->p->calendar);
        for (size_t i = 0; i < size; i++) {
            size_t item = jalon_reader_enter_item(r, i);
            read_day(r, json_array_get(calendar, i));
            jalon_reader_leave(r, item);
        }
    }
    jalon_reader_leave(r, mark);
}

static void read_region(struct jalon_reader *r, const char *code, json_t *value)
{
    const char *name = jalon_reader_text_here(r, value, JALON_LIMIT_LABEL);
    if (read_place_code(r, code, true)) {
        r->p->regions[r->p->n_regions++] =
            (struct jalon_place){jalon_arena_strdup(r->p->arena, code), name, NULL};
    }
}

static bool region_is_declared(const struct jalon_programme *p, const char *code)
{
    for (size_t i = 0; i < p->n_regions; i++) {
        if (strcmp(p->regions[i].code, code) == 0) {
            return true;
        }
    }
    return false;
}

static void read_departement(struct jalon_reader *r, const char *code, json_t *value)
{
    static const struct jalon_key keys[] = {{"name", true}, {"region", true}, {0}};
    static const struct jalon_reference region = {region_is_declared,
                                                  &jalon_msg_programme_region_undeclared};
    bool code_is_good = read_place_code(r, code, false);
    if (!jalon_reader_mapping(r, value, keys)) {
        return;
    }
    struct jalon_place place = {
        jalon_arena_strdup(r->p->arena, code),
        jalon_reader_text(r, value, "name", JALON_LIMIT_LABEL),
        jalon_reader_reference(r, value, "region", &region),
    };
    if (code_is_good) {
        r->p->departements[r->p->n_departements++] = place;
    }
}

static int compare_places(const void *a, const void *b)
{
    const struct jalon_place *place_a = a, *place_b = b;
    return strcmp(place_a->code, place_b->code);
}

void jalon_reader_places(struct jalon_reader *r, json_t *regions, json_t *departements)
{
    struct jalon_programme *p = r->p;
    if (regions != NULL) {
        p->regions = jalon_arena_array(p->arena, json_object_size(regions), sizeof *p->regions);
        jalon_reader_each(r, "regions", regions, JALON_LIMIT_REGIONS, read_region);
        qsort(p->regions, p->n_regions, sizeof *p->regions, compare_places);
    }
    if (departements != NULL) {
        p->departements =
            jalon_arena_array(p->arena, json_object_size(departements), sizeof *p->departements);
        jalon_reader_each(r, "departements", departements, JALON_LIMIT_DEPARTEMENTS,
                          read_departement);
        qsort(p->departements, p->n_departements, sizeof *p->departements, compare_places);
    }
}
