/* Entries of the journal as sentences and as JSON. */
#include "report/history.h"

#include <string.h>

#include "base/json.h"
#include "report/history_priv.h"
#include "report/words.h"

static void say_month(struct jalon_str *out, enum jalon_lang lang, struct jalon_date date)
{
    struct jalon_date_long text = jalon_date_long(date, lang);
    const char *month = strchr(text.text, ' ');
    jalon_say(out, lang, JALON_WORD_HISTORY_IN_MONTH, month ? month + 1 : text.text);
}

void jalon_say_when(struct jalon_str *out, enum jalon_lang lang, struct jalon_when when)
{
    struct jalon_date date = jalon_date_is_set(when.latest) ? when.latest : when.earliest;
    enum jalon_word word = JALON_WORD_HISTORY_UNKNOWN_DATE;
    switch (when.precision) {
    case JALON_PRECISION_MONTH:
        say_month(out, lang, date);
        return;
    case JALON_PRECISION_DAY:
        word = JALON_WORD_HISTORY_ON;
        break;
    case JALON_PRECISION_BEFORE:
        word = JALON_WORD_HISTORY_BEFORE;
        break;
    case JALON_PRECISION_AFTER:
        word = JALON_WORD_HISTORY_AFTER;
        break;
    case JALON_PRECISION_UNKNOWN:
    case JALON_PRECISION_N:
        break;
    }
    jalon_say(out, lang, word, jalon_date_long(date, lang).text);
}

void jalon_say_party(struct jalon_str *out, enum jalon_lang lang,
                     const struct jalon_history_names *names, const char *party)
{
    const struct jalon_party_def *type = jalon_programme_party(names->programme, party);
    const char *suffix = strchr(party, ':');
    if (!type) {
        jalon_str_add(out, party);
        return;
    }
    const char *label = type->label.text[lang], *name = suffix ? suffix + 1 : "";
    const struct jalon_contract_member *member =
        names->contract ? jalon_contract_member(names->contract, name) : NULL;
    const char *region = jalon_programme_region_name(names->programme, name);
    switch (type->one_per) {
    case JALON_ONE_PER_CONTRACT:
        jalon_str_add(out, label);
        break;
    case JALON_ONE_PER_REGION:
        jalon_str_addf(out, "%s %s", label, region ? region : name);
        break;
    case JALON_ONE_PER_MEMBER:
        jalon_str_addf(out, "%s%s%s", member ? "" : label, member ? "" : " ",
                       member ? member->name : name);
        break;
    case JALON_NAMED:
        jalon_str_addf(out, "%s (%s)", name, label);
        break;
    }
}

static bool starts_with_vowel(const char *text)
{
    static const char *const vowels[] = {"A", "E", "I", "O", "U", "É", "È", "Ê", "Î", "Œ",
                                         "a", "e", "i", "o", "u", "é", "è", "ê", "î", "œ"};
    for (size_t i = 0; i < JALON_COUNT(vowels); i++) {
        if (strncmp(text, vowels[i], strlen(vowels[i])) == 0) {
            return true;
        }
    }
    return false;
}

/* A communauté de communes, d'agglomération, urbaine, or a métropole: they take an article, which
 * the name of a commune does not. */
static bool is_community(const char *name)
{
    static const char *const kinds[] = {"CC ", "CA ", "CU ", "Métropole "};
    for (size_t i = 0; i < JALON_COUNT(kinds); i++) {
        if (strncmp(name, kinds[i], strlen(kinds[i])) == 0) {
            return true;
        }
    }
    return false;
}

void jalon_history_say_member(struct jalon_str *out, enum jalon_lang lang, const char *name)
{
    if (is_community(name)) {
        jalon_say(out, lang, JALON_WORD_HISTORY_THE_FEMININE, name);
    } else {
        jalon_str_add(out, name);
    }
}

