/* What differs between two revisions, as differences, sentences and JSON. */
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "domain/programme_diff.h"
#include "report/diff.h"
#include "support/test.h"

static void print_fault(void *context, const char *pointer, const struct jalon_err *fault)
{
    (void)context;
    print_error("%s: %s\n", pointer, fault->message[JALON_EN]);
}

/* The demo programme, each text of PAIRS (old, new, … NULL) replaced once in its compact JSON. */
static struct jalon_programme *demo(const char *const *pairs)
{
    JALON_AUTO(jalon_json_decref)
    json_t *document = json_load_file(TEST_DATA "/programme_demo.json", 0, NULL);
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    JALON_AUTO(jalon_freep) char *whole = json_dumps(document, JSON_COMPACT);
    jalon_str_add(&text, whole);
    for (size_t i = 0; pairs[i] != NULL; i += 2) {
        JALON_AUTO(jalon_freep) char *before = jalon_str_take(&text);
        char *at = strstr(before, pairs[i]);
        assert_non_null(at);
        jalon_str_add_bytes(&text, before, (size_t)(at - before));
        jalon_str_addf(&text, "%s%s", pairs[i + 1], at + strlen(pairs[i]));
    }
    JALON_AUTO(jalon_json_decref) json_t *changed = json_loads(text.text, 0, NULL);
    struct jalon_programme *programme = NULL;
    assert_int_equal(jalon_programme_read(changed, print_fault, NULL, &programme), 0);
    return programme;
}

/* The sentences of the differences between two changed demo programmes, a line each. */
static const char *told(const char *const *before, const char *const *after, enum jalon_lang lang,
                        struct jalon_str *out)
{
    JALON_AUTO(jalon_programme_freep) struct jalon_programme *from = demo(before);
    JALON_AUTO(jalon_programme_freep) struct jalon_programme *to = demo(after);
    JALON_AUTO(jalon_programme_diff_freep)
    struct jalon_programme_diff *diff = jalon_programme_diff(from, to);
    for (size_t i = 0; i < diff->n; i++) {
        jalon_difference_say(out, lang, &diff->items[i]);
        jalon_str_add_char(out, '\n');
    }
    return jalon_str_text(out);
}

static const char *const nothing[] = {NULL};

#define TARGET(moved)                                                                   \
    "\"targets\":[{\"code\":\"all\",\"label\":{\"fr\":\"tous\",\"en\":\"all\"},\"on\":" \
    "\"2019-06-30\",\"decided_on\":\"2019-01-31\"" moved "}]"
#define MOVED ",\"moved\":[{\"on\":\"2019-09-30\",\"decided_on\":\"2019-06-05\"}]"

TEST(a_programme_does_not_differ_from_itself)
{
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    assert_string_equal(told(nothing, nothing, JALON_FR, &out), "");
}

TEST(changed_labels_dates_flags_and_lists_are_told_with_both_values)
{
    static const char *const after[] = {"Programme d'essai",
                                        "Autre programme",
                                        "2018-11-22",
                                        "2018-11-20",
                                        "\"fr\":\"pilote\"",
                                        "\"fr\":\"site pilote\"",
                                        "\"roles\":[\"recorder\",\"manager\"]",
                                        "\"roles\":[\"manager\"]",
                                        "\"required\":[\"etat\",\"region\"]",
                                        "\"required\":[\"etat\"]",
                                        "\"in_scope\":false",
                                        "\"in_scope\":true,\"done\":true",
                                        NULL};
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    assert_string_equal(
        told(nothing, after, JALON_FR, &out),
        "programme « demo » : libellé français, « Programme d'essai » → « Autre programme »\n"
        "programme « demo » : début, 22 novembre 2018 → 20 novembre 2018\n"
        "état « pilot » : libellé français, « pilote » → « site pilote »\n"
        "état « withdrawn » : but atteint, non → oui\n"
        "état « withdrawn » : compte dans le périmètre, non → oui\n"
        "passage « negotiate » : rôles, recorder, manager → manager\n"
        "acte « protocole » : doivent signer, etat, region → etat\n");
    JALON_AUTO(jalon_str_done) struct jalon_str english = {0};
    assert_non_null(strstr(told(nothing, after, JALON_EN, &english),
                           "state “withdrawn”: aim reached, no → yes\n"));
}

