/* The descriptor of a data package. */
#include "report/export_package.h"

#include <string.h>

#include "base/json.h"

/* Those that French public bodies may choose (decree 2017-638). */
static const struct {
    const char *code, *title, *path;
} licences[] = {
    {"etalab-2.0", "Licence Ouverte 2.0",
     "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"},
    {"odc-odbl-1.0", "Open Database License 1.0", "https://opendatacommons.org/licenses/odbl/1-0/"},
};

const char *jalon_licence_title(const char *code)
{
    for (size_t i = 0; i < JALON_COUNT(licences); i++) {
        if (strcmp(licences[i].code, code) == 0) {
            return licences[i].title;
        }
    }
    return code;
}

void jalon_package_path(const struct jalon_export_object *object, struct jalon_str *out)
{
    jalon_str_addf(out, "%s%s", object != NULL ? object->name : "programme",
                   object != NULL ? ".csv" : ".yaml");
}

static void add(json_t *array, json_t *value)
{
    (void)json_array_append_new(array, value);
}

static json_t *licences_json(const char *code)
{
    json_t *list = json_array();
    for (size_t i = 0; i < JALON_COUNT(licences); i++) {
        if (strcmp(licences[i].code, code) == 0) {
            json_t *one = json_object();
            jalon_json_set_text(one, "name", licences[i].code);
            jalon_json_set_text(one, "title", licences[i].title);
            jalon_json_set_text(one, "path", licences[i].path);
            add(list, one);
        }
    }
    return list;
}

static json_t *field_json(const struct jalon_export_column *column)
{
    json_t *field = json_object();
    jalon_json_set_text(field, "name", column->name);
    jalon_json_set_text(field, "type", jalon_export_type_code(column->type));
    jalon_json_set_text(field, "description", column->meaning.text[JALON_FR]);
    jalon_json_set_text(field, "description_en", column->meaning.text[JALON_EN]);
    if ((column->flags & (JALON_EXPORT_KEY | JALON_EXPORT_FILLED)) != 0) {
        json_t *constraints = json_object();
        jalon_json_set(constraints, "required", json_true());
        jalon_json_set(field, "constraints", constraints);
    }
    return field;
}

/* What the column holds is the code of a row in another file. */
static json_t *foreign_key_json(const struct jalon_export_column *column)
{
    json_t *key = json_object(), *reference = json_object();
    jalon_json_set_text(reference, "resource", column->refers_to);
    jalon_json_set_text(reference, "fields", "code");
    jalon_json_set_text(key, "fields", column->name);
    jalon_json_set(key, "reference", reference);
    return key;
}

static void set_unless_empty(json_t *object, const char *key, json_t *array)
{
    if (json_array_size(array) > 0) {
        jalon_json_set(object, key, array);
    } else {
        json_decref(array);
    }
}

static bool is_in(const struct jalon_package *package, const struct jalon_export_column *column)
{
    return (column->flags & package->omits) == 0 &&
           (package->personal || (column->flags & JALON_EXPORT_PERSONAL) == 0);
}

static json_t *schema_json(const struct jalon_package *package,
                           const struct jalon_export_object *object)
{
    json_t *schema = json_object(), *fields = json_array();
    json_t *primary = json_array(), *foreign = json_array();
    for (size_t i = 0; i < object->n_columns; i++) {
        const struct jalon_export_column *column = &object->columns[i];
        if (!is_in(package, column)) {
            continue;
        }
        add(fields, field_json(column));
        if ((column->flags & JALON_EXPORT_KEY) != 0) {
            add(primary, json_string(column->name));
        }
        if (column->refers_to != NULL) {
            add(foreign, foreign_key_json(column));
        }
    }
    jalon_json_set(schema, "fields", fields);
    set_unless_empty(schema, "primaryKey", primary);
    set_unless_empty(schema, "foreignKeys", foreign);
    return schema;
}

static json_t *resource_json(const struct jalon_package *package,
                             const struct jalon_package_file *file)
{
    const struct jalon_export_object *object = file->object;
    JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str hash = {0};
    json_t *resource = json_object();
    jalon_str_add(&path, package->folder);
    jalon_package_path(object, &path);
    jalon_str_addf(&hash, "sha256:%s", file->sha256);
    jalon_json_set_text(resource, "name", object != NULL ? object->name : "programme");
    jalon_json_set_text(resource, "path", jalon_str_text(&path));
    if (object != NULL) {
        jalon_json_set_text(resource, "profile", "tabular-data-resource");
        jalon_json_set_text(resource, "title", object->title.text[JALON_FR]);
        jalon_json_set_text(resource, "title_en", object->title.text[JALON_EN]);
    }
    jalon_json_set_text(resource, "format", object != NULL ? "csv" : "yaml");
    jalon_json_set_text(resource, "mediatype", object != NULL ? "text/csv" : "application/yaml");
    jalon_json_set_text(resource, "encoding", "utf-8");
    jalon_json_set_int(resource, "bytes", (int64_t)file->n_bytes);
    jalon_json_set_text(resource, "hash", jalon_str_text(&hash));
    if (object != NULL) {
        jalon_json_set_int(resource, "rows", (int64_t)file->n_rows);
        jalon_json_set(resource, "schema", schema_json(package, object));
    }
    return resource;
}

json_t *jalon_package_json(const struct jalon_package *package)
{
    json_t *document = json_object(), *known_at = json_object(), *resources = json_array();
    jalon_json_set_text(document, "profile", "data-package");
    jalon_json_set_text(document, "name", package->programme->code);
    jalon_json_set_text(document, "title", package->programme->name.text[JALON_FR]);
    jalon_json_set_text(document, "title_en", package->programme->name.text[JALON_EN]);
    if (package->licence != NULL) {
        jalon_json_set(document, "licenses", licences_json(package->licence));
    }
    jalon_json_set_text(document, "as_of", package->as_of);
    jalon_json_set(known_at, "size", json_null());
    jalon_json_set_text(known_at, "at", package->known_at);
    jalon_json_set(document, "known_at", known_at);
    jalon_json_set(document, "personal", json_boolean(package->personal));
    for (size_t i = 0; i < package->n_files; i++) {
        add(resources, resource_json(package, &package->files[i]));
    }
    jalon_json_set(document, "resources", resources);
    return document;
}
