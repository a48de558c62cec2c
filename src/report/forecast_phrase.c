/* The sentences about a forecast. */
#include <math.h>
#include <stdlib.h>

#include "report/forecast.h"
#include "report/words.h"

void jalon_forecast_report_free(struct jalon_forecast_report *report)
{
    if (report != NULL) {
        jalon_status_free(report->own_status);
        jalon_forecast_free(report->forecast);
        jalon_forecast_free(report->half);
        jalon_forecast_free(report->twice);
        jalon_arena_free(report->arena);
        free(report);
    }
}

void jalon_forecast_report_freep(struct jalon_forecast_report **report)
{
    jalon_forecast_report_free(*report);
    *report = NULL;
}

bool jalon_forecast_is_fact(const struct jalon_forecast *forecast)
{
    return jalon_date_compare(forecast->due_on, forecast->as_of) <= 0;
}

bool jalon_forecast_has_risks(const struct jalon_forecast *forecast)
{
    return forecast->n_risks > 0 && !jalon_forecast_is_fact(forecast);
}

static void say_percent(struct jalon_str *out, enum jalon_lang lang, int percent)
{
    JALON_AUTO(jalon_str_done) struct jalon_str number = {0};
    jalon_str_addf(&number, "%d", percent);
    jalon_say(out, lang, JALON_WORD_PERCENT, jalon_str_text(&number));
}

struct jalon_chance jalon_chance_of(double p, bool is_fact)
{
    enum { STEP = 5 };
    int percent = (int)lround(p * 100);
    int rounded = STEP * (int)lround(p * 100 / STEP);
    if (is_fact || p >= 1) {
        return (struct jalon_chance){percent, percent};
    }
    if (p < STEP / 100.0) {
        return (struct jalon_chance){0, STEP};
    }
    if (p > 1 - STEP / 100.0) {
        return (struct jalon_chance){100 - STEP, 100};
    }
    return (struct jalon_chance){rounded, rounded};
}

void jalon_phrase_chance(struct jalon_str *out, enum jalon_lang lang, double p, bool is_fact)
{
    struct jalon_chance chance = jalon_chance_of(p, is_fact);
    bool is_above = chance.least < chance.most && chance.most == 100;
    if (chance.least < chance.most) {
        jalon_str_add(out, is_above ? ">\u00A0" : "<\u00A0");
    }
    say_percent(out, lang, is_above ? chance.least : chance.most);
}

static void say_int(struct jalon_str *out, int number)
{
    jalon_str_addf(out, "%d", number);
}

void jalon_phrase_forecast(struct jalon_str *out, enum jalon_lang lang,
                           const struct jalon_forecast_report *report)
{
    const struct jalon_forecast *forecast = report->forecast;
    const struct jalon_forecast_point *due = &forecast->at_due;
    bool is_fact = jalon_forecast_is_fact(forecast);
    JALON_AUTO(jalon_str_done) struct jalon_str expected = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str low = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str high = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str chance = {0};
    struct jalon_date_long day = jalon_date_long(forecast->due_on, lang);
    int n = is_fact ? due->quantiles[JALON_FORECAST_Q50] : (int)lround(due->expected);
    say_int(&expected, n);
    jalon_str_add_char(&expected, ' ');
    jalon_say_noun(&expected, lang, report->instrument->label.text[lang], n, false);
    say_int(&low, due->quantiles[JALON_FORECAST_Q10]);
    say_int(&high, due->quantiles[JALON_FORECAST_Q90]);
    jalon_phrase_chance(&chance, lang, forecast->p_all, is_fact);
    if (is_fact) {
        jalon_say(out, lang, JALON_WORD_FORECAST_FACT, day.text, jalon_str_text(&expected));
    } else {
        jalon_say(out, lang, JALON_WORD_FORECAST_EXPECTED, day.text, jalon_str_text(&expected),
                  jalon_str_text(&low), jalon_str_text(&high));
    }
    jalon_str_add_char(out, ' ');
    jalon_say(out, lang, JALON_WORD_FORECAST_ALL, day.text, jalon_str_text(&chance));
}

void jalon_phrase_forecast_basis(struct jalon_str *out, enum jalon_lang lang,
                                 const struct jalon_forecast_report *report)
{
    const struct jalon_forecast *forecast = report->forecast;
    JALON_AUTO(jalon_str_done) struct jalon_str events = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str weeks = {0};
    jalon_say_count(&events, lang, JALON_COUNT_SIGNATURES_DATED, forecast->n_events);
    jalon_say_count(&weeks, lang, JALON_COUNT_WEEKS, forecast->weeks);
    if (forecast->is_prior) {
        jalon_say(out, lang, JALON_WORD_FORECAST_NOTHING_SEEN,
                  report->instrument->label.text[lang]);
    } else {
        jalon_say(out, lang, JALON_WORD_FORECAST_SEEN, jalon_str_text(&events),
                  jalon_str_text(&weeks));
    }
    if (forecast->is_thin) {
        jalon_str_add_char(out, ' ');
        jalon_str_add(out, jalon_word(lang, JALON_WORD_FORECAST_THIN));
    }
}

void jalon_phrase_forecast_assumed(struct jalon_str *out, enum jalon_lang lang,
                                   const struct jalon_forecast_report *report)
{
    const struct jalon_forecast_def *assumed = report->assumed;
    JALON_AUTO(jalon_str_done) struct jalon_str weeks = {0};
    jalon_say_count(&weeks, lang, JALON_COUNT_WEEKS, report->forecast->model.median_weeks);
    if (assumed->is_declared) {
        jalon_say(out, lang, JALON_WORD_FORECAST_ASSUMED, jalon_str_text(&weeks),
                  jalon_date_long(assumed->as_of, lang).text, assumed->source);
    } else {
        jalon_say(out, lang, JALON_WORD_FORECAST_ASSUMED_BY_DEFAULT, jalon_str_text(&weeks));
    }
}
