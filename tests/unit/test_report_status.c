/* The arithmetic of reports, the status as text, and the title. */
#include "support/test.h"

#include "report/phrase.h"
#include "report_fixture.h"

static const char golden_fr[] =
    "3 protocoles et aucun contrat signés sur 12 (10 au départ)\n"
    "Programme d'essai · arrêté au 5 mai 2019 · connu au 6 mai 2019, 08:12:00 UTC\n"
    "\n"
    "États                            territoires\n"
    "  identifié                                6\n"
    "  pilote                                   3\n"
    "  en négociation                           3\n"
    "  signé                                    0\n"
    "  suspendu                                 0\n"
    "  total                                   12\n"
    "  1 hors périmètre\n"
    "\n"
    "Actes                                 signés en cours de signature\n"
    "  protocole d'accord                       3                     1\n"
    "  contrat                                  0                     0\n"
    "\n"
    "Échéances\n"
    "  premiers contrats\u00A0: 24 mars 2019, J+42, dépassée (date d'origine 5 mars 2019,\n"
    "    déplacée par décision du 4 mars 2019)\n"
    "    0 contrat sur 2 requis\u00A0; rythme requis\u00A0: aucun, le temps est écoulé\u00A0; rythme\n"
    "    constaté\u00A0: 0,0 par semaine sur 8 semaines\n"
    "  tous les contrats\u00A0: 30 juin 2019, J-56 (décidée le 31 janvier 2019)\n"
    "    0 contrat sur 12 requis\u00A0; rythme requis\u00A0: 1,5 par semaine\u00A0; rythme\n"
    "    constaté\u00A0: 0,0 par semaine sur 8 semaines\n";

static const char golden_counts_fr[] =
    "\n"
    "Par cohorte                      territoires       protocoles         contrats\n"
    "  Avant-garde fictive                      4          1 sur 4          0 sur 4\n"
    "  Second essai                             0          0 sur 0          0 sur 0\n"
    "\n"
    "Poids «\u00A0emplois industriels\u00A0», en emplois\n"
    "  périmètre                                  1\u202F202\u202F000\n"
    "  protocole d'accord                           400\u202F666      33,3\u00A0%\n"
    "  contrat                                            0       0,0\u00A0%\n"
    "  sur 12 territoires\u00A0: 2 sans chiffre, 1 chiffre partiel\n"
    "\n"
    "Échéances\n";

static void assert_title(struct report_fixture *f, enum jalon_lang lang, const char *expected)
{
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    jalon_phrase_title(&out, lang, &f->weekly.status);
    assert_string_equal(jalon_str_text(&out), expected);
}

static void assert_target(struct report_fixture *f, enum jalon_lang lang, const char *part)
{
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    jalon_phrase_target(&out, lang, &f->weekly.status, &f->targets[1]);
    jalon_str_add(&out, " ");
    jalon_phrase_progress(&out, lang, &f->weekly.status, &f->targets[1]);
    if (strstr(jalon_str_text(&out), part) == NULL) {
        fail_msg("no '%s' in '%s'", part, jalon_str_text(&out));
    }
}

TEST(the_status_fits_one_screen)
{
    struct report_fixture f;
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    report_fixture_init(&f);
    jalon_status_text(&f.weekly.status, JALON_FR, &out);
    assert_string_equal(jalon_str_text(&out), golden_fr);
}

TEST(cohorts_and_weights_are_counted_apart_with_what_is_not_known)
{
    struct report_fixture f;
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    report_fixture_init(&f);
    report_fixture_counts(&f);
    jalon_status_text(&f.weekly.status, JALON_FR, &out);
    const char *counts = strstr(jalon_str_text(&out), "\nPar cohorte");
    assert_non_null(counts);
    assert_memory_equal(counts, golden_counts_fr, strlen(golden_counts_fr));
    jalon_str_clear(&out);
    jalon_status_text(&f.weekly.status, JALON_EN, &out);
    assert_non_null(strstr(jalon_str_text(&out), " 33.3%\n"));
    assert_non_null(strstr(jalon_str_text(&out),
                           "  of 12 territories: 2 without a figure, 1 partial figure\n"));
}

