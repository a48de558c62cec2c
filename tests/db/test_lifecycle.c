/*
 * The lifecycle in C and the lifecycle in the database are one: every combination of state, target,
 * role and guard gets the same answer from both.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/lifecycle.h"
#include "support/cluster.h"
#include "support/fixture.h"
#include "support/test.h"

SETUP_GROUP(fixture_setup);

/* What the database says for each answer of C. */
static const struct {
    const char *key, *sqlstate;
} answers[] = {
    [JALON_MOVE_ALLOWED] = {"", ""},
    [JALON_MOVE_STALE] = {"stale_state", "JA001"},
    [JALON_MOVE_ALREADY_THERE] = {"already_there", "JA001"},
    [JALON_MOVE_UNKNOWN_STATE] = {"unknown_state", "JA005"},
    [JALON_MOVE_UNDECLARED] = {"undeclared_transition", "JA002"},
    [JALON_MOVE_DERIVED] = {"derived_transition", "JA002"},
    [JALON_MOVE_ROLE] = {"role_required", "42501"},
    [JALON_MOVE_REASON] = {"reason_required", "JA005"},
    [JALON_MOVE_TOO_EARLY] = {"too_early", "JA005"},
};

static const char *const logins[] = {FIXTURE_READER, FIXTURE_RECORDER, FIXTURE_MANAGER};

/* The ways into every state, and into `suspended` from every state it can be suspended in. */
static const char *const ways[][3] = {
    {NULL},
    {"pilot 2018-12-11"},
    {"negotiating 2018-12-11"},
    {"pilot 2018-12-11", "negotiating 2018-12-21"},
    {"negotiating 2018-12-11", "contrat all 2018-12-21"},
    {"negotiating 2018-12-11", "contrat all 2018-12-21", "negotiating 2019-01-10"},
    {"suspended 2018-12-11"},
    {"pilot 2018-12-11", "suspended 2018-12-21"},
    {"negotiating 2018-12-11", "suspended 2018-12-21"},
    {"negotiating 2018-12-11", "suspended 2018-12-21", "negotiating 2019-01-10"},
    {"withdrawn 2018-12-11"},
};

struct matrix {
    const struct jalon_programme *programme;
    struct jalon_db *dbs[JALON_ROLE_N];
    int n_compared, n_different, n_seen[JALON_MOVE_N];
};

/* One request to both; the database only answers what it would do. */
static void compare(struct matrix *m, const struct jalon_move_request *request, const char *code,
                    const char *on)
{
    const struct jalon_transition_def *transition = NULL;
    enum jalon_move move = jalon_lifecycle_move(m->programme, request, &transition);
    struct jalon_write write = fixture_write(on);
    write.evidence.reason = request->has_reason ? "essai" : "  "; /* blanks are no reason */
    struct jalon_err err = {0};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    int status = jalon_store_advance(m->dbs[request->role], &write, code, request->to,
                                     request->expect, &receipt, &err);
    bool before_programme = jalon_date_compare(request->counts_from, m->programme->starts_on) < 0;
    const char *key = before_programme ? "before_programme" : answers[move].key;
    const char *sqlstate = before_programme ? "JA005" : answers[move].sqlstate;
    if (request->role == JALON_ROLE_READER) { /* may not even ask */
        key = "not_permitted";
        sqlstate = "42501";
    }
    bool same = move == JALON_MOVE_ALLOWED && key[0] == '\0'
                    ? status == 0 && strcmp(receipt->state, request->to) == 0
                    : status == -1 && err.key != NULL && strcmp(err.key, key) == 0 &&
                          strcmp(err.sqlstate, sqlstate) == 0 && move != JALON_MOVE_ALLOWED;
    if (!same) {
        print_error("%s: %s to %s as %s, expect %s, reason %d, on %s: C %s, database %s %s\n", code,
                    request->from, request->to, jalon_role_code(request->role),
                    request->expect ? request->expect : "-", request->has_reason, on,
                    answers[move].key, status == 0 ? "allowed" : err.key, err.sqlstate);
        m->n_different++;
    }
    m->n_compared++;
    m->n_seen[move]++;
}

static void compare_guards(struct matrix *m, struct jalon_move_request *request, const char *code,
                           const char *const *dates)
{
    const char *const expected[] = {NULL, request->from, "withdrawn"};
    for (size_t e = 0; e < JALON_COUNT(expected); e++) {
        for (size_t d = 0; d < 3; d++) {
            for (int reason = 0; reason < 2; reason++) {
                request->expect = expected[e];
                request->has_reason = reason;
                request->counts_from = fixture_date(dates[d]);
                compare(m, request, code, dates[d]);
            }
        }
    }
}

static void compare_contract(struct matrix *m, const struct jalon_contract *contract)
{
    const struct jalon_contract_state *now = &contract->states[contract->n_states - 1];
    struct jalon_date_text since = jalon_date_iso(now->span.from);
    struct jalon_date_text before = jalon_date_iso(jalon_date_add(now->span.from, -1));
    const char *const dates[] = {"2018-11-21", before.text, since.text};
    struct jalon_move_request request = {.from = contract->state,
                                         .previous = contract->n_states > 1 ? now[-1].state : NULL,
                                         .not_before = now->span.from};
    for (size_t s = 0; s <= m->programme->n_states; s++) {
        request.to = s < m->programme->n_states ? m->programme->states[s].code : "no_such";
        for (int role = 0; role < JALON_ROLE_N; role++) {
            request.role = (enum jalon_role)role;
            compare_guards(m, &request, contract->code, dates);
        }
    }
}

