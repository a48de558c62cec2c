/* The sentence of a report that was issued. */
#include "base/json.h"
#include "report/history_priv.h"
#include "report/words.h"

void jalon_history_say_issue(struct jalon_str *out, enum jalon_lang lang,
                             const struct jalon_history_names *names,
                             const struct jalon_event *event)
{
    (void)names;
    jalon_say(out, lang, JALON_WORD_HISTORY_ISSUE, jalon_history_text_of(event->after, "week"),
              jalon_date_long(jalon_json_date(event->after, "as_of"), lang).text,
              jalon_history_text_of(event->after, "known"));
}
