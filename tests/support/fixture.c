/* The made-up programme in a database: see fixture.h. */
#include "support/fixture.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "base/mem.h"
#include "domain/contract_compare.h"
#include "domain/replay.h"
#include "store/programme.h"
#include "store/projection.h"
#include "support/cluster.h"
#include "support/migrated.h"
#include "support/test.h"

enum { MAX_MEMBERS = 9 };

static const char logins_sql[] =
    "DO $$ DECLARE l text; BEGIN FOREACH l IN ARRAY '{reader,recorder,manager,auditor,sealer}'::text[] LOOP"
    "  EXECUTE format('CREATE ROLE test_%s LOGIN IN ROLE jalon_%s', l, l);"
    " END LOOP; END $$";

static const char dump_sql[] =
    "SELECT string_agg(format('%s %s', t, substring(query_to_xml(format("
    "  'SELECT count(*) || '' '' || coalesce(md5(string_agg(r::text, chr(10) ORDER BY r::text)), '''')"
    "   AS h FROM %s r', t), true, false, '')::text from '<h>(.*)</h>')), chr(10) ORDER BY t::text)"
    " FROM (SELECT c.oid::regclass AS t FROM pg_class c WHERE c.relkind = 'r'"
    "   AND c.relnamespace IN ('jalon'::regnamespace, 'audit'::regnamespace)) tables";

static const char chain_sql[] =
    "WITH link AS ("
    "  SELECT e.*, lag(e.leaf_hash) OVER w AS before, row_number() OVER w AS place"
    "  FROM audit.entry e WINDOW w AS (PARTITION BY e.subject ORDER BY e.seq)),"
    " head AS (SELECT id, last_seq, last_hash, last_recorded FROM jalon.contract"
    "  UNION ALL SELECT id, last_seq, last_hash, last_recorded FROM jalon.programme),"
    " bad AS ("
    "  SELECT format('%s#%s: seq', code, seq) FROM link WHERE seq <> place"
    "  UNION ALL SELECT format('%s#%s: prev', code, seq) FROM link"
    "   WHERE leaf::jsonb ->> 'prev' IS DISTINCT FROM encode(before, 'hex')"
    "  UNION ALL SELECT format('%s#%s: hash', code, seq) FROM link"
    "   WHERE leaf_hash <> sha256('\\x00'::bytea || convert_to(leaf, 'UTF8'))"
    "  UNION ALL SELECT format('%s#%s: columns', code, seq) FROM link"
    "   WHERE (leaf::jsonb ->> 'seq')::int <> seq OR (leaf::jsonb ->> 'subject')::uuid <> subject"
    "    OR leaf::jsonb ->> 'event' <> event OR (leaf::jsonb ->> 'request')::uuid <> request"
    "    OR (leaf::jsonb ->> 'recorded')::timestamptz <> recorded"
    "  UNION ALL SELECT format('%s: head', h.id) FROM head h"
    "   LEFT JOIN LATERAL (SELECT * FROM link l WHERE l.subject = h.id ORDER BY l.seq DESC LIMIT 1) l"
    "    ON true"
    "   WHERE (h.last_seq, h.last_hash, h.last_recorded)"
    "    IS DISTINCT FROM (l.seq, l.leaf_hash, l.recorded)"
    "  UNION ALL SELECT format('%s: no subject', subject) FROM link"
    "   WHERE subject NOT IN (SELECT id FROM head))"
    " SELECT coalesce((SELECT string_agg(format, '; ') FROM bad), 'ok')";

struct jalon_date fixture_date(const char *iso)
{
    struct jalon_date date;
    struct jalon_err err = {0};
    assert_done(jalon_date_parse(iso, &date, &err), &err);
    return date;
}

struct jalon_write fixture_write(const char *on)
{
    return (struct jalon_write){.request = jalon_uuid_random(),
                                .programme = FIXTURE_PROGRAMME,
                                .on = on != NULL ? fixture_date(on) : JALON_DATE_NONE,
                                .precision =
                                    on != NULL ? JALON_PRECISION_DAY : JALON_PRECISION_UNKNOWN,
                                .evidence = {.learned_on = JALON_DATE_NONE}};
}

