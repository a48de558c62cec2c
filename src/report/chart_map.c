/*
 * Draws the map of the territories. A state is told by pattern and lightness, and what is signed on
 * the way by a dot, so that no hue is needed.
 */
#include "report/chart_map.h"

#include <string.h>

#include "report/chart_priv.h"
#include "report/words.h"

/* The outlines have units of a quarter of the picture's. */
enum { SCALE = 4 };

struct outline {
    const char *code;
    int x, y; /* inside it */
    const char *path;
};

struct frame {
    const char *name;
    int x, y, width, height;
};

#define DRAWING(width, height)
#define FRAME(name, x, y, width, height)
#define LAND(code, path)
#define OUTLINE(code, siren, x, y, path)

static const struct outline outlines[] = {
#undef OUTLINE
#define OUTLINE(code, siren, x, y, path) {code, x, y, path},
#include "report/outlines.def"
#undef OUTLINE
#define OUTLINE(code, siren, x, y, path)
};

static const char *const lands[] = {
#undef LAND
#define LAND(code, path) path,
#include "report/outlines.def"
#undef LAND
#define LAND(code, path)
};

static const struct frame frames[] = {
#undef FRAME
#define FRAME(name, x, y, width, height) {name, x, y, width, height},
#include "report/outlines.def"
#undef FRAME
#define FRAME(name, x, y, width, height)
};

#undef DRAWING
#define DRAWING(width, height) enum { DRAWN_WIDTH = (width), DRAWN_HEIGHT = (height) };
#include "report/outlines.def"

static const struct jalon_map_area *area_of(const struct jalon_map *map, const char *code)
{
    for (size_t i = 0; i < map->n; i++) {
        if (map->areas[i].drawn && strcmp(map->areas[i].code, code) == 0) {
            return &map->areas[i];
        }
    }
    return NULL;
}

/* The style of a state: where contracts are to arrive is filled; others are the darker the later
 * the programme declares them, until the patterns run out. */
static const char *style_of(const struct jalon_map *map, size_t state)
{
    static const char *const styles[] = {"area", "area dots", "area lines", "area cross",
                                         "area bars"};
    size_t k = 0;
    for (size_t i = 0; i < state; i++) {
        k += !map->is_done[i];
    }
    if (map->is_done[state]) {
        return "area done";
    }
    return styles[k < JALON_COUNT(styles) ? k : JALON_COUNT(styles) - 1];
}

/* A line of the legend: what looks like that, and how many. */
struct line {
    const char *style; /* of a state; NULL: the dot */
    const char *words; /* "pilote : 9" */
};

struct legend {
    struct line *lines;
    size_t n;
    struct jalon_arena *arena; /* owns all of it */
};

static bool is_on_the_way(const struct jalon_instrument_figures *instrument)
{
    return instrument->kind == JALON_INSTRUMENT_INTERMEDIATE;
}

/* "protocole d'accord signé". */
static void say_step(struct jalon_str *out, enum jalon_lang lang,
                     const struct jalon_instrument_figures *step)
{
    bool is_feminine = jalon_noun_is_feminine(step->label.text[JALON_FR]);
    jalon_say(out, lang, is_feminine ? JALON_WORD_CHANGE_SIGNED_F : JALON_WORD_CHANGE_SIGNED,
              step->label.text[lang]);
}

static void add_line(struct legend *legend, const char *style, const struct jalon_str *words)
{
    legend->lines[legend->n] =
        (struct line){style, jalon_arena_strdup(legend->arena, jalon_str_text(words))};
    legend->n++;
}

