/* Facts from the database as the records of a report. */
#include <jansson.h>

#include "support/test.h"

#include "base/json.h"
#include "report/facts.h"

static const char facts_text[] =
    "{\"programme\": \"ex\", \"name\": {\"fr\": \"Essai\", \"en\": \"Trial\"}, \"known_at\": null,"
    " \"scope\": {\"initial\": 1, \"current\": 2, \"entered\": 0, \"left\": 0,"
    "             \"out_of_scope\": 0},"
    " \"states\": [{\"code\": \"identified\", \"label\": {\"fr\": \"identifié\","
    "               \"en\": \"identified\"}, \"n\": 2, \"change\": 0}],"
    " \"instruments\": [{\"code\": \"charte\", \"label\": {\"fr\": \"charte\", \"en\": \"charter\"},"
    "                    \"kind\": \"completing\", \"signed\": 1, \"partial\": 0, \"this_week\": 1,"
    "                    \"seen\": 1}],"
    " \"cohorts\": [{\"code\": \"second\", \"label\": {\"fr\": \"Second essai\","
    "                \"en\": \"Second trial\"}, \"n\": 2, \"instruments\": {\"charte\": 1}}],"
    " \"weights\": [{\"code\": \"emplois\", \"label\": {\"fr\": \"emplois\", \"en\": \"jobs\"},"
    "                \"unit\": {\"fr\": \"emplois\", \"en\": \"jobs\"},"
    "                \"total\": 5000000000, \"without\": 1, \"partial\": 1,"
    "                \"instruments\": {\"charte\": 4000000000}}],"
    " \"targets\": [{\"code\": \"all\", \"label\": {\"fr\": \"toutes\", \"en\": \"all\"},"
    "                \"on\": \"2019-06-30\", \"original_on\": \"2019-06-30\","
    "                \"decided_on\": \"2019-01-31\", \"instrument\": \"charte\", \"percent\": 100}],"
    " \"regions\": [{\"code\": \"91\", \"name\": \"Dunes\", \"n\": 2, \"instruments\":"
    "                {\"charte\": {\"signed\": 1, \"this_week\": 1}}}],"
    " \"changes\": [{\"kind\": \"signed\", \"on\": \"2019-04-30\", \"precision\": \"day\","
    "                \"code\": \"ex-1\", \"name\": \"Baie d'Essai\", \"region\": \"91\","
    "                \"what\": \"charte\", \"from\": null,"
    "                \"label\": {\"fr\": \"charte\", \"en\": \"charter\"},"
    "                \"leave\": {\"fr\": null, \"en\": null}}],"
    " \"series\": [{\"on\": \"2019-04-28\", \"n\": 1, \"instruments\": {}},"
    "              {\"on\": \"2019-05-05\", \"n\": 2, \"instruments\": {\"charte\": 1}}],"
    " \"restatements\": [{\"from\": \"2019-04-14\", \"to\": \"2019-04-28\","
    "                \"figure\": \"instruments.charte.signed\", \"before\": 1, \"after\": 0,"
    "                \"entry\": \"ex-1#6\", \"recorded_on\": \"2019-05-02\"}]}";

static json_t *facts_new(void)
{
    struct jalon_err err = {0};
    json_t *facts = NULL;
    assert_done(jalon_json_parse(facts_text, &facts, &err), &err);
    return facts;
}

static int read_facts(const json_t *facts, struct jalon_weekly **weekly, struct jalon_err *err)
{
    const struct jalon_period period = {.week = {2019, 18},
                                        .from = jalon_date_of(2019, 4, 29),
                                        .to = jalon_date_of(2019, 5, 5),
                                        .as_of = jalon_date_of(2019, 5, 5)};
    return jalon_weekly_of_facts(facts, &period, 56, weekly, err);
}

TEST(facts_become_a_report)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_json_decref) json_t *facts = facts_new();
    JALON_AUTO(jalon_weekly_freep) struct jalon_weekly *weekly = NULL;
    assert_done(read_facts(facts, &weekly, &err), &err);
    assert_null(weekly->status.known_at.at);
    assert_int_equal(weekly->status.known_at.size, -1);
    assert_int_equal(weekly->status.pace_days, 56);
    assert_ptr_equal(weekly->status.targets[0].instrument, &weekly->status.instruments[0]);
    assert_int_equal(weekly->regions[0].n_signed[0], 1);
    assert_int_equal(weekly->status.cohorts[0].n_signed[0], 1);
    assert_int_equal(weekly->status.weights[0].total, 5000000000);
    assert_int_equal(weekly->status.weights[0].of_signed[0], 4000000000);
    assert_int_equal(weekly->changes[0].kind, JALON_CHANGE_SIGNED);
    assert_null(weekly->changes[0].from);
    assert_int_equal(weekly->n_series, 2);
    assert_int_equal(weekly->series[0].n_signed[0], 0);
    assert_int_equal(weekly->series[1].n_signed[0], 1);
    assert_string_equal(jalon_week_text(weekly->restatements[0].from).text, "2019-W15");
    assert_string_equal(jalon_week_text(weekly->restatements[0].to).text, "2019-W17");
    assert_string_equal(weekly->restatements[0].entry, "ex-1#6");
}

static void assert_unreadable(json_t *facts, const char *what)
{
    struct jalon_err err = {0};
    struct jalon_weekly *weekly = NULL;
    assert_int_equal(read_facts(facts, &weekly, &err), -1);
    assert_null(weekly);
    assert_int_equal(err.kind, JALON_ERR_INTERNAL);
    if (strstr(err.message[JALON_EN], what) == NULL) {
        fail_msg("no '%s' in '%s'", what, err.message[JALON_EN]);
    }
    json_decref(facts);
}

TEST(a_part_that_is_missing_is_named)
{
    static const char *const parts[] = {"scope",   "states",  "instruments", "targets",
                                        "regions", "changes", "series",      "restatements"};
    for (size_t i = 0; i < JALON_COUNT(parts); i++) {
        json_t *facts = facts_new();
        json_object_del(facts, parts[i]);
        assert_unreadable(facts, parts[i]);
    }
}

TEST(a_series_that_ends_elsewhere_than_the_report_is_refused)
{
    json_t *facts = facts_new();
    json_object_set_new(json_array_get(json_object_get(facts, "series"), 1), "n", json_integer(3));
    assert_unreadable(facts, "series");
}

TEST(a_row_that_cannot_be_read_is_named)
{
    static const char *const members[] = {"kind", "precision", "on"};
    for (size_t i = 0; i < JALON_COUNT(members); i++) {
        json_t *facts = facts_new();
        json_object_del(json_array_get(json_object_get(facts, "changes"), 0), members[i]);
        assert_unreadable(facts, members[i]);
    }
    json_t *facts = facts_new();
    json_object_set_new(json_array_get(json_object_get(facts, "targets"), 0), "instrument",
                        json_string("contrat"));
    assert_unreadable(facts, "instrument");
}

TEST(figures_that_do_not_add_up_are_refused)
{
    json_t *facts = facts_new();
    json_object_set_new(json_object_get(facts, "scope"), "current", json_integer(3));
    assert_unreadable(facts, "states");
}
