/* Reads and verifies signed notes. */
#include "jalon-verify/note.h"

#include <string.h>

#include "jalon-verify/codec.h"

static const char line_start[] = "\xe2\x80\x94 "; /* an em dash and a blank */

static uint64_t big_endian(const unsigned char *bytes, size_t n)
{
    uint64_t value = 0;
    for (size_t i = 0; i < n; i++) {
        value = value << 8 | bytes[i];
    }
    return value;
}

/* One line without its LF. */
static bool read_signature(const char *line, size_t length, struct signature *ret)
{
    enum { HASH = 4, LINE_BYTES = 16384, START = sizeof line_start - 1 };
    unsigned char bytes[LINE_BYTES];
    size_t n = 0;
    if (length < START || memcmp(line, line_start, START) != 0) {
        return false;
    }
    const char *name = line + START, *end = line + length;
    const char *blank = memchr(name, ' ', (size_t)(end - name));
    if (!blank || blank == name || memchr(name, '+', (size_t)(blank - name)) ||
        !base64_read(blank + 1, (size_t)(end - blank) - 1, bytes, sizeof bytes, &n) || n <= HASH) {
        return false;
    }
    *ret = (struct signature){.name = name, .name_length = (size_t)(blank - name)};
    ret->hash = (uint32_t)big_endian(bytes, HASH);
    if (n - HASH <= sizeof ret->bytes) {
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
        step = is_control ? 0 : utf8_length(text + i, text + length);
    }
    return step > 0;
}

bool note_read(const char *bytes, size_t length, struct note *ret_note)
{
    if (length == 0 || length > NOTE_MAX_BYTES || !is_clean(bytes, length) ||
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
        if (!next || ret_note->n_signatures == NOTE_MAX_SIGNATURES ||
            !read_signature(line, (size_t)(next - line),
                            &ret_note->signatures[ret_note->n_signatures])) {
            return false;
        }
        ret_note->n_signatures++;
        line = next + 1;
    }
    return true;
}

static bool is_by(const struct signature *signature, const struct key *key)
{
    return signature->hash == key->hash && signature->name_length == strlen(key->name) &&
           memcmp(signature->name, key->name, signature->name_length) == 0;
}

static size_t write_number(char *text, uint64_t number)
{
    char digits[20];
    size_t n = 0, length = 0;
    do {
        digits[n++] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    while (n > 0) {
        text[length++] = digits[--n];
    }
    return length;
}

/* Does the line hold? A log signs the text, a witness the time before it. */
static bool holds(const struct note *note, const struct signature *signature, const struct key *key)
{
    static const char start[] = "cosignature/v1\ntime ";
    size_t stamp = key->kind == KEY_WITNESS ? 8 : 0, n = 0;
    char bytes[sizeof start + 32 + NOTE_MAX_BYTES];
    if (signature->length != stamp + SIGNATURE_BYTES) {
        return false;
    }
    if (key->kind == KEY_WITNESS) {
        memcpy(bytes, start, sizeof start - 1);
        n = sizeof start - 1;
        n += write_number(bytes + n, big_endian(signature->bytes, stamp));
        bytes[n++] = '\n';
    }
    memcpy(bytes + n, note->text, note->length);
    return key_verify(key, bytes, n + note->length, signature->bytes + stamp);
}

enum verdict note_verify(const struct note *note, const struct key *key, uint64_t *ret_at)
{
    enum verdict verdict = NOTE_UNSIGNED;
    *ret_at = 0;
    for (size_t i = 0; i < note->n_signatures; i++) {
        const struct signature *signature = &note->signatures[i];
        if (!is_by(signature, key)) {
            continue;
        }
        if (!holds(note, signature, key)) {
            return NOTE_FORGED;
        }
        verdict = NOTE_SIGNED;
        *ret_at = key->kind == KEY_WITNESS ? big_endian(signature->bytes, 8) : 0;
    }
    return verdict;
}

/* Cuts the next line, without its LF, off the text. */
static bool cut_line(const char **at, const char *end, const char **ret_line, size_t *ret_length)
{
    const char *next = memchr(*at, '\n', (size_t)(end - *at));
    if (!next) {
        return false;
    }
    *ret_line = *at;
    *ret_length = (size_t)(next - *at);
    *at = next + 1;
    return true;
}

bool checkpoint_read(const struct note *note, struct checkpoint *ret_checkpoint)
{
    const char *at = note->text, *end = note->text + note->length, *line[3];
    size_t length[3], n = 0;
    for (int i = 0; i < 3; i++) {
        if (!cut_line(&at, end, &line[i], &length[i])) {
            return false;
        }
    }
    *ret_checkpoint = (struct checkpoint){{0}, {0}};
    if (at != end || length[0] == 0 || length[0] > KEY_NAME_MAX ||
        !number_read(line[1], length[1], &ret_checkpoint->head.size) ||
        !base64_read(line[2], length[2], ret_checkpoint->head.root.bytes,
                     sizeof ret_checkpoint->head.root.bytes, &n)) {
        return false;
    }
    memcpy(ret_checkpoint->origin, line[0], length[0]);
    return n == sizeof ret_checkpoint->head.root.bytes;
}
