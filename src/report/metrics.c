/* Metrics in the text format of Prometheus, without instants: the monitor has its own clock. */
#include "report/metrics.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* What is counted of a Région. */
struct row {
    const char *region; /* "" when its contracts have none */
    int *n_by_state;    /* in the order of the programme's states */
    int n_overdue;
    bool is_due; /* a target is not met yet */
    int days;    /* until the first of those; below zero: late */
};

struct rows {
    struct row *items;
    size_t n;
    struct jalon_arena *arena;
};

static struct row *row_of(struct rows *rows, const struct jalon_programme *programme,
                          const char *region)
{
    for (size_t i = 0; i < rows->n; i++) {
        if (strcmp(rows->items[i].region, region) == 0) {
            return &rows->items[i];
        }
    }
    struct row *row = &rows->items[rows->n++];
    *row = (struct row){.region = region,
                        .n_by_state =
                            jalon_arena_array(rows->arena, programme->n_states + 1, sizeof(int))};
    return row;
}

static void count_state(const struct jalon_metrics_part *part,
                        const struct jalon_contract *contract, struct row *row)
{
    const struct jalon_contract_state *state = jalon_contract_state_at(contract, part->today);
    for (size_t i = 0; state != NULL && i < part->programme->n_states; i++) {
        if (strcmp(part->programme->states[i].code, state->state) == 0) {
            row->n_by_state[i]++;
        }
    }
}

/* The due day itself is not late. */
static void count_targets(const struct jalon_metrics_part *part,
                          const struct jalon_contract *contract, struct row *row)
{
    const struct jalon_programme *programme = part->programme;
    bool is_overdue = false;
    for (size_t i = 0; i < programme->n_targets; i++) {
        const struct jalon_target_def *target = &programme->targets[i];
        struct jalon_due due;
        if (!jalon_due_at(contract, target, part->today, &due) || !jalon_due_binds(&due) ||
            jalon_target_met(contract, programme, target, part->today)) {
            continue;
        }
        int days = jalon_date_diff(due.on, part->today);
        row->days = !row->is_due || days < row->days ? days : row->days;
        row->is_due = true;
        is_overdue = is_overdue || days < 0;
    }
    row->n_overdue += is_overdue ? 1 : 0;
}

static int by_region(const void *a, const void *b)
{
    return strcmp(((const struct row *)a)->region, ((const struct row *)b)->region);
}

static struct rows count(const struct jalon_metrics_part *part, struct jalon_arena *arena)
{
    const struct jalon_programme *programme = part->programme;
    struct rows rows = {jalon_arena_array(arena, part->n_contracts + 1, sizeof(struct row)), 0,
                        arena};
    for (size_t i = 0; i < part->n_contracts; i++) {
        const struct jalon_contract *contract = part->contracts[i];
        if (jalon_contract_entered_at(contract, part->today)) {
            struct row *row =
                row_of(&rows, programme, contract->region != NULL ? contract->region : "");
            count_state(part, contract, row);
            if (jalon_contract_in_scope_at(contract, programme, part->today)) {
                count_targets(part, contract, row);
            }
        }
    }
    qsort(rows.items, rows.n, sizeof *rows.items, by_region);
    return rows;
}

static void begin(struct jalon_str *out, const char *name, const char *help)
{
    jalon_str_addf(out, "# HELP jalon_%s %s\n# TYPE jalon_%s gauge\n", name, help, name);
}

/* NAME="VALUE", what could end it escaped and controls shown. */
static void add_label(struct jalon_str *out, const char *name, const char *value)
{
    JALON_AUTO(jalon_str_done) struct jalon_str safe = {0};
    jalon_text_add_safe(&safe, value);
    jalon_str_addf(out, "%s=\"", name);
    for (const char *c = jalon_str_text(&safe); *c != '\0'; c++) {
        jalon_str_add(out, *c == '\\' || *c == '"' ? "\\" : "");
        jalon_str_add_char(out, *c);
    }
    jalon_str_add_char(out, '"');
}

/* "jalon_overdue{programme="ti",region="28"" */
static void open_labels(struct jalon_str *out, const char *name,
                        const struct jalon_programme *programme, const char *region)
{
    jalon_str_addf(out, "jalon_%s{", name);
    add_label(out, "programme", programme->code);
    if (region != NULL) {
        jalon_str_add_char(out, ',');
        add_label(out, "region", region);
    }
}

