/* The portfolio as GitHub-flavoured Markdown. */
#include "report/md.h"
#include "report/phrase.h"
#include "report/portfolio.h"

static void add_line(struct jalon_str *out, const char *prefix, const char *raw)
{
    jalon_str_add(out, prefix);
    jalon_md_add(out, raw);
    jalon_str_add_char(out, '\n');
}

static void add_part(struct jalon_str *out, enum jalon_lang lang,
                     const struct jalon_portfolio *portfolio, const struct jalon_weekly *weekly)
{
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    jalon_phrase_part_name(&line, lang, weekly);
    add_line(out, "\n## ", jalon_str_text(&line));
    jalon_str_clear(&line);
    jalon_phrase_title(&line, lang, &weekly->status);
    jalon_str_add(out, "\n**");
    jalon_md_add(out, jalon_str_text(&line));
    jalon_str_add(out, "**\n\n");
    jalon_str_clear(&line);
    for (size_t i = 0; jalon_phrase_part(&line, lang, weekly, i); i++) {
        add_line(out, "- ", jalon_str_text(&line));
        jalon_str_clear(&line);
    }
    jalon_phrase_known(&line, lang, &weekly->status);
    add_line(out, "- ", jalon_str_text(&line));
    jalon_str_clear(&line);
    jalon_say(&line, lang, JALON_WORD_COLON, jalon_word(lang, JALON_WORD_PORTFOLIO_MORE));
    jalon_phrase_part_more(&line, portfolio, weekly);
    add_line(out, "- ", jalon_str_text(&line));
}

int jalon_portfolio_md(const struct jalon_portfolio *portfolio, enum jalon_lang lang,
                       struct jalon_str *out, struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    (void)err;
    jalon_phrase_portfolio(&line, lang, portfolio);
    add_line(out, "# ", jalon_str_text(&line));
    jalon_str_clear(&line);
    jalon_phrase_portfolio_period(&line, lang, portfolio);
    add_line(out, "\n", jalon_str_text(&line));
    if (jalon_portfolio_is_provisional(portfolio)) {
        add_line(out, "\n", jalon_word(lang, JALON_WORD_PROVISIONAL));
    }
    for (size_t i = 0; i < portfolio->n_parts; i++) {
        add_part(out, lang, portfolio, portfolio->parts[i].weekly);
    }
    add_line(out, "\n", jalon_word(lang, JALON_WORD_PORTFOLIO_NOTE));
    return 0;
}
