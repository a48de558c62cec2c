/* The sentences about targets: the date with its history, days left, pace needed and seen. */
#include "report/phrase.h"

static void say_days_left(struct jalon_str *out, enum jalon_lang lang, int days)
{
    if (days == 0) {
        jalon_str_add(out, jalon_word(lang, JALON_WORD_DAYS_TODAY));
        return;
    }
    int n = days < 0 ? -days : days;
    JALON_AUTO(jalon_str_done) struct jalon_str number = {0};
    if (lang == JALON_FR) {
        jalon_str_addf(&number, "%d", n);
    } else {
        jalon_say_count(&number, lang, JALON_COUNT_DAYS, n);
    }
    jalon_say(out, lang, days < 0 ? JALON_WORD_DAYS_LATE : JALON_WORD_DAYS_LEFT,
              jalon_str_text(&number));
}

void jalon_phrase_target(struct jalon_str *out, enum jalon_lang lang,
                         const struct jalon_status *status,
                         const struct jalon_target_figures *target)
{
    JALON_AUTO(jalon_str_done) struct jalon_str days = {0};
    say_days_left(&days, lang, jalon_target_days_left(status, target));
    jalon_say(out, lang, JALON_WORD_TARGET, target->label.text[lang],
              jalon_date_long(target->on, lang).text, jalon_str_text(&days));
    jalon_str_add(out, " (");
    struct jalon_date_long decided = jalon_date_long(target->decided_on, lang);
    if (jalon_target_moved(target)) {
        jalon_say(out, lang, JALON_WORD_TARGET_MOVED,
                  jalon_date_long(target->original_on, lang).text, decided.text);
    } else {
        jalon_say(out, lang, JALON_WORD_TARGET_DECIDED, decided.text);
    }
    jalon_str_add_char(out, ')');
}

static void say_period(struct jalon_str *out, enum jalon_lang lang, int days)
{
    if (days % 7 == 0) {
        jalon_say_count(out, lang, JALON_COUNT_WEEKS, days / 7);
    } else {
        jalon_say_count(out, lang, JALON_COUNT_DAYS, days);
    }
}

static void say_pace_needed(struct jalon_str *out, enum jalon_lang lang, int missing, int days_left)
{
    int tenths = 0;
    if (jalon_pace_needed(missing, days_left, &tenths)) {
        JALON_AUTO(jalon_str_done) struct jalon_str number = {0};
        jalon_say_tenths(&number, lang, tenths);
        jalon_say(out, lang, JALON_WORD_PACE_NEEDED, jalon_str_text(&number));
    } else if (missing == 0) {
        jalon_str_add(out, jalon_word(lang, JALON_WORD_REACHED));
    } else {
        jalon_str_add(out, jalon_word(lang, JALON_WORD_PACE_NONE));
    }
}

/* "0 contrat sur 137 requis". */
static void say_progress(struct jalon_str *out, enum jalon_lang lang,
                         const struct jalon_status *status,
                         const struct jalon_target_figures *target)
{
    const struct jalon_instrument_figures *instrument = target->instrument;
    JALON_AUTO(jalon_str_done) struct jalon_str part = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str other = {0};
    jalon_str_addf(&part, "%d ", instrument->n_signed);
    jalon_say_noun(&part, lang, instrument->label.text[lang], instrument->n_signed, false);
    jalon_say_count(&other, lang, JALON_COUNT_REQUIRED, jalon_target_required(status, target));
    jalon_say(out, lang, JALON_WORD_PROGRESS, jalon_str_text(&part), jalon_str_text(&other));
}

void jalon_phrase_target_short(struct jalon_str *out, enum jalon_lang lang,
                               const struct jalon_status *status,
                               const struct jalon_target_figures *target)
{
    jalon_say(out, lang, JALON_WORD_COLON, target->label.text[lang]);
    say_progress(out, lang, status, target);
}

void jalon_phrase_progress(struct jalon_str *out, enum jalon_lang lang,
                           const struct jalon_status *status,
                           const struct jalon_target_figures *target)
{
    const struct jalon_instrument_figures *instrument = target->instrument;
    JALON_AUTO(jalon_str_done) struct jalon_str part = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str other = {0};
    say_progress(out, lang, status, target);
    jalon_str_add(out, jalon_word(lang, JALON_WORD_SEMICOLON));
    say_pace_needed(out, lang, jalon_target_missing(status, target),
                    jalon_target_days_left(status, target));
    jalon_str_add(out, jalon_word(lang, JALON_WORD_SEMICOLON));
    jalon_say_tenths(&part, lang, jalon_pace_seen(instrument->seen, status->pace_days));
    say_period(&other, lang, status->pace_days);
    jalon_say(out, lang, JALON_WORD_PACE_SEEN, jalon_str_text(&part), jalon_str_text(&other));
}
