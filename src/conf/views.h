/*
 * Saved views: the options of `list` that a person keeps under a name, in a file of that person's
 * own. What an option means is the tool's business; here it is a name and its value.
 */
#pragma once

#include "base/json.h"
#include "conf/fault.h"

struct jalon_views; /* the views of one file */

/*
 * The name that TEXT means: lower case without accents, a hyphen between its words. REFUSED when
 * it holds anything else than letters, digits, blanks, hyphens, apostrophes and underscores, or
 * more than JALON_LIMIT_CODE characters.
 */
JALON_MUST_CHECK int jalon_view_name(const char *text, struct jalon_str *ret_name,
                                     struct jalon_err *err);

/* No views when there is no such file; NULL after adding at least one fault. */
struct jalon_views *jalon_views_read(const char *path, struct jalon_faults *faults);
void jalon_views_free(struct jalon_views *views); /* accepts NULL */
void jalon_views_freep(struct jalon_views **views);

/* The names in alphabetical order; they live as long as VIEWS stay unchanged. */
size_t jalon_views_names(const struct jalon_views *views, const char *const **ret_names);

/* {"state": ["pilot"], "stalled": 30, "left": true}, borrowed; NULL: no such view. */
json_t *jalon_views_options(const struct jalon_views *views, const char *name);

/* Where an option of a view stands, as "views.yaml:3:5"; copied into ARENA. */
const char *jalon_views_place(const struct jalon_views *views, const char *name, const char *option,
                              struct jalon_arena *arena);

/* Takes the ownership of OPTIONS; NULL removes the view. */
void jalon_views_set(struct jalon_views *views, const char *name, json_t *options);

/* The file: what jalon_views_read() reads. */
void jalon_views_write(const struct jalon_views *views, struct jalon_str *out);