TEST(cohorts_and_weights_have_members_of_their_own_in_the_json)
{
    struct report_fixture f;
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    report_fixture_init(&f);
    report_fixture_counts(&f);
    jalon_status_json(&f.weekly.status, &out);
    const char *counts = strstr(jalon_str_text(&out), ",\"cohorts\":");
    assert_non_null(counts);
    assert_string_equal(
        counts,
        ",\"cohorts\":[{\"code\":\"avant-garde\",\"of\":4,\"instruments\":"
        "{\"protocole\":{\"signed\":1},\"contrat\":{\"signed\":0},\"avenant\":{\"signed\":0}}},"
        "{\"code\":\"second\",\"of\":0,\"instruments\":"
        "{\"protocole\":{\"signed\":0},\"contrat\":{\"signed\":0},\"avenant\":{\"signed\":0}}}],"
        "\"weights\":[{\"code\":\"emplois\",\"unit\":{\"fr\":\"emplois\",\"en\":\"jobs\"},"
        "\"total\":1202000,\"instruments\":{\"protocole\":400666,\"contrat\":0,\"avenant\":0},"
        "\"without\":2,\"partial\":1}]}\n");
}

TEST(the_status_of_a_day_that_is_not_over_says_so)
{
    struct report_fixture f;
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    report_fixture_init(&f);
    f.weekly.status.provisional = true;
    jalon_status_text(&f.weekly.status, JALON_EN, &out);
    assert_non_null(strstr(jalon_str_text(&out), " UTC \u00B7 day\nnot over\n"));
}

TEST(the_title_states_the_fact_with_its_plurals)
{
    struct report_fixture f;
    report_fixture_init(&f);
    f.instruments[0].n_signed = 13;
    assert_title(&f, JALON_FR, "13 protocoles et aucun contrat signés sur 12 (10 au départ)");
    assert_title(&f, JALON_EN, "13 memorandums and no contract signed out of 12 (10 at the start)");
    f.instruments[0].n_signed = 1;
    assert_title(&f, JALON_FR, "1 protocole et aucun contrat signé sur 12 (10 au départ)");
    f.instruments[1].n_signed = 2;
    assert_title(&f, JALON_FR, "1 protocole et 2 contrats signés sur 12 (10 au départ)");
    f.instruments[0].n_signed = f.instruments[1].n_signed = 0;
    assert_title(&f, JALON_FR, "Aucun protocole et aucun contrat signé sur 12 (10 au départ)");
    assert_title(&f, JALON_EN, "No memorandum and no contract signed out of 12 (10 at the start)");
}

TEST(the_title_agrees_with_a_feminine_noun)
{
    struct report_fixture f;
    report_fixture_init(&f);
    f.instruments[0].label = (struct jalon_label){{"lettre d'intention", "letter of intent"}};
    f.instruments[1].label = (struct jalon_label){{"convention", "agreement"}};
    assert_title(&f, JALON_FR, "3 lettres et aucune convention signées sur 12 (10 au départ)");
}

TEST(instruments_of_one_short_name_keep_their_long_ones)
{
    struct report_fixture f;
    report_fixture_init(&f);
    f.instruments[0].label.text[JALON_FR] = "contrat cadre";
    assert_title(&f, JALON_FR, "3 contrats cadre et aucun contrat signés sur 12 (10 au départ)");
}

TEST(a_programme_without_territory_says_so)
{
    struct report_fixture f;
    report_fixture_init(&f);
    f.weekly.status.scope.current = 0;
    assert_title(&f, JALON_FR, "Aucun territoire dans le périmètre");
}

TEST(t22_the_due_day_itself_is_not_late)
{
    struct report_fixture f;
    report_fixture_init(&f);
    f.targets[1].on = f.weekly.status.as_of;
    assert_target(&f, JALON_FR, ", aujourd'hui (");
    f.weekly.status.as_of = jalon_date_add(f.targets[1].on, 1);
    assert_target(&f, JALON_FR, ", J+1, dépassée (");
    assert_target(&f, JALON_EN, ", 1 day late (");
    f.weekly.status.as_of = jalon_date_add(f.targets[1].on, -1);
    assert_target(&f, JALON_FR, ", J-1 (");
    assert_target(&f, JALON_EN, ", 1 day to go (");
}

TEST(a_target_reached_asks_for_no_pace)
{
    struct report_fixture f;
    report_fixture_init(&f);
    f.instruments[1].n_signed = 12;
    assert_target(&f, JALON_FR,
                  "12 contrats sur 12 requis\u00A0; échéance tenue\u00A0; rythme constaté");
    assert_target(&f, JALON_EN, "12 contracts out of 12 required; target reached; pace seen");
}

