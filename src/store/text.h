/* Texts as the database keeps them. */
#pragma once

#include "base/str.h"
#include "pg/db.h"

/* Makes TEXT, valid UTF-8, NFC: macOS writes é as e and an accent. */
JALON_MUST_CHECK int jalon_store_text_compose(struct jalon_db *db, struct jalon_str *text,
                                              struct jalon_err *err);
