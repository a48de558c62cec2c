/* The weekly report as one self-contained page. */
#include "report/chart.h"
#include "report/html.h"
#include "report/phrase.h"

extern const char *const jalon_weekly_style; /* weekly_style.css */

/* A page that is being written, and work space for its sentences. */
struct page {
    struct jalon_html *html;
    const struct jalon_weekly *weekly;
    enum jalon_lang lang;
    struct jalon_str line;
};

/* Ends a sentence as ELEMENT. */
static void end_line(struct page *page, const char *element, const char *class)
{
    if (class != NULL) {
        jalon_html_line(page->html, jalon_str_text(&page->line), element, "class", class);
    } else {
        jalon_html_line(page->html, jalon_str_text(&page->line), element);
    }
    jalon_str_clear(&page->line);
}

static void heading(struct page *page, enum jalon_word word)
{
    jalon_html_line(page->html, jalon_word(page->lang, word), "h2");
}

static void column(struct page *page, const char *raw)
{
    jalon_html_line(page->html, raw, "th", "scope", "col");
}

static void column_word(struct page *page, enum jalon_word word)
{
    column(page, jalon_word(page->lang, word));
}

static void cell(struct page *page, const char *raw)
{
    jalon_html_line(page->html, raw, "td");
}

static void cell_int(struct page *page, int number)
{
    jalon_html_open(page->html, "td");
    jalon_html_int(page->html, number);
    jalon_html_close(page->html);
}

static void cell_change(struct page *page, int number)
{
    jalon_say_change(&page->line, number);
    end_line(page, "td", NULL);
}

static void row(struct page *page, const char *head)
{
    jalon_html_open(page->html, "tr");
    jalon_html_line(page->html, head, "th", "scope", "row");
}

/* A table that scrolls by itself on a narrow screen; the head's row is open. */
static void begin_table(struct page *page, enum jalon_word caption)
{
    const char *name = jalon_word(page->lang, caption);
    jalon_html_open(page->html, "div", "class", "scroll", "role", "region", "tabindex", "0",
                    "aria-label", name);
    jalon_html_open(page->html, "table");
    jalon_html_line(page->html, name, "caption");
}

static void begin_head(struct page *page)
{
    jalon_html_open(page->html, "thead");
    jalon_html_open(page->html, "tr");
}

static void begin_body(struct page *page)
{
    jalon_html_close(page->html);
    jalon_html_close(page->html);
    jalon_html_open(page->html, "tbody");
}

static void end_table(struct page *page)
{
    for (int i = 0; i < 3; i++) {
        jalon_html_close(page->html);
    }
}

static void add_top(struct page *page)
{
    const struct jalon_weekly *weekly = page->weekly;
    const struct jalon_status *status = &weekly->status;
    jalon_html_open(page->html, "header");
    jalon_phrase_title(&page->line, page->lang, status);
    end_line(page, "h1", NULL);
    jalon_str_add(&page->line, status->name.text[page->lang]);
    jalon_str_add(&page->line, " \u00B7 ");
    jalon_say(&page->line, page->lang, JALON_WORD_WEEK, jalon_week_text(weekly->week).text,
              jalon_date_long(weekly->from, page->lang).text,
              jalon_date_long(weekly->to, page->lang).text);
    end_line(page, "p", NULL);
    jalon_phrase_known(&page->line, page->lang, status);
    end_line(page, "p", "soft");
    if (status->provisional) {
        jalon_str_add(&page->line, jalon_word(page->lang, JALON_WORD_PROVISIONAL));
        end_line(page, "p", "warning");
    }
    jalon_html_close(page->html);
}

static void add_forecast(struct page *page)
{
    const struct jalon_forecast_report *forecast = page->weekly->forecast;
    if (forecast != NULL) {
        heading(page, JALON_WORD_FORECAST);
        jalon_phrase_forecast(&page->line, page->lang, forecast);
        end_line(page, "p", "headline");
        jalon_phrase_forecast_basis(&page->line, page->lang, forecast);
        end_line(page, "p", NULL);
        jalon_phrase_forecast_assumed(&page->line, page->lang, forecast);
        end_line(page, "p", "soft");
    }
}

static void add_names(struct page *page, size_t first, size_t end)
{
    jalon_html_open(page->html, "ul");
    for (size_t i = first; i < end;) {
        i = jalon_phrase_names(&page->line, page->lang, page->weekly, i, end,
                               end - first <= JALON_NAMES_MAX);
        end_line(page, "li", NULL);
    }
    jalon_html_close(page->html);
}