static json_t *definition(const char *label)
{
    return json_pack("{s:s, s:s}", "fr", label, "en", label);
}

json_t *fixture_document_json(void)
{
    json_t *document = json_load_file(TEST_DATA "/programme_demo.json", 0, NULL);
    json_t *transitions = json_object_get(json_object_get(document, "lifecycle"), "transitions");
    assert_int_equal(
        json_array_append_new(transitions,
                              json_pack("{s:s, s:[s], s:s, s:[s]}", "name", "set_back", "from",
                                        "pilot", "to", "identified", "roles", "recorder")),
        0);
    jalon_json_set(document, "cohorts",
                   json_pack("{s:{s:o}, s:{s:o}}", "avant-garde", "label",
                             definition("Avant-garde fictive"), "second", "label",
                             definition("Second essai")));
    jalon_json_set(document, "weights",
                   json_pack("{s:{s:o, s:o}}", "emplois", "label",
                             definition("emplois industriels"), "unit", definition("emplois")));
    jalon_json_set(document, "statuses",
                   json_pack("[{s:s, s:o, s:i}, {s:s, s:o, s:i}]", "code", "sure", "label",
                             definition("Sûr"), "from", 85, "code", "lost", "label",
                             definition("Perdu"), "from", 0));
    return document;
}

char *fixture_document(void)
{
    JALON_AUTO(jalon_json_decref) json_t *document = fixture_document_json();
    return jalon_json_dump(document);
}

static void print_fault(void *context, const char *pointer, const struct jalon_err *fault)
{
    (void)context;
    print_error("%s: %s\n", pointer, fault->message[JALON_EN]);
}

struct jalon_programme *fixture_programme(void)
{
    JALON_AUTO(jalon_json_decref) json_t *document = fixture_document_json();
    struct jalon_programme *programme = NULL;
    assert_int_equal(jalon_programme_read(document, print_fault, NULL, &programme), 0);
    programme->revision = 1;
    return programme;
}

static struct jalon_db *open_conninfo(const char *conninfo)
{
    struct jalon_db *db = NULL;
    struct jalon_err err = {0};
    const struct jalon_db_options options = {.conninfo = conninfo, .command = "test"};
    assert_done(jalon_db_open(&options, &db, &err), &err);
    return db;
}

struct jalon_db *fixture_open(const char *database, const char *login)
{
    return open_conninfo(test_cluster_conninfo(login, database));
}

int fixture_try_add(struct jalon_db *db, const struct jalon_write *write, const char *code,
                    size_t n_regions, size_t n_members, struct jalon_err *err)
{
    static const char *const sirens[MAX_MEMBERS] = {"200000008", "200000016", "200000024",
                                                    "200000032", "200000040", "200000057",
                                                    "200000065", "200000073", "200000081"};
    static const char *const regions[] = {"28", "52"};
    static const char *const departements[] = {"14", "44"};
    const char *const *own_regions = n_regions == 1 ? regions + 1 : regions;
    struct jalon_territory_member members[MAX_MEMBERS];
    for (size_t i = 0; i < n_members; i++) {
        members[i] = (struct jalon_territory_member){.siren = sirens[i],
                                                     .name = "Communauté fictive",
                                                     .kind = "EPCI",
                                                     .departement = "44",
                                                     .region = "52"};
    }
    const struct jalon_territory territory = {.code = code,
                                              .name = "Val d'Essai",
                                              .regions = own_regions,
                                              .n_regions = n_regions,
                                              .departements = departements,
                                              .n_departements = JALON_COUNT(departements),
                                              .members = members,
                                              .n_members = n_members};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    return jalon_store_territory_add(db, write, &territory, &receipt, err);
}

