/*
 * Every condition and order of the list, among territories of which it takes some and leaves
 * others: a condition that is ignored, or off by a day, lists what it should not.
 */
#include "support/cluster.h"
#include "support/fixture.h"
#include "support/test.h"

/*
 * As of 30 April 2019:
 *   essai-1  Région 52      suspended since 1 April, nothing signed
 *   essai-2  28 and 52      negotiating since 15 February; protocole complete on 1 March, contrat
 *                           with one signature of five
 *   essai-3  28 and 52      pilot since 10 January; protocole with two signatures of three
 *   essai-4  Région 28      entered on 1 February, signed on 10 April
 *   essai-5  28 and 52      left on 15 March
 */
static const char *database;

static void add_fourth(struct jalon_db *db)
{
    static const char *const regions[] = {"28"};
    static const char *const departements[] = {"14"};
    const struct jalon_territory_member member = {.siren = "200000099",
                                                  .name = "Communauté fictive",
                                                  .kind = "EPCI",
                                                  .departement = "14",
                                                  .region = "28"};
    const struct jalon_territory territory = {.code = "essai-4",
                                              .name = "Albe Factice",
                                              .regions = regions,
                                              .n_regions = 1,
                                              .departements = departements,
                                              .n_departements = 1,
                                              .members = &member,
                                              .n_members = 1};
    const struct jalon_write write = fixture_write("2019-02-01");
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    struct jalon_err err = {0};
    assert_done(jalon_store_territory_add(db, &write, &territory, &receipt, &err), &err);
}

static int make_world(void **state)
{
    static const char *const steps[][2] = {
        {"essai-1", "suspended 2019-04-01"},
        {"essai-2", "negotiating 2019-02-15"},
        {"essai-2", "protocole etat 2019-02-16"},
        {"essai-2", "protocole region:28 2019-02-20"},
        {"essai-2", "protocole region:52 2019-03-01"},
        {"essai-2", "contrat etat 2019-03-10"},
        {"essai-3", "pilot 2019-01-10"},
        {"essai-3", "protocole etat 2019-03-10"},
        {"essai-3", "protocole region:28 2019-03-11"},
        {"essai-4", "negotiating 2019-02-10"},
        {"essai-4", "contrat etat 2019-03-01"},
        {"essai-4", "contrat region:28 2019-03-05"},
        {"essai-4", "contrat membre:200000099 2019-04-10"},
        {"essai-5", "leave - 2019-03-15"},
    };
    if (fixture_setup(state) != 0) {
        return -1;
    }
    database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    const struct jalon_write write = fixture_write("2018-12-10");
    add_fourth(db);
    fixture_add(db, &write, "essai-5", 2, 0);
    for (size_t i = 0; i < JALON_COUNT(steps); i++) {
        fixture_step(db, steps[i][0], steps[i][1]);
    }
    return 0;
}
SETUP_GROUP(make_world);

/* A list that is asked for in words: dates as text, at most two states. */
struct asked {
    const char *states[2], *other_states[2];
    const char *since, *before, *entered_since, *signed_since, *signed_until;
    const char *region, *departement, *instrument, *missing, *progress;
    int stalled_days;
    bool left, is_reversed;
    enum jalon_list_order order;
    const char *as_of;    /* NULL: 30 April 2019 */
    const char *expected; /* the last digits of the codes, in order */
};

static struct jalon_date date_of(const char *iso)
{
    return iso != NULL ? fixture_date(iso) : JALON_DATE_NONE;
}

static struct jalon_texts texts_of(const char *const *texts)
{
    size_t n = 0;
    while (n < 2 && texts[n] != NULL) {
        n++;
    }
    return (struct jalon_texts){texts, n};
}

