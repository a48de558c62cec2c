/* The types of file that may be kept, by the short names that people give them. */
#pragma once

#include <stdbool.h>

#include "base/str.h"

/* "pdf" for "application/pdf"; TYPE itself when it has no short name. */
const char *jalon_media_name(const char *type);
/* Does LIST, names or whole types separated by blanks, hold TYPE? */
bool jalon_media_is_allowed(const char *list, const char *type);
/* Adds the first word of LIST that is neither a known name nor a whole type; false: there is none.
 */
bool jalon_media_find_unknown(const char *list, struct jalon_str *ret_word);
/* Adds the known names, separated by commas. */
void jalon_media_add_names(struct jalon_str *out);
