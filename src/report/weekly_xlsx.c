/* The weekly report as a workbook: what it says, then each of its subjects as a table. */
#include "report/at_risk.h"
#include "report/book.h"
#include "report/phrase.h"
#include "report/weekly_plan.h"

struct writer {
    const struct jalon_weekly *weekly;
    enum jalon_lang lang;
    struct jalon_book *book;
    struct jalon_str line; /* work space */
};

static void writer_done(struct writer *w)
{
    jalon_str_done(&w->line);
    jalon_book_freep(&w->book);
}

static const char *word(const struct writer *w, enum jalon_word which)
{
    return jalon_word(w->lang, which);
}

/* The work space as a cell. */
static void end_text(struct writer *w, struct jalon_sheet *sheet)
{
    jalon_sheet_text(sheet, jalon_str_text(&w->line));
    jalon_str_clear(&w->line);
}

static void end_paragraph(struct writer *w, struct jalon_sheet *sheet)
{
    end_text(w, sheet);
    jalon_sheet_end_row(sheet);
}

/* A line a row. */
static void add_anchor(struct writer *w, struct jalon_sheet *sheet)
{
    const struct jalon_anchor *anchor = &w->weekly->anchor;
    if (anchor->note == NULL) {
        return;
    }
    jalon_sheet_end_row(sheet);
    jalon_phrase_anchor(&w->line, w->lang, anchor);
    end_paragraph(w, sheet);
    for (const char *line = anchor->note; *line != '\0';) {
        size_t length = strcspn(line, "\n");
        jalon_str_add_bytes(&w->line, line, length);
        end_paragraph(w, sheet);
        line += length + (line[length] == '\n' ? 1 : 0);
    }
    jalon_str_add(&w->line, word(w, JALON_WORD_ANCHOR_FILE));
    end_paragraph(w, sheet);
    jalon_str_add(&w->line, word(w, JALON_WORD_ANCHOR_SINCE));
    end_paragraph(w, sheet);
}

static void add_about(struct writer *w)
{
    enum { WIDTH = 100 };
    const struct jalon_weekly *weekly = w->weekly;
    const struct jalon_status *status = &weekly->status;
    struct jalon_sheet *sheet =
        jalon_book_add_page(w->book, word(w, JALON_WORD_SHEET_ABOUT), WIDTH);
    jalon_phrase_title(&w->line, w->lang, status);
    end_paragraph(w, sheet);
    jalon_str_addf(&w->line, "%s \u00B7 ", status->name.text[w->lang]);
    jalon_say(&w->line, w->lang, JALON_WORD_WEEK, jalon_week_text(weekly->week).text,
              jalon_date_long(weekly->from, w->lang).text,
              jalon_date_long(weekly->to, w->lang).text);
    end_paragraph(w, sheet);
    jalon_phrase_known(&w->line, w->lang, status);
    end_paragraph(w, sheet);
    if (status->provisional) {
        jalon_str_add(&w->line, word(w, JALON_WORD_PROVISIONAL));
        end_paragraph(w, sheet);
    }
    if (weekly->forecast != NULL) {
        jalon_phrase_forecast(&w->line, w->lang, weekly->forecast);
        end_paragraph(w, sheet);
    }
    if (jalon_trust_is_told(weekly)) {
        jalon_phrase_trust(&w->line, w->lang, weekly);
        end_paragraph(w, sheet);
    }
    for (size_t i = 0;
         weekly->earned != NULL && jalon_phrase_earned(&w->line, w->lang, weekly->earned, i); i++) {
        end_paragraph(w, sheet);
    }
    jalon_sheet_end_row(sheet);
    for (size_t i = 0; jalon_weekly_definition(&w->line, w->lang, weekly, i); i++) {
        end_paragraph(w, sheet);
    }
    add_anchor(w, sheet);
}

static void add_figure(struct writer *w, struct jalon_sheet *sheet,
                       const struct jalon_figure *figure)
{
    jalon_sheet_text(sheet, figure->code);
    if (!figure->known) {
        jalon_sheet_text(sheet, NULL);
    } else if (figure->tenths) {
        jalon_sheet_tenths(sheet, figure->value);
    } else {
        jalon_sheet_number(sheet, figure->value);
    }
    jalon_sheet_text(sheet, figure->unit.text[w->lang]);
    jalon_sheet_text(sheet, figure->definition.text[w->lang]);
    jalon_sheet_end_row(sheet);
}

