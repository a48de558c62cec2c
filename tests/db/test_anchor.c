/* What a client keeps of a server's journal: it may grow, and nothing else. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/anchor.h"
#include "base/file.h"
#include "base/json.h"
#include "sealing.h"
#include "support/crowd.h"

enum { CROWD = 6, JOURNAL = 9 };

static char path[96]; /* of the file of the test that runs */

static int start(void **state)
{
    static int n;
    (void)state;
    (void)snprintf(path, sizeof path, "%s/anchors-%d.json", folder, ++n);
    return 0;
}
SETUP_EACH(start);

/* "first", "holds", or the name of the failure, as a recorder who reaches DATABASE at PLACE. */
static const char *anchor_with(const char *database, const char *place, const char *log)
{
    static char answer[64];
    struct jalon_err err = {0};
    JALON_AUTO(jalon_app_done)
    struct jalon_app app = {.db = fixture_open(database, FIXTURE_RECORDER)};
    JALON_AUTO(jalon_str_done) struct jalon_str origin = {0};
    const struct jalon_anchor_place where = {path, place, log};
    int outcome = jalon_app_anchor(&app, &where, &origin, &err);
    if (outcome < 0 && strncmp(err.key, "anchor_", strlen("anchor_")) == 0) {
        assert_int_equal(jalon_err_exit_status(err.kind), JOURNAL);
    }
    (void)snprintf(answer, sizeof answer, "%s",
                   outcome < 0                     ? err.key
                   : outcome == JALON_ANCHOR_FIRST ? "first"
                                                   : "holds");
    return answer;
}

static const char *anchor(const char *database)
{
    return anchor_with(database, "host=essai.example", NULL);
}

static void read_kept(struct jalon_str *content)
{
    struct jalon_err err = {0};
    jalon_str_clear(content);
    assert_done(jalon_file_read(path, 1 << 20, content, &err), &err);
}

/* How many leaves the kept checkpoint has. */
static int kept_size(void)
{
    JALON_AUTO(jalon_str_done) struct jalon_str content = {0};
    JALON_AUTO(jalon_json_decref) json_t *document = NULL;
    struct jalon_err err = {0};
    int size = -1;
    read_kept(&content);
    assert_done(jalon_json_parse(jalon_str_text(&content), &document, &err), &err);
    const json_t *one = json_array_get(json_object_get(document, "anchors"), 0);
    assert_int_equal(sscanf(jalon_json_text(one, "note"), "%*[^\n]\n%d", &size), 1);
    return size;
}

static void step(const char *database, const char *code)
{
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    fixture_step(db, code, "negotiating 2019-01-15");
}

/* DATABASE as it is now, under another name. */
static const char *copy_of(const char *database, char copy[64])
{
    JALON_AUTO(jalon_str_done) struct jalon_str sql = {0};
    (void)snprintf(copy, 64, "%s_copy", database);
    jalon_str_addf(&sql, "CREATE DATABASE %s TEMPLATE %s", copy, database);
    assert_null(strstr(ask("postgres", jalon_str_text(&sql)), "ERROR"));
    return copy;
}

TEST(the_first_checkpoint_is_kept_and_each_longer_one_takes_its_place)
{
    char database[64];
    struct sealer sealer;
    (void)snprintf(database, sizeof database, "%s", test_database_new());
    new_sealer(&sealer);
    assert_string_equal(anchor(database), "holds"); /* nothing is sealed yet */
    assert_int_equal(access(path, F_OK), -1);
    (void)try_seal(database, &sealer, false);
    assert_string_equal(anchor(database), "first");
    int first = kept_size();
    step(database, "essai-2");
    assert_string_equal(anchor(database), "holds");
    assert_int_equal(kept_size(), first);
    (void)try_seal(database, &sealer, false);
    assert_string_equal(anchor(database), "holds");
    assert_int_equal(kept_size(), first + 2);
}

/* At the same place, and at another under the name of the same journal. */
TEST(a_restored_older_copy_is_refused_and_what_was_kept_stays)
{
    char database[64];
    char copy[64];
    struct sealer sealer;
    JALON_AUTO(jalon_str_done) struct jalon_str before = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str after = {0};
    (void)snprintf(database, sizeof database, "%s", test_database_new());
    new_sealer(&sealer);
    (void)try_seal(database, &sealer, false);
    (void)copy_of(database, copy);
    step(database, "essai-2");
    (void)try_seal(database, &sealer, false);
    assert_string_equal(anchor(database), "first");
    read_kept(&before);
    assert_string_equal(anchor(copy), "anchor_older");
    assert_string_equal(anchor_with(copy, "host=autre.essai.example", NULL), "anchor_older");
    read_kept(&after);
    assert_string_equal(jalon_str_text(&before), jalon_str_text(&after));
    assert_string_equal(anchor(database), "holds");
}

/* The copy goes on by itself, under the same key, to as many leaves and to more. */
TEST(a_second_history_is_refused_at_the_same_size_and_beyond_it)
{
    char database[64];
    char copy[64];
    struct sealer sealer;
    struct sealer other;
    JALON_AUTO(jalon_str_done) struct jalon_str command = {0};
    (void)snprintf(database, sizeof database, "%s", test_database_new());
    new_sealer(&sealer);
    new_sealer(&other);
    (void)try_seal(database, &sealer, false);
    (void)copy_of(database, copy);
    jalon_str_addf(&command, "cp -f %s %s && cp -f %s %s", sealer.key, other.key, sealer.state,
                   other.state);
    assert_int_equal(shell(jalon_str_text(&command)), 0);
    step(database, "essai-2");
    (void)try_seal(database, &sealer, false);
    assert_string_equal(anchor(database), "first");
    step(copy, "essai-2");
    assert_string_equal(try_seal(copy, &other, false), "2");
    assert_string_equal(anchor(copy), "anchor_differs");
    assert_string_equal(try_seal(copy, &other, true), "1");
    assert_string_equal(anchor(copy), "anchor_differs");
}

