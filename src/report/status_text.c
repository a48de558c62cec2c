/* The status as plain text: one screen. */
#include "report/layout.h"
#include "report/phrase.h"
#include "report/text_tables.h"

void jalon_status_text(const struct jalon_status *status, enum jalon_lang lang,
                       struct jalon_str *out)
{
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    jalon_phrase_title(&line, lang, status);
    jalon_layout_paragraph(out, 0, 0, jalon_str_text(&line));
    jalon_str_clear(&line);
    jalon_str_add(&line, status->name.text[lang]);
    jalon_str_add(&line, " \u00B7 ");
    jalon_phrase_known(&line, lang, status);
    if (status->provisional) {
        jalon_str_add(&line, " \u00B7 ");
        jalon_str_add(&line, jalon_word(lang, JALON_WORD_DAY_NOT_OVER));
    }
    jalon_layout_paragraph(out, 0, 0, jalon_str_text(&line));
    jalon_text_states(out, lang, status, false);
    if (status->scope.out_of_scope > 0) {
        jalon_str_clear(&line);
        jalon_say_count(&line, lang, JALON_COUNT_OUT, status->scope.out_of_scope);
        jalon_layout_paragraph(out, 2, 2, jalon_str_text(&line));
    }
    jalon_text_instruments(out, lang, status, false);
    jalon_text_cohorts(out, lang, status);
    jalon_text_weights(out, lang, status);
    jalon_text_targets(out, lang, status);
}
