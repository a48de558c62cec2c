/* The section forecast of a programme document: what forecasts assume before anything was seen. */
#include "domain/programme_priv.h"

enum { MOST_WEEKS = 520, MOST_PERCENT = 1000, MOST_DRAWS = 100000, MOST_SEED = 1000000000 };

static void read_pilots(struct jalon_reader *r, json_t *pilots)
{
    static const struct jalon_key keys[] = {
        {"state", false}, {"cohort", false}, {"rest_percent", false}, {0}};
    struct jalon_forecast_def *forecast = &r->p->forecast;
    size_t mark = jalon_reader_enter(r, "pilots");
    if (jalon_reader_mapping(r, pilots, keys)) {
        forecast->pilot_state = jalon_reader_reference(r, pilots, "state", &jalon_reference_state);
        forecast->pilot_cohort =
            jalon_reader_reference(r, pilots, "cohort", &jalon_reference_cohort);
        forecast->rest_percent = jalon_reader_int(r, pilots, "rest_percent", MOST_PERCENT);
    }
    jalon_reader_leave(r, mark);
}

static void read_slips(struct jalon_reader *r, json_t *slips)
{
    static const struct jalon_key keys[] = {{"percent", true}, {"weeks", true}, {0}};
    size_t mark = jalon_reader_enter(r, "slips");
    if (jalon_reader_mapping(r, slips, keys)) {
        r->p->forecast.slip_percent = jalon_reader_percent(r, slips, "percent");
        r->p->forecast.slip_weeks = jalon_reader_int(r, slips, "weeks", MOST_WEEKS);
    }
    jalon_reader_leave(r, mark);
}

void jalon_reader_forecast(struct jalon_reader *r, json_t *forecast)
{
    static const struct jalon_key keys[] = {
        {"median_weeks", true},   {"source", true},  {"as_of", true},
        {"waiting_weeks", false}, {"pilots", false}, {"slips", false},
        {"draws", false},         {"seed", false},   {0}};
    struct jalon_forecast_def *read = &r->p->forecast;
    size_t mark = jalon_reader_enter(r, "forecast");
    if (jalon_reader_mapping(r, forecast, keys)) {
        read->is_declared = true;
        read->median_weeks = jalon_reader_int(r, forecast, "median_weeks", MOST_WEEKS);
        read->source = jalon_reader_text(r, forecast, "source", JALON_LIMIT_SOURCE);
        read->as_of = jalon_reader_date(r, forecast, "as_of");
        read->waiting_weeks = jalon_reader_int(r, forecast, "waiting_weeks", MOST_WEEKS);
        read->draws = jalon_reader_int(r, forecast, "draws", MOST_DRAWS);
        read->seed = jalon_reader_int(r, forecast, "seed", MOST_SEED);
        json_t *pilots = json_object_get(forecast, "pilots");
        json_t *slips = json_object_get(forecast, "slips");
        if (pilots != NULL) {
            read_pilots(r, pilots);
        }
        if (slips != NULL) {
            read_slips(r, slips);
        }
    }
    jalon_reader_leave(r, mark);
}
