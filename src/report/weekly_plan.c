/* Planned dates of a weekly report in its formats. */
#include "report/weekly_plan.h"

#include <string.h>

#include "base/json.h"
#include "report/layout.h"
#include "report/md.h"
#include "report/text_tables.h"

static struct jalon_when when_of(const json_t *object)
{
    enum jalon_precision precision = JALON_PRECISION_DAY;
    const char *code = jalon_json_text(object, "precision");
    if (code != NULL && !jalon_precision_parse(code, &precision)) {
        precision = JALON_PRECISION_UNKNOWN;
    }
    return (struct jalon_when){jalon_json_date(object, "earliest"),
                               jalon_json_date(object, "latest"), precision};
}

/* A member goes by its name, which the statement has found. */
static struct jalon_step step_of(const struct jalon_history_names *names, const json_t *row,
                                 const json_t *when, struct jalon_arena *arena)
{
    const struct jalon_contract_plan plan = {.kind = jalon_planned_of(jalon_json_text(row, "kind")),
                                             .what = jalon_json_text(row, "what"),
                                             .number = (int)jalon_json_int(row, "number"),
                                             .when = when_of(when),
                                             .party = jalon_json_text(row, "party")};
    struct jalon_step step = jalon_step_of(names, &plan, arena);
    const char *member = jalon_arena_strdup(arena, jalon_json_text(row, "member"));
    if (member != NULL) {
        step.who = (struct jalon_label){{member, member}};
    }
    return step;
}

static void read_slip(const struct jalon_history_names *names, const json_t *row,
                      struct jalon_arena *arena, struct jalon_slip *slip)
{
    const json_t *now = json_object_get(row, "new");
    *slip =
        (struct jalon_slip){.entry = jalon_arena_strdup(arena, jalon_json_text(row, "entry")),
                            .code = jalon_arena_strdup(arena, jalon_json_text(row, "code")),
                            .name = jalon_arena_strdup(arena, jalon_json_text(row, "name")),
                            .region = jalon_arena_strdup(arena, jalon_json_text(row, "region")),
                            .step = step_of(names, row, json_object_get(row, "old"), arena),
                            .is_dropped = !json_is_object(now),
                            .now = when_of(now),
                            .decided_on = jalon_json_date(row, "decided_on"),
                            .reason = jalon_arena_strdup(arena, jalon_json_text(row, "reason"))};
}

struct jalon_weekly_plans *jalon_weekly_plans_of(const json_t *facts,
                                                 const struct jalon_programme *programme,
                                                 struct jalon_arena *arena)
{
    const struct jalon_history_names names = {programme, NULL};
    const json_t *slips = json_object_get(facts, "slips"), *steps = json_object_get(facts, "steps");
    struct jalon_weekly_plans *plans = jalon_arena_alloc(arena, sizeof *plans);
    *plans = (struct jalon_weekly_plans){.n_slips = json_array_size(slips),
                                         .n_steps = json_array_size(steps)};
    plans->slips = jalon_arena_array(arena, plans->n_slips, sizeof *plans->slips);
    plans->steps = jalon_arena_array(arena, plans->n_steps, sizeof *plans->steps);
    for (size_t i = 0; i < plans->n_slips; i++) {
        read_slip(&names, json_array_get(slips, i), arena, &plans->slips[i]);
    }
    for (size_t i = 0; i < plans->n_steps; i++) {
        const json_t *row = json_array_get(steps, i);
        plans->steps[i] = (struct jalon_planned_step){
            .code = jalon_arena_strdup(arena, jalon_json_text(row, "code")),
            .name = jalon_arena_strdup(arena, jalon_json_text(row, "name")),
            .step = step_of(&names, row, row, arena),
            .decided_on = jalon_json_date(row, "decided_on")};
    }
    return plans;
}

void jalon_weekly_plans_withhold(struct jalon_weekly_plans *plans)
{
    for (size_t i = 0; plans != NULL && i < plans->n_slips; i++) {
        plans->slips[i].reason = NULL;
    }
}

void jalon_phrase_slip_now(struct jalon_str *out, enum jalon_lang lang,
                           const struct jalon_slip *slip)
{
    if (slip->is_dropped) {
        jalon_str_add(out, jalon_word(lang, JALON_WORD_SLIP_NO_DATE));
    } else {
        jalon_say_when(out, lang, slip->now);
    }
}

