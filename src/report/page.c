/* Parts of pages. */
#include "report/page.h"

void jalon_page_begin(struct jalon_page *page, enum jalon_lang lang, const char *title,
                      const char *const *styles)
{
    *page = (struct jalon_page){.html = jalon_html_new(), .lang = lang};
    jalon_html_open(page->html, "html", "lang", lang == JALON_FR ? "fr" : "en");
    jalon_html_open(page->html, "head");
    jalon_html_void(page->html, "meta", "charset", "utf-8");
    jalon_html_void(page->html, "meta", "name", "viewport", "content",
                    "width=device-width, initial-scale=1");
    jalon_html_line(page->html, title, "title");
    for (; *styles != NULL; styles++) {
        jalon_html_style(page->html, *styles);
    }
    jalon_html_close(page->html);
    jalon_html_open(page->html, "body");
}

void jalon_page_end(struct jalon_page *page, struct jalon_str *out)
{
    jalon_html_done(page->html, out);
    jalon_str_add_char(out, '\n');
    jalon_str_done(&page->line);
    *page = (struct jalon_page){0};
}

void jalon_page_text(struct jalon_page *page)
{
    jalon_html_text(page->html, jalon_str_text(&page->line));
    jalon_str_clear(&page->line);
}

void jalon_page_line(struct jalon_page *page, const char *element, const char *class)
{
    if (class != NULL) {
        jalon_html_open(page->html, element, "class", class);
    } else {
        jalon_html_open(page->html, element);
    }
    jalon_page_text(page);
    jalon_html_close(page->html);
}

void jalon_page_heading(struct jalon_page *page, enum jalon_word word)
{
    jalon_html_line(page->html, jalon_word(page->lang, word), "h2");
}

void jalon_page_link(struct jalon_page *page, const char *element, const char *to, const char *text)
{
    jalon_html_open(page->html, element);
    jalon_html_line(page->html, text, "a", "href", to);
    jalon_html_close(page->html);
}

void jalon_page_table_begin(struct jalon_page *page, const char *caption)
{
    jalon_html_open(page->html, "div", "class", "scroll", "role", "region", "tabindex", "0",
                    "aria-label", caption);
    jalon_html_open(page->html, "table");
    jalon_html_line(page->html, caption, "caption");
    jalon_html_open(page->html, "thead");
    jalon_html_open(page->html, "tr");
}

void jalon_page_column(struct jalon_page *page, const char *raw)
{
    jalon_html_line(page->html, raw, "th", "scope", "col");
}

void jalon_page_column_word(struct jalon_page *page, enum jalon_word word)
{
    jalon_page_column(page, jalon_word(page->lang, word));
}

void jalon_page_column_left(struct jalon_page *page, enum jalon_word word)
{
    jalon_html_line(page->html, jalon_word(page->lang, word), "th", "scope", "col", "class",
                    "left");
}

void jalon_page_table_body(struct jalon_page *page)
{
    jalon_html_close(page->html);
    jalon_html_close(page->html);
    jalon_html_open(page->html, "tbody");
}

void jalon_page_table_end(struct jalon_page *page)
{
    for (int i = 0; i < 3; i++) {
        jalon_html_close(page->html);
    }
}

void jalon_page_row(struct jalon_page *page, const char *head)
{
    jalon_html_open(page->html, "tr");
    jalon_html_line(page->html, head, "th", "scope", "row");
}

void jalon_page_cell(struct jalon_page *page, const char *raw)
{
    jalon_html_line(page->html, raw, "td");
}

void jalon_page_cell_left(struct jalon_page *page, const char *raw)
{
    jalon_html_line(page->html, raw, "td", "class", "left");
}

void jalon_page_cell_code(struct jalon_page *page, const char *raw)
{
    jalon_html_line(page->html, raw, "td", "class", "left code");
}

void jalon_page_cell_int(struct jalon_page *page, int number)
{
    jalon_html_open(page->html, "td");
    jalon_html_int(page->html, number);
    jalon_html_close(page->html);
}
