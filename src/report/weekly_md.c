/* The weekly report as GitHub-flavoured Markdown. */
#include "report/md.h"

#include "base/text.h"
#include "report/at_risk.h"
#include "report/phrase.h"
#include "report/weekly_plan.h"

static void add_line(struct jalon_str *out, const char *prefix, const char *raw)
{
    jalon_str_add(out, prefix);
    jalon_md_add(out, raw);
    jalon_str_add_char(out, '\n');
}

static void add_heading(struct jalon_str *out, enum jalon_lang lang, enum jalon_word word)
{
    jalon_str_add_char(out, '\n');
    add_line(out, "## ", jalon_word(lang, word));
    jalon_str_add_char(out, '\n');
}

static void add_cell(struct jalon_str *out, const char *raw)
{
    jalon_str_add(out, "| ");
    jalon_md_add(out, raw);
    jalon_str_add_char(out, ' ');
}

static void add_word(struct jalon_str *out, enum jalon_lang lang, enum jalon_word word)
{
    add_cell(out, jalon_word(lang, word));
}

static void add_number(struct jalon_str *out, int n)
{
    jalon_str_addf(out, "| %d ", n);
}

static void add_change(struct jalon_str *out, int n)
{
    jalon_str_add(out, "| ");
    jalon_say_change(out, n);
    jalon_str_add_char(out, ' ');
}

static void end_row(struct jalon_str *out)
{
    jalon_str_add(out, "|\n");
}

/* The first column is text, the N others are numbers. */
static void end_head(struct jalon_str *out, size_t n)
{
    jalon_str_add(out, "|\n| :-- ");
    for (size_t i = 0; i < n; i++) {
        jalon_str_add(out, "| --: ");
    }
    end_row(out);
}

static void add_head(struct jalon_str *out, enum jalon_lang lang, const struct jalon_weekly *weekly)
{
    const struct jalon_status *status = &weekly->status;
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    jalon_phrase_title(&line, lang, status);
    add_line(out, "# ", jalon_str_text(&line));
    jalon_str_clear(&line);
    jalon_str_add(&line, status->name.text[lang]);
    jalon_str_add(&line, " \u00B7 ");
    jalon_say(&line, lang, JALON_WORD_WEEK, jalon_week_text(weekly->week).text,
              jalon_date_long(weekly->from, lang).text, jalon_date_long(weekly->to, lang).text);
    add_line(out, "\n", jalon_str_text(&line));
    jalon_str_clear(&line);
    jalon_phrase_known(&line, lang, status);
    add_line(out, "\n", jalon_str_text(&line));
    if (status->provisional) {
        jalon_str_add(out, "\n**");
        jalon_md_add(out, jalon_word(lang, JALON_WORD_PROVISIONAL));
        jalon_str_add(out, "**\n");
    }
}

static void add_scope(struct jalon_str *out, enum jalon_lang lang,
                      const struct jalon_status *status)
{
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    add_heading(out, lang, JALON_WORD_SCOPE);
    jalon_phrase_scope(&line, lang, status);
    add_line(out, "- ", jalon_str_text(&line));
    jalon_str_clear(&line);
    jalon_phrase_scope_week(&line, lang, status);
    add_line(out, "- ", jalon_str_text(&line));
}

static void add_states(struct jalon_str *out, enum jalon_lang lang,
                       const struct jalon_status *status)
{
    add_heading(out, lang, JALON_WORD_STATES);
    add_word(out, lang, JALON_WORD_STATE);
    add_word(out, lang, JALON_WORD_TERRITORIES);
    add_word(out, lang, JALON_WORD_THIS_WEEK);
    end_head(out, 2);
    for (size_t i = 0; i < status->n_states; i++) {
        add_cell(out, status->states[i].label.text[lang]);
        add_number(out, status->states[i].n);
        add_change(out, status->states[i].change);
        end_row(out);
    }
    add_word(out, lang, JALON_WORD_TOTAL);
    add_number(out, status->scope.current);
    add_change(out, jalon_status_scope_change(status));
    end_row(out);
}

