/* Files of a bundle and their manifest. */
#include "app/bundle_priv.h"
#include "base/mem.h"

void jalon_bundle_done(struct jalon_bundle *bundle)
{
    jalon_folder_freep(&bundle->folder);
    jalon_hasher_freep(&bundle->hasher);
    jalon_str_done(&bundle->name);
    jalon_str_done(&bundle->manifest);
}

int jalon_bundle_open(struct jalon_bundle *bundle, const char *name, struct jalon_err *err)
{
    jalon_str_clear(&bundle->name);
    jalon_str_add(&bundle->name, name);
    jalon_hasher_start(bundle->hasher);
    return jalon_folder_open(bundle->folder, name, err);
}

bool jalon_bundle_write(struct jalon_bundle *bundle, const char *bytes, size_t length)
{
    jalon_hasher_add(bundle->hasher, bytes, length);
    return jalon_folder_write(bundle->folder, bytes, length);
}

int jalon_bundle_close(struct jalon_bundle *bundle, struct jalon_err *err)
{
    struct jalon_hash hash = jalon_hasher_end(bundle->hasher);
    jalon_str_addf(&bundle->manifest, "%s  %s\n", jalon_hash_hex(&hash).text,
                   jalon_str_text(&bundle->name));
    return jalon_folder_close(bundle->folder, err);
}

int jalon_bundle_file(struct jalon_bundle *bundle, const char *name,
                      const struct jalon_str *content, struct jalon_err *err)
{
    if (jalon_bundle_open(bundle, name, err) < 0) {
        return -1;
    }
    (void)jalon_bundle_write(bundle, jalon_str_text(content), content->length);
    return jalon_bundle_close(bundle, err);
}

int jalon_bundle_text(struct jalon_bundle *bundle, const char *name, const char *text,
                      struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str content = {0};
    jalon_str_add(&content, text);
    return jalon_bundle_file(bundle, name, &content, err);
}

int jalon_bundle_manifest(struct jalon_bundle *bundle, struct jalon_err *err)
{
    if (jalon_folder_open(bundle->folder, "manifest.sha256", err) < 0) {
        return -1;
    }
    (void)jalon_folder_write(bundle->folder, jalon_str_text(&bundle->manifest),
                             bundle->manifest.length);
    return jalon_folder_close(bundle->folder, err);
}
