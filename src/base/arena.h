/* Memory of one lifetime: a result and all its strings are freed at once. */
#pragma once

#include <stddef.h>

#include "base/attr.h"

struct jalon_arena;

struct jalon_arena *jalon_arena_new(void);
void jalon_arena_free(struct jalon_arena *arena); /* accepts NULL */
void jalon_arena_freep(struct jalon_arena **arena);

void *jalon_arena_alloc(struct jalon_arena *arena, size_t size); /* zeroed, aligned for anything */
void *jalon_arena_array(struct jalon_arena *arena, size_t count, size_t size);
char *jalon_arena_strdup(struct jalon_arena *arena, const char *text); /* NULL stays NULL */
char *jalon_arena_strndup(struct jalon_arena *arena, const char *text, size_t length);
char *jalon_arena_printf(struct jalon_arena *arena, const char *format, ...) JALON_PRINTF(2, 3);
