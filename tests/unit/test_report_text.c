/* The weekly report as plain text. */
#include "support/test.h"

#include "base/text.h"
#include "report/phrase.h"
#include "report_fixture.h"

static const char golden_fr[] =
    "3 protocoles et aucun contrat signés sur 12 (10 au départ)\n"
    "\n"
    "Programme d'essai · semaine 2019-W18, du 29 avril 2019 au 5 mai 2019\n"
    "arrêté au 5 mai 2019 · connu au 6 mai 2019, 08:12:00 UTC\n"
    "\n"
    "Périmètre\n"
    "  12 territoires au 5 mai 2019 (10 au départ), 1 hors périmètre\n"
    "  cette semaine\u00A0: 1 entrée, 0 sortie\n"
    "\n"
    "États                            territoires         cette semaine\n"
    "  identifié                                6                    −1\n"
    "  pilote                                   3                    −1\n"
    "  en négociation                           3                    +3\n"
    "  signé                                    0                     =\n"
    "  suspendu                                 0                     =\n"
    "  total                                   12                    +1\n"
    "\n"
    "Actes                                 signés cette semaine en cours de signature\n"
    "  protocole d'accord                       3            +2                     1\n"
    "  contrat                                  0             =                     0\n"
    "\n"
    "Cette semaine\n"
    "  protocole d'accord signé, le 30 avril 2019 (2 territoires)\n"
    "    Région des Dunes\u00A0: Baie d'Essai\u00A0; Rive Témoin\n"
    "  pilote → en négociation, au plus tard le 30 avril 2019 (2 territoires)\n"
    "    Région des Dunes\u00A0: Baie d'Essai\n"
    "    Val-de-Nulle-Part\u00A0: Plaine Factice\n"
    "  entrée dans le périmètre, le 2 mai 2019 (1 territoire)\n"
    "    Val-de-Nulle-Part\u00A0: Mont Imaginaire\n"
    "  étape «\u00A0lancement\u00A0», le 3 mai 2019 (1 territoire)\n"
    "    Région des Dunes\u00A0: Cap Exemple\n"
    "\n"
    "Échéances\n"
    "  premiers contrats\u00A0: 24 mars 2019, J+42, dépassée (date d'origine 5 mars 2019,\n"
    "    déplacée par décision du 4 mars 2019)\n"
    "    0 contrat sur 2 requis\u00A0; rythme requis\u00A0: aucun, le temps est écoulé\u00A0; rythme\n"
    "    constaté\u00A0: 0,0 par semaine sur 8 semaines\n"
    "  tous les contrats\u00A0: 30 juin 2019, J-56 (décidée le 31 janvier 2019)\n"
    "    0 contrat sur 12 requis\u00A0; rythme requis\u00A0: 1,5 par semaine\u00A0; rythme\n"
    "    constaté\u00A0: 0,0 par semaine sur 8 semaines\n"
    "\n"
    "Par Région                       territoires       protocoles         contrats\n"
    "  Région des Dunes                         7           2 (+2)                0\n"
    "  Val-de-Nulle-Part                        5                1                0\n"
    "  Entre parenthèses, ceux de la semaine.\n"
    "\n"
    "Définitions\n"
    "  protocole d'accord\u00A0: acte intermédiaire, signé en chemin\u00A0; il ne vaut pas\n"
    "    contrat.\n"
    "  contrat\u00A0: acte dont la dernière signature requise fait passer le territoire à\n"
    "    l'état signé.\n"
    "  avenant\u00A0: modifie un acte déjà signé.\n"
    "  Les actes sont comptés à part, jamais additionnés.\n"
    "  Signé\u00A0: toutes les parties requises ont signé\u00A0; la date est celle de la\n"
    "    dernière signature.\n"
    "  Périmètre\u00A0: territoires entrés dans le programme et non sortis à la date\n"
    "    d'arrêté, dont l'état compte\u00A0; les états s'additionnent au total.\n"
    "  Un fait connu à peu près compte au plus tard\u00A0: le dernier jour du mois, le\n"
    "    jour «\u00A0au plus tard\u00A0».\n";

