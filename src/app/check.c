/* Goes through all subjects: programmes first, since contracts are replayed by their revisions. */
#include "app/check.h"

#include <stdlib.h>
#include <string.h>

#include "app/check_priv.h"
#include "base/json.h"
#include "base/mem.h"
#include "domain/contract_compare.h"
#include "domain/replay.h"
#include "store/journal.h"
#include "store/projection.h"

static void checker_done(struct checker *checker)
{
    for (size_t i = 0; i < checker->n_revisions; i++) {
        free(checker->revisions[i].programme);
        jalon_programme_free(checker->revisions[i].document);
    }
    free(checker->revisions);
    jalon_hasher_free(checker->hasher);
    jalon_check_free(checker->check);
}

static int check_programmes(struct checker *checker, struct jalon_err *err)
{
    JALON_AUTO(jalon_json_decref) json_t *rows = NULL;
    if (jalon_store_check(checker->db, JALON_CHECK_PROGRAMMES, NULL, &rows, err) < 0) {
        return -1;
    }
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_t *row = json_array_get(rows, i);
        JALON_AUTO(jalon_checked_subject_done)
        struct checked_subject subject = {.id = jalon_json_text(row, "subject"),
                                          .entries = json_object_get(row, "entries"),
                                          .row = json_object_get(row, "programme")};
        jalon_check_chain(checker, &subject);
        jalon_check_programme(checker, &subject, json_object_get(row, "revisions"));
        jalon_check_definitions(checker, &subject, json_object_get(row, "definitions"));
        jalon_check_erasures(checker, &subject, json_object_get(row, "erasures"));
        jalon_check_files(checker, json_object_get(row, "files"));
    }
    return 0;
}

/* The revision an entry was decided by; NULL when it is not kept or cannot be read. */
static const struct jalon_programme *revision_of(const struct checker *checker,
                                                 const char *programme, int64_t number)
{
    for (size_t i = 0; programme && i < checker->n_revisions; i++) {
        const struct checked_revision *one = &checker->revisions[i];
        if (one->number == number && strcmp(one->programme, programme) == 0) {
            return one->document;
        }
    }
    return NULL;
}

/* What a callback needs to tell where a finding is. */
struct finding {
    struct checker *checker;
    const char *code;
};

static void report_fault(void *context, const struct jalon_replay_fault *fault)
{
    const struct finding *finding = context;
    if (fault->kind != JALON_REPLAY_SEQ) { /* the chain told it */
        jalon_check_problem(finding->checker, JALON_CHECK_LIFECYCLE,
                            jalon_check_where(finding->checker, finding->code, fault->seq),
                            fault->thing, jalon_replay_fault_code(fault->kind), fault->wanted,
                            fault->found);
    }
}

static void report_difference(void *context, const struct jalon_difference *difference)
{
    const struct finding *finding = context;
    enum jalon_check_kind kind = difference->field    ? JALON_CHECK_ROW_DIFFERS
                                 : difference->wanted ? JALON_CHECK_ROW_MISSING
                                                      : JALON_CHECK_ROW_EXTRA;
    const char *where = difference->seq > 0
                            ? jalon_check_where(finding->checker, finding->code, difference->seq)
                            : finding->code;
    jalon_check_problem(finding->checker, kind, where, difference->thing, difference->field,
                        difference->wanted, difference->found);
}

static struct jalon_contract *replay(struct finding *finding, const struct checked_subject *subject)
{
    struct jalon_contract *contract = jalon_contract_new();
    struct jalon_replay replay = {.contract = contract, .report = report_fault, .context = finding};
    for (size_t i = 0; i < json_array_size(subject->entries); i++) {
        JALON_AUTO(jalon_event_done) struct jalon_event event = {0};
        const json_t *row = json_array_get(subject->entries, i);
        if (!subject->leaves[i] ||
            !jalon_event_read(subject->leaves[i], json_object_get(row, "disclosures"),
                              jalon_json_date(row, "recorded_on"), &event)) {
            continue;
        }
        const struct jalon_programme *revision =
            revision_of(finding->checker, subject->programme, event.revision);
        if (revision) {
            jalon_replay_apply(&replay, revision, &event);
        } else {
            jalon_check_problem(
                finding->checker, JALON_CHECK_ROW_MISSING,
                jalon_check_where(finding->checker, subject->code, event.seq),
                jalon_arena_printf(contract->arena, "revision %lld", (long long)event.revision),
                NULL, NULL, NULL);
        }
    }
    jalon_replay_end(&replay);
    return contract;
}

