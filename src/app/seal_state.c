/* Reads and writes the state of a sealer: {"epoch": …, "note": …, "peaks": […], "size": …}. */
#include "app/seal_state.h"

#include "app/app_messages.h"
#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"

void jalon_seal_state_done(struct jalon_seal_state *state)
{
    jalon_str_done(&state->note);
}

/* False when DOCUMENT is no state, or its note is not KEY's over its tree. */
static bool read_document(const json_t *document, const struct jalon_key *key,
                          struct jalon_hasher *hasher, struct jalon_seal_state *state)
{
    const char *text = jalon_json_text(document, "note");
    const json_t *peaks = json_object_get(document, "peaks");
    struct jalon_note note;
    struct jalon_checkpoint checkpoint;
    state->tree.size = (uint64_t)jalon_json_int(document, "size");
    const json_t *epoch = json_object_get(document, "epoch");
    state->epoch =
        epoch != NULL ? json_integer_value(epoch) : 1; /* none: before there were others */
    if (!text || state->tree.size == 0 ||
        json_array_size(peaks) != jalon_tree_peaks(state->tree.size)) {
        return false;
    }
    for (size_t i = 0; i < json_array_size(peaks); i++) {
        const char *hex = json_string_value(json_array_get(peaks, i));
        if (!hex || !jalon_hash_parse(hex, &state->tree.peaks[i])) {
            return false;
        }
    }
    jalon_str_add(&state->note, text);
    struct jalon_hash root = jalon_tree_root(&state->tree, hasher);
    return jalon_note_read(state->note.text, state->note.length, &note) &&
           jalon_note_verify(&note, key, NULL) == JALON_NOTE_SIGNED &&
           jalon_checkpoint_read(&note, &checkpoint) &&
           strcmp(checkpoint.origin, jalon_key_name(key)) == 0 &&
           checkpoint.head.size == state->tree.size &&
           jalon_hash_equal(&checkpoint.head.root, &root);
}

/* NULL when there is no file; null in JSON when it holds none. */
static int load(const char *path, json_t **ret_document, struct jalon_err *err)
{
    enum { MOST = 65536 };
    JALON_AUTO(jalon_str_done) struct jalon_str content = {0};
    *ret_document = NULL;
    if (jalon_file_read(path, MOST, &content, err) < 0) {
        return err->kind == JALON_ERR_NOT_FOUND ? 0 : -1;
    }
    json_t *document = json_loadb(jalon_str_text(&content), content.length, 0, NULL);
    *ret_document = document != NULL ? document : json_null();
    return 0;
}

int jalon_seal_state_read(const char *path, const struct jalon_key *key,
                          struct jalon_hasher *hasher, struct jalon_seal_state *ret_state,
                          struct jalon_err *err)
{
    JALON_AUTO(jalon_json_decref) json_t *document = NULL;
    *ret_state = (struct jalon_seal_state){0};
    if (load(path, &document, err) < 0) {
        return -1;
    }
    if (document != NULL && !read_document(document, key, hasher, ret_state)) {
        jalon_seal_state_done(ret_state);
        return jalon_fail(err, &jalon_msg_seal_state_damaged, path);
    }
    return 0;
}

int jalon_seal_state_note(const char *path, struct jalon_str *note, struct jalon_err *err)
{
    JALON_AUTO(jalon_json_decref) json_t *document = NULL;
    if (load(path, &document, err) < 0) {
        return -1;
    }
    const char *text = jalon_json_text(document, "note");
    if (document != NULL && text == NULL) {
        return jalon_fail(err, &jalon_msg_seal_state_damaged, path);
    }
    jalon_str_add(note, text != NULL ? text : "");
    return 0;
}

int jalon_seal_state_write(const char *path, const struct jalon_seal_state *state,
                           struct jalon_err *err)
{
    JALON_AUTO(jalon_json_decref) json_t *document = json_object();
    json_t *peaks = json_array();
    for (size_t i = 0; i < jalon_tree_peaks(state->tree.size); i++) {
        (void)json_array_append_new(peaks, json_string(jalon_hash_hex(&state->tree.peaks[i]).text));
    }
    jalon_json_set_int(document, "epoch", state->epoch);
    jalon_json_set_text(document, "note", jalon_str_text(&state->note));
    jalon_json_set(document, "peaks", peaks);
    jalon_json_set_int(document, "size", (int64_t)state->tree.size);
    JALON_AUTO(jalon_freep) char *text = jalon_json_dump(document);
    return jalon_file_replace(path, text, strlen(text), err);
}
