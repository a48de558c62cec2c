/*
 * Signing: C and the database decide alike on every situation, instrument, party, role and day, and
 * know the same parties on every day; `signed` follows from the last required signature alone.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/signing.h"
#include "support/cluster.h"
#include "support/fixture.h"
#include "support/test.h"

SETUP_GROUP(fixture_setup);

static const struct {
    const char *key, *sqlstate;
} answers[] = {
    [JALON_SIGN_ALLOWED] = {"", ""},
    [JALON_SIGN_ROLE] = {"not_permitted", "42501"},
    [JALON_SIGN_UNKNOWN_INSTRUMENT] = {"unknown_instrument", "JA005"},
    [JALON_SIGN_LEFT] = {"left_programme", "JA005"},
    [JALON_SIGN_NOT_OPEN] = {"instrument_not_open", "JA005"},
    [JALON_SIGN_TOO_EARLY] = {"too_early", "JA005"},
    [JALON_SIGN_NOTHING_MISSING] = {"nothing_missing", "JA001"},
    [JALON_SIGN_UNKNOWN_PARTY] = {"unknown_party", "JA005"},
    [JALON_SIGN_NOT_CONCERNED] = {"party_not_concerned", "JA005"},
    [JALON_SIGN_NO_PARTY] = {"text_missing", "JA005"},
    [JALON_SIGN_ALREADY_SIGNED] = {"already_signed", "JA001"},
    [JALON_SIGN_OTHER_TEXT] = {"other_text", "JA001"},
    [JALON_SIGN_NO_EVIDENCE] = {"evidence_required", "JA005"},
};

enum { MAX_STEPS = 7 };

/* What happened to a territory with so many Régions and members before the question. */
static const struct situation {
    size_t n_regions, n_members;
    const char *steps[MAX_STEPS];
} situations[] = {
    {2, 2, {NULL}},
    {2, 2, {"pilot 2018-12-20"}},
    {1, 0, {"pilot 2018-12-20", "protocole etat 2019-01-10"}},
    {2, 2, {"negotiating 2018-12-20"}},
    {1, 1, {"negotiating 2018-12-20", "contrat industriel:Acme 2019-01-10"}},
    {2, 2, {"negotiating 2018-12-20", "contrat etat 2019-01-20", "contrat region:28 2019-01-10"}},
    {1, 1, {"negotiating 2018-12-20", "protocole all 2019-01-05", "contrat etat 2019-01-10"}},
    {1, 1, {"negotiating 2018-12-20", "contrat all 2019-01-10"}},
    {1,
     1,
     {"negotiating 2018-12-20", "contrat all 2019-01-10", "contrat banque 2019-01-15",
      "avenant etat 2019-02-01"}},
    {1,
     0,
     {"negotiating 2018-12-20", "contrat all 2019-01-10", "avenant all 2019-02-01",
      "avenant region 2019-03-01"}},
    {1, 1, {"negotiating 2018-12-20", "contrat etat 2019-01-10", "suspended 2019-02-01"}},
    {1,
     1,
     {"negotiating 2018-12-20", "contrat etat 2019-01-10", "suspended 2019-02-01",
      "negotiating 2019-03-01", "contrat region 2019-01-12"}},
    {1,
     1,
     {"negotiating 2018-12-20", "contrat all 2019-01-10", "avenant etat 2019-02-01",
      "negotiating 2019-03-01", "contrat etat 2019-03-10"}},
    {1,
     1,
     {"negotiating 2018-12-20", "contrat all 2019-01-10", "avenant etat 2019-02-01",
      "negotiating 2019-03-01", "contrat all 2019-03-10"}},
    {2, 2, {"negotiating 2018-12-20", "contrat etat 2019-01-20 month", "withdrawn 2019-02-01"}},
    {1, 1, {"negotiating 2018-12-20", "contrat etat 2019-01-10", "leave - 2019-02-01"}},
    {1, 1, {"negotiating 2018-12-20", "contrat all 2019-01-10", "leave essai-2 2019-02-05"}},
};

static const char *const instruments[] = {"protocole", "contrat", "avenant", "no_such"};

enum { MAX_PARTIES = 3 };

