/* The weekly report as one self-contained page. */
#include "report/at_risk.h"
#include "report/chart.h"
#include "report/map_page.h"
#include "report/page.h"
#include "report/phrase.h"
#include "report/weekly_plan.h"

extern const char *const jalon_weekly_style; /* weekly_style.css */

static void cell_change(struct jalon_page *page, int number)
{
    jalon_say_change(&page->line, number);
    jalon_page_line(page, "td", NULL);
}

/* A table whose caption is a word; the head's row is open. */
static void begin_table(struct jalon_page *page, enum jalon_word caption)
{
    jalon_page_table_begin(page, jalon_word(page->lang, caption));
}

static void add_top(struct jalon_page *page, const struct jalon_weekly *weekly)
{
    const struct jalon_status *status = &weekly->status;
    jalon_html_open(page->html, "header");
    jalon_phrase_title(&page->line, page->lang, status);
    jalon_page_line(page, "h1", NULL);
    jalon_str_add(&page->line, status->name.text[page->lang]);
    jalon_str_add(&page->line, " \u00B7 ");
    jalon_say(&page->line, page->lang, JALON_WORD_WEEK, jalon_week_text(weekly->week).text,
              jalon_date_long(weekly->from, page->lang).text,
              jalon_date_long(weekly->to, page->lang).text);
    jalon_page_line(page, "p", NULL);
    jalon_phrase_known(&page->line, page->lang, status);
    jalon_page_line(page, "p", "soft");
    if (status->provisional) {
        jalon_str_add(&page->line, jalon_word(page->lang, JALON_WORD_PROVISIONAL));
        jalon_page_line(page, "p", "warning");
    }
    jalon_html_close(page->html);
}

static void add_forecast(struct jalon_page *page, const struct jalon_weekly *weekly)
{
    const struct jalon_forecast_report *forecast = weekly->forecast;
    if (forecast != NULL) {
        jalon_page_heading(page, JALON_WORD_FORECAST);
        jalon_phrase_forecast(&page->line, page->lang, forecast);
        jalon_page_line(page, "p", "headline");
        jalon_phrase_forecast_basis(&page->line, page->lang, forecast);
        jalon_page_line(page, "p", NULL);
        jalon_phrase_forecast_assumed(&page->line, page->lang, forecast);
        jalon_page_line(page, "p", "soft");
    }
}

static void add_names(struct jalon_page *page, const struct jalon_weekly *weekly, size_t first,
                      size_t end)
{
    jalon_html_open(page->html, "ul");
    for (size_t i = first; i < end;) {
        i = jalon_phrase_names(&page->line, page->lang, weekly, i, end,
                               end - first <= JALON_NAMES_MAX);
        jalon_page_line(page, "li", NULL);
    }
    jalon_html_close(page->html);
}

static void add_changes(struct jalon_page *page, const struct jalon_weekly *weekly)
{
    jalon_page_heading(page, JALON_WORD_CHANGES);
    if (weekly->n_changes == 0) {
        jalon_html_line(page->html, jalon_word(page->lang, JALON_WORD_NO_CHANGE), "p");
        return;
    }
    jalon_html_open(page->html, "ul");
    for (size_t first = 0; first < weekly->n_changes;) {
        size_t end = jalon_change_group_end(weekly, first);
        jalon_html_open(page->html, "li");
        jalon_phrase_change(&page->line, page->lang, weekly, first, end);
        jalon_page_text(page);
        add_names(page, weekly, first, end);
        jalon_html_close(page->html);
        first = end;
    }
    jalon_html_close(page->html);
}

static void add_restatements(struct jalon_page *page, const struct jalon_weekly *weekly)
{
    if (weekly->n_restatements == 0) {
        return;
    }
    jalon_page_heading(page, JALON_WORD_RESTATEMENTS);
    jalon_html_open(page->html, "ul");
    for (size_t i = 0; i < weekly->n_restatements; i++) {
        jalon_phrase_restatement(&page->line, page->lang, weekly, &weekly->restatements[i]);
        jalon_page_line(page, "li", NULL);
    }
    jalon_html_close(page->html);
    jalon_html_line(page->html, jalon_word(page->lang, JALON_WORD_RESTATED_NOTE), "p", "class",
                    "soft");
}

