/* A territory as it enters a programme: what `territory add` and the register hand to the database.
 */
#pragma once

#include <stddef.h>

struct jalon_territory_member {
    const char *siren, *name;
    const char *kind;  /* EPCI, EPT, COMMUNE */
    const char *insee; /* of a commune; NULL: none */
    const char *departement, *region;
};

struct jalon_territory_alias {
    const char *kind; /* name, external_code */
    const char *value;
    const char *issuer; /* NULL: none */
    int as_of_year;     /* 0: none */
};

struct jalon_territory {
    const char *code, *name;
    const char *const *regions; /* INSEE codes, the principal one first */
    size_t n_regions;
    const char *const *departements;
    size_t n_departements;
    const struct jalon_territory_member *members;
    size_t n_members;
    const struct jalon_territory_alias *aliases;
    size_t n_aliases;
    const char *const *predecessors; /* codes of the territories that it succeeds */
    size_t n_predecessors;
    const char *state; /* in which it enters; NULL: the initial one */
};
