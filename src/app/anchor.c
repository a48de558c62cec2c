/* Holds a server to what it showed before: {"schema": …, "anchors": [{"database", "note"}]}. */
#include "app/anchor.h"

#include <string.h>

#include "app/app_messages.h"
#include "app/log_tree.h"
#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "journal/note.h"
#include "store/anchor.h"

/* What the server shows; the size is 0 when nothing is signed yet. */
struct shown {
    struct jalon_checkpoint checkpoint;
    struct jalon_str note;
};

static void shown_done(struct shown *shown)
{
    jalon_str_done(&shown->note);
}

static bool read_note(const char *text, struct jalon_note *ret_note,
                      struct jalon_checkpoint *ret_checkpoint)
{
    return text != NULL && jalon_note_read(text, strlen(text), ret_note) &&
           jalon_checkpoint_read(ret_note, ret_checkpoint);
}

static int read_shown(struct jalon_app *app, const char *log, struct shown *shown,
                      struct jalon_err *err)
{
    JALON_AUTO(jalon_key_freep) struct jalon_key *key = NULL;
    struct jalon_note note;
    if ((log != NULL && jalon_key_read(log, &key, err) < 0) ||
        jalon_store_last_checkpoint(app->db, &shown->note, err) < 0) {
        return -1;
    }
    if (shown->note.length == 0) {
        return 0;
    }
    if (!read_note(shown->note.text, &note, &shown->checkpoint)) {
        return jalon_fail(err, &jalon_msg_checkpoint_unreadable);
    }
    return key == NULL || jalon_note_verify(&note, key, NULL) == JALON_NOTE_SIGNED
               ? 0
               : jalon_fail(err, &jalon_msg_anchor_unsigned, shown->checkpoint.origin);
}

/* The file, or an empty one when there is none. */
static int load(const char *path, json_t **ret_document, struct jalon_err *err)
{
    enum { MOST = 1 << 20 };
    JALON_AUTO(jalon_str_done) struct jalon_str content = {0};
    if (jalon_file_read(path, MOST, &content, err) < 0) {
        if (err->kind != JALON_ERR_NOT_FOUND) {
            return -1;
        }
        *ret_document = json_object();
        jalon_json_set_text(*ret_document, "schema", "jalon.anchors/1");
        jalon_json_set(*ret_document, "anchors", json_array());
        return 0;
    }
    *ret_document = json_loadb(jalon_str_text(&content), content.length, 0, NULL);
    return json_is_array(json_object_get(*ret_document, "anchors"))
               ? 0
               : jalon_fail(err, &jalon_msg_anchors_damaged, path);
}

/* The proof comes from the hashes that the server keeps: they cannot lead from the one root to the
 * other unless the leaves of the first are those of the second. DATABASE is where it was seen. */
static int check_extends(struct jalon_app *app, const char *database,
                         const struct jalon_tree_head *kept, const struct jalon_tree_head *now,
                         struct jalon_err *err)
{
    JALON_AUTO(jalon_log_tree_freep) struct jalon_log_tree *tree = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str had = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str has = {0};
    struct jalon_proof proof;
    jalon_str_addf(&had, "%llu", (unsigned long long)kept->size);
    jalon_str_addf(&has, "%llu", (unsigned long long)now->size);
    if (now->size < kept->size) {
        return jalon_fail(err, &jalon_msg_anchor_older, jalon_str_text(&has), jalon_str_text(&had),
                          database);
    }
    bool holds = jalon_hash_equal(&now->root, &kept->root);
    if (now->size > kept->size) {
        if (jalon_log_tree_new(app->db, &tree, err) < 0) {
            return -1;
        }
        const struct jalon_tree_nodes nodes = jalon_log_tree_nodes(tree);
        struct jalon_hasher *hasher = jalon_log_tree_hasher(tree);
        if (jalon_tree_consistency(&nodes, hasher, kept->size, now->size, &proof, err) < 0) {
            return -1;
        }
        holds = jalon_proof_extends(&proof, hasher, kept, now);
    }
    return holds ? 0 : jalon_fail(err, &jalon_msg_anchor_differs, jalon_str_text(&had), database);
}