static void add_changes(struct page *page)
{
    heading(page, JALON_WORD_CHANGES);
    if (page->weekly->n_changes == 0) {
        jalon_html_line(page->html, jalon_word(page->lang, JALON_WORD_NO_CHANGE), "p");
        return;
    }
    jalon_html_open(page->html, "ul");
    for (size_t first = 0; first < page->weekly->n_changes;) {
        size_t end = jalon_change_group_end(page->weekly, first);
        jalon_html_open(page->html, "li");
        jalon_phrase_change(&page->line, page->lang, page->weekly, first, end);
        jalon_html_text(page->html, jalon_str_text(&page->line));
        jalon_str_clear(&page->line);
        add_names(page, first, end);
        jalon_html_close(page->html);
        first = end;
    }
    jalon_html_close(page->html);
}

static void add_restatements(struct page *page)
{
    const struct jalon_weekly *weekly = page->weekly;
    if (weekly->n_restatements == 0) {
        return;
    }
    heading(page, JALON_WORD_RESTATEMENTS);
    jalon_html_open(page->html, "ul");
    for (size_t i = 0; i < weekly->n_restatements; i++) {
        jalon_phrase_restatement(&page->line, page->lang, weekly, &weekly->restatements[i]);
        end_line(page, "li", NULL);
    }
    jalon_html_close(page->html);
    jalon_html_line(page->html, jalon_word(page->lang, JALON_WORD_RESTATED_NOTE), "p", "class",
                    "soft");
}

static void add_burnup(struct page *page)
{
    if (page->weekly->n_series < 2) {
        return;
    }
    heading(page, JALON_WORD_CHART_BURNUP);
    jalon_html_open(page->html, "figure");
    jalon_html_open(page->html, "div", "class", "chart", "role", "region", "tabindex", "0",
                    "aria-label", jalon_word(page->lang, JALON_WORD_CHART_BURNUP));
    jalon_chart_burnup(page->html, page->lang, page->weekly);
    jalon_html_close(page->html);
    jalon_html_line(page->html, jalon_word(page->lang, JALON_WORD_CHART_BURNUP_NOTE), "figcaption",
                    "class", "soft");
    jalon_html_close(page->html);
    jalon_html_open(page->html, "details");
    jalon_html_line(page->html, jalon_word(page->lang, JALON_WORD_CHART_NUMBERS), "summary");
    jalon_html_open(page->html, "table");
    jalon_html_line(page->html, jalon_word(page->lang, JALON_WORD_CHART_BURNUP), "caption");
    jalon_chart_burnup_rows(page->html, page->lang, page->weekly);
    jalon_html_close(page->html);
    jalon_html_close(page->html);
}

static void add_targets(struct page *page)
{
    const struct jalon_status *status = &page->weekly->status;
    heading(page, JALON_WORD_TARGETS);
    jalon_html_open(page->html, "ul");
    if (status->n_targets == 0) {
        jalon_html_line(page->html, jalon_word(page->lang, JALON_WORD_NO_TARGET), "li");
    }
    for (size_t i = 0; i < status->n_targets; i++) {
        jalon_html_open(page->html, "li");
        jalon_phrase_target(&page->line, page->lang, status, &status->targets[i]);
        jalon_html_text(page->html, jalon_str_text(&page->line));
        jalon_str_clear(&page->line);
        jalon_html_void(page->html, "br");
        jalon_phrase_progress(&page->line, page->lang, status, &status->targets[i]);
        jalon_html_text(page->html, jalon_str_text(&page->line));
        jalon_str_clear(&page->line);
        jalon_html_close(page->html);
    }
    jalon_html_close(page->html);
}

static void add_states(struct page *page)
{
    const struct jalon_status *status = &page->weekly->status;
    heading(page, JALON_WORD_STATES);
    jalon_phrase_scope(&page->line, page->lang, status);
    end_line(page, "p", NULL);
    jalon_phrase_scope_week(&page->line, page->lang, status);
    end_line(page, "p", NULL);
    begin_table(page, JALON_WORD_STATES);
    begin_head(page);
    column_word(page, JALON_WORD_STATE);
    column_word(page, JALON_WORD_TERRITORIES);
    column_word(page, JALON_WORD_THIS_WEEK);
    begin_body(page);
    for (size_t i = 0; i < status->n_states; i++) {
        row(page, status->states[i].label.text[page->lang]);
        cell_int(page, status->states[i].n);
        cell_change(page, status->states[i].change);
        jalon_html_close(page->html);
    }
    row(page, jalon_word(page->lang, JALON_WORD_TOTAL));
    cell_int(page, status->scope.current);
    cell_change(page, jalon_status_scope_change(status));
    jalon_html_close(page->html);
    end_table(page);
}

