/* Faults of files as lines and as JSON. */
#include "jalon/faults.h"

#include "base/json.h"
#include "base/text.h"
#include "jalon/words.h"

static void add_place(const struct jalon_place_in_file *place, struct jalon_str *out)
{
    jalon_str_add(out, place->path);
    if (place->line > 0) {
        jalon_str_addf(out, ":%zu", place->line);
    }
    if (place->column > 0) {
        jalon_str_addf(out, ":%zu", place->column);
    }
    if (place->field != NULL) {
        jalon_str_addf(out, " [%s]", place->field);
    }
}

void faults_text(const struct jalon_faults *faults, enum jalon_lang lang, const char *prefix,
                 struct jalon_str *out)
{
    for (size_t i = 0; i < faults->n; i++) {
        const struct jalon_fault *fault = &faults->items[i];
        JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
        jalon_str_add(&line, prefix);
        add_place(&fault->place, &line);
        jalon_str_addf(&line, ": %s", fault->err.message[lang]);
        jalon_text_add_safe(out, jalon_str_text(&line)); /* a path may hold line feeds */
        jalon_str_add_char(out, '\n');
        if (fault->err.hint[lang][0] != '\0') {
            jalon_str_addf(out, "hint: %s\n", fault->err.hint[lang]);
        }
    }
    size_t n = faults->n + faults->n_dropped;
    if (n > 1) {
        jalon_str_addf(out, "%s%zu %s\n", prefix, n, say(lang, "fautes", "faults"));
    }
}

json_t *faults_json(const struct jalon_faults *faults)
{
    json_t *problems = json_array();
    for (size_t i = 0; i < faults->n; i++) {
        JALON_AUTO(jalon_str_done) struct jalon_str where = {0};
        const struct jalon_fault *fault = &faults->items[i];
        json_t *one = json_object();
        add_place(&fault->place, &where);
        jalon_json_set_text(one, "kind", "file");
        jalon_json_set_text(one, "where", jalon_str_text(&where));
        jalon_json_set_text(one, "what", fault->err.message[JALON_EN]);
        (void)json_array_append_new(problems, one);
    }
    return problems;
}

int faults_exit_status(const struct jalon_faults *faults)
{
    return faults->n > 0 ? jalon_err_exit_status(faults->items[0].err.kind) : 0;
}

int faults_say(enum jalon_lang lang, const struct jalon_faults *faults)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    faults_text(faults, lang, "jalon: ", &text);
    out_complain(jalon_str_text(&text));
    return faults_exit_status(faults);
}
