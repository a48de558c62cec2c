/*
 * The lock that makes one runner work at a time: a private table, since an advisory lock is
 * everybody's to take, and waiting inside one can deadlock with CREATE INDEX CONCURRENTLY.
 */
#include <string.h>
#include <time.h>

#include <openssl/rand.h>

#include "base/str.h"
#include "pg/db.h"
#include "pg/migrate_priv.h"
#include "pg/pg_messages.h"
#include "pg/pg_statements.h"
#include "pg/script.h"
#include "pg/wait.h"

enum { PAUSE_MS = 50, PAUSE_MAX_MS = 2000, LOCK_WAIT_MS = 60000 };

/* Doubles with every attempt, up to a limit; spread by a quarter so that runners do not march in
 * step.
 */
void jalon_migrate_pause(int attempt)
{
    unsigned char noise = 0;
    RAND_bytes(&noise, 1);
    long long ms = PAUSE_MS << (attempt < 6 ? attempt : 6);
    ms = ms < PAUSE_MAX_MS ? ms : PAUSE_MAX_MS;
    ms = ms * 3 / 4 + ms * noise / 510;
    nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000}, NULL);
}

bool jalon_migrate_lock_was_refused(const struct jalon_err *err)
{
    return strcmp(err->sqlstate, "55P03") == 0;
}

static int begin_and_lock(struct jalon_migrate_run *run, struct jalon_err *err)
{
    if (jalon_migrate_sql(run->db, &jalon_sql_migrate_begin, NULL, err) == 0 &&
        jalon_migrate_enter(run->db, jalon_migrate_owner, "300ms", err) == 0 &&
        jalon_migrate_sql(run->db, &jalon_sql_migrate_lock, NULL, err) == 0) {
        return jalon_migrate_enter(run->db, jalon_migrate_owner, "2s", err);
    }
    return -1;
}

/* Who holds the lock, as text for people. */
static void add_holder(struct jalon_migrate_run *run, struct jalon_str *holder)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    struct jalon_err ignored;
    bool known = jalon_db_run(run->db, &jalon_sql_migrate_holder, NULL, &result, &ignored) == 0 &&
                 jalon_result_n_rows(result) == 1;
    jalon_str_clear(holder);
    jalon_str_add(holder, known ? jalon_result_text(result, 0, MIGRATE_HOLDER_HOLDER) : "?");
}

static void tell_waiting(struct jalon_migrate_run *run, const char *holder)
{
    struct jalon_err notice;
    jalon_fail(&notice, &jalon_msg_migration_waiting, holder);
    if (run->options->tell != NULL) {
        run->options->tell(run->options->tell_context, &notice);
    }
}

/* Opens the transaction of one step, alone among all runners. The lock is polled, not queued for:
 * nothing ever waits behind us for longer than a lock_timeout. */
int jalon_migrate_begin(struct jalon_migrate_run *run, struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str holder = {0};
    int wait_ms = run->options->lock_wait_ms > 0 ? run->options->lock_wait_ms : LOCK_WAIT_MS;
    long long end = jalon_pg_now_ms() + wait_ms;
    run->open = (struct jalon_migrate_report){0};
    run->last_name = NULL;
    run->current = NULL;
    for (int attempt = 0; begin_and_lock(run, err) != 0; attempt++) {
        jalon_script_roll_back(run->db);
        if (!jalon_migrate_lock_was_refused(err)) {
            return -1;
        }
        add_holder(run, &holder);
        if (jalon_pg_now_ms() >= end) {
            return jalon_fail(err, &jalon_msg_migration_locked, jalon_str_text(&holder));
        }
        if (attempt == 0) {
            tell_waiting(run, jalon_str_text(&holder));
        }
        jalon_migrate_pause(attempt);
    }
    return 0;
}
