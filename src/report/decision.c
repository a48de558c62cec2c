/* The decisions that are asked for, in each format. */
#include "report/decision.h"

#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "report/book.h"
#include "report/layout.h"
#include "report/md.h"
#include "report/page.h"
#include "report/text_tables.h"

const char *jalon_decision_word(enum jalon_lang lang, const char *closed_as)
{
    static const struct {
        const char *code;
        enum jalon_word word;
    } words[] = {{"taken", JALON_WORD_DECISION_TAKEN},
                 {"refused", JALON_WORD_DECISION_REFUSED},
                 {"dropped", JALON_WORD_DECISION_DROPPED}};
    for (size_t i = 0; closed_as != NULL && i < JALON_COUNT(words); i++) {
        if (strcmp(words[i].code, closed_as) == 0) {
            return jalon_word(lang, words[i].word);
        }
    }
    return closed_as != NULL ? closed_as : "?";
}

static const char *shown(enum jalon_lang lang, const char *text)
{
    return text != NULL ? text : jalon_word(lang, JALON_WORD_HISTORY_ERASED);
}

void jalon_phrase_decision(struct jalon_str *out, enum jalon_lang lang,
                           const struct jalon_decision *decision, struct jalon_date as_of)
{
    jalon_say(out, lang, JALON_WORD_DECISION, shown(lang, decision->what),
              shown(lang, decision->whom), jalon_date_long(decision->due_on, lang).text);
    if (jalon_decision_is_late(decision, as_of)) {
        JALON_AUTO(jalon_str_done) struct jalon_str days = {0};
        jalon_say_count(&days, lang, JALON_COUNT_DAYS, jalon_date_diff(as_of, decision->due_on));
        jalon_say(out, lang, JALON_WORD_DECISION_LATE, jalon_str_text(&days));
    }
}

void jalon_decision_text(struct jalon_str *out, enum jalon_lang lang,
                         const struct jalon_weekly *weekly)
{
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    if (weekly->decisions.n_open == 0) {
        return;
    }
    jalon_text_heading(out, lang, JALON_WORD_DECISIONS);
    for (size_t i = 0; i < weekly->decisions.n_open; i++) {
        jalon_str_clear(&line);
        jalon_phrase_decision(&line, lang, &weekly->decisions.items[i], weekly->status.as_of);
        jalon_layout_paragraph(out, 2, 4, jalon_str_text(&line));
    }
}

void jalon_decision_md(struct jalon_str *out, enum jalon_lang lang,
                       const struct jalon_weekly *weekly)
{
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    if (weekly->decisions.n_open == 0) {
        return;
    }
    jalon_str_addf(out, "\n## %s\n\n", jalon_word(lang, JALON_WORD_DECISIONS));
    for (size_t i = 0; i < weekly->decisions.n_open; i++) {
        jalon_str_clear(&line);
        jalon_phrase_decision(&line, lang, &weekly->decisions.items[i], weekly->status.as_of);
        jalon_str_add(out, "- ");
        jalon_md_add(out, jalon_str_text(&line));
        jalon_str_add_char(out, '\n');
    }
}

void jalon_decision_html(struct jalon_page *page, const struct jalon_weekly *weekly)
{
    if (weekly->decisions.n_open == 0) {
        return;
    }
    jalon_page_heading(page, JALON_WORD_DECISIONS);
    jalon_html_open(page->html, "ul");
    for (size_t i = 0; i < weekly->decisions.n_open; i++) {
        jalon_phrase_decision(&page->line, page->lang, &weekly->decisions.items[i],
                              weekly->status.as_of);
        jalon_page_line(page, "li", NULL);
    }
    jalon_html_close(page->html);
}

/* Days left are below zero of what is late. */
static void add_row(struct jalon_sheet *sheet, enum jalon_lang lang,
                    const struct jalon_decision *decision, struct jalon_date as_of)
{
    jalon_sheet_date(sheet, decision->due_on);
    jalon_sheet_number(sheet, jalon_date_diff(decision->due_on, as_of));
    jalon_sheet_text(sheet, shown(lang, decision->whom));
    jalon_sheet_text(sheet, shown(lang, decision->what));
    jalon_sheet_date(sheet, decision->asked_on);
    jalon_sheet_text(sheet, decision->entry);
    jalon_sheet_end_row(sheet);
}

void jalon_decision_xlsx(struct jalon_book *book, enum jalon_lang lang,
                         const struct jalon_weekly *weekly)
{
    if (weekly->decisions.n_open == 0) {
        return;
    }
    const struct jalon_column columns[] = {{jalon_word(lang, JALON_WORD_SHEET_DUE_ON), 13},
                                           {jalon_word(lang, JALON_WORD_SHEET_DAYS_LEFT), 14},
                                           {jalon_word(lang, JALON_WORD_DECISION_WHOM), 36},
                                           {jalon_word(lang, JALON_WORD_DECISION_WHAT), 70},
                                           {jalon_word(lang, JALON_WORD_DECISION_ASKED_ON), 14},
                                           {jalon_word(lang, JALON_WORD_DECISION_ENTRY), 12}};
    struct jalon_sheet *sheet =
        jalon_book_add(book, jalon_word(lang, JALON_WORD_DECISIONS), columns, JALON_COUNT(columns));
    for (size_t i = 0; i < weekly->decisions.n_open; i++) {
        add_row(sheet, lang, &weekly->decisions.items[i], weekly->status.as_of);
    }
    jalon_sheet_end(sheet);
}

json_t *jalon_decision_json(const struct jalon_weekly *weekly)
{
    json_t *json = json_array();
    for (size_t i = 0; i < weekly->decisions.n_open; i++) {
        const struct jalon_decision *decision = &weekly->decisions.items[i];
        json_t *one = json_object();
        jalon_json_set_text(one, "entry", decision->entry);
        jalon_json_set_text(one, "text", decision->what);
        jalon_json_set_text(one, "of", decision->whom);
        jalon_json_set_date(one, "asked_on", decision->asked_on);
        jalon_json_set_date(one, "due_on", decision->due_on);
        jalon_json_set_int(one, "days_left",
                           jalon_date_diff(decision->due_on, weekly->status.as_of));
        (void)json_array_append_new(json, one);
    }
    return json;
}
