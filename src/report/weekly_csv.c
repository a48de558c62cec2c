/*
 * Every figure of the weekly report as CSV that a French spreadsheet opens as it stands. Each row
 * says of which week it is, so that files of several weeks can be put together.
 */
#include <inttypes.h>

#include "base/csv_write.h"
#include "report/weekly.h"

static void write_head(struct jalon_csv_writer *w)
{
    static const char *const columns[] = {"code",      "value", "unit",  "definition",
                                          "programme", "week",  "as_of", "known_at"};
    jalon_str_add(w->out, w->dialect->start);
    for (size_t i = 0; i < JALON_COUNT(columns); i++) {
        jalon_csv_write_code(w, columns[i]);
    }
    jalon_csv_write_end(w);
}

static void write_value(struct jalon_csv_writer *w, const struct jalon_figure *figure)
{
    JALON_AUTO(jalon_str_done) struct jalon_str number = {0};
    if (figure->known && figure->tenths) {
        int64_t size = figure->value < 0 ? -figure->value : figure->value;
        jalon_str_addf(&number, "%s%" PRId64 ".%" PRId64, figure->value < 0 ? "-" : "", size / 10,
                       size % 10);
    } else if (figure->known) {
        jalon_str_addf(&number, "%" PRId64, figure->value);
    }
    jalon_csv_write_number(w, jalon_str_text(&number));
}

int jalon_weekly_csv(const struct jalon_weekly *weekly, enum jalon_lang lang, struct jalon_str *out,
                     struct jalon_err *err)
{
    (void)err;
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    struct jalon_csv_writer w = {.dialect = &jalon_csv_french, .out = out};
    size_t n = 0;
    const struct jalon_figure *figures = jalon_weekly_figures(weekly, arena, &n);
    write_head(&w);
    for (size_t i = 0; i < n; i++) {
        jalon_csv_write_text(&w, figures[i].code);
        write_value(&w, &figures[i]);
        jalon_csv_write_text(&w, figures[i].unit.text[lang]);
        jalon_csv_write_text(&w, figures[i].definition.text[lang]);
        jalon_csv_write_text(&w, weekly->status.programme);
        jalon_csv_write_code(&w, jalon_week_text(weekly->week).text);
        jalon_csv_write_code(&w, jalon_date_iso(weekly->status.as_of).text);
        jalon_csv_write_code(&w, weekly->status.known_at.at);
        jalon_csv_write_end(&w);
    }
    return 0;
}
