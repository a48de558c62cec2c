/* Issuing reports by the formats of a table, and looking for files among those that were issued. */
#include "app/issue.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "app/app_messages.h"
#include "app/contract.h"
#include "app/document.h"
#include "app/report.h"
#include "base/base_messages.h"
#include "base/file.h"
#include "journal/leaf.h"
#include "report/weekly_plan.h"

enum { MOST_BYTES = 64 << 20, MOST_ATTEMPTS = 20 };

/* What is issued of a week: a new format is one more row. */
static const struct issued_format {
    const char *format, *extension;
    bool is_translated;
} formats[] = {{"json", "json", false},
               {"text", "txt", true},
               {"html", "html", true},
               {"pdf", "pdf", true}, /* where there is a printer */
               {"xlsx", "xlsx", true}};

enum { MOST_FILES = JALON_COUNT(formats) * JALON_LANG_N };

struct rendered {
    struct jalon_str bytes[MOST_FILES];
    struct jalon_issued_content files[MOST_FILES];
    size_t n;
};

static void rendered_done(struct rendered *rendered)
{
    for (size_t i = 0; i < rendered->n; i++) {
        jalon_str_done(&rendered->bytes[i]);
    }
}

/* One report, to be made in every format; no printer: but as PDF. */
struct making {
    const struct jalon_weekly *weekly;
    const struct jalon_printer *printer;
};

static bool is_printed(const struct issued_format *row)
{
    return jalon_weekly_format(row->format)->content == JALON_CONTENT_PAGE;
}

static int print(const struct making *making, struct jalon_str *bytes, struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str page = {0};
    jalon_str_add(&page, jalon_str_text(bytes));
    jalon_str_clear(bytes);
    const char *known_at = making->weekly->status.known_at.at;
    return making->printer->print(making->printer->context, known_at, &page, bytes, err);
}

static int render(const struct making *making, const struct issued_format *row,
                  enum jalon_lang lang, struct rendered *rendered, struct jalon_err *err)
{
    static const char *const codes[JALON_LANG_N] = {[JALON_FR] = "fr", [JALON_EN] = "en"};
    struct jalon_str *bytes = &rendered->bytes[rendered->n];
    rendered->files[rendered->n++] =
        (struct jalon_issued_content){row->format, row->is_translated ? codes[lang] : NULL, bytes};
    int failed = jalon_weekly_format(row->format)->render(making->weekly, lang, bytes, err);
    return failed == 0 && is_printed(row) ? print(making, bytes, err) : failed;
}

static int render_all(const struct making *making, struct rendered *rendered, struct jalon_err *err)
{
    for (size_t i = 0; i < JALON_COUNT(formats); i++) {
        int n_languages = formats[i].is_translated ? JALON_LANG_N : 1;
        if (is_printed(&formats[i]) && making->printer == NULL) {
            continue;
        }
        for (int lang = 0; lang < n_languages; lang++) {
            if (render(making, &formats[i], (enum jalon_lang)lang, rendered, err) < 0) {
                return -1;
            }
        }
    }
    return 0;
}

/*
 * Reads the books where they stand, so that the same report can be made again: by the revision that
 * is in force when they are read, whatever was loaded before.
 */
static int read_weekly(struct jalon_app *app, const struct jalon_week *week,
                       struct jalon_issue_head *ret_head, struct jalon_weekly **ret_weekly,
                       struct jalon_err *err)
{
    if (jalon_app_programme(app, err) < 0) {
        return -1;
    }
    int outcome = jalon_store_issue_head(app->db, app->programme->code, ret_head, err);
    if (outcome == JALON_ISSUE_NOTHING_RECORDED) {
        return jalon_fail(err, &jalon_msg_no_programme);
    }
    if (outcome < 0) {
        return -1;
    }
    jalon_programme_freep(&app->programme);
    if (jalon_app_programme(app, err) < 0) {
        return -1;
    }
    (void)snprintf(app->known.entry, sizeof app->known.entry, "%s", ret_head->known);
    int failed = jalon_app_weekly(app, week, JALON_DATE_NONE, ret_weekly, err);
    failed = failed < 0 ? failed : jalon_app_weekly_anchor(app, true, *ret_weekly, err);
    if (failed == 0) {
        jalon_weekly_plans_withhold((*ret_weekly)->plans);
    }
    app->known.entry[0] = '\0';
    return failed;
}

static int issue(struct jalon_app *app, const struct jalon_write *write,
                 const struct jalon_week *week, bool again, struct jalon_receipt **ret_receipt,
                 struct jalon_err *err)
{
    JALON_AUTO(jalon_weekly_freep) struct jalon_weekly *weekly = NULL;
    JALON_AUTO(rendered_done) struct rendered rendered = {.n = 0};
    struct jalon_issue_head head;
    struct jalon_write full;
    if (read_weekly(app, week, &head, &weekly, err) < 0) {
        return -1;
    }
    const struct jalon_date_text name = jalon_week_text(weekly->week);
    if (weekly->status.provisional) {
        return jalon_fail(err, &jalon_msg_week_not_over, name.text);
    }
    if (render_all(&(struct making){weekly, app->printer}, &rendered, err) < 0 ||
        jalon_app_in_programme(app, write, &full, err) < 0) {
        return -1;
    }
    const struct jalon_issuing issuing = {
        "weekly",   name.text, weekly->status.as_of, head, weekly->anchor.size, rendered.files,
        rendered.n, again};
    return jalon_store_report_issue(app->db, &full, &issuing, ret_receipt, err);
}

