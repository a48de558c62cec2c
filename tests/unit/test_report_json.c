/* The weekly report and the status as JSON. */
#include "support/test.h"

#include <math.h>
#include <stdio.h>

#include "base/json.h"
#include "base/mem.h"
#include "report_fixture.h"

static const char golden_weekly[] =
    "{"
    "\"schema\":\"jalon.weekly/1\",\"programme\":\"ex\",\"week\":\"2019-W18\",\"from\":\"2019-04-29\",\"to\":\"2019-05-05\",\"as_of\":\"2019-05-05\",\"provisional\":false,\"known_at\":{\"size\":null,\"at\":\"2019-05-06T08:12:00.123456Z\"},"
    "\"scope\":{\"initial\":10,\"current\":12,\"entered\":1,\"left\":0,\"out_of_scope\":1},"
    "\"states\":{\"identified\":6,\"pilot\":3,\"negotiating\":3,\"signed\":0,\"suspended\":0},"
    "\"state_changes\":{\"identified\":-1,\"pilot\":-1,\"negotiating\":3,\"signed\":0,\"suspended\":0},"
    "\"instruments\":{\"protocole\":{\"signed\":3,\"this_week\":2,\"partial\":1},"
    "\"contrat\":{\"signed\":0,\"this_week\":0,\"partial\":0},"
    "\"avenant\":{\"signed\":0,\"this_week\":0,\"partial\":0}},\"regions\":[{"
    "\"code\":\"91\",\"name\":\"Région des Dunes\",\"scope\":7,\"instruments\":{"
    "\"protocole\":{\"signed\":2,\"this_week\":2},\"contrat\":{\"signed\":0,\"this_week\":0},"
    "\"avenant\":{\"signed\":0,\"this_week\":0}}},{"
    "\"code\":\"92\",\"name\":\"Val-de-Nulle-Part\",\"scope\":5,\"instruments\":{"
    "\"protocole\":{\"signed\":1,\"this_week\":0},\"contrat\":{\"signed\":0,\"this_week\":0},"
    "\"avenant\":{\"signed\":0,\"this_week\":0}}}],"
    "\"changes\":[{\"kind\":\"signed\",\"on\":\"2019-04-30\",\"precision\":\"day\","
    "\"code\":\"ex-9101\",\"name\":\"Baie d'Essai\",\"region\":\"91\",\"what\":\"protocole\",\"from\":null},{\"kind\":\"signed\",\"on\":\"2019-04-30\",\"precision\":\"day\","
    "\"code\":\"ex-9102\",\"name\":\"Rive Témoin\",\"region\":\"91\",\"what\":\"protocole\",\"from\":null},{\"kind\":\"state\",\"on\":\"2019-04-30\",\"precision\":\"before\","
    "\"code\":\"ex-9101\",\"name\":\"Baie d'Essai\",\"region\":\"91\",\"what\":\"negotiating\",\"from\":\"pilot\"},{\"kind\":\"state\",\"on\":\"2019-04-30\",\"precision\":\"before\","
    "\"code\":\"ex-9201\",\"name\":\"Plaine Factice\",\"region\":\"92\",\"what\":\"negotiating\",\"from\":\"pilot\"},{\"kind\":\"entered\",\"on\":\"2019-05-02\",\"precision\":\"day\","
    "\"code\":\"ex-9202\",\"name\":\"Mont Imaginaire\",\"region\":\"92\",\"what\":null,\"from\":null},{\"kind\":\"milestone\",\"on\":\"2019-05-03\",\"precision\":\"day\","
    "\"code\":\"ex-9103\",\"name\":\"Cap Exemple\",\"region\":\"91\",\"what\":\"launch\",\"from\":null}],"
    "\"restatements\":[],"
    "\"targets\":[{"
    "\"code\":\"first\",\"on\":\"2019-03-24\",\"original_on\":\"2019-03-05\",\"decided_on\":\"2019-03-04\",\"days_left\":-42,\"instrument\":\"contrat\",\"signed\":0,\"of\":2,\"pace_needed\":null,\"pace_seen\":0.0},{"
    "\"code\":\"all\",\"on\":\"2019-06-30\",\"original_on\":\"2019-06-30\",\"decided_on\":\"2019-01-31\",\"days_left\":56,\"instrument\":\"contrat\",\"signed\":0,\"of\":12,\"pace_needed\":1.5,\"pace_seen\":0.0}],"
    "\"forecast\":null,\"at_risk\":[],";

