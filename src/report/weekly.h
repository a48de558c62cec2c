/*
 * The weekly deadline report as data, its arithmetic, and its formats. A new format is one file
 * that reads struct jalon_weekly and one row in weekly_formats.c.
 */
#pragma once

#include "report/decision.h"
#include "report/earned.h"
#include "report/forecast.h"
#include "report/map.h"
#include "report/region_status.h"
#include "report/trust.h"

struct jalon_region_figures {
    const char *code; /* NULL: contracts whose territory has no Région */
    const char *name;
    int n;          /* contracts in scope */
    int *n_signed;  /* by instrument, in the order of the status */
    int *this_week; /* of n_signed */
};

/* In the order in which a report tells them. */
enum jalon_change_kind {
    JALON_CHANGE_SIGNED, /* the last required signature of an instrument */
    JALON_CHANGE_STATE,
    JALON_CHANGE_ENTERED,
    JALON_CHANGE_LEFT,
    JALON_CHANGE_RENAMED, /* `from` is the name before */
    JALON_CHANGE_MILESTONE,
    JALON_CHANGE_N
};
const char *jalon_change_code(enum jalon_change_kind kind); /* "signed", "state" … */

struct jalon_change {
    enum jalon_change_kind kind;
    struct jalon_date on; /* the day it counts from */
    enum jalon_precision precision;
    const char *code, *name;         /* of the territory */
    const char *region;              /* code of its principal Région, or NULL */
    const char *what, *from;         /* instrument, milestone or state; state left; or NULL */
    struct jalon_label label, leave; /* of them */
};

/* A figure of past Sundays that a correction changed; weeks in a row that changed alike. */
struct jalon_restatement {
    struct jalon_week from, to;
    const char *figure; /* "instruments.protocole.signed" */
    int before, after;
    const char *entry; /* the first one of the correction */
    struct jalon_date recorded_on;
};

struct jalon_series_point { /* at the end of a Sunday, or of the cut-off */
    struct jalon_date on;
    int n;         /* contracts in scope */
    int *n_signed; /* of those in scope on the cut-off, by instrument */
};

/* A contract that a figure counts. */
struct jalon_counted {
    const char *code, *name; /* of the territory */
    const char *region;      /* its name, or NULL */
    int64_t value;           /* 1, what it weighs, or for a change also -1 */
    struct jalon_date on;    /* since when it does, or NONE */
};

/* The checkpoint of the journal that was the last when a report was issued. */
struct jalon_anchor {
    const char *origin, *root; /* root: base64 */
    int64_t size;
    const char *note; /* the lines as they were signed; NULL: the report is not issued, or nothing
                         was signed then */
};

struct jalon_weekly_plans; /* report/weekly_plan.h */

struct jalon_weekly {
    struct jalon_status status; /* on the cut-off; its arena owns the whole report */
    struct jalon_week week;
    struct jalon_date from, to; /* Monday, Sunday */
    struct jalon_region_figures *regions;
    size_t n_regions;
    struct jalon_change *changes; /* by kind, what, from, on, precision, Région, name */
    size_t n_changes;
    struct jalon_series_point *series; /* since the first list came; the last one is the cut-off */
    size_t n_series;
    struct jalon_restatement *restatements; /* by entry, figure, week */
    size_t n_restatements;
    struct jalon_counted *counted; /* by the figure that was asked for; by code */
    size_t n_counted;
    struct jalon_forecast_report *forecast;        /* NULL: no target is decided by the cut-off */
    struct jalon_earned_report *earned;            /* NULL: the same */
    struct jalon_region_statuses *region_statuses; /* NULL: the programme has none */
    struct jalon_decisions decisions;              /* asked for by the cut-off */
    struct jalon_weekly_plans *plans;              /* NULL: not looked for */
    struct jalon_map map;
    struct jalon_trust trust;
    struct jalon_anchor anchor;
    const char *sender; /* address that a mail comes from; NULL: that of who sends it */
};

void jalon_weekly_free(struct jalon_weekly *weekly); /* accepts NULL */
void jalon_weekly_freep(struct jalon_weekly **weekly);

/* Fails (INTERNAL) unless the status closes, the Régions sum to it and the series ends with it. */
JALON_MUST_CHECK int jalon_weekly_check(const struct jalon_weekly *weekly, struct jalon_err *err);

/* What a report covers. */
struct jalon_period {
    struct jalon_week week;
    struct jalon_date from, to, as_of;
    bool provisional;
};

/*
 * Settles the period from what was asked. Neither WEEK nor AS_OF: the last week that was over on
 * TODAY; only AS_OF: the week it lies in. The cut-off is AS_OF, else the Sunday, else TODAY when
 * the week is not over. REFUSED: a week or day to come, a day outside the week.
 */
JALON_MUST_CHECK int jalon_period_settle(const struct jalon_week *week, struct jalon_date as_of,
                                         struct jalon_date today, struct jalon_period *ret_period,
                                         struct jalon_err *err);

/* One figure with its definition; `tenths` when the value is in tenths. */
struct jalon_figure {
    const char *code; /* "instruments.protocole.signed" */
    int64_t value;
    bool tenths, known; /* not known: the figure does not exist, e.g. no day is left */
    struct jalon_label unit, definition;
};

/* Every figure of the report, in a stable order, in ARENA. */
struct jalon_figure *jalon_weekly_figures(const struct jalon_weekly *weekly,
                                          struct jalon_arena *arena, size_t *ret_n);

/*
 * The figure of that code, whose contracts WEEKLY was read with. NOT_FOUND: there is none. REFUSED:
 * it counts no contracts. INTERNAL: what is counted does not sum to it.
 */
JALON_MUST_CHECK int jalon_weekly_explain(const struct jalon_weekly *weekly, const char *code,
                                          struct jalon_figure *ret_figure, struct jalon_err *err);

/* What a format is made of. */
enum jalon_weekly_content {
    JALON_CONTENT_LINES,  /* for a terminal, after controls in it were made harmless */
    JALON_CONTENT_DATA,   /* of a machine format, each byte as it is */
    JALON_CONTENT_BINARY, /* the same, and nothing that a terminal can show */
    JALON_CONTENT_PAGE,   /* a page that another program sets for print: then binary */
};

/* A format: adds the report to OUT. The same report gives the same bytes. */
typedef int jalon_weekly_render_fn(const struct jalon_weekly *weekly, enum jalon_lang lang,
                                   struct jalon_str *out, struct jalon_err *err);
struct jalon_weekly_format {
    const char *name;
    jalon_weekly_render_fn *render;
    enum jalon_weekly_content content;
};
const struct jalon_weekly_format *jalon_weekly_format(const char *name); /* NULL: no such format */
const struct jalon_weekly_format *jalon_weekly_formats(size_t *ret_n);

jalon_weekly_render_fn jalon_weekly_text; /* 80 columns */
jalon_weekly_render_fn jalon_weekly_md;   /* GitHub-flavoured Markdown */
jalon_weekly_render_fn jalon_weekly_html; /* one self-contained page, without script */
jalon_weekly_render_fn jalon_weekly_json; /* jalon.weekly/1; LANG has no effect */
jalon_weekly_render_fn jalon_weekly_csv;  /* every figure, for a French spreadsheet */
jalon_weekly_render_fn jalon_weekly_xlsx; /* a workbook of a sheet a subject */
jalon_weekly_render_fn jalon_weekly_ics;  /* a calendar of the targets */
jalon_weekly_render_fn jalon_weekly_eml;  /* a draft of a mail: text, page, workbook and calendar */
