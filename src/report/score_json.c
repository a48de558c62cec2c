/* The scores of issued forecasts as jalon.score/1, and a row a forecast as CSV. */
#include <math.h>

#include "base/csv_write.h"
#include "base/mem.h"
#include "report/json_parts.h"
#include "report/score.h"

/* Four decimals: no count of forecasts gives more. */
static json_t *rounded(double number)
{
    return json_real(round(number * 10000) / 10000);
}

static json_t *mean_of(double sum, int n)
{
    return n > 0 ? rounded(sum / n) : json_null();
}

static double baseline_miss(const struct jalon_scored_day *day)
{
    return fabs(day->baseline - day->n_signed);
}

static json_t *crps_of(const struct jalon_scored_day *day)
{
    return day->has_quantiles ? rounded(jalon_score_crps_quantiles(day->quantiles, day->n_signed))
                              : json_null();
}

static json_t *pinball_of(const struct jalon_scored_day *day, int i)
{
    double loss = 0;
    return jalon_scored_pinball(day, i, &loss) ? rounded(loss) : json_null();
}

/* A forecast, in the order of the columns of the CSV. */
static json_t *forecast_of(const struct jalon_scored *scored, const struct jalon_scored_day *day)
{
    static const char *const pinballs[JALON_SCORE_PINBALLS] = {"pinball_10", "pinball_50",
                                                               "pinball_90"};
    json_t *json = json_object();
    jalon_json_set_text(json, "week", jalon_week_text(scored->week).text);
    jalon_json_set_text(json, "entry", scored->entry);
    jalon_json_set_date(json, "as_of", scored->as_of);
    jalon_json_set_date(json, "issued_on", scored->issued_on);
    jalon_json_set_text(json, "target", scored->target);
    jalon_json_set_text(json, "instrument", scored->instrument);
    jalon_json_set(json, "weeks", day->weeks > 0 ? json_integer(day->weeks) : json_null());
    jalon_json_set_date(json, "on", day->on);
    jalon_json_set(json, "issued_afterwards",
                   json_boolean(jalon_scored_is_afterwards(scored, day)));
    jalon_json_set(json, "expected", rounded(day->expected));
    jalon_json_set_int(json, "low80", day->low80);
    jalon_json_set(json, "median",
                   day->has_quantiles ? json_integer(day->quantiles[JALON_FORECAST_Q50])
                                      : json_null());
    jalon_json_set_int(json, "high80", day->high80);
    jalon_json_set_int(json, "signed", day->n_signed);
    jalon_json_set(json, "covered", json_boolean(jalon_scored_is_covered(day)));
    for (int i = 0; i < JALON_SCORE_PINBALLS; i++) {
        jalon_json_set(json, pinballs[i], pinball_of(day, i));
    }
    jalon_json_set(json, "crps", crps_of(day));
    jalon_json_set(json, "baseline", rounded(day->baseline));
    jalon_json_set(json, "baseline_error", rounded(baseline_miss(day)));
    return json;
}

static json_t *forecasts_of(const struct jalon_score *score)
{
    json_t *forecasts = json_array();
    for (size_t i = 0; i < score->n_reports; i++) {
        for (size_t j = 0; j < score->reports[i].n_days; j++) {
            (void)json_array_append_new(
                forecasts, forecast_of(&score->reports[i], &score->reports[i].days[j]));
        }
    }
    return forecasts;
}

static json_t *chance_of(const struct jalon_scored_chance *chance)
{
    json_t *json = json_object();
    jalon_json_set_text(json, "code", chance->code);
    jalon_json_set(json, "p_signed", json_real(chance->p));
    jalon_json_set(json, "signed",
                   chance->is_known ? json_boolean(chance->is_signed) : json_null());
    return json;
}

/* What was said of the due day besides a number; one a report whose due day has come. */
static json_t *due_of(const struct jalon_scored *scored)
{
    json_t *json = json_object();
    json_t *risks = json_array();
    for (size_t i = 0; i < scored->n_chances; i++) {
        (void)json_array_append_new(risks, chance_of(&scored->chances[i]));
    }
    jalon_json_set_text(json, "week", jalon_week_text(scored->week).text);
    jalon_json_set_text(json, "entry", scored->entry);
    jalon_json_set_date(json, "on", jalon_scored_due(scored)->on);
    jalon_json_set(json, "p_all", json_real(scored->p_all));
    jalon_json_set(json, "all_signed", json_boolean(scored->all_signed));
    jalon_json_set(json, "brier", rounded(jalon_score_brier(scored->p_all, scored->all_signed)));
    jalon_json_set(json, "at_risk", risks);
    return json;
}

static json_t *dues_of(const struct jalon_score *score)
{
    json_t *dues = json_array();
    for (size_t i = 0; i < score->n_reports; i++) {
        if (jalon_scored_due(&score->reports[i]) != NULL) {
            (void)json_array_append_new(dues, due_of(&score->reports[i]));
        }
    }
    return dues;
}