static const char *const party_lists[][MAX_PARTIES] = {
    {NULL},
    {"all"},
    {"etat"},
    {"etat", "etat", "region:52"},
    {"region"},
    {"region:28"},
    {"membre"},
    {"membre:200000008", "region", "etat"},
    {"membre:200000016"},
    {"membre:999999999"},
    {"banque"},
    {"banque:2"},
    {"industriel"},
    {"industriel:Acme"},
    {"etat", "no_such:1"},
    {"all", "etat"},
};

struct matrix {
    struct jalon_programme *programme;
    const struct jalon_contract *contract;
    struct jalon_db *dbs[JALON_ROLE_N];
    int n_compared, n_different, n_seen[JALON_SIGN_N];
};

/* The receipt is what C foretold: as many entries, and the state that follows. */
static bool is_foretold(const struct matrix *m, const struct jalon_sign_request *request,
                        const struct jalon_sign_answer *answer, const struct jalon_receipt *receipt)
{
    const struct jalon_instrument_def *def =
        jalon_programme_instrument(m->programme, request->instrument);
    bool moves = answer->is_complete && def->completes;
    return receipt->n_entries == answer->parties.n + moves &&
           strcmp(receipt->state, moves ? def->completes : m->contract->state) == 0;
}

static void compare(struct matrix *m, const struct jalon_sign_request *request)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    struct jalon_sign_answer answer;
    enum jalon_sign outcome =
        jalon_contract_sign(m->contract, m->programme, request, arena, &answer);
    struct jalon_write write = fixture_write(jalon_date_iso(request->counts_from).text);
    const struct jalon_signing signing = {.code = m->contract->code,
                                          .instrument = request->instrument,
                                          .parties = request->parties,
                                          .n_parties = request->n_parties,
                                          .text = request->text,
                                          .no_evidence = request->has_evidence ? "essai" : NULL};
    struct jalon_err err = {0};
    int status = jalon_store_sign(m->dbs[request->role], &write, &signing, &receipt, &err);
    bool same = outcome == JALON_SIGN_ALLOWED
                    ? status == 0 && is_foretold(m, request, &answer, receipt)
                    : status == -1 && strcmp(err.key, answers[outcome].key) == 0 &&
                          strcmp(err.sqlstate, answers[outcome].sqlstate) == 0;
    if (!same) {
        print_error(
            "%s (%s): %s of %s (%zu) on %s as %s: C %s (%zu, complete %d), database %s %s\n",
            m->contract->code, m->contract->state, request->instrument,
            request->n_parties ? request->parties[0] : "-", request->n_parties,
            jalon_date_iso(request->counts_from).text, jalon_role_code(request->role),
            answers[outcome].key, answer.parties.n, answer.is_complete,
            status == 0 ? receipt->state : err.key, err.message[JALON_EN]);
        m->n_different++;
    }
    m->n_compared++;
    m->n_seen[outcome]++;
}

static void compare_contract(struct matrix *m)
{
    static const char *const dates[] = {"2018-12-09", "2019-01-12", "2019-02-10", "2019-04-01"};
    struct jalon_sign_request request = {0};
    for (size_t i = 0; i < JALON_COUNT(instruments); i++) {
        request.instrument = instruments[i];
        for (size_t p = 0; p < JALON_COUNT(party_lists); p++) {
            request.parties = party_lists[p];
            for (request.n_parties = 0;
                 request.n_parties < MAX_PARTIES && party_lists[p][request.n_parties] != NULL;
                 request.n_parties++) {
            }
            request.role = JALON_ROLE_RECORDER;
            for (size_t d = 0; d < JALON_COUNT(dates); d++) {
                request.counts_from = fixture_date(dates[d]);
                compare(m, &request);
            }
        }
        request.role = JALON_ROLE_READER;
        compare(m, &request);
        request.role = JALON_ROLE_MANAGER;
        compare(m, &request);
    }
}

static void demand_evidence(struct matrix *m, const char *database, bool is_demanded)
{
    for (size_t i = 0; i < m->programme->n_instruments; i++) {
        m->programme->instruments[i].evidence_required = is_demanded;
    }
    (void)test_sql(test_cluster_conninfo(TEST_SUPERUSER, database),
                   is_demanded ? "UPDATE jalon.instrument_def SET evidence_required = true"
                               : "UPDATE jalon.instrument_def SET evidence_required = false");
}