static void add_instruments(struct jalon_str *out, enum jalon_lang lang,
                            const struct jalon_status *status)
{
    add_heading(out, lang, JALON_WORD_INSTRUMENTS);
    add_word(out, lang, JALON_WORD_INSTRUMENT);
    add_word(out, lang, JALON_WORD_SIGNED);
    add_word(out, lang, JALON_WORD_THIS_WEEK);
    add_word(out, lang, JALON_WORD_PARTIAL);
    end_head(out, 3);
    for (size_t i = 0; i < status->n_instruments; i++) {
        const struct jalon_instrument_figures *instrument = &status->instruments[i];
        if (jalon_instrument_is_shown(instrument)) {
            add_cell(out, instrument->label.text[lang]);
            add_number(out, instrument->n_signed);
            add_change(out, instrument->this_week);
            add_number(out, instrument->partial);
            end_row(out);
        }
    }
}

static void add_changes(struct jalon_str *out, enum jalon_lang lang,
                        const struct jalon_weekly *weekly)
{
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    add_heading(out, lang, JALON_WORD_CHANGES);
    if (weekly->n_changes == 0) {
        add_line(out, "", jalon_word(lang, JALON_WORD_NO_CHANGE));
    }
    for (size_t first = 0; first < weekly->n_changes;) {
        size_t end = jalon_change_group_end(weekly, first);
        jalon_str_clear(&line);
        jalon_phrase_change(&line, lang, weekly, first, end);
        add_line(out, "- ", jalon_str_text(&line));
        for (size_t i = first; i < end;) {
            jalon_str_clear(&line);
            i = jalon_phrase_names(&line, lang, weekly, i, end, end - first <= JALON_NAMES_MAX);
            add_line(out, "  - ", jalon_str_text(&line));
        }
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
    add_heading(out, lang, JALON_WORD_RESTATEMENTS);
    for (size_t i = 0; i < weekly->n_restatements; i++) {
        jalon_str_clear(&line);
        jalon_phrase_restatement(&line, lang, weekly, &weekly->restatements[i]);
        add_line(out, "- ", jalon_str_text(&line));
    }
    add_line(out, "\n", jalon_word(lang, JALON_WORD_RESTATED_NOTE));
}

static void add_targets(struct jalon_str *out, enum jalon_lang lang,
                        const struct jalon_status *status)
{
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    add_heading(out, lang, JALON_WORD_TARGETS);
    if (status->n_targets == 0) {
        add_line(out, "", jalon_word(lang, JALON_WORD_NO_TARGET));
    }
    for (size_t i = 0; i < status->n_targets; i++) {
        jalon_str_clear(&line);
        jalon_phrase_target(&line, lang, status, &status->targets[i]);
        add_line(out, "- ", jalon_str_text(&line));
        jalon_str_clear(&line);
        jalon_phrase_progress(&line, lang, status, &status->targets[i]);
        add_line(out, "  - ", jalon_str_text(&line));
    }
}

static void add_region(struct jalon_str *out, enum jalon_lang lang,
                       const struct jalon_weekly *weekly, const struct jalon_region_figures *region)
{
    add_cell(out, jalon_region_name(weekly, lang, region->code));
    add_number(out, region->n);
    for (size_t i = 0; i < weekly->status.n_instruments; i++) {
        if (jalon_instrument_is_shown(&weekly->status.instruments[i])) {
            add_number(out, region->n_signed[i]);
            if (region->this_week[i] != 0) {
                jalon_str_addf(out, "(+%d) ", region->this_week[i]);
            }
        }
    }
    end_row(out);
}

/* The head of a table of territories with a column for each instrument. */
static void begin_territories(struct jalon_str *out, enum jalon_lang lang, enum jalon_word what,
                              const struct jalon_status *status)
{
    size_t n = 1;
    add_word(out, lang, what);
    add_word(out, lang, JALON_WORD_TERRITORIES);
    for (size_t i = 0; i < status->n_instruments; i++) {
        if (jalon_instrument_is_shown(&status->instruments[i])) {
            JALON_AUTO(jalon_str_done) struct jalon_str head = {0};
            jalon_phrase_instrument(&head, lang, status, &status->instruments[i]);
            add_cell(out, jalon_str_text(&head));
            n++;
        }
    }
    end_head(out, n);
}

static void add_regions(struct jalon_str *out, enum jalon_lang lang,
                        const struct jalon_weekly *weekly)
{
    add_heading(out, lang, JALON_WORD_REGIONS);
    begin_territories(out, lang, JALON_WORD_REGION, &weekly->status);
    for (size_t i = 0; i < weekly->n_regions; i++) {
        add_region(out, lang, weekly, &weekly->regions[i]);
    }
    add_line(out, "\n", jalon_word(lang, JALON_WORD_REGIONS_NOTE));
}

static void add_cohort(struct jalon_str *out, enum jalon_lang lang,
                       const struct jalon_status *status, const struct jalon_cohort_figures *cohort)
{
    add_cell(out, cohort->label.text[lang]);
    add_number(out, cohort->n);
    for (size_t i = 0; i < status->n_instruments; i++) {
        if (jalon_instrument_is_shown(&status->instruments[i])) {
            JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
            jalon_phrase_cohort(&text, lang, cohort, i);
            add_cell(out, jalon_str_text(&text));
        }
    }
    end_row(out);
}

static void add_cohorts(struct jalon_str *out, enum jalon_lang lang,
                        const struct jalon_status *status)
{
    if (status->n_cohorts == 0) {
        return;
    }
    add_heading(out, lang, JALON_WORD_COHORTS);
    begin_territories(out, lang, JALON_WORD_COHORT, status);
    for (size_t i = 0; i < status->n_cohorts; i++) {
        add_cohort(out, lang, status, &status->cohorts[i]);
    }
}

static void add_amount(struct jalon_str *out, enum jalon_lang lang, int64_t n)
{
    jalon_str_add(out, "| ");
    jalon_say_number(out, lang, n);
    jalon_str_add_char(out, ' ');
}

/* What is in scope first: the instruments below it are parts of it, each apart. */
static void add_amounts(struct jalon_str *out, enum jalon_lang lang,
                        const struct jalon_status *status,
                        const struct jalon_weight_figures *weight)
{
    add_word(out, lang, JALON_WORD_WEIGHT_SCOPE);
    add_amount(out, lang, weight->total);
    add_cell(out, "");
    end_row(out);
    for (size_t i = 0; i < status->n_instruments; i++) {
        if (jalon_instrument_is_shown(&status->instruments[i])) {
            JALON_AUTO(jalon_str_done) struct jalon_str share = {0};
            add_cell(out, status->instruments[i].label.text[lang]);
            add_amount(out, lang, weight->of_signed[i]);
            jalon_phrase_share(&share, lang, weight, i);
            add_cell(out, jalon_str_text(&share));
            end_row(out);
        }
    }
}

static void add_weight(struct jalon_str *out, enum jalon_lang lang,
                       const struct jalon_status *status, const struct jalon_weight_figures *weight)
{
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    jalon_phrase_weight(&line, lang, weight);
    add_line(out, "\n## ", jalon_str_text(&line));
    jalon_str_add_char(out, '\n');
    add_word(out, lang, JALON_WORD_INSTRUMENT);
    add_cell(out, weight->unit.text[lang]);
    add_word(out, lang, JALON_WORD_SHARE);
    end_head(out, 2);
    add_amounts(out, lang, status, weight);
    jalon_str_clear(&line);
    jalon_phrase_weight_figures(&line, lang, status, weight);
    add_line(out, "\n", jalon_str_text(&line));
}

static void add_forecast(struct jalon_str *out, enum jalon_lang lang,
                         const struct jalon_forecast_report *forecast)
{
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    add_heading(out, lang, JALON_WORD_FORECAST);
    jalon_phrase_forecast(&line, lang, forecast);
    jalon_str_add(out, "**");
    jalon_md_add(out, jalon_str_text(&line));
    jalon_str_add(out, "**\n");
    jalon_str_clear(&line);
    jalon_phrase_forecast_basis(&line, lang, forecast);
    add_line(out, "\n", jalon_str_text(&line));
    jalon_str_clear(&line);
    jalon_phrase_forecast_assumed(&line, lang, forecast);
    add_line(out, "\n", jalon_str_text(&line));
}

static void add_risk_facts(struct jalon_str *out, enum jalon_lang lang,
                           const struct jalon_at_risk *at)
{
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    jalon_phrase_risk(&line, lang, at);
    add_cell(out, jalon_str_text(&line));
    jalon_str_clear(&line);
    if (at->has_step) {
        jalon_phrase_step(&line, lang, &at->step);
    }
    add_cell(out, jalon_str_text(&line));
    add_number(out, at->days_in_state);
    add_cell(out, jalon_date_long(at->touched_on, lang).text);
}

static void add_risks(struct jalon_str *out, enum jalon_lang lang,
                      const struct jalon_forecast_report *report)
{
    const struct jalon_forecast *forecast = report->forecast;
    if (!jalon_forecast_has_risks(forecast)) {
        return;
    }
    add_heading(out, lang, JALON_WORD_FORECAST_RISKS);
    add_word(out, lang, JALON_WORD_TERRITORY);
    add_word(out, lang, JALON_WORD_CODE);
    add_word(out, lang, JALON_WORD_FORECAST_CHANCE);
    if (report->at_risk != NULL) {
        add_word(out, lang, JALON_WORD_RISK_WHY);
        add_word(out, lang, JALON_WORD_RISK_STEP);
        add_word(out, lang, JALON_WORD_RISK_IN_STATE);
        add_word(out, lang, JALON_WORD_RISK_LAST);
    }
    jalon_str_add(out, "|\n| :-- | :-- | --: ");
    jalon_str_add(out, report->at_risk != NULL ? "| :-- | :-- | --: | :-- " : "");
    end_row(out);
    for (size_t i = 0; i < forecast->n_risks && i < JALON_FORECAST_RISKS_TOLD; i++) {
        JALON_AUTO(jalon_str_done) struct jalon_str chance = {0};
        jalon_phrase_chance(&chance, lang, forecast->risks[i].p_signed, false);
        add_cell(out, report->names[i]);
        add_cell(out, forecast->risks[i].code);
        add_cell(out, jalon_str_text(&chance));
        if (i < report->n_at_risk) {
            add_risk_facts(out, lang, &report->at_risk[i]);
        }
        end_row(out);
    }
}

static void add_definitions(struct jalon_str *out, enum jalon_lang lang,
                            const struct jalon_weekly *weekly)
{
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    add_heading(out, lang, JALON_WORD_DEFINITIONS);
    for (size_t i = 0; jalon_weekly_definition(&line, lang, weekly, i); i++) {
        add_line(out, "- ", jalon_str_text(&line));
        jalon_str_clear(&line);
    }
}

/* The note as indented code, which nothing in it can end. */
static void add_anchor(struct jalon_str *out, enum jalon_lang lang,
                       const struct jalon_anchor *anchor)
{
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    add_heading(out, lang, JALON_WORD_ANCHOR);
    jalon_phrase_anchor(&line, lang, anchor);
    add_line(out, "", jalon_str_text(&line));
    jalon_str_add_char(out, '\n');
    for (const char *at = anchor->note; *at != '\0'; at++) {
        bool starts = at == anchor->note || at[-1] == '\n';
        jalon_str_add(out, starts && *at != '\n' ? "    " : "");
        jalon_str_add_char(out, *at);
    }
    jalon_str_add_char(out, '\n');
    add_line(out, "- ", jalon_word(lang, JALON_WORD_ANCHOR_FILE));
    add_line(out, "- ", jalon_word(lang, JALON_WORD_ANCHOR_SINCE));
}

int jalon_weekly_md(const struct jalon_weekly *weekly, enum jalon_lang lang, struct jalon_str *out,
                    struct jalon_err *err)
{
    (void)err;
    add_head(out, lang, weekly);
    if (weekly->forecast != NULL) {
        add_forecast(out, lang, weekly->forecast);
    }
    add_scope(out, lang, &weekly->status);
    add_states(out, lang, &weekly->status);
    add_instruments(out, lang, &weekly->status);
    add_changes(out, lang, weekly);
    jalon_slips_md(out, lang, weekly->plans);
    add_restatements(out, lang, weekly);
    add_targets(out, lang, &weekly->status);
    add_regions(out, lang, weekly);
    jalon_region_status_md(out, lang, weekly);
    if (weekly->forecast != NULL) {
        add_risks(out, lang, weekly->forecast);
    }
    jalon_earned_md(out, lang, weekly);
    jalon_decision_md(out, lang, weekly);
    add_cohorts(out, lang, &weekly->status);
    for (size_t i = 0; i < weekly->status.n_weights; i++) {
        add_weight(out, lang, &weekly->status, &weekly->status.weights[i]);
    }
    jalon_trust_md(out, lang, weekly);
    add_definitions(out, lang, weekly);
    if (weekly->anchor.note != NULL) {
        add_anchor(out, lang, &weekly->anchor);
    }
    return 0;
}
