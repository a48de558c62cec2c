/* Files that a command line names as documents. */
#include "jalon/document.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "domain/media.h"
#include "jalon/cli_messages.h"
#include "jalon/pdfsig.h"
#include "jalon/words.h"
#include "report/words.h"

void document_file_done(struct document_file *file)
{
    jalon_file_done(&file->file);
    free(file->title);
    *file = (struct document_file){0};
}

int document_file_take(struct cli_run *run, const char *path, struct document_file *ret_file,
                       struct jalon_err *err)
{
    const struct jalon_file_rules rules = {
        .most_bytes = jalon_settings_bytes(run->settings, JALON_SETTING_DOCUMENT_MAX),
        .types = run->settings->text[JALON_SETTING_DOCUMENT_TYPES]};
    JALON_AUTO(jalon_str_done) struct jalon_str title = {0};
    if (jalon_app_file(path, &rules, &ret_file->file, err) < 0) {
        return -1;
    }
    jalon_text_add_safe(&title, ret_file->file.name);
    ret_file->title = jalon_str_take(&title);
    if (strcmp(ret_file->file.media_type, "application/pdf") == 0) {
        ret_file->pdf_signatures = pdfsig_count(&ret_file->file.content);
    }
    return 0;
}

/* Are all of one file? */
static bool is_one_file(const struct jalon_document_matches *matches)
{
    for (size_t i = 1; i < matches->n; i++) {
        if (strcmp(matches->items[i].sha256, matches->items[0].sha256) != 0) {
            return false;
        }
    }
    return true;
}

int document_file_choose(const char *name, const struct jalon_document_matches *matches,
                         struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str lines = {0};
    if (is_one_file(matches)) {
        return 0;
    }
    for (size_t i = 0; i < matches->n; i++) {
        const struct jalon_document_match *one = &matches->items[i];
        jalon_str_addf(&lines, "%.*s · %s · %s\n", DOCUMENT_SHORT, one->sha256, one->code,
                       one->title != NULL ? one->title : "—");
    }
    out_complain(jalon_str_text(&lines));
    return jalon_fail(err, &jalon_msg_several_documents, name);
}

/* Could it be the first digits of a SHA-256? */
static bool is_digits(const char *name)
{
    enum { LEAST = 6, MOST = 64 };
    size_t length = strlen(name);
    return length >= LEAST && length <= MOST && strspn(name, "0123456789abcdef") == length;
}

int document_file_refer(struct cli_run *run, const char *name, struct document_file *ret_file,
                        struct jalon_err *err)
{
    JALON_AUTO(jalon_document_matches_done) struct jalon_document_matches matches = {0};
    if (!is_digits(name) || access(name, F_OK) == 0) {
        return document_file_take(run, name, ret_file, err);
    }
    if (jalon_app_document_find(run->app, name, &matches, err) < 0 ||
        document_file_choose(name, &matches, err) < 0) {
        return -1;
    }
    memcpy(ret_file->file.sha256, matches.items[0].sha256, sizeof ret_file->file.sha256);
    return 0;
}

void document_file_tell(struct cli_run *run, const struct document_file *file)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    if (run->json) {
        return;
    }
    jalon_str_addf(&text, "  %s%.*s… (%s, ", say(run->lang, "pièce ", "document "), DOCUMENT_SHORT,
                   file->file.sha256, jalon_media_name(file->file.media_type));
    jalon_say_size(&text, run->lang, (int64_t)file->file.content.length);
    jalon_str_add(&text, ")\n");
    if (file->pdf_signatures > 0) {
        jalon_str_add(&text, "  ");
        jalon_say_count(&text, run->lang, JALON_PDF_SIGNATURES, file->pdf_signatures);
        jalon_str_add_char(&text, '\n');
    }
    out_text(run->out, jalon_str_text(&text));
}
