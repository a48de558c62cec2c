/*
 * Allocation that never fails: exhaustion aborts the process. A short-lived client of a
 * transactional server loses nothing by it (the transaction rolls back).
 */
#pragma once

#include "base/attr.h"

/* Says why on stderr and aborts: for what no caller could handle. */
JALON_NORETURN void jalon_stop(const char *why);

void *jalon_alloc(size_t size); /* zeroed; free() it */
void *jalon_realloc(void *memory, size_t size);
void *jalon_realloc_array(void *memory, size_t count, size_t size); /* aborts on overflow too */
char *jalon_strdup(const char *text);
char *jalon_strndup(const char *text, size_t length);

/* For JALON_AUTO: frees *address, which may hold NULL. */
void jalon_freep(void *address);
