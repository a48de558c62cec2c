/* Issued reports: frozen once, had again to the byte, and told from what was never issued. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/app_messages.h"
#include "app/document.h"
#include "app/erasure.h"
#include "app/issue.h"
#include "app/report.h"
#include "app/seal.h"
#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "store/party.h"
#include "store/programme.h"
#include "support/crowd.h"
#include "support/own_database.h"

enum { CROWD = 6, PERMISSION = 8 };

/* Of an issue: data once, and what people read in both languages. */
static const char *const names[] = {"demo-2019-W09.json",    "demo-2019-W09.fr.txt",
                                    "demo-2019-W09.en.txt",  "demo-2019-W09.fr.html",
                                    "demo-2019-W09.en.html", "demo-2019-W09.fr.xlsx",
                                    "demo-2019-W09.en.xlsx"};
enum { N_FILES = JALON_COUNT(names) };

static const struct jalon_week week = {2019, 9};
static char folder[] = "/tmp/jalon-issue-XXXXXX";

/* Of the file NAME in the folder. */
static void path_of(const char *name, struct jalon_str *out)
{
    jalon_str_clear(out);
    jalon_str_addf(out, "%s/%s", folder, name);
}

static void remove_file(const char *name)
{
    JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
    path_of(name, &path);
    assert_int_equal(unlink(jalon_str_text(&path)), 0);
}

/* A name that mkdtemp() makes another folder of. */
static char *new_folder(void)
{
    (void)snprintf(folder, sizeof folder, "/tmp/jalon-issue-XXXXXX");
    return folder;
}

/* What the sealer of a test left. */
static void clean(void)
{
    static const char *const left[] = {"key", "state", "state.lock"};
    for (size_t i = 0; i < JALON_COUNT(left); i++) {
        remove_file(left[i]);
    }
    assert_int_equal(rmdir(folder), 0);
}

/* essai-2 was signed by the State in that week. */
static int start(void **state)
{
    (void)state;
    open_own_database();
    fixture_step(manager, "essai-2", "negotiating 2019-02-01");
    fixture_step(manager, "essai-2", "contrat etat 2019-03-01");
    return 0;
}
SETUP_EACH(start);

static void note(struct jalon_db *db, const char *text)
{
    struct jalon_err err = {0};
    struct jalon_write write = undated(NULL);
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    write.evidence.note = text;
    assert_done(jalon_store_note(db, &write, "essai-1", &receipt, &err), &err);
}

/* Stands for the compiler: a PDF that says when it was made, or none at all. */
static int print(const void *context, const char *instant, const struct jalon_str *page,
                 struct jalon_str *ret_pdf, struct jalon_err *err)
{
    const bool *works = context;
    if (!*works) {
        return jalon_fail(err, &jalon_msg_no_programme);
    }
    jalon_str_addf(ret_pdf, "%%PDF of %zu bytes at %s", page->length, instant);
    return 0;
}
static const bool works = true, fails = false;
static const struct jalon_printer printer = {print, &works}, broken = {print, &fails};

/* The entry, with "=" before it when it was there; or the key of the refusal. */
static const char *send_printed(struct jalon_db *db, const struct jalon_write *write,
                                const struct jalon_week *of, bool again,
                                const struct jalon_printer *printed)
{
    static _Thread_local char answer[64];
    struct jalon_err err = {0};
    struct jalon_app app = {.db = db, .programme_code = FIXTURE_PROGRAMME, .printer = printed};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    int failed = jalon_app_report_issue(&app, write, of, again, &receipt, &err);
    app.db = NULL;
    jalon_app_done(&app);
    (void)snprintf(answer, sizeof answer, "%s%s", failed == 0 && receipt->replayed ? "=" : "",
                   failed == 0 ? receipt->entries[0] : err.key);
    return answer;
}

static const char *send(struct jalon_db *db, const struct jalon_write *write,
                        const struct jalon_week *of, bool again)
{
    return send_printed(db, write, of, again, NULL);
}

static const char *issue(bool again, const char *reason)
{
    const struct jalon_write write = undated(reason);
    return send(manager, &write, &week, again);
}

static const char *n_issues(void)
{
    return ask("SELECT count(*) FROM audit.history WHERE event = 'report'");
}

