/* The forecast as jalon.forecast/1, and its short form in jalon.weekly/1. */
#include <math.h>

#include "report/at_risk.h"
#include "report/forecast.h"
#include "report/json_parts.h"

static json_t *hundredths(double number)
{
    return json_real(round(number * 100) / 100);
}

json_t *jalon_json_chance(double p)
{
    if (p <= 0 || p >= 1) {
        return json_real(p);
    }
    double scale = pow(10, 5 - floor(log10(p)));
    return isfinite(scale) ? json_real(round(p * scale) / scale) : json_real(0);
}

static const char *percent_key(int i)
{
    static const char *const keys[JALON_FORECAST_QUANTILES] = {"5",  "10", "25", "50",
                                                               "75", "90", "95"};
    return keys[i];
}

static json_t *point_of(const struct jalon_forecast_point *point)
{
    json_t *json = json_object();
    json_t *quantiles = json_object();
    for (int i = 0; i < JALON_FORECAST_QUANTILES; i++) {
        jalon_json_set_int(quantiles, percent_key(i), point->quantiles[i]);
    }
    jalon_json_set_date(json, "on", point->on);
    jalon_json_set(json, "expected", hundredths(point->expected));
    jalon_json_set(json, "scope", hundredths(point->scope));
    jalon_json_set(json, "quantiles", quantiles);
    return json;
}

static json_t *fan_of(const struct jalon_forecast *forecast)
{
    json_t *fan = json_array();
    for (size_t i = 0; i < forecast->n_fan; i++) {
        (void)json_array_append_new(fan, point_of(&forecast->fan[i]));
    }
    return fan;
}

static json_t *marks_of(const struct jalon_forecast *forecast)
{
    json_t *marks = json_array();
    for (int kind = 0; kind < JALON_FORECAST_MARK_N; kind++) {
        const struct jalon_forecast_mark *mark = &forecast->marks[kind];
        json_t *json = json_object();
        json_t *quantiles = json_object();
        for (int i = 0; i < JALON_FORECAST_QUANTILES; i++) {
            jalon_json_set_date(quantiles, percent_key(i), mark->quantiles[i]);
        }
        jalon_json_set_int(json, "percent", mark->percent);
        jalon_json_set_int(json, "required", mark->required);
        jalon_json_set(json, "quantiles", quantiles);
        (void)json_array_append_new(marks, json);
    }
    return marks;
}

json_t *jalon_forecast_json_risks(const struct jalon_forecast_report *report, size_t most)
{
    json_t *risks = json_array();
    for (size_t i = 0; i < report->forecast->n_risks && i < most; i++) {
        const struct jalon_forecast_risk *risk = &report->forecast->risks[i];
        json_t *json = json_object();
        jalon_json_set_text(json, "code", risk->code);
        jalon_json_set_text(json, "name", report->names[i]);
        jalon_json_set(json, "p_signed", jalon_json_chance(risk->p_signed));
        jalon_json_set(json, "days_open",
                       risk->days_open < 0 ? json_null() : json_integer(risk->days_open));
        if (i < report->n_at_risk) {
            jalon_at_risk_json(json, &report->at_risk[i]);
        }
        (void)json_array_append_new(risks, json);
    }
    return risks;
}

static json_t *target_of(const struct jalon_forecast_report *report)
{
    json_t *json = json_object();
    jalon_json_set_text(json, "code", report->target->code);
    jalon_json_set_date(json, "on", report->forecast->due_on);
    jalon_json_set_int(json, "percent", report->target->percent);
    jalon_json_set_text(json, "instrument", report->instrument->code);
    return json;
}

static json_t *based_on(const struct jalon_forecast *forecast)
{
    json_t *json = json_object();
    jalon_json_set_int(json, "signatures", forecast->n_events);
    jalon_json_set_int(json, "weeks", forecast->weeks);
    jalon_json_set(json, "is_prior", json_boolean(forecast->is_prior));
    jalon_json_set(json, "is_thin", json_boolean(forecast->is_thin));
    return json;
}

