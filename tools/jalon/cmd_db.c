/* `db …`: the database itself, its private server and its schema. */
#include "app/database.h"
#include "base/json.h"
#include "jalon/cli_messages.h"
#include "jalon/commands.h"
#include "jalon/words.h"

static int run_start(struct cli_run *run, const void *options, struct jalon_err *err)
{
    (void)options;
    if (jalon_database_start(&run->location, err) < 0) {
        return -1;
    }
    out_say(run->out,
            say(run->lang, "le serveur privé est en marche\n", "the private server is running\n"));
    return 0;
}

static int run_stop(struct cli_run *run, const void *options, struct jalon_err *err)
{
    (void)options;
    bool was_running = false;
    if (jalon_database_stop(&run->location, &was_running, err) < 0) {
        return -1;
    }
    out_say(run->out, was_running ? say(run->lang, "le serveur privé est arrêté\n",
                                        "the private server has stopped\n")
                                  : say(run->lang, "le serveur privé ne tournait pas\n",
                                        "the private server was not running\n"));
    return 0;
}

static int run_url(struct cli_run *run, const void *options, struct jalon_err *err)
{
    (void)options;
    JALON_AUTO(jalon_database_status_freep) struct jalon_database_status *status = NULL;
    if (run->location.conninfo != NULL) {
        out_textf(run->out, "%s\n", run->location.conninfo);
        return 0;
    }
    if (jalon_database_status_read(&run->location, &status, err) < 0) {
        return -1;
    }
    out_textf(run->out, "%s\n", status->conninfo);
    return 0;
}

static int run_migrate(struct cli_run *run, const void *options, struct jalon_err *err)
{
    (void)options;
    struct jalon_migrate_report report = {0};
    bool dry_run = run->common->dry_run;
    if (jalon_database_migrate(&run->location, dry_run, &report, err) < 0) {
        return -1;
    }
    if (dry_run) {
        out_text(run->out,
                 say(run->lang, "à blanc, tout est défait : ", "dry run, all is taken back: "));
    }
    if (report.n_applied + report.n_repeated == 0) {
        out_text(run->out, say(run->lang, "le schéma est à jour\n", "the schema is up to date\n"));
        return 0;
    }
    out_textf(run->out, "%zu %s, %zu %s\n", report.n_applied,
              report.n_applied > 1 ? say(run->lang, "migrations appliquées", "migrations applied")
                                   : say(run->lang, "migration appliquée", "migration applied"),
              report.n_repeated,
              report.n_repeated > 1 ? say(run->lang, "scripts rejoués", "scripts run again")
                                    : say(run->lang, "script rejoué", "script run again"));
    return 0;
}

struct bootstrap {
    bool print;
};

static const struct cli_opt bootstrap_options[] = {
    {"print", 0, CLI_FLAG, NULL, "print the script, run nothing", offsetof(struct bootstrap, print),
     0, NULL, 0},
    {0},
};

static int run_bootstrap(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct bootstrap *bootstrap = options;
    if (bootstrap->print) {
        out_document(run->out, jalon_database_bootstrap_sql());
        return 0;
    }
    if (jalon_database_bootstrap(&run->location, err) < 0) {
        return -1;
    }
    out_text(run->out, say(run->lang, "la base est prête pour jalon db migrate et jalon init\n",
                           "the database is ready for jalon db migrate and jalon init\n"));
    return 0;
}

static const char *state_code(enum jalon_server_state state)
{
    static const char *const codes[] = {
        [JALON_SERVER_ABSENT] = "absent",
        [JALON_SERVER_STOPPED] = "stopped",
        [JALON_SERVER_BUSY] = "busy",
        [JALON_SERVER_RUNNING] = "running",
    };
    return codes[state];
}

static void status_json(struct cli_run *run, const struct jalon_database_status *status)
{
    JALON_AUTO(jalon_json_decref) json_t *document = json_object();
    json_t *schema = json_object();
    jalon_json_set_int(schema, "applied", (int64_t)status->n_applied);
    jalon_json_set_int(schema, "pending", (int64_t)status->n_pending);
    jalon_json_set_int(schema, "wrong", (int64_t)status->n_wrong);
    jalon_json_set_text(schema, "migrated_at", status->migrated_at);
    jalon_json_set_text(schema, "migrated_by", status->migrated_by);
    jalon_json_set(schema, "current", json_boolean(status->is_current));
    jalon_json_set_text(document, "schema", "jalon.db/1");
    jalon_json_set(document, "private", json_boolean(status->is_private));
    jalon_json_set_text(document, "state", state_code(status->state));
    jalon_json_set_text(document, "server", status->server);
    jalon_json_set_text(document, "user", status->user);
    jalon_json_set(document, "server_version",
                   status->server_version != 0 ? json_integer(status->server_version)
                                               : json_null());
    jalon_json_set_text(document, "home", status->home);
    jalon_json_set_text(document, "data", status->data);
    jalon_json_set_text(document, "log", status->log);
    jalon_json_set(document, "migrations", schema);
    out_json(run->out, document);
}

