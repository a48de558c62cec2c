/* Reads what issued reports foresaw, and sums up how it fared. */
#include "report/score.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"

const int jalon_score_percents[JALON_SCORE_PINBALLS] = {10, 50, 90};

static const json_t *find_by_code(const json_t *list, const char *code)
{
    size_t i = 0;
    const json_t *one = NULL;
    json_array_foreach(list, i, one)
    {
        const char *of = jalon_json_text(one, "code");
        if (of != NULL && code != NULL && strcmp(of, code) == 0) {
            return one;
        }
    }
    return NULL;
}

/* Contracts signed on the cut-off, and each week by the pace seen; none beyond the scope. */
static double carry_on(const json_t *report, const json_t *target, int days)
{
    double scope = (double)jalon_json_int(json_object_get(report, "scope"), "current");
    double pace = json_number_value(json_object_get(target, "pace_seen"));
    double n = (double)jalon_json_int(target, "signed") + pace * days / 7;
    return n < scope ? n : scope;
}

static struct jalon_scored_day read_day(const json_t *told)
{
    const json_t *quantiles = json_object_get(told, "quantiles");
    struct jalon_scored_day day = {
        .weeks = (int)jalon_json_int(told, "weeks"),
        .on = jalon_json_date(told, "on"),
        .expected = json_number_value(json_object_get(told, "expected")),
        .has_quantiles = true,
    };
    for (int i = 0; i < JALON_FORECAST_QUANTILES; i++) {
        char key[8];
        (void)snprintf(key, sizeof key, "%d", jalon_forecast_percents[i]);
        day.quantiles[i] = (int)jalon_json_int(quantiles, key);
    }
    day.low80 = day.quantiles[JALON_FORECAST_Q10];
    day.high80 = day.quantiles[JALON_FORECAST_Q90];
    return day;
}

static struct jalon_scored_day read_due(const json_t *forecast)
{
    return (struct jalon_scored_day){
        .on = jalon_json_date(forecast, "target_on"),
        .expected = json_number_value(json_object_get(forecast, "expected")),
        .low80 = (int)jalon_json_int(forecast, "low80"),
        .high80 = (int)jalon_json_int(forecast, "high80"),
    };
}

static void add_day(struct jalon_scored *scored, struct jalon_scored_day day)
{
    /* what the report said of a day that was over, or of none, was no forecast */
    if (jalon_date_is_set(day.on) && jalon_date_compare(day.on, scored->as_of) > 0 &&
        scored->n_days < JALON_COUNT(scored->days)) {
        scored->days[scored->n_days++] = day;
    }
}

static void read_days(const json_t *forecast, struct jalon_scored *scored)
{
    const json_t *horizons = json_object_get(forecast, "horizons");
    size_t i = 0;
    const json_t *told = NULL;
    if (!json_is_array(horizons)) { /* it was issued before reports told them */
        add_day(scored, read_due(forecast));
        return;
    }
    json_array_foreach(horizons, i, told)
    {
        add_day(scored, read_day(told));
    }
}

static void read_chances(const json_t *risks, struct jalon_arena *arena,
                         struct jalon_scored *scored)
{
    size_t i = 0;
    const json_t *told = NULL;
    scored->chances = jalon_arena_array(arena, json_array_size(risks), sizeof *scored->chances);
    json_array_foreach(risks, i, told)
    {
        const char *code = jalon_json_text(told, "code");
        if (code != NULL) {
            scored->chances[scored->n_chances++] = (struct jalon_scored_chance){
                .code = jalon_arena_strdup(arena, code),
                .p = json_number_value(json_object_get(told, "p_signed"))};
        }
    }
}

bool jalon_scored_read(const json_t *report, struct jalon_arena *arena,
                       struct jalon_scored *ret_scored)
{
    const char *schema = jalon_json_text(report, "schema");
    const json_t *forecast = json_object_get(report, "forecast");
    const json_t *target =
        find_by_code(json_object_get(report, "targets"), jalon_json_text(forecast, "target"));
    *ret_scored = (struct jalon_scored){.as_of = jalon_json_date(report, "as_of")};
    if (schema == NULL || strcmp(schema, "jalon.weekly/1") != 0 ||
        !jalon_date_is_set(ret_scored->as_of)) {
        return false;
    }
    if (target == NULL) {
        return true;
    }
    ret_scored->target = jalon_arena_strdup(arena, jalon_json_text(target, "code"));
    ret_scored->instrument = jalon_arena_strdup(arena, jalon_json_text(target, "instrument"));
    ret_scored->p_all = json_number_value(json_object_get(forecast, "p_all"));
    read_days(forecast, ret_scored);
    read_chances(json_object_get(report, "at_risk"), arena, ret_scored);
    for (size_t i = 0; i < ret_scored->n_days; i++) {
        struct jalon_scored_day *day = &ret_scored->days[i];
        day->baseline = carry_on(report, target, jalon_date_diff(day->on, ret_scored->as_of));
    }
    return true;
}

