/* What is recorded of territories: the entries that hold, as corrected, and the contract that these
 * make. */
#include "app/import_priv.h"
#include "base/json.h"
#include "base/mem.h"
#include "domain/correction.h"
#include "domain/replay.h"

void jalon_recordings_done(struct jalon_recordings *recordings)
{
    for (size_t i = 0; i < recordings->n; i++) {
        jalon_contract_free(recordings->items[i].contract);
        for (size_t k = 0; k < recordings->items[i].n_entries; k++) {
            jalon_event_done(&recordings->items[i].entries[k].event);
        }
        free(recordings->items[i].entries);
        free(recordings->items[i].taken);
    }
    free(recordings->items);
    json_decref(recordings->index);
    jalon_history_free(recordings->history);
    *recordings = (struct jalon_recordings){0};
}

static void ignore_fault(void *context, const struct jalon_replay_fault *fault)
{
    (void)context; /* `check` is what looks for them */
    (void)fault;
}

/* Keeps those of the N entries at FIRST that hold, as their corrections make them. */
static void keep_in_force(struct jalon_recorded *recorded, const struct jalon_history_entry *first,
                          size_t n)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    struct jalon_event *events = jalon_arena_array(arena, n, sizeof *events);
    struct jalon_standing *standings = jalon_arena_array(arena, n, sizeof *standings);
    for (size_t i = 0; i < n; i++) {
        events[i] = first[i].event;
    }
    jalon_correction_settle(events, n, standings);
    recorded->entries = jalon_alloc(n * sizeof *recorded->entries);
    for (size_t i = 0; i < n; i++) {
        struct jalon_event *kept = &recorded->entries[recorded->n_entries].event;
        recorded->entries[recorded->n_entries].code = first[i].code;
        if (jalon_event_is_correction(&events[i]) || standings[i].voided_by != 0) {
            continue;
        }
        if (standings[i].corrected_by == 0) {
            *kept = jalon_event_keep(&events[i]);
        } else if (!jalon_correction_apply(events, n, standings, i, kept)) {
            continue; /* `check` tells */
        }
        recorded->n_entries++;
    }
}

/* The territory whose N entries begin at FIRST. */
static struct jalon_recorded recall(const struct jalon_programme *programme,
                                    const struct jalon_history_entry *first, size_t n)
{
    struct jalon_recorded recorded = {.contract = jalon_contract_new(),
                                      .taken = jalon_alloc(n * sizeof *recorded.taken)};
    struct jalon_replay replay = {.contract = recorded.contract, .report = ignore_fault};
    for (size_t i = 0; i < n; i++) {
        jalon_replay_apply(&replay, programme, &first[i].event);
    }
    jalon_replay_end(&replay);
    keep_in_force(&recorded, first, n);
    return recorded;
}

int jalon_recordings_read(struct jalon_app *app, const char *const *codes, size_t n,
                          struct jalon_recordings *ret_recordings, struct jalon_err *err)
{
    JALON_AUTO(jalon_recordings_done) struct jalon_recordings recordings = {.index = json_object()};
    if (jalon_store_entries(app->db, jalon_books_now(app->programme->code), codes, n,
                            &recordings.history, err) < 0) {
        return -1;
    }
    const struct jalon_history *history = recordings.history;
    recordings.items = jalon_alloc((history->n + 1) * sizeof *recordings.items);
    for (size_t i = 0; i < history->n;) {
        const struct jalon_history_entry *first = &history->entries[i];
        size_t own = 1;
        while (i + own < history->n && strcmp(first[own].code, first->code) == 0) {
            own++;
        }
        jalon_json_set_int(recordings.index, first->code, (int64_t)recordings.n);
        recordings.items[recordings.n++] = recall(app->programme, first, own);
        i += own;
    }
    *ret_recordings = recordings;
    recordings = (struct jalon_recordings){0};
    return 0;
}

struct jalon_recorded *jalon_recordings_of(const struct jalon_recordings *recordings,
                                           const char *code)
{
    const json_t *place = json_object_get(recordings->index, code);
    return place == NULL ? NULL : &recordings->items[json_integer_value(place)];
}
