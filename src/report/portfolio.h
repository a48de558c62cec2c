/*
 * The programmes of a database side by side: of each the weekly report, of which the formats here
 * tell the main figures. Nothing is added up across programmes: their states and instruments are
 * not the same things.
 */
#pragma once

#include "report/weekly.h"

struct jalon_portfolio_part {
    struct jalon_weekly *weekly;
    struct jalon_programme *programme; /* that the report's forecast borrows from */
};

struct jalon_portfolio {
    struct jalon_period period;
    const char *known_at; /* the moment of the books, as it was asked for; NULL: now */
    struct jalon_portfolio_part *parts; /* by the programme's code */
    size_t n_parts;
};
void jalon_portfolio_free(struct jalon_portfolio *portfolio); /* accepts NULL */
void jalon_portfolio_freep(struct jalon_portfolio **portfolio);

/* Is the period not over for one of them? Their zones differ. */
bool jalon_portfolio_is_provisional(const struct jalon_portfolio *portfolio);

/* The target that is due next on the cut-off; the last one when all are past; NULL: none. */
const struct jalon_target_figures *jalon_portfolio_target(const struct jalon_status *status);

/* "Portefeuille : 2 programmes"; "semaine 2019-W40, … · arrêté au 6 octobre 2019". */
void jalon_phrase_portfolio(struct jalon_str *out, enum jalon_lang lang,
                            const struct jalon_portfolio *portfolio);
void jalon_phrase_portfolio_period(struct jalon_str *out, enum jalon_lang lang,
                                   const struct jalon_portfolio *portfolio);

/* "Territoires d'industrie (ti)". */
void jalon_phrase_part_name(struct jalon_str *out, enum jalon_lang lang,
                            const struct jalon_weekly *weekly);
/* "12 sur 26". */
void jalon_phrase_part_signed(struct jalon_str *out, enum jalon_lang lang,
                              const struct jalon_status *status,
                              const struct jalon_instrument_figures *instrument);
/* The sentences about a programme, after its title, by number; false when there is none. */
bool jalon_phrase_part(struct jalon_str *out, enum jalon_lang lang,
                       const struct jalon_weekly *weekly, size_t number);
/* The command that prints the report of which they are. */
void jalon_phrase_part_more(struct jalon_str *out, const struct jalon_portfolio *portfolio,
                            const struct jalon_weekly *weekly);

/* A format: adds the page to OUT. The same reports give the same bytes. */
typedef int jalon_portfolio_render_fn(const struct jalon_portfolio *portfolio, enum jalon_lang lang,
                                      struct jalon_str *out, struct jalon_err *err);
struct jalon_portfolio_format {
    const char *name;
    jalon_portfolio_render_fn *render;
    enum jalon_weekly_content content;
};
const struct jalon_portfolio_format *jalon_portfolio_format(const char *name); /* NULL: none */
const struct jalon_portfolio_format *jalon_portfolio_formats(size_t *ret_n);

jalon_portfolio_render_fn jalon_portfolio_text; /* 80 columns */
jalon_portfolio_render_fn jalon_portfolio_md;   /* GitHub-flavoured Markdown */
jalon_portfolio_render_fn jalon_portfolio_html; /* one self-contained page, without script */
jalon_portfolio_render_fn jalon_portfolio_json; /* jalon.portfolio/1; LANG has no effect */
jalon_portfolio_render_fn jalon_portfolio_csv;  /* every figure, for a French spreadsheet */
