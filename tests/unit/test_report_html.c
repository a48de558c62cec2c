/* The weekly report as a page: well-formed, harmless, and with every figure in words. */
#include "support/test.h"

#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <string.h>

#include "report_fixture.h"

/* A series that ends with what the fixture says. */
struct page_fixture {
    struct report_fixture base;
    struct jalon_series_point series[2];
    int counts[2][3];
};

static void page_fixture_init(struct page_fixture *f)
{
    memset(f, 0, sizeof *f);
    report_fixture_init(&f->base);
    report_fixture_counts(&f->base);
    report_fixture_forecast(&f->base);
    f->counts[0][0] = 1;
    f->counts[1][0] = 3;
    f->series[0] = (struct jalon_series_point){jalon_date_of(2019, 4, 28), 11, f->counts[0]};
    f->series[1] = (struct jalon_series_point){jalon_date_of(2019, 5, 5), 12, f->counts[1]};
    f->base.weekly.series = f->series;
    f->base.weekly.n_series = 2;
}

static void render(const struct page_fixture *f, enum jalon_lang lang, struct jalon_str *out)
{
    struct jalon_err err = {0};
    assert_done(jalon_weekly_html(&f->base.weekly, lang, out, &err), &err);
}

/* The page is well-formed XML too, so that a parser of that finds things in it. */
static xmlDocPtr parse(const struct jalon_str *page)
{
    xmlDocPtr document = xmlReadMemory(page->text, (int)page->length, "page.html", "UTF-8",
                                       XML_PARSE_NONET | XML_PARSE_NOERROR);
    assert_non_null(document);
    return document;
}

/* How much XPATH gives: a number. */
static int count(xmlDocPtr document, const char *xpath)
{
    xmlXPathContextPtr context = xmlXPathNewContext(document);
    xmlXPathObjectPtr found = xmlXPathEval(BAD_CAST xpath, context);
    assert_non_null(found);
    int n = (int)found->floatval;
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
    return n;
}

static void assert_counts(const struct page_fixture *f, const char *xpath, int wanted)
{
    JALON_AUTO(jalon_str_done) struct jalon_str page = {0};
    render(f, JALON_FR, &page);
    xmlDocPtr document = parse(&page);
    int n = count(document, xpath);
    xmlFreeDoc(document);
    if (n != wanted) {
        fail_msg("%s: %d instead of %d", xpath, n, wanted);
    }
}

TEST(the_title_says_the_fact_and_the_page_its_language)
{
    struct page_fixture f;
    page_fixture_init(&f);
    assert_counts(&f, "count(/html[@lang='fr']/head/title)", 1);
    assert_counts(&f, "count(//h1[.='3 protocoles et aucun contrat signés sur 12 (10 au départ)'])",
                  1);
    assert_counts(&f, "count(//script) + count(//@onclick) + count(//link) + count(//img)", 0);
}

TEST(every_figure_has_an_alternative_and_every_table_its_heads)
{
    struct page_fixture f;
    page_fixture_init(&f);
    assert_counts(&f, "count(//svg[@role='img']/title)", 1);
    assert_counts(&f, "count(//svg[not(title)])", 0);
    assert_counts(&f, "count(//figure/following-sibling::details//tbody/tr)", 4);
    assert_counts(&f,
                  "count(//table[not(caption)]) + count(//thead//th[not(@scope='col')])"
                  " + count(//tbody//tr[not(th[@scope='row'])])",
                  0);
    /* as many cells in each row as its table has heads */
    assert_counts(&f, "count(//tbody/tr[count(*) != count(../../thead/tr/th)])", 0);
}

TEST(a_map_of_tiles_is_drawn_when_every_region_has_its_place)
{
    struct page_fixture f;
    page_fixture_init(&f);
    assert_counts(&f, "count(//rect)", 0);
    f.base.regions[0].code = "28";
    f.base.regions[1].code = "52";
    assert_counts(&f, "count(//rect)", 2);
    assert_counts(&f, "count(//text[.='NOR']/following-sibling::text[1][.='0/7'])", 1);
}

TEST(a_map_tells_states_by_pattern_steps_by_dots_and_all_of_it_in_a_table)
{
    struct page_fixture f;
    bool is_signed[2][3] = {{true, false, false}};
    bool is_done[5] = {false};
    struct jalon_map_area areas[2] = {
        {"ti-9401", "Baie d'Essai", "Région des Dunes", 2, is_signed[0], true},
        {"ex-9102", "Rive Témoin", NULL, 0, is_signed[1], false}};
    page_fixture_init(&f);
    assert_counts(&f, "count(//*[@id='map-title']) + count(//pattern)", 0);
    f.base.weekly.map = (struct jalon_map){areas, 2, is_done};
    assert_counts(&f, "count(//path[@class='area lines']/title[starts-with(., \"Baie d'Essai\")])",
                  1);
    assert_counts(&f, "count(//path[starts-with(@class, 'area')])", 1);
    assert_counts(&f, "count(//svg[@aria-labelledby='map-title']//circle[@class='mark'])", 2);
    assert_counts(&f, "count(//p[contains(., 'Rive Témoin (ex-9102)')])", 1);
    assert_counts(&f, "count(//details//tr[th='Rive Témoin'])", 1);
    assert_counts(&f, "count(//details//tr[th=\"Baie d'Essai\"][td[4]=\"protocole d'accord\"])", 1);
    is_done[2] = true;
    assert_counts(&f, "count(//path[@class='area done'])", 1);
}

