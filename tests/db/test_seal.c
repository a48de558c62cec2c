/* The sealed journal: every entry once and in order, whatever is done to the sealer or behind it.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/bundle.h"
#include "app/prove.h"
#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "jalon-verify/seals.h"
#include "sealing.h"
#include "store/party.h"
#include "support/cluster.h"
#include "support/crowd.h"
#include "support/test.h"

_Static_assert(JALON_SEAL_BATCH == SEAL_FULL_BATCH, "the checker knows when a batch was full");

TEST(every_entry_is_sealed_once_in_the_order_of_its_chain)
{
    const char *database = test_database_new();
    struct sealer sealer;
    new_sealer(&sealer);
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    const char *n = ask(database, "SELECT count(*) + 1 FROM audit.entry");
    assert_string_equal(try_seal(database, &sealer, false), n);
    assert_string_equal(try_seal(database, &sealer, false), "0");
    fixture_step(db, "essai-2", "negotiating 2019-01-15");
    fixture_step(db, "essai-2", "contrat etat 2019-02-01");
    assert_string_equal(try_seal(database, &sealer, false), "3");
    assert_string_equal(try_seal(database, &sealer, true), "1"); /* nothing happened, sealed */
    assert_string_equal(wrong_order(database), "");
    assert_string_equal(ask(database,
                            "SELECT string_agg(s.seal::json ->> 'count', ' ' ORDER BY idx) ="
                            " (SELECT count(*) - 2 FROM audit.entry) || ' 2 0'"
                            " FROM audit.leaf s WHERE s.seal IS NOT NULL"),
                        "t");
    assert_string_equal(ask(database, "SELECT count(*) FROM audit.checkpoint"), "3");
}

TEST(a_seal_is_later_than_all_that_it_seals_whatever_the_clock_does)
{
    const char *database = test_database_new();
    struct sealer sealer;
    new_sealer(&sealer);
    (void)ask(
        database,
        "INSERT INTO audit.entry SELECT nextval('audit.entry_id'), gen_random_uuid(), 1,"
        " 'territory', 'demo', 'x', 'note', gen_random_uuid(), NULL, now() + interval '1 hour',"
        " '{}', audit.leaf_hash('{}');"
        "INSERT INTO audit.pending SELECT max(id) FROM audit.entry");
    (void)try_seal(database, &sealer, false);
    (void)try_seal(database, &sealer, true);
    assert_string_equal(ask(database, "SELECT bool_and((s.seal::json ->> 'at')::timestamptz >"
                                      " (SELECT max(recorded) FROM audit.entry)), count(*)"
                                      " FROM audit.leaf s WHERE s.seal IS NOT NULL"),
                        "t|2");
}

/* Entries that no command makes: many, and small. */
static void add_entries(const char *database, int n)
{
    JALON_AUTO(jalon_str_done) struct jalon_str sql = {0};
    jalon_str_addf(&sql,
                   "INSERT INTO audit.entry SELECT nextval('audit.entry_id'), gen_random_uuid(),"
                   " 1, 'territory', 'demo', 'x', 'note', gen_random_uuid(), NULL, now(),"
                   " '{\"n\":' || n || '}', audit.leaf_hash('{\"n\":' || n || '}')"
                   " FROM generate_series(1, %d) n;"
                   "INSERT INTO audit.pending SELECT id FROM audit.entry"
                   " ON CONFLICT DO NOTHING",
                   n);
    (void)ask(database, jalon_str_text(&sql));
}