static void add_burnup(struct jalon_page *page, const struct jalon_weekly *weekly)
{
    if (weekly->n_series < 2) {
        return;
    }
    jalon_page_heading(page, JALON_WORD_CHART_BURNUP);
    jalon_html_open(page->html, "figure");
    jalon_html_open(page->html, "div", "class", "chart", "role", "region", "tabindex", "0",
                    "aria-label", jalon_word(page->lang, JALON_WORD_CHART_BURNUP));
    jalon_chart_burnup(page->html, page->lang, weekly);
    jalon_html_close(page->html);
    jalon_html_line(page->html, jalon_word(page->lang, JALON_WORD_CHART_BURNUP_NOTE), "figcaption",
                    "class", "soft");
    jalon_html_close(page->html);
    jalon_html_open(page->html, "details");
    jalon_html_line(page->html, jalon_word(page->lang, JALON_WORD_CHART_NUMBERS), "summary");
    jalon_html_open(page->html, "div", "class", "scroll", "role", "region", "tabindex", "0",
                    "aria-label", jalon_word(page->lang, JALON_WORD_CHART_NUMBERS));
    jalon_html_open(page->html, "table");
    jalon_html_line(page->html, jalon_word(page->lang, JALON_WORD_CHART_BURNUP), "caption");
    jalon_chart_burnup_rows(page->html, page->lang, weekly);
    jalon_html_close(page->html);
    jalon_html_close(page->html);
    jalon_html_close(page->html);
}

static void add_targets(struct jalon_page *page, const struct jalon_weekly *weekly)
{
    const struct jalon_status *status = &weekly->status;
    jalon_page_heading(page, JALON_WORD_TARGETS);
    jalon_html_open(page->html, "ul");
    if (status->n_targets == 0) {
        jalon_html_line(page->html, jalon_word(page->lang, JALON_WORD_NO_TARGET), "li");
    }
    for (size_t i = 0; i < status->n_targets; i++) {
        jalon_html_open(page->html, "li");
        jalon_phrase_target(&page->line, page->lang, status, &status->targets[i]);
        jalon_page_text(page);
        jalon_html_void(page->html, "br");
        jalon_phrase_progress(&page->line, page->lang, status, &status->targets[i]);
        jalon_page_text(page);
        jalon_html_close(page->html);
    }
    jalon_html_close(page->html);
}

static void add_states(struct jalon_page *page, const struct jalon_weekly *weekly)
{
    const struct jalon_status *status = &weekly->status;
    jalon_page_heading(page, JALON_WORD_STATES);
    jalon_phrase_scope(&page->line, page->lang, status);
    jalon_page_line(page, "p", NULL);
    jalon_phrase_scope_week(&page->line, page->lang, status);
    jalon_page_line(page, "p", NULL);
    begin_table(page, JALON_WORD_STATES);
    jalon_page_column_word(page, JALON_WORD_STATE);
    jalon_page_column_word(page, JALON_WORD_TERRITORIES);
    jalon_page_column_word(page, JALON_WORD_THIS_WEEK);
    jalon_page_table_body(page);
    for (size_t i = 0; i < status->n_states; i++) {
        jalon_page_row(page, status->states[i].label.text[page->lang]);
        jalon_page_cell_int(page, status->states[i].n);
        cell_change(page, status->states[i].change);
        jalon_html_close(page->html);
    }
    jalon_page_row(page, jalon_word(page->lang, JALON_WORD_TOTAL));
    jalon_page_cell_int(page, status->scope.current);
    cell_change(page, jalon_status_scope_change(status));
    jalon_html_close(page->html);
    jalon_page_table_end(page);
}

static void add_instruments(struct jalon_page *page, const struct jalon_weekly *weekly)
{
    const struct jalon_status *status = &weekly->status;
    jalon_page_heading(page, JALON_WORD_INSTRUMENTS);
    begin_table(page, JALON_WORD_INSTRUMENTS);
    jalon_page_column_word(page, JALON_WORD_INSTRUMENT);
    jalon_page_column_word(page, JALON_WORD_SIGNED);
    jalon_page_column_word(page, JALON_WORD_THIS_WEEK);
    jalon_page_column_word(page, JALON_WORD_PARTIAL);
    jalon_page_table_body(page);
    for (size_t i = 0; i < status->n_instruments; i++) {
        const struct jalon_instrument_figures *instrument = &status->instruments[i];
        if (jalon_instrument_is_shown(instrument)) {
            jalon_page_row(page, instrument->label.text[page->lang]);
            jalon_page_cell_int(page, instrument->n_signed);
            cell_change(page, instrument->this_week);
            jalon_page_cell_int(page, instrument->partial);
            jalon_html_close(page->html);
        }
    }
    jalon_page_table_end(page);
}

static void add_region(struct jalon_page *page, const struct jalon_weekly *weekly,
                       const struct jalon_region_figures *region)
{
    const struct jalon_status *status = &weekly->status;
    jalon_page_row(page, jalon_region_name(weekly, page->lang, region->code));
    jalon_page_cell_int(page, region->n);
    for (size_t i = 0; i < status->n_instruments; i++) {
        if (jalon_instrument_is_shown(&status->instruments[i])) {
            jalon_str_addf(&page->line, "%d", region->n_signed[i]);
            if (region->this_week[i] != 0) {
                jalon_str_addf(&page->line, " (+%d)", region->this_week[i]);
            }
            jalon_page_line(page, "td", NULL);
        }
    }
    jalon_html_close(page->html);
}

