/* `view …`: the options of `list` that were saved under a name. */
#include "base/json.h"
#include "jalon/commands.h"
#include "jalon/views.h"
#include "jalon/words.h"

struct view {
    const char *name;
};

static const struct cli_opt view_arguments[] = {
    {"VIEW", 0, CLI_TEXT, NULL, "the name of a saved view", offsetof(struct view, name),
     CLI_REQUIRED, NULL, 0},
    {0},
};

static void add_view(json_t *object, const char *name, json_t *options)
{
    jalon_json_set_text(object, "name", name);
    jalon_json_set(object, "options", json_deep_copy(options));
}

static void list_json(struct cli_run *run, const struct jalon_views *views)
{
    JALON_AUTO(jalon_json_decref) json_t *document = json_object();
    json_t *list = json_array();
    const char *const *names;
    size_t n = jalon_views_names(views, &names);
    for (size_t i = 0; i < n; i++) {
        json_t *view = json_object();
        add_view(view, names[i], jalon_views_options(views, names[i]));
        (void)json_array_append_new(list, view);
    }
    jalon_json_set_text(document, "schema", "jalon.views/1");
    jalon_json_set(document, "views", list);
    out_json(run->out, document);
}

static void list_text(struct cli_run *run, const struct jalon_views *views)
{
    static const struct out_column columns[] = {
        {{{"vue", "view"}}, false, false},
        {{{"ce qu’elle demande à jalon list", "what it asks of jalon list"}}, false, true},
    };
    const char *const *names;
    size_t n = jalon_views_names(views, &names);
    if (n == 0) {
        out_text(run->out, say(run->lang, "aucune vue enregistrée\n", "no saved view\n"));
        return;
    }
    struct out_table *table = out_table_new(run->out, columns, JALON_COUNT(columns));
    for (size_t i = 0; i < n; i++) {
        JALON_AUTO(jalon_str_done) struct jalon_str words = {0};
        views_words(&words, jalon_views_options(views, names[i]));
        const char *shown = words.length > 0 ? words.text + 1 : "";
        out_table_row(table, (const char *const[]){names[i], shown});
    }
    out_table_end(table);
}

static int run_view_list(struct cli_run *run, const void *options, struct jalon_err *err)
{
    JALON_AUTO(jalon_views_freep) struct jalon_views *views = NULL;
    int status = views_read(run, &views, err);
    (void)options;
    if (status == 0 && run->json) {
        list_json(run, views);
    } else if (status == 0) {
        list_text(run, views);
    }
    return status;
}

static int run_view_show(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct view *given = options;
    JALON_AUTO(jalon_views_freep) struct jalon_views *views = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str name = {0};
    json_t *kept = NULL;
    int status = views_read(run, &views, err);
    status = status == 0 ? views_find(views, given->name, &name, &kept, err) : status;
    if (status != 0) {
        return status;
    }
    if (run->json) {
        JALON_AUTO(jalon_json_decref) json_t *document = json_object();
        jalon_json_set_text(document, "schema", "jalon.view/1");
        add_view(document, jalon_str_text(&name), kept);
        out_json(run->out, document);
        return 0;
    }
    JALON_AUTO(jalon_str_done) struct jalon_str words = {0};
    views_words(&words, kept);
    out_textf(run->out, "jalon list%s\n", jalon_str_text(&words));
    return 0;
}

static int run_view_remove(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct view *given = options;
    JALON_AUTO(jalon_views_freep) struct jalon_views *views = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str name = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    JALON_AUTO(jalon_json_decref) json_t *old = NULL;
    json_t *kept = NULL;
    int status = views_read(run, &views, err);
    status = status == 0 ? views_find(views, given->name, &name, &kept, err) : status;
    if (status == 0 && !run->common->dry_run) {
        status = views_change(run, jalon_str_text(&name), NULL, &old, err);
    }
    if (status != 0) {
        return status;
    }
    if (run->common->dry_run) {
        say_with(&line, run->lang, "à blanc, rien n’est changé : la vue « {1} » serait retirée",
                 "dry run, nothing is changed: the view '{1}' would be removed",
                 jalon_str_text(&name));
    } else {
        say_with(&line, run->lang, "vue « {1} » retirée", "view '{1}' removed",
                 jalon_str_text(&name));
    }
    out_sayf(run->out, "%s\n", jalon_str_text(&line));
    return 0;
}

const struct cli_command cmd_view_list = {
    .name = "view list",
    .section = "Follow",
    .summary = "the saved views",
    .formats = "text|json",
    .run = run_view_list,
};

const struct cli_command cmd_view_show = {
    .name = "view show",
    .section = "Follow",
    .summary = "what a saved view asks of `list`",
    .formats = "text|json",
    .arguments = view_arguments,
    .size = sizeof(struct view),
    .run = run_view_show,
};

const struct cli_command cmd_view_remove = {
    .name = "view remove",
    .section = "Follow",
    .summary = "forget a saved view",
    .flags = CLI_DRY_RUN,
    .arguments = view_arguments,
    .size = sizeof(struct view),
    .run = run_view_remove,
};
