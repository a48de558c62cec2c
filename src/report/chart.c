/* Draws the burn-up and the map of tiles. */
#include "report/chart.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/chart_priv.h"
#include "report/phrase.h"

struct jalon_chart_number jalon_chart_number(int value)
{
    struct jalon_chart_number number;
    (void)snprintf(number.text, sizeof number.text, "%d", value);
    return number;
}

struct jalon_chart_frame jalon_chart_frame(struct jalon_date from, struct jalon_date end, int most)
{
    enum { STEP = 40 };
    return (struct jalon_chart_frame){
        .from = from, .days = jalon_date_diff(end, from) + 1, .most = (most + STEP) / STEP * STEP};
}

int jalon_chart_x(const struct jalon_chart_frame *frame, struct jalon_date on)
{
    return LEFT + (WIDTH - LEFT - RIGHT) * jalon_date_diff(on, frame->from) / frame->days;
}

int jalon_chart_y(const struct jalon_chart_frame *frame, double count)
{
    return HEIGHT - BOTTOM - (int)lround((HEIGHT - TOP - BOTTOM) * count / frame->most);
}

static const struct jalon_forecast *forecast_of(const struct jalon_weekly *weekly)
{
    return weekly->forecast != NULL && !jalon_forecast_is_fact(weekly->forecast->forecast)
               ? weekly->forecast->forecast
               : NULL;
}

static struct jalon_chart_frame frame_of(const struct jalon_weekly *weekly)
{
    const struct jalon_forecast *forecast = forecast_of(weekly);
    struct jalon_date end = weekly->status.as_of;
    int most = 1;
    for (size_t i = 0; i < weekly->n_series; i++) {
        most = weekly->series[i].n > most ? weekly->series[i].n : most;
    }
    for (size_t i = 0; forecast != NULL && i < forecast->n_fan; i++) {
        const struct jalon_forecast_point *point = &forecast->fan[i];
        end = jalon_date_compare(point->on, end) > 0 ? point->on : end;
        int high = point->quantiles[JALON_FORECAST_Q90];
        most = (int)ceil(point->scope) > most ? (int)ceil(point->scope) : most;
        most = high > most ? high : most;
    }
    return jalon_chart_frame(weekly->series[0].on, end, most);
}

void jalon_chart_line(struct jalon_html *html, const char *class, const int ends[4])
{
    jalon_html_void(html, "line", "class", class, "x1", jalon_chart_number(ends[0]).text, "y1",
                    jalon_chart_number(ends[1]).text, "x2", jalon_chart_number(ends[2]).text, "y2",
                    jalon_chart_number(ends[3]).text);
}

static void words(struct jalon_html *html, const char *anchor, int x, int y, const char *text)
{
    jalon_html_line(html, text, "text", "text-anchor", anchor, "x", jalon_chart_number(x).text, "y",
                    jalon_chart_number(y).text);
}

void jalon_chart_axes(struct jalon_html *html, enum jalon_lang lang,
                      const struct jalon_chart_frame *frame)
{
    for (int count = 0; count <= frame->most; count += frame->most / 4) {
        int y = jalon_chart_y(frame, count);
        jalon_chart_line(html, "axis", (int[4]){LEFT, y, WIDTH - RIGHT, y});
        words(html, "end", LEFT - 6, y + 4, jalon_chart_number(count).text);
    }
    struct jalon_date last = jalon_date_add(frame->from, frame->days - 1);
    words(html, "start", LEFT, HEIGHT - 8, jalon_date_long(frame->from, lang).text);
    words(html, "end", WIDTH - RIGHT, HEIGHT - 8, jalon_date_long(last, lang).text);
}

/* What is drawn as a line: the contracts in scope, or those whose INSTRUMENT is signed. */
enum { SCOPE = -1 };

static int count_at(const struct jalon_series_point *point, int instrument)
{
    return instrument == SCOPE ? point->n : point->n_signed[instrument];
}

