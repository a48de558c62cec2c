/* Follows batches from seal to seal. */
#include "jalon-verify/seals.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jalon-verify/memory.h"

static const int64_t longest_transaction = (int64_t)3600 * 1000000;
static const char file[] = "leaves.jsonl";

void seals_done(struct seals *seals)
{
    free(seals->last.snapshot);
    free(seals->clear.snapshot);
    free(seals->before_clear.snapshot);
    *seals = (struct seals){0};
}

void seals_open(struct seals *seals, struct verify *verify, const struct tree *tree)
{
    seals->first = tree->size;
    seals->head = (struct head){tree->size, tree_root(tree, verify->hasher)};
    seals->n_epochs = 0;
    seals->latest.n = 0;
    seals->held.n = 0;
}

/* Keeps a copy: the leaf's bytes are gone when the seal comes. */
static void suspect(struct suspect *suspect, const struct entry *entry, uint64_t line)
{
    suspect->entry = *entry;
    suspect->line = line;
    memcpy(suspect->subject, entry->subject_text.at, 36);
    suspect->entry.subject_text = (struct json_slice){NULL, 0};
    suspect->entry.event = (struct json_slice){NULL, 0};
}

static struct place place_of(struct suspect *suspect)
{
    suspect->entry.subject_text = (struct json_slice){suspect->subject, 36};
    return (struct place){file, suspect->line, &suspect->entry};
}

/* What an entry that opens an epoch says of the key that signs from now on: NAME+HASH+KEY. */
static void open_epoch(struct seals *seals, const struct entry *entry, uint64_t line)
{
    struct json_object after;
    struct json_slice value = entry->own[OWN_AFTER], log;
    seals->n_epochs++;
    if (!value.at || json_read(value.at, value.length, &after) != JSON_OK) {
        return;
    }
    value = json_get(&after, "log");
    if (value.at && json_text(value, &log)) {
        const char *plus = memchr(log.at, '+', log.length);
        size_t length = plus ? (size_t)(plus - log.at) : log.length;
        (void)snprintf(seals->log, sizeof seals->log, "%.*s", (int)length, log.at);
        seals->log_line = line;
    }
}

void seals_check_log(const struct seals *seals, struct verify *verify)
{
    const char *origin = verify->checkpoint.origin;
    if (seals->log_line > 0 && strcmp(seals->log, origin) != 0) {
        report_fault(&verify->report, FAULT_epoch_over, &(struct place){.file = "checkpoint"},
                     (const char *[3]){origin, seals->log, number(seals->log_line).text});
    }
}

void seals_add(struct seals *seals, struct verify *verify, const struct entry *entry, uint64_t line)
{
    const struct passed_seal *clear = &seals->clear, *before = &seals->before_clear;
    static const char opens[] = "epoch";
    if (entry->event.length == sizeof opens - 1 &&
        memcmp(entry->event.at, opens, sizeof opens - 1) == 0) {
        open_epoch(seals, entry, line);
    }
    if (clear->line > 0 && entry->recorded < clear->at - longest_transaction) {
        verify_line_fault(verify, FAULT_recorded_backdated, &(struct place){file, line, entry},
                          number(clear->line).text, NULL);
    }
    if (seals->latest.n++ == 0 || entry->recorded > seals->latest.entry.recorded) {
        suspect(&seals->latest, entry, line);
    }
    if (before->line > 0 &&
        snapshot_has_ended((struct json_slice){before->snapshot, before->length}, entry->tx) &&
        seals->held.n++ == 0) {
        suspect(&seals->held, entry, line);
    }
}

/* What the seal says of the leaves before it. */
static void check_batch(struct seals *seals, struct verify *verify, const struct seal *seal,
                        uint64_t line)
{
    struct place place = {file, line, NULL};
    uint64_t n = line - 1 - seals->first;
    if (seal->first != seals->first || seal->prev_size != seals->first) {
        uint64_t said = seal->first != seals->first ? seal->first : seal->prev_size;
        verify_line_fault(verify, FAULT_seal_first, &place, number(said).text,
                          number(seals->first).text);
    } else if (seal->count != n) {
        verify_line_fault(verify, FAULT_seal_count, &place, number(seal->count).text,
                          number(n).text);
    }
}

/* One altered leaf changes all roots after it: told at the first. */
static void check_root(struct seals *seals, struct verify *verify, const struct seal *seal,
                       uint64_t line)
{
    struct place place = {file, line, NULL};
    bool is_good = hash_equal(&seal->prev_root, &seals->head.root);
    if (!is_good && !seals->is_bad && seal->prev_size == seals->first) {
        uint64_t last = seals->first > 0 ? seals->first - 1 : 0;
        report_fault(&verify->report, FAULT_seal_prev_root, &place,
                     (const char *[3]){number(seals->first).text, number(seals->good).text,
                                       number(last).text});
    }
    if (is_good) {
        seals->good = seals->first;
    }
    seals->is_bad = !is_good;
}

/* The times and the transactions of the batch. */
static void check_times(struct seals *seals, struct verify *verify, const struct seal *seal,
                        uint64_t line)
{
    const struct passed_seal *last = &seals->last, *before = &seals->before_clear;
    struct place place = {file, line, NULL};
    if (last->line > 0 && seal->at <= last->at) {
        verify_line_fault(verify, FAULT_seal_at, &place, NULL, NULL);
    }
    uint64_t epoch = (last->line > 0 ? last->epoch : 1) + seals->n_epochs;
    if (seal->epoch != epoch) {
        verify_line_fault(verify, FAULT_seal_epoch, &place, number(seal->epoch).text,
                          number(epoch).text);
    }
    if (seals->latest.n > 0 && seals->latest.entry.recorded > seal->at) {
        place = place_of(&seals->latest);
        verify_line_fault(verify, FAULT_recorded_after_seal, &place, number(line).text, NULL);
    }
    if (seals->held.n > 0 && seal->system == before->system && seal->epoch == before->epoch) {
        place = place_of(&seals->held);
        report_fault(&verify->report, FAULT_held_back, &place,
                     (const char *[3]){number(seals->held.entry.tx).text, number(before->line).text,
                                       number(seals->held.n).text});
    }
}

static void keep(struct passed_seal *kept, const struct passed_seal *seal)
{
    free(kept->snapshot);
    *kept = *seal;
    kept->snapshot = memory_new(seal->length + 1, 1);
    if (seal->length > 0) {
        memcpy(kept->snapshot, seal->snapshot, seal->length);
    }
}

void seals_close(struct seals *seals, struct verify *verify, const struct seal *seal, uint64_t line)
{
    verify->report.counts[COUNT_seals]++;
    check_batch(seals, verify, seal, line);
    check_root(seals, verify, seal, line);
    check_times(seals, verify, seal, line);
    if (line - 1 - seals->first < SEAL_FULL_BATCH) {
        keep(&seals->before_clear, &seals->last);
    }
    char *snapshot = memory_new(seal->snapshot.length + 1, 1);
    memcpy(snapshot, seal->snapshot.at, seal->snapshot.length);
    free(seals->last.snapshot);
    seals->last = (struct passed_seal){seal->at, seal->epoch, seal->system,
                                       line,     snapshot,    seal->snapshot.length};
    if (line - 1 - seals->first < SEAL_FULL_BATCH) {
        keep(&seals->clear, &seals->last);
    }
}
