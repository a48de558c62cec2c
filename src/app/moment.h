/* The moment of the journal at which a run reads the books, as people write it. */
#pragma once

#include "app/app.h"

/*
 * Settles app->known by app->known_at: "2019-05-06", the end of that day; "1104", after so many
 * entries; "ti-2801#7", after that entry; "checkpoint:1105", after the last entry of so many leaves
 * of the sealed journal, of which there is a checkpoint; "@FILE", the same by the checkpoint in
 * FILE, whose root must be that of the journal. Puts the revision in force then in the place of the
 * one in force now. REFUSED when unreadable, NOT_FOUND when the journal has no such place, JOURNAL
 * when it does not hold the checkpoint of a file.
 */
JALON_MUST_CHECK int jalon_app_settle_moment(struct jalon_app *app, struct jalon_err *err);
