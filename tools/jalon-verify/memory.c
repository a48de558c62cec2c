/* Allocates or ends the program. */
#include "jalon-verify/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
