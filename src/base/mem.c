/* Allocation that aborts on exhaustion. */
#include "base/mem.h"

#include <stdint.h>

static void *checked(void *memory)
{
    if (memory == NULL) {
        jalon_stop("out of memory");
    }
    return memory;
}

void jalon_stop(const char *why)
{
    (void)fprintf(stderr, "jalon: %s\n", why);
    abort();
}

void *jalon_alloc(size_t size)
{
    return checked(calloc(1, size > 0 ? size : 1));
}

void *jalon_realloc(void *memory, size_t size)
{
    return checked(realloc(memory, size > 0 ? size : 1));
}

void *jalon_realloc_array(void *memory, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size) {
        jalon_stop("size overflow");
    }
    return jalon_realloc(memory, count * size);
}

char *jalon_strndup(const char *text, size_t length)
{
    char *copy = jalon_alloc(length + 1);
    memcpy(copy, text, length);
    return copy;
}

char *jalon_strdup(const char *text)
{
    return jalon_strndup(text, strlen(text));
}

void jalon_freep(void *address)
{
    free(jalon_take(address));
}