static void add_line(struct jalon_str *text, const char *label, const char *value)
{
    if (value != NULL) {
        enum { WIDTH = 10 };
        say_padded(text, label, WIDTH);
        jalon_str_addf(text, "%s\n", value);
    }
}

static void add_migrated(struct jalon_str *text, enum jalon_lang lang,
                         const struct jalon_database_status *status)
{
    JALON_AUTO(jalon_str_done) struct jalon_str value = {0};
    if (status->migrated_at != NULL) {
        jalon_str_addf(&value, "%s, %s %s", status->migrated_at, say(lang, "par", "by"),
                       status->migrated_by);
        add_line(text, say(lang, "migrée", "migrated"), jalon_str_text(&value));
    }
}

static const char *state_label(enum jalon_lang lang, enum jalon_server_state state)
{
    switch (state) {
    case JALON_SERVER_ABSENT:
        return say(lang, "pas encore créée (la première commande la crée)",
                   "not made yet (the first command makes it)");
    case JALON_SERVER_STOPPED:
        return say(lang, "arrêtée (la prochaine commande la démarre)",
                   "stopped (the next command starts it)");
    case JALON_SERVER_BUSY:
        return say(lang, "en création, démarrage ou arrêt", "being made, started or stopped");
    case JALON_SERVER_RUNNING:
        break;
    }
    return say(lang, "en marche", "running");
}

static void status_text(struct cli_run *run, const struct jalon_database_status *status)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    enum jalon_lang lang = run->lang;
    jalon_str_addf(&text, "%s, %s\n",
                   status->is_private ? say(lang, "base privée", "private database")
                                      : say(lang, "base sur un serveur", "database on a server"),
                   state_label(lang, status->state));
    add_line(&text, say(lang, "serveur", "server"), status->server);
    add_line(&text, say(lang, "compte", "login"), status->user);
    add_line(&text, say(lang, "fichiers", "files"), status->data);
    add_line(&text, say(lang, "traces", "log"), status->log);
    if (status->state == JALON_SERVER_RUNNING) {
        JALON_AUTO(jalon_str_done) struct jalon_str schema = {0};
        jalon_str_addf(&schema, "%zu %s, %zu %s", status->n_applied,
                       say(lang, "migrations appliquées", "migrations applied"), status->n_pending,
                       say(lang, "en attente", "pending"));
        if (status->n_wrong > 0) {
            jalon_str_addf(&schema, ", %zu %s", status->n_wrong,
                           say(lang, "qui diffèrent", "that differ"));
        }
        add_line(&text, say(lang, "schéma", "schema"), jalon_str_text(&schema));
        add_migrated(&text, lang, status);
    }
    out_text(run->out, jalon_str_text(&text));
}

static int run_status(struct cli_run *run, const void *options, struct jalon_err *err)
{
    (void)options;
    JALON_AUTO(jalon_database_status_freep) struct jalon_database_status *status = NULL;
    if (jalon_database_status_read(&run->location, &status, err) < 0) {
        return -1;
    }
    if (run->json) {
        status_json(run, status);
    } else {
        status_text(run, status);
    }
    bool is_behind = status->state == JALON_SERVER_RUNNING && !status->is_current;
    return is_behind ? jalon_err_exit_status(JALON_ERR_CHECK) : 0;
}

const struct cli_command cmd_db_start = {.name = "db start",
                                         .section = "Database",
                                         .summary = "start the private server",
                                         .flags = CLI_SERVER,
                                         .run = run_start};
const struct cli_command cmd_db_stop = {.name = "db stop",
                                        .section = "Database",
                                        .summary = "stop the private server",
                                        .flags = CLI_SERVER,
                                        .run = run_stop};
const struct cli_command cmd_db_status = {.name = "db status",
                                          .section = "Database",
                                          .summary =
                                              "where the database is, and whether it is up to "
                                              "date",
                                          .flags = CLI_SERVER,
                                          .formats = "text|json",
                                          .run = run_status};
const struct cli_command cmd_db_url = {.name = "db url",
                                       .section = "Database",
                                       .summary = "how other clients reach it",
                                       .flags = CLI_SERVER,
                                       .run = run_url};
const struct cli_command cmd_db_migrate = {.name = "db migrate",
                                           .section = "Database",
                                           .summary = "bring its schema up to this program",
                                           .flags = CLI_SERVER | CLI_DRY_RUN,
                                           .run = run_migrate};
const struct cli_command cmd_db_bootstrap = {.name = "db bootstrap",
                                             .section = "Database",
                                             .summary =
                                                 "prepare an ordinary server, as a superuser",
                                             .flags = CLI_SERVER,
                                             .options = bootstrap_options,
                                             .size = sizeof(struct bootstrap),
                                             .run = run_bootstrap};
