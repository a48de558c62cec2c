/* Planned dates in a weekly report: what slipped in the week, and what is planned on its cut-off.
 */
#pragma once

#include "report/at_risk.h"
#include "report/page.h"
#include "report/weekly.h"

struct jalon_slip { /* a planned date that a decision moved back, or took off */
    const char *entry, *code, *name, *region;
    struct jalon_step step; /* when: the date before */
    bool is_dropped;
    struct jalon_when now; /* unless it was dropped */
    struct jalon_date decided_on;
    const char *reason; /* NULL: none, erased, or withheld */
};

struct jalon_planned_step {
    const char *code, *name;
    struct jalon_step step;
    struct jalon_date decided_on;
};

struct jalon_weekly_plans {   /* lives with the report */
    struct jalon_slip *slips; /* by the date before */
    size_t n_slips;
    struct jalon_planned_step *steps; /* by date */
    size_t n_steps;
};

/* From the JSON that the statement report_plans returns (src/sql/report_plan.sql); texts live in
 * ARENA. */
struct jalon_weekly_plans *jalon_weekly_plans_of(const json_t *facts,
                                                 const struct jalon_programme *programme,
                                                 struct jalon_arena *arena);

/* Without the reasons: a report that is issued may be published, and outlives an erasure. */
void jalon_weekly_plans_withhold(struct jalon_weekly_plans *plans);

/* Each adds what slipped; nothing when nothing did. PLANS may be NULL. */
void jalon_slips_text(struct jalon_str *out, enum jalon_lang lang,
                      const struct jalon_weekly_plans *plans);
void jalon_slips_md(struct jalon_str *out, enum jalon_lang lang,
                    const struct jalon_weekly_plans *plans);
void jalon_slips_html(struct jalon_page *page, const struct jalon_weekly_plans *plans);
/* Members "slipped" and "planned". */
void jalon_plans_json(json_t *json, const struct jalon_weekly_plans *plans);

/* "signature « contrat », le 14 mai 2019 → le 4 juin 2019 (motif : session régionale)". */
void jalon_phrase_slip(struct jalon_str *out, enum jalon_lang lang, const struct jalon_slip *slip);
/* Its new date, or that there is none. */
void jalon_phrase_slip_now(struct jalon_str *out, enum jalon_lang lang,
                           const struct jalon_slip *slip);
/* Those of `steps` whose date is over on DATE. */
size_t jalon_plans_overdue(const struct jalon_weekly_plans *plans, struct jalon_date date);
