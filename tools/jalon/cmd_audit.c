/* `audit …`: keys, sealing the journal, and what auditors take away. */
#include "app/bundle.h"
#include "app/open.h"
#include "app/prove.h"
#include "app/seal.h"
#include "base/json.h"
#include "base/mem.h"
#include "jalon/anomalies.h"
#include "jalon/cli_messages.h"
#include "jalon/commands.h"
#include "jalon/sealer.h"
#include "jalon/words.h"
#include "report/words.h"

struct keygen {
    const char *name, *file;
    bool witness;
};

static const struct cli_opt keygen_arguments[] = {
    {"NAME", 0, CLI_TEXT, NULL, "who signs, such as jalon.essai.example/contracts/1",
     offsetof(struct keygen, name), CLI_REQUIRED, NULL, 0},
    {"FILE", 0, CLI_PATH, NULL, "the file of the secret key, which is made",
     offsetof(struct keygen, file), CLI_REQUIRED, NULL, 0},
    {0},
};
static const struct cli_opt keygen_options[] = {
    {"witness", 0, CLI_FLAG, NULL, "a key that cosigns checkpoints of others",
     offsetof(struct keygen, witness), 0, NULL, 0},
    {0},
};

static int run_keygen(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct keygen *given = options;
    JALON_AUTO(jalon_str_done) struct jalon_str public = {0};
    enum jalon_key_kind kind = given->witness ? JALON_KEY_COSIGNER : JALON_KEY_LOG;
    if (jalon_app_keygen(given->name, kind, given->file, &public, err) < 0) {
        return -1;
    }
    out_textf(run->out, "%s\n", jalon_str_text(&public));
    return 0;
}

const struct cli_command cmd_audit_keygen = {
    .name = "audit keygen",
    .section = "Trace",
    .summary = "make a key that signs, and print the one that verifies",
    .options = keygen_options,
    .arguments = keygen_arguments,
    .size = sizeof(struct keygen),
    .run = run_keygen,
};

static int run_key(struct cli_run *run, const void *options, struct jalon_err *err)
{
    (void)options;
    JALON_AUTO(sealer_paths_done) struct sealer_paths paths = {0};
    JALON_AUTO(jalon_key_freep) struct jalon_key *key = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str public = {0};
    if (sealer_paths_find(run, &paths, err) < 0 ||
        jalon_sealer_key(jalon_str_text(&paths.key), &key, err) < 0) {
        return -1;
    }
    jalon_key_add_public(&public, key);
    out_textf(run->out, "%s\n", jalon_str_text(&public));
    return 0;
}

const struct cli_command cmd_audit_key = {
    .name = "audit key",
    .section = "Trace",
    .summary = "print the key with which auditors check what is sealed",
    .flags = CLI_SERVER,
    .run = run_key,
};

struct sealing {
    bool idle, follow;
    int64_t every;
};

static const struct cli_opt seal_options[] = {
    {"idle", 0, CLI_FLAG, NULL, "also when nothing is new: a proof that nothing happened",
     offsetof(struct sealing, idle), 0, NULL, 0},
    {"follow", 0, CLI_FLAG, NULL, "go on sealing as entries come, and once a day when none do",
     offsetof(struct sealing, follow), 0, "idle", 0},
    {"every", 0, CLI_INT, "SECONDS", "with --follow: how often to look (default: 1)",
     offsetof(struct sealing, every), 0, NULL, 0},
    {0},
};

static int check_seal(const void *options, struct jalon_err *err)
{
    enum { MOST_S = 3600 };
    const struct sealing *given = options;
    if (given->every >= 0 && !given->follow) {
        return jalon_fail(err, &jalon_msg_cli_every_alone);
    }
    return given->every == 0 || given->every > MOST_S ? jalon_fail(err, &jalon_msg_cli_every_range)
                                                      : 0;
}

static int seal_once(struct cli_run *run, const struct jalon_sealer_files *files, bool idle,
                     struct jalon_err *err)
{
    JALON_AUTO(jalon_app_done) struct jalon_app app = {0};
    JALON_AUTO(jalon_seal_report_done) struct jalon_seal_report report = {0};
    if (jalon_app_open(&run->location, &app, err) < 0 ||
        jalon_app_seal(&app, files, idle, &report, err) < 0) {
        return -1;
    }
    JALON_AUTO(jalon_str_done) struct jalon_str count = {0};
    jalon_say_count(&count, run->lang, JALON_AUDIT_SEALED, (int)(report.size - report.first));
    out_sayf(run->out, "%s\n", jalon_str_text(&count));
    out_text(run->out, jalon_str_text(&report.note));
    return 0;
}

static int run_seal(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct sealing *given = options;
    JALON_AUTO(sealer_paths_done) struct sealer_paths paths = {0};
    if (sealer_paths_find(run, &paths, err) < 0) {
        return -1;
    }
    const struct jalon_sealer_files files = {jalon_str_text(&paths.key),
                                             jalon_str_text(&paths.state)};
    return given->follow ? sealer_follow(run, &files, given->every > 0 ? given->every : 1, err)
                         : seal_once(run, &files, given->idle, err);
}

const struct cli_command cmd_audit_seal = {
    .name = "audit seal",
    .section = "Trace",
    .summary = "seal new entries, and print the signed checkpoint",
    .flags = CLI_MAY_NEED_DB | CLI_BULK,
    .options = seal_options,
    .size = sizeof(struct sealing),
    .check = check_seal,
    .run = run_seal,
};