/* With and without evidence, of a text that is not in force or of none, where evidence is demanded
 * of every instrument. */
static void compare_evidence(struct matrix *m, const char *database)
{
    static const char *const dates[] = {"2019-01-12", "2019-02-10"};
    demand_evidence(m, database, true);
    for (size_t i = 0; i < JALON_COUNT(instruments) * JALON_COUNT(dates) * 4; i++) {
        const struct jalon_sign_request request = {
            .instrument = instruments[i / 8],
            .parties = party_lists[2],
            .n_parties = 1,
            .role = JALON_ROLE_RECORDER,
            .counts_from = fixture_date(dates[i / 4 % 2]),
            .text = i % 2 != 0 ? "00" : NULL,
            .has_evidence = i / 2 % 2 != 0,
        };
        compare(m, &request);
    }
    demand_evidence(m, database, false);
}

/* Adds a territory and lets happen what the situation says. */
static const char *happen(struct jalon_db *manager, size_t i)
{
    static char code[24];
    snprintf(code, sizeof code, "cas-%zu", i);
    struct jalon_write write = fixture_write("2018-12-10");
    fixture_add(manager, &write, code, situations[i].n_regions, situations[i].n_members);
    for (size_t k = 0; k < MAX_STEPS && situations[i].steps[k] != NULL; k++) {
        fixture_step(manager, code, situations[i].steps[k]);
    }
    return code;
}

TEST(c_and_the_database_decide_every_signature_alike)
{
    static const char *const logins[] = {FIXTURE_READER, FIXTURE_RECORDER, FIXTURE_MANAGER};
    const char *database = test_database_new();
    JALON_AUTO(jalon_programme_freep) struct jalon_programme *programme = fixture_programme();
    struct matrix m = {.programme = programme};
    for (size_t i = 0; i < JALON_COUNT(logins); i++) {
        m.dbs[i] = fixture_open(database, logins[i]);
    }
    for (size_t i = 0; i < JALON_COUNT(situations); i++) {
        jalon_db_set_dry_run(m.dbs[JALON_ROLE_MANAGER], false);
        const char *code = happen(m.dbs[JALON_ROLE_MANAGER], i);
        JALON_AUTO(jalon_str_done) struct jalon_str faults = {0};
        JALON_AUTO(jalon_contract_freep)
        struct jalon_contract *contract = fixture_replay(m.dbs[0], programme, code, &faults);
        assert_string_equal(jalon_str_text(&faults), "");
        m.contract = contract;
        for (size_t r = 0; r < JALON_COUNT(logins); r++) {
            jalon_db_set_dry_run(m.dbs[r], true);
        }
        compare_contract(&m);
        compare_evidence(&m, database);
    }
    for (size_t i = 0; i < JALON_COUNT(logins); i++) {
        jalon_db_close(m.dbs[i]);
    }
    print_message("%d combinations\n", m.n_compared);
    for (size_t i = 0; i < JALON_SIGN_N; i++) {
        assert_int_not_equal(m.n_seen[i], 0);
    }
    assert_int_equal(m.n_different, 0);
}

static int by_text(const void *a, const void *b)
{
    const char *const *left = a;
    const char *const *right = b;
    return strcmp(*left, *right);
}