static struct jalon_list_filter filter_of(const struct asked *asked)
{
    return (struct jalon_list_filter){
        .left = asked->left,
        .states = texts_of(asked->states),
        .other_states = texts_of(asked->other_states),
        .since = date_of(asked->since),
        .before = date_of(asked->before),
        .entered_since = date_of(asked->entered_since),
        .stalled_days = asked->stalled_days,
        .due_within_days = -1,
        .term_before = JALON_DATE_NONE,
        .planned_before = JALON_DATE_NONE,
        .region = asked->region,
        .departement = asked->departement,
        .instrument = asked->instrument,
        .missing = asked->missing,
        .progress = asked->progress,
        .signed_since = date_of(asked->signed_since),
        .signed_until = date_of(asked->signed_until),
        .order = asked->order,
        .is_reversed = asked->is_reversed,
    };
}

static void assert_listed(const struct asked *cases, size_t n)
{
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_READER);
    for (size_t i = 0; i < n; i++) {
        const struct jalon_list_filter filter = filter_of(&cases[i]);
        const char *as_of = cases[i].as_of != NULL ? cases[i].as_of : "2019-04-30";
        JALON_AUTO(jalon_list_freep) struct jalon_list *list = NULL;
        JALON_AUTO(jalon_str_done) struct jalon_str codes = {0};
        struct jalon_err err = {0};
        assert_done(jalon_store_list(db, jalon_books_now(FIXTURE_PROGRAMME), &filter,
                                     fixture_date(as_of), &list, &err),
                    &err);
        for (size_t row = 0; row < list->n_rows; row++) {
            jalon_str_add(&codes, list->rows[row].code + strlen("essai-"));
        }
        if (strcmp(jalon_str_text(&codes), cases[i].expected) != 0) {
            fail_msg("case %zu: '%s' instead of '%s'", i, jalon_str_text(&codes),
                     cases[i].expected);
        }
    }
}

#define ASSERT_LISTED(...)                          \
    do {                                            \
        const struct asked cases[] = {__VA_ARGS__}; \
        assert_listed(cases, JALON_COUNT(cases));   \
    } while (0)

TEST(without_conditions_those_that_belong_to_the_programme_are_listed)
{
    ASSERT_LISTED({.expected = "1234"}, {.as_of = "2019-03-14", .expected = "12345"},
                  {.as_of = "2019-01-31", .expected = "1235"},
                  {.as_of = "2018-12-09", .expected = ""});
}

TEST(those_that_have_left_are_listed_from_the_day_on)
{
    ASSERT_LISTED({.left = true, .expected = "5"},
                  {.left = true, .as_of = "2019-03-15", .expected = "5"},
                  {.left = true, .as_of = "2019-03-14", .expected = ""},
                  {.left = true, .region = "28", .expected = "5"},
                  {.left = true, .states = {"pilot"}, .expected = ""});
}

TEST(a_state_is_that_of_the_day)
{
    ASSERT_LISTED({.states = {"pilot"}, .expected = "3"},
                  {.states = {"pilot", "signed"}, .expected = "34"},
                  {.states = {"signed"}, .as_of = "2019-04-09", .expected = ""},
                  {.other_states = {"pilot"}, .expected = "124"},
                  {.other_states = {"pilot", "signed"}, .expected = "12"});
}

TEST(since_and_before_part_at_the_day_on_which_a_state_began)
{
    ASSERT_LISTED(
        {.since = "2019-02-15", .expected = "124"}, {.since = "2019-02-16", .expected = "14"},
        {.before = "2019-02-15", .expected = "3"}, {.before = "2019-02-16", .expected = "23"},
        {.since = "2019-01-11", .before = "2019-04-10", .expected = "12"});
}

TEST(a_contract_is_stalled_after_as_many_days_as_it_is_in_its_state)
{
    ASSERT_LISTED({.stalled_days = 74, .expected = "23"}, {.stalled_days = 75, .expected = "3"},
                  {.stalled_days = 75, .as_of = "2019-05-01", .expected = "23"},
                  {.stalled_days = 74, .before = "2019-01-11", .expected = "3"},
                  {.stalled_days = 111, .before = "2019-04-30", .expected = ""});
}