static struct jalon_app reader_app(void)
{
    return (struct jalon_app){.db = fixture_open(database, FIXTURE_READER),
                              .programme_code = FIXTURE_PROGRAMME};
}

/* The report made again from the books as they are said to have been is what was issued. */
static void assert_made_again(void)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_app_done) struct jalon_app app = reader_app();
    JALON_AUTO(jalon_issued_list_done) struct jalon_issued_list list = {0};
    JALON_AUTO(jalon_weekly_freep) struct jalon_weekly *weekly = NULL;
    assert_done(jalon_app_issued(&app, &week, &list, &err), &err);
    assert_true(list.n >= N_FILES);
    jalon_programme_freep(&app.programme);
    app.known_at = list.items[list.n - 1].known;
    assert_done(jalon_app_weekly(&app, &week, JALON_DATE_NONE, &weekly, &err), &err);
    for (size_t i = list.n - N_FILES; i < list.n; i++) {
        const struct jalon_issued *one = &list.items[i];
        bool is_english = one->lang && strcmp(one->lang, "en") == 0;
        JALON_AUTO(jalon_str_done) struct jalon_str made = {0};
        JALON_AUTO(jalon_str_done) struct jalon_str kept = {0};
        assert_done(jalon_weekly_format(one->format)
                        ->render(weekly, is_english ? JALON_EN : JALON_FR, &made, &err),
                    &err);
        assert_done(jalon_app_document_content(&app, one->sha256, &kept, &err), &err);
        assert_int_equal(kept.length, one->size);
        assert_int_equal(made.length, kept.length);
        assert_memory_equal(jalon_str_text(&made), jalon_str_text(&kept), kept.length);
    }
}

TEST(an_issue_is_an_entry_with_the_week_what_was_known_and_the_hash_of_each_file)
{
    assert_string_equal(issue(false, NULL), "demo#2");
    assert_string_equal(
        ask("SELECT (l.a - 'files')::text || ' ' || (SELECT string_agg((f ->> 'format') || ' ' ||"
            " coalesce(f ->> 'lang', '-'), ', ') FROM jsonb_array_elements(l.a -> 'files') f)"
            " FROM audit.history h, LATERAL (SELECT h.leaf::jsonb -> 'after' AS a) l"
            " WHERE h.event = 'report'"),
        "{\"kind\": \"weekly\", \"note\": null, \"week\": \"2019-W09\", \"as_of\": \"2019-03-03\","
        " \"known\": \"essai-2#3\", \"checkpoint\": null} html en, html fr, json -, text en, text fr, xlsx en, xlsx fr");
    assert_made_again();
    assert_sound();
}

/* Signs what there is, by a key of this test; how many leaves that are. */
static int64_t seal(void)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str public = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str key = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str state = {0};
    JALON_AUTO(jalon_seal_report_done) struct jalon_seal_report report = {0};
    JALON_AUTO(jalon_app_done)
    struct jalon_app app = {.db = fixture_open(database, FIXTURE_SEALER)};
    jalon_str_addf(&key, "%s/key", folder);
    jalon_str_addf(&state, "%s/state", folder);
    if (access(jalon_str_text(&key), F_OK) < 0) {
        assert_done(
            jalon_app_keygen("essai.example/1", JALON_KEY_LOG, jalon_str_text(&key), &public, &err),
            &err);
    }
    const struct jalon_sealer_files files = {jalon_str_text(&key), jalon_str_text(&state)};
    assert_done(jalon_app_seal(&app, &files, true, &report, &err), &err);
    return (int64_t)report.size;
}

/* The checkpoint in the kept JSON of the last issue of the week. */
static int64_t shown(void)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_app_done) struct jalon_app app = reader_app();
    JALON_AUTO(jalon_issued_list_done) struct jalon_issued_list list = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str kept = {0};
    JALON_AUTO(jalon_json_decref) json_t *report = NULL;
    assert_done(jalon_app_issued(&app, &week, &list, &err), &err);
    for (size_t i = 0; i < list.n; i++) {
        if (strcmp(list.items[i].format, "json") == 0) {
            jalon_str_clear(&kept);
            assert_done(jalon_app_document_content(&app, list.items[i].sha256, &kept, &err), &err);
        }
    }
    assert_done(jalon_json_parse(jalon_str_text(&kept), &report, &err), &err);
    return jalon_json_int(json_object_get(report, "checkpoint"), "size");
}

