/* Rows of an export as CSV, as lines of JSON, and as one JSON document. */
#include "report/export.h"

#include <string.h>

#include "base/json.h"

static const struct jalon_export_format formats[] = {
    {"csv", &jalon_csv_plain, false},
    {"csv-fr", &jalon_csv_french, false},
    {"json", NULL, true},
    {"jsonl", NULL, false},
};

const struct jalon_export_format *jalon_export_formats(size_t *ret_n)
{
    *ret_n = JALON_COUNT(formats);
    return formats;
}

const struct jalon_export_format *jalon_export_format(const char *name)
{
    for (size_t i = 0; i < JALON_COUNT(formats); i++) {
        if (strcmp(formats[i].name, name) == 0) {
            return &formats[i];
        }
    }
    return NULL;
}

const char *jalon_export_type_code(enum jalon_export_type type)
{
    static const char *const codes[JALON_EXPORT_TYPE_N] = {
        [JALON_EXPORT_TEXT] = "string",     [JALON_EXPORT_LIST] = "string",
        [JALON_EXPORT_DATE] = "date",       [JALON_EXPORT_INSTANT] = "datetime",
        [JALON_EXPORT_INTEGER] = "integer", [JALON_EXPORT_NUMBER] = "number",
        [JALON_EXPORT_BOOLEAN] = "boolean", [JALON_EXPORT_JSON] = "any",
    };
    return codes[type];
}

/* "t" and "f" of the database as JSON and as Table Schema spell them. */
static const char *boolean_of(const char *text)
{
    return text == NULL ? NULL : text[0] == 't' ? "true" : "false";
}

static void add_csv_cell(struct jalon_csv_writer *w, enum jalon_export_type type, const char *text)
{
    switch (type) {
    case JALON_EXPORT_TEXT:
    case JALON_EXPORT_LIST:
    case JALON_EXPORT_JSON:
        jalon_csv_write_text(w, text);
        break;
    case JALON_EXPORT_INTEGER:
    case JALON_EXPORT_NUMBER:
        jalon_csv_write_number(w, text);
        break;
    case JALON_EXPORT_BOOLEAN:
        jalon_csv_write_code(w, boolean_of(text));
        break;
    case JALON_EXPORT_DATE:
    case JALON_EXPORT_INSTANT:
        jalon_csv_write_code(w, text);
        break;
    case JALON_EXPORT_TYPE_N:
        break;
    }
}

static void add_json_list(struct jalon_str *out, const char *text)
{
    const char *at = text != NULL ? text : "";
    jalon_str_add_char(out, '[');
    while (*at != '\0') {
        size_t length = strcspn(at, " ");
        jalon_json_add_text(out, at, length);
        at += length;
        at += strspn(at, " ");
        jalon_str_add(out, *at != '\0' ? "," : "");
    }
    jalon_str_add_char(out, ']');
}

static void add_json_value(struct jalon_str *out, enum jalon_export_type type, const char *text)
{
    if (type == JALON_EXPORT_LIST) {
        add_json_list(out, text);
        return;
    }
    if (text == NULL) {
        jalon_str_add(out, "null");
        return;
    }
    switch (type) {
    case JALON_EXPORT_TEXT:
    case JALON_EXPORT_DATE:
    case JALON_EXPORT_INSTANT:
        jalon_json_add_text(out, text, strlen(text));
        break;
    case JALON_EXPORT_INTEGER:
    case JALON_EXPORT_NUMBER:
    case JALON_EXPORT_JSON:
        jalon_str_add(out, text);
        break;
    case JALON_EXPORT_BOOLEAN:
        jalon_str_add(out, boolean_of(text));
        break;
    case JALON_EXPORT_LIST:
    case JALON_EXPORT_TYPE_N:
        break;
    }
}

static bool is_shown(const struct jalon_export *e, const struct jalon_export_column *column)
{
    return (column->flags & e->omits) == 0 &&
           (e->personal || (column->flags & JALON_EXPORT_PERSONAL) == 0);
}

