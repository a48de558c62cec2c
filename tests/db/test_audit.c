/*
 * `audit verify` and `jalon-verify` against what the administrator of a database can do to it: each
 * attack, alone, is found and located. With 1,000 entries, or ten times JALON_TEST_CONTRACTS.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/audit.h"
#include "app/bundle.h"
#include "app/seal.h"
#include "base/file.h"
#include "base/mem.h"
#include "support/cluster.h"
#include "support/fixture.h"
#include "support/test.h"

static char folder[] = "/tmp/jalon-audit-XXXXXX";
static char key_path[64], state_path[64], policy_path[64], since_path[64];
static char honest[64]; /* the database that every attack starts from a copy of */
static char older[64];  /* as it was one seal before */
static struct jalon_key *log_key;
static int n_bundles;

static const char *ask(const char *database, const char *sql)
{
    const char *answer = test_sql(test_cluster_conninfo(TEST_SUPERUSER, database), sql);
    if (strncmp(answer, "ERROR", 5) == 0) {
        fail_msg("%s\n%s", sql, answer);
    }
    return answer;
}

static const char *copy_of(const char *database)
{
    static char name[64];
    static int n;
    JALON_AUTO(jalon_str_done) struct jalon_str sql = {0};
    (void)snprintf(name, sizeof name, "attack_%d", ++n);
    jalon_str_addf(&sql, "CREATE DATABASE %s TEMPLATE %s", name, database);
    (void)ask("postgres", jalon_str_text(&sql));
    jalon_str_clear(&sql);
    jalon_str_addf(&sql, /* rights on the database itself are not copied */
                   "REVOKE ALL ON DATABASE %s FROM PUBLIC; GRANT CONNECT ON DATABASE %s TO"
                   " jalon_reader, jalon_migrator",
                   name, name);
    (void)ask(name, jalon_str_text(&sql));
    return name;
}

static int n_contracts(void)
{
    const char *wanted = getenv("JALON_TEST_CONTRACTS");
    return wanted ? (int)strtoll(wanted, NULL, 10) : 100;
}

/* Ten entries a contract: it enters, moves, is signed by one party, and has remarks. */
static void fill(const char *database)
{
    JALON_AUTO(jalon_str_done) struct jalon_str sql = {0};
    jalon_str_addf(
        &sql,
        "DO $do$ DECLARE c text; BEGIN FOR i IN 1..%d LOOP c := 'fictif-' || i;"
        " PERFORM jalon.territory_add(gen_random_uuid(), 'demo', jsonb_build_object('code', c,"
        "  'name', 'Vallée fictive n° ' || i, 'regions', '[\"28\", \"52\"]'::jsonb,"
        "  'departements', '[\"14\"]'::jsonb, 'aliases', '[]'::jsonb, 'members', '[]'::jsonb),"
        "  '2018-12-10', 'day', '{}');"
        " PERFORM jalon.advance(gen_random_uuid(), 'demo', c, 'negotiating', '2019-01-15', 'day',"
        "  NULL, '{\"reason\": \"motif fictif\"}');"
        " PERFORM jalon.sign(gen_random_uuid(), 'demo', c, 'contrat', '{etat}', '2019-02-01',"
        "  'day', '{\"signer\": \"Élise Exemple\"}', '{}');"
        " FOR k IN 1..7 LOOP PERFORM jalon.note(gen_random_uuid(), 'demo', c, '2019-02-02', 'day',"
        "  '{\"note\": \"Une remarque fictive, d''une longueur ordinaire.\"}'); END LOOP;"
        " END LOOP; END $do$",
        n_contracts());
    (void)ask(database, jalon_str_text(&sql));
}

static void seal(const char *database, const char *state, struct jalon_str *note)
{
    struct jalon_err err = {0};
    const struct jalon_sealer_files files = {key_path, state};
    JALON_AUTO(jalon_app_done)
    struct jalon_app app = {.db = fixture_open(database, FIXTURE_SEALER),
                            .programme_code = FIXTURE_PROGRAMME};
    JALON_AUTO(jalon_seal_report_done) struct jalon_seal_report report = {0};
    assert_done(jalon_app_seal(&app, &files, true, &report, &err), &err);
    jalon_str_add(note, jalon_str_text(&report.note));
}

