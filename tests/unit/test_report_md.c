/* The weekly report as Markdown. */
#include "support/test.h"

#include "report/md.h"
#include "report_fixture.h"

static const char golden_fr[] =
    "# 3 protocoles et aucun contrat signés sur 12 (10 au départ)\n"
    "\n"
    "Programme d'essai · semaine 2019-W18, du 29 avril 2019 au 5 mai 2019\n"
    "\n"
    "arrêté au 5 mai 2019 · connu au 6 mai 2019, 08:12:00 UTC\n"
    "\n"
    "## Périmètre\n"
    "\n"
    "- 12 territoires au 5 mai 2019 (10 au départ), 1 hors périmètre\n"
    "- cette semaine\u00A0: 1 entrée, 0 sortie\n"
    "\n"
    "## États\n"
    "\n"
    "| état | territoires | cette semaine |\n"
    "| :-- | --: | --: |\n"
    "| identifié | 6 | −1 |\n"
    "| pilote | 3 | −1 |\n"
    "| en négociation | 3 | +3 |\n"
    "| signé | 0 | = |\n"
    "| suspendu | 0 | = |\n"
    "| total | 12 | +1 |\n"
    "\n"
    "## Actes\n"
    "\n"
    "| acte | signés | cette semaine | en cours de signature |\n"
    "| :-- | --: | --: | --: |\n"
    "| protocole d'accord | 3 | +2 | 1 |\n"
    "| contrat | 0 | = | 0 |\n"
    "\n"
    "## Cette semaine\n"
    "\n"
    "- protocole d'accord signé, le 30 avril 2019 (2 territoires)\n"
    "  - Région des Dunes\u00A0: Baie d'Essai\u00A0; Rive Témoin\n"
    "- pilote → en négociation, au plus tard le 30 avril 2019 (2 territoires)\n"
    "  - Région des Dunes\u00A0: Baie d'Essai\n"
    "  - Val-de-Nulle-Part\u00A0: Plaine Factice\n"
    "- entrée dans le périmètre, le 2 mai 2019 (1 territoire)\n"
    "  - Val-de-Nulle-Part\u00A0: Mont Imaginaire\n"
    "- étape «\u00A0lancement\u00A0», le 3 mai 2019 (1 territoire)\n"
    "  - Région des Dunes\u00A0: Cap Exemple\n"
    "\n"
    "## Échéances\n"
    "\n"
    "- premiers contrats\u00A0: 24 mars 2019, J+42, dépassée (date d'origine 5 mars 2019, déplacée par décision du 4 mars 2019)\n"
    "  - 0 contrat sur 2 requis\u00A0; rythme requis\u00A0: aucun, le temps est écoulé\u00A0; rythme constaté\u00A0: 0,0 par semaine sur 8 semaines\n"
    "- tous les contrats\u00A0: 30 juin 2019, J-56 (décidée le 31 janvier 2019)\n"
    "  - 0 contrat sur 12 requis\u00A0; rythme requis\u00A0: 1,5 par semaine\u00A0; rythme constaté\u00A0: 0,0 par semaine sur 8 semaines\n"
    "\n"
    "## Par Région\n"
    "\n"
    "| Région | territoires | protocoles | contrats |\n"
    "| :-- | --: | --: | --: |\n"
    "| Région des Dunes | 7 | 2 (+2) | 0 |\n"
    "| Val-de-Nulle-Part | 5 | 1 | 0 |\n"
    "\n"
    "Entre parenthèses, ceux de la semaine.\n"
    "\n"
    "## Définitions\n"
    "\n"
    "- protocole d'accord\u00A0: acte intermédiaire, signé en chemin\u00A0; il ne vaut pas contrat.\n"
    "- contrat\u00A0: acte dont la dernière signature requise fait passer le territoire à l'état signé.\n"
    "- avenant\u00A0: modifie un acte déjà signé.\n"
    "- Les actes sont comptés à part, jamais additionnés.\n"
    "- Signé\u00A0: toutes les parties requises ont signé\u00A0; la date est celle de la dernière signature.\n"
    "- Périmètre\u00A0: territoires entrés dans le programme et non sortis à la date d'arrêté, dont l'état compte\u00A0; les états s'additionnent au total.\n"
    "- Un fait connu à peu près compte au plus tard\u00A0: le dernier jour du mois, le jour «\u00A0au plus tard\u00A0».\n";

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
    assert_done(jalon_weekly_md(&f->weekly, lang, &out, &err), &err);
    if (strstr(jalon_str_text(&out), part) == NULL) {
        fail_msg("no '%s' in:\n%s", part, jalon_str_text(&out));
    }
}

static void assert_lacks(struct report_fixture *f, const char *part)
{
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    struct jalon_err err = {0};
    assert_done(jalon_weekly_md(&f->weekly, JALON_FR, &out, &err), &err);
    assert_null(strstr(jalon_str_text(&out), part));
}

static void assert_escapes(const char *raw, const char *expected)
{
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    jalon_md_add(&out, raw);
    assert_string_equal(jalon_str_text(&out), expected);
}

