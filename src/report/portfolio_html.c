/* The portfolio as one self-contained page: a table of all programmes, then a part of each. */
#include <stdlib.h>

#include "report/page.h"
#include "report/phrase.h"
#include "report/portfolio.h"

extern const char *const jalon_weekly_style; /* weekly_style.css */

static void add_top(struct jalon_page *page, const struct jalon_portfolio *portfolio)
{
    jalon_html_open(page->html, "header");
    jalon_phrase_portfolio(&page->line, page->lang, portfolio);
    jalon_page_line(page, "h1", NULL);
    jalon_phrase_portfolio_period(&page->line, page->lang, portfolio);
    jalon_page_line(page, "p", NULL);
    if (jalon_portfolio_is_provisional(portfolio)) {
        jalon_str_add(&page->line, jalon_word(page->lang, JALON_WORD_PROVISIONAL));
        jalon_page_line(page, "p", "warning");
    }
    jalon_html_close(page->html);
}

static void add_target(struct jalon_page *page, const struct jalon_status *status)
{
    const struct jalon_target_figures *target = jalon_portfolio_target(status);
    if (target == NULL) {
        jalon_page_cell_left(page, jalon_word(page->lang, JALON_WORD_NO_TARGET));
        jalon_page_cell(page, "");
        return;
    }
    jalon_str_addf(&page->line, "%s, %s", target->label.text[page->lang],
                   jalon_date_long(target->on, page->lang).text);
    jalon_page_line(page, "td", "left");
    int days = jalon_target_days_left(status, target);
    jalon_str_addf(&page->line, "%s%d", days < 0 ? "\u2212" : "", abs(days));
    jalon_page_line(page, "td", NULL);
}

/* A row for each instrument that completes a contract; the programme is the head of each. */
static void add_row(struct jalon_page *page, const struct jalon_weekly *weekly,
                    const struct jalon_instrument_figures *instrument)
{
    const struct jalon_status *status = &weekly->status;
    jalon_page_row(page, status->name.text[page->lang]);
    jalon_page_cell_int(page, status->scope.current);
    jalon_page_cell_left(page, instrument->label.text[page->lang]);
    jalon_phrase_part_signed(&page->line, page->lang, status, instrument);
    jalon_page_line(page, "td", NULL);
    jalon_say_change(&page->line, instrument->this_week);
    jalon_page_line(page, "td", NULL);
    add_target(page, status);
    jalon_html_close(page->html);
}

static void add_overview(struct jalon_page *page, const struct jalon_portfolio *portfolio)
{
    jalon_page_table_begin(page, jalon_word(page->lang, JALON_WORD_PORTFOLIO_TABLE));
    jalon_page_column_word(page, JALON_WORD_PORTFOLIO_PROGRAMME);
    jalon_page_column_word(page, JALON_WORD_TERRITORIES);
    jalon_page_column_left(page, JALON_WORD_INSTRUMENT);
    jalon_page_column_word(page, JALON_WORD_SIGNED);
    jalon_page_column_word(page, JALON_WORD_THIS_WEEK);
    jalon_page_column_left(page, JALON_WORD_PORTFOLIO_TARGET);
    jalon_page_column_word(page, JALON_WORD_PORTFOLIO_DAYS);
    jalon_page_table_body(page);
    for (size_t i = 0; i < portfolio->n_parts; i++) {
        const struct jalon_weekly *weekly = portfolio->parts[i].weekly;
        for (size_t k = 0; k < weekly->status.n_instruments; k++) {
            if (weekly->status.instruments[k].kind == JALON_INSTRUMENT_COMPLETING) {
                add_row(page, weekly, &weekly->status.instruments[k]);
            }
        }
    }
    jalon_page_table_end(page);
    jalon_html_line(page->html, jalon_word(page->lang, JALON_WORD_PORTFOLIO_NOTE), "p", "class",
                    "soft");
}

static void add_part(struct jalon_page *page, const struct jalon_portfolio *portfolio,
                     const struct jalon_weekly *weekly)
{
    jalon_html_open(page->html, "section");
    jalon_phrase_part_name(&page->line, page->lang, weekly);
    jalon_page_line(page, "h2", NULL);
    jalon_phrase_title(&page->line, page->lang, &weekly->status);
    jalon_page_line(page, "p", "headline");
    jalon_html_open(page->html, "ul");
    for (size_t i = 0; jalon_phrase_part(&page->line, page->lang, weekly, i); i++) {
        jalon_page_line(page, "li", NULL);
    }
    jalon_html_close(page->html);
    jalon_phrase_known(&page->line, page->lang, &weekly->status);
    jalon_page_line(page, "p", "soft");
    jalon_html_open(page->html, "p");
    jalon_say(&page->line, page->lang, JALON_WORD_COLON,
              jalon_word(page->lang, JALON_WORD_PORTFOLIO_MORE));
    jalon_page_text(page);
    jalon_phrase_part_more(&page->line, portfolio, weekly);
    jalon_page_line(page, "code", NULL);
    jalon_html_close(page->html);
    jalon_html_close(page->html);
}

int jalon_portfolio_html(const struct jalon_portfolio *portfolio, enum jalon_lang lang,
                         struct jalon_str *out, struct jalon_err *err)
{
    struct jalon_page page;
    JALON_AUTO(jalon_str_done) struct jalon_str title = {0};
    (void)err;
    jalon_phrase_portfolio(&title, lang, portfolio);
    jalon_str_addf(&title, ", %s", jalon_week_text(portfolio->period.week).text);
    jalon_page_begin(&page, lang, jalon_str_text(&title),
                     (const char *const[]){jalon_weekly_style, NULL});
    add_top(&page, portfolio);
    jalon_html_open(page.html, "main");
    add_overview(&page, portfolio);
    for (size_t i = 0; i < portfolio->n_parts; i++) {
        add_part(&page, portfolio, portfolio->parts[i].weekly);
    }
    jalon_html_close(page.html);
    jalon_page_end(&page, out);
    return 0;
}
