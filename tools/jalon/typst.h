/* Typst's compiler as an npm package, which need not be there. */
#pragma once

#include "base/err.h"
#include "base/str.h"

/*
 * Adds the PAGE of a report, HTML of report/html.h, as a tagged PDF that says it was made at
 * INSTANT
 * ("2019-05-06T08:12:00Z", or a day). The same page gives the same bytes. REFUSED when `node` is
 * not on the PATH, the compiler of the version of tools/typst/package.json is not in FOLDER, or it
 * fails or takes too long.
 */
JALON_MUST_CHECK int typst_pdf(const char *folder, const char *instant,
                               const struct jalon_str *page, struct jalon_str *ret_pdf,
                               struct jalon_err *err);
