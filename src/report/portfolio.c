/* The record of a portfolio, its sentences, and the table of its formats. */
#include "report/portfolio.h"

#include <stdlib.h>
#include <string.h>

#include "report/phrase.h"

void jalon_portfolio_free(struct jalon_portfolio *portfolio)
{
    if (portfolio != NULL) {
        for (size_t i = 0; i < portfolio->n_parts; i++) {
            jalon_weekly_free(portfolio->parts[i].weekly);
            jalon_programme_free(portfolio->parts[i].programme);
        }
        free(portfolio->parts);
        free(portfolio);
    }
}

void jalon_portfolio_freep(struct jalon_portfolio **portfolio)
{
    jalon_portfolio_free(*portfolio);
    *portfolio = NULL;
}

bool jalon_portfolio_is_provisional(const struct jalon_portfolio *portfolio)
{
    bool is_provisional = portfolio->period.provisional;
    for (size_t i = 0; i < portfolio->n_parts; i++) {
        is_provisional = is_provisional || portfolio->parts[i].weekly->status.provisional;
    }
    return is_provisional;
}

/* Does ONE come before OTHER: among those that are not past the earlier, else the later? */
static bool is_nearer(const struct jalon_status *status, const struct jalon_target_figures *one,
                      const struct jalon_target_figures *other)
{
    int days = jalon_target_days_left(status, one);
    int others = jalon_target_days_left(status, other);
    return others < 0 ? days > others : days >= 0 && days < others;
}

const struct jalon_target_figures *jalon_portfolio_target(const struct jalon_status *status)
{
    const struct jalon_target_figures *found = NULL;
    for (size_t i = 0; i < status->n_targets; i++) {
        if (found == NULL || is_nearer(status, &status->targets[i], found)) {
            found = &status->targets[i];
        }
    }
    return found;
}

void jalon_phrase_portfolio(struct jalon_str *out, enum jalon_lang lang,
                            const struct jalon_portfolio *portfolio)
{
    JALON_AUTO(jalon_str_done) struct jalon_str count = {0};
    jalon_say_count(&count, lang, JALON_COUNT_PROGRAMMES, (int)portfolio->n_parts);
    jalon_say(out, lang, JALON_WORD_PORTFOLIO_TITLE, jalon_str_text(&count));
}

void jalon_phrase_portfolio_period(struct jalon_str *out, enum jalon_lang lang,
                                   const struct jalon_portfolio *portfolio)
{
    const struct jalon_period *period = &portfolio->period;
    jalon_say(out, lang, JALON_WORD_WEEK, jalon_week_text(period->week).text,
              jalon_date_long(period->from, lang).text, jalon_date_long(period->to, lang).text);
    jalon_str_add(out, " \u00B7 ");
    jalon_say(out, lang, JALON_WORD_CUT_OFF, jalon_date_long(period->as_of, lang).text);
}

void jalon_phrase_part_name(struct jalon_str *out, enum jalon_lang lang,
                            const struct jalon_weekly *weekly)
{
    jalon_str_addf(out, "%s (%s)", weekly->status.name.text[lang], weekly->status.programme);
}

void jalon_phrase_part_signed(struct jalon_str *out, enum jalon_lang lang,
                              const struct jalon_status *status,
                              const struct jalon_instrument_figures *instrument)
{
    JALON_AUTO(jalon_str_done) struct jalon_str n_signed = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str of = {0};
    jalon_str_addf(&n_signed, "%d", instrument->n_signed);
    jalon_str_addf(&of, "%d", status->scope.current);
    jalon_say(out, lang, JALON_WORD_OF, jalon_str_text(&n_signed), jalon_str_text(&of));
}

/* "retenu 12 (−1) · en élaboration 2": every state that counts, so that they sum to N. */
static void say_states(struct jalon_str *out, enum jalon_lang lang,
                       const struct jalon_status *status)
{
    JALON_AUTO(jalon_str_done) struct jalon_str states = {0};
    for (size_t i = 0; i < status->n_states; i++) {
        const struct jalon_state_figures *state = &status->states[i];
        jalon_str_addf(&states, "%s%s %d", i > 0 ? " \u00B7 " : "", state->label.text[lang],
                       state->n);
        if (state->change != 0) {
            jalon_str_add(&states, " (");
            jalon_say_change(&states, state->change);
            jalon_str_add_char(&states, ')');
        }
    }
    jalon_say(out, lang, JALON_WORD_COLON, jalon_word(lang, JALON_WORD_STATES));
    jalon_str_add(out, jalon_str_text(&states));
}

