/* Builds the demo programme and its journal entries from short descriptions. */
#include "demo.h"

#include "base/json.h"
#include "support/test.h"

static void print_fault(void *context, const char *pointer, const struct jalon_err *fault)
{
    (void)context;
    print_error("%s: %s\n", pointer, fault->message[JALON_EN]);
}

struct jalon_programme *demo_programme(void)
{
    JALON_AUTO(jalon_json_decref)
    json_t *document =
        json_load_file(TEST_DATA "/programme_demo.json", JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(document);
    jalon_json_set(document, "cohorts",
                   json_pack("{s:{s:{s:s, s:s}}}", "second", "label", "fr", "Second essai", "en",
                             "Second trial"));
    jalon_json_set(document, "weights",
                   json_pack("{s:{s:{s:s, s:s}, s:{s:s, s:s}}}", "emplois", "label", "fr",
                             "emplois", "en", "jobs", "unit", "fr", "emplois", "en", "jobs"));
    struct jalon_programme *programme = NULL;
    assert_int_equal(jalon_programme_read(document, print_fault, NULL, &programme), 0);
    return programme;
}

static json_t *json_or_null(const char *text)
{
    json_t *value = text ? json_loads(text, 0, NULL) : json_null();
    assert_non_null(value);
    return value;
}

void demo_event_of(const struct demo_event *event, size_t i, struct jalon_event *ret_event)
{
    struct jalon_date recorded_on = jalon_date_add(jalon_date_of(2019, 5, 2), (int)i);
    char recorded[40], request[40];
    snprintf(recorded, sizeof recorded, "%sT09:00:00.000000Z", jalon_date_iso(recorded_on).text);
    snprintf(request, sizeof request, "request %d",
             event->request ? event->request : 1000 + (int)i);
    JALON_AUTO(jalon_json_decref)
    json_t *leaf = json_pack(
        "{s:{s:[s]}, s:o, s:o, s:s, s:s, s:s?, s:s, s:s, s:i, s:i, s:s, s:s, s:n, s:n, s:n}",
        "actor", "sd", "digest of the actor", "after", json_or_null(event->after), "before",
        json_or_null(event->before), "event", event->kind, "precision", event->precision, "valid",
        event->valid, "recorded", recorded, "request", request, "revision", 1, "seq", (int)i + 1,
        "subject", "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee", "subject_kind", "territory", "corrects",
        "certainty", "learned");
    JALON_AUTO(jalon_json_decref)
    json_t *disclosures = json_pack("{s:[s,s]}", "digest of the actor", "actor", "agent_fictif");
    assert_non_null(leaf);
    if (event->reason) {
        jalon_json_set(leaf, "reason", json_pack("{s:[s]}", "sd", "digest of the reason"));
        jalon_json_set(disclosures, "digest of the reason",
                       json_pack("[s,s]", "reason", event->reason));
    }
    assert_true(jalon_event_read(leaf, disclosures, recorded_on, ret_event));
}

static void note_fault(void *context, const struct jalon_replay_fault *fault)
{
    jalon_str_addf(context, "%lld %s %s %s %s\n", (long long)fault->seq,
                   jalon_replay_fault_code(fault->kind), fault->thing,
                   fault->wanted ? fault->wanted : "-", fault->found ? fault->found : "-");
}

struct jalon_contract *demo_replay(const struct jalon_programme *programme,
                                   const struct demo_event *events, size_t n,
                                   struct jalon_str *faults)
{
    struct jalon_contract *contract = jalon_contract_new();
    struct jalon_replay replay = {.contract = contract, .report = note_fault, .context = faults};
    for (size_t i = 0; i < n; i++) {
        JALON_AUTO(jalon_event_done) struct jalon_event event;
        demo_event_of(&events[i], i, &event);
        jalon_replay_apply(&replay, programme, &event);
    }
    jalon_replay_end(&replay);
    return contract;
}