TEST(the_root_over_more_leaves_than_a_tile_is_that_of_the_bytes)
{
    const char *database = test_database_new();
    struct sealer sealer;
    new_sealer(&sealer);
    add_entries(database, 70000);
    assert_string_equal(ask(database, "SELECT count(*) >= 70000 FROM audit.pending"), "t");
    const char *sealed = try_seal(database, &sealer, false);
    assert_true(strtoll(sealed, NULL, 10) > 70000);
    assert_string_equal(ask(database,
                            "SELECT string_agg(level || ':' || n, ' ' ORDER BY level, n) ="
                            " (SELECT string_agg('0:' || n, ' ' ORDER BY n) FROM"
                            " generate_series(0, 272) n) || ' 1:0' FROM audit.tile"),
                        "t");
    assert_string_equal(wrong_order(database), "");
}

TEST(an_entry_is_proved_by_what_the_database_keeps)
{
    const char *database = test_database_new();
    struct sealer sealer;
    new_sealer(&sealer);
    JALON_AUTO(jalon_app_done) struct jalon_app app = app_of(database);
    JALON_AUTO(jalon_str_done) struct jalon_str proof = {0};
    struct jalon_err err = {0};
    assert_int_equal(jalon_app_prove_entry(&app, "essai-2#1", &proof, &err), -1);
    assert_string_equal(err.key, "not_sealed");
    (void)try_seal(database, &sealer, false);
    assert_done(jalon_app_prove_entry(&app, "essai-2#1", &proof, &err), &err);
    assert_non_null(strstr(jalon_str_text(&proof), "\nindex "));
    tamper(database, "audit.leaf",
           "UPDATE audit.leaf SET leaf_hash = sha256('x') WHERE entry_id = (SELECT id FROM"
           " audit.entry WHERE code = 'essai-3' AND seq = 1)");
    jalon_str_clear(&proof);
    assert_int_equal(jalon_app_prove_entry(&app, "essai-2#1", &proof, &err), -1);
    assert_string_equal(err.key, "proof_fails");
}

TEST(what_was_altered_before_it_was_signed_is_found)
{
    static const char *const changes[][2] = {
        {"audit.leaf", "UPDATE audit.leaf SET leaf_hash = sha256('x') WHERE idx = 2"},
        {"audit.leaf", "DELETE FROM audit.leaf WHERE idx = 3"},
        {"audit.entry", "ALTER TABLE audit.entry DROP CONSTRAINT entry_well_formed; UPDATE"
                        " audit.entry SET leaf = replace(leaf, 'essai', 'Essai') WHERE code ="
                        " 'essai-1'; UPDATE audit.entry SET leaf = leaf || ' ' WHERE code ="
                        " 'essai-1'"},
    };
    for (size_t i = 0; i < JALON_COUNT(changes); i++) {
        const char *database = test_database_new();
        struct sealer sealer;
        new_sealer(&sealer);
        /* sealed by the database, not signed yet: the sealer was killed in between */
        assert_string_equal(ask(database, "SELECT audit.seal(gen_random_uuid(), 1000, false) > 0"),
                            "t");
        tamper(database, changes[i][0], changes[i][1]);
        assert_string_equal(try_seal(database, &sealer, true), "log_differs");
        assert_string_equal(ask(database, "SELECT count(*) FROM audit.checkpoint"), "0");
        assert_int_equal(access(sealer.state, F_OK), -1);
    }
}

TEST(a_database_that_holds_less_or_else_than_was_signed_is_refused)
{
    const char *database = test_database_new();
    struct sealer sealer;
    new_sealer(&sealer);
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    const char *copy = test_database_new(); /* the same entries, of another history */
    (void)try_seal(database, &sealer, false);
    assert_string_equal(try_seal(copy, &sealer, false), "log_differs");
    assert_string_equal(try_seal(database, &sealer, false), "0");
    /* as a copy from before the last seal has it: one leaf less */
    (void)ask(database, "CREATE TABLE public.before AS SELECT * FROM audit.log");
    assert_string_equal(try_seal(database, &sealer, true), "1");
    tamper(database, "audit.leaf",
           "DELETE FROM audit.leaf WHERE idx >= (SELECT size FROM public.before); UPDATE audit.log"
           " l SET size = b.size, root = b.root, peaks = b.peaks, at = b.at FROM public.before b");
    assert_string_equal(try_seal(database, &sealer, false), "log_shorter");
    fixture_step(db, "essai-2", "negotiating 2019-01-15");
    assert_string_equal(try_seal(database, &sealer, false), "log_differs");
}

