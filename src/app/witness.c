/* Keeps a witness's state: the last note that it cosigned, under a lock. */
#include "app/witness.h"

#include "app/app_messages.h"
#include "base/file.h"
#include "base/mem.h"
#include "journal/witness.h"

/* What was cosigned last, from the note in the state; empty when there is none. */
static int read_state(const char *path, const struct jalon_key *log,
                      struct jalon_tree_head *ret_last, struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str content = {0};
    struct jalon_note note;
    struct jalon_checkpoint checkpoint;
    *ret_last = (struct jalon_tree_head){0};
    if (jalon_file_read(path, JALON_NOTE_MAX_BYTES, &content, err) < 0) {
        return err->kind == JALON_ERR_NOT_FOUND ? 0 : -1;
    }
    if (!jalon_note_read(jalon_str_text(&content), content.length, &note) ||
        jalon_note_verify(&note, log, NULL) != JALON_NOTE_SIGNED ||
        !jalon_checkpoint_read(&note, &checkpoint)) {
        return jalon_fail(err, &jalon_msg_witness_state_damaged, path);
    }
    *ret_last = checkpoint.head;
    return 0;
}

static int refuse(enum jalon_witness_verdict verdict, const struct jalon_witness_request *request,
                  const struct jalon_tree_head *last, struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str size = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str from = {0};
    jalon_str_addf(&size, "%llu", (unsigned long long)last->size);
    jalon_str_addf(&from, "%llu", (unsigned long long)request->old_size);
    switch (verdict) {
    case JALON_WITNESS_UNSIGNED:
        return jalon_fail(err, &jalon_msg_witness_unsigned, request->checkpoint.origin);
    case JALON_WITNESS_UNKNOWN:
        return jalon_fail(err, &jalon_msg_witness_unknown, request->checkpoint.origin);
    case JALON_WITNESS_STALE:
        return jalon_fail(err, &jalon_msg_witness_stale, jalon_str_text(&from),
                          jalon_str_text(&size));
    case JALON_WITNESS_FORKED:
        return jalon_fail(err, &jalon_msg_witness_forked, jalon_str_text(&size));
    case JALON_WITNESS_INCONSISTENT:
        return jalon_fail(err, &jalon_msg_witness_inconsistent, jalon_str_text(&size));
    default:
        return jalon_fail(err, &jalon_msg_witness_request);
    }
}

int jalon_app_witness(const struct jalon_witness *witness, const char *request, size_t length,
                      uint64_t at, struct jalon_str *out, struct jalon_err *err)
{
    JALON_AUTO(jalon_key_freep) struct jalon_key *own = NULL;
    JALON_AUTO(jalon_key_freep) struct jalon_key *log = NULL;
    JALON_AUTO(jalon_hasher_freep) struct jalon_hasher *hasher = NULL;
    JALON_AUTO(jalon_file_unlock) int fd = -1;
    struct jalon_witness_request read;
    struct jalon_tree_head last;
    if (!jalon_witness_request_read(request, length, &read)) {
        return jalon_fail(err, &jalon_msg_witness_request);
    }
    if (jalon_sealer_key(witness->key, &own, err) < 0 ||
        jalon_key_read(witness->log, &log, err) < 0 || jalon_hasher_new(&hasher, err) < 0 ||
        jalon_file_lock(witness->state, &fd, err) < 0 ||
        read_state(witness->state, log, &last, err) < 0) {
        return -1;
    }
    enum jalon_witness_verdict verdict = jalon_witness_judge(&read, log, &last, hasher);
    if (verdict != JALON_WITNESS_COSIGN) {
        return refuse(verdict, &read, &last, err);
    }
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str state = {0};
    size_t note_length = length - (size_t)(read.note.text - request);
    jalon_str_add_bytes(&state, read.note.text, note_length);
    if (jalon_note_sign(&line, read.note.text, read.note.length, own, at, err) < 0) {
        return -1;
    }
    jalon_str_add(&state, jalon_str_text(&line));
    if (jalon_file_replace(witness->state, state.text, state.length, err) < 0) {
        return -1;
    }
    jalon_str_add(out, jalon_str_text(&line));
    return 0;
}
