/* The programme in use as a data package: a folder that other programs and `jalon init` read. */
#pragma once

#include "app/export.h"

struct jalon_package_request {
    const char *folder;  /* is made; may be there, empty */
    const char *licence; /* one of JALON_LICENCES; NULL: none is stated */
    bool personal;       /* names of people and what was written freely, too */
    /* Called after each object with its rows; NULL: not. */
    void (*talk)(void *context, const char *object, size_t n);
    void *context;
};

/*
 * Writes programme.yaml, every object as CSV for programs and datapackage.json, all of one state of
 * the database. The folder appears whole or not at all: REFUSED when it holds something already or
 * cannot be made, INTERNAL when a byte was lost. *ret_n_behind: how many entries that hold are in
 * none of its files.
 */
JALON_MUST_CHECK int jalon_app_package(struct jalon_app *app,
                                       const struct jalon_package_request *request,
                                       size_t *ret_n_behind, struct jalon_err *err);