TEST(a_sealer_that_was_stopped_anywhere_goes_on)
{
    const char *database = test_database_new();
    struct sealer sealer;
    new_sealer(&sealer);
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    (void)try_seal(database, &sealer, false);
    fixture_step(db, "essai-2", "negotiating 2019-01-15");
    /* after the commit, before the state */
    (void)ask(database, "SELECT audit.seal(gen_random_uuid(), 1000, false)");
    assert_string_equal(try_seal(database, &sealer, false), "2");
    /* after the state, before the checkpoint was kept */
    fixture_step(db, "essai-2", "contrat etat 2019-02-01");
    assert_string_equal(try_seal(database, &sealer, false), "2");
    tamper(database, "audit.checkpoint",
           "DELETE FROM audit.checkpoint WHERE size = (SELECT max(size) FROM audit.checkpoint)");
    assert_string_equal(try_seal(database, &sealer, false), "0");
    assert_string_equal(ask(database, "SELECT max(c.size) = (SELECT size FROM audit.log) FROM"
                                      " audit.checkpoint c"),
                        "t");
    assert_string_equal(wrong_order(database), "");
}

struct race {
    const char *database;
    int *n_left; /* writers that are not done */
};

enum { WRITERS = 6, SEALERS = 2, STEPS = 12 };

static int seal_all_the_while(struct race *race)
{
    while (__atomic_load_n(race->n_left, __ATOMIC_SEQ_CST) > 0) {
        const char *size = ask(race->database, "SELECT audit.seal(gen_random_uuid(), 7, false)");
        if (strstr(size, "ERROR") != NULL) {
            return 1;
        }
    }
    return 0;
}

static int write_notes(struct race *race)
{
    static const char *const codes[] = {"essai-1", "essai-2", "essai-3"};
    JALON_AUTO(jalon_db_closep)
    struct jalon_db *db = fixture_open(race->database, FIXTURE_MANAGER);
    int failed = 0;
    for (int k = 0; k < STEPS; k++) {
        struct jalon_err err = {0};
        struct jalon_write write = fixture_write("2019-01-15");
        JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
        write.evidence.note = "essai";
        failed += jalon_store_note(db, &write, codes[k % 3], &receipt, &err) < 0;
    }
    (void)__atomic_sub_fetch(race->n_left, 1, __ATOMIC_SEQ_CST);
    return failed;
}

static int write_or_seal(struct crowd *crowd, int i, void *context)
{
    crowd_meet(crowd);
    return i < WRITERS ? write_notes(context) : seal_all_the_while(context);
}

TEST(writers_and_two_sealers_at_once_lose_nothing_and_keep_every_order)
{
    const char *database = test_database_new();
    struct sealer sealer;
    new_sealer(&sealer);
    int statuses[WRITERS + SEALERS];
    int *n_left = crowd_share(sizeof *n_left);
    *n_left = WRITERS;
    struct race race = {database, n_left};
    crowd_run(WRITERS + SEALERS, write_or_seal, &race, statuses);
    crowd_unshare(n_left, sizeof *n_left);
    assert_int_equal(crowd_count(statuses, WRITERS + SEALERS, 0), WRITERS + SEALERS);
    assert_string_equal(ask(database, "SELECT count(*) FROM audit.entry WHERE event = 'note'"),
                        "72");
    (void)try_seal(database, &sealer, false);
    assert_string_equal(wrong_order(database), "");
    assert_string_equal(ask(database, "SELECT count(*) FROM audit.pending"), "0");
}

