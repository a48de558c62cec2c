/* The map of the territories in a page. */
#include "report/map_page.h"

#include "report/chart_map.h"

/* "contrat, protocole d'accord". */
static void say_signed(struct jalon_page *page, const struct jalon_status *status,
                       const struct jalon_map_area *area)
{
    const char *between = "";
    for (size_t i = 0; i < status->n_instruments; i++) {
        if (area->is_signed[i]) {
            jalon_str_addf(&page->line, "%s%s", between,
                           status->instruments[i].label.text[page->lang]);
            between = ", ";
        }
    }
}

static void add_figure(struct jalon_page *page, const struct jalon_weekly *weekly)
{
    jalon_html_open(page->html, "figure", "class", "map");
    jalon_chart_map(page->html, page->lang, weekly);
    jalon_html_line(page->html, jalon_word(page->lang, JALON_WORD_MAP_NOTE), "figcaption", "class",
                    "soft");
    jalon_html_close(page->html);
}

/* The territories that nothing knows the outline of. */
static void add_absent(struct jalon_page *page, const struct jalon_weekly *weekly)
{
    JALON_AUTO(jalon_str_done) struct jalon_str names = {0};
    for (size_t i = 0; i < weekly->map.n; i++) {
        const struct jalon_map_area *area = &weekly->map.areas[i];
        if (!area->drawn) {
            jalon_str_addf(&names, "%s%s (%s)", names.length > 0 ? ", " : "", area->name,
                           area->code);
        }
    }
    if (names.length > 0) {
        jalon_say(&page->line, page->lang, JALON_WORD_MAP_ABSENT, jalon_str_text(&names));
        jalon_page_line(page, "p", NULL);
    }
}

static void add_table(struct jalon_page *page, const struct jalon_weekly *weekly)
{
    const struct jalon_status *status = &weekly->status;
    jalon_html_open(page->html, "details");
    jalon_html_line(page->html, jalon_word(page->lang, JALON_WORD_MAP_TABLE), "summary");
    jalon_page_table_begin(page, jalon_word(page->lang, JALON_WORD_MAP));
    jalon_page_column_word(page, JALON_WORD_TERRITORY);
    jalon_page_column_left(page, JALON_WORD_CODE);
    jalon_page_column_left(page, JALON_WORD_REGION);
    jalon_page_column_left(page, JALON_WORD_STATE);
    jalon_page_column_left(page, JALON_WORD_MAP_SIGNED);
    jalon_page_table_body(page);
    for (size_t i = 0; i < weekly->map.n; i++) {
        const struct jalon_map_area *area = &weekly->map.areas[i];
        jalon_page_row(page, area->name);
        jalon_page_cell_code(page, area->code);
        jalon_page_cell_left(page, area->region != NULL
                                       ? area->region
                                       : jalon_word(page->lang, JALON_WORD_NO_REGION));
        jalon_page_cell_left(page, status->states[area->state].label.text[page->lang]);
        say_signed(page, status, area);
        jalon_page_line(page, "td", "left");
        jalon_html_close(page->html);
    }
    jalon_page_table_end(page);
    jalon_html_close(page->html);
}

void jalon_map_page(struct jalon_page *page, const struct jalon_weekly *weekly)
{
    if (weekly->map.n == 0) {
        return;
    }
    jalon_page_heading(page, JALON_WORD_MAP);
    add_figure(page, weekly);
    add_absent(page, weekly);
    add_table(page, weekly);
}
