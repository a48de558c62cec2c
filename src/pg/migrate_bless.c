/* Accepting that a catalogue differs from what the migrations made: recorded, and shown ever after.
 */
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "pg/db.h"
#include "pg/migrate_priv.h"
#include "pg/pg_messages.h"
#include "pg/pg_statements.h"
#include "pg/script.h"
#include "pg/verify.h"

/* FACT itself, and what is part of it, directly or not. */
static bool concerns(const struct jalon_facts *facts, const struct jalon_fact *row,
                     const char *fact)
{
    while (row != NULL && strcmp(row->fact, fact) != 0) {
        row = row->part_of != NULL ? jalon_facts_find(facts, row->part_of) : NULL;
    }
    return row != NULL;
}

/* NOTED with what ACTUAL says of FACT; NULL: ACTUAL as a whole. In order, as both are. */
static void accept(const struct jalon_facts *noted, const struct jalon_facts *actual,
                   const char *fact, struct jalon_facts *ret_accepted)
{
    struct jalon_arena *arena = jalon_arena_new();
    struct jalon_fact *rows = jalon_arena_array(arena, noted->n + actual->n + 1, sizeof *rows);
    struct jalon_fact_pair pair = {.wanted = noted, .actual = actual};
    size_t n = 0;
    while (jalon_fact_pair_next(&pair)) {
        bool concerned =
            fact == NULL || concerns(noted, pair.want, fact) || concerns(actual, pair.have, fact);
        const struct jalon_fact *kept = concerned ? pair.have : pair.want;
        if (kept != NULL) {
            rows[n++] = *kept;
        }
    }
    *ret_accepted = (struct jalon_facts){rows, n, arena};
}

/* A row for each finding, as `verify` would have shown it. */
static json_t *findings(const struct jalon_facts *noted, const struct jalon_facts *accepted)
{
    json_t *found = json_array();
    struct jalon_fact_pair pair = {.wanted = noted, .actual = accepted};
    while (jalon_fact_pair_next(&pair)) {
        if (jalon_fact_same(pair.want, pair.have) || jalon_fact_pair_falls(&pair)) {
            continue;
        }
        json_t *row = json_object();
        jalon_json_set_text(row, "fact", pair.want != NULL ? pair.want->fact : pair.have->fact);
        jalon_json_set_text(row, "expected", pair.want != NULL ? pair.want->value : NULL);
        jalon_json_set_text(row, "accepted", pair.have != NULL ? pair.have->value : NULL);
        (void)json_array_append_new(found, row);
    }
    return found;
}

static int record(struct jalon_db *db, const json_t *found, const char *reason,
                  struct jalon_err *err)
{
    JALON_AUTO(jalon_freep) char *text = jalon_json_dump(found);
    return jalon_migrate_sql(db, &jalon_sql_fact_bless, (const char *const[]){text, reason}, err);
}

static int note(struct jalon_db *db, const struct jalon_facts *noted,
                const struct jalon_facts *accepted, const char *reason, size_t *ret_n,
                struct jalon_err *err)
{
    JALON_AUTO(jalon_json_decref) json_t *found = findings(noted, accepted);
    *ret_n = json_array_size(found);
    if (*ret_n == 0) {
        return 0;
    }
    return record(db, found, reason, err) != 0 ? -1
                                               : jalon_facts_keep(db, noted, noted, accepted, err);
}

static int read_and_note(struct jalon_db *db, const char *fact, const char *reason, size_t *ret_n,
                         struct jalon_err *err)
{
    struct jalon_facts noted = {0};
    struct jalon_facts actual = {0};
    struct jalon_facts accepted = {0};
    int ret = jalon_facts_recall(db, &noted, err);
    if (ret == 0) {
        ret = jalon_facts_read(db, &actual, err);
    }
    if (ret == 0) {
        accept(&noted, &actual, fact, &accepted);
        ret = note(db, &noted, &accepted, reason, ret_n, err);
    }
    jalon_facts_done(&noted);
    jalon_facts_done(&actual);
    jalon_facts_done(&accepted);
    return ret;
}

/* When the answer to the COMMIT is lost, a repeat tells: it finds the difference, or none. */
static int commit(struct jalon_db *db, struct jalon_err *err)
{
    if (jalon_migrate_sql(db, &jalon_sql_migrate_commit, NULL, err) == 0) {
        return 0;
    }
    bool is_lost = err->kind == JALON_ERR_UNAVAILABLE || err->kind == JALON_ERR_UNKNOWN_OUTCOME;
    return is_lost ? jalon_fail(err, &jalon_msg_bless_outcome_unknown, jalon_db_server(db)) : -1;
}

/* Alone among runners, so that no migration ends in between. */
static int begin(struct jalon_db *db, struct jalon_err *err)
{
    return jalon_migrate_sql(db, &jalon_sql_migrate_begin, NULL, err) == 0 &&
                   jalon_migrate_enter(db, jalon_migrate_owner, "2s", err) == 0 &&
                   jalon_migrate_sql(db, &jalon_sql_migrate_lock, NULL, err) == 0
               ? 0
               : -1;
}

int jalon_bless(struct jalon_db *db, const char *fact, const char *reason, size_t *ret_n,
                struct jalon_err *err)
{
    bool may_own = false;
    if (jalon_migrate_check_ready(db, err) != 0 ||
        jalon_migrate_may_own(db, jalon_migrate_owner, &may_own, err) != 0) {
        return -1;
    }
    if (!may_own) {
        return jalon_fail(err, &jalon_msg_bless_needs_owner, jalon_db_user(db));
    }
    *ret_n = 0;
    int ret = begin(db, err);
    if (ret == 0) {
        ret = read_and_note(db, fact, reason, ret_n, err);
    }
    if (ret == 0 && *ret_n == 0 && fact != NULL) {
        ret = jalon_fail(err, &jalon_msg_bless_nothing, fact);
    }
    if (ret == 0) {
        return commit(db, err);
    }
    jalon_script_roll_back(db);
    return ret;
}
