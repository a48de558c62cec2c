/* The sentences of what was erased. */
#include "base/json.h"
#include "report/history_priv.h"
#include "report/words.h"

void jalon_history_say_erase(struct jalon_str *out, enum jalon_lang lang,
                             const struct jalon_history_names *names,
                             const struct jalon_event *event)
{
    (void)names;
    const json_t *digests = json_object_get(event->after, "digests");
    jalon_say_count(out, lang, JALON_HISTORY_ERASE, (int)json_array_size(digests));
}
