/* `history`: everything that happened to one contract, as sentences or as JSON lines. */
#include "app/history.h"
#include "jalon/commands.h"
#include "jalon/words.h"
#include "report/history.h"

struct history {
    const char *code;
};

static const struct cli_opt history_arguments[] = {
    {"CODE", 0, CLI_TEXT, NULL, "the territory, such as ti-2801, or its name",
     offsetof(struct history, code), CLI_REQUIRED | CLI_TERRITORY, NULL, 0},
    {0},
};

/* With --as-of: what was not true yet on that day. */
static bool is_later(const struct cli_run *run, const struct jalon_event *event)
{
    struct jalon_date as_of = run->common->as_of;
    return jalon_date_is_set(as_of) && jalon_date_compare(event->counts_from, as_of) > 0;
}

/* What later entries made of each. */
static struct jalon_standing *standings_of(const struct jalon_history *history)
{
    struct jalon_standing *standings =
        jalon_arena_array(history->arena, history->n + 1, sizeof *standings);
    struct jalon_event *events = jalon_arena_array(history->arena, history->n + 1, sizeof *events);
    for (size_t i = 0; i < history->n; i++) {
        events[i] = history->entries[i].event;
    }
    jalon_correction_settle(events, history->n, standings);
    return standings;
}

static void print(struct cli_run *run, const struct jalon_history *history)
{
    const struct jalon_standing *standings = standings_of(history);
    bool as_lines = strcmp(run->common->format, "jsonl") == 0;
    size_t n_shown = 0;
    for (size_t i = 0; i < history->n; i++) {
        const struct jalon_history_entry *entry = &history->entries[i];
        const struct jalon_standing *standing = &standings[i];
        if (is_later(run, &entry->event)) {
            continue;
        }
        n_shown++;
        if (as_lines) {
            json_t *line = jalon_history_json(entry->code, &entry->event, standing);
            out_json(run->out, line);
            json_decref(line);
            continue;
        }
        const struct jalon_history_names names = {.programme = run->app->programme,
                                                  .contract = entry->contract};
        JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
        jalon_history_text(&text, run->lang, &names, entry->code, &entry->event, standing);
        out_text(run->out, jalon_str_text(&text));
    }
    if (n_shown == 0) {
        out_say(run->out, say(run->lang, "aucune entrée\n", "no entry\n"));
    }
}

static int run_history(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct history *given = options;
    JALON_AUTO(jalon_history_freep) struct jalon_history *history = NULL;
    if (jalon_app_history(run->app, given->code, &history, err) < 0) {
        return -1;
    }
    print(run, history);
    return 0;
}

const struct cli_command cmd_history = {
    .name = "history",
    .section = "Trace",
    .summary = "everything that happened to one contract",
    .flags = CLI_NEEDS_DB | CLI_AS_OF,
    .formats = "text|jsonl",
    .arguments = history_arguments,
    .size = sizeof(struct history),
    .run = run_history,
};
