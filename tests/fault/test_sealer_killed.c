/*
 * Sixteen writers, a sealer that is killed again and again wherever it can stop, and beside it the
 * two pollers that one would write first, which are seen to fail. A sealer dies by functions that
 * the linker puts around those it calls (--wrap): the program itself knows of no such point.
 * JALON_TEST_SECONDS: how long they write, 12 without it.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "app/bundle.h"
#include "app/seal_state.h"
#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "db/sealing.h"
#include "support/crowd.h"

enum { WRITERS = 16, KILLS = 10, SECONDS = 12, CONTRACTS = 12 };

enum point {
    BEFORE_COMMIT, /* sealed, and the transaction is open */
    AFTER_COMMIT,
    AFTER_SIGN,
    BEFORE_RENAME, /* the new state is written, the old one in its place */
    AFTER_STATE,
    AFTER_PUBLISH, /* the checkpoint is kept */
    N_POINTS
};

/* Where this process dies, at the passage of that number; 0: nowhere. */
static enum point die_at;
static int passages_left;
static const char *own_database;

static void pass(enum point point)
{
    if (passages_left > 0 && point == die_at && --passages_left == 0) {
        (void)raise(SIGKILL);
    }
}

/* What a sealer has done whose server saw it go before the commit. */
static void seal_without_commit(void)
{
    PGconn *connection = test_connect(test_cluster_conninfo(FIXTURE_SEALER, own_database));
    (void)test_query(connection, "BEGIN");
    (void)test_query(connection, "SELECT audit.seal(gen_random_uuid(), 10000, true)");
    pass(BEFORE_COMMIT);
    PQfinish(connection);
}

/* Each of them is the program's own function, and a place to die at. */
#define REAL(name) __real_##name
#define WRAP(name) __wrap_##name

int REAL(jalon_store_seal)(struct jalon_db *db, int most, bool idle, bool *ret_sealed,
                           struct jalon_err *err);
int WRAP(jalon_store_seal)(struct jalon_db *db, int most, bool idle, bool *ret_sealed,
                           struct jalon_err *err);
int WRAP(jalon_store_seal)(struct jalon_db *db, int most, bool idle, bool *ret_sealed,
                           struct jalon_err *err)
{
    if (passages_left > 0 && die_at == BEFORE_COMMIT) {
        seal_without_commit();
    }
    int failed = REAL(jalon_store_seal)(db, most, idle, ret_sealed, err);
    pass(AFTER_COMMIT);
    return failed;
}

int REAL(jalon_note_sign)(struct jalon_str *out, const char *text, size_t length,
                          const struct jalon_key *key, uint64_t at, struct jalon_err *err);
int WRAP(jalon_note_sign)(struct jalon_str *out, const char *text, size_t length,
                          const struct jalon_key *key, uint64_t at, struct jalon_err *err);
int WRAP(jalon_note_sign)(struct jalon_str *out, const char *text, size_t length,
                          const struct jalon_key *key, uint64_t at, struct jalon_err *err)
{
    int failed = REAL(jalon_note_sign)(out, text, length, key, at, err);
    pass(AFTER_SIGN);
    return failed;
}

int REAL(rename)(const char *from, const char *to);
int WRAP(rename)(const char *from, const char *to);
int WRAP(rename)(const char *from, const char *to)
{
    pass(BEFORE_RENAME);
    return REAL(rename)(from, to);
}

int REAL(jalon_seal_state_write)(const char *path, const struct jalon_seal_state *state,
                                 struct jalon_err *err);
int WRAP(jalon_seal_state_write)(const char *path, const struct jalon_seal_state *state,
                                 struct jalon_err *err);
int WRAP(jalon_seal_state_write)(const char *path, const struct jalon_seal_state *state,
                                 struct jalon_err *err)
{
    int failed = REAL(jalon_seal_state_write)(path, state, err);
    pass(AFTER_STATE);
    return failed;
}

int REAL(jalon_store_checkpoint_keep)(struct jalon_db *db, int64_t epoch, uint64_t size,
                                      const char *note, struct jalon_err *err);
int WRAP(jalon_store_checkpoint_keep)(struct jalon_db *db, int64_t epoch, uint64_t size,
                                      const char *note, struct jalon_err *err);
int WRAP(jalon_store_checkpoint_keep)(struct jalon_db *db, int64_t epoch, uint64_t size,
                                      const char *note, struct jalon_err *err)
{
    int failed = REAL(jalon_store_checkpoint_keep)(db, epoch, size, note, err);
    pass(AFTER_PUBLISH);
    return failed;
}

/* What the processes share. */
struct soak {
    char database[64];
    struct sealer sealer;
    time_t until;
    int n_writing;          /* writers that are not done */
    int n_written[WRITERS]; /* entries that were acknowledged */
    int n_killed[N_POINTS];
};

