/* What stands behind a figure of the report. */
#include <string.h>

#include "base/mem.h"
#include "base/nearest.h"
#include "report/report_messages.h"
#include "report/weekly.h"

/* Of days, paces and chances there is nothing to list. */
static bool counts_contracts(const char *code)
{
    static const char *const endings[] = {".days_left", ".of", ".pace_needed"};
    const char *ending = strrchr(code, '.');
    for (size_t i = 0; ending != NULL && i < JALON_COUNT(endings); i++) {
        if (strcmp(ending, endings[i]) == 0) {
            return false;
        }
    }
    return strncmp(code, "forecast.", 9) != 0 && strcmp(code, "restatements") != 0;
}

/* A pace is told in tenths a week, a share in tenths of a percent: neither is a sum. */
static bool is_sum(const struct jalon_figure *figure)
{
    return !figure->tenths;
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
    return is_sum(ret_figure) && sum != ret_figure->value
               ? jalon_fail(err, &jalon_msg_report_sums_differ, code)
               : 0;
}
