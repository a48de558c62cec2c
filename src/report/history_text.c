/* A whole entry: what happened, its details, and who recorded it, when and why. */
#include <string.h>

#include "base/json.h"
#include "report/history_priv.h"
#include "report/words.h"

/* Adds ` · WORD(text)`, or WORD alone on a new line when it is the line's first detail. */
static void say_detail(struct jalon_str *out, enum jalon_lang lang, enum jalon_word word,
                       const char *text, bool *is_first)
{
    jalon_str_add(out, *is_first ? "\n    " : " · ");
    jalon_say(out, lang, word, text);
    *is_first = false;
}

void jalon_say_disclosed(struct jalon_str *out, enum jalon_lang lang, struct jalon_disclosed given)
{
    if (given.withheld) {
        jalon_str_add(out, jalon_word(lang, JALON_WORD_HISTORY_WITHHELD));
    } else if (given.text) {
        jalon_str_add(out, given.text);
    } else if (given.erased) {
        jalon_say(out, lang, JALON_WORD_HISTORY_ERASED_BY, given.erased);
    } else {
        jalon_str_add(out, jalon_word(lang, JALON_WORD_HISTORY_ERASED));
    }
}

static void say_disclosed(struct jalon_str *out, enum jalon_lang lang, enum jalon_word word,
                          struct jalon_disclosed given, bool *is_first)
{
    if (given.digest) {
        JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
        jalon_say_disclosed(&text, lang, given);
        say_detail(out, lang, word, jalon_str_text(&text), is_first);
    }
}

static void say_circumstances(struct jalon_str *out, enum jalon_lang lang,
                              const struct jalon_event *event)
{
    static const struct {
        const char *key;
        enum jalon_word word;
    } members[] = {{"signer", JALON_WORD_HISTORY_SIGNER},
                   {"capacity", JALON_WORD_HISTORY_CAPACITY},
                   {"delegation", JALON_WORD_HISTORY_DELEGATION},
                   {"place", JALON_WORD_HISTORY_PLACE},
                   {"decided_by", JALON_WORD_HISTORY_DECIDED_BY},
                   {"ground", JALON_WORD_HISTORY_GROUND},
                   {"note", JALON_WORD_HISTORY_NOTE}};
    bool is_first = true;
    for (size_t i = 0; i < JALON_COUNT(members); i++) {
        const json_t *value = json_object_get(event->after, members[i].key);
        say_disclosed(out, lang, members[i].word, jalon_event_disclosed(event, value), &is_first);
    }
    const char *channel = jalon_json_text(event->after, "channel");
    if (channel) {
        say_detail(out, lang, JALON_WORD_HISTORY_CHANNEL, channel, &is_first);
    }
}

static const char *certainty_label(enum jalon_lang lang, const char *code)
{
    static const struct {
        const char *code;
        enum jalon_word word;
    } labels[] = {
        {"documented", JALON_WORD_HISTORY_DOCUMENTED}, {"deduced", JALON_WORD_HISTORY_DEDUCED},
        {"inferred", JALON_WORD_HISTORY_INFERRED},     {"probable", JALON_WORD_HISTORY_PROBABLE},
        {"assumed", JALON_WORD_HISTORY_ASSUMED},       {"weak", JALON_WORD_HISTORY_WEAK}};
    for (size_t i = 0; i < JALON_COUNT(labels); i++) {
        if (strcmp(labels[i].code, code) == 0) {
            return jalon_word(lang, labels[i].word);
        }
    }
    return code;
}

/* "enregistré le 22 août 2026 à 10:11:12 UTC par …". */
static void say_recorded(struct jalon_str *out, enum jalon_lang lang,
                         const struct jalon_event *event)
{
    char day[11] = "", time[9] = "";
    JALON_AUTO(jalon_str_done) struct jalon_str actor = {0};
    jalon_say_disclosed(&actor, lang, event->actor);
    if (strlen(event->recorded) >= 19) {
        memcpy(day, event->recorded, 10);
        memcpy(time, event->recorded + 11, 8);
    }
    struct jalon_date date = jalon_date_or_none(day);
    jalon_str_add(out, "\n    ");
    jalon_say(out, lang, JALON_WORD_HISTORY_RECORDED,
              jalon_date_is_set(date) ? jalon_date_long(date, lang).text : event->recorded, time,
              jalon_str_text(&actor));
}

