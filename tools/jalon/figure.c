/* Tells a figure of the weekly report with what it counts. */
#include "jalon/figure.h"

#include <inttypes.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "jalon/words.h"
#include "report/words.h"

/* Do all of them count for one? Then that is not told. */
static bool is_plain(const struct jalon_weekly *weekly)
{
    for (size_t i = 0; i < weekly->n_counted; i++) {
        if (weekly->counted[i].value != 1) {
            return false;
        }
    }
    return true;
}

static void tell_rows(struct cli_run *run, const struct jalon_weekly *weekly)
{
    static const struct out_column columns[] = {
        {{{"code", "code"}}, false, false},
        {{{"territoire", "territory"}}, false, true},
        {{{"Région", "Région"}}, false, true},
        {{{"depuis", "since"}}, false, false},
        {{{"compte pour", "counts for"}}, true, false},
    };
    size_t n = JALON_COUNT(columns) - is_plain(weekly);
    struct out_table *table = out_table_new(run->out, columns, n);
    for (size_t i = 0; i < weekly->n_counted; i++) {
        const struct jalon_counted *one = &weekly->counted[i];
        const struct jalon_date_text on = jalon_date_iso(one->on);
        JALON_AUTO(jalon_str_done) struct jalon_str value = {0};
        jalon_str_addf(&value, "%+" PRId64, one->value);
        out_table_row(table, (const char *const[]){one->code, one->name, one->region,
                                                   jalon_date_is_set(one->on) ? on.text : NULL,
                                                   jalon_str_text(&value)});
    }
    out_table_end(table);
}

static void add_value(struct jalon_str *out, const struct jalon_figure *figure,
                      enum jalon_lang lang)
{
    if (!figure->known) {
        jalon_str_add(out, "–");
    } else if (figure->tenths) {
        jalon_str_addf(out, "%" PRId64 "%s%" PRId64, figure->value / 10, say(lang, ",", "."),
                       figure->value % 10);
    } else {
        jalon_str_addf(out, "%" PRId64, figure->value);
    }
}

/* "13 territoires", "1 territoire"; of other things with their unit. */
static void add_amount(struct jalon_str *out, const struct jalon_figure *figure,
                       enum jalon_lang lang)
{
    bool counts = strcmp(figure->unit.text[lang], jalon_word(lang, JALON_WORD_TERRITORIES)) == 0;
    if (figure->known && !figure->tenths && counts) {
        jalon_say_count(out, lang, JALON_COUNT_TERRITORIES, (int)figure->value);
        return;
    }
    add_value(out, figure, lang);
    jalon_str_addf(out, " %s", figure->unit.text[lang]);
}

static void tell_text(struct cli_run *run, const struct jalon_weekly *weekly,
                      const struct jalon_figure *figure)
{
    JALON_AUTO(jalon_str_done) struct jalon_str value = {0};
    add_amount(&value, figure, run->lang);
    out_textf(run->out, "%s = %s\n%s\n", figure->code, jalon_str_text(&value),
              say_label(run->lang, figure->definition));
    if (weekly->n_counted > 0) {
        tell_rows(run, weekly);
    }
}

static json_t *label_json(const struct jalon_label *label)
{
    json_t *both = json_object();
    jalon_json_set_text(both, "fr", label->text[JALON_FR]);
    jalon_json_set_text(both, "en", label->text[JALON_EN]);
    return both;
}

static void tell_json(struct cli_run *run, const struct jalon_weekly *weekly,
                      const struct jalon_figure *figure)
{
    JALON_AUTO(jalon_json_decref) json_t *document = json_object();
    json_t *rows = json_array();
    for (size_t i = 0; i < weekly->n_counted; i++) {
        const struct jalon_counted *one = &weekly->counted[i];
        json_t *row = json_object();
        jalon_json_set_text(row, "code", one->code);
        jalon_json_set_text(row, "name", one->name);
        jalon_json_set_text(row, "region", one->region);
        jalon_json_set_date(row, "since", one->on);
        jalon_json_set_int(row, "value", one->value);
        (void)json_array_append_new(rows, row);
    }
    jalon_json_set_text(document, "schema", "jalon.figure/1");
    jalon_json_set_text(document, "programme", weekly->status.programme);
    jalon_json_set_text(document, "week", jalon_week_text(weekly->week).text);
    jalon_json_set_date(document, "as_of", weekly->status.as_of);
    jalon_json_set_text(document, "figure", figure->code);
    jalon_json_set(document, "value", figure->known ? json_integer(figure->value) : json_null());
    jalon_json_set(document, "tenths", json_boolean(figure->tenths));
    jalon_json_set(document, "unit", label_json(&figure->unit));
    jalon_json_set(document, "definition", label_json(&figure->definition));
    jalon_json_set(document, "territories", rows);
    out_json(run->out, document);
}

int figure_tell(struct cli_run *run, const struct jalon_weekly *weekly, const char *code,
                struct jalon_err *err)
{
    struct jalon_figure figure;
    if (jalon_weekly_explain(weekly, code, &figure, err) < 0) {
        return -1;
    }
    if (run->json) {
        tell_json(run, weekly, &figure);
    } else {
        tell_text(run, weekly, &figure);
    }
    return 0;
}
