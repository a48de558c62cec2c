/* Entries of the journal as HTML, between the top and the foot that all pages have. */
#include "report/journal_page.h"

#include <ctype.h>
#include <string.h>

#include "report/anomaly.h"
#include "report/history.h"

/* Codes are free texts: what could lead elsewhere is spelled by its bytes. */
void jalon_journal_add_page(struct jalon_str *out, const char *code, bool is_programme)
{
    if (is_programme) {
        jalon_str_add(out, "programme.html");
        return;
    }
    jalon_str_add(out, "contracts/");
    for (const char *at = code; *at != '\0'; at++) {
        bool is_plain = isalnum((unsigned char)*at) != 0 || *at == '-';
        if (is_plain && (unsigned char)*at < 0x80) {
            jalon_str_add_char(out, *at);
        } else {
            jalon_str_addf(out, "_%02x", (unsigned)(unsigned char)*at);
        }
    }
    jalon_str_add(out, ".html");
}

void jalon_journal_say_month(struct jalon_str *out, enum jalon_lang lang, struct jalon_date day)
{
    const struct jalon_date_long text = jalon_date_long(day, lang);
    const char *month = strchr(text.text, ' ');
    jalon_str_add(out, month != NULL ? month + 1 : text.text);
}

static void add_head(struct jalon_html *html, const struct jalon_journal_site *site,
                     const char *title, const char *to_index)
{
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    jalon_html_open(html, "head");
    jalon_html_void(html, "meta", "charset", "utf-8");
    jalon_html_void(html, "meta", "name", "viewport", "content",
                    "width=device-width, initial-scale=1");
    jalon_str_addf(&line, "%s \u00B7 %s", title, site->programme->name.text[site->lang]);
    jalon_html_line(html, jalon_str_text(&line), "title");
    jalon_str_clear(&line);
    jalon_str_addf(&line, "%s%s", to_index != NULL ? to_index : "", JALON_JOURNAL_STYLE);
    jalon_html_void(html, "link", "rel", "stylesheet", "href", jalon_str_text(&line));
    jalon_html_close(html);
}

static void add_way_back(struct jalon_html *html, enum jalon_lang lang, const char *to_index)
{
    const char *name = jalon_word(lang, JALON_WORD_JOURNAL_INDEX);
    JALON_AUTO(jalon_str_done) struct jalon_str index = {0};
    jalon_str_addf(&index, "%sindex.html", to_index);
    jalon_html_open(html, "nav", "aria-label", name);
    jalon_html_open(html, "p");
    jalon_html_line(html, name, "a", "href", jalon_str_text(&index));
    jalon_html_close(html);
    jalon_html_close(html);
}

struct jalon_html *jalon_journal_begin(const struct jalon_journal_site *site, const char *title,
                                       const char *to_index)
{
    struct jalon_html *html = jalon_html_new();
    jalon_html_open(html, "html", "lang", site->lang == JALON_FR ? "fr" : "en");
    add_head(html, site, title, to_index);
    jalon_html_open(html, "body");
    jalon_html_open(html, "header");
    if (to_index != NULL) {
        add_way_back(html, site->lang, to_index);
    }
    jalon_html_line(html, title, "h1");
    jalon_html_line(html, site->programme->name.text[site->lang], "p", "class", "soft");
    jalon_html_close(html);
    jalon_html_open(html, "main");
    return html;
}

void jalon_journal_open_list(struct jalon_html *html)
{
    jalon_html_open(html, "ol", "class", "entries");
}

void jalon_journal_close_list(struct jalon_html *html)
{
    jalon_html_close(html);
}

/* "ti-7505#3" before the sentence: a link to the whole history, or to itself in it. */
static void add_name(struct jalon_html *html, const struct jalon_journal_line *line,
                     const char *name)
{
    JALON_AUTO(jalon_str_done) struct jalon_str target = {0};
    jalon_str_addf(&target, "%s#e%lld", line->page != NULL ? line->page : "",
                   (long long)line->event->seq);
    jalon_html_line(html, name, "a", "href", jalon_str_text(&target));
}

