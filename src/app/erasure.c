/* Erasing, with fields and entries as people name them. */
#include "app/erasure.h"

#include <string.h>

#include "app/app_messages.h"
#include "app/contract.h"
#include "app/correction.h"

/* What can be erased: as the options of the commands that record it are called, and as leaves call
 * it; both names are taken. */
static const struct {
    const char *option, *member;
} fields[] = {{"actor", "actor"},
              {"address", "address"},
              {"by", "signer"},
              {"capacity", "capacity"},
              {"decided-by", "decided_by"},
              {"delegation", "delegation"},
              {"file", "file"},
              {"ground", "ground"},
              {"no-evidence", "no_evidence"},
              {"note", "note"},
              {"place", "place"},
              {"reason", "reason"},
              {"source", "source"},
              {"title", "title"}};

static const char *member_of(const char *name)
{
    for (size_t i = 0; i < JALON_COUNT(fields); i++) {
        if (strcmp(fields[i].option, name) == 0 || strcmp(fields[i].member, name) == 0) {
            return fields[i].member;
        }
    }
    return NULL;
}

static int fail_field(const char *name, struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str known = {0};
    for (size_t i = 0; i < JALON_COUNT(fields); i++) {
        jalon_str_addf(&known, "%s%s", i > 0 ? ", " : "", fields[i].option);
    }
    return jalon_fail(err, &jalon_msg_unknown_field, name, jalon_str_text(&known));
}

/* REQUEST with its fields by the names that leaves have, and its entries spelled in one way. */
static int settle(const struct jalon_erasure_request *request, struct jalon_arena *arena,
                  struct jalon_erasure_request *ret_request, struct jalon_err *err)
{
    const char **members = jalon_arena_array(arena, request->n_fields + 1, sizeof *members);
    const char **entries = jalon_arena_array(arena, request->n_entries + 1, sizeof *entries);
    for (size_t i = 0; i < request->n_fields; i++) {
        members[i] = member_of(request->fields[i]);
        if (members[i] == NULL) {
            return fail_field(request->fields[i], err);
        }
        if (request->person != NULL && strcmp(members[i], "file") == 0) {
            return jalon_fail(err, &jalon_msg_file_of_person);
        }
    }
    for (size_t i = 0; i < request->n_entries; i++) {
        struct jalon_entry_reference one;
        if (jalon_entry_reference_read(request->entries[i], arena, &one, err) < 0) {
            return -1;
        }
        entries[i] = jalon_arena_printf(arena, "%s#%lld", one.code, (long long)one.seq);
    }
    *ret_request = *request;
    ret_request->fields = members;
    ret_request->entries = entries;
    return 0;
}

int jalon_app_erase(struct jalon_app *app, const struct jalon_write *write,
                    const struct jalon_erasure_request *request, bool dry_run,
                    struct jalon_erasure *ret_erasure, struct jalon_err *err)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    JALON_AUTO(jalon_erasure_done) struct jalon_erasure done = {0};
    struct jalon_erasure_request settled;
    struct jalon_write full;
    if (settle(request, arena, &settled, err) < 0 ||
        jalon_app_in_programme(app, write, &full, err) < 0 ||
        jalon_store_erase(app->db, &full, &settled, &done, err) < 0) {
        return -1;
    }
    if (!dry_run) {
        *ret_erasure = done;
        done = (struct jalon_erasure){0};
        return 0;
    }
    if (jalon_store_erasable(app->db, full.programme, &settled, ret_erasure, err) < 0) {
        return -1;
    }
    ret_erasure->receipt = done.receipt;
    done.receipt = NULL;
    return 0;
}