static const char golden_status[] =
    "{"
    "\"schema\":\"jalon.status/1\",\"programme\":\"ex\",\"as_of\":\"2019-05-05\",\"known_at\":{\"size\":null,\"at\":\"2019-05-06T08:12:00.123456Z\"},"
    "\"scope\":{\"initial\":10,\"current\":12},"
    "\"states\":{\"identified\":6,\"pilot\":3,\"negotiating\":3,\"signed\":0,\"suspended\":0},"
    "\"instruments\":{\"protocole\":{\"signed\":3,\"partial\":1},"
    "\"contrat\":{\"signed\":0,\"partial\":0},\"avenant\":{\"signed\":0,\"partial\":0}},"
    "\"targets\":[{"
    "\"code\":\"first\",\"on\":\"2019-03-24\",\"days_left\":-42,\"signed\":0,\"of\":2},{"
    "\"code\":\"all\",\"on\":\"2019-06-30\",\"days_left\":56,\"signed\":0,\"of\":12}]}\n";

static json_t *weekly_json(const struct jalon_weekly *weekly)
{
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    struct jalon_err err = {0};
    json_t *json = NULL;
    assert_done(jalon_weekly_json(weekly, JALON_FR, &out, &err), &err);
    assert_done(jalon_json_parse(jalon_str_text(&out), &json, &err), &err);
    return json;
}

static const json_t *value_of(const json_t *json, const char *figure)
{
    const json_t *value =
        json_object_get(json_object_get(json_object_get(json, "figures"), figure), "value");
    if (value == NULL) {
        fail_msg("no figure '%s'", figure);
    }
    return value;
}

TEST(the_weekly_json_is_jalon_weekly_1)
{
    struct report_fixture f;
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    struct jalon_err err = {0};
    report_fixture_init(&f);
    assert_done(jalon_weekly_json(&f.weekly, JALON_EN, &out, &err), &err);
    assert_int_equal(strncmp(jalon_str_text(&out), golden_weekly, strlen(golden_weekly)), 0);
}

TEST(the_status_json_is_jalon_status_1)
{
    struct report_fixture f;
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    report_fixture_init(&f);
    jalon_status_json(&f.weekly.status, &out);
    assert_string_equal(jalon_str_text(&out), golden_status);
}

TEST(an_issued_report_has_its_checkpoint_in_json)
{
    struct report_fixture f;
    report_fixture_init(&f);
    f.weekly.anchor = report_fixture_anchor();
    JALON_AUTO(jalon_json_decref) json_t *json = weekly_json(&f.weekly);
    const json_t *anchor = json_object_get(json, "checkpoint");
    assert_string_equal(jalon_json_text(anchor, "origin"), "essai.example/1");
    assert_int_equal(jalon_json_int(anchor, "size"), 1105);
    assert_string_equal(jalon_json_text(anchor, "root"), f.weekly.anchor.root);
    assert_string_equal(jalon_json_text(anchor, "note"), REPORT_FIXTURE_NOTE);
}

TEST(the_weekly_json_has_cohorts_and_weights_when_the_programme_declares_them)
{
    struct report_fixture f;
    report_fixture_init(&f);
    JALON_AUTO(jalon_json_decref) json_t *without = weekly_json(&f.weekly);
    assert_null(json_object_get(without, "cohorts"));
    assert_null(json_object_get(without, "weights"));
    report_fixture_counts(&f);
    JALON_AUTO(jalon_json_decref) json_t *with = weekly_json(&f.weekly);
    const json_t *cohort = json_array_get(json_object_get(with, "cohorts"), 0);
    const json_t *weight = json_array_get(json_object_get(with, "weights"), 0);
    assert_int_equal(jalon_json_int(cohort, "of"), 4);
    assert_int_equal(jalon_json_int(weight, "total"), 1202000);
    assert_int_equal(jalon_json_int(weight, "without"), 2);
}

TEST(the_figures_hold_the_forecast_as_it_is_told_elsewhere)
{
    struct report_fixture f;
    report_fixture_init(&f);
    JALON_AUTO(jalon_json_decref) json_t *without = weekly_json(&f.weekly);
    assert_null(json_object_get(json_object_get(without, "figures"), "forecast.expected"));
    report_fixture_forecast(&f);
    JALON_AUTO(jalon_json_decref) json_t *json = weekly_json(&f.weekly);
    assert_int_equal(llround(10 * json_real_value(value_of(json, "forecast.expected"))), 46);
    assert_int_equal(json_integer_value(value_of(json, "forecast.low80")), 2);
    assert_int_equal(json_integer_value(value_of(json, "forecast.high80")), 14);
    assert_int_equal(json_integer_value(value_of(json, "forecast.p_all.least")), 0);
    assert_int_equal(json_integer_value(value_of(json, "forecast.p_all.most")), 5);
}

