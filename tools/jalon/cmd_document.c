/* `document …`: the files that stand for something. */
#include <string.h>
#include <unistd.h>

#include "app/contract.h"
#include "app/document.h"
#include "base/json.h"
#include "jalon/cli_messages.h"
#include "jalon/commands.h"
#include "jalon/contract_view.h"
#include "jalon/document.h"
#include "jalon/receipt.h"
#include "jalon/words.h"
#include "report/words.h"

struct add {
    const char *code, *path, *instrument, *party, *role, *title;
    int64_t number;
    struct jalon_date on;
    enum jalon_precision precision;
};

#define MEMBER(name) offsetof(struct add, name)

static const struct cli_opt add_options[] = {
    {"instrument", 'i', CLI_TEXT, "CODE", "what it is about: protocole, contrat, avenant",
     MEMBER(instrument), 0, NULL, 0},
    {"number", 0, CLI_INT, "N", "which one of them (default: the last)", MEMBER(number), 0, NULL,
     0},
    {"party", 'p', CLI_TEXT, "PARTY", "whose signature it shows", MEMBER(party), 0, NULL, 0},
    {"role", 0, CLI_CHOICE, "evidence|text", "text: what the parties will sign (default: evidence)",
     MEMBER(role), 0, NULL, 0},
    {"title", 0, CLI_TEXT, "TEXT", "what it is (default: the name of the file)", MEMBER(title), 0,
     NULL, 0},
    {"on", 0, CLI_DATE, "DATE", "its date, where it has one", MEMBER(on), 0, NULL, 0},
    {"precision", 0, CLI_PRECISION, CLI_PRECISIONS, "how exactly the date is known",
     MEMBER(precision), 0, NULL, 0},
    {0},
};
static const struct cli_opt add_arguments[] = {
    {"CODE", 0, CLI_TEXT, NULL, "the territory, such as ti-2801, or its name", MEMBER(code),
     CLI_REQUIRED | CLI_TERRITORY, NULL, 0},
    {"FILE", 0, CLI_PATH, NULL, "the file", MEMBER(path), CLI_REQUIRED, NULL, 0},
    {0},
};

static int run_add(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct add *given = options;
    JALON_AUTO(document_file_done) struct document_file file = {0};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    const struct jalon_write write = write_of(
        run, given->on, jalon_date_is_set(given->on) ? given->precision : JALON_PRECISION_UNKNOWN);
    if (document_file_take(run, given->path, &file, err) < 0) {
        return -1;
    }
    const struct jalon_document document = {
        .code = given->code,
        .title = given->title != NULL ? given->title : file.title,
        .media_type = file.file.media_type,
        .role = given->role,
        .instrument = given->instrument,
        .number = given->number > 0 ? (int)given->number : 0,
        .party = given->party,
        .pdf_signatures = file.pdf_signatures,
    };
    if (jalon_app_document_add(run->app, &write, &document, &file.file, &receipt, err) < 0) {
        return -1;
    }
    receipt_print(run, &write, receipt);
    document_file_tell(run, &file);
    return 0;
}

const struct cli_command cmd_document_add = {
    .name = "document add",
    .section = "Record",
    .summary = "keep a file as evidence, or as the text to be signed",
    .flags = CLI_NEEDS_DB | CLI_WRITES | CLI_EVIDENCE | CLI_BULK,
    .formats = "text|json",
    .options = add_options,
    .arguments = add_arguments,
    .size = sizeof(struct add),
    .run = run_add,
};

struct get {
    const char *name;
};

static const struct cli_opt get_arguments[] = {
    {"CODE|SHA256", 0, CLI_TEXT, NULL,
     "the first digits of its SHA-256, or a territory that has one document only",
     offsetof(struct get, name), CLI_REQUIRED, NULL, 0},
    {0},
};

static int run_get(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct get *given = options;
    JALON_AUTO(jalon_document_matches_done) struct jalon_document_matches matches = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str content = {0};
    if (run->common->output == NULL && isatty(STDOUT_FILENO)) {
        return jalon_fail(err, &jalon_msg_output_needed);
    }
    if (jalon_app_document_find(run->app, given->name, &matches, err) < 0 ||
        document_file_choose(given->name, &matches, err) < 0) {
        return -1;
    }
    if (jalon_app_document_content(run->app, matches.items[0].sha256, &content, err) < 0) {
        return -1;
    }
    (void)out_data(run->out, jalon_str_text(&content), content.length);
    return 0;
}

const struct cli_command cmd_document_get = {
    .name = "document get",
    .section = "Follow",
    .summary = "get a kept file back, as it was",
    .flags = CLI_NEEDS_DB | CLI_BULK | CLI_KEEPS,
    .arguments = get_arguments,
    .size = sizeof(struct get),
    .run = run_get,
};

