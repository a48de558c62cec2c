/* Entries of the journal as sentences, in both languages, and as JSON. */
#include "base/json.h"
#include "base/mem.h"
#include "demo.h"
#include "report/history.h"
#include "support/test.h"

static struct jalon_programme *programme;
static struct jalon_contract *contract;

static const struct demo_event enter = {"enter", "2018-11-22", "day", NULL, DEMO_ENTER};

static int load(void **state)
{
    (void)state;
    JALON_AUTO(jalon_str_done) struct jalon_str faults = {0};
    programme = demo_programme();
    contract = demo_replay(programme, &enter, 1, &faults);
    return 0;
}
SETUP_GROUP(load);

static int unload(void **state)
{
    (void)state;
    jalon_contract_freep(&contract);
    jalon_programme_freep(&programme);
    return 0;
}
TEARDOWN_GROUP(unload);

#define NAMES ((struct jalon_history_names){programme, contract})

static void assert_says(struct demo_event event, const char *fr, const char *en)
{
    const char *wanted[JALON_LANG_N] = {fr, en};
    struct jalon_history_names names = NAMES;
    for (int lang = 0; lang < JALON_LANG_N; lang++) {
        JALON_AUTO(jalon_event_done) struct jalon_event read;
        JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
        demo_event_of(&event, 6, &read);
        jalon_history_say(&out, (enum jalon_lang)lang, &names, &read);
        assert_string_equal(jalon_str_text(&out), wanted[lang]);
    }
}

TEST(a_transition_tells_the_old_state_and_the_new)
{
    assert_says((struct demo_event){"transition", "2019-01-30", "day", DEMO_STATE("pilot"),
                                    DEMO_MOVE("negotiating", "negotiate")},
                "passe de «\u00A0pilote\u00A0» à «\u00A0en négociation\u00A0»",
                "goes from “pilot” to “negotiating”");
}

TEST(a_derived_transition_tells_what_brought_it_about)
{
    assert_says((struct demo_event){"transition", "2019-06-03", "day", DEMO_STATE("negotiating"),
                                    DEMO_DONE("contrat", "2")},
                "passe de «\u00A0en négociation\u00A0» à «\u00A0signé\u00A0»\u00A0: contrat "
                "n°\u00A02 signé par toutes les parties requises",
                "goes from “negotiating” to “signed”: contract no. 2 signed by every required "
                "party");
}

/* What is told, beside the sentence, of the derived transition of 3 June when it began STAY. */
static void assert_marked(struct jalon_contract_state *stay, const char *mark)
{
    const struct jalon_contract moved = {.states = stay, .n_states = stay ? 1 : 0};
    const struct jalon_history_names names = {programme, &moved};
    const struct jalon_standing standing = {0};
    JALON_AUTO(jalon_event_done) struct jalon_event event;
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    demo_event_of(&(struct demo_event){"transition", "2019-06-03", "day", DEMO_STATE("negotiating"),
                                       DEMO_DONE("contrat", "1")},
                  6, &event);
    jalon_history_text(&out, JALON_FR, &names, "demo-01", &event, &standing);
    JALON_AUTO(jalon_str_done) struct jalon_str wanted = {0};
    jalon_str_addf(&wanted, "requises%s\n    enregistré", mark);
    assert_non_null(strstr(jalon_str_text(&out), jalon_str_text(&wanted)));
}

TEST(a_derived_transition_is_marked_when_its_signatures_count_from_another_day_or_not_at_all)
{
    struct jalon_contract_state stay = {.state = "signed", .seq = 7};
    stay.span.from = jalon_date_of(2019, 6, 3);
    assert_marked(&stay, "");
    stay.span.from = jalon_date_of(2019, 5, 27);
    assert_marked(&stay, " [compte désormais du 27 mai 2019]");
    assert_marked(NULL, " [ne tient plus]");
}