/* A count holds until the next point: the line has steps. */
static void draw_steps(struct jalon_html *html, const struct jalon_chart_frame *frame,
                       const struct jalon_chart_lines *lines, int instrument, const char *class)
{
    JALON_AUTO(jalon_str_done) struct jalon_str points = {0};
    int y = 0;
    for (size_t i = 0; i < lines->n; i++) {
        int x = jalon_chart_x(frame, lines->points[i].on);
        if (i > 0) {
            jalon_str_addf(&points, "%d,%d ", x, y);
        }
        y = jalon_chart_y(frame, count_at(&lines->points[i], instrument));
        jalon_str_addf(&points, "%d,%d ", x, y);
    }
    jalon_html_void(html, "polyline", "class", class, "points", jalon_str_text(&points));
}

/* The band between two quantiles, there along the upper one and back along the lower. */
static void draw_band(struct jalon_html *html, const struct jalon_chart_frame *frame,
                      const struct jalon_forecast *forecast, const int quantiles[2],
                      const char *class)
{
    JALON_AUTO(jalon_str_done) struct jalon_str points = {0};
    for (size_t i = 0; i < 2 * forecast->n_fan; i++) {
        bool there = i < forecast->n_fan;
        const struct jalon_forecast_point *point =
            &forecast->fan[there ? i : 2 * forecast->n_fan - 1 - i];
        jalon_str_addf(&points, "%d,%d ", jalon_chart_x(frame, point->on),
                       jalon_chart_y(frame, point->quantiles[quantiles[there ? 1 : 0]]));
    }
    jalon_html_void(html, "polygon", "class", class, "points", jalon_str_text(&points));
}

static void draw_fan(struct jalon_html *html, const struct jalon_chart_frame *frame,
                     const struct jalon_forecast *forecast)
{
    JALON_AUTO(jalon_str_done) struct jalon_str points = {0};
    int x = jalon_chart_x(frame, forecast->due_on);
    draw_band(html, frame, forecast, (int[2]){JALON_FORECAST_Q10, JALON_FORECAST_Q90}, "fan80");
    draw_band(html, frame, forecast, (int[2]){JALON_FORECAST_Q25, JALON_FORECAST_Q75}, "fan50");
    for (size_t i = 0; i < forecast->n_fan; i++) {
        jalon_str_addf(&points, "%d,%d ", jalon_chart_x(frame, forecast->fan[i].on),
                       jalon_chart_y(frame, forecast->fan[i].quantiles[JALON_FORECAST_Q50]));
    }
    jalon_html_void(html, "polyline", "class", "median", "points", jalon_str_text(&points));
    jalon_chart_line(html, "due", (int[4]){x, TOP, x, HEIGHT - BOTTOM});
}

static bool is_drawn(const struct jalon_instrument_figures *instrument)
{
    return instrument->kind != JALON_INSTRUMENT_AMENDING;
}

static int count_drawn(const struct jalon_status *status)
{
    int n = 0;
    for (size_t i = 0; i < status->n_instruments; i++) {
        n += is_drawn(&status->instruments[i]);
    }
    return n;
}

/* MOST gives way to LEAST. */
static int between(int least, int wanted, int most)
{
    int y = wanted < most ? wanted : most;
    return y > least ? y : least;
}

/* Names of the lines beside their ends, from the lowest up: kept apart from each other, and low
 * enough for those that come above. */
static void draw_names(struct jalon_html *html, enum jalon_lang lang,
                       const struct jalon_chart_frame *frame, const struct jalon_chart_lines *lines)
{
    enum { APART = 16, X = WIDTH - RIGHT + 8 };
    const struct jalon_status *status = lines->status;
    const struct jalon_series_point *last = &lines->points[lines->n - 1];
    JALON_AUTO(jalon_str_done) struct jalon_str name = {0};
    int y = HEIGHT - BOTTOM + APART;
    int highest = TOP + APART * count_drawn(status);
    for (size_t i = status->n_instruments; i > 0; i--) {
        if (is_drawn(&status->instruments[i - 1])) {
            int n_signed = last->n_signed[i - 1];
            y = between(highest, jalon_chart_y(frame, n_signed) + 4, y - APART);
            highest -= APART;
            jalon_str_clear(&name);
            jalon_str_addf(&name, "%d ", n_signed);
            jalon_say_noun(&name, lang, status->instruments[i - 1].label.text[lang], n_signed,
                           true);
            words(html, "start", X, y, jalon_str_text(&name));
        }
    }
    jalon_str_clear(&name);
    jalon_say_count(&name, lang, JALON_COUNT_TERRITORIES, last->n);
    words(html, "start", X, between(highest, jalon_chart_y(frame, last->n) + 4, y - APART),
          jalon_str_text(&name));
}