struct of_contract {
    const char *code;
};

static const struct cli_opt list_arguments[] = {
    {"CODE", 0, CLI_TEXT, NULL, "the territory, such as ti-2801, or its name",
     offsetof(struct of_contract, code), CLI_REQUIRED | CLI_TERRITORY, NULL, 0},
    {0},
};

static void list_json(struct cli_run *run, const struct contract_view *view)
{
    JALON_AUTO(jalon_json_decref) json_t *document = json_object();
    jalon_json_set_text(document, "schema", "jalon.documents/1");
    jalon_json_set_text(document, "programme", view->programme->code);
    jalon_json_set_text(document, "code", view->contract->code);
    jalon_json_set_date(document, "as_of", view->day);
    jalon_json_set(document, "documents", documents_json(view));
    out_json(run->out, document);
}

static int run_list(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct of_contract *given = options;
    JALON_AUTO(jalon_contract_freep) struct jalon_contract *contract = NULL;
    if (jalon_app_contract(run->app, given->code, &contract, err) < 0) {
        return -1;
    }
    const struct contract_view view = {
        .contract = contract,
        .programme = run->app->programme,
        .names = {.programme = run->app->programme, .contract = contract},
        .day = jalon_app_day(run->app, run->common->as_of),
        .lang = run->lang};
    if (run->json) {
        list_json(run, &view);
        return 0;
    }
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    contract_head_text(&view, &text);
    jalon_str_add_char(&text, '\n');
    if (!documents_text(&view, &text)) {
        jalon_str_add(&text, say(run->lang, "aucune pièce\n", "no document\n"));
    }
    out_text(run->out, jalon_str_text(&text));
    return 0;
}

const struct cli_command cmd_document_list = {
    .name = "document list",
    .section = "Follow",
    .summary = "the documents of a contract",
    .flags = CLI_NEEDS_DB | CLI_AS_OF,
    .formats = "text|json",
    .arguments = list_arguments,
    .size = sizeof(struct of_contract),
    .run = run_list,
};

static const struct cli_opt verify_arguments[] = {
    {"CODE", 0, CLI_TEXT, NULL, "only the documents of this territory",
     offsetof(struct of_contract, code), CLI_TERRITORY, NULL, 0},
    {0},
};

static void verify_json(struct cli_run *run, const struct jalon_document_verification *found)
{
    JALON_AUTO(jalon_json_decref) json_t *document = json_object();
    jalon_json_set_text(document, "schema", "jalon.documents_verify/1");
    jalon_json_set_int(document, "documents", (int64_t)found->n_documents);
    jalon_json_set_int(document, "files", (int64_t)found->n_files);
    jalon_json_set_int(document, "erased", (int64_t)found->n_erased);
    jalon_json_set(document, "ok", json_boolean(found->check->n_problems == 0));
    jalon_json_set(document, "problems", jalon_check_problems_json(found->check));
    out_json(run->out, document);
}

static void verify_text(struct cli_run *run, const struct jalon_document_verification *found)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str read = {0};
    jalon_check_problems_text(&text, run->lang, found->check);
    jalon_say_count(&text, run->lang, JALON_DOCUMENTS, (int)found->n_documents);
    jalon_str_add(&text, ", ");
    jalon_say_count(&read, run->lang, JALON_FILES_READ, (int)found->n_files);
    if (found->n_erased > 0) {
        jalon_str_add(&read, ", ");
        jalon_say_count(&read, run->lang, JALON_FILES_ERASED, (int)found->n_erased);
    }
    jalon_say(&text, run->lang, JALON_WORD_COLON, jalon_str_text(&read));
    jalon_say_count(&text, run->lang, JALON_CHECK_PROBLEMS, (int)found->check->n_problems);
    jalon_str_add_char(&text, '\n');
    out_text(run->out, jalon_str_text(&text));
}

static int run_verify(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct of_contract *given = options;
    JALON_AUTO(jalon_document_verification_done) struct jalon_document_verification found = {0};
    if (jalon_app_document_verify(run->app, given->code, &found, err) < 0) {
        return -1;
    }
    if (run->json) {
        verify_json(run, &found);
    } else {
        verify_text(run, &found);
    }
    return jalon_err_exit_status(jalon_check_result(found.check));
}

const struct cli_command cmd_document_verify = {
    .name = "document verify",
    .section = "Trace",
    .summary = "compute the SHA-256 of every kept file anew",
    .flags = CLI_NEEDS_DB | CLI_BULK,
    .formats = "text|json",
    .arguments = verify_arguments,
    .size = sizeof(struct of_contract),
    .run = run_verify,
};
