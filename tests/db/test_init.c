/* Starting the real programme: complete, exactly once, and resumed after a kill. */
#include "app/init.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/contract.h"
#include "base/mem.h"
#include "base/str.h"
#include "support/cluster.h"
#include "support/migrated.h"
#include "support/test.h"

#define TI TEST_DATA "/../../../config/programmes/territoires-industrie"

SETUP_GROUP(test_migrated);

/* A fresh database, and the conninfo of a manager's login. */
static const char *database, *super, *manager;

static int make_database(void **state)
{
    (void)state;
    database = test_database_new();
    super = test_cluster_conninfo(TEST_SUPERUSER, database);
    (void)test_sql(super, "CREATE ROLE test_init LOGIN IN ROLE jalon_manager;"
                          "CREATE ROLE test_init_other LOGIN IN ROLE jalon_manager");
    manager = test_cluster_conninfo("test_init", database);
    return 0;
}
SETUP_EACH(make_database);

static struct jalon_init_plan *load(const char *folder)
{
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    struct jalon_init_plan *plan = jalon_init_plan_load(folder, &faults);
    if (plan == NULL) {
        fail_msg("%s: %s", faults.items[0].place.path, faults.items[0].err.message[JALON_EN]);
    }
    return plan;
}

static int run(const char *conninfo, const char *folder, const struct jalon_init_options *options,
               struct jalon_init_report *report, struct jalon_err *err)
{
    JALON_AUTO(jalon_init_plan_freep) struct jalon_init_plan *plan = load(folder);
    JALON_AUTO(jalon_app_done) struct jalon_app app = {0};
    const struct jalon_db_options db = {.conninfo = conninfo, .command = "test"};
    assert_done(jalon_db_open(&db, &app.db, err), err);
    return jalon_app_init(&app, plan, options, report, err);
}

static struct jalon_init_report run_well(const char *conninfo)
{
    const struct jalon_init_options options = {0};
    struct jalon_init_report report;
    struct jalon_err err = {0};
    assert_done(run(conninfo, TI, &options, &report, &err), &err);
    return report;
}

static void assert_count(const char *sql, const char *expected)
{
    assert_string_equal(expected, test_sql(super, sql));
}

/* 1 programme, 149 entries, 22 pilots, 13 negotiations, 13 protocoles of two parties, 4
 * milestones. */
static void assert_complete(void)
{
    assert_count("SELECT count(*), count(DISTINCT request) FROM audit.entry", "363|350");
    assert_count("SELECT count(*) FROM jalon.contract", "149");
    assert_count("SELECT count(*) FROM jalon.member", "588");
    assert_count("SELECT count(*) FROM jalon.territory_name WHERE kind <> 'name'", "53");
    assert_count("SELECT count(*) FROM jalon.signature", "26");
    assert_count("SELECT count(*) FROM jalon.milestone", "4");
}

TEST(the_whole_register_is_loaded)
{
    struct jalon_init_report report = run_well(manager);
    assert_complete();
    assert_true(report.programme_changed);
    assert_int_equal(1, report.revision);
    assert_int_equal(149, report.n_added[JALON_INIT_TERRITORIES]);
    assert_int_equal(52, report.n_added[JALON_INIT_EVENTS]);
}

static void count_states(struct jalon_app *app, int year, int month, int day, const char *expected)
{
    static const char *const states[] = {"identified", "pilot", "negotiating", "signed"};
    JALON_AUTO(jalon_list_freep) struct jalon_list *list = NULL;
    struct jalon_err err = {0};
    assert_done(
        jalon_app_list(app, &jalon_list_everything, jalon_date_of(year, month, day), &list, &err),
        &err);
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    jalon_str_addf(&text, "%zu:", list->n_rows);
    for (size_t i = 0; i < JALON_COUNT(states); i++) {
        int n = 0;
        for (size_t j = 0; j < list->n_rows; j++) {
            n += strcmp(list->rows[j].state, states[i]) == 0;
        }
        jalon_str_addf(&text, " %d", n);
    }
    assert_string_equal(expected, text.text);
}

