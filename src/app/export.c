/* One object out of the database, through its format, into a sink. */
#include "app/export.h"

#include "app/app_messages.h"
#include "app/export_priv.h"

enum { WRITE_AT = 64 * 1024 };

/* Rows on their way from the database to the sink. */
struct flow {
    struct jalon_export *e;
    const struct jalon_sink *sink;
};

static bool pass_on(struct flow *flow)
{
    struct jalon_str *out = flow->e->out;
    bool wanted = out->length == 0 ||
                  flow->sink->write(flow->sink->context, jalon_str_text(out), out->length);
    jalon_str_clear(out);
    return wanted;
}

static bool read_row(void *context, const char *const *texts)
{
    struct flow *flow = context;
    jalon_export_row(flow->e, texts);
    return flow->e->out->length < WRITE_AT || pass_on(flow);
}

int jalon_app_export_rows(struct jalon_app *app, struct jalon_export *e, struct jalon_date as_of,
                          const struct jalon_sink *sink, struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    struct flow flow = {e, sink};
    const struct jalon_row_reader reader = {read_row, &flow};
    const struct jalon_export_query query = {e->object->name, jalon_app_books(app), as_of};
    int outcome = JALON_EACH_ROW_READ;
    e->out = &out;
    jalon_export_start(e);
    if ((e->object->flags & JALON_EXPORT_OF_PROGRAM) != 0) {
        jalon_export_describe(e);
    } else {
        outcome = jalon_store_export(app->db, &query, &reader, err);
    }
    if (outcome == JALON_EACH_ROW_READ) {
        jalon_export_end(e);
        outcome = pass_on(&flow) ? JALON_EXPORTED : JALON_EXPORT_STOPPED;
    } else if (outcome == JALON_EACH_STOPPED) {
        outcome = JALON_EXPORT_STOPPED;
    }
    e->out = NULL;
    return outcome;
}

struct jalon_date jalon_app_export_day(const struct jalon_app *app,
                                       const struct jalon_export_object *object,
                                       struct jalon_date as_of)
{
    return (object->flags & JALON_EXPORT_OF_A_DAY) != 0 ? jalon_app_day(app, as_of) : as_of;
}

static int check_day(const struct jalon_export_object *object, struct jalon_date as_of,
                     struct jalon_err *err)
{
    unsigned dated = JALON_EXPORT_OF_A_DAY | JALON_EXPORT_DAY_MAY;
    if (jalon_date_is_set(as_of) && (object->flags & dated) == 0) {
        return jalon_fail(err, &jalon_msg_export_of_no_day, object->name);
    }
    return 0;
}

static int export_in_snapshot(struct jalon_app *app, struct jalon_export *e,
                              const struct jalon_export_request *request,
                              const struct jalon_sink *sink, struct jalon_err *err)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    struct jalon_export_programme programme;
    struct jalon_date day = jalon_app_export_day(app, e->object, request->as_of);
    struct jalon_date_text as_of = jalon_date_iso(day);
    if (jalon_store_export_programme(app->db, jalon_app_books(app), arena, &programme, err) < 0) {
        return -1;
    }
    e->as_of = jalon_date_is_set(day) ? as_of.text : NULL;
    e->known_at = programme.known_at;
    int outcome = jalon_app_export_rows(app, e, day, sink, err);
    e->as_of = e->known_at = NULL;
    return outcome;
}

int jalon_app_export(struct jalon_app *app, const struct jalon_export_request *request,
                     const struct jalon_sink *sink, size_t *ret_n, struct jalon_err *err)
{
    struct jalon_export e = {.object = jalon_export_object(request->object),
                             .format = jalon_export_format(request->format),
                             .personal = request->personal};
    if (check_day(e.object, request->as_of, err) < 0 || jalon_app_programme(app, err) < 0 ||
        jalon_db_snapshot_begin(app->db, err) < 0) {
        return -1;
    }
    e.programme = app->programme->code;
    int outcome = export_in_snapshot(app, &e, request, sink, err);
    jalon_db_snapshot_end(app->db);
    *ret_n = e.n;
    return outcome;
}
