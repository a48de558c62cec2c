/* Doctor: the place of the database, its schema, then what its catalogue says. */
#include "app/doctor.h"

#include <stdio.h>

#include "app/database.h"

static const char *const ok = "ok", *const attention = "attention", *const failure = "failure";

static void add_schema(struct jalon_findings *findings, const struct jalon_database_status *status)
{
    char detail[64];
    (void)snprintf(detail, sizeof detail, "%zu/%zu/%zu", status->n_applied, status->n_pending,
                   status->n_wrong);
    jalon_findings_add(findings, "schema", status->is_current ? ok : failure, detail);
}

static void add_failed(struct jalon_findings *findings, enum jalon_lang lang,
                       const struct jalon_err *err)
{
    jalon_findings_add(findings, "server", failure, err->message[lang]);
}

static void add_server(struct jalon_findings *findings, const struct jalon_location *location,
                       const struct jalon_database_status *status, long long client_seconds)
{
    struct jalon_err err;
    struct jalon_location there = *location;
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = NULL;
    there.conninfo = status->is_private ? status->conninfo : location->conninfo;
    jalon_findings_add(findings, "server", ok, status->server);
    jalon_findings_add(findings, "login", ok, status->user);
    add_schema(findings, status);
    if (jalon_location_connect(&there, false, &db, &err) < 0 ||
        jalon_store_doctor(db, client_seconds, findings, &err) < 0) {
        add_failed(findings, location->lang, &err);
    }
}

void jalon_app_doctor(const struct jalon_location *location, long long client_seconds,
                      struct jalon_findings *ret_findings)
{
    struct jalon_err err;
    JALON_AUTO(jalon_database_status_freep) struct jalon_database_status *status = NULL;
    if (jalon_database_status_read(location, &status, &err) < 0) {
        add_failed(ret_findings, location->lang, &err);
        return;
    }
    if (status->is_private) {
        jalon_findings_add(ret_findings, "private", ok, status->home);
    }
    switch (status->state) {
    case JALON_SERVER_RUNNING:
        add_server(ret_findings, location, status, client_seconds);
        break;
    case JALON_SERVER_ABSENT:
        jalon_findings_add(ret_findings, "absent", attention, status->home);
        break;
    case JALON_SERVER_STOPPED:
    case JALON_SERVER_BUSY:
        jalon_findings_add(ret_findings, "stopped", attention, status->home);
        break;
    }
}
