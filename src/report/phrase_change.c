/* The sentences about what changed in a week, grouped so that a ceremony is one paragraph. */
#include "report/phrase.h"

#include <string.h>

static bool same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool same_group(const struct jalon_change *a, const struct jalon_change *b)
{
    return a->kind == b->kind && same_text(a->what, b->what) && same_text(a->from, b->from) &&
           jalon_date_compare(a->on, b->on) == 0 && a->precision == b->precision;
}

size_t jalon_change_group_end(const struct jalon_weekly *weekly, size_t first)
{
    size_t end = first + 1;
    while (end < weekly->n_changes && same_group(&weekly->changes[first], &weekly->changes[end])) {
        end++;
    }
    return end;
}

void jalon_phrase_change_what(struct jalon_str *out, enum jalon_lang lang,
                              const struct jalon_change *change)
{
    const char *label = change->label.text[lang];
    switch (change->kind) {
    case JALON_CHANGE_SIGNED:
        jalon_say(out, lang,
                  jalon_noun_is_feminine(change->label.text[JALON_FR]) ? JALON_WORD_CHANGE_SIGNED_F
                                                                       : JALON_WORD_CHANGE_SIGNED,
                  label);
        return;
    case JALON_CHANGE_STATE:
        jalon_say(out, lang, JALON_WORD_CHANGE_STATE, change->leave.text[lang], label);
        return;
    case JALON_CHANGE_ENTERED:
        jalon_str_add(out, jalon_word(lang, JALON_WORD_CHANGE_ENTERED));
        return;
    case JALON_CHANGE_LEFT:
        jalon_str_add(out, jalon_word(lang, JALON_WORD_CHANGE_LEFT));
        return;
    case JALON_CHANGE_RENAMED:
        jalon_say(out, lang, JALON_WORD_CHANGE_RENAMED, change->from);
        return;
    case JALON_CHANGE_MILESTONE:
        jalon_say(out, lang, JALON_WORD_CHANGE_MILESTONE, label);
        return;
    case JALON_CHANGE_N:
        return;
    }
}

static enum jalon_word date_word(enum jalon_precision precision)
{
    switch (precision) {
    case JALON_PRECISION_DAY:
        return JALON_WORD_ON_DAY;
    case JALON_PRECISION_MONTH:
        return JALON_WORD_ON_MONTH;
    case JALON_PRECISION_BEFORE:
        return JALON_WORD_ON_BEFORE;
    case JALON_PRECISION_AFTER:
    case JALON_PRECISION_UNKNOWN:
    case JALON_PRECISION_N:
        break;
    }
    return JALON_WORD_ON_RECORDED;
}

void jalon_phrase_change_when(struct jalon_str *out, enum jalon_lang lang,
                              const struct jalon_change *change)
{
    jalon_say(out, lang, date_word(change->precision), jalon_date_long(change->on, lang).text);
}

void jalon_phrase_change(struct jalon_str *out, enum jalon_lang lang,
                         const struct jalon_weekly *weekly, size_t first, size_t end)
{
    const struct jalon_change *change = &weekly->changes[first];
    JALON_AUTO(jalon_str_done) struct jalon_str what = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str when = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str count = {0};
    jalon_phrase_change_what(&what, lang, change);
    jalon_phrase_change_when(&when, lang, change);
    jalon_say_count(&count, lang, JALON_COUNT_TERRITORIES, (int)(end - first));
    jalon_say(out, lang, JALON_WORD_CHANGE_HEAD, jalon_str_text(&what), jalon_str_text(&when),
              jalon_str_text(&count));
}

const char *jalon_region_name(const struct jalon_weekly *weekly, enum jalon_lang lang,
                              const char *code)
{
    for (size_t i = 0; code != NULL && i < weekly->n_regions; i++) {
        if (same_text(weekly->regions[i].code, code)) {
            return weekly->regions[i].name;
        }
    }
    return code != NULL ? code : jalon_word(lang, JALON_WORD_NO_REGION);
}

size_t jalon_phrase_names(struct jalon_str *out, enum jalon_lang lang,
                          const struct jalon_weekly *weekly, size_t first, size_t end, bool named)
{
    const char *region = weekly->changes[first].region;
    jalon_say(out, lang, JALON_WORD_COLON, jalon_region_name(weekly, lang, region));
    size_t i = first;
    for (; i < end && same_text(weekly->changes[i].region, region); i++) {
        if (named) {
            jalon_str_add(out, i == first ? "" : jalon_word(lang, JALON_WORD_SEMICOLON));
            jalon_str_add(out, weekly->changes[i].name);
        }
    }
    if (!named) {
        jalon_str_addf(out, "%d", (int)(i - first));
    }
    return i;
}
