/* The journal as pages: the same for the same leaves, harmless, and without names of people. */
#include <stdio.h>
#include <string.h>

#include "app/bundle.h"
#include "base/file.h"
#include "sealing.h"
#include "store/correction.h"
#include "store/party.h"

enum { MOST_BYTES = 1 << 22 };

static const struct jalon_anomaly_rules rules = {30, 50, 0, 24};

static char database[64];
static struct sealer sealer;

static int start(void **state)
{
    (void)state;
    (void)snprintf(database, sizeof database, "%s", test_database_new());
    new_sealer(&sealer);
    return 0;
}
SETUP_EACH(start);

/* A folder with the pages to a checkpoint of SIZE leaves; 0: the last one. */
static const char *export(uint64_t size, bool personal)
{
    static char path[96];
    static int n;
    struct jalon_err err = {0};
    JALON_AUTO(jalon_app_done)
    struct jalon_app app = {.db = fixture_open(database, FIXTURE_MANAGER),
                            .programme_code = FIXTURE_PROGRAMME};
    struct jalon_bundle_report report;
    (void)snprintf(path, sizeof path, "%s/pages-%d", folder, ++n);
    const struct jalon_bundle_request request = {
        .folder = path, .size = size, .personal = personal, .html = &rules, .lang = JALON_EN};
    assert_done(jalon_app_bundle(&app, &request, &report, &err), &err);
    return path;
}

static void read_page(const char *bundle, const char *name, struct jalon_str *content)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
    jalon_str_addf(&path, "%s/html/%s", bundle, name);
    jalon_str_clear(content);
    assert_done(jalon_file_read(jalon_str_text(&path), MOST_BYTES, content, &err), &err);
}

static void assert_page(const char *bundle, const char *name, const char *part, bool wanted)
{
    JALON_AUTO(jalon_str_done) struct jalon_str content = {0};
    read_page(bundle, name, &content);
    if ((strstr(content.text, part) != NULL) != wanted) {
        fail_msg("%s %s '%s':\n%s", name, wanted ? "lacks" : "has", part, content.text);
    }
}

/* Does a command of the shell succeed, of which $1 and $2 are folders? */
static bool holds(const char *command, const char *one, const char *other)
{
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    jalon_str_addf(&line, "set -- %s %s; %s", one, other, command);
    return shell(jalon_str_text(&line)) == 0;
}

static void note(const char *code, const char *text)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    struct jalon_write write = fixture_write(NULL);
    write.precision = JALON_PRECISION_UNKNOWN;
    write.evidence.note = text;
    assert_done(jalon_store_note(db, &write, code, &receipt, &err), &err);
}

TEST(pages_to_one_checkpoint_stay_the_same_whatever_is_recorded_afterwards)
{
    char before[96];
    (void)try_seal(database, &sealer, false);
    (void)snprintf(before, sizeof before, "%s", export(0, false));
    uint64_t size = strtoull(ask(database, "SELECT size FROM audit.log"), NULL, 10);
    note("essai-1", "remarque d'essai");
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    fixture_step(db, "essai-2", "negotiating 2019-02-01");
    (void)try_seal(database, &sealer, false);
    assert_true(holds("diff -r $1/html $2/html", before, export(size, false)));
    assert_false(holds("diff -rq $1/html $2/html >/dev/null", before, export(0, false)));
}

TEST(what_is_personal_is_told_only_when_it_is_asked_for)
{
    char masked[96];
    note("essai-1", "vu par Camille Obscure");
    (void)try_seal(database, &sealer, false);
    (void)snprintf(masked, sizeof masked, "%s", export(0, false));
    assert_true(holds("! grep -rq 'Camille Obscure' $1/html", masked, ""));
    assert_page(masked, "contracts/essai-1.html", "[not shown]", true);
    assert_page(masked, "index.html", "are not in these pages", true);
    assert_page(export(0, true), "contracts/essai-1.html", "vu par Camille Obscure", true);
}

TEST(no_text_becomes_markup)
{
    note("essai-1", "<script>alert(1)</script>\" onclick='x");
    (void)try_seal(database, &sealer, false);
    const char *bundle = export(0, true);
    assert_true(holds("! grep -rq '<script' $1/html", bundle, ""));
    assert_page(bundle, "contracts/essai-1.html", "&lt;script&gt;alert(1)&lt;/script&gt;", true);
}

TEST(an_entry_that_was_taken_back_is_marked_and_the_state_is_without_it)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    struct jalon_write write = fixture_write(NULL);
    const int64_t seqs[] = {2};
    const struct jalon_entries entries = {"essai-2", seqs, 1};
    write.evidence.reason = "essai";
    fixture_step(db, "essai-2", "negotiating 2019-02-01");
    assert_done(jalon_store_void(db, &write, &entries, &receipt, &err), &err);
    (void)try_seal(database, &sealer, false);
    const char *bundle = export(0, false);
    assert_page(bundle, "contracts/essai-2.html", "<li id=\"e2\" class=\"void\">", true);
    assert_page(bundle, "contracts/essai-2.html", "<li id=\"e3\" class=\"entry\">", true);
    assert_true(holds("grep -q 'essai-2</a></th><td class=\"left\">[^<]*</td><td"
                      " class=\"left\">identif' $1/html/index.html",
                      bundle, ""));
}

TEST(a_month_with_many_entries_takes_several_pages)
{
    (void)test_sql(test_cluster_conninfo(FIXTURE_MANAGER, database),
                   "SELECT count(jalon.note(gen_random_uuid(), 'demo', 'essai-1', NULL, 'unknown',"
                   " '{\"note\":\"essai\"}')) FROM generate_series(1, 505)");
    (void)try_seal(database, &sealer, false);
    const char *bundle = export(0, false);
    assert_true(holds("test $(ls $1/html/log | wc -l) = 2", bundle, ""));
    assert_true(
        holds("test $(cat $1/html/log/*-1.html | grep -o '<li ' | wc -l) = 500", bundle, ""));
    assert_page(bundle, "index.html", "(2)</a>: ", true);
    assert_page(bundle, "anomalies.html", "class=\"warning\"", true);
}