TEST(what_changes_a_territory_is_told)
{
    static const struct {
        const char *kind, *before, *after, *fr, *en;
    } cases[] = {
        {"rename", "{\"name\":\"Val A\"}", "{\"name\":\"Val B\",\"note\":null}",
         "prend le nom «\u00A0Val B\u00A0», auparavant «\u00A0Val A\u00A0»",
         "takes the name “Val B”, before “Val A”"},
        {"alias", NULL,
         "{\"as_of_year\":2019,\"issuer\":\"Liste\",\"kind\":\"external_code\",\"value\":\"X-1\"}",
         "porte aussi le code «\u00A0X-1\u00A0» (Liste 2019)",
         "also bears the code “X-1” (Liste 2019)"},
        {"member_add", NULL, "{\"name\":\"CC Neuve\",\"siren\":\"200000024\"}",
         "CC Neuve devient membre", "CC Neuve becomes a member"},
        {"member_remove", NULL, "{\"note\":null,\"siren\":\"200000008\"}",
         "CC Fictive n'est plus membre", "CC Fictive is no longer a member"},
        {"leave", NULL, "{\"into\":[],\"note\":null}", "sort du programme", "leaves the programme"},
        {"leave", NULL, "{\"into\":[\"demo-02\",\"demo-03\"],\"note\":null}",
         "sort du programme, remplacé par demo-02, demo-03",
         "leaves the programme, succeeded by demo-02, demo-03"},
        {"absorb", NULL, "{\"note\":null,\"predecessors\":[\"demo-02\"]}", "absorbe demo-02",
         "takes in demo-02"},
    };
    for (size_t i = 0; i < JALON_COUNT(cases); i++) {
        assert_says((struct demo_event){cases[i].kind, "2019-06-03", "day", cases[i].before,
                                        cases[i].after},
                    cases[i].fr, cases[i].en);
    }
}

static void assert_signed_by(const char *after, const char *fr, const char *en)
{
    assert_says((struct demo_event){"sign", "2019-06-03", "day", NULL, after}, fr, en);
}

TEST(a_signature_tells_the_party_by_name)
{
    assert_signed_by(DEMO_SIGN("protocole", "1", "etat", "null"),
                     "protocole d'accord signé par l'État", "memorandum signed by the State");
    assert_signed_by(DEMO_SIGN("protocole", "1", "region:28", "null"),
                     "protocole d'accord signé par la Région Normandie",
                     "memorandum signed by the Region Normandie");
    assert_signed_by(DEMO_SIGN("contrat", "1", "membre:200000016", "null"),
                     "contrat signé par Exempleville", "contract signed by Exempleville");
    assert_signed_by(DEMO_SIGN("contrat", "1", "membre:200000024", "null"),
                     "contrat signé par membre 200000024", "contract signed by member 200000024");
    assert_signed_by(DEMO_SIGN("contrat", "1", "banque", "null"),
                     "contrat signé par Banque d'essai", "contract signed by the Demo bank");
    assert_signed_by(DEMO_SIGN("contrat", "1", "industriel:Usine Fictive", "null"),
                     "contrat signé par Usine Fictive (industriel)",
                     "contract signed by Usine Fictive (manufacturer)");
    assert_signed_by(DEMO_SIGN("charte", "1", "mairie", "null"), "charte signé par mairie",
                     "charte signed by mairie");
}

TEST(an_entry_tells_name_state_regions_and_members)
{
    assert_says(enter,
                "entre dans le programme sous le nom «\u00A0Val Fictif\u00A0», à l'état "
                "«\u00A0identifié\u00A0» (Normandie, Pays de la Loire, 2 membres)",
                "enters the programme as “Val Fictif”, in state “identified” (Normandie, Pays de "
                "la Loire, 2 members)");
}

TEST(a_milestone_a_revision_and_an_unknown_event_are_told)
{
    assert_says((struct demo_event){"milestone", "2019-04-01", "day", NULL,
                                    "{\"milestone\":\"launch\",\"note\":null}"},
                "étape «\u00A0lancement\u00A0»", "milestone “launch”");
    assert_says((struct demo_event){"apply", "2019-04-01", "day", NULL, "{\"revision\":1}"},
                "révision 1 du programme appliquée", "revision 1 of the programme applied");
    assert_says(
        (struct demo_event){"apply", "2019-04-01", "day", "{\"revision\":1}", "{\"revision\":2}"},
        "révision 2 du programme appliquée, après la révision 1",
        "revision 2 of the programme applied, after revision 1");
    assert_says((struct demo_event){"merge", "2019-04-01", "day", NULL, NULL},
                "événement «\u00A0merge\u00A0»", "event “merge”");
}