/* States and intermediate steps that there are. */
static struct legend legend_of(enum jalon_lang lang, const struct jalon_weekly *weekly,
                               struct jalon_arena *arena)
{
    const struct jalon_status *status = &weekly->status;
    struct legend legend = {.arena = arena};
    legend.lines =
        jalon_arena_array(arena, status->n_states + status->n_instruments, sizeof *legend.lines);
    JALON_AUTO(jalon_str_done) struct jalon_str words = {0};
    for (size_t i = 0; i < status->n_states; i++) {
        const struct jalon_state_figures *state = &status->states[i];
        if (state->n > 0) {
            jalon_str_clear(&words);
            jalon_say(&words, lang, JALON_WORD_MAP_COUNT, state->label.text[lang],
                      jalon_chart_number(state->n).text);
            add_line(&legend, style_of(&weekly->map, i), &words);
        }
    }
    for (size_t i = 0; i < status->n_instruments; i++) {
        const struct jalon_instrument_figures *step = &status->instruments[i];
        if (is_on_the_way(step) && step->n_signed > 0) {
            JALON_AUTO(jalon_str_done) struct jalon_str label = {0};
            say_step(&label, lang, step);
            jalon_str_clear(&words);
            jalon_say(&words, lang, JALON_WORD_MAP_COUNT, jalon_str_text(&label),
                      jalon_chart_number(step->n_signed).text);
            add_line(&legend, NULL, &words);
        }
    }
    return legend;
}

static bool is_marked(const struct jalon_status *status, const struct jalon_map_area *area)
{
    for (size_t i = 0; i < status->n_instruments; i++) {
        if (area->is_signed[i] && is_on_the_way(&status->instruments[i])) {
            return true;
        }
    }
    return false;
}

/* A pattern of SIDE; its ground and figure follow, then jalon_html_close(). */
static void begin_pattern(struct jalon_html *html, const char *id, int side, const char *transform)
{
    const struct jalon_chart_number length = jalon_chart_number(side);
    jalon_html_open(html, "pattern", "id", id, "width", length.text, "height", length.text,
                    "patternUnits", "userSpaceOnUse", "patternTransform", transform);
    jalon_html_void(html, "rect", "class", "ground", "width", length.text, "height", length.text);
}

static void draw_bar(struct jalon_html *html, const char *width, const char *height)
{
    jalon_html_void(html, "rect", "class", "ink", "width", width, "height", height);
}

static void draw_patterns(struct jalon_html *html)
{
    jalon_html_open(html, "defs");
    begin_pattern(html, "map-dots", 16, "rotate(45)");
    jalon_html_void(html, "circle", "class", "ink", "cx", "8", "cy", "8", "r", "3");
    jalon_html_close(html);
    begin_pattern(html, "map-lines", 14, "rotate(45)");
    draw_bar(html, "5", "14");
    jalon_html_close(html);
    begin_pattern(html, "map-cross", 16, "rotate(45)");
    draw_bar(html, "6", "16");
    draw_bar(html, "16", "6");
    jalon_html_close(html);
    begin_pattern(html, "map-bars", 14, "rotate(0)");
    draw_bar(html, "14", "9");
    jalon_html_close(html);
    jalon_html_close(html);
}

static void draw_box(struct jalon_html *html, const char *class, const struct frame *box)
{
    jalon_html_void(html, "rect", "class", class, "x", jalon_chart_number(box->x).text, "y",
                    jalon_chart_number(box->y).text, "width", jalon_chart_number(box->width).text,
                    "height", jalon_chart_number(box->height).text);
}

static void draw_mark(struct jalon_html *html, int x, int y)
{
    jalon_html_void(html, "circle", "class", "mark", "cx", jalon_chart_number(x).text, "cy",
                    jalon_chart_number(y).text, "r", "13");
}

/* The name of the territory and its state, which a pointer over it shows. */
static void draw_area(struct jalon_html *html, enum jalon_lang lang,
                      const struct jalon_weekly *weekly, const struct outline *outline)
{
    const struct jalon_map *map = &weekly->map;
    const struct jalon_map_area *area = area_of(map, outline->code);
    JALON_AUTO(jalon_str_done) struct jalon_str title = {0};
    if (area == NULL) {
        return;
    }
    jalon_say(&title, lang, JALON_WORD_MAP_AREA, area->name, area->code,
              weekly->status.states[area->state].label.text[lang]);
    jalon_html_open(html, "path", "class", style_of(map, area->state), "d", outline->path);
    jalon_html_line(html, jalon_str_text(&title), "title");
    jalon_html_close(html);
}

