/*
 * The part of a weekly report that holds what is computed of each Région against what people
 * declared of it.
 */
#pragma once

#include <jansson.h>

#include "base/date.h"
#include "base/lang.h"
#include "base/str.h"
#include "domain/declared.h"
#include "domain/programme.h"

struct jalon_book;
struct jalon_page;
struct jalon_weekly;

struct jalon_region_status {
    int n, n_signed; /* contracts in scope; of them, with what the target asks for */
    bool has_chance; /* the report has a forecast, and the Région contracts */
    double p_all;    /* that all of them are signed by the due day */
    bool is_fact;    /* nothing is left to chance: all are signed, or the due day is over */
    const struct jalon_status_def *computed; /* NULL: there is no chance to tell */
    const struct jalon_declared *declared;   /* NULL: nothing is */
    bool differs;                            /* declared otherwise than computed */
    bool is_old; /* declared more than JALON_STATUS_OLD_WEEKS before the cut-off */
};

/* What was declared longer ago says little of today. */
enum { JALON_STATUS_OLD_WEEKS = 6 };

struct jalon_region_statuses {
    const struct jalon_programme *programme; /* borrowed */
    struct jalon_region_status *items;       /* in the order of the report's Régions */
    bool has_declared;
};

/*
 * Holds what the report's forecast says of each Région against what is DECLARED on the cut-off;
 * nothing when PROGRAMME has no statuses, or there is neither. A chance is taken as
 * it is told, to the next 5 points, so that chance and status never contradict each other.
 */
void jalon_weekly_rate(struct jalon_weekly *weekly, const struct jalon_programme *programme,
                       const struct jalon_declared_list *declared);

/* The part, in each format; nothing of a report without it. */
void jalon_region_status_text(struct jalon_str *out, enum jalon_lang lang,
                              const struct jalon_weekly *weekly);
void jalon_region_status_md(struct jalon_str *out, enum jalon_lang lang,
                            const struct jalon_weekly *weekly);
void jalon_region_status_html(struct jalon_page *page, const struct jalon_weekly *weekly);
void jalon_region_status_xlsx(struct jalon_book *book, enum jalon_lang lang,
                              const struct jalon_weekly *weekly);
json_t *jalon_region_status_json(const struct jalon_weekly *weekly); /* null, or an array */

/* "Statut d'une Région : …"; false without the part. */
bool jalon_phrase_region_status_definition(struct jalon_str *out, enum jalon_lang lang,
                                           const struct jalon_weekly *weekly);
