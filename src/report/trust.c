/* The trust line of the weekly report. */
#include "report/trust.h"

#include "base/json.h"
#include "report/layout.h"
#include "report/md.h"
#include "report/page.h"
#include "report/text_tables.h"
#include "report/weekly.h"

bool jalon_trust_is_told(const struct jalon_weekly *weekly)
{
    return weekly->trust.n > 0;
}

void jalon_phrase_trust(struct jalon_str *out, enum jalon_lang lang,
                        const struct jalon_weekly *weekly)
{
    const struct jalon_trust *trust = &weekly->trust;
    const struct jalon_forecast_report *report = weekly->forecast;
    JALON_AUTO(jalon_str_done) struct jalon_str seen = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str times = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str of = {0};
    jalon_say_count(&times, lang, JALON_TRUST_TIMES, trust->n_covered);
    jalon_say_number(&of, lang, trust->n);
    if (report != NULL && !report->forecast->is_prior) {
        jalon_say_count(&seen, lang, JALON_COUNT_SIGNATURES_DATED, report->forecast->n_events);
        jalon_say(out, lang, JALON_WORD_TRUST_SEEN, jalon_str_text(&seen), jalon_str_text(&times),
                  jalon_str_text(&of));
    } else {
        jalon_say(out, lang, JALON_WORD_TRUST, jalon_str_text(&times), jalon_str_text(&of));
    }
    if (trust->n_afterwards > 0) {
        jalon_str_add_char(out, ' ');
        jalon_say_count(out, lang, JALON_TRUST_AFTERWARDS, trust->n_afterwards);
    }
}

void jalon_trust_text(struct jalon_str *out, enum jalon_lang lang,
                      const struct jalon_weekly *weekly)
{
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    if (jalon_trust_is_told(weekly)) {
        jalon_text_heading(out, lang, JALON_WORD_TRUST_HEADING);
        jalon_phrase_trust(&line, lang, weekly);
        jalon_layout_paragraph(out, 2, 2, jalon_str_text(&line));
    }
}

void jalon_trust_md(struct jalon_str *out, enum jalon_lang lang, const struct jalon_weekly *weekly)
{
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    if (jalon_trust_is_told(weekly)) {
        jalon_phrase_trust(&line, lang, weekly);
        jalon_str_add(out, "\n## ");
        jalon_md_add(out, jalon_word(lang, JALON_WORD_TRUST_HEADING));
        jalon_str_add(out, "\n\n");
        jalon_md_add(out, jalon_str_text(&line));
        jalon_str_add_char(out, '\n');
    }
}

void jalon_trust_html(struct jalon_page *page, const struct jalon_weekly *weekly)
{
    if (jalon_trust_is_told(weekly)) {
        jalon_page_heading(page, JALON_WORD_TRUST_HEADING);
        jalon_phrase_trust(&page->line, page->lang, weekly);
        jalon_page_line(page, "p", NULL);
    }
}

void jalon_trust_json(json_t *json, const struct jalon_weekly *weekly)
{
    if (jalon_trust_is_told(weekly)) {
        json_t *trust = json_object();
        jalon_json_set_int(trust, "percent", 80);
        jalon_json_set_int(trust, "forecasts", weekly->trust.n);
        jalon_json_set_int(trust, "covered", weekly->trust.n_covered);
        jalon_json_set_int(trust, "issued_afterwards", weekly->trust.n_afterwards);
        jalon_json_set(json, "trust", trust);
    }
}
