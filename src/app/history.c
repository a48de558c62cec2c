/* Histories of the programme that the run is about. */
#include "app/history.h"

#include <stdlib.h>

#include "app/app_messages.h"
#include "app/correction.h"
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

/* The id of the entry that TEXT names (the programme is loaded). */
static int find_entry(struct jalon_app *app, const char *text, int64_t *ret_id,
                      struct jalon_err *err)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    struct jalon_entry_reference entry;
    struct jalon_known known;
    if (jalon_entry_reference_read(text, arena, &entry, err) < 0) {
        return -1;
    }
    const struct jalon_moment moment = {
        .on = JALON_DATE_NONE, .size = -1, .code = entry.code, .seq = entry.seq};
    int outcome = jalon_store_moment(app->db, app->programme->code, &moment, &known, err);
    if (outcome == JALON_MOMENT_NONE) {
        return jalon_fail(err, &jalon_msg_unknown_moment, text);
    }
    if (outcome < 0) {
        return -1;
    }
    *ret_id = strtoll(known.entry, NULL, 10);
    return 0;
}

/* The territory and the entry that FILTER names must be there; loads the programme. */
static int settle_filter(struct jalon_app *app, const struct jalon_log_filter *filter,
                         struct jalon_log_filter *ret_filter, struct jalon_err *err)
{
    *ret_filter = *filter;
    if (jalon_app_programme(app, err) < 0 ||
        (filter->code != NULL && has_history(app, filter->code, err) < 0)) {
        return -1;
    }
    return filter->before != NULL ? find_entry(app, filter->before, &ret_filter->before_id, err)
                                  : 0;
}

int jalon_app_log(struct jalon_app *app, const struct jalon_log_filter *filter,
                  struct jalon_history **ret_history, struct jalon_err *err)
{
    struct jalon_log_filter settled;
    if (settle_filter(app, filter, &settled, err) < 0) {
        return -1;
    }
    return jalon_store_log(app->db, jalon_app_books(app), &settled, ret_history, err);
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
    struct jalon_log_filter part;
    if (settle_filter(app, filter, &part, err) < 0) {
        return -1;
    }
    part.judged = true;
    part.limit = filter->limit > 0 ? filter->limit : JALON_LOG_PAGE;
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
