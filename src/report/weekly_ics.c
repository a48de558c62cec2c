/*
 * The targets of the weekly report as a calendar (RFC 5545): an event of a whole day each, which
 * replaces that of an earlier report wherever it was imported. Only figures, nothing about people.
 */
#include <libical/ical.h>

#include "base/mem.h"
#include "base/text.h"
#include "report/phrase.h"

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

/* A target that was decided again replaces the one before. */
static int sequence_of(const struct jalon_target_figures *target)
{
    return jalon_date_is_set(target->decided_on)
               ? jalon_date_diff(target->decided_on, jalon_date_of(2000, 1, 1))
               : 0;
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
    icalcomponent *event = icalcomponent_new(ICAL_VEVENT_COMPONENT);
    jalon_str_addf(&uid, "target.%s.%s@jalon", target->code, status->programme);
    icalcomponent_add_property(event, icalproperty_new_uid(jalon_str_text(&uid)));
    icalcomponent_add_property(event, icalproperty_new_dtstamp(stamp_of(status)));
    icalcomponent_add_property(event, icalproperty_new_sequence(sequence_of(target)));
    icalcomponent_add_property(event, icalproperty_new_dtstart(day_of(target->on)));
    icalcomponent_add_property(event,
                               icalproperty_new_dtend(day_of(jalon_date_add(target->on, 1))));
    icalcomponent_add_property(event, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
    add_texts(event, lang, status, target);
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
    JALON_AUTO(jalon_freep) char *text = icalcomponent_as_ical_string_r(calendar);
    jalon_str_add(out, text);
    return 0;
}
