/*
 * How the forecasts of issued reports fared: what each report foresaw for a day, read from its
 * jalon.weekly/1, what came of it by the books, and the scores of both (domain/score.h).
 */
#pragma once

#include <jansson.h>

#include "domain/score.h"
#include "report/status.h"

/* What a report foresaw for a day: how many contracts would have what the target asks for. */
struct jalon_scored_day {
    int weeks; /* after the cut-off; 0: the due day, however far */
    struct jalon_date on;
    double expected;
    int low80, high80;
    bool has_quantiles; /* older reports tell the interval of the due day alone */
    int quantiles[JALON_FORECAST_QUANTILES];
    double baseline; /* the pace seen in the weeks before, carried on; at most the scope */
    int n_signed;    /* what came of it */
};

struct jalon_scored_chance { /* that a contract at risk is signed by the due day */
    const char *code;
    double p;
    bool is_known, is_signed; /* not known: it left the scope */
};

struct jalon_scored {
    const char *entry; /* that issued it: "ti#2" */
    struct jalon_week week;
    struct jalon_date as_of, issued_on;
    const char *target, *instrument;
    double p_all; /* that all are signed by the due day */
    bool all_signed;
    struct jalon_scored_day days[JALON_FORECAST_AHEAD + 1]; /* the due day is the last one */
    size_t n_days;
    struct jalon_scored_chance *chances; /* of the due day: none while it has not come */
    size_t n_chances;
};

/* Reads what REPORT foresaw, into ARENA, without what it was issued by. No day: it foresaw nothing.
 * False when it is no such document. */
JALON_MUST_CHECK bool jalon_scored_read(const json_t *report, struct jalon_arena *arena,
                                        struct jalon_scored *ret_scored);
/* Leaves out what is about days after UNTIL. */
void jalon_scored_cut(struct jalon_scored *scored, struct jalon_date until);
/* The forecast for the due day; NULL: it is not among the days. */
const struct jalon_scored_day *jalon_scored_due(const struct jalon_scored *scored);
/* Was the report issued when the day was over, so that what came of it could be known? */
bool jalon_scored_is_afterwards(const struct jalon_scored *scored,
                                const struct jalon_scored_day *day);
bool jalon_scored_is_covered(const struct jalon_scored_day *day);

struct jalon_score {
    struct jalon_status *status;  /* on the last day that counts */
    struct jalon_scored *reports; /* that foresaw something for a day that has come, by week */
    size_t n_reports;
    struct jalon_arena *arena; /* owns the reports */
};
void jalon_score_free(struct jalon_score *score); /* accepts NULL */
void jalon_score_freep(struct jalon_score **score);

/* Over the forecasts of one distance, or of all. */
struct jalon_score_sum {
    int n, n_covered, n_afterwards;
    int n_crps; /* those that told enough for a CRPS; the next two sum over them */
    double crps, baseline;
};
/* The pinball losses that a forecast tells enough for, by percent: 10, 50, 90. */
enum { JALON_SCORE_PINBALLS = 3 };
extern const int jalon_score_percents[JALON_SCORE_PINBALLS];
bool jalon_scored_pinball(const struct jalon_scored_day *day, int i, double *ret_loss);

struct jalon_score_summary {
    struct jalon_score_sum all;
    struct jalon_score_sum ahead[JALON_FORECAST_AHEAD], due;
    int n_pinballs[JALON_SCORE_PINBALLS];
    double pinballs[JALON_SCORE_PINBALLS]; /* sums, as the Brier scores */
    int n_all, n_chances;
    double brier_all, brier_chances;
    struct jalon_score_bin bins[JALON_SCORE_BINS]; /* of contracts at risk */
};
void jalon_score_summarise(const struct jalon_scored *reports, size_t n,
                           struct jalon_score_summary *ret_summary);

/* Each adds the whole to OUT. */
void jalon_score_text(const struct jalon_score *score, enum jalon_lang lang, struct jalon_str *out);
void jalon_score_json(const struct jalon_score *score, struct jalon_str *out); /* jalon.score/1 */
void jalon_score_csv(const struct jalon_score *score, struct jalon_str *out);
