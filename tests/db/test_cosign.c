/* What witnesses cosigned, kept under the checkpoints that it stands under. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/cosign.h"
#include "app/prove.h"
#include "app/witness.h"
#include "base/file.h"
#include "base/mem.h"
#include "sealing.h"
#include "support/crowd.h"

/* A witness of its own, and the policy that names it. */
struct witness_files {
    char key[64], state[64], policy[64];
};

static void new_witness(struct witness_files *files)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str policy = {0};
    int n = ++n_sealers;
    (void)snprintf(files->key, sizeof files->key, "%s/witness-%d", folder, n);
    (void)snprintf(files->state, sizeof files->state, "%s/seen-%d", folder, n);
    (void)snprintf(files->policy, sizeof files->policy, "%s/policy-%d", folder, n);
    jalon_str_add(&policy, "witness t1 ");
    assert_done(
        jalon_app_keygen("audit.essai.example/t1", JALON_KEY_COSIGNER, files->key, &policy, &err),
        &err);
    assert_done(jalon_file_replace(files->policy, policy.text, policy.length, &err), &err);
}

/* The line under the last checkpoint, asked for from SINCE leaves on, at the time AT. */
static void ask_witness(struct jalon_app *app, const struct sealer *sealer,
                        const struct witness_files *files, uint64_t at, struct jalon_str *ret_line)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_key_freep) struct jalon_key *key = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str log = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str request = {0};
    assert_done(jalon_sealer_key(sealer->key, &key, &err), &err);
    jalon_key_add_public(&log, key);
    (void)unlink(files->state); /* it has seen nothing yet */
    const struct jalon_witness witness = {files->key, jalon_str_text(&log), files->state};
    assert_done(jalon_app_prove_since(app, 0, &request, &err), &err);
    jalon_str_clear(ret_line);
    assert_done(jalon_app_witness(&witness, request.text, request.length, at, ret_line, &err),
                &err);
    ret_line->text[--ret_line->length] = '\0'; /* without its end */
}

TEST(a_cosignature_is_kept_under_the_checkpoint_that_it_signs)
{
    const char *database = test_database_new();
    struct sealer sealer;
    struct witness_files witness;
    struct jalon_err err = {0};
    struct jalon_cosignature kept;
    new_sealer(&sealer);
    new_witness(&witness);
    JALON_AUTO(jalon_app_done) struct jalon_app app = app_of(database);
    JALON_AUTO(jalon_str_done) struct jalon_str first = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str again = {0};
    (void)try_seal(database, &sealer, false);
    ask_witness(&app, &sealer, &witness, 1556668800, &first);
    ask_witness(&app, &sealer, &witness, 1556668900, &again);
    (void)try_seal(database, &sealer, true); /* the line comes when there is a newer one */
    assert_done(jalon_app_cosign(&app, witness.policy, first.text, &kept, &err), &err);
    assert_string_equal(kept.witness, "audit.essai.example/t1");
    assert_int_equal(kept.at, 1556668800);
    assert_done(jalon_app_cosign(&app, witness.policy, first.text, &kept, &err), &err);
    assert_done(jalon_app_cosign(&app, witness.policy, again.text, &kept, &err), &err);
    JALON_AUTO(jalon_str_done) struct jalon_str wanted = {0};
    jalon_str_addf(&wanted, "1|%llu|%s\n", (unsigned long long)kept.size, first.text);
    assert_string_equal(ask(database, "SELECT count(*), min(size), min(line) FROM"
                                      " audit.cosignature"),
                        wanted.text);
    assert_string_equal(ask(database, "SELECT bool_and((note LIKE '%essai.example/t1%') ="
                                      " (size = (SELECT min(size) FROM audit.checkpoint)))"
                                      " FROM audit.cosigned"),
                        "t");
    assert_memory_equal(ask(database, "DELETE FROM audit.cosignature"), "ERROR 42501", 11);
    assert_memory_equal(ask(database, "UPDATE audit.cosignature SET size = size"), "ERROR 42501",
                        11);
}

struct cosigners {
    const char *database, *policy, *line;
};

static int cosign_at_once(struct crowd *crowd, int i, void *context)
{
    const struct cosigners *cosigners = context;
    struct jalon_err err = {0};
    struct jalon_cosignature kept;
    (void)i;
    JALON_AUTO(jalon_app_done) struct jalon_app app = app_of(cosigners->database);
    crowd_meet(crowd);
    return jalon_app_cosign(&app, cosigners->policy, cosigners->line, &kept, &err) < 0;
}

TEST(a_cosignature_that_several_keep_at_once_is_there_once)
{
    enum { N = 6 };
    int statuses[N];
    const char *database = test_database_new();
    struct sealer sealer;
    struct witness_files witness;
    new_sealer(&sealer);
    new_witness(&witness);
    JALON_AUTO(jalon_app_done) struct jalon_app app = app_of(database);
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    (void)try_seal(database, &sealer, false);
    ask_witness(&app, &sealer, &witness, 1556668800, &line);
    struct cosigners cosigners = {database, witness.policy, line.text};
    crowd_run(N, cosign_at_once, &cosigners, statuses);
    assert_int_equal(crowd_count(statuses, N, 0), N);
    assert_string_equal(ask(database, "SELECT count(*) FROM audit.cosignature"), "1");
}

TEST(a_line_under_another_journal_is_not_kept)
{
    const char *database = test_database_new();
    struct sealer sealer, other;
    struct witness_files witness;
    struct jalon_err err = {0};
    struct jalon_cosignature kept;
    new_sealer(&sealer);
    new_sealer(&other);
    new_witness(&witness);
    JALON_AUTO(jalon_app_done) struct jalon_app app = app_of(database);
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    (void)try_seal(database, &sealer, false);
    ask_witness(&app, &sealer, &witness, 1556668800, &line);
    const char *copy = test_database_new(); /* the same entries, another seal */
    JALON_AUTO(jalon_app_done) struct jalon_app elsewhere = app_of(copy);
    assert_int_equal(jalon_app_cosign(&elsewhere, witness.policy, line.text, &kept, &err), -1);
    assert_string_equal(err.key, "nothing_sealed");
    (void)try_seal(copy, &other, false);
    assert_int_equal(jalon_app_cosign(&elsewhere, witness.policy, line.text, &kept, &err), -1);
    assert_string_equal(err.key, "cosignature_fits_none");
    assert_string_equal(ask(copy, "SELECT count(*) FROM audit.cosignature"), "0");
}
