/*
 * The sealed journal as pages for people: entries as sentences with their leaf and its hash. Links
 * between the pages hold in the folder that app/bundle_pages.c makes.
 */
#pragma once

#include "domain/anomaly.h"
#include "domain/correction.h"
#include "report/html.h"
#include "report/words.h"

/* What every page says. */
struct jalon_journal_site {
    const struct jalon_programme *programme;
    enum jalon_lang lang;
    const char *origin, *root; /* of the checkpoint to which the pages go; root: base64 */
    int64_t size;              /* its leaves */
};

/* An entry as a page shows it. */
struct jalon_journal_line {
    const char *code;
    const struct jalon_event *event;
    const struct jalon_contract *contract; /* for names of members; NULL: by SIREN */
    const struct jalon_standing *standing; /* what later entries made of it; NULL: not told */
    const struct jalon_entry_facts *facts; /* NULL: nothing is told to be unusual */
    unsigned found;                        /* jalon_anomalies() */
    uint64_t leaf;
    const char *hash;
    const char *page; /* where its whole history is; NULL: here */
};

/* The style sheet that the pages name. */
extern const char *const jalon_weekly_style;
#define JALON_JOURNAL_STYLE "style.css"

/* Adds the name of the page of a subject, from the index: "contracts/ti-7505.html". */
void jalon_journal_add_page(struct jalon_str *out, const char *code, bool is_programme);

/* Begins a page under that title; TO_INDEX leads from it to the folder of the index: "" or "../";
 * NULL: it is the index. What is added is its main part, until jalon_journal_end(). */
struct jalon_html *jalon_journal_begin(const struct jalon_journal_site *site, const char *title,
                                       const char *to_index);
/* Entries stand between these two. */
void jalon_journal_open_list(struct jalon_html *html);
void jalon_journal_add(struct jalon_html *html, const struct jalon_journal_site *site,
                       const struct jalon_journal_line *line);
void jalon_journal_close_list(struct jalon_html *html);
/* Ends the page, adds it to OUT and frees HTML. */
void jalon_journal_end(struct jalon_html *html, const struct jalon_journal_site *site,
                       struct jalon_str *out);

/* "novembre 2026", from a day of it. */
void jalon_journal_say_month(struct jalon_str *out, enum jalon_lang lang, struct jalon_date day);