void jalon_history_say_party(struct jalon_str *out, enum jalon_lang lang,
                             const struct jalon_history_names *names, const char *party)
{
    const struct jalon_party_def *type = jalon_programme_party(names->programme, party);
    JALON_AUTO(jalon_str_done) struct jalon_str name = {0};
    jalon_say_party(&name, lang, names, party);
    const char *text = jalon_str_text(&name);
    if (type && type->one_per == JALON_ONE_PER_MEMBER) {
        jalon_history_say_member(out, lang, text);
    } else if (!type || type->one_per == JALON_NAMED) {
        jalon_str_add(out, text);
    } else if (starts_with_vowel(text)) {
        jalon_say(out, lang, JALON_WORD_HISTORY_THE_ELIDED, text);
    } else if (jalon_noun_is_feminine(type->label.text[JALON_FR])) {
        jalon_say(out, lang, JALON_WORD_HISTORY_THE_FEMININE, text);
    } else {
        jalon_say(out, lang, JALON_WORD_HISTORY_THE, text);
    }
}

const char *jalon_history_text_of(const json_t *object, const char *key)
{
    const char *text = jalon_json_text(object, key);
    return text ? text : "?";
}

static const char *state_label(const struct jalon_history_names *names, enum jalon_lang lang,
                               const json_t *object)
{
    const char *code = jalon_history_text_of(object, "state");
    const struct jalon_state_def *state = jalon_programme_state(names->programme, code);
    return state ? state->label.text[lang] : code;
}

void jalon_history_say_instrument(struct jalon_str *out, enum jalon_lang lang,
                                  const struct jalon_history_names *names, const json_t *after,
                                  bool *ret_is_feminine)
{
    const char *code = jalon_history_text_of(after, "instrument");
    const struct jalon_instrument_def *def = jalon_programme_instrument(names->programme, code);
    const char *label = def ? def->label.text[lang] : code;
    int64_t number = jalon_json_int(after, "number");
    *ret_is_feminine = def && jalon_noun_is_feminine(def->label.text[JALON_FR]);
    if (number > 1) {
        JALON_AUTO(jalon_str_done) struct jalon_str digits = {0};
        jalon_str_addf(&digits, "%lld", (long long)number);
        jalon_say(out, lang, JALON_WORD_HISTORY_NUMBER, label, jalon_str_text(&digits));
    } else {
        jalon_str_add(out, label);
    }
}

/* The codes of territories in a member of `after`: "ti-2801, ti-2802". */
static void say_codes(struct jalon_str *out, const json_t *after, const char *key)
{
    const json_t *codes = json_object_get(after, key);
    for (size_t i = 0; i < json_array_size(codes); i++) {
        const char *code = json_string_value(json_array_get(codes, i));
        jalon_str_addf(out, "%s%s", i > 0 ? ", " : "", code ? code : "?");
    }
}

static void say_enter(struct jalon_str *out, enum jalon_lang lang,
                      const struct jalon_history_names *names, const struct jalon_event *event)
{
    const json_t *regions = json_object_get(event->after, "regions");
    const json_t *members = json_object_get(event->after, "members");
    jalon_say(out, lang, JALON_WORD_HISTORY_ENTER, jalon_history_text_of(event->after, "name"),
              state_label(names, lang, event->after));
    for (size_t i = 0; i < json_array_size(regions); i++) {
        const char *code = json_string_value(json_array_get(regions, i));
        const char *name = code ? jalon_programme_region_name(names->programme, code) : NULL;
        jalon_str_addf(out, "%s%s", i == 0 ? " (" : ", ", name ? name : code ? code : "?");
    }
    jalon_str_add(out, json_array_size(regions) > 0 ? ", " : " (");
    jalon_say_count(out, lang, JALON_HISTORY_MEMBERS, (int)json_array_size(members));
    jalon_str_add(out, ")");
    JALON_AUTO(jalon_str_done) struct jalon_str codes = {0};
    say_codes(&codes, event->after, "predecessors");
    if (codes.length > 0) {
        jalon_say(out, lang, JALON_WORD_HISTORY_SUCCEEDS, jalon_str_text(&codes));
    }
}

