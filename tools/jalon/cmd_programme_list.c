/* `programme list`: the programmes that the database tracks. */
#include <stdio.h>

#include "app/programme.h"
#include "base/json.h"
#include "jalon/commands.h"
#include "jalon/words.h"
#include "report/json_parts.h"

static void list_text(struct cli_run *run, const struct jalon_programme_list *list)
{
    static const struct out_column columns[] = {
        {{{"programme", "programme"}}, false, false},    {{{"nom", "name"}}, false, true},
        {{{"révision", "revision"}}, true, false},       {{{"depuis", "since"}}, false, false},
        {{{"territoires", "territories"}}, true, false},
    };
    if (list->n_rows == 0) {
        out_say(run->out, say(run->lang, "cette base ne suit encore aucun programme\n",
                              "this database does not track any programme yet\n"));
        return;
    }
    struct out_table *table = out_table_new(run->out, columns, JALON_COUNT(columns));
    for (size_t i = 0; i < list->n_rows; i++) {
        const struct jalon_programme_row *row = &list->rows[i];
        struct jalon_date_text since = jalon_date_iso(row->since);
        char revision[24], scope[24];
        (void)snprintf(revision, sizeof revision, "%d", row->revision);
        (void)snprintf(scope, sizeof scope, "%d", row->scope);
        out_table_row(table, (const char *const[]){row->code, say_label(run->lang, row->name),
                                                   revision, since.text, scope});
    }
    out_table_end(table);
}

static json_t *row_json(const struct jalon_programme_row *row)
{
    json_t *one = json_object();
    jalon_json_set_text(one, "code", row->code);
    jalon_json_set(one, "name", jalon_json_label(row->name));
    jalon_json_set_text(one, "timezone", row->timezone);
    jalon_json_set_date(one, "starts_on", row->starts_on);
    jalon_json_set_int(one, "revision", row->revision);
    jalon_json_set_date(one, "since", row->since);
    jalon_json_set_date(one, "as_of", row->today);
    jalon_json_set_int(one, "scope", row->scope);
    return one;
}

static void list_json(struct cli_run *run, const struct jalon_programme_list *list)
{
    JALON_AUTO(jalon_json_decref) json_t *document = json_object();
    json_t *programmes = json_array();
    for (size_t i = 0; i < list->n_rows; i++) {
        (void)json_array_append_new(programmes, row_json(&list->rows[i]));
    }
    jalon_json_set_text(document, "schema", "jalon.programmes/1");
    jalon_json_set(document, "programmes", programmes);
    out_json(run->out, document);
}

static int run_list(struct cli_run *run, const void *options, struct jalon_err *err)
{
    (void)options;
    JALON_AUTO(jalon_programme_list_freep) struct jalon_programme_list *list = NULL;
    if (jalon_app_programmes(run->app, &list, err) < 0) {
        return -1;
    }
    if (run->json) {
        list_json(run, list);
    } else {
        list_text(run, list);
    }
    return 0;
}

const struct cli_command cmd_programme_list = {
    .name = "programme list",
    .section = "Programme and territories",
    .summary = "the programmes of the database, with their N",
    .flags = CLI_NEEDS_DB,
    .formats = "text|json",
    .run = run_list,
};