static void write_file(const char *path, const struct jalon_str *text)
{
    struct jalon_err err = {0};
    assert_done(jalon_file_replace(path, text->text, text->length, &err), &err);
}

static int prepare(void **state)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str public = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str policy = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str note = {0};
    if (!mkdtemp(folder) || fixture_setup(state) != 0) {
        return -1;
    }
    (void)snprintf(key_path, sizeof key_path, "%s/key", folder);
    (void)snprintf(state_path, sizeof state_path, "%s/state", folder);
    (void)snprintf(policy_path, sizeof policy_path, "%s/policy", folder);
    (void)snprintf(since_path, sizeof since_path, "%s/since", folder);
    assert_done(
        jalon_app_keygen("essai.example/contrats/1", JALON_KEY_LOG, key_path, &public, &err), &err);
    assert_done(jalon_sealer_key(key_path, &log_key, &err), &err);
    jalon_str_addf(&policy, "log %s\nquorum none\n", jalon_str_text(&public));
    write_file(policy_path, &policy);
    (void)snprintf(honest, sizeof honest, "%s", test_database_new());
    fill(honest);
    seal(honest, state_path, &note);
    (void)snprintf(older, sizeof older, "%s", copy_of(honest));
    (void)ask(honest, "SELECT jalon.note(gen_random_uuid(), 'demo', 'fictif-7', '2019-02-03',"
                      " 'day', '{\"note\": \"La dernière.\"}')");
    jalon_str_clear(&note);
    seal(honest, state_path, &note);
    write_file(since_path, &note);
    return 0;
}
SETUP_GROUP(prepare);

static int clean(void **state)
{
    (void)state;
    JALON_AUTO(jalon_str_done) struct jalon_str command = {0};
    jalon_key_freep(&log_key);
    jalon_str_addf(&command, "rm -rf %s", folder);
    FILE *process = popen(jalon_str_text(&command), "r");
    return process ? pclose(process) : -1;
}
TEARDOWN_GROUP(clean);

/* What `audit verify --live` says, as an auditor: lines "where: sentence". */
static enum jalon_err_kind audit(const char *database, struct jalon_str *out)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str since = {0};
    JALON_AUTO(jalon_check_freep) struct jalon_check *check = NULL;
    JALON_AUTO(jalon_app_done)
    struct jalon_app app = {.db = fixture_open(database, FIXTURE_AUDITOR),
                            .programme_code = FIXTURE_PROGRAMME};
    assert_done(jalon_file_read(since_path, JALON_NOTE_MAX_BYTES, &since, &err), &err);
    const struct jalon_kept_note kept = {"since", jalon_str_text(&since)};
    const struct jalon_key *const logs[] = {log_key};
    const struct jalon_audit_request request = {
        .logs = logs, .n_logs = 1, .notes = &kept, .n_notes = 1, .delay = 60, .live = true};
    assert_done(jalon_app_audit(&app, &request, &check, &err), &err);
    assert_true(check->n_facts > 100);
    json_t *problems = jalon_check_problems_json(check);
    for (size_t i = 0; i < json_array_size(problems); i++) {
        const json_t *one = json_array_get(problems, i);
        jalon_str_addf(out, "%s %s: %s\n", json_string_value(json_object_get(one, "where")),
                       json_string_value(json_object_get(one, "kind")),
                       json_string_value(json_object_get(one, "what")));
    }
    json_decref(problems);
    return jalon_check_result(check);
}

