/* "Did you mean": the name nearest to a misspelt one. */
#pragma once

#include <stddef.h>

/* The name nearest to WORD among N, or NULL when none is near enough to be a typing error. */
const char *jalon_nearest(const char *word, const char *const *names, size_t n);

/* Letters (bytes) to insert, remove, replace or swap with their neighbour to get from A to B. */
size_t jalon_text_distance(const char *a, const char *b);
