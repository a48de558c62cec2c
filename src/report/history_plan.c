/* Planned dates as sentences. */
#include "base/json.h"
#include "report/history_priv.h"
#include "report/words.h"

static const char *label_or(const struct jalon_label *label, enum jalon_lang lang, const char *code)
{
    return label && label->text[lang][0] != '\0' ? label->text[lang] : code;
}

static const char *milestone_name(const struct jalon_programme *programme, enum jalon_lang lang,
                                  const char *code)
{
    const struct jalon_milestone_def *def = jalon_programme_milestone(programme, code);
    return label_or(def ? &def->label : NULL, lang, code);
}

static const char *state_name(const struct jalon_programme *programme, enum jalon_lang lang,
                              const char *code)
{
    const struct jalon_state_def *def = jalon_programme_state(programme, code);
    return label_or(def ? &def->label : NULL, lang, code);
}

static void say_instrument(struct jalon_str *out, enum jalon_lang lang,
                           const struct jalon_programme *programme,
                           const struct jalon_planned *planned)
{
    const struct jalon_instrument_def *def = jalon_programme_instrument(programme, planned->what);
    JALON_AUTO(jalon_str_done) struct jalon_str label = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str number = {0};
    jalon_str_addf(&number, "%d", planned->number);
    if (planned->number > 1) {
        jalon_say(&label, lang, JALON_WORD_HISTORY_NUMBER,
                  label_or(def ? &def->label : NULL, lang, planned->what), jalon_str_text(&number));
    } else {
        jalon_str_add(&label, label_or(def ? &def->label : NULL, lang, planned->what));
    }
    jalon_say(out, lang, JALON_WORD_PLANNED_INSTRUMENT, jalon_str_text(&label));
}

void jalon_say_planned(struct jalon_str *out, enum jalon_lang lang,
                       const struct jalon_programme *programme, const struct jalon_planned *planned)
{
    switch (planned->kind) {
    case JALON_PLANNED_INSTRUMENT:
        say_instrument(out, lang, programme, planned);
        break;
    case JALON_PLANNED_MILESTONE:
        jalon_say(out, lang, JALON_WORD_HISTORY_MILESTONE,
                  milestone_name(programme, lang, planned->what));
        break;
    case JALON_PLANNED_STATE:
        jalon_say(out, lang, JALON_WORD_PLANNED_STATE, state_name(programme, lang, planned->what));
        break;
    case JALON_PLANNED_N:
        jalon_str_add(out, planned->what);
        break;
    }
}

static bool read_when(const json_t *object, struct jalon_when *ret_when)
{
    enum jalon_precision precision = JALON_PRECISION_DAY;
    const char *code = jalon_json_text(object, "precision");
    struct jalon_date on = jalon_json_date(object, "on");
    if (!jalon_date_is_set(on) || !code || !jalon_precision_parse(code, &precision)) {
        return false;
    }
    *ret_when = jalon_when_of(on, precision);
    return true;
}

void jalon_history_say_plan(struct jalon_str *out, enum jalon_lang lang,
                            const struct jalon_history_names *names,
                            const struct jalon_event *event)
{
    const struct jalon_planned planned = {
        .kind = jalon_planned_of(jalon_json_text(event->after, "kind")),
        .what = jalon_history_text_of(event->after, "what"),
        .number = (int)jalon_json_int(event->after, "number")};
    const char *party = jalon_json_text(event->after, "party");
    struct jalon_when old_when, new_when;
    bool has_old = read_when(event->before, &old_when);
    bool has_new = read_when(event->after, &new_when);
    JALON_AUTO(jalon_str_done) struct jalon_str thing = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str old = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str now = {0};
    jalon_say_planned(&thing, lang, names->programme, &planned);
    if (has_old) {
        jalon_say_when(&old, lang, old_when);
    }
    if (has_new) {
        jalon_say_when(&now, lang, new_when);
    }
    if (has_new && party) {
        JALON_AUTO(jalon_str_done) struct jalon_str who = {0};
        jalon_history_say_party(&who, lang, names, party);
        jalon_say(&now, lang, JALON_WORD_HISTORY_PLAN_BY, jalon_str_text(&who));
    }
    jalon_say(out, lang,
              !has_new  ? JALON_WORD_HISTORY_PLAN_DROPPED
              : has_old ? JALON_WORD_HISTORY_PLAN_MOVED
                        : JALON_WORD_HISTORY_PLAN,
              jalon_str_text(&thing), jalon_str_text(&now), jalon_str_text(&old));
}