TEST(an_issue_shows_the_last_checkpoint_signed_before_it_and_keeps_showing_that_one)
{
    assert_non_null(mkdtemp(new_folder()));
    (void)seal();
    int64_t size = seal();
    assert_string_equal(issue(false, NULL), "demo#2");
    assert_int_equal(shown(), size);
    assert_true(seal() > size);
    assert_string_equal(issue(false, NULL), "=demo#2");
    assert_made_again();
    note(manager, "remarque d'essai");
    size = seal();
    assert_string_equal(issue(true, "essai"), "demo#3");
    assert_int_equal(shown(), size);
    assert_made_again();
    assert_sound();
    clean();
}

TEST(an_epoch_makes_no_other_report)
{
    assert_string_equal(issue(false, NULL), "demo#2");
    const char *receipt = test_sql(
        test_cluster_conninfo(FIXTURE_SEALER, database),
        "SELECT jalon.new_epoch(gen_random_uuid(), 'demo', 1, 'x', '{}', 0, 'direction d''essai',"
        " '{\"reason\": \"essai\"}') -> 'entries' ->> 0");
    assert_string_equal(receipt, "demo#3");
    assert_string_equal(issue(false, NULL), "=demo#2");
    assert_made_again();
}

TEST(a_report_that_was_not_issued_shows_no_checkpoint)
{
    struct jalon_err err = {0};
    const struct jalon_week other = {2019, 10};
    JALON_AUTO(jalon_app_done) struct jalon_app app = reader_app();
    JALON_AUTO(jalon_weekly_freep) struct jalon_weekly *weekly = NULL;
    assert_non_null(mkdtemp(new_folder()));
    (void)seal();
    assert_string_equal(issue(false, NULL), "demo#2");
    assert_done(jalon_app_weekly(&app, &other, JALON_DATE_NONE, &weekly, &err), &err);
    assert_null(weekly->anchor.note);
    clean();
}

/* As who renders its files while somebody else issues the same week by the same books. */
TEST(files_made_by_another_checkpoint_than_the_first_issue_are_to_be_made_anew)
{
    static const char *const checkpoints[] = {"1", "null"};
    assert_non_null(mkdtemp(new_folder()));
    (void)seal();
    assert_string_equal(issue(false, NULL), "demo#2");
    for (size_t i = 0; i < JALON_COUNT(checkpoints); i++) {
        JALON_AUTO(jalon_str_done) struct jalon_str sql = {0};
        jalon_str_addf(&sql,
                       "SELECT jalon.report_issue(gen_random_uuid(), 'demo', jsonb_build_object("
                       "'kind', 'weekly', 'week', '2019-W09', 'as_of', '2019-03-03', 'known',"
                       " h.entry_id, 'n', h.n, 'checkpoint', %s), '[]', false, '{}')"
                       " FROM jalon.issue_head('demo') h",
                       checkpoints[i]);
        const char *answer =
            test_sql(test_cluster_conninfo(FIXTURE_MANAGER, database), jalon_str_text(&sql));
        assert_non_null(strstr(answer, "books_moved"));
    }
    assert_string_equal(n_issues(), "1");
    clean();
}

TEST(the_same_content_again_is_no_new_entry)
{
    assert_string_equal(issue(false, NULL), "demo#2");
    assert_string_equal(issue(false, NULL), "=demo#2");
    assert_string_equal(issue(true, "essai"), "=demo#2");
    assert_string_equal(n_issues(), "1");
}

TEST(other_content_is_issued_only_when_that_is_meant_and_why_is_said)
{
    assert_string_equal(issue(false, NULL), "demo#2");
    note(manager, "remarque d'essai");
    assert_string_equal(issue(false, NULL), "report_issued");
    assert_string_equal(issue(true, NULL), "reissue_reason");
    assert_string_equal(n_issues(), "1");
    assert_string_equal(issue(true, "rectification d'essai"), "demo#3");
    assert_string_equal(issue(false, NULL), "=demo#3");
    assert_made_again();
    assert_sound();
}