static void add_regions(struct jalon_page *page, const struct jalon_weekly *weekly)
{
    const struct jalon_status *status = &weekly->status;
    jalon_page_heading(page, JALON_WORD_REGIONS);
    if (jalon_chart_tiles_fit(weekly)) {
        jalon_html_open(page->html, "figure");
        jalon_chart_tiles(page->html, page->lang, weekly);
        jalon_html_close(page->html);
    }
    begin_table(page, JALON_WORD_REGIONS);
    jalon_page_column_word(page, JALON_WORD_REGION);
    jalon_page_column_word(page, JALON_WORD_TERRITORIES);
    for (size_t i = 0; i < status->n_instruments; i++) {
        if (jalon_instrument_is_shown(&status->instruments[i])) {
            JALON_AUTO(jalon_str_done) struct jalon_str head = {0};
            jalon_phrase_instrument(&head, page->lang, status, &status->instruments[i]);
            jalon_page_column(page, jalon_str_text(&head));
        }
    }
    jalon_page_table_body(page);
    for (size_t i = 0; i < weekly->n_regions; i++) {
        add_region(page, weekly, &weekly->regions[i]);
    }
    jalon_page_table_end(page);
    jalon_html_line(page->html, jalon_word(page->lang, JALON_WORD_REGIONS_NOTE), "p", "class",
                    "soft");
}

static void add_risk_facts(struct jalon_page *page, const struct jalon_at_risk *at)
{
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    jalon_phrase_risk(&line, page->lang, at);
    jalon_page_cell_left(page, jalon_str_text(&line));
    jalon_str_clear(&line);
    if (at->has_step) {
        jalon_phrase_step(&line, page->lang, &at->step);
    }
    jalon_page_cell_left(page, jalon_str_text(&line));
    jalon_page_cell_int(page, at->days_in_state);
    jalon_page_cell_left(page, jalon_date_long(at->touched_on, page->lang).text);
}

static void add_risks(struct jalon_page *page, const struct jalon_weekly *weekly)
{
    const struct jalon_forecast_report *report = weekly->forecast;
    if (report == NULL || !jalon_forecast_has_risks(report->forecast)) {
        return;
    }
    jalon_page_heading(page, JALON_WORD_FORECAST_RISKS);
    begin_table(page, JALON_WORD_FORECAST_RISKS);
    jalon_page_column_word(page, JALON_WORD_TERRITORY);
    jalon_page_column_left(page, JALON_WORD_CODE);
    jalon_page_column_word(page, JALON_WORD_FORECAST_CHANCE);
    if (report->at_risk != NULL) {
        jalon_page_column_left(page, JALON_WORD_RISK_WHY);
        jalon_page_column_left(page, JALON_WORD_RISK_STEP);
        jalon_page_column_word(page, JALON_WORD_RISK_IN_STATE);
        jalon_page_column_left(page, JALON_WORD_RISK_LAST);
    }
    jalon_page_table_body(page);
    for (size_t i = 0; i < report->forecast->n_risks && i < JALON_FORECAST_RISKS_TOLD; i++) {
        const struct jalon_forecast_risk *risk = &report->forecast->risks[i];
        jalon_page_row(page, report->names[i]);
        jalon_page_cell_code(page, risk->code);
        jalon_phrase_chance(&page->line, page->lang, risk->p_signed, false);
        jalon_page_line(page, "td", NULL);
        if (i < report->n_at_risk) {
            add_risk_facts(page, &report->at_risk[i]);
        }
        jalon_html_close(page->html);
    }
    jalon_page_table_end(page);
}

static void add_cohorts(struct jalon_page *page, const struct jalon_weekly *weekly)
{
    const struct jalon_status *status = &weekly->status;
    if (status->n_cohorts == 0) {
        return;
    }
    jalon_page_heading(page, JALON_WORD_COHORTS);
    begin_table(page, JALON_WORD_COHORTS);
    jalon_page_column_word(page, JALON_WORD_COHORT);
    jalon_page_column_word(page, JALON_WORD_TERRITORIES);
    for (size_t i = 0; i < status->n_instruments; i++) {
        if (jalon_instrument_is_shown(&status->instruments[i])) {
            jalon_page_column(page, status->instruments[i].label.text[page->lang]);
        }
    }
    jalon_page_table_body(page);
    for (size_t k = 0; k < status->n_cohorts; k++) {
        jalon_page_row(page, status->cohorts[k].label.text[page->lang]);
        jalon_page_cell_int(page, status->cohorts[k].n);
        for (size_t i = 0; i < status->n_instruments; i++) {
            if (jalon_instrument_is_shown(&status->instruments[i])) {
                jalon_phrase_cohort(&page->line, page->lang, &status->cohorts[k], i);
                jalon_page_line(page, "td", NULL);
            }
        }
        jalon_html_close(page->html);
    }
    jalon_page_table_end(page);
}

