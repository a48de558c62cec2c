/* `remind …`: reminders of signatures, planned, sent and listed. */
#include "app/contract.h"
#include "app/reminder.h"
#include "base/json.h"
#include "conf/contacts.h"
#include "jalon/cli_messages.h"
#include "jalon/commands.h"
#include "jalon/mail.h"
#include "jalon/words.h"
#include "report/reminder.h"
#include "report/words.h"

enum { CLAIM_S = 300 }; /* longer than a delivery and the writes after it may take */

static int run_plan(struct cli_run *run, const void *values, struct jalon_err *err)
{
    (void)values;
    const struct jalon_reminder_rules rules = {
        .before_days = jalon_settings_number(run->settings, JALON_SETTING_REMIND_BEFORE),
        .after_days = jalon_settings_number(run->settings, JALON_SETTING_REMIND_AFTER),
    };
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    int planned = 0;
    jalon_app_set_dry_run(run->app, run->common->dry_run);
    if (jalon_app_remind_plan(run->app, &rules, run->common->as_of, &planned, err) < 0) {
        return -1;
    }
    if (run->json) {
        JALON_AUTO(jalon_json_decref) json_t *document = json_object();
        jalon_json_set_text(document, "schema", "jalon.reminders_planned/1");
        jalon_json_set_text(document, "programme", run->app->programme->code);
        jalon_json_set_date(document, "as_of", jalon_app_day(run->app, run->common->as_of));
        jalon_json_set_int(document, "planned", planned);
        jalon_json_set(document, "dry_run", json_boolean(run->common->dry_run));
        out_json(run->out, document);
        return 0;
    }
    jalon_say_count(&text, run->lang, JALON_REMINDERS_PLANNED, planned);
    jalon_str_add_char(&text, '\n');
    out_text(run->out, jalon_str_text(&text));
    return 0;
}

const struct cli_command cmd_remind_plan = {
    .name = "remind plan",
    .section = "Record",
    .summary = "queue the reminders that are due",
    .flags = CLI_NEEDS_DB | CLI_DRY_RUN | CLI_AS_OF,
    .formats = "text|json",
    .run = run_plan,
};

/* One sending. */
struct sending {
    struct cli_run *run;
    struct jalon_csv *contacts; /* NULL: none */
    const char *from, *program;
    struct jalon_claim_rules rules;
    int n_mails, n_sent, n_failed;
};

/* "ti-2803 · Région Normandie · contrat : envoyé". */
static void tell(const struct sending *sending, const struct jalon_history_names *names,
                 const struct jalon_reminder *reminder, const char *what)
{
    enum jalon_lang lang = sending->run->lang;
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    jalon_str_addf(&text, "%s · ", reminder->code);
    jalon_say_party(&text, lang, names, reminder->party);
    jalon_str_addf(&text, " · %s%s%s\n", reminder->instrument, say_colon(lang), what);
    out_text(sending->run->out, jalon_str_text(&text));
}

static int make_mail(const struct sending *sending, const struct jalon_history_names *names,
                     const struct jalon_queued *queued, const char *to, struct jalon_str *out,
                     struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str id = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str subject = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str body = {0};
    enum jalon_lang lang = sending->run->lang;
    jalon_str_addf(&id, "jalon.%s.%s", names->programme->code, queued->id);
    jalon_reminder_subject(&subject, lang, names, &queued->reminder);
    jalon_reminder_body(&body, lang, names, &queued->reminder);
    const struct mail mail = {.id = jalon_str_text(&id),
                              .from = sending->from,
                              .to = to,
                              .subject = jalon_str_text(&subject),
                              .body = jalon_str_text(&body)};
    return mail_write(&mail, out, err);
}

/* Runs the program, then records how it ended: sent only after status 0. */
static int deliver(struct sending *sending, struct jalon_delivery *delivery,
                   const struct jalon_str *message, struct jalon_err *err)
{
    switch (mail_deliver(sending->program, delivery->address, message, &delivery->status)) {
    case MAIL_SENT:
        delivery->outcome = "sent";
        sending->n_sent++;
        break;
    case MAIL_FAILED:
        delivery->outcome = "failed";
        sending->n_failed++;
        break;
    case MAIL_UNKNOWN:
        delivery->outcome = "unknown";
        sending->n_failed++;
        break;
    }
    return jalon_app_remind(sending->run->app, delivery, err);
}

/* One reminder, unless another sender has it or nothing waits for it any more. */
static int send_one(struct sending *sending, const struct jalon_queued *queued,
                    struct jalon_err *err)
{
    struct cli_run *run = sending->run;
    const struct jalon_reminder *reminder = &queued->reminder;
    JALON_AUTO(jalon_contract_freep) struct jalon_contract *contract = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str message = {0};
    struct jalon_delivery delivery = {.id = queued->id, .status = -1};
    enum jalon_claim claim;
    delivery.address = jalon_contacts_address(sending->contacts, reminder->party, reminder->code);
    if (jalon_app_contract(run->app, reminder->code, &contract, err) < 0) {
        return -1;
    }
    const struct jalon_history_names names = {run->app->programme, contract};
    if (delivery.address == NULL) {
        tell(sending, &names, reminder, jalon_word(run->lang, JALON_WORD_REMIND_NO_ADDRESS));
        return 0;
    }
    if (make_mail(sending, &names, queued, delivery.address, &message, err) < 0 ||
        jalon_app_remind_claim(run->app, &sending->rules, &delivery, &claim, err) < 0) {
        return -1;
    }
    if (claim == JALON_CLAIM_DROPPED || claim == JALON_CLAIM_LOST) {
        tell(
            sending, &names, reminder,
            jalon_reminder_status(run->lang, claim == JALON_CLAIM_DROPPED ? "dropped" : "unknown"));
    } else if (claim == JALON_CLAIM_CLAIMED) {
        sending->n_mails++;
        if (run->common->dry_run) {
            out_textf(run->out, "%s\n", jalon_str_text(&message));
            return 0;
        }
        if (deliver(sending, &delivery, &message, err) < 0) {
            return -1;
        }
        tell(sending, &names, reminder, jalon_reminder_status(run->lang, delivery.outcome));
    }
    return 0;
}

