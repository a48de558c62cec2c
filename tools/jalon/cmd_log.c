/* `log`: the latest entries of the whole journal, or those of it that want to be looked at. */
#include "app/history.h"
#include "base/json.h"
#include "base/mem.h"
#include "jalon/anomalies.h"
#include "jalon/commands.h"
#include "jalon/words.h"
#include "report/anomaly.h"
#include "report/history.h"
#include "report/words.h"

enum { MOST_ENTRIES = 1 << 30 }; /* of one page */

struct log {
    const char *territory, *kind, *actor, *before;
    struct jalon_uuid batch;
    struct jalon_date since, until;
    int64_t limit;
    bool anomalies;
};

#define MEMBER(name) offsetof(struct log, name)

static const struct cli_opt log_options[] = {
    {"since", 0, CLI_DATE, "DATE", "only what was recorded on this day or later", MEMBER(since), 0,
     NULL, 0},
    {"until", 0, CLI_DATE, "DATE", "only what was recorded on this day or earlier", MEMBER(until),
     0, NULL, 0},
    {"kind", 0, CLI_CHOICE,
     "enter|leave|absorb|rename|alias|member_add|member_remove|transition|sign|refuse|waive|"
     "term|plan|milestone|note|document|remind|retarget|cohort_join|cohort_leave|weigh|void|correct|apply|"
     "erase|hold|report|declare|decision_ask|decision_close|deliver|delivered",
     "only events of this kind", MEMBER(kind), 0, NULL, 0},
    {"actor", 0, CLI_TEXT, "LOGIN", "only what this login recorded", MEMBER(actor), 0, NULL, 0},
    {"territory", 0, CLI_TEXT, "CODE", "only this territory", MEMBER(territory), CLI_TERRITORY,
     NULL, 0},
    {"batch", 0, CLI_UUID, "UUID", "only what was recorded in this batch", MEMBER(batch), 0, NULL,
     0},
    {"before", 0, CLI_TEXT, "ENTRY", "only entries before this one, such as ti-2801#7",
     MEMBER(before), 0, NULL, 0},
    {"limit", 0, CLI_INT, "N", "the last N entries (default: 1000)", MEMBER(limit), 0, NULL, 0},
    {"anomalies", 0, CLI_FLAG, NULL,
     "of all entries, only those that want to be looked at, and why", MEMBER(anomalies), 0, "limit",
     0},
    {0},
};

static struct jalon_log_filter filter_of(const struct log *given)
{
    return (struct jalon_log_filter){
        .code = given->territory,
        .kind = given->kind,
        .actor = given->actor,
        .batch = given->batch.text[0] != '\0' ? given->batch.text : NULL,
        .before = given->before,
        .since = given->since,
        .until = given->until,
        .limit = given->limit < MOST_ENTRIES ? (int)given->limit : MOST_ENTRIES,
    };
}

/* An entry to print; FOUND: why it wants to be looked at. */
struct line {
    const struct jalon_history_entry *entry;
    bool is_judged;
    unsigned found;
};

static void print_json(struct cli_run *run, const struct line *line)
{
    const struct jalon_history_entry *entry = line->entry;
    JALON_AUTO(jalon_json_decref)
    json_t *document = jalon_history_json(entry->code, &entry->event, NULL);
    if (line->is_judged) {
        jalon_json_set(document, "anomalies",
                       jalon_anomalies_json(line->found, &entry->event, &entry->facts));
    }
    out_json(run->out, document);
}

static void print_csv(struct cli_run *run, const struct line *line)
{
    const struct jalon_history_entry *entry = line->entry;
    JALON_AUTO(jalon_str_done) struct jalon_str row = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str codes = {0};
    for (int i = 0; i < JALON_ANOMALY_N; i++) {
        if ((line->found & 1U << i) != 0) {
            jalon_str_addf(&codes, "%s%s", codes.length > 0 ? " " : "",
                           jalon_anomaly_code((enum jalon_anomaly)i));
        }
    }
    jalon_history_csv(&row, entry->code, &entry->event,
                      line->is_judged ? jalon_str_text(&codes) : NULL);
    (void)out_data(run->out, row.text, row.length);
}

