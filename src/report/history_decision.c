/* The sentences of decisions that were asked for and closed. */
#include "base/json.h"
#include "report/decision.h"
#include "report/history_priv.h"
#include "report/words.h"

void jalon_history_say_decision_ask(struct jalon_str *out, enum jalon_lang lang,
                                    const struct jalon_history_names *names,
                                    const struct jalon_event *event)
{
    (void)names;
    JALON_AUTO(jalon_str_done) struct jalon_str what = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str whom = {0};
    jalon_say_disclosed(&what, lang,
                        jalon_event_disclosed(event, json_object_get(event->after, "text")));
    jalon_say_disclosed(&whom, lang,
                        jalon_event_disclosed(event, json_object_get(event->after, "of")));
    jalon_say(out, lang, JALON_WORD_HISTORY_DECISION_ASK, jalon_str_text(&what),
              jalon_str_text(&whom),
              jalon_date_long(jalon_json_date(event->after, "due"), lang).text);
}

void jalon_history_say_decision_close(struct jalon_str *out, enum jalon_lang lang,
                                      const struct jalon_history_names *names,
                                      const struct jalon_event *event)
{
    (void)names;
    JALON_AUTO(jalon_str_done) struct jalon_str asked = {0};
    jalon_str_addf(&asked, "#%lld", (long long)jalon_json_int(event->after, "decision"));
    jalon_say(out, lang, JALON_WORD_HISTORY_DECISION_CLOSE, jalon_str_text(&asked),
              jalon_decision_word(lang, jalon_json_text(event->after, "as")));
}