static const char golden_en[] =
    "3 memorandums and no contract signed out of 12 (10 at the start)\n"
    "\n"
    "Trial programme · week 2019-W18, 29 April 2019 to 5 May 2019\n"
    "cut-off 5 May 2019 · known at 6 May 2019, 08:12:00 UTC\n"
    "\n"
    "Scope\n"
    "  12 territories as of 5 May 2019 (10 at the start), 1 out of scope\n"
    "  this week: 1 entry, 0 exits\n"
    "\n"
    "States                           territories             this week\n"
    "  identified                               6                    −1\n"
    "  pilot                                    3                    −1\n"
    "  negotiating                              3                    +3\n"
    "  signed                                   0                     =\n"
    "  suspended                                0                     =\n"
    "  total                                   12                    +1\n"
    "\n"
    "Instruments                           signed     this week         partly signed\n"
    "  memorandum                               3            +2                     1\n"
    "  contract                                 0             =                     0\n"
    "\n"
    "This week\n"
    "  memorandum signed, 30 April 2019 (2 territories)\n"
    "    Région des Dunes: Baie d'Essai; Rive Témoin\n"
    "  pilot → negotiating, by 30 April 2019 (2 territories)\n"
    "    Région des Dunes: Baie d'Essai\n"
    "    Val-de-Nulle-Part: Plaine Factice\n"
    "  entered the scope, 2 May 2019 (1 territory)\n"
    "    Val-de-Nulle-Part: Mont Imaginaire\n"
    "  milestone \"launch\", 3 May 2019 (1 territory)\n"
    "    Région des Dunes: Cap Exemple\n"
    "\n"
    "Targets\n"
    "  first contracts: 24 March 2019, 42 days late (originally 5 March 2019, moved\n"
    "    by decision of 4 March 2019)\n"
    "    0 contracts out of 2 required; pace needed: none, time is up; pace seen: 0.0\n"
    "    a week over 8 weeks\n"
    "  all contracts: 30 June 2019, 56 days to go (decided on 31 January 2019)\n"
    "    0 contracts out of 12 required; pace needed: 1.5 a week; pace seen: 0.0 a\n"
    "    week over 8 weeks\n"
    "\n"
    "By Région                        territories      memorandums        contracts\n"
    "  Région des Dunes                         7           2 (+2)                0\n"
    "  Val-de-Nulle-Part                        5                1                0\n"
    "  In brackets, those of the week.\n"
    "\n"
    "Definitions\n"
    "  memorandum: an intermediate step, signed on the way; it is not a contract.\n"
    "  contract: the document whose last required signature makes the territory's\n"
    "    state signed.\n"
    "  amendment: changes a document already signed.\n"
    "  Instruments are counted apart, never added together.\n"
    "  Signed: every required party has signed; the date is that of the last\n"
    "    signature.\n"
    "  Scope: territories that entered the programme and had not left it on the\n"
    "    cut-off, in a state that counts; the states sum to the total.\n"
    "  A fact known roughly counts at the latest: on the last day of the month, on\n"
    "    the \"by\" day.\n";

static void assert_renders(jalon_weekly_render_fn *render, const struct jalon_weekly *weekly,
                           enum jalon_lang lang, const char *expected)
{
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    struct jalon_err err = {0};
    assert_done(render(weekly, lang, &out, &err), &err);
    assert_string_equal(jalon_str_text(&out), expected);
}

static void assert_holds(struct report_fixture *f, enum jalon_lang lang, const char *part)
{
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    struct jalon_err err = {0};
    assert_done(jalon_weekly_text(&f->weekly, lang, &out, &err), &err);
    if (strstr(jalon_str_text(&out), part) == NULL) {
        fail_msg("no '%s' in:\n%s", part, jalon_str_text(&out));
    }
}

static void assert_lacks(struct report_fixture *f, const char *part)
{
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    struct jalon_err err = {0};
    assert_done(jalon_weekly_text(&f->weekly, JALON_FR, &out, &err), &err);
    assert_null(strstr(jalon_str_text(&out), part));
}

TEST(the_text_says_everything_in_french)
{
    struct report_fixture f;
    report_fixture_init(&f);
    assert_renders(jalon_weekly_text, &f.weekly, JALON_FR, golden_fr);
}

TEST(the_text_says_everything_in_english)
{
    struct report_fixture f;
    report_fixture_init(&f);
    assert_renders(jalon_weekly_text, &f.weekly, JALON_EN, golden_en);
}

TEST(t35_a_week_that_is_not_over_is_marked_provisional)
{
    struct report_fixture f;
    report_fixture_init(&f);
    assert_lacks(&f, "PROVISOIRE");
    f.weekly.status.provisional = true;
    assert_holds(&f, JALON_FR, "\nPROVISOIRE\u00A0: ");
    assert_holds(&f, JALON_EN, "\nPROVISIONAL: ");
}

TEST(a_quiet_week_and_a_programme_without_target_say_so)
{
    struct report_fixture f;
    report_fixture_init(&f);
    f.weekly.n_changes = 0;
    f.weekly.status.n_targets = 0;
    assert_holds(&f, JALON_FR, "\nCette semaine\n  Aucun changement.\n");
    assert_holds(&f, JALON_FR, "\nÉchéances\n  Aucune échéance fixée à cette date.\n");
}

TEST(cohorts_and_weights_have_tables_when_the_programme_declares_them)
{
    struct report_fixture f;
    report_fixture_init(&f);
    assert_lacks(&f, "Par cohorte");
    assert_lacks(&f, "Poids");
    report_fixture_counts(&f);
    assert_holds(
        &f, JALON_FR,
        "\n  Avant-garde fictive                      4          1 sur 4          0 sur 4\n");
    assert_holds(
        &f, JALON_FR,
        "\n  sur 12 territoires\u00A0: 2 sans chiffre, 1 chiffre partiel\n\nDéfinitions\n");
}

TEST(amendments_appear_once_there_are_some)
{
    struct report_fixture f;
    report_fixture_init(&f);
    assert_lacks(&f, "\n  avenant ");
    f.instruments[2].n_signed = 1;
    f.n_signed[0][2] = 1;
    assert_holds(&f, JALON_FR, "\n  avenant ");
    assert_holds(&f, JALON_FR,
                 "avenants\n  Région des Dunes                         7                1\n");
}

