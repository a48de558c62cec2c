/* The first page of a site: where the programme stands, every report, every territory, the data. */
#include <string.h>

#include "report/chart_trend.h"
#include "report/site_priv.h"

static bool is_counted(const struct jalon_instrument_figures *instrument)
{
    return instrument->kind != JALON_INSTRUMENT_AMENDING;
}

/* The reports in force, with their figures as points of a line. */
static struct jalon_trend trend_of(const struct jalon_site *site, struct jalon_arena *arena)
{
    struct jalon_series_point *points = jalon_arena_array(arena, site->n_issues, sizeof *points);
    struct jalon_trend_foreseen *foreseen =
        jalon_arena_array(arena, site->n_issues, sizeof *foreseen);
    size_t n = 0;
    for (size_t i = 0; i < site->n_issues; i++) {
        const struct jalon_site_issue *issue = &site->issues[i];
        const struct jalon_status *status = &issue->status;
        if (issue->is_replaced) {
            continue;
        }
        points[n] = (struct jalon_series_point){
            status->as_of, status->scope.current,
            jalon_arena_array(arena, status->n_instruments + 1, sizeof(int))};
        for (size_t k = 0; k < status->n_instruments; k++) {
            points[n].n_signed[k] = status->instruments[k].n_signed;
        }
        foreseen[n++] =
            (struct jalon_trend_foreseen){issue->forecast.is_set, issue->forecast.expected,
                                          issue->forecast.low80, issue->forecast.high80};
    }
    return (struct jalon_trend){&jalon_site_last(site)->status, points, foreseen, n};
}

static void add_figure(struct jalon_page *page, const struct jalon_site *site)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    const struct jalon_trend trend = trend_of(site, arena);
    const char *name = jalon_word(page->lang, JALON_WORD_SITE_TREND);
    if (trend.n < 2) {
        return;
    }
    jalon_page_heading(page, JALON_WORD_SITE_TREND);
    jalon_html_open(page->html, "figure");
    jalon_html_open(page->html, "div", "class", "chart", "role", "region", "tabindex", "0",
                    "aria-label", name);
    jalon_chart_trend(page->html, page->lang, &trend);
    jalon_html_close(page->html);
    jalon_html_line(page->html, jalon_word(page->lang, JALON_WORD_SITE_TREND_NOTE), "figcaption",
                    "class", "soft");
    jalon_html_close(page->html);
}

/* A link to the page of an issue, or its week alone when no page was issued. */
static void add_week(struct jalon_page *page, const struct jalon_site_issue *issue)
{
    const char *code = page->lang == JALON_FR ? "fr" : "en";
    const char *week = jalon_week_text(issue->week).text;
    jalon_html_open(page->html, "th", "scope", "row", "class", "short");
    for (size_t i = 0; i < issue->n_files; i++) {
        const struct jalon_site_file *file = &issue->files[i];
        if (strcmp(file->format, "html") == 0 && strcmp(file->lang, code) == 0) {
            jalon_str_addf(&page->line, "%s/%s", issue->folder, file->name);
        }
    }
    if (page->line.length > 0) {
        jalon_html_line(page->html, week, "a", "href", jalon_str_text(&page->line));
        jalon_str_clear(&page->line);
    } else {
        jalon_html_text(page->html, week);
    }
    jalon_html_close(page->html);
}

/* "json", "xlsx fr": what a link to a file is called. */
static void add_files(struct jalon_page *page, const struct jalon_site_issue *issue)
{
    jalon_html_open(page->html, "td", "class", "left");
    jalon_html_open(page->html, "ul");
    for (size_t i = 0; i < issue->n_files; i++) {
        const struct jalon_site_file *file = &issue->files[i];
        JALON_AUTO(jalon_str_done) struct jalon_str name = {0};
        jalon_str_addf(&name, "%s%s%s", file->format, file->lang ? " " : "",
                       file->lang ? file->lang : "");
        jalon_str_addf(&page->line, "%s/%s", issue->folder, file->name);
        jalon_page_link(page, "li", jalon_str_text(&page->line), jalon_str_text(&name));
        jalon_str_clear(&page->line);
    }
    jalon_html_close(page->html);
    jalon_html_close(page->html);
}

