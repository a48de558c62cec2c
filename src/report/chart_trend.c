/* Draws what was told from report to report. */
#include "report/chart_trend.h"
#include "report/chart_priv.h"
#include "report/phrase.h"

static struct jalon_chart_frame frame_of(const struct jalon_trend *trend)
{
    int most = 1;
    for (size_t i = 0; i < trend->n; i++) {
        most = trend->points[i].n > most ? trend->points[i].n : most;
        most = trend->foreseen[i].high > most ? trend->foreseen[i].high : most;
    }
    return jalon_chart_frame(trend->points[0].on, trend->points[trend->n - 1].on, most);
}

static void add_point(struct jalon_str *points, const struct jalon_chart_frame *frame,
                      const struct jalon_trend *trend, size_t i, int count)
{
    jalon_str_addf(points, "%d,%d ", jalon_chart_x(frame, trend->points[i].on),
                   jalon_chart_y(frame, count));
}

/* The band there along its upper edge and back along the lower; reports without forecast are left
 * out of it. */
static void draw_foreseen(struct jalon_html *html, const struct jalon_chart_frame *frame,
                          const struct jalon_trend *trend)
{
    JALON_AUTO(jalon_str_done) struct jalon_str band = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str expected = {0};
    for (size_t i = 0; i < trend->n; i++) {
        if (trend->foreseen[i].is_set) {
            add_point(&band, frame, trend, i, trend->foreseen[i].high);
            add_point(&expected, frame, trend, i, trend->foreseen[i].expected);
        }
    }
    for (size_t i = trend->n; i > 0; i--) {
        if (trend->foreseen[i - 1].is_set) {
            add_point(&band, frame, trend, i - 1, trend->foreseen[i - 1].low);
        }
    }
    if (band.length > 0) {
        jalon_html_void(html, "polygon", "class", "fan80", "points", jalon_str_text(&band));
        jalon_html_void(html, "polyline", "class", "median", "points", jalon_str_text(&expected));
    }
}

void jalon_chart_trend(struct jalon_html *html, enum jalon_lang lang,
                       const struct jalon_trend *trend)
{
    const struct jalon_chart_frame frame = frame_of(trend);
    const struct jalon_chart_lines lines = {trend->status, trend->points, trend->n};
    jalon_html_open(html, "svg", "viewBox", "0 0 760 340", "role", "img", "aria-labelledby",
                    "trend-title trend-note");
    jalon_html_line(html, jalon_word(lang, JALON_WORD_SITE_TREND), "title", "id", "trend-title");
    jalon_html_line(html, jalon_word(lang, JALON_WORD_SITE_TREND_NOTE), "desc", "id", "trend-note");
    jalon_chart_axes(html, lang, &frame);
    draw_foreseen(html, &frame, trend);
    jalon_chart_lines(html, lang, &frame, &lines);
    jalon_html_close(html);
}
