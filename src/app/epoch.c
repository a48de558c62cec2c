/* Ends an epoch of the sealed journal: an entry, then a key and a state in the place of the old. */
#include "app/epoch.h"

#include <string.h>
#include <unistd.h>

#include "app/app_messages.h"
#include "app/contract.h"
#include "app/log_tree.h"
#include "app/seal_state.h"
#include "base/file.h"
#include "base/mem.h"

void jalon_epoch_report_done(struct jalon_epoch_report *report)
{
    jalon_receipt_freep(&report->receipt);
    jalon_str_done(&report->log);
}

/* What is being done. */
struct ending {
    struct jalon_app *app;
    const struct jalon_sealer_files *files;
    struct jalon_kept_checkpoints kept; /* of the epoch that ends */
    struct jalon_checkpoint last;       /* what was signed last in it */
    int64_t ended;                      /* as it ran before we waited for others */
    struct jalon_str next_key;          /* the file in which the new key waits */
    struct jalon_str log;               /* which verifies what it signs */
    bool is_installed; /* it is in its place: an earlier run was stopped after that */
};

static void ending_done(struct ending *ending)
{
    jalon_kept_checkpoints_done(&ending->kept);
    jalon_str_done(&ending->next_key);
    jalon_str_done(&ending->log);
}

static bool read_head(const char *text, struct jalon_checkpoint *ret_checkpoint)
{
    struct jalon_note note;
    return jalon_note_read(text, strlen(text), &note) &&
           jalon_checkpoint_read(&note, ret_checkpoint);
}

/* What the sealer remembers, else what the database kept. */
static int find_last(struct ending *ending, struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str note = {0};
    if (jalon_seal_state_note(ending->files->state, &note, err) < 0 ||
        jalon_store_checkpoints(ending->app->db, &ending->kept, err) < 0) {
        return -1;
    }
    size_t n = ending->kept.n;
    const char *text = note.length > 0 ? note.text : n > 0 ? ending->kept.items[n - 1].note : "";
    return read_head(text, &ending->last) ? 0 : jalon_fail(err, &jalon_msg_nothing_sealed);
}

/* Has the tree that root at that size? */
static int compare(struct jalon_log_tree *tree, uint64_t size, const struct jalon_tree_head *head,
                   bool *ret_same, struct jalon_err *err)
{
    const struct jalon_tree_nodes nodes = jalon_log_tree_nodes(tree);
    struct jalon_hash root;
    *ret_same = false;
    if (head->size == 0 || head->size > size) {
        return 0;
    }
    if (jalon_tree_root_of(&nodes, jalon_log_tree_hasher(tree), head->size, &root, err) < 0) {
        return -1;
    }
    *ret_same = jalon_hash_equal(&root, &head->root);
    return 0;
}

/* How many of the leaves signed last are still there: up to the largest checkpoint that holds. */
static int count_kept(struct ending *ending, uint64_t *ret_kept, struct jalon_err *err)
{
    JALON_AUTO(jalon_log_tree_freep) struct jalon_log_tree *tree = NULL;
    struct jalon_checkpoint one = ending->last;
    struct jalon_log_head head;
    bool same = false;
    *ret_kept = 0;
    if (jalon_log_tree_new(ending->app->db, &tree, err) < 0 ||
        jalon_store_log_head(ending->app->db, &head, err) < 0 ||
        compare(tree, head.size, &one.head, &same, err) < 0) {
        return -1;
    }
    for (size_t i = ending->kept.n; i > 0 && !same; i--) {
        if (!read_head(ending->kept.items[i - 1].note, &one) ||
            one.head.size > ending->last.head.size) {
            continue;
        }
        if (compare(tree, head.size, &one.head, &same, err) < 0) {
            return -1;
        }
    }
    *ret_kept = same ? one.head.size : 0;
    return 0;
}

/* Is there a key of that name at PATH? Then its public half is in LOG. */
static bool has_key(const char *path, const char *name, struct jalon_str *log)
{
    struct jalon_err none = {0};
    JALON_AUTO(jalon_key_freep) struct jalon_key *key = NULL;
    if (jalon_sealer_key(path, &key, &none) < 0 || strcmp(jalon_key_name(key), name) != 0) {
        return false;
    }
    jalon_key_add_public(log, key);
    return true;
}

/* The next key: made, or as an earlier run left it. */
static int make_key(struct ending *ending, struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str name = {0};
    const char *path = jalon_str_text(&ending->next_key);
    jalon_origin_next(&name, ending->last.origin);
    ending->is_installed = has_key(ending->files->key, jalon_str_text(&name), &ending->log);
    if (ending->is_installed || has_key(path, jalon_str_text(&name), &ending->log)) {
        return 0;
    }
    return access(path, F_OK) == 0
               ? jalon_fail(err, &jalon_msg_epoch_key, path, ending->last.origin)
               : jalon_app_keygen(jalon_str_text(&name), JALON_KEY_LOG, path, &ending->log, err);
}