/* What jalon.parties_at() would say of one instrument, by the record. */
static void tell_instrument(const struct jalon_contract *contract,
                            const struct jalon_programme *programme, const char *instrument,
                            struct jalon_date day, struct jalon_str *out)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    const struct jalon_contract_instrument *open =
        jalon_contract_instrument_at(contract, instrument, day);
    if (!open && jalon_programme_instrument(programme, instrument)->required_as_amended) {
        return; /* nobody owes an amendment */
    }
    struct jalon_parties parties =
        jalon_contract_required_parties(contract, programme, instrument, day, arena);
    struct jalon_parties missing =
        jalon_contract_missing_parties(contract, programme, instrument, day, arena);
    qsort(parties.codes, parties.n, sizeof *parties.codes, by_text);
    bool is_complete = open && jalon_instrument_complete_at(open, day);
    for (size_t i = 0; i < parties.n; i++) {
        bool is_missing = false;
        for (size_t k = 0; k < missing.n; k++) {
            is_missing = is_missing || strcmp(missing.codes[k], parties.codes[i]) == 0;
        }
        const struct jalon_contract_signature *signature =
            jalon_instrument_signature(open, parties.codes[i], day);
        assert_int_equal(is_missing, signature == NULL);
        jalon_str_addf(out, "%s %d %s %s %s\n", instrument, open ? open->number : 0,
                       parties.codes[i],
                       signature ? jalon_date_iso(signature->counts_from).text : "-",
                       is_complete ? jalon_date_iso(open->completed_on).text : "-");
    }
}

TEST(c_and_the_database_know_the_same_parties_around_every_step)
{
    static const struct jalon_statement parties_at = {
        .name = "parties_at",
        .text = "SELECT coalesce(string_agg(format(E'%s %s %s %s %s\\n', a.instrument,"
                " coalesce(a.number, 0), a.party, coalesce(a.signed_on::text, '-'),"
                " coalesce(a.completed_on::text, '-')), '' ORDER BY a.instrument, a.party), '')"
                " FROM jalon.contract c, jalon.parties_at(c.programme_id, ARRAY[c.id], $2::date) a"
                " WHERE c.code = $1",
        .shape = JALON_SHAPE_ONE,
        .n_parameters = 2};
    static const char *const by_code[] = {"avenant", "contrat", "protocole"};
    static const char *const around[] = {"2018-12-31", "2019-01-04", "2019-01-05", "2019-01-09",
                                         "2019-01-10", "2019-01-11", "2019-01-12", "2019-01-14",
                                         "2019-01-15", "2019-01-19", "2019-01-20", "2019-01-21",
                                         "2019-01-30", "2019-01-31", "2019-02-01", "2019-02-28",
                                         "2019-03-01", "2019-03-09", "2019-03-10", "2019-03-11"};
    const char *database = test_database_new();
    JALON_AUTO(jalon_programme_freep) struct jalon_programme *programme = fixture_programme();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    for (size_t i = 0; i < JALON_COUNT(situations); i++) {
        const char *code = happen(db, i);
        JALON_AUTO(jalon_str_done) struct jalon_str faults = {0};
        JALON_AUTO(jalon_contract_freep)
        struct jalon_contract *contract = fixture_replay(db, programme, code, &faults);
        for (size_t d = 0; d < JALON_COUNT(around); d++) {
            struct jalon_date day = fixture_date(around[d]);
            JALON_AUTO(jalon_str_done) struct jalon_str wanted = {0};
            for (size_t k = 0; k < JALON_COUNT(by_code); k++) {
                tell_instrument(contract, programme, by_code[k], day, &wanted);
            }
            struct jalon_date_text text = jalon_date_iso(day);
            const char *const parameters[] = {code, text.text};
            struct jalon_err err = {0};
            JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
            assert_done(jalon_db_run(db, &parties_at, parameters, &result, &err), &err);
            assert_string_equal(jalon_result_text(result, 0, 0), jalon_str_text(&wanted));
        }
    }
}

static const char *state_of(const char *database, const char *code)
{
    char sql[160];
    snprintf(sql, sizeof sql,
             "SELECT state || ' ' || state_since FROM jalon.contract WHERE code = '%s'", code);
    return test_sql(test_cluster_conninfo(FIXTURE_READER, database), sql);
}

