/* Writes a bundle into a folder that is published when it is whole. */
#include "app/bundle.h"

#include <string.h>

#include "app/app_messages.h"
#include "app/bundle_priv.h"
#include "base/mem.h"

extern const char *const jalon_bundle_readme; /* bundle_readme.txt */

static bool write_leaf(void *context, const struct jalon_kept_leaf *leaf)
{
    struct jalon_bundle *bundle = context; /* its reader computes the hash anew */
    return jalon_bundle_write(bundle, leaf->text, strlen(leaf->text)) &&
           jalon_bundle_write(bundle, "\n", 1);
}

static int write_leaves(struct jalon_bundle *bundle, uint64_t size, struct jalon_err *err)
{
    const struct jalon_leaf_reader reader = {write_leaf, bundle};
    if (jalon_bundle_open(bundle, "leaves.jsonl", err) < 0 ||
        jalon_store_leaves(bundle->db, 0, size, &reader, err) < 0) {
        return -1;
    }
    return jalon_bundle_close(bundle, err);
}

/* Disclosures on their way to a file. */
struct disclosing {
    struct jalon_bundle *bundle;
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
    return jalon_bundle_write(disclosing->bundle, line.text, line.length);
}

/* Those of the leaves before SIZE; of SUBJECT, or all when it is NULL. */
static int write_disclosures(struct jalon_bundle *bundle, uint64_t size, const char *subject,
                             size_t *ret_n, struct jalon_err *err)
{
    struct disclosing disclosing = {.bundle = bundle};
    const struct jalon_disclosure_reader reader = {write_disclosure, &disclosing};
    if (jalon_bundle_open(bundle, "disclosures.jsonl", err) < 0 ||
        jalon_store_disclosures(bundle->db, size, subject, &reader, err) < 0) {
        return -1;
    }
    *ret_n = disclosing.n;
    return jalon_bundle_close(bundle, err);
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

static int write_checkpoints(struct jalon_bundle *bundle, const struct jalon_kept_checkpoint *first,
                             const struct jalon_kept_checkpoint *last, size_t *ret_n,
                             struct jalon_err *err)
{
    if (jalon_bundle_text(bundle, "checkpoint", last->note, err) < 0) {
        return -1;
    }
    for (const struct jalon_kept_checkpoint *one = first; one < last; one++) {
        JALON_AUTO(jalon_str_done) struct jalon_str name = {0};
        jalon_str_addf(&name, "checkpoints/%llu", (unsigned long long)one->size);
        if (jalon_bundle_text(bundle, jalon_str_text(&name), one->note, err) < 0) {
            return -1;
        }
    }
    *ret_n = (size_t)(last - first) + 1;
    return 0;
}

/* The whole journal; notes the leaves that are to be proved. */
static int write_journal(struct jalon_bundle *bundle, uint64_t size,
                         struct jalon_sealed_leaves *ret_leaves, struct jalon_err *err)
{
    return jalon_bundle_text(bundle, "README.txt", jalon_bundle_readme, err) < 0 ||
                   write_leaves(bundle, size, err) < 0 ||
                   jalon_bundle_tiles(bundle, size, err) < 0 ||
                   jalon_store_last_leaves(bundle->db, size, JALON_BUNDLE_PROOFS, ret_leaves, err) <
                       0
               ? -1
               : 0;
}

/* What is asked for, to the checkpoint LAST. */
static int write_bundle(struct jalon_bundle *bundle, const struct jalon_bundle_subject *subject,
                        const struct jalon_kept_checkpoints *list,
                        const struct jalon_kept_checkpoint *last,
                        struct jalon_bundle_report *report, struct jalon_err *err)
{
    JALON_AUTO(jalon_sealed_leaves_done) struct jalon_sealed_leaves leaves = {0};
    const struct jalon_kept_checkpoint *first = list->items;
    if (subject->code != NULL && last - first > JALON_BUNDLE_PROOFS) {
        first =
            last - JALON_BUNDLE_PROOFS; /* without the leaves, one without a proof shows nothing */
    }
    int failed = subject->code != NULL
                     ? jalon_bundle_contract(bundle, subject, last->size, &leaves, err)
                     : write_journal(bundle, last->size, &leaves, err);
    if (failed < 0 || write_checkpoints(bundle, first, last, &report->n_checkpoints, err) < 0 ||
        jalon_bundle_proofs(bundle, list, last, &leaves, err) < 0) {
        return -1;
    }
    report->size = subject->code != NULL ? leaves.items[leaves.n - 1].index + 1 : last->size;
    report->n_entries = subject->code != NULL ? leaves.n - 1 : 0;
    return 0;
}

/* The subject asked for; its code stays NULL when it is the whole journal. */
static int find_subject(struct jalon_app *app, const char *code,
                        struct jalon_bundle_subject *ret_subject, struct jalon_err *err)
{
    *ret_subject = (struct jalon_bundle_subject){.code = code};
    return code == NULL || (jalon_app_programme(app, err) == 0 &&
                            jalon_store_subject_of(app->db, app->programme->code, code,
                                                   &ret_subject->id, err) == 0)
               ? 0
               : -1;
}

/* What is beside the leaves when it is asked for: their texts, pages, the state of the database.
 * SUBJECT is NULL for the whole journal. */
struct extras {
    const struct jalon_bundle_request *request;
    const char *note, *subject;
};

static int write_extras(struct jalon_app *app, struct jalon_bundle *bundle,
                        const struct extras *extras, struct jalon_bundle_report *report,
                        struct jalon_err *err)
{
    const struct jalon_bundle_request *request = extras->request;
    const struct jalon_bundle_pages pages = {extras->note, report->size, request->personal,
                                             request->lang, request->html};
    return (request->personal && write_disclosures(bundle, report->size, extras->subject,
                                                   &report->n_disclosures, err) < 0) ||
                   (request->html != NULL && jalon_bundle_html(app, bundle, &pages, err) < 0) ||
                   (request->live && jalon_bundle_live(app, bundle, err) < 0)
               ? -1
               : 0;
}

int jalon_app_bundle(struct jalon_app *app, const struct jalon_bundle_request *request,
                     struct jalon_bundle_report *ret_report, struct jalon_err *err)
{
    JALON_AUTO(jalon_kept_checkpoints_done) struct jalon_kept_checkpoints list = {0};
    JALON_AUTO(jalon_bundle_done) struct jalon_bundle bundle = {.db = app->db};
    JALON_AUTO(jalon_str_done) struct jalon_str wanted = {0};
    struct jalon_bundle_subject subject;
    *ret_report = (struct jalon_bundle_report){0};
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
    if (find_subject(app, request->contract, &subject, err) < 0 ||
        jalon_hasher_new(&bundle.hasher, err) < 0 ||
        jalon_folder_new(request->folder, &bundle.folder, err) < 0 ||
        write_bundle(&bundle, &subject, &list, last, ret_report, err) < 0 ||
        write_extras(app, &bundle,
                     &(struct extras){request, last->note, subject.code ? subject.id.text : NULL},
                     ret_report, err) < 0 ||
        jalon_bundle_manifest(&bundle, err) < 0) {
        return -1;
    }
    return jalon_folder_publish(bundle.folder, err);
}
