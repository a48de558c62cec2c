/* Reads what a monitor is told. */
#include "app/metrics.h"

#include <stdlib.h>
#include <string.h>

#include "app/app_messages.h"
#include "app/contract.h"
#include "app/issue.h"
#include "app/reminder.h"
#include "base/mem.h"
#include "pg/db.h"
#include "pg/pg_messages.h"
#include "report/metrics.h"
#include "store/programme.h"
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

/* What the figures of a programme borrow from. */
struct source {
    struct jalon_programme *programme;
    struct jalon_contracts contracts;
    struct jalon_issued_list issued;
};

struct sources {
    struct source *items;
    struct jalon_metrics_part *parts;
    size_t n;
};

static void sources_done(struct sources *sources)
{
    for (size_t i = 0; i < sources->n; i++) {
        jalon_programme_free(sources->items[i].programme);
        jalon_contracts_done(&sources->items[i].contracts);
        jalon_issued_list_done(&sources->items[i].issued);
    }
    free(sources->items);
    free(sources->parts);
}

/* ONE is a context of its own on the same connection; its programme is the source's from here. */
static int read_part(struct jalon_app *one, struct source *source, struct jalon_metrics_part *part,
                     struct jalon_err *err)
{
    JALON_AUTO(jalon_queue_done) struct jalon_queue queue = {0};
    int failed = jalon_app_programme(one, err);
    source->programme = one->programme;
    if (failed < 0 || jalon_app_contracts(one, &source->contracts, err) < 0 ||
        jalon_app_issued(one, NULL, &source->issued, err) < 0 ||
        jalon_app_reminders(one, &queue, err) < 0) {
        return -1;
    }
    const struct jalon_issued_list *issued = &source->issued;
    *part = (struct jalon_metrics_part){
        .programme = one->programme,
        .today = one->today,
        .contracts = source->contracts.items,
        .n_contracts = source->contracts.n,
        .n_reminders = n_waiting(&queue),
        .last_report_at = issued->n > 0 ? issued->items[issued->n - 1].issued_at : NULL,
    };
    return 0;
}

static int read_parts(struct jalon_app *app, struct sources *sources, struct jalon_err *err)
{
    JALON_AUTO(jalon_programme_list_freep) struct jalon_programme_list *list = NULL;
    if (jalon_store_programmes(app->db, &list, err) < 0) {
        return -1;
    }
    sources->items = jalon_alloc((list->n_rows + 1) * sizeof *sources->items);
    sources->parts = jalon_alloc((list->n_rows + 1) * sizeof *sources->parts);
    for (size_t i = 0; i < list->n_rows; i++) {
        const char *code = list->rows[i].code;
        struct jalon_app one = {.db = app->db, .programme_code = code};
        if (app->programme_code != NULL && strcmp(app->programme_code, code) != 0) {
            continue;
        }
        size_t at = sources->n++;
        if (read_part(&one, &sources->items[at], &sources->parts[at], err) < 0) {
            return -1;
        }
    }
    return sources->n > 0 ? 0
           : app->programme_code == NULL
               ? jalon_fail(err, &jalon_msg_no_programme)
               : jalon_fail(err, &jalon_msg_unknown_programme, app->programme_code);
}

static int read_all(struct jalon_app *app, const char *version, struct jalon_str *out,
                    struct jalon_err *err)
{
    JALON_AUTO(sources_done) struct sources sources = {0};
    struct jalon_log_head head = {0};
    if (read_parts(app, &sources, err) < 0 || jalon_store_log_head(app->db, &head, err) < 0) {
        return -1;
    }
    const struct jalon_metrics metrics = {
        .version = version,
        .parts = sources.parts,
        .n_parts = sources.n,
        .n_sealed = head.size,
        .n_pending = head.n_pending,
    };
    jalon_metrics_text(&metrics, out);
    return 0;
}

int jalon_app_metrics(struct jalon_app *app, const char *version, struct jalon_str *out,
                      struct jalon_err *err)
{
    if (jalon_db_snapshot_begin(app->db, err) < 0) {
        return -1;
    }
    int failed = read_all(app, version, out, err);
    jalon_db_snapshot_end(app->db);
    return failed;
}
