/* The forecast as plain text. */
#include <math.h>

#include "report/forecast.h"
#include "report/layout.h"
#include "report/phrase.h"
#include "report/text_tables.h"

struct printer {
    const struct jalon_forecast_report *report;
    enum jalon_lang lang;
    struct jalon_str *out;
    struct jalon_str line; /* work space */
};

static void printer_done(struct printer *printer)
{
    jalon_str_done(&printer->line);
}

static void end_line(struct printer *printer, size_t indent, size_t hang)
{
    jalon_layout_paragraph(printer->out, indent, hang, jalon_str_text(&printer->line));
    jalon_str_clear(&printer->line);
}

static void add_word(struct printer *printer, enum jalon_word word)
{
    jalon_str_add(&printer->line, jalon_word(printer->lang, word));
}

static void heading(struct printer *printer, enum jalon_word word)
{
    jalon_str_add_char(printer->out, '\n');
    add_word(printer, word);
    end_line(printer, 0, 0);
}

static void print_head(struct printer *printer)
{
    const struct jalon_status *status = printer->report->status;
    jalon_phrase_title(&printer->line, printer->lang, status);
    end_line(printer, 0, 0);
    jalon_str_add(&printer->line, status->name.text[printer->lang]);
    jalon_str_add(&printer->line, " \u00B7 ");
    jalon_phrase_known(&printer->line, printer->lang, status);
    end_line(printer, 0, 0);
}

static void say_chance(struct printer *printer, enum jalon_word word, double p)
{
    JALON_AUTO(jalon_str_done) struct jalon_str chance = {0};
    const struct jalon_forecast *forecast = printer->report->forecast;
    jalon_phrase_chance(&chance, printer->lang, p, jalon_forecast_is_fact(forecast));
    JALON_AUTO(jalon_str_done) struct jalon_str number = {0};
    jalon_str_addf(&number, "%d",
                   word == JALON_WORD_FORECAST_FIRST ? forecast->n_first : forecast->required);
    jalon_say(&printer->line, printer->lang, word, jalon_str_text(&number),
              jalon_str_text(&chance));
    end_line(printer, 2, 4);
}

static void print_target(struct printer *printer)
{
    const struct jalon_forecast_report *report = printer->report;
    jalon_str_add_char(printer->out, '\n');
    jalon_say(&printer->line, printer->lang, JALON_WORD_FORECAST_TARGET,
              report->target->label.text[printer->lang],
              jalon_date_long(report->forecast->due_on, printer->lang).text,
              report->instrument->label.text[printer->lang]);
    end_line(printer, 0, 2);
    jalon_phrase_forecast(&printer->line, printer->lang, report);
    end_line(printer, 2, 2);
    if (report->target->percent < 100) {
        say_chance(printer, JALON_WORD_FORECAST_REACHED, report->forecast->p_reached);
    }
    say_chance(printer, JALON_WORD_FORECAST_FIRST, report->forecast->p_all_first);
    say_chance(printer, JALON_WORD_FORECAST_GROWING, report->forecast->p_all_growing);
}

/* A date of a mark, or that it lies beyond what is foreseen. */
static void say_date(struct jalon_str *out, const struct printer *printer, struct jalon_date date)
{
    if (jalon_date_is_set(date)) {
        jalon_str_add(out, jalon_date_long(date, printer->lang).text);
        return;
    }
    struct jalon_date end =
        jalon_date_add(printer->report->forecast->as_of, 364 * JALON_FORECAST_YEARS);
    jalon_say(out, printer->lang, JALON_WORD_FORECAST_AFTER,
              jalon_date_long(end, printer->lang).text);
}

static void print_mark(struct printer *printer, const struct jalon_forecast_mark *mark)
{
    JALON_AUTO(jalon_str_done) struct jalon_str percent = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str required = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str middle = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str low = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str high = {0};
    jalon_str_addf(&percent, "%d", mark->percent);
    jalon_str_addf(&required, "%d", mark->required);
    say_date(&middle, printer, mark->quantiles[JALON_FORECAST_Q50]);
    say_date(&low, printer, mark->quantiles[JALON_FORECAST_Q10]);
    say_date(&high, printer, mark->quantiles[JALON_FORECAST_Q90]);
    jalon_say(&printer->line, printer->lang, JALON_WORD_FORECAST_MARK, jalon_str_text(&percent),
              jalon_str_text(&required), jalon_str_text(&middle), jalon_str_text(&low),
              jalon_str_text(&high));
    end_line(printer, 2, 4);
}

static void print_marks(struct printer *printer)
{
    const struct jalon_forecast *forecast = printer->report->forecast;
    heading(printer, JALON_WORD_FORECAST_WHEN);
    for (int kind = 0; kind < JALON_FORECAST_MARK_N; kind++) {
        if (forecast->marks[kind].required > forecast->n_signed) {
            print_mark(printer, &forecast->marks[kind]);
        }
    }
}

