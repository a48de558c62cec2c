/* The inbox as text: what is alike is told together, each entry with what to type next. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/at_risk.h"
#include "report/decision.h"
#include "report/history.h"
#include "report/inbox.h"
#include "report/layout.h"
#include "report/words.h"

enum { INDENT = 2, HANG = 4, GROUP_FROM = 2, CODES_SHOWN = 12 };

static const enum jalon_word headings[JALON_INBOX_KIND_N] = {
    JALON_WORD_INBOX_LATE,      JALON_WORD_INBOX_DECISION, JALON_WORD_INBOX_REFUSAL,
    JALON_WORD_INBOX_SIGNATURE, JALON_WORD_INBOX_DUE,      JALON_WORD_INBOX_PLAN,
    JALON_WORD_INBOX_TERM,      JALON_WORD_INBOX_STALLED,  JALON_WORD_INBOX_NEXT};

/* "en retard de 43 jours, dont 29 ouvrés", "dans 55 jours, dont 36 ouvrés", "aujourd'hui". */
static void say_days(struct jalon_str *out, enum jalon_lang lang,
                     const struct jalon_inbox_item *item)
{
    JALON_AUTO(jalon_str_done) struct jalon_str days = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str working = {0};
    if (item->days == 0) {
        jalon_str_add(out, jalon_word(lang, JALON_WORD_INBOX_TODAY));
        return;
    }
    bool is_past = item->days > 0;
    jalon_say_count(&days, lang, JALON_INBOX_DAYS, is_past ? item->days : -item->days);
    jalon_say_count(&working, lang, JALON_INBOX_WORKING_DAYS,
                    is_past ? item->working_days : -item->working_days);
    enum jalon_word word = !is_past ? JALON_WORD_INBOX_LEFT
                           : item->kind == JALON_INBOX_LATE || item->kind == JALON_INBOX_PLAN
                               ? JALON_WORD_INBOX_LATE_BY
                               : JALON_WORD_INBOX_FOR;
    jalon_say(out, lang, word, jalon_str_text(&days), jalon_str_text(&working));
}

static const char *target_label(enum jalon_lang lang, const struct jalon_target_def *target)
{
    const char *label = target->label.text[lang];
    return label && label[0] != '\0' ? label : target->code;
}

static const char *state_label(const struct jalon_inbox *inbox, enum jalon_lang lang,
                               const struct jalon_inbox_item *item)
{
    return jalon_programme_state(inbox->programme, item->state->state)->label.text[lang];
}

/* "premiers contrats : 0 sur 11 pour le 24 mars 2019, en retard de 43 jours, dont 29 ouvrés". */
static void say_whole(struct jalon_str *out, enum jalon_lang lang,
                      const struct jalon_inbox_item *item)
{
    JALON_AUTO(jalon_str_done) struct jalon_str done = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str required = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str days = {0};
    struct jalon_date_long on = jalon_date_long(item->on, lang);
    say_days(&days, lang, item);
    if (item->day) {
        jalon_say(out, lang, item->day->ceremony ? JALON_WORD_INBOX_CEREMONY : JALON_WORD_INBOX_DAY,
                  on.text, item->day->label.text[lang], jalon_str_text(&days));
        return;
    }
    jalon_say_number(&done, lang, (int64_t)item->n_done);
    jalon_say_number(&required, lang, (int64_t)item->n_required);
    jalon_say(out, lang, JALON_WORD_INBOX_TARGET, target_label(lang, item->due.target),
              jalon_str_text(&done), jalon_str_text(&required), on.text, jalon_str_text(&days));
}

/* WHO is one contract, or several of a Région. */
static void say_reason(struct jalon_str *out, enum jalon_lang lang, const char *who,
                       const struct jalon_inbox_item *item)
{
    JALON_AUTO(jalon_str_done) struct jalon_str days = {0};
    struct jalon_date_long on = jalon_date_long(item->on, lang);
    say_days(&days, lang, item);
    if (item->kind == JALON_INBOX_STALLED) {
        jalon_say(out, lang, JALON_WORD_INBOX_NO_STEP, who, on.text, jalon_str_text(&days));
    } else if (item->kind == JALON_INBOX_TERM) {
        jalon_say(out, lang,
                  item->days > 0 ? JALON_WORD_INBOX_TERM_OVER : JALON_WORD_INBOX_TERM_ENDS, who,
                  on.text, jalon_str_text(&days));
    } else {
        jalon_say(out, lang, JALON_WORD_INBOX_DUE_ON, who, target_label(lang, item->due.target),
                  on.text, jalon_str_text(&days));
    }
}

static bool is_of_one_party(const struct jalon_inbox_item *item)
{
    return item->kind == JALON_INBOX_SIGNATURE || item->kind == JALON_INBOX_REFUSAL;
}

