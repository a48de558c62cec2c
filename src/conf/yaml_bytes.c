/* The bytes of a YAML file: reading them, and refusing what no configuration holds. */
#include "conf/yaml_priv.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/text.h"

/* Line and column (in characters) of a byte. */
static void locate(const char *text, size_t offset, size_t *ret_line, size_t *ret_column)
{
    *ret_line = 1;
    *ret_column = 1;
    for (size_t i = 0; i < offset; i++) {
        if (text[i] == '\n') {
            ++*ret_line;
            *ret_column = 1;
        } else if (((unsigned char)text[i] & 0xC0) != 0x80) {
            ++*ret_column;
        }
    }
}

static bool check_start(const char *path, const char *text, size_t length,
                        struct jalon_faults *faults)
{
    if (length >= 2 && (memcmp(text, "\xFF\xFE", 2) == 0 || memcmp(text, "\xFE\xFF", 2) == 0)) {
        jalon_yaml_fault(faults, path, 1, 1, &jalon_msg_yaml_not_utf8);
        return false;
    }
    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        jalon_yaml_fault(faults, path, 1, 1, &jalon_msg_yaml_bom);
        return false;
    }
    return true;
}

/* A tab or a line break is allowed in the file, though not in a text. */
static char *without_layout(const char *text, size_t length)
{
    char *copy = jalon_strndup(text, length);
    for (size_t i = 0; i < length; i++) {
        if (copy[i] == '\t' || copy[i] == '\n' || copy[i] == '\r') {
            copy[i] = ' ';
        }
    }
    return copy;
}

bool jalon_yaml_check_bytes(const char *path, const char *text, size_t length,
                            struct jalon_faults *faults)
{
    static const struct jalon_msg *const messages[] = {
        [JALON_TEXT_NOT_UTF8] = &jalon_msg_yaml_not_utf8,
        [JALON_TEXT_CONTROL] = &jalon_msg_yaml_control,
        [JALON_TEXT_BIDI] = &jalon_msg_yaml_bidi,
        [JALON_TEXT_TOO_LONG] = &jalon_msg_yaml_control, /* not asked for */
    };
    if (!check_start(path, text, length, faults)) {
        return false;
    }
    JALON_AUTO(jalon_freep) char *copy = without_layout(text, length);
    size_t offset = strlen(copy);
    enum jalon_text_fault fault = jalon_text_check(copy, length, &offset);
    if (fault == JALON_TEXT_OK && strlen(copy) < length) { /* a NUL */
        fault = JALON_TEXT_CONTROL;
        offset = strlen(copy);
    }
    if (fault != JALON_TEXT_OK) {
        size_t line, column;
        locate(text, offset, &line, &column);
        jalon_yaml_fault(faults, path, line, column, messages[fault]);
        return false;
    }
    return true;
}

struct jalon_yaml *jalon_yaml_read(const char *path, struct jalon_faults *faults)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    struct jalon_err err;
    if (jalon_file_read(path, JALON_LIMIT_YAML_BYTES, &text, &err) < 0) {
        jalon_faults_add(faults, (struct jalon_place_in_file){path, 0, 0, NULL}, &err);
        return NULL;
    }
    return jalon_yaml_parse(path, jalon_str_text(&text), text.length, faults);
}
