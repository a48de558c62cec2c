/* Keys, signed notes and checkpoints, against published vectors. */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "journal/note.h"

static json_t *vectors(const char *section)
{
    JALON_AUTO(jalon_json_decref)
    json_t *all = json_load_file(TEST_DATA "/journal_vectors.json", JSON_REJECT_DUPLICATES, NULL);
    return json_incref(json_object_get(all, section));
}

static const char *text_of(const json_t *vector, const char *key)
{
    return json_string_value(json_object_get(vector, key));
}

static struct jalon_key *key_of(const char *text)
{
    struct jalon_key *key = NULL;
    struct jalon_err err = {0};
    assert_done(jalon_key_read(text, &key, &err), &err);
    return key;
}

/* What became of TEXT as a note of KEY: a verdict, or -1 when it is no note. */
static int verdict_of(const char *text, size_t length, const struct jalon_key *key)
{
    struct jalon_note note;
    return jalon_note_read(text, length, &note) ? (int)jalon_note_verify(&note, key, NULL) : -1;
}

TEST(published_notes_verify_and_are_signed_again_to_the_byte)
{
    JALON_AUTO(jalon_json_decref) json_t *notes = vectors("signed_note");
    size_t n_signed = 0;
    for (size_t i = 0; i < 2; i++) { /* the third lists keys that are none */
        const json_t *vector = json_array_get(notes, i);
        const char *text = text_of(vector, "note"), *secret = text_of(vector, "skey");
        JALON_AUTO(jalon_key_freep) struct jalon_key *key = key_of(text_of(vector, "vkey"));
        struct jalon_note note;
        assert_true(jalon_note_read(text, strlen(text), &note));
        assert_int_equal(jalon_note_verify(&note, key, NULL), JALON_NOTE_SIGNED);
        JALON_AUTO(jalon_str_done) struct jalon_str again = {0};
        jalon_key_add_public(&again, key);
        assert_string_equal(jalon_str_text(&again), text_of(vector, "vkey"));
        if (secret && note.n_signatures == 1) {
            JALON_AUTO(jalon_key_freep) struct jalon_key *signer = key_of(secret);
            struct jalon_err err = {0};
            jalon_str_clear(&again);
            jalon_str_add_bytes(&again, note.text, note.length);
            jalon_str_add_char(&again, '\n');
            assert_done(jalon_note_sign(&again, note.text, note.length, signer, 0, &err), &err);
            assert_string_equal(jalon_str_text(&again), text);
            n_signed++;
        }
    }
    assert_true(n_signed > 0);
}

TEST(a_published_log_has_its_checkpoints_signed_again_to_the_byte)
{
    JALON_AUTO(jalon_json_decref) json_t *log = vectors("golden_log");
    const json_t *checkpoints = json_object_get(log, "checkpoints_by_size");
    const json_t *entries = json_object_get(log, "entries");
    JALON_AUTO(jalon_key_freep) struct jalon_key *key = key_of(text_of(log, "vkey"));
    JALON_AUTO(jalon_key_freep) struct jalon_key *signer = key_of(text_of(log, "skey"));
    JALON_AUTO(jalon_hasher_freep) struct jalon_hasher *hasher = NULL;
    struct jalon_err err = {0};
    struct jalon_tree tree = {0};
    assert_done(jalon_hasher_new(&hasher, &err), &err);
    for (size_t n = 0; n < json_array_size(checkpoints); n++) {
        const char *text = json_string_value(json_array_get(checkpoints, n));
        struct jalon_note note;
        struct jalon_checkpoint checkpoint;
        assert_true(jalon_note_read(text, strlen(text), &note));
        assert_int_equal(jalon_note_verify(&note, key, NULL), JALON_NOTE_SIGNED);
        assert_true(jalon_checkpoint_read(&note, &checkpoint));
        assert_string_equal(checkpoint.origin, jalon_key_name(key));
        assert_int_equal(checkpoint.head.size, n);
        struct jalon_hash root = jalon_tree_root(&tree, hasher);
        assert_true(jalon_hash_equal(&root, &checkpoint.head.root));
        JALON_AUTO(jalon_str_done) struct jalon_str again = {0};
        jalon_checkpoint_add(&again, &checkpoint);
        size_t length = again.length;
        jalon_str_add_char(&again, '\n');
        assert_done(jalon_note_sign(&again, note.text, length, signer, 0, &err), &err);
        assert_string_equal(jalon_str_text(&again), text);
        const char *entry = json_string_value(json_array_get(entries, n));
        if (entry) {
            struct jalon_hash leaf = jalon_hasher_leaf(hasher, entry, strlen(entry));
            jalon_tree_add(&tree, hasher, &leaf);
        }
    }
    assert_int_equal(tree.size, json_array_size(entries));
}

