/* How far ahead or behind, in time: sentences and formats. */
#include "report/earned.h"

#include <math.h>

#include "report/json_parts.h"
#include "report/layout.h"
#include "report/md.h"
#include "report/text_tables.h"

/* By date, so that the plan is in the order in which it is to be kept. */
static struct jalon_schedule plan_of(const struct jalon_status *status,
                                     const struct jalon_instrument_figures *instrument,
                                     struct jalon_date starts_on)
{
    struct jalon_plan_point *points =
        jalon_arena_array(status->arena, status->n_targets, sizeof *points);
    size_t n = 0;
    for (size_t i = 0; i < status->n_targets; i++) {
        const struct jalon_target_figures *target = &status->targets[i];
        if (target->instrument != instrument) {
            continue;
        }
        size_t at = n++;
        while (at > 0 && jalon_date_compare(points[at - 1].on, target->on) > 0) {
            points[at] = points[at - 1];
            at--;
        }
        points[at] = (struct jalon_plan_point){target->on, jalon_target_required(status, target)};
    }
    return (struct jalon_schedule){starts_on, points, n};
}

void jalon_weekly_earn(struct jalon_weekly *weekly, struct jalon_date starts_on)
{
    const struct jalon_status *status = &weekly->status;
    for (size_t i = 0; weekly->forecast != NULL && i < status->n_instruments; i++) {
        const struct jalon_instrument_figures *instrument = &status->instruments[i];
        const struct jalon_schedule plan = plan_of(status, instrument, starts_on);
        if (strcmp(instrument->code, weekly->forecast->instrument->code) == 0 && plan.n > 0) {
            weekly->earned = jalon_arena_alloc(status->arena, sizeof *weekly->earned);
            *weekly->earned = (struct jalon_earned_report){
                jalon_earned_of(&plan, status->as_of, instrument->n_signed), instrument};
        }
    }
}

/* "11 contrats". */
static void say_signed(struct jalon_str *out, enum jalon_lang lang,
                       const struct jalon_earned_report *report)
{
    jalon_str_addf(out, "%d ", report->earned.n_signed);
    jalon_say_noun(out, lang, report->instrument->label.text[lang], report->earned.n_signed, false);
}

/* "5,2 semaines"; a number with a fraction is plural from 2 on in French, unless 1 in English. */
static void say_weeks(struct jalon_str *out, enum jalon_lang lang, int tenths)
{
    JALON_AUTO(jalon_str_done) struct jalon_str number = {0};
    bool is_plural = lang == JALON_FR ? tenths >= 20 : tenths != 10;
    jalon_say_tenths(&number, lang, tenths);
    jalon_say(out, lang, is_plural ? JALON_WORD_EARNED_WEEKS : JALON_WORD_EARNED_WEEK,
              jalon_str_text(&number));
}

static void say_percent(struct jalon_str *out, enum jalon_lang lang, enum jalon_word word,
                        double share, struct jalon_date date)
{
    JALON_AUTO(jalon_str_done) struct jalon_str number = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str percent = {0};
    jalon_str_addf(&number, "%ld", lround(100 * share));
    jalon_say(&percent, lang, JALON_WORD_PERCENT, jalon_str_text(&number));
    jalon_say(out, lang, word, jalon_str_text(&percent), jalon_date_long(date, lang).text);
}

static void say_lead(struct jalon_str *out, enum jalon_lang lang,
                     const struct jalon_earned_report *report)
{
    JALON_AUTO(jalon_str_done) struct jalon_str weeks = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str what = {0};
    int tenths = (int)lround(10 * report->earned.lead);
    say_weeks(&weeks, lang, abs(tenths));
    say_signed(&what, lang, report);
    jalon_say(out, lang,
              tenths < 0   ? JALON_WORD_EARNED_LATE
              : tenths > 0 ? JALON_WORD_EARNED_EARLY
                           : JALON_WORD_EARNED_ON_TIME,
              jalon_str_text(&weeks), jalon_str_text(&what),
              jalon_date_long(report->earned.earned_on, lang).text);
}

static void say_pace(struct jalon_str *out, enum jalon_lang lang, const struct jalon_earned *earned)
{
    say_percent(out, lang, JALON_WORD_EARNED_PACE, earned->pace, JALON_DATE_NONE);
    if (earned->can_be_met) {
        jalon_str_add(out, jalon_word(lang, JALON_WORD_SEMICOLON));
        say_percent(out, lang, JALON_WORD_EARNED_PACE_NEEDED, earned->pace_needed, earned->end_on);
    }
    if (jalon_date_is_set(earned->expected_on)) {
        jalon_str_add(out, jalon_word(lang, JALON_WORD_SEMICOLON));
        jalon_say(out, lang, JALON_WORD_EARNED_EXPECTED,
                  jalon_date_long(earned->expected_on, lang).text);
    }
    jalon_str_add_char(out, '.');
}

