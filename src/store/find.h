/* Territories and places by what people call them. */
#pragma once

#include "base/arena.h"
#include "base/date.h"
#include "store/books.h"

/* The text by which something was found. */
struct jalon_match {
    const char *kind;  /* "code", "name", "alias", "external_code", "member", "siren" */
    const char *value; /* as it is written; of a SIREN, the member's name */
    const char *other; /* of a code: who issued it; of a member: its SIREN; NULL: nothing */
    struct jalon_date from, to; /* when it is called so; NONE: always, still */
};

struct jalon_found_item {
    const char *code, *name; /* the name of today */
    struct jalon_match match;
};

struct jalon_found {
    struct jalon_found_item *items; /* by code */
    size_t n, n_all;                /* n_all: those beyond the limit too */
    struct jalon_arena *arena;      /* owns all of the above */
};
struct jalon_found *jalon_found_new(size_t n);    /* N items without content */
void jalon_found_free(struct jalon_found *found); /* accepts NULL */
void jalon_found_freep(struct jalon_found **found);

/* How well a text must say which territory it means. */
enum jalon_find_how {
    JALON_FIND_WHOLE = 2, /* a code, or a whole name, alias or code of others */
    JALON_FIND_ANY = 5,   /* also a SIREN, a member, or what words of one of them begin with */
};

/* The territories in BOOKS that TEXT means best, at most LIMIT; none is an empty set. */
JALON_MUST_CHECK int jalon_store_find(struct jalon_db *db, struct jalon_books books,
                                      const char *text, enum jalon_find_how how, size_t limit,
                                      struct jalon_found **ret_found, struct jalon_err *err);

/* Everything that territories can be called by, as it is looked for. */
struct jalon_spelling {
    const char *code, *name, *folded;
};

struct jalon_spellings {
    const char *asked; /* a text as it is looked for; "" when there is nothing to look for */
    struct jalon_spelling *items; /* by code */
    size_t n;
    struct jalon_arena *arena; /* owns all of the above */
};
void jalon_spellings_done(struct jalon_spellings *spellings); /* for JALON_AUTO */

JALON_MUST_CHECK int jalon_store_spellings(struct jalon_db *db, struct jalon_books books,
                                           const char *text, struct jalon_spellings *ret_spellings,
                                           struct jalon_err *err);

/* The Régions ("region") or départements ("departement") that TEXT names, in `code` and `name`. */
JALON_MUST_CHECK int jalon_store_find_place(struct jalon_db *db, const char *programme,
                                            const char *kind, const char *text,
                                            struct jalon_found **ret_found, struct jalon_err *err);
