/* `db verify` and `db bless`: is the schema what the migrations made, and if not, was it meant? */
#include "app/verify.h"
#include "base/json.h"
#include "jalon/cli_messages.h"
#include "jalon/commands.h"
#include "jalon/words.h"

struct verify {
    bool deep;
};

static const struct cli_opt verify_options[] = {
    {"deep", 0, CLI_FLAG, NULL, "compare with a database made anew from this program's migrations",
     offsetof(struct verify, deep), 0, NULL, 0},
    {0},
};

static const char *drift_code(enum jalon_drift_kind kind)
{
    static const char *const codes[] = {
        [JALON_DRIFT_MISSING] = "fact_missing",
        [JALON_DRIFT_UNEXPECTED] = "fact_unexpected",
        [JALON_DRIFT_DIFFERS] = "fact_differs",
    };
    return codes[kind];
}

static const char *file_code(enum jalon_migration_state state)
{
    switch (state) {
    case JALON_MIGRATION_CHANGED:
        return "file_changed";
    case JALON_MIGRATION_MISSING:
        return "file_missing";
    case JALON_MIGRATION_LATE:
    case JALON_MIGRATION_APPLIED:
    case JALON_MIGRATION_PENDING:
        break;
    }
    return "file_late";
}

static const char *file_words(enum jalon_lang lang, enum jalon_migration_state state)
{
    switch (state) {
    case JALON_MIGRATION_CHANGED:
        return say(lang, "appliquée avec un autre texte que celui de ce programme",
                   "applied with another text than this program's");
    case JALON_MIGRATION_MISSING:
        return say(lang, "appliquée, mais inconnue de ce programme",
                   "applied, but unknown to this program");
    case JALON_MIGRATION_LATE:
    case JALON_MIGRATION_APPLIED:
    case JALON_MIGRATION_PENDING:
        break;
    }
    return say(lang, "jamais appliquée, alors qu'une plus récente l'est",
               "never applied, though a later one is");
}

/* What is wrong with a fact; its name stands before. */
static void add_drift(struct jalon_str *out, enum jalon_lang lang, const struct jalon_drift *drift)
{
    switch (drift->kind) {
    case JALON_DRIFT_MISSING:
        jalon_str_add(out, say(lang, "a disparu", "is gone"));
        break;
    case JALON_DRIFT_UNEXPECTED:
        jalon_str_add(out, say(lang, "ne vient d'aucune migration", "comes from no migration"));
        break;
    case JALON_DRIFT_DIFFERS:
        jalon_str_addf(out, "%s %s %s", drift->found, say(lang, "au lieu de", "instead of"),
                       drift->expected);
        break;
    }
}

static const char *unnoted(enum jalon_lang lang)
{
    return say(lang,
               "rien n'est noté du schéma pour ce serveur : jalon db migrate le note, "
               "jalon db verify --deep compare sans cela",
               "nothing is noted of the schema on this server: jalon db migrate notes it, "
               "jalon db verify --deep compares without");
}

static json_t *problem_json(const char *kind, const char *where, const char *what)
{
    json_t *problem = json_object();
    jalon_json_set_text(problem, "kind", kind);
    jalon_json_set_text(problem, "where", where);
    jalon_json_set_text(problem, "what", what);
    return problem;
}

