/* `report send`: an issued report as a mail to each of those who get it. */
#include <string.h>

#include "app/delivery.h"
#include "conf/contacts.h"
#include "jalon/cli_messages.h"
#include "jalon/commands.h"
#include "jalon/mail.h"
#include "jalon/words.h"
#include "report/reminder.h"
#include "report/words.h"

struct send {
    struct jalon_week week;
    const char *to;
    bool again;
};

#define MEMBER(name) offsetof(struct send, name)

static const struct cli_opt send_options[] = {
    {"week", 0, CLI_WEEK, "WEEK", "an ISO week, 2019-W18 (default: the last one that is over)",
     MEMBER(week), 0, NULL, 0},
    {"to", 0, CLI_PATH, "FILE", "who gets it (default: the setting report/recipients)", MEMBER(to),
     0, NULL, 0},
    {"again", 0, CLI_FLAG, NULL, "also to those to whom it was sent", MEMBER(again), 0, NULL, 0},
    {0},
};

/* One sending. */
struct sending {
    struct cli_run *run;
    const struct send *given;
    struct jalon_csv *recipients;
    const char *from, *program;
    struct jalon_issue_files files;
    int n_sent, n_failed;
};

static void sending_done(struct sending *sending)
{
    jalon_csv_free(sending->recipients);
    jalon_issue_files_done(&sending->files);
}

/* "cabinet@exemple.fr : envoyé". */
static void tell(const struct sending *sending, const char *address, const char *what)
{
    enum jalon_lang lang = sending->run->lang;
    out_textf(sending->run->out, "%s%s%s\n", address, say_colon(lang), what);
}

static enum jalon_lang lang_of(const struct sending *sending, size_t row)
{
    const char *lang = jalon_csv_cell(sending->recipients, row, "lang");
    return lang[0] == '\0' ? sending->run->lang : strcmp(lang, "en") == 0 ? JALON_EN : JALON_FR;
}

/* The same mail has the same id, so that a mail server can tell that it is the same. */
static int make_mail(const struct sending *sending, const char *to, enum jalon_lang lang,
                     struct jalon_str *out, struct jalon_err *err)
{
    JALON_AUTO(jalon_mailing_done)
    struct jalon_mailing mailing = {.from = sending->from, .to = to, .date = JALON_DATE_NONE};
    JALON_AUTO(jalon_str_done) struct jalon_str id = {0};
    const struct jalon_issued *file = &sending->files.list.items[sending->files.first];
    jalon_str_addf(&id, "jalon.%s.%s.%s", file->programme, strchr(file->entry, '#') + 1,
                   lang == JALON_FR ? "fr" : "en");
    mailing.id = jalon_str_text(&id);
    if (jalon_app_mailing(sending->run->app, &sending->files, lang, &mailing, err) < 0) {
        return -1;
    }
    jalon_mailing_write(&mailing, out);
    return 0;
}

/* Runs the program, then records how it ended: sent only after status 0. */
static int deliver(struct sending *sending, int64_t begun, const char *to,
                   const struct jalon_str *message, struct jalon_err *err)
{
    struct jalon_mail_outcome outcome = {.begun = begun, .status = -1};
    switch (mail_deliver(sending->program, to, message, &outcome.status)) {
    case MAIL_SENT:
        outcome.outcome = "sent";
        sending->n_sent++;
        break;
    case MAIL_FAILED:
        outcome.outcome = "failed";
        sending->n_failed++;
        break;
    case MAIL_UNKNOWN:
        outcome.outcome = "unknown";
        sending->n_failed++;
        break;
    }
    tell(sending, to, jalon_reminder_status(sending->run->lang, outcome.outcome));
    return jalon_app_delivered(sending->run->app, &outcome, err);
}

/* What became of the mail to ADDRESS last; NULL: there is none. */
static const char *outcome_of(const struct jalon_mails *mails, const char *address)
{
    const char *outcome = NULL;
    for (size_t i = 0; i < mails->n; i++) {
        const char *to = mails->items[i].address;
        outcome = to != NULL && strcmp(to, address) == 0 ? mails->items[i].outcome : outcome;
    }
    return outcome;
}

