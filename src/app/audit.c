/* Puts together what verifies the journal in its database. */
#include "app/audit.h"

#include <limits.h>

#include "app/audit_priv.h"
#include "app/check.h"
#include "base/mem.h"
#include "pg/verify.h"

static void audit_done(struct audit *audit)
{
    jalon_hasher_free(audit->hasher);
    jalon_check_free(audit->check);
}

void audit_problem(struct audit *audit, const struct jalon_check_problem *problem)
{
    jalon_check_add(audit->check, problem);
}

const char *audit_number(struct audit *audit, uint64_t number)
{
    return jalon_arena_printf(audit->check->arena, "%llu", (unsigned long long)number);
}

static const char *name_entry(struct audit *audit, const struct jalon_odd_entry *entry)
{
    return jalon_arena_printf(audit->check->arena, "%s#%lld", entry->code, (long long)entry->seq);
}

static bool take_disordered(void *context, const struct jalon_odd_entry *entry)
{
    struct audit *audit = context;
    audit_problem(
        audit, &(struct jalon_check_problem){.kind = JALON_CHECK_LEAF_ORDER,
                                             .where = name_entry(audit, entry),
                                             .wanted = audit_number(audit, (uint64_t)entry->before),
                                             .found = audit_number(audit, entry->index)});
    return true;
}

static bool take_unsealed(void *context, const struct jalon_odd_entry *entry)
{
    struct audit *audit = context;
    audit_problem(audit,
                  &(struct jalon_check_problem){.kind = entry->is_pending ? JALON_CHECK_UNSEALED
                                                                          : JALON_CHECK_HELD_BACK,
                                                .where = name_entry(audit, entry),
                                                .found = entry->recorded});
    return true;
}

static bool take_bad_index(void *context, const char *index, const char *fault)
{
    audit_problem(context, &(struct jalon_check_problem){
                               .kind = JALON_CHECK_BAD_INDEX, .where = index, .found = fault});
    return true;
}

/* What `check` finds; only what concerns the journal unless the request says more. */
static int check_entries(struct audit *audit, struct jalon_err *err)
{
    JALON_AUTO(jalon_check_freep) struct jalon_check *found = NULL;
    if (jalon_app_check(audit->app, &found, err) < 0) {
        return -1;
    }
    audit->check->n_entries = found->n_entries;
    audit->check->n_chains = found->n_chains;
    audit->check->n_contracts = audit->request->live ? found->n_contracts : 0;
    for (size_t i = 0; i < found->n_problems; i++) {
        if (audit->request->live ||
            jalon_check_area(found->problems[i].kind) == JALON_CHECK_OF_JOURNAL) {
            audit_problem(audit, &found->problems[i]);
        }
    }
    return 0;
}

static int check_catalogue(struct audit *audit, struct jalon_err *err)
{
    JALON_AUTO(jalon_verification_freep) struct jalon_verification *found = NULL;
    if (jalon_verify(audit->app->db, &jalon_migrations, NULL, &found, err) < 0) {
        return -1;
    }
    audit->check->n_facts = found->n_facts;
    if (found->history.kind != JALON_ERR_NONE || !found->has_facts || found->n_changed > 0) {
        audit_problem(audit, &(struct jalon_check_problem){.kind = JALON_CHECK_MIGRATIONS,
                                                           .where = "jalon_migrate.history"});
    }
    for (size_t i = 0; i < found->n_drifts; i++) {
        const struct jalon_drift *drift = &found->drifts[i];
        audit_problem(audit, &(struct jalon_check_problem){.kind = JALON_CHECK_CATALOGUE,
                                                           .where = drift->fact,
                                                           .wanted = drift->expected,
                                                           .found = drift->found});
    }
    return 0;
}

static int check_live(struct audit *audit, struct jalon_err *err)
{
    const struct jalon_bad_index_reader reader = {take_bad_index, audit};
    return check_catalogue(audit, err) < 0 ? -1
                                           : jalon_store_bad_indexes(audit->app->db, &reader, err);
}

int jalon_app_inspect(struct jalon_app *app, struct jalon_check **ret_check, struct jalon_err *err)
{
    const struct jalon_audit_request request = {.live = true, .delay = INT_MAX};
    JALON_AUTO(audit_done)
    struct audit audit = {.app = app, .request = &request, .check = jalon_check_new()};
    const struct jalon_odd_entry_reader unsealed = {take_unsealed, &audit};
    if (jalon_store_unsealed(app->db, request.delay, &unsealed, err) < 0 ||
        check_entries(&audit, err) < 0 || check_live(&audit, err) < 0) {
        return -1;
    }
    *ret_check = JALON_TAKE(audit.check);
    return 0;
}

int jalon_app_audit(struct jalon_app *app, const struct jalon_audit_request *request,
                    struct jalon_check **ret_check, struct jalon_err *err)
{
    JALON_AUTO(audit_done)
    struct audit audit = {.app = app, .request = request, .check = jalon_check_new()};
    const struct jalon_odd_entry_reader disordered = {take_disordered, &audit};
    const struct jalon_odd_entry_reader unsealed = {take_unsealed, &audit};
    if (jalon_hasher_new(&audit.hasher, err) < 0 || audit_read_bounds(&audit, err) < 0 ||
        audit_read_tree(&audit, err) < 0 || jalon_store_disordered(app->db, &disordered, err) < 0 ||
        jalon_store_unsealed(app->db, request->delay, &unsealed, err) < 0 ||
        check_entries(&audit, err) < 0 || (request->live && check_live(&audit, err) < 0)) {
        return -1;
    }
    *ret_check = JALON_TAKE(audit.check);
    return 0;
}
