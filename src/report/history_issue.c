/* The sentences of a report that was issued, and of its mails. */
#include <string.h>

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

/* "ti#2", an entry of the programme. */
static void say_entry(struct jalon_str *out, const struct jalon_history_names *names,
                      const json_t *after, const char *member)
{
    jalon_str_addf(out, "%s#%lld", names->programme->code,
                   (long long)jalon_json_int(after, member));
}

void jalon_history_say_deliver(struct jalon_str *out, enum jalon_lang lang,
                               const struct jalon_history_names *names,
                               const struct jalon_event *event)
{
    JALON_AUTO(jalon_str_done) struct jalon_str issue = {0};
    say_entry(&issue, names, event->after, "issue");
    jalon_say(out, lang, JALON_WORD_HISTORY_DELIVER, jalon_str_text(&issue),
              jalon_history_text_of(event->after, "lang"));
}

void jalon_history_say_delivered(struct jalon_str *out, enum jalon_lang lang,
                                 const struct jalon_history_names *names,
                                 const struct jalon_event *event)
{
    const char *outcome = jalon_history_text_of(event->after, "outcome");
    enum jalon_word word = strcmp(outcome, "sent") == 0     ? JALON_WORD_HISTORY_DELIVERED
                           : strcmp(outcome, "failed") == 0 ? JALON_WORD_HISTORY_DELIVERY_FAILED
                                                            : JALON_WORD_HISTORY_DELIVERY_UNKNOWN;
    JALON_AUTO(jalon_str_done) struct jalon_str begun = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str status = {0};
    say_entry(&begun, names, event->after, "begun");
    jalon_str_addf(&status, "%lld", (long long)jalon_json_int(event->after, "status"));
    jalon_say(out, lang, word, jalon_str_text(&begun), jalon_str_text(&status));
}
