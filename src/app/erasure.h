/* Erasing what was told of a person: the texts go, the entries and every proof stay. */
#pragma once

#include "app/app.h"
#include "store/erasure.h"

/*
 * Erases; FIELDS of the request are named as people name them (by, note …) and ENTRIES as in
 * "ti-2801#7". With a dry run nothing goes, and the items say what would, with the texts.
 * NOT_FOUND: no text names the person; CONFLICT: the entries have none left; PERMISSION: only a
 * manager may.
 */
JALON_MUST_CHECK int jalon_app_erase(struct jalon_app *app, const struct jalon_write *write,
                                     const struct jalon_erasure_request *request, bool dry_run,
                                     struct jalon_erasure *ret_erasure, struct jalon_err *err);
