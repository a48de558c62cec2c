/* Entries that want to be looked at. */
#include <string.h>

#include "base/str.h"
#include "domain/anomaly.h"
#include "support/test.h"

#include "demo.h"

static const struct jalon_anomaly_rules rules = {
    .backdated_days = 30, .bulk_entries = 50, .day_from = 7, .day_until = 20};

/* By day, alone, on a contract that was not signed. */
static const struct jalon_entry_facts plain = {.hour = 10, .n_act = 1, .is_first_of_act = true};

/* The codes of what is found in EVENT, recorded on 2 May 2019 plus I days, one blank between. */
static const char *found_in(const struct demo_event *event, size_t i,
                            const struct jalon_entry_facts *facts)
{
    static char text[200];
    struct jalon_event read;
    struct jalon_programme *programme = demo_programme();
    demo_event_of(event, i, &read);
    unsigned found = jalon_anomalies(&rules, programme, &read, facts);
    text[0] = '\0';
    for (int k = 0; k < JALON_ANOMALY_N; k++) {
        if ((found & 1U << k) != 0) {
            size_t length = strlen(text);
            (void)snprintf(text + length, sizeof text - length, "%s%s", length > 0 ? " " : "",
                           jalon_anomaly_code((enum jalon_anomaly)k));
        }
    }
    jalon_event_done(&read);
    jalon_programme_free(programme);
    return text;
}

static const struct demo_event move = {"transition",
                                       "2019-04-30",
                                       "day",
                                       DEMO_STATE("pilot"),
                                       DEMO_MOVE("negotiating", "negotiate"),
                                       0,
                                       NULL};

TEST(an_ordinary_entry_wants_no_look)
{
    assert_string_equal(found_in(&move, 0, &plain), "");
}

TEST(an_entry_is_backdated_beyond_so_many_days_and_not_on_the_last_of_them)
{
    struct demo_event event = move;
    event.valid = "2019-04-02";
    assert_string_equal(found_in(&event, 0, &plain), "");
    event.valid = "2019-04-01";
    assert_string_equal(found_in(&event, 0, &plain), "backdated");
    event.valid = NULL;
    event.precision = "unknown"; /* counts from the day on which it was recorded */
    assert_string_equal(found_in(&event, 0, &plain), "");
}

TEST(the_night_ends_at_its_hour_and_begins_at_its_hour)
{
    static const struct {
        int hour;
        const char *found;
    } hours[] = {{0, "night"}, {6, "night"}, {7, ""}, {19, ""}, {20, "night"}, {23, "night"}};
    for (size_t i = 0; i < JALON_COUNT(hours); i++) {
        struct jalon_entry_facts facts = plain;
        facts.hour = hours[i].hour;
        assert_string_equal(found_in(&move, 0, &facts), hours[i].found);
    }
}

TEST(saturdays_sundays_and_holidays_of_all_france_are_days_off)
{
    assert_string_equal(found_in(&move, 1, &plain), "");        /* Friday 3 May 2019 */
    assert_string_equal(found_in(&move, 2, &plain), "day_off"); /* Saturday */
    assert_string_equal(found_in(&move, 3, &plain), "day_off"); /* Sunday */
    assert_string_equal(found_in(&move, 6, &plain), "day_off"); /* 8 May */
}

TEST(the_first_of_many_stands_for_the_others)
{
    struct jalon_entry_facts facts = {.hour = 3, .n_act = 49, .is_first_of_act = true};
    assert_string_equal(found_in(&move, 0, &facts), "night");
    facts.n_act = 50;
    assert_string_equal(found_in(&move, 0, &facts), "night bulk");
    facts.is_first_of_act = false;
    assert_string_equal(found_in(&move, 0, &facts), "");
}

TEST(what_goes_back_on_a_signed_contract_is_told_even_among_many)
{
    const struct demo_event correction = {"correct",
                                          "2019-05-01",
                                          "day",
                                          "{\"set\":{\"on\":\"2019-04-29\"}}",
                                          "{\"note\":null,\"set\":{\"on\":\"2019-04-30\"}}",
                                          0,
                                          "essai"};
    struct jalon_entry_facts facts = {.hour = 10, .n_act = 80};
    assert_string_equal(found_in(&correction, 0, &facts), "");
    facts.was_signed = true;
    assert_string_equal(found_in(&correction, 0, &facts), "signed");
    assert_string_equal(found_in(&move, 0, &facts), "");
    const struct demo_event reopening = {"transition",
                                         "2019-05-01",
                                         "day",
                                         DEMO_STATE("signed"),
                                         DEMO_MOVE("negotiating", "reopen"),
                                         0,
                                         "essai"};
    assert_string_equal(found_in(&reopening, 0, &facts), "reopened");
}

TEST(waivers_and_signatures_without_evidence_are_told)
{
    const struct demo_event waiver = {
        "waive",
        "2019-05-01",
        "day",
        NULL,
        "{\"instrument\":\"contrat\",\"note\":null,\"number\":1,\"party\":\"etat\"}",
        0,
        "essai"};
    assert_string_equal(found_in(&waiver, 0, &plain), "waived");
    struct demo_event signature = {
        "sign", "2019-05-01", "day", NULL, DEMO_SIGN("contrat", "1", "etat", DEMO_ALL), 0, NULL};
    assert_string_equal(found_in(&signature, 0, &plain), "");
    signature.after = "{\"instrument\":\"contrat\",\"no_evidence\":{\"sd\":[\"x\"]},\"note\":null,"
                      "\"number\":1,\"party\":\"etat\"}";
    assert_string_equal(found_in(&signature, 0, &plain), "no_evidence");
}
