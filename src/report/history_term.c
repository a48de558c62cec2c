/* Terms of contracts as sentences. */
#include "base/json.h"
#include "report/history_priv.h"
#include "report/words.h"

void jalon_history_say_term(struct jalon_str *out, enum jalon_lang lang,
                            const struct jalon_history_names *names,
                            const struct jalon_event *event)
{
    bool is_feminine = false; /* the sentence does not agree with it */
    JALON_AUTO(jalon_str_done) struct jalon_str label = {0};
    jalon_history_say_instrument(&label, lang, names, event->after, &is_feminine);
    jalon_say(out, lang, JALON_WORD_HISTORY_TERM, jalon_str_text(&label),
              jalon_date_long(jalon_json_date(event->after, "from"), lang).text,
              jalon_date_long(jalon_json_date(event->after, "to"), lang).text);
}