static void say_evidence(struct jalon_str *out, enum jalon_lang lang, const char *code,
                         const struct jalon_event *event)
{
    bool is_first = false;
    if (event->corrects && !jalon_event_is_correction(event)) {
        JALON_AUTO(jalon_str_done) struct jalon_str id = {0};
        jalon_str_addf(&id, "%s#%lld", code, (long long)event->corrects);
        say_detail(out, lang, JALON_WORD_HISTORY_CORRECTS, jalon_str_text(&id), &is_first);
    }
    say_disclosed(out, lang, JALON_WORD_HISTORY_REASON, event->reason, &is_first);
    say_disclosed(out, lang, JALON_WORD_HISTORY_SOURCE, event->source, &is_first);
    if (event->certainty) {
        say_detail(out, lang, JALON_WORD_HISTORY_CERTAINTY, certainty_label(lang, event->certainty),
                   &is_first);
    }
    if (jalon_date_is_set(event->learned)) {
        say_detail(out, lang, JALON_WORD_HISTORY_LEARNED,
                   jalon_date_long(event->learned, lang).text, &is_first);
    }
}

/* Corrections and notes need not be about a day. */
static bool may_lack_day(const struct jalon_event *event)
{
    return jalon_event_is_correction(event) || strcmp(event->kind, "note") == 0;
}

void jalon_history_text(struct jalon_str *out, enum jalon_lang lang,
                        const struct jalon_history_names *names, const char *code,
                        const struct jalon_event *event, const struct jalon_standing *standing)
{
    jalon_str_addf(out, "%s#%lld · ", code, (long long)event->seq);
    if (!may_lack_day(event) || jalon_date_is_set(event->valid)) {
        jalon_say_when(out, lang, event->when);
        jalon_str_add(out, " · ");
    }
    jalon_history_say(out, lang, names, event);
    if (standing) {
        jalon_history_say_standing(out, lang, names, event, standing);
    }
    say_circumstances(out, lang, event);
    say_recorded(out, lang, event);
    say_evidence(out, lang, code, event);
    jalon_str_add(out, "\n");
}

/* A copy of `before` or `after` in which texts that may be seen stand for their digests. */
static json_t *opened(const struct jalon_event *event, const json_t *object)
{
    const char *key;
    json_t *member;
    if (!object) {
        return json_null();
    }
    json_t *copy = json_object();
    json_object_foreach((json_t *)(uintptr_t)object, key, member)
    {
        struct jalon_disclosed given = jalon_event_disclosed(event, member);
        bool is_set = strcmp(key, "set") == 0 && json_is_object(member);
        jalon_json_set(copy, key,
                       is_set       ? opened(event, member)
                       : given.text ? json_string(given.text)
                                    : json_deep_copy(member));
    }
    return copy;
}

static json_t *entry_number(int64_t seq)
{
    return seq ? json_integer(seq) : json_null();
}

json_t *jalon_history_json(const char *code, const struct jalon_event *event,
                           const struct jalon_standing *standing)
{
    JALON_AUTO(jalon_str_done) struct jalon_str id = {0};
    jalon_str_addf(&id, "%s#%lld", code, (long long)event->seq);
    json_t *line = json_object();
    jalon_json_set_text(line, "event_id", jalon_str_text(&id));
    jalon_json_set_int(line, "seq", event->seq);
    jalon_json_set_text(line, "kind", event->kind);
    jalon_json_set_date(line, "effective_on", event->valid);
    jalon_json_set_text(line, "precision", jalon_precision_code(event->when.precision));
    jalon_json_set_text(line, "recorded_at", event->recorded);
    jalon_json_set_text(line, "actor", event->actor.text);
    jalon_json_set_text(line, "reason", event->reason.text);
    jalon_json_set(line, "before", opened(event, event->before));
    jalon_json_set(line, "after", opened(event, event->after));
    jalon_json_set(line, "corrects", entry_number(event->corrects));
    jalon_json_set_text(line, "source", event->source.text);
    jalon_json_set_text(line, "certainty", event->certainty);
    jalon_json_set_date(line, "learned_on", event->learned);
    if (standing) {
        jalon_json_set(line, "voided_by", entry_number(standing->voided_by));
        jalon_json_set(line, "corrected_by", entry_number(standing->corrected_by));
    }
    return line;
}