static void say_transition(struct jalon_str *out, enum jalon_lang lang,
                           const struct jalon_history_names *names, const struct jalon_event *event)
{
    jalon_say(out, lang, JALON_WORD_HISTORY_MOVE, state_label(names, lang, event->before),
              state_label(names, lang, event->after));
    if (jalon_json_text(event->after, "instrument")) {
        bool is_feminine = false;
        JALON_AUTO(jalon_str_done) struct jalon_str label = {0};
        jalon_history_say_instrument(&label, lang, names, event->after, &is_feminine);
        jalon_say(out, lang,
                  is_feminine ? JALON_WORD_HISTORY_COMPLETE_FEMININE : JALON_WORD_HISTORY_COMPLETE,
                  jalon_str_text(&label));
    }
}

static void say_sign(struct jalon_str *out, enum jalon_lang lang,
                     const struct jalon_history_names *names, const struct jalon_event *event)
{
    bool is_feminine = false;
    JALON_AUTO(jalon_str_done) struct jalon_str label = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str party = {0};
    jalon_history_say_instrument(&label, lang, names, event->after, &is_feminine);
    jalon_history_say_party(&party, lang, names, jalon_history_text_of(event->after, "party"));
    jalon_say(out, lang, is_feminine ? JALON_WORD_HISTORY_SIGN_FEMININE : JALON_WORD_HISTORY_SIGN,
              jalon_str_text(&label), jalon_str_text(&party));
    const struct jalon_disclosed why =
        jalon_event_disclosed(event, json_object_get(event->after, "no_evidence"));
    jalon_say_evidence(out, lang, jalon_json_text(event->after, "document"), &why);
}

static void say_milestone(struct jalon_str *out, enum jalon_lang lang,
                          const struct jalon_history_names *names, const struct jalon_event *event)
{
    const char *code = jalon_history_text_of(event->after, "milestone");
    const struct jalon_milestone_def *def = jalon_programme_milestone(names->programme, code);
    jalon_say(out, lang, JALON_WORD_HISTORY_MILESTONE, def ? def->label.text[lang] : code);
}

static void say_apply(struct jalon_str *out, enum jalon_lang lang,
                      const struct jalon_history_names *names, const struct jalon_event *event)
{
    (void)names;
    JALON_AUTO(jalon_str_done) struct jalon_str now = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str before = {0};
    jalon_str_addf(&now, "%lld", (long long)jalon_json_int(event->after, "revision"));
    jalon_str_addf(&before, "%lld", (long long)jalon_json_int(event->before, "revision"));
    jalon_say(out, lang, event->before ? JALON_WORD_HISTORY_APPLY_AFTER : JALON_WORD_HISTORY_APPLY,
              jalon_str_text(&now), jalon_str_text(&before));
}

static void say_rename(struct jalon_str *out, enum jalon_lang lang,
                       const struct jalon_history_names *names, const struct jalon_event *event)
{
    (void)names;
    jalon_say(out, lang, JALON_WORD_HISTORY_RENAME, jalon_history_text_of(event->before, "name"),
              jalon_history_text_of(event->after, "name"));
}

static void say_alias(struct jalon_str *out, enum jalon_lang lang,
                      const struct jalon_history_names *names, const struct jalon_event *event)
{
    (void)names;
    bool is_name = strcmp(jalon_history_text_of(event->after, "kind"), "name") == 0;
    int64_t year = jalon_json_int(event->after, "as_of_year");
    const char *issuer = jalon_json_text(event->after, "issuer");
    jalon_say(out, lang, is_name ? JALON_WORD_HISTORY_ALIAS : JALON_WORD_HISTORY_EXTERNAL_CODE,
              jalon_history_text_of(event->after, "value"));
    if (issuer) {
        jalon_str_addf(out, year ? " (%s %lld)" : " (%s)", issuer, (long long)year);
    }
}

