/* Territories into the database. */
#pragma once

#include <jansson.h>

#include "domain/territory.h"
#include "store/write.h"

/* What the database takes; the caller owns it. */
json_t *jalon_store_territory_object(const struct jalon_territory *territory);
json_t *jalon_store_member_object(const struct jalon_territory_member *member);
json_t *jalon_store_alias_object(const struct jalon_territory_alias *alias);

/* The codes of the programme's territories, those that left included, in ARENA. */
JALON_MUST_CHECK int jalon_store_territory_codes(struct jalon_db *db, const char *programme,
                                                 struct jalon_arena *arena,
                                                 const char *const **ret_codes, size_t *ret_n,
                                                 struct jalon_err *err);

JALON_MUST_CHECK int jalon_store_territory_add(struct jalon_db *db, const struct jalon_write *write,
                                               const struct jalon_territory *territory,
                                               struct jalon_receipt **ret_receipt,
                                               struct jalon_err *err);

enum jalon_territory_change_kind {
    JALON_TERRITORY_RENAME,
    JALON_TERRITORY_ALIAS,
    JALON_TERRITORY_MEMBER_ADD,
    JALON_TERRITORY_MEMBER_REMOVE,
    JALON_TERRITORY_LEAVE,
    JALON_TERRITORY_ABSORB
};

/* One change of one territory; its kind says which of the last members it uses. */
struct jalon_territory_change {
    enum jalon_territory_change_kind kind;
    const char *code;
    const char *expect; /* the name that it bears, or the state that it leaves in; NULL: any */
    const char *name;
    struct jalon_territory_alias alias;
    struct jalon_territory_member member; /* of a removal, its SIREN */
    const char *const *into;              /* codes of the successors */
    size_t n_into;
    const char *const *predecessors; /* codes of those that it takes in */
    size_t n_predecessors;
};

JALON_MUST_CHECK int jalon_store_territory_change(struct jalon_db *db,
                                                  const struct jalon_write *write,
                                                  const struct jalon_territory_change *change,
                                                  struct jalon_receipt **ret_receipt,
                                                  struct jalon_err *err);

struct jalon_successor {
    const char *code;
    const char *name;  /* NULL: a territory that is there */
    const char *state; /* in which a new one enters; NULL: the initial one */
    /* None: those of the territories that it succeeds. */
    const char *const *regions;
    size_t n_regions;
    const char *const *departements;
    size_t n_departements;
    const char *const *sirens; /* of the members that it takes over */
    size_t n_sirens;
};

struct jalon_succession {
    const char *const *codes; /* of the territories that leave */
    size_t n_codes;
    const struct jalon_successor *successors;
    size_t n_successors;
    const char *expect; /* the state in which they leave; NULL: any */
};

JALON_MUST_CHECK int jalon_store_territory_succeed(struct jalon_db *db,
                                                   const struct jalon_write *write,
                                                   const struct jalon_succession *succession,
                                                   struct jalon_receipt **ret_receipt,
                                                   struct jalon_err *err);
