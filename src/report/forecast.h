/*
 * A forecast as people and programs read it: with the status that it starts from, the names of the
 * contracts, and what it rests on.
 */
#pragma once

#include <jansson.h>

#include "domain/forecast_input.h"
#include "report/status.h"

struct jalon_at_risk; /* report/at_risk.h */

struct jalon_forecast_report {
    const struct jalon_status *status; /* on the cut-off */
    struct jalon_status *own_status;   /* the same; NULL: it is the caller's */
    struct jalon_forecast *forecast;
    struct jalon_forecast *half, *twice; /* with half and double the assumed median, when nothing
                                            was signed yet; else NULL */
    const struct jalon_forecast_def *assumed; /* these three are the programme's */
    const struct jalon_target_def *target;
    const struct jalon_instrument_def *instrument; /* what is awaited */
    const char **names;                            /* of the contracts of `risks` */
    struct jalon_at_risk *at_risk; /* of the first ones of `risks`; NULL: not looked for */
    size_t n_at_risk;
    struct jalon_arena *arena; /* owns the names */
};
void jalon_forecast_report_free(struct jalon_forecast_report *report); /* accepts NULL */
void jalon_forecast_report_freep(struct jalon_forecast_report **report);

/* So many of the contracts most at risk are told. */
enum { JALON_FORECAST_RISKS_TOLD = 10 };

/* Between which percents a chance is said to lie: the same for "35 %", 0 and 5 for "< 5 %". */
struct jalon_chance {
    int least, most;
};
struct jalon_chance jalon_chance_of(double p, bool is_fact);

/*
 * "35 %": to the next 5 points, for a chance is not known any better; "< 5 %" and "> 95 %" at the
 * ends. IS_FACT: nothing is left to chance, so that 0 % and 100 % are told. What already happened
 * is told as 100 % at any time: of what has not, P is less than 1.
 */
void jalon_phrase_chance(struct jalon_str *out, enum jalon_lang lang, double p, bool is_fact);
/* Is nothing left to chance, as the due day is over? Until then more may enter, and be signed. */
bool jalon_forecast_is_fact(const struct jalon_forecast *forecast);
/* Are there contracts at risk to be told? */
bool jalon_forecast_has_risks(const struct jalon_forecast *forecast);

/* The headline, two sentences: what is expected by the due day, and whether all will be signed. */
void jalon_phrase_forecast(struct jalon_str *out, enum jalon_lang lang,
                           const struct jalon_forecast_report *report);

/* What the forecast learned from, and what was assumed before: a paragraph each. */
void jalon_phrase_forecast_basis(struct jalon_str *out, enum jalon_lang lang,
                                 const struct jalon_forecast_report *report);
void jalon_phrase_forecast_assumed(struct jalon_str *out, enum jalon_lang lang,
                                   const struct jalon_forecast_report *report);

/* The contracts least likely to be signed by the due day, as plain text; nothing when nothing is
 * left to chance. */
void jalon_forecast_text_risks(struct jalon_str *out, enum jalon_lang lang,
                               const struct jalon_forecast_report *report);

/* The line of one of them. */
void jalon_forecast_text_risk(struct jalon_str *out, enum jalon_lang lang,
                              const struct jalon_forecast_report *report, size_t at);

/* Plain text in 80 columns. */
void jalon_forecast_text(const struct jalon_forecast_report *report, enum jalon_lang lang,
                         struct jalon_str *out);
/* jalon.forecast/1, one line. */
void jalon_forecast_json(const struct jalon_forecast_report *report, struct jalon_str *out);

/* The short form of a weekly report: "forecast" and "at_risk" of jalon.weekly/1. */
json_t *jalon_forecast_json_short(const struct jalon_forecast_report *report);
json_t *jalon_forecast_json_risks(const struct jalon_forecast_report *report, size_t most);
/* A chance as a number of six digits: the draws give no more. */
json_t *jalon_json_chance(double p);