const struct jalon_scored_day *jalon_scored_due(const struct jalon_scored *scored)
{
    const struct jalon_scored_day *last =
        scored->n_days > 0 ? &scored->days[scored->n_days - 1] : NULL;
    return last != NULL && last->weeks == 0 ? last : NULL;
}

void jalon_scored_cut(struct jalon_scored *scored, struct jalon_date until)
{
    size_t n = 0;
    for (size_t i = 0; i < scored->n_days; i++) {
        if (jalon_date_compare(scored->days[i].on, until) <= 0) {
            scored->days[n++] = scored->days[i];
        }
    }
    scored->n_days = n;
    if (jalon_scored_due(scored) == NULL) {
        scored->n_chances = 0;
    }
}

bool jalon_scored_is_afterwards(const struct jalon_scored *scored,
                                const struct jalon_scored_day *day)
{
    return jalon_date_compare(scored->issued_on, day->on) > 0;
}

bool jalon_scored_is_covered(const struct jalon_scored_day *day)
{
    return jalon_score_is_covered(day->low80, day->high80, day->n_signed);
}

void jalon_score_free(struct jalon_score *score)
{
    if (score != NULL) {
        jalon_status_free(score->status);
        jalon_arena_free(score->arena);
        free(score);
    }
}

void jalon_score_freep(struct jalon_score **score)
{
    jalon_score_free(*score);
    *score = NULL;
}

bool jalon_scored_pinball(const struct jalon_scored_day *day, int i, double *ret_loss)
{
    const int quantiles[JALON_SCORE_PINBALLS] = {day->low80, day->quantiles[JALON_FORECAST_Q50],
                                                 day->high80};
    if (jalon_score_percents[i] == 50 && !day->has_quantiles) {
        return false;
    }
    *ret_loss = jalon_score_pinball(jalon_score_percents[i], quantiles[i], day->n_signed);
    return true;
}

static void sum(struct jalon_score_sum *to, const struct jalon_scored *scored,
                const struct jalon_scored_day *day)
{
    to->n++;
    to->n_covered += jalon_scored_is_covered(day);
    to->n_afterwards += jalon_scored_is_afterwards(scored, day);
    if (day->has_quantiles) {
        double miss = day->baseline - day->n_signed;
        to->n_crps++;
        to->crps += jalon_score_crps_quantiles(day->quantiles, day->n_signed);
        to->baseline += miss < 0 ? -miss : miss;
    }
}

static void sum_day(struct jalon_score_summary *summary, const struct jalon_scored *scored,
                    const struct jalon_scored_day *day)
{
    double loss = 0;
    sum(&summary->all, scored, day);
    if (day->weeks == 0) {
        sum(&summary->due, scored, day);
    }
    for (int i = 0; i < JALON_FORECAST_AHEAD; i++) {
        if (day->weeks == jalon_forecast_ahead[i]) {
            sum(&summary->ahead[i], scored, day);
        }
    }
    for (int i = 0; i < JALON_SCORE_PINBALLS; i++) {
        if (jalon_scored_pinball(day, i, &loss)) {
            summary->n_pinballs[i]++;
            summary->pinballs[i] += loss;
        }
    }
}

static void sum_chances(struct jalon_score_summary *summary, const struct jalon_scored *scored)
{
    if (jalon_scored_due(scored) == NULL) {
        return;
    }
    summary->n_all++;
    summary->brier_all += jalon_score_brier(scored->p_all, scored->all_signed);
    for (size_t i = 0; i < scored->n_chances; i++) {
        const struct jalon_scored_chance *chance = &scored->chances[i];
        if (chance->is_known) {
            summary->n_chances++;
            summary->brier_chances += jalon_score_brier(chance->p, chance->is_signed);
            jalon_score_bin_add(summary->bins, chance->p, chance->is_signed);
        }
    }
}

void jalon_score_summarise(const struct jalon_scored *reports, size_t n,
                           struct jalon_score_summary *ret_summary)
{
    *ret_summary = (struct jalon_score_summary){.n_all = 0};
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < reports[i].n_days; j++) {
            sum_day(ret_summary, &reports[i], &reports[i].days[j]);
        }
        sum_chances(ret_summary, &reports[i]);
    }
}
