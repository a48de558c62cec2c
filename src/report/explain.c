/* What stands behind a figure of the report. */
#include <string.h>

#include "base/mem.h"
#include "base/nearest.h"
#include "report/report_messages.h"
#include "report/weekly.h"

/* Of days, weeks, paces and chances there is nothing to list. */
static bool counts_contracts(const char *code)
{
    static const char *const endings[] = {".days_left", ".of",     ".pace_needed", ".least",
                                          ".most",      ".status", ".declared"};
    const char *ending = strrchr(code, '.');
    for (size_t i = 0; ending != NULL && i < JALON_COUNT(endings); i++) {
        if (strcmp(ending, endings[i]) == 0) {
            return false;
        }
    }
    return strncmp(code, "forecast.", 9) != 0 && strncmp(code, "earned.", 7) != 0 &&
           strncmp(code, "trust.", 6) != 0 && strncmp(code, "decisions.", 10) != 0 &&
           strcmp(code, "restatements") != 0;
}

/* The share of WEIGHT that a sum of it is, as the report has it. */
static bool is_share(const struct jalon_weekly *weekly, const struct jalon_figure *figure,
                     int64_t sum)
{
    for (size_t i = 0; i < weekly->status.n_weights; i++) {
        const struct jalon_weight_figures *weight = &weekly->status.weights[i];
        struct jalon_weight_figures part = *weight;
        int tenths = 0;
        part.of_signed = &sum;
        size_t n = strlen(weight->code);
        if (strncmp(figure->code + strlen("weights."), weight->code, n) == 0 &&
            figure->code[strlen("weights.") + n] == '.') {
            return jalon_weight_share(&part, 0, &tenths) == figure->known &&
                   tenths == figure->value;
        }
    }
    return false;
}

/* Is the figure what SUM makes of it? */
static bool is_of_sum(const struct jalon_weekly *weekly, const struct jalon_figure *figure,
                      int64_t sum)
{
    if (!figure->tenths) {
        return sum == figure->value;
    }
    return strncmp(figure->code, "weights.", strlen("weights.")) == 0
               ? is_share(weekly, figure, sum)
               : jalon_pace_seen((int)sum, weekly->status.pace_days) == figure->value;
}

static int find(const struct jalon_weekly *weekly, const char *code,
                struct jalon_figure *ret_figure, struct jalon_err *err)
{
    size_t n = 0;
    struct jalon_arena *arena = weekly->status.arena;
    const struct jalon_figure *figures = jalon_weekly_figures(weekly, arena, &n);
    const char **codes = jalon_arena_array(arena, n, sizeof *codes);
    for (size_t i = 0; i < n; i++) {
        codes[i] = figures[i].code;
        if (strcmp(codes[i], code) == 0) {
            *ret_figure = figures[i];
            return 0;
        }
    }
    const char *nearest = jalon_nearest(code, codes, n);
    return jalon_fail(err, &jalon_msg_unknown_figure, code,
                      nearest != NULL ? nearest : "instruments.contrat.signed");
}

int jalon_weekly_explain(const struct jalon_weekly *weekly, const char *code,
                         struct jalon_figure *ret_figure, struct jalon_err *err)
{
    int64_t sum = 0;
    if (find(weekly, code, ret_figure, err) < 0) {
        return -1;
    }
    if (!counts_contracts(code)) {
        return jalon_fail(err, &jalon_msg_figure_counts_none, code);
    }
    for (size_t i = 0; i < weekly->n_counted; i++) {
        sum += weekly->counted[i].value;
    }
    return is_of_sum(weekly, ret_figure, sum)
               ? 0
               : jalon_fail(err, &jalon_msg_report_sums_differ, code);
}
