/* Settles which entries hold and applies corrections to them. */
#include "domain/correction.h"

#include <string.h>

#include "base/json.h"

static bool is_void(const struct jalon_event *event)
{
    return strcmp(event->kind, "void") == 0;
}

static bool is_correct(const struct jalon_event *event)
{
    return strcmp(event->kind, "correct") == 0;
}

bool jalon_event_is_correction(const struct jalon_event *event)
{
    return is_void(event) || is_correct(event);
}

/* The index of entry SEQ among the events before N, or N: there is none. */
static size_t index_of(const struct jalon_event *events, size_t n, int64_t seq)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (events[middle].seq < seq) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < n && events[low].seq == seq ? low : n;
}

void jalon_correction_settle(const struct jalon_event *events, size_t n,
                             struct jalon_standing *standings)
{
    memset(standings, 0, n * sizeof *standings);
    for (size_t i = n; i > 0; i--) {
        const struct jalon_event *event = &events[i - 1];
        size_t target = index_of(events, i - 1, event->corrects);
        if (!jalon_event_is_correction(event) || standings[i - 1].voided_by != 0 ||
            target == i - 1) {
            continue;
        }
        if (is_void(event)) {
            standings[target].voided_by = event->seq;
        } else if (standings[target].corrected_by == 0) {
            standings[target].corrected_by = event->seq;
        }
    }
}

/* Members of the leaf itself; `on` stands for its date. */
static const char *leaf_member(const char *key)
{
    static const char *const members[] = {"certainty", "learned", "precision", "reason", "source"};
    if (strcmp(key, "on") == 0) {
        return "valid";
    }
    for (size_t i = 0; i < JALON_COUNT(members); i++) {
        if (strcmp(members[i], key) == 0) {
            return members[i];
        }
    }
    return NULL;
}

const json_t *jalon_correction_member(const struct jalon_event *event, const char *key)
{
    const char *member = leaf_member(key);
    return member ? json_object_get(event->leaf, member) : json_object_get(event->after, key);
}

static void set_members(json_t *leaf, const json_t *set)
{
    const char *key;
    json_t *value;
    json_t *after = json_object_get(leaf, "after");
    json_object_foreach((json_t *)(uintptr_t)set, key, value)
    {
        const char *member = leaf_member(key);
        if (member || after) {
            jalon_json_set(member ? leaf : after, member ? member : key, json_deep_copy(value));
        }
    }
}

bool jalon_correction_apply(const struct jalon_event *events, size_t n,
                            const struct jalon_standing *standings, size_t i,
                            struct jalon_event *ret_event)
{
    JALON_AUTO(jalon_json_decref) json_t *leaf = json_deep_copy(events[i].leaf);
    JALON_AUTO(jalon_json_decref) json_t *disclosures = json_object();
    if (events[i].disclosures) {
        json_object_update(disclosures, events[i].disclosures);
    }
    for (size_t k = i + 1; k < n; k++) {
        const struct jalon_event *later = &events[k];
        if (is_correct(later) && later->corrects == events[i].seq && standings[k].voided_by == 0) {
            set_members(leaf, json_object_get(later->after, "set"));
            if (later->disclosures) {
                json_object_update(disclosures, later->disclosures);
            }
        }
    }
    return jalon_event_read(leaf, disclosures, events[i].recorded_on, ret_event);
}
