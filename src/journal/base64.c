/* Base64 by libcrypto, which reads more spellings than one: what it read is written again. */
#include "journal/base64.h"

#include <string.h>

#include <openssl/evp.h>

#include "base/mem.h"

void jalon_base64_add(struct jalon_str *out, const unsigned char *bytes, size_t length)
{
    unsigned char group[5];
    for (size_t i = 0; i < length; i += 3) {
        size_t n = length - i < 3 ? length - i : 3;
        (void)EVP_EncodeBlock(group, bytes + i, (int)n);
        jalon_str_add_bytes(out, (const char *)group, 4);
    }
}

enum jalon_base64 jalon_base64_read(const char *text, size_t length, unsigned char *bytes,
                                    size_t size, size_t *ret_length)
{
    if (length % 4 != 0 || length / 4 * 3 > size + 2) {
        return JALON_BASE64_NONE;
    }
    JALON_AUTO(jalon_freep) unsigned char *all = jalon_alloc(length / 4 * 3 + 1);
    int n = EVP_DecodeBlock(all, (const unsigned char *)text, (int)length);
    size_t padding = 0;
    while (padding < 2 && padding < length && text[length - 1 - padding] == '=') {
        padding++;
    }
    if (n < 0 || (size_t)n < padding || (size_t)n - padding > size) {
        return JALON_BASE64_NONE;
    }
    *ret_length = (size_t)n - padding;
    memcpy(bytes, all, *ret_length);
    JALON_AUTO(jalon_str_done) struct jalon_str again = {0};
    jalon_base64_add(&again, all, *ret_length);
    bool is_same = again.length == length && (length == 0 || memcmp(again.text, text, length) == 0);
    return is_same ? JALON_BASE64_READ : JALON_BASE64_OTHER;
}

bool jalon_base64_read_exactly(const char *text, size_t length, unsigned char *bytes, size_t size)
{
    size_t n = 0;
    return jalon_base64_read(text, length, bytes, size, &n) == JALON_BASE64_READ && n == size;
}