/* Two places that go on under one name are two histories: the second is told where the first was.
 */
TEST(what_another_place_shows_does_not_replace_what_was_seen_here)
{
    char database[64];
    char copy[64];
    struct sealer sealer;
    (void)snprintf(database, sizeof database, "%s", test_database_new());
    new_sealer(&sealer);
    (void)try_seal(database, &sealer, false);
    (void)copy_of(database, copy);
    assert_string_equal(anchor(database), "first");
    int seen_here = kept_size();
    step(copy, "essai-2");
    (void)try_seal(copy, &sealer, false);
    assert_string_equal(anchor_with(copy, "host=autre.essai.example", NULL), "holds");
    assert_int_equal(kept_size(), seen_here);
    assert_string_equal(anchor(database), "anchor_older");
}

TEST(a_server_that_has_no_checkpoint_any_more_is_refused)
{
    char database[64];
    struct sealer sealer;
    (void)snprintf(database, sizeof database, "%s", test_database_new());
    new_sealer(&sealer);
    (void)try_seal(database, &sealer, false);
    assert_string_equal(anchor(database), "first");
    assert_string_equal(anchor(test_database_new()), "anchor_older");
}

/* A journal of its own at a place of its own is another one. */
TEST(each_server_is_held_to_its_own_journal)
{
    char one[64];
    char other[64];
    struct sealer sealer;
    (void)snprintf(one, sizeof one, "%s", test_database_new());
    (void)snprintf(other, sizeof other, "%s", test_database_new());
    new_sealer(&sealer);
    (void)try_seal(one, &sealer, false);
    assert_string_equal(anchor_with(one, "host=un.essai.example", NULL), "first");
    assert_string_equal(anchor_with(other, "host=deux.essai.example", NULL), "holds");
    assert_string_equal(anchor_with(one, "host=trois.essai.example", NULL), "holds");
}

TEST(with_a_key_only_what_it_signed_counts)
{
    char database[64];
    struct sealer sealer;
    struct jalon_err err = {0};
    JALON_AUTO(jalon_key_freep) struct jalon_key *key = NULL;
    JALON_AUTO(jalon_key_freep) struct jalon_key *other = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str log = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str wrong = {0};
    (void)snprintf(database, sizeof database, "%s", test_database_new());
    new_sealer(&sealer);
    (void)try_seal(database, &sealer, false);
    assert_done(jalon_sealer_key(sealer.key, &key, &err), &err);
    assert_done(jalon_key_generate("essai.example/contrats/1", JALON_KEY_LOG, &other, &err), &err);
    jalon_key_add_public(&log, key);
    jalon_key_add_public(&wrong, other);
    assert_string_equal(anchor_with(database, "host=essai.example", wrong.text), "anchor_unsigned");
    assert_int_equal(access(path, F_OK), -1);
    assert_string_equal(anchor_with(database, "host=essai.example", log.text), "holds");
    assert_string_equal(anchor_with(database, "host=essai.example", wrong.text), "anchor_unsigned");
}

TEST(hashes_that_were_altered_in_the_database_prove_nothing)
{
    char database[64];
    struct sealer sealer;
    (void)snprintf(database, sizeof database, "%s", test_database_new());
    new_sealer(&sealer);
    (void)try_seal(database, &sealer, false);
    assert_string_equal(anchor(database), "first");
    step(database, "essai-2");
    (void)try_seal(database, &sealer, false);
    tamper(database, "audit.leaf", "UPDATE audit.leaf SET leaf_hash = sha256('') WHERE idx = 0");
    assert_string_equal(anchor(database), "anchor_differs");
}

TEST(a_damaged_file_is_refused)
{
    static const char *const contents[] = {
        "", "{}", "[", "{\"anchors\":[{\"database\":\"host=essai.example\"}]}",
        "{\"anchors\":[{\"database\":\"host=essai.example\",\"note\":\"essai\\n\"}]}"};
    const char *database = test_database_new();
    struct jalon_err err = {0};
    for (size_t i = 0; i < JALON_COUNT(contents); i++) {
        assert_done(jalon_file_replace(path, contents[i], strlen(contents[i]), &err), &err);
        assert_string_equal(anchor(database), "anchors_damaged");
    }
}

struct meeting {
    const char *database;
    const struct sealer *sealer;
};

/* One writes and seals, the others look: nobody takes a checkpoint for an older one. */
static int look_or_seal(struct crowd *crowd, int i, void *context)
{
    const struct meeting *meeting = context;
    int failed = 0;
    crowd_meet(crowd);
    for (int k = 0; k < 5; k++) {
        if (i == 0) {
            (void)try_seal(meeting->database, meeting->sealer, true);
        } else {
            const char *answer = anchor(meeting->database);
            failed += strcmp(answer, "holds") != 0;
        }
    }
    return failed;
}

TEST(of_many_that_look_while_the_journal_grows_none_is_refused)
{
    char database[64];
    int statuses[CROWD];
    struct sealer sealer;
    (void)snprintf(database, sizeof database, "%s", test_database_new());
    new_sealer(&sealer);
    (void)try_seal(database, &sealer, false);
    assert_string_equal(anchor(database), "first");
    struct meeting meeting = {database, &sealer};
    crowd_run(CROWD, look_or_seal, &meeting, statuses);
    assert_int_equal(crowd_count(statuses, CROWD, 0), CROWD);
    assert_string_equal(anchor(database), "holds");
}
