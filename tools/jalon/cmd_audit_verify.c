/* `audit verify`: is the journal in the database what was sealed, and do the tables follow it? */
#include "app/audit.h"
#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "jalon/cli_messages.h"
#include "jalon/commands.h"
#include "jalon/sealer.h"

struct verifying {
    bool live;
    const char *since;
    struct cli_texts logs;
    int64_t delay;
};

static const struct cli_opt verify_options[] = {
    {"live", 0, CLI_FLAG, NULL, "the tables, the catalogue and the indexes too",
     offsetof(struct verifying, live), 0, NULL, 0},
    {"since", 0, CLI_PATH, "FILE", "the checkpoint that you kept of your last visit",
     offsetof(struct verifying, since), 0, NULL, 0},
    {"log", 0, CLI_TEXT, "KEY", "the public key of the journal, of each epoch that counts",
     offsetof(struct verifying, logs), CLI_REPEATABLE, NULL, 0},
    {"delay", 0, CLI_INT, "SECONDS", "within how long an entry is to be sealed; without it 60",
     offsetof(struct verifying, delay), 0, NULL, 0},
    {0},
};

/* The checkpoints that are kept apart from the database. */
struct apart {
    struct jalon_kept_note notes[2];
    size_t n;
    struct jalon_str since, where, last;
};

static void apart_done(struct apart *apart)
{
    jalon_str_done(&apart->since);
    jalon_str_done(&apart->where);
    jalon_str_done(&apart->last);
}

static int find_apart(const struct cli_run *run, const char *since, struct apart *apart,
                      struct jalon_err *err)
{
    if (since && jalon_file_read(since, JALON_NOTE_MAX_BYTES, &apart->since, err) < 0) {
        return -1;
    }
    if (sealer_last_note(run, &apart->where, &apart->last, err) < 0) {
        return -1;
    }
    if (since) {
        apart->notes[apart->n++] = (struct jalon_kept_note){since, jalon_str_text(&apart->since)};
    }
    if (apart->last.length > 0) {
        apart->notes[apart->n++] =
            (struct jalon_kept_note){jalon_str_text(&apart->where), jalon_str_text(&apart->last)};
    }
    return 0;
}

static void tell(struct cli_run *run, const struct jalon_check *check)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    if (run->json) {
        JALON_AUTO(jalon_json_decref) json_t *document = jalon_check_sealed_json(check);
        out_json(run->out, document);
    } else {
        jalon_check_sealed_text(&text, run->lang, check);
        out_text(run->out, jalon_str_text(&text));
    }
}

static int check_verify(const void *options, struct jalon_err *err)
{
    enum { MOST_S = 86400 };
    const struct verifying *given = options;
    return given->delay > MOST_S ? jalon_fail(err, &jalon_msg_cli_delay_range) : 0;
}

static int run_verify(struct cli_run *run, const void *options, struct jalon_err *err)
{
    enum { DELAY = 60 };
    const struct verifying *given = options;
    JALON_AUTO(sealer_keys_done) struct sealer_keys keys = {0};
    JALON_AUTO(jalon_check_freep) struct jalon_check *check = NULL;
    JALON_AUTO(apart_done) struct apart apart = {0};
    if (sealer_log_keys(run, &given->logs, &keys, err) < 0 ||
        find_apart(run, given->since, &apart, err) < 0) {
        return -1;
    }
    const struct jalon_audit_request request = {
        .logs = keys.items,
        .n_logs = keys.n,
        .notes = apart.notes,
        .n_notes = apart.n,
        .delay = given->delay >= 0 ? (int)given->delay : DELAY,
        .live = given->live,
    };
    if (jalon_app_audit(run->app, &request, &check, err) < 0) {
        return -1;
    }
    tell(run, check);
    return jalon_err_exit_status(jalon_check_result(check));
}

const struct cli_command cmd_audit_verify = {
    .name = "audit verify",
    .section = "Trace",
    .summary = "whether the journal is what was sealed and signed",
    .flags = CLI_NEEDS_DB | CLI_BULK,
    .formats = "text|json",
    .options = verify_options,
    .size = sizeof(struct verifying),
    .check = check_verify,
    .run = run_verify,
};
