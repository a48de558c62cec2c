/* Shared by chart.c and the files of its name: where days and counts lie, axes and lines. */
#pragma once

#include "report/html.h"
#include "report/weekly.h"

/* The picture, and its margins: the right one is for the names of lines. */
enum { WIDTH = 760, HEIGHT = 340, LEFT = 40, RIGHT = 150, TOP = 16, BOTTOM = 30 };

struct jalon_chart_number { /* as an attribute */
    char text[16];
};
struct jalon_chart_number jalon_chart_number(int value);

/* Counts start at 0 and end on a multiple of 40 above MOST. */
struct jalon_chart_frame {
    struct jalon_date from;
    int days, most;
};
struct jalon_chart_frame jalon_chart_frame(struct jalon_date from, struct jalon_date end, int most);
int jalon_chart_x(const struct jalon_chart_frame *frame, struct jalon_date on);
int jalon_chart_y(const struct jalon_chart_frame *frame, double count);

/* ENDS are x and y of both. */
void jalon_chart_line(struct jalon_html *html, const char *class, const int ends[4]);
void jalon_chart_axes(struct jalon_html *html, enum jalon_lang lang,
                      const struct jalon_chart_frame *frame);

/* The list and what is signed of it, at least one point, with the names of the lines. */
struct jalon_chart_lines {
    const struct jalon_status *status; /* labels and kinds of the instruments */
    const struct jalon_series_point *points;
    size_t n;
};
void jalon_chart_lines(struct jalon_html *html, enum jalon_lang lang,
                       const struct jalon_chart_frame *frame,
                       const struct jalon_chart_lines *lines);
