/* From the statement's JSON to the map. */
#include "report/map.h"

#include <string.h>

#include "base/json.h"
#include "report/report_messages.h"

#define DRAWING(width, height)
#define FRAME(name, x, y, width, height)
#define LAND(code, path)

static const char *const codes[] = {
#define OUTLINE(code, siren, x, y, path) code,
#include "report/outlines.def"
#undef OUTLINE
};

static const char *const sirens[] = {
#define OUTLINE(code, siren, x, y, path) siren,
#include "report/outlines.def"
#undef OUTLINE
};

size_t jalon_map_outlines(const char *const **ret_codes, const char *const **ret_sirens)
{
    *ret_codes = codes;
    *ret_sirens = sirens;
    return JALON_COUNT(codes);
}

static int find_state(const struct jalon_status *status, const char *code, size_t *ret_state,
                      struct jalon_err *err)
{
    for (size_t i = 0; code != NULL && i < status->n_states; i++) {
        if (strcmp(status->states[i].code, code) == 0) {
            *ret_state = i;
            return 0;
        }
    }
    return jalon_fail(err, &jalon_msg_report_facts_unreadable, "state");
}

static bool holds(const json_t *texts, const char *text)
{
    for (size_t i = 0; i < json_array_size(texts); i++) {
        if (strcmp(json_string_value(json_array_get(texts, i)), text) == 0) {
            return true;
        }
    }
    return false;
}

static int read_area(const json_t *row, const struct jalon_status *status,
                     struct jalon_map_area *area, struct jalon_err *err)
{
    struct jalon_arena *arena = status->arena;
    const json_t *of_area = json_object_get(row, "signed");
    area->code = jalon_arena_strdup(arena, jalon_json_text(row, "code"));
    area->name = jalon_arena_strdup(arena, jalon_json_text(row, "name"));
    area->region = jalon_arena_strdup(arena, jalon_json_text(row, "region"));
    area->drawn = jalon_json_bool(row, "drawn");
    area->is_signed = jalon_arena_array(arena, status->n_instruments, sizeof *area->is_signed);
    for (size_t i = 0; i < status->n_instruments; i++) {
        area->is_signed[i] = holds(of_area, status->instruments[i].code);
    }
    return find_state(status, jalon_json_text(row, "state"), &area->state, err);
}

int jalon_map_of_facts(const json_t *facts, const struct jalon_status *status,
                       struct jalon_map *ret_map, struct jalon_err *err)
{
    struct jalon_map map = {.n = json_array_size(facts)};
    map.areas = jalon_arena_array(status->arena, map.n, sizeof *map.areas);
    map.is_done = jalon_arena_array(status->arena, status->n_states, sizeof *map.is_done);
    for (size_t i = 0; i < map.n; i++) {
        const json_t *row = json_array_get(facts, i);
        if (read_area(row, status, &map.areas[i], err) < 0) {
            return -1;
        }
        map.is_done[map.areas[i].state] = jalon_json_bool(row, "done");
    }
    *ret_map = map;
    return 0;
}
