/*
 * Words, numbers and plurals of reports, in French and English. Nothing here depends on the
 * process locale.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"
#include "base/lang.h"
#include "base/str.h"

enum jalon_word {
#define L(name, fr, en) JALON_WORD_##name,
#define C(name, fr_one, fr_many, en_one, en_many)
#include "report/labels.def"
#undef L
#undef C
    JALON_WORD_N
};

enum jalon_count_word {
#define L(name, fr, en)
#define C(name, fr_one, fr_many, en_one, en_many) JALON_##name,
#include "report/labels.def"
#undef L
#undef C
    JALON_COUNT_WORD_N
};

const char *jalon_word(enum jalon_lang lang, enum jalon_word word);

/*
 * Adds WORD with {1}, {2} … filled by the texts that follow: `jalon_say(out, lang, WORD, a, b)`.
 * What is said is raw: data in it is made harmless once, by the renderer, when it prints the whole.
 */
#define jalon_say(out, lang, ...) jalon_say_words((out), (lang), __VA_ARGS__, (const char *)NULL)
void jalon_say_words(struct jalon_str *out, enum jalon_lang lang, enum jalon_word word, ...)
    __attribute__((sentinel));

/* The same with a text that is no word of labels.def. */
#define jalon_say_label(out, ...) jalon_say_format((out), __VA_ARGS__, (const char *)NULL)
void jalon_say_format(struct jalon_str *out, const char *format, ...) __attribute__((sentinel));

/* "0 territoire", "1 territoire", "20 000 territoires"; "0 territories", "1 territory". */
void jalon_say_count(struct jalon_str *out, enum jalon_lang lang, enum jalon_count_word word,
                     int n);

/* With its digits in threes: "1 234 567", "1,234,567". */
void jalon_say_number(struct jalon_str *out, enum jalon_lang lang, int64_t number);

/* French: 0 and 1 are singular; English: 1 is. */
bool jalon_is_plural(enum jalon_lang lang, int n);

/*
 * A label in the number N asks for. French marks the first word ("protocoles d'accord"), English
 * the last ("memorandums"). SHORT_FORM keeps only the first word of a French label.
 */
void jalon_say_noun(struct jalon_str *out, enum jalon_lang lang, const char *label, int n,
                    bool short_form);
bool jalon_noun_is_feminine(const char *label); /* of a French label, by its ending */

/* "12 octets", "34 Kio", "1,2 Mio". */
void jalon_say_size(struct jalon_str *out, enum jalon_lang lang, int64_t bytes);

void jalon_say_tenths(struct jalon_str *out, enum jalon_lang lang, int tenths); /* "1,6" "1.6" */
void jalon_say_change(struct jalon_str *out, int change); /* "+4", "−4", "=" */
