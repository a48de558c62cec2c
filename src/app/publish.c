/* Makes a site of the reports that were issued, and of the books as the last of them knew them. */
#include "app/publish.h"

#include <stdlib.h>
#include <string.h>

#include "app/app_messages.h"
#include "app/contract.h"
#include "app/document.h"
#include "app/export_site.h"
#include "app/issue.h"
#include "base/file.h"
#include "base/json.h"
#include "store/journal.h"

/* A site on its way. */
struct publisher {
    struct jalon_app *app;
    struct jalon_mirror *mirror;
    struct jalon_site site;
};

/* The files of one issue on the site: pages under the names that a browser looks for. */
static const char *name_of(struct jalon_arena *arena, const struct jalon_issued *file)
{
    JALON_AUTO(jalon_str_done) struct jalon_str name = {0};
    if (strcmp(file->format, "html") == 0) {
        return jalon_site_index_path(strcmp(file->lang, "fr") == 0 ? JALON_FR : JALON_EN);
    }
    jalon_issued_add_name(&name, file);
    return jalon_arena_strdup(arena, jalon_str_text(&name));
}

static bool is_same_issue(const struct jalon_issued *a, const struct jalon_issued *b)
{
    return strcmp(a->entry, b->entry) == 0;
}

/* The files from FIRST on that belong to its entry: an issue. */
static int read_issue(struct jalon_arena *arena, const struct jalon_issued_list *list, size_t first,
                      struct jalon_site_issue *ret_issue, struct jalon_err *err)
{
    const struct jalon_issued *head = &list->items[first];
    struct jalon_site_issue *issue = ret_issue;
    *issue = (struct jalon_site_issue){.issued_on = head->issued_on,
                                       .issued_at = jalon_arena_strdup(arena, head->issued_at),
                                       .known = jalon_arena_strdup(arena, head->known),
                                       .entry = jalon_arena_strdup(arena, head->entry)};
    while (first + issue->n_files < list->n &&
           is_same_issue(head, &list->items[first + issue->n_files])) {
        issue->n_files++;
    }
    issue->files = jalon_arena_array(arena, issue->n_files, sizeof *issue->files);
    for (size_t i = 0; i < issue->n_files; i++) {
        const struct jalon_issued *file = &list->items[first + i];
        issue->files[i] =
            (struct jalon_site_file){name_of(arena, file), jalon_arena_strdup(arena, file->format),
                                     jalon_arena_strdup(arena, file->lang),
                                     jalon_arena_strdup(arena, file->sha256), file->size};
    }
    return jalon_week_parse(head->week, &issue->week, err);
}

static int compare_weeks(struct jalon_week a, struct jalon_week b)
{
    return a.year != b.year ? a.year - b.year : a.week - b.week;
}

/* Puts ISSUE behind those of earlier weeks and earlier ones of its own. */
static void insert(struct jalon_site *site, const struct jalon_site_issue *issue)
{
    size_t place = site->n_issues;
    while (place > 0 && compare_weeks(site->issues[place - 1].week, issue->week) > 0) {
        site->issues[place] = site->issues[place - 1];
        place--;
    }
    site->issues[place] = *issue;
    site->n_issues++;
}

/* "2019-S18" for the one in force, "2019-S18/ti-2" for those that it replaced. */
static void name_folders(struct jalon_site *site)
{
    const struct jalon_site_issue *first = NULL;
    for (size_t i = 0; i < site->n_issues; i++) {
        struct jalon_site_issue *issue = &site->issues[i];
        bool is_new = first == NULL || compare_weeks(first->week, issue->week) != 0;
        first = is_new ? issue : first;
        issue->first_at = first->issued_at;
        issue->first_on = first->issued_on;
        issue->is_replaced =
            i + 1 < site->n_issues && compare_weeks(site->issues[i + 1].week, issue->week) == 0;
        char *folder = jalon_arena_printf(site->arena, "%04d-S%02d%s%s", issue->week.year,
                                          issue->week.week, issue->is_replaced ? "/" : "",
                                          issue->is_replaced ? issue->entry : "");
        folder[strcspn(folder, "#")] = issue->is_replaced ? '-' : '\0';
        issue->folder = folder;
    }
}

static int read_issues(struct publisher *publisher, struct jalon_err *err)
{
    JALON_AUTO(jalon_issued_list_done) struct jalon_issued_list list = {0};
    struct jalon_site *site = &publisher->site;
    if (jalon_app_issued(publisher->app, NULL, &list, err) < 0) {
        return -1;
    }
    site->issues = jalon_arena_array(site->arena, list.n, sizeof *site->issues);
    for (size_t i = 0; i < list.n;) {
        struct jalon_site_issue issue;
        if (read_issue(site->arena, &list, i, &issue, err) < 0) {
            return -1;
        }
        insert(site, &issue);
        i += issue.n_files;
    }
    name_folders(site);
    return 0;
}

