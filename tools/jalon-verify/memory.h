/* Memory that is there: when it is exhausted, the program ends as one that could not check. */
#pragma once

#include <stddef.h>

#define EXIT_CONFORMS 0
#define EXIT_ALTERED  1 /* evidence of alteration */
#define EXIT_UNABLE   2 /* wrong usage, or a file that cannot be read */

void *memory_new(size_t n, size_t size);                                   /* zeroed */
void *memory_grow(void *array, size_t n, size_t size);                     /* as realloc() */
char *memory_text(const char *start, const char *middle, const char *end); /* joined */
