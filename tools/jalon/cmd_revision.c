/* `programme diff` and `programme apply`: a changed programme file, and putting it in force. */
#include "app/programme.h"
#include "base/json.h"
#include "jalon/cli_messages.h"
#include "jalon/commands.h"
#include "jalon/faults.h"
#include "jalon/receipt.h"
#include "jalon/words.h"
#include "report/diff.h"
#include "report/words.h"

struct apply {
    const char *path;
    int64_t expect;
};

static const struct cli_opt apply_options[] = {
    {"expect", 0, CLI_INT, "REVISION", "refuse when another revision is in force by then",
     offsetof(struct apply, expect), 0, NULL, 0},
    {0},
};
static const struct cli_opt apply_arguments[] = {
    {"FILE", 0, CLI_PATH, NULL, "a programme.yaml, or the folder that holds it",
     offsetof(struct apply, path), CLI_REQUIRED, NULL, 0},
    {0},
};

struct diff {
    const char *path;
    int64_t revision;
};

static const struct cli_opt diff_options[] = {
    {"revision", 0, CLI_INT, "N", "compare with revision N (default: the one in force)",
     offsetof(struct diff, revision), 0, NULL, 0},
    {0},
};
static const struct cli_opt diff_arguments[] = {
    {"FILE", 0, CLI_PATH, NULL,
     "a programme.yaml, or the folder that holds it; without it the revision in force",
     offsetof(struct diff, path), 0, NULL, 0},
    {0},
};

static int check_diff(const void *values, struct jalon_err *err)
{
    const struct diff *given = values;
    if (given->path == NULL && given->revision < 1) {
        return jalon_fail(err, &jalon_msg_nothing_to_compare);
    }
    return 0;
}

static void say_differences(struct cli_run *run, const struct jalon_programme_diff *diff)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    for (size_t i = 0; i < diff->n; i++) {
        jalon_str_add(&text, "  ");
        jalon_difference_say(&text, run->lang, &diff->items[i]);
        jalon_str_add_char(&text, '\n');
    }
    out_text(run->out, jalon_str_text(&text));
}

static void say_obstacles(struct cli_run *run, const struct jalon_revision_plan *plan)
{
    if (plan->n_obstacles > 0) {
        out_text(run->out, say(run->lang, "serait refusé :\n", "would be refused:\n"));
    }
    for (size_t i = 0; i < plan->n_obstacles; i++) {
        const struct jalon_err *refusal = &plan->obstacles[i].refusal;
        out_textf(run->out, "  %s\n    %s\n", refusal->message[run->lang],
                  refusal->hint[run->lang]);
    }
}

/* "ti · révision 1 → programme.yaml". */
static void say_title(struct cli_run *run, const char *code, int revision, const char *to)
{
    out_textf(run->out, "%s · %s %d → %s\n", code, say(run->lang, "révision", "revision"), revision,
              to);
}

static void say_total(struct cli_run *run, const struct jalon_programme_diff *diff, bool is_same)
{
    JALON_AUTO(jalon_str_done) struct jalon_str total = {0};
    if (diff->n > 0) {
        jalon_say_count(&total, run->lang, JALON_COUNT_DIFFERENCES, (int)diff->n);
    } else if (is_same) {
        jalon_str_add(&total, say(run->lang, "aucune différence", "no difference"));
    } else {
        jalon_str_add(&total, say(run->lang, "mêmes définitions, écrites autrement",
                                  "the same definitions, written otherwise"));
    }
    out_textf(run->out, "%s\n", jalon_str_text(&total));
}

static json_t *obstacles_json(const struct cli_run *run, const struct jalon_revision_plan *plan)
{
    json_t *all = json_array();
    for (size_t i = 0; i < plan->n_obstacles; i++) {
        json_t *one = json_deep_copy(plan->obstacles[i].facts);
        jalon_json_set_text(one, "kind", plan->obstacles[i].kind);
        jalon_json_set_text(one, "what", plan->obstacles[i].refusal.message[run->lang]);
        (void)json_array_append_new(all, one);
    }
    return all;
}

/* FILE NULL: between two revisions. Takes OBSTACLES over. */
static void diff_json(struct cli_run *run, const struct jalon_programme *before, const char *file,
                      const struct jalon_programme_diff *diff, json_t *obstacles)
{
    JALON_AUTO(jalon_json_decref) json_t *document = json_object();
    jalon_json_set_text(document, "schema", "jalon.diff/1");
    jalon_json_set_text(document, "programme", before->code);
    jalon_json_set_int(document, "from", before->revision);
    jalon_json_set(document, "to",
                   file != NULL ? json_string(file) : json_integer(run->app->programme->revision));
    jalon_json_set(document, "changes", jalon_diff_json(diff));
    jalon_json_set(document, "obstacles", obstacles);
    out_json(run->out, document);
}