static void add_instruments(struct page *page)
{
    const struct jalon_status *status = &page->weekly->status;
    heading(page, JALON_WORD_INSTRUMENTS);
    begin_table(page, JALON_WORD_INSTRUMENTS);
    begin_head(page);
    column_word(page, JALON_WORD_INSTRUMENT);
    column_word(page, JALON_WORD_SIGNED);
    column_word(page, JALON_WORD_THIS_WEEK);
    column_word(page, JALON_WORD_PARTIAL);
    begin_body(page);
    for (size_t i = 0; i < status->n_instruments; i++) {
        const struct jalon_instrument_figures *instrument = &status->instruments[i];
        if (jalon_instrument_is_shown(instrument)) {
            row(page, instrument->label.text[page->lang]);
            cell_int(page, instrument->n_signed);
            cell_change(page, instrument->this_week);
            cell_int(page, instrument->partial);
            jalon_html_close(page->html);
        }
    }
    end_table(page);
}

static void add_region(struct page *page, const struct jalon_region_figures *region)
{
    const struct jalon_status *status = &page->weekly->status;
    row(page, jalon_region_name(page->weekly, page->lang, region->code));
    cell_int(page, region->n);
    for (size_t i = 0; i < status->n_instruments; i++) {
        if (jalon_instrument_is_shown(&status->instruments[i])) {
            jalon_str_addf(&page->line, "%d", region->n_signed[i]);
            if (region->this_week[i] != 0) {
                jalon_str_addf(&page->line, " (+%d)", region->this_week[i]);
            }
            end_line(page, "td", NULL);
        }
    }
    jalon_html_close(page->html);
}

static void add_regions(struct page *page)
{
    const struct jalon_weekly *weekly = page->weekly;
    const struct jalon_status *status = &weekly->status;
    heading(page, JALON_WORD_REGIONS);
    if (jalon_chart_tiles_fit(weekly)) {
        jalon_html_open(page->html, "figure");
        jalon_chart_tiles(page->html, page->lang, weekly);
        jalon_html_close(page->html);
    }
    begin_table(page, JALON_WORD_REGIONS);
    begin_head(page);
    column_word(page, JALON_WORD_REGION);
    column_word(page, JALON_WORD_TERRITORIES);
    for (size_t i = 0; i < status->n_instruments; i++) {
        if (jalon_instrument_is_shown(&status->instruments[i])) {
            JALON_AUTO(jalon_str_done) struct jalon_str head = {0};
            jalon_phrase_instrument(&head, page->lang, status, &status->instruments[i]);
            column(page, jalon_str_text(&head));
        }
    }
    begin_body(page);
    for (size_t i = 0; i < weekly->n_regions; i++) {
        add_region(page, &weekly->regions[i]);
    }
    end_table(page);
    jalon_html_line(page->html, jalon_word(page->lang, JALON_WORD_REGIONS_NOTE), "p", "class",
                    "soft");
}

static void add_risks(struct page *page)
{
    const struct jalon_forecast_report *report = page->weekly->forecast;
    if (report == NULL || !jalon_forecast_has_risks(report->forecast)) {
        return;
    }
    heading(page, JALON_WORD_FORECAST_RISKS);
    begin_table(page, JALON_WORD_FORECAST_RISKS);
    begin_head(page);
    column_word(page, JALON_WORD_TERRITORY);
    jalon_html_line(page->html, jalon_word(page->lang, JALON_WORD_CODE), "th", "scope", "col",
                    "class", "left");
    column_word(page, JALON_WORD_FORECAST_CHANCE);
    begin_body(page);
    for (size_t i = 0; i < report->forecast->n_risks && i < JALON_FORECAST_RISKS_TOLD; i++) {
        const struct jalon_forecast_risk *risk = &report->forecast->risks[i];
        row(page, report->names[i]);
        jalon_html_line(page->html, risk->code, "td", "class", "left");
        jalon_phrase_chance(&page->line, page->lang, risk->p_signed, false);
        end_line(page, "td", NULL);
        jalon_html_close(page->html);
    }
    end_table(page);
}

static void add_cohorts(struct page *page)
{
    const struct jalon_status *status = &page->weekly->status;
    if (status->n_cohorts == 0) {
        return;
    }
    heading(page, JALON_WORD_COHORTS);
    begin_table(page, JALON_WORD_COHORTS);
    begin_head(page);
    column_word(page, JALON_WORD_COHORT);
    column_word(page, JALON_WORD_TERRITORIES);
    for (size_t i = 0; i < status->n_instruments; i++) {
        if (jalon_instrument_is_shown(&status->instruments[i])) {
            column(page, status->instruments[i].label.text[page->lang]);
        }
    }
    begin_body(page);
    for (size_t k = 0; k < status->n_cohorts; k++) {
        row(page, status->cohorts[k].label.text[page->lang]);
        cell_int(page, status->cohorts[k].n);
        for (size_t i = 0; i < status->n_instruments; i++) {
            if (jalon_instrument_is_shown(&status->instruments[i])) {
                jalon_phrase_cohort(&page->line, page->lang, &status->cohorts[k], i);
                end_line(page, "td", NULL);
            }
        }
        jalon_html_close(page->html);
    }
    end_table(page);
}

