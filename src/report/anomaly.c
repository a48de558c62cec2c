/* Words for what domain/anomaly.c finds. */
#include "report/anomaly.h"

#include <stdio.h>

#include "base/json.h"
#include "base/mem.h"
#include "domain/calendar.h"
#include "report/words.h"

static void say_clock(struct jalon_str *out, const struct jalon_entry_facts *facts)
{
    jalon_str_addf(out, "%02d:%02d", facts->hour, facts->minute);
}

static void say_day_off(struct jalon_str *out, enum jalon_lang lang, struct jalon_date date)
{
    const struct jalon_calendar_place all_france = {NULL, 0};
    const struct jalon_label *holiday = jalon_calendar_holiday(date, &all_france);
    bool is_sunday = jalon_date_weekday(date) == JALON_SUNDAY;
    const char *day =
        jalon_word(lang, is_sunday ? JALON_WORD_ANOMALY_SUNDAY : JALON_WORD_ANOMALY_SATURDAY);
    jalon_say(out, lang, JALON_WORD_ANOMALY_DAY_OFF, holiday ? holiday->text[lang] : day);
}

static void say(struct jalon_str *out, enum jalon_lang lang, enum jalon_anomaly anomaly,
                const struct jalon_event *event, const struct jalon_entry_facts *facts)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    switch (anomaly) {
    case JALON_ANOMALY_BACKDATED:
        jalon_say_count(out, lang, JALON_ANOMALY_DELAY, jalon_anomaly_delay(event));
        return;
    case JALON_ANOMALY_NIGHT:
        say_clock(&text, facts);
        jalon_say(out, lang, JALON_WORD_ANOMALY_NIGHT, jalon_str_text(&text));
        return;
    case JALON_ANOMALY_DAY_OFF:
        say_day_off(out, lang, event->recorded_on);
        return;
    case JALON_ANOMALY_BULK:
        jalon_say_count(out, lang, JALON_ANOMALY_ACT, (int)facts->n_act);
        return;
    case JALON_ANOMALY_SIGNED:
        jalon_say(out, lang, JALON_WORD_ANOMALY_SIGNED);
        return;
    case JALON_ANOMALY_REOPENED:
        jalon_say(out, lang, JALON_WORD_ANOMALY_REOPENED);
        return;
    case JALON_ANOMALY_WAIVED:
        jalon_say(out, lang, JALON_WORD_ANOMALY_WAIVED);
        return;
    case JALON_ANOMALY_NO_EVIDENCE:
        jalon_say(out, lang, JALON_WORD_ANOMALY_NO_EVIDENCE);
        return;
    case JALON_ANOMALY_N:
        return;
    }
}

void jalon_anomalies_say(struct jalon_str *out, enum jalon_lang lang, unsigned found,
                         const struct jalon_event *event, const struct jalon_entry_facts *facts)
{
    bool is_first = true;
    for (int i = 0; i < JALON_ANOMALY_N; i++) {
        if ((found & 1U << i) != 0) {
            jalon_str_add(out, is_first ? "" : " · ");
            say(out, lang, (enum jalon_anomaly)i, event, facts);
            is_first = false;
        }
    }
}

json_t *jalon_anomalies_json(unsigned found, const struct jalon_event *event,
                             const struct jalon_entry_facts *facts)
{
    json_t *list = json_array();
    for (int i = 0; i < JALON_ANOMALY_N; i++) {
        if ((found & 1U << i) == 0) {
            continue;
        }
        json_t *one = json_object();
        jalon_json_set_text(one, "kind", jalon_anomaly_code((enum jalon_anomaly)i));
        if (i == JALON_ANOMALY_BACKDATED) {
            jalon_json_set_int(one, "days", jalon_anomaly_delay(event));
        } else if (i == JALON_ANOMALY_BULK) {
            jalon_json_set_int(one, "entries", facts->n_act);
        } else if (i == JALON_ANOMALY_NIGHT) {
            char clock[16];
            (void)snprintf(clock, sizeof clock, "%02d:%02d", facts->hour, facts->minute);
            jalon_json_set_text(one, "local_time", clock);
        }
        (void)json_array_append_new(list, one);
    }
    return list;
}
