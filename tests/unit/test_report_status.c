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

TEST(the_due_day_itself_is_not_late)
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
}
