/* Entries about cohorts and weights as sentences. */
#include "base/json.h"
#include "report/history_priv.h"
#include "report/words.h"

/* SAY names the cohort alone, SAY_BY the member too. */
static void say_move(struct jalon_str *out, enum jalon_lang lang,
                     const struct jalon_history_names *names, const json_t *move,
                     const enum jalon_word words[2])
{
    const char *code = jalon_history_text_of(move, "cohort");
    const struct jalon_cohort_def *def = jalon_programme_cohort(names->programme, code);
    const char *label = def ? def->label.text[lang] : code;
    const char *siren = jalon_json_text(move, "member");
    if (!siren) {
        jalon_say(out, lang, words[0], label);
        return;
    }
    const struct jalon_contract_member *member =
        names->contract ? jalon_contract_member(names->contract, siren) : NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str name = {0};
    jalon_history_say_member(&name, lang, member ? member->name : siren);
    jalon_say(out, lang, words[1], label, jalon_str_text(&name));
}

void jalon_history_say_cohort_join(struct jalon_str *out, enum jalon_lang lang,
                                   const struct jalon_history_names *names,
                                   const struct jalon_event *event)
{
    static const enum jalon_word words[] = {JALON_WORD_HISTORY_COHORT_JOIN,
                                            JALON_WORD_HISTORY_COHORT_JOIN_BY};
    say_move(out, lang, names, event->after, words);
}

void jalon_history_say_cohort_leave(struct jalon_str *out, enum jalon_lang lang,
                                    const struct jalon_history_names *names,
                                    const struct jalon_event *event)
{
    static const enum jalon_word words[] = {JALON_WORD_HISTORY_COHORT_LEAVE,
                                            JALON_WORD_HISTORY_COHORT_LEAVE_BY};
    say_move(out, lang, names, event->before, words);
}

static struct jalon_str number_of(enum jalon_lang lang, const json_t *figure)
{
    struct jalon_str text = {0};
    jalon_say_number(&text, lang, jalon_json_int(figure, "value"));
    return text;
}

static struct jalon_str year_of(const json_t *figure)
{
    struct jalon_str text = {0};
    jalon_str_addf(&text, "%lld", (long long)jalon_json_int(figure, "as_of_year"));
    return text;
}

void jalon_history_say_weigh(struct jalon_str *out, enum jalon_lang lang,
                             const struct jalon_history_names *names,
                             const struct jalon_event *event)
{
    const char *code = jalon_history_text_of(event->after, "weight");
    const struct jalon_weight_def *def = jalon_programme_weight(names->programme, code);
    JALON_AUTO(jalon_str_done) struct jalon_str value = number_of(lang, event->after);
    JALON_AUTO(jalon_str_done) struct jalon_str year = year_of(event->after);
    jalon_say(out, lang, JALON_WORD_HISTORY_WEIGH, def ? def->label.text[lang] : code,
              jalon_str_text(&value), def ? def->unit.text[lang] : "", jalon_str_text(&year));
    int counted = (int)jalon_json_int(event->after, "counted");
    if (counted > 0) {
        jalon_str_add(out, ", ");
        jalon_say_count(out, lang, JALON_HISTORY_COUNTED, counted);
    }
    if (event->before) {
        JALON_AUTO(jalon_str_done) struct jalon_str old_value = number_of(lang, event->before);
        JALON_AUTO(jalon_str_done) struct jalon_str old_year = year_of(event->before);
        jalon_say(out, lang, JALON_WORD_HISTORY_WEIGH_BEFORE, jalon_str_text(&old_value),
                  jalon_str_text(&old_year));
    }
}
