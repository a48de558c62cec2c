/* The first page of the journal: what it holds, how it is checked, and where the others are. */
#pragma once

#include "report/journal_page.h"

struct jalon_journal_contract {      /* as its entries that hold make it */
    const char *code, *name, *state; /* state: its label; NULL: none */
    const char *page;
    int64_t n;              /* entries */
    struct jalon_date last; /* the last one was recorded */
    bool is_programme;
};

struct jalon_journal_part { /* a page of the log */
    const char *page;
    struct jalon_date month; /* a day of it */
    int number;              /* of the pages of that month, from 1 on */
    int n;                   /* entries */
};

struct jalon_journal_index {
    const char *note; /* the checkpoint, as it was signed */
    int64_t n_entries, n_others, n_seals, n_anomalies;
    bool is_personal;
    struct jalon_journal_contract *contracts; /* the programme, then by code */
    size_t n_contracts;
    struct jalon_journal_part *parts;
    size_t n_parts;
};

/* The page of what is to be looked at, from the index. */
#define JALON_JOURNAL_ANOMALIES "anomalies.html"

/* "novembre 2026 (2)": what a part is called. */
void jalon_journal_say_part(struct jalon_str *out, enum jalon_lang lang,
                            const struct jalon_journal_part *part);

void jalon_journal_write_index(const struct jalon_journal_site *site,
                               const struct jalon_journal_index *index, struct jalon_str *out);

/* The sentence that says when an entry is taken for unusual. */
void jalon_journal_say_rules(struct jalon_str *out, enum jalon_lang lang,
                             const struct jalon_anomaly_rules *rules);
