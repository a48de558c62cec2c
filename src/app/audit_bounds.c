/* The checkpoints that the journal in the database has to agree with. */
#include <stdlib.h>
#include <string.h>

#include "app/audit_priv.h"
#include "base/mem.h"
#include "journal/note.h"
#include "store/epoch.h"

/* The key of the log that ORIGIN names; the first one when none has that name. */
static const struct jalon_key *key_of(const struct audit *audit, const char *origin)
{
    for (size_t i = 0; i < audit->request->n_logs; i++) {
        if (strcmp(jalon_key_name(audit->request->logs[i]), origin) == 0) {
            return audit->request->logs[i];
        }
    }
    return audit->request->logs[0];
}

/* A checkpoint that the log has signed; else false, and told. */
static bool read_note(struct audit *audit, const struct jalon_kept_note *kept,
                      struct audit_bound *ret_bound)
{
    struct jalon_note note;
    struct jalon_checkpoint checkpoint;
    const struct jalon_key *key = audit->request->logs[0];
    enum jalon_check_kind kind = JALON_CHECK_CHECKPOINT_UNREADABLE;
    if (jalon_note_read(kept->text, strlen(kept->text), &note) &&
        jalon_checkpoint_read(&note, &checkpoint)) {
        key = key_of(audit, checkpoint.origin);
        enum jalon_note_verdict verdict = jalon_note_verify(&note, key, NULL);
        if (verdict == JALON_NOTE_SIGNED && strcmp(checkpoint.origin, jalon_key_name(key)) == 0) {
            *ret_bound = (struct audit_bound){.head = checkpoint.head, .where = kept->where};
            memcpy(ret_bound->origin, checkpoint.origin, sizeof ret_bound->origin);
            return true;
        }
        kind = verdict == JALON_NOTE_FORGED ? JALON_CHECK_CHECKPOINT_FORGED
                                            : JALON_CHECK_CHECKPOINT_UNSIGNED;
    }
    audit_problem(audit, &(struct jalon_check_problem){
                             .kind = kind, .where = kept->where, .wanted = jalon_key_name(key)});
    return false;
}

/* Is the bound of an epoch whose end, as an entry says, it did not outlive? Then it is told by that
 * entry, and the tree is not compared with it. */
static bool is_lost(struct audit *audit, const struct jalon_epochs *epochs,
                    const struct audit_bound *bound)
{
    for (size_t i = 0; i < epochs->n; i++) {
        const struct jalon_epoch *epoch = &epochs->items[i];
        if (strcmp(epoch->origin, bound->origin) == 0 && bound->head.size > epoch->kept) {
            audit_problem(
                audit, &(struct jalon_check_problem){.kind = JALON_CHECK_LOST,
                                                     .where = bound->where,
                                                     .thing = audit_number(audit, bound->head.size),
                                                     .wanted = epoch->entry,
                                                     .found = audit_number(audit, epoch->kept)});
            return true;
        }
    }
    return false;
}

static int by_size(const void *a, const void *b)
{
    const struct audit_bound *one = a, *other = b;
    return one->head.size < other->head.size ? -1 : one->head.size > other->head.size;
}

static void find_forks(struct audit *audit)
{
    for (size_t i = 1; i < audit->n_bounds; i++) {
        const struct audit_bound *one = &audit->bounds[i - 1], *other = &audit->bounds[i];
        if (one->head.size == other->head.size &&
            !jalon_hash_equal(&one->head.root, &other->head.root)) {
            audit_problem(
                audit, &(struct jalon_check_problem){.kind = JALON_CHECK_FORK,
                                                     .where = other->where,
                                                     .thing = audit_number(audit, one->head.size),
                                                     .found = one->where});
        }
    }
}

static const char *name_kept(struct audit *audit, uint64_t size)
{
    return jalon_arena_printf(audit->check->arena, "checkpoint %llu", (unsigned long long)size);
}

int audit_read_bounds(struct audit *audit, struct jalon_err *err)
{
    JALON_AUTO(jalon_kept_checkpoints_done) struct jalon_kept_checkpoints list = {0};
    JALON_AUTO(jalon_epochs_done) struct jalon_epochs epochs = {0};
    if (jalon_store_checkpoints(audit->app->db, &list, err) < 0 ||
        jalon_store_epochs(audit->app->db, &epochs, err) < 0 ||
        jalon_store_log_head(audit->app->db, &audit->head, err) < 0) {
        return -1;
    }
    size_t n = list.n + audit->request->n_notes;
    audit->bounds = jalon_arena_array(audit->check->arena, n + 1, sizeof *audit->bounds);
    for (size_t i = 0; i < n; i++) {
        const struct jalon_kept_note kept =
            i < list.n
                ? (struct jalon_kept_note){name_kept(audit, list.items[i].size), list.items[i].note}
                : audit->request->notes[i - list.n];
        struct audit_bound *bound = &audit->bounds[audit->n_bounds];
        if (read_note(audit, &kept, bound) && !is_lost(audit, &epochs, bound)) {
            audit->n_bounds++;
        }
    }
    audit->check->n_checkpoints = audit->n_bounds;
    qsort(audit->bounds, audit->n_bounds, sizeof *audit->bounds, by_size);
    find_forks(audit);
    return 0;
}