enum { OF_ANOTHER, KNOWN };
/* Checks what concerns this journal or this place; of this place, what is shown takes its stead.
 * What another place showed stays: it may be a copy that is behind. */
static int check_kept(struct jalon_app *app, const struct jalon_anchor_place *place, json_t *anchor,
                      const struct shown *shown, struct jalon_err *err)
{
    struct jalon_note note;
    struct jalon_checkpoint kept;
    const char *database = jalon_json_text(anchor, "database");
    if (database == NULL || !read_note(jalon_json_text(anchor, "note"), &note, &kept)) {
        return jalon_fail(err, &jalon_msg_anchors_damaged, place->path);
    }
    if (strcmp(database, place->database) != 0 &&
        strcmp(kept.origin, shown->checkpoint.origin) != 0) {
        return OF_ANOTHER;
    }
    if (check_extends(app, database, &kept.head, &shown->checkpoint.head, err) < 0) {
        return -1;
    }
    if (strcmp(database, place->database) == 0) {
        jalon_json_set_text(anchor, "note", jalon_str_text(&shown->note));
    }
    return KNOWN;
}

static bool is_kept(const json_t *anchors, const char *database)
{
    size_t i;
    const json_t *anchor;
    json_array_foreach(anchors, i, anchor)
    {
        if (strcmp(jalon_json_text(anchor, "database"), database) == 0) {
            return true;
        }
    }
    return false;
}

static int write_file(const char *path, const json_t *document, struct jalon_err *err)
{
    JALON_AUTO(jalon_freep) char *text = json_dumps(document, JSON_INDENT(2) | JSON_SORT_KEYS);
    if (text == NULL) {
        jalon_stop("a JSON value cannot be written");
    }
    return jalon_file_replace(path, text, strlen(text), err);
}

int jalon_app_anchor(struct jalon_app *app, const struct jalon_anchor_place *place,
                     struct jalon_str *ret_origin, struct jalon_err *err)
{
    JALON_AUTO(shown_done) struct shown shown = {.checkpoint = {.origin = ""}};
    JALON_AUTO(jalon_json_decref) json_t *document = NULL;
    JALON_AUTO(jalon_file_unlock) int lock = -1;
    if (jalon_db_is_older(app->db)) {
        return JALON_ANCHOR_HOLDS;
    }
    if (place->path == NULL) {
        return read_shown(app, place->log, &shown, err) < 0 ? -1 : JALON_ANCHOR_HOLDS;
    }
    if (jalon_file_lock(place->path, &lock, err) < 0 || load(place->path, &document, err) < 0 ||
        read_shown(app, place->log, &shown, err) < 0) {
        return -1;
    }
    JALON_AUTO(jalon_json_decref) json_t *before = json_deep_copy(document);
    json_t *anchors = json_object_get(document, "anchors");
    bool is_first = true;
    for (size_t i = 0; i < json_array_size(anchors); i++) {
        int outcome = check_kept(app, place, json_array_get(anchors, i), &shown, err);
        if (outcome < 0) {
            return -1;
        }
        is_first = is_first && outcome == OF_ANOTHER;
    }
    if (shown.note.length == 0) {
        return JALON_ANCHOR_HOLDS;
    }
    if (!is_kept(anchors, place->database)) {
        json_t *anchor = json_object();
        jalon_json_set_text(anchor, "database", place->database);
        jalon_json_set_text(anchor, "note", shown.note.text);
        (void)json_array_append_new(anchors, anchor);
    }
    if (!json_equal(before, document) && write_file(place->path, document, err) < 0) {
        return -1;
    }
    if (!is_first || place->log != NULL) {
        return JALON_ANCHOR_HOLDS;
    }
    jalon_str_add(ret_origin, shown.checkpoint.origin);
    return JALON_ANCHOR_FIRST;
}
