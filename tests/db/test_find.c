/* Finding territories by what people call them: in the real register, and among made-up names. */
#include "app/find.h"

#include "app/contract.h"
#include "app/init.h"
#include "base/mem.h"
#include "support/cluster.h"
#include "support/fixture.h"
#include "support/test.h"

#define TI TEST_DATA "/../../../config/programmes/territoires-industrie"

/* The real register and the made-up programme "demo" in one database, which the tests only read. */
static const char *database;

static void open_app(struct jalon_app *app, const char *programme)
{
    *app = (struct jalon_app){.programme_code = programme,
                              .db = fixture_open(database, FIXTURE_MANAGER)};
}

static void load_register(void)
{
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    JALON_AUTO(jalon_init_plan_freep)
    struct jalon_init_plan *plan = jalon_init_plan_load(TI, &faults);
    JALON_AUTO(jalon_app_done) struct jalon_app app = {0};
    const struct jalon_init_options options = {0};
    struct jalon_init_report report;
    struct jalon_err err = {0};
    assert_non_null(plan);
    open_app(&app, "ti");
    assert_done(jalon_app_init(&app, plan, &options, &report, &err), &err);
}

/* Names with everything that French can do to letters; none of them exists. */
static const struct {
    const char *code, *name, *alias;
} made_up[] = {
    {"fi-1", "L’Haÿ-les-Essais", "Ancien Val Factice"},
    {"fi-2", "Châteauneuf-l'Imaginaire", NULL},
    {"fi-3", "Œting-Témoin", NULL},
    {"fi-4", "Weißbach æquo", NULL},
    {"fi-5", "Saint-Exemple", NULL},
    {"fi-6", "Ste Épreuve", NULL},
    {"fi-7", "Côte", NULL},
    {"fi-8", "Cote", NULL},
    {"fi-9", "Évrin", NULL},
};

static void add_made_up(void)
{
    JALON_AUTO(jalon_app_done) struct jalon_app app = {0};
    const char *const regions[] = {"28"};
    open_app(&app, FIXTURE_PROGRAMME);
    for (size_t i = 0; i < JALON_COUNT(made_up); i++) {
        const struct jalon_territory_alias alias = {.kind = "name", .value = made_up[i].alias};
        const struct jalon_territory territory = {.code = made_up[i].code,
                                                  .name = made_up[i].name,
                                                  .regions = regions,
                                                  .n_regions = 1,
                                                  .aliases = &alias,
                                                  .n_aliases = made_up[i].alias != NULL};
        struct jalon_write write = fixture_write("2018-12-10");
        JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
        struct jalon_err err = {0};
        assert_done(jalon_app_territory_add(&app, &write, &territory, &receipt, &err), &err);
    }
}

static int make_world(void **state)
{
    if (fixture_setup(state) != 0) {
        return -1;
    }
    database = test_database_new();
    load_register();
    add_made_up();
    return 0;
}
SETUP_GROUP(make_world);

/* The codes that a search lists, by code: "ti-7505 ti-8416". */
static void assert_listed(const char *programme, const char *search, const char *expected)
{
    JALON_AUTO(jalon_app_done) struct jalon_app app = {0};
    JALON_AUTO(jalon_list_freep) struct jalon_list *list = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str codes = {0};
    struct jalon_list_filter filter = jalon_list_everything;
    struct jalon_err err = {0};
    open_app(&app, programme);
    filter.search = search;
    assert_done(jalon_app_list(&app, &filter, JALON_DATE_NONE, &list, &err), &err);
    for (size_t i = 0; i < list->n_rows; i++) {
        jalon_str_addf(&codes, "%s%s", i > 0 ? " " : "", list->rows[i].code);
    }
    if (strcmp(jalon_str_text(&codes), expected) != 0) {
        fail_msg("'%s': '%s' instead of '%s'", search, jalon_str_text(&codes), expected);
    }
}

