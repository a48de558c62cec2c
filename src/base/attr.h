/* The only place where compiler extensions are spelled, and the helpers that rest on them. */
#pragma once

#include <string.h>

#include "base/banned.h"

/* Runs FN on the variable's address when the variable goes out of scope. */
#define JALON_AUTO(fn)   __attribute__((cleanup(fn)))
#define JALON_MUST_CHECK __attribute__((warn_unused_result))
#define JALON_PRINTF(format_index, args_index) \
    __attribute__((format(printf, format_index, args_index)))
#define JALON_NORETURN    _Noreturn
#define JALON_UNUSED      __attribute__((unused))
#define JALON_CONSTRUCTOR __attribute__((constructor)) /* runs before main; tests only */

#define JALON_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Moves a pointer out of a scoped variable, which is left NULL: `*ret = JALON_TAKE(list);` */
#define JALON_TAKE(pointer) jalon_take(&(pointer))

static inline void *jalon_take(void *address)
{
    void *value = NULL;
    memcpy(&value, address, sizeof value);
    memset(address, 0, sizeof value);
    return value;
}