TEST(erasing_a_person_makes_no_other_report)
{
    struct jalon_err err = {0};
    const struct jalon_write write = undated(NULL);
    const struct jalon_erasure_request request = {
        .person = "Camille Obscure", .ground = "article 17.1.b", .decided_by = "DPO d'essai"};
    JALON_AUTO(jalon_app_done)
    struct jalon_app app = {.db = fixture_open(database, FIXTURE_MANAGER),
                            .programme_code = FIXTURE_PROGRAMME};
    JALON_AUTO(jalon_erasure_done) struct jalon_erasure erasure = {0};
    note(manager, "vu par Camille Obscure");
    assert_string_equal(issue(false, NULL), "demo#2");
    assert_done(jalon_app_erase(&app, &write, &request, false, &erasure, &err), &err);
    assert_string_equal(issue(false, NULL), "=demo#2");
    assert_made_again();
}

TEST(a_report_is_made_by_the_revision_that_is_in_force_when_its_books_are_read)
{
    struct jalon_err err = {0};
    const struct jalon_write write = undated("essai");
    struct jalon_app app = {.db = manager, .programme_code = FIXTURE_PROGRAMME};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *applied = NULL;
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *issued = NULL;
    JALON_AUTO(jalon_json_decref) json_t *document = fixture_document_json();
    jalon_json_set(document, "targets", /* a report with a forecast tells it */
                   json_pack("[{s:s, s:{s:s, s:s}, s:s, s:s, s:s, s:{s:s, s:i}}]", "code", "all",
                             "label", "fr", "tous", "en", "all", "on", "2019-06-30", "decided_on",
                             "2019-01-08", "source", "essai", "covers", "instrument", "contrat",
                             "percent", 100));
    JALON_AUTO(jalon_freep) char *text = jalon_json_dump(document);
    assert_done(jalon_app_programme(&app, &err), &err);
    assert_done(jalon_store_programme_apply(manager, &write, text, 1, &applied, &err), &err);
    const struct jalon_write other = undated(NULL);
    assert_done(jalon_app_report_issue(&app, &other, &week, false, &issued, &err), &err);
    app.db = NULL;
    jalon_app_done(&app);
    assert_made_again();
}

/* Puts LEAF in the place of that of the one issue, as somebody can who rules the server. */
static void put_leaf(const char *leaf)
{
    JALON_AUTO(jalon_str_done) struct jalon_str sql = {0};
    jalon_str_addf(&sql,
                   "ALTER TABLE audit.entry DISABLE TRIGGER ALL; UPDATE audit.entry e SET leaf ="
                   " v.leaf, leaf_hash = audit.leaf_hash(v.leaf) FROM (SELECT (%s)::text AS leaf"
                   " FROM public.kept k) v WHERE e.event = 'report'",
                   leaf);
    assert_string_equal(
        test_sql(test_cluster_conninfo(TEST_SUPERUSER, database), jalon_str_text(&sql)), "");
}

TEST(an_entry_that_does_not_say_what_was_issued_has_no_files)
{
    static const struct lost {
        const char *leaf;
        size_t n_left;
    } lost[] = {{"k.leaf::jsonb #- '{after,week}'", 0},
                {"k.leaf::jsonb #- '{after,known}'", 0},
                {"k.leaf::jsonb #- '{after,files,0,format}'", N_FILES - 1},
                {"k.leaf::jsonb #- '{after,files,0,sha256}'", N_FILES - 1},
                {"k.leaf", N_FILES}};
    struct jalon_err err = {0};
    JALON_AUTO(jalon_app_done) struct jalon_app app = reader_app();
    assert_string_equal(issue(false, NULL), "demo#2");
    assert_string_equal(test_sql(test_cluster_conninfo(TEST_SUPERUSER, database),
                                 "CREATE TABLE public.kept AS SELECT e.leaf FROM audit.entry e"
                                 " WHERE e.event = 'report'"),
                        "");
    for (size_t i = 0; i < JALON_COUNT(lost); i++) {
        JALON_AUTO(jalon_issued_list_done) struct jalon_issued_list list = {0};
        put_leaf(lost[i].leaf);
        assert_done(jalon_app_issued(&app, NULL, &list, &err), &err);
        assert_int_equal(list.n, lost[i].n_left);
    }
    assert_sound();
}

