/* Metrics: counted by Région and state, in the format that Prometheus reads. */
#include "support/test.h"

#include <string.h>

#include "report/metrics.h"

/* A contract of REGION that is in STATE since 2019-01-01. */
static struct jalon_contract *contract_in(const char *region, const char *state)
{
    struct jalon_contract *contract = jalon_contract_new();
    struct jalon_date from = jalon_date_of(2019, 1, 1);
    contract->region = region;
    contract->states = jalon_arena_alloc(contract->arena, sizeof *contract->states);
    contract->states[0] = (struct jalon_contract_state){state, {from, JALON_DATE_NONE}, 1, 0};
    contract->n_states = 1;
    contract->scope = jalon_arena_alloc(contract->arena, sizeof *contract->scope);
    contract->scope[0] = (struct jalon_contract_scope){.span = {from, JALON_DATE_NONE}, .seq = 1};
    contract->n_scope = 1;
    return contract;
}

static void assert_lines(const struct jalon_metrics *metrics, const char *const *lines, size_t n)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    jalon_metrics_text(metrics, &text);
    for (size_t i = 0; i < n; i++) {
        if (strstr(jalon_str_text(&text), lines[i]) == NULL) {
            fail_msg("not there: %sin\n%s", lines[i], jalon_str_text(&text));
        }
    }
}

TEST(contracts_are_counted_by_region_and_state_those_without_region_too)
{
    static const char *const wanted[] = {
        "jalon_contracts{programme=\"demo\",region=\"\",state=\"open\"} 1\n"
        "jalon_contracts{programme=\"demo\",region=\"\",state=\"signed\"} 0\n"
        "jalon_contracts{programme=\"demo\",region=\"28\",state=\"open\"} 1\n"
        "jalon_contracts{programme=\"demo\",region=\"28\",state=\"signed\"} 1\n",
        "jalon_overdue{programme=\"demo\",region=\"28\"} 0\n",
        "jalon_report_last_success_timestamp_seconds{programme=\"demo\"} 1557118812\n",
        "jalon_outbox_pending{programme=\"demo\"} 3\n",
        "jalon_audit_seq 12\n",
        "jalon_audit_pending 1\n",
    };
    struct jalon_state_def states[] = {{.code = "open", .in_scope = true},
                                       {.code = "signed", .in_scope = true}};
    const struct jalon_programme programme = {
        .code = "demo", .states = states, .n_states = JALON_COUNT(states)};
    struct jalon_contract *contracts[] = {contract_in("28", "signed"), contract_in(NULL, "open"),
                                          contract_in("28", "open")};
    const struct jalon_metrics_part part = {.programme = &programme,
                                            .today = jalon_date_of(2019, 5, 6),
                                            .contracts = contracts,
                                            .n_contracts = JALON_COUNT(contracts),
                                            .n_reminders = 3,
                                            .last_report_at = "2019-05-06T05:00:12Z"};
    const struct jalon_metrics metrics = {
        .version = "1.0.0", .parts = &part, .n_parts = 1, .n_sealed = 12, .n_pending = 1};
    assert_lines(&metrics, wanted, JALON_COUNT(wanted));
    for (size_t i = 0; i < JALON_COUNT(contracts); i++) {
        jalon_contract_free(contracts[i]);
    }
}

TEST(a_label_cannot_end_itself_or_its_line)
{
    static const char *const wanted[] = {
        "jalon_outbox_pending{programme=\"a\\\"b\\\\c\\\\x0ad\"} 0\n",
        "# TYPE jalon_report_last_success_timestamp_seconds gauge\n# HELP jalon_outbox_pending",
    };
    const struct jalon_programme programme = {.code = "a\"b\\c\nd"};
    const struct jalon_metrics_part part = {.programme = &programme,
                                            .today = jalon_date_of(2019, 5, 6)};
    const struct jalon_metrics metrics = {.version = "1.0.0", .parts = &part, .n_parts = 1};
    assert_lines(&metrics, wanted, JALON_COUNT(wanted));
}

TEST(a_family_of_figures_comes_once_for_all_programmes)
{
    static const char *const wanted[] = {
        "# TYPE jalon_outbox_pending gauge\n"
        "jalon_outbox_pending{programme=\"one\"} 1\n"
        "jalon_outbox_pending{programme=\"two\"} 2\n"
        "# HELP jalon_audit_seq",
    };
    const struct jalon_programme one = {.code = "one"}, two = {.code = "two"};
    const struct jalon_metrics_part parts[] = {
        {.programme = &one, .today = jalon_date_of(2019, 5, 6), .n_reminders = 1},
        {.programme = &two, .today = jalon_date_of(2019, 5, 6), .n_reminders = 2}};
    const struct jalon_metrics metrics = {.version = "1.0.0", .parts = parts, .n_parts = 2};
    assert_lines(&metrics, wanted, JALON_COUNT(wanted));
}
