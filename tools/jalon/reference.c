/* Territories that a command line names by something else than their code. */
#include "jalon/reference.h"

#include "app/app_messages.h"
#include "app/find.h"
#include "jalon/words.h"

/* "ti-4411 · Terres de Lorraine · autre nom : Val et Terres de Lorraine" */
static void add_line(struct jalon_str *out, const struct cli_run *run,
                     const struct jalon_found_item *item)
{
    JALON_AUTO(jalon_str_done) struct jalon_str match = {0};
    say_match(&match, run->lang, &item->match, run->app->today);
    jalon_str_addf(out, "%s · %s%s%s\n", item->code, item->name, match.length > 0 ? " · " : "",
                   jalon_str_text(&match));
}

static int fail_several(struct cli_run *run, const char *text, const struct jalon_found *found,
                        struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str lines = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str number = {0};
    jalon_str_addf(&number, "%zu", found->n_all);
    for (size_t i = 0; i < found->n; i++) {
        add_line(&lines, run, &found->items[i]);
    }
    if (found->n < found->n_all) {
        jalon_str_add(&lines, "…\n");
    }
    out_complain(jalon_str_text(&lines));
    return jalon_fail(err, &jalon_msg_several_territories, text, jalon_str_text(&number));
}

/* A part of a name does to read, not to write: what it may mean is told. */
static int fail_part(const char *text, const struct jalon_found *found, struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str names = {0};
    say_found(&names, found);
    return jalon_fail(err, &jalon_msg_territory_not_whole, text, jalon_str_text(&names));
}

/* The one territory that TEXT means, in *ret_found. */
static int find_one(struct cli_run *run, const char *text, struct jalon_found **ret_found,
                    struct jalon_err *err)
{
    bool writes = (run->command->flags & CLI_WRITES) != 0;
    JALON_AUTO(jalon_found_freep) struct jalon_found *found = NULL;
    if (jalon_app_find(run->app, text, writes ? JALON_FIND_WHOLE : JALON_FIND_ANY, &found, err) <
        0) {
        return -1;
    }
    if (found->n > 1) {
        return fail_several(run, text, found, err);
    }
    if (found->n == 1) {
        *ret_found = JALON_TAKE(found);
        return 0;
    }
    JALON_AUTO(jalon_found_freep) struct jalon_found *parts = NULL;
    if (writes && jalon_app_find(run->app, text, JALON_FIND_ANY, &parts, err) < 0) {
        return -1;
    }
    return parts != NULL && parts->n > 0 && parts->n <= 3
               ? fail_part(text, parts, err)
               : jalon_app_fail_unknown(run->app, text, err);
}

/* Replaces *TEXT, which may be NULL, by the code; in ARENA. */
static int resolve(struct cli_run *run, const char **text, struct jalon_arena *arena,
                   struct jalon_err *err)
{
    JALON_AUTO(jalon_found_freep) struct jalon_found *found = NULL;
    if (*text == NULL) {
        return 0;
    }
    if (find_one(run, *text, &found, err) < 0) {
        return -1;
    }
    if (strcmp(found->items[0].code, *text) != 0) {
        JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
        add_line(&line, run, &found->items[0]);
        out_say(run->out, jalon_str_text(&line));
        *text = jalon_arena_strdup(arena, found->items[0].code);
    }
    return 0;
}

static int resolve_rows(struct cli_run *run, const struct cli_opt *rows,
                        const struct cli_parsed *parsed, struct jalon_err *err)
{
    for (const struct cli_opt *row = rows; row != NULL && row->name != NULL; row++) {
        void *member = (char *)parsed->options + row->offset;
        bool is_list = (row->flags & CLI_REPEATABLE) != 0;
        struct cli_texts *texts = member;
        const char **items = is_list ? texts->items : member;
        size_t n = (row->flags & CLI_TERRITORY) == 0 ? 0 : is_list ? texts->n : 1;
        for (size_t i = 0; i < n; i++) {
            if (resolve(run, &items[i], parsed->arena, err) < 0) {
                return -1;
            }
        }
    }
    return 0;
}

int reference_resolve(struct cli_run *run, const struct cli_parsed *parsed, struct jalon_err *err)
{
    return resolve_rows(run, run->command->arguments, parsed, err) < 0
               ? -1
               : resolve_rows(run, run->command->options, parsed, err);
}
