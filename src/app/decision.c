/* Decisions that are asked for. */
#include "app/decision.h"

#include <string.h>

#include "app/contract.h"
#include "app/correction.h"
#include "pg/pg_messages.h"

int jalon_app_decision_ask(struct jalon_app *app, const struct jalon_write *write,
                           const struct jalon_ask *ask, struct jalon_receipt **ret_receipt,
                           struct jalon_err *err)
{
    struct jalon_write full;
    if (jalon_app_in_programme(app, write, &full, err) < 0) {
        return -1;
    }
    return jalon_store_decision_ask(app->db, &full, ask, ret_receipt, err);
}

int jalon_app_decision_close(struct jalon_app *app, const struct jalon_write *write,
                             const char *entry, const char *as, struct jalon_receipt **ret_receipt,
                             struct jalon_err *err)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    struct jalon_entry_reference asked;
    struct jalon_write full;
    if (jalon_entry_reference_read(entry, arena, &asked, err) < 0 ||
        jalon_app_in_programme(app, write, &full, err) < 0) {
        return -1;
    }
    if (strcmp(asked.code, full.programme) != 0) {
        return jalon_fail(err, &jalon_msg_unknown_decision, entry);
    }
    return jalon_store_decision_close(app->db, &full, asked.seq, as, ret_receipt, err);
}

int jalon_app_decisions(struct jalon_app *app, struct jalon_date as_of,
                        struct jalon_decisions *ret_decisions, struct jalon_err *err)
{
    if (jalon_app_programme(app, err) < 0) {
        return -1;
    }
    if (jalon_db_is_older(app->db)) {
        *ret_decisions = (struct jalon_decisions){.arena = jalon_arena_new()};
        return 0;
    }
    return jalon_store_decisions(app->db, jalon_app_books(app), jalon_app_day(app, as_of),
                                 ret_decisions, err);
}
