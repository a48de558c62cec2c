/* Memory of one lifetime, in blocks that grow with the use made of it. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>

#include "base/mem.h"

enum { BLOCK_SIZE = 8192 };

struct block {
    struct block *next;
    size_t used, size;
    max_align_t bytes[];
};

struct jalon_arena {
    struct block *blocks; /* the newest first */
};

static size_t aligned(size_t size)
{
    size_t step = _Alignof(max_align_t);
    return (size + step - 1) / step * step;
}

static struct block *add_block(struct jalon_arena *arena, size_t size)
{
    struct block *block = jalon_alloc(sizeof *block + size);
    block->size = size;
    block->next = arena->blocks;
    arena->blocks = block;
    return block;
}

struct jalon_arena *jalon_arena_new(void)
{
    return jalon_alloc(sizeof(struct jalon_arena));
}

void jalon_arena_free(struct jalon_arena *arena)
{
    if (arena == NULL) {
        return;
    }
    for (struct block *block = arena->blocks; block != NULL;) {
        struct block *next = block->next;
        free(block);
        block = next;
    }
    free(arena);
}

void jalon_arena_freep(struct jalon_arena **arena)
{
    jalon_arena_free(*arena);
    *arena = NULL;
}

void *jalon_arena_alloc(struct jalon_arena *arena, size_t size)
{
    size_t needed = aligned(size > 0 ? size : 1);
    struct block *block = arena->blocks;
    if (block == NULL || block->size - block->used < needed) {
        block = add_block(arena, needed > BLOCK_SIZE ? needed : BLOCK_SIZE);
    }
    void *memory = (char *)block->bytes + block->used;
    block->used += needed;
    return memory;
}

void *jalon_arena_array(struct jalon_arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / 2 / size) {
        jalon_stop("size overflow");
    }
    return jalon_arena_alloc(arena, count * size);
}

char *jalon_arena_strndup(struct jalon_arena *arena, const char *text, size_t length)
{
    char *copy = jalon_arena_alloc(arena, length + 1);
    memcpy(copy, text, length);
    return copy;
}

char *jalon_arena_strdup(struct jalon_arena *arena, const char *text)
{
    return text == NULL ? NULL : jalon_arena_strndup(arena, text, strlen(text));
}

char *jalon_arena_printf(struct jalon_arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = jalon_arena_alloc(arena, (size_t)length + 1);
    (void)vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}
