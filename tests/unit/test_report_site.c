/* The pages of a site: well-formed, with heads and captions, harmless, and without persons. */
#include "support/test.h"

#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "demo.h"
#include "report/site.h"

#define HOSTILE "<script>alert(1)</script> & \\\"x\\\" ]]>"

static const struct demo_event told[] = {
    {"enter", "2018-11-22", "day", NULL, DEMO_ENTER, 0, NULL},
    {"transition", "2019-02-01", "day", DEMO_STATE("identified"),
     DEMO_MOVE("negotiating", "negotiate"), 0, NULL},
    {"sign", "2019-03-05", "day", NULL, DEMO_SIGN("contrat", "1", "etat", DEMO_ALL), 0, NULL},
    {"rename", "2019-04-01", "day", "{\"name\":\"Val Fictif\"}",
     "{\"name\":\"" HOSTILE "\",\"note\":null}", 0, NULL},
    {"note", NULL, "unknown", NULL, "{\"note\":{\"sd\":[\"n\"]}}", 0, NULL},
};
enum { N_TOLD = JALON_COUNT(told) };

struct fixture {
    struct jalon_programme *programme;
    struct jalon_contract *contract;
    struct jalon_event events[N_TOLD];
    struct jalon_site_issue issues[3];
    struct jalon_site_file files[2];
    struct jalon_site site;
};

static void read_issue(struct fixture *f, size_t i, struct jalon_week week, const char *folder,
                       const char *as_of)
{
    static char instant[3][32];
    struct jalon_site_issue *issue = &f->issues[i];
    JALON_AUTO(jalon_json_decref)
    json_t *report =
        json_pack("{s:s, s:s, s:{s:i, s:i}, s:{s:{s:i}, s:{s:i}}, s:{s:s, s:f, s:i, s:i}}",
                  "schema", "jalon.weekly/1", "as_of", as_of, "scope", "initial", 1, "current", 2,
                  "instruments", "protocole", "signed", 1, "contrat", "signed", 0, "forecast",
                  "target_on", "2019-06-30", "expected", 1.6, "low80", 0, "high80", 2);
    (void)snprintf(instant[i], sizeof instant[i], "2019-05-0%zuT05:00:12Z", i + 1);
    *issue = (struct jalon_site_issue){.week = week,
                                       .entry = "demo#2",
                                       .folder = folder,
                                       .issued_on = jalon_date_of(2019, 5, (int)i + 1),
                                       .issued_at = instant[i],
                                       .first_at = instant[i > 1 ? 1 : i],
                                       .first_on = jalon_date_of(2019, 5, i > 1 ? 2 : (int)i + 1),
                                       .files = f->files,
                                       .n_files = JALON_COUNT(f->files)};
    assert_true(jalon_site_read_figures(&f->site, report, issue));
}

/* Two weeks, the second of them issued twice. */
static void fixture_init(struct fixture *f)
{
    JALON_AUTO(jalon_str_done) struct jalon_str faults = {0};
    *f = (struct fixture){.programme = demo_programme()};
    f->contract = demo_replay(f->programme, told, N_TOLD, &faults);
    assert_string_equal(jalon_str_text(&faults), "");
    for (size_t i = 0; i < N_TOLD; i++) {
        demo_event_of(&told[i], i, &f->events[i]);
    }
    f->files[0] = (struct jalon_site_file){"index.html", "html", "fr", "ab", 10};
    f->files[1] = (struct jalon_site_file){"demo-2019-W17.json", "json", NULL, "cd", 10};
    f->site = (struct jalon_site){.programme = f->programme,
                                  .address = "https://exemple.invalid/demo",
                                  .licence = "etalab-2.0",
                                  .issues = f->issues,
                                  .n_issues = JALON_COUNT(f->issues),
                                  .contracts = &f->contract,
                                  .n_contracts = 1,
                                  .arena = jalon_arena_new()};
    read_issue(f, 0, (struct jalon_week){2019, 17}, "2019-S17", "2019-04-28");
    read_issue(f, 1, (struct jalon_week){2019, 18}, "2019-S18/demo-2", "2019-05-05");
    read_issue(f, 2, (struct jalon_week){2019, 18}, "2019-S18", "2019-05-05");
    f->issues[1].is_replaced = true;
}

static void fixture_done(struct fixture *f)
{
    for (size_t i = 0; i < N_TOLD; i++) {
        jalon_event_done(&f->events[i]);
    }
    jalon_contract_free(f->contract);
    jalon_programme_free(f->programme);
    jalon_arena_free(f->site.arena);
}

/* How much XPATH gives of a page or feed, which is well-formed XML. */
static int count(const struct jalon_str *page, const char *xpath)
{
    xmlDocPtr document = xmlReadMemory(page->text, (int)page->length, "page", "UTF-8",
                                       XML_PARSE_NONET | XML_PARSE_NOERROR);
    assert_non_null(document);
    xmlXPathContextPtr context = xmlXPathNewContext(document);
    assert_int_equal(
        xmlXPathRegisterNs(context, BAD_CAST "a", BAD_CAST "http://www.w3.org/2005/Atom"), 0);
    xmlXPathObjectPtr found = xmlXPathEval(BAD_CAST xpath, context);
    assert_non_null(found);
    int n = (int)found->floatval;
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
    xmlFreeDoc(document);
    return n;
}