/* Horizon I of the forecast: what is told of it but the numbers that are no integers. */
static const char *horizon(json_t *json, size_t i)
{
    static char text[160];
    json_t *one = json_array_get(json_object_get(json_object_get(json, "forecast"), "horizons"), i);
    (void)json_object_del(one, "expected");
    (void)json_object_del(one, "scope");
    JALON_AUTO(jalon_freep) char *dump = one != NULL ? jalon_json_dump(one) : NULL;
    (void)snprintf(text, sizeof text, "%s", dump != NULL ? dump : "");
    return text;
}

TEST(the_json_holds_what_can_be_scored_later_and_nothing_of_a_fact)
{
    struct report_fixture f;
    report_fixture_init(&f);
    report_fixture_forecast(&f);
    f.forecast.ahead[0] = (struct jalon_forecast_point){jalon_date_of(2019, 5, 12), 0.5,  12.1,
                                                        {0, 0, 0, 0, 1, 2, 3},      NULL, 0};
    f.forecast.n_ahead = 1;
    JALON_AUTO(jalon_json_decref) json_t *json = weekly_json(&f.weekly);
    assert_string_equal(horizon(json, 0),
                        "{\"on\":\"2019-05-12\",\"quantiles\":{\"5\":0,\"10\":0,\"25\":0,\"50\":0,"
                        "\"75\":1,\"90\":2,\"95\":3},\"weeks\":1}");
    assert_string_equal(horizon(json, 1),
                        "{\"on\":\"2019-06-30\",\"quantiles\":{\"5\":1,\"10\":2,\"25\":3,\"50\":4,"
                        "\"75\":6,\"90\":14,\"95\":15},\"weeks\":null}");
    assert_string_equal(horizon(json, 2), "");
    f.forecast.n_ahead = 0;
    f.forecast.as_of = f.forecast.due_on;
    JALON_AUTO(jalon_json_decref) json_t *fact = weekly_json(&f.weekly);
    assert_string_equal(horizon(fact, 0), "");
}

TEST(a_chance_that_can_be_told_is_both_of_its_bounds)
{
    struct report_fixture f;
    report_fixture_init(&f);
    report_fixture_forecast(&f);
    f.forecast.p_all = 0.37;
    JALON_AUTO(jalon_json_decref) json_t *json = weekly_json(&f.weekly);
    assert_int_equal(json_integer_value(value_of(json, "forecast.p_all.least")), 35);
    assert_int_equal(json_integer_value(value_of(json, "forecast.p_all.most")), 35);
}

TEST(a_restated_figure_is_told_with_its_weeks_in_json)
{
    struct report_fixture f;
    report_fixture_init(&f);
    report_fixture_restatements(&f);
    JALON_AUTO(jalon_json_decref) json_t *json = weekly_json(&f.weekly);
    JALON_AUTO(jalon_freep) char *text = jalon_json_dump(json_object_get(json, "restatements"));
    assert_string_equal(
        text,
        "[{\"from_week\":\"2019-W18\",\"to_week\":\"2019-W18\",\"figure\":"
        "\"instruments.protocole.signed\",\"before\":13,\"after\":12,\"entry\":\"ex-9101#6\","
        "\"recorded_on\":\"2019-05-06\"},{\"from_week\":\"2018-W52\",\"to_week\":\"2019-W17\","
        "\"figure\":\"instruments.contrat.signed\",\"before\":0,\"after\":1,\"entry\":"
        "\"ex-9101#6\",\"recorded_on\":\"2019-05-06\"},{\"from_week\":\"2019-W16\",\"to_week\":"
        "\"2019-W18\",\"figure\":\"states.pilot\",\"before\":3,\"after\":4,\"entry\":\"ex-9101#6\","
        "\"recorded_on\":\"2019-05-06\"},{\"from_week\":\"2019-W18\",\"to_week\":\"2019-W18\","
        "\"figure\":\"scope.current\",\"before\":12,\"after\":11,\"entry\":\"ex-9101#6\","
        "\"recorded_on\":\"2019-05-06\"}]");
    assert_int_equal(json_integer_value(value_of(json, "restatements")), 4);
}

