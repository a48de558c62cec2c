/* Words, numbers and plurals of reports. */
#include "report/words.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_ARGS 9

static const struct jalon_label words[JALON_WORD_N] = {
#define L(name, fr, en) {{fr, en}},
#define C(name, fr_one, fr_many, en_one, en_many)
#include "report/labels.def"
#undef L
#undef C
};

struct count_forms {
    const char *one[JALON_LANG_N], *many[JALON_LANG_N];
};

static const struct count_forms counts[JALON_COUNT_WORD_N] = {
#define L(name, fr, en)
#define C(name, fr_one, fr_many, en_one, en_many) {{fr_one, en_one}, {fr_many, en_many}},
#include "report/labels.def"
#undef L
#undef C
};

/* Endings of French nouns for documents that are feminine: convention, charte, lettre, annexe. */
static const char *const feminine_endings[] = {"ion", "té", "ure", "rte", "ttre", "nce", "nexe"};

const char *jalon_word(enum jalon_lang lang, enum jalon_word word)
{
    return words[word].text[lang];
}

static void fill(struct jalon_str *out, const char *format, const char *const *args)
{
    for (const char *at = format; *at != '\0';) {
        if (at[0] == '{' && at[1] >= '1' && at[1] <= '9' && at[2] == '}') {
            jalon_str_add(out, args[at[1] - '1']);
            at += 3;
        } else {
            jalon_str_add_char(out, *at);
            at++;
        }
    }
}

static void fill_list(struct jalon_str *out, const char *format, va_list list)
{
    const char *args[MAX_ARGS] = {"?", "?", "?", "?", "?", "?", "?", "?", "?"};
    const char *arg = va_arg(list, const char *);
    for (size_t n = 0; n < MAX_ARGS && arg != NULL; n++) {
        args[n] = arg;
        arg = va_arg(list, const char *);
    }
    fill(out, format, args);
}

void jalon_say_words(struct jalon_str *out, enum jalon_lang lang, enum jalon_word word, ...)
{
    va_list list;
    va_start(list, word);
    fill_list(out, jalon_word(lang, word), list);
    va_end(list);
}

void jalon_say_format(struct jalon_str *out, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    fill_list(out, format, list);
    va_end(list);
}

bool jalon_is_plural(enum jalon_lang lang, int n)
{
    return lang == JALON_FR ? abs(n) > 1 : n != 1;
}

/* "9999", "20 000", "1,000,000": digits in groups of three from five on. */
static void add_grouped(struct jalon_str *out, enum jalon_lang lang, int n)
{
    char digits[16];
    int length = snprintf(digits, sizeof digits, "%d", n);
    for (int i = 0; i < length; i++) {
        if (n >= 10000 && i > 0 && (length - i) % 3 == 0) {
            jalon_str_add(out, lang == JALON_FR ? "\u202F" : ",");
        }
        jalon_str_add_char(out, digits[i]);
    }
}

void jalon_say_count(struct jalon_str *out, enum jalon_lang lang, enum jalon_count_word word, int n)
{
    const struct count_forms *forms = &counts[word];
    const char *format = jalon_is_plural(lang, n) ? forms->many[lang] : forms->one[lang];
    JALON_AUTO(jalon_str_done) struct jalon_str number = {0};
    add_grouped(&number, lang, n);
    const char *args[MAX_ARGS] = {jalon_str_text(&number)};
    fill(out, format, args);
}

/* The part of LABEL that carries the plural ends at this byte. */
static size_t head_end(enum jalon_lang lang, const char *label)
{
    return lang == JALON_FR ? strcspn(label, " ") : strlen(label);
}

static bool takes_s(const char *label, size_t end)
{
    return end > 0 && strchr("sxz", label[end - 1]) == NULL;
}

void jalon_say_noun(struct jalon_str *out, enum jalon_lang lang, const char *label, int n,
                    bool short_form)
{
    size_t end = head_end(lang, label);
    jalon_str_add_bytes(out, label, end);
    if (jalon_is_plural(lang, n) && takes_s(label, end)) {
        jalon_str_add_char(out, 's');
    }
    if (!short_form) {
        jalon_str_add(out, label + end);
    }
}

bool jalon_noun_is_feminine(const char *label)
{
    size_t end = head_end(JALON_FR, label);
    for (size_t i = 0; i < JALON_COUNT(feminine_endings); i++) {
        size_t length = strlen(feminine_endings[i]);
        if (end >= length && memcmp(label + end - length, feminine_endings[i], length) == 0) {
            return true;
        }
    }
    return false;
}

void jalon_say_number(struct jalon_str *out, enum jalon_lang lang, int64_t number)
{
    JALON_AUTO(jalon_str_done) struct jalon_str digits = {0};
    jalon_str_addf(&digits, "%lld", (long long)number);
    for (size_t i = 0; i < digits.length; i++) {
        if (i > 0 && (digits.length - i) % 3 == 0) {
            jalon_str_add(out, lang == JALON_FR ? "\u202F" : ",");
        }
        jalon_str_add_char(out, digits.text[i]);
    }
}

void jalon_say_size(struct jalon_str *out, enum jalon_lang lang, int64_t bytes)
{
    enum { KIB = 1024, MIB = 1024 * 1024 };
    JALON_AUTO(jalon_str_done) struct jalon_str number = {0};
    if (bytes < KIB) {
        jalon_say_count(out, lang, JALON_BYTES, (int)bytes);
    } else if (bytes < MIB) {
        jalon_str_addf(&number, "%lld", (long long)(bytes + KIB / 2) / KIB);
        jalon_say(out, lang, JALON_WORD_KIBIBYTES, jalon_str_text(&number));
    } else {
        jalon_say_tenths(&number, lang, (int)((bytes * 10 + MIB / 2) / MIB));
        jalon_say(out, lang, JALON_WORD_MEBIBYTES, jalon_str_text(&number));
    }
}

void jalon_say_tenths(struct jalon_str *out, enum jalon_lang lang, int tenths)
{
    jalon_str_addf(out, "%d%c%d", tenths / 10, lang == JALON_FR ? ',' : '.', tenths % 10);
}

void jalon_say_change(struct jalon_str *out, int change)
{
    if (change == 0) {
        jalon_str_add(out, "=");
    } else if (change > 0) {
        jalon_str_addf(out, "+%d", change);
    } else {
        jalon_str_addf(out, "\u2212%d", -change);
    }
}
