/* `sign`: one or several parties sign an instrument on a day. */
#include <string.h>

#include "app/contract.h"
#include "jalon/cli_messages.h"
#include "jalon/commands.h"
#include "jalon/document.h"
#include "jalon/receipt.h"
#include "jalon/sheet.h"

struct sign {
    const char *code, *instrument, *by, *capacity, *delegation, *place, *channel;
    const char *document, *no_evidence, *text;
    struct cli_texts parties;
    struct jalon_date on;
    enum jalon_precision precision;
    struct sheet_options sheet;
};

#define MEMBER(name) offsetof(struct sign, name)

static const struct cli_opt options[] = {
    {"instrument", 'i', CLI_TEXT, "CODE", "what is signed: protocole, contrat, avenant",
     MEMBER(instrument), CLI_REQUIRED | CLI_OR_FILE, NULL, 0},
    {"party", 'p', CLI_TEXT, "PARTY",
     "who signs: etat, region:28, membre:200070068 …; all for every required party still missing",
     MEMBER(parties), CLI_REQUIRED | CLI_OR_FILE | CLI_REPEATABLE, NULL, 0},
    {"on", 0, CLI_DATE, "DATE", "when; required unless unknown", MEMBER(on), 0, NULL, 0},
    {"precision", 0, CLI_PRECISION, CLI_PRECISIONS, "how exactly the date is known",
     MEMBER(precision), 0, NULL, 0},
    {"by", 0, CLI_TEXT, "NAME", "the person who signed", MEMBER(by), 0, NULL, 0},
    {"capacity", 0, CLI_TEXT, "TEXT", "in what capacity", MEMBER(capacity), 0, NULL, 0},
    {"delegation", 0, CLI_TEXT, "TEXT", "the act that gives power to sign", MEMBER(delegation), 0,
     NULL, 0},
    {"place", 0, CLI_TEXT, "TEXT", "where", MEMBER(place), 0, NULL, 0},
    {"channel", 0, CLI_TEXT, "WORD", "how: ceremony, post, electronic …", MEMBER(channel), 0, NULL,
     0},
    {"document", 0, CLI_PATH, "FILE|SHA256",
     "what shows it: a file to be kept, or one that is kept", MEMBER(document), 0, "no-evidence",
     0},
    {"no-evidence", 0, CLI_TEXT, "REASON", "why nothing shows it, where the programme demands it",
     MEMBER(no_evidence), 0, "from", 0},
    {"text", 0, CLI_PATH, "FILE|SHA256", "what was signed, to be sure that it is the text in force",
     MEMBER(text), 0, "from", 0},
    SHEET_FROM(struct sign, sheet, "document"),
    SHEET_KEEP_GOING(struct sign, sheet),
    SHEET_RESULTS(struct sign, sheet),
    {0},
};
static const struct cli_opt arguments[] = {
    {"CODE", 0, CLI_TEXT, NULL, "the territory, such as ti-2801, or its name", MEMBER(code),
     CLI_REQUIRED | CLI_OR_FILE | CLI_TERRITORY, NULL, 0},
    {0},
};

static int check_sign(const void *values, struct jalon_err *err)
{
    const struct sign *given = values;
    for (size_t i = 0; i < given->parties.n && given->parties.n > 1; i++) {
        if (strcmp(given->parties.items[i], "all") == 0) {
            return jalon_fail(err, &jalon_msg_all_with_others);
        }
    }
    if (given->sheet.from == NULL) {
        return need_day(given->on, given->precision, err);
    }
    return given->parties.n <= 1
               ? 0
               : jalon_fail(err, &jalon_msg_cli_repeated, "--party", cmd_sign.name);
}

/* The signatures of a file, one party a row. */
static int run_sheet(struct cli_run *run, const struct sign *sign, struct jalon_err *err)
{
    struct sheet_job job = {.options = &sign->sheet, .sheet.action = JALON_REGISTER_SIGN};
    const struct jalon_date_text on = jalon_date_iso(sign->on);
    sheet_give(&job, "instrument", sign->instrument);
    sheet_give(&job, "party", sign->parties.n > 0 ? sign->parties.items[0] : NULL);
    sheet_give_day(&job, &on, sign->precision);
    sheet_give(&job, "signed_by", sign->by);
    sheet_give(&job, "capacity", sign->capacity);
    sheet_give(&job, "delegation", sign->delegation);
    sheet_give(&job, "place", sign->place);
    sheet_give(&job, "channel", sign->channel);
    return sheet_run(run, &job, err);
}

static int run_sign(struct cli_run *run, const void *given, struct jalon_err *err)
{
    const struct sign *sign = given;
    if (sign->sheet.from != NULL) {
        return run_sheet(run, sign, err);
    }
    struct jalon_write write = write_of(run, sign->on, sign->precision);
    JALON_AUTO(document_file_done) struct document_file shown = {0};
    JALON_AUTO(document_file_done) struct document_file text = {0};
    if ((sign->document != NULL && document_file_refer(run, sign->document, &shown, err) < 0) ||
        (sign->text != NULL && document_file_refer(run, sign->text, &text, err) < 0)) {
        return -1;
    }
    bool is_new = shown.title != NULL;
    const struct jalon_document paper = {.title = shown.title,
                                         .media_type = shown.file.media_type,
                                         .pdf_signatures = shown.pdf_signatures};
    const struct jalon_signing signing = {
        .code = sign->code,
        .instrument = sign->instrument,
        .parties = sign->parties.items,
        .n_parties = sign->parties.n,
        .signer = sign->by,
        .capacity = sign->capacity,
        .delegation = sign->delegation,
        .place = sign->place,
        .channel = sign->channel,
        .document = sign->document != NULL ? shown.file.sha256 : NULL,
        .text = sign->text != NULL ? text.file.sha256 : NULL,
        .no_evidence = sign->no_evidence,
        .paper = is_new ? &paper : NULL,
        .content = is_new ? &shown.file.content : NULL,
    };
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    if (jalon_app_sign(run->app, &write, &signing, &receipt, err) < 0) {
        return -1;
    }
    receipt_print(run, &write, receipt);
    if (is_new) {
        document_file_tell(run, &shown);
    }
    return receipt_tell_signing(run, &write, &signing, receipt, err);
}

const struct cli_command cmd_sign = {
    .name = "sign",
    .section = "Record",
    .summary = "record who signed an instrument, and when",
    .flags = CLI_NEEDS_DB | CLI_WRITES | CLI_EVIDENCE,
    .formats = "text|json",
    .options = options,
    .arguments = arguments,
    .size = sizeof(struct sign),
    .check = check_sign,
    .run = run_sign,
};