static void print_point(struct printer *printer, const struct jalon_forecast_point *point)
{
    JALON_AUTO(jalon_str_done) struct jalon_str cell = {0};
    struct jalon_str *out = printer->out;
    jalon_str_add(out, "  ");
    jalon_layout_left(out, 20, jalon_date_long(point->on, printer->lang).text);
    jalon_say_tenths(&cell, printer->lang, (int)lround(point->expected * 10));
    jalon_layout_right(out, 12, jalon_str_text(&cell));
    jalon_str_clear(&cell);
    jalon_str_addf(&cell, "%d–%d", point->quantiles[JALON_FORECAST_Q10],
                   point->quantiles[JALON_FORECAST_Q90]);
    jalon_layout_right(out, 12, jalon_str_text(&cell));
    jalon_str_clear(&cell);
    jalon_str_addf(&cell, "%d–%d", point->quantiles[JALON_FORECAST_Q25],
                   point->quantiles[JALON_FORECAST_Q75]);
    jalon_layout_right(out, 12, jalon_str_text(&cell));
    jalon_str_clear(&cell);
    jalon_say_tenths(&cell, printer->lang, (int)lround(point->scope * 10));
    jalon_layout_right(out, 12, jalon_str_text(&cell));
    jalon_layout_end_row(out);
}

static void print_fan(struct printer *printer)
{
    static const enum jalon_word heads[] = {
        JALON_WORD_FORECAST_COLUMN_EXPECTED, JALON_WORD_FORECAST_COLUMN_80,
        JALON_WORD_FORECAST_COLUMN_50, JALON_WORD_FORECAST_COLUMN_SCOPE};
    const struct jalon_forecast *forecast = printer->report->forecast;
    heading(printer, JALON_WORD_FORECAST_FAN);
    jalon_str_add(printer->out, "  ");
    jalon_layout_left(printer->out, 20, jalon_word(printer->lang, JALON_WORD_FORECAST_COLUMN_DATE));
    for (size_t i = 0; i < JALON_COUNT(heads); i++) {
        jalon_layout_right(printer->out, 12, jalon_word(printer->lang, heads[i]));
    }
    jalon_layout_end_row(printer->out);
    for (size_t i = 0; i < forecast->n_fan; i++) {
        print_point(printer, &forecast->fan[i]);
    }
}

void jalon_forecast_text_risk(struct jalon_str *out, enum jalon_lang lang,
                              const struct jalon_forecast_report *report, size_t at)
{
    const struct jalon_forecast_risk *risk = &report->forecast->risks[at];
    JALON_AUTO(jalon_str_done) struct jalon_str chance = {0};
    jalon_phrase_chance(&chance, lang, risk->p_signed, false);
    jalon_str_add(out, "  ");
    jalon_layout_right(out, 7, jalon_str_text(&chance));
    jalon_str_add(out, "  ");
    jalon_layout_left(out, 10, risk->code);
    jalon_layout_left(out, 58, report->names[at]);
    jalon_layout_end_row(out);
}

void jalon_forecast_text_risks(struct jalon_str *out, enum jalon_lang lang,
                               const struct jalon_forecast_report *report)
{
    const struct jalon_forecast *forecast = report->forecast;
    if (!jalon_forecast_has_risks(forecast)) {
        return;
    }
    jalon_text_heading(out, lang, JALON_WORD_FORECAST_RISKS);
    for (size_t i = 0; i < forecast->n_risks && i < JALON_FORECAST_RISKS_TOLD; i++) {
        jalon_forecast_text_risk(out, lang, report, i);
    }
}

static void print_basis(struct printer *printer)
{
    jalon_phrase_forecast_basis(&printer->line, printer->lang, printer->report);
    end_line(printer, 2, 2);
    jalon_phrase_forecast_assumed(&printer->line, printer->lang, printer->report);
    end_line(printer, 2, 2);
}

/* What would be said with another assumption. */
static void print_variant(struct printer *printer, const struct jalon_forecast *variant)
{
    if (variant == NULL) {
        return;
    }
    JALON_AUTO(jalon_str_done) struct jalon_str weeks = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str expected = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str low = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str high = {0};
    jalon_say_count(&weeks, printer->lang, JALON_COUNT_WEEKS, variant->model.median_weeks);
    jalon_str_addf(&expected, "%d", (int)lround(variant->at_due.expected));
    jalon_str_addf(&low, "%d", variant->at_due.quantiles[JALON_FORECAST_Q10]);
    jalon_str_addf(&high, "%d", variant->at_due.quantiles[JALON_FORECAST_Q90]);
    jalon_say(&printer->line, printer->lang, JALON_WORD_FORECAST_VARIANT, jalon_str_text(&weeks),
              jalon_str_text(&expected), jalon_str_text(&low), jalon_str_text(&high));
    end_line(printer, 4, 4);
}

static void print_draws(struct printer *printer)
{
    const struct jalon_forecast *forecast = printer->report->forecast;
    JALON_AUTO(jalon_str_done) struct jalon_str draws = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str seed = {0};
    jalon_say_number(&draws, printer->lang, forecast->model.draws);
    jalon_str_addf(&seed, "%llu", (unsigned long long)forecast->model.seed);
    jalon_say(&printer->line, printer->lang, JALON_WORD_FORECAST_DRAWN, jalon_str_text(&draws),
              jalon_str_text(&seed));
    end_line(printer, 2, 2);
}

void jalon_forecast_text(const struct jalon_forecast_report *report, enum jalon_lang lang,
                         struct jalon_str *out)
{
    JALON_AUTO(printer_done) struct printer printer = {.report = report, .lang = lang, .out = out};
    print_head(&printer);
    print_target(&printer);
    if (report->forecast->n_risks > 0) {
        print_marks(&printer);
    }
    print_fan(&printer);
    jalon_forecast_text_risks(out, lang, report);
    heading(&printer, JALON_WORD_FORECAST_BASIS);
    print_basis(&printer);
    print_variant(&printer, report->half);
    print_variant(&printer, report->twice);
    print_draws(&printer);
}