#define COHORTS                                                                              \
    "\"cohorts\":{\"avant-garde\":{\"label\":{\"fr\":\"Avant-garde\",\"en\":\"Vanguard\"}}," \
    "\"second\":{\"label\":{\"fr\":\"Second essai\",\"en\":\"Second trial\"}}},"
#define WEIGHTS                                                                                  \
    "\"weights\":{\"emplois\":{\"label\":{\"fr\":\"emplois\",\"en\":\"jobs\"},\"unit\":{\"fr\":" \
    "\"emplois\",\"en\":\"jobs\"}}},"

#define FORECAST                                                                       \
    "\"forecast\":{\"median_weeks\":15,\"source\":\"essai\",\"as_of\":\"2019-04-30\"," \
    "\"pilots\":{\"state\":\"pilot\",\"rest_percent\":70}},"

TEST(a_changed_assumption_of_forecasts_is_told)
{
    static const char *const before[] = {"\"targets\":[]", FORECAST "\"targets\":[]", NULL};
    static const char *const after[] = {
        "\"targets\":[]",       FORECAST "\"targets\":[]",    "\"median_weeks\":15",
        "\"median_weeks\":20",  "\"rest_percent\":70",        "\"rest_percent\":100",
        "\"source\":\"essai\"", "\"source\":\"autre essai\"", NULL};
    JALON_AUTO(jalon_str_done) struct jalon_str changed = {0};
    assert_string_equal(told(before, after, JALON_FR, &changed),
                        "prévision « demo » : médiane en semaines, 15 → 20\n"
                        "prévision « demo » : source, « essai » → « autre essai »\n"
                        "prévision « demo » : rythme des autres en pourcentage, 70 → 100\n");
    JALON_AUTO(jalon_str_done) struct jalon_str added = {0};
    assert_string_equal(told(nothing, before, JALON_FR, &added), "prévision « demo » ajoutée\n");
}

#define STATUSES                                                                                 \
    "\"statuses\":[{\"code\":\"sure\",\"label\":{\"fr\":\"sûr\",\"en\":\"sure\"},\"from\":85}," \
    "{\"code\":\"lost\",\"label\":{\"fr\":\"perdu\",\"en\":\"lost\"},\"from\":0}],"

TEST(a_changed_status_is_told)
{
    static const char *const before[] = {"\"targets\":[]", STATUSES "\"targets\":[]", NULL};
    static const char *const after[] = {"\"targets\":[]", STATUSES "\"targets\":[]", "\"from\":85",
                                        "\"from\":80", NULL};
    JALON_AUTO(jalon_str_done) struct jalon_str changed = {0};
    assert_string_equal(told(before, after, JALON_FR, &changed),
                        "statut « sure » : à partir de (pour cent), 85 → 80\n");
    JALON_AUTO(jalon_str_done) struct jalon_str added = {0};
    assert_string_equal(told(nothing, before, JALON_FR, &added),
                        "statut « sure » ajouté : sûr\nstatut « lost » ajouté : perdu\n");
}

TEST(a_changed_cohort_or_weight_is_told)
{
    static const char *const before[] = {"\"targets\":[]", COHORTS WEIGHTS "\"targets\":[]", NULL};
    static const char *const after[] = {
        "\"targets\":[]",
        COHORTS WEIGHTS "\"targets\":[]",
        "\"fr\":\"Avant-garde\"",
        "\"fr\":\"Avant-garde fictive\"",
        "\"second\":{\"label\":{\"fr\":\"Second essai\",\"en\":\"Second trial\"}}",
        "\"tiers\":{\"label\":{\"fr\":\"Tiers essai\",\"en\":\"Third trial\"}}",
        "\"unit\":{\"fr\":\"emplois\"",
        "\"unit\":{\"fr\":\"postes\"",
        NULL};
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    assert_string_equal(
        told(before, after, JALON_FR, &out),
        "cohorte « avant-garde » : libellé français, « Avant-garde » → « Avant-garde fictive »\n"
        "cohorte « tiers » ajoutée : Tiers essai\n"
        "cohorte « second » retirée : Second essai\n"
        "poids « emplois » : unité en français, « emplois » → « postes »\n");
    JALON_AUTO(jalon_str_done) struct jalon_str english = {0};
    assert_string_equal(
        told(before, after, JALON_EN, &english),
        "cohort “avant-garde”: French label, “Avant-garde” → “Avant-garde fictive”\n"
        "cohort “tiers” added: Third trial\n"
        "cohort “second” removed: Second trial\n"
        "weight “emplois”: unit in French, “emplois” → “postes”\n");
}