static void add_weight(struct jalon_page *page, const struct jalon_weekly *weekly,
                       const struct jalon_weight_figures *weight)
{
    const struct jalon_status *status = &weekly->status;
    jalon_phrase_weight(&page->line, page->lang, weight);
    jalon_page_line(page, "h2", NULL);
    begin_table(page, JALON_WORD_WEIGHT_SCOPE);
    jalon_page_column_word(page, JALON_WORD_INSTRUMENT);
    jalon_page_column(page, weight->unit.text[page->lang]);
    jalon_page_column_word(page, JALON_WORD_SHARE);
    jalon_page_table_body(page);
    jalon_page_row(page, jalon_word(page->lang, JALON_WORD_WEIGHT_SCOPE));
    jalon_say_number(&page->line, page->lang, weight->total);
    jalon_page_line(page, "td", NULL);
    jalon_page_cell(page, "");
    jalon_html_close(page->html);
    for (size_t i = 0; i < status->n_instruments; i++) {
        if (jalon_instrument_is_shown(&status->instruments[i])) {
            jalon_page_row(page, status->instruments[i].label.text[page->lang]);
            jalon_say_number(&page->line, page->lang, weight->of_signed[i]);
            jalon_page_line(page, "td", NULL);
            jalon_phrase_share(&page->line, page->lang, weight, i);
            jalon_page_line(page, "td", NULL);
            jalon_html_close(page->html);
        }
    }
    jalon_page_table_end(page);
    jalon_phrase_weight_figures(&page->line, page->lang, status, weight);
    jalon_page_line(page, "p", "soft");
}

static void add_definitions(struct jalon_page *page, const struct jalon_weekly *weekly)
{
    jalon_page_heading(page, JALON_WORD_DEFINITIONS);
    jalon_html_open(page->html, "ul");
    for (size_t i = 0; jalon_weekly_definition(&page->line, page->lang, weekly, i); i++) {
        jalon_page_line(page, "li", NULL);
    }
    jalon_html_close(page->html);
}

static void add_anchor(struct jalon_page *page, const struct jalon_weekly *weekly)
{
    const struct jalon_anchor *anchor = &weekly->anchor;
    if (anchor->note == NULL) {
        return;
    }
    jalon_page_heading(page, JALON_WORD_ANCHOR);
    jalon_phrase_anchor(&page->line, page->lang, anchor);
    jalon_page_line(page, "p", NULL);
    jalon_html_open(page->html, "pre", "class", "scroll", "tabindex", "0");
    jalon_html_lines(page->html, anchor->note);
    jalon_html_close(page->html);
    jalon_html_line(page->html, jalon_word(page->lang, JALON_WORD_ANCHOR_FILE), "p");
    jalon_html_line(page->html, jalon_word(page->lang, JALON_WORD_ANCHOR_SINCE), "p");
}

static void add_body(struct jalon_page *page, const struct jalon_weekly *weekly)
{
    const struct jalon_status *status = &weekly->status;
    add_top(page, weekly);
    jalon_html_open(page->html, "main");
    add_forecast(page, weekly);
    add_changes(page, weekly);
    jalon_slips_html(page, weekly->plans);
    add_restatements(page, weekly);
    add_burnup(page, weekly);
    add_targets(page, weekly);
    jalon_map_page(page, weekly);
    add_regions(page, weekly);
    jalon_region_status_html(page, weekly);
    add_risks(page, weekly);
    jalon_earned_html(page, weekly);
    jalon_decision_html(page, weekly);
    add_states(page, weekly);
    add_instruments(page, weekly);
    add_cohorts(page, weekly);
    for (size_t i = 0; i < status->n_weights; i++) {
        add_weight(page, weekly, &status->weights[i]);
    }
    jalon_trust_html(page, weekly);
    add_definitions(page, weekly);
    add_anchor(page, weekly);
    jalon_html_close(page->html);
}

int jalon_weekly_html(const struct jalon_weekly *weekly, enum jalon_lang lang,
                      struct jalon_str *out, struct jalon_err *err)
{
    struct jalon_page page;
    JALON_AUTO(jalon_str_done) struct jalon_str title = {0};
    (void)err;
    jalon_str_addf(&title, "%s, %s", weekly->status.name.text[lang],
                   jalon_week_text(weekly->week).text);
    jalon_page_begin(&page, lang, jalon_str_text(&title),
                     (const char *const[]){jalon_weekly_style, NULL});
    add_body(&page, weekly);
    jalon_page_end(&page, out);
    return 0;
}