static bool is_waiting(const struct jalon_queued *queued, int attempts)
{
    return strcmp(queued->status, "planned") == 0 || strcmp(queued->status, "lost") == 0 ||
           (strcmp(queued->status, "failed") == 0 && queued->attempts < attempts);
}

static int prepare(struct sending *sending, struct jalon_err *err)
{
    const struct jalon_settings *settings = sending->run->settings;
    const char *contacts = settings->text[JALON_SETTING_REMIND_CONTACTS];
    sending->from = settings->text[JALON_SETTING_REMIND_FROM];
    sending->program = settings->text[JALON_SETTING_REMIND_SENDMAIL];
    sending->rules = (struct jalon_claim_rules){
        jalon_settings_number(settings, JALON_SETTING_REMIND_ATTEMPTS), CLAIM_S};
    if (sending->from == NULL) {
        return jalon_fail(err, &jalon_msg_remind_no_sender);
    }
    if (!jalon_address_is_plain(sending->from)) {
        return jalon_fail(err, &jalon_msg_remind_bad_sender, sending->from);
    }
    return contacts == NULL ? 0 : jalon_contacts_read(contacts, &sending->contacts, err);
}

static int run_send(struct cli_run *run, const void *values, struct jalon_err *err)
{
    (void)values;
    struct sending sending = {.run = run};
    JALON_AUTO(jalon_queue_done) struct jalon_queue queue = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    int most = jalon_settings_number(run->settings, JALON_SETTING_REMIND_MOST);
    jalon_app_set_dry_run(run->app, run->common->dry_run);
    int failed = prepare(&sending, err);
    JALON_AUTO(jalon_csv_freep) struct jalon_csv *contacts = sending.contacts;
    if (failed < 0 || jalon_app_reminders(run->app, &queue, err) < 0) {
        return -1;
    }
    for (size_t i = 0; i < queue.n && sending.n_mails < most; i++) {
        if (is_waiting(&queue.items[i], sending.rules.attempts) &&
            send_one(&sending, &queue.items[i], err) < 0) {
            return -1;
        }
    }
    if (!run->common->dry_run) {
        jalon_say_count(&text, run->lang, JALON_REMINDERS_SENT, sending.n_sent);
        jalon_str_add_char(&text, '\n');
        out_text(run->out, jalon_str_text(&text));
    }
    return sending.n_failed == 0 ? 0 : 1;
}

const struct cli_command cmd_remind_send = {
    .name = "remind send",
    .section = "Record",
    .summary = "deliver the reminders that wait, each once",
    .flags = CLI_NEEDS_DB | CLI_DRY_RUN,
    .run = run_send,
};

static void list_json(struct cli_run *run, const struct jalon_queue *queue)
{
    JALON_AUTO(jalon_json_decref) json_t *document = json_object();
    json_t *items = json_array();
    for (size_t i = 0; i < queue->n; i++) {
        const struct jalon_queued *queued = &queue->items[i];
        const struct jalon_reminder *reminder = &queued->reminder;
        json_t *one = json_object();
        jalon_json_set_text(one, "code", reminder->code);
        jalon_json_set_text(one, "instrument", reminder->instrument);
        jalon_json_set_int(one, "number", reminder->number);
        jalon_json_set_text(one, "party", reminder->party);
        jalon_json_set_text(one, "target", reminder->target);
        jalon_json_set_date(one, "due_on", reminder->due_on);
        jalon_json_set_text(one, "occasion", jalon_reminder_occasion_code(reminder->occasion));
        jalon_json_set_text(one, "status", queued->status);
        jalon_json_set_int(one, "attempts", queued->attempts);
        jalon_json_set_text(one, "entry", queued->entry);
        (void)json_array_append_new(items, one);
    }
    jalon_json_set_text(document, "schema", "jalon.reminders/1");
    jalon_json_set_text(document, "programme", run->app->programme->code);
    jalon_json_set(document, "reminders", items);
    out_json(run->out, document);
}

static int run_list(struct cli_run *run, const void *values, struct jalon_err *err)
{
    (void)values;
    JALON_AUTO(jalon_queue_done) struct jalon_queue queue = {0};
    if (jalon_app_reminders(run->app, &queue, err) < 0) {
        return -1;
    }
    if (run->json) {
        list_json(run, &queue);
        return 0;
    }
    for (size_t i = 0; i < queue.n; i++) {
        const struct jalon_queued *queued = &queue.items[i];
        out_textf(run->out, "%s · %s · %s · %s · %s%s%s\n", queued->reminder.code,
                  queued->reminder.party, queued->reminder.instrument,
                  jalon_date_long(queued->reminder.due_on, run->lang).text,
                  jalon_reminder_status(run->lang, queued->status), queued->entry ? " · " : "",
                  queued->entry ? queued->entry : "");
    }
    return 0;
}

const struct cli_command cmd_remind_list = {
    .name = "remind list",
    .section = "Follow",
    .summary = "the reminders, and how far each got",
    .flags = CLI_NEEDS_DB,
    .formats = "text|json",
    .run = run_list,
};
