/* Refusals, waivers and remarks as sentences. */
#include "base/json.h"
#include "report/history_priv.h"
#include "report/words.h"

static void say_party_act(struct jalon_str *out, enum jalon_lang lang,
                          const struct jalon_history_names *names, const struct jalon_event *event,
                          enum jalon_word word)
{
    bool is_feminine = false; /* the sentences do not agree with it */
    JALON_AUTO(jalon_str_done) struct jalon_str label = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str party = {0};
    jalon_history_say_instrument(&label, lang, names, event->after, &is_feminine);
    jalon_history_say_party(&party, lang, names, jalon_history_text_of(event->after, "party"));
    jalon_say(out, lang, word, jalon_str_text(&label), jalon_str_text(&party));
}

void jalon_history_say_refuse(struct jalon_str *out, enum jalon_lang lang,
                              const struct jalon_history_names *names,
                              const struct jalon_event *event)
{
    say_party_act(out, lang, names, event, JALON_WORD_HISTORY_REFUSE);
}

void jalon_history_say_waive(struct jalon_str *out, enum jalon_lang lang,
                             const struct jalon_history_names *names,
                             const struct jalon_event *event)
{
    say_party_act(out, lang, names, event, JALON_WORD_HISTORY_WAIVE);
}

void jalon_history_say_note(struct jalon_str *out, enum jalon_lang lang,
                            const struct jalon_history_names *names,
                            const struct jalon_event *event)
{
    (void)names;
    (void)event; /* its text follows, as that of every note */
    jalon_str_add(out, jalon_word(lang, JALON_WORD_HISTORY_REMARK));
}
