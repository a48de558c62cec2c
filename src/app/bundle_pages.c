/* The folder `html` of a bundle: the journal of the programme as pages for people. */
#include <stdlib.h>
#include <string.h>

#include "app/app_messages.h"
#include "app/bundle_priv.h"
#include "base/json.h"
#include "base/mem.h"
#include "journal/base64.h"
#include "report/journal_index.h"
#include "store/programme.h"
#include "store/projection.h"
#include "store/sealed.h"
#include "store/store_messages.h"

enum { PART_MAX = 500 }; /* entries on a page of the log */

/* The pages that are being written. */
struct pages {
    struct jalon_bundle *bundle;
    const struct jalon_bundle_pages *request;
    struct jalon_journal_site site;
    struct jalon_contracts contracts; /* for names of members */
    const struct jalon_contract **by_code;
    struct jalon_journal_index index;
    struct jalon_arena *arena; /* of the index */
    struct jalon_html *log, *anomalies;
    struct jalon_event *events; /* of the subject at hand */
    struct jalon_sealed_entry *entries;
    size_t n_entries, capacity;
    struct jalon_arena *texts; /* of the entries at hand */
};

static void forget_entries(struct pages *pages)
{
    for (size_t i = 0; i < pages->n_entries; i++) {
        jalon_event_done(&pages->events[i]);
    }
    pages->n_entries = 0;
    jalon_arena_freep(&pages->texts);
}

static void drop_page(struct jalon_html **html)
{
    JALON_AUTO(jalon_str_done) struct jalon_str ignored = {0};
    if (*html != NULL) {
        jalon_html_done(*html, &ignored);
        *html = NULL;
    }
}

static void pages_done(struct pages *pages)
{
    drop_page(&pages->log);
    drop_page(&pages->anomalies);
    forget_entries(pages);
    free(pages->events);
    free(pages->entries);
    free(pages->by_code);
    free(pages->index.contracts);
    free(pages->index.parts);
    jalon_contracts_done(&pages->contracts);
    jalon_arena_free(pages->arena);
}

static int compare_codes(const void *one, const void *other)
{
    const struct jalon_contract *const *a = one;
    const struct jalon_contract *const *b = other;
    return strcmp((*a)->code, (*b)->code);
}

/* The contract of a signature, whose party may be a member. */
static const struct jalon_contract *contract_of(const struct pages *pages,
                                                const struct jalon_history_entry *entry)
{
    const struct jalon_contract wanted = {.code = entry->code};
    const struct jalon_contract *key = &wanted;
    const struct jalon_contract *const *found =
        pages->contracts.n == 0 ? NULL
                                : bsearch(&key, pages->by_code, pages->contracts.n,
                                          sizeof(struct jalon_contract *), compare_codes);
    return found != NULL ? *found : NULL;
}

static int write_page(struct pages *pages, struct jalon_html **html, const char *name,
                      struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str content = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
    jalon_str_addf(&path, "html/%s", name);
    jalon_journal_end(*html, &pages->site, &content);
    *html = NULL;
    return jalon_bundle_file(pages->bundle, jalon_str_text(&path), &content, err);
}

static int end_part(struct pages *pages, struct jalon_err *err)
{
    if (pages->log == NULL) {
        return 0;
    }
    jalon_journal_close_list(pages->log);
    return write_page(pages, &pages->log, pages->index.parts[pages->index.n_parts - 1].page, err);
}

/* Does the entry go on the page at hand? An entry of the month before that was sealed late does. */
static bool fits(const struct pages *pages, struct jalon_date day)
{
    if (pages->log == NULL) {
        return false;
    }
    const struct jalon_journal_part *part = &pages->index.parts[pages->index.n_parts - 1];
    return part->n < PART_MAX && jalon_date_compare(day, jalon_date_month_end(part->month)) <= 0;
}