TEST(real_checkpoints_of_other_logs_are_read)
{
    JALON_AUTO(jalon_json_decref) json_t *checkpoints = vectors("checkpoints");
    size_t n = 0;
    for (size_t i = 0; i < json_array_size(checkpoints); i++) {
        const json_t *vector = json_array_get(checkpoints, i);
        const char *text = text_of(vector, "checkpoint"), *vkey = text_of(vector, "vkey");
        if (text && vkey) {
            JALON_AUTO(jalon_key_freep) struct jalon_key *key = key_of(vkey);
            assert_int_equal(verdict_of(text, strlen(text), key), JALON_NOTE_SIGNED);
            n++;
        }
    }
    assert_true(n > 0);
}

static const char checkpoint_text[] = "essai.example/contrats/1\n"
                                      "3\n"
                                      "jTAfQExtAgRaDemE8+61hmpR2Jert9OGAAAAAAAAAAA=\n";

/* The checkpoint above, signed by a new log and cosigned by a new witness. */
static void sign_both(struct jalon_str *out, struct jalon_key **ret_log,
                      struct jalon_key **ret_witness)
{
    struct jalon_err err = {0};
    size_t length = strlen(checkpoint_text);
    assert_done(jalon_key_generate("essai.example/contrats/1", JALON_KEY_LOG, ret_log, &err), &err);
    assert_done(jalon_key_generate("audit.example/t1", JALON_KEY_COSIGNER, ret_witness, &err),
                &err);
    jalon_str_addf(out, "%s\n", checkpoint_text);
    assert_done(jalon_note_sign(out, checkpoint_text, length, *ret_log, 0, &err), &err);
    assert_done(jalon_note_sign(out, checkpoint_text, length, *ret_witness, 1556668800, &err),
                &err);
}

TEST(a_cosignature_says_when)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    JALON_AUTO(jalon_key_freep) struct jalon_key *log = NULL;
    JALON_AUTO(jalon_key_freep) struct jalon_key *witness = NULL;
    struct jalon_note note;
    uint64_t at = 0;
    sign_both(&text, &log, &witness);
    assert_true(jalon_note_read(text.text, text.length, &note));
    assert_int_equal(jalon_note_verify(&note, log, NULL), JALON_NOTE_SIGNED);
    assert_int_equal(jalon_note_verify(&note, witness, &at), JALON_NOTE_SIGNED);
    assert_int_equal(at, 1556668800);
}

TEST(no_changed_bit_of_a_checkpoint_goes_unnoticed)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    JALON_AUTO(jalon_key_freep) struct jalon_key *log = NULL;
    JALON_AUTO(jalon_key_freep) struct jalon_key *witness = NULL;
    sign_both(&text, &log, &witness);
    for (size_t i = 0; i < text.length * 8; i++) {
        text.text[i / 8] = (char)(text.text[i / 8] ^ (1 << i % 8));
        bool holds = verdict_of(text.text, text.length, log) == JALON_NOTE_SIGNED &&
                     verdict_of(text.text, text.length, witness) == JALON_NOTE_SIGNED;
        assert_false(holds);
        text.text[i / 8] = (char)(text.text[i / 8] ^ (1 << i % 8));
    }
    for (size_t length = 0; length < text.length; length++) {
        char *part = jalon_strndup(text.text, length);
        bool holds = verdict_of(part, length, log) == JALON_NOTE_SIGNED &&
                     verdict_of(part, length, witness) == JALON_NOTE_SIGNED;
        assert_false(holds);
        free(part);
    }
}

