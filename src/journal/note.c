/* Reads, verifies and signs notes and checkpoints. */
#include "journal/note.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "journal/base64.h"

static const char line_start[] = "\xe2\x80\x94 "; /* an em dash and a blank */

enum { HASH = 4 }; /* the bytes of a signature that name its key */

static uint64_t big_endian(const unsigned char *bytes, size_t n)
{
    uint64_t value = 0;
    for (size_t i = 0; i < n; i++) {
        value = value << 8 | bytes[i];
    }
    return value;
}

/* One line without its LF. */
static bool read_signature(const char *line, size_t length, struct jalon_note_signature *ret)
{
    enum { LINE_MAX = 16384 };
    size_t start = sizeof line_start - 1, n = 0;
    if (length < start || memcmp(line, line_start, start) != 0 || length > LINE_MAX) {
        return false;
    }
    line += start;
    length -= start;
    const char *blank = memchr(line, ' ', length);
    if (!blank || blank == line || memchr(line, '+', (size_t)(blank - line))) {
        return false;
    }
    unsigned char bytes[LINE_MAX];
    enum jalon_base64 outcome =
        jalon_base64_read(blank + 1, length - (size_t)(blank + 1 - line), bytes, sizeof bytes, &n);
    if (outcome == JALON_BASE64_NONE || n <= HASH) {
        return false;
    }
    *ret = (struct jalon_note_signature){.name = line,
                                         .name_length = (size_t)(blank - line),
                                         .hash = (uint32_t)big_endian(bytes, HASH)};
    if (outcome == JALON_BASE64_READ && n - HASH <= sizeof ret->bytes) {
        ret->length = n - HASH;
        memcpy(ret->bytes, bytes + HASH, n - HASH);
    }
    return true;
}

/* Where the signatures start: after the last empty line; NULL when there is none. */
static const char *signatures_of(const char *bytes, size_t length)
{
    for (size_t i = length; i >= 2; i--) {
        if (bytes[i - 1] == '\n' && bytes[i - 2] == '\n') {
            return bytes + i;
        }
    }
    return NULL;
}

static bool is_clean(const char *text, size_t length)
{
    size_t step = 1;
    for (size_t i = 0; i < length && step > 0; i += step) {
        bool is_control = ((unsigned char)text[i] < ' ' && text[i] != '\n') || text[i] == 0x7f;
        step = is_control ? 0 : jalon_text_character(text + i);
    }
    return step > 0;
}

bool jalon_note_read(const char *bytes, size_t length, struct jalon_note *ret_note)
{
    if (length == 0 || length > JALON_NOTE_MAX_BYTES || !is_clean(bytes, length) ||
        bytes[length - 1] != '\n') {
        return false;
    }
    const char *end = bytes + length, *line = signatures_of(bytes, length);
    if (!line || line == end || line - bytes < 2) {
        return false;
    }
    ret_note->text = bytes;
    ret_note->length = (size_t)(line - bytes) - 1;
    ret_note->n_signatures = 0;
    while (line < end) {
        const char *next = memchr(line, '\n', (size_t)(end - line));
        if (!next || ret_note->n_signatures == JALON_NOTE_MAX_SIGNATURES ||
            !read_signature(line, (size_t)(next - line),
                            &ret_note->signatures[ret_note->n_signatures])) {
            return false;
        }
        ret_note->n_signatures++;
        line = next + 1;
    }
    return true;
}

/* What a key signs: the text, or for a cosigner the time before it. */
static void add_signed(struct jalon_str *out, enum jalon_key_kind kind, uint64_t at,
                       const char *text, size_t length)
{
    if (kind == JALON_KEY_COSIGNER) {
        jalon_str_addf(out, "cosignature/v1\ntime %llu\n", (unsigned long long)at);
    }
    jalon_str_add_bytes(out, text, length);
}

static bool is_by(const struct jalon_note_signature *signature, const struct jalon_key *key)
{
    const char *name = jalon_key_name(key);
    return signature->hash == jalon_key_hash(key) && signature->name_length == strlen(name) &&
           memcmp(signature->name, name, signature->name_length) == 0;
}