static int begin_part(struct pages *pages, struct jalon_date day, struct jalon_err *err)
{
    struct jalon_journal_index *index = &pages->index;
    const struct jalon_journal_part *last =
        index->n_parts > 0 ? &index->parts[index->n_parts - 1] : NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str title = {0};
    struct jalon_journal_part part = {.month = day, .number = 1};
    if (end_part(pages, err) < 0) {
        return -1;
    }
    if (last != NULL && jalon_date_compare(day, jalon_date_month_end(last->month)) <= 0) {
        part.month = last->month;
        part.number = last->number + 1;
    }
    part.page = jalon_arena_printf(pages->arena, "log/%.7s-%d.html",
                                   jalon_date_iso(part.month).text, part.number);
    index->parts = jalon_realloc_array(index->parts, index->n_parts + 1, sizeof *index->parts);
    index->parts[index->n_parts++] = part;
    jalon_journal_say_part(&title, pages->site.lang, &part);
    pages->log = jalon_journal_begin(&pages->site, jalon_str_text(&title), "../");
    jalon_journal_open_list(pages->log);
    return 0;
}

static struct jalon_journal_line line_of(const struct pages *pages,
                                         const struct jalon_sealed_entry *sealed,
                                         const struct jalon_event *event)
{
    const struct jalon_history_entry *entry = &sealed->entry;
    return (struct jalon_journal_line){
        .code = entry->code,
        .event = event,
        .contract = contract_of(pages, entry),
        .facts = &entry->facts,
        .found =
            jalon_anomalies(pages->request->rules, pages->site.programme, event, &entry->facts),
        .leaf = sealed->leaf,
        .hash = sealed->hash,
    };
}

static int add_logged(void *context, const struct jalon_sealed_entry *sealed, struct jalon_err *err)
{
    struct pages *pages = context;
    const struct jalon_event *event = &sealed->entry.event;
    JALON_AUTO(jalon_str_done) struct jalon_str page = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str from_part = {0};
    struct jalon_journal_line line = line_of(pages, sealed, event);
    if (!fits(pages, event->recorded_on) && begin_part(pages, event->recorded_on, err) < 0) {
        return -1;
    }
    jalon_journal_add_page(&page, sealed->entry.code, sealed->is_programme);
    if (line.found != 0) {
        line.page = jalon_str_text(&page);
        jalon_journal_add(pages->anomalies, &pages->site, &line);
        pages->index.n_anomalies++;
    }
    jalon_str_addf(&from_part, "../%s", jalon_str_text(&page));
    line.page = jalon_str_text(&from_part);
    jalon_journal_add(pages->log, &pages->site, &line);
    pages->index.parts[pages->index.n_parts - 1].n++;
    return 0;
}

static int write_log(struct pages *pages, const struct jalon_sealed_query *query,
                     struct jalon_err *err)
{
    const struct jalon_sealed_reader reader = {add_logged, pages};
    enum jalon_lang lang = pages->site.lang;
    JALON_AUTO(jalon_str_done) struct jalon_str rules = {0};
    pages->anomalies =
        jalon_journal_begin(&pages->site, jalon_word(lang, JALON_WORD_JOURNAL_ANOMALIES), "");
    jalon_journal_say_rules(&rules, lang, pages->request->rules);
    jalon_html_line(pages->anomalies, jalon_str_text(&rules), "p");
    jalon_journal_open_list(pages->anomalies);
    if (jalon_store_sealed(pages->bundle->db, query, &reader, err) < 0 ||
        end_part(pages, err) < 0) {
        return -1;
    }
    jalon_journal_close_list(pages->anomalies);
    return write_page(pages, &pages->anomalies, JALON_JOURNAL_ANOMALIES, err);
}

static const char *state_of(const struct pages *pages, const struct jalon_event *event)
{
    const char *code = jalon_json_text(event->after, "state");
    const struct jalon_state_def *state =
        code != NULL ? jalon_programme_state(pages->site.programme, code) : NULL;
    return state != NULL ? state->label.text[pages->site.lang] : code;
}