TEST(t53_the_real_territories_are_found_as_people_write_them)
{
    static const struct {
        const char *search, *expected;
    } cases[] = {
        {"hay les essais", ""}, /* of the other programme */
        {"chateauroux", "ti-2403"},
        {"CHÂTEAUROUX", "ti-2403"},
        {"Cha\xCC\x82teauroux", "ti-2403"}, /* NFD */
        {"St Nazaire", "ti-5209"},
        {"saint  nazaire", "ti-5209"},
        {"saintnazaire", "ti-5209"},
        {"Chateauneuf", "ti-8416 ti-9301"},
        {"Coeur Yonne", "ti-2710"},
        {"auxerrois cœur", "ti-2710"},
        {"pau tarbes", "ti-7505"},
        {"TARBES PAU", "ti-7505"},
        {"côte d’albâtre", "ti-2804"},
        {"cote d'albatre", "ti-2804"},
        {"vallee de la seine", "ti-2801"}, /* another name */
        {"Montbard Metal Valley", "ti-2701"},
        {"4733TI01", "ti-7514"},
        {"4733 ti 01", "ti-7514"},
        {"200041630", "ti-4407"},
        {"200 041 630", "ti-4407"},
        {"7505", "ti-7505"},
        {"ti7505", "ti-7505"},
        {"TI-7505", "ti-7505"},
        {"ti930", "ti-9301 ti-9302 ti-9303 ti-9304 ti-9305 ti-9306 ti-9307 ti-9308"},
        {"CC Pays de Nay", "ti-7505"},
        {"pays de nay", "ti-7505"},
        {"Communauté de communes du Pays de Nay", "ti-7505"},
        {"val et terres de lorraine", "ti-4411 ti-4413"},
        {"eauroux", "ti-2403"}, /* inside a word, as nothing begins so */
        {"atlantis", ""},
    };
    for (size_t i = 0; i < JALON_COUNT(cases); i++) {
        assert_listed("ti", cases[i].search, cases[i].expected);
    }
}

TEST(t53_accents_ligatures_and_abbreviations_do_not_matter)
{
    static const struct {
        const char *search, *expected;
    } cases[] = {
        {"Hay les essais", "fi-1"}, {"L'Haÿ", "fi-1"},
        {"l hay", "fi-1"},          {"lhay", "fi-1"},
        {"L`Hay", "fi-1"},          {"ancien val", "fi-1"},
        {"Chateauneuf", "fi-2"},    {"imaginaire châteauneuf", "fi-2"},
        {"Oeting", "fi-3"},         {"ŒTING", "fi-3"},
        {"weissbach", "fi-4"},      {"WEIẞBACH AEQUO", "fi-4"},
        {"St Exemple", "fi-5"},     {"saint-exemple", "fi-5"},
        {"sainte epreuve", "fi-6"}, {"Ste. Épreuve", "fi-6"},
        {"E\xCC\x81vrin", "fi-9"},  {"evrin", "fi-9"},
        {"chateauroux", ""}, /* of the other programme */
    };
    for (size_t i = 0; i < JALON_COUNT(cases); i++) {
        assert_listed(FIXTURE_PROGRAMME, cases[i].search, cases[i].expected);
    }
}

TEST(t45_another_programmes_territories_are_not_found)
{
    JALON_AUTO(jalon_app_done) struct jalon_app app = {0};
    JALON_AUTO(jalon_found_freep) struct jalon_found *found = NULL;
    JALON_AUTO(jalon_found_freep) struct jalon_found *near = NULL;
    struct jalon_err err = {0};
    open_app(&app, FIXTURE_PROGRAMME);
    assert_done(jalon_app_find(&app, "ti-2403", JALON_FIND_ANY, &found, &err), &err);
    assert_int_equal(found->n, 0);
    assert_done(jalon_app_find_near(&app, "chateaurux", &near, &err), &err);
    assert_int_equal(near->n, 0);
}

/* What a reference means, and by what: "ti-7505 name", the codes alone when there are several. */
static void assert_means(const char *text, enum jalon_find_how how, const char *expected)
{
    JALON_AUTO(jalon_app_done) struct jalon_app app = {0};
    JALON_AUTO(jalon_found_freep) struct jalon_found *found = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str seen = {0};
    struct jalon_err err = {0};
    open_app(&app, "ti");
    assert_done(jalon_app_find(&app, text, how, &found, &err), &err);
    for (size_t i = 0; i < found->n; i++) {
        jalon_str_addf(&seen, "%s%s", i > 0 ? " " : "", found->items[i].code);
    }
    if (found->n == 1) {
        jalon_str_addf(&seen, " %s", found->items[0].match.kind);
    }
    assert_string_equal(jalon_str_text(&seen), expected);
}

TEST(to_read_whatever_means_one_territory_does)
{
    assert_means("ti-7505", JALON_FIND_ANY, "ti-7505 code");
    assert_means("lacq-pau", JALON_FIND_ANY, "ti-7505 name");
    assert_means("pau", JALON_FIND_ANY, "ti-7505 name"); /* a name goes before members */
    assert_means("200041630", JALON_FIND_ANY, "ti-4407 siren");
    assert_means("Châteauneuf", JALON_FIND_ANY, "ti-8416 member"); /* whole goes before a part */
    assert_means("atlantis", JALON_FIND_ANY, "");
}

TEST(to_write_it_takes_a_code_or_a_whole_name)
{
    assert_means("ti-7505", JALON_FIND_WHOLE, "ti-7505 code");
    assert_means("lacq pau tarbes", JALON_FIND_WHOLE, "ti-7505 name");
    assert_means("pau-tarbes", JALON_FIND_WHOLE, "ti-7505 alias");
    assert_means("6400TI02", JALON_FIND_WHOLE, "ti-7505 external_code");
    assert_means("pau", JALON_FIND_WHOLE, "");
    assert_means("200041630", JALON_FIND_WHOLE, "");
}