/* "ti-7505 Lacq-Pau-Tarbes : contrat, il manque Région Occitanie depuis 6 jours, dont 3 ouvrés". */
static void say_signature(const struct jalon_inbox *inbox, enum jalon_lang lang,
                          const struct jalon_inbox_item *item, struct jalon_str *out)
{
    const struct jalon_history_names names = {.programme = inbox->programme,
                                              .contract = item->contract};
    JALON_AUTO(jalon_str_done) struct jalon_str who = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str party = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str days = {0};
    jalon_str_addf(&who, "%s %s", item->contract->code,
                   jalon_contract_name_at(item->contract, inbox->as_of));
    jalon_say_party(&party, lang, &names, item->missing.codes[0]);
    say_days(&days, lang, item);
    jalon_say(out, lang, item->refusal ? JALON_WORD_INBOX_REFUSED : JALON_WORD_INBOX_MISSING,
              jalon_str_text(&who), item->instrument->label.text[lang], jalon_str_text(&party),
              jalon_str_text(&days));
    if (item->refusal && item->refusal->reason.text) {
        jalon_str_addf(out, " (%s)", item->refusal->reason.text);
    }
    if (item->due.target && jalon_date_compare(item->due.on, inbox->as_of) < 0) {
        jalon_say(out, lang, JALON_WORD_INBOX_OVERDUE, jalon_date_long(item->due.on, lang).text);
    }
}

/* "ti-2801 Axe Seine : signature « contrat », le 4 juin 2019 (en retard de 6 jours, …)". */
static void say_plan(const struct jalon_inbox *inbox, enum jalon_lang lang,
                     const struct jalon_inbox_item *item, struct jalon_str *out)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    const struct jalon_history_names names = {inbox->programme, item->contract};
    const struct jalon_step step = jalon_step_of(&names, item->plan, arena);
    JALON_AUTO(jalon_str_done) struct jalon_str who = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str what = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str days = {0};
    jalon_str_addf(&who, "%s %s", item->contract->code,
                   jalon_contract_name_at(item->contract, inbox->as_of));
    jalon_phrase_step(&what, lang, &step);
    say_days(&days, lang, item);
    jalon_say(out, lang, JALON_WORD_INBOX_PLANNED, jalon_str_text(&who), jalon_str_text(&what),
              jalon_str_text(&days));
}

static void say_one(const struct jalon_inbox *inbox, enum jalon_lang lang,
                    const struct jalon_inbox_item *item, struct jalon_str *out)
{
    JALON_AUTO(jalon_str_done) struct jalon_str who = {0};
    if (item->decision) {
        jalon_phrase_decision(out, lang, item->decision, inbox->as_of);
    } else if (!item->contract) {
        say_whole(out, lang, item);
    } else if (item->plan) {
        say_plan(inbox, lang, item, out);
    } else if (is_of_one_party(item)) {
        say_signature(inbox, lang, item, out);
    } else {
        jalon_say(&who, lang, JALON_WORD_INBOX_ONE, item->contract->code,
                  jalon_contract_name_at(item->contract, inbox->as_of),
                  state_label(inbox, lang, item));
        say_reason(out, lang, jalon_str_text(&who), item);
    }
}

/* Items that are told as one. */
struct group {
    const struct jalon_inbox_item *item; /* the first of them */
    size_t first, end;
};

/* The end of the run of items that are told as the one at FIRST. */
static size_t group_end(const struct jalon_inbox *inbox, size_t first)
{
    const struct jalon_inbox_item *item = &inbox->items[first];
    size_t end = first + 1;
    while (item->contract && !item->plan && !is_of_one_party(item) && end < inbox->n) {
        const struct jalon_inbox_item *next = &inbox->items[end];
        if (next->kind != item->kind || jalon_date_compare(next->on, item->on) != 0 ||
            strcmp(next->contract->region, item->contract->region) != 0 ||
            strcmp(next->state->state, item->state->state) != 0 ||
            next->due.target != item->due.target) {
            break;
        }
        end++;
    }
    return end - first >= GROUP_FROM ? end : first + 1;
}

/* "Normandie, 9 contrats à l'état « pilote » : tous les contrats signés pour le 30 juin 2019 …" */
static void say_group(const struct jalon_inbox *inbox, enum jalon_lang lang,
                      const struct group *group, struct jalon_str *out)
{
    const struct jalon_inbox_item *item = group->item;
    const char *region = jalon_programme_region_name(inbox->programme, item->contract->region);
    size_t n = group->end - group->first;
    JALON_AUTO(jalon_str_done) struct jalon_str who = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str count = {0};
    jalon_say_count(&count, lang, JALON_INBOX_CONTRACTS, (int)n);
    jalon_say(&who, lang, JALON_WORD_INBOX_GROUP, region ? region : item->contract->region,
              jalon_str_text(&count), state_label(inbox, lang, item));
    say_reason(out, lang, jalon_str_text(&who), item);
    jalon_say(out, lang, JALON_WORD_COLON, "");
    for (size_t i = 0; i < n && i < CODES_SHOWN; i++) {
        jalon_str_addf(out, "%s%s", i > 0 ? ", " : "", item[i].contract->code);
    }
    jalon_str_add(out, n > CODES_SHOWN ? " …" : "");
}