static void add_foreseen(struct jalon_page *page, const struct jalon_site_forecast *forecast)
{
    if (forecast->is_set) {
        jalon_str_addf(&page->line, "%d (%d–%d)", forecast->expected, forecast->low80,
                       forecast->high80);
    }
    jalon_page_line(page, "td", NULL);
}

static void add_issue(struct jalon_page *page, const struct jalon_site_issue *issue)
{
    jalon_html_open(page->html, "tr");
    add_week(page, issue);
    jalon_page_cell(page, jalon_date_long(issue->status.as_of, page->lang).text);
    jalon_page_cell_int(page, issue->status.scope.current);
    for (size_t i = 0; i < issue->status.n_instruments; i++) {
        if (is_counted(&issue->status.instruments[i])) {
            jalon_page_cell_int(page, issue->status.instruments[i].n_signed);
        }
    }
    add_foreseen(page, &issue->forecast);
    jalon_page_cell(page, jalon_date_long(issue->forecast.target_on, page->lang).text);
    jalon_str_add(&page->line, jalon_date_long(issue->issued_on, page->lang).text);
    if (issue->is_replaced) {
        jalon_str_addf(&page->line, ", %s", jalon_word(page->lang, JALON_WORD_SITE_REPLACED));
    }
    jalon_page_line(page, "td", NULL);
    add_files(page, issue);
    jalon_html_close(page->html);
}

static void add_instrument_columns(struct jalon_page *page, const struct jalon_status *status)
{
    for (size_t i = 0; i < status->n_instruments; i++) {
        if (is_counted(&status->instruments[i])) {
            jalon_phrase_instrument(&page->line, page->lang, status, &status->instruments[i]);
            jalon_page_column(page, jalon_str_text(&page->line));
            jalon_str_clear(&page->line);
        }
    }
}

/* The latest first; the numbers of the figure are in it. */
static void add_reports(struct jalon_page *page, const struct jalon_site *site)
{
    jalon_page_heading(page, JALON_WORD_SITE_REPORTS);
    jalon_page_table_begin(page, jalon_word(page->lang, JALON_WORD_SITE_REPORTS));
    jalon_page_column_word(page, JALON_WORD_SITE_WEEK);
    jalon_page_column_word(page, JALON_WORD_SITE_CUT_OFF);
    jalon_page_column_word(page, JALON_WORD_TERRITORIES);
    add_instrument_columns(page, &jalon_site_last(site)->status);
    jalon_page_column_word(page, JALON_WORD_CHART_FORESEEN);
    jalon_page_column_word(page, JALON_WORD_SITE_DUE);
    jalon_page_column_word(page, JALON_WORD_SITE_ISSUED);
    jalon_page_column_left(page, JALON_WORD_SITE_FILES);
    jalon_page_table_body(page);
    for (size_t i = site->n_issues; i > 0; i--) {
        add_issue(page, &site->issues[i - 1]);
    }
    jalon_page_table_end(page);
}

/* The day on which the number in force was complete; empty: it is not. */
static void add_completed(struct jalon_page *page, const struct jalon_contract *contract,
                          const char *instrument, struct jalon_date day)
{
    const struct jalon_contract_instrument *number =
        jalon_contract_instrument_at(contract, instrument, day);
    if (number != NULL && jalon_instrument_complete_at(number, day)) {
        jalon_str_add(&page->line, jalon_date_long(number->completed_on, page->lang).text);
    }
    jalon_page_line(page, "td", NULL);
}

