/* UUIDs by libuuid, as the 36 characters that travel and are stored. */
#pragma once

#include <stdbool.h>

#include "base/attr.h"

struct jalon_uuid {
    char text[37];
};

struct jalon_uuid jalon_uuid_random(void);
bool jalon_uuid_parse(const char *text, struct jalon_uuid *ret_uuid); /* lower-cases */

/* The same name always gives the same UUID (version 5, RFC 9562, in Jalon's own name space). */
struct jalon_uuid jalon_uuid_of_name(const char *name);
