/*
 * The weekly report as a mail that a person opens, completes and sends. It names no recipient; its
 * date is the cut-off.
 */
#include "report/mailing.h"
#include "report/phrase.h"

static int add_part(const struct jalon_weekly *weekly, enum jalon_lang lang, const char *format,
                    struct jalon_mailing *mailing, struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str name = {0};
    jalon_str_addf(&name, "%s-%s.%s", weekly->status.programme, jalon_week_text(weekly->week).text,
                   format);
    jalon_mailing_name(mailing, format, jalon_str_text(&name));
    return jalon_weekly_format(format)->render(weekly, lang, jalon_mailing_part(mailing, format),
                                               err);
}

int jalon_weekly_eml(const struct jalon_weekly *weekly, enum jalon_lang lang, struct jalon_str *out,
                     struct jalon_err *err)
{
    struct jalon_weekly sent = *weekly;
    sent.map = (struct jalon_map){0}; /* readers of mails cut off a page of more than 100 kB */
    static const char *const formats[] = {"text", "html", "xlsx", "ics"};
    JALON_AUTO(jalon_mailing_done)
    struct jalon_mailing mailing = {
        .from = weekly->sender, .date = weekly->status.as_of, .is_draft = true};
    for (size_t i = 0; i < JALON_COUNT(formats); i++) {
        if (add_part(&sent, lang, formats[i], &mailing, err) < 0) {
            return -1;
        }
    }
    jalon_phrase_title(&mailing.subject, lang, &weekly->status);
    jalon_mailing_write(&mailing, out);
    return 0;
}