bool jalon_phrase_earned(struct jalon_str *out, enum jalon_lang lang,
                         const struct jalon_earned_report *report, size_t number)
{
    JALON_AUTO(jalon_str_done) struct jalon_str what = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str planned = {0};
    if (number > 0) {
        if (number == 1 && report->earned.kind == JALON_EARNED_PART) {
            say_pace(out, lang, &report->earned);
            return true;
        }
        return false;
    }
    switch (report->earned.kind) {
    case JALON_EARNED_PART:
        say_lead(out, lang, report);
        break;
    case JALON_EARNED_NOTHING:
        say_signed(&what, lang, report);
        jalon_say_count(&planned, lang, JALON_COUNT_PLANNED, report->earned.n_planned);
        jalon_say(out, lang, JALON_WORD_EARNED_NOTHING, jalon_str_text(&what),
                  jalon_str_text(&planned));
        break;
    case JALON_EARNED_ALL:
        say_signed(&what, lang, report);
        jalon_say(out, lang, JALON_WORD_EARNED_ALL, jalon_str_text(&what));
        break;
    }
    return true;
}

bool jalon_phrase_earned_definition(struct jalon_str *out, enum jalon_lang lang,
                                    const struct jalon_weekly *weekly)
{
    if (weekly->earned == NULL) {
        return false;
    }
    jalon_str_add(out, jalon_word(lang, JALON_WORD_DEF_EARNED));
    return true;
}

void jalon_earned_text(struct jalon_str *out, enum jalon_lang lang,
                       const struct jalon_weekly *weekly)
{
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    if (weekly->earned == NULL) {
        return;
    }
    jalon_text_heading(out, lang, JALON_WORD_EARNED);
    for (size_t i = 0; jalon_phrase_earned(&line, lang, weekly->earned, i); i++) {
        jalon_layout_paragraph(out, 2, 2, jalon_str_text(&line));
        jalon_str_clear(&line);
    }
}

void jalon_earned_md(struct jalon_str *out, enum jalon_lang lang, const struct jalon_weekly *weekly)
{
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    if (weekly->earned == NULL) {
        return;
    }
    jalon_str_addf(out, "\n## %s\n", jalon_word(lang, JALON_WORD_EARNED));
    for (size_t i = 0; jalon_phrase_earned(&line, lang, weekly->earned, i); i++) {
        jalon_str_add_char(out, '\n');
        jalon_md_add(out, jalon_str_text(&line));
        jalon_str_add_char(out, '\n');
        jalon_str_clear(&line);
    }
}

void jalon_earned_html(struct jalon_page *page, const struct jalon_weekly *weekly)
{
    if (weekly->earned == NULL) {
        return;
    }
    jalon_page_heading(page, JALON_WORD_EARNED);
    for (size_t i = 0; jalon_phrase_earned(&page->line, page->lang, weekly->earned, i); i++) {
        jalon_page_line(page, "p", NULL);
    }
}

static json_t *hundredths(double number)
{
    return json_real(round(number * 100) / 100);
}

static void set_part(json_t *json, const struct jalon_earned *earned)
{
    jalon_json_set(json, "weeks", hundredths(earned->weeks));
    jalon_json_set(json, "elapsed_weeks", hundredths(earned->elapsed));
    jalon_json_set(json, "lead_weeks", hundredths(earned->lead));
    jalon_json_set(json, "pace", hundredths(earned->pace));
    jalon_json_set(json, "pace_needed",
                   earned->can_be_met ? hundredths(earned->pace_needed) : json_null());
    jalon_json_set_date(json, "earned_on", earned->earned_on);
    jalon_json_set_date(json, "expected_on", earned->expected_on);
}

json_t *jalon_earned_json(const struct jalon_weekly *weekly)
{
    static const char *const kinds[] = {"nothing", "part", "all"};
    if (weekly->earned == NULL) {
        return json_null();
    }
    const struct jalon_earned *earned = &weekly->earned->earned;
    json_t *json = json_object();
    jalon_json_set_text(json, "instrument", weekly->earned->instrument->code);
    jalon_json_set_text(json, "kind", kinds[earned->kind]);
    jalon_json_set_int(json, "signed", earned->n_signed);
    jalon_json_set_int(json, "planned", earned->n_planned);
    jalon_json_set_date(json, "end_on", earned->end_on);
    if (earned->kind == JALON_EARNED_PART) {
        set_part(json, earned);
    }
    return json;
}
