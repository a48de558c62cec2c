/*
 * The portfolio for programs: jalon.portfolio/1, and every figure as CSV. Both are made of what the
 * weekly reports print, so that a figure can never differ from the report that it is taken from.
 */
#include <string.h>

#include "report/json_parts.h"
#include "report/portfolio.h"

static json_t *completing_of(const struct jalon_status *status)
{
    json_t *codes = json_array();
    for (size_t i = 0; i < status->n_instruments; i++) {
        if (status->instruments[i].kind == JALON_INSTRUMENT_COMPLETING) {
            json_array_append_new(codes, json_string(status->instruments[i].code));
        }
    }
    return codes;
}

static int part_json(const struct jalon_weekly *weekly, json_t *parts, struct jalon_err *err)
{
    static const char *const members[] = {"programme", "provisional",   "known_at", "scope",
                                          "states",    "state_changes", "changes",  "instruments",
                                          "targets",   "forecast"};
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    JALON_AUTO(jalon_json_decref) json_t *report = NULL;
    const struct jalon_target_figures *next = jalon_portfolio_target(&weekly->status);
    if (jalon_weekly_json(weekly, JALON_FR, &text, err) < 0 ||
        jalon_json_parse(jalon_str_text(&text), &report, err) < 0) {
        return -1;
    }
    json_t *part = json_object();
    for (size_t i = 0; i < JALON_COUNT(members); i++) {
        jalon_json_set(part, members[i], json_incref(json_object_get(report, members[i])));
        if (i == 0) {
            jalon_json_set(part, "name", jalon_json_label(weekly->status.name));
        }
    }
    jalon_json_set(part, "completing", completing_of(&weekly->status));
    jalon_json_set_text(part, "next_target", next != NULL ? next->code : NULL);
    json_array_append_new(parts, part);
    return 0;
}

int jalon_portfolio_json(const struct jalon_portfolio *portfolio, enum jalon_lang lang,
                         struct jalon_str *out, struct jalon_err *err)
{
    (void)lang;
    const struct jalon_period *period = &portfolio->period;
    JALON_AUTO(jalon_json_decref) json_t *json = json_object();
    JALON_AUTO(jalon_json_decref) json_t *parts = json_array();
    for (size_t i = 0; i < portfolio->n_parts; i++) {
        if (part_json(portfolio->parts[i].weekly, parts, err) < 0) {
            return -1;
        }
    }
    jalon_json_set_text(json, "schema", "jalon.portfolio/1");
    jalon_json_set_text(json, "week", jalon_week_text(period->week).text);
    jalon_json_set_date(json, "from", period->from);
    jalon_json_set_date(json, "to", period->to);
    jalon_json_set_date(json, "as_of", period->as_of);
    jalon_json_set(json, "provisional", json_boolean(jalon_portfolio_is_provisional(portfolio)));
    jalon_json_set(json, "programmes", json_incref(parts));
    jalon_json_add_line(json, out);
    return 0;
}

/* Rows name their programme: those of all reports under one head. */
int jalon_portfolio_csv(const struct jalon_portfolio *portfolio, enum jalon_lang lang,
                        struct jalon_str *out, struct jalon_err *err)
{
    for (size_t i = 0; i < portfolio->n_parts; i++) {
        JALON_AUTO(jalon_str_done) struct jalon_str rows = {0};
        if (jalon_weekly_csv(portfolio->parts[i].weekly, lang, &rows, err) < 0) {
            return -1;
        }
        const char *text = jalon_str_text(&rows);
        jalon_str_add(out, i == 0 ? text : text + strcspn(text, "\n") + 1);
    }
    return 0;
}
