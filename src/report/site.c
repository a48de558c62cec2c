/* What the pages of a site share: their paths, head and foot, and the figures of a report. */
#include "report/site.h"

#include <math.h>
#include <string.h>

#include "base/json.h"
#include "domain/composition.h"
#include "report/site_priv.h"

extern const char *const jalon_weekly_style; /* weekly_style.css */
extern const char *const jalon_site_style;   /* site_style.css */

const struct jalon_site_issue *jalon_site_last(const struct jalon_site *site)
{
    return &site->issues[site->n_issues - 1];
}

static enum jalon_instrument_kind kind_of(const struct jalon_instrument_def *def)
{
    return def->completes != NULL     ? JALON_INSTRUMENT_COMPLETING
           : def->required_as_amended ? JALON_INSTRUMENT_AMENDING
                                      : JALON_INSTRUMENT_INTERMEDIATE;
}

static void read_instruments(const struct jalon_site *site, const json_t *report,
                             struct jalon_status *status)
{
    const struct jalon_programme *programme = site->programme;
    const json_t *told = json_object_get(report, "instruments");
    status->n_instruments = programme->n_instruments;
    status->instruments =
        jalon_arena_array(site->arena, status->n_instruments, sizeof *status->instruments);
    for (size_t i = 0; i < status->n_instruments; i++) {
        const struct jalon_instrument_def *def = &programme->instruments[i];
        const json_t *figures = json_object_get(told, def->code);
        status->instruments[i] = (struct jalon_instrument_figures){
            .code = def->code,
            .label = def->label,
            .kind = kind_of(def),
            .n_signed = (int)jalon_json_int(figures, "signed"),
            .partial = (int)jalon_json_int(figures, "partial"),
        };
    }
}

static struct jalon_site_forecast read_forecast(const json_t *told)
{
    return (struct jalon_site_forecast){
        .is_set = json_is_object(told),
        .target_on = jalon_json_date(told, "target_on"),
        .expected = (int)lround(json_number_value(json_object_get(told, "expected"))),
        .low80 = (int)jalon_json_int(told, "low80"),
        .high80 = (int)jalon_json_int(told, "high80"),
    };
}

bool jalon_site_read_figures(const struct jalon_site *site, const json_t *report,
                             struct jalon_site_issue *issue)
{
    struct jalon_status *status = &issue->status;
    const char *schema = jalon_json_text(report, "schema");
    const json_t *scope = json_object_get(report, "scope");
    if (schema == NULL || strcmp(schema, "jalon.weekly/1") != 0) {
        return false;
    }
    status->programme = site->programme->code;
    status->name = site->programme->name;
    status->as_of = jalon_json_date(report, "as_of");
    status->scope.initial = (int)jalon_json_int(scope, "initial");
    status->scope.current = (int)jalon_json_int(scope, "current");
    read_instruments(site, report, status);
    issue->forecast = read_forecast(json_object_get(report, "forecast"));
    return jalon_date_is_set(status->as_of);
}

const char *jalon_site_index_path(enum jalon_lang lang)
{
    return lang == JALON_FR ? "index.html" : "index.en.html";
}

void jalon_site_contract_path(struct jalon_str *out, const char *code, enum jalon_lang lang)
{
    jalon_str_addf(out, "territoires/%s%s.html", code, lang == JALON_FR ? "" : ".en");
}

bool jalon_site_is_address(const char *text)
{
    static const char host[] = "abcdefghijklmnopqrstuvwxyz0123456789.-";
    static const char path[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                               "/.-_~%";
    const char *start = strncmp(text, "https://", 8) == 0  ? text + 8
                        : strncmp(text, "http://", 7) == 0 ? text + 7
                                                           : "";
    size_t length = strspn(start, host);
    const char *rest = start + length;
    if (*rest == ':') {
        rest += 1 + strspn(rest + 1, "0123456789");
    }
    return length > 0 && (*rest == '\0' || *rest == '/') && rest[strspn(rest, path)] == '\0';
}

void jalon_site_begin(struct jalon_page *page, const struct jalon_site *site, enum jalon_lang lang,
                      const char *title)
{
    const char *const styles[] = {jalon_weekly_style, jalon_site_style, NULL};
    JALON_AUTO(jalon_str_done) struct jalon_str whole = {0};
    const char *name = site->programme->name.text[lang];
    jalon_str_addf(&whole, "%s%s%s", title != NULL ? title : "", title != NULL ? ", " : "", name);
    jalon_page_begin(page, lang, jalon_str_text(&whole), styles);
    jalon_html_open(page->html, "header");
}

void jalon_site_basis(struct jalon_page *page, const struct jalon_site *site)
{
    const struct jalon_site_issue *last = jalon_site_last(site);
    jalon_say(&page->line, page->lang, JALON_WORD_SITE_BASIS, jalon_week_text(last->week).text,
              jalon_date_long(last->status.as_of, page->lang).text);
    jalon_page_line(page, "p", "soft");
}

void jalon_site_navigation(struct jalon_page *page, const char *root, const char *other)
{
    JALON_AUTO(jalon_str_done) struct jalon_str index = {0};
    const char *code = page->lang == JALON_FR ? "en" : "fr";
    jalon_html_open(page->html, "nav", "aria-label", jalon_word(page->lang, JALON_WORD_SITE_PAGES));
    jalon_html_open(page->html, "ul");
    if (root[0] != '\0') {
        jalon_str_addf(&index, "%s%s", root, jalon_site_index_path(page->lang));
        jalon_page_link(page, "li", jalon_str_text(&index),
                        jalon_word(page->lang, JALON_WORD_SITE_BACK));
    }
    jalon_html_open(page->html, "li");
    jalon_html_line(page->html, jalon_word(page->lang, JALON_WORD_SITE_OTHER_LANGUAGE), "a", "href",
                    other, "hreflang", code, "lang", code);
    jalon_html_close(page->html);
    jalon_html_close(page->html);
    jalon_html_close(page->html);
}

void jalon_site_main(struct jalon_page *page)
{
    jalon_html_close(page->html);
    jalon_html_open(page->html, "main");
}

void jalon_site_end(struct jalon_page *page, struct jalon_str *out)
{
    jalon_html_close(page->html);
    jalon_html_open(page->html, "footer");
    jalon_html_line(page->html, jalon_word(page->lang, JALON_WORD_SITE_WITHHELD), "p");
    jalon_page_end(page, out);
}

void jalon_site_say_state(struct jalon_str *out, enum jalon_lang lang,
                          const struct jalon_site *site, const struct jalon_contract *contract)
{
    struct jalon_date day = jalon_site_last(site)->status.as_of;
    const struct jalon_contract_state *state = jalon_contract_state_at(contract, day);
    if (jalon_composition_has_left(contract, day)) {
        jalon_say(out, lang, JALON_WORD_SITE_LEFT,
                  jalon_date_long(jalon_contract_left_on(contract), lang).text);
    } else if (state == NULL || !jalon_contract_entered_at(contract, day)) {
        jalon_str_add(out, jalon_word(lang, JALON_WORD_SITE_OUTSIDE));
    } else {
        const struct jalon_state_def *def = jalon_programme_state(site->programme, state->state);
        jalon_say(out, lang, JALON_WORD_SITE_STATE, def ? def->label.text[lang] : state->state,
                  jalon_date_long(state->span.from, lang).text);
    }
}
