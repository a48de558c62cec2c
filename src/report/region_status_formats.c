/* What is computed and declared of each Région, in each format. */
#include "report/book.h"
#include "report/json_parts.h"
#include "report/layout.h"
#include "report/md.h"
#include "report/page.h"
#include "report/region_status_priv.h"

/* The column of what is declared is there once anything is. */
static void text_row(struct jalon_str *out, enum jalon_lang lang, const struct jalon_weekly *weekly,
                     size_t i)
{
    enum { LABEL = 30, SIGNED = 12, CHANCE = 9 };
    const struct jalon_region_status *status = &weekly->region_statuses->items[i];
    JALON_AUTO(jalon_str_done) struct jalon_str n_signed = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str chance = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    jalon_region_status_signed(&n_signed, lang, status);
    jalon_region_status_chance(&chance, lang, status);
    jalon_str_add(out, "  ");
    jalon_layout_left(out, LABEL, jalon_region_name(weekly, lang, weekly->regions[i].code));
    jalon_layout_right(out, SIGNED, jalon_str_text(&n_signed));
    jalon_layout_right(out, CHANCE, jalon_str_text(&chance));
    jalon_str_add(out, "  ");
    jalon_layout_left(out, JALON_LAYOUT_COLUMNS - 4 - LABEL - SIGNED - CHANCE,
                      jalon_region_status_computed(lang, status));
    jalon_layout_end_row(out);
    if (status->declared != NULL) {
        JALON_AUTO(jalon_str_done) struct jalon_str declared = {0};
        jalon_region_status_declared(&declared, lang, weekly, status);
        jalon_say(&line, lang, JALON_WORD_STATUS_DECLARED_LINE, jalon_str_text(&declared));
        jalon_layout_paragraph(out, 4, 6, jalon_str_text(&line));
    }
}

void jalon_region_status_text(struct jalon_str *out, enum jalon_lang lang,
                              const struct jalon_weekly *weekly)
{
    enum { LABEL = 32, SIGNED = 12, CHANCE = 9 };
    JALON_AUTO(jalon_str_done) struct jalon_str awaited = {0};
    if (weekly->region_statuses == NULL) {
        return;
    }
    jalon_region_status_awaited(&awaited, lang, weekly);
    jalon_str_add_char(out, '\n');
    jalon_layout_left(out, LABEL, jalon_word(lang, JALON_WORD_REGION_STATUS));
    jalon_layout_right(out, SIGNED, jalon_str_text(&awaited));
    jalon_layout_right(out, CHANCE, jalon_word(lang, JALON_WORD_STATUS_CHANCE));
    jalon_str_add(out, "  ");
    jalon_str_add(out, jalon_word(lang, JALON_WORD_STATUS_COMPUTED));
    jalon_layout_end_row(out);
    for (size_t i = 0; i < weekly->n_regions; i++) {
        if (jalon_region_status_is_told(&weekly->region_statuses->items[i])) {
            text_row(out, lang, weekly, i);
        }
    }
}

static void md_cell(struct jalon_str *out, struct jalon_str *line)
{
    jalon_str_add(out, "| ");
    jalon_md_add(out, jalon_str_text(line));
    jalon_str_add_char(out, ' ');
    jalon_str_clear(line);
}

static void md_row(struct jalon_str *out, enum jalon_lang lang, const struct jalon_weekly *weekly,
                   size_t i)
{
    const struct jalon_region_status *status = &weekly->region_statuses->items[i];
    JALON_AUTO(jalon_str_done) struct jalon_str cell = {0};
    jalon_str_add(&cell, jalon_region_name(weekly, lang, weekly->regions[i].code));
    md_cell(out, &cell);
    jalon_region_status_signed(&cell, lang, status);
    md_cell(out, &cell);
    jalon_region_status_chance(&cell, lang, status);
    md_cell(out, &cell);
    jalon_str_add(&cell, jalon_region_status_computed(lang, status));
    md_cell(out, &cell);
    if (weekly->region_statuses->has_declared) {
        jalon_region_status_declared(&cell, lang, weekly, status);
        md_cell(out, &cell);
    }
    jalon_str_add(out, "|\n");
}