static void add_figures(struct writer *w)
{
    const struct jalon_column columns[] = {{word(w, JALON_WORD_SHEET_FIGURE), 42},
                                           {word(w, JALON_WORD_SHEET_VALUE), 14},
                                           {word(w, JALON_WORD_SHEET_UNIT), 14},
                                           {word(w, JALON_WORD_SHEET_DEFINITION), 90}};
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    struct jalon_sheet *sheet =
        jalon_book_add(w->book, word(w, JALON_WORD_SHEET_FIGURES), columns, JALON_COUNT(columns));
    size_t n = 0;
    const struct jalon_figure *figures = jalon_weekly_figures(w->weekly, arena, &n);
    for (size_t i = 0; i < n; i++) {
        add_figure(w, sheet, &figures[i]);
    }
    jalon_sheet_end(sheet);
}

/* Code, name and territories; then the signed of each instrument, then those of the week. */
enum { REGION_LABELS = 1, REGION_FIRST = 2, REGION_FIXED = 3 };

static struct jalon_sheet *begin_regions(struct writer *w, struct jalon_arena *arena,
                                         uint16_t *ret_shown)
{
    const struct jalon_status *status = &w->weekly->status;
    struct jalon_column *columns =
        jalon_arena_array(arena, REGION_FIXED + 2 * status->n_instruments, sizeof *columns);
    columns[0] = (struct jalon_column){word(w, JALON_WORD_CODE), 8};
    columns[REGION_LABELS] = (struct jalon_column){word(w, JALON_WORD_REGION), 32};
    columns[REGION_FIRST] = (struct jalon_column){word(w, JALON_WORD_TERRITORIES), 14};
    size_t n = REGION_FIXED;
    for (int of_week = 0; of_week <= 1; of_week++) {
        for (size_t i = 0; i < status->n_instruments; i++) {
            if (jalon_instrument_is_shown(&status->instruments[i])) {
                JALON_AUTO(jalon_str_done) struct jalon_str title = {0};
                jalon_phrase_instrument(&title, w->lang, status, &status->instruments[i]);
                jalon_say_label(&w->line, of_week ? word(w, JALON_WORD_SHEET_OF_WEEK) : "{1}",
                                jalon_str_text(&title));
                columns[n].title = jalon_arena_strdup(arena, jalon_str_text(&w->line));
                columns[n].width = 16;
                jalon_str_clear(&w->line);
                n++;
            }
        }
    }
    *ret_shown = (uint16_t)((n - REGION_FIXED) / 2);
    return jalon_book_add(w->book, word(w, JALON_WORD_SHEET_REGIONS), columns, n);
}

static void add_counts(struct writer *w, struct jalon_sheet *sheet, const int *counts)
{
    const struct jalon_status *status = &w->weekly->status;
    for (size_t i = 0; i < status->n_instruments; i++) {
        if (jalon_instrument_is_shown(&status->instruments[i])) {
            jalon_sheet_number(sheet, counts[i]);
        }
    }
}

static void add_regions(struct writer *w)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    uint16_t n_shown = 0;
    struct jalon_sheet *sheet = begin_regions(w, arena, &n_shown);
    for (size_t i = 0; i < w->weekly->n_regions; i++) {
        const struct jalon_region_figures *region = &w->weekly->regions[i];
        jalon_sheet_text(sheet, region->code);
        jalon_sheet_text(sheet, jalon_region_name(w->weekly, w->lang, region->code));
        jalon_sheet_number(sheet, region->n);
        add_counts(w, sheet, region->n_signed);
        add_counts(w, sheet, region->this_week);
        jalon_sheet_end_row(sheet);
    }
    jalon_sheet_end(sheet);
    if (w->weekly->n_regions > 0) {
        const struct jalon_sheet_chart chart = {.title = word(w, JALON_WORD_SHEET_CHART),
                                                .says = word(w, JALON_WORD_SHEET_CHART_SAYS),
                                                .labels = REGION_LABELS,
                                                .first = REGION_FIRST,
                                                .n = (uint16_t)(1 + n_shown)};
        jalon_sheet_draw(sheet, &chart);
    }
}