TEST(a_week_that_is_not_over_is_not_issued)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_app_done) struct jalon_app app = reader_app();
    assert_done(jalon_app_programme(&app, &err), &err);
    const struct jalon_week now = jalon_week_of(app.today);
    const struct jalon_write write = undated(NULL);
    assert_string_equal(send(manager, &write, &now, false), "week_not_over");
    assert_string_equal(n_issues(), "0");
}

/* What is said of a file of the folder: how many issues it is, and of its week. */
static void assert_verdict(const char *name, size_t n_issued, size_t n_near)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_app_done) struct jalon_app app = reader_app();
    JALON_AUTO(jalon_issue_verdict_done) struct jalon_issue_verdict verdict = {.sha256 = ""};
    JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
    path_of(name, &path);
    assert_done(jalon_app_report_verify(&app, jalon_str_text(&path), &verdict, &err), &err);
    assert_int_equal(verdict.issued.n, n_issued);
    assert_int_equal(verdict.near.n, n_near);
}

/* Adds a line to the file NAME. */
static void alter(const char *name)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str content = {0};
    path_of(name, &path);
    assert_done(jalon_file_read(jalon_str_text(&path), 1 << 20, &content, &err), &err);
    jalon_str_add_char(&content, '\n');
    assert_done(jalon_file_replace(jalon_str_text(&path), content.text, content.length, &err),
                &err);
}

TEST(a_file_is_told_to_be_issued_altered_or_unknown)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_app_done) struct jalon_app app = reader_app();
    JALON_AUTO(jalon_issued_list_done) struct jalon_issued_list list = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
    assert_non_null(mkdtemp(new_folder()));
    assert_string_equal(issue(false, NULL), "demo#2");
    assert_done(jalon_app_issued(&app, &week, &list, &err), &err);
    for (size_t i = 0; i < list.n; i++) {
        assert_done(jalon_app_issued_write(&app, &list.items[i], folder, &err), &err);
    }
    for (size_t i = 0; i < N_FILES; i++) {
        assert_verdict(names[i], 1, N_FILES);
        alter(names[i]);
        assert_verdict(names[i], 0, N_FILES);
        remove_file(names[i]);
    }
    path_of("other", &path);
    assert_done(jalon_file_replace(jalon_str_text(&path), "2019-W99", 8, &err), &err);
    assert_verdict("other", 0, 0);
    remove_file("other");
    assert_int_equal(rmdir(folder), 0);
}

TEST(the_kept_files_are_verified_with_the_documents)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_app_done) struct jalon_app app = reader_app();
    JALON_AUTO(jalon_document_verification_done) struct jalon_document_verification found = {0};
    assert_string_equal(issue(false, NULL), "demo#2");
    assert_done(jalon_app_document_verify(&app, NULL, &found, &err), &err);
    assert_int_equal(found.n_documents, N_FILES);
    assert_int_equal(found.n_files, N_FILES);
    assert_int_equal(found.check->n_problems, 0);
}

TEST(who_only_reads_issues_nothing)
{
    static const char *const logins[] = {FIXTURE_READER, FIXTURE_AUDITOR, FIXTURE_SEALER};
    for (size_t i = 0; i < JALON_COUNT(logins); i++) {
        struct jalon_err err = {0};
        const struct jalon_write write = undated(NULL);
        JALON_AUTO(jalon_app_done)
        struct jalon_app app = {.db = fixture_open(database, logins[i])};
        JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
        assert_int_equal(jalon_app_report_issue(&app, &write, &week, false, &receipt, &err), -1);
        assert_int_equal(jalon_err_exit_status(err.kind), PERMISSION);
    }
    JALON_AUTO(jalon_db_closep)
    struct jalon_db *recorder = fixture_open(database, FIXTURE_RECORDER);
    const struct jalon_write write = undated(NULL);
    assert_string_equal(send(recorder, &write, &week, false), "demo#2");
}

