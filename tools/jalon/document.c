/* Files that a command line names as documents. */
#include "jalon/document.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "domain/media.h"
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