TEST(the_markdown_says_everything)
{
    struct report_fixture f;
    report_fixture_init(&f);
    assert_renders(jalon_weekly_md, &f.weekly, JALON_FR, golden_fr);
}

TEST(cohorts_and_weights_have_tables_when_the_programme_declares_them)
{
    struct report_fixture f;
    report_fixture_init(&f);
    assert_lacks(&f, "## Par cohorte");
    assert_lacks(&f, "## Poids");
    report_fixture_counts(&f);
    assert_holds(&f, JALON_FR,
                 "\n\n## Par cohorte\n\n"
                 "| cohorte | territoires | protocoles | contrats |\n"
                 "| :-- | --: | --: | --: |\n"
                 "| Avant-garde fictive | 4 | 1 sur 4 | 0 sur 4 |\n"
                 "| Second essai | 0 | 0 sur 0 | 0 sur 0 |\n"
                 "\n## Poids «\u00A0emplois industriels\u00A0», en emplois\n\n"
                 "| acte | emplois | part |\n"
                 "| :-- | --: | --: |\n"
                 "| périmètre | 1\u202F202\u202F000 |  |\n"
                 "| protocole d'accord | 400\u202F666 | 33,3\u00A0% |\n"
                 "| contrat | 0 | 0,0\u00A0% |\n"
                 "\nsur 12 territoires\u00A0: 2 sans chiffre, 1 chiffre partiel\n"
                 "\n## Définitions\n");
    f.cohorts[0].label.text[JALON_FR] = "a|b";
    f.weights[0].unit.text[JALON_FR] = "c|d";
    assert_lacks(&f, "a|b");
    assert_lacks(&f, "c|d");
}

TEST(an_issued_report_shows_the_checkpoint_as_code)
{
    struct report_fixture f;
    report_fixture_init(&f);
    f.weekly.anchor = report_fixture_anchor();
    assert_holds(&f, JALON_EN,
                 "\n## Proof\n\nLast signed checkpoint of the journal when this report was issued"
                 " (1,105 leaves):\n\n    essai.example/1\n    1105\n");
    assert_holds(&f, JALON_FR, "=\n\n    \u2014 essai.example/1 ");
}

TEST(data_never_becomes_markup)
{
    assert_escapes("a|b", "a\\|b");
    assert_escapes("<script>", "\\<script\\>");
    assert_escapes("&lt; *a* _b_ `c` ~d~ $e$", "\\&lt; \\*a\\* \\_b\\_ \\`c\\` \\~d\\~ \\$e\\$");
    assert_escapes("![x](y) #1 @z", "\\!\\[x\\](y) \\#1 \\@z");
    assert_escapes("https://a.test www.b.test", "https\\://a\\.test www\\.b\\.test");
    assert_escapes("back\\slash", "back\\\\slash");
    assert_escapes("J-56, 1,5. Fin", "J-56, 1,5. Fin");
}

TEST(a_line_of_data_cannot_begin_a_list)
{
    assert_escapes("- a", "\\- a");
    assert_escapes("+ a", "\\+ a");
    assert_escapes("12. a", "12\\. a");
    assert_escapes("12) a", "12\\) a");
    assert_escapes("12 a", "12 a");
}

TEST(a_hostile_name_stays_in_its_cell)
{
    struct report_fixture f;
    report_fixture_init(&f);
    f.regions[0].name = "x|<script>*_[a](b)\x1b[31m\u200F\nwww.a.test";
    assert_holds(
        &f, JALON_FR,
        "\n| x\\|\\<script\\>\\*\\_\\[a\\](b)\\\\x1b\\[31m\\\\u{200f}\\\\x0awww\\.a\\.test | 7 | ");
}

TEST(t35_a_week_that_is_not_over_is_marked_provisional)
{
    struct report_fixture f;
    report_fixture_init(&f);
    assert_lacks(&f, "PROVISOIRE");
    f.weekly.status.provisional = true;
    assert_holds(&f, JALON_EN, "\n**PROVISIONAL: the period");
}

TEST(restated_figures_are_a_list_with_a_definition)
{
    struct report_fixture f;
    report_fixture_init(&f);
    assert_lacks(&f, "rectifiés");
    report_fixture_restatements(&f);
    assert_holds(&f, JALON_FR,
                 "\n## Chiffres rectifiés\n\n- S18\u00A0: 13 → 12 protocoles d'accord signés, "
                 "rectification du 6 mai 2019 (ex-9101\\#6)\n");
    assert_holds(&f, JALON_FR, "\n\nChiffres de semaines déjà finies, changés par ");
}

TEST(the_contracts_at_risk_are_a_table_with_a_head_over_each_column)
{
    struct report_fixture f;
    report_fixture_init(&f);
    assert_lacks(&f, "Les moins probables");
    report_fixture_forecast(&f);
    f.names[1] = "a|b";
    assert_holds(&f, JALON_FR,
                 "\n## Les moins probables à l'échéance\n\n"
                 "| territoire | code | chances à l'échéance |\n| :-- | :-- | --: |\n"
                 "| Cap Exemple | ex-9103 | \\<\u00A05\u00A0% |\n"
                 "| a\\|b | ex-9201 | 35\u00A0% |\n");
}