struct bundle {
    const char *folder, *contract;
    int64_t size;
    bool personal, live, html;
};

static const struct cli_opt export_arguments[] = {
    {"DIR", 0, CLI_PATH, NULL, "the folder to make", offsetof(struct bundle, folder), CLI_REQUIRED,
     NULL, 0},
    {0},
};
static const struct cli_opt export_options[] = {
    {"contract", 0, CLI_TEXT, "CODE", "the entries of one contract alone, shown to be all",
     offsetof(struct bundle, contract), 0, NULL, 0},
    {"html", 0, CLI_FLAG, NULL, "pages for people too, from html/index.html on",
     offsetof(struct bundle, html), 0, NULL, 0},
    {"live", 0, CLI_FLAG, NULL, "what a check of tables, catalogue and indexes finds now, too",
     offsetof(struct bundle, live), 0, NULL, 0},
    {"size", 0, CLI_INT, "N", "as the journal was with so many leaves",
     offsetof(struct bundle, size), 0, NULL, 0},
    {"personal", 0, CLI_FLAG, NULL, "names of people, reasons and remarks too",
     offsetof(struct bundle, personal), 0, NULL, 0},
    {0},
};

static int check_export(const void *options, struct jalon_err *err)
{
    const struct bundle *given = options;
    if (given->size == 0) {
        return jalon_fail(err, &jalon_msg_cli_export_size);
    }
    if (given->html && given->contract != NULL) {
        return jalon_fail(err, &jalon_msg_cli_export_html);
    }
    return given->live && given->contract != NULL ? jalon_fail(err, &jalon_msg_cli_export_live) : 0;
}

static int run_export(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct bundle *given = options;
    const struct jalon_anomaly_rules rules = anomaly_rules(run);
    const struct jalon_bundle_request request = {.folder = given->folder,
                                                 .size =
                                                     given->size > 0 ? (uint64_t)given->size : 0,
                                                 .personal = given->personal,
                                                 .live = given->live,
                                                 .html = given->html ? &rules : NULL,
                                                 .lang = run->lang,
                                                 .contract = given->contract};
    struct jalon_bundle_report report;
    if (jalon_app_bundle(run->app, &request, &report, err) < 0) {
        return -1;
    }
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    jalon_str_addf(&line, "%s%s", given->folder, say_colon(run->lang));
    if (given->contract != NULL) {
        jalon_say_count(&line, run->lang, JALON_CHECK_ENTRIES, (int)report.n_entries);
        jalon_str_add(&line, ", ");
        jalon_say_count(&line, run->lang, JALON_AUDIT_COMPLETE, (int)report.size);
    } else {
        jalon_say_count(&line, run->lang, JALON_AUDIT_LEAVES, (int)report.size);
    }
    jalon_str_add(&line, ", ");
    jalon_say_count(&line, run->lang, JALON_AUDIT_CHECKPOINTS, (int)report.n_checkpoints);
    if (given->personal) {
        jalon_str_add(&line, ", ");
        jalon_say_count(&line, run->lang, JALON_AUDIT_DISCLOSURES, (int)report.n_disclosures);
    }
    out_textf(run->out, "%s\n", jalon_str_text(&line));
    return 0;
}

const struct cli_command cmd_audit_export = {
    .name = "audit export",
    .section = "Trace",
    .summary = "everything that it takes to check the journal elsewhere",
    .flags = CLI_NEEDS_DB | CLI_BULK,
    .options = export_options,
    .arguments = export_arguments,
    .size = sizeof(struct bundle),
    .check = check_export,
    .run = run_export,
};

struct proving {
    const char *entry;
    int64_t since;
};

static const struct cli_opt prove_arguments[] = {
    {"ENTRY", 0, CLI_TEXT, NULL, "the entry, such as ti-2801#7", offsetof(struct proving, entry), 0,
     NULL, 0},
    {0},
};
static const struct cli_opt prove_options[] = {
    {"since", 0, CLI_INT, "N",
     "that the journal extends what it was with so many leaves: what to"
     " ask a witness with",
     offsetof(struct proving, since), 0, NULL, 0},
    {0},
};

static int check_prove(const void *options, struct jalon_err *err)
{
    const struct proving *given = options;
    return (given->entry != NULL) != (given->since >= 0)
               ? 0
               : jalon_fail(err, &jalon_msg_cli_prove_one);
}

static int run_prove(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct proving *given = options;
    JALON_AUTO(jalon_str_done) struct jalon_str proof = {0};
    int failed = given->entry != NULL
                     ? jalon_app_prove_entry(run->app, given->entry, &proof, err)
                     : jalon_app_prove_since(run->app, (uint64_t)given->since, &proof, err);
    if (failed < 0) {
        return -1;
    }
    out_document(run->out, jalon_str_text(&proof));
    return 0;
}

const struct cli_command cmd_audit_prove = {
    .name = "audit prove",
    .section = "Trace",
    .summary = "the proof that an entry is in the sealed journal",
    .flags = CLI_NEEDS_DB,
    .options = prove_options,
    .arguments = prove_arguments,
    .size = sizeof(struct proving),
    .check = check_prove,
    .run = run_prove,
};
