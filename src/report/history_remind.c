/* The sentences of reminders that were delivered, or not. */
#include <string.h>

#include "base/json.h"
#include "report/history_priv.h"
#include "report/words.h"

static enum jalon_word sentence_of(const char *outcome)
{
    return strcmp(outcome, "sent") == 0     ? JALON_WORD_HISTORY_REMINDED
           : strcmp(outcome, "failed") == 0 ? JALON_WORD_HISTORY_REMIND_FAILED
                                            : JALON_WORD_HISTORY_REMIND_UNKNOWN;
}

void jalon_history_say_remind(struct jalon_str *out, enum jalon_lang lang,
                              const struct jalon_history_names *names,
                              const struct jalon_event *event)
{
    const json_t *after = event->after;
    bool is_feminine = false;
    JALON_AUTO(jalon_str_done) struct jalon_str party = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str instrument = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str status = {0};
    jalon_say_party(&party, lang, names, jalon_history_text_of(after, "party"));
    jalon_history_say_instrument(&instrument, lang, names, after, &is_feminine);
    jalon_str_addf(&status, "%d", (int)jalon_json_int(after, "status"));
    jalon_say(out, lang, sentence_of(jalon_history_text_of(after, "outcome")),
              jalon_str_text(&party), jalon_str_text(&instrument),
              jalon_date_long(jalon_json_date(after, "due_on"), lang).text,
              jalon_str_text(&status));
}
