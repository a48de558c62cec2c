/* What is computed of each Région against what is declared of it, as a report tells it. */
#include "support/test.h"

#include "report_fixture.h"

struct fixture {
    struct report_fixture f;
    struct jalon_programme programme;
    struct jalon_status_def statuses[3];
    struct jalon_place places[2];
    struct jalon_forecast_region regions[3];
    struct jalon_declared declared[1];
};

static const struct jalon_declared_list nothing;

/* Of the Dunes all 7 contracts are signed; of Val-de-Nulle-Part 1 of 5, with a chance of P. */
static void begin(struct fixture *x, double p, struct jalon_arena *arena)
{
    *x = (struct fixture){0};
    report_fixture_init(&x->f);
    report_fixture_forecast(&x->f);
    x->statuses[0] = (struct jalon_status_def){"sure", {{"Sûr", "Sure"}}, 85};
    x->statuses[1] = (struct jalon_status_def){"open", {{"Ouvert", "Open"}}, 15};
    x->statuses[2] = (struct jalon_status_def){"lost", {{"Perdu", "Lost"}}, 0};
    x->places[0] = (struct jalon_place){"91", "Région des Dunes", NULL};
    x->places[1] = (struct jalon_place){"92", "Val-de-Nulle-Part", NULL};
    x->programme = (struct jalon_programme){
        .statuses = x->statuses, .n_statuses = 3, .regions = x->places, .n_regions = 2};
    x->regions[0] = (struct jalon_forecast_region){7, 7, 1};
    x->regions[1] = (struct jalon_forecast_region){5, 1, p};
    x->f.forecast.regions = x->regions;
    x->f.forecast.n_regions = 3;
    x->f.weekly.status.arena = arena;
}

static void declare(struct fixture *x, const char *status, struct jalon_date on)
{
    x->declared[0] = (struct jalon_declared){"92", status, on, "ex#4"};
    const struct jalon_declared_list list = {x->declared, 1, NULL};
    jalon_weekly_rate(&x->f.weekly, &x->programme, &list);
}

static void assert_told(const struct fixture *x, enum jalon_lang lang, const char *wanted)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    jalon_region_status_text(&text, lang, &x->f.weekly);
    assert_string_equal(wanted, jalon_str_text(&text));
}

TEST(a_region_has_the_status_of_its_chance_and_one_that_is_signed_says_so)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    struct fixture x;
    begin(&x, 0.37, arena);
    jalon_weekly_rate(&x.f.weekly, &x.programme, &nothing);
    assert_told(&x, JALON_FR,
                "\nStatut des Régions                  contrats   chance  statut calculé\n"
                "  Région des Dunes                   7 sur 7    100\u00A0%  tous signés\n"
                "  Val-de-Nulle-Part                  1 sur 5     35\u00A0%  Ouvert\n");
}

TEST(chance_and_status_never_contradict_each_other)
{
    static const struct {
        double p;
        const char *wanted;
    } cases[] = {{0.001, "lost"}, {0.124, "lost"}, {0.126, "open"},
                 {0.824, "open"}, {0.826, "sure"}, {0.999, "sure"}};
    for (size_t i = 0; i < JALON_COUNT(cases); i++) {
        JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
        struct fixture x;
        begin(&x, cases[i].p, arena);
        jalon_weekly_rate(&x.f.weekly, &x.programme, &nothing);
        assert_string_equal(cases[i].wanted, x.f.weekly.region_statuses->items[1].computed->code);
    }
}

TEST(what_is_declared_is_flagged_in_words_when_it_differs_or_is_old)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    struct fixture x;
    begin(&x, 0.37, arena);
    declare(&x, "open", jalon_date_of(2019, 3, 24)); /* 42 days before the cut-off */
    assert_told(&x, JALON_EN,
                "\nStatus of the Régions              contracts   chance  computed status\n"
                "  Région des Dunes                    7 of 7     100%  all signed\n"
                "  Val-de-Nulle-Part                   1 of 5      35%  Open\n"
                "    declared: Open, on 24 March 2019\n");
    begin(&x, 0.37, arena);
    declare(&x, "sure", jalon_date_of(2019, 3, 23));
    assert_told(
        &x, JALON_FR,
        "\nStatut des Régions                  contrats   chance  statut calculé\n"
        "  Région des Dunes                   7 sur 7    100\u00A0%  tous signés\n"
        "  Val-de-Nulle-Part                  1 sur 5     35\u00A0%  Ouvert\n"
        "    déclaré\u00A0: Sûr, le 23 mars 2019 \u2014 diffère du calcul\u00A0; date de plus de 6\n"
        "      semaines\n");
}

TEST(a_declared_status_is_told_without_a_forecast_and_by_its_code_when_it_was_dropped)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    struct fixture x;
    begin(&x, 0.37, arena);
    x.f.weekly.forecast = NULL;
    declare(&x, "gone", jalon_date_of(2019, 5, 3));
    assert_told(&x, JALON_FR,
                "\nStatut des Régions                    signés   chance  statut calculé\n"
                "  Val-de-Nulle-Part                        \u2014        \u2014  \u2014\n"
                "    déclaré\u00A0: gone, le 3 mai 2019\n");
}

TEST(a_programme_without_statuses_says_nothing_of_any)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    struct fixture x;
    begin(&x, 0.37, arena);
    x.programme.n_statuses = 0;
    jalon_weekly_rate(&x.f.weekly, &x.programme, &nothing);
    jalon_region_status_text(&text, JALON_FR, &x.f.weekly);
    jalon_region_status_md(&text, JALON_FR, &x.f.weekly);
    assert_string_equal("", jalon_str_text(&text));
    assert_false(jalon_phrase_region_status_definition(&text, JALON_FR, &x.f.weekly));
}

TEST(the_table_is_the_same_in_markdown_and_names_each_status_in_its_definition)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    struct fixture x;
    begin(&x, 0.37, arena);
    declare(&x, "sure", jalon_date_of(2019, 5, 3));
    jalon_region_status_md(&text, JALON_EN, &x.f.weekly);
    assert_string_equal(
        "\n## Status of the Régions\n\n"
        "| Région | contracts | chance | computed status | declared status |\n"
        "| :-- | --: | --: | :-- | :-- |\n"
        "| Région des Dunes | 7 of 7 | 100% | all signed | \u2014 |\n"
        "| Val-de-Nulle-Part | 1 of 5 | 35% | Open | Sure, on 3 May 2019 \u2014 differs"
        " from what is computed |\n",
        jalon_str_text(&text));
    jalon_str_clear(&text);
    assert_true(jalon_phrase_region_status_definition(&text, JALON_EN, &x.f.weekly));
    assert_non_null(strstr(jalon_str_text(&text), "“Sure” from 85% on, “Open” from 15% on"));
}
