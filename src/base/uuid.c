/* UUIDs by libuuid. */
#include "base/uuid.h"

#include <uuid/uuid.h>

/* dec382e7-2444-4149-87eb-bf7511caadc6: never changes, since ids made from names must come out the
 * same. */
static const unsigned char name_space[16] = {0xde, 0xc3, 0x82, 0xe7, 0x24, 0x44, 0x41, 0x49,
                                             0x87, 0xeb, 0xbf, 0x75, 0x11, 0xca, 0xad, 0xc6};

static struct jalon_uuid as_text(const uuid_t bytes)
{
    struct jalon_uuid uuid;
    uuid_unparse_lower(bytes, uuid.text);
    return uuid;
}

struct jalon_uuid jalon_uuid_random(void)
{
    uuid_t bytes;
    uuid_generate_random(bytes);
    return as_text(bytes);
}

bool jalon_uuid_parse(const char *text, struct jalon_uuid *ret_uuid)
{
    uuid_t bytes;
    if (uuid_parse(text, bytes) != 0) {
        return false;
    }
    *ret_uuid = as_text(bytes);
    return true;
}

struct jalon_uuid jalon_uuid_of_name(const char *name)
{
    uuid_t bytes;
    uuid_generate_sha1(bytes, name_space, name, strlen(name));
    return as_text(bytes);
}
