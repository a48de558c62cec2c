/* PostgreSQL's text form of arrays, as a parameter. */
#pragma once

#include <stddef.h>

/* `{"a","b"}` with every element quoted; the caller frees it. */
char *jalon_store_array(const char *const *items, size_t n);
