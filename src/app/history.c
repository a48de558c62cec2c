/* Histories of the programme that the run is about. */
#include "app/history.h"

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

int jalon_app_log(struct jalon_app *app, const struct jalon_log_filter *filter,
                  struct jalon_history **ret_history, struct jalon_err *err)
{
    if (jalon_app_programme(app, err) < 0 ||
        (filter->code != NULL && has_history(app, filter->code, err) < 0)) {
        return -1;
    }
    return jalon_store_log(app->db, jalon_app_books(app), filter, ret_history, err);
}
