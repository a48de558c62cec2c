/* Compares history and catalogue with what they should be, and accepts differences. */
#include "pg/verify.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "pg/db.h"
#include "pg/migrate_priv.h"
#include "pg/pg_messages.h"
#include "pg/pg_statements.h"
#include "pg/script.h"

static struct jalon_drift drift_of(const struct jalon_fact_pair *pair)
{
    const struct jalon_fact *want = pair->want, *have = pair->have;
    if (want == NULL) {
        return (struct jalon_drift){JALON_DRIFT_UNEXPECTED, have->fact, NULL, have->value,
                                    have->unmake};
    }
    return (struct jalon_drift){
        .kind = have == NULL ? JALON_DRIFT_MISSING : JALON_DRIFT_DIFFERS,
        .fact = want->fact,
        .expected = want->value,
        .found = have != NULL ? have->value : NULL,
        .repair = want->make,
    };
}

static struct jalon_drift copy_of(struct jalon_arena *arena, const struct jalon_drift *drift)
{
    return (struct jalon_drift){drift->kind, jalon_arena_strdup(arena, drift->fact),
                                jalon_arena_strdup(arena, drift->expected),
                                jalon_arena_strdup(arena, drift->found),
                                jalon_arena_strdup(arena, drift->repair)};
}

/* The last word on a fact counts. */
static bool is_blessed(const struct jalon_verification *found, const struct jalon_drift *drift)
{
    bool blessed = false;
    for (size_t i = 0; i < found->n_blessings; i++) {
        const struct jalon_blessing *one = &found->blessings[i];
        if (strcmp(one->fact, drift->fact) == 0) {
            blessed = jalon_text_same(one->accepted, drift->found);
        }
    }
    return blessed;
}

static void add_drifts(struct jalon_verification *found, const struct jalon_facts *wanted,
                       const struct jalon_facts *actual)
{
    struct jalon_drift *drifts =
        jalon_arena_array(found->arena, wanted->n + actual->n + 1, sizeof *drifts);
    struct jalon_fact_pair pair = {.wanted = wanted, .actual = actual};
    while (jalon_fact_pair_next(&pair)) {
        if (jalon_fact_same(pair.want, pair.have) || jalon_fact_pair_falls(&pair)) {
            continue;
        }
        struct jalon_drift drift = drift_of(&pair);
        if (!is_blessed(found, &drift)) {
            drifts[found->n_drifts++] = copy_of(found->arena, &drift);
        }
    }
    found->drifts = drifts;
    found->n_facts = actual->n;
}

static int read_blessings(struct jalon_verification *found, struct jalon_db *db,
                          struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    if (jalon_db_run(db, &jalon_sql_fact_blessings, NULL, &result, err) != 0) {
        return -1;
    }
    size_t n = jalon_result_n_rows(result);
    struct jalon_blessing *rows = jalon_arena_array(found->arena, n + 1, sizeof *rows);
    for (size_t i = 0; i < n; i++) {
        const char *text[FACT_BLESSINGS_BLESSED_BY + 1];
        for (size_t column = 0; column < JALON_COUNT(text); column++) {
            text[column] = jalon_arena_strdup(found->arena, jalon_result_text(result, i, column));
        }
        rows[i] = (struct jalon_blessing){.fact = text[FACT_BLESSINGS_FACT],
                                          .expected = text[FACT_BLESSINGS_EXPECTED],
                                          .accepted = text[FACT_BLESSINGS_ACCEPTED],
                                          .reason = text[FACT_BLESSINGS_REASON],
                                          .blessed_at = text[FACT_BLESSINGS_BLESSED_AT],
                                          .blessed_by = text[FACT_BLESSINGS_BLESSED_BY]};
    }
    found->blessings = rows;
    found->n_blessings = n;
    return 0;
}