/* With 2, 5 and 9 parties, and whatever optional ones join. */
TEST(t13_signed_follows_from_the_last_required_signature_alone)
{
    static const char *const codes[] = {"essai-1", "essai-2", "essai-3"};
    static const size_t n_parties[] = {2, 5, 9};
    const char *database = test_database_new();
    JALON_AUTO(jalon_programme_freep) struct jalon_programme *programme = fixture_programme();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    for (size_t i = 0; i < JALON_COUNT(codes); i++) {
        JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
        JALON_AUTO(jalon_str_done) struct jalon_str faults = {0};
        JALON_AUTO(jalon_contract_freep)
        struct jalon_contract *contract = fixture_replay(db, programme, codes[i], &faults);
        struct jalon_parties parties = jalon_contract_required_parties(
            contract, programme, "contrat", fixture_date("2019-01-01"), arena);
        assert_int_equal(parties.n, n_parties[i]);
        fixture_step(db, codes[i], "negotiating 2019-01-01");
        fixture_step(db, codes[i], "contrat industriel:Acme 2019-01-02");
        for (size_t k = 0; k < parties.n; k++) {
            char line[80];
            assert_string_equal(state_of(database, codes[i]), "negotiating 2019-01-01");
            /* the first one recorded signed last */
            snprintf(line, sizeof line, "contrat %s 2019-02-%02zu", parties.codes[k], 20 - k);
            fixture_step(db, codes[i], line);
        }
        assert_string_equal(state_of(database, codes[i]), "signed 2019-02-20");
        fixture_step(db, codes[i], "contrat banque 2019-06-01");
        assert_string_equal(state_of(database, codes[i]), "signed 2019-02-20");
    }
}

/* The journal's last transition and the number that brought it about. */
static const char completion_sql[] =
    "SELECT l ->> 'precision', l ->> 'valid', c.state_since = i.completed_on, i.completed_precision,"
    " i.completed_on - jalon.today('Europe/Paris') FROM jalon.contract c"
    " JOIN jalon.instrument i ON i.contract_id = c.id AND i.instrument = 'contrat'"
    " AND i.known_to IS NULL,"
    " LATERAL (SELECT leaf::jsonb AS l FROM audit.history h WHERE h.code = c.code"
    "  AND h.event = 'transition' ORDER BY seq DESC LIMIT 1) e WHERE c.code = 'essai-2'";

TEST(a_completion_takes_the_latest_day_and_the_coarsest_precision)
{
    static const struct {
        const char *steps[3], *leaf;
        const char *counts_from; /* NULL: today */
    } cases[] = {
        {{"contrat etat 2019-01-20", "contrat region:28 2019-03-02", "contrat all 2019-02-10"},
         "day|2019-03-02|t|day",
         "2019-03-02"},
        {{"contrat etat 2019-02-10 month", "contrat region:28 2019-01-02",
          "contrat all 2019-01-10"},
         "month|2019-02-01|t|month",
         "2019-02-28"},
        {{"contrat etat 2019-02-10 month", "contrat region:28 2019-04-02",
          "contrat all 2019-01-10"},
         "month|2019-04-01|t|month",
         "2019-04-02"},
        {{"contrat etat 2019-02-10 before", "contrat region:28 2019-01-02 month",
          "contrat all 2019-01-10"},
         "before|2019-02-10|t|before",
         "2019-02-10"},
        {{"contrat etat 2019-02-10 after", "contrat region:28 2019-01-02 before",
          "contrat all 2019-03-10"},
         "after|2019-03-10|t|after",
         NULL},
        {{"contrat etat - unknown", "contrat region:28 2019-01-02", "contrat all 2019-01-10"},
         "unknown|NULL|t|unknown",
         NULL},
    };
    for (size_t i = 0; i < JALON_COUNT(cases); i++) {
        const char *database = test_database_new();
        JALON_AUTO(jalon_programme_freep) struct jalon_programme *programme = fixture_programme();
        JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
        fixture_step(db, "essai-2", "negotiating 2019-01-01");
        for (size_t k = 0; k < JALON_COUNT(cases[i].steps); k++) {
            fixture_step(db, "essai-2", cases[i].steps[k]);
        }
        const char *got = test_sql(test_cluster_conninfo(FIXTURE_READER, database), completion_sql);
        assert_int_equal(strncmp(got, cases[i].leaf, strlen(cases[i].leaf)), 0);
        if (cases[i].counts_from != NULL) {
            assert_string_equal(state_of(database, "essai-2") + strlen("signed "),
                                cases[i].counts_from);
        } else {
            assert_string_equal(got + strlen(cases[i].leaf), "|0");
        }
        JALON_AUTO(jalon_str_done) struct jalon_str faults = {0};
        jalon_contract_free(fixture_replay(db, programme, "essai-2", &faults));
        assert_string_equal(jalon_str_text(&faults), "");
    }
}