TEST(what_is_foreseen_is_drawn_as_a_fan_and_told_in_rows_until_the_due_day)
{
    struct page_fixture f;
    page_fixture_init(&f);
    assert_counts(&f, "count(//polygon) + count(//polyline[@class='median'])", 3);
    assert_counts(&f, "count(//line[@class='due'])", 1);
    assert_counts(&f, "count(//details//tr[th='30 juin 2019']/td[last()][.='5 (2–14)'])", 1);
    assert_counts(&f, "count(//tr[td[1]='ex-9103'][th='Cap Exemple']/td[2][.='<\u00A05\u00A0%'])",
                  1);
    f.base.forecast.as_of = f.base.forecast.due_on;
    assert_counts(&f, "count(//polygon) + count(//polyline[@class='median'])", 0);
    assert_counts(&f, "count(//td[.='ex-9103'])", 0);
}

/* Where the Kth name beside the curves stands: the territories, then the instruments from the last.
 */
static int name_at(xmlDocPtr document, int k)
{
    JALON_AUTO(jalon_str_done) struct jalon_str xpath = {0};
    jalon_str_addf(&xpath, "number(//text[@x='618'][%d]/@y)", k);
    return count(document, jalon_str_text(&xpath));
}

static void assert_names_apart(const struct page_fixture *f)
{
    JALON_AUTO(jalon_str_done) struct jalon_str page = {0};
    render(f, JALON_FR, &page);
    xmlDocPtr document = parse(&page);
    int scope = name_at(document, 3), contrat = name_at(document, 1);
    int protocole = name_at(document, 2);
    assert_int_equal(count(document, "count(//text[@x='618'])"), 3);
    xmlFreeDoc(document);
    assert_in_range(scope, 16, protocole - 16);
    assert_in_range(protocole, 16, contrat - 16);
    assert_in_range(contrat, 16, 314);
}

TEST(names_beside_the_curves_keep_apart_when_none_are_signed_and_when_all_are)
{
    static const int signed_of[][2] = {{0, 0}, {3, 0}, {39, 1}, {39, 39}, {1, 38}};
    struct page_fixture f;
    for (size_t i = 0; i < JALON_COUNT(signed_of); i++) {
        page_fixture_init(&f);
        f.series[1].n = 39;
        f.counts[1][0] = signed_of[i][0];
        f.counts[1][1] = signed_of[i][1];
        assert_names_apart(&f);
    }
}

TEST(all_that_is_drawn_of_the_fan_lies_within_the_axes)
{
    struct page_fixture f;
    page_fixture_init(&f);
    assert_counts(&f, "count(//text[@text-anchor='end'][.='40'])", 1);
    f.base.fan[2].quantiles[JALON_FORECAST_Q90] = 41;
    assert_counts(&f, "count(//text[@text-anchor='end'][.='80'])", 1);
}

TEST(hostile_text_stays_text)
{
    static const char *const names[] = {
        "=cmd|' /C calc'!A0",
        "<script>alert(1)</script>",
        "\" onload=\"x",
        "a\r\nb",
        "\033[31mrouge\033[0m",
        "\u202Eretourné",
        "😀 & ]]>",
        "E\u0301preuve",
    };
    struct page_fixture f;
    for (size_t i = 0; i < JALON_COUNT(names); i++) {
        page_fixture_init(&f);
        f.base.regions[0].name = names[i];
        f.base.changes[0].name = names[i];
        f.base.names[0] = names[i];
        f.base.weekly.status.name.text[JALON_FR] = names[i];
        assert_counts(&f, "count(//script) + count(//@onload)", 0);
        JALON_AUTO(jalon_str_done) struct jalon_str page = {0};
        render(&f, JALON_FR, &page);
        assert_null(strpbrk(jalon_str_text(&page), "\r\033"));
        assert_null(strstr(jalon_str_text(&page), "\u202E"));
    }
}

TEST(an_issued_report_shows_the_checkpoint_as_preformatted_text)
{
    struct page_fixture f;
    page_fixture_init(&f);
    assert_counts(&f, "count(//pre)", 0);
    f.base.weekly.anchor = report_fixture_anchor();
    assert_counts(&f, "count(//main/pre[contains(., 'essai.example/1')][@tabindex])", 1);
}

TEST(the_same_report_gives_the_same_bytes)
{
    struct page_fixture f;
    page_fixture_init(&f);
    JALON_AUTO(jalon_str_done) struct jalon_str one = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str two = {0};
    render(&f, JALON_EN, &one);
    render(&f, JALON_EN, &two);
    assert_string_equal(jalon_str_text(&one), jalon_str_text(&two));
    assert_non_null(strstr(jalon_str_text(&one), "<html lang=\"en\">"));
}
