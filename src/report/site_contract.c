/* The page of a contract: its state, its signatures and its history, as the last report had them.
 */
#include <string.h>

#include "domain/correction.h"
#include "report/history.h"
#include "report/site_priv.h"

/* The contract and the day that its page is of. */
struct view {
    const struct jalon_site *site;
    const struct jalon_contract *contract;
    struct jalon_history_names names;
    struct jalon_date day;
};

static void add_top(struct jalon_page *page, const struct view *view)
{
    JALON_AUTO(jalon_str_done) struct jalon_str other = {0};
    const struct jalon_contract *contract = view->contract;
    jalon_html_line(page->html, jalon_contract_name_at(contract, view->day), "h1");
    jalon_site_say_state(&page->line, page->lang, view->site, contract);
    jalon_page_line(page, "p", "headline");
    jalon_str_add(&page->line, contract->code);
    for (size_t i = 0; i < contract->n_regions; i++) {
        const char *name = jalon_programme_region_name(view->site->programme, contract->regions[i]);
        jalon_str_addf(&page->line, "%s%s", i == 0 ? " · " : ", ",
                       name ? name : contract->regions[i]);
    }
    jalon_page_line(page, "p", "soft");
    jalon_site_basis(page, view->site);
    jalon_str_addf(&other, "%s%s.html", contract->code, page->lang == JALON_FR ? ".en" : "");
    jalon_site_navigation(page, "../", jalon_str_text(&other));
}

static bool is_in_force(const struct jalon_contract_instrument *number, struct jalon_date day)
{
    return jalon_date_compare(number->opened_on, day) <= 0 &&
           (number->closed_seq == 0 || jalon_date_compare(number->closed_on, day) > 0);
}

static void say_number(struct jalon_str *out, enum jalon_lang lang, const struct view *view,
                       const struct jalon_contract_instrument *number)
{
    const struct jalon_instrument_def *def =
        jalon_programme_instrument(view->site->programme, number->code);
    const char *label = def != NULL ? def->label.text[lang] : number->code;
    if (number->number > 1) {
        JALON_AUTO(jalon_str_done) struct jalon_str digits = {0};
        jalon_str_addf(&digits, "%d", number->number);
        jalon_say(out, lang, JALON_WORD_HISTORY_NUMBER, label, jalon_str_text(&digits));
    } else {
        jalon_str_add(out, label);
    }
}

/* Who signed or has to, the instrument, and when. The row's last cell is still to come. */
static void begin_signature(struct jalon_page *page, const struct view *view,
                            const struct jalon_contract_instrument *number, const char *party)
{
    jalon_say_party(&page->line, page->lang, &view->names, party);
    jalon_page_row(page, jalon_str_text(&page->line));
    jalon_str_clear(&page->line);
    say_number(&page->line, page->lang, view, number);
    jalon_page_line(page, "td", "left");
}

static void add_number(struct jalon_page *page, const struct view *view,
                       const struct jalon_contract_instrument *number)
{
    for (size_t i = 0; i < number->n_signatures; i++) {
        const struct jalon_contract_signature *signature = &number->signatures[i];
        if (jalon_date_compare(signature->counts_from, view->day) <= 0) {
            begin_signature(page, view, number, signature->party);
            jalon_say_when(&page->line, page->lang, signature->when);
            jalon_page_line(page, "td", "left");
            jalon_html_close(page->html);
        }
    }
    for (size_t i = 0; i < number->n_required; i++) {
        const char *party = number->required[i];
        if (jalon_instrument_signature(number, party, view->day) == NULL &&
            jalon_instrument_waiver(number, party, view->day) == NULL) {
            begin_signature(page, view, number, party);
            jalon_page_cell_left(page, jalon_word(page->lang, JALON_WORD_SITE_AWAITED));
            jalon_html_close(page->html);
        }
    }
}