TEST(every_figure_has_its_value_and_its_definition)
{
    struct report_fixture f;
    report_fixture_init(&f);
    JALON_AUTO(jalon_json_decref) json_t *json = weekly_json(&f.weekly);
    assert_int_equal(json_integer_value(value_of(json, "scope.current")), 12);
    assert_int_equal(json_integer_value(value_of(json, "states.negotiating.change")), 3);
    assert_int_equal(json_integer_value(value_of(json, "regions.91.protocole.this_week")), 2);
    assert_int_equal(json_integer_value(value_of(json, "targets.first.days_left")), -42);
    assert_true(json_is_null(value_of(json, "targets.first.pace_needed")));
    assert_true(json_is_real(value_of(json, "targets.all.pace_needed")));
    const char *code = NULL;
    json_t *figure = NULL;
    size_t n = 0;
    json_object_foreach(json_object_get(json, "figures"), code, figure)
    {
        const json_t *definition = json_object_get(figure, "definition");
        assert_non_null(jalon_json_text(definition, "fr"));
        assert_non_null(jalon_json_text(definition, "en"));
        assert_null(strchr(jalon_json_text(definition, "fr"), '{'));
        n++;
    }
    assert_int_equal(n, 7 + 5 * 2 + 3 * 4 + 2 * 7 + 2 * 4);
}

static const char *defined(const json_t *json, const char *figure)
{
    const json_t *one = json_object_get(json_object_get(json, "figures"), figure);
    return jalon_json_text(json_object_get(one, "definition"), "fr");
}

TEST(cohorts_and_weights_are_figures_with_definitions)
{
    struct report_fixture f;
    report_fixture_init(&f);
    report_fixture_counts(&f);
    JALON_AUTO(jalon_json_decref) json_t *json = weekly_json(&f.weekly);
    assert_int_equal(json_integer_value(value_of(json, "cohorts.avant-garde.scope")), 4);
    assert_int_equal(json_integer_value(value_of(json, "cohorts.avant-garde.protocole.signed")), 1);
    assert_int_equal(json_integer_value(value_of(json, "cohorts.second.contrat.signed")), 0);
    assert_int_equal(json_integer_value(value_of(json, "weights.emplois.total")), 1202000);
    assert_int_equal(json_integer_value(value_of(json, "weights.emplois.protocole.signed")),
                     400666);
    /* 33.33 percent, rounded down */
    assert_int_equal(
        (int)(json_real_value(value_of(json, "weights.emplois.protocole.share")) * 10 + 0.5), 333);
    assert_int_equal(json_integer_value(value_of(json, "weights.emplois.without")), 2);
    assert_int_equal(json_integer_value(value_of(json, "weights.emplois.partial")), 1);
    assert_int_equal(json_object_size(json_object_get(json, "figures")),
                     7 + 5 * 2 + 3 * 4 + 2 * 7 + 2 * 4 + 2 * 4 + 9);
    assert_string_equal(defined(json, "cohorts.avant-garde.protocole.signed"),
                        "cohorte «\u00A0Avant-garde fictive\u00A0»\u00A0: "
                        "«\u00A0protocole d'accord\u00A0» signés");
    assert_string_equal(defined(json, "weights.emplois.total"),
                        "poids «\u00A0emplois industriels\u00A0», en emplois\u00A0: "
                        "total des territoires du périmètre");
}

TEST(a_share_of_no_weight_is_no_figure)
{
    struct report_fixture f;
    report_fixture_init(&f);
    report_fixture_counts(&f);
    f.weights[0].total = 0;
    f.of_signed[0] = 0;
    JALON_AUTO(jalon_json_decref) json_t *json = weekly_json(&f.weekly);
    assert_true(json_is_null(value_of(json, "weights.emplois.protocole.share")));
}

TEST(hostile_names_survive_as_data)
{
    struct report_fixture f;
    report_fixture_init(&f);
    f.changes[0].name = "x|<script>*_[a](b)\x1b[31m\u200F\nwww.a.test";
    JALON_AUTO(jalon_json_decref) json_t *json = weekly_json(&f.weekly);
    const json_t *change = json_array_get(json_object_get(json, "changes"), 0);
    assert_string_equal(jalon_json_text(change, "name"), f.changes[0].name);
}

TEST(an_empty_journal_knows_nothing)
{
    struct report_fixture f;
    report_fixture_init(&f);
    f.weekly.status.known_at = (struct jalon_known_at){-1, NULL};
    JALON_AUTO(jalon_json_decref) json_t *json = weekly_json(&f.weekly);
    const json_t *known_at = json_object_get(json, "known_at");
    assert_true(json_is_null(json_object_get(known_at, "at")));
    assert_true(json_is_null(json_object_get(known_at, "size")));
}