int jalon_app_report_issue(struct jalon_app *app, const struct jalon_write *write,
                           const struct jalon_week *week, bool again,
                           struct jalon_receipt **ret_receipt, struct jalon_err *err)
{
    for (int attempt = 1;; attempt++) {
        int failed = issue(app, write, week, again, ret_receipt, err);
        if (failed == 0 || attempt == MOST_ATTEMPTS || err->key == NULL ||
            strcmp(err->key, "books_moved") != 0) {
            return failed;
        }
    }
}

static const char *week_or_null(const struct jalon_week *week, struct jalon_date_text *text)
{
    if (week == NULL) {
        return NULL;
    }
    *text = jalon_week_text(*week);
    return text->text;
}

int jalon_app_issued(struct jalon_app *app, const struct jalon_week *week,
                     struct jalon_issued_list *ret_list, struct jalon_err *err)
{
    struct jalon_date_text text;
    if (jalon_app_programme(app, err) < 0) {
        return -1;
    }
    return jalon_store_issued(app->db, app->programme->code, week_or_null(week, &text), NULL,
                              ret_list, err);
}

void jalon_issued_add_name(struct jalon_str *out, const struct jalon_issued *file)
{
    const char *extension = file->format;
    for (size_t i = 0; i < JALON_COUNT(formats); i++) {
        if (strcmp(formats[i].format, file->format) == 0) {
            extension = formats[i].extension;
        }
    }
    jalon_str_addf(out, "%s-%s%s%s.%s", file->programme, file->week, file->lang ? "." : "",
                   file->lang ? file->lang : "", extension);
}

int jalon_app_issued_write(struct jalon_app *app, const struct jalon_issued *file,
                           const char *folder, struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str content = {0};
    if (jalon_app_document_content(app, file->sha256, &content, err) < 0) {
        return -1;
    }
    if (mkdir(folder, 0777) < 0 && errno != EEXIST) {
        return jalon_fail(err, &jalon_msg_folder_unwritable, folder, strerror(errno));
    }
    jalon_str_addf(&path, "%s/", folder);
    jalon_issued_add_name(&path, file);
    return jalon_file_replace(jalon_str_text(&path), jalon_str_text(&content), content.length, err);
}

void jalon_issue_verdict_done(struct jalon_issue_verdict *verdict)
{
    jalon_issued_list_done(&verdict->issued);
    jalon_issued_list_done(&verdict->near);
}

/* The first week that the text names; year 0: none. */
static struct jalon_week week_named(const char *content, size_t n)
{
    enum { LENGTH = sizeof "2019-W18" - 1 };
    char text[LENGTH + 1] = "";
    struct jalon_week week = {0, 0};
    struct jalon_err ignored;
    for (size_t i = 0; i + LENGTH <= n; i++) {
        memcpy(text, content + i, LENGTH);
        if (text[4] == '-' && text[5] == 'W' && jalon_week_parse(text, &week, &ignored) == 0) {
            return week;
        }
    }
    return (struct jalon_week){0, 0};
}

/* The week that a file says it is of: what it holds, else (it is packed) what it is called. */
static struct jalon_week week_of_file(const char *path, const struct jalon_str *content)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    struct jalon_week week = week_named(jalon_str_text(content), content->length);
    return week.year != 0 ? week : week_named(name, strlen(name));
}

int jalon_app_report_verify(struct jalon_app *app, const char *path,
                            struct jalon_issue_verdict *ret_verdict, struct jalon_err *err)
{
    JALON_AUTO(jalon_hasher_freep) struct jalon_hasher *hasher = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str content = {0};
    struct jalon_date_text week;
    if (jalon_hasher_new(&hasher, err) < 0 ||
        jalon_file_read(path, MOST_BYTES, &content, err) < 0) {
        return -1;
    }
    const struct jalon_hash hash =
        jalon_hasher_sha256(hasher, jalon_str_text(&content), content.length);
    (void)snprintf(ret_verdict->sha256, sizeof ret_verdict->sha256, "%s",
                   jalon_hash_hex(&hash).text);
    ret_verdict->week = week_of_file(path, &content);
    if (jalon_store_issued(app->db, NULL, NULL, ret_verdict->sha256, &ret_verdict->issued, err) <
        0) {
        return -1;
    }
    return ret_verdict->week.year == 0
               ? 0
               : jalon_store_issued(app->db, NULL, week_or_null(&ret_verdict->week, &week), NULL,
                                    &ret_verdict->near, err);
}