void jalon_region_status_md(struct jalon_str *out, enum jalon_lang lang,
                            const struct jalon_weekly *weekly)
{
    JALON_AUTO(jalon_str_done) struct jalon_str cell = {0};
    if (weekly->region_statuses == NULL) {
        return;
    }
    bool has_declared = weekly->region_statuses->has_declared;
    jalon_str_addf(out, "\n## %s\n\n", jalon_word(lang, JALON_WORD_REGION_STATUS));
    jalon_str_add(&cell, jalon_word(lang, JALON_WORD_REGION));
    md_cell(out, &cell);
    jalon_region_status_awaited(&cell, lang, weekly);
    md_cell(out, &cell);
    jalon_str_addf(out, "| %s | %s ", jalon_word(lang, JALON_WORD_STATUS_CHANCE),
                   jalon_word(lang, JALON_WORD_STATUS_COMPUTED));
    if (has_declared) {
        jalon_str_addf(out, "| %s ", jalon_word(lang, JALON_WORD_STATUS_DECLARED));
    }
    jalon_str_addf(out, "|\n| :-- | --: | --: | :-- %s|\n", has_declared ? "| :-- " : "");
    for (size_t i = 0; i < weekly->n_regions; i++) {
        if (jalon_region_status_is_told(&weekly->region_statuses->items[i])) {
            md_row(out, lang, weekly, i);
        }
    }
}

static void html_row(struct jalon_page *page, const struct jalon_weekly *weekly, size_t i)
{
    const struct jalon_region_status *status = &weekly->region_statuses->items[i];
    jalon_page_row(page, jalon_region_name(weekly, page->lang, weekly->regions[i].code));
    jalon_region_status_signed(&page->line, page->lang, status);
    jalon_page_line(page, "td", NULL);
    jalon_region_status_chance(&page->line, page->lang, status);
    jalon_page_line(page, "td", "number");
    jalon_str_add(&page->line, jalon_region_status_computed(page->lang, status));
    jalon_page_line(page, "td", "left number");
    if (weekly->region_statuses->has_declared) {
        jalon_region_status_declared(&page->line, page->lang, weekly, status);
        jalon_page_line(page, "td", "left wide");
    }
    jalon_html_close(page->html);
}

void jalon_region_status_html(struct jalon_page *page, const struct jalon_weekly *weekly)
{
    JALON_AUTO(jalon_str_done) struct jalon_str awaited = {0};
    if (weekly->region_statuses == NULL) {
        return;
    }
    jalon_region_status_awaited(&awaited, page->lang, weekly);
    jalon_page_heading(page, JALON_WORD_REGION_STATUS);
    jalon_page_table_begin(page, jalon_word(page->lang, JALON_WORD_REGION_STATUS));
    jalon_page_column_word(page, JALON_WORD_REGION);
    jalon_page_column(page, jalon_str_text(&awaited));
    jalon_page_column_word(page, JALON_WORD_STATUS_CHANCE);
    jalon_page_column_left(page, JALON_WORD_STATUS_COMPUTED);
    if (weekly->region_statuses->has_declared) {
        jalon_page_column_left(page, JALON_WORD_STATUS_DECLARED);
    }
    jalon_page_table_body(page);
    for (size_t i = 0; i < weekly->n_regions; i++) {
        if (jalon_region_status_is_told(&weekly->region_statuses->items[i])) {
            html_row(page, weekly, i);
        }
    }
    jalon_page_table_end(page);
}