/* From here on the books are those that the last report was made of. */
static int open_books(struct publisher *publisher, struct jalon_err *err)
{
    struct jalon_app *app = publisher->app;
    app->known_at = jalon_site_last(&publisher->site)->known;
    jalon_programme_freep(&app->programme);
    if (jalon_app_programme(app, err) < 0) {
        return -1;
    }
    publisher->site.programme = app->programme;
    return 0;
}

/* The figures of a report come from its file, so that the site says what the report says. */
static int read_figures(const struct publisher *publisher, struct jalon_site_issue *issue,
                        const struct jalon_str *content, struct jalon_err *err)
{
    JALON_AUTO(jalon_json_decref) json_t *report = NULL;
    if (jalon_json_parse(jalon_str_text(content), &report, err) < 0) {
        return -1;
    }
    return jalon_site_read_figures(&publisher->site, report, issue)
               ? 0
               : jalon_fail(err, &jalon_msg_publish_unreadable, issue->entry);
}

static int add_issue(struct publisher *publisher, struct jalon_site_issue *issue,
                     struct jalon_err *err)
{
    for (size_t i = 0; i < issue->n_files; i++) {
        const struct jalon_site_file *file = &issue->files[i];
        JALON_AUTO(jalon_str_done) struct jalon_str content = {0};
        JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
        jalon_str_addf(&path, "%s/%s", issue->folder, file->name);
        if (jalon_app_document_content(publisher->app, file->sha256, &content, err) < 0 ||
            (strcmp(file->format, "json") == 0 &&
             read_figures(publisher, issue, &content, err) < 0)) {
            return -1;
        }
        (void)jalon_mirror_add(publisher->mirror, jalon_str_text(&path), &content);
    }
    return jalon_date_is_set(issue->status.as_of)
               ? 0
               : jalon_fail(err, &jalon_msg_publish_unreadable, issue->entry);
}

static int add_issues(struct publisher *publisher, struct jalon_err *err)
{
    for (size_t i = 0; i < publisher->site.n_issues; i++) {
        if (add_issue(publisher, &publisher->site.issues[i], err) < 0) {
            return -1;
        }
    }
    return 0;
}

/* CONTRACT with its entries among those of all, which follow each other; EVENTS are theirs. */
static struct jalon_site_story story_of(const struct jalon_history *history,
                                        const struct jalon_event *events,
                                        const struct jalon_contract *contract)
{
    size_t first = 0, end = 0;
    while (first < history->n && strcmp(history->entries[first].code, contract->code) != 0) {
        first++;
    }
    for (end = first;
         end < history->n && strcmp(history->entries[end].code, contract->code) == 0;) {
        end++;
    }
    return (struct jalon_site_story){contract, events + first, end - first};
}

static void add_contract(struct publisher *publisher, const struct jalon_site_story *story)
{
    for (int lang = 0; lang < JALON_LANG_N; lang++) {
        JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
        JALON_AUTO(jalon_str_done) struct jalon_str page = {0};
        jalon_site_contract_path(&path, story->contract->code, (enum jalon_lang)lang);
        jalon_site_contract(&publisher->site, (enum jalon_lang)lang, story, &page);
        (void)jalon_mirror_add(publisher->mirror, jalon_str_text(&path), &page);
    }
}

static int add_contracts(struct publisher *publisher, struct jalon_err *err)
{
    const struct jalon_site *site = &publisher->site;
    JALON_AUTO(jalon_history_freep) struct jalon_history *history = NULL;
    if (jalon_store_entries(publisher->app->db, jalon_app_books(publisher->app), NULL, 0, &history,
                            err) < 0) {
        return -1;
    }
    struct jalon_event *events = jalon_arena_array(history->arena, history->n + 1, sizeof *events);
    for (size_t i = 0; i < history->n; i++) {
        events[i] = history->entries[i].event;
    }
    for (size_t i = 0; i < site->n_contracts; i++) {
        const struct jalon_site_story story = story_of(history, events, site->contracts[i]);
        add_contract(publisher, &story);
    }
    return 0;
}

