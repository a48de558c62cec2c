/* Sends nothing itself: reads the files of an issue, and records what became of its mails. */
#include "app/delivery.h"

#include <stdlib.h>
#include <string.h>

#include "app/app_messages.h"
#include "app/document.h"
#include "base/json.h"
#include "report/site.h"
#include "report/weekly.h"

void jalon_issue_files_done(struct jalon_issue_files *files)
{
    jalon_issued_list_done(&files->list);
}

int jalon_app_issue_files(struct jalon_app *app, const struct jalon_week *week,
                          struct jalon_issue_files *ret_files, struct jalon_err *err)
{
    struct jalon_period period;
    struct jalon_issued_list *list = &ret_files->list;
    *ret_files = (struct jalon_issue_files){.n = 0};
    if (jalon_app_programme(app, err) < 0 ||
        jalon_period_settle(week, JALON_DATE_NONE, app->today, &period, err) < 0 ||
        jalon_app_issued(app, &period.week, list, err) < 0) {
        return -1;
    }
    ret_files->week = period.week;
    if (list->n == 0) {
        return 0;
    }
    ret_files->first = list->n - 1;
    while (ret_files->first > 0 &&
           strcmp(list->items[ret_files->first - 1].entry, list->items[list->n - 1].entry) == 0) {
        ret_files->first--;
    }
    ret_files->n = list->n - ret_files->first;
    return 0;
}

/* The title of the report, which its data tells. */
static int read_subject(struct jalon_app *app, const struct jalon_issued *file,
                        enum jalon_lang lang, struct jalon_mailing *mailing, struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str content = {0};
    JALON_AUTO(jalon_json_decref) json_t *report = NULL;
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    const struct jalon_site site = {.programme = app->programme, .arena = arena};
    struct jalon_site_issue issue = {.entry = file->entry};
    if (jalon_app_document_content(app, file->sha256, &content, err) < 0 ||
        jalon_json_parse(jalon_str_text(&content), &report, err) < 0) {
        return -1;
    }
    if (!jalon_site_read_figures(&site, report, &issue)) {
        return jalon_fail(err, &jalon_msg_publish_unreadable, file->entry);
    }
    jalon_mailing_add_subject(mailing, lang, file->week, &issue.status);
    return 0;
}

static int add_part(struct jalon_app *app, const struct jalon_issued *file,
                    struct jalon_mailing *mailing, struct jalon_err *err)
{
    struct jalon_str *bytes = jalon_mailing_part(mailing, file->format);
    JALON_AUTO(jalon_str_done) struct jalon_str name = {0};
    if (bytes == NULL) {
        return 0;
    }
    jalon_issued_add_name(&name, file);
    jalon_mailing_name(mailing, file->format, jalon_str_text(&name));
    return jalon_app_document_content(app, file->sha256, bytes, err);
}

int jalon_app_mailing(struct jalon_app *app, const struct jalon_issue_files *files,
                      enum jalon_lang lang, struct jalon_mailing *ret_mailing,
                      struct jalon_err *err)
{
    static const char *const codes[JALON_LANG_N] = {[JALON_FR] = "fr", [JALON_EN] = "en"};
    for (size_t i = 0; i < files->n; i++) {
        const struct jalon_issued *file = &files->list.items[files->first + i];
        bool is_data = strcmp(file->format, "json") == 0;
        bool is_read = file->lang != NULL && strcmp(file->lang, codes[lang]) == 0;
        if ((is_data && read_subject(app, file, lang, ret_mailing, err) < 0) ||
            (is_read && add_part(app, file, ret_mailing, err) < 0)) {
            return -1;
        }
    }
    return 0;
}

static const char *entry_of(const struct jalon_issue_files *files)
{
    return files->list.items[files->first].entry;
}

/* The place within its chain that an entry of the programme names: 2 of "ti#2". */
static int64_t place_of(const char *entry)
{
    return strtoll(strchr(entry, '#') + 1, NULL, 10);
}

int jalon_app_mails(struct jalon_app *app, const struct jalon_issue_files *files,
                    struct jalon_mails *ret_mails, struct jalon_err *err)
{
    return jalon_store_deliveries(app->db, app->programme->code, entry_of(files), ret_mails, err);
}

static struct jalon_write write_of(const struct jalon_app *app)
{
    return (struct jalon_write){.request = jalon_uuid_random(), .programme = app->programme->code};
}

int jalon_app_deliver(struct jalon_app *app, const struct jalon_issue_files *files,
                      struct jalon_mail_claim *claim, int64_t *ret_begun, struct jalon_err *err)
{
    const struct jalon_write write = write_of(app);
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    claim->issue = place_of(entry_of(files));
    if (jalon_store_report_deliver(app->db, &write, claim, &receipt, err) < 0) {
        return -1;
    }
    *ret_begun = receipt->n_entries > 0 ? place_of(receipt->entries[0]) : 0;
    return 0;
}

int jalon_app_delivered(struct jalon_app *app, const struct jalon_mail_outcome *outcome,
                        struct jalon_err *err)
{
    const struct jalon_write write = write_of(app);
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    return jalon_store_report_delivered(app->db, &write, outcome, &receipt, err);
}
