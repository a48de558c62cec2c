/* The weekly report as plain text in 80 columns. */
#include "base/text.h"
#include "report/at_risk.h"
#include "report/layout.h"
#include "report/phrase.h"
#include "report/text_tables.h"
#include "report/weekly_plan.h"

static void add_head(struct jalon_str *out, enum jalon_lang lang, const struct jalon_weekly *weekly)
{
    const struct jalon_status *status = &weekly->status;
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    jalon_phrase_title(&line, lang, status);
    jalon_layout_paragraph(out, 0, 0, jalon_str_text(&line));
    jalon_str_add_char(out, '\n');

    jalon_str_clear(&line);
    jalon_str_add(&line, status->name.text[lang]);
    jalon_str_add(&line, " \u00B7 ");
    jalon_say(&line, lang, JALON_WORD_WEEK, jalon_week_text(weekly->week).text,
              jalon_date_long(weekly->from, lang).text, jalon_date_long(weekly->to, lang).text);
    jalon_layout_paragraph(out, 0, 0, jalon_str_text(&line));

    jalon_str_clear(&line);
    jalon_phrase_known(&line, lang, status);
    jalon_layout_paragraph(out, 0, 0, jalon_str_text(&line));
    if (status->provisional) {
        jalon_layout_paragraph(out, 0, 0, jalon_word(lang, JALON_WORD_PROVISIONAL));
    }
}

static void add_scope(struct jalon_str *out, enum jalon_lang lang,
                      const struct jalon_weekly *weekly)
{
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    jalon_text_heading(out, lang, JALON_WORD_SCOPE);
    jalon_phrase_scope(&line, lang, &weekly->status);
    jalon_layout_paragraph(out, 2, 2, jalon_str_text(&line));
    jalon_str_clear(&line);
    jalon_phrase_scope_week(&line, lang, &weekly->status);
    jalon_layout_paragraph(out, 2, 2, jalon_str_text(&line));
}

static void add_group(struct jalon_str *out, enum jalon_lang lang,
                      const struct jalon_weekly *weekly, size_t first, size_t end)
{
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    jalon_phrase_change(&line, lang, weekly, first, end);
    jalon_layout_paragraph(out, 2, 4, jalon_str_text(&line));
    for (size_t i = first; i < end;) {
        jalon_str_clear(&line);
        i = jalon_phrase_names(&line, lang, weekly, i, end, end - first <= JALON_NAMES_MAX);
        jalon_layout_paragraph(out, 4, 6, jalon_str_text(&line));
    }
}

static void add_changes(struct jalon_str *out, enum jalon_lang lang,
                        const struct jalon_weekly *weekly)
{
    jalon_text_heading(out, lang, JALON_WORD_CHANGES);
    if (weekly->n_changes == 0) {
        jalon_layout_paragraph(out, 2, 2, jalon_word(lang, JALON_WORD_NO_CHANGE));
    }
    for (size_t first = 0; first < weekly->n_changes;) {
        size_t end = jalon_change_group_end(weekly, first);
        add_group(out, lang, weekly, first, end);
        first = end;
    }
}

static void add_restatements(struct jalon_str *out, enum jalon_lang lang,
                             const struct jalon_weekly *weekly)
{
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    if (weekly->n_restatements == 0) {
        return;
    }
    jalon_text_heading(out, lang, JALON_WORD_RESTATEMENTS);
    for (size_t i = 0; i < weekly->n_restatements; i++) {
        jalon_str_clear(&line);
        jalon_phrase_restatement(&line, lang, weekly, &weekly->restatements[i]);
        jalon_layout_paragraph(out, 2, 4, jalon_str_text(&line));
    }
    jalon_layout_paragraph(out, 2, 2, jalon_word(lang, JALON_WORD_RESTATED_NOTE));
}

/* What is to be expected comes right after where it stands. */
static void add_forecast(struct jalon_str *out, enum jalon_lang lang,
                         const struct jalon_forecast_report *forecast)
{
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    jalon_text_heading(out, lang, JALON_WORD_FORECAST);
    jalon_phrase_forecast(&line, lang, forecast);
    jalon_layout_paragraph(out, 2, 2, jalon_str_text(&line));
    jalon_str_clear(&line);
    jalon_phrase_forecast_basis(&line, lang, forecast);
    jalon_layout_paragraph(out, 2, 2, jalon_str_text(&line));
}

static void add_definitions(struct jalon_str *out, enum jalon_lang lang,
                            const struct jalon_weekly *weekly)
{
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    jalon_text_heading(out, lang, JALON_WORD_DEFINITIONS);
    for (size_t i = 0; jalon_weekly_definition(&line, lang, weekly, i); i++) {
        jalon_layout_paragraph(out, 2, 4, jalon_str_text(&line));
        jalon_str_clear(&line);
    }
}

/* The note stands as it was signed, at the margin, so that it can be copied whole. */
static void add_anchor(struct jalon_str *out, enum jalon_lang lang,
                       const struct jalon_anchor *anchor)
{
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    jalon_text_heading(out, lang, JALON_WORD_ANCHOR);
    jalon_phrase_anchor(&line, lang, anchor);
    jalon_layout_paragraph(out, 2, 4, jalon_str_text(&line));
    jalon_str_add_char(out, '\n');
    jalon_text_add_lines_safe(out, anchor->note);
    jalon_str_add_char(out, '\n');
    jalon_layout_paragraph(out, 2, 4, jalon_word(lang, JALON_WORD_ANCHOR_FILE));
    jalon_layout_paragraph(out, 2, 4, jalon_word(lang, JALON_WORD_ANCHOR_SINCE));
}

int jalon_weekly_text(const struct jalon_weekly *weekly, enum jalon_lang lang,
                      struct jalon_str *out, struct jalon_err *err)
{
    (void)err;
    add_head(out, lang, weekly);
    if (weekly->forecast != NULL) {
        add_forecast(out, lang, weekly->forecast);
    }
    add_scope(out, lang, weekly);
    jalon_text_states(out, lang, &weekly->status, true);
    jalon_text_instruments(out, lang, &weekly->status, true);
    add_changes(out, lang, weekly);
    jalon_slips_text(out, lang, weekly->plans);
    add_restatements(out, lang, weekly);
    jalon_text_targets(out, lang, &weekly->status);
    jalon_text_regions(out, lang, weekly);
    jalon_region_status_text(out, lang, weekly);
    if (weekly->forecast != NULL) {
        jalon_at_risk_text(out, lang, weekly->forecast);
    }
    jalon_earned_text(out, lang, weekly);
    jalon_decision_text(out, lang, weekly);
    jalon_text_cohorts(out, lang, &weekly->status);
    jalon_text_weights(out, lang, &weekly->status);
    jalon_trust_text(out, lang, weekly);
    add_definitions(out, lang, weekly);
    if (weekly->anchor.note != NULL) {
        add_anchor(out, lang, &weekly->anchor);
    }
    return 0;
}
