/* Follows batches from seal to seal. */
#define _DEFAULT_SOURCE /* timegm */
#include "journal/seals.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/json.h"
#include "base/mem.h"

void jalon_seals_open(struct jalon_seals *seals, uint64_t first, const struct jalon_hash *root)
{
    seals->first = first;
    seals->root = *root;
    seals->n = 0;
    seals->n_epochs = 0;
    seals->latest[0] = '\0';
}

bool jalon_seals_add(struct jalon_seals *seals, const char *recorded, const char *event)
{
    seals->n++;
    seals->n_epochs += event != NULL && strcmp(event, "epoch") == 0;
    /* One fixed form in UTC, so that the order of the texts is that of the times. */
    if (strcmp(recorded, seals->latest) > 0) {
        (void)snprintf(seals->latest, sizeof seals->latest, "%s", recorded);
    }
    return strcmp(recorded, seals->earliest) >= 0;
}

/* The longest transaction before AT; false when AT is no time. */
static bool find_earliest(const char *at, char ret_earliest[28])
{
    struct tm parts = {0};
    const char *rest = strptime(at, "%Y-%m-%dT%H:%M:%S", &parts);
    if (strlen(at) != 27 || rest != at + 19) {
        return false;
    }
    time_t seconds = timegm(&parts) - JALON_LONGEST_TRANSACTION_S;
    if (!gmtime_r(&seconds, &parts)) {
        return false;
    }
    char text[28];
    if (strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts) != 19) {
        return false;
    }
    (void)snprintf(ret_earliest, 28, "%.19s%s", text, rest);
    return true;
}

static struct jalon_seal_fault fault_of(const char *member, const char *wanted)
{
    struct jalon_seal_fault fault = {.member = member};
    (void)snprintf(fault.wanted, sizeof fault.wanted, "%s", wanted);
    return fault;
}

static const char *const members[] = {"at",       "count",  "epoch",     "event",
                                      "first",    "heads",  "prev_root", "prev_size",
                                      "snapshot", "system", "v"};

static const char *missing_member(const json_t *seal)
{
    for (size_t i = 0; i < JALON_COUNT(members); i++) {
        if (!json_object_get(seal, members[i])) {
            return members[i];
        }
    }
    return NULL;
}

/* A member that counts. */
static bool is_number(const json_t *seal, const char *member, uint64_t wanted,
                      struct jalon_seal_fault *fault)
{
    const json_t *value = json_object_get(seal, member);
    if (json_is_integer(value) && (uint64_t)json_integer_value(value) == wanted) {
        return true;
    }
    fault->member = member;
    (void)snprintf(fault->wanted, sizeof fault->wanted, "%llu", (unsigned long long)wanted);
    return false;
}

static struct jalon_seal_fault judge(const struct jalon_seals *seals, const json_t *seal,
                                     uint64_t index)
{
    struct jalon_seal_fault fault = {0};
    struct jalon_hash_hex root = jalon_hash_hex(&seals->root);
    const char *missing = missing_member(seal);
    const char *at = jalon_json_text(seal, "at");
    const char *prev_root = jalon_json_text(seal, "prev_root");
    const char *after = strcmp(seals->latest, seals->at) > 0 ? seals->latest : seals->at;
    if (missing) {
        return fault_of(missing, "");
    }
    if (!is_number(seal, "first", seals->first, &fault) ||
        !is_number(seal, "prev_size", seals->first, &fault) ||
        !is_number(seal, "count", index - seals->first, &fault)) {
        return fault;
    }
    if (!prev_root || strcmp(prev_root, root.text) != 0) {
        return fault_of("prev_root", root.text);
    }
    if (!at || strcmp(at, after) <= 0) {
        return fault_of("at", after);
    }
    uint64_t epoch = (uint64_t)(seals->epoch > 0 ? seals->epoch : 1) + (uint64_t)seals->n_epochs;
    (void)is_number(seal, "epoch", epoch, &fault);
    return fault;
}

struct jalon_seal_fault jalon_seals_close(struct jalon_seals *seals, const json_t *seal,
                                          uint64_t index)
{
    struct jalon_seal_fault fault = judge(seals, seal, index);
    const char *at = jalon_json_text(seal, "at");
    if (at && find_earliest(at, seals->earliest)) {
        (void)snprintf(seals->at, sizeof seals->at, "%s", at);
    } else if (!fault.member) {
        fault = fault_of("at", "");
    }
    seals->epoch = jalon_json_int(seal, "epoch");
    return fault;
}
