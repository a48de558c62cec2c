/* Collects what `check` finds and tells it. */
#include "report/check.h"

#include "base/json.h"
#include "report/words.h"

struct kind {
    enum jalon_check_area area;
    const char *code;
    struct jalon_label text;
};

static const struct kind kinds[JALON_CHECK_KIND_N] = {
#define R(name, area, code, fr, en) {JALON_CHECK_OF_##area, code, {{fr, en}}},
#include "report/check_kinds.def"
#undef R
};

enum jalon_check_area jalon_check_area(enum jalon_check_kind kind)
{
    return kinds[kind].area;
}

struct jalon_check *jalon_check_new(void)
{
    struct jalon_arena *arena = jalon_arena_new();
    struct jalon_check *check = jalon_arena_alloc(arena, sizeof *check);
    check->arena = arena;
    return check;
}

void jalon_check_free(struct jalon_check *check)
{
    if (check) {
        jalon_arena_free(check->arena);
    }
}

void jalon_check_freep(struct jalon_check **check)
{
    jalon_check_free(*check);
}

void jalon_check_add(struct jalon_check *check, const struct jalon_check_problem *problem)
{
    size_t n = check->n_problems;
    if ((n & (n - 1)) == 0) { /* room is doubled at every power of two */
        struct jalon_check_problem *grown =
            jalon_arena_array(check->arena, n ? 2 * n : 1, sizeof *grown);
        for (size_t i = 0; i < n; i++) {
            grown[i] = check->problems[i];
        }
        check->problems = grown;
    }
    check->problems[check->n_problems++] =
        (struct jalon_check_problem){problem->kind,
                                     jalon_arena_strdup(check->arena, problem->where),
                                     jalon_arena_strdup(check->arena, problem->thing),
                                     jalon_arena_strdup(check->arena, problem->field),
                                     jalon_arena_strdup(check->arena, problem->wanted),
                                     jalon_arena_strdup(check->arena, problem->found)};
}

enum jalon_err_kind jalon_check_result(const struct jalon_check *check)
{
    enum jalon_err_kind result = check->n_problems > 0 ? JALON_ERR_CHECK : JALON_ERR_NONE;
    for (size_t i = 0; i < check->n_problems; i++) {
        if (kinds[check->problems[i].kind].area == JALON_CHECK_OF_JOURNAL) {
            result = JALON_ERR_JOURNAL;
        }
    }
    return result;
}

static const char *or_dash(const char *text)
{
    return text ? text : "–";
}

static void say_problem(struct jalon_str *out, enum jalon_lang lang,
                        const struct jalon_check_problem *problem)
{
    jalon_say_label(out, kinds[problem->kind].text.text[lang], or_dash(problem->thing),
                    or_dash(problem->field), or_dash(problem->wanted), or_dash(problem->found));
}

void jalon_check_problems_text(struct jalon_str *out, enum jalon_lang lang,
                               const struct jalon_check *check)
{
    for (size_t i = 0; i < check->n_problems; i++) {
        jalon_say(out, lang, JALON_WORD_COLON, check->problems[i].where);
        say_problem(out, lang, &check->problems[i]);
        jalon_str_add_char(out, '\n');
    }
}

/* "367 entries, " */
static void say_counted(struct jalon_str *out, enum jalon_lang lang, enum jalon_count_word word,
                        size_t n)
{
    jalon_say_count(out, lang, word, (int)n);
    jalon_str_add(out, ", ");
}

/* The last count and, after it, how many problems there are. */
static void say_end(struct jalon_str *out, enum jalon_lang lang, const struct jalon_str *last,
                    size_t n_problems)
{
    jalon_say(out, lang, JALON_WORD_COLON, jalon_str_text(last));
    jalon_say_count(out, lang, JALON_CHECK_PROBLEMS, (int)n_problems);
    jalon_str_add_char(out, '\n');
}

void jalon_check_text(struct jalon_str *out, enum jalon_lang lang, const struct jalon_check *check)
{
    JALON_AUTO(jalon_str_done) struct jalon_str last = {0};
    jalon_check_problems_text(out, lang, check);
    say_counted(out, lang, JALON_CHECK_ENTRIES, check->n_entries);
    say_counted(out, lang, JALON_CHECK_CHAINS, check->n_chains);
    jalon_say_count(&last, lang, JALON_CHECK_CONTRACTS_READ, (int)check->n_contracts);
    say_end(out, lang, &last, check->n_problems);
}

void jalon_check_sealed_text(struct jalon_str *out, enum jalon_lang lang,
                             const struct jalon_check *check)
{
    JALON_AUTO(jalon_str_done) struct jalon_str last = {0};
    jalon_check_problems_text(out, lang, check);
    say_counted(out, lang, JALON_AUDIT_LEAVES, check->n_leaves);
    say_counted(out, lang, JALON_CHECK_ENTRIES, check->n_entries);
    say_counted(out, lang, JALON_CHECK_CHAINS, check->n_chains);
    say_counted(out, lang, JALON_CHECK_SEALS, check->n_seals);
    if (check->n_facts > 0) {
        say_counted(out, lang, JALON_CHECK_CONTRACTS_READ, check->n_contracts);
        say_counted(out, lang, JALON_CHECK_FACTS, check->n_facts);
    }
    jalon_say_count(&last, lang, JALON_AUDIT_CHECKPOINTS, (int)check->n_checkpoints);
    say_end(out, lang, &last, check->n_problems);
}

json_t *jalon_check_problems_json(const struct jalon_check *check)
{
    json_t *problems = json_array();
    for (size_t i = 0; i < check->n_problems; i++) {
        const struct jalon_check_problem *one = &check->problems[i];
        JALON_AUTO(jalon_str_done) struct jalon_str what = {0};
        json_t *problem = json_object();
        say_problem(&what, JALON_EN, one);
        jalon_json_set_text(problem, "kind", kinds[one->kind].code);
        jalon_json_set_text(problem, "where", one->where);
        jalon_json_set_text(problem, "what", jalon_str_text(&what));
        (void)json_array_append_new(problems, problem);
    }
    return problems;
}

/* What both documents have. */
static json_t *counts_json(const char *schema, const struct jalon_check *check)
{
    json_t *json = json_object();
    jalon_json_set_text(json, "schema", schema);
    jalon_json_set_int(json, "entries", (int64_t)check->n_entries);
    jalon_json_set_int(json, "chains", (int64_t)check->n_chains);
    jalon_json_set_int(json, "checkpoints", (int64_t)check->n_checkpoints);
    jalon_json_set_int(json, "contracts", (int64_t)check->n_contracts);
    return json;
}

static json_t *finished(json_t *json, const struct jalon_check *check)
{
    jalon_json_set(json, "ok", json_boolean(check->n_problems == 0));
    jalon_json_set(json, "problems", jalon_check_problems_json(check));
    return json;
}

json_t *jalon_check_json(const struct jalon_check *check)
{
    return finished(counts_json("jalon.check/1", check), check);
}

json_t *jalon_check_sealed_json(const struct jalon_check *check)
{
    json_t *json = counts_json("jalon.verify/1", check);
    jalon_json_set_int(json, "leaves", (int64_t)check->n_leaves);
    jalon_json_set_int(json, "seals", (int64_t)check->n_seals);
    jalon_json_set_int(json, "facts", (int64_t)check->n_facts);
    return finished(json, check);
}