static void add_contract(struct jalon_page *page, const struct jalon_site *site,
                         const struct jalon_contract *contract)
{
    const struct jalon_status *status = &jalon_site_last(site)->status;
    const char *region =
        contract->region ? jalon_programme_region_name(site->programme, contract->region) : NULL;
    jalon_html_open(page->html, "tr");
    jalon_html_open(page->html, "th", "scope", "row");
    jalon_site_contract_path(&page->line, contract->code, page->lang);
    jalon_html_line(page->html, jalon_contract_name_at(contract, status->as_of), "a", "href",
                    jalon_str_text(&page->line));
    jalon_str_clear(&page->line);
    jalon_html_close(page->html);
    jalon_html_line(page->html, contract->code, "td", "class", "short");
    jalon_page_cell_left(page, region ? region : contract->region ? contract->region : "");
    jalon_site_say_state(&page->line, page->lang, site, contract);
    jalon_page_line(page, "td", "left");
    for (size_t i = 0; i < status->n_instruments; i++) {
        if (is_counted(&status->instruments[i])) {
            add_completed(page, contract, status->instruments[i].code, status->as_of);
        }
    }
    jalon_html_close(page->html);
}

static void add_contracts(struct jalon_page *page, const struct jalon_site *site)
{
    jalon_page_heading(page, JALON_WORD_SITE_TERRITORIES);
    jalon_page_table_begin(page, jalon_word(page->lang, JALON_WORD_SITE_TERRITORIES));
    jalon_page_column_word(page, JALON_WORD_TERRITORY);
    jalon_page_column_left(page, JALON_WORD_CODE);
    jalon_page_column_left(page, JALON_WORD_REGION);
    jalon_page_column_left(page, JALON_WORD_STATE);
    for (size_t i = 0; i < site->programme->n_instruments; i++) {
        const struct jalon_instrument_figures *instrument =
            &jalon_site_last(site)->status.instruments[i];
        if (is_counted(instrument)) {
            jalon_page_column(page, instrument->label.text[page->lang]);
        }
    }
    jalon_page_table_body(page);
    for (size_t i = 0; i < site->n_contracts; i++) {
        add_contract(page, site, site->contracts[i]);
    }
    jalon_page_table_end(page);
}

static void add_data(struct jalon_page *page, const struct jalon_site *site)
{
    size_t n = 0;
    const struct jalon_export_object *objects = jalon_export_objects(&n);
    jalon_page_heading(page, JALON_WORD_SITE_DATA);
    jalon_say(&page->line, page->lang, JALON_WORD_SITE_DATA_NOTE,
              jalon_date_long(jalon_site_last(site)->status.as_of, page->lang).text,
              jalon_licence_title(site->licence));
    jalon_page_line(page, "p", NULL);
    jalon_html_open(page->html, "ul");
    jalon_page_link(page, "li", JALON_SITE_PACKAGE, JALON_SITE_PACKAGE);
    for (size_t i = 0; i < n; i++) {
        if ((objects[i].flags & JALON_EXPORT_PACKAGED) != 0) {
            jalon_str_add(&page->line, JALON_SITE_DATA);
            jalon_package_path(&objects[i], &page->line);
            jalon_page_link(page, "li", jalon_str_text(&page->line),
                            objects[i].title.text[page->lang]);
            jalon_str_clear(&page->line);
        }
    }
    if (site->address != NULL) {
        jalon_page_link(page, "li", JALON_SITE_FEED, jalon_word(page->lang, JALON_WORD_SITE_FEED));
    }
    jalon_page_link(page, "li", JALON_SITE_SUMS, jalon_word(page->lang, JALON_WORD_SITE_SUMS));
    jalon_html_close(page->html);
    jalon_html_line(page->html, jalon_word(page->lang, JALON_WORD_SITE_VERIFY), "p");
}

void jalon_site_index(const struct jalon_site *site, enum jalon_lang lang, struct jalon_str *out)
{
    struct jalon_page page;
    enum jalon_lang other = lang == JALON_FR ? JALON_EN : JALON_FR;
    jalon_site_begin(&page, site, lang, NULL);
    jalon_html_line(page.html, site->programme->name.text[lang], "h1");
    jalon_phrase_title(&page.line, lang, &jalon_site_last(site)->status);
    jalon_page_line(&page, "p", "headline");
    jalon_site_basis(&page, site);
    jalon_site_navigation(&page, "", jalon_site_index_path(other));
    jalon_site_main(&page);
    add_figure(&page, site);
    add_reports(&page, site);
    add_contracts(&page, site);
    add_data(&page, site);
    jalon_site_end(&page, out);
}