/* The entry that an earlier run appended for this key; false: none. */
static int find_entry(struct ending *ending, struct jalon_epoch_report *report, bool *ret_found,
                      struct jalon_err *err)
{
    JALON_AUTO(jalon_epochs_done) struct jalon_epochs epochs = {0};
    *ret_found = false;
    if (jalon_store_epochs(ending->app->db, &epochs, err) < 0) {
        return -1;
    }
    for (size_t i = 0; i < epochs.n; i++) {
        const struct jalon_epoch *one = &epochs.items[i];
        if (strcmp(one->log, jalon_str_text(&ending->log)) == 0) {
            ending->ended = one->ended;
            report->kept = one->kept;
            *ret_found = true;
        }
    }
    return 0;
}

/* Was nothing written, for sure? */
static bool is_refused(const struct jalon_err *err)
{
    return err->kind == JALON_ERR_REFUSED || err->kind == JALON_ERR_CONFLICT ||
           err->kind == JALON_ERR_NOT_FOUND || err->kind == JALON_ERR_PERMISSION;
}

/* Of a refusal no key stays behind; of an answer that was lost it does, to be found again. */
static int append_entry(const struct ending *ending, const struct jalon_write *write,
                        const char *decided_by, struct jalon_epoch_report *report,
                        struct jalon_err *err)
{
    struct jalon_hash_hex root = jalon_hash_hex(&ending->last.head.root);
    const struct jalon_epoch epoch = {
        .ended = ending->ended,
        .origin = ending->last.origin,
        .root = root.text,
        .size = report->size,
        .kept = report->kept,
        .log = jalon_str_text(&ending->log),
    };
    struct jalon_write full;
    if (jalon_app_in_programme(ending->app, write, &full, err) == 0 &&
        jalon_store_new_epoch(ending->app->db, &full, &epoch, decided_by, &report->receipt, err) ==
            0) {
        return 0;
    }
    if (is_refused(err)) {
        (void)unlink(jalon_str_text(&ending->next_key));
    }
    return -1;
}

/* What PATH is named from now on. */
static const char *old_name(const struct ending *ending, const char *path, struct jalon_str *out)
{
    jalon_str_addf(out, "%s.%lld", path, (long long)ending->ended);
    return jalon_str_text(out);
}

/* What is not there needs no name. */
static int if_there(int failed, struct jalon_err *err)
{
    if (failed < 0 && err->kind == JALON_ERR_NOT_FOUND) {
        *err = (struct jalon_err){0};
        return 0;
    }
    return failed;
}

/* The key first: under the new one the old state is refused, and nothing is signed in between. */
static int install(const struct ending *ending, struct jalon_err *err)
{
    const char *key = ending->files->key, *state = ending->files->state;
    JALON_AUTO(jalon_str_done) struct jalon_str old_key = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str old_state = {0};
    if (!ending->is_installed &&
        (if_there(jalon_file_link(key, old_name(ending, key, &old_key), err), err) < 0 ||
         jalon_file_rename(jalon_str_text(&ending->next_key), key, err) < 0)) {
        return -1;
    }
    return if_there(jalon_file_rename(state, old_name(ending, state, &old_state), err), err);
}

static int end_epoch(struct ending *ending, const struct jalon_write *write, const char *decided_by,
                     bool dry_run, struct jalon_epoch_report *report, struct jalon_err *err)
{
    JALON_AUTO(jalon_file_unlock) int lock = -1;
    bool found = false;
    if (jalon_file_lock(ending->files->state, &lock, err) < 0 || find_last(ending, err) < 0) {
        return -1;
    }
    report->size = ending->last.head.size;
    if (!dry_run && (make_key(ending, err) < 0 || find_entry(ending, report, &found, err) < 0)) {
        return -1;
    }
    if (!found && count_kept(ending, &report->kept, err) < 0) {
        return -1;
    }
    report->epoch = ending->ended + 1;
    if (dry_run) {
        return 0;
    }
    return !found && append_entry(ending, write, decided_by, report, err) < 0
               ? -1
               : install(ending, err);
}

int jalon_app_new_epoch(struct jalon_app *app, const struct jalon_write *write,
                        const struct jalon_sealer_files *files, const char *decided_by,
                        bool dry_run, struct jalon_epoch_report *ret_report, struct jalon_err *err)
{
    JALON_AUTO(ending_done) struct ending ending = {.app = app, .files = files};
    JALON_AUTO(jalon_seal_report_done) struct jalon_seal_report sealed = {0};
    *ret_report = (struct jalon_epoch_report){0};
    struct jalon_log_head head;
    if (jalon_store_log_head(app->db, &head, err) < 0) {
        return -1;
    }
    ending.ended = head.epoch;
    jalon_str_addf(&ending.next_key, "%s.next", files->key);
    if (end_epoch(&ending, write, decided_by, dry_run, ret_report, err) < 0) {
        return -1;
    }
    jalon_str_add(&ret_report->log, jalon_str_text(&ending.log));
    return dry_run ? 0 : jalon_app_seal(app, files, true, &sealed, err);
}