TEST(a_request_sent_again_is_answered_again)
{
    const struct jalon_write write = undated(NULL);
    const struct jalon_week other = {2019, 10};
    assert_string_equal(send(manager, &write, &week, false), "demo#2");
    note(manager, "remarque d'essai");
    assert_string_equal(send(manager, &write, &week, false), "=demo#2");
    assert_string_equal(send(manager, &write, &other, false), "request_reused");
    assert_string_equal(n_issues(), "1");
}

TEST(t09_an_issue_whose_answer_is_lost_is_one_issue)
{
    const struct test_proxy proxy = {TEST_FAULT_CUT_AFTER, "jalon.report_issue", 0, 1};
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_through(&proxy, FIXTURE_MANAGER);
    const struct jalon_write write = undated(NULL);
    assert_string_equal(send(db, &write, &week, false), "=demo#2");
    assert_string_equal(n_issues(), "1");
    assert_sound();
}

static int issue_at_once(struct crowd *crowd, int i, void *context)
{
    (void)i;
    (void)context;
    struct jalon_db *db = fixture_open(database, FIXTURE_RECORDER);
    const struct jalon_write write = undated(NULL);
    crowd_meet(crowd);
    const char *answer = send(db, &write, &week, false);
    int status = strcmp(answer, "demo#2") == 0 ? 0 : strcmp(answer, "=demo#2") == 0 ? 2 : 1;
    jalon_db_close(db);
    return status;
}

TEST(of_many_that_issue_at_once_one_does_and_the_others_find_it)
{
    int statuses[CROWD];
    crowd_run(CROWD, issue_at_once, NULL, statuses);
    assert_int_equal(crowd_count(statuses, CROWD, 0), 1);
    assert_int_equal(crowd_count(statuses, CROWD, 2), CROWD - 1);
    assert_string_equal(n_issues(), "1");
    assert_sound();
}

static int write_or_issue(struct crowd *crowd, int i, void *context)
{
    (void)context;
    struct jalon_db *db = fixture_open(database, FIXTURE_RECORDER);
    int failed = 0;
    crowd_meet(crowd);
    for (int k = 0; k < 10 && i > 0; k++) {
        note(db, "remarque d'essai");
    }
    if (i == 0) {
        const struct jalon_write write = undated(NULL);
        failed = strcmp(send(db, &write, &week, false), "demo#2") != 0;
    }
    jalon_db_close(db);
    return failed;
}

TEST(what_others_write_meanwhile_is_in_the_books_of_an_issue_or_comes_after_it)
{
    int statuses[CROWD];
    crowd_run(CROWD, write_or_issue, NULL, statuses);
    assert_int_equal(crowd_count(statuses, CROWD, 0), CROWD);
    assert_made_again();
    assert_sound();
}

TEST(a_pdf_is_kept_where_there_is_a_printer_and_a_repeat_without_it_is_the_same_issue)
{
    struct jalon_write write = undated(NULL);
    assert_string_equal(send_printed(manager, &write, &week, false, &printer), "demo#2");
    assert_string_equal(ask("SELECT string_agg(lang, ' ') FROM jalon.issued_files()"
                            " WHERE format = 'pdf'"),
                        "en fr");
    write = undated(NULL);
    assert_string_equal(send_printed(manager, &write, &week, false, &printer), "=demo#2");
    assert_string_equal(issue(false, NULL), "=demo#2");
    assert_string_equal(n_issues(), "1");
}

TEST(a_week_issued_without_pdf_gets_it_only_as_another_issue)
{
    struct jalon_write write = undated(NULL);
    assert_string_equal(send(manager, &write, &week, false), "demo#2");
    assert_string_equal(send_printed(manager, &write, &week, false, &printer), "request_reused");
    write = undated(NULL);
    assert_string_equal(send_printed(manager, &write, &week, false, &printer), "report_issued");
    write = undated("avec le PDF");
    assert_string_equal(send_printed(manager, &write, &week, true, &printer), "demo#3");
    assert_string_equal(n_issues(), "2");
}

TEST(a_printer_that_fails_leaves_nothing_issued)
{
    const struct jalon_write write = undated(NULL);
    assert_string_equal(send_printed(manager, &write, &week, false, &broken), "no_programme");
    assert_string_equal(n_issues(), "0");
}
