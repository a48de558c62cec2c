/* `audit witness` and `audit cosign`: what a witness does, and keeping what it did. */
#include <stdio.h>
#include <time.h>

#include "app/cosign.h"
#include "app/witness.h"
#include "base/file.h"
#include "base/mem.h"
#include "jalon/cli_messages.h"
#include "jalon/commands.h"
#include "jalon/words.h"
#include "report/words.h"

struct witnessing {
    const char *log, *key, *state;
};

static const struct cli_opt witness_options[] = {
    {"log", 0, CLI_TEXT, "KEY", "the public key of the journal that is watched",
     offsetof(struct witnessing, log), CLI_REQUIRED, NULL, 0},
    {"key", 0, CLI_PATH, "FILE", "the witness's own secret key", offsetof(struct witnessing, key),
     CLI_REQUIRED, NULL, 0},
    {"state", 0, CLI_PATH, "FILE", "where it keeps what it cosigned last",
     offsetof(struct witnessing, state), CLI_REQUIRED, NULL, 0},
    {0},
};

/* What is longer is no request and no line, and refused as such. */
static void read_standard_input(struct jalon_str *content)
{
    enum { MOST = 2 * JALON_NOTE_MAX_BYTES };
    char part[4096];
    for (size_t n; content->length <= MOST && (n = fread(part, 1, sizeof part, stdin)) > 0;) {
        jalon_str_add_bytes(content, part, n);
    }
}

static int run_witness(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct witnessing *given = options;
    const struct jalon_witness witness = {given->key, given->log, given->state};
    JALON_AUTO(jalon_str_done) struct jalon_str request = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    read_standard_input(&request);
    if (jalon_app_witness(&witness, jalon_str_text(&request), request.length, (uint64_t)time(NULL),
                          &line, err) < 0) {
        return -1;
    }
    out_text(run->out, jalon_str_text(&line));
    return 0;
}

const struct cli_command cmd_audit_witness = {
    .name = "audit witness",
    .section = "Trace",
    .summary = "cosign a checkpoint read on standard input, if it extends the last one",
    .options = witness_options,
    .size = sizeof(struct witnessing),
    .run = run_witness,
};

struct cosigning {
    const char *policy, *file;
};

static const struct cli_opt cosign_arguments[] = {
    {"FILE", 0, CLI_PATH, NULL, "what the witness printed (default: standard input)",
     offsetof(struct cosigning, file), 0, NULL, 0},
    {0},
};
static const struct cli_opt cosign_options[] = {
    {"policy", 0, CLI_PATH, "FILE", "the witnesses and their keys (default: audit.policy)",
     offsetof(struct cosigning, policy), 0, NULL, 0},
    {0},
};

/* The one line, without its end. */
static int read_cosignature(const char *path, struct jalon_str *line, struct jalon_err *err)
{
    if (path == NULL) {
        read_standard_input(line);
    } else if (jalon_file_read(path, JALON_NOTE_MAX_BYTES, line, err) < 0) {
        return -1;
    }
    if (line->length > 0 && line->text[line->length - 1] == '\n') {
        line->text[--line->length] = '\0';
    }
    return 0;
}

static int run_cosign(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct cosigning *given = options;
    const char *set = run->settings->text[JALON_SETTING_AUDIT_POLICY];
    const char *policy = given->policy != NULL ? given->policy : set;
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    struct jalon_cosignature kept;
    if (policy == NULL) {
        return jalon_fail(err, &jalon_msg_cli_no_policy);
    }
    if (read_cosignature(given->file, &line, err) < 0 ||
        jalon_app_cosign(run->app, policy, jalon_str_text(&line), &kept, err) < 0) {
        return -1;
    }
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    jalon_str_add(&text, say(run->lang, "point de contrôle de ", "checkpoint of "));
    jalon_say_count(&text, run->lang, JALON_AUDIT_LEAVES, (int)kept.size);
    jalon_str_addf(&text, "%s%s%s\n", say_colon(run->lang),
                   say(run->lang, "contresigné par ", "cosigned by "), kept.witness);
    out_text(run->out, jalon_str_text(&text));
    return 0;
}

const struct cli_command cmd_audit_cosign = {
    .name = "audit cosign",
    .section = "Trace",
    .summary = "keep the line by which a witness cosigned a checkpoint",
    .flags = CLI_NEEDS_DB,
    .options = cosign_options,
    .arguments = cosign_arguments,
    .size = sizeof(struct cosigning),
    .run = run_cosign,
};