static int diff_revisions(struct cli_run *run, int revision, struct jalon_err *err)
{
    JALON_AUTO(jalon_programme_freep) struct jalon_programme *before = NULL;
    if (jalon_app_revision(run->app, revision, &before, err) < 0) {
        return -1;
    }
    const struct jalon_programme *after = run->app->programme;
    JALON_AUTO(jalon_programme_diff_freep)
    struct jalon_programme_diff *diff = jalon_programme_diff(before, after);
    if (run->json) {
        diff_json(run, before, NULL, diff, json_array());
    } else {
        JALON_AUTO(jalon_str_done) struct jalon_str to = {0};
        jalon_str_addf(&to, "%s %d", say(run->lang, "révision", "revision"), after->revision);
        say_title(run, before->code, before->revision, jalon_str_text(&to));
        say_differences(run, diff);
        say_total(run, diff, before->revision == after->revision);
    }
    return diff->n > 0 ? 1 : 0;
}

static int plan_of(struct cli_run *run, const struct jalon_programme_file *file,
                   struct jalon_revision_plan **ret_plan, struct jalon_err *err)
{
    if (jalon_app_revision_plan(run->app, file, ret_plan, err) < 0) {
        return -1;
    }
    return (*ret_plan)->before != NULL
               ? 0
               : jalon_fail(err, &jalon_msg_programme_not_tracked, (*ret_plan)->code);
}

/* Against another revision than the one in force nothing stands in the way: it is past. */
static int diff_file(struct cli_run *run, const struct jalon_programme_file *file, int revision,
                     struct jalon_err *err)
{
    JALON_AUTO(jalon_revision_plan_freep) struct jalon_revision_plan *plan = NULL;
    JALON_AUTO(jalon_programme_freep) struct jalon_programme *other = NULL;
    JALON_AUTO(jalon_programme_diff_freep) struct jalon_programme_diff *past = NULL;
    if (plan_of(run, file, &plan, err) < 0) {
        return -1;
    }
    const struct jalon_programme *before = plan->before;
    const struct jalon_programme_diff *diff = plan->diff;
    if (revision > 0 && revision != before->revision) {
        run->app->programme_code = plan->code;
        if (jalon_app_revision(run->app, revision, &other, err) < 0) {
            return -1;
        }
        past = jalon_programme_diff(other, plan->after);
        before = other;
        diff = past;
    }
    if (run->json) {
        diff_json(run, before, file->path, diff, obstacles_json(run, plan));
    } else {
        say_title(run, before->code, before->revision, file->path);
        say_differences(run, diff);
        say_total(run, diff, plan->is_in_force);
        say_obstacles(run, plan);
    }
    return diff->n > 0 || !plan->is_in_force ? 1 : 0;
}

static int run_diff(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct diff *given = options;
    int revision = given->revision > 0 ? (int)given->revision : 0;
    if (given->path == NULL) {
        return diff_revisions(run, revision, err);
    }
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    JALON_AUTO(jalon_programme_file_freep)
    struct jalon_programme_file *file = jalon_programme_load(given->path, &faults);
    return file == NULL ? faults_say(run->lang, &faults) : diff_file(run, file, revision, err);
}

const struct cli_command cmd_programme_diff = {
    .name = "programme diff",
    .section = "Programme and territories",
    .summary = "what a changed programme file would change",
    .flags = CLI_NEEDS_DB,
    .formats = "text|json",
    .options = diff_options,
    .arguments = diff_arguments,
    .size = sizeof(struct diff),
    .check = check_diff,
    .run = run_diff,
};

static int apply_file(struct cli_run *run, const struct jalon_programme_file *file, int64_t expect,
                      struct jalon_err *err)
{
    JALON_AUTO(jalon_revision_plan_freep) struct jalon_revision_plan *plan = NULL;
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    struct jalon_write write = write_of(run, JALON_DATE_NONE, JALON_PRECISION_UNKNOWN);
    if (plan_of(run, file, &plan, err) < 0) {
        return -1;
    }
    plan->expect = expect >= 0 ? (int)expect : plan->expect;
    if (jalon_app_revision_apply(run->app, plan, &write, &receipt, err) < 0) {
        return -1;
    }
    receipt_print(run, &write, receipt);
    if (!run->json && receipt->n_entries > 0 && !receipt->replayed) {
        say_differences(run, plan->diff);
        say_total(run, plan->diff, plan->is_in_force);
    }
    return 0;
}

static int run_apply(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct apply *given = options;
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    JALON_AUTO(jalon_programme_file_freep)
    struct jalon_programme_file *file = jalon_programme_load(given->path, &faults);
    return file == NULL ? faults_say(run->lang, &faults)
                        : apply_file(run, file, given->expect, err);
}

const struct cli_command cmd_programme_apply = {
    .name = "programme apply",
    .section = "Programme and territories",
    .summary = "put a changed programme file in force",
    .flags = CLI_NEEDS_DB | CLI_WRITES | CLI_EVIDENCE,
    .formats = "text|json",
    .options = apply_options,
    .arguments = apply_arguments,
    .size = sizeof(struct apply),
    .run = run_apply,
};