TEST(what_came_and_what_went_is_told_with_its_label)
{
    static const char *const after[] = {
        "\"milestones\":{",
        "\"milestones\":{\"vote\":{\"label\":{\"fr\":\"vote\",\"en\":\"vote\"}},",
        ",\"banque\":{\"label\":{\"en\":\"Demo bank\",\"fr\":\"Banque d'essai\"},\"one_per\":"
        "\"contract\"}",
        "",
        "\"calendar\":[]",
        "\"calendar\":[{\"on\":\"2019-03-05\",\"label\":{\"fr\":\"Lyon\",\"en\":\"Lyon\"}}]",
        "\"52\":\"Pays de la Loire\"",
        "\"52\":\"Pays de la Loire\",\"53\":\"Bretagne\"",
        NULL};
    static const char *const sorted[] = {
        "\"label\":{\"fr\":\"Banque d'essai\",\"en\":\"Demo bank\"}",
        "\"label\":{\"en\":\"Demo bank\",\"fr\":\"Banque d'essai\"}", NULL};
    const char *all[16];
    size_t n = 0;
    for (size_t i = 0; sorted[i] != NULL; i++) {
        all[n++] = sorted[i];
    }
    for (size_t i = 0; after[i] != NULL; i++) {
        all[n++] = after[i];
    }
    all[n] = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    assert_string_equal(told(nothing, all, JALON_FR, &out),
                        "partie « banque » retirée : Banque d'essai\n"
                        "étape « vote » ajoutée : vote\n"
                        "jour du calendrier « 2019-03-05 » ajouté : Lyon\n"
                        "Région « 53 » ajoutée : Bretagne\n");
}

TEST(a_moved_target_is_told_as_moved_and_a_rewritten_one_as_changed)
{
    static const char *const old[] = {"\"targets\":[]", TARGET(""), NULL};
    static const char *const moved[] = {"\"targets\":[]", TARGET(MOVED), NULL};
    JALON_AUTO(jalon_str_done) struct jalon_str forth = {0}, back = {0}, first = {0};
    assert_string_equal(
        told(old, moved, JALON_FR, &forth),
        "échéance « all » reportée au 30 septembre 2019, décision du 5 juin 2019\n");
    assert_string_equal(told(moved, old, JALON_FR, &back),
                        "date d'échéance « all 2 » retirée : 30 septembre 2019\n");
    assert_string_equal(told(nothing, old, JALON_EN, &first),
                        "target “all” added: all\ndate of target “all 1” added: 30 June 2019\n");
}

TEST(another_order_of_states_is_a_difference)
{
    static const char *const after[] = {"\"fr\":\"pilote\",\"en\":\"pilot\"}",
                                        "\"fr\":\"pilote\",\"en\":\"pilot\"},\"position\":6", NULL};
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    assert_non_null(strstr(told(nothing, after, JALON_FR, &out),
                           "États : ordre, identified, pilot, negotiating"));
}

TEST(json_holds_values_with_their_types)
{
    static const char *const after[] = {"\"in_scope\":false", "\"in_scope\":true,\"done\":true",
                                        NULL};
    JALON_AUTO(jalon_programme_freep) struct jalon_programme *from = demo(nothing);
    JALON_AUTO(jalon_programme_freep) struct jalon_programme *to = demo(after);
    JALON_AUTO(jalon_programme_diff_freep)
    struct jalon_programme_diff *diff = jalon_programme_diff(from, to);
    JALON_AUTO(jalon_json_decref) json_t *json = jalon_diff_json(diff);
    JALON_AUTO(jalon_freep) char *text = jalon_json_dump(json_array_get(json, 0));
    assert_int_equal(json_array_size(json), 2);
    assert_string_equal(text, "{\"part\":\"state\",\"code\":\"withdrawn\",\"kind\":\"changed\","
                              "\"field\":\"done\",\"from\":false,\"to\":true}");
}