void jalon_chart_lines(struct jalon_html *html, enum jalon_lang lang,
                       const struct jalon_chart_frame *frame, const struct jalon_chart_lines *lines)
{
    const struct jalon_status *status = lines->status;
    draw_steps(html, frame, lines, SCOPE, "scope");
    for (size_t i = 0; i < status->n_instruments; i++) {
        if (is_drawn(&status->instruments[i])) {
            bool completes = status->instruments[i].kind == JALON_INSTRUMENT_COMPLETING;
            draw_steps(html, frame, lines, (int)i, completes ? "signed" : "step");
        }
    }
    draw_names(html, lang, frame, lines);
}

void jalon_chart_burnup(struct jalon_html *html, enum jalon_lang lang,
                        const struct jalon_weekly *weekly)
{
    const struct jalon_chart_lines lines = {&weekly->status, weekly->series, weekly->n_series};
    const struct jalon_forecast *forecast = forecast_of(weekly);
    if (weekly->n_series < 2) {
        return;
    }
    struct jalon_chart_frame frame = frame_of(weekly);
    jalon_html_open(html, "svg", "viewBox", "0 0 760 340", "role", "img", "aria-labelledby",
                    "burnup-title burnup-note");
    jalon_html_line(html, jalon_word(lang, JALON_WORD_CHART_BURNUP), "title", "id", "burnup-title");
    jalon_html_line(html, jalon_word(lang, JALON_WORD_CHART_BURNUP_NOTE), "desc", "id",
                    "burnup-note");
    jalon_chart_axes(html, lang, &frame);
    if (forecast != NULL) {
        draw_fan(html, &frame, forecast);
    }
    jalon_chart_lines(html, lang, &frame, &lines);
    jalon_html_close(html);
}

static void add_foreseen(struct jalon_html *html, enum jalon_lang lang,
                         const struct jalon_forecast *forecast, int n_columns)
{
    for (size_t i = 1; i < forecast->n_fan; i++) {
        const struct jalon_forecast_point *point = &forecast->fan[i];
        JALON_AUTO(jalon_str_done) struct jalon_str scope = {0};
        JALON_AUTO(jalon_str_done) struct jalon_str range = {0};
        jalon_str_addf(&scope, "%d", (int)lround(point->scope));
        jalon_str_addf(&range, "%d (%d–%d)", (int)lround(point->expected),
                       point->quantiles[JALON_FORECAST_Q10], point->quantiles[JALON_FORECAST_Q90]);
        jalon_html_open(html, "tr");
        jalon_html_line(html, jalon_date_long(point->on, lang).text, "th", "scope", "row");
        jalon_html_line(html, jalon_str_text(&scope), "td");
        for (int k = 0; k < n_columns; k++) {
            jalon_html_line(html, "", "td");
        }
        jalon_html_line(html, jalon_str_text(&range), "td");
        jalon_html_close(html);
    }
}

static void add_seen(struct jalon_html *html, enum jalon_lang lang,
                     const struct jalon_weekly *weekly, bool has_forecast)
{
    for (size_t i = 0; i < weekly->n_series; i++) {
        const struct jalon_series_point *point = &weekly->series[i];
        jalon_html_open(html, "tr");
        jalon_html_line(html, jalon_date_long(point->on, lang).text, "th", "scope", "row");
        jalon_html_line(html, jalon_chart_number(point->n).text, "td");
        for (size_t k = 0; k < weekly->status.n_instruments; k++) {
            if (is_drawn(&weekly->status.instruments[k])) {
                jalon_html_line(html, jalon_chart_number(point->n_signed[k]).text, "td");
            }
        }
        if (has_forecast) {
            jalon_html_line(html, "", "td");
        }
        jalon_html_close(html);
    }
}

