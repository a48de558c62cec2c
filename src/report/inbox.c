/* The inbox for machines, and what to type next. */
#include "report/inbox.h"

#include "base/csv_write.h"
#include "base/json.h"
#include "report/json_parts.h"

void jalon_inbox_command(struct jalon_str *out, const struct jalon_inbox_item *item)
{
    if (item->decision) {
        jalon_str_addf(out, "jalon decision close %s --as …", item->decision->entry);
    } else if (item->contract && item->advance) {
        jalon_str_addf(out, "jalon advance %s %s --on …%s", item->contract->code, item->advance,
                       item->needs_reason ? " --reason …" : "");
    } else if (item->contract && item->may_waive) {
        jalon_str_addf(out, "jalon waive %s --instrument %s --party %s --on … --reason …",
                       item->contract->code, item->instrument->code, item->missing.codes[0]);
    } else if (item->plan && item->plan->kind == JALON_PLANNED_MILESTONE) {
        jalon_str_addf(out, "jalon milestone %s %s --on …", item->contract->code, item->plan->what);
    } else if (item->contract && item->missing.n > 0) {
        jalon_str_addf(out, "jalon sign %s --instrument %s --party %s --on …", item->contract->code,
                       item->instrument->code, item->missing.codes[0]);
    } else if (item->contract) {
        jalon_str_addf(out, "jalon show %s", item->contract->code);
    } else if (item->instrument) {
        jalon_str_addf(out, "jalon list --instrument %s --sort progress --reverse",
                       item->instrument->code);
    }
}

static json_t *item_json(const struct jalon_inbox *inbox, const struct jalon_inbox_item *item)
{
    JALON_AUTO(jalon_str_done) struct jalon_str command = {0};
    const struct jalon_contract *c = item->contract;
    json_t *one = json_object();
    jalon_json_set_text(one, "kind", jalon_inbox_kind_code(item->kind));
    jalon_json_set_text(one, "code", c ? c->code : NULL);
    jalon_json_set_text(one, "name", c ? jalon_contract_name_at(c, inbox->as_of) : NULL);
    jalon_json_set_text(one, "region", c ? c->region : NULL);
    jalon_json_set_text(one, "state", item->state ? item->state->state : NULL);
    jalon_json_set_date(one, "on", item->on);
    jalon_json_set_int(one, "days", item->days);
    jalon_json_set_int(one, "working_days", item->working_days);
    jalon_json_set_text(one, "target", item->due.target ? item->due.target->code : NULL);
    jalon_json_set_date(one, "due_on", item->due.target ? item->due.on : JALON_DATE_NONE);
    jalon_json_set_date(one, "last_step_on", item->last_step);
    jalon_json_set_text(one, "instrument", item->instrument ? item->instrument->code : NULL);
    jalon_json_set(one, "missing", jalon_json_texts(item->missing.codes, item->missing.n));
    if (!c && item->due.target) {
        jalon_json_set_int(one, "done", (int64_t)item->n_done);
        jalon_json_set_int(one, "required", (int64_t)item->n_required);
    }
    if (item->plan) {
        jalon_json_set_text(one, "planned", item->plan->what);
        jalon_json_set_text(one, "party", item->plan->party);
    }
    if (item->refusal) {
        jalon_json_set_text(one, "reason", item->refusal->reason.text);
    }
    if (item->decision) {
        jalon_json_set_text(one, "entry", item->decision->entry);
        jalon_json_set_text(one, "text", item->decision->what);
        jalon_json_set_text(one, "of", item->decision->whom);
    }
    if (item->day) {
        jalon_json_set(one, "label", jalon_json_label(item->day->label));
        jalon_json_set(one, "ceremony", json_boolean(item->day->ceremony));
    }
    jalon_inbox_command(&command, item);
    jalon_json_set_text(one, "command", command.length > 0 ? jalon_str_text(&command) : NULL);
    return one;
}

void jalon_inbox_json(const struct jalon_inbox *inbox, struct jalon_str *out)
{
    JALON_AUTO(jalon_json_decref) json_t *json = json_object();
    json_t *rules = json_object();
    json_t *items = json_array();
    for (size_t i = 0; i < inbox->n; i++) {
        (void)json_array_append_new(items, item_json(inbox, &inbox->items[i]));
    }
    jalon_json_set_int(rules, "due_within_days", inbox->rules.due_within_days);
    jalon_json_set_int(rules, "stalled_days", inbox->rules.stalled_days);
    jalon_json_set_int(rules, "next_days", inbox->rules.next_days);
    jalon_json_set_text(json, "schema", "jalon.inbox/1");
    jalon_json_set_text(json, "programme", inbox->programme->code);
    jalon_json_set_date(json, "as_of", inbox->as_of);
    jalon_json_set(json, "rules", rules);
    jalon_json_set(json, "items", items);
    jalon_json_add_line(json, out);
}

static void add_number(struct jalon_csv_writer *w, int number)
{
    JALON_AUTO(jalon_str_done) struct jalon_str digits = {0};
    jalon_str_addf(&digits, "%d", number);
    jalon_csv_write_number(w, jalon_str_text(&digits));
}

static void add_row(struct jalon_csv_writer *w, const struct jalon_inbox *inbox,
                    const struct jalon_inbox_item *item)
{
    JALON_AUTO(jalon_str_done) struct jalon_str command = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str missing = {0};
    const struct jalon_contract *c = item->contract;
    for (size_t i = 0; i < item->missing.n; i++) {
        jalon_str_addf(&missing, "%s%s", i > 0 ? " " : "", item->missing.codes[i]);
    }
    jalon_inbox_command(&command, item);
    jalon_csv_write_code(w, jalon_inbox_kind_code(item->kind));
    jalon_csv_write_text(w, c ? c->code : NULL);
    jalon_csv_write_text(w, c                ? jalon_contract_name_at(c, inbox->as_of)
                            : item->day      ? item->day->label.text[JALON_FR]
                            : item->decision ? item->decision->what
                                             : NULL);
    jalon_csv_write_text(w, c ? c->region : NULL);
    jalon_csv_write_text(w, item->state ? item->state->state : NULL);
    jalon_csv_write_code(w, jalon_date_iso(item->on).text);
    add_number(w, item->days);
    add_number(w, item->working_days);
    jalon_csv_write_text(w, item->due.target ? item->due.target->code : NULL);
    jalon_csv_write_code(w, item->due.target ? jalon_date_iso(item->due.on).text : NULL);
    jalon_csv_write_code(w, jalon_date_iso(item->last_step).text);
    jalon_csv_write_text(w, item->instrument ? item->instrument->code : NULL);
    jalon_csv_write_text(w, jalon_str_text(&missing));
    jalon_csv_write_text(w, jalon_str_text(&command));
    jalon_csv_write_end(w);
}

void jalon_inbox_csv(const struct jalon_inbox *inbox, struct jalon_str *out)
{
    static const char *const columns[] = {
        "kind",         "code",   "name",   "region_code",  "state",      "on",      "days",
        "working_days", "target", "due_on", "last_step_on", "instrument", "missing", "command"};
    struct jalon_csv_writer w = {&jalon_csv_plain, out, false};
    for (size_t i = 0; i < JALON_COUNT(columns); i++) {
        jalon_csv_write_code(&w, columns[i]);
    }
    jalon_csv_write_end(&w);
    for (size_t i = 0; i < inbox->n; i++) {
        add_row(&w, inbox, &inbox->items[i]);
    }
}