TEST(a_date_is_told_as_precisely_as_it_is_known)
{
    static const struct {
        enum jalon_precision precision;
        const char *fr, *en;
    } cases[] = {
        {JALON_PRECISION_DAY, "le 1er avril 2019", "on 1 April 2019"},
        {JALON_PRECISION_MONTH, "en avril 2019", "in April 2019"},
        {JALON_PRECISION_BEFORE, "au plus tard le 1er avril 2019", "by 1 April 2019"},
        {JALON_PRECISION_AFTER, "le 1er avril 2019 ou après", "on 1 April 2019 or later"},
    };
    for (size_t i = 0; i < JALON_COUNT(cases); i++) {
        struct jalon_when when = jalon_when_of(jalon_date_of(2019, 4, 1), cases[i].precision);
        JALON_AUTO(jalon_str_done) struct jalon_str fr = {0};
        JALON_AUTO(jalon_str_done) struct jalon_str en = {0};
        jalon_say_when(&fr, JALON_FR, when);
        jalon_say_when(&en, JALON_EN, when);
        assert_string_equal(jalon_str_text(&fr), cases[i].fr);
        assert_string_equal(jalon_str_text(&en), cases[i].en);
    }
    JALON_AUTO(jalon_str_done) struct jalon_str unknown = {0};
    jalon_say_when(&unknown, JALON_FR, jalon_when_of(JALON_DATE_NONE, JALON_PRECISION_UNKNOWN));
    assert_string_equal(jalon_str_text(&unknown), "date inconnue");
}

/* A leaf with everything said; `signer` is disclosed, `place` was erased. */
static void full_event(struct jalon_event *ret_event)
{
    JALON_AUTO(jalon_json_decref)
    json_t *leaf = json_loads(
        "{\"actor\":{\"sd\":[\"a\"]},\"after\":{\"capacity\":null,\"channel\":\"papier\","
        "\"instrument\":\"protocole\",\"note\":null,\"number\":1,\"parties\":null,"
        "\"party\":\"etat\",\"place\":{\"sd\":[\"p\"]},\"signer\":{\"sd\":[\"s\"]}},"
        "\"before\":null,\"certainty\":\"deduced\",\"corrects\":3,\"event\":\"sign\","
        "\"learned\":\"2019-05-01\",\"precision\":\"month\",\"reason\":{\"sd\":[\"r\"]},"
        "\"recorded\":\"2026-08-22T10:11:12.123456Z\",\"revision\":1,\"seq\":7,"
        "\"source\":{\"sd\":[\"o\"]},\"subject\":\"x\",\"subject_kind\":\"territory\","
        "\"valid\":\"2019-04-01\"}",
        0, NULL);
    JALON_AUTO(jalon_json_decref)
    json_t *disclosures = json_pack("{s:[s,s], s:[s,s], s:[s,s], s:[s,s]}", "a", "actor",
                                    "agent_fictif", "r", "reason", "saisie en retard", "o",
                                    "source", "procès-verbal", "s", "signer", "Une Signataire");
    assert_true(jalon_event_read(leaf, disclosures, JALON_DATE_NONE, ret_event));
}

