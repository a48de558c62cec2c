/* Reads the moment that a user chose, and the programme as it was declared then. */
#include "app/moment.h"

#include <stdlib.h>
#include <string.h>

#include "app/app_messages.h"
#include "app/correction.h"
#include "app/log_tree.h"
#include "base/file.h"
#include "base/mem.h"
#include "journal/note.h"
#include "store/anchor.h"
#include "store/programme.h"
#include "store/seal.h"

enum { MAX_DIGITS = 18 }; /* of a number of entries */

static int read_entry(const char *text, struct jalon_arena *arena, struct jalon_moment *moment,
                      struct jalon_err *err)
{
    struct jalon_entry_reference entry;
    if (jalon_entry_reference_read(text, arena, &entry, err) < 0) {
        return -1;
    }
    moment->code = entry.code;
    moment->seq = entry.seq;
    return 0;
}

static bool is_number(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    return digits > 0 && digits <= MAX_DIGITS && text[digits] == '\0';
}

/* Does the tree that the database keeps have that root at that size? */
static int check_head(struct jalon_app *app, const struct jalon_tree_head *head, const char *path,
                      struct jalon_err *err)
{
    JALON_AUTO(jalon_log_tree_freep) struct jalon_log_tree *tree = NULL;
    struct jalon_log_head now;
    struct jalon_hash root;
    if (jalon_store_log_head(app->db, &now, err) < 0) {
        return -1;
    }
    if (head->size == 0 || head->size > now.size) {
        return jalon_fail(err, &jalon_msg_moment_differs, path);
    }
    if (jalon_log_tree_new(app->db, &tree, err) < 0) {
        return -1;
    }
    const struct jalon_tree_nodes nodes = jalon_log_tree_nodes(tree);
    if (jalon_tree_root_of(&nodes, jalon_log_tree_hasher(tree), head->size, &root, err) < 0) {
        return -1;
    }
    return jalon_hash_equal(&root, &head->root) ? 0
                                                : jalon_fail(err, &jalon_msg_moment_differs, path);
}

static int read_file(struct jalon_app *app, const char *path, struct jalon_moment *moment,
                     struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str content = {0};
    struct jalon_note note;
    struct jalon_checkpoint checkpoint;
    if (jalon_file_read(path, JALON_NOTE_MAX_BYTES, &content, err) < 0) {
        return -1;
    }
    if (!jalon_note_read(jalon_str_text(&content), content.length, &note) ||
        !jalon_checkpoint_read(&note, &checkpoint)) {
        return jalon_fail(err, &jalon_msg_moment_file, path);
    }
    moment->leaves = (int64_t)checkpoint.head.size;
    return check_head(app, &checkpoint.head, path, err);
}

static int read_checkpoint(struct jalon_app *app, const char *size, struct jalon_moment *moment,
                           struct jalon_err *err)
{
    bool has = false;
    if (!is_number(size)) {
        return jalon_fail(err, &jalon_msg_moment_unreadable, app->known_at);
    }
    moment->leaves = strtoll(size, NULL, 10);
    if (jalon_store_has_checkpoint(app->db, moment->leaves, &has, err) < 0) {
        return -1;
    }
    return has ? 0 : jalon_fail(err, &jalon_msg_moment_no_checkpoint, size);
}

static int read_moment(struct jalon_app *app, struct jalon_arena *arena,
                       struct jalon_moment *ret_moment, struct jalon_err *err)
{
    static const char checkpoint[] = "checkpoint:";
    const char *text = app->known_at;
    *ret_moment = (struct jalon_moment){.on = JALON_DATE_NONE, .size = -1};
    if (text[0] == '@') {
        return read_file(app, text + 1, ret_moment, err);
    }
    if (strncmp(text, checkpoint, strlen(checkpoint)) == 0) {
        return read_checkpoint(app, text + strlen(checkpoint), ret_moment, err);
    }
    if (strchr(text, '#') != NULL) {
        return read_entry(text, arena, ret_moment, err);
    }
    if (is_number(text)) {
        ret_moment->size = strtoll(text, NULL, 10);
        return 0;
    }
    size_t digits = strspn(text, "0123456789");
    return digits > 0 && text[digits] != '\0' ? jalon_date_parse(text, &ret_moment->on, err)
                                              : jalon_fail(err, &jalon_msg_moment_unreadable, text);
}

/* What was declared then: states and labels that a later revision changed. */
static int take_revision(struct jalon_app *app, struct jalon_err *err)
{
    JALON_AUTO(jalon_freep) char *document = NULL;
    struct jalon_programme *then = NULL;
    if (app->known.revision == app->programme->revision) {
        return 0;
    }
    if (jalon_store_revision(app->db, app->programme->code, app->known.revision, &then, &document,
                             err) < 0) {
        return -1;
    }
    jalon_programme_freep(&app->programme);
    app->programme = then;
    return 0;
}

int jalon_app_settle_moment(struct jalon_app *app, struct jalon_err *err)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    struct jalon_moment moment;
    if (read_moment(app, arena, &moment, err) < 0) {
        return -1;
    }
    int outcome = jalon_store_moment(app->db, app->programme->code, &moment, &app->known, err);
    if (outcome == JALON_MOMENT_NONE) {
        return jalon_fail(err, &jalon_msg_unknown_moment, app->known_at);
    }
    return outcome < 0 ? -1 : take_revision(app, err);
}
