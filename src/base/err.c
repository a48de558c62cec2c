/* Failures: raising, and the closed list of kinds with their exit statuses. */
#include "base/err.h"

#include <stdarg.h>
#include <stdbool.h>

enum { MAX_ARGS = 9 };

static const struct {
    const char *name;
    int exit_status;
    const char *meaning;
} kinds[JALON_ERR_N] = {
    [JALON_ERR_NONE] = {"NONE", 0, "done"},
#define X(name, exit_status, meaning) [JALON_ERR_##name] = {#name, exit_status, meaning},
#include "base/err_kinds.def"
#undef X
};

/* Cuts before a UTF-8 continuation, so that a full buffer never ends in half a character. */
static size_t whole_characters(const char *text, size_t length)
{
    while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80) {
        length--;
    }
    return length;
}

/* False once something did not fit: nothing may follow the cut. */
static bool append(char *buffer, size_t size, const char *text, size_t length)
{
    size_t used = strlen(buffer);
    size_t room = size - 1 - used;
    size_t n = length <= room ? length : whole_characters(text, room);
    memcpy(buffer + used, text, n);
    buffer[used + n] = '\0';
    return n == length;
}

/* The number of the placeholder at AT, 0 when there is none. */
static size_t placeholder(const char *at)
{
    bool is_one = at[0] == '{' && at[1] >= '1' && at[1] <= '9' && at[2] == '}';
    return is_one ? (size_t)(at[1] - '0') : 0;
}

void jalon_msg_fill(char *buffer, size_t size, const char *format, const char *const *args,
                    size_t n)
{
    buffer[0] = '\0';
    for (const char *at = format; *at != '\0';) {
        size_t index = placeholder(at);
        const char *text = at;
        size_t length = 0;
        if (index > 0) {
            text = index <= n && args[index - 1] != NULL ? args[index - 1] : "?";
            length = strlen(text);
            at += strlen("{1}");
        } else {
            for (; *at != '\0' && placeholder(at) == 0; at++) {
                length++;
            }
        }
        if (!append(buffer, size, text, length)) {
            return;
        }
    }
}

int jalon_fail_args(struct jalon_err *err, const char *file, int line, const struct jalon_msg *msg,
                    const char *const *args, size_t n)
{
    err->kind = msg->kind;
    err->key = msg->key;
    err->sqlstate[0] = '\0';
    err->file = file;
    err->line = line;
    for (int lang = 0; lang < JALON_LANG_N; lang++) {
        jalon_msg_fill(err->message[lang], sizeof err->message[lang], msg->text.text[lang], args,
                       n);
        jalon_msg_fill(err->hint[lang], sizeof err->hint[lang], msg->hint.text[lang], args, n);
    }
    return -1;
}

int jalon_fail_at(struct jalon_err *err, const char *file, int line, const struct jalon_msg *msg,
                  ...)
{
    const char *args[MAX_ARGS];
    size_t n = 0;
    va_list list;
    va_start(list, msg);
    for (const char *arg; n < MAX_ARGS && (arg = va_arg(list, const char *)) != NULL; n++) {
        args[n] = arg;
    }
    va_end(list);
    return jalon_fail_args(err, file, line, msg, args, n);
}

int jalon_err_exit_status(enum jalon_err_kind kind)
{
    return kinds[kind].exit_status;
}

const char *jalon_err_kind_name(enum jalon_err_kind kind)
{
    return kinds[kind].name;
}

const char *jalon_err_kind_meaning(enum jalon_err_kind kind)
{
    return kinds[kind].meaning;
}
