/*
 * The targets of the weekly report and the planned dates of its contracts as a calendar (RFC 5545):
 * an event of a whole day each, which replaces that of an earlier report wherever it was imported.
 * Nothing about people.
 */
#include <libical/ical.h>

#include "base/mem.h"
#include "base/text.h"
#include "report/phrase.h"
#include "report/weekly_plan.h"

static void free_component(icalcomponent **component)
{
    icalcomponent_free(*component);
}

static struct icaltimetype day_of(struct jalon_date date)
{
    struct icaltimetype day = icaltime_null_date();
    jalon_date_split(date, &day.year, &day.month, &day.day);
    return day;
}

/* When the report was known, no clock: "2019-05-06T08:12:00.123456Z" to the second. */
static struct icaltimetype stamp_of(const struct jalon_status *status)
{
    struct icaltimetype stamp = day_of(status->as_of);
    const char *at = status->known_at.at;
    stamp.is_date = 0;
    stamp.zone = icaltimezone_get_utc_timezone();
    if (at != NULL) {
        (void)sscanf(at, "%4d-%2d-%2dT%2d:%2d:%2d", &stamp.year, &stamp.month, &stamp.day,
                     &stamp.hour, &stamp.minute, &stamp.second);
    }
    return stamp;
}

/* What was decided again replaces what was before. */
static int sequence_of(struct jalon_date decided_on)
{
    return jalon_date_is_set(decided_on) ? jalon_date_diff(decided_on, jalon_date_of(2000, 1, 1))
                                         : 0;
}

struct event {
    const char *uid;
    struct jalon_date first, last, decided_on;
};

static icalcomponent *event_new(const struct jalon_status *status, const struct event *of)
{
    icalcomponent *event = icalcomponent_new(ICAL_VEVENT_COMPONENT);
    icalcomponent_add_property(event, icalproperty_new_uid(of->uid));
    icalcomponent_add_property(event, icalproperty_new_dtstamp(stamp_of(status)));
    icalcomponent_add_property(event, icalproperty_new_sequence(sequence_of(of->decided_on)));
    icalcomponent_add_property(event, icalproperty_new_dtstart(day_of(of->first)));
    icalcomponent_add_property(event, icalproperty_new_dtend(day_of(jalon_date_add(of->last, 1))));
    icalcomponent_add_property(event, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
    return event;
}

static void add_texts(icalcomponent *event, enum jalon_lang lang, const struct jalon_status *status,
                      const struct jalon_target_figures *target)
{
    JALON_AUTO(jalon_str_done) struct jalon_str raw = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    jalon_phrase_target_short(&raw, lang, status, target);
    jalon_text_add_safe(&text, jalon_str_text(&raw));
    icalcomponent_add_property(event, icalproperty_new_summary(jalon_str_text(&text)));
    jalon_str_clear(&raw);
    jalon_str_clear(&text);
    jalon_phrase_target(&raw, lang, status, target);
    jalon_text_add_safe(&text, jalon_str_text(&raw));
    jalon_str_add_char(&text, '\n');
    jalon_str_clear(&raw);
    jalon_phrase_progress(&raw, lang, status, target);
    jalon_text_add_safe(&text, jalon_str_text(&raw));
    jalon_str_add_char(&text, '\n');
    jalon_str_clear(&raw);
    jalon_phrase_known(&raw, lang, status);
    jalon_text_add_safe(&text, jalon_str_text(&raw));
    icalcomponent_add_property(event, icalproperty_new_description(jalon_str_text(&text)));
}

static void add_target(icalcomponent *calendar, enum jalon_lang lang,
                       const struct jalon_status *status, const struct jalon_target_figures *target)
{
    JALON_AUTO(jalon_str_done) struct jalon_str uid = {0};
    jalon_str_addf(&uid, "target.%s.%s@jalon", target->code, status->programme);
    const struct event event_of = {jalon_str_text(&uid), target->on, target->on,
                                   target->decided_on};
    icalcomponent *event = event_new(status, &event_of);
    add_texts(event, lang, status, target);
    icalcomponent_add_component(calendar, event);
}

/* Of a month, its days; of what is planned before or after a day, that day. */
static void add_step(icalcomponent *calendar, enum jalon_lang lang,
                     const struct jalon_status *status, const struct jalon_planned_step *planned)
{
    JALON_AUTO(jalon_str_done) struct jalon_str uid = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str raw = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    const struct jalon_step *step = &planned->step;
    jalon_str_addf(&uid, "plan.%s.%s.%d.%s@jalon", planned->code, step->planned.what,
                   step->planned.number, status->programme);
    const struct event event_of = {jalon_str_text(&uid),
                                   jalon_date_is_set(step->when.earliest) ? step->when.earliest
                                                                          : step->due,
                                   step->due, planned->decided_on};
    icalcomponent *event = event_new(status, &event_of);
    jalon_str_addf(&raw, "%s %s, %s", planned->code, planned->name, step->label.text[lang]);
    jalon_text_add_safe(&text, jalon_str_text(&raw));
    icalcomponent_add_property(event, icalproperty_new_summary(jalon_str_text(&text)));
    jalon_str_clear(&raw);
    jalon_str_clear(&text);
    jalon_phrase_step(&raw, lang, step);
    jalon_text_add_safe(&text, jalon_str_text(&raw));
    jalon_str_add_char(&text, '\n');
    jalon_str_clear(&raw);
    jalon_phrase_known(&raw, lang, status);
    jalon_text_add_safe(&text, jalon_str_text(&raw));
    icalcomponent_add_property(event, icalproperty_new_description(jalon_str_text(&text)));
    icalcomponent_add_component(calendar, event);
}

int jalon_weekly_ics(const struct jalon_weekly *weekly, enum jalon_lang lang, struct jalon_str *out,
                     struct jalon_err *err)
{
    (void)err;
    JALON_AUTO(free_component)
    icalcomponent *calendar = icalcomponent_new(ICAL_VCALENDAR_COMPONENT);
    icalcomponent_add_property(calendar, icalproperty_new_version("2.0"));
    icalcomponent_add_property(calendar, icalproperty_new_prodid("-//Jalon//Jalon//FR"));
    icalcomponent_add_property(calendar, icalproperty_new_method(ICAL_METHOD_PUBLISH));
    for (size_t i = 0; i < weekly->status.n_targets; i++) {
        add_target(calendar, lang, &weekly->status, &weekly->status.targets[i]);
    }
    for (size_t i = 0; weekly->plans != NULL && i < weekly->plans->n_steps; i++) {
        add_step(calendar, lang, &weekly->status, &weekly->plans->steps[i]);
    }
    JALON_AUTO(jalon_freep) char *text = icalcomponent_as_ical_string_r(calendar);
    jalon_str_add(out, text);
    return 0;
}