TEST(the_pace_needed_is_rounded_up_and_suffices)
{
    int tenths = 0;
    for (int missing = 1; missing < 150; missing++) {
        for (int days = 1; days < 200; days++) {
            assert_true(jalon_pace_needed(missing, days, &tenths));
            assert_true(tenths * days >= missing * 70);
            assert_true((tenths - 1) * days < missing * 70);
        }
    }
    assert_false(jalon_pace_needed(0, 10, &tenths));
    assert_false(jalon_pace_needed(3, 0, &tenths));
    assert_false(jalon_pace_needed(3, -1, &tenths));
}

TEST(the_pace_seen_is_that_of_eight_weeks_or_of_the_programmes_age)
{
    struct jalon_date start = jalon_date_of(2018, 11, 22);
    assert_int_equal(jalon_pace_days(start, start), 1);
    assert_int_equal(jalon_pace_days(jalon_date_add(start, 54), start), 55);
    assert_int_equal(jalon_pace_days(jalon_date_add(start, 55), start), 56);
    assert_int_equal(jalon_pace_days(jalon_date_add(start, 900), start), 56);
    assert_int_equal(jalon_pace_days(jalon_date_add(start, -9), start), 1);
    assert_int_equal(jalon_pace_seen(13, 56), 16);
    assert_int_equal(jalon_pace_seen(0, 56), 0);
    assert_int_equal(jalon_pace_seen(1, 7), 10);
}

TEST(a_share_of_the_contracts_is_rounded_up)
{
    struct report_fixture f;
    report_fixture_init(&f);
    assert_int_equal(jalon_target_required(&f.weekly.status, &f.targets[0]), 2);
    assert_int_equal(jalon_target_required(&f.weekly.status, &f.targets[1]), 12);
}

TEST(a_share_of_a_weight_is_rounded_down_and_only_all_of_it_is_all)
{
    int64_t of_signed[1] = {0};
    struct jalon_weight_figures weight = {.total = 0, .of_signed = of_signed};
    int tenths = 0;
    assert_false(jalon_weight_share(&weight, 0, &tenths));
    weight.total = INT64_C(20000000000000000);
    of_signed[0] = weight.total - 1;
    assert_true(jalon_weight_share(&weight, 0, &tenths));
    assert_int_equal(tenths, 999);
    of_signed[0] = weight.total;
    assert_true(jalon_weight_share(&weight, 0, &tenths));
    assert_int_equal(tenths, 1000);
    of_signed[0] = 1;
    assert_true(jalon_weight_share(&weight, 0, &tenths));
    assert_int_equal(tenths, 0);
    weight.total = 7;
    of_signed[0] = 6;
    assert_true(jalon_weight_share(&weight, 0, &tenths));
    assert_int_equal(tenths, 857);
    weight.total = 1024;
    of_signed[0] = 65;
    assert_true(jalon_weight_share(&weight, 0, &tenths));
    assert_int_equal(tenths, 63);
}

static void assert_differs(struct report_fixture *f, const char *where)
{
    struct jalon_err err = {0};
    assert_int_equal(jalon_weekly_check(&f->weekly, &err), -1);
    assert_int_equal(err.kind, JALON_ERR_INTERNAL);
    assert_non_null(strstr(err.message[JALON_EN], where));
    report_fixture_init(f);
}

TEST(a_report_whose_sums_differ_is_refused)
{
    struct report_fixture f;
    struct jalon_err err = {0};
    report_fixture_init(&f);
    assert_done(jalon_weekly_check(&f.weekly, &err), &err);
    f.states[0].n++;
    assert_differs(&f, ": states");
    f.regions[0].n++;
    assert_differs(&f, ": regions");
    f.n_signed[1][0]++;
    assert_differs(&f, ": protocole");
    f.this_week[1][0]++;
    assert_differs(&f, ": protocole");
    f.instruments[1].n_signed = 13;
    assert_differs(&f, ": contrat");
    f.instruments[0].this_week = 4;
    assert_differs(&f, ": protocole");
    report_fixture_counts(&f);
    f.cohorts[0].n = 13;
    assert_differs(&f, ": avant-garde");
    report_fixture_counts(&f);
    f.cohort_signed[1][0] = 1;
    assert_differs(&f, ": second");
    report_fixture_counts(&f);
    f.of_signed[1] = 1202001;
    assert_differs(&f, ": emplois");
}
