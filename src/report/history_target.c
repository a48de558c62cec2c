/* Entries about targets as sentences. */
#include "base/json.h"
#include "report/history_priv.h"
#include "report/words.h"

void jalon_history_say_retarget(struct jalon_str *out, enum jalon_lang lang,
                                const struct jalon_history_names *names,
                                const struct jalon_event *event)
{
    const char *code = jalon_history_text_of(event->after, "target");
    const struct jalon_target_def *def = jalon_programme_target(names->programme, code);
    const char *label = def ? def->label.text[lang] : NULL;
    const char *region = jalon_json_text(event->after, "region");
    struct jalon_date before = jalon_json_date(event->before, "on");
    jalon_say(out, lang,
              jalon_date_is_set(before) ? JALON_WORD_HISTORY_RETARGET
                                        : JALON_WORD_HISTORY_TARGET_SET,
              label && label[0] != '\0' ? label : code, jalon_date_long(before, lang).text,
              jalon_date_long(jalon_json_date(event->after, "on"), lang).text);
    if (region) {
        const char *name = jalon_programme_region_name(names->programme, region);
        jalon_say(out, lang, JALON_WORD_HISTORY_RETARGET_REGION, name ? name : region);
    }
}