TEST(a_note_is_refused_when_a_line_in_the_name_of_a_known_key_does_not_hold)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    JALON_AUTO(jalon_key_freep) struct jalon_key *log = NULL;
    JALON_AUTO(jalon_key_freep) struct jalon_key *witness = NULL;
    struct jalon_err err = {0};
    sign_both(&text, &log, &witness);
    assert_done(jalon_note_sign(&text, "autre chose\n", 12, log, 0, &err), &err);
    assert_int_equal(verdict_of(text.text, text.length, log), JALON_NOTE_FORGED);
    assert_int_equal(verdict_of(text.text, text.length, witness), JALON_NOTE_SIGNED);
}

TEST(texts_that_are_no_checkpoint_are_refused)
{
    static const char *const texts[] = {
        "essai\n03\njTAfQExtAgRaDemE8+61hmpR2Jert9OGAAAAAAAAAAA=\n",
        "essai\n+3\njTAfQExtAgRaDemE8+61hmpR2Jert9OGAAAAAAAAAAA=\n",
        "essai\n3\njTAfQExtAgRaDemE8+61hmpR2Jert9OGAAAAAAAAAAB=\n",
        "essai\n3\njTAfQExtAgRaDemE8+61hmpR2Jert9OGAAAAAAAAAA==\n",
        "essai\n3\njTAfQExtAgRaDemE8+61hmpR2Jert9OGAAAAAAAAAAA=\nplus\n",
        "\n3\njTAfQExtAgRaDemE8+61hmpR2Jert9OGAAAAAAAAAAA=\n",
        "essai\n99999999999999999999\njTAfQExtAgRaDemE8+61hmpR2Jert9OGAAAAAAAAAAA=\n",
        "essai\n3\n",
        "essai\n",
    };
    for (size_t i = 0; i < JALON_COUNT(texts); i++) {
        struct jalon_note note = {.text = texts[i], .length = strlen(texts[i])};
        struct jalon_checkpoint checkpoint;
        assert_false(jalon_checkpoint_read(&note, &checkpoint));
    }
}

TEST(published_keys_that_are_none_are_refused)
{
    JALON_AUTO(jalon_json_decref) json_t *notes = vectors("signed_note");
    const json_t *bad = json_object_get(json_array_get(notes, 2), "bad_vkeys");
    assert_int_equal(json_array_size(bad), 2);
    for (size_t i = 0; i < json_array_size(bad); i++) {
        struct jalon_key *key = NULL;
        struct jalon_err err = {0};
        assert_int_equal(jalon_key_read(json_string_value(json_array_get(bad, i)), &key, &err), -1);
    }
}

TEST(texts_that_are_no_key_are_refused_and_a_secret_is_never_repeated)
{
    JALON_AUTO(jalon_json_decref) json_t *log = vectors("golden_log");
    const char *secret = text_of(log, "skey");
    JALON_AUTO(jalon_freep) char *damaged = jalon_strdup(secret);
    damaged[strlen(damaged) - 2] = damaged[strlen(damaged) - 2] == 'A' ? 'B' : 'A';
    const char *const texts[] = {"", "essai", "essai+00000000+AAAA", damaged,
                                 "essai essai+00000000+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI"};
    for (size_t i = 0; i < JALON_COUNT(texts); i++) {
        struct jalon_key *key = NULL;
        struct jalon_err err = {0};
        assert_int_equal(jalon_key_read(texts[i], &key, &err), -1);
        assert_int_equal(jalon_err_exit_status(err.kind), 3);
        assert_null(strstr(err.message[JALON_EN], damaged + 12));
    }
}

TEST(a_log_goes_on_under_the_next_number)
{
    static const char *const names[][2] = {
        {"essai.example/contrats/1", "essai.example/contrats/2"},
        {"essai.example/contrats/9", "essai.example/contrats/10"},
        {"essai.example/contrats", "essai.example/contrats/2"},
        {"essai.example/2018x", "essai.example/2018x/2"},
        {"essai", "essai/2"},
    };
    for (size_t i = 0; i < JALON_COUNT(names); i++) {
        JALON_AUTO(jalon_str_done) struct jalon_str next = {0};
        jalon_origin_next(&next, names[i][0]);
        assert_string_equal(jalon_str_text(&next), names[i][1]);
    }
}