TEST(only_sealers_seal_and_what_is_sealed_stays)
{
    const char *database = test_database_new();
    static const char *const calls[] = {
        "SELECT audit.seal(gen_random_uuid(), 1, false)",
        "SELECT audit.keep_checkpoint(gen_random_uuid(), 1, 1, 'x')",
        "SELECT audit.keep_cosignature(gen_random_uuid(), 1, 1, 'x', 'x')",
        "DELETE FROM audit.pending",
        "UPDATE audit.log SET size = 0",
        "INSERT INTO audit.leaf VALUES (0, NULL, sha256('x'), 'x')",
    };
    static const char *const logins[] = {FIXTURE_READER, FIXTURE_RECORDER, FIXTURE_MANAGER,
                                         FIXTURE_AUDITOR};
    for (size_t i = 0; i < JALON_COUNT(calls) * JALON_COUNT(logins); i++) {
        const char *answer =
            test_sql(test_cluster_conninfo(logins[i % JALON_COUNT(logins)], database),
                     calls[i / JALON_COUNT(logins)]);
        assert_memory_equal(answer, "ERROR 42501", 11);
    }
    (void)ask(database, "SELECT audit.seal(gen_random_uuid(), 1000, false)");
    static const char *const changes[] = {"UPDATE audit.leaf SET idx = idx + 1000",
                                          "DELETE FROM audit.leaf",
                                          "TRUNCATE audit.leaf",
                                          "TRUNCATE audit.tile",
                                          "TRUNCATE audit.cosignature",
                                          "TRUNCATE audit.checkpoint, audit.cosignature"};
    for (size_t i = 0; i < JALON_COUNT(changes); i++) {
        assert_memory_equal(ask(database, changes[i]), "ERROR 42501", 11);
    }
}

/* Runs what README.txt of a bundle gives, with Python and OpenSSL alone. */
static int check_by_hand(const char *path, const struct sealer *sealer)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str command = {0};
    JALON_AUTO(jalon_key_freep) struct jalon_key *key = NULL;
    assert_done(jalon_sealer_key(sealer->key, &key, &err), &err);
    jalon_str_addf(&command,
                   "cd %s && sed '1,/^-- control.py/d' README.txt >control.py && exec python3"
                   " control.py '",
                   path);
    jalon_key_add_public(&command, key);
    jalon_str_add(&command, "' >/dev/null 2>&1");
    return shell(jalon_str_text(&command));
}

TEST(a_bundle_is_the_same_to_the_byte_and_checked_with_nothing_of_ours)
{
    const char *database = test_database_new();
    struct sealer sealer;
    new_sealer(&sealer);
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    JALON_AUTO(jalon_app_done) struct jalon_app app = app_of(database);
    struct jalon_err err = {0};
    struct jalon_bundle_report report;
    char one[64], two[64];
    (void)snprintf(one, sizeof one, "%s/one", folder);
    (void)snprintf(two, sizeof two, "%s/two", folder);
    struct jalon_bundle_request request = {.folder = one};
    assert_int_equal(jalon_app_bundle(&app, &request, &report, &err), -1);
    assert_string_equal(err.key, "nothing_sealed");
    (void)try_seal(database, &sealer, false);
    assert_done(jalon_app_bundle(&app, &request, &report, &err), &err);
    uint64_t size = report.size;
    fixture_step(db, "essai-2", "negotiating 2019-01-15");
    (void)try_seal(database, &sealer, false);
    request = (struct jalon_bundle_request){.folder = two, .size = size};
    assert_done(jalon_app_bundle(&app, &request, &report, &err), &err);
    JALON_AUTO(jalon_str_done) struct jalon_str command = {0};
    jalon_str_addf(&command, "diff -r %s %s && cd %s && sha256sum --quiet -c manifest.sha256", one,
                   two, two);
    assert_int_equal(shell(jalon_str_text(&command)), 0);
    assert_int_equal(check_by_hand(two, &sealer), 0);
    jalon_str_clear(&command);
    jalon_str_addf(&command, "sed -i '2s/essai/essaj/' %s/leaves.jsonl", two);
    assert_int_equal(shell(jalon_str_text(&command)), 0);
    assert_int_not_equal(check_by_hand(two, &sealer), 0);
}