TEST(the_figures_of_the_programme_come_out)
{
    (void)run_well(manager);
    JALON_AUTO(jalon_app_done) struct jalon_app app = {0};
    struct jalon_err err = {0};
    const struct jalon_db_options db = {.conninfo = manager, .command = "test"};
    assert_done(jalon_db_open(&db, &app.db, &err), &err);
    count_states(&app, 2018, 11, 22, "124: 124 0 0 0");
    count_states(&app, 2019, 1, 30, "124: 102 22 0 0");
    count_states(&app, 2019, 3, 5, "136: 114 22 0 0");
    count_states(&app, 2019, 4, 30, "137: 114 10 13 0");
}

TEST(a_second_run_changes_nothing_whoever_makes_it)
{
    (void)run_well(manager);
    static const char all[] = "SELECT md5(string_agg(leaf, '' ORDER BY id)) FROM audit.entry";
    JALON_AUTO(jalon_freep) char *before = jalon_strdup(test_sql(super, all));
    struct jalon_init_report report = run_well(manager);
    assert_false(report.programme_changed);
    assert_int_equal(1, report.revision);
    assert_int_equal(0, report.n_added[JALON_INIT_TERRITORIES]);
    assert_int_equal(0, report.n_added[JALON_INIT_EVENTS]);
    (void)run_well(test_cluster_conninfo("test_init_other", database));
    assert_count(all, before);
}

/* Where a child kills itself. */
struct moment {
    enum jalon_init_stage stage;
    size_t done;
};

static void kill_there(void *context, enum jalon_init_stage stage, size_t done, size_t total)
{
    const struct moment *moment = context;
    (void)total;
    if (stage == moment->stage && done == moment->done) {
        (void)kill(getpid(), SIGKILL);
    }
}

static void run_until_killed(struct moment moment)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        const struct jalon_init_options options = {.talk = kill_there, .context = &moment};
        struct jalon_init_report report;
        struct jalon_err err = {0};
        _exit(run(manager, TI, &options, &report, &err) == 0 ? 0 : 1);
    }
    int status = 0;
    assert_int_equal(child, waitpid(child, &status, 0));
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

TEST(a_killed_run_is_resumed_where_it_stopped)
{
    run_until_killed((struct moment){JALON_INIT_TERRITORIES, 0});
    run_until_killed((struct moment){JALON_INIT_TERRITORIES, 70});
    assert_count("SELECT count(*) FROM jalon.contract", "70");
    run_until_killed((struct moment){JALON_INIT_EVENTS, 30});
    assert_count("SELECT count(*) FROM jalon.contract", "149");
    struct jalon_init_report report = run_well(manager);
    assert_false(report.programme_changed);
    assert_int_equal(0, report.n_added[JALON_INIT_TERRITORIES]);
    assert_int_equal(22, report.n_added[JALON_INIT_EVENTS]);
    assert_complete();
}

TEST(a_dry_run_counts_and_writes_nothing)
{
    const struct jalon_init_options options = {.dry_run = true};
    struct jalon_init_report report;
    struct jalon_err err = {0};
    assert_done(run(manager, TI, &options, &report, &err), &err);
    assert_true(report.programme_changed);
    assert_int_equal(149, report.n_added[JALON_INIT_TERRITORIES]);
    assert_int_equal(52, report.n_added[JALON_INIT_EVENTS]);
    assert_count("SELECT count(*) FROM audit.entry", "0");
    assert_count("SELECT count(*) FROM jalon.programme", "0");
}

/* Copies a file of the programme's folder, with OLD replaced by NEW once; NULL: as it is. */
static void copy(const char *folder, const char *name, const char *old, const char *new)
{
    JALON_AUTO(jalon_str_done) struct jalon_str from = {0}, to = {0}, text = {0};
    jalon_str_addf(&from, "%s/%s", TI, name);
    jalon_str_addf(&to, "%s/%s", folder, name);
    FILE *file = fopen(from.text, "r");
    assert_non_null(file);
    char buffer[4096];
    for (size_t n; (n = fread(buffer, 1, sizeof buffer, file)) > 0;) {
        jalon_str_add_bytes(&text, buffer, n);
    }
    assert_int_equal(0, fclose(file));
    file = fopen(to.text, "w");
    assert_non_null(file);
    char *at = old == NULL ? text.text + text.length : strstr(text.text, old);
    assert_non_null(at);
    (void)fprintf(file, "%.*s%s%s", (int)(at - text.text), text.text, new,
                  old == NULL ? "" : at + strlen(old));
    assert_int_equal(0, fclose(file));
}