static void add_signatures(struct jalon_page *page, const struct view *view)
{
    const struct jalon_contract *contract = view->contract;
    size_t n = 0;
    jalon_page_heading(page, JALON_WORD_SITE_SIGNATURES);
    for (size_t i = 0; i < contract->n_instruments; i++) {
        n += is_in_force(&contract->instruments[i], view->day) ? 1 : 0;
    }
    if (n == 0) {
        jalon_html_line(page->html, jalon_word(page->lang, JALON_WORD_SITE_NO_SIGNATURE), "p");
        return;
    }
    jalon_page_table_begin(page, jalon_word(page->lang, JALON_WORD_SITE_SIGNATURES));
    jalon_page_column_word(page, JALON_WORD_SITE_PARTY);
    jalon_page_column_left(page, JALON_WORD_INSTRUMENT);
    jalon_page_column_left(page, JALON_WORD_SITE_DATE);
    jalon_page_table_body(page);
    for (size_t i = 0; i < contract->n_instruments; i++) {
        if (is_in_force(&contract->instruments[i], view->day)) {
            add_number(page, view, &contract->instruments[i]);
        }
    }
    jalon_page_table_end(page);
}

static void add_members(struct jalon_page *page, const struct view *view)
{
    jalon_page_heading(page, JALON_WORD_SITE_MEMBERS);
    jalon_html_open(page->html, "ul");
    for (size_t i = 0; i < view->contract->n_members; i++) {
        const struct jalon_contract_member *member = &view->contract->members[i];
        if (jalon_span_holds(member->span, view->day)) {
            jalon_str_addf(&page->line, "%s (SIREN %s)", member->name, member->siren);
            jalon_page_line(page, "li", NULL);
        }
    }
    jalon_html_close(page->html);
}

/* Remarks, reminders and documents are the team's own work. */
static bool is_internal(const struct jalon_event *event)
{
    static const char *const kinds[] = {"note", "remind", "document"};
    for (size_t i = 0; i < JALON_COUNT(kinds); i++) {
        if (strcmp(event->kind, kinds[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* The same of what takes back or corrects such an entry. */
static bool is_told(const struct jalon_event *events, size_t i)
{
    const struct jalon_event *event = &events[i];
    while (jalon_event_is_correction(event) && event->corrects > 0 &&
           event->corrects < event->seq) {
        event = &events[event->corrects - 1];
    }
    return !is_internal(event);
}

static void add_entry(struct jalon_page *page, const struct view *view,
                      const struct jalon_event *event, const struct jalon_standing *standing)
{
    JALON_AUTO(jalon_event_done) struct jalon_event public = jalon_event_publish(event);
    jalon_html_open(page->html, "li");
    if (jalon_date_is_set(event->valid)) {
        jalon_say_when(&page->line, page->lang, event->when);
        jalon_str_add(&page->line, " · ");
    }
    jalon_history_say(&page->line, page->lang, &view->names, &public);
    jalon_history_say_standing(&page->line, page->lang, &view->names, &public, standing);
    jalon_page_text(page);
    jalon_str_addf(&page->line, "%s#%lld · ", view->contract->code, (long long)event->seq);
    jalon_say(&page->line, page->lang, JALON_WORD_SITE_RECORDED,
              jalon_date_long(event->recorded_on, page->lang).text);
    jalon_page_line(page, "span", "soft");
    jalon_html_close(page->html);
}

static void add_history(struct jalon_page *page, const struct view *view,
                        const struct jalon_site_story *story)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    struct jalon_standing *standings =
        jalon_arena_array(arena, story->n_events + 1, sizeof *standings);
    int n_internal = 0;
    jalon_correction_settle(story->events, story->n_events, standings);
    jalon_page_heading(page, JALON_WORD_SITE_HISTORY);
    jalon_html_open(page->html, "ol", "class", "history");
    for (size_t i = 0; i < story->n_events; i++) {
        if (is_told(story->events, i)) {
            add_entry(page, view, &story->events[i], &standings[i]);
        } else {
            n_internal++;
        }
    }
    jalon_html_close(page->html);
    if (n_internal > 0) {
        jalon_say_count(&page->line, page->lang, JALON_SITE_INTERNAL, n_internal);
        jalon_page_line(page, "p", "soft");
    }
}

void jalon_site_contract(const struct jalon_site *site, enum jalon_lang lang,
                         const struct jalon_site_story *story, struct jalon_str *out)
{
    struct jalon_page page;
    const struct view view = {.site = site,
                              .contract = story->contract,
                              .names = {site->programme, story->contract},
                              .day = jalon_site_last(site)->status.as_of};
    jalon_site_begin(&page, site, lang, jalon_contract_name_at(story->contract, view.day));
    add_top(&page, &view);
    jalon_site_main(&page);
    add_signatures(&page, &view);
    add_members(&page, &view);
    add_history(&page, &view, story);
    jalon_site_end(&page, out);
}
