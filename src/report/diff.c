/* Differences between two revisions of a programme as sentences and as JSON. */
#include "report/diff.h"

#include <string.h>

#include "base/date.h"
#include "base/json.h"
#include "report/words.h"

/* The noun of a part, and what is said of a thing that came or went; French agrees with it. */
static const struct {
    enum jalon_word noun, added, removed;
} parts[JALON_PART_N] = {
#define PART(name, gender)                                                        \
    [JALON_PART_##name] = {JALON_WORD_DIFF_##name, JALON_WORD_DIFF_ADDED##gender, \
                           JALON_WORD_DIFF_REMOVED##gender}
    PART(PROGRAMME, ), PART(STATE, ),         PART(TRANSITION, ),  PART(INSTRUMENT, ),
    PART(PARTY, _F),   PART(MILESTONE, _F),   PART(COHORT, _F),    PART(WEIGHT, ),
    PART(TARGET, _F),  PART(TARGET_DATE, _F), PART(CALENDAR, ),    PART(FORECAST, _F),
    PART(STATUS, ),    PART(REGION, _F),      PART(DEPARTEMENT, ),
#undef PART
};

/* What a member is called. */
static const struct {
    const char *field;
    enum jalon_word word;
} fields[] = {
    {"label_fr", JALON_WORD_DIFF_LABEL_FR},
    {"label_en", JALON_WORD_DIFF_LABEL_EN},
    {"unit_fr", JALON_WORD_DIFF_UNIT_FR},
    {"unit_en", JALON_WORD_DIFF_UNIT_EN},
    {"name", JALON_WORD_DIFF_NAME},
    {"timezone", JALON_WORD_DIFF_TIMEZONE},
    {"starts_on", JALON_WORD_DIFF_STARTS_ON},
    {"initial", JALON_WORD_DIFF_INITIAL},
    {"done", JALON_WORD_DIFF_DONE},
    {"in_scope", JALON_WORD_DIFF_IN_SCOPE},
    {"from", JALON_WORD_DIFF_FROM},
    {"to", JALON_WORD_DIFF_TO},
    {"derived", JALON_WORD_DIFF_DERIVED},
    {"roles", JALON_WORD_DIFF_ROLES},
    {"reason_required", JALON_WORD_DIFF_REASON},
    {"from_states", JALON_WORD_DIFF_FROM_STATES},
    {"completes", JALON_WORD_DIFF_COMPLETES},
    {"repeatable", JALON_WORD_DIFF_REPEATABLE},
    {"required", JALON_WORD_DIFF_REQUIRED},
    {"required_as_amended", JALON_WORD_DIFF_AS_AMENDED},
    {"optional_any", JALON_WORD_DIFF_OPTIONAL},
    {"evidence_required", JALON_WORD_DIFF_EVIDENCE},
    {"one_per", JALON_WORD_DIFF_ONE_PER},
    {"instrument", JALON_WORD_DIFF_DUE},
    {"percent", JALON_WORD_DIFF_PERCENT},
    {"on", JALON_WORD_DIFF_ON},
    {"decided_on", JALON_WORD_DIFF_DECIDED_ON},
    {"source", JALON_WORD_DIFF_SOURCE},
    {"ceremony", JALON_WORD_DIFF_CEREMONY},
    {"region", JALON_WORD_DIFF_IN_REGION},
    {"order", JALON_WORD_DIFF_ORDER},
    {"median_weeks", JALON_WORD_DIFF_MEDIAN},
    {"as_of", JALON_WORD_DIFF_AS_OF},
    {"waiting_weeks", JALON_WORD_DIFF_WAITING},
    {"pilot_state", JALON_WORD_DIFF_PILOT_STATE},
    {"pilot_cohort", JALON_WORD_DIFF_PILOT_COHORT},
    {"rest_percent", JALON_WORD_DIFF_REST},
    {"slip_percent", JALON_WORD_DIFF_SLIP_PERCENT},
    {"slip_weeks", JALON_WORD_DIFF_SLIP_WEEKS},
    {"draws", JALON_WORD_DIFF_DRAWS},
    {"seed", JALON_WORD_DIFF_SEED},
    {"from_percent", JALON_WORD_DIFF_FROM_PERCENT},
};

static const char *field_name(enum jalon_lang lang, const char *field)
{
    for (size_t i = 0; i < JALON_COUNT(fields); i++) {
        if (strcmp(fields[i].field, field) == 0) {
            return jalon_word(lang, fields[i].word);
        }
    }
    return field;
}

static void say_quoted(struct jalon_str *out, enum jalon_lang lang, const char *text)
{
    jalon_say(out, lang, JALON_WORD_QUOTED, text);
}

/* Dates are told as dates, texts between quotes, lists as lists. */
static void say_value(struct jalon_str *out, enum jalon_lang lang, const json_t *value)
{
    const char *text = json_string_value(value);
    struct jalon_date date = text != NULL ? jalon_date_or_none(text) : JALON_DATE_NONE;
    if (json_is_boolean(value)) {
        jalon_str_add(out, jalon_word(lang, json_is_true(value) ? JALON_WORD_YES : JALON_WORD_NO));
    } else if (json_is_integer(value)) {
        jalon_str_addf(out, "%lld", (long long)json_integer_value(value));
    } else if (jalon_date_is_set(date)) {
        jalon_str_add(out, jalon_date_long(date, lang).text);
    } else if (text != NULL) {
        say_quoted(out, lang, text);
    } else if (json_array_size(value) == 0) {
        jalon_str_add(out, jalon_word(lang, JALON_WORD_NOTHING));
    }
    for (size_t i = 0; i < json_array_size(value); i++) {
        jalon_str_add(out, i > 0 ? ", " : "");
        jalon_str_add(out, json_string_value(json_array_get(value, i)));
    }
}

/* A second date of a target is a move: "échéance « x » reportée au …, décidé le …". */
static void say_move(struct jalon_str *out, enum jalon_lang lang, const char *code,
                     const json_t *date)
{
    JALON_AUTO(jalon_str_done) struct jalon_str target = {0};
    jalon_str_add_bytes(&target, code, strcspn(code, " "));
    jalon_say(out, lang, JALON_WORD_DIFF_MOVED, jalon_str_text(&target),
              jalon_date_long(jalon_json_date(date, "on"), lang).text,
              jalon_date_long(jalon_json_date(date, "decided_on"), lang).text);
    if (jalon_json_text(date, "region") != NULL) {
        jalon_say(out, lang, JALON_WORD_HISTORY_RETARGET_REGION, jalon_json_text(date, "region"));
    }
}

/* "état « review » ajouté : relecture". */
static void say_whole(struct jalon_str *out, enum jalon_lang lang,
                      const struct jalon_difference *difference)
{
    bool is_added = difference->kind == JALON_ADDED;
    const json_t *thing = is_added ? difference->to : difference->from;
    enum jalon_part part = difference->part;
    if (part == JALON_PART_TARGET_DATE && is_added && strstr(difference->code, " 1") == NULL) {
        say_move(out, lang, difference->code, thing);
        return;
    }
    const char *label = jalon_json_text(thing, lang == JALON_FR ? "label_fr" : "label_en");
    label = label != NULL ? label : jalon_json_text(thing, "name");
    jalon_say(out, lang, parts[part].noun, difference->code);
    jalon_str_add_char(out, ' ');
    jalon_str_add(out, jalon_word(lang, is_added ? parts[part].added : parts[part].removed));
    if (label != NULL) {
        jalon_say(out, lang, JALON_WORD_COLON, "");
        jalon_str_add(out, label);
    } else if (part == JALON_PART_TARGET_DATE) {
        jalon_say(out, lang, JALON_WORD_COLON, "");
        say_value(out, lang, json_object_get(thing, "on"));
    }
}

void jalon_difference_say(struct jalon_str *out, enum jalon_lang lang,
                          const struct jalon_difference *difference)
{
    if (difference->field == NULL) {
        say_whole(out, lang, difference);
        return;
    }
    JALON_AUTO(jalon_str_done) struct jalon_str noun = {0};
    bool is_order = strcmp(difference->field, "order") == 0;
    if (is_order) {
        jalon_str_add(&noun, jalon_word(lang, difference->part == JALON_PART_STATE
                                                  ? JALON_WORD_STATES
                                                  : JALON_WORD_INSTRUMENTS));
    } else {
        jalon_say(&noun, lang, parts[difference->part].noun, difference->code);
    }
    jalon_say(out, lang, JALON_WORD_COLON, jalon_str_text(&noun));
    jalon_str_addf(out, "%s, ", field_name(lang, difference->field));
    say_value(out, lang, difference->from);
    jalon_str_add(out, " → ");
    say_value(out, lang, difference->to);
}

static json_t *value_json(const json_t *value)
{
    return value != NULL ? json_deep_copy(value) : json_null();
}

json_t *jalon_diff_json(const struct jalon_programme_diff *diff)
{
    json_t *all = json_array();
    for (size_t i = 0; i < diff->n; i++) {
        const struct jalon_difference *from = &diff->items[i];
        json_t *one = json_object();
        jalon_json_set_text(one, "part", jalon_part_code(from->part));
        jalon_json_set_text(one, "code", from->code);
        jalon_json_set_text(one, "kind", jalon_difference_kind_code(from->kind));
        jalon_json_set_text(one, "field", from->field);
        jalon_json_set(one, "from", value_json(from->from));
        jalon_json_set(one, "to", value_json(from->to));
        (void)json_array_append_new(all, one);
    }
    return all;
}
