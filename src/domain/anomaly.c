/* Judges one entry after the other. */
#include "domain/anomaly.h"

#include <string.h>

#include "base/json.h"
#include "domain/calendar.h"
#include "domain/correction.h"

const char *jalon_anomaly_code(enum jalon_anomaly anomaly)
{
    static const char *const codes[JALON_ANOMALY_N] = {
        [JALON_ANOMALY_BACKDATED] = "backdated", [JALON_ANOMALY_NIGHT] = "night",
        [JALON_ANOMALY_DAY_OFF] = "day_off",     [JALON_ANOMALY_BULK] = "bulk",
        [JALON_ANOMALY_SIGNED] = "signed",       [JALON_ANOMALY_REOPENED] = "reopened",
        [JALON_ANOMALY_WAIVED] = "waived",       [JALON_ANOMALY_NO_EVIDENCE] = "no_evidence"};
    return codes[anomaly];
}

int jalon_anomaly_delay(const struct jalon_event *event)
{
    return jalon_date_is_set(event->valid) && jalon_date_is_set(event->recorded_on)
               ? jalon_date_diff(event->recorded_on, event->counts_from)
               : 0;
}

static unsigned bit(enum jalon_anomaly anomaly, bool holds)
{
    return holds ? 1U << anomaly : 0;
}

/* For its day and its hour. */
static unsigned by_moment(const struct jalon_anomaly_rules *rules, const struct jalon_event *event,
                          const struct jalon_entry_facts *facts)
{
    const struct jalon_calendar_place all_france = {NULL, 0};
    return bit(JALON_ANOMALY_BACKDATED, jalon_anomaly_delay(event) > rules->backdated_days) |
           bit(JALON_ANOMALY_NIGHT,
               facts->hour < rules->day_from || facts->hour >= rules->day_until) |
           bit(JALON_ANOMALY_DAY_OFF,
               jalon_date_is_set(event->recorded_on) &&
                   !jalon_calendar_is_working_day(event->recorded_on, &all_france));
}

static bool is_done(const struct jalon_programme *programme, const char *code)
{
    const struct jalon_state_def *state = code ? jalon_programme_state(programme, code) : NULL;
    return state != NULL && state->done;
}

/* Not for another state in which the aim is reached. */
static bool leaves_done(const struct jalon_programme *programme, const struct jalon_event *event)
{
    return strcmp(event->kind, "transition") == 0 &&
           is_done(programme, jalon_json_text(event->before, "state")) &&
           !is_done(programme, jalon_json_text(event->after, "state"));
}

unsigned jalon_anomalies(const struct jalon_anomaly_rules *rules,
                         const struct jalon_programme *programme, const struct jalon_event *event,
                         const struct jalon_entry_facts *facts)
{
    bool is_of_many = facts->n_act > 0 && facts->n_act >= rules->bulk_entries;
    const json_t *no_evidence = json_object_get(event->after, "no_evidence");
    unsigned found = !is_of_many || facts->is_first_of_act ? by_moment(rules, event, facts) : 0;
    return found | bit(JALON_ANOMALY_BULK, is_of_many && facts->is_first_of_act) |
           bit(JALON_ANOMALY_SIGNED, facts->was_signed && jalon_event_is_correction(event)) |
           bit(JALON_ANOMALY_REOPENED, leaves_done(programme, event)) |
           bit(JALON_ANOMALY_WAIVED, strcmp(event->kind, "waive") == 0) |
           bit(JALON_ANOMALY_NO_EVIDENCE,
               strcmp(event->kind, "sign") == 0 && json_is_object(no_evidence));
}
