/* The decisions that are asked for, as a report tells them. */
#include "support/test.h"

#include "report_fixture.h"

/* Two are open, one late by four days and one whose texts were erased; one was taken. */
static void fixture(struct report_fixture *f, struct jalon_decision items[3])
{
    report_fixture_init(f);
    items[0] = (struct jalon_decision){"ex#4",
                                       jalon_date_of(2019, 4, 1),
                                       jalon_date_of(2019, 5, 1),
                                       "préfecture | fictive",
                                       "Nommer un *référent*",
                                       NULL,
                                       JALON_DATE_NONE,
                                       NULL};
    items[1] = (struct jalon_decision){.entry = "ex#5",
                                       .asked_on = jalon_date_of(2019, 4, 2),
                                       .due_on = jalon_date_of(2019, 5, 5),
                                       .closed_on = JALON_DATE_NONE};
    items[2] = (struct jalon_decision){"ex#3",
                                       jalon_date_of(2019, 4, 1),
                                       jalon_date_of(2019, 4, 10),
                                       "direction fictive",
                                       "Dater",
                                       "taken",
                                       jalon_date_of(2019, 4, 9),
                                       "ex#6"};
    f->weekly.decisions = (struct jalon_decisions){items, 3, 2, NULL};
}

TEST(open_decisions_are_told_with_by_whom_by_when_and_how_late)
{
    struct report_fixture f;
    struct jalon_decision items[3];
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    fixture(&f, items);
    jalon_decision_text(&text, JALON_FR, &f.weekly);
    assert_string_equal(
        "\nDécisions demandées\n"
        "  Nommer un *référent* \u2014 préfecture | fictive, pour le 1er mai 2019 (en"
        " retard\n    de 4 jours)\n"
        "  [effacé] \u2014 [effacé], pour le 5 mai 2019\n",
        jalon_str_text(&text));
}

TEST(what_was_asked_stays_a_text_in_markdown)
{
    struct report_fixture f;
    struct jalon_decision items[3];
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    fixture(&f, items);
    jalon_decision_md(&text, JALON_EN, &f.weekly);
    assert_string_equal("\n## Decisions asked\n\n"
                        "- Nommer un \\*référent\\* \u2014 préfecture \\| fictive, by 1 May 2019 (4"
                        " days late)\n"
                        "- \\[erased\\] \u2014 \\[erased\\], by 5 May 2019\n",
                        jalon_str_text(&text));
}

TEST(a_report_without_an_open_decision_says_nothing_of_any)
{
    struct report_fixture f;
    struct jalon_decision items[3];
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    fixture(&f, items);
    f.weekly.decisions.n_open = 0;
    jalon_decision_text(&text, JALON_FR, &f.weekly);
    jalon_decision_md(&text, JALON_FR, &f.weekly);
    assert_string_equal("", jalon_str_text(&text));
}

TEST(how_a_decision_ended_has_a_word)
{
    assert_string_equal("prise", jalon_decision_word(JALON_FR, "taken"));
    assert_string_equal("refused", jalon_decision_word(JALON_EN, "refused"));
    assert_string_equal("abandonnée", jalon_decision_word(JALON_FR, "dropped"));
    assert_string_equal("otherwise", jalon_decision_word(JALON_FR, "otherwise"));
}