static void add_change(struct writer *w, struct jalon_sheet *sheet,
                       const struct jalon_change *change)
{
    jalon_sheet_date(sheet, change->on);
    jalon_phrase_change_when(&w->line, w->lang, change);
    end_text(w, sheet);
    jalon_phrase_change_what(&w->line, w->lang, change);
    end_text(w, sheet);
    jalon_sheet_text(sheet, change->code);
    jalon_sheet_text(sheet, change->name);
    jalon_sheet_text(sheet, jalon_region_name(w->weekly, w->lang, change->region));
    jalon_sheet_end_row(sheet);
}

static void add_changes(struct writer *w)
{
    const struct jalon_column columns[] = {
        {word(w, JALON_WORD_SHEET_COUNTED_ON), 13}, {word(w, JALON_WORD_SHEET_SINCE), 28},
        {word(w, JALON_WORD_SHEET_CHANGE), 40},     {word(w, JALON_WORD_CODE), 12},
        {word(w, JALON_WORD_TERRITORY), 44},        {word(w, JALON_WORD_REGION), 28}};
    struct jalon_sheet *sheet =
        jalon_book_add(w->book, word(w, JALON_WORD_SHEET_CHANGES), columns, JALON_COUNT(columns));
    for (size_t i = 0; i < w->weekly->n_changes; i++) {
        add_change(w, sheet, &w->weekly->changes[i]);
    }
    jalon_sheet_end(sheet);
}

static void add_slip(struct writer *w, struct jalon_sheet *sheet, const struct jalon_slip *slip)
{
    jalon_sheet_text(sheet, slip->code);
    jalon_sheet_text(sheet, slip->name);
    jalon_sheet_text(sheet, slip->step.label.text[w->lang]);
    jalon_say_when(&w->line, w->lang, slip->step.when);
    end_text(w, sheet);
    jalon_phrase_slip_now(&w->line, w->lang, slip);
    end_text(w, sheet);
    jalon_sheet_text(sheet, slip->step.who.text[w->lang]);
    jalon_sheet_date(sheet, slip->decided_on);
    jalon_sheet_text(sheet, slip->reason);
    jalon_sheet_end_row(sheet);
}

static void add_slips(struct writer *w)
{
    const struct jalon_weekly_plans *plans = w->weekly->plans;
    if (plans == NULL || plans->n_slips == 0) {
        return;
    }
    const struct jalon_column columns[] = {{word(w, JALON_WORD_CODE), 12},
                                           {word(w, JALON_WORD_TERRITORY), 44},
                                           {word(w, JALON_WORD_SLIP_WHAT), 40},
                                           {word(w, JALON_WORD_SLIP_BEFORE), 28},
                                           {word(w, JALON_WORD_SLIP_NOW), 28},
                                           {word(w, JALON_WORD_SLIP_WHO), 28},
                                           {word(w, JALON_WORD_SHEET_DECIDED_ON), 13},
                                           {word(w, JALON_WORD_MEMBER_REASON), 60}};
    struct jalon_sheet *sheet =
        jalon_book_add(w->book, word(w, JALON_WORD_SHEET_SLIPPED), columns, JALON_COUNT(columns));
    for (size_t i = 0; i < plans->n_slips; i++) {
        add_slip(w, sheet, &plans->slips[i]);
    }
    jalon_sheet_end(sheet);
}

static void add_target(struct writer *w, struct jalon_sheet *sheet,
                       const struct jalon_target_figures *target)
{
    const struct jalon_status *status = &w->weekly->status;
    int days_left = jalon_target_days_left(status, target);
    int tenths = 0;
    jalon_sheet_text(sheet, target->label.text[w->lang]);
    jalon_sheet_date(sheet, target->on);
    jalon_sheet_date(sheet, target->original_on);
    jalon_sheet_date(sheet, target->decided_on);
    jalon_sheet_number(sheet, days_left);
    jalon_sheet_text(sheet, target->instrument->label.text[w->lang]);
    jalon_sheet_number(sheet, target->instrument->n_signed);
    jalon_sheet_number(sheet, jalon_target_required(status, target));
    if (jalon_pace_needed(jalon_target_missing(status, target), days_left, &tenths)) {
        jalon_sheet_tenths(sheet, tenths);
    } else {
        jalon_sheet_text(sheet, NULL);
    }
    jalon_sheet_tenths(sheet, jalon_pace_seen(target->instrument->seen, status->pace_days));
    jalon_sheet_end_row(sheet);
}