TEST(c_and_the_database_decide_every_move_alike)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_programme_freep) struct jalon_programme *programme = fixture_programme();
    struct matrix m = {.programme = programme};
    for (size_t i = 0; i < JALON_COUNT(logins); i++) {
        m.dbs[i] = fixture_open(database, logins[i]);
        jalon_db_set_dry_run(m.dbs[i], true);
    }
    struct jalon_db *manager = m.dbs[JALON_ROLE_MANAGER];
    for (size_t i = 0; i < JALON_COUNT(ways); i++) {
        char code[24];
        snprintf(code, sizeof code, "chemin-%zu", i);
        struct jalon_write write = fixture_write("2018-12-10");
        jalon_db_set_dry_run(manager, false);
        fixture_add(manager, &write, code, 1, 1);
        for (size_t k = 0; k < JALON_COUNT(ways[i]) && ways[i][k] != NULL; k++) {
            fixture_step(manager, code, ways[i][k]);
        }
        jalon_db_set_dry_run(manager, true);
        JALON_AUTO(jalon_str_done) struct jalon_str faults = {0};
        JALON_AUTO(jalon_contract_freep)
        struct jalon_contract *contract = fixture_replay(manager, programme, code, &faults);
        assert_string_equal(jalon_str_text(&faults), "");
        compare_contract(&m, contract);
    }
    for (size_t i = 0; i < JALON_COUNT(logins); i++) {
        jalon_db_close(m.dbs[i]);
    }
    for (size_t i = 0; i < JALON_MOVE_N; i++) {
        assert_int_not_equal(m.n_seen[i], 0);
    }
    print_message("%d combinations\n", m.n_compared);
    assert_int_equal(m.n_different, 0);
}

/* As a dry run does: the database must not have kept anything. */
TEST(a_dry_run_changes_nothing)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    const char *before = fixture_dump(database);
    jalon_db_set_dry_run(db, true);
    fixture_step(db, "essai-1", "pilot 2019-01-15");
    assert_string_equal(fixture_dump(database), before);
    jalon_db_set_dry_run(db, false);
    fixture_step(db, "essai-1", "pilot 2019-01-15");
    assert_string_not_equal(fixture_dump(database), before);
}

/* The chain of essai-2 since entry AFTER: "transition identified pilot, …". */
static const char *moves_since(const char *database, long long after)
{
    char sql[400];
    snprintf(sql, sizeof sql,
             "SELECT coalesce(string_agg(event || ' ' || (leaf::jsonb #>> '{before,state}') || ' '"
             " || (leaf::jsonb #>> '{after,state}'), ', ' ORDER BY seq), '') FROM audit.history"
             " WHERE code = 'essai-2' AND seq > %lld",
             after);
    return test_sql(test_cluster_conninfo(FIXTURE_READER, database), sql);
}

static long long last_seq(const char *database)
{
    return strtoll(test_sql(test_cluster_conninfo(FIXTURE_READER, database),
                            "SELECT last_seq FROM jalon.contract WHERE code = 'essai-2'"),
                   NULL, 10);
}

/* Moves by the function itself, by a row of a batch, or by hand in SQL. */
static void move_by(struct jalon_db *db, const char *database, int way, const char *to)
{
    char text[500];
    if (way == 0) {
        snprintf(text, sizeof text, "%s 2019-03-01", to);
        fixture_step(db, "essai-2", text);
        return;
    }
    if (way == 1) {
        snprintf(text, sizeof text,
                 "SELECT jalon.batch(gen_random_uuid(), 'demo', '[{\"do\":\"advance\","
                 "\"code\":\"essai-2\",\"what\":\"%s\",\"on\":\"2019-03-01\","
                 "\"precision\":\"day\",\"evidence\":{\"reason\":\"essai\"}}]', false)"
                 " -> 'refused'",
                 to);
    } else {
        snprintf(text, sizeof text,
                 "SELECT jalon.advance(gen_random_uuid(), 'demo', 'essai-2', '%s', '2019-03-01',"
                 " 'day', NULL, '{\"reason\":\"essai\"}') -> 'replayed'",
                 to);
    }
    const char *answer = test_sql(test_cluster_conninfo(FIXTURE_MANAGER, database), text);
    assert_string_equal(answer, way == 1 ? "[]" : "false");
}

TEST(t11_every_declared_move_by_every_way_writes_one_entry)
{
    JALON_AUTO(jalon_programme_freep) struct jalon_programme *programme = fixture_programme();
    int n_moves = 0;
    for (size_t i = 0; i < programme->n_transitions; i++) {
        const struct jalon_transition_def *edge = &programme->transitions[i];
        for (size_t f = 0; f < edge->n_from && !edge->derived && edge->to; f++) {
            for (int way = 0; way < 3; way++) {
                const char *database = test_database_new();
                JALON_AUTO(jalon_db_closep)
                struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
                if (strcmp(edge->from[f], "signed") == 0) {
                    fixture_step(db, "essai-2", "negotiating 2019-01-05");
                    fixture_step(db, "essai-2", "contrat all 2019-01-06");
                } else if (strcmp(edge->from[f], programme->initial) != 0) {
                    char first[80];
                    snprintf(first, sizeof first, "%s 2019-01-05", edge->from[f]);
                    fixture_step(db, "essai-2", first);
                }
                long long before = last_seq(database);
                char wanted[200];
                snprintf(wanted, sizeof wanted, "transition %s %s", edge->from[f], edge->to);
                move_by(db, database, way, edge->to);
                assert_string_equal(moves_since(database, before), wanted);
                n_moves++;
            }
        }
    }
    assert_true(n_moves >= 24);
}
