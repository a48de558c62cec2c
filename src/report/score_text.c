/* The scores of issued forecasts as plain text. */
#include <math.h>
#include <stdlib.h>

#include "report/layout.h"
#include "report/phrase.h"
#include "report/score.h"
#include "report/text_tables.h"

struct printer {
    const struct jalon_score *score;
    struct jalon_score_summary summary;
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

/* The sentence at hand as a cell. */
static void end_cell(struct printer *printer, size_t width)
{
    jalon_layout_right(printer->out, width, jalon_str_text(&printer->line));
    jalon_str_clear(&printer->line);
}

static void number_cell(struct printer *printer, size_t width, int number)
{
    jalon_say_number(&printer->line, printer->lang, number);
    end_cell(printer, width);
}

static void word_cell(struct printer *printer, size_t width, enum jalon_word word)
{
    jalon_layout_right(printer->out, width, jalon_word(printer->lang, word));
}

/* A mean with one decimal; a dash when there is nothing to take it of. */
static void say_mean(struct jalon_str *out, enum jalon_lang lang, double sum, int n)
{
    if (n == 0) {
        jalon_str_add(out, "\u2014");
    } else {
        jalon_say_tenths(out, lang, (int)lround(10 * sum / n));
    }
}

/* A Brier score needs more decimals than others. */
static void say_brier(struct jalon_str *out, enum jalon_lang lang, double sum, int n)
{
    int thousandths = (int)lround(1000 * sum / n);
    jalon_str_addf(out, "%d%c%03d", thousandths / 1000, lang == JALON_FR ? ',' : '.',
                   thousandths % 1000);
}

static void say_percent(struct jalon_str *out, enum jalon_lang lang, double share)
{
    JALON_AUTO(jalon_str_done) struct jalon_str number = {0};
    int percent = (int)lround(100 * share);
    jalon_str_addf(&number, "%s%d", percent < 0 ? "\u2212" : "", abs(percent));
    jalon_say(out, lang, JALON_WORD_PERCENT, jalon_str_text(&number));
}

static void print_head(struct printer *printer)
{
    const struct jalon_status *status = printer->score->status;
    jalon_str_add(&printer->line, jalon_word(printer->lang, JALON_WORD_SCORE_TITLE));
    end_line(printer, 0, 0);
    jalon_str_addf(&printer->line, "%s \u00B7 ", status->name.text[printer->lang]);
    jalon_phrase_known(&printer->line, printer->lang, status);
    end_line(printer, 0, 0);
    jalon_str_add_char(printer->out, '\n');
}

static void print_counted(struct printer *printer)
{
    const struct jalon_score_sum *all = &printer->summary.all;
    JALON_AUTO(jalon_str_done) struct jalon_str forecasts = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str reports = {0};
    jalon_say_count(&forecasts, printer->lang, JALON_SCORE_FORECASTS, all->n);
    jalon_say_count(&reports, printer->lang, JALON_SCORE_REPORTS, (int)printer->score->n_reports);
    jalon_say(&printer->line, printer->lang, JALON_WORD_SCORE_COUNTED, jalon_str_text(&forecasts),
              jalon_str_text(&reports));
    if (all->n_afterwards > 0) {
        jalon_str_add_char(&printer->line, ' ');
        jalon_say_count(&printer->line, printer->lang, JALON_TRUST_AFTERWARDS, all->n_afterwards);
    }
    end_line(printer, 0, 0);
}

/* The head of the row is the sentence at hand. */
static void print_sum(struct printer *printer, const struct jalon_score_sum *sum)
{
    double skill = 0;
    jalon_str_add(printer->out, "  ");
    jalon_layout_left(printer->out, 16, jalon_str_text(&printer->line));
    jalon_str_clear(&printer->line);
    number_cell(printer, 12, sum->n);
    number_cell(printer, 12, sum->n_covered);
    say_mean(&printer->line, printer->lang, sum->crps, sum->n_crps);
    end_cell(printer, 12);
    say_mean(&printer->line, printer->lang, sum->baseline, sum->n_crps);
    end_cell(printer, 12);
    if (jalon_score_skill(sum->crps, sum->baseline, &skill)) {
        say_percent(&printer->line, printer->lang, skill);
    } else {
        jalon_str_add(&printer->line, "\u2014");
    }
    end_cell(printer, 12);
    jalon_layout_end_row(printer->out);
}

static void print_sums(struct printer *printer)
{
    static const enum jalon_word heads[] = {
        JALON_WORD_SCORE_COLUMN_N, JALON_WORD_SCORE_COLUMN_COVERED, JALON_WORD_SCORE_COLUMN_CRPS,
        JALON_WORD_SCORE_COLUMN_BASELINE, JALON_WORD_SCORE_COLUMN_SKILL};
    const struct jalon_score_summary *summary = &printer->summary;
    jalon_str_add(printer->out, "  ");
    jalon_layout_left(printer->out, 16, jalon_word(printer->lang, JALON_WORD_SCORE_DISTANCE));
    for (size_t i = 0; i < JALON_COUNT(heads); i++) {
        word_cell(printer, 12, heads[i]);
    }
    jalon_layout_end_row(printer->out);
    for (int i = 0; i < JALON_FORECAST_AHEAD; i++) {
        if (summary->ahead[i].n > 0) {
            jalon_say_count(&printer->line, printer->lang, JALON_COUNT_WEEKS,
                            jalon_forecast_ahead[i]);
            print_sum(printer, &summary->ahead[i]);
        }
    }
    if (summary->due.n > 0) {
        jalon_str_add(&printer->line, jalon_word(printer->lang, JALON_WORD_SCORE_DUE));
        print_sum(printer, &summary->due);
    }
    jalon_str_add(&printer->line, jalon_word(printer->lang, JALON_WORD_SCORE_ALL));
    print_sum(printer, &summary->all);
}

static void print_pinballs(struct printer *printer)
{
    const struct jalon_score_summary *summary = &printer->summary;
    JALON_AUTO(jalon_str_done) struct jalon_str low = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str middle = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str high = {0};
    struct jalon_str *const texts[JALON_SCORE_PINBALLS] = {&low, &middle, &high};
    for (int i = 0; i < JALON_SCORE_PINBALLS; i++) {
        say_mean(texts[i], printer->lang, summary->pinballs[i], summary->n_pinballs[i]);
    }
    jalon_say(&printer->line, printer->lang, JALON_WORD_SCORE_PINBALL, jalon_str_text(&low),
              jalon_str_text(&middle), jalon_str_text(&high));
    end_line(printer, 2, 2);
}

static void print_intervals(struct printer *printer)
{
    const struct jalon_score_sum *all = &printer->summary.all;
    JALON_AUTO(jalon_str_done) struct jalon_str times = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str of = {0};
    jalon_text_heading(printer->out, printer->lang, JALON_WORD_SCORE_INTERVALS);
    jalon_say_count(&times, printer->lang, JALON_TRUST_TIMES, all->n_covered);
    jalon_say_number(&of, printer->lang, all->n);
    jalon_say(&printer->line, printer->lang, JALON_WORD_SCORE_COVERED, jalon_str_text(&times),
              jalon_str_text(&of));
    end_line(printer, 2, 2);
    jalon_str_add_char(printer->out, '\n');
    print_sums(printer);
    jalon_str_add_char(printer->out, '\n');
    jalon_str_add(&printer->line, jalon_word(printer->lang, JALON_WORD_SCORE_CRPS_NOTE));
    end_line(printer, 2, 2);
    print_pinballs(printer);
}

static void print_brier(struct printer *printer, enum jalon_word word, double sum, int n)
{
    JALON_AUTO(jalon_str_done) struct jalon_str mean = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str of = {0};
    if (n > 0) {
        say_brier(&mean, printer->lang, sum, n);
        jalon_say_count(&of, printer->lang, JALON_SCORE_CHANCES_N, n);
        jalon_say(&printer->line, printer->lang, word, jalon_str_text(&mean), jalon_str_text(&of));
        end_line(printer, 2, 4);
    }
}

static void print_bin(struct printer *printer, int i)
{
    const struct jalon_score_bin *bin = &printer->summary.bins[i];
    JALON_AUTO(jalon_str_done) struct jalon_str from = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str to = {0};
    if (bin->n == 0) {
        return;
    }
    jalon_str_addf(&from, "%d", 100 * i / JALON_SCORE_BINS);
    jalon_str_addf(&to, "%d", 100 * (i + 1) / JALON_SCORE_BINS);
    jalon_say(&printer->line, printer->lang, JALON_WORD_SCORE_RANGE, jalon_str_text(&from),
              jalon_str_text(&to));
    jalon_str_add(printer->out, "  ");
    jalon_layout_left(printer->out, 16, jalon_str_text(&printer->line));
    jalon_str_clear(&printer->line);
    number_cell(printer, 12, bin->n);
    say_percent(&printer->line, printer->lang, bin->chances / bin->n);
    end_cell(printer, 12);
    number_cell(printer, 12, bin->n_happened);
    say_percent(&printer->line, printer->lang, (double)bin->n_happened / bin->n);
    end_cell(printer, 12);
    jalon_layout_end_row(printer->out);
}

static void print_chances(struct printer *printer)
{
    const struct jalon_score_summary *summary = &printer->summary;
    if (summary->n_all == 0) {
        return;
    }
    jalon_text_heading(printer->out, printer->lang, JALON_WORD_SCORE_CHANCES);
    print_brier(printer, JALON_WORD_SCORE_BRIER_ALL, summary->brier_all, summary->n_all);
    print_brier(printer, JALON_WORD_SCORE_BRIER_CHANCES, summary->brier_chances,
                summary->n_chances);
    if (summary->n_chances == 0) {
        return;
    }
    jalon_str_add(printer->out, "\n  ");
    jalon_layout_left(printer->out, 16, jalon_word(printer->lang, JALON_WORD_SCORE_COLUMN_SAID));
    word_cell(printer, 12, JALON_WORD_TERRITORIES);
    word_cell(printer, 12, JALON_WORD_SCORE_COLUMN_MEAN);
    word_cell(printer, 12, JALON_WORD_SCORE_COLUMN_HAPPENED);
    jalon_layout_end_row(printer->out);
    for (int i = 0; i < JALON_SCORE_BINS; i++) {
        print_bin(printer, i);
    }
}

static void print_day(struct printer *printer, const struct jalon_scored *scored,
                      const struct jalon_scored_day *day)
{
    jalon_str_add(printer->out, "  ");
    jalon_layout_left(printer->out, 10, jalon_week_text(scored->week).text);
    jalon_layout_left(printer->out, 19, jalon_date_long(day->on, printer->lang).text);
    say_mean(&printer->line, printer->lang, day->expected, 1);
    end_cell(printer, 10);
    jalon_str_addf(&printer->line, "%d–%d", day->low80, day->high80);
    end_cell(printer, 11);
    number_cell(printer, 7, day->n_signed);
    jalon_str_add(&printer->line, jalon_scored_is_covered(day)
                                      ? ""
                                      : jalon_word(printer->lang, JALON_WORD_SCORE_MISSED));
    end_cell(printer, 7);
    jalon_str_add(&printer->line, jalon_scored_is_afterwards(scored, day)
                                      ? jalon_word(printer->lang, JALON_WORD_SCORE_LATE)
                                      : "");
    end_cell(printer, 12);
    jalon_layout_end_row(printer->out);
}

static void print_reports(struct printer *printer)
{
    jalon_text_heading(printer->out, printer->lang, JALON_WORD_SCORE_REPORTED);
    jalon_str_add(printer->out, "  ");
    jalon_layout_left(printer->out, 10, jalon_word(printer->lang, JALON_WORD_SCORE_COLUMN_WEEK));
    jalon_layout_left(printer->out, 19, jalon_word(printer->lang, JALON_WORD_SCORE_COLUMN_DAY));
    word_cell(printer, 10, JALON_WORD_FORECAST_COLUMN_EXPECTED);
    word_cell(printer, 11, JALON_WORD_SCORE_COLUMN_80);
    word_cell(printer, 7, JALON_WORD_SCORE_COLUMN_REAL);
    jalon_layout_end_row(printer->out);
    for (size_t i = 0; i < printer->score->n_reports; i++) {
        const struct jalon_scored *scored = &printer->score->reports[i];
        for (size_t j = 0; j < scored->n_days; j++) {
            print_day(printer, scored, &scored->days[j]);
        }
    }
}

void jalon_score_text(const struct jalon_score *score, enum jalon_lang lang, struct jalon_str *out)
{
    JALON_AUTO(printer_done) struct printer printer = {.score = score, .lang = lang, .out = out};
    jalon_score_summarise(score->reports, score->n_reports, &printer.summary);
    print_head(&printer);
    if (score->n_reports == 0) {
        jalon_str_add(&printer.line, jalon_word(lang, JALON_WORD_SCORE_NOTHING));
        end_line(&printer, 0, 0);
        return;
    }
    print_counted(&printer);
    print_intervals(&printer);
    print_chances(&printer);
    print_reports(&printer);
}