static void group_command(const struct jalon_inbox *inbox, const struct jalon_inbox_item *item,
                          struct jalon_str *out)
{
    jalon_str_addf(out, "jalon list --region %s --state %s", item->contract->region,
                   item->state->state);
    if (item->kind == JALON_INBOX_LATE) {
        jalon_str_add(out, " --late");
    } else if (item->kind == JALON_INBOX_DUE) {
        jalon_str_addf(out, " --due-within %d", inbox->rules.due_within_days);
    } else if (item->kind == JALON_INBOX_TERM) {
        jalon_str_addf(out, " --term-ends-before %s",
                       jalon_date_iso(jalon_date_add(item->on, 1)).text);
    } else {
        jalon_str_addf(out, " --stalled %d", inbox->rules.stalled_days);
    }
}

/* The oldest day first; of one day the most contracts. */
static int compare_groups(const void *a, const void *b)
{
    const struct group *left = a, *right = b;
    int order = jalon_date_compare(left->item->on, right->item->on);
    size_t n_left = left->end - left->first, n_right = right->end - right->first;
    order = order ? order : (left->item->contract != NULL) - (right->item->contract != NULL);
    order = order ? order : (n_left < n_right) - (n_left > n_right);
    return order ? order : (left->first > right->first) - (left->first < right->first);
}

static void add_entry(const struct jalon_inbox *inbox, enum jalon_lang lang,
                      const struct group *group, struct jalon_str *out)
{
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str command = {0};
    if (group->end - group->first > 1) {
        say_group(inbox, lang, group, &line);
        group_command(inbox, group->item, &command);
    } else {
        say_one(inbox, lang, group->item, &line);
        jalon_inbox_command(&command, group->item);
    }
    jalon_layout_paragraph(out, INDENT, HANG, jalon_str_text(&line));
    if (command.length > 0) {
        jalon_str_addf(out, "%*s%s\n", HANG, "", jalon_str_text(&command));
    }
}

/* The section's items as groups, the most pressing first; the caller frees them. */
static struct group *groups_of(const struct jalon_inbox *inbox, size_t first, size_t n_items,
                               size_t *ret_n)
{
    struct group *groups = jalon_realloc_array(NULL, n_items, sizeof *groups);
    *ret_n = 0;
    for (size_t at = first; at < first + n_items;) {
        size_t end = group_end(inbox, at);
        groups[(*ret_n)++] = (struct group){&inbox->items[at], at, end};
        at = end;
    }
    qsort(groups, *ret_n, sizeof *groups, compare_groups);
    return groups;
}

static void add_section(const struct jalon_inbox *inbox, enum jalon_lang lang,
                        enum jalon_inbox_kind kind, size_t lines, struct jalon_str *out)
{
    size_t first = 0, n_groups = 0, rest = jalon_inbox_count(inbox, kind, &first);
    if (rest == 0) {
        return;
    }
    jalon_str_addf(out, "\n%s (%zu)\n", jalon_word(lang, headings[kind]), rest);
    JALON_AUTO(jalon_freep) struct group *groups = groups_of(inbox, first, rest, &n_groups);
    for (size_t i = 0; i < n_groups && (lines == 0 || i < lines); i++) {
        add_entry(inbox, lang, &groups[i], out);
        rest -= groups[i].end - groups[i].first;
    }
    if (rest > 0) {
        JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
        jalon_say_count(&line, lang, JALON_INBOX_REST, (int)rest);
        jalon_str_addf(out, "%*s%s\n", INDENT, "", jalon_str_text(&line));
    }
}

void jalon_inbox_text(const struct jalon_inbox *inbox, enum jalon_lang lang, size_t lines,
                      struct jalon_str *out)
{
    jalon_say(out, lang, JALON_WORD_INBOX_TITLE, jalon_date_long(inbox->as_of, lang).text,
              inbox->programme->name.text[lang]);
    jalon_str_add_char(out, '\n');
    for (int kind = 0; kind < JALON_INBOX_KIND_N; kind++) {
        add_section(inbox, lang, (enum jalon_inbox_kind)kind, lines, out);
    }
    if (inbox->n == 0) {
        jalon_str_addf(out, "\n%s\n", jalon_word(lang, JALON_WORD_INBOX_NOTHING));
    }
}