static void slurp(const char *path, const char *name, struct jalon_str *content)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str whole = {0};
    jalon_str_addf(&whole, "%s/%s", path, name);
    assert_done(jalon_file_read(jalon_str_text(&whole), 1 << 24, content, &err), &err);
}

/* The root over the hashes of a full tile. */
static struct jalon_hash root_of_tile(const struct jalon_str *tile)
{
    JALON_AUTO(jalon_hasher_freep) struct jalon_hasher *hasher = NULL;
    struct jalon_err err = {0};
    struct jalon_tree tree = {0};
    assert_done(jalon_hasher_new(&hasher, &err), &err);
    assert_int_equal(tile->length, 256 * sizeof(struct jalon_hash));
    for (size_t i = 0; i < 256; i++) {
        struct jalon_hash hash;
        memcpy(&hash, tile->text + i * sizeof hash, sizeof hash);
        jalon_tree_add(&tree, hasher, &hash);
    }
    return jalon_tree_root(&tree, hasher);
}

TEST(a_bundle_holds_the_tree_as_tiles_and_an_altered_one_as_it_is)
{
    const char *database = test_database_new();
    struct sealer sealer;
    new_sealer(&sealer);
    add_entries(database, 70000);
    (void)try_seal(database, &sealer, false);
    JALON_AUTO(jalon_app_done) struct jalon_app app = app_of(database);
    struct jalon_err err = {0};
    struct jalon_bundle_report report;
    char path[64], other[64];
    (void)snprintf(path, sizeof path, "%s/tiles", folder);
    (void)snprintf(other, sizeof other, "%s/altered", folder);
    struct jalon_bundle_request request = {.folder = path};
    assert_done(jalon_app_bundle(&app, &request, &report, &err), &err);
    JALON_AUTO(jalon_str_done) struct jalon_str low = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str middle = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str high = {0};
    slurp(path, "tile/0/255", &low);
    slurp(path, "tile/1/000", &middle);
    slurp(path, "tile/2/000.p/1", &high);
    struct jalon_hash root = root_of_tile(&low);
    assert_memory_equal(middle.text + 255 * sizeof root, &root, sizeof root);
    root = root_of_tile(&middle);
    assert_int_equal(high.length, sizeof root);
    assert_memory_equal(high.text, &root, sizeof root);
    tamper(database, "audit.tile", "UPDATE audit.tile SET root = sha256('x') WHERE level = 1");
    request.folder = other;
    assert_done(jalon_app_bundle(&app, &request, &report, &err), &err);
    jalon_str_clear(&high);
    slurp(other, "tile/2/000.p/1", &high);
    assert_memory_not_equal(high.text, &root, sizeof root);
    tamper(database, "audit.tile", "DELETE FROM audit.tile WHERE level = 1");
    (void)snprintf(other, sizeof other, "%s/missing", folder);
    assert_done(jalon_app_bundle(&app, &request, &report, &err), &err);
    jalon_str_clear(&high);
    slurp(other, "tile/2/000.p/1", &high);
    assert_int_equal(high.length, 0);
}

TEST(the_first_seal_of_a_day_and_one_without_entries_name_the_heads)
{
    const char *database = test_database_new();
    struct sealer sealer;
    new_sealer(&sealer);
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    (void)try_seal(database, &sealer, false);
    (void)ask(database, "UPDATE audit.log SET at = greatest(at, now())"); /* whatever the hour */
    fixture_step(db, "essai-2", "negotiating 2019-01-15");
    (void)try_seal(database, &sealer, false);
    (void)try_seal(database, &sealer, true);
    assert_string_equal(
        ask(database, "SELECT string_agg(CASE WHEN s.seal::json ->> 'heads' IS NULL THEN '-'"
                      " WHEN decode(s.seal::json ->> 'heads', 'hex') = audit.heads_root(s.idx)"
                      " THEN 'root' ELSE 'other' END, ' ' ORDER BY s.idx)"
                      " FROM audit.leaf s WHERE s.seal IS NOT NULL"),
        "root - root");
}