static json_t *problems_json(const struct jalon_verification *found)
{
    json_t *problems = json_array();
    if (found->history.kind != JALON_ERR_NONE) {
        (void)json_array_append_new(problems,
                                    problem_json("history_altered", "jalon_migrate.history",
                                                 found->history.message[JALON_EN]));
    }
    if (!found->has_facts) {
        (void)json_array_append_new(
            problems, problem_json("facts_missing", "jalon_migrate.fact", unnoted(JALON_EN)));
    }
    for (size_t i = 0; i < found->n_changed; i++) {
        const struct jalon_migration_status *file = &found->changed[i];
        (void)json_array_append_new(problems, problem_json(file_code(file->state), file->name,
                                                           file_words(JALON_EN, file->state)));
    }
    for (size_t i = 0; i < found->n_drifts; i++) {
        const struct jalon_drift *drift = &found->drifts[i];
        JALON_AUTO(jalon_str_done) struct jalon_str what = {0};
        add_drift(&what, JALON_EN, drift);
        json_t *problem = problem_json(drift_code(drift->kind), drift->fact, jalon_str_text(&what));
        jalon_json_set_text(problem, "expected", drift->expected);
        jalon_json_set_text(problem, "found", drift->found);
        jalon_json_set_text(problem, "repair", drift->repair);
        (void)json_array_append_new(problems, problem);
    }
    return problems;
}

static json_t *blessings_json(const struct jalon_verification *found)
{
    json_t *blessings = json_array();
    for (size_t i = 0; i < found->n_blessings; i++) {
        const struct jalon_blessing *one = &found->blessings[i];
        json_t *row = json_object();
        jalon_json_set_text(row, "fact", one->fact);
        jalon_json_set_text(row, "expected", one->expected);
        jalon_json_set_text(row, "accepted", one->accepted);
        jalon_json_set_text(row, "reason", one->reason);
        jalon_json_set_text(row, "at", one->blessed_at);
        jalon_json_set_text(row, "by", one->blessed_by);
        (void)json_array_append_new(blessings, row);
    }
    return blessings;
}

static void verify_json(struct cli_run *run, const struct jalon_verification *found, bool deep)
{
    JALON_AUTO(jalon_json_decref) json_t *document = json_object();
    jalon_json_set_text(document, "schema", "jalon.verify-schema/1");
    jalon_json_set(document, "deep", json_boolean(deep));
    jalon_json_set_int(document, "postgresql", found->server_major);
    jalon_json_set_int(document, "applied", (int64_t)found->n_applied);
    jalon_json_set_int(document, "pending", (int64_t)found->n_pending);
    jalon_json_set_int(document, "facts", (int64_t)found->n_facts);
    jalon_json_set(document, "ok", json_boolean(jalon_verification_ok(found)));
    jalon_json_set(document, "problems", problems_json(found));
    jalon_json_set(document, "accepted", blessings_json(found));
    out_json(run->out, document);
}

/* SQL is printed as it is, each line set in, to be read before it is run. */
static void add_repair(struct jalon_str *text, const char *sql)
{
    for (const char *line = sql; line != NULL && *line != '\0';) {
        size_t length = strcspn(line, "\n");
        jalon_str_addf(text, "    %.*s\n", (int)length, line);
        line += length + (line[length] == '\n');
    }
}

static void add_problems(struct jalon_str *text, enum jalon_lang lang,
                         const struct jalon_verification *found)
{
    if (found->history.kind != JALON_ERR_NONE) {
        jalon_str_addf(text, "%s\n", found->history.message[lang]);
    }
    if (!found->has_facts) {
        jalon_str_addf(text, "%s\n", unnoted(lang));
    }
    for (size_t i = 0; i < found->n_changed; i++) {
        const struct jalon_migration_status *file = &found->changed[i];
        jalon_str_addf(text, "%s%s%s\n", file->name, say_colon(lang),
                       file_words(lang, file->state));
    }
    for (size_t i = 0; i < found->n_drifts; i++) {
        const struct jalon_drift *drift = &found->drifts[i];
        jalon_str_addf(text, "%s%s", drift->fact, say_colon(lang));
        add_drift(text, lang, drift);
        jalon_str_add_char(text, '\n');
        add_repair(text, drift->repair != NULL
                             ? drift->repair
                             : say(lang, "-- à examiner : aucun SQL ne le répare à coup sûr",
                                   "-- to be looked into: no SQL repairs it for certain"));
    }
}