static void add_weight(struct page *page, const struct jalon_weight_figures *weight)
{
    const struct jalon_status *status = &page->weekly->status;
    jalon_phrase_weight(&page->line, page->lang, weight);
    end_line(page, "h2", NULL);
    begin_table(page, JALON_WORD_WEIGHT_SCOPE);
    begin_head(page);
    column_word(page, JALON_WORD_INSTRUMENT);
    column(page, weight->unit.text[page->lang]);
    column_word(page, JALON_WORD_SHARE);
    begin_body(page);
    row(page, jalon_word(page->lang, JALON_WORD_WEIGHT_SCOPE));
    jalon_say_number(&page->line, page->lang, weight->total);
    end_line(page, "td", NULL);
    cell(page, "");
    jalon_html_close(page->html);
    for (size_t i = 0; i < status->n_instruments; i++) {
        if (jalon_instrument_is_shown(&status->instruments[i])) {
            row(page, status->instruments[i].label.text[page->lang]);
            jalon_say_number(&page->line, page->lang, weight->of_signed[i]);
            end_line(page, "td", NULL);
            jalon_phrase_share(&page->line, page->lang, weight, i);
            end_line(page, "td", NULL);
            jalon_html_close(page->html);
        }
    }
    end_table(page);
    jalon_phrase_weight_figures(&page->line, page->lang, status, weight);
    end_line(page, "p", "soft");
}

static void add_definitions(struct page *page)
{
    heading(page, JALON_WORD_DEFINITIONS);
    jalon_html_open(page->html, "ul");
    for (size_t i = 0; jalon_phrase_definition(&page->line, page->lang, &page->weekly->status, i);
         i++) {
        end_line(page, "li", NULL);
    }
    jalon_html_close(page->html);
}

static void add_anchor(struct page *page)
{
    const struct jalon_anchor *anchor = &page->weekly->anchor;
    if (anchor->note == NULL) {
        return;
    }
    heading(page, JALON_WORD_ANCHOR);
    jalon_phrase_anchor(&page->line, page->lang, anchor);
    end_line(page, "p", NULL);
    jalon_html_open(page->html, "pre", "class", "scroll", "tabindex", "0");
    jalon_html_lines(page->html, anchor->note);
    jalon_html_close(page->html);
    jalon_html_line(page->html, jalon_word(page->lang, JALON_WORD_ANCHOR_FILE), "p");
    jalon_html_line(page->html, jalon_word(page->lang, JALON_WORD_ANCHOR_SINCE), "p");
}

static void add_head(struct page *page)
{
    jalon_html_open(page->html, "head");
    jalon_html_void(page->html, "meta", "charset", "utf-8");
    jalon_html_void(page->html, "meta", "name", "viewport", "content",
                    "width=device-width, initial-scale=1");
    jalon_str_add(&page->line, page->weekly->status.name.text[page->lang]);
    jalon_str_addf(&page->line, ", %s", jalon_week_text(page->weekly->week).text);
    end_line(page, "title", NULL);
    jalon_html_style(page->html, jalon_weekly_style);
    jalon_html_close(page->html);
}

static void add_body(struct page *page)
{
    const struct jalon_status *status = &page->weekly->status;
    add_top(page);
    jalon_html_open(page->html, "main");
    add_forecast(page);
    add_changes(page);
    add_restatements(page);
    add_burnup(page);
    add_targets(page);
    add_regions(page);
    add_risks(page);
    add_states(page);
    add_instruments(page);
    add_cohorts(page);
    for (size_t i = 0; i < status->n_weights; i++) {
        add_weight(page, &status->weights[i]);
    }
    add_definitions(page);
    add_anchor(page);
    jalon_html_close(page->html);
}

int jalon_weekly_html(const struct jalon_weekly *weekly, enum jalon_lang lang,
                      struct jalon_str *out, struct jalon_err *err)
{
    struct page page = {.html = jalon_html_new(), .weekly = weekly, .lang = lang};
    (void)err;
    jalon_html_open(page.html, "html", "lang", lang == JALON_FR ? "fr" : "en");
    add_head(&page);
    jalon_html_open(page.html, "body");
    add_body(&page);
    jalon_html_done(page.html, out);
    jalon_str_add_char(out, '\n');
    jalon_str_done(&page.line);
    return 0;
}