TEST(the_root_over_any_number_of_hashes_is_that_of_the_tree)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_hasher_freep) struct jalon_hasher *hasher = NULL;
    struct jalon_err err = {0};
    struct jalon_tree tree = {0};
    assert_done(jalon_hasher_new(&hasher, &err), &err);
    for (int n = 0; n < 40; n++) {
        JALON_AUTO(jalon_str_done) struct jalon_str sql = {0};
        jalon_str_addf(
            &sql,
            "SELECT encode(audit.root_over((SELECT coalesce(array_agg(sha256(i::text::bytea)"
            " ORDER BY i), '{}') FROM generate_series(1, %d) i)), 'hex')",
            n);
        struct jalon_hash root = jalon_tree_root(&tree, hasher);
        assert_string_equal(ask(database, jalon_str_text(&sql)), jalon_hash_hex(&root).text);
        char text[12];
        (void)snprintf(text, sizeof text, "%d", n + 1);
        struct jalon_hash hash = jalon_hasher_sha256(hasher, text, strlen(text));
        jalon_tree_add(&tree, hasher, &hash);
    }
}

TEST(one_contract_is_exported_up_to_the_last_seal_that_names_the_heads)
{
    const char *database = test_database_new();
    struct sealer sealer;
    new_sealer(&sealer);
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    JALON_AUTO(jalon_app_done) struct jalon_app app = app_of(database);
    struct jalon_err err = {0};
    struct jalon_bundle_report report;
    char one[64], two[64];
    (void)snprintf(one, sizeof one, "%s/contract-one", folder);
    (void)snprintf(two, sizeof two, "%s/contract-two", folder);
    struct jalon_bundle_request request = {.folder = one, .contract = "essai-2"};
    (void)ask(database, "UPDATE audit.log SET at = now()"); /* no first seal of a day */
    (void)try_seal(database, &sealer, false);
    assert_int_equal(jalon_app_bundle(&app, &request, &report, &err), -1);
    assert_string_equal(err.key, "heads_missing");
    (void)try_seal(database, &sealer, true);
    fixture_step(db, "essai-2", "negotiating 2019-01-15");
    (void)try_seal(database, &sealer, false);
    assert_done(jalon_app_bundle(&app, &request, &report, &err), &err);
    size_t before = report.n_entries;
    assert_string_equal(
        ask(database, "SELECT count(*) - 1 FROM audit.entry WHERE code = 'essai-2'"),
        jalon_store_number((int64_t)before).text);
    request.folder = two;
    assert_done(jalon_app_bundle(&app, &request, &report, &err), &err);
    JALON_AUTO(jalon_str_done) struct jalon_str command = {0};
    jalon_str_addf(&command, "diff -r %s %s && cd %s && sha256sum --quiet -c manifest.sha256", one,
                   two, two);
    assert_int_equal(shell(jalon_str_text(&command)), 0);
    request.contract = "essai-99";
    assert_int_equal(jalon_app_bundle(&app, &request, &report, &err), -1);
    assert_string_equal(err.key, "none_sealed");
}

