/* The queue of reminders, and what became of them. */
#include "store/reminder.h"

#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "sql/sql_statements.h"

static char *items_text(const struct jalon_reminders *reminders)
{
    JALON_AUTO(jalon_json_decref) json_t *items = json_array();
    for (size_t i = 0; i < reminders->n; i++) {
        const struct jalon_reminder *one = &reminders->items[i];
        json_t *item = json_object();
        jalon_json_set_text(item, "code", one->code);
        jalon_json_set_text(item, "instrument", one->instrument);
        jalon_json_set_int(item, "number", one->number);
        jalon_json_set_text(item, "party", one->party);
        jalon_json_set_text(item, "target", one->target);
        jalon_json_set_date(item, "due_on", one->due_on);
        jalon_json_set_text(item, "occasion", jalon_reminder_occasion_code(one->occasion));
        (void)json_array_append_new(items, item);
    }
    return jalon_json_dump(items);
}

int jalon_store_remind_plan(struct jalon_db *db, const char *programme,
                            const struct jalon_reminders *reminders, int *ret_planned,
                            struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    JALON_AUTO(jalon_freep) char *items = items_text(reminders);
    const struct jalon_uuid request = jalon_uuid_random();
    const char *const parameters[] = {request.text, programme, items};
    if (jalon_db_write(db, &jalon_sql_remind_plan, parameters, &result, err) < 0) {
        return -1;
    }
    *ret_planned = (int)jalon_result_int(result, 0, REMIND_PLAN_PLANNED);
    return 0;
}

int jalon_store_remind_claim(struct jalon_db *db, const struct jalon_uuid *request, const char *id,
                             const struct jalon_claim_rules *rules, enum jalon_claim *ret_claim,
                             struct jalon_err *err)
{
    static const char *const codes[JALON_CLAIM_N] = {"taken", "claimed", "lost", "dropped"};
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    struct jalon_number_text attempts = jalon_store_number(rules->attempts),
                             seconds = jalon_store_number(rules->seconds);
    const char *const parameters[] = {request->text, id, attempts.text, seconds.text};
    if (jalon_db_write(db, &jalon_sql_remind_claim, parameters, &result, err) < 0) {
        return -1;
    }
    const char *answer = jalon_result_text(result, 0, REMIND_CLAIM_CLAIM);
    *ret_claim = JALON_CLAIM_TAKEN;
    for (size_t i = 0; i < JALON_CLAIM_N; i++) {
        if (strcmp(codes[i], answer) == 0) {
            *ret_claim = (enum jalon_claim)i;
        }
    }
    return 0;
}

int jalon_store_remind(struct jalon_db *db, const struct jalon_uuid *request,
                       const struct jalon_delivery *delivery, struct jalon_receipt **ret_receipt,
                       struct jalon_err *err)
{
    struct jalon_number_text status = jalon_store_number(delivery->status);
    const char *const parameters[] = {request->text,
                                      delivery->id,
                                      delivery->claim.text,
                                      delivery->outcome,
                                      delivery->status < 0 ? NULL : status.text,
                                      delivery->address};
    return jalon_store_write(db, &jalon_sql_remind, parameters, ret_receipt, err);
}

void jalon_queue_done(struct jalon_queue *queue)
{
    jalon_arena_free(queue->arena);
    *queue = (struct jalon_queue){0};
}

static const char *keep(struct jalon_arena *arena, const struct jalon_result *result, size_t row,
                        size_t column)
{
    return jalon_arena_strdup(arena, jalon_result_text(result, row, column));
}

static struct jalon_date day_of(const struct jalon_result *result, size_t row)
{
    struct jalon_err err;
    struct jalon_date day = JALON_DATE_NONE;
    (void)(jalon_date_parse(jalon_result_text(result, row, REMINDERS_DUE_ON), &day, &err) < 0);
    return day;
}

static struct jalon_queued read_row(struct jalon_arena *arena, const struct jalon_result *result,
                                    size_t row)
{
    const char *occasion = jalon_result_text(result, row, REMINDERS_OCCASION);
    bool is_after = strcmp(occasion, jalon_reminder_occasion_code(JALON_REMINDER_AFTER)) == 0;
    return (struct jalon_queued){
        .id = keep(arena, result, row, REMINDERS_ID),
        .reminder = {.code = keep(arena, result, row, REMINDERS_CODE),
                     .instrument = keep(arena, result, row, REMINDERS_INSTRUMENT),
                     .number = (int)jalon_result_int(result, row, REMINDERS_NUMBER),
                     .party = keep(arena, result, row, REMINDERS_PARTY),
                     .target = keep(arena, result, row, REMINDERS_TARGET),
                     .due_on = day_of(result, row),
                     .occasion = is_after ? JALON_REMINDER_AFTER : JALON_REMINDER_BEFORE},
        .attempts = (int)jalon_result_int(result, row, REMINDERS_ATTEMPTS),
        .status = keep(arena, result, row, REMINDERS_STATUS),
        .entry = keep(arena, result, row, REMINDERS_ENTRY)};
}

int jalon_store_reminders(struct jalon_db *db, const char *programme, struct jalon_queue *ret_queue,
                          struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    if (jalon_db_run(db, &jalon_sql_reminders, &programme, &result, err) < 0) {
        return -1;
    }
    struct jalon_queue queue = {.n = jalon_result_n_rows(result), .arena = jalon_arena_new()};
    queue.items = jalon_arena_array(queue.arena, queue.n + 1, sizeof *queue.items);
    for (size_t i = 0; i < queue.n; i++) {
        queue.items[i] = read_row(queue.arena, result, i);
    }
    *ret_queue = queue;
    return 0;
}
