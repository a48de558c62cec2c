/* The sentences that a status and a weekly report share. */
#include "report/phrase.h"

#include <string.h>

static void say_long_date(struct jalon_str *out, enum jalon_lang lang, struct jalon_date date)
{
    jalon_str_add(out, jalon_date_long(date, lang).text);
}

/* Two instruments whose short names are equal need their long ones. */
static bool short_names_differ(const struct jalon_status *status)
{
    for (size_t i = 0; i < status->n_instruments; i++) {
        const char *a = status->instruments[i].label.text[JALON_FR];
        for (size_t j = i + 1; j < status->n_instruments; j++) {
            const char *b = status->instruments[j].label.text[JALON_FR];
            size_t length = strcspn(a, " ");
            if (length == strcspn(b, " ") && memcmp(a, b, length) == 0) {
                return false;
            }
        }
    }
    return true;
}

void jalon_phrase_instrument(struct jalon_str *out, enum jalon_lang lang,
                             const struct jalon_status *status,
                             const struct jalon_instrument_figures *instrument)
{
    jalon_say_noun(out, lang, instrument->label.text[lang], 2, short_names_differ(status));
}

bool jalon_instrument_is_shown(const struct jalon_instrument_figures *instrument)
{
    return instrument->kind != JALON_INSTRUMENT_AMENDING || instrument->n_signed > 0 ||
           instrument->partial > 0;
}

static void say_none(struct jalon_str *out, enum jalon_lang lang, const char *label, bool first)
{
    static const char *const none[2][2] = {{"aucun ", "aucune "}, {"Aucun ", "Aucune "}};
    if (lang == JALON_FR) {
        jalon_str_add(out, none[first][jalon_noun_is_feminine(label)]);
    } else {
        jalon_str_add(out, first ? "No " : "no ");
    }
}

static void say_title_count(struct jalon_str *out, enum jalon_lang lang,
                            const struct jalon_status *status, size_t index)
{
    const struct jalon_instrument_figures *instrument = &status->instruments[index];
    const char *label = instrument->label.text[lang];
    int n = instrument->n_signed;
    if (n == 0) {
        say_none(out, lang, label, out->length == 0);
        n = 1;
    } else {
        jalon_str_addf(out, "%d ", n);
    }
    jalon_say_noun(out, lang, label, n, short_names_differ(status));
}

/* The participle agrees with all that precedes it: plural when two or more are signed in all. */
static void say_signed(struct jalon_str *out, enum jalon_lang lang, int n, bool feminine)
{
    if (lang == JALON_EN) {
        jalon_str_add(out, " signed");
        return;
    }
    jalon_str_add(out, feminine ? " signée" : " signé");
    jalon_str_add(out, jalon_is_plural(lang, n) ? "s" : "");
}

static bool in_title(const struct jalon_instrument_figures *instrument)
{
    return instrument->kind != JALON_INSTRUMENT_AMENDING;
}

static void say_instruments_signed(struct jalon_str *out, enum jalon_lang lang,
                                   const struct jalon_status *status)
{
    size_t left = 0;
    for (size_t i = 0; i < status->n_instruments; i++) {
        left += in_title(&status->instruments[i]) ? 1 : 0;
    }
    int n = 0;
    bool feminine = true;
    for (size_t i = 0; i < status->n_instruments; i++) {
        const struct jalon_instrument_figures *instrument = &status->instruments[i];
        if (in_title(instrument)) {
            say_title_count(out, lang, status, i);
            n += instrument->n_signed;
            feminine = feminine && jalon_noun_is_feminine(instrument->label.text[JALON_FR]);
            left--;
            if (left > 0) {
                jalon_str_add(out, left == 1 ? jalon_word(lang, JALON_WORD_LIST_AND) : ", ");
            }
        }
    }
    say_signed(out, lang, n, feminine);
}

void jalon_phrase_title(struct jalon_str *out, enum jalon_lang lang,
                        const struct jalon_status *status)
{
    if (status->scope.current == 0) {
        jalon_str_add(out, jalon_word(lang, JALON_WORD_TITLE_EMPTY));
        return;
    }
    JALON_AUTO(jalon_str_done) struct jalon_str part = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str number = {0};
    say_instruments_signed(&part, lang, status);
    jalon_str_addf(&number, "%d", status->scope.current);
    jalon_say(out, lang, JALON_WORD_TITLE, jalon_str_text(&part), jalon_str_text(&number));
    if (status->scope.initial > 0) {
        jalon_str_clear(&number);
        jalon_str_addf(&number, "%d", status->scope.initial);
        jalon_say(out, lang, JALON_WORD_TITLE_START, jalon_str_text(&number));
    }
}

