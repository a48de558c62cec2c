/* Plans and applies revisions of programmes. */
#include "app/programme.h"

#include <stdio.h>

#include "app/app_messages.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"
#include "journal/canonical.h"
#include "pg/refusal.h"
#include "store/store_messages.h"

void jalon_revision_plan_free(struct jalon_revision_plan *plan)
{
    if (plan != NULL) {
        free(plan->code);
        free(plan->document);
        jalon_programme_free(plan->before);
        jalon_programme_free(plan->after);
        jalon_programme_diff_free(plan->diff);
        free(plan->obstacles);
        json_decref(plan->facts);
        free(plan);
    }
}

void jalon_revision_plan_freep(struct jalon_revision_plan **plan)
{
    jalon_revision_plan_free(*plan);
    *plan = NULL;
}

/* A section of the document in force, for one that does not say. */
static void keep_section(json_t *document, const json_t *in_force, const char *key)
{
    json_t *section = json_object_get(in_force, key);
    if (json_object_get(document, key) == NULL && section != NULL) {
        jalon_json_set(document, key, json_incref(section));
    }
}

static void note_fault(void *context, const char *pointer, const struct jalon_err *fault)
{
    (void)pointer;
    *(struct jalon_err *)context = *fault;
}

/* The file as it would be applied: with the places in force where it has none. */
static int complete(struct jalon_revision_plan *plan, const json_t *document, const char *in_force,
                    struct jalon_err *err)
{
    JALON_AUTO(jalon_json_decref) json_t *whole = json_copy((json_t *)(uintptr_t)document);
    JALON_AUTO(jalon_json_decref) json_t *old = NULL;
    if (in_force != NULL) {
        if (jalon_json_parse(in_force, &old, err) < 0) {
            return -1;
        }
        keep_section(whole, old, "regions");
        keep_section(whole, old, "departements");
    }
    plan->document = jalon_canonical_text(whole);
    plan->is_in_force = jalon_text_same(plan->document, in_force);
    return jalon_programme_read(whole, note_fault, err, &plan->after) == 0 ? 0 : -1;
}

static int find_obstacles(struct jalon_app *app, struct jalon_revision_plan *plan,
                          struct jalon_err *err)
{
    if (jalon_store_obstacles(app->db, plan->code, plan->document, &plan->facts, err) < 0) {
        return -1;
    }
    size_t n = json_array_size(plan->facts);
    plan->obstacles = jalon_alloc((n + 1) * sizeof *plan->obstacles);
    for (size_t i = 0; i < n; i++) {
        const json_t *one = json_array_get(plan->facts, i);
        struct jalon_obstacle *obstacle = &plan->obstacles[i];
        obstacle->kind = jalon_json_text(one, "kind");
        obstacle->facts = json_object_get(one, "facts");
        JALON_AUTO(jalon_freep) char *detail = jalon_json_dump(obstacle->facts);
        const struct jalon_pg_failure failure = {
            .sqlstate = "JA005", .message = obstacle->kind, .detail = detail};
        (void)jalon_pg_refuse(&failure, "programme_apply", &obstacle->refusal);
    }
    plan->n_obstacles = n;
    return 0;
}

int jalon_app_revision_plan(struct jalon_app *app, const struct jalon_programme_file *file,
                            struct jalon_revision_plan **ret_plan, struct jalon_err *err)
{
    JALON_AUTO(jalon_revision_plan_freep)
    struct jalon_revision_plan *plan = jalon_alloc(sizeof *plan);
    JALON_AUTO(jalon_freep) char *in_force = NULL;
    const char *code = file->programme->code;
    if (app->programme_code != NULL && !jalon_text_same(app->programme_code, code)) {
        return jalon_fail(err, &jalon_msg_init_other_programme, code, app->programme_code);
    }
    plan->code = jalon_strdup(code);
    int outcome = jalon_store_revision(app->db, code, 0, &plan->before, &in_force, err);
    if (outcome < 0 || complete(plan, file->document, in_force, err) < 0) {
        return -1;
    }
    if (outcome == JALON_PROGRAMME_FOUND) {
        plan->expect = plan->before->revision;
        plan->after->revision = plan->expect + (plan->is_in_force ? 0 : 1);
        plan->diff = jalon_programme_diff(plan->before, plan->after);
        if (find_obstacles(app, plan, err) < 0) {
            return -1;
        }
    }
    *ret_plan = JALON_TAKE(plan);
    return 0;
}

int jalon_app_revision_apply(struct jalon_app *app, const struct jalon_revision_plan *plan,
                             const struct jalon_write *write, struct jalon_receipt **ret_receipt,
                             struct jalon_err *err)
{
    return jalon_store_programme_apply(app->db, write, plan->document, plan->expect, ret_receipt,
                                       err);
}

int jalon_app_revision(struct jalon_app *app, int number, struct jalon_programme **ret_programme,
                       struct jalon_err *err)
{
    JALON_AUTO(jalon_freep) char *document = NULL;
    if (jalon_app_programme(app, err) < 0) {
        return -1;
    }
    const char *code = app->programme->code;
    int outcome = jalon_store_revision(app->db, code, number, ret_programme, &document, err);
    if (outcome == JALON_PROGRAMME_NONE) {
        char digits[24], last[24];
        (void)snprintf(digits, sizeof digits, "%d", number);
        (void)snprintf(last, sizeof last, "%d", app->programme->revision);
        return jalon_fail(err, &jalon_msg_unknown_revision, code, digits, last);
    }
    return outcome < 0 ? -1 : 0;
}

int jalon_app_programmes(struct jalon_app *app, struct jalon_programme_list **ret_list,
                         struct jalon_err *err)
{
    return jalon_store_programmes(app->db, ret_list, err);
}
