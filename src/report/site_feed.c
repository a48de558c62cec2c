/* What a site hands to programs: the feed of its reports, and the reports as resources. */
#include <string.h>

#include "base/json.h"
#include "report/site_priv.h"

/* "https://exemple.fr:8443/ti" names exemple.fr. */
static void add_host(struct jalon_str *out, const char *address)
{
    const char *host = strstr(address, "://") + 3;
    jalon_str_add_bytes(out, host, strcspn(host, ":/"));
}

/* An element whose text is that of LINE. */
static void end_text(struct jalon_page *feed, const char *element)
{
    jalon_html_line(feed->html, jalon_str_text(&feed->line), element);
    jalon_str_clear(&feed->line);
}

/* RFC 4151. The day is one on which the address was that of the site: the first issue's. */
static void add_id(struct jalon_page *feed, const struct jalon_site *site,
                   const struct jalon_site_issue *first, const char *week)
{
    jalon_str_add(&feed->line, "tag:");
    add_host(&feed->line, site->address);
    jalon_str_addf(&feed->line, ",%s:jalon/%s%s%s", jalon_date_iso(first->first_on).text,
                   site->programme->code, week != NULL ? "/" : "", week != NULL ? week : "");
    end_text(feed, "id");
}

static void add_link(struct jalon_page *feed, const char *relation, const char *lang,
                     const char *type)
{
    if (lang != NULL) {
        jalon_html_void(feed->html, "link", "rel", relation, "type", type, "hreflang", lang, "href",
                        jalon_str_text(&feed->line));
    } else {
        jalon_html_void(feed->html, "link", "rel", relation, "type", type, "href",
                        jalon_str_text(&feed->line));
    }
    jalon_str_clear(&feed->line);
}

