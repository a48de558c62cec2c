/* Compares two revisions of a programme. */
#include "domain/programme_diff.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "domain/programme_parts.h"

const char *jalon_part_code(enum jalon_part part)
{
    static const char *const codes[JALON_PART_N] = {
        [JALON_PART_PROGRAMME] = "programme",
        [JALON_PART_STATE] = "state",
        [JALON_PART_TRANSITION] = "transition",
        [JALON_PART_INSTRUMENT] = "instrument",
        [JALON_PART_PARTY] = "party",
        [JALON_PART_MILESTONE] = "milestone",
        [JALON_PART_COHORT] = "cohort",
        [JALON_PART_WEIGHT] = "weight",
        [JALON_PART_TARGET] = "target",
        [JALON_PART_TARGET_DATE] = "target_date",
        [JALON_PART_CALENDAR] = "calendar",
        [JALON_PART_FORECAST] = "forecast",
        [JALON_PART_STATUS] = "status",
        [JALON_PART_REGION] = "region",
        [JALON_PART_DEPARTEMENT] = "departement",
    };
    return codes[part];
}

const char *jalon_difference_kind_code(enum jalon_difference_kind kind)
{
    static const char *const codes[] = {"added", "removed", "changed"};
    return codes[kind];
}

static void note(struct jalon_programme_diff *diff, struct jalon_difference difference)
{
    if ((diff->n & (diff->n - 1)) == 0) { /* room is doubled at every power of two */
        struct jalon_difference *grown =
            jalon_arena_array(diff->arena, diff->n == 0 ? 1 : 2 * diff->n, sizeof *grown);
        for (size_t i = 0; i < diff->n; i++) {
            grown[i] = diff->items[i];
        }
        diff->items = grown;
    }
    difference.code = jalon_arena_strdup(diff->arena, difference.code);
    difference.field = jalon_arena_strdup(diff->arena, difference.field);
    diff->items[diff->n++] = difference;
}

/* The members of a thing that is in both; every thing of a part has the same members. */
static void compare_members(struct jalon_programme_diff *diff, struct jalon_difference thing)
{
    const char *field;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)thing.to, field, value)
    {
        const json_t *before = json_object_get(thing.from, field);
        if (!json_equal(before, value)) {
            note(diff, (struct jalon_difference){thing.part, thing.code, JALON_CHANGED, field,
                                                 before, value});
        }
    }
}

static void compare_part(struct jalon_programme_diff *diff, enum jalon_part part, json_t *before,
                         json_t *after)
{
    const char *code;
    json_t *thing;
    json_object_foreach(after, code, thing)
    {
        const json_t *old = json_object_get(before, code);
        if (old == NULL) {
            note(diff, (struct jalon_difference){part, code, JALON_ADDED, NULL, NULL, thing});
        } else {
            compare_members(diff,
                            (struct jalon_difference){part, code, JALON_CHANGED, NULL, old, thing});
        }
    }
    json_object_foreach(before, code, thing)
    {
        if (json_object_get(after, code) == NULL) {
            note(diff, (struct jalon_difference){part, code, JALON_REMOVED, NULL, thing, NULL});
        }
    }
}

/* The codes of THINGS that are in OTHERS too, in their order. */
static json_t *common_codes(json_t *things, json_t *others)
{
    const char *code;
    json_t *thing;
    json_t *codes = json_array();
    json_object_foreach(things, code, thing)
    {
        if (json_object_get(others, code) != NULL) {
            (void)json_array_append_new(codes, json_string(code));
        }
    }
    return codes;
}

/* The order of states and of instruments has a meaning: reports list them so. */
static void compare_order(struct jalon_programme_diff *diff, enum jalon_part part, json_t *before,
                          json_t *after)
{
    json_t *from = common_codes(before, after), *to = common_codes(after, before);
    (void)json_array_append_new(diff->values, from);
    (void)json_array_append_new(diff->values, to);
    if (!json_equal(from, to)) {
        note(diff, (struct jalon_difference){part, "*", JALON_CHANGED, "order", from, to});
    }
}

struct jalon_programme_diff *jalon_programme_diff(const struct jalon_programme *before,
                                                  const struct jalon_programme *after)
{
    struct jalon_programme_diff *diff = jalon_alloc(sizeof *diff);
    diff->arena = jalon_arena_new();
    diff->values = json_array();
    for (enum jalon_part part = 0; part < JALON_PART_N; part++) {
        json_t *from = jalon_programme_part(before, part);
        json_t *to = jalon_programme_part(after, part);
        (void)json_array_append_new(diff->values, from);
        (void)json_array_append_new(diff->values, to);
        compare_part(diff, part, from, to);
        if (part == JALON_PART_STATE || part == JALON_PART_INSTRUMENT) {
            compare_order(diff, part, from, to);
        }
    }
    return diff;
}

void jalon_programme_diff_free(struct jalon_programme_diff *diff)
{
    if (diff != NULL) {
        json_decref(diff->values);
        jalon_arena_free(diff->arena);
        free(diff);
    }
}

void jalon_programme_diff_freep(struct jalon_programme_diff **diff)
{
    jalon_programme_diff_free(*diff);
    *diff = NULL;
}