static json_t *model_of(const struct jalon_forecast_report *report)
{
    const struct jalon_forecast_model *model = &report->forecast->model;
    json_t *json = json_object();
    jalon_json_set_int(json, "median_weeks", model->median_weeks);
    jalon_json_set_text(json, "source", report->assumed->source);
    jalon_json_set_date(json, "as_of",
                        report->assumed->is_declared ? report->assumed->as_of : JALON_DATE_NONE);
    jalon_json_set_int(json, "waiting_weeks", model->waiting_weeks);
    jalon_json_set_int(json, "rest_percent", model->rest_percent);
    jalon_json_set_int(json, "slip_percent", model->slip_percent);
    jalon_json_set_int(json, "slip_weeks", model->slip_weeks);
    return json;
}

static void set_headline(json_t *json, const struct jalon_forecast *forecast)
{
    jalon_json_set(json, "expected", hundredths(forecast->at_due.expected));
    jalon_json_set_int(json, "low80", forecast->at_due.quantiles[JALON_FORECAST_Q10]);
    jalon_json_set_int(json, "high80", forecast->at_due.quantiles[JALON_FORECAST_Q90]);
    jalon_json_set(json, "p_all", jalon_json_chance(forecast->p_all));
}

static void set_method(json_t *json, const struct jalon_forecast *forecast)
{
    jalon_json_set_text(json, "method", "stage-hazard/1");
    jalon_json_set_int(json, "seed", (int64_t)forecast->model.seed);
    jalon_json_set_int(json, "draws", forecast->model.draws);
    jalon_json_set(json, "based_on", based_on(forecast));
}

/* What can be held against what happens, as its day comes; of a fact there is nothing. */
static json_t *horizons_of(const struct jalon_forecast *forecast)
{
    json_t *horizons = json_array();
    for (size_t i = 0; i < forecast->n_ahead; i++) {
        json_t *point = point_of(&forecast->ahead[i]);
        jalon_json_set_int(point, "weeks", jalon_forecast_ahead[i]);
        (void)json_array_append_new(horizons, point);
    }
    if (!jalon_forecast_is_fact(forecast)) {
        json_t *point = point_of(&forecast->at_due);
        jalon_json_set(point, "weeks", json_null());
        (void)json_array_append_new(horizons, point);
    }
    return horizons;
}

json_t *jalon_forecast_json_short(const struct jalon_forecast_report *report)
{
    json_t *json = json_object();
    jalon_json_set_text(json, "target", report->target->code);
    jalon_json_set_date(json, "target_on", report->forecast->due_on);
    set_headline(json, report->forecast);
    set_method(json, report->forecast);
    jalon_json_set(json, "horizons", horizons_of(report->forecast));
    return json;
}

static json_t *variant_of(const struct jalon_forecast *variant)
{
    json_t *json = json_object();
    jalon_json_set_int(json, "median_weeks", variant->model.median_weeks);
    set_headline(json, variant);
    return json;
}

static json_t *variants_of(const struct jalon_forecast_report *report)
{
    json_t *json = json_array();
    if (report->half != NULL) {
        (void)json_array_append_new(json, variant_of(report->half));
    }
    if (report->twice != NULL) {
        (void)json_array_append_new(json, variant_of(report->twice));
    }
    return json;
}

void jalon_forecast_json(const struct jalon_forecast_report *report, struct jalon_str *out)
{
    const struct jalon_forecast *forecast = report->forecast;
    JALON_AUTO(jalon_json_decref) json_t *json = json_object();
    jalon_json_set_text(json, "schema", "jalon.forecast/1");
    jalon_json_set_text(json, "programme", report->status->programme);
    jalon_json_set_date(json, "as_of", forecast->as_of);
    jalon_json_set(json, "known_at", jalon_json_known_at(report->status));
    jalon_json_set(json, "target", target_of(report));
    jalon_json_set_int(json, "scope", forecast->n);
    jalon_json_set_int(json, "signed", forecast->n_signed);
    jalon_json_set_int(json, "required", forecast->required);
    set_headline(json, forecast);
    jalon_json_set(json, "p_reached", jalon_json_chance(forecast->p_reached));
    jalon_json_set(json, "p_all_first", jalon_json_chance(forecast->p_all_first));
    jalon_json_set(json, "p_all_growing", jalon_json_chance(forecast->p_all_growing));
    jalon_json_set(json, "marks", marks_of(forecast));
    jalon_json_set(json, "fan", fan_of(forecast));
    jalon_json_set(json, "risks", jalon_forecast_json_risks(report, forecast->n_risks));
    set_method(json, forecast);
    jalon_json_set(json, "model", model_of(report));
    jalon_json_set(json, "variants", variants_of(report));
    jalon_json_add_line(json, out);
}
