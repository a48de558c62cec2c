/* Entries of the journal as rows of CSV, for programs: the members of jalon_history_json(). */
#include <stdio.h>

#include "base/csv_write.h"
#include "base/json.h"
#include "base/mem.h"
#include "report/history.h"

static const char *const columns[] = {
    "event_id", "recorded_at", "actor",  "kind",      "effective_on", "precision", "before",
    "after",    "reason",      "source", "certainty", "learned_on",   "corrects",  "batch",
};

void jalon_history_csv_header(struct jalon_str *out, const char *last)
{
    struct jalon_csv_writer writer = {.dialect = &jalon_csv_plain, .out = out};
    for (size_t i = 0; i < JALON_COUNT(columns); i++) {
        jalon_csv_write_code(&writer, columns[i]);
    }
    if (last) {
        jalon_csv_write_code(&writer, last);
    }
    jalon_csv_write_end(&writer);
}

/* A text as it is, anything else as its JSON; null is an empty cell. */
static void write_value(struct jalon_csv_writer *writer, const json_t *value)
{
    if (!value || json_is_null(value)) {
        jalon_csv_write_text(writer, NULL);
    } else if (json_is_string(value)) {
        jalon_csv_write_text(writer, json_string_value(value));
    } else {
        JALON_AUTO(jalon_freep) char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
        jalon_csv_write_text(writer, text);
    }
}

void jalon_history_csv(struct jalon_str *out, const char *code, const struct jalon_event *event,
                       const char *last)
{
    struct jalon_csv_writer writer = {.dialect = &jalon_csv_plain, .out = out};
    JALON_AUTO(jalon_json_decref) json_t *line = jalon_history_json(code, event, NULL);
    jalon_json_set_text(line, "batch", event->batch);
    for (size_t i = 0; i < JALON_COUNT(columns); i++) {
        write_value(&writer, json_object_get(line, columns[i]));
    }
    if (last) {
        jalon_csv_write_text(&writer, last);
    }
    jalon_csv_write_end(&writer);
}