static time_t now(void)
{
    struct timespec moment;
    (void)clock_gettime(CLOCK_MONOTONIC, &moment);
    return moment.tv_sec;
}

static bool is_writing(const struct soak *soak)
{
    return __atomic_load_n(&soak->n_writing, __ATOMIC_SEQ_CST) > 0;
}

static bool succeeds(PGconn *connection, const char *sql)
{
    return strncmp(test_query(connection, sql), "ERROR", strlen("ERROR")) != 0;
}

/* One entry as somebody writes it who thinks in between: the transaction has its number before it
 * has the contract. Every tenth is taken back. */
static int write_one(PGconn *connection, int writer, int k)
{
    bool is_kept = k % 10 != 9;
    char sql[256];
    (void)snprintf(sql, sizeof sql,
                   "SELECT jalon.note(gen_random_uuid(), 'demo', 'essai-%d', '2019-01-15', 'day',"
                   " '{\"note\": \"essai %d-%d\"}')",
                   1 + (writer * 7 + k * 5) % CONTRACTS, writer, k);
    bool done = succeeds(connection, "BEGIN") &&
                succeeds(connection, "SELECT pg_current_xact_id(), pg_sleep(random() * 0.01)") &&
                succeeds(connection, sql) &&
                succeeds(connection, "SELECT pg_sleep(random() * 0.01)") &&
                succeeds(connection, is_kept ? "COMMIT" : "ROLLBACK");
    return done ? is_kept : -1;
}

static int write_all_the_while(struct soak *soak, int writer)
{
    PGconn *connection = test_connect(test_cluster_conninfo(FIXTURE_MANAGER, soak->database));
    int written = 0;
    for (int k = 0; now() < soak->until && written >= 0; k++) {
        written = write_one(connection, writer, k);
        soak->n_written[writer] += written > 0;
    }
    PQfinish(connection);
    (void)__atomic_sub_fetch(&soak->n_writing, 1, __ATOMIC_SEQ_CST);
    return written < 0;
}

/* A process of its own that seals until it dies; an exit is a failure. */
static pid_t start_sealer(struct soak *soak, enum point point, int passage)
{
    pid_t pid = fork();
    if (pid != 0) {
        return pid;
    }
    die_at = point;
    passages_left = passage;
    own_database = soak->database;
    for (;;) {
        const char *n = try_seal(soak->database, &soak->sealer, true);
        if (strtoll(n, NULL, 10) < 1) {
            print_error("killed at %d: %s\n", (int)point, n);
            _exit(1);
        }
    }
}

static bool is_killed_enough(const struct soak *soak)
{
    int least = KILLS;
    for (int i = 0; i < N_POINTS; i++) {
        least = soak->n_killed[i] < least ? soak->n_killed[i] : least;
    }
    return least == KILLS;
}

static int kill_sealers(struct soak *soak)
{
    for (int k = 0; is_writing(soak) || !is_killed_enough(soak); k++) {
        int status = 0;
        pid_t pid = start_sealer(soak, (enum point)(k % N_POINTS), 1 + k / N_POINTS % 3);
        if (waitpid(pid, &status, 0) != pid || !WIFSIGNALED(status) ||
            WTERMSIG(status) != SIGKILL) {
            return 1;
        }
        soak->n_killed[k % N_POINTS]++;
    }
    return 0;
}

/* Takes what is past where it stands, as long as they write and once more. */
static int poll_all_the_while(struct soak *soak, const char *sql)
{
    PGconn *connection = test_connect(test_cluster_conninfo(TEST_SUPERUSER, soak->database));
    bool done = true, was_writing = true;
    while (was_writing && done) {
        was_writing = is_writing(soak);
        done = succeeds(connection, sql);
    }
    PQfinish(connection);
    return !done;
}

static const char by_id[] =
    "INSERT INTO public.seen_by_id SELECT e.id FROM audit.entry e"
    " WHERE e.id > (SELECT coalesce(max(s.id), 0) FROM public.seen_by_id s)";
static const char by_transaction[] =
    "INSERT INTO public.seen_by_transaction (tx, id, subject, seq)"
    " SELECT e.tx, e.id, e.subject, e.seq"
    " FROM (SELECT x.xmin::text::bigint AS tx, x.* FROM audit.entry x) e"
    " WHERE e.tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
    "  AND (e.tx, e.id) > (SELECT coalesce(max(s.tx), 0), coalesce(max(s.id) FILTER (WHERE s.tx ="
    "   (SELECT max(t.tx) FROM public.seen_by_transaction t)), 0)"
    "   FROM public.seen_by_transaction s) ORDER BY e.tx, e.id";

static int take_part(struct crowd *crowd, int i, void *context)
{
    struct soak *soak = context;
    crowd_meet(crowd);
    switch (i) {
    case WRITERS:
        return kill_sealers(soak);
    case WRITERS + 1:
        return poll_all_the_while(soak, by_id);
    case WRITERS + 2:
        return poll_all_the_while(soak, by_transaction);
    default:
        return write_all_the_while(soak, i);
    }
}