TEST(a_key_that_others_can_read_or_that_only_verifies_does_not_seal)
{
    const char *database = test_database_new();
    struct sealer sealer;
    new_sealer(&sealer);
    assert_int_equal(chmod(sealer.key, 0440), 0);
    assert_string_equal(try_seal(database, &sealer, false), "key_readable");
    JALON_AUTO(jalon_str_done) struct jalon_str public = {0};
    struct jalon_err err = {0};
    assert_int_equal(
        jalon_app_keygen("essai.example/contrats/1", JALON_KEY_LOG, sealer.key, &public, &err), -1);
    assert_int_equal(jalon_err_exit_status(err.kind), 3);
    assert_done(jalon_file_replace(sealer.key, public.text, public.length, &err), &err);
    assert_string_equal(try_seal(database, &sealer, false), "key_verifies_only");
    assert_string_equal(ask(database, "SELECT size FROM audit.log"), "0");
}

TEST(a_state_of_another_key_or_damaged_is_not_taken)
{
    const char *database = test_database_new();
    struct sealer first, second;
    struct jalon_err err = {0};
    new_sealer(&first);
    new_sealer(&second);
    (void)try_seal(database, &first, false);
    second.files.state = first.state;
    assert_string_equal(try_seal(database, &second, false), "seal_state_damaged");
    assert_done(jalon_file_replace(first.state, "{}", 2, &err), &err);
    assert_string_equal(try_seal(database, &first, false), "seal_state_damaged");
}

TEST(a_seal_is_due_when_entries_wait_and_once_a_day_when_none_do)
{
    const char *database = test_database_new();
    struct sealer sealer;
    new_sealer(&sealer);
    struct jalon_err err = {0};
    JALON_AUTO(jalon_app_done) struct jalon_app app = app_of(database);
    static const struct {
        const char *before;
        int outcome;
    } steps[] = {
        {"SELECT 1", JALON_SEAL_DONE}, /* the entries of the fixture */
        {"SELECT 1", JALON_SEAL_NOT_DUE},
        {"UPDATE audit.log SET at = at - interval '1 day'", JALON_SEAL_DONE},
        {"SELECT 1", JALON_SEAL_NOT_DUE},
    };
    for (size_t i = 0; i < JALON_COUNT(steps); i++) {
        JALON_AUTO(jalon_seal_report_done) struct jalon_seal_report report = {0};
        (void)ask(database, steps[i].before);
        assert_int_equal(jalon_app_seal_due(&app, &sealer.files, &report, &err), steps[i].outcome);
    }
    assert_string_equal(ask(database, "SELECT string_agg((s.seal::json ->> 'count' = '0')::text,"
                                      " ' ' ORDER BY idx) FROM audit.leaf s WHERE s.seal IS NOT"
                                      " NULL"),
                        "false true");
}

struct one_state {
    const char *database;
    struct sealer sealer;
};

static int seal_again_and_again(struct crowd *crowd, int i, void *context)
{
    const struct one_state *one = context;
    int failed = 0;
    (void)i;
    crowd_meet(crowd);
    for (int k = 0; k < 8; k++) {
        failed += strcmp(try_seal(one->database, &one->sealer, true), "1") != 0;
    }
    return failed;
}

TEST(sealers_with_one_state_leave_in_it_the_last_that_was_signed)
{
    enum { SEALERS_OF_ONE = 6 };
    int statuses[SEALERS_OF_ONE];
    struct one_state one = {.database = test_database_new()};
    new_sealer(&one.sealer);
    (void)try_seal(one.database, &one.sealer, false);
    crowd_run(SEALERS_OF_ONE, seal_again_and_again, &one, statuses);
    assert_int_equal(crowd_count(statuses, SEALERS_OF_ONE, 0), SEALERS_OF_ONE);
    struct jalon_err err = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str content = {0};
    assert_done(jalon_file_read(one.sealer.state, 65536, &content, &err), &err);
    JALON_AUTO(jalon_json_decref) json_t *document = json_loads(jalon_str_text(&content), 0, NULL);
    char size[24];
    (void)snprintf(size, sizeof size, "%lld", (long long)jalon_json_int(document, "size"));
    assert_string_equal(ask(one.database, "SELECT size FROM audit.log"), size);
}