TEST(a_large_group_is_told_by_numbers)
{
    struct report_fixture f;
    static struct jalon_change many[JALON_NAMES_MAX + 1];
    report_fixture_init(&f);
    for (size_t i = 0; i <= JALON_NAMES_MAX; i++) {
        many[i] = f.changes[4];
    }
    f.weekly.changes = many;
    f.weekly.n_changes = JALON_NAMES_MAX + 1;
    assert_holds(&f, JALON_FR, "(41 territoires)\n    Val-de-Nulle-Part\u00A0: 41\n");
    f.weekly.n_changes = JALON_NAMES_MAX;
    assert_holds(&f, JALON_FR,
                 "(40 territoires)\n    Val-de-Nulle-Part\u00A0: Mont Imaginaire\u00A0; ");
}

static void make_hostile(struct report_fixture *f)
{
    static const char name[] = "x|<script>*_[a](b)\x1b[31m\u200F\nwww.a.test";
    report_fixture_init(f);
    f->regions[0].name = name;
    f->changes[0].name = name;
    f->states[0].label.text[JALON_FR] = name;
    f->instruments[0].label.text[JALON_FR] = name;
    f->targets[0].label.text[JALON_FR] = name;
    f->weekly.status.name.text[JALON_FR] = name;
}

TEST(hostile_text_reaches_the_terminal_as_visible_characters)
{
    struct report_fixture f;
    make_hostile(&f);
    assert_lacks(&f, "\x1b");
    assert_lacks(&f, "\u200F");
    assert_holds(&f, JALON_FR, "\\x1b[31m\\u{200f}\\x0awww.a.test");
}

TEST(an_issued_report_shows_the_checkpoint_as_it_was_signed)
{
    struct report_fixture f;
    report_fixture_init(&f);
    f.weekly.anchor = report_fixture_anchor();
    assert_holds(&f, JALON_FR, "\nPreuve\n  Dernier point de contrôle signé du journal");
    assert_holds(&f, JALON_FR, "(1\u202F105");
    assert_holds(&f, JALON_FR, "\n\n" REPORT_FIXTURE_NOTE "\n");
    assert_holds(&f, JALON_EN, "Is a page, a text, a workbook or a JSON what was issued? jalon");
    assert_holds(&f, JALON_EN, "then: jalon audit verify --since FILE\n");
}

TEST(no_line_is_wider_than_80_columns)
{
    struct report_fixture f;
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    struct jalon_err err = {0};
    static char wide[600];
    make_hostile(&f);
    memset(wide, 'W', sizeof wide - 1);
    f.changes[1].name = wide;
    f.regions[1].name = "Région au nom beaucoup, beaucoup trop long pour sa colonne";
    assert_done(jalon_weekly_text(&f.weekly, JALON_FR, &out, &err), &err);
    for (const char *at = jalon_str_text(&out); *at != '\0';) {
        size_t length = strcspn(at, "\n");
        jalon_str_clear(&line);
        jalon_str_add_bytes(&line, at, length);
        if (jalon_text_columns(jalon_str_text(&line)) > 80) {
            fail_msg("too wide: %s", jalon_str_text(&line));
        }
        at += length + 1;
    }
    assert_non_null(strstr(jalon_str_text(&out), "Région au nom beaucoup, beauc\u2026 "));
}

TEST(a_restated_figure_is_told_with_its_weeks_and_its_correction)
{
    struct report_fixture f;
    report_fixture_init(&f);
    assert_lacks(&f, "rectifiés");
    report_fixture_restatements(&f);
    assert_holds(
        &f, JALON_FR,
        "\nChiffres rectifiés\n"
        "  S18\u00A0: 13 → 12 protocoles d'accord signés, rectification du 6 mai 2019\n"
        "    (ex-9101#6)\n"
        "  2018-W52 à S17\u00A0: 0 → 1 contrat signé, rectification du 6 mai 2019 (ex-9101#6)\n"
        "  S16 à S18\u00A0: 3 → 4 territoires à l'état «\u00A0pilote\u00A0», rectification du 6 mai 2019\n"
        "    (ex-9101#6)\n"
        "  S18\u00A0: 12 → 11 territoires dans le périmètre, rectification du 6 mai 2019\n"
        "    (ex-9101#6)\n"
        "  Chiffres de semaines déjà finies, changés par une annulation ou une\n"
        "  rectification enregistrée depuis le lundi de la semaine du rapport.\n");
    assert_holds(&f, JALON_EN,
                 "\nRestated figures\n"
                 "  W18: 13 → 12 memorandums signed, corrected on 6 May 2019 (ex-9101#6)\n"
                 "  2018-W52 to W17: 0 → 1 contract signed, corrected on 6 May 2019 (ex-9101#6)\n"
                 "  W16 to W18: 3 → 4 territories in state \"pilot\", corrected on 6 May 2019\n"
                 "    (ex-9101#6)\n"
                 "  W18: 12 → 11 territories in scope, corrected on 6 May 2019 (ex-9101#6)\n");
}
