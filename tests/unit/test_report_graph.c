/* The lifecycle as a drawing, in both text formats. */
#include "demo.h"
#include "report/graph.h"
#include "support/test.h"

static struct jalon_programme *programme;

static int load(void **state)
{
    (void)state;
    programme = demo_programme();
    return 0;
}
SETUP_EACH(load);

static int unload(void **state)
{
    (void)state;
    jalon_programme_freep(&programme);
    return 0;
}
TEARDOWN_EACH(unload);

static void assert_draws(enum jalon_lang lang, enum jalon_graph_format format, const char *expected)
{
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    jalon_graph_draw(&out, programme, lang, format);
    assert_string_equal(jalon_str_text(&out), expected);
}

static void assert_holds(enum jalon_graph_format format, const char *part)
{
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    jalon_graph_draw(&out, programme, JALON_FR, format);
    if (strstr(jalon_str_text(&out), part) == NULL) {
        fail_msg("no '%s' in:\n%s", part, jalon_str_text(&out));
    }
}

TEST(mermaid_shows_states_roles_reasons_and_what_follows_from_signatures)
{
    assert_draws(
        JALON_FR, JALON_GRAPH_MERMAID,
        "flowchart LR\n"
        "    s_identified(\"identifié\")\n"
        "    s_pilot(\"pilote\")\n"
        "    s_negotiating(\"en négociation\")\n"
        "    s_signed[[\"signé\"]]\n"
        "    s_suspended(\"suspendu\")\n"
        "    s_withdrawn(\"retiré<br/>hors périmètre\")\n"
        "    previous([\"état précédent\"])\n"
        "    start((\" \")) --> s_identified\n"
        "    s_identified -->|\"select_pilot<br/>manager\"| s_pilot\n"
        "    s_identified -->|\"negotiate<br/>recorder, manager\"| s_negotiating\n"
        "    s_pilot -->|\"negotiate<br/>recorder, manager\"| s_negotiating\n"
        "    s_negotiating -.->|\"complete<br/>découle de «\u00A0contrat\u00A0»\"| s_signed\n"
        "    s_signed -->|\"reopen<br/>manager, motif requis\"| s_negotiating\n"
        "    s_identified -->|\"suspend<br/>manager, motif requis\"| s_suspended\n"
        "    s_pilot -->|\"suspend<br/>manager, motif requis\"| s_suspended\n"
        "    s_negotiating -->|\"suspend<br/>manager, motif requis\"| s_suspended\n"
        "    s_suspended -->|\"resume<br/>manager\"| previous\n"
        "    s_identified -->|\"withdraw<br/>manager, motif requis\"| s_withdrawn\n"
        "    s_pilot -->|\"withdraw<br/>manager, motif requis\"| s_withdrawn\n"
        "    s_negotiating -->|\"withdraw<br/>manager, motif requis\"| s_withdrawn\n"
        "    s_suspended -->|\"withdraw<br/>manager, motif requis\"| s_withdrawn\n");
}

TEST(dot_is_the_same_drawing)
{
    assert_draws(
        JALON_EN, JALON_GRAPH_DOT,
        "digraph lifecycle {\n"
        "    rankdir=LR;\n"
        "    node [shape=box, style=rounded];\n"
        "    start [shape=point];\n"
        "    s_identified [label=\"identified\"];\n"
        "    s_pilot [label=\"pilot\"];\n"
        "    s_negotiating [label=\"negotiating\"];\n"
        "    s_signed [label=\"signed\", style=solid, peripheries=2];\n"
        "    s_suspended [label=\"suspended\"];\n"
        "    s_withdrawn [label=\"withdrawn\\nout of scope\"];\n"
        "    previous [label=\"previous state\", shape=ellipse, style=solid];\n"
        "    start -> s_identified;\n"
        "    s_identified -> s_pilot [label=\"select_pilot\\nmanager\"];\n"
        "    s_identified -> s_negotiating [label=\"negotiate\\nrecorder, manager\"];\n"
        "    s_pilot -> s_negotiating [label=\"negotiate\\nrecorder, manager\"];\n"
        "    s_negotiating -> s_signed [label=\"complete\\nfollows from “contract”\", style=dashed];\n"
        "    s_signed -> s_negotiating [label=\"reopen\\nmanager, reason required\"];\n"
        "    s_identified -> s_suspended [label=\"suspend\\nmanager, reason required\"];\n"
        "    s_pilot -> s_suspended [label=\"suspend\\nmanager, reason required\"];\n"
        "    s_negotiating -> s_suspended [label=\"suspend\\nmanager, reason required\"];\n"
        "    s_suspended -> previous [label=\"resume\\nmanager\"];\n"
        "    s_identified -> s_withdrawn [label=\"withdraw\\nmanager, reason required\"];\n"
        "    s_pilot -> s_withdrawn [label=\"withdraw\\nmanager, reason required\"];\n"
        "    s_negotiating -> s_withdrawn [label=\"withdraw\\nmanager, reason required\"];\n"
        "    s_suspended -> s_withdrawn [label=\"withdraw\\nmanager, reason required\"];\n"
        "}\n");
}

TEST(a_hostile_label_stays_text_in_mermaid)
{
    programme->states[0].label.text[JALON_FR] = "1. x\"]:::y --> z|%%<b>`_e_`&lt;#35;\\n";
    assert_holds(
        JALON_GRAPH_MERMAID,
        "    s_identified(\"1#46; x#34;#93;#58;#58;#58;y #45;#45;#62; z#124;#37;#37;#60;b#62;"
        "#96;#95;e#95;#96;#38;lt#59;#35;35#59;#92;n\")\n");
}

TEST(a_hostile_label_stays_text_in_dot)
{
    programme->states[0].label.text[JALON_FR] = "x\"]; y -> z|%%<b>&lt;\\N\\";
    assert_holds(JALON_GRAPH_DOT,
                 "    s_identified [label=\"x\\\"]; y -> z|%%<b>&amp;lt;\\\\N\\\\\"];\n");
}

TEST(a_control_or_bidi_mark_in_a_label_is_shown)
{
    programme->states[0].label.text[JALON_FR] = "a\nb\u202Ec";
    assert_holds(JALON_GRAPH_DOT, "[label=\"a\\\\x0ab\\\\u{202e}c\"]");
    assert_holds(JALON_GRAPH_MERMAID, "(\"a#92;x0ab#92;u#123;202e#125;c\")");
}

TEST(a_hostile_instrument_stays_text_on_its_edge)
{
    programme->instruments[1].label.text[JALON_FR] = "a\"|b";
    assert_string_equal(programme->instruments[1].code, "contrat");
    assert_holds(JALON_GRAPH_MERMAID, "découle de «\u00A0a#34;#124;b\u00A0»\"| s_signed\n");
    assert_holds(JALON_GRAPH_DOT, "découle de «\u00A0a\\\"|b\u00A0»\", style=dashed];\n");
}

TEST(all_instruments_that_complete_a_state_are_named_together)
{
    programme->instruments[0].completes = "signed";
    assert_holds(JALON_GRAPH_DOT,
                 "[label=\"complete\\ndécoule de «\u00A0protocole d'accord, contrat\u00A0»\", ");
}

TEST(without_a_way_back_there_is_no_node_for_it)
{
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    for (size_t i = 0; i < programme->n_transitions; i++) {
        if (programme->transitions[i].to == NULL) {
            programme->transitions[i].to = "identified";
        }
    }
    jalon_graph_draw(&out, programme, JALON_EN, JALON_GRAPH_MERMAID);
    assert_null(strstr(jalon_str_text(&out), "previous"));
}
