/* The context of a run: connection and programme. */
#include "app/app.h"

#include "app/app_messages.h"
#include "pg/db.h"
#include "pg/pg_messages.h"
#include "store/programme.h"

void jalon_app_done(struct jalon_app *app)
{
    jalon_programme_freep(&app->programme);
    jalon_db_closep(&app->db);
}

void jalon_app_set_dry_run(struct jalon_app *app, bool dry_run)
{
    jalon_db_set_dry_run(app->db, dry_run);
}

int jalon_app_programme(struct jalon_app *app, struct jalon_err *err)
{
    if (app->programme != NULL) {
        return 0;
    }
    int outcome =
        jalon_store_programme(app->db, app->programme_code, &app->programme, &app->today, err);
    switch (outcome) {
    case JALON_PROGRAMME_FOUND:
        return 0;
    case JALON_PROGRAMME_NONE:
        return app->programme_code == NULL
                   ? jalon_fail(err, &jalon_msg_no_programme)
                   : jalon_fail(err, &jalon_msg_unknown_programme, app->programme_code);
    case JALON_PROGRAMME_AMBIGUOUS:
        return jalon_fail(err, &jalon_msg_several_programmes);
    default:
        return -1;
    }
}

struct jalon_date jalon_app_day(const struct jalon_app *app, struct jalon_date as_of)
{
    return jalon_date_is_set(as_of) ? as_of : app->today;
}