static void add_blessings(struct jalon_str *text, enum jalon_lang lang,
                          const struct jalon_verification *found)
{
    for (size_t i = 0; i < found->n_blessings; i++) {
        const struct jalon_blessing *one = &found->blessings[i];
        jalon_str_addf(text, "%s%s%s (%s, %.10s, %s)\n", say(lang, "accepté", "accepted"),
                       say_colon(lang), one->fact, one->blessed_by, one->blessed_at, one->reason);
    }
}

static size_t n_problems(const struct jalon_verification *found)
{
    size_t of_history = found->history.kind != JALON_ERR_NONE ? 1 : 0;
    size_t of_notes = found->has_facts ? 0 : 1;
    return of_history + of_notes + found->n_changed + found->n_drifts;
}

static void verify_text(struct cli_run *run, const struct jalon_verification *found, bool deep)
{
    enum jalon_lang lang = run->lang;
    size_t n = n_problems(found);
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    add_problems(&text, lang, found);
    add_blessings(&text, lang, found);
    jalon_str_addf(&text, "%zu %s, %zu %s%s%s%zu %s\n", found->n_applied,
                   found->n_applied > 1 ? say(lang, "migrations appliquées", "migrations applied")
                                        : say(lang, "migration appliquée", "migration applied"),
                   found->n_facts, say(lang, "faits", "facts"),
                   deep ? say(lang, " comparés à une base neuve", " compared with a new database")
                        : "",
                   say_colon(lang), n,
                   n > 1 ? say(lang, "écarts", "differences")
                         : say(lang, "écart", n == 1 ? "difference" : "differences"));
    out_text(run->out, jalon_str_text(&text));
}

static int run_verify(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct verify *verify = options;
    JALON_AUTO(jalon_verification_freep) struct jalon_verification *found = NULL;
    if (jalon_database_verify(&run->location, verify->deep, &found, err) < 0) {
        return -1;
    }
    if (run->json) {
        verify_json(run, found, verify->deep);
    } else {
        verify_text(run, found, verify->deep);
    }
    return jalon_verification_ok(found) ? 0 : jalon_err_exit_status(JALON_ERR_CHECK);
}

struct bless {
    const char *fact;
};

static const struct cli_opt bless_arguments[] = {
    {"FACT", 0, CLI_TEXT, NULL,
     "the difference as jalon db verify names it, with its parts; without it all of them",
     offsetof(struct bless, fact), 0, NULL, 0},
    {0},
};

static int run_bless(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct bless *bless = options;
    const char *reason = run->common->reason;
    size_t n = 0;
    if (reason == NULL || reason[0] == '\0') {
        return jalon_fail(err, &jalon_msg_cli_required, "--reason",
                          "jalon db bless [FACT] --reason TEXT", "db bless");
    }
    if (jalon_database_bless(&run->location, bless->fact, reason, &n, err) < 0) {
        return -1;
    }
    if (n == 0) {
        out_text(run->out, say(run->lang, "rien à accepter, le schéma est celui des migrations\n",
                               "nothing to accept, the schema is that of the migrations\n"));
        return 0;
    }
    out_textf(run->out, "%zu %s\n", n,
              n > 1 ? say(run->lang, "écarts acceptés", "differences accepted")
                    : say(run->lang, "écart accepté", "difference accepted"));
    return 0;
}

const struct cli_command cmd_db_verify = {.name = "db verify",
                                          .section = "Database",
                                          .summary = "whether the schema is as the migrations "
                                                     "made it",
                                          .flags = CLI_SERVER,
                                          .formats = "text|json",
                                          .options = verify_options,
                                          .size = sizeof(struct verify),
                                          .run = run_verify};
const struct cli_command cmd_db_bless = {.name = "db bless",
                                         .section = "Database",
                                         .summary = "accept what db verify found, with a reason",
                                         .flags = CLI_SERVER | CLI_REASON,
                                         .arguments = bless_arguments,
                                         .size = sizeof(struct bless),
                                         .run = run_bless};
