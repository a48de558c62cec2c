/* Shared by the parts of `check`. */
#pragma once

#include <jansson.h>

#include "journal/leaf.h"
#include "report/check.h"

struct checked_revision {
    char *programme; /* code */
    int64_t number;
    struct jalon_programme *document; /* NULL: it cannot be read */
};

struct checker {
    struct jalon_db *db;
    struct jalon_hasher *hasher;
    struct jalon_check *check;
    struct checked_revision *revisions;
    size_t n_revisions;
};

/* One subject: its entries, and its row, which holds the head of the chain (NULL: there is none).
 */
struct checked_subject {
    const char *id;
    const json_t *entries, *row;
    const char *code, *programme; /* as its first entry says; else the columns, else the id */
    json_t **leaves;              /* parsed, in the order of `entries`; NULL: unreadable */
};

void jalon_check_problem(struct checker *checker, enum jalon_check_kind kind, const char *where,
                         const char *thing, const char *field, const char *wanted,
                         const char *found);
/* "ti-2801#7", owned by the check. */
const char *jalon_check_where(struct checker *checker, const char *code, int64_t seq);

/* Reads the leaves and checks every entry, every link and the head. */
void jalon_check_chain(struct checker *checker, struct checked_subject *subject);
void jalon_checked_subject_done(struct checked_subject *subject);

/* Keeps the documents that are not kept yet, for the replay of the programme's contracts. */
void jalon_check_keep_revisions(struct checker *checker, const char *programme,
                                const json_t *revisions);

/* A programme's revisions against its journal, its row against the last one; keeps them too. */
void jalon_check_programme(struct checker *checker, const struct checked_subject *subject,
                           const json_t *revisions);

/* The erasures that the tables tell of against those of the programme's entries. */
void jalon_check_erasures(struct checker *checker, const struct checked_subject *subject,
                          const json_t *rows);

/* The files that entries name: kept, or erased, one of the two. */
void jalon_check_files(struct checker *checker, const json_t *rows);

/* The definition rows of a programme against the kept documents. */
void jalon_check_definitions(struct checker *checker, const struct checked_subject *subject,
                             const json_t *rows);