void fixture_add(struct jalon_db *db, const struct jalon_write *write, const char *code,
                 size_t n_regions, size_t n_members)
{
    struct jalon_err err = {0};
    assert_done(fixture_try_add(db, write, code, n_regions, n_members, &err), &err);
}

static const char *const changes[] = {
    [JALON_TERRITORY_RENAME] = "rename",         [JALON_TERRITORY_ALIAS] = "alias",
    [JALON_TERRITORY_MEMBER_ADD] = "member-add", [JALON_TERRITORY_MEMBER_REMOVE] = "member-remove",
    [JALON_TERRITORY_LEAVE] = "leave",           [JALON_TERRITORY_ABSORB] = "absorb",
};

bool fixture_is_change(const char *kind)
{
    for (size_t i = 0; i < JALON_COUNT(changes); i++) {
        if (strcmp(changes[i], kind) == 0) {
            return true;
        }
    }
    return false;
}

int fixture_try_change(struct jalon_db *db, const struct jalon_write *write, const char *code,
                       const char *kind, const char *what, struct jalon_err *err)
{
    struct jalon_territory_change change = {
        .code = code,
        .name = what,
        .alias = {.kind = "name", .value = what},
        .member = {what, "Communauté fictive", "EPCI", NULL, "44", "52"}};
    const char *into[4];
    JALON_AUTO(jalon_freep) char *copy = jalon_strdup(what);
    char *rest = copy;
    for (char *one = strtok_r(copy, ",", &rest); one != NULL && strcmp(one, "-") != 0;
         one = strtok_r(NULL, ",", &rest)) {
        assert_true(change.n_into < JALON_COUNT(into));
        into[change.n_into++] = one;
    }
    change.into = into;
    change.predecessors = into;
    change.n_predecessors = change.n_into;
    while (strcmp(changes[change.kind], kind) != 0) {
        change.kind++;
    }
    struct jalon_write reasoned = *write;
    reasoned.evidence.reason = write->evidence.reason != NULL ? write->evidence.reason : "essai";
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    return jalon_store_territory_change(db, &reasoned, &change, &receipt, err);
}

void fixture_step(struct jalon_db *db, const char *code, const char *line)
{
    char words[4][80] = {"", "", "", ""};
    int n = sscanf(line, "%79s %79s %79s %79s", words[0], words[1], words[2], words[3]);
    bool is_change = fixture_is_change(words[0]);
    bool is_move = !is_change && (n == 2 || (n == 3 && strchr("-0123456789", words[1][0]) != NULL));
    const char *on = is_move ? words[1] : words[2];
    const char *precision = is_move ? words[2] : words[3];
    struct jalon_err err = {0};
    struct jalon_write write = fixture_write(on[0] != '-' ? on : NULL);
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    if (precision[0] != '\0') {
        assert_true(jalon_precision_parse(precision, &write.precision));
    }
    if (is_change) {
        assert_done(fixture_try_change(db, &write, code, words[0], words[1], &err), &err);
        return;
    }
    if (is_move) {
        write.evidence.reason = "essai";
        assert_done(jalon_store_advance(db, &write, code, words[0], NULL, &receipt, &err), &err);
        return;
    }
    const char *party = words[1];
    const struct jalon_signing signing = {
        .code = code, .instrument = words[0], .parties = &party, .n_parties = 1};
    assert_done(jalon_store_sign(db, &write, &signing, &receipt, &err), &err);
}

static void fill(const char *conninfo)
{
    JALON_AUTO(jalon_freep) char *document = fixture_document();
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = open_conninfo(conninfo);
    struct jalon_err err = {0};
    struct jalon_write application = fixture_write(NULL);
    assert_done(jalon_store_programme_apply(db, &application, document, 0, &receipt, &err), &err);
    static const size_t sizes[][2] = {{1, 0}, {2, 2}, {2, 6}};
    for (size_t i = 0; i < JALON_COUNT(sizes); i++) {
        const char *const codes[] = {"essai-1", "essai-2", "essai-3"};
        struct jalon_write write = fixture_write("2018-12-10");
        fixture_add(db, &write, codes[i], sizes[i][0], sizes[i][1]);
    }
}