/* AT is "2019-05-06T08:12:00.123456Z"; people read its day and its time to the second. */
static void say_known_at(struct jalon_str *out, enum jalon_lang lang, const char *at)
{
    JALON_AUTO(jalon_str_done) struct jalon_str day = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str time = {0};
    struct jalon_date date = JALON_DATE_NONE;
    struct jalon_err ignored;
    jalon_str_add_bytes(&day, at, strcspn(at, "T"));
    if (at[day.length] != '\0') {
        const char *rest = at + day.length + 1;
        jalon_str_add_bytes(&time, rest, strcspn(rest, ".Z"));
    }
    if (jalon_date_parse(jalon_str_text(&day), &date, &ignored) == 0) {
        jalon_str_clear(&day);
        say_long_date(&day, lang, date);
    }
    jalon_say(out, lang, JALON_WORD_KNOWN_AT, jalon_str_text(&day), jalon_str_text(&time));
}

void jalon_phrase_known(struct jalon_str *out, enum jalon_lang lang,
                        const struct jalon_status *status)
{
    jalon_say(out, lang, JALON_WORD_CUT_OFF, jalon_date_long(status->as_of, lang).text);
    jalon_str_add(out, " \u00B7 ");
    if (status->known_at.at == NULL) {
        jalon_str_add(out, jalon_word(lang, JALON_WORD_KNOWN_NOTHING));
    } else {
        say_known_at(out, lang, status->known_at.at);
    }
}

void jalon_phrase_scope(struct jalon_str *out, enum jalon_lang lang,
                        const struct jalon_status *status)
{
    jalon_say_count(out, lang, JALON_COUNT_TERRITORIES, status->scope.current);
    jalon_str_add_char(out, ' ');
    jalon_say(out, lang, JALON_WORD_AS_OF, jalon_date_long(status->as_of, lang).text);
    if (status->scope.initial > 0) {
        JALON_AUTO(jalon_str_done) struct jalon_str number = {0};
        jalon_str_addf(&number, "%d", status->scope.initial);
        jalon_say(out, lang, JALON_WORD_TITLE_START, jalon_str_text(&number));
    }
    if (status->scope.out_of_scope > 0) {
        jalon_str_add(out, ", ");
        jalon_say_count(out, lang, JALON_COUNT_OUT, status->scope.out_of_scope);
    }
}

void jalon_phrase_anchor(struct jalon_str *out, enum jalon_lang lang,
                         const struct jalon_anchor *anchor)
{
    JALON_AUTO(jalon_str_done) struct jalon_str size = {0};
    jalon_say_number(&size, lang, anchor->size);
    jalon_say(out, lang, JALON_WORD_ANCHOR_NOTE, jalon_str_text(&size));
}

void jalon_phrase_scope_week(struct jalon_str *out, enum jalon_lang lang,
                             const struct jalon_status *status)
{
    JALON_AUTO(jalon_str_done) struct jalon_str entered = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str left = {0};
    jalon_say_count(&entered, lang, JALON_COUNT_ENTERED, status->scope.entered);
    jalon_say_count(&left, lang, JALON_COUNT_LEFT, status->scope.left);
    jalon_say(out, lang, JALON_WORD_SCOPE_WEEK, jalon_str_text(&entered), jalon_str_text(&left));
}

static enum jalon_word definition_word(enum jalon_instrument_kind kind)
{
    switch (kind) {
    case JALON_INSTRUMENT_INTERMEDIATE:
        return JALON_WORD_DEF_INTERMEDIATE;
    case JALON_INSTRUMENT_COMPLETING:
        return JALON_WORD_DEF_COMPLETING;
    case JALON_INSTRUMENT_AMENDING:
    case JALON_INSTRUMENT_KIND_N:
        break;
    }
    return JALON_WORD_DEF_AMENDING;
}

/* The definition of that number among those of the parts that the report has. */
static bool part_definition(struct jalon_str *out, enum jalon_lang lang,
                            const struct jalon_weekly *weekly, size_t number)
{
    static bool (*const parts[])(struct jalon_str *, enum jalon_lang,
                                 const struct jalon_weekly *) = {
        jalon_phrase_region_status_definition, jalon_phrase_earned_definition};
    for (size_t i = 0; i < JALON_COUNT(parts); i++) {
        JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
        if (!parts[i](&text, lang, weekly)) {
            continue;
        }
        if (number == 0) {
            jalon_str_add(out, jalon_str_text(&text));
            return true;
        }
        number--;
    }
    return false;
}

bool jalon_weekly_definition(struct jalon_str *out, enum jalon_lang lang,
                             const struct jalon_weekly *weekly, size_t number)
{
    const struct jalon_status *status = &weekly->status;
    static const enum jalon_word general[] = {JALON_WORD_APART, JALON_WORD_DEF_SIGNED,
                                              JALON_WORD_DEF_SCOPE, JALON_WORD_DEF_DATE};
    if (number < status->n_instruments) {
        const struct jalon_instrument_figures *instrument = &status->instruments[number];
        jalon_say(out, lang, definition_word(instrument->kind), instrument->label.text[lang],
                  instrument->completes.text[lang]);
        return true;
    }
    number -= status->n_instruments;
    if (number >= JALON_COUNT(general)) {
        return part_definition(out, lang, weekly, number - JALON_COUNT(general));
    }
    jalon_str_add(out, jalon_word(lang, general[number]));
    return true;
}
