/* Corrections as sentences: what is taken back, and each member from its old to its new value. */
#include <string.h>

#include "base/json.h"
#include "domain/correction.h"
#include "report/history_priv.h"
#include "report/words.h"

void jalon_history_say_void(struct jalon_str *out, enum jalon_lang lang,
                            const struct jalon_history_names *names,
                            const struct jalon_event *event)
{
    (void)names;
    JALON_AUTO(jalon_str_done) struct jalon_str seq = {0};
    jalon_str_addf(&seq, "%lld", (long long)event->corrects);
    jalon_say(out, lang, JALON_WORD_HISTORY_VOID, jalon_str_text(&seq));
}

const char *jalon_member_label(enum jalon_lang lang, const char *key)
{
    static const struct {
        const char *key;
        enum jalon_word word;
    } labels[] = {{"on", JALON_WORD_MEMBER_ON},
                  {"precision", JALON_WORD_MEMBER_PRECISION},
                  {"signer", JALON_WORD_MEMBER_SIGNER},
                  {"capacity", JALON_WORD_MEMBER_CAPACITY},
                  {"delegation", JALON_WORD_MEMBER_DELEGATION},
                  {"place", JALON_WORD_MEMBER_PLACE},
                  {"channel", JALON_WORD_MEMBER_CHANNEL},
                  {"note", JALON_WORD_MEMBER_NOTE},
                  {"reason", JALON_WORD_MEMBER_REASON},
                  {"source", JALON_WORD_MEMBER_SOURCE},
                  {"certainty", JALON_WORD_MEMBER_CERTAINTY},
                  {"learned", JALON_WORD_MEMBER_LEARNED},
                  {"name", JALON_WORD_MEMBER_NAME},
                  {"title", JALON_WORD_MEMBER_TITLE},
                  {"value", JALON_WORD_MEMBER_VALUE},
                  {"issuer", JALON_WORD_MEMBER_ISSUER},
                  {"as_of_year", JALON_WORD_MEMBER_YEAR},
                  {"counted", JALON_WORD_MEMBER_COUNTED},
                  {"from", JALON_WORD_MEMBER_FROM},
                  {"to", JALON_WORD_MEMBER_TO},
                  {"actor", JALON_WORD_MEMBER_ACTOR},
                  {"address", JALON_WORD_MEMBER_ADDRESS},
                  {"decided_by", JALON_WORD_MEMBER_DECIDED_BY},
                  {"ground", JALON_WORD_MEMBER_GROUND},
                  {"no_evidence", JALON_WORD_MEMBER_NO_EVIDENCE},
                  {"file", JALON_WORD_MEMBER_FILE}};
    for (size_t i = 0; i < JALON_COUNT(labels); i++) {
        if (strcmp(labels[i].key, key) == 0) {
            return jalon_word(lang, labels[i].word);
        }
    }
    return key;
}

static bool is_day(const char *key)
{
    return strcmp(key, "on") == 0 || strcmp(key, "learned") == 0 || strcmp(key, "from") == 0 ||
           strcmp(key, "to") == 0;
}

static void say_value(struct jalon_str *out, enum jalon_lang lang, const struct jalon_event *event,
                      const char *key, const json_t *value)
{
    struct jalon_disclosed disclosed = jalon_event_disclosed(event, value);
    const char *text = disclosed.text ? disclosed.text : json_string_value(value);
    struct jalon_date date = is_day(key) ? jalon_date_or_none(text ? text : "") : JALON_DATE_NONE;
    if (jalon_date_is_set(date)) {
        jalon_str_add(out, jalon_date_long(date, lang).text);
    } else if (text) {
        jalon_str_add(out, text);
    } else if (disclosed.digest) {
        jalon_say_disclosed(out, lang, disclosed);
    } else if (json_is_integer(value)) {
        jalon_str_addf(out, "%lld", (long long)json_integer_value(value));
    } else {
        jalon_str_add(out, "–");
    }
}

void jalon_history_say_correct(struct jalon_str *out, enum jalon_lang lang,
                               const struct jalon_history_names *names,
                               const struct jalon_event *event)
{
    (void)names;
    const char *key;
    json_t *value;
    const json_t *before = json_object_get(event->before, "set");
    bool is_first = true;
    JALON_AUTO(jalon_str_done) struct jalon_str seq = {0};
    jalon_str_addf(&seq, "%lld", (long long)event->corrects);
    jalon_say(out, lang, JALON_WORD_HISTORY_CORRECT, jalon_str_text(&seq));
    json_object_foreach(json_object_get(event->after, "set"), key, value)
    {
        JALON_AUTO(jalon_str_done) struct jalon_str old = {0};
        JALON_AUTO(jalon_str_done) struct jalon_str new = {0};
        say_value(&old, lang, event, key, json_object_get(before, key));
        say_value(&new, lang, event, key, value);
        jalon_say(out, lang,
                  is_first ? JALON_WORD_HISTORY_CORRECT_FIRST : JALON_WORD_HISTORY_CORRECT_NEXT,
                  jalon_member_label(lang, key), jalon_str_text(&old), jalon_str_text(&new));
        is_first = false;
    }
}

/* The stay that the entry began; NULL: none, so that it holds no longer. */
static const struct jalon_contract_state *stay_of(const struct jalon_contract *contract,
                                                  int64_t seq)
{
    for (size_t i = 0; i < contract->n_states; i++) {
        if (contract->states[i].seq == seq) {
            return &contract->states[i];
        }
    }
    return NULL;
}

static void say_consequence(struct jalon_str *out, enum jalon_lang lang,
                            const struct jalon_contract *contract, const struct jalon_event *event)
{
    const struct jalon_contract_state *stay = stay_of(contract, event->seq);
    if (stay == NULL) {
        jalon_say(out, lang, JALON_WORD_HISTORY_FALLEN);
    } else if (jalon_date_compare(stay->span.from, event->counts_from) != 0) {
        jalon_say(out, lang, JALON_WORD_HISTORY_MOVED, jalon_date_long(stay->span.from, lang).text);
    }
}

void jalon_history_say_standing(struct jalon_str *out, enum jalon_lang lang,
                                const struct jalon_history_names *names,
                                const struct jalon_event *event,
                                const struct jalon_standing *standing)
{
    int64_t by = standing->voided_by ? standing->voided_by : standing->corrected_by;
    if (by) {
        JALON_AUTO(jalon_str_done) struct jalon_str seq = {0};
        jalon_str_addf(&seq, "%lld", (long long)by);
        jalon_say(out, lang,
                  standing->voided_by ? JALON_WORD_HISTORY_VOIDED : JALON_WORD_HISTORY_CORRECTED,
                  jalon_str_text(&seq));
    } else if (names->contract != NULL && strcmp(event->kind, "transition") == 0 &&
               json_object_get(event->after, "instrument") != NULL) {
        say_consequence(out, lang, names->contract, event);
    }
}