/* Name and state by the entries that hold, as their corrections make them. */
static int sum_up(struct pages *pages, const struct jalon_standing *standings,
                  struct jalon_journal_contract *contract, struct jalon_err *err)
{
    for (size_t i = 0; i < pages->n_entries; i++) {
        JALON_AUTO(jalon_event_done) struct jalon_event event = {0};
        if (standings[i].voided_by != 0) {
            continue;
        }
        if (!jalon_correction_apply(pages->events, pages->n_entries, standings, i, &event)) {
            return jalon_fail(err, &jalon_msg_stored_entry_damaged, contract->code);
        }
        const char *name = jalon_json_text(event.after, "name");
        bool is_named = strcmp(event.kind, "enter") == 0 || strcmp(event.kind, "rename") == 0;
        if (is_named && name != NULL) {
            contract->name = jalon_arena_strdup(pages->arena, name);
        }
        if (strcmp(event.kind, "enter") == 0 || strcmp(event.kind, "transition") == 0) {
            contract->state = jalon_arena_strdup(pages->arena, state_of(pages, &event));
        }
    }
    return 0;
}

static int write_subject(struct pages *pages, const struct jalon_standing *standings,
                         const struct jalon_journal_contract *contract, struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str title = {0};
    jalon_str_addf(&title, "%s \u00B7 %s", contract->code, contract->name ? contract->name : "?");
    struct jalon_html *html = jalon_journal_begin(&pages->site, jalon_str_text(&title),
                                                  contract->is_programme ? "" : "../");
    jalon_journal_open_list(html);
    for (size_t i = 0; i < pages->n_entries; i++) {
        const struct jalon_sealed_entry *sealed = &pages->entries[i];
        struct jalon_journal_line line = line_of(pages, sealed, &pages->events[i]);
        line.standing = &standings[i];
        jalon_journal_add(html, &pages->site, &line);
    }
    jalon_journal_close_list(html);
    return write_page(pages, &html, contract->page, err);
}

/* The page of the subject at hand, and its row of the index. */
static int end_subject(struct pages *pages, struct jalon_err *err)
{
    struct jalon_journal_index *index = &pages->index;
    JALON_AUTO(jalon_str_done) struct jalon_str page = {0};
    JALON_AUTO(jalon_freep) struct jalon_standing *standings = NULL;
    if (pages->n_entries == 0) {
        return 0;
    }
    const struct jalon_sealed_entry *first = &pages->entries[0];
    struct jalon_journal_contract contract = {
        .code = jalon_arena_strdup(pages->arena, first->entry.code),
        .n = (int64_t)pages->n_entries,
        .last = pages->events[pages->n_entries - 1].recorded_on,
        .is_programme = first->is_programme};
    standings = jalon_realloc_array(NULL, pages->n_entries, sizeof *standings);
    jalon_correction_settle(pages->events, pages->n_entries, standings);
    if (sum_up(pages, standings, &contract, err) < 0) {
        return -1;
    }
    jalon_journal_add_page(&page, contract.code, contract.is_programme);
    contract.page = jalon_arena_strdup(pages->arena, jalon_str_text(&page));
    if (contract.is_programme) {
        contract.name = pages->site.programme->name.text[pages->site.lang];
    }
    index->contracts =
        jalon_realloc_array(index->contracts, index->n_contracts + 1, sizeof *index->contracts);
    index->contracts[index->n_contracts++] = contract;
    int failed = write_subject(pages, standings, &contract, err);
    forget_entries(pages);
    return failed;
}

static int add_of_subject(void *context, const struct jalon_sealed_entry *sealed,
                          struct jalon_err *err)
{
    struct pages *pages = context;
    const struct jalon_sealed_entry *last =
        pages->n_entries > 0 ? &pages->entries[pages->n_entries - 1] : NULL;
    bool is_other = last != NULL && (last->is_programme != sealed->is_programme ||
                                     strcmp(last->entry.code, sealed->entry.code) != 0);
    if (is_other && end_subject(pages, err) < 0) {
        return -1;
    }
    if (pages->n_entries == pages->capacity) {
        pages->capacity = pages->capacity == 0 ? 64 : 2 * pages->capacity;
        pages->events = jalon_realloc_array(pages->events, pages->capacity, sizeof *pages->events);
        pages->entries =
            jalon_realloc_array(pages->entries, pages->capacity, sizeof *pages->entries);
    }
    struct jalon_sealed_entry *kept = &pages->entries[pages->n_entries];
    pages->texts = pages->texts != NULL ? pages->texts : jalon_arena_new();
    *kept = *sealed;
    kept->hash = jalon_arena_strdup(pages->texts, sealed->hash);
    kept->entry.code = jalon_arena_strdup(pages->texts, sealed->entry.code);
    pages->events[pages->n_entries++] = jalon_event_keep(&sealed->entry.event);
    return 0;
}