static void check_contract(struct checker *checker, const json_t *row)
{
    JALON_AUTO(jalon_checked_subject_done)
    struct checked_subject subject = {.id = jalon_json_text(row, "subject"),
                                      .entries = json_object_get(row, "entries"),
                                      .row = json_object_get(row, "record")};
    jalon_check_chain(checker, &subject);
    checker->check->n_contracts++;
    struct finding finding = {checker, subject.code};
    JALON_AUTO(jalon_contract_freep) struct jalon_contract *wanted = replay(&finding, &subject);
    JALON_AUTO(jalon_contract_freep)
    struct jalon_contract *found = jalon_contract_of_record(subject.row);
    jalon_contract_compare(wanted, found, report_difference, &finding);
}

/* Has a revision been applied since the programmes were read? */
static bool is_newer(const struct checker *checker, const json_t *rows)
{
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_t *entries = json_object_get(json_array_get(rows, i), "entries");
        size_t n = json_array_size(entries);
        const json_t *last = n > 0 ? json_array_get(entries, n - 1) : NULL;
        JALON_AUTO(jalon_json_decref)
        json_t *leaf = last ? json_loads(jalon_json_text(last, "leaf"), 0, NULL) : NULL;
        if (leaf && !revision_of(checker, jalon_json_text(last, "programme"),
                                 jalon_json_int(leaf, "revision"))) {
            return true;
        }
    }
    return false;
}

static int read_newer(struct checker *checker, struct jalon_err *err)
{
    JALON_AUTO(jalon_json_decref) json_t *rows = NULL;
    if (jalon_store_check(checker->db, JALON_CHECK_PROGRAMMES, NULL, &rows, err) < 0) {
        return -1;
    }
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_t *row = json_array_get(rows, i);
        jalon_check_keep_revisions(checker,
                                   jalon_json_text(json_object_get(row, "programme"), "code"),
                                   json_object_get(row, "revisions"));
    }
    return 0;
}

static int check_contracts(struct checker *checker, struct jalon_err *err)
{
    JALON_AUTO(jalon_freep) char *after = NULL;
    for (;;) {
        JALON_AUTO(jalon_json_decref) json_t *rows = NULL;
        if (jalon_store_check(checker->db, JALON_CHECK_CONTRACTS, after, &rows, err) < 0) {
            return -1;
        }
        size_t n = json_array_size(rows);
        if (n == 0) {
            return 0;
        }
        if (is_newer(checker, rows) && read_newer(checker, err) < 0) {
            return -1;
        }
        for (size_t i = 0; i < n; i++) {
            check_contract(checker, json_array_get(rows, i));
        }
        free(after);
        after = jalon_strdup(jalon_json_text(json_array_get(rows, n - 1), "subject"));
    }
}

/* Subjects that have entries but no row. */
static int check_orphans(struct checker *checker, struct jalon_err *err)
{
    JALON_AUTO(jalon_json_decref) json_t *rows = NULL;
    if (jalon_store_check(checker->db, JALON_CHECK_ORPHANS, NULL, &rows, err) < 0) {
        return -1;
    }
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_t *row = json_array_get(rows, i);
        JALON_AUTO(jalon_checked_subject_done)
        struct checked_subject subject = {.id = jalon_json_text(row, "subject"),
                                          .entries = json_object_get(row, "entries")};
        jalon_check_chain(checker, &subject);
        const char *kind = jalon_json_text(json_array_get(subject.entries, 0), "subject_kind");
        if (kind && strcmp(kind, "person") != 0) {
            jalon_check_problem(checker, JALON_CHECK_ROW_MISSING, subject.code,
                                strcmp(kind, "programme") == 0 ? "programme" : "contract", NULL,
                                NULL, NULL);
        }
    }
    return 0;
}

int jalon_app_check(struct jalon_app *app, struct jalon_check **ret_check, struct jalon_err *err)
{
    JALON_AUTO(checker_done)
    struct checker checker = {.db = app->db, .check = jalon_check_new()};
    if (jalon_hasher_new(&checker.hasher, err) < 0 || check_programmes(&checker, err) < 0 ||
        check_contracts(&checker, err) < 0 || check_orphans(&checker, err) < 0) {
        return -1;
    }
    *ret_check = JALON_TAKE(checker.check);
    return 0;
}
