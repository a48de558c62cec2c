/* Documents: adding one, getting its file back, verifying all. */
#include "app/document.h"

#include <stdio.h>
#include <string.h>

#include "app/app_messages.h"
#include "journal/leaf.h"

int jalon_app_document_add(struct jalon_app *app, const struct jalon_write *write,
                           const struct jalon_document *document, const struct jalon_file *file,
                           struct jalon_receipt **ret_receipt, struct jalon_err *err)
{
    if (jalon_app_programme(app, err) < 0) {
        return -1;
    }
    struct jalon_write full = *write;
    full.programme = app->programme->code;
    return jalon_store_document_add(app->db, &full, document, &file->content, ret_receipt, err);
}

int jalon_app_document_find(struct jalon_app *app, const char *name,
                            struct jalon_document_matches *ret_matches, struct jalon_err *err)
{
    if (jalon_app_programme(app, err) < 0 ||
        jalon_store_document_find(app->db, app->programme->code, name, ret_matches, err) < 0) {
        return -1;
    }
    return ret_matches->n > 0 ? 0 : jalon_fail(err, &jalon_msg_unknown_document, name);
}

int jalon_app_document_content(struct jalon_app *app, const char *sha256, struct jalon_str *content,
                               struct jalon_err *err)
{
    JALON_AUTO(jalon_hasher_freep) struct jalon_hasher *hasher = NULL;
    size_t start = content->length;
    if (jalon_hasher_new(&hasher, err) < 0 ||
        jalon_store_file_content(app->db, sha256, content, err) < 0) {
        return -1;
    }
    const struct jalon_hash hash =
        jalon_hasher_sha256(hasher, jalon_str_text(content) + start, content->length - start);
    return strcmp(jalon_hash_hex(&hash).text, sha256) == 0
               ? 0
               : jalon_fail(err, &jalon_msg_document_altered, sha256);
}

void jalon_document_verification_done(struct jalon_document_verification *verification)
{
    jalon_check_free(verification->check);
    *verification = (struct jalon_document_verification){0};
}

/* What the verification finds about one entry. */
static void add_problem(struct jalon_check *check, const struct jalon_document_entry *entry,
                        struct jalon_check_problem problem)
{
    problem.where = jalon_arena_printf(check->arena, "%s#%lld", entry->code, (long long)entry->seq);
    jalon_check_add(check, &problem);
}

static void verify_size(struct jalon_check *check, const struct jalon_document_entry *entry,
                        int64_t size)
{
    if (size != entry->size) {
        add_problem(check, entry,
                    (struct jalon_check_problem){
                        .kind = JALON_CHECK_FILE_SIZE,
                        .thing = entry->sha256,
                        .wanted = jalon_arena_printf(check->arena, "%lld", (long long)entry->size),
                        .found = jalon_arena_printf(check->arena, "%lld", (long long)size)});
    }
}

static int verify_file(struct jalon_app *app, const struct jalon_document_entry *entry,
                       struct jalon_check *check, struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str computed = {0};
    int64_t size = 0;
    if (jalon_store_file_computed(app->db, entry->sha256, &computed, &size, err) < 0) {
        return -1;
    }
    if (entry->erased != NULL) {
        if (computed.length > 0) {
            add_problem(check, entry,
                        (struct jalon_check_problem){.kind = JALON_CHECK_FILE_BACK,
                                                     .thing = entry->sha256,
                                                     .wanted = entry->erased});
        }
    } else if (computed.length == 0) {
        add_problem(
            check, entry,
            (struct jalon_check_problem){.kind = JALON_CHECK_FILE_MISSING, .thing = entry->sha256});
    } else if (strcmp(jalon_str_text(&computed), entry->sha256) != 0) {
        add_problem(check, entry,
                    (struct jalon_check_problem){.kind = JALON_CHECK_FILE_ALTERED,
                                                 .thing = entry->sha256,
                                                 .found = jalon_str_text(&computed)});
    } else {
        verify_size(check, entry, size);
    }
    return 0;
}

/* Did one of the entries before I name the same file? */
static bool is_seen(const struct jalon_document_entries *entries, size_t i)
{
    for (size_t k = 0; k < i; k++) {
        if (strcmp(entries->items[k].sha256, entries->items[i].sha256) == 0) {
            return true;
        }
    }
    return false;
}

int jalon_app_document_verify(struct jalon_app *app, const char *code,
                              struct jalon_document_verification *ret_found, struct jalon_err *err)
{
    JALON_AUTO(jalon_document_entries_done) struct jalon_document_entries entries = {0};
    if (jalon_app_programme(app, err) < 0 ||
        jalon_store_document_entries(app->db, app->programme->code, code, &entries, err) < 0) {
        return -1;
    }
    ret_found->check = jalon_check_new();
    ret_found->n_documents = entries.n;
    for (size_t i = 0; i < entries.n; i++) {
        const struct jalon_document_entry *entry = &entries.items[i];
        if (!entry->is_listed) {
            add_problem(ret_found->check, entry,
                        (struct jalon_check_problem){.kind = JALON_CHECK_ROW_MISSING,
                                                     .thing = entry->sha256});
        }
        if (is_seen(&entries, i)) {
            continue;
        }
        ret_found->n_files += entry->erased == NULL;
        ret_found->n_erased += entry->erased != NULL;
        if (verify_file(app, entry, ret_found->check, err) < 0) {
            return -1;
        }
    }
    return 0;
}