static const char *media_of(const char *format)
{
    static const struct {
        const char *format, *media;
    } types[] = {
        {"html", "text/html"},
        {"json", "application/json"},
        {"pdf", "application/pdf"},
        {"text", "text/plain"},
        {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    };
    for (size_t i = 0; i < JALON_COUNT(types); i++) {
        if (strcmp(types[i].format, format) == 0) {
            return types[i].media;
        }
    }
    return "application/octet-stream";
}

/* Pages are what an entry shows; the rest goes with it. */
static void add_links(struct jalon_page *feed, const struct jalon_site *site,
                      const struct jalon_site_issue *issue)
{
    for (size_t i = 0; i < issue->n_files; i++) {
        const struct jalon_site_file *file = &issue->files[i];
        bool is_page = strcmp(file->format, "html") == 0;
        jalon_str_addf(&feed->line, "%s/%s/%s", site->address, issue->folder, file->name);
        add_link(feed, is_page ? "alternate" : "related", file->lang, media_of(file->format));
    }
}

static void add_entry(struct jalon_page *feed, const struct jalon_site *site,
                      const struct jalon_site_issue *issue)
{
    const char *week = jalon_week_text(issue->week).text;
    jalon_html_open(feed->html, "entry");
    add_id(feed, site, issue, week);
    jalon_say(&feed->line, feed->lang, JALON_WORD_SITE_FEED_ENTRY, week);
    jalon_phrase_title(&feed->line, feed->lang, &issue->status);
    end_text(feed, "title");
    jalon_html_line(feed->html, issue->first_at, "published");
    jalon_html_line(feed->html, issue->issued_at, "updated");
    add_links(feed, site, issue);
    jalon_say(&feed->line, feed->lang, JALON_WORD_SITE_BASIS, week,
              jalon_date_long(issue->status.as_of, feed->lang).text);
    end_text(feed, "summary");
    jalon_html_close(feed->html);
}

/* When the last report was issued, and the issue that was the first of all. */
static const struct jalon_site_issue *bounds(const struct jalon_site *site,
                                             const char **ret_updated)
{
    const struct jalon_site_issue *first = &site->issues[0];
    *ret_updated = first->issued_at;
    for (size_t i = 1; i < site->n_issues; i++) {
        const struct jalon_site_issue *issue = &site->issues[i];
        first = strcmp(issue->first_at, first->first_at) < 0 ? issue : first;
        *ret_updated = strcmp(issue->issued_at, *ret_updated) > 0 ? issue->issued_at : *ret_updated;
    }
    return first;
}

static void add_head(struct jalon_page *feed, const struct jalon_site *site)
{
    const char *updated = NULL;
    const struct jalon_site_issue *first = bounds(site, &updated);
    add_id(feed, site, first, NULL);
    jalon_say(&feed->line, feed->lang, JALON_WORD_SITE_FEED_TITLE,
              site->programme->name.text[feed->lang]);
    end_text(feed, "title");
    jalon_html_line(feed->html, updated, "updated");
    jalon_html_open(feed->html, "author");
    jalon_html_line(feed->html, site->programme->name.text[feed->lang], "name");
    jalon_html_close(feed->html);
    jalon_html_line(feed->html, jalon_licence_title(site->licence), "rights");
    jalon_str_addf(&feed->line, "%s/%s", site->address, JALON_SITE_FEED);
    add_link(feed, "self", NULL, "application/atom+xml");
    for (int lang = 0; lang < JALON_LANG_N; lang++) {
        jalon_str_addf(&feed->line, "%s/%s", site->address,
                       jalon_site_index_path((enum jalon_lang)lang));
        add_link(feed, "alternate", lang == JALON_FR ? "fr" : "en", "text/html");
    }
}

void jalon_site_feed(const struct jalon_site *site, struct jalon_str *out)
{
    struct jalon_page feed = {.html = jalon_html_new_xml(), .lang = JALON_FR};
    jalon_html_open(feed.html, "feed", "xmlns", "http://www.w3.org/2005/Atom", "xml:lang", "fr");
    add_head(&feed, site);
    for (size_t i = site->n_issues; i > 0; i--) {
        if (!site->issues[i - 1].is_replaced) {
            add_entry(&feed, site, &site->issues[i - 1]);
        }
    }
    jalon_page_end(&feed, out);
}

/* Names of resources are of small letters, figures, '.', '-' and '_'. */
static void add_name(struct jalon_str *out, const char *folder)
{
    for (const char *c = folder; *c != '\0'; c++) {
        jalon_str_add_char(out, *c == '/' ? '.' : *c == 'S' ? 's' : *c);
    }
}

static json_t *resource_of(const struct jalon_site_issue *issue, const struct jalon_site_file *file)
{
    JALON_AUTO(jalon_str_done) struct jalon_str name = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str hash = {0};
    json_t *resource = json_object();
    add_name(&name, issue->folder);
    jalon_str_addf(&path, "%s/%s", issue->folder, file->name);
    jalon_str_addf(&hash, "sha256:%s", file->sha256);
    jalon_json_set_text(resource, "name", jalon_str_text(&name));
    jalon_json_set_text(resource, "path", jalon_str_text(&path));
    jalon_json_set_text(resource, "format", "json");
    jalon_json_set_text(resource, "mediatype", "application/json");
    jalon_json_set_text(resource, "encoding", "utf-8");
    jalon_json_set_int(resource, "bytes", file->size);
    jalon_json_set_text(resource, "hash", jalon_str_text(&hash));
    return resource;
}

void jalon_site_add_resources(const struct jalon_site *site, json_t *package)
{
    json_t *resources = json_object_get(package, "resources");
    for (size_t i = 0; i < site->n_issues; i++) {
        const struct jalon_site_issue *issue = &site->issues[i];
        for (size_t k = 0; k < issue->n_files; k++) {
            if (strcmp(issue->files[k].format, "json") == 0) {
                (void)json_array_append_new(resources, resource_of(issue, &issue->files[k]));
            }
        }
    }
}