static void draw_land(struct jalon_html *html, enum jalon_lang lang,
                      const struct jalon_weekly *weekly)
{
    for (size_t i = 0; i < JALON_COUNT(frames); i++) {
        draw_box(html, "frame", &frames[i]);
    }
    for (size_t i = 0; i < JALON_COUNT(lands); i++) {
        jalon_html_void(html, "path", "class", "land", "d", lands[i]);
    }
    for (size_t i = 0; i < JALON_COUNT(outlines); i++) {
        draw_area(html, lang, weekly, &outlines[i]);
    }
    for (size_t i = 0; i < JALON_COUNT(outlines); i++) {
        const struct jalon_map_area *area = area_of(&weekly->map, outlines[i].code);
        if (area != NULL && is_marked(&weekly->status, area)) {
            draw_mark(html, outlines[i].x, outlines[i].y);
        }
    }
}

/* Below the frames. The boxes are drawn with the land, so that a pattern looks alike. */
enum { LEGEND = DRAWN_HEIGHT + 40, LINE = 88, BOX = 64 };

static int line_at(size_t line)
{
    return LEGEND + LINE * (int)line;
}

static void draw_legend(struct jalon_html *html, const struct legend *legend)
{
    for (size_t i = 0; i < legend->n; i++) {
        const struct frame box = {NULL, frames[0].x, line_at(i), 2 * BOX, BOX};
        if (legend->lines[i].style != NULL) {
            draw_box(html, legend->lines[i].style, &box);
        } else {
            draw_mark(html, box.x + BOX, box.y + BOX / 2);
        }
    }
}

static void write(struct jalon_html *html, int x, int y, const char *words)
{
    jalon_html_line(html, words, "text", "x", jalon_chart_number(x / SCALE).text, "y",
                    jalon_chart_number(y / SCALE).text);
}

static void write_words(struct jalon_html *html, const struct legend *legend)
{
    for (size_t i = 0; i < JALON_COUNT(frames); i++) {
        write(html, frames[i].x + BOX / 2, frames[i].y + BOX, frames[i].name);
    }
    for (size_t i = 0; i < legend->n; i++) {
        write(html, frames[0].x + 5 * BOX / 2, line_at(i) + 3 * BOX / 4, legend->lines[i].words);
    }
}

/* Title and description, which stand for the drawing where it is not seen. */
static void write_told(struct jalon_html *html, enum jalon_lang lang, const struct legend *legend)
{
    JALON_AUTO(jalon_str_done) struct jalon_str told = {0};
    for (size_t i = 0; i < legend->n; i++) {
        jalon_str_addf(&told, "%s%s", i > 0 ? ", " : "", legend->lines[i].words);
    }
    jalon_html_line(html, jalon_word(lang, JALON_WORD_MAP_TITLE), "title", "id", "map-title");
    jalon_html_line(html, jalon_str_text(&told), "desc", "id", "map-told");
}

void jalon_chart_map(struct jalon_html *html, enum jalon_lang lang,
                     const struct jalon_weekly *weekly)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    JALON_AUTO(jalon_str_done) struct jalon_str box = {0};
    const struct legend legend = legend_of(lang, weekly, arena);
    jalon_str_addf(&box, "0 0 %d %d", DRAWN_WIDTH / SCALE, line_at(legend.n) / SCALE);
    jalon_html_open(html, "svg", "viewBox", jalon_str_text(&box), "role", "img", "aria-labelledby",
                    "map-title", "aria-describedby", "map-told");
    write_told(html, lang, &legend);
    jalon_html_open(html, "g", "transform", "scale(0.25)");
    draw_patterns(html);
    draw_land(html, lang, weekly);
    draw_legend(html, &legend);
    jalon_html_close(html);
    write_words(html, &legend);
    jalon_html_close(html);
}
