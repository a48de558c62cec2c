/* Verifies a witness's line before it is kept. */
#include "app/cosign.h"

#include <stdio.h>
#include <string.h>

#include "app/app_messages.h"
#include "app/policy.h"
#include "base/mem.h"
#include "journal/note.h"
#include "store/seal.h"

/* LINE as the only signature under the text of NOTE. False when it cannot stand there. */
static bool put_under(const char *note, const char *line, struct jalon_str *out,
                      struct jalon_note *ret_note)
{
    struct jalon_note signed_note;
    if (!jalon_note_read(note, strlen(note), &signed_note)) {
        return false;
    }
    jalon_str_clear(out);
    jalon_str_add_bytes(out, signed_note.text, signed_note.length);
    jalon_str_addf(out, "\n%s\n", line);
    return jalon_note_read(out->text, out->length, ret_note) && ret_note->n_signatures == 1;
}

/* The key that LINE names; NULL: of no witness here. */
static const struct jalon_key *key_of(const struct jalon_note *note,
                                      const struct jalon_witness_keys *keys)
{
    const struct jalon_note_signature *signature = &note->signatures[0];
    for (size_t i = 0; i < keys->n; i++) {
        const char *name = jalon_key_name(keys->items[i]);
        if (jalon_key_hash(keys->items[i]) == signature->hash &&
            strlen(name) == signature->name_length &&
            memcmp(name, signature->name, signature->name_length) == 0) {
            return keys->items[i];
        }
    }
    return NULL;
}

/* The newest checkpoint under which the line holds. */
static int find(const struct jalon_kept_checkpoints *list, const struct jalon_witness_keys *keys,
                const char *line, struct jalon_cosignature *ret_found,
                const struct jalon_key **ret_key, struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    struct jalon_note note;
    for (size_t i = list->n; i > 0; i--) {
        if (!put_under(list->items[i - 1].note, line, &text, &note)) {
            return jalon_fail(err, &jalon_msg_cosignature_malformed);
        }
        *ret_key = key_of(&note, keys);
        if (*ret_key == NULL) {
            return jalon_fail(err, &jalon_msg_cosignature_unknown);
        }
        if (jalon_note_verify(&note, *ret_key, &ret_found->at) == JALON_NOTE_SIGNED &&
            ret_found->at > 0) {
            ret_found->size = list->items[i - 1].size;
            return 0;
        }
    }
    return list->n == 0
               ? jalon_fail(err, &jalon_msg_nothing_sealed)
               : jalon_fail(err, &jalon_msg_cosignature_fits_none, jalon_key_name(*ret_key));
}

int jalon_app_cosign(struct jalon_app *app, const char *policy, const char *line,
                     struct jalon_cosignature *ret_cosignature, struct jalon_err *err)
{
    JALON_AUTO(jalon_witness_keys_done) struct jalon_witness_keys keys = {0};
    JALON_AUTO(jalon_kept_checkpoints_done) struct jalon_kept_checkpoints list = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str witness = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str kept = {0};
    const struct jalon_key *key = NULL;
    *ret_cosignature = (struct jalon_cosignature){0};
    if (jalon_witness_keys_read(policy, &keys, err) < 0 ||
        jalon_store_checkpoints(app->db, &list, err) < 0 ||
        find(&list, &keys, line, ret_cosignature, &key, err) < 0) {
        return -1;
    }
    (void)snprintf(ret_cosignature->witness, sizeof ret_cosignature->witness, "%s",
                   jalon_key_name(key));
    jalon_str_addf(&witness, "%s+%08x", jalon_key_name(key), jalon_key_hash(key));
    jalon_str_addf(&kept, "%s\n", line);
    return jalon_store_cosignature_keep(app->db, ret_cosignature->size, jalon_str_text(&witness),
                                        jalon_str_text(&kept), err);
}