static void print_text(struct cli_run *run, const struct line *line)
{
    const struct jalon_history_entry *entry = line->entry;
    const struct jalon_history_names names = {.programme = run->app->programme,
                                              .contract = entry->contract};
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str why = {0};
    jalon_history_text(&text, run->lang, &names, entry->code, &entry->event, NULL);
    if (line->is_judged) {
        jalon_anomalies_say(&why, run->lang, line->found, &entry->event, &entry->facts);
        jalon_say(&text, run->lang, JALON_WORD_ANOMALY_WHY, jalon_str_text(&why));
        jalon_str_add_char(&text, '\n');
    }
    out_text(run->out, jalon_str_text(&text));
}

static void print(struct cli_run *run, const struct line *line)
{
    switch (run->common->format[0]) {
    case 'j':
        print_json(run, line);
        return;
    case 'c':
        print_csv(run, line);
        return;
    default:
        print_text(run, line);
        return;
    }
}

/*
 * From the entry FIRST on. With --as-of: what was not true yet on that day is left out. RULES NULL:
 * nothing is judged.
 */
static size_t print_all(struct cli_run *run, const struct jalon_history *history, size_t first,
                        const struct jalon_anomaly_rules *rules)
{
    size_t n = 0;
    for (size_t i = first; i < history->n; i++) {
        struct line line = {.entry = &history->entries[i], .is_judged = rules != NULL};
        struct jalon_date as_of = run->common->as_of;
        if (rules) {
            line.found =
                jalon_anomalies(rules, run->app->programme, &line.entry->event, &line.entry->facts);
        }
        if ((rules == NULL || line.found != 0) &&
            (!jalon_date_is_set(as_of) ||
             jalon_date_compare(line.entry->event.counts_from, as_of) <= 0)) {
            print(run, &line);
            n++;
        }
    }
    return n;
}

static void print_header(struct cli_run *run, bool is_judged)
{
    if (run->common->format[0] == 'c') {
        JALON_AUTO(jalon_str_done) struct jalon_str header = {0};
        jalon_history_csv_header(&header, is_judged ? "anomalies" : NULL);
        (void)out_data(run->out, header.text, header.length);
    }
}

static int run_anomalies(struct cli_run *run, const struct jalon_log_filter *filter, size_t *ret_n,
                         struct jalon_err *err)
{
    const struct jalon_anomaly_rules rules = anomaly_rules(run);
    JALON_AUTO(jalon_log_parts_done) struct jalon_log_parts parts = {0};
    if (jalon_app_anomalies(run->app, filter, &rules, &parts, err) < 0) {
        return -1;
    }
    print_header(run, true);
    for (size_t i = parts.n; i > 0; i--) {
        *ret_n += print_all(run, parts.items[i - 1], 0, &rules);
    }
    return 0;
}

static void tell_earlier(struct cli_run *run, const struct jalon_history_entry *first)
{
    out_sayf(run->out, "%s%s%s --before %s#%lld\n",
             say(run->lang, "entrées plus anciennes", "earlier entries"), say_colon(run->lang),
             say(run->lang, "ajoutez", "add"), first->code, (long long)first->event.seq);
}

/* One entry more than the page has is read: whether there is an earlier one. */
static int run_page(struct cli_run *run, const struct jalon_log_filter *filter, size_t *ret_n,
                    struct jalon_err *err)
{
    JALON_AUTO(jalon_history_freep) struct jalon_history *history = NULL;
    struct jalon_log_filter more = *filter;
    size_t n = (size_t)(filter->limit > 0 ? filter->limit : JALON_LOG_PAGE);
    more.limit = (int)n + 1;
    if (jalon_app_log(run->app, &more, &history, err) < 0) {
        return -1;
    }
    size_t first = history->n > n ? history->n - n : 0;
    print_header(run, false);
    *ret_n = print_all(run, history, first, NULL);
    if (first > 0) {
        tell_earlier(run, &history->entries[first]);
    }
    return 0;
}

static int run_log(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct log *given = options;
    const struct jalon_log_filter filter = filter_of(given);
    size_t n = 0;
    if ((given->anomalies ? run_anomalies : run_page)(run, &filter, &n, err) < 0) {
        return -1;
    }
    if (n == 0) {
        out_say(run->out, say(run->lang, "aucune entrée\n", "no entry\n"));
    }
    return 0;
}

const struct cli_command cmd_log = {
    .name = "log",
    .section = "Trace",
    .summary = "the latest entries of the whole journal",
    .flags = CLI_NEEDS_DB | CLI_AS_OF,
    .formats = "text|jsonl|csv",
    .options = log_options,
    .size = sizeof(struct log),
    .run = run_log,
};