void jalon_chart_burnup_rows(struct jalon_html *html, enum jalon_lang lang,
                             const struct jalon_weekly *weekly)
{
    const struct jalon_status *status = &weekly->status;
    const struct jalon_forecast *forecast = forecast_of(weekly);
    jalon_html_open(html, "thead");
    jalon_html_open(html, "tr");
    jalon_html_line(html, jalon_word(lang, JALON_WORD_FORECAST_COLUMN_DATE), "th", "scope", "col");
    jalon_html_line(html, jalon_word(lang, JALON_WORD_TERRITORIES), "th", "scope", "col");
    for (size_t i = 0; i < status->n_instruments; i++) {
        if (is_drawn(&status->instruments[i])) {
            JALON_AUTO(jalon_str_done) struct jalon_str head = {0};
            jalon_phrase_instrument(&head, lang, status, &status->instruments[i]);
            jalon_html_line(html, jalon_str_text(&head), "th", "scope", "col");
        }
    }
    if (forecast != NULL) {
        jalon_html_line(html, jalon_word(lang, JALON_WORD_CHART_FORESEEN), "th", "scope", "col");
    }
    jalon_html_close(html);
    jalon_html_close(html);
    jalon_html_open(html, "tbody");
    add_seen(html, lang, weekly, forecast != NULL);
    if (forecast != NULL) {
        add_foreseen(html, lang, forecast, count_drawn(status));
    }
    jalon_html_close(html);
}

struct tile {
    const char *code;
    int column, row;
    const char *name;
};

static const struct tile tiles[] = {
#define TILE(code, column, row, name) {code, column, row, name},
#include "report/tiles.def"
#undef TILE
};

static const struct tile *tile_of(const char *code)
{
    for (size_t i = 0; code != NULL && i < JALON_COUNT(tiles); i++) {
        if (strcmp(tiles[i].code, code) == 0) {
            return &tiles[i];
        }
    }
    return NULL;
}

bool jalon_chart_tiles_fit(const struct jalon_weekly *weekly)
{
    for (size_t i = 0; i < weekly->n_regions; i++) {
        if (tile_of(weekly->regions[i].code) == NULL) {
            return false;
        }
    }
    return weekly->n_regions > 0;
}

static void draw_tile(struct jalon_html *html, const struct tile *tile, int n_signed, int n)
{
    enum { SIDE = 76, TALL = 52, GAP = 4 };
    int x = GAP + tile->column * (SIDE + GAP), y = GAP + tile->row * (TALL + GAP);
    JALON_AUTO(jalon_str_done) struct jalon_str figures = {0};
    jalon_str_addf(&figures, "%d/%d", n_signed, n);
    jalon_html_void(html, "rect", "class", n > 0 && n_signed == n ? "tile done" : "tile", "x",
                    jalon_chart_number(x).text, "y", jalon_chart_number(y).text, "width",
                    jalon_chart_number(SIDE).text, "height", jalon_chart_number(TALL).text);
    words(html, "middle", x + SIDE / 2, y + 21, tile->name);
    words(html, "middle", x + SIDE / 2, y + 41, jalon_str_text(&figures));
}

void jalon_chart_tiles(struct jalon_html *html, enum jalon_lang lang,
                       const struct jalon_weekly *weekly)
{
    const struct jalon_status *status = &weekly->status;
    size_t which = 0;
    for (size_t i = 0; i < status->n_instruments; i++) {
        which = status->instruments[i].kind == JALON_INSTRUMENT_COMPLETING ? i : which;
    }
    JALON_AUTO(jalon_str_done) struct jalon_str title = {0};
    jalon_say(&title, lang, JALON_WORD_CHART_TILES, status->instruments[which].label.text[lang]);
    jalon_html_open(html, "svg", "viewBox", "0 0 404 396", "role", "img", "aria-labelledby",
                    "tiles-title", "style", "max-width:30rem");
    jalon_html_line(html, jalon_str_text(&title), "title", "id", "tiles-title");
    for (size_t i = 0; i < weekly->n_regions; i++) {
        const struct jalon_region_figures *region = &weekly->regions[i];
        draw_tile(html, tile_of(region->code), region->n_signed[which], region->n);
    }
    jalon_html_close(html);
}