/* Says why there is nothing to deliver; what may not have arrived is for a person to look at. */
static int tell_taken(struct sending *sending, const char *address, struct jalon_err *err)
{
    JALON_AUTO(jalon_mails_done) struct jalon_mails mails = {0};
    if (jalon_app_mails(sending->run->app, &sending->files, &mails, err) < 0) {
        return -1;
    }
    enum jalon_lang lang = sending->run->lang;
    const char *outcome = outcome_of(&mails, address);
    bool is_sent = outcome != NULL && strcmp(outcome, "sent") == 0;
    bool is_begun = outcome != NULL && strcmp(outcome, "begun") == 0;
    tell(sending, address,
         is_sent    ? jalon_word(lang, JALON_WORD_DELIVERY_ALREADY)
         : is_begun ? jalon_word(lang, JALON_WORD_REMIND_CLAIMED)
                    : jalon_reminder_status(lang, outcome != NULL ? outcome : "unknown"));
    sending->n_failed += !is_sent && !is_begun;
    return 0;
}

/* One recipient, unless the report was sent there or another sender is at it. */
static int send_one(struct sending *sending, size_t row, struct jalon_err *err)
{
    struct cli_run *run = sending->run;
    static const char *const codes[JALON_LANG_N] = {[JALON_FR] = "fr", [JALON_EN] = "en"};
    const char *address = jalon_csv_cell(sending->recipients, row, "address");
    enum jalon_lang lang = lang_of(sending, row);
    struct jalon_mail_claim claim = {
        .address = address,
        .lang = codes[lang],
        .attempts = jalon_settings_number(run->settings, JALON_SETTING_REMIND_ATTEMPTS),
        .again = sending->given->again};
    JALON_AUTO(jalon_str_done) struct jalon_str message = {0};
    int64_t begun = 0;
    if (make_mail(sending, address, lang, &message, err) < 0 ||
        jalon_app_deliver(run->app, &sending->files, &claim, &begun, err) < 0) {
        return -1;
    }
    if (begun == 0) {
        return tell_taken(sending, address, err);
    }
    if (run->common->dry_run) {
        out_textf(run->out, "%s\n", jalon_str_text(&message));
        return 0;
    }
    return deliver(sending, begun, address, &message, err);
}

static int prepare(struct sending *sending, struct jalon_err *err)
{
    const struct send *given = sending->given;
    const struct jalon_settings *settings = sending->run->settings;
    const char *to =
        given->to != NULL ? given->to : settings->text[JALON_SETTING_REPORT_RECIPIENTS];
    sending->from = settings->text[JALON_SETTING_REMIND_FROM];
    sending->program = settings->text[JALON_SETTING_REMIND_SENDMAIL];
    if (to == NULL) {
        return jalon_fail(err, &jalon_msg_send_no_recipients);
    }
    if (sending->from == NULL) {
        return jalon_fail(err, &jalon_msg_send_no_sender);
    }
    if (!jalon_address_is_plain(sending->from)) {
        return jalon_fail(err, &jalon_msg_remind_bad_sender, sending->from);
    }
    if (jalon_recipients_read(to, &sending->recipients, err) < 0 ||
        jalon_app_issue_files(sending->run->app, given->week.year != 0 ? &given->week : NULL,
                              &sending->files, err) < 0) {
        return -1;
    }
    return sending->files.n > 0 ? 0
                                : jalon_fail(err, &jalon_msg_never_issued,
                                             jalon_week_text(sending->files.week).text);
}

static int run_send(struct cli_run *run, const void *values, struct jalon_err *err)
{
    JALON_AUTO(sending_done) struct sending sending = {.run = run, .given = values};
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    jalon_app_set_dry_run(run->app, run->common->dry_run);
    if (prepare(&sending, err) < 0) {
        return -1;
    }
    for (size_t i = 0; i < jalon_csv_n_rows(sending.recipients); i++) {
        if (send_one(&sending, i, err) < 0) {
            return -1;
        }
    }
    if (!run->common->dry_run) {
        jalon_say_count(&text, run->lang, JALON_DELIVERIES_SENT, sending.n_sent);
        jalon_str_add_char(&text, '\n');
        out_text(run->out, jalon_str_text(&text));
    }
    return sending.n_failed == 0 ? 0 : 1;
}

const struct cli_command cmd_report_send = {
    .name = "report send",
    .section = "Follow",
    .summary = "mail an issued report to those who get it, each once",
    .flags = CLI_NEEDS_DB | CLI_DRY_RUN,
    .options = send_options,
    .size = sizeof(struct send),
    .run = run_send,
};