enum jalon_note_verdict jalon_note_verify(const struct jalon_note *note,
                                          const struct jalon_key *key, uint64_t *ret_at)
{
    enum jalon_note_verdict verdict = JALON_NOTE_UNSIGNED;
    size_t stamp = jalon_key_kind(key) == JALON_KEY_COSIGNER ? 8 : 0;
    for (size_t i = 0; i < note->n_signatures; i++) {
        const struct jalon_note_signature *signature = &note->signatures[i];
        if (!is_by(signature, key)) {
            continue;
        }
        uint64_t at = big_endian(signature->bytes, stamp);
        JALON_AUTO(jalon_str_done) struct jalon_str bytes = {0};
        add_signed(&bytes, jalon_key_kind(key), at, note->text, note->length);
        if (signature->length != stamp + JALON_ED25519_BYTES ||
            !jalon_key_verify(key, bytes.text, bytes.length, signature->bytes + stamp)) {
            return JALON_NOTE_FORGED;
        }
        verdict = JALON_NOTE_SIGNED;
        if (ret_at) {
            *ret_at = at;
        }
    }
    return verdict;
}

int jalon_note_sign(struct jalon_str *out, const char *text, size_t length,
                    const struct jalon_key *key, uint64_t at, struct jalon_err *err)
{
    unsigned char line[4 + 8 + JALON_ED25519_BYTES];
    size_t n = 0;
    uint32_t hash = jalon_key_hash(key);
    for (int shift = 24; shift >= 0; shift -= 8) {
        line[n++] = (unsigned char)(hash >> shift & 255);
    }
    for (int shift = 56; jalon_key_kind(key) == JALON_KEY_COSIGNER && shift >= 0; shift -= 8) {
        line[n++] = (unsigned char)(at >> shift & 255);
    }
    JALON_AUTO(jalon_str_done) struct jalon_str bytes = {0};
    add_signed(&bytes, jalon_key_kind(key), at, text, length);
    if (jalon_key_sign(key, bytes.text, bytes.length, line + n, err) < 0) {
        return -1;
    }
    jalon_str_addf(out, "%s%s ", line_start, jalon_key_name(key));
    jalon_base64_add(out, line, n + JALON_ED25519_BYTES);
    jalon_str_add_char(out, '\n');
    return 0;
}

void jalon_checkpoint_add(struct jalon_str *out, const struct jalon_checkpoint *checkpoint)
{
    jalon_str_addf(out, "%s\n%llu\n", checkpoint->origin,
                   (unsigned long long)checkpoint->head.size);
    jalon_base64_add(out, checkpoint->head.root.bytes, sizeof checkpoint->head.root.bytes);
    jalon_str_add_char(out, '\n');
}

bool jalon_checkpoint_read(const struct jalon_note *note, struct jalon_checkpoint *ret_checkpoint)
{
    struct jalon_checkpoint *c = ret_checkpoint;
    const char *end = note->text + note->length;
    const char *size = memchr(note->text, '\n', note->length);
    const char *root = size ? memchr(size + 1, '\n', (size_t)(end - size - 1)) : NULL;
    if (!root || size == note->text || (size_t)(size - note->text) >= sizeof c->origin ||
        size[1] < '0' || size[1] > '9' || end - root < 2 ||
        !jalon_base64_read_exactly(root + 1, (size_t)(end - root) - 2, c->head.root.bytes,
                                   sizeof c->head.root.bytes)) {
        return false;
    }
    memset(c->origin, 0, sizeof c->origin);
    memcpy(c->origin, note->text, (size_t)(size - note->text));
    c->head.size = strtoull(size + 1, NULL, 10);
    /* one spelling only */
    JALON_AUTO(jalon_str_done) struct jalon_str again = {0};
    jalon_checkpoint_add(&again, c);
    return again.length == note->length && memcmp(again.text, note->text, note->length) == 0;
}

void jalon_origin_next(struct jalon_str *out, const char *origin)
{
    const char *slash = strrchr(origin, '/');
    const char *digits = slash != NULL ? slash + 1 : "";
    size_t n = strspn(digits, "0123456789");
    bool is_numbered = n > 0 && n < 10 && digits[n] == '\0' && digits[0] != '0';
    long long number = is_numbered ? strtoll(digits, NULL, 10) : 1;
    int stem = (int)(is_numbered ? (size_t)(slash - origin) : strlen(origin));
    jalon_str_addf(out, "%.*s/%lld", stem, origin, number + 1);
}
