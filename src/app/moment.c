/* Reads the moment that a user chose, and the programme as it was declared then. */
#include "app/moment.h"

#include <stdlib.h>
#include <string.h>

#include "app/app_messages.h"
#include "app/correction.h"
#include "base/mem.h"
#include "store/programme.h"

enum { MAX_DIGITS = 18 }; /* of a number of entries */

static int read_moment(const char *text, struct jalon_arena *arena, struct jalon_moment *ret_moment,
                       struct jalon_err *err)
{
    struct jalon_moment moment = {.on = JALON_DATE_NONE, .size = -1};
    size_t digits = strspn(text, "0123456789");
    int failed = 0;
    if (strchr(text, '#') != NULL) {
        struct jalon_entry_reference entry;
        failed = jalon_entry_reference_read(text, arena, &entry, err);
        if (failed == 0) {
            moment.code = entry.code;
            moment.seq = entry.seq;
        }
    } else if (digits > 0 && digits <= MAX_DIGITS && text[digits] == '\0') {
        moment.size = strtoll(text, NULL, 10);
    } else if (digits > 0 && text[digits] != '\0') {
        failed = jalon_date_parse(text, &moment.on, err);
    } else {
        failed = jalon_fail(err, &jalon_msg_moment_unreadable, text);
    }
    *ret_moment = moment;
    return failed;
}

/* What was declared then: states and labels that a later revision changed. */
static int take_revision(struct jalon_app *app, struct jalon_err *err)
{
    JALON_AUTO(jalon_freep) char *document = NULL;
    struct jalon_programme *then = NULL;
    if (app->known.revision == app->programme->revision) {
        return 0;
    }
    if (jalon_store_revision(app->db, app->programme->code, app->known.revision, &then, &document,
                             err) < 0) {
        return -1;
    }
    jalon_programme_freep(&app->programme);
    app->programme = then;
    return 0;
}

int jalon_app_settle_moment(struct jalon_app *app, struct jalon_err *err)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    struct jalon_moment moment;
    if (read_moment(app->known_at, arena, &moment, err) < 0) {
        return -1;
    }
    int outcome = jalon_store_moment(app->db, app->programme->code, &moment, &app->known, err);
    if (outcome == JALON_MOMENT_NONE) {
        return jalon_fail(err, &jalon_msg_unknown_moment, app->known_at);
    }
    return outcome < 0 ? -1 : take_revision(app, err);
}