void jalon_phrase_slip(struct jalon_str *out, enum jalon_lang lang, const struct jalon_slip *slip)
{
    JALON_AUTO(jalon_str_done) struct jalon_str old = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str now = {0};
    jalon_phrase_step(&old, lang, &slip->step);
    jalon_phrase_slip_now(&now, lang, slip);
    jalon_say(out, lang, JALON_WORD_SLIP, slip->code, slip->name, jalon_str_text(&old),
              jalon_str_text(&now));
    if (slip->reason != NULL) {
        jalon_say(out, lang, JALON_WORD_SLIP_REASON, slip->reason);
    }
}

void jalon_slips_text(struct jalon_str *out, enum jalon_lang lang,
                      const struct jalon_weekly_plans *plans)
{
    if (plans == NULL || plans->n_slips == 0) {
        return;
    }
    jalon_text_heading(out, lang, JALON_WORD_SLIPPED);
    for (size_t i = 0; i < plans->n_slips; i++) {
        JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
        jalon_phrase_slip(&line, lang, &plans->slips[i]);
        jalon_layout_paragraph(out, 2, 4, jalon_str_text(&line));
    }
}

void jalon_slips_md(struct jalon_str *out, enum jalon_lang lang,
                    const struct jalon_weekly_plans *plans)
{
    if (plans == NULL || plans->n_slips == 0) {
        return;
    }
    jalon_str_addf(out, "\n## %s\n\n", jalon_word(lang, JALON_WORD_SLIPPED));
    for (size_t i = 0; i < plans->n_slips; i++) {
        JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
        jalon_phrase_slip(&line, lang, &plans->slips[i]);
        jalon_str_add(out, "- ");
        jalon_md_add(out, jalon_str_text(&line));
        jalon_str_add_char(out, '\n');
    }
}

void jalon_slips_html(struct jalon_page *page, const struct jalon_weekly_plans *plans)
{
    if (plans == NULL || plans->n_slips == 0) {
        return;
    }
    jalon_page_heading(page, JALON_WORD_SLIPPED);
    jalon_html_open(page->html, "ul");
    for (size_t i = 0; i < plans->n_slips; i++) {
        jalon_phrase_slip(&page->line, page->lang, &plans->slips[i]);
        jalon_page_line(page, "li", NULL);
    }
    jalon_html_close(page->html);
}

static json_t *date_json(const struct jalon_when when)
{
    json_t *json = json_object();
    bool has_latest = jalon_date_is_set(when.latest) && when.precision != JALON_PRECISION_MONTH;
    jalon_json_set_date(json, "on", has_latest ? when.latest : when.earliest);
    jalon_json_set_text(json, "precision", jalon_precision_code(when.precision));
    return json;
}

static json_t *slip_json(const struct jalon_slip *slip)
{
    json_t *json = json_object();
    const struct jalon_planned *planned = &slip->step.planned;
    jalon_json_set_text(json, "entry", slip->entry);
    jalon_json_set_text(json, "code", slip->code);
    jalon_json_set_text(json, "name", slip->name);
    jalon_json_set_text(json, "region", slip->region);
    jalon_json_set_text(json, "kind", jalon_planned_code(planned->kind));
    jalon_json_set_text(json, "what", planned->what);
    jalon_json_set(json, "number",
                   planned->number > 0 ? json_integer(planned->number) : json_null());
    jalon_json_set_text(json, "party", slip->step.party);
    jalon_json_set(json, "from", date_json(slip->step.when));
    jalon_json_set(json, "to", slip->is_dropped ? json_null() : date_json(slip->now));
    jalon_json_set_date(json, "decided_on", slip->decided_on);
    jalon_json_set_text(json, "reason", slip->reason);
    return json;
}

void jalon_plans_json(json_t *json, const struct jalon_weekly_plans *plans)
{
    if (plans == NULL || plans->n_slips + plans->n_steps == 0) {
        return;
    }
    json_t *slips = json_array(), *steps = json_array();
    for (size_t i = 0; i < plans->n_slips; i++) {
        (void)json_array_append_new(slips, slip_json(&plans->slips[i]));
    }
    for (size_t i = 0; i < plans->n_steps; i++) {
        json_t *one = jalon_step_json(&plans->steps[i].step);
        jalon_json_set_text(one, "code", plans->steps[i].code);
        (void)json_array_append_new(steps, one);
    }
    jalon_json_set(json, "slipped", slips);
    jalon_json_set(json, "planned", steps);
}

size_t jalon_plans_overdue(const struct jalon_weekly_plans *plans, struct jalon_date date)
{
    size_t n = 0;
    for (size_t i = 0; i < plans->n_steps; i++) {
        struct jalon_date latest = plans->steps[i].step.when.latest;
        n += jalon_date_is_set(latest) && jalon_date_compare(latest, date) < 0;
    }
    return n;
}