static void say_member_add(struct jalon_str *out, enum jalon_lang lang,
                           const struct jalon_history_names *names, const struct jalon_event *event)
{
    (void)names;
    jalon_say(out, lang, JALON_WORD_HISTORY_MEMBER_ADD,
              jalon_history_text_of(event->after, "name"));
}

static void say_member_remove(struct jalon_str *out, enum jalon_lang lang,
                              const struct jalon_history_names *names,
                              const struct jalon_event *event)
{
    const char *siren = jalon_history_text_of(event->after, "siren");
    const struct jalon_contract_member *member =
        names->contract ? jalon_contract_member(names->contract, siren) : NULL;
    jalon_say(out, lang, JALON_WORD_HISTORY_MEMBER_REMOVE, member ? member->name : siren);
}

static void say_leave(struct jalon_str *out, enum jalon_lang lang,
                      const struct jalon_history_names *names, const struct jalon_event *event)
{
    (void)names;
    JALON_AUTO(jalon_str_done) struct jalon_str codes = {0};
    say_codes(&codes, event->after, "into");
    jalon_say(out, lang,
              codes.length > 0 ? JALON_WORD_HISTORY_LEAVE_INTO : JALON_WORD_HISTORY_LEAVE,
              jalon_str_text(&codes));
}

static void say_absorb(struct jalon_str *out, enum jalon_lang lang,
                       const struct jalon_history_names *names, const struct jalon_event *event)
{
    (void)names;
    JALON_AUTO(jalon_str_done) struct jalon_str codes = {0};
    say_codes(&codes, event->after, "predecessors");
    jalon_say(out, lang, JALON_WORD_HISTORY_ABSORB, jalon_str_text(&codes));
}

void jalon_history_say(struct jalon_str *out, enum jalon_lang lang,
                       const struct jalon_history_names *names, const struct jalon_event *event)
{
    static const struct {
        const char *kind;
        jalon_history_say_fn *say;
    } kinds[] = {{"enter", say_enter},
                 {"transition", say_transition},
                 {"sign", say_sign},
                 {"milestone", say_milestone},
                 {"rename", say_rename},
                 {"alias", say_alias},
                 {"member_add", say_member_add},
                 {"member_remove", say_member_remove},
                 {"leave", say_leave},
                 {"absorb", say_absorb},
                 {"cohort_join", jalon_history_say_cohort_join},
                 {"cohort_leave", jalon_history_say_cohort_leave},
                 {"weigh", jalon_history_say_weigh},
                 {"document", jalon_history_say_document},
                 {"retarget", jalon_history_say_retarget},
                 {"refuse", jalon_history_say_refuse},
                 {"waive", jalon_history_say_waive},
                 {"term", jalon_history_say_term},
                 {"plan", jalon_history_say_plan},
                 {"note", jalon_history_say_note},
                 {"remind", jalon_history_say_remind},
                 {"void", jalon_history_say_void},
                 {"correct", jalon_history_say_correct},
                 {"apply", say_apply},
                 {"erase", jalon_history_say_erase},
                 {"hold", jalon_history_say_hold},
                 {"epoch", jalon_history_say_epoch},
                 {"report", jalon_history_say_issue},
                 {"declare", jalon_history_say_declare},
                 {"deliver", jalon_history_say_deliver},
                 {"delivered", jalon_history_say_delivered},
                 {"decision_ask", jalon_history_say_decision_ask},
                 {"decision_close", jalon_history_say_decision_close}};
    for (size_t i = 0; i < JALON_COUNT(kinds); i++) {
        if (strcmp(kinds[i].kind, event->kind) == 0) {
            kinds[i].say(out, lang, names, event);
            return;
        }
    }
    jalon_say(out, lang, JALON_WORD_HISTORY_OTHER, event->kind);
}