TEST(the_whole_entry_tells_both_dates_who_why_and_how_certain)
{
    static const char *const wanted[JALON_LANG_N] = {
        "demo-01#7 · en avril 2019 · protocole d'accord signé par l'État\n"
        "    signataire\u00A0: Une Signataire · lieu\u00A0: [effacé] · canal\u00A0: papier\n"
        "    enregistré le 22 août 2026 à 10:11:12 UTC par agent_fictif · corrige demo-01#3"
        " · motif\u00A0: saisie en retard · source\u00A0: procès-verbal · certitude\u00A0: déduit"
        " · appris le 1er mai 2019\n",
        "demo-01#7 · in April 2019 · memorandum signed by the State\n"
        "    signer: Une Signataire · place: [erased] · channel: papier\n"
        "    recorded on 22 August 2026 at 10:11:12 UTC by agent_fictif · corrects demo-01#3"
        " · reason: saisie en retard · source: procès-verbal · certainty: deduced"
        " · learned on 1 May 2019\n"};
    JALON_AUTO(jalon_event_done) struct jalon_event event;
    full_event(&event);
    struct jalon_history_names names = NAMES;
    for (int lang = 0; lang < JALON_LANG_N; lang++) {
        JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
        jalon_history_text(&out, (enum jalon_lang)lang, &names, "demo-01", &event, NULL);
        assert_string_equal(jalon_str_text(&out), wanted[lang]);
    }
}

TEST(what_is_published_withholds_who_and_why_and_what_was_written_freely)
{
    JALON_AUTO(jalon_event_done) struct jalon_event event;
    full_event(&event);
    JALON_AUTO(jalon_event_done) struct jalon_event public = jalon_event_publish(&event);
    struct jalon_history_names names = NAMES;
    for (int lang = 0; lang < JALON_LANG_N; lang++) {
        static const char *const personal[] = {"Une Signataire", "agent_fictif", "saisie en retard",
                                               "procès-verbal",  "effacé",       "erased"};
        JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
        jalon_history_text(&out, (enum jalon_lang)lang, &names, "demo-01", &public, NULL);
        for (size_t i = 0; i < JALON_COUNT(personal); i++) {
            assert_null(strstr(jalon_str_text(&out), personal[i]));
        }
        assert_non_null(strstr(jalon_str_text(&out), lang == JALON_FR
                                                         ? "signataire\u00A0: [non publié]"
                                                         : "signer: [not published]"));
    }
}

TEST(the_line_of_json_has_the_members_that_tools_rely_on)
{
    JALON_AUTO(jalon_event_done) struct jalon_event event;
    full_event(&event);
    JALON_AUTO(jalon_json_decref) json_t *line = jalon_history_json("demo-01", &event, NULL);
    JALON_AUTO(jalon_freep) char *text = jalon_json_dump(line);
    assert_string_equal(
        text,
        "{\"event_id\":\"demo-01#7\",\"seq\":7,\"kind\":\"sign\",\"effective_on\":\"2019-04-01\","
        "\"precision\":\"month\",\"recorded_at\":\"2026-08-22T10:11:12.123456Z\","
        "\"actor\":\"agent_fictif\",\"reason\":\"saisie en retard\",\"before\":null,"
        "\"after\":{\"capacity\":null,\"channel\":\"papier\",\"instrument\":\"protocole\","
        "\"note\":null,\"number\":1,\"parties\":null,\"party\":\"etat\",\"place\":{\"sd\":[\"p\"]},"
        "\"signer\":\"Une Signataire\"},\"corrects\":3,\"source\":\"procès-verbal\","
        "\"certainty\":\"deduced\",\"learned_on\":\"2019-05-01\"}");
}

TEST(an_entry_without_date_or_reason_says_null_and_an_erased_actor_is_told)
{
    JALON_AUTO(jalon_event_done) struct jalon_event event;
    demo_event_of(&(struct demo_event){"milestone", NULL, "unknown", NULL,
                                       "{\"milestone\":\"launch\",\"note\":null}"},
                  0, &event);
    event.actor.text = NULL;
    JALON_AUTO(jalon_json_decref) json_t *line = jalon_history_json("demo-01", &event, NULL);
    assert_true(json_is_null(json_object_get(line, "effective_on")));
    assert_true(json_is_null(json_object_get(line, "reason")));
    assert_true(json_is_null(json_object_get(line, "actor")));
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    jalon_history_text(&out, JALON_EN, &NAMES, "demo-01", &event, NULL);
    assert_string_equal(jalon_str_text(&out), "demo-01#1 · date unknown · milestone “launch”\n"
                                              "    recorded on 2 May 2019 at 09:00:00 UTC by "
                                              "[erased]\n");
}