/* What `jalon-verify` says of a bundle of the database. */
static int verify_bundle(const char *database, struct jalon_str *out)
{
    struct jalon_err err = {0};
    struct jalon_bundle_report report;
    char path[96], part[4096];
    (void)snprintf(path, sizeof path, "%s/bundle-%d", folder, ++n_bundles);
    JALON_AUTO(jalon_app_done)
    struct jalon_app app = {.db = fixture_open(database, FIXTURE_AUDITOR),
                            .programme_code = FIXTURE_PROGRAMME};
    const struct jalon_bundle_request request = {.folder = path, .live = true};
    assert_done(jalon_app_bundle(&app, &request, &report, &err), &err);
    JALON_AUTO(jalon_str_done) struct jalon_str command = {0};
    jalon_str_addf(
        &command, "cd %s && '%s' --policy %s --since %s --lang en . 2>&1; s=$?; rm -rf %s; exit $s",
        path, TEST_JALON_VERIFY, policy_path, since_path, path);
    FILE *process = popen(jalon_str_text(&command), "r");
    assert_non_null(process);
    for (size_t n; (n = fread(part, 1, sizeof part, process)) > 0;) {
        jalon_str_add_bytes(out, part, n);
    }
    int status = pclose(process);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* One attack: what a superuser does, and what is said of it. */
struct attack {
    const char *sql;
    const char *live;   /* in a line of the audit: where, and the kind */
    const char *bundle; /* in a line of the checker */
    bool is_sealed;     /* the sealer seals after it */
    bool is_of_tables;  /* the journal is intact: status 1, not 9 */
};

static void assert_said(const struct jalon_str *said, const char *wanted, const char *who)
{
    if (!strstr(jalon_str_text(said), wanted)) {
        fail_msg("%s does not say '%s' but:\n%.4000s", who, wanted, jalon_str_text(said));
    }
}

static void assert_found(const char *database, const struct attack *attack)
{
    JALON_AUTO(jalon_str_done) struct jalon_str said = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str checked = {0};
    assert_int_equal(audit(database, &said),
                     attack->is_of_tables ? JALON_ERR_CHECK : JALON_ERR_JOURNAL);
    assert_said(&said, attack->live, "audit verify");
    if (!strstr(attack->live, "trigger") && strstr(jalon_str_text(&said), "trigger")) {
        fail_msg("the attack leaves a trace that is not its own:\n%s", jalon_str_text(&said));
    }
    assert_int_equal(verify_bundle(database, &checked), 1);
    assert_said(&checked, attack->bundle, "jalon-verify");
}

/* Without the triggers and constraints that are in the way, which are put back afterwards. */
#define UNGUARDED(sql)                                                                       \
    "ALTER TABLE audit.entry DISABLE TRIGGER ALL; ALTER TABLE audit.leaf DISABLE TRIGGER"    \
    " ALL; ALTER TABLE audit.tile DISABLE TRIGGER ALL; ALTER TABLE audit.checkpoint DISABLE" \
    " TRIGGER ALL; ALTER TABLE audit.disclosure DISABLE TRIGGER ALL; " sql                   \
    "; DO $do$ DECLARE t regclass; name text; BEGIN FOREACH t IN ARRAY '{audit.entry,"       \
    "audit.leaf,audit.tile,audit.checkpoint,audit.disclosure}'::regclass[] LOOP EXECUTE"     \
    " format('ALTER TABLE %s ENABLE TRIGGER ALL', t); FOR name IN SELECT tgname FROM"        \
    " pg_trigger WHERE tgrelid = t AND NOT tgisinternal LOOP EXECUTE format('ALTER TABLE %s" \
    " ENABLE ALWAYS TRIGGER %I', t, name); END LOOP; END LOOP; END $do$"

static void attack_copy(const struct attack *attack)
{
    JALON_AUTO(jalon_str_done) struct jalon_str note = {0};
    const char *database = copy_of(honest);
    (void)ask(database, attack->sql);
    if (attack->is_sealed) {
        JALON_AUTO(jalon_str_done) struct jalon_str copied = {0};
        JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
        struct jalon_err err = {0};
        assert_done(jalon_file_read(state_path, 65536, &copied, &err), &err);
        jalon_str_addf(&path, "%s-copy", state_path);
        write_file(jalon_str_text(&path), &copied);
        seal(database, jalon_str_text(&path), &note);
    }
    assert_found(database, attack);
}

TEST(nothing_is_found_where_nothing_was_done)
{
    JALON_AUTO(jalon_str_done) struct jalon_str said = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str checked = {0};
    assert_int_equal(audit(honest, &said), JALON_ERR_NONE);
    assert_string_equal(jalon_str_text(&said), "");
    assert_true(strtoll(ask(honest, "SELECT count(*) FROM audit.entry"), NULL, 10) >
                10L * n_contracts());
    if (verify_bundle(honest, &checked) != 0) {
        fail_msg("%s", jalon_str_text(&checked));
    }
}

#define ENTRY(n) "(SELECT id FROM audit.entry WHERE code = 'fictif-90' AND seq = " #n ")"
#define LEAF(n)  "(SELECT idx FROM audit.leaf WHERE entry_id = " ENTRY(n) ")"

TEST(a_flipped_byte_with_a_hash_that_follows)
{
    attack_copy(&(struct attack){
        UNGUARDED("UPDATE audit.entry e SET leaf = v.leaf, leaf_hash = audit.leaf_hash(v.leaf)"
                  " FROM (SELECT replace(leaf, '\"2019-02-02\"', '\"2019-02-03\"') AS leaf FROM"
                  " audit.entry WHERE id = " ENTRY(5) ") v WHERE e.id = " ENTRY(5)),
        "fictif-90#5 tree_hash", "[chain_prev]", false});
}

TEST(a_dropped_last_entry)
{
    attack_copy(&(struct attack){
        UNGUARDED("DELETE FROM audit.entry WHERE id = (SELECT max(id) FROM audit.entry)"),
        "leaf_gone", "[leaf_syntax]", false});
}

TEST(a_dropped_middle_entry_with_the_leaves_moved_up)
{
    attack_copy(&(struct attack){
        UNGUARDED("CREATE TABLE public.x AS SELECT " LEAF(
            6) " AS idx;"
               "DELETE FROM audit.leaf WHERE idx = (SELECT idx FROM public.x);"
               "DELETE FROM audit.entry WHERE id = " ENTRY(
                   6) ";"
                      "UPDATE audit.leaf SET idx = -idx WHERE idx > (SELECT idx FROM public.x);"
                      "UPDATE audit.leaf SET idx = -idx - 1 WHERE idx < 0;"
                      "UPDATE audit.log SET size = size - 1; DROP TABLE public.x"),
        "fictif-90#7 chain_seq", "[chain_seq]", false});
}

TEST(two_swapped_entries)
{
    attack_copy(&(struct attack){
        UNGUARDED("UPDATE audit.leaf SET idx = -idx - 1 WHERE entry_id = " ENTRY(
            4) ";"
               "UPDATE audit.leaf SET idx = idx - 1 WHERE entry_id = " ENTRY(
                   5) ";"
                      "UPDATE audit.leaf SET idx = -idx WHERE entry_id = " ENTRY(4)),
        "fictif-90#4 leaf_order", "[chain_seq]", false});
}

TEST(an_inserted_entry_that_ends_a_chain_well)
{
    attack_copy(&(struct attack){
        UNGUARDED("CREATE TABLE public.x AS SELECT " LEAF(
            10) " AS idx;"
                "WITH forged AS (SELECT e.*, replace(replace(replace(leaf, '\"seq\":10,',"
                " '\"seq\":11,'), substring(leaf from '\"prev\":\"[0-9a-f]{64}\"'), '\"prev\":\"' ||"
                " encode(leaf_hash, 'hex') || '\"'), audit.utc(recorded), audit.utc(recorded +"
                " interval '1 microsecond')) AS new_leaf FROM audit.entry e WHERE id = " ENTRY(
                    10) ")"
                        " INSERT INTO audit.entry SELECT nextval('audit.entry_id'), subject, 11, subject_kind,"
                        " programme, code, event, gen_random_uuid(), batch, recorded + interval '1"
                        " microsecond', new_leaf, audit.leaf_hash(new_leaf) FROM forged;"
                        "UPDATE audit.leaf SET idx = -idx WHERE idx > (SELECT idx FROM public.x);"
                        "UPDATE audit.leaf SET idx = -idx + 1 WHERE idx < 0;"
                        "INSERT INTO audit.leaf SELECT x.idx + 1, e.id, e.leaf_hash FROM audit.entry e,"
                        " public.x WHERE e.code = 'fictif-90' AND e.seq = 11;"
                        "UPDATE audit.log SET size = size + 1; DROP TABLE public.x"),
        "root: the first", "[root_differs]", false});
}

TEST(a_backdated_entry_that_the_sealer_took)
{
    attack_copy(&(struct attack){
        "WITH forged AS (SELECT e.*, replace(replace(replace(replace(leaf, '\"seq\":2,',"
        " '\"seq\":1,'), substring(leaf from '\"prev\":\"[0-9a-f]{64}\"'), '\"prev\":null'),"
        " audit.utc(recorded), '2019-02-01T10:00:00.000000Z'), subject::text,"
        " '01234567-89ab-4cde-8f01-23456789abcd') AS new_leaf FROM audit.entry e WHERE id = " ENTRY(
            2) "), entry AS (INSERT INTO audit.entry SELECT nextval('audit.entry_id'),"
               " '01234567-89ab-4cde-8f01-23456789abcd', 1, subject_kind, programme, 'antidate',"
               " event, gen_random_uuid(), batch, '2019-02-01 10:00:00+00', new_leaf,"
               " audit.leaf_hash(new_leaf) FROM forged RETURNING id)"
               " INSERT INTO audit.pending SELECT id FROM entry",
        "antidate#1 backdated", "[recorded_backdated]", true});
}

/* The database as it was one seal earlier, whether cut or restored. */
TEST(a_tail_cut_off_since_the_checkpoint_that_the_auditor_took)
{
    attack_copy(&(struct attack){
        UNGUARDED("DELETE FROM audit.checkpoint WHERE size = (SELECT max(size) FROM"
                  " audit.checkpoint);"
                  "DELETE FROM audit.entry e USING audit.leaf f WHERE f.entry_id = e.id AND f.idx"
                  " >= (SELECT max(size) FROM audit.checkpoint);"
                  "DELETE FROM audit.leaf WHERE idx >= (SELECT max(size) FROM audit.checkpoint);"
                  "UPDATE audit.log SET size = (SELECT max(size) FROM audit.checkpoint)"),
        "since tail_cut", "[tail_cut]", false});
}

TEST(a_restored_backup)
{
    assert_found(copy_of(older), &(struct attack){NULL, "since tail_cut", "[tail_cut]", false});
}

TEST(two_checkpoints_that_diverge)
{
    JALON_AUTO(jalon_str_done) struct jalon_str note = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
    const char *database = copy_of(older);
    /* who has both the key and the database: the same size, another history */
    (void)ask(database, "SELECT jalon.note(gen_random_uuid(), 'demo', 'fictif-8', '2019-02-03',"
                        " 'day', '{\"note\": \"Une autre.\"}')");
    jalon_str_addf(&path, "%s-none", state_path);
    seal(database, jalon_str_text(&path), &note);
    assert_found(database, &(struct attack){NULL, "fork: two signed checkpoints", "[fork]", false});
}

TEST(an_edited_hash_of_the_tree)
{
    attack_copy(&(struct attack){
        UNGUARDED("UPDATE audit.tile SET root = sha256('x') WHERE level = 0 AND n = 2"),
        "tile/0/2 tile", "[tile_differs]", false});
}

TEST(an_edited_row_of_a_table)
{
    attack_copy(&(struct attack){
        "UPDATE jalon.contract SET state = 'signed' WHERE id = (SELECT subject FROM audit.entry"
        " WHERE id = " ENTRY(1) ")",
        "fictif-90#10 row_differs: contract: state", "fictif-90#10: contract: state", false, true});
}

TEST(a_disabled_trigger)
{
    attack_copy(&(struct attack){"ALTER TABLE audit.entry DISABLE TRIGGER append_only",
                                 "trigger append_only on audit.entry",
                                 "at the export: trigger append_only on audit.entry", false, true});
}

TEST(a_policy_that_hides_rows)
{
    attack_copy(&(struct attack){
        "ALTER TABLE audit.entry ENABLE ROW LEVEL SECURITY; ALTER TABLE audit.entry FORCE ROW"
        " LEVEL SECURITY; CREATE POLICY p ON audit.entry USING (code <> 'fictif-90')",
        "leaf_gone", "[leaf_syntax]", false});
}

TEST(an_entry_that_is_kept_from_the_sealer)
{
    attack_copy(&(struct attack){
        "SELECT jalon.note(gen_random_uuid(), 'demo', 'fictif-9', '2019-02-03', 'day',"
        " '{\"note\": \"Retenue.\"}'); DELETE FROM audit.pending",
        "fictif-9#11 held_back", "[held_back]", false});
}

TEST(an_index_that_leaves_a_row_out)
{
    attack_copy(&(struct attack){
        "UPDATE pg_index SET indisready = false WHERE indexrelid ="
        " 'audit.entry_subject_seq_key'::regclass;"
        "SELECT jalon.note(gen_random_uuid(), 'demo', 'fictif-9', '2019-02-03', 'day',"
        " '{\"note\": \"Cachée.\"}');"
        "UPDATE pg_index SET indisready = true WHERE indexrelid ="
        " 'audit.entry_subject_seq_key'::regclass",
        "audit.entry_subject_seq_key bad_index", "[bad_index]", true});
}

/* What nothing made by the migrations can be: it must not end the tools that look for it. */
TEST(hashes_and_notes_that_are_gone)
{
    attack_copy(&(struct attack){
        UNGUARDED("ALTER TABLE audit.leaf ALTER leaf_hash DROP NOT NULL; UPDATE audit.leaf SET"
                  " leaf_hash = NULL WHERE idx = " LEAF(
                      3) "; ALTER TABLE audit.checkpoint ALTER"
                         " note DROP NOT NULL; UPDATE audit.checkpoint SET note = NULL WHERE size ="
                         " (SELECT min(size) FROM audit.checkpoint)"),
        "fictif-90#3 tree_hash", "[tile_differs]", false});
}

TEST(a_checkpoint_that_was_altered_and_one_of_nothing)
{
    attack_copy(&(struct attack){
        UNGUARDED("UPDATE audit.checkpoint SET note = replace(note, size::text, (size + 1)::text)"
                  " WHERE size = (SELECT min(size) FROM audit.checkpoint); INSERT INTO"
                  " audit.checkpoint (epoch, size, note) SELECT epoch, 0, replace(note,"
                  " size::text, '0') FROM audit.checkpoint ORDER BY size DESC LIMIT 1"),
        "checkpoint_forged", "[signature_forged]", false});
}

TEST(false_heads_in_a_seal)
{
    attack_copy(&(struct attack){
        UNGUARDED("UPDATE audit.leaf SET seal = v.seal, leaf_hash = audit.leaf_hash(v.seal) FROM"
                  " (SELECT idx AS i, regexp_replace(seal, '\"heads\":\"[0-9a-f]', '\"heads\":\"g')"
                  " AS seal FROM audit.leaf WHERE seal IS NOT NULL) v WHERE idx = v.i"),
        "the seal says heads", "[leaf_member]", false});
}

TEST(an_index_that_is_marked_invalid)
{
    attack_copy(&(struct attack){
        "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'audit.leaf_once'::regclass",
        "audit.leaf_once bad_index", "[bad_index]", false, true});
}

TEST(the_first_root_that_differs_is_told_once_with_the_leaves_under_it)
{
    JALON_AUTO(jalon_str_done) struct jalon_str said = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str range = {0};
    const char *database = copy_of(honest);
    (void)ask(
        database,
        UNGUARDED("UPDATE audit.entry e SET leaf = v.leaf, leaf_hash = audit.leaf_hash(v.leaf)"
                  " FROM (SELECT replace(leaf, '\"2019-02-02\"', '\"2019-02-03\"') AS leaf"
                  " FROM audit.entry WHERE id = " ENTRY(5) ") v WHERE e.id = " ENTRY(5)));
    (void)audit(database, &said);
    jalon_str_addf(&range, "one of @0 to @%s was changed",
                   ask(database, "SELECT min(size) - 1 FROM audit.checkpoint"));
    assert_said(&said, jalon_str_text(&range), "audit verify");
    const char *first = strstr(jalon_str_text(&said), " root: the first");
    assert_non_null(first);
    if (strstr(first + 1, " root: the first") || strstr(jalon_str_text(&said), "prev_root")) {
        fail_msg("told again:\n%s", jalon_str_text(&said));
    }
}
