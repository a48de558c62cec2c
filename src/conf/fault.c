/* The list of faults. */
#include "conf/fault.h"

#include <stdbool.h>

#include "base/limits.h"
#include "base/mem.h"

void jalon_faults_done(struct jalon_faults *faults)
{
    free(faults->items);
    jalon_arena_free(faults->arena);
    *faults = (struct jalon_faults){0};
}

void jalon_faults_add(struct jalon_faults *faults, struct jalon_place_in_file place,
                      const struct jalon_err *err)
{
    if (faults->n == JALON_LIMIT_FAULTS) {
        faults->n_dropped++;
        return;
    }
    if (faults->arena == NULL) {
        faults->arena = jalon_arena_new();
    }
    if (faults->n == faults->capacity) {
        faults->capacity = faults->capacity == 0 ? 8 : 2 * faults->capacity;
        faults->items = jalon_realloc_array(faults->items, faults->capacity, sizeof *faults->items);
    }
    place.path = jalon_arena_strdup(faults->arena, place.path);
    place.field = jalon_arena_strdup(faults->arena, place.field);
    faults->items[faults->n++] = (struct jalon_fault){place, *err};
}

static bool comes_after(const struct jalon_place_in_file *a, const struct jalon_place_in_file *b)
{
    int paths = strcmp(a->path, b->path);
    if (paths != 0) {
        return paths > 0;
    }
    return a->line != b->line ? a->line > b->line : a->column > b->column;
}

void jalon_faults_sort(struct jalon_faults *faults, size_t first)
{
    for (size_t i = first + 1; i < faults->n; i++) {
        struct jalon_fault moved = faults->items[i];
        size_t at = i;
        for (; at > first && comes_after(&faults->items[at - 1].place, &moved.place); at--) {
            faults->items[at] = faults->items[at - 1];
        }
        faults->items[at] = moved;
    }
}