static void add_header(struct jalon_export *e)
{
    struct jalon_csv_writer w = {.dialect = e->format->dialect, .out = e->out};
    jalon_str_add(e->out, w.dialect->start);
    for (size_t i = 0; i < e->object->n_columns; i++) {
        if (is_shown(e, &e->object->columns[i])) {
            jalon_csv_write_code(&w, e->object->columns[i].name);
        }
    }
    jalon_csv_write_end(&w);
}

static void add_member(struct jalon_str *out, const char *key, const char *text)
{
    jalon_str_addf(out, "\"%s\":", key);
    add_json_value(out, JALON_EXPORT_TEXT, text);
    jalon_str_add_char(out, ',');
}

void jalon_export_start(struct jalon_export *e)
{
    if (e->format->dialect != NULL) {
        add_header(e);
    } else if (e->format->is_document) {
        jalon_str_add_char(e->out, '{');
        add_member(e->out, "schema", "jalon.export/1");
        add_member(e->out, "object", e->object->name);
        add_member(e->out, "programme", e->programme);
        add_member(e->out, "as_of", e->as_of);
        jalon_str_add(e->out, "\"known_at\":{\"size\":null,\"at\":");
        add_json_value(e->out, JALON_EXPORT_INSTANT, e->known_at);
        jalon_str_add(e->out, "},\"rows\":[");
    }
}

static void add_csv_row(struct jalon_export *e, const char *const *texts)
{
    struct jalon_csv_writer w = {.dialect = e->format->dialect, .out = e->out};
    for (size_t i = 0; i < e->object->n_columns; i++) {
        if (is_shown(e, &e->object->columns[i])) {
            add_csv_cell(&w, e->object->columns[i].type, texts[i]);
        }
    }
    jalon_csv_write_end(&w);
}

static void add_json_row(struct jalon_export *e, const char *const *texts)
{
    char before = '{';
    for (size_t i = 0; i < e->object->n_columns; i++) {
        const struct jalon_export_column *column = &e->object->columns[i];
        if (is_shown(e, column)) {
            jalon_str_addf(e->out, "%c\"%s\":", before, column->name);
            add_json_value(e->out, column->type, texts[i]);
            before = ',';
        }
    }
    jalon_str_add_char(e->out, '}');
}

void jalon_export_row(struct jalon_export *e, const char *const *texts)
{
    if (e->format->dialect != NULL) {
        add_csv_row(e, texts);
    } else if (e->format->is_document) {
        jalon_str_add(e->out, e->n > 0 ? ",\n" : "\n");
        add_json_row(e, texts);
    } else {
        add_json_row(e, texts);
        jalon_str_add_char(e->out, '\n');
    }
    e->n++;
}

void jalon_export_end(struct jalon_export *e)
{
    if (e->format->is_document) {
        jalon_str_addf(e->out, "\n],\"count\":%zu}\n", e->n);
    }
}

static const char *yes_or_no(bool yes)
{
    return yes ? "t" : "f";
}

static void describe_object(struct jalon_export *e, const struct jalon_export_object *object)
{
    for (size_t i = 0; i < object->n_columns; i++) {
        const struct jalon_export_column *column = &object->columns[i];
        bool is_filled = (column->flags & (JALON_EXPORT_KEY | JALON_EXPORT_FILLED)) != 0;
        jalon_export_row(e, (const char *const[]){
                                object->name, column->name, jalon_export_type_code(column->type),
                                yes_or_no(is_filled),
                                yes_or_no((column->flags & JALON_EXPORT_PERSONAL) != 0),
                                column->meaning.text[JALON_FR], column->meaning.text[JALON_EN]});
    }
}

void jalon_export_describe(struct jalon_export *e)
{
    size_t n = 0;
    const struct jalon_export_object *objects = jalon_export_objects(&n);
    for (size_t i = 0; i < n; i++) {
        if ((objects[i].flags & JALON_EXPORT_OF_PROGRAM) == 0) {
            describe_object(e, &objects[i]);
        }
    }
}