/* A chance is a text: "< 5 %" is no number. */
static void xlsx_row(struct jalon_sheet *sheet, enum jalon_lang lang,
                     const struct jalon_weekly *weekly, size_t i)
{
    const struct jalon_region_status *status = &weekly->region_statuses->items[i];
    const struct jalon_declared *declared = status->declared;
    JALON_AUTO(jalon_str_done) struct jalon_str chance = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str flags = {0};
    jalon_region_status_chance(&chance, lang, status);
    jalon_region_status_flags(&flags, lang, status);
    jalon_sheet_text(sheet, weekly->regions[i].code);
    jalon_sheet_text(sheet, jalon_region_name(weekly, lang, weekly->regions[i].code));
    jalon_sheet_number(sheet, status->n);
    jalon_sheet_number(sheet, status->n_signed);
    jalon_sheet_text(sheet, jalon_str_text(&chance));
    jalon_sheet_text(sheet, jalon_region_status_computed(lang, status));
    jalon_sheet_text(sheet,
                     declared != NULL ? jalon_region_status_label(lang, weekly, status) : NULL);
    jalon_sheet_date(sheet, declared != NULL ? declared->on : JALON_DATE_NONE);
    jalon_sheet_text(sheet, jalon_str_text(&flags));
    jalon_sheet_end_row(sheet);
}

void jalon_region_status_xlsx(struct jalon_book *book, enum jalon_lang lang,
                              const struct jalon_weekly *weekly)
{
    if (weekly->region_statuses == NULL) {
        return;
    }
    const struct jalon_column columns[] = {
        {jalon_word(lang, JALON_WORD_CODE), 8},
        {jalon_word(lang, JALON_WORD_REGION), 32},
        {jalon_word(lang, JALON_WORD_TERRITORIES), 14},
        {jalon_word(lang, JALON_WORD_SIGNED), 10},
        {jalon_word(lang, JALON_WORD_STATUS_CHANCE), 12},
        {jalon_word(lang, JALON_WORD_STATUS_COMPUTED), 26},
        {jalon_word(lang, JALON_WORD_STATUS_DECLARED), 26},
        {jalon_word(lang, JALON_WORD_STATUS_SINCE), 13},
        {jalon_word(lang, JALON_WORD_STATUS_FLAGS), 40},
    };
    struct jalon_sheet *sheet = jalon_book_add(book, jalon_word(lang, JALON_WORD_REGION_STATUS),
                                               columns, JALON_COUNT(columns));
    for (size_t i = 0; i < weekly->n_regions; i++) {
        if (jalon_region_status_is_told(&weekly->region_statuses->items[i])) {
            xlsx_row(sheet, lang, weekly, i);
        }
    }
    jalon_sheet_end(sheet);
}

static json_t *declared_json(const struct jalon_region_status *status)
{
    if (status->declared == NULL) {
        return json_null();
    }
    json_t *json = json_object();
    jalon_json_set_text(json, "status", status->declared->status);
    jalon_json_set_date(json, "on", status->declared->on);
    jalon_json_set_text(json, "entry", status->declared->entry);
    jalon_json_set(json, "differs", json_boolean(status->differs));
    jalon_json_set(json, "is_old", json_boolean(status->is_old));
    return json;
}

json_t *jalon_region_status_json(const struct jalon_weekly *weekly)
{
    if (weekly->region_statuses == NULL) {
        return json_null();
    }
    json_t *json = json_array();
    for (size_t i = 0; i < weekly->n_regions; i++) {
        const struct jalon_region_status *status = &weekly->region_statuses->items[i];
        json_t *one = json_object();
        jalon_json_set_text(one, "code", weekly->regions[i].code);
        jalon_json_set(one, "p_all",
                       status->has_chance ? jalon_json_chance(status->p_all) : json_null());
        jalon_json_set(one, "all_signed",
                       json_boolean(status->has_chance && status->n_signed == status->n));
        jalon_json_set_text(one, "computed",
                            status->computed != NULL ? status->computed->code : NULL);
        jalon_json_set(one, "declared", declared_json(status));
        (void)json_array_append_new(json, one);
    }
    return json;
}
