/* Writes a bundle into a folder that is published when it is whole. */
#include "app/bundle.h"

#include <string.h>

#include "app/app_messages.h"
#include "base/folder.h"
#include "base/json.h"
#include "base/mem.h"
#include "store/seal.h"

extern const char *const jalon_bundle_readme; /* bundle_readme.txt */

static int write_file(struct jalon_folder *folder, const char *name, const char *text,
                      struct jalon_err *err)
{
    if (jalon_folder_open(folder, name, err) < 0) {
        return -1;
    }
    (void)jalon_folder_write(folder, text, strlen(text));
    return jalon_folder_close(folder, err);
}

static bool write_leaf(void *context, const char *leaf, const char *hash)
{
    (void)hash; /* the reader computes it anew */
    struct jalon_folder *folder = context;
    return jalon_folder_write(folder, leaf, strlen(leaf)) && jalon_folder_write(folder, "\n", 1);
}

static int write_leaves(struct jalon_db *db, struct jalon_folder *folder, uint64_t size,
                        struct jalon_err *err)
{
    const struct jalon_leaf_reader reader = {write_leaf, folder};
    if (jalon_folder_open(folder, "leaves.jsonl", err) < 0 ||
        jalon_store_leaves(db, 0, size, &reader, err) < 0) {
        return -1;
    }
    return jalon_folder_close(folder, err);
}

/* Disclosures on their way to a file. */
struct disclosing {
    struct jalon_folder *folder;
    size_t n;
};

static bool write_disclosure(void *context, uint64_t index, const char *disclosure)
{
    struct disclosing *disclosing = context;
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    /* base64url needs no escape */
    jalon_str_addf(&line, "{\"disclosure\":\"%s\",\"leaf\":%llu}\n", disclosure,
                   (unsigned long long)index);
    disclosing->n++;
    return jalon_folder_write(disclosing->folder, line.text, line.length);
}

static int write_disclosures(struct jalon_db *db, struct jalon_folder *folder, uint64_t size,
                             size_t *ret_n, struct jalon_err *err)
{
    struct disclosing disclosing = {.folder = folder};
    const struct jalon_disclosure_reader reader = {write_disclosure, &disclosing};
    if (jalon_folder_open(folder, "disclosures.jsonl", err) < 0 ||
        jalon_store_disclosures(db, size, &reader, err) < 0) {
        return -1;
    }
    *ret_n = disclosing.n;
    return jalon_folder_close(folder, err);
}

/* The checkpoint of that size, or the last one; NULL when there is none. */
static const struct jalon_kept_checkpoint *checkpoint_of(const struct jalon_kept_checkpoints *list,
                                                         uint64_t size)
{
    for (size_t i = list->n; i > 0; i--) {
        if (size == 0 || list->items[i - 1].size == size) {
            return &list->items[i - 1];
        }
    }
    return NULL;
}

static int write_checkpoints(struct jalon_folder *folder, const struct jalon_kept_checkpoints *list,
                             const struct jalon_kept_checkpoint *last, size_t *ret_n,
                             struct jalon_err *err)
{
    if (write_file(folder, "checkpoint", last->note, err) < 0 ||
        jalon_folder_sub(folder, "checkpoints", err) < 0) {
        return -1;
    }
    for (const struct jalon_kept_checkpoint *one = list->items; one < last; one++) {
        JALON_AUTO(jalon_str_done) struct jalon_str name = {0};
        jalon_str_addf(&name, "checkpoints/%llu", (unsigned long long)one->size);
        if (write_file(folder, jalon_str_text(&name), one->note, err) < 0) {
            return -1;
        }
    }
    *ret_n = (size_t)(last - list->items) + 1;
    return 0;
}

int jalon_app_bundle(struct jalon_app *app, const struct jalon_bundle_request *request,
                     struct jalon_bundle_report *ret_report, struct jalon_err *err)
{
    JALON_AUTO(jalon_kept_checkpoints_done) struct jalon_kept_checkpoints list = {0};
    JALON_AUTO(jalon_folder_freep) struct jalon_folder *folder = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str wanted = {0};
    if (jalon_store_checkpoints(app->db, &list, err) < 0) {
        return -1;
    }
    const struct jalon_kept_checkpoint *last = checkpoint_of(&list, request->size);
    jalon_str_addf(&wanted, "%llu", (unsigned long long)request->size);
    if (last == NULL) {
        return list.n == 0
                   ? jalon_fail(err, &jalon_msg_nothing_sealed)
                   : jalon_fail(err, &jalon_msg_no_such_checkpoint, jalon_str_text(&wanted));
    }
    *ret_report = (struct jalon_bundle_report){.size = last->size};
    if (jalon_folder_new(request->folder, &folder, err) < 0 ||
        write_file(folder, "README.txt", jalon_bundle_readme, err) < 0 ||
        write_checkpoints(folder, &list, last, &ret_report->n_checkpoints, err) < 0 ||
        write_leaves(app->db, folder, last->size, err) < 0 ||
        (request->personal &&
         write_disclosures(app->db, folder, last->size, &ret_report->n_disclosures, err) < 0)) {
        return -1;
    }
    return jalon_folder_publish(folder, err);
}