TEST(a_name_that_two_territories_bear_means_both)
{
    assert_means("Val et Terres de Lorraine", JALON_FIND_ANY, "ti-4411 ti-4413");
    assert_means("Val et Terres de Lorraine", JALON_FIND_WHOLE, "ti-4411 ti-4413");
}

static const char *hostile[] = {"%", "_", "\\", "'", "\"", "%%%", "...", " "};

TEST(a_search_for_marks_alone_is_refused)
{
    JALON_AUTO(jalon_app_done) struct jalon_app app = {0};
    open_app(&app, "ti");
    for (size_t i = 0; i < JALON_COUNT(hostile); i++) {
        JALON_AUTO(jalon_found_freep) struct jalon_found *found = NULL;
        struct jalon_err err = {0};
        assert_int_equal(jalon_app_find(&app, hostile[i], JALON_FIND_ANY, &found, &err), -1);
        assert_int_equal(err.kind, JALON_ERR_REFUSED);
    }
}

TEST(marks_within_a_search_mean_nothing)
{
    JALON_AUTO(jalon_str_done) struct jalon_str long_text = {0};
    for (int i = 0; i < 2500; i++) {
        jalon_str_add(&long_text, "pau ");
    }
    assert_listed("ti", "%lacq_", "ti-7505");
    assert_listed("ti", "zzz' OR '1'='1", "");
    assert_listed("ti", "東京", "");
    assert_listed("ti", long_text.text, "ti-7505 ti-8416 ti-9301");
}

static void assert_order(enum jalon_list_order order, bool is_reversed, const char *expected)
{
    JALON_AUTO(jalon_app_done) struct jalon_app app = {0};
    JALON_AUTO(jalon_list_freep) struct jalon_list *list = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str codes = {0};
    struct jalon_list_filter filter = jalon_list_everything;
    struct jalon_err err = {0};
    open_app(&app, FIXTURE_PROGRAMME);
    filter.order = order;
    filter.is_reversed = is_reversed;
    filter.region = "28";
    assert_done(jalon_app_list(&app, &filter, JALON_DATE_NONE, &list, &err), &err);
    for (size_t i = 0; i < list->n_rows; i++) {
        if (strncmp(list->rows[i].code, "fi-", 3) == 0) {
            jalon_str_add(&codes, list->rows[i].code + 3);
        }
    }
    assert_string_equal(jalon_str_text(&codes), expected);
}

TEST(t53_names_are_in_french_order)
{
    /* Châteauneuf Cote Côte Évrin L’Haÿ Œting Saint-Exemple Ste Weißbach */
    assert_order(JALON_LIST_BY_NAME, false, "287913564");
    assert_order(JALON_LIST_BY_NAME, true, "465319782");
    assert_order(JALON_LIST_BY_CODE, false, "123456789");
    assert_order(JALON_LIST_BY_STATE, false, "123456789"); /* equal ones keep their order */
}

TEST(a_misspelt_name_is_told_from_the_nearest)
{
    JALON_AUTO(jalon_app_done) struct jalon_app app = {0};
    JALON_AUTO(jalon_found_freep) struct jalon_found *near = NULL;
    struct jalon_err err = {0};
    open_app(&app, "ti");
    assert_done(jalon_app_find_near(&app, "Chateaurux", &near, &err), &err);
    assert_int_equal(near->n, 1);
    assert_string_equal(near->items[0].code, "ti-2403");
}

TEST(a_region_or_departement_is_found_by_its_name)
{
    static const struct {
        const char *given, *region, *departement;
    } cases[] = {
        {"bretagne", "53", NULL}, {"ile de france", "11", NULL}, {"nouvelle aq", "75", NULL},
        {"2a", NULL, "2A"},       {"Essonne", NULL, "91"},       {"cotes d armor", NULL, "22"},
        {"loire", NULL, "42"},    {"atlantis", NULL, NULL},
    };
    JALON_AUTO(jalon_app_done) struct jalon_app app = {0};
    struct jalon_err err = {0};
    open_app(&app, "ti");
    assert_done(jalon_app_programme(&app, &err), &err);
    for (size_t i = 0; i < JALON_COUNT(cases); i++) {
        const char *region = NULL;
        const char *departement = NULL;
        int found = jalon_app_find_region(&app, cases[i].given, &region, &err);
        assert_int_equal(found, cases[i].region != NULL ? 0 : -1);
        found = jalon_app_find_departement(&app, cases[i].given, &departement, &err);
        assert_int_equal(found, cases[i].departement != NULL ? 0 : -1);
        if (cases[i].region != NULL) {
            assert_string_equal(region, cases[i].region);
        }
        if (cases[i].departement != NULL) {
            assert_string_equal(departement, cases[i].departement);
        }
    }
}
