/* The portfolio as plain text in 80 columns. */
#include "report/layout.h"
#include "report/phrase.h"
#include "report/portfolio.h"

static void add_part(struct jalon_str *out, enum jalon_lang lang,
                     const struct jalon_portfolio *portfolio, const struct jalon_weekly *weekly)
{
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    jalon_phrase_part_name(&line, lang, weekly);
    jalon_str_add_char(out, '\n');
    jalon_layout_paragraph(out, 0, 0, jalon_str_text(&line));
    jalon_str_clear(&line);
    jalon_phrase_title(&line, lang, &weekly->status);
    jalon_layout_paragraph(out, 2, 4, jalon_str_text(&line));
    jalon_str_clear(&line);
    for (size_t i = 0; jalon_phrase_part(&line, lang, weekly, i); i++) {
        jalon_layout_paragraph(out, 2, 4, jalon_str_text(&line));
        jalon_str_clear(&line);
    }
    jalon_phrase_known(&line, lang, &weekly->status);
    jalon_layout_paragraph(out, 2, 4, jalon_str_text(&line));
    jalon_str_clear(&line);
    jalon_say(&line, lang, JALON_WORD_COLON, jalon_word(lang, JALON_WORD_PORTFOLIO_MORE));
    jalon_phrase_part_more(&line, portfolio, weekly);
    jalon_layout_paragraph(out, 2, 4, jalon_str_text(&line));
}

int jalon_portfolio_text(const struct jalon_portfolio *portfolio, enum jalon_lang lang,
                         struct jalon_str *out, struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    (void)err;
    jalon_phrase_portfolio(&line, lang, portfolio);
    jalon_layout_paragraph(out, 0, 0, jalon_str_text(&line));
    jalon_str_clear(&line);
    jalon_phrase_portfolio_period(&line, lang, portfolio);
    jalon_layout_paragraph(out, 0, 0, jalon_str_text(&line));
    if (jalon_portfolio_is_provisional(portfolio)) {
        jalon_layout_paragraph(out, 0, 0, jalon_word(lang, JALON_WORD_PROVISIONAL));
    }
    for (size_t i = 0; i < portfolio->n_parts; i++) {
        add_part(out, lang, portfolio, portfolio->parts[i].weekly);
    }
    jalon_str_add_char(out, '\n');
    jalon_layout_paragraph(out, 0, 0, jalon_word(lang, JALON_WORD_PORTFOLIO_NOTE));
    return 0;
}
