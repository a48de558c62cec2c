/*
 * A small fictional programme for the tests of reports, built through the functions that users
 * call: five territories in two Régions, from November 2018 to May 2019.
 */
#pragma once

#include <jansson.h>
#include <string.h>

#include "app/app.h"
#include "base/mem.h"
#include "base/str.h"
#include "pg/db.h"
#include "support/cluster.h"
#include "support/test.h"

static const char report_world_targets[] =
    "[{\"code\": \"first\", \"label\": {\"fr\": \"premiers contrats\", \"en\": \"first contracts\"},"
    "  \"on\": \"2019-03-05\", \"decided_on\": \"2019-01-08\", \"source\": \"essai\","
    "  \"covers\": {\"instrument\": \"contrat\", \"percent\": 10},"
    "  \"moved\": [{\"on\": \"2019-03-24\", \"decided_on\": \"2019-03-05\", \"source\": \"essai\"}]},"
    " {\"code\": \"all\", \"label\": {\"fr\": \"tous les contrats\", \"en\": \"all contracts\"},"
    "  \"on\": \"2019-06-30\", \"decided_on\": \"2019-01-31\", \"source\": \"essai\","
    "  \"covers\": {\"instrument\": \"contrat\", \"percent\": 100}}]";

/* In the order in which they are recorded; each is one call of a function of schema jalon. */
static const char *const report_world_events[] = {
    "advance(gen_random_uuid(), 'demo', 'ex-1', 'pilot', '2019-01-30', 'before', NULL, '{}')",
    "advance(gen_random_uuid(), 'demo', 'ex-1', 'negotiating', '2019-03-18', 'day', NULL, '{}')",
    "sign(gen_random_uuid(), 'demo', 'ex-1', 'protocole', '{all}', '2019-03-18', 'day', '{}', '{}')",
    "advance(gen_random_uuid(), 'demo', 'ex-2', 'negotiating', '2019-04-30', 'before', NULL, '{}')",
    "sign(gen_random_uuid(), 'demo', 'ex-2', 'protocole', '{all}', '2019-04-30', 'day', '{}', '{}')",
    "milestone(gen_random_uuid(), 'demo', 'ex-4', 'launch', '2019-05-01', 'day', '{}')",
    "sign(gen_random_uuid(), 'demo', 'ex-1', 'contrat', '{etat}', '2019-05-03', 'day', '{}', '{}')",
    "advance(gen_random_uuid(), 'demo', 'ex-3', 'withdrawn', '2019-05-04', 'day', NULL,"
    " '{\"reason\": \"essai\"}')",
    "sign(gen_random_uuid(), 'demo', 'ex-1', 'contrat', '{region}', '2019-05-10', 'day', '{}', '{}')",
    "sign(gen_random_uuid(), 'demo', 'ex-1', 'contrat', '{membre}', '2019-05-15', 'month', '{}',"
    " '{}')",
};

static inline void report_world_run(const char *conninfo, const char *call)
{
    JALON_AUTO(jalon_str_done) struct jalon_str sql = {0};
    jalon_str_addf(&sql, "SELECT jalon.%s", call);
    const char *answer = test_sql(conninfo, jalon_str_text(&sql));
    if (strncmp(answer, "ERROR", 5) == 0) {
        fail_msg("%s: %s", call, answer);
    }
}

static inline void report_world_territory(const char *conninfo, const char *code, const char *name,
                                          const char *region, const char *entered)
{
    JALON_AUTO(jalon_str_done) struct jalon_str call = {0};
    const char *departement = strcmp(region, "28") == 0 ? "14" : "44";
    const char digit = code[3];
    static const char *const sirens[] = {"900000001", "900000019", "900000027", "900000035",
                                         "900000043"};
    jalon_str_addf(
        &call,
        "territory_add(gen_random_uuid(), 'demo', $t${\"code\": \"%s\","
        " \"name\": \"%s\", \"regions\": [\"%s\"], \"departements\": [\"%s\"],"
        " \"members\": [{\"siren\": \"%s\", \"name\": \"CC d'essai\", \"kind\": \"EPCI\","
        " \"insee\": null, \"departement\": \"%s\", \"region\": \"%s\"}],"
        " \"aliases\": []}$t$, %s, '{}')",
        code, name, region, departement, sirens[digit - '1'], departement, region, entered);
    report_world_run(conninfo, jalon_str_text(&call));
}

static inline void report_world_programme(const char *conninfo, const char *data)
{
    JALON_AUTO(jalon_str_done) struct jalon_str call = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
    json_error_t fault;
    jalon_str_addf(&path, "%s/programme_demo.json", data);
    json_t *document = json_load_file(jalon_str_text(&path), 0, &fault);
    assert_non_null(document);
    assert_int_equal(
        json_object_set_new(document, "targets", json_loads(report_world_targets, 0, &fault)), 0);
    JALON_AUTO(jalon_freep) char *text = json_dumps(document, JSON_COMPACT);
    json_decref(document);
    jalon_str_addf(&call, "programme_apply(gen_random_uuid(), $d$%s$d$)", text);
    report_world_run(conninfo, jalon_str_text(&call));
}

/* A fresh database that holds the world, made of the programme in folder DATA; its conninfo. */
static inline const char *report_world_new(const char *data)
{
    const char *conninfo = test_database_conninfo(NULL);
    report_world_programme(conninfo, data);
    report_world_territory(conninfo, "ex-1", "Baie d'Essai", "28", "'2018-11-22', 'day'");
    report_world_territory(conninfo, "ex-2", "Rive Témoin", "28", "'2018-11-22', 'day'");
    report_world_territory(conninfo, "ex-3", "Plaine Factice", "52", "'2018-11-22', 'day'");
    report_world_territory(conninfo, "ex-4", "Mont Imaginaire", "52", "'2019-03-05', 'before'");
    report_world_territory(conninfo, "ex-5", "Cap Exemple", "28", "'2019-05-02', 'day'");
    for (size_t i = 0; i < JALON_COUNT(report_world_events); i++) {
        report_world_run(conninfo, report_world_events[i]);
    }
    return conninfo;
}

static inline void report_world_open(const char *conninfo, struct jalon_app *app)
{
    struct jalon_err err = {0};
    const struct jalon_db_options options = {.conninfo = conninfo, .command = "test"};
    *app = (struct jalon_app){.programme_code = "demo"};
    assert_done(jalon_db_open(&options, &app->db, &err), &err);
}

static inline struct jalon_date report_world_day(const char *iso)
{
    struct jalon_err err = {0};
    struct jalon_date date = JALON_DATE_NONE;
    assert_done(jalon_date_parse(iso, &date, &err), &err);
    return date;
}