static void assert_counts(const struct jalon_str *page, const char *xpath, int wanted)
{
    int n = count(page, xpath);
    if (n != wanted) {
        fail_msg("%s: %d instead of %d", xpath, n, wanted);
    }
}

static void assert_accessible(const struct jalon_str *page, enum jalon_lang lang)
{
    assert_counts(page,
                  lang == JALON_FR ? "count(/html[@lang='fr']/head/title)"
                                   : "count(/html[@lang='en']/head/title)",
                  1);
    assert_counts(page, "count(//h1) * count(//main) * count(//header/nav) * count(//footer)", 1);
    assert_counts(page, "count(//script) + count(//link) + count(//img) + count(//@onclick)", 0);
    assert_counts(page,
                  "count(//table[not(caption)]) + count(//thead//th[not(@scope='col')])"
                  " + count(//tbody//tr[not(th[@scope='row'])])",
                  0);
    assert_counts(page, "count(//tbody/tr[count(*) != count(../../thead/tr/th)])", 0);
    assert_counts(page, "count(//svg[not(@role='img')]) + count(//svg[not(title)])", 0);
}

TEST(the_index_tells_each_report_and_draws_those_in_force)
{
    struct fixture f;
    fixture_init(&f);
    for (int lang = 0; lang < JALON_LANG_N; lang++) {
        JALON_AUTO(jalon_str_done) struct jalon_str page = {0};
        jalon_site_index(&f.site, (enum jalon_lang)lang, &page);
        assert_accessible(&page, (enum jalon_lang)lang);
        assert_counts(&page, "count(//tbody/tr)", 4); /* three reports, one territory */
        assert_counts(&page, "count(//td[.='2 (0–2)'])", 3);
        assert_counts(&page, "count(//td/ul/li/a[@href='2019-S18/demo-2/demo-2019-W17.json'])", 1);
        assert_counts(&page, "count(//svg/polygon[@class='fan80'])", 1);
    }
    fixture_done(&f);
}

TEST(the_page_of_a_contract_tells_its_history_without_persons_and_hostile_text_stays_text)
{
    struct fixture f;
    fixture_init(&f);
    const struct jalon_site_story story = {f.contract, f.events, N_TOLD};
    for (int lang = 0; lang < JALON_LANG_N; lang++) {
        JALON_AUTO(jalon_str_done) struct jalon_str page = {0};
        jalon_site_contract(&f.site, (enum jalon_lang)lang, &story, &page);
        assert_accessible(&page, (enum jalon_lang)lang);
        assert_counts(&page, "count(//ol/li)", N_TOLD - 1); /* the remark is counted only */
        assert_counts(&page, "count(//ol/following-sibling::p)", 1);
        assert_counts(&page, "count(//h1[contains(., '<script>')])", 1);
        assert_counts(&page, "count(//tbody/tr)", 5); /* one signed, four are awaited */
        assert_null(strstr(jalon_str_text(&page), "agent_fictif"));
    }
    fixture_done(&f);
}

TEST(the_feed_has_an_entry_a_week_that_keeps_its_name_when_it_is_issued_again)
{
    struct fixture f;
    JALON_AUTO(jalon_str_done) struct jalon_str feed = {0};
    fixture_init(&f);
    jalon_site_feed(&f.site, &feed);
    assert_counts(&feed, "count(/a:feed/a:entry)", 2);
    assert_counts(&feed, "count(/a:feed[a:id='tag:exemple.invalid,2019-05-01:jalon/demo'])", 1);
    assert_counts(&feed, "count(/a:feed[a:updated='2019-05-03T05:00:12Z'])", 1);
    assert_counts(&feed,
                  "count(//a:entry[a:id='tag:exemple.invalid,2019-05-02:jalon/demo/2019-W18']"
                  "[a:published='2019-05-02T05:00:12Z'][a:updated='2019-05-03T05:00:12Z'])",
                  1);
    assert_counts(&feed,
                  "count(//a:entry[1]/a:link[@rel='alternate']"
                  "[@href='https://exemple.invalid/demo/2019-S18/index.html'])",
                  1);
    fixture_done(&f);
}

TEST(an_address_is_one_of_the_web_and_plain)
{
    static const char *const good[] = {"https://exemple.fr", "http://localhost:8080/a/",
                                       "https://exemple.fr/a-b/c_d/~e"};
    static const char *const bad[] = {"",
                                      "exemple.fr",
                                      "ftp://exemple.fr",
                                      "https://",
                                      "https:///a",
                                      "https://Exemple.fr",
                                      "https://a b",
                                      "https://exemple.fr?a",
                                      "https://exemple.fr/#a",
                                      "https://u@exemple.fr",
                                      "https://exemple.fr/\"><script>"};
    for (size_t i = 0; i < JALON_COUNT(good); i++) {
        assert_true(jalon_site_is_address(good[i]));
    }
    for (size_t i = 0; i < JALON_COUNT(bad); i++) {
        assert_false(jalon_site_is_address(bad[i]));
    }
}
