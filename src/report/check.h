/* What `check` and `audit verify` found, as data; its text for people and its JSON. */
#pragma once

#include <jansson.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/lang.h"
#include "base/str.h"

/* The worst area decides the exit status. */
enum jalon_check_area {
    JALON_CHECK_OF_JOURNAL,    /* altered, incomplete or out of order */
    JALON_CHECK_OF_LIFECYCLE,  /* intact, but says what the programme forbids */
    JALON_CHECK_OF_PROJECTION, /* the tables say something else than the journal */
    JALON_CHECK_OF_PROTECTION, /* what should have kept the journal safe did not */
    JALON_CHECK_AREA_N
};

/* R(NAME, AREA, "code", "fr", "en"): {1} thing, {2} field, {3} wanted, {4} found. */
enum jalon_check_kind {
#define R(name, area, code, fr, en) JALON_CHECK_##name,
#include "report/check_kinds.def"
#undef R
    JALON_CHECK_KIND_N
};

enum jalon_check_area jalon_check_area(enum jalon_check_kind kind);

struct jalon_check_problem {
    enum jalon_check_kind kind;
    const char *where; /* "ti-2801#7", "ti-2801", a subject's UUID; "@17", a leaf; a file, a fact */
    const char *thing, *field, *wanted, *found; /* NULL: nothing, or null */
};

struct jalon_check {
    size_t n_entries, n_chains, n_contracts;
    size_t n_leaves, n_seals, n_checkpoints, n_facts; /* of `audit verify` */
    struct jalon_check_problem *problems;             /* in the order found */
    size_t n_problems;
    struct jalon_arena *arena; /* owns all of the above */
};

struct jalon_check *jalon_check_new(void);
void jalon_check_free(struct jalon_check *check); /* accepts NULL */
void jalon_check_freep(struct jalon_check **check);

/* Copies the problem in. */
void jalon_check_add(struct jalon_check *check, const struct jalon_check_problem *problem);

/* NONE, CHECK when only tables or lifecycle are at fault, JOURNAL when the journal is. */
enum jalon_err_kind jalon_check_result(const struct jalon_check *check);

/* Raw, as all report text. */
void jalon_check_text(struct jalon_str *out, enum jalon_lang lang, const struct jalon_check *check);
json_t *jalon_check_json(const struct jalon_check *check); /* jalon.check/1 */
/* The same of `audit verify`, which counts more. */
void jalon_check_sealed_text(struct jalon_str *out, enum jalon_lang lang,
                             const struct jalon_check *check);
json_t *jalon_check_sealed_json(const struct jalon_check *check); /* jalon.verify/1 */
/* The problems alone: a line each; an array of objects. */
void jalon_check_problems_text(struct jalon_str *out, enum jalon_lang lang,
                               const struct jalon_check *check);
json_t *jalon_check_problems_json(const struct jalon_check *check);
