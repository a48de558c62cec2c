/* Memory that is there: when it is exhausted, the program ends as one that could not check. */
#pragma once

#include <stddef.h>

#define EXIT_CONFORMS 0
#define EXIT_ALTERED  1 /* evidence of alteration */
#define EXIT_UNABLE   2 /* wrong usage, or a file that cannot be read */

void *memory_new(size_t n, size_t size); /* zeroed */
/* The same, for what is looked up all over: in large pages, of which the processor finds the
 * address at once. */
void *memory_table(size_t n, size_t size);
void *memory_grow(void *array, size_t n, size_t size); /* as realloc() */

/* Begins to fetch what is needed soon from a table larger than the caches. The one place of the
 * checker where an extension of the compilers is spelled. */
#define memory_fetch(address) __builtin_prefetch(address)

char *memory_text(const char *start, const char *middle, const char *end); /* joined */