/* Refused with KEY; nothing changed. */
static void assert_refused(struct jalon_db *db, const char *code, const char *instrument,
                           const char *party, const char *on, const char *key)
{
    struct jalon_write write = fixture_write(on);
    const struct jalon_signing signing = {
        .code = code, .instrument = instrument, .parties = &party, .n_parties = 1};
    struct jalon_err err = {0};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    assert_int_equal(jalon_store_sign(db, &write, &signing, &receipt, &err), -1);
    assert_string_equal(err.key, key);
}

TEST(t16_an_amendment_before_the_contract_is_signed_is_refused)
{
    JALON_AUTO(jalon_db_closep)
    struct jalon_db *db = fixture_open(test_database_new(), FIXTURE_MANAGER);
    fixture_step(db, "essai-2", "negotiating 2019-01-01");
    assert_refused(db, "essai-2", "avenant", "all", "2019-01-02", "instrument_not_open");
    fixture_step(db, "essai-2", "contrat all 2019-02-01");
    assert_refused(db, "essai-2", "avenant", "all", "2019-01-31", "too_early");
    fixture_step(db, "essai-2", "avenant all 2019-02-01");
}

TEST(t15_a_reopened_contract_does_not_take_old_signatures_or_old_dates)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    fixture_step(db, "essai-1", "negotiating 2019-01-01");
    fixture_step(db, "essai-1", "contrat all 2019-02-01");
    fixture_step(db, "essai-1", "avenant etat 2019-02-10");
    fixture_step(db, "essai-1", "negotiating 2019-03-01");
    assert_refused(db, "essai-1", "contrat", "etat", "2019-02-01", "too_early");
    assert_refused(db, "essai-1", "contrat", "etat", "2019-01-15", "too_early");
    fixture_step(db, "essai-1", "contrat etat 2019-03-02");
    assert_string_equal(state_of(database, "essai-1"), "negotiating 2019-03-01");
    fixture_step(db, "essai-1", "contrat region 2019-03-05");
    assert_string_equal(state_of(database, "essai-1"), "signed 2019-03-05");
    /* nor does the new contract continue an amendment of the old one */
    fixture_step(db, "essai-1", "avenant region 2019-04-01");
    assert_string_equal(test_sql(test_cluster_conninfo(FIXTURE_READER, database),
                                 "SELECT instrument, number, count(*) FROM jalon.signature"
                                 " GROUP BY 1, 2 ORDER BY 1, 2"),
                        "avenant|1|1\navenant|2|1\ncontrat|1|2\ncontrat|2|2");
}

/* As voiding leaves it: `known_to` is set. */
TEST(a_signature_taken_back_completes_nothing)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    fixture_step(db, "essai-1", "negotiating 2019-01-01");
    fixture_step(db, "essai-1", "contrat etat 2019-02-01");
    test_sql(test_cluster_conninfo(TEST_SUPERUSER, database),
             "UPDATE jalon.signature SET known_to = entry_id");
    fixture_step(db, "essai-1", "contrat region 2019-02-02");
    assert_string_equal(state_of(database, "essai-1"), "negotiating 2019-01-01");
}

TEST(t27_what_one_transaction_records_keeps_its_order)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    fixture_step(db, "essai-3", "negotiating 2019-01-15");
    fixture_step(db, "essai-3", "contrat all 2019-02-15"); /* nine signatures and the move */
    const char *conninfo = test_cluster_conninfo(FIXTURE_READER, database);
    assert_string_equal(
        test_sql(conninfo,
                 "SELECT count(*), count(DISTINCT leaf::jsonb ->> 'tx'), bool_and(later),"
                 " max(event) FILTER (WHERE is_last) FROM (SELECT event, leaf,"
                 "  recorded > lag(recorded) OVER w IS NOT FALSE AS later,"
                 "  seq = max(seq) OVER () AS is_last FROM audit.history WHERE code = 'essai-3'"
                 "  AND seq > 2 WINDOW w AS (ORDER BY seq)) e"),
        "10|1|t|transition");
}
