/* The sentences of what people declared of a Région. */
#include "base/json.h"
#include "report/history_priv.h"
#include "report/words.h"

/* The label of a status; its code when the programme has none of that code. */
static const char *label_of(const struct jalon_history_names *names, enum jalon_lang lang,
                            const char *code)
{
    const struct jalon_status_def *def = jalon_programme_status(names->programme, code);
    return def ? def->label.text[lang] : code;
}

void jalon_history_say_declare(struct jalon_str *out, enum jalon_lang lang,
                               const struct jalon_history_names *names,
                               const struct jalon_event *event)
{
    const char *region = jalon_history_text_of(event->after, "region");
    const char *name = jalon_programme_region_name(names->programme, region);
    const char *status = jalon_json_text(event->after, "status");
    const char *before = jalon_json_text(event->before, "status");
    enum jalon_word word = !status  ? JALON_WORD_HISTORY_DECLARE_NONE
                           : before ? JALON_WORD_HISTORY_DECLARE_AFTER
                                    : JALON_WORD_HISTORY_DECLARE;
    jalon_say(out, lang, word, name ? name : region, status ? label_of(names, lang, status) : "",
              before ? label_of(names, lang, before) : "");
}