static void prepare_soak(struct soak *soak)
{
    const char *seconds = getenv("JALON_TEST_SECONDS");
    (void)snprintf(soak->database, sizeof soak->database, "%s", test_database_new());
    new_sealer(&soak->sealer);
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(soak->database, FIXTURE_MANAGER);
    struct jalon_write write = fixture_write("2018-12-10");
    for (int i = 4; i <= CONTRACTS; i++) {
        char code[16];
        (void)snprintf(code, sizeof code, "essai-%d", i);
        write.request = jalon_uuid_random();
        fixture_add(db, &write, code, 1, 0);
    }
    (void)ask(soak->database,
              "CREATE TABLE public.seen_by_id (id bigint PRIMARY KEY);"
              "CREATE TABLE public.seen_by_transaction (place bigserial PRIMARY KEY, tx bigint,"
              " id bigint, subject uuid, seq integer);"
              "CREATE INDEX ON public.seen_by_transaction (tx)");
    soak->n_writing = WRITERS;
    soak->until = now() + (seconds ? strtoll(seconds, NULL, 10) : SECONDS);
}

static void assert_pollers_failed(const char *database)
{
    const char *lost = ask(database, "SELECT count(*) FROM audit.entry e WHERE NOT EXISTS"
                                     " (SELECT FROM public.seen_by_id s WHERE s.id = e.id)");
    const char *disordered =
        ask(database, "SELECT count(*) FROM (SELECT s.seq, lag(s.seq) OVER (PARTITION BY s.subject"
                      " ORDER BY s.place) AS before FROM public.seen_by_transaction s) o"
                      " WHERE o.seq < o.before");
    print_message("id > last: %s lost; transaction below xmin: %s out of order\n", lost,
                  disordered);
    assert_true(strtoll(lost, NULL, 10) > 0);
    assert_true(strtoll(disordered, NULL, 10) > 0);
}

/* As the auditor checks it: each checkpoint is the root of what came before it. */
static void assert_verifies(const struct soak *soak)
{
    struct jalon_err err = {0};
    struct jalon_bundle_report report;
    JALON_AUTO(jalon_app_done) struct jalon_app app = app_of(soak->database);
    JALON_AUTO(jalon_key_freep) struct jalon_key *key = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str bundle = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str policy = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str command = {0};
    jalon_str_addf(&bundle, "%s/bundle", folder);
    jalon_str_addf(&path, "%s/policy", folder);
    const struct jalon_bundle_request request = {.folder = bundle.text};
    assert_done(jalon_app_bundle(&app, &request, &report, &err), &err);
    assert_done(jalon_sealer_key(soak->sealer.key, &key, &err), &err);
    jalon_str_add(&policy, "log ");
    jalon_key_add_public(&policy, key);
    jalon_str_add(&policy, "\nquorum none\n");
    assert_done(jalon_file_replace(path.text, policy.text, policy.length, &err), &err);
    jalon_str_addf(&command, JALON_VERIFY " --policy %s --lang en %s >&2", path.text, bundle.text);
    assert_int_equal(shell(command.text), 0);
    assert_true(report.n_checkpoints > KILLS);
}

TEST(a_sealer_killed_anywhere_while_many_write_loses_nothing_and_keeps_every_order)
{
    int statuses[WRITERS + 3];
    struct soak *soak = crowd_share(sizeof *soak);
    prepare_soak(soak);
    crowd_run(WRITERS + 3, take_part, soak, statuses);
    assert_int_equal(crowd_count(statuses, WRITERS + 3, 0), WRITERS + 3);
    int n_written = 0, n_killed = 0;
    for (int i = 0; i < WRITERS; i++) {
        n_written += soak->n_written[i];
    }
    for (int i = 0; i < N_POINTS; i++) {
        n_killed += soak->n_killed[i];
    }
    assert_true(strtoll(try_seal(soak->database, &soak->sealer, true), NULL, 10) > 0);
    print_message("%d entries, %d sealers killed\n", n_written, n_killed);
    JALON_AUTO(jalon_str_done) struct jalon_str counts = {0};
    jalon_str_addf(&counts, "%d|%d|0", n_written, n_written);
    assert_string_equal(ask(soak->database,
                            "SELECT count(*), count(DISTINCT e.request), (SELECT count(*) FROM"
                            " audit.pending) FROM audit.entry e WHERE e.event = 'note'"),
                        counts.text);
    assert_string_equal(wrong_order(soak->database), "");
    assert_string_equal(fixture_chain(soak->database), "ok");
    assert_verifies(soak);
    assert_pollers_failed(soak->database);
    crowd_unshare(soak, sizeof *soak);
}