static void say_signed(struct jalon_str *out, enum jalon_lang lang,
                       const struct jalon_status *status,
                       const struct jalon_instrument_figures *instrument)
{
    JALON_AUTO(jalon_str_done) struct jalon_str change = {0};
    jalon_say(out, lang, JALON_WORD_COLON, instrument->label.text[lang]);
    jalon_phrase_part_signed(out, lang, status, instrument);
    if (instrument->this_week != 0) {
        jalon_say_change(&change, instrument->this_week);
        jalon_say(out, lang, JALON_WORD_PORTFOLIO_WEEK, jalon_str_text(&change));
    }
}

/* Is this the sentence that is looked for? Else it is one less to pass. */
static bool take(size_t *number)
{
    return (*number)-- == 0;
}

static bool phrase_changes(struct jalon_str *out, enum jalon_lang lang,
                           const struct jalon_weekly *weekly, size_t *number)
{
    for (size_t first = 0, end = 0; first < weekly->n_changes; first = end) {
        end = jalon_change_group_end(weekly, first);
        if (take(number)) {
            jalon_phrase_change(out, lang, weekly, first, end);
            return true;
        }
    }
    if (weekly->n_changes == 0 && take(number)) {
        jalon_str_add(out, jalon_word(lang, JALON_WORD_NO_CHANGE));
        return true;
    }
    return false;
}

static bool phrase_target(struct jalon_str *out, enum jalon_lang lang,
                          const struct jalon_status *status, size_t number)
{
    const struct jalon_target_figures *target = jalon_portfolio_target(status);
    if (target == NULL) {
        jalon_str_add(out, number == 0 ? jalon_word(lang, JALON_WORD_NO_TARGET) : "");
        return number == 0;
    }
    if (take(&number)) {
        bool is_past = jalon_target_days_left(status, target) < 0;
        jalon_say(
            out, lang, JALON_WORD_COLON,
            jalon_word(lang, is_past ? JALON_WORD_PORTFOLIO_LAST : JALON_WORD_PORTFOLIO_NEXT));
        jalon_phrase_target(out, lang, status, target);
        return true;
    }
    if (take(&number)) {
        jalon_phrase_progress(out, lang, status, target);
        return true;
    }
    return false;
}

bool jalon_phrase_part(struct jalon_str *out, enum jalon_lang lang,
                       const struct jalon_weekly *weekly, size_t number)
{
    const struct jalon_status *status = &weekly->status;
    if (weekly->forecast != NULL && take(&number)) {
        jalon_phrase_forecast(out, lang, weekly->forecast);
        return true;
    }
    if (take(&number)) {
        say_states(out, lang, status);
        return true;
    }
    for (size_t i = 0; i < status->n_instruments; i++) {
        if (status->instruments[i].kind == JALON_INSTRUMENT_COMPLETING && take(&number)) {
            say_signed(out, lang, status, &status->instruments[i]);
            return true;
        }
    }
    if (take(&number)) {
        jalon_phrase_scope_week(out, lang, status);
        return true;
    }
    return phrase_changes(out, lang, weekly, &number) || phrase_target(out, lang, status, number);
}

void jalon_phrase_part_more(struct jalon_str *out, const struct jalon_portfolio *portfolio,
                            const struct jalon_weekly *weekly)
{
    jalon_str_addf(out, "jalon report weekly --programme %s --week %s", weekly->status.programme,
                   jalon_week_text(weekly->week).text);
    if (jalon_date_compare(weekly->status.as_of, weekly->to) < 0) {
        jalon_str_addf(out, " --as-of %s", jalon_date_iso(weekly->status.as_of).text);
    }
    if (portfolio->known_at != NULL) {
        jalon_str_addf(out, " --known-at %s", portfolio->known_at);
    }
}

static const struct jalon_portfolio_format formats[] = {
    {"text", jalon_portfolio_text, JALON_CONTENT_LINES},
    {"md", jalon_portfolio_md, JALON_CONTENT_LINES},
    {"html", jalon_portfolio_html, JALON_CONTENT_DATA},
    {"json", jalon_portfolio_json, JALON_CONTENT_DATA},
    {"csv", jalon_portfolio_csv, JALON_CONTENT_DATA},
};

const struct jalon_portfolio_format *jalon_portfolio_format(const char *name)
{
    for (size_t i = 0; i < JALON_COUNT(formats); i++) {
        if (strcmp(formats[i].name, name) == 0) {
            return &formats[i];
        }
    }
    return NULL;
}

const struct jalon_portfolio_format *jalon_portfolio_formats(size_t *ret_n)
{
    *ret_n = JALON_COUNT(formats);
    return formats;
}