static int prepare(const char *conninfo)
{
    if (test_migrate(conninfo) != 0) {
        return -1;
    }
    const char *text = test_sql(conninfo, logins_sql);
    if (text[0] != '\0') {
        print_error("%s\n", text);
        return -1;
    }
    fill(test_cluster_conninfo(FIXTURE_MANAGER, "jalon_template"));
    return 0;
}

int fixture_setup(void **state)
{
    (void)state;
    test_template_prepare(prepare);
    return 0;
}

static void note_fault(void *context, const struct jalon_replay_fault *fault)
{
    jalon_str_addf(context, "%lld %s %s %s %s\n", (long long)fault->seq,
                   jalon_replay_fault_code(fault->kind), fault->thing,
                   fault->wanted ? fault->wanted : "-", fault->found ? fault->found : "-");
}

struct jalon_contract *fixture_replay(struct jalon_db *db, const struct jalon_programme *programme,
                                      const char *code, struct jalon_str *faults)
{
    static const struct jalon_statement entries = {
        .name = "fixture_entries",
        .text = "SELECT leaf, disclosures::text,"
                " ((leaf::jsonb ->> 'recorded')::timestamptz AT TIME ZONE 'Europe/Paris')::date"
                " FROM audit.history WHERE code = $1 AND subject_kind = 'territory' ORDER BY seq",
        .shape = JALON_SHAPE_MANY,
        .n_parameters = 1};
    struct jalon_err err = {0};
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    assert_done(jalon_db_run(db, &entries, &code, &result, &err), &err);
    struct jalon_contract *contract = jalon_contract_new();
    struct jalon_replay replay = {.contract = contract, .report = note_fault, .context = faults};
    for (size_t row = 0; row < jalon_result_n_rows(result); row++) {
        JALON_AUTO(jalon_event_done) struct jalon_event event = {0};
        JALON_AUTO(jalon_json_decref) json_t *leaf = NULL, *disclosures = NULL;
        assert_done(jalon_json_parse(jalon_result_text(result, row, 0), &leaf, &err), &err);
        assert_done(jalon_json_parse(jalon_result_text(result, row, 1), &disclosures, &err), &err);
        assert_true(jalon_event_read(leaf, disclosures,
                                     fixture_date(jalon_result_text(result, row, 2)), &event));
        jalon_replay_apply(&replay, programme, &event);
    }
    jalon_replay_end(&replay);
    return contract;
}

static void note_difference(void *context, const struct jalon_difference *difference)
{
    jalon_str_addf(context, "%s %s\n", difference->thing,
                   difference->field ? difference->field : "-");
}

void fixture_assert_replays(const char *database, const char *const *codes, size_t n)
{
    JALON_AUTO(jalon_programme_freep) struct jalon_programme *programme = fixture_programme();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_READER);
    JALON_AUTO(jalon_str_done) struct jalon_str faults = {0};
    for (size_t i = 0; i < n; i++) {
        struct jalon_err err = {0};
        JALON_AUTO(jalon_contract_freep) struct jalon_contract *table = NULL;
        JALON_AUTO(jalon_contract_freep)
        struct jalon_contract *journal = fixture_replay(db, programme, codes[i], &faults);
        assert_done(
            jalon_store_contract(db, jalon_books_now(FIXTURE_PROGRAMME), codes[i], &table, &err),
            &err);
        jalon_contract_compare(journal, table, note_difference, &faults);
    }
    assert_string_equal(jalon_str_text(&faults), "");
    assert_string_equal(fixture_chain(database), "ok");
}

const char *fixture_dump(const char *database)
{
    const char *text = test_sql(test_cluster_conninfo(TEST_SUPERUSER, database), dump_sql);
    assert_null(strstr(text, "ERROR"));
    return text;
}

const char *fixture_chain(const char *database)
{
    return test_sql(test_cluster_conninfo(TEST_SUPERUSER, database), chain_sql);
}
