/*
 * The public site of a programme: the reports that were issued, as they are, and where each
 * contract stood in the last of them. A page holds nothing of the day on which it is made, so that
 * the same issues give the same bytes; it names no person, and no text that somebody wrote freely.
 */
#pragma once

#include <jansson.h>

#include "domain/event.h"
#include "report/export_package.h"
#include "report/weekly.h"

struct jalon_site_file { /* of an issue; its name within the folder */
    const char *name;
    const char *format, *lang; /* lang NULL: the same in all */
    const char *sha256;
    int64_t size;
};

struct jalon_site_forecast { /* what the report foresaw for the due day */
    bool is_set;
    struct jalon_date target_on;
    int expected, low80, high80;
};

struct jalon_site_issue {
    struct jalon_week week;
    const char *entry, *known;   /* of the issue, and the last one that it knew: "ti#2" */
    const char *folder;          /* "2019-S18"; of one that was replaced "2019-S18/ti-2" */
    bool is_replaced;            /* the same week was issued again later */
    struct jalon_date issued_on; /* in the programme's zone */
    const char *issued_at;       /* "2019-05-06T05:00:12Z" */
    const char *first_at;        /* the same of the first issue of the week */
    struct jalon_date first_on;
    struct jalon_site_file *files; /* in the order of issue */
    size_t n_files;
    struct jalon_status status; /* cut-off, scope and instruments of the report; no more */
    struct jalon_site_forecast forecast;
};

struct jalon_site {
    const struct jalon_programme *programme;
    const char *address;             /* of the site, without '/' at its end; NULL: not known */
    const char *licence;             /* a code of JALON_LICENCES */
    struct jalon_site_issue *issues; /* by week, then in journal order; at least one */
    size_t n_issues;
    struct jalon_contract **contracts; /* as the last report had them, by code */
    size_t n_contracts;
    struct jalon_arena *arena; /* owns the issues */
};

/* The last report of the last week: what the pages of contracts are of. */
const struct jalon_site_issue *jalon_site_last(const struct jalon_site *site);

/* Reads the figures of a report from its jalon.weekly/1. Instruments that the programme does not
 * declare any more are left out. False when it is no such document. */
JALON_MUST_CHECK bool jalon_site_read_figures(const struct jalon_site *site, const json_t *report,
                                              struct jalon_site_issue *issue);

/* Where the rest of a site is. */
#define JALON_SITE_DATA    "donnees/"
#define JALON_SITE_FEED    "feed.atom"
#define JALON_SITE_PACKAGE "datapackage.json"
#define JALON_SITE_SUMS    "jalon.sha256"

/* Where pages are: "index.html", "index.en.html"; "territoires/ti-2801.html". */
const char *jalon_site_index_path(enum jalon_lang lang);
void jalon_site_contract_path(struct jalon_str *out, const char *code, enum jalon_lang lang);
/* Is TEXT an address that a site can have: http or https, a host, a plain path? */
bool jalon_site_is_address(const char *text);

/* A contract with all its entries, in journal order. */
struct jalon_site_story {
    const struct jalon_contract *contract;
    const struct jalon_event *events;
    size_t n_events;
};

/* Each adds one document to OUT. */
void jalon_site_index(const struct jalon_site *site, enum jalon_lang lang, struct jalon_str *out);
void jalon_site_contract(const struct jalon_site *site, enum jalon_lang lang,
                         const struct jalon_site_story *story, struct jalon_str *out);
/* RFC 4287; the site must have an address. */
void jalon_site_feed(const struct jalon_site *site, struct jalon_str *out);
/* Adds the JSON of each issue to the resources of a data package. */
void jalon_site_add_resources(const struct jalon_site *site, json_t *package);