static void remove_folder(const char *folder)
{
    static const char *const names[] = {"programme.yaml", "regions.csv", "departements.csv",
                                        "territories.csv", "events.csv"};
    for (size_t i = 0; i < JALON_COUNT(names); i++) {
        JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
        jalon_str_addf(&path, "%s/%s", folder, names[i]);
        (void)unlink(path.text);
    }
    assert_int_equal(0, rmdir(folder));
}

/* The folder without members and aliases, with one change in one file. */
static void make_folder(char *folder, const char *name, const char *old, const char *new)
{
    static const char *const names[] = {"programme.yaml", "regions.csv", "departements.csv",
                                        "territories.csv", "events.csv"};
    assert_non_null(mkdtemp(folder));
    for (size_t i = 0; i < JALON_COUNT(names); i++) {
        bool is_changed = name != NULL && strcmp(names[i], name) == 0;
        copy(folder, names[i], is_changed ? old : NULL, is_changed ? new : "");
    }
}

static int run_changed(const char *name, const char *old, const char *new, struct jalon_err *err)
{
    char folder[] = "/tmp/jalon-test-XXXXXX";
    make_folder(folder, name, old, new);
    const struct jalon_init_options options = {0};
    struct jalon_init_report report;
    int outcome = run(manager, folder, &options, &report, err);
    remove_folder(folder);
    return outcome;
}

static void write_events(const char *folder, const char *rows)
{
    JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
    jalon_str_addf(&path, "%s/events.csv", folder);
    FILE *file = fopen(path.text, "w");
    assert_non_null(file);
    (void)fprintf(file, "on,territory_code,action,what,parties,reason\n%s", rows);
    assert_int_equal(0, fclose(file));
}

/* The numbers of events that were added, and the duplicates: "8; 7 like 6". */
static const char *added_by(const char *folder, struct jalon_str *text)
{
    const struct jalon_init_options options = {0};
    JALON_AUTO(jalon_init_plan_freep) struct jalon_init_plan *plan = load(folder);
    JALON_AUTO(jalon_app_done) struct jalon_app app = {0};
    const struct jalon_db_options db = {.conninfo = manager, .command = "test"};
    struct jalon_init_report report;
    struct jalon_err err = {0};
    assert_done(jalon_db_open(&db, &app.db, &err), &err);
    assert_done(jalon_app_init(&app, plan, &options, &report, &err), &err);
    jalon_str_clear(text);
    jalon_str_addf(text, "%zu", report.n_added[JALON_INIT_EVENTS]);
    for (size_t i = 0; i < report.n_duplicates[JALON_INIT_EVENTS]; i++) {
        const struct jalon_init_duplicate *one = &report.duplicates[JALON_INIT_EVENTS][i];
        jalon_str_addf(text, "; %zu like %zu", one->line, one->same_as);
    }
    return jalon_str_text(text);
}

TEST(t49_rows_of_a_folder_that_look_alike_are_both_kept_or_both_told)
{
    char folder[] = "/tmp/jalon-test-XXXXXX";
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    make_folder(folder, NULL, NULL, NULL);
    write_events(folder, "2019-02-15,ti-2801,advance,negotiating,,\n"
                         "2019-03-01,ti-2801,sign,contrat,all,\n"
                         "2019-04-01,ti-2801,sign,avenant,all,\n"
                         "2019-04-01,ti-2801,sign,avenant,all,\n"
                         "2019-02-15,ti-9301,milestone,launch,,\n"
                         "2019-02-15,ti-9301,milestone,launch,,\n"
                         "2019-02-20,ti-9301,advance,suspended,,essai\n"
                         "2019-02-20,ti-9301,advance,identified,,\n"
                         "2019-02-20,ti-9301,advance,suspended,,essai\n");
    assert_string_equal("8; 7 like 6", added_by(folder, &text));
    assert_count("SELECT count(*) FROM jalon.instrument WHERE instrument = 'avenant'", "2");
    assert_string_equal("0; 7 like 6", added_by(folder, &text));
    remove_folder(folder);
}

