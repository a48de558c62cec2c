/* The sealer: seals, reads back, computes anew, signs. */
#include "app/seal.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "app/app_messages.h"
#include "app/seal_state.h"
#include "base/file.h"
#include "base/mem.h"

enum { KEY_FILE_MAX = 1024 };

int jalon_app_keygen(const char *name, enum jalon_key_kind kind, const char *path,
                     struct jalon_str *public, struct jalon_err *err)
{
    JALON_AUTO(jalon_key_freep) struct jalon_key *key = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str secret = {0};
    if (jalon_key_generate(name, kind, &key, err) < 0) {
        return -1;
    }
    jalon_key_add_secret(&secret, key);
    jalon_str_add_char(&secret, '\n');
    jalon_key_add_public(public, key);
    return jalon_file_create(path, secret.text, secret.length, err);
}

int jalon_sealer_key(const char *path, struct jalon_key **ret_key, struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str content = {0};
    struct stat about;
    if (jalon_file_read(path, KEY_FILE_MAX, &content, err) < 0) {
        return -1;
    }
    if (stat(path, &about) != 0 || (about.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return jalon_fail(err, &jalon_msg_key_readable, path);
    }
    size_t length = content.length;
    if (length > 0 && content.text[length - 1] == '\n') {
        content.text[length - 1] = '\0';
    }
    JALON_AUTO(jalon_key_freep) struct jalon_key *key = NULL;
    if (jalon_key_read(jalon_str_text(&content), &key, err) < 0) {
        return -1;
    }
    if (!jalon_key_signs(key)) {
        return jalon_fail(err, &jalon_msg_key_verifies_only, path);
    }
    *ret_key = JALON_TAKE(key);
    return 0;
}

void jalon_seal_report_done(struct jalon_seal_report *report)
{
    jalon_str_done(&report->note);
}

/* Leaves read back into the sealer's own tree. */
struct reading {
    struct jalon_tree *tree;
    struct jalon_hasher *hasher;
};

/* A leaf that is not what its hash says is not added: the tree then has not the size either. */
static bool take_leaf(void *context, const struct jalon_kept_leaf *leaf)
{
    struct reading *reading = context;
    struct jalon_hash hash = jalon_hasher_leaf(reading->hasher, leaf->text, strlen(leaf->text));
    if (strcmp(jalon_hash_hex(&hash).text, leaf->hash) == 0) {
        jalon_tree_add(reading->tree, reading->hasher, &hash);
    }
    return true;
}

/* Brings TREE, of what was signed last, up to the database's size, and compares the roots. */
static int read_back(struct jalon_db *db, const struct jalon_log_head *head,
                     struct jalon_hasher *hasher, struct jalon_tree *tree, struct jalon_err *err)
{
    struct reading reading = {tree, hasher};
    const struct jalon_leaf_reader reader = {take_leaf, &reading};
    JALON_AUTO(jalon_str_done) struct jalon_str signed_size = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str size = {0};
    jalon_str_addf(&signed_size, "%llu", (unsigned long long)tree->size);
    jalon_str_addf(&size, "%llu", (unsigned long long)head->size);
    if (head->size < tree->size) {
        return jalon_fail(err, &jalon_msg_log_shorter, jalon_str_text(&size),
                          jalon_str_text(&signed_size));
    }
    if (jalon_store_leaves(db, tree->size, head->size, &reader, err) < 0) {
        return -1;
    }
    struct jalon_hash root = jalon_tree_root(tree, hasher);
    return tree->size == head->size && strcmp(jalon_hash_hex(&root).text, head->root) == 0
               ? 0
               : jalon_fail(err, &jalon_msg_log_differs, jalon_str_text(&size),
                            jalon_str_text(&signed_size));
}

/* The checkpoint over TREE, as a note. */
static int sign(const struct jalon_tree *tree, struct jalon_hasher *hasher,
                const struct jalon_key *key, struct jalon_str *note, struct jalon_err *err)
{
    struct jalon_checkpoint checkpoint = {
        .head = {.size = tree->size, .root = jalon_tree_root(tree, hasher)}};
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    (void)snprintf(checkpoint.origin, sizeof checkpoint.origin, "%s", jalon_key_name(key));
    jalon_checkpoint_add(&text, &checkpoint);
    jalon_str_clear(note);
    jalon_str_addf(note, "%s\n", jalon_str_text(&text));
    return jalon_note_sign(note, text.text, text.length, key, 0, err);
}

/* As many batches as what waits at the beginning fills: under writers that never pause there would
 * be no end. */
static int seal_waiting(struct jalon_db *db, bool idle, struct jalon_err *err)
{
    struct jalon_log_head head;
    bool sealed = true;
    if (jalon_store_log_head(db, &head, err) < 0) {
        return -1;
    }
    for (int64_t i = 0; i <= head.n_pending / JALON_SEAL_BATCH && sealed; i++) {
        if (jalon_store_seal(db, JALON_SEAL_BATCH, idle && i == head.n_pending / JALON_SEAL_BATCH,
                             &sealed, err) < 0) {
            return -1;
        }
    }
    return 0;
}

/* What was signed last must be of the epoch that runs. */
static int check_epoch(const struct jalon_seal_state *state, const struct jalon_log_head *head,
                       struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str running = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str signed_epoch = {0};
    if (state->tree.size == 0 || state->epoch == head->epoch) {
        return 0;
    }
    jalon_str_addf(&running, "%lld", (long long)head->epoch);
    jalon_str_addf(&signed_epoch, "%lld", (long long)state->epoch);
    return jalon_fail(err, &jalon_msg_log_epoch, jalon_str_text(&running),
                      jalon_str_text(&signed_epoch));
}

int jalon_app_seal(struct jalon_app *app, const struct jalon_sealer_files *files, bool idle,
                   struct jalon_seal_report *ret_report, struct jalon_err *err)
{
    JALON_AUTO(jalon_key_freep) struct jalon_key *key = NULL;
    JALON_AUTO(jalon_hasher_freep) struct jalon_hasher *hasher = NULL;
    JALON_AUTO(jalon_seal_state_done) struct jalon_seal_state state = {0};
    JALON_AUTO(jalon_file_unlock) int lock = -1;
    struct jalon_log_head head;
    if (jalon_sealer_key(files->key, &key, err) < 0 || jalon_hasher_new(&hasher, err) < 0 ||
        jalon_file_lock(files->state, &lock, err) < 0 ||
        jalon_seal_state_read(files->state, key, hasher, &state, err) < 0 ||
        seal_waiting(app->db, idle, err) < 0 || jalon_store_log_head(app->db, &head, err) < 0) {
        return -1;
    }
    *ret_report = (struct jalon_seal_report){.first = state.tree.size, .size = head.size};
    if (check_epoch(&state, &head, err) < 0) {
        return -1;
    }
    state.epoch = head.epoch;
    if (read_back(app->db, &head, hasher, &state.tree, err) < 0) {
        return -1;
    }
    if (head.size > ret_report->first && (sign(&state.tree, hasher, key, &state.note, err) < 0 ||
                                          jalon_seal_state_write(files->state, &state, err) < 0)) {
        return -1;
    }
    jalon_str_add(&ret_report->note, jalon_str_text(&state.note));
    return head.size == 0 ? 0
                          : jalon_store_checkpoint_keep(app->db, head.epoch, head.size,
                                                        jalon_str_text(&state.note), err);
}

int jalon_app_seal_due(struct jalon_app *app, const struct jalon_sealer_files *files,
                       struct jalon_seal_report *ret_report, struct jalon_err *err)
{
    struct jalon_log_head head;
    *ret_report = (struct jalon_seal_report){0};
    if (jalon_store_log_head(app->db, &head, err) < 0) {
        return -1;
    }
    return head.n_pending == 0 && !head.is_of_past_day
               ? JALON_SEAL_NOT_DUE
               : jalon_app_seal(app, files, head.is_of_past_day, ret_report, err);
}