static void add_state_rows(struct jalon_str *out, const struct jalon_programme *programme,
                           const struct rows *rows)
{
    for (size_t i = 0; i < rows->n; i++) {
        for (size_t k = 0; k < programme->n_states; k++) {
            open_labels(out, "contracts", programme, rows->items[i].region);
            jalon_str_add_char(out, ',');
            add_label(out, "state", programme->states[k].code);
            jalon_str_addf(out, "} %d\n", rows->items[i].n_by_state[k]);
        }
    }
}

static void add_due_rows(struct jalon_str *out, const struct jalon_programme *programme,
                         const struct rows *rows)
{
    for (size_t i = 0; i < rows->n; i++) {
        if (rows->items[i].is_due) {
            open_labels(out, "deadline_days_min", programme, rows->items[i].region);
            jalon_str_addf(out, "} %d\n", rows->items[i].days);
        }
    }
}

static void add_overdue_rows(struct jalon_str *out, const struct jalon_programme *programme,
                             const struct rows *rows)
{
    for (size_t i = 0; i < rows->n; i++) {
        open_labels(out, "overdue", programme, rows->items[i].region);
        jalon_str_addf(out, "} %d\n", rows->items[i].n_overdue);
    }
}

typedef void add_rows_fn(struct jalon_str *out, const struct jalon_programme *programme,
                         const struct rows *rows);

static void add_contracts(struct jalon_str *out, const struct jalon_metrics *metrics,
                          const struct rows *rows)
{
    static const struct {
        const char *name, *help;
        add_rows_fn *add_rows;
    } families[] = {
        {"contracts", "Contracts of territories that are in the programme.", add_state_rows},
        {"deadline_days_min",
         "Days until the first target that a contract has not met; below zero when it is over.",
         add_due_rows},
        {"overdue", "Contracts with a target that is over and not met.", add_overdue_rows},
    };
    for (size_t k = 0; k < JALON_COUNT(families); k++) {
        begin(out, families[k].name, families[k].help);
        for (size_t i = 0; i < metrics->n_parts; i++) {
            families[k].add_rows(out, metrics->parts[i].programme, &rows[i]);
        }
    }
}

/* Seconds since 1970 of "2019-05-06T05:00:12Z". */
static long long seconds_of(const char *at)
{
    enum { DATE = 10, DAY = 86400, HOUR = 3600, MINUTE = 60 };
    char day[DATE + 1] = "";
    int hours = 0, minutes = 0, seconds = 0;
    memcpy(day, at, strnlen(at, DATE));
    (void)sscanf(at + strnlen(at, DATE), "T%2d:%2d:%2d", &hours, &minutes, &seconds);
    return (long long)jalon_date_or_none(day).days * DAY + hours * HOUR + minutes * MINUTE +
           seconds;
}

/* What has to go on by itself: reports, reminders, seals. */
static void add_service(struct jalon_str *out, const struct jalon_metrics *metrics)
{
    begin(out, "report_last_success_timestamp_seconds", "When a report was issued last.");
    for (size_t i = 0; i < metrics->n_parts; i++) {
        const struct jalon_metrics_part *part = &metrics->parts[i];
        if (part->last_report_at != NULL) {
            open_labels(out, "report_last_success_timestamp_seconds", part->programme, NULL);
            jalon_str_addf(out, "} %lld\n", seconds_of(part->last_report_at));
        }
    }
    begin(out, "outbox_pending", "Reminders that were planned and are not sent.");
    for (size_t i = 0; i < metrics->n_parts; i++) {
        open_labels(out, "outbox_pending", metrics->parts[i].programme, NULL);
        jalon_str_addf(out, "} %d\n", metrics->parts[i].n_reminders);
    }
    begin(out, "audit_seq", "Leaves of the sealed journal.");
    jalon_str_addf(out, "jalon_audit_seq %llu\n", (unsigned long long)metrics->n_sealed);
    begin(out, "audit_pending", "Entries that no seal covers yet.");
    jalon_str_addf(out, "jalon_audit_pending %lld\n", (long long)metrics->n_pending);
}

void jalon_metrics_text(const struct jalon_metrics *metrics, struct jalon_str *out)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    struct rows *rows = jalon_arena_array(arena, metrics->n_parts, sizeof *rows);
    for (size_t i = 0; i < metrics->n_parts; i++) {
        rows[i] = count(&metrics->parts[i], arena);
    }
    begin(out, "build_info", "The program that wrote this.");
    jalon_str_add(out, "jalon_build_info{");
    add_label(out, "version", metrics->version);
    jalon_str_add(out, "} 1\n");
    add_contracts(out, metrics, rows);
    add_service(out, metrics);
}
