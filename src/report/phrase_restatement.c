/* The sentences about figures of past weeks that a correction changed. */
#include "report/phrase.h"

#include <string.h>

/* "S18"; the whole "2018-W52" when it is not of the report's year. */
static void say_week(struct jalon_str *out, enum jalon_lang lang, const struct jalon_weekly *weekly,
                     struct jalon_week week)
{
    JALON_AUTO(jalon_str_done) struct jalon_str number = {0};
    if (week.year != weekly->week.year) {
        jalon_str_add(out, jalon_week_text(week).text);
        return;
    }
    jalon_str_addf(&number, "%02d", week.week);
    jalon_say(out, lang, JALON_WORD_RESTATED_WEEK, jalon_str_text(&number));
}

static void say_weeks(struct jalon_str *out, enum jalon_lang lang,
                      const struct jalon_weekly *weekly, const struct jalon_restatement *restated)
{
    JALON_AUTO(jalon_str_done) struct jalon_str from = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str to = {0};
    say_week(&from, lang, weekly, restated->from);
    say_week(&to, lang, weekly, restated->to);
    if (strcmp(jalon_str_text(&from), jalon_str_text(&to)) == 0) {
        jalon_str_add(out, jalon_str_text(&from));
    } else {
        jalon_say(out, lang, JALON_WORD_RESTATED_WEEKS, jalon_str_text(&from), jalon_str_text(&to));
    }
}

/* "12 protocoles d'accord signés". */
static void say_signed(struct jalon_str *out, enum jalon_lang lang, const char *label_fr,
                       const char *label, int n)
{
    static const enum jalon_word words[2][2] = {
        {JALON_WORD_CHANGE_SIGNED, JALON_WORD_CHANGE_SIGNED_F},
        {JALON_WORD_RESTATED_SIGNED, JALON_WORD_RESTATED_SIGNED_F}};
    JALON_AUTO(jalon_str_done) struct jalon_str noun = {0};
    jalon_str_addf(&noun, "%d ", n);
    jalon_say_noun(&noun, lang, label, n, false);
    jalon_say(out, lang, words[jalon_is_plural(lang, n)][jalon_noun_is_feminine(label_fr)],
              jalon_str_text(&noun));
}

/* FIGURE is "GROUP.CODE" or "GROUP.CODE.what". */
static bool is_of(const char *figure, const char *group, const char *code)
{
    size_t n = strlen(group), length = strlen(code);
    return strncmp(figure, group, n) == 0 && strncmp(figure + n, code, length) == 0 &&
           (figure[n + length] == '\0' || figure[n + length] == '.');
}

static void say_figure(struct jalon_str *out, enum jalon_lang lang,
                       const struct jalon_status *status, const struct jalon_restatement *restated)
{
    JALON_AUTO(jalon_str_done) struct jalon_str territories = {0};
    jalon_say_count(&territories, lang, JALON_COUNT_TERRITORIES, restated->after);
    for (size_t i = 0; i < status->n_instruments; i++) {
        if (is_of(restated->figure, "instruments.", status->instruments[i].code)) {
            const struct jalon_label *label = &status->instruments[i].label;
            say_signed(out, lang, label->text[JALON_FR], label->text[lang], restated->after);
            return;
        }
    }
    for (size_t i = 0; i < status->n_states; i++) {
        if (is_of(restated->figure, "states.", status->states[i].code)) {
            jalon_say(out, lang, JALON_WORD_RESTATED_STATE, jalon_str_text(&territories),
                      status->states[i].label.text[lang]);
            return;
        }
    }
    jalon_say(out, lang, JALON_WORD_RESTATED_SCOPE, jalon_str_text(&territories));
}

void jalon_phrase_restatement(struct jalon_str *out, enum jalon_lang lang,
                              const struct jalon_weekly *weekly,
                              const struct jalon_restatement *restated)
{
    JALON_AUTO(jalon_str_done) struct jalon_str weeks = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str before = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str after = {0};
    say_weeks(&weeks, lang, weekly, restated);
    jalon_str_addf(&before, "%d", restated->before);
    say_figure(&after, lang, &weekly->status, restated);
    jalon_say(out, lang, JALON_WORD_RESTATED, jalon_str_text(&weeks), jalon_str_text(&before),
              jalon_str_text(&after), jalon_date_long(restated->recorded_on, lang).text,
              restated->entry);
}
