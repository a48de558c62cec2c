/* Histories of the programme that the run is about. */
#include "app/history.h"

#include <stdlib.h>

#include "base/mem.h"
#include "pg/pg_messages.h"

int jalon_app_history(struct jalon_app *app, const char *code, struct jalon_history **ret_history,
                      struct jalon_err *err)
{
    if (jalon_app_programme(app, err) < 0 ||
        jalon_store_history(app->db, jalon_app_books(app), code, ret_history, err) < 0) {
        return -1;
    }
    return *ret_history ? 0 : jalon_fail(err, &jalon_msg_unknown_territory, code);
}

static int has_history(struct jalon_app *app, const char *code, struct jalon_err *err)
{
    JALON_AUTO(jalon_history_freep) struct jalon_history *history = NULL;
    return jalon_app_history(app, code, &history, err);
}

/* The territory that FILTER names must be there; loads the programme. */
static int check_filter(struct jalon_app *app, const struct jalon_log_filter *filter,
                        struct jalon_err *err)
{
    return filter->code != NULL ? has_history(app, filter->code, err)
                                : jalon_app_programme(app, err);
}

int jalon_app_log(struct jalon_app *app, const struct jalon_log_filter *filter,
                  struct jalon_history **ret_history, struct jalon_err *err)
{
    if (check_filter(app, filter, err) < 0) {
        return -1;
    }
    return jalon_store_log(app->db, jalon_app_books(app), filter, ret_history, err);
}

void jalon_log_parts_done(struct jalon_log_parts *parts)
{
    for (size_t i = 0; i < parts->n; i++) {
        jalon_history_free(parts->items[i]);
    }
    free(parts->items);
    *parts = (struct jalon_log_parts){0};
}

static bool has_anomaly(const struct jalon_app *app, const struct jalon_history *history,
                        const struct jalon_anomaly_rules *rules)
{
    for (size_t i = 0; i < history->n; i++) {
        const struct jalon_history_entry *entry = &history->entries[i];
        if (jalon_anomalies(rules, app->programme, &entry->event, &entry->facts) != 0) {
            return true;
        }
    }
    return false;
}

int jalon_app_anomalies(struct jalon_app *app, const struct jalon_log_filter *filter,
                        const struct jalon_anomaly_rules *rules, struct jalon_log_parts *ret_parts,
                        struct jalon_err *err)
{
    JALON_AUTO(jalon_log_parts_done) struct jalon_log_parts parts = {0};
    struct jalon_log_filter part = *filter;
    part.judged = true;
    part.limit = filter->limit > 0 ? filter->limit : JALON_LOG_PAGE;
    if (check_filter(app, filter, err) < 0) {
        return -1;
    }
    for (bool is_last = false; !is_last;) {
        JALON_AUTO(jalon_history_freep) struct jalon_history *history = NULL;
        if (jalon_store_log(app->db, jalon_app_books(app), &part, &history, err) < 0) {
            return -1;
        }
        is_last = history->n < (size_t)part.limit;
        part.before_id = history->first_id;
        if (has_anomaly(app, history, rules)) {
            parts.items =
                jalon_realloc_array(parts.items, parts.n + 1, sizeof(struct jalon_history *));
            parts.items[parts.n++] = JALON_TAKE(history);
        }
    }
    *ret_parts = parts;
    parts = (struct jalon_log_parts){0};
    return 0;
}