static json_t *sum_of(const struct jalon_score_sum *sum)
{
    json_t *json = json_object();
    double skill = 0;
    bool has_skill = jalon_score_skill(sum->crps, sum->baseline, &skill);
    jalon_json_set_int(json, "forecasts", sum->n);
    jalon_json_set_int(json, "covered", sum->n_covered);
    jalon_json_set_int(json, "issued_afterwards", sum->n_afterwards);
    jalon_json_set(json, "crps", mean_of(sum->crps, sum->n_crps));
    jalon_json_set(json, "baseline_error", mean_of(sum->baseline, sum->n_crps));
    jalon_json_set(json, "skill", has_skill ? rounded(skill) : json_null());
    return json;
}

static json_t *distances_of(const struct jalon_score_summary *summary)
{
    json_t *distances = json_array();
    for (int i = 0; i <= JALON_FORECAST_AHEAD; i++) {
        bool is_due = i == JALON_FORECAST_AHEAD;
        const struct jalon_score_sum *sum = is_due ? &summary->due : &summary->ahead[i];
        if (sum->n > 0) {
            json_t *json = sum_of(sum);
            jalon_json_set(json, "weeks",
                           is_due ? json_null() : json_integer(jalon_forecast_ahead[i]));
            (void)json_array_append_new(distances, json);
        }
    }
    return distances;
}

static json_t *reliability_of(const struct jalon_score_summary *summary)
{
    json_t *bins = json_array();
    for (int i = 0; i < JALON_SCORE_BINS; i++) {
        const struct jalon_score_bin *bin = &summary->bins[i];
        json_t *json = json_object();
        jalon_json_set(json, "from", rounded((double)i / JALON_SCORE_BINS));
        jalon_json_set(json, "to", rounded((i + 1.0) / JALON_SCORE_BINS));
        jalon_json_set_int(json, "n", bin->n);
        jalon_json_set_int(json, "signed", bin->n_happened);
        jalon_json_set(json, "p_mean", mean_of(bin->chances, bin->n));
        (void)json_array_append_new(bins, json);
    }
    return bins;
}

static json_t *summary_of(const struct jalon_score *score)
{
    static const char *const pinballs[JALON_SCORE_PINBALLS] = {"pinball_10", "pinball_50",
                                                               "pinball_90"};
    struct jalon_score_summary summary;
    jalon_score_summarise(score->reports, score->n_reports, &summary);
    json_t *json = sum_of(&summary.all);
    for (int i = 0; i < JALON_SCORE_PINBALLS; i++) {
        jalon_json_set(json, pinballs[i], mean_of(summary.pinballs[i], summary.n_pinballs[i]));
    }
    jalon_json_set(json, "brier_all", mean_of(summary.brier_all, summary.n_all));
    jalon_json_set(json, "brier_at_risk", mean_of(summary.brier_chances, summary.n_chances));
    jalon_json_set(json, "by_distance", distances_of(&summary));
    jalon_json_set(json, "reliability", reliability_of(&summary));
    return json;
}

void jalon_score_json(const struct jalon_score *score, struct jalon_str *out)
{
    JALON_AUTO(jalon_json_decref) json_t *json = json_object();
    jalon_json_set_text(json, "schema", "jalon.score/1");
    jalon_json_set_text(json, "programme", score->status->programme);
    jalon_json_set_date(json, "until", score->status->as_of);
    jalon_json_set(json, "known_at", jalon_json_known_at(score->status));
    jalon_json_set_int(json, "reports", (int64_t)score->n_reports);
    jalon_json_set(json, "summary", summary_of(score));
    jalon_json_set(json, "forecasts", forecasts_of(score));
    jalon_json_set(json, "due", dues_of(score));
    jalon_json_add_line(json, out);
}

static const char *const columns[] = {"week",       "entry",      "as_of",
                                      "issued_on",  "target",     "instrument",
                                      "weeks",      "on",         "issued_afterwards",
                                      "expected",   "low80",      "median",
                                      "high80",     "signed",     "covered",
                                      "pinball_10", "pinball_50", "pinball_90",
                                      "crps",       "baseline",   "baseline_error"};

/* A text as it is, anything else as its JSON; null is an empty cell. */
static void write_value(struct jalon_csv_writer *writer, const json_t *value)
{
    if (json_is_null(value)) {
        jalon_csv_write_text(writer, NULL);
    } else if (json_is_string(value)) {
        jalon_csv_write_text(writer, json_string_value(value));
    } else {
        JALON_AUTO(jalon_freep)
        char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_REAL_PRECISION(10));
        jalon_csv_write_code(writer, text);
    }
}

void jalon_score_csv(const struct jalon_score *score, struct jalon_str *out)
{
    struct jalon_csv_writer writer = {.dialect = &jalon_csv_plain, .out = out};
    JALON_AUTO(jalon_json_decref) json_t *forecasts = forecasts_of(score);
    for (size_t i = 0; i < JALON_COUNT(columns); i++) {
        jalon_csv_write_code(&writer, columns[i]);
    }
    jalon_csv_write_end(&writer);
    for (size_t i = 0; i < json_array_size(forecasts); i++) {
        for (size_t j = 0; j < JALON_COUNT(columns); j++) {
            write_value(&writer, json_object_get(json_array_get(forecasts, i), columns[j]));
        }
        jalon_csv_write_end(&writer);
    }
}
