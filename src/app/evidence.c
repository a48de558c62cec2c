/* Files on their way into the database. */
#include "app/evidence.h"

#include <magic.h>
#include <stdlib.h>
#include <string.h>

#include "app/app_messages.h"
#include "base/file.h"
#include "base/mem.h"
#include "domain/media.h"
#include "journal/leaf.h"

void jalon_file_done(struct jalon_file *file)
{
    jalon_str_done(&file->content);
    free(file->media_type);
    *file = (struct jalon_file){0};
}

static void close_magic(magic_t *magic)
{
    if (*magic != NULL) {
        magic_close(*magic);
    }
}

/* What the content is, whatever the name says. */
static int find_type(struct jalon_file *file, struct jalon_err *err)
{
    JALON_AUTO(close_magic) magic_t magic = magic_open(MAGIC_MIME_TYPE);
    if (magic == NULL || magic_load(magic, NULL) != 0) {
        return jalon_fail(err, &jalon_msg_magic_failed);
    }
    const char *type = magic_buffer(magic, file->content.text, file->content.length);
    if (type == NULL) {
        return jalon_fail(err, &jalon_msg_magic_failed);
    }
    file->media_type = jalon_strdup(type);
    return 0;
}

static int find_sha256(struct jalon_file *file, struct jalon_err *err)
{
    JALON_AUTO(jalon_hasher_freep) struct jalon_hasher *hasher = NULL;
    if (jalon_hasher_new(&hasher, err) < 0) {
        return -1;
    }
    const struct jalon_hash hash =
        jalon_hasher_sha256(hasher, file->content.text, file->content.length);
    memcpy(file->sha256, jalon_hash_hex(&hash).text, sizeof file->sha256);
    return 0;
}

int jalon_app_file(const char *path, const struct jalon_file_rules *rules,
                   struct jalon_file *ret_file, struct jalon_err *err)
{
    const char *slash = strrchr(path, '/');
    ret_file->name = slash != NULL ? slash + 1 : path;
    if (jalon_file_take(path, rules->most_bytes, &ret_file->content, err) < 0 ||
        find_type(ret_file, err) < 0 || find_sha256(ret_file, err) < 0) {
        return -1;
    }
    if (!jalon_media_is_allowed(rules->types, ret_file->media_type)) {
        return jalon_fail(err, &jalon_msg_file_type, path, ret_file->media_type, rules->types);
    }
    return 0;
}

bool jalon_is_sha256(const char *text)
{
    struct jalon_hash hash;
    return jalon_hash_parse(text, &hash);
}
