/* `void`, `correct`, `undo`: entries that are wrong. Nothing is erased. */
#include <string.h>

#include "app/correction.h"
#include "app/history.h"
#include "jalon/cli_messages.h"
#include "jalon/commands.h"
#include "jalon/receipt.h"
#include "report/history.h"

/* A correction is of the day on which it is recorded, unless another is given. */
static struct jalon_write write_on(struct cli_run *run, struct jalon_date on)
{
    return write_of(run, on, jalon_date_is_set(on) ? JALON_PRECISION_DAY : JALON_PRECISION_UNKNOWN);
}

struct taken_back {
    struct cli_texts entries;
    struct jalon_uuid batch;
    struct jalon_date on;
};

static const struct cli_opt void_options[] = {
    {"batch", 0, CLI_UUID, "UUID", "all that this batch recorded, on every contract",
     offsetof(struct taken_back, batch), 0, NULL, 0},
    {"on", 0, CLI_DATE, "DATE", "when the mistake was established", offsetof(struct taken_back, on),
     0, NULL, 0},
    {0},
};
static const struct cli_opt void_arguments[] = {
    {"ENTRY", 0, CLI_TEXT, NULL, "entries of one contract, such as ti-2801#7",
     offsetof(struct taken_back, entries), CLI_REPEATABLE, NULL, 0},
    {0},
};

static int check_void(const void *options, struct jalon_err *err)
{
    const struct taken_back *given = options;
    bool has_batch = given->batch.text[0] != '\0';
    return has_batch != (given->entries.n > 0) ? 0 : jalon_fail(err, &jalon_msg_cli_entries);
}

static int run_void(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct taken_back *given = options;
    struct jalon_write write = write_on(run, given->on);
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    int ret = given->entries.n > 0
                  ? jalon_app_void(run->app, &write, given->entries.items, given->entries.n,
                                   &receipt, err)
                  : jalon_app_void_batch(run->app, &write, given->batch.text, &receipt, err);
    if (ret < 0) {
        return -1;
    }
    receipt_print(run, &write, receipt);
    return 0;
}

const struct cli_command cmd_void = {
    .name = "void",
    .section = "Record",
    .summary = "take entries back that should not have been recorded",
    .flags = CLI_NEEDS_DB | CLI_WRITES | CLI_EVIDENCE,
    .formats = "text|json",
    .options = void_options,
    .arguments = void_arguments,
    .size = sizeof(struct taken_back),
    .check = check_void,
    .run = run_void,
};

struct corrected {
    struct cli_texts entries;
    struct cli_texts settings;
    struct jalon_date on;
};

static const struct cli_opt correct_options[] = {
    {"set", 0, CLI_TEXT, "FIELD=VALUE", "the value that the entry should have had",
     offsetof(struct corrected, settings), CLI_REQUIRED | CLI_REPEATABLE, NULL, 0},
    {"on", 0, CLI_DATE, "DATE", "when the mistake was established", offsetof(struct corrected, on),
     0, NULL, 0},
    {0},
};
static const struct cli_opt correct_arguments[] = {
    {"ENTRY", 0, CLI_TEXT, NULL, "entries of one contract, such as ti-2801#7",
     offsetof(struct corrected, entries), CLI_REQUIRED | CLI_REPEATABLE, NULL, 0},
    {0},
};

static int run_correct(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct corrected *given = options;
    struct jalon_write write = write_on(run, given->on);
    const struct jalon_rectified rectified = {given->entries.items, given->entries.n,
                                              given->settings.items, given->settings.n};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    if (jalon_app_correct(run->app, &write, &rectified, &receipt, err) < 0) {
        return -1;
    }
    receipt_print(run, &write, receipt);
    return 0;
}

const struct cli_command cmd_correct = {
    .name = "correct",
    .section = "Record",
    .summary = "correct what entries say: a date, a name, a place",
    .flags = CLI_NEEDS_DB | CLI_WRITES | CLI_EVIDENCE,
    .formats = "text|json",
    .options = correct_options,
    .arguments = correct_arguments,
    .size = sizeof(struct corrected),
    .run = run_correct,
};

struct undone {
    const char *code;
};

static const struct cli_opt undo_arguments[] = {
    {"CODE", 0, CLI_TEXT, NULL, "the territory, such as ti-2801, or its name",
     offsetof(struct undone, code), CLI_REQUIRED | CLI_TERRITORY, NULL, 0},
    {0},
};

/* Who undoes does not name the entries: they are told, with what the last request was. */
static int tell_undone(struct cli_run *run, const struct jalon_receipt *receipt,
                       struct jalon_err *err)
{
    JALON_AUTO(jalon_history_freep) struct jalon_history *history = NULL;
    if (run->json || run->common->dry_run) {
        return 0;
    }
    if (jalon_app_history(run->app, receipt->code, &history, err) < 0) {
        return -1;
    }
    for (size_t i = 0; i < history->n; i++) {
        const struct jalon_event *event = &history->entries[i].event;
        const struct jalon_event *last = &history->entries[history->n - 1].event;
        bool is_of_request = strcmp(event->request, last->request) == 0 && event->corrects > 0;
        if (is_of_request && (size_t)event->corrects <= history->n) {
            const struct jalon_history_entry *undone = &history->entries[event->corrects - 1];
            const struct jalon_history_names names = {run->app->programme, undone->contract};
            JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
            jalon_str_addf(&line, "  %s#%lld · ", undone->code, (long long)undone->event.seq);
            jalon_say_when(&line, run->lang, undone->event.when);
            jalon_str_add(&line, " · ");
            jalon_history_say(&line, run->lang, &names, &undone->event);
            jalon_str_add_char(&line, '\n');
            out_text(run->out, jalon_str_text(&line));
        }
    }
    return 0;
}

static int run_undo(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct undone *given = options;
    struct jalon_write write = write_on(run, JALON_DATE_NONE);
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    if (jalon_app_undo(run->app, &write, given->code, &receipt, err) < 0) {
        return -1;
    }
    receipt_print(run, &write, receipt);
    return tell_undone(run, receipt, err);
}

const struct cli_command cmd_undo = {
    .name = "undo",
    .section = "Record",
    .summary = "take back what you recorded last on a contract",
    .flags = CLI_NEEDS_DB | CLI_WRITES | CLI_EVIDENCE,
    .formats = "text|json",
    .arguments = undo_arguments,
    .size = sizeof(struct undone),
    .run = run_undo,
};
