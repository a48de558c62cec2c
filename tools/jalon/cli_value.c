/*
 * Typed values of the command line: text in, member of a command's struct out. What is wrong is
 * said with its place, the option or argument it was given for.
 */
#include <errno.h>
#include <inttypes.h>

#include "base/text.h"
#include "jalon/cli.h"
#include "jalon/cli_messages.h"

enum { MAX_CHARACTERS = 2000 }; /* of one text; the database has narrower limits for some */

static void put(void *base, const struct cli_opt *row, const void *value, size_t size)
{
    memcpy((char *)base + row->offset, value, size);
}

int cli_value_at(struct jalon_err *err, const char *place)
{
    static const char *const colon[JALON_LANG_N] = {[JALON_FR] = " : ", [JALON_EN] = ": "};
    for (int lang = 0; lang < JALON_LANG_N; lang++) {
        JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
        jalon_str_addf(&text, "%s%s%s", place, colon[lang], err->message[lang]);
        jalon_msg_fill(err->message[lang], sizeof err->message[lang], "{1}",
                       (const char *const[]){text.text}, 1);
    }
    return -1;
}

static size_t characters_before(const char *text, size_t offset)
{
    size_t n = 0;
    for (size_t i = 0; i < offset; i++) {
        n += ((unsigned char)text[i] & 0xC0) != 0x80;
    }
    return n;
}

static int check_text(const char *place, const char *text, struct jalon_err *err)
{
    static const struct jalon_msg *const messages[] = {
        [JALON_TEXT_NOT_UTF8] = &jalon_msg_cli_text_not_utf8,
        [JALON_TEXT_CONTROL] = &jalon_msg_cli_text_control,
        [JALON_TEXT_BIDI] = &jalon_msg_cli_text_bidi,
        [JALON_TEXT_TOO_LONG] = &jalon_msg_cli_text_too_long,
    };
    size_t offset = 0;
    enum jalon_text_fault fault = jalon_text_check(text, MAX_CHARACTERS, &offset);
    if (fault == JALON_TEXT_OK) {
        return 0;
    }
    char number[24];
    size_t shown =
        fault == JALON_TEXT_TOO_LONG ? MAX_CHARACTERS : characters_before(text, offset) + 1;
    (void)snprintf(number, sizeof number, "%zu", shown);
    return jalon_fail(err, messages[fault], place, number);
}

static int read_text(const struct cli_opt *row, const char *text, void *base,
                     struct jalon_arena *arena)
{
    if ((row->flags & CLI_REPEATABLE) == 0) {
        put(base, row, &text, sizeof text);
        return 0;
    }
    struct cli_texts old;
    memcpy(&old, (char *)base + row->offset, sizeof old);
    struct cli_texts grown = {jalon_arena_array(arena, old.n + 1, sizeof text), old.n + 1};
    for (size_t i = 0; i < old.n; i++) {
        grown.items[i] = old.items[i];
    }
    grown.items[old.n] = text;
    put(base, row, &grown, sizeof grown);
    return 0;
}

/* Whether WORD is one of "text|json|md". */
static bool is_choice(const char *choices, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = choices; *at != '\0';) {
        size_t n = strcspn(at, "|");
        if (n == length && strncmp(at, word, n) == 0) {
            return true;
        }
        at += n + (at[n] == '|');
    }
    return false;
}

static int bad_choice(const char *place, const char *text, const char *choices,
                      struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str listed = {0};
    for (const char *c = choices; *c != '\0'; c++) {
        if (*c == '|') {
            jalon_str_add(&listed, ", ");
        } else {
            jalon_str_add_char(&listed, *c);
        }
    }
    return jalon_fail(err, &jalon_msg_cli_bad_choice, place, text, jalon_str_text(&listed));
}

static int read_choice(const struct cli_opt *row, const char *place, const char *text, void *base,
                       struct jalon_err *err)
{
    if (!is_choice(row->value, text)) {
        return bad_choice(place, text, row->value, err);
    }
    put(base, row, &text, sizeof text);
    return 0;
}

static int read_date(const struct cli_opt *row, const char *place, const char *text, void *base,
                     struct jalon_err *err)
{
    struct jalon_date date;
    if (jalon_date_parse(text, &date, err) < 0) {
        return cli_value_at(err, place);
    }
    put(base, row, &date, sizeof date);
    return 0;
}

static int read_week(const struct cli_opt *row, const char *place, const char *text, void *base,
                     struct jalon_err *err)
{
    struct jalon_week week;
    if (jalon_week_parse(text, &week, err) < 0) {
        return cli_value_at(err, place);
    }
    put(base, row, &week, sizeof week);
    return 0;
}

static int read_uuid(const struct cli_opt *row, const char *place, const char *text, void *base,
                     struct jalon_err *err)
{
    struct jalon_uuid uuid;
    if (!jalon_uuid_parse(text, &uuid)) {
        return jalon_fail(err, &jalon_msg_cli_bad_uuid, place, text);
    }
    put(base, row, &uuid, sizeof uuid);
    return 0;
}

static int read_precision(const struct cli_opt *row, const char *place, const char *text,
                          void *base, struct jalon_err *err)
{
    enum jalon_precision precision;
    if (!jalon_precision_parse(text, &precision)) {
        return bad_choice(place, text, row->value, err);
    }
    put(base, row, &precision, sizeof precision);
    return 0;
}

static int read_int(const struct cli_opt *row, const char *place, const char *text, void *base,
                    struct jalon_err *err)
{
    char *end = NULL;
    errno = 0;
    int64_t number = strtoimax(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0) {
        return jalon_fail(err, &jalon_msg_cli_bad_integer, place, text);
    }
    put(base, row, &number, sizeof number);
    return 0;
}

int cli_value_read(const struct cli_opt *row, const char *place, const char *text, void *base,
                   struct jalon_arena *arena, struct jalon_err *err)
{
    if (row->type == CLI_FLAG) {
        bool yes = true;
        put(base, row, &yes, sizeof yes);
        return 0;
    }
    if (text[0] == '\0') {
        return jalon_fail(err, &jalon_msg_cli_empty, place);
    }
    if (row->type != CLI_PATH && check_text(place, text, err) < 0) {
        return -1;
    }
    switch (row->type) {
    case CLI_TEXT:
    case CLI_PATH:
        return read_text(row, text, base, arena);
    case CLI_CHOICE:
        return read_choice(row, place, text, base, err);
    case CLI_DATE:
        return read_date(row, place, text, base, err);
    case CLI_WEEK:
        return read_week(row, place, text, base, err);
    case CLI_UUID:
        return read_uuid(row, place, text, base, err);
    case CLI_PRECISION:
        return read_precision(row, place, text, base, err);
    case CLI_INT:
        return read_int(row, place, text, base, err);
    case CLI_FLAG:
        break;
    }
    return 0;
}

void cli_value_defaults(const struct cli_opt *rows, void *base)
{
    static const struct jalon_date no_date = {INT32_MIN};
    static const int64_t no_number = -1;
    for (const struct cli_opt *row = rows; row != NULL && row->name != NULL; row++) {
        if (row->type == CLI_DATE) {
            put(base, row, &no_date, sizeof no_date);
        } else if (row->type == CLI_INT) {
            put(base, row, &no_number, sizeof no_number);
        }
    }
}
