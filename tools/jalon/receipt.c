/* Writes from options, and their receipts. */
#include "jalon/receipt.h"

#include "base/json.h"
#include "base/str.h"
#include "jalon/cli_messages.h"
#include "jalon/territory_options.h"
#include "jalon/words.h"

struct jalon_write write_of(struct cli_run *run, struct jalon_date on,
                            enum jalon_precision precision)
{
    const struct cli_common *common = run->common;
    jalon_app_set_dry_run(run->app, common->dry_run);
    return (struct jalon_write){
        .request = common->request_id.text[0] != '\0' ? common->request_id : jalon_uuid_random(),
        .on = on,
        .precision = precision,
        .evidence = {.reason = common->reason,
                     .source = common->source,
                     .note = common->note,
                     .certainty = common->certainty,
                     .learned_on = common->learned},
    };
}

int need_day(struct jalon_date on, enum jalon_precision precision, struct jalon_err *err)
{
    bool wanted = precision != JALON_PRECISION_UNKNOWN;
    if (jalon_date_is_set(on) == wanted) {
        return 0;
    }
    return jalon_fail(err, wanted ? &jalon_msg_day_missing : &jalon_msg_day_unwanted);
}

int check_territory_day(const void *values, struct jalon_err *err)
{
    const struct territory_day *given = values;
    return need_day(given->on, given->precision, err);
}

json_t *receipt_json(const struct cli_run *run, const struct jalon_write *write,
                     const struct jalon_receipt *receipt)
{
    json_t *document = json_object();
    jalon_json_set_text(document, "schema", "jalon.receipt/1");
    jalon_json_set_text(document, "code", receipt->code);
    jalon_json_set(document, "entries", jalon_json_texts(receipt->entries, receipt->n_entries));
    jalon_json_set_text(document, "state", receipt->state);
    jalon_json_set_text(document, "recorded", receipt->recorded);
    jalon_json_set(document, "replayed", json_boolean(receipt->replayed));
    jalon_json_set(document, "dry_run", json_boolean(run->common->dry_run));
    jalon_json_set_text(document, "request_id", write->request.text);
    return document;
}

void receipt_print(struct cli_run *run, const struct jalon_write *write,
                   const struct jalon_receipt *receipt)
{
    if (run->json) {
        JALON_AUTO(jalon_json_decref) json_t *document = receipt_json(run, write, receipt);
        out_json(run->out, document);
        return;
    }
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    if (run->common->dry_run) {
        jalon_str_add(
            &line, say(run->lang, "à blanc, rien n'est écrit : ", "dry run, nothing is written: "));
    } else if (receipt->replayed) {
        jalon_str_add(&line, say(run->lang, "déjà enregistré : ", "recorded before: "));
    }
    say_codes(&line, receipt->entries, receipt->n_entries);
    if (receipt->n_entries == 0) {
        jalon_str_addf(&line, "%s%s", receipt->code,
                       say(run->lang, " : rien à changer", ": nothing to change"));
    }
    if (receipt->state != NULL && run->app->programme != NULL) {
        jalon_str_addf(&line, " · %s", say_state(run->lang, run->app->programme, receipt->state));
    }
    out_textf(run->out, "%s\n", jalon_str_text(&line));
}