/* Files that are not as this program has them; what is merely pending is no drift. */
static void add_changed(struct jalon_verification *found, const struct jalon_migrate_state *state)
{
    struct jalon_migration_status *rows =
        jalon_arena_array(found->arena, state->n + 1, sizeof *rows);
    for (size_t i = 0; i < state->n; i++) {
        const struct jalon_migration_status *row = &state->rows[i];
        if (row->state == JALON_MIGRATION_APPLIED) {
            found->n_applied++;
        } else if (row->state == JALON_MIGRATION_PENDING) {
            found->n_pending++;
        } else {
            rows[found->n_changed] = *row;
            rows[found->n_changed++].name = jalon_arena_strdup(found->arena, row->name);
        }
    }
    found->changed = rows;
    found->has_facts = state->has_facts;
}

/* A history altered by hand is a finding; other failures are failures. */
static int read_history(struct jalon_verification *found, struct jalon_db *db,
                        const struct jalon_migrate_files *files, struct jalon_err *err)
{
    struct jalon_migrate_state state = {0};
    int ret = jalon_migrate_state_read(db, files, &state, err);
    if (ret == 0) {
        add_changed(found, &state);
    } else if (err->kind == JALON_ERR_REFUSED) {
        found->history = *err;
        found->has_facts = state.has_facts;
        ret = 0;
    }
    jalon_migrate_state_done(&state);
    return ret;
}

/* NOTED is read only when WANTED is NULL. */
static int compare(struct jalon_verification *found, struct jalon_db *db,
                   const struct jalon_facts *wanted, struct jalon_err *err)
{
    struct jalon_facts noted = {0};
    struct jalon_facts actual = {0};
    int ret = wanted == NULL ? jalon_facts_recall(db, &noted, err) : 0;
    if (ret == 0) {
        ret = jalon_facts_read(db, &actual, err);
    }
    if (ret == 0) {
        ret = jalon_facts_name_database(db, &actual, err);
    }
    if (ret == 0 && wanted == NULL) {
        ret = jalon_facts_name_database(db, &noted, err);
    }
    if (ret == 0 && (wanted != NULL || noted.n > 0)) {
        add_drifts(found, wanted != NULL ? wanted : &noted, &actual);
    }
    jalon_facts_done(&noted);
    jalon_facts_done(&actual);
    return ret;
}

static int inspect(struct jalon_verification *found, struct jalon_db *db,
                   const struct jalon_migrate_files *files, const struct jalon_facts *wanted,
                   struct jalon_err *err)
{
    if (jalon_migrate_inspect(db, err) != 0 || read_history(found, db, files, err) != 0 ||
        read_blessings(found, db, err) != 0) {
        return -1;
    }
    return compare(found, db, wanted, err);
}

int jalon_verify(struct jalon_db *db, const struct jalon_migration_set *set,
                 const struct jalon_facts *wanted, struct jalon_verification **ret_found,
                 struct jalon_err *err)
{
    struct jalon_arena *arena = jalon_arena_new();
    JALON_AUTO(jalon_verification_freep)
    struct jalon_verification *found = jalon_arena_alloc(arena, sizeof *found);
    struct jalon_migrate_files files = {0};
    found->arena = arena;
    found->server_major = jalon_db_server_version(db) / 10000;
    int ret = jalon_migrate_files_read(set, false, &files, err);
    if (ret == 0) {
        ret = jalon_migrate_check_ready(db, err);
    }
    if (ret == 0) {
        ret = inspect(found, db, &files, wanted, err);
        jalon_script_roll_back(db);
    }
    jalon_migrate_files_done(&files);
    if (ret == 0) {
        *ret_found = JALON_TAKE(found);
    }
    return ret;
}

bool jalon_verification_ok(const struct jalon_verification *found)
{
    return found->history.kind == JALON_ERR_NONE && found->has_facts && found->n_changed == 0 &&
           found->n_drifts == 0;
}

void jalon_verification_freep(struct jalon_verification **found)
{
    if (*found != NULL) {
        jalon_arena_free((*found)->arena);
        *found = NULL;
    }
}
