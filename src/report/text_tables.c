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

/*
 * The next instruments that fit beside each other in a table of at most 80 columns, from *FROM on,
 * which moves past them. Returns their number; 0: there are no more.
 */
static size_t block(const struct jalon_status *status, size_t *from,
                    size_t columns[static INSTRUMENTS_A_BLOCK])
{
    size_t n = 0;
    for (; *from < status->n_instruments && n < INSTRUMENTS_A_BLOCK; (*from)++) {
        if (jalon_instrument_is_shown(&status->instruments[*from])) {
            columns[n] = *from;
            n++;
        }
    }
    return n;
}

/* The head of a table of territories with a column for each instrument of a block. */
static void block_head(struct jalon_str *out, enum jalon_lang lang, enum jalon_word title,
                       const struct jalon_status *status, const size_t columns[], size_t n)
{
    jalon_str_add_char(out, '\n');
    jalon_layout_left(out, LABEL + 2, jalon_word(lang, title));
    jalon_layout_right(out, NUMBER, jalon_word(lang, JALON_WORD_TERRITORIES));
    for (size_t i = 0; i < n; i++) {
        JALON_AUTO(jalon_str_done) struct jalon_str head = {0};
        jalon_phrase_instrument(&head, lang, status, &status->instruments[columns[i]]);
        jalon_layout_right(out, INSTRUMENT, jalon_str_text(&head));
    }
    jalon_layout_end_row(out);
}

static void cohort_row(struct jalon_str *out, enum jalon_lang lang,
                       const struct jalon_cohort_figures *cohort, const size_t columns[], size_t n)
{
    label(out, cohort->label.text[lang]);
    number(out, NUMBER, cohort->n);
    for (size_t i = 0; i < n; i++) {
        JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
        jalon_phrase_cohort(&text, lang, cohort, columns[i]);
        jalon_layout_right(out, INSTRUMENT, jalon_str_text(&text));
    }
    jalon_layout_end_row(out);
}

static void cohort_block(struct jalon_str *out, enum jalon_lang lang,
                         const struct jalon_status *status, const size_t columns[], size_t n)
{
    block_head(out, lang, JALON_WORD_COHORTS, status, columns, n);
    for (size_t i = 0; i < status->n_cohorts; i++) {
        cohort_row(out, lang, &status->cohorts[i], columns, n);
    }
}

void jalon_text_cohorts(struct jalon_str *out, enum jalon_lang lang,
                        const struct jalon_status *status)
{
    size_t columns[INSTRUMENTS_A_BLOCK];
    size_t n = 0;
    for (size_t from = 0; status->n_cohorts > 0 && (n = block(status, &from, columns)) > 0;) {
        cohort_block(out, lang, status, columns, n);
    }
}

static void amount(struct jalon_str *out, enum jalon_lang lang, int64_t n)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    jalon_say_number(&text, lang, n);
    jalon_layout_right(out, WIDE, jalon_str_text(&text));
}

static void weight_row(struct jalon_str *out, enum jalon_lang lang,
                       const struct jalon_status *status, const struct jalon_weight_figures *weight,
                       size_t instrument)
{
    JALON_AUTO(jalon_str_done) struct jalon_str share = {0};
    label(out, status->instruments[instrument].label.text[lang]);
    amount(out, lang, weight->of_signed[instrument]);
    jalon_phrase_share(&share, lang, weight, instrument);
    jalon_layout_right(out, NUMBER, jalon_str_text(&share));
    jalon_layout_end_row(out);
}

static void weight_table(struct jalon_str *out, enum jalon_lang lang,
                         const struct jalon_status *status,
                         const struct jalon_weight_figures *weight)
{
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    jalon_phrase_weight(&line, lang, weight);
    jalon_str_add_char(out, '\n');
    jalon_layout_paragraph(out, 0, 0, jalon_str_text(&line));
    label(out, jalon_word(lang, JALON_WORD_WEIGHT_SCOPE));
    amount(out, lang, weight->total);
    jalon_layout_end_row(out);
    for (size_t i = 0; i < status->n_instruments; i++) {
        if (jalon_instrument_is_shown(&status->instruments[i])) {
            weight_row(out, lang, status, weight, i);
        }
    }
    jalon_str_clear(&line);
    jalon_phrase_weight_figures(&line, lang, status, weight);
    jalon_layout_paragraph(out, 2, 2, jalon_str_text(&line));
}

void jalon_text_weights(struct jalon_str *out, enum jalon_lang lang,
                        const struct jalon_status *status)
{
    for (size_t i = 0; i < status->n_weights; i++) {
        weight_table(out, lang, status, &status->weights[i]);
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
    block_head(out, lang, JALON_WORD_REGIONS, &weekly->status, columns, n);
    for (size_t i = 0; i < weekly->n_regions; i++) {
        region_row(out, lang, weekly, i, columns, n);
    }
}

void jalon_text_regions(struct jalon_str *out, enum jalon_lang lang,
                        const struct jalon_weekly *weekly)
{
    size_t columns[INSTRUMENTS_A_BLOCK];
    size_t n = 0;
    for (size_t from = 0; (n = block(&weekly->status, &from, columns)) > 0;) {
        region_block(out, lang, weekly, columns, n);
    }
    jalon_layout_paragraph(out, 2, 2, jalon_word(lang, JALON_WORD_REGIONS_NOTE));
}