/* The lines of an entry in words: what happened, then its details. */
static void add_sentences(struct jalon_html *html, const struct jalon_journal_line *line,
                          const char *text)
{
    JALON_AUTO(jalon_str_done) struct jalon_str name = {0};
    jalon_str_addf(&name, "%s#%lld", line->code, (long long)line->event->seq);
    for (bool is_first = true; *text != '\0'; is_first = false) {
        size_t indent = strspn(text, " ");
        size_t length = strcspn(text + indent, "\n");
        JALON_AUTO(jalon_str_done) struct jalon_str sentence = {0};
        jalon_str_add_bytes(&sentence, text + indent, length);
        bool is_named = is_first && strncmp(jalon_str_text(&sentence), name.text, name.length) == 0;
        jalon_html_open(html, "p", "class", is_first ? "what" : "soft");
        if (is_named) {
            add_name(html, line, name.text);
        }
        jalon_html_text(html, jalon_str_text(&sentence) + (is_named ? name.length : 0));
        jalon_html_close(html);
        text += indent + length;
        text += *text == '\n' ? 1 : 0;
    }
}

static void add_anomalies(struct jalon_html *html, enum jalon_lang lang,
                          const struct jalon_journal_line *line)
{
    JALON_AUTO(jalon_str_done) struct jalon_str why = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str sentence = {0};
    if (line->facts == NULL || line->found == 0) {
        return;
    }
    jalon_anomalies_say(&why, lang, line->found, line->event, line->facts);
    jalon_say(&sentence, lang, JALON_WORD_ANOMALY_WHY, jalon_str_text(&why));
    const char *text = jalon_str_text(&sentence);
    jalon_html_line(html, text + strspn(text, " "), "p", "class", "warning");
}

static void add_leaf(struct jalon_html *html, enum jalon_lang lang,
                     const struct jalon_journal_line *line)
{
    JALON_AUTO(jalon_str_done) struct jalon_str number = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str place = {0};
    jalon_str_addf(&number, "%llu", (unsigned long long)line->leaf);
    jalon_say(&place, lang, JALON_WORD_JOURNAL_LEAF, jalon_str_text(&number));
    jalon_str_add_char(&place, ' ');
    jalon_html_open(html, "p", "class", "soft");
    jalon_html_text(html, jalon_str_text(&place));
    jalon_html_line(html, line->hash, "code");
    jalon_html_close(html);
}

void jalon_journal_add(struct jalon_html *html, const struct jalon_journal_site *site,
                       const struct jalon_journal_line *line)
{
    const struct jalon_history_names names = {site->programme, line->contract};
    JALON_AUTO(jalon_str_done) struct jalon_str id = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    bool is_void = line->standing != NULL && line->standing->voided_by != 0;
    jalon_history_text(&text, site->lang, &names, line->code, line->event, line->standing);
    if (line->page == NULL) {
        jalon_str_addf(&id, "e%lld", (long long)line->event->seq);
    } else {
        jalon_str_addf(&id, "l%llu", (unsigned long long)line->leaf);
    }
    jalon_html_open(html, "li", "id", jalon_str_text(&id), "class", is_void ? "void" : "entry");
    add_sentences(html, line, jalon_str_text(&text));
    add_anomalies(html, site->lang, line);
    add_leaf(html, site->lang, line);
    jalon_html_close(html);
}

void jalon_journal_end(struct jalon_html *html, const struct jalon_journal_site *site,
                       struct jalon_str *out)
{
    JALON_AUTO(jalon_str_done) struct jalon_str size = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    jalon_say_number(&size, site->lang, site->size);
    jalon_say(&line, site->lang, JALON_WORD_JOURNAL_FOOT, jalon_str_text(&size), site->origin,
              site->root);
    jalon_html_close(html);
    jalon_html_open(html, "footer");
    jalon_html_line(html, jalon_str_text(&line), "p");
    jalon_html_close(html);
    jalon_html_done(html, out);
    jalon_str_add_char(out, '\n');
}
