/* `audit new-epoch`: the journal goes on under a new key. */
#include "app/epoch.h"
#include "base/json.h"
#include "jalon/commands.h"
#include "jalon/receipt.h"
#include "jalon/sealer.h"
#include "jalon/words.h"
#include "report/words.h"

struct new_epoch {
    const char *decided_by;
};

static const struct cli_opt epoch_options[] = {
    {"decided-by", 0, CLI_TEXT, "TEXT", "who decided it, by office rather than by name",
     offsetof(struct new_epoch, decided_by), CLI_REQUIRED, NULL, 0},
    {0},
};

static void print_json(struct cli_run *run, const struct jalon_write *write,
                       const struct jalon_epoch_report *report)
{
    JALON_AUTO(jalon_json_decref)
    json_t *document =
        report->receipt != NULL ? receipt_json(run, write, report->receipt) : json_object();
    jalon_json_set_text(document, "schema", "jalon.epoch/1");
    jalon_json_set_int(document, "epoch", report->epoch);
    jalon_json_set_int(document, "signed", (int64_t)report->size);
    jalon_json_set_int(document, "kept", (int64_t)report->kept);
    jalon_json_set_text(document, "log", report->log.length > 0 ? report->log.text : NULL);
    out_json(run->out, document);
}

static void print_text(struct cli_run *run, const struct jalon_write *write,
                       const struct jalon_epoch_report *report)
{
    JALON_AUTO(jalon_str_done) struct jalon_str epoch = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str size = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str kept = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    if (report->receipt != NULL) {
        receipt_print(run, write, report->receipt);
    }
    jalon_str_addf(&epoch, "%lld", (long long)report->epoch);
    jalon_str_addf(&size, "%llu", (unsigned long long)report->size);
    jalon_str_addf(&kept, "%llu", (unsigned long long)report->kept);
    jalon_say(&line, run->lang,
              report->kept == report->size ? JALON_WORD_AUDIT_EPOCH_WHOLE
                                           : JALON_WORD_AUDIT_EPOCH_LOSS,
              jalon_str_text(&epoch), jalon_str_text(&size), jalon_str_text(&kept));
    out_textf(run->out, "%s\n", jalon_str_text(&line));
    if (report->log.length > 0) {
        out_textf(run->out, "%s\n", report->log.text);
        out_say(run->out, say(run->lang,
                              "donnez cette clé aux auditeurs et aux témoins, par une autre voie\n",
                              "give this key to auditors and witnesses, by another way\n"));
    }
}

static int run_new_epoch(struct cli_run *run, const void *values, struct jalon_err *err)
{
    const struct new_epoch *given = values;
    const struct jalon_write write = write_of(run, JALON_DATE_NONE, JALON_PRECISION_UNKNOWN);
    JALON_AUTO(sealer_paths_done) struct sealer_paths paths = {0};
    JALON_AUTO(jalon_epoch_report_done) struct jalon_epoch_report report = {0};
    if (sealer_paths_name(run, &paths, err) < 0) {
        return -1;
    }
    const struct jalon_sealer_files files = {jalon_str_text(&paths.key),
                                             jalon_str_text(&paths.state)};
    if (jalon_app_new_epoch(run->app, &write, &files, given->decided_by, run->common->dry_run,
                            &report, err) < 0) {
        return -1;
    }
    if (run->json) {
        print_json(run, &write, &report);
    } else {
        print_text(run, &write, &report);
    }
    return 0;
}

const struct cli_command cmd_audit_new_epoch = {
    .name = "audit new-epoch",
    .section = "Trace",
    .summary = "go on under a new key: after a restored copy, or when the key is lost or changes",
    .flags = CLI_NEEDS_DB | CLI_WRITES | CLI_EVIDENCE | CLI_RESTARTS,
    .formats = "text|json",
    .options = epoch_options,
    .size = sizeof(struct new_epoch),
    .run = run_new_epoch,
};
