/* `erase`: what was told of a person goes, the entries stay. */
#include "app/erasure.h"
#include "base/json.h"
#include "jalon/cli_messages.h"
#include "jalon/commands.h"
#include "jalon/receipt.h"
#include "jalon/words.h"
#include "report/history.h"
#include "report/words.h"

struct erase {
    struct cli_texts entries, fields;
    const char *person, *ground, *decided_by;
};

#define MEMBER(name) offsetof(struct erase, name)

static const struct cli_opt erase_options[] = {
    {"person", 0, CLI_TEXT, "NAME", "every text that names this person", MEMBER(person), 0, NULL,
     0},
    {"field", 0, CLI_TEXT, "FIELD",
     "only this: by, capacity, place, note, reason, source … or file", MEMBER(fields),
     CLI_REPEATABLE, NULL, 0},
    {"ground", 0, CLI_TEXT, "TEXT", "the legal ground, without the person's name", MEMBER(ground),
     CLI_REQUIRED, NULL, 0},
    {"decided-by", 0, CLI_TEXT, "TEXT", "who decided it, such as the data protection officer",
     MEMBER(decided_by), CLI_REQUIRED, NULL, 0},
    {0},
};
static const struct cli_opt erase_arguments[] = {
    {"ENTRY", 0, CLI_TEXT, NULL, "the texts of these entries, such as ti-2801#7", MEMBER(entries),
     CLI_REPEATABLE, NULL, 0},
    {0},
};

static int check_erase(const void *values, struct jalon_err *err)
{
    const struct erase *given = values;
    return (given->person != NULL) != (given->entries.n > 0)
               ? 0
               : jalon_fail(err, &jalon_msg_cli_erase_one);
}

static void print_json(struct cli_run *run, const struct jalon_write *write,
                       const struct jalon_erasure *erasure)
{
    JALON_AUTO(jalon_json_decref) json_t *document = receipt_json(run, write, erasure->receipt);
    json_t *erased = json_array();
    for (size_t i = 0; i < erasure->n; i++) {
        json_t *one = json_object();
        jalon_json_set_text(one, "entry", erasure->items[i].entry);
        jalon_json_set_text(one, "field", erasure->items[i].field);
        jalon_json_set_text(one, "text", erasure->items[i].text);
        if (erasure->items[i].size > 0) {
            jalon_json_set_int(one, "size", erasure->items[i].size);
        }
        (void)json_array_append_new(erased, one);
    }
    jalon_json_set_text(document, "schema", "jalon.erasure/1");
    jalon_json_set(document, "erased", erased);
    out_json(run->out, document);
}

/* "  ti-2801#7 · signataire", before it is done with the text. */
static void print_items(struct cli_run *run, const struct jalon_erasure *erasure)
{
    for (size_t i = 0; i < erasure->n; i++) {
        const struct jalon_erased *one = &erasure->items[i];
        JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
        jalon_str_addf(&line, "  %s · %s", one->entry, jalon_member_label(run->lang, one->field));
        if (one->text != NULL) {
            jalon_str_addf(&line, "%s%s", say_colon(run->lang), one->text);
        }
        if (one->size > 0) {
            jalon_str_add(&line, " (");
            jalon_say_size(&line, run->lang, one->size);
            jalon_str_add_char(&line, ')');
        }
        out_textf(run->out, "%s\n", jalon_str_text(&line));
    }
}

static int run_erase(struct cli_run *run, const void *values, struct jalon_err *err)
{
    const struct erase *given = values;
    const struct jalon_write write = write_of(run, JALON_DATE_NONE, JALON_PRECISION_UNKNOWN);
    const struct jalon_erasure_request request = {
        given->person,   given->entries.items, given->entries.n,  given->fields.items,
        given->fields.n, given->ground,        given->decided_by,
    };
    JALON_AUTO(jalon_erasure_done) struct jalon_erasure erasure = {0};
    if (jalon_app_erase(run->app, &write, &request, run->common->dry_run, &erasure, err) < 0) {
        return -1;
    }
    if (run->json) {
        print_json(run, &write, &erasure);
    } else {
        receipt_print(run, &write, erasure.receipt);
        print_items(run, &erasure);
    }
    if (!run->common->dry_run) {
        out_say(
            run->out,
            say(run->lang,
                "ce qui est effacé reste dans les sauvegardes, les archives WAL et les dossiers "
                "déjà exportés : jalon help erase\n",
                "what is erased remains in backups, WAL archives and folders exported before: "
                "jalon help erase\n"));
    }
    return 0;
}

const struct cli_command cmd_erase = {
    .name = "erase",
    .section = "Record",
    .summary = "erase what was told of a person, and say on what ground",
    .flags = CLI_NEEDS_DB | CLI_WRITES | CLI_EVIDENCE | CLI_BULK,
    .formats = "text|json",
    .options = erase_options,
    .arguments = erase_arguments,
    .size = sizeof(struct erase),
    .check = check_erase,
    .run = run_erase,
};