static int write_subjects(struct pages *pages, const struct jalon_sealed_query *query,
                          struct jalon_err *err)
{
    const struct jalon_sealed_reader reader = {add_of_subject, pages};
    return jalon_store_sealed(pages->bundle->db, query, &reader, err) < 0 ? -1
                                                                          : end_subject(pages, err);
}

/* Contracts as they were known at the last entry of the pages. */
static int read_contracts(struct pages *pages, const char *known, struct jalon_err *err)
{
    const struct jalon_books books = {pages->site.programme->code, known};
    if (jalon_store_contracts(pages->bundle->db, books, &pages->contracts, err) < 0) {
        return -1;
    }
    size_t n = pages->contracts.n;
    pages->by_code = jalon_realloc_array(NULL, n + 1, sizeof(struct jalon_contract *));
    for (size_t i = 0; i < n; i++) {
        pages->by_code[i] = pages->contracts.items[i];
    }
    qsort(pages->by_code, n, sizeof(struct jalon_contract *), compare_codes);
    return 0;
}

static int write_all(struct pages *pages, const char *known, struct jalon_err *err)
{
    const struct jalon_bundle_pages *request = pages->request;
    struct jalon_sealed_query query = {
        .programme = pages->site.programme->code,
        .size = request->size,
        .mask = request->personal ? NULL : jalon_word(pages->site.lang, JALON_WORD_JOURNAL_MASKED),
    };
    JALON_AUTO(jalon_str_done) struct jalon_str index = {0};
    if (jalon_bundle_text(pages->bundle, "html/" JALON_JOURNAL_STYLE, jalon_weekly_style, err) <
            0 ||
        read_contracts(pages, known, err) < 0 || write_log(pages, &query, err) < 0) {
        return -1;
    }
    query.by_subject = true;
    if (write_subjects(pages, &query, err) < 0) {
        return -1;
    }
    jalon_journal_write_index(&pages->site, &pages->index, &index);
    return jalon_bundle_file(pages->bundle, "html/index.html", &index, err);
}

/* The programme in force at the last entry; the one in use when it was that. */
static int read_programme(struct jalon_app *app, int revision, struct jalon_programme **ret_then,
                          struct jalon_err *err)
{
    JALON_AUTO(jalon_freep) char *document = NULL;
    *ret_then = NULL;
    return revision == 0 || revision == app->programme->revision
               ? 0
               : jalon_store_revision(app->db, app->programme->code, revision, ret_then, &document,
                                      err);
}

int jalon_bundle_html(struct jalon_app *app, struct jalon_bundle *bundle,
                      const struct jalon_bundle_pages *request, struct jalon_err *err)
{
    JALON_AUTO(pages_done)
    struct pages pages = {.bundle = bundle, .request = request, .arena = jalon_arena_new()};
    JALON_AUTO(jalon_programme_freep) struct jalon_programme *then = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str root = {0};
    struct jalon_sealed_summary summary;
    struct jalon_note note;
    struct jalon_checkpoint checkpoint;
    if (!jalon_note_read(request->note, strlen(request->note), &note) ||
        !jalon_checkpoint_read(&note, &checkpoint)) {
        return jalon_fail(err, &jalon_msg_checkpoint_unreadable);
    }
    if (jalon_app_programme(app, err) < 0 ||
        jalon_store_sealed_summary(app->db, app->programme->code, request->size, &summary, err) <
            0 ||
        read_programme(app, summary.revision, &then, err) < 0) {
        return -1;
    }
    jalon_base64_add(&root, checkpoint.head.root.bytes, sizeof checkpoint.head.root.bytes);
    pages.site = (struct jalon_journal_site){then != NULL ? then : app->programme, request->lang,
                                             checkpoint.origin, jalon_str_text(&root),
                                             (int64_t)request->size};
    pages.index = (struct jalon_journal_index){.note = request->note,
                                               .n_entries = summary.n_entries,
                                               .n_others = summary.n_others,
                                               .n_seals = summary.n_seals,
                                               .is_personal = request->personal};
    return write_all(&pages, summary.known, err);
}
