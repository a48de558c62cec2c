/* What the database shows of itself at the export, for who reads the bundle. */
#include "app/audit.h"
#include "app/bundle_priv.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"

/* A column of a line: nothing in it ends the column or the line. */
static void add_column(struct jalon_str *out, const json_t *problem, const char *member, char end)
{
    const char *text = jalon_json_text(problem, member);
    jalon_text_add_safe(out, text != NULL ? text : "");
    jalon_str_add_char(out, end);
}

int jalon_bundle_live(struct jalon_app *app, struct jalon_bundle *bundle, struct jalon_err *err)
{
    JALON_AUTO(jalon_check_freep) struct jalon_check *check = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str content = {0};
    if (jalon_app_inspect(app, &check, err) < 0) {
        return -1;
    }
    JALON_AUTO(jalon_json_decref) json_t *problems = jalon_check_problems_json(check);
    jalon_str_addf(&content, "jalon.live/1\t%zu\t%zu\n", check->n_contracts, check->n_facts);
    for (size_t i = 0; i < json_array_size(problems); i++) {
        const json_t *problem = json_array_get(problems, i);
        add_column(&content, problem, "kind", '\t');
        add_column(&content, problem, "where", '\t');
        add_column(&content, problem, "what", '\n');
    }
    return jalon_bundle_file(bundle, "live.tsv", &content, err);
}
