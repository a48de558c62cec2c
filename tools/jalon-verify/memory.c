/* Allocates or ends the program. */
#define _DEFAULT_SOURCE /* madvise */
#include "jalon-verify/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sys/mman.h>

static void *there(void *memory)
{
    if (!memory) {
        fputs("jalon-verify: out of memory\n", stderr);
        exit(EXIT_UNABLE);
    }
    return memory;
}

void *memory_new(size_t n, size_t size)
{
    return there(calloc(n > 0 ? n : 1, size));
}

void *memory_table(size_t n, size_t size)
{
    static const size_t page = (size_t)2 << 20;
    char *table = memory_new(n, size);
    size_t skip = (page - (uintptr_t)table % page) % page, bytes = n * size;
    if (bytes > skip) { /* without large pages it is slower and no less right */
        (void)madvise(table + skip, (bytes - skip) / page * page, MADV_HUGEPAGE);
    }
    return table;
}

void *memory_grow(void *array, size_t n, size_t size)
{
    return there(n > (size_t)-1 / size ? NULL : realloc(array, n * size));
}

char *memory_text(const char *start, const char *middle, const char *end)
{
    size_t a = strlen(start), b = strlen(middle), c = strlen(end);
    char *text = memory_new(a + b + c + 1, 1);
    memcpy(text, start, a);
    memcpy(text + a, middle, b);
    memcpy(text + a + b, end, c);
    return text;
}
