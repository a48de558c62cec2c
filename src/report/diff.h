/* Differences between two revisions of a programme as sentences and as JSON. */
#pragma once

#include <jansson.h>

#include "base/lang.h"
#include "base/str.h"
#include "domain/programme_diff.h"

/* "état « pilot » : libellé français, « pilote » → « site pilote »". */
void jalon_difference_say(struct jalon_str *out, enum jalon_lang lang,
                          const struct jalon_difference *difference);

/* An array of {"part", "code", "kind", "field", "from", "to"}. */
json_t *jalon_diff_json(const struct jalon_programme_diff *diff);