TEST(t49_the_first_of_rows_that_look_alike_has_the_request_of_one_that_stands_alone)
{
    char folder[] = "/tmp/jalon-test-XXXXXX";
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    make_folder(folder, NULL, NULL, NULL);
    static const char once[] = "2019-02-15,ti-2801,advance,negotiating,,\n"
                               "2019-03-01,ti-2801,sign,contrat,all,\n"
                               "2019-04-01,ti-2801,sign,avenant,all,\n";
    write_events(folder, once);
    assert_string_equal("3", added_by(folder, &text));
    jalon_str_clear(&text);
    jalon_str_addf(&text, "%s2019-04-01,ti-2801,sign,avenant,all,\n", once);
    JALON_AUTO(jalon_freep) char *twice = jalon_strdup(jalon_str_text(&text));
    write_events(folder, twice);
    assert_string_equal("1", added_by(folder, &text));
    remove_folder(folder);
}

TEST(a_row_that_was_loaded_with_other_content_is_a_conflict)
{
    struct jalon_err err = {0};
    assert_done(run_changed(NULL, NULL, NULL, &err), &err);
    assert_int_equal(-1, run_changed("territories.csv", "Cap Excellence", "Cap Exemple", &err));
    assert_int_equal(JALON_ERR_CONFLICT, err.kind);
    assert_non_null(strstr(err.message[JALON_EN], "territories.csv, line 2: "));
    assert_int_equal(
        -1, run_changed("events.csv", "2019-01-30,before,ti-9301", "2019-01-30,day,ti-9301", &err));
    assert_int_equal(JALON_ERR_CONFLICT, err.kind);
    assert_non_null(strstr(err.message[JALON_EN], "events.csv, line "));
    assert_non_null(strstr(err.hint[JALON_EN], "put the row back"));
    /* ti-1104 has moved on since: the rule that forbids the move speaks first. */
    assert_int_equal(
        -1, run_changed("events.csv", "2019-01-30,before,ti-1104", "2019-01-30,day,ti-1104", &err));
    assert_int_equal(JALON_ERR_REFUSED, err.kind);
    assert_non_null(strstr(err.hint[JALON_EN], "If this row changed since it was loaded"));
    assert_count("SELECT count(*) FROM audit.entry", "215");
}

TEST(a_row_that_the_rules_forbid_is_refused_with_its_place)
{
    struct jalon_err err = {0};
    assert_int_equal(-1, run_changed("events.csv", "2019-01-30,before", "2099-01-30,day", &err));
    assert_int_equal(JALON_ERR_REFUSED, err.kind);
    assert_non_null(strstr(err.message[JALON_EN], "events.csv, line 2: "));
    assert_non_null(strstr(err.hint[JALON_EN], "Then run jalon init again: it goes on there"));
    assert_done(run_changed(NULL, NULL, NULL, &err), &err);
    assert_count("SELECT count(*) FROM audit.entry", "215");
}

TEST(a_changed_document_is_a_new_revision_and_the_old_one_again_a_third)
{
    struct jalon_err err = {0};
    assert_done(run_changed(NULL, NULL, NULL, &err), &err);
    assert_done(run_changed("programme.yaml", "premiers contrats", "premiers actes", &err), &err);
    assert_count("SELECT revision FROM jalon.programme", "2");
    assert_done(run_changed(NULL, NULL, NULL, &err), &err);
    assert_count("SELECT revision FROM jalon.programme", "3");
    assert_count("SELECT count(*) FROM audit.entry WHERE subject_kind = 'territory'", "214");
}

TEST(a_folder_of_another_programme_than_the_chosen_one_is_a_usage_error)
{
    JALON_AUTO(jalon_init_plan_freep) struct jalon_init_plan *plan = load(TI);
    struct jalon_app app = {.programme_code = "demo"};
    const struct jalon_init_options options = {0};
    struct jalon_init_report report;
    struct jalon_err err = {0};
    assert_string_equal("ti", jalon_init_plan_code(plan));
    assert_int_equal(-1, jalon_app_init(&app, plan, &options, &report, &err));
    assert_int_equal(JALON_ERR_USAGE, err.kind);
}
