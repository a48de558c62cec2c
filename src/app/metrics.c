/* Reads what a monitor is told. */
#include "app/metrics.h"

#include <string.h>

#include "app/contract.h"
#include "app/issue.h"
#include "app/reminder.h"
#include "report/metrics.h"
#include "store/seal.h"

/* Planned, and neither sent nor dropped. */
static int n_waiting(const struct jalon_queue *queue)
{
    static const char *const waiting[] = {"planned", "claimed", "lost", "failed"};
    int n = 0;
    for (size_t i = 0; i < queue->n; i++) {
        for (size_t k = 0; k < JALON_COUNT(waiting); k++) {
            n += strcmp(queue->items[i].status, waiting[k]) == 0 ? 1 : 0;
        }
    }
    return n;
}

static int read_all(struct jalon_app *app, const char *version, struct jalon_str *out,
                    struct jalon_err *err)
{
    JALON_AUTO(jalon_contracts_done) struct jalon_contracts contracts = {0};
    JALON_AUTO(jalon_issued_list_done) struct jalon_issued_list issued = {0};
    JALON_AUTO(jalon_queue_done) struct jalon_queue queue = {0};
    struct jalon_log_head head = {0};
    if (jalon_app_contracts(app, &contracts, err) < 0 ||
        jalon_app_issued(app, NULL, &issued, err) < 0 ||
        jalon_app_reminders(app, &queue, err) < 0 ||
        jalon_store_log_head(app->db, &head, err) < 0) {
        return -1;
    }
    const struct jalon_metrics metrics = {
        .version = version,
        .programme = app->programme,
        .today = app->today,
        .contracts = contracts.items,
        .n_contracts = contracts.n,
        .n_sealed = head.size,
        .n_pending = head.n_pending,
        .n_reminders = n_waiting(&queue),
        .last_report_at = issued.n > 0 ? issued.items[issued.n - 1].issued_at : NULL,
    };
    jalon_metrics_text(&metrics, out);
    return 0;
}

int jalon_app_metrics(struct jalon_app *app, const char *version, struct jalon_str *out,
                      struct jalon_err *err)
{
    if (jalon_app_programme(app, err) < 0 || jalon_db_snapshot_begin(app->db, err) < 0) {
        return -1;
    }
    int failed = read_all(app, version, out, err);
    jalon_db_snapshot_end(app->db);
    return failed;
}