static void add_targets(struct writer *w)
{
    const struct jalon_column columns[] = {{word(w, JALON_WORD_SHEET_TARGET), 34},
                                           {word(w, JALON_WORD_SHEET_DUE_ON), 13},
                                           {word(w, JALON_WORD_SHEET_FIRST_ON), 14},
                                           {word(w, JALON_WORD_SHEET_DECIDED_ON), 13},
                                           {word(w, JALON_WORD_SHEET_DAYS_LEFT), 14},
                                           {word(w, JALON_WORD_INSTRUMENT), 20},
                                           {word(w, JALON_WORD_SIGNED), 10},
                                           {word(w, JALON_WORD_SHEET_REQUIRED), 10},
                                           {word(w, JALON_WORD_SHEET_PACE_NEEDED), 13},
                                           {word(w, JALON_WORD_SHEET_PACE_SEEN), 13}};
    struct jalon_sheet *sheet =
        jalon_book_add(w->book, word(w, JALON_WORD_TARGETS), columns, JALON_COUNT(columns));
    for (size_t i = 0; i < w->weekly->status.n_targets; i++) {
        add_target(w, sheet, &w->weekly->status.targets[i]);
    }
    jalon_sheet_end(sheet);
}

static void add_risk_facts(struct writer *w, struct jalon_sheet *sheet,
                           const struct jalon_at_risk *at)
{
    jalon_phrase_risk(&w->line, w->lang, at);
    end_text(w, sheet);
    if (at->has_step) {
        jalon_phrase_step(&w->line, w->lang, &at->step);
    }
    end_text(w, sheet);
    jalon_sheet_number(sheet, at->days_in_state);
    jalon_sheet_date(sheet, at->touched_on);
}

/* A chance is a text: "< 5 %" is no number. */
static void add_risks(struct writer *w)
{
    const struct jalon_forecast_report *report = w->weekly->forecast;
    if (report == NULL || !jalon_forecast_has_risks(report->forecast)) {
        return;
    }
    const struct jalon_column columns[] = {
        {word(w, JALON_WORD_CODE), 12},         {word(w, JALON_WORD_TERRITORY), 60},
        {word(w, JALON_WORD_SHEET_CHANCE), 22}, {word(w, JALON_WORD_RISK_WHY), 44},
        {word(w, JALON_WORD_RISK_STEP), 60},    {word(w, JALON_WORD_RISK_IN_STATE), 14},
        {word(w, JALON_WORD_RISK_LAST), 13}};
    enum { WITHOUT_FACTS = 3 };
    struct jalon_sheet *sheet =
        jalon_book_add(w->book, word(w, JALON_WORD_SHEET_RISKS), columns,
                       report->at_risk != NULL ? JALON_COUNT(columns) : WITHOUT_FACTS);
    for (size_t i = 0; i < report->forecast->n_risks && i < JALON_FORECAST_RISKS_TOLD; i++) {
        jalon_sheet_text(sheet, report->forecast->risks[i].code);
        jalon_sheet_text(sheet, report->names[i]);
        jalon_phrase_chance(&w->line, w->lang, report->forecast->risks[i].p_signed, false);
        end_text(w, sheet);
        if (i < report->n_at_risk) {
            add_risk_facts(w, sheet, &report->at_risk[i]);
        }
        jalon_sheet_end_row(sheet);
    }
    jalon_sheet_end(sheet);
}

int jalon_weekly_xlsx(const struct jalon_weekly *weekly, enum jalon_lang lang,
                      struct jalon_str *out, struct jalon_err *err)
{
    JALON_AUTO(writer_done) struct writer w = {.weekly = weekly, .lang = lang};
    if (jalon_book_new(weekly->status.as_of, lang, &w.book, err) < 0) {
        return -1;
    }
    add_about(&w);
    add_figures(&w);
    add_regions(&w);
    jalon_region_status_xlsx(w.book, lang, weekly);
    add_changes(&w);
    add_slips(&w);
    add_targets(&w);
    add_risks(&w);
    jalon_decision_xlsx(w.book, lang, weekly);
    return jalon_book_write(w.book, out, err);
}
