/* The context of a run: connection and programme. */
#include "app/app.h"

#include "app/app_messages.h"
#include "app/moment.h"
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
        return app->known_at == NULL ? 0 : jalon_app_settle_moment(app, err);
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

struct jalon_books jalon_app_books(const struct jalon_app *app)
{
    return (struct jalon_books){app->programme->code,
                                app->known.entry[0] != '\0' ? app->known.entry : NULL};
}

struct jalon_date jalon_app_day(const struct jalon_app *app, struct jalon_date as_of)
{
    return jalon_date_is_set(as_of) ? as_of : app->today;
}