TEST(entered_since_counts_the_day_of_entry)
{
    ASSERT_LISTED({.entered_since = "2019-02-01", .expected = "4"},
                  {.entered_since = "2019-02-02", .expected = ""},
                  {.entered_since = "2018-12-10", .expected = "1234"});
}

TEST(a_region_lists_those_that_sign_with_it_and_a_departement_its_own)
{
    ASSERT_LISTED({.region = "28", .expected = "234"}, {.region = "52", .expected = "123"},
                  {.departement = "14", .expected = "1234"},
                  {.departement = "44", .expected = "123"},
                  {.region = "28", .departement = "44", .expected = "23"});
}

TEST(progress_is_that_of_the_instrument)
{
    ASSERT_LISTED(
        {.instrument = "contrat", .progress = "none", .expected = "13"},
        {.instrument = "contrat", .progress = "partial", .expected = "2"},
        {.instrument = "contrat", .progress = "complete", .expected = "4"},
        {.instrument = "protocole", .progress = "none", .expected = "14"},
        {.instrument = "protocole", .progress = "partial", .expected = "3"},
        {.instrument = "protocole", .progress = "complete", .expected = "2"},
        {.instrument = "protocole", .progress = "complete", .as_of = "2019-02-28", .expected = ""});
}

TEST(a_party_is_missing_where_it_may_sign_and_has_not)
{
    ASSERT_LISTED({.missing = "region", .expected = "23"},
                  {.missing = "region:28", .expected = "2"},
                  {.missing = "region:52", .expected = "23"},
                  {.missing = "membre", .expected = "2"}, {.missing = "etat", .expected = ""},
                  {.instrument = "protocole", .missing = "region", .expected = "3"},
                  {.instrument = "contrat", .missing = "region", .expected = "2"});
}

TEST(signed_since_and_until_count_the_day_of_the_last_signature)
{
    ASSERT_LISTED({.signed_since = "2019-03-01", .expected = "24"},
                  {.signed_since = "2019-03-02", .expected = "4"},
                  {.signed_since = "2019-04-11", .expected = ""},
                  {.signed_until = "2019-03-01", .expected = "2"},
                  {.signed_until = "2019-02-28", .expected = ""},
                  {.signed_since = "2019-03-02", .signed_until = "2019-04-09", .expected = ""},
                  {.instrument = "contrat", .signed_since = "2019-01-01", .expected = "4"},
                  {.instrument = "protocole", .signed_until = "2019-04-30", .expected = "2"});
}

TEST(each_order_is_its_own_and_may_be_reversed)
{
    ASSERT_LISTED({.order = JALON_LIST_BY_CODE, .expected = "1234"},
                  {.order = JALON_LIST_BY_CODE, .is_reversed = true, .expected = "4321"},
                  {.order = JALON_LIST_BY_NAME, .expected = "4123"},
                  {.order = JALON_LIST_BY_STATE, .expected = "3241"},
                  {.order = JALON_LIST_BY_SINCE, .expected = "3214"},
                  {.order = JALON_LIST_BY_SINCE, .is_reversed = true, .expected = "4123"},
                  {.order = JALON_LIST_BY_REGION, .expected = "2341"},
                  {.order = JALON_LIST_BY_PROGRESS, .expected = "1324"},
                  {.order = JALON_LIST_BY_PROGRESS, .instrument = "protocole", .expected = "1432"},
                  {.order = JALON_LIST_BY_PROGRESS,
                   .instrument = "protocole",
                   .is_reversed = true,
                   .expected = "2341"});
}

TEST(a_limit_leaves_the_number_of_all)
{
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_READER);
    JALON_AUTO(jalon_list_freep) struct jalon_list *list = NULL;
    struct jalon_list_filter filter = jalon_list_everything;
    struct jalon_err err = {0};
    filter.limit = 2;
    filter.region = "28";
    assert_done(jalon_store_list(db, jalon_books_now(FIXTURE_PROGRAMME), &filter,
                                 fixture_date("2019-04-30"), &list, &err),
                &err);
    assert_int_equal(list->n_rows, 2);
    assert_int_equal(list->n_all, 3);
}
