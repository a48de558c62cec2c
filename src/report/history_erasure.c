/* The sentences of what was erased, of what may not be, and of a journal that begins anew. */
#include "base/json.h"
#include "report/history_priv.h"
#include "report/words.h"

void jalon_history_say_erase(struct jalon_str *out, enum jalon_lang lang,
                             const struct jalon_history_names *names,
                             const struct jalon_event *event)
{
    (void)names;
    int n_texts = (int)json_array_size(json_object_get(event->after, "digests"));
    int n_files = (int)json_array_size(json_object_get(event->after, "files"));
    if (n_texts > 0 || n_files == 0) {
        jalon_say_count(out, lang, JALON_HISTORY_ERASE, n_texts);
    }
    if (n_files > 0) {
        jalon_say_count(out, lang,
                        n_texts > 0 ? JALON_HISTORY_ERASE_AND_FILES : JALON_HISTORY_ERASE_FILES,
                        n_files);
    }
}

void jalon_history_say_hold(struct jalon_str *out, enum jalon_lang lang,
                            const struct jalon_history_names *names,
                            const struct jalon_event *event)
{
    (void)names;
    JALON_AUTO(jalon_str_done) struct jalon_str thing = {0};
    int64_t seq = jalon_json_int(event->after, "entry");
    jalon_str_add(&thing, jalon_history_text_of(event->after, "code"));
    if (seq > 0) {
        jalon_str_addf(&thing, "#%lld", (long long)seq);
    }
    jalon_say(out, lang,
              jalon_json_bool(event->after, "held") ? JALON_WORD_HISTORY_HOLD
                                                    : JALON_WORD_HISTORY_LIFT,
              jalon_str_text(&thing));
}

void jalon_history_say_epoch(struct jalon_str *out, enum jalon_lang lang,
                             const struct jalon_history_names *names,
                             const struct jalon_event *event)
{
    (void)names;
    const json_t *head = json_object_get(event->after, "signed");
    JALON_AUTO(jalon_str_done) struct jalon_str epoch = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str kept = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str size = {0};
    jalon_str_addf(&epoch, "%lld", (long long)jalon_json_int(event->after, "epoch"));
    jalon_str_addf(&kept, "%lld", (long long)jalon_json_int(event->after, "kept"));
    jalon_str_addf(&size, "%lld", (long long)jalon_json_int(head, "size"));
    jalon_say(out, lang, JALON_WORD_HISTORY_EPOCH, jalon_str_text(&epoch), jalon_str_text(&kept),
              jalon_str_text(&size));
}