/* The index is written last: what it leads to is there then. */
static void add_entrances(struct publisher *publisher)
{
    JALON_AUTO(jalon_str_done) struct jalon_str feed = {0};
    if (publisher->site.address != NULL) {
        jalon_site_feed(&publisher->site, &feed);
        (void)jalon_mirror_add(publisher->mirror, JALON_SITE_FEED, &feed);
    }
    for (int lang = JALON_LANG_N - 1; lang >= 0; lang--) {
        JALON_AUTO(jalon_str_done) struct jalon_str page = {0};
        jalon_site_index(&publisher->site, (enum jalon_lang)lang, &page);
        (void)jalon_mirror_add(publisher->mirror, jalon_site_index_path((enum jalon_lang)lang),
                               &page);
    }
}

static int add_all(struct publisher *publisher, struct jalon_contracts *contracts,
                   struct jalon_err *err)
{
    if (read_issues(publisher, err) < 0 || open_books(publisher, err) < 0 ||
        add_issues(publisher, err) < 0 ||
        jalon_app_export_site(publisher->app, &publisher->site, publisher->mirror, err) < 0 ||
        jalon_app_contracts(publisher->app, contracts, err) < 0) {
        return -1;
    }
    publisher->site.contracts = contracts->items;
    publisher->site.n_contracts = contracts->n;
    if (add_contracts(publisher, err) < 0) {
        return -1;
    }
    add_entrances(publisher);
    return 0;
}

/* Before anything is made: the folder would stay empty. */
static int check_request(struct jalon_app *app, const struct jalon_publication *publication,
                         struct jalon_err *err)
{
    JALON_AUTO(jalon_issued_list_done) struct jalon_issued_list list = {0};
    if (publication->address != NULL && !jalon_site_is_address(publication->address)) {
        return jalon_fail(err, &jalon_msg_publish_address, publication->address);
    }
    if (jalon_app_issued(app, NULL, &list, err) < 0) {
        return -1;
    }
    return list.n > 0 ? 0 : jalon_fail(err, &jalon_msg_publish_nothing);
}

/* Without '/' at its end; NULL stays NULL. */
static const char *address_of(struct jalon_arena *arena, const char *given)
{
    size_t length = given != NULL ? strlen(given) : 0;
    while (length > 0 && given[length - 1] == '/') {
        length--;
    }
    return given != NULL ? jalon_arena_strndup(arena, given, length) : NULL;
}

static int add_in_snapshot(struct publisher *publisher, struct jalon_err *err)
{
    JALON_AUTO(jalon_contracts_done) struct jalon_contracts contracts = {0};
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    publisher->site.arena = arena;
    publisher->site.address = address_of(arena, publisher->site.address);
    if (jalon_db_snapshot_begin(publisher->app->db, err) < 0) {
        return -1;
    }
    int failed = add_all(publisher, &contracts, err);
    jalon_db_snapshot_end(publisher->app->db);
    publisher->app->known_at = NULL; /* it was the arena's */
    return failed;
}

/* What a folder publishes is said by its datapackage.json. Another programme's site would be taken
 * for files of before, and removed. */
static int check_folder(const struct jalon_app *app, const char *folder, struct jalon_err *err)
{
    enum { MOST_BYTES = 1 << 20 };
    JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    JALON_AUTO(jalon_json_decref) json_t *package = NULL;
    struct jalon_err unread;
    jalon_str_addf(&path, "%s/" JALON_SITE_PACKAGE, folder);
    if (jalon_file_read(jalon_str_text(&path), MOST_BYTES, &text, &unread) < 0 ||
        jalon_json_parse(jalon_str_text(&text), &package, &unread) < 0) {
        return 0; /* it is not there, or no site's: the mirror says which */
    }
    const char *code = jalon_json_text(package, "name");
    return code == NULL || strcmp(code, app->programme->code) == 0
               ? 0
               : jalon_fail(err, &jalon_msg_publish_other, folder, code);
}

int jalon_app_publish(struct jalon_app *app, const struct jalon_publication *publication,
                      struct jalon_published *ret_published, struct jalon_err *err)
{
    JALON_AUTO(jalon_mirror_freep) struct jalon_mirror *mirror = NULL;
    struct publisher publisher = {
        .app = app, .site = {.address = publication->address, .licence = publication->licence}};
    if (check_request(app, publication, err) < 0 ||
        jalon_mirror_open(publication->folder, JALON_SITE_SUMS, &mirror, err) < 0 ||
        check_folder(app, publication->folder, err) < 0) {
        return -1;
    }
    publisher.mirror = mirror;
    if (add_in_snapshot(&publisher, err) < 0) {
        return -1;
    }
    ret_published->n_reports = publisher.site.n_issues;
    return jalon_mirror_commit(mirror, &ret_published->files, err);
}
