/* Tables of a report as plain text: numbers to the right, at most 80 columns. */
#include "report/text_tables.h"

#include "report/layout.h"
#include "report/phrase.h"

enum { LABEL = 30, NUMBER = 12, WIDE = 22, INSTRUMENT = 17, INSTRUMENTS_A_BLOCK = 2 };

static void number(struct jalon_str *out, size_t width, int n)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    jalon_str_addf(&text, "%d", n);
    jalon_layout_right(out, width, jalon_str_text(&text));
}

static void change(struct jalon_str *out, size_t width, int n)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    jalon_say_change(&text, n);
    jalon_layout_right(out, width, jalon_str_text(&text));
}

static void label(struct jalon_str *out, const char *text)
{
    jalon_str_add(out, "  ");
    jalon_layout_left(out, LABEL, text);
}

void jalon_text_heading(struct jalon_str *out, enum jalon_lang lang, enum jalon_word word)
{
    jalon_str_add_char(out, '\n');
    jalon_layout_paragraph(out, 0, 0, jalon_word(lang, word));
}

void jalon_text_states(struct jalon_str *out, enum jalon_lang lang,
                       const struct jalon_status *status, bool week)
{
    jalon_str_add_char(out, '\n');
    jalon_layout_left(out, LABEL + 2, jalon_word(lang, JALON_WORD_STATES));
    jalon_layout_right(out, NUMBER, jalon_word(lang, JALON_WORD_TERRITORIES));
    if (week) {
        jalon_layout_right(out, WIDE, jalon_word(lang, JALON_WORD_THIS_WEEK));
    }
    jalon_layout_end_row(out);
    for (size_t i = 0; i < status->n_states; i++) {
        const struct jalon_state_figures *state = &status->states[i];
        label(out, state->label.text[lang]);
        number(out, NUMBER, state->n);
        if (week) {
            change(out, WIDE, state->change);
        }
        jalon_layout_end_row(out);
    }
    label(out, jalon_word(lang, JALON_WORD_TOTAL));
    number(out, NUMBER, status->scope.current);
    if (week) {
        change(out, WIDE, jalon_status_scope_change(status));
    }
    jalon_layout_end_row(out);
}

static void instrument_row(struct jalon_str *out, enum jalon_lang lang,
                           const struct jalon_instrument_figures *instrument, bool week)
{
    label(out, instrument->label.text[lang]);
    number(out, NUMBER, instrument->n_signed);
    if (week) {
        change(out, NUMBER + 2, instrument->this_week);
    }
    number(out, WIDE, instrument->partial);
    jalon_layout_end_row(out);
}

void jalon_text_instruments(struct jalon_str *out, enum jalon_lang lang,
                            const struct jalon_status *status, bool week)
{
    jalon_str_add_char(out, '\n');
    jalon_layout_left(out, LABEL + 2, jalon_word(lang, JALON_WORD_INSTRUMENTS));
    jalon_layout_right(out, NUMBER, jalon_word(lang, JALON_WORD_SIGNED));
    if (week) {
        jalon_layout_right(out, NUMBER + 2, jalon_word(lang, JALON_WORD_THIS_WEEK));
    }
    jalon_layout_right(out, WIDE, jalon_word(lang, JALON_WORD_PARTIAL));
    jalon_layout_end_row(out);
    for (size_t i = 0; i < status->n_instruments; i++) {
        if (jalon_instrument_is_shown(&status->instruments[i])) {
            instrument_row(out, lang, &status->instruments[i], week);
        }
    }
}

void jalon_text_targets(struct jalon_str *out, enum jalon_lang lang,
                        const struct jalon_status *status)
{
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    jalon_text_heading(out, lang, JALON_WORD_TARGETS);
    if (status->n_targets == 0) {
        jalon_layout_paragraph(out, 2, 2, jalon_word(lang, JALON_WORD_NO_TARGET));
    }
    for (size_t i = 0; i < status->n_targets; i++) {
        jalon_str_clear(&line);
        jalon_phrase_target(&line, lang, status, &status->targets[i]);
        jalon_layout_paragraph(out, 2, 4, jalon_str_text(&line));
        jalon_str_clear(&line);
        jalon_phrase_progress(&line, lang, status, &status->targets[i]);
        jalon_layout_paragraph(out, 4, 4, jalon_str_text(&line));
    }
}

static void region_row(struct jalon_str *out, enum jalon_lang lang,
                       const struct jalon_weekly *weekly, size_t region, const size_t columns[],
                       size_t n)
{
    const struct jalon_region_figures *figures = &weekly->regions[region];
    label(out, jalon_region_name(weekly, lang, figures->code));
    number(out, NUMBER, figures->n);
    for (size_t i = 0; i < n; i++) {
        JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
        jalon_str_addf(&text, "%d", figures->n_signed[columns[i]]);
        if (figures->this_week[columns[i]] != 0) {
            jalon_str_addf(&text, " (+%d)", figures->this_week[columns[i]]);
        }
        jalon_layout_right(out, INSTRUMENT, jalon_str_text(&text));
    }
    jalon_layout_end_row(out);
}

static void region_block(struct jalon_str *out, enum jalon_lang lang,
                         const struct jalon_weekly *weekly, const size_t columns[], size_t n)
{
    jalon_str_add_char(out, '\n');
    jalon_layout_left(out, LABEL + 2, jalon_word(lang, JALON_WORD_REGIONS));
    jalon_layout_right(out, NUMBER, jalon_word(lang, JALON_WORD_TERRITORIES));
    for (size_t i = 0; i < n; i++) {
        JALON_AUTO(jalon_str_done) struct jalon_str head = {0};
        jalon_phrase_instrument(&head, lang, &weekly->status,
                                &weekly->status.instruments[columns[i]]);
        jalon_layout_right(out, INSTRUMENT, jalon_str_text(&head));
    }
    jalon_layout_end_row(out);
    for (size_t i = 0; i < weekly->n_regions; i++) {
        region_row(out, lang, weekly, i, columns, n);
    }
}

/* As many tables as it takes to stay within 80 columns. */
void jalon_text_regions(struct jalon_str *out, enum jalon_lang lang,
                        const struct jalon_weekly *weekly)
{
    size_t columns[INSTRUMENTS_A_BLOCK];
    size_t n = 0;
    for (size_t i = 0; i < weekly->status.n_instruments; i++) {
        if (jalon_instrument_is_shown(&weekly->status.instruments[i])) {
            columns[n] = i;
            n++;
        }
        if (n == INSTRUMENTS_A_BLOCK) {
            region_block(out, lang, weekly, columns, n);
            n = 0;
        }
    }
    if (n > 0) {
        region_block(out, lang, weekly, columns, n);
    }
    jalon_layout_paragraph(out, 2, 2, jalon_word(lang, JALON_WORD_REGIONS_NOTE));
}
