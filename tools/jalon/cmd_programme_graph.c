/* `programme graph`: the lifecycle as a drawing, of the revision in force or of a file. */
#include "conf/programme.h"
#include "jalon/commands.h"
#include "jalon/faults.h"
#include "jalon/graphviz.h"
#include "report/graph.h"

struct graph {
    const char *path;
};

static const struct cli_opt graph_arguments[] = {
    {"PATH", 0, CLI_PATH, NULL,
     "a programme.yaml, or the folder that holds it; without it the revision in force",
     offsetof(struct graph, path), 0, NULL, 0},
    {0},
};

static int draw(struct cli_run *run, const struct jalon_programme *programme, struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str svg = {0};
    bool is_mermaid = strcmp(run->common->format, "mermaid") == 0;
    jalon_graph_draw(&text, programme, run->lang,
                     is_mermaid ? JALON_GRAPH_MERMAID : JALON_GRAPH_DOT);
    if (strcmp(run->common->format, "svg") != 0) {
        out_text(run->out, jalon_str_text(&text));
        return 0;
    }
    if (graphviz_svg(&text, &svg, err) < 0) {
        return -1;
    }
    out_document(run->out, jalon_str_text(&svg));
    return 0;
}

static int draw_in_force(struct cli_run *run, struct jalon_err *err)
{
    JALON_AUTO(jalon_app_done) struct jalon_app app = {0};
    if (jalon_app_open(&run->location, &app, err) < 0) {
        return -1;
    }
    app.programme_code = run->settings->text[JALON_SETTING_PROGRAMME];
    return jalon_app_programme(&app, err) < 0 ? -1 : draw(run, app.programme, err);
}

static int run_graph(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct graph *given = options;
    if (given->path == NULL) {
        return draw_in_force(run, err);
    }
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    JALON_AUTO(jalon_programme_file_freep)
    struct jalon_programme_file *file = jalon_programme_load(given->path, &faults);
    return file == NULL ? faults_say(run->lang, &faults) : draw(run, file->programme, err);
}

const struct cli_command cmd_programme_graph = {
    .name = "programme graph",
    .section = "Programme and territories",
    .summary = "the lifecycle as a drawing",
    .flags = CLI_MAY_NEED_DB,
    .formats = "mermaid|dot|svg",
    .arguments = graph_arguments,
    .size = sizeof(struct graph),
    .run = run_graph,
};
