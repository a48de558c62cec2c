/* Programme files: from YAML and CSV to one document, and faults back to their places. */
#include "conf/programme.h"

#include <stdbool.h>
#include <sys/stat.h>

#include "base/csv.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/str.h"
#include "conf/conf_messages.h"
#include "conf/yaml.h"

struct loader {
    struct jalon_faults *faults;
    struct jalon_yaml *yaml;
    struct jalon_csv *regions, *departements; /* NULL: not from a file */
};

static void loader_done(struct loader *loader)
{
    jalon_yaml_free(loader->yaml);
    jalon_csv_free(loader->regions);
    jalon_csv_free(loader->departements);
}

static bool is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static bool exists(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0;
}

static char *join(const char *folder, const char *name)
{
    struct jalon_str path = {0};
    jalon_str_addf(&path, "%s/%s", folder, name);
    return jalon_str_take(&path);
}

static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL) {
        return jalon_strdup(".");
    }
    return slash == path ? jalon_strdup("/") : jalon_strndup(path, (size_t)(slash - path));
}

/* The columns of a file of places, and the member of the document that each becomes. */
struct places {
    const char *key, *file;
    const char *columns[4];
};

static const struct places region_places = {"regions", "regions.csv", {"code", "name", NULL}};
static const struct places departement_places = {
    "departements", "departements.csv", {"code", "name", "region_code", NULL}};

static void fault_in_row(struct loader *loader, const struct jalon_csv *csv, size_t row,
                         const struct jalon_msg *msg, const char *value)
{
    struct jalon_err err;
    (void)jalon_fail(&err, msg, value);
    jalon_faults_add(
        loader->faults,
        (struct jalon_place_in_file){jalon_csv_path(csv), jalon_csv_line(csv, row), 0, "code"},
        &err);
}

static json_t *place_value(const struct jalon_csv *csv, size_t row, const struct places *places)
{
    const char *name = jalon_csv_cell(csv, row, "name");
    if (places->columns[2] == NULL) {
        return json_string(name);
    }
    json_t *value = json_object();
    jalon_json_set_text(value, "name", name);
    jalon_json_set_text(value, "region", jalon_csv_cell(csv, row, places->columns[2]));
    return value;
}

/* Adds the places of a file to the document; a document that lists them itself keeps its own. */
static void merge(struct loader *loader, const char *folder, const struct places *places,
                  struct jalon_csv **ret_csv)
{
    json_t *document = jalon_yaml_tree(loader->yaml);
    JALON_AUTO(jalon_freep) char *path = join(folder, places->file);
    if (!json_is_object(document) || json_object_get(document, places->key) != NULL ||
        !exists(path)) {
        return;
    }
    struct jalon_err err;
    struct jalon_csv *csv = NULL;
    json_t *object = json_object();
    jalon_json_set(document, places->key, object);
    if (jalon_csv_read(path, places->columns, &csv, &err) < 0) {
        jalon_faults_add(loader->faults, (struct jalon_place_in_file){path, 0, 0, NULL}, &err);
        return;
    }
    *ret_csv = csv;
    for (size_t row = 0; row < jalon_csv_n_rows(csv); row++) {
        const char *code = jalon_csv_cell(csv, row, "code");
        if (json_object_get(object, code) != NULL) {
            fault_in_row(loader, csv, row, &jalon_msg_conf_twice, code);
        } else {
            jalon_json_set(object, code, place_value(csv, row, places));
        }
    }
}

/* The place of a pointer below /regions or /departements: the row of its code. */
static bool row_of(const struct jalon_csv *csv, const struct places *places, const char *pointer,
                   struct jalon_place_in_file *ret_place)
{
    size_t length = strlen(places->key);
    if (csv == NULL || strncmp(pointer + 1, places->key, length) != 0) {
        return false;
    }
    *ret_place = (struct jalon_place_in_file){jalon_csv_path(csv), 0, 0, NULL};
    const char *code = pointer + 1 + length + (pointer[1 + length] == '/');
    const char *member = strchr(code, '/');
    size_t code_length = member != NULL ? (size_t)(member - code) : strlen(code);
    for (size_t row = 0; row < jalon_csv_n_rows(csv) && code_length > 0; row++) {
        const char *cell = jalon_csv_cell(csv, row, "code");
        if (strlen(cell) == code_length && strncmp(cell, code, code_length) == 0) {
            ret_place->line = jalon_csv_line(csv, row);
            ret_place->field = member == NULL                   ? "code"
                               : strcmp(member, "/region") == 0 ? "region_code"
                                                                : "name";
            break;
        }
    }
    return true;
}

static void report(void *context, const char *pointer, const struct jalon_err *fault)
{
    struct loader *loader = context;
    struct jalon_place_in_file place;
    if (pointer[0] == '\0' ||
        (!row_of(loader->regions, &region_places, pointer, &place) &&
         !row_of(loader->departements, &departement_places, pointer, &place))) {
        place = jalon_yaml_place(loader->yaml, pointer);
    }
    jalon_faults_add(loader->faults, place, fault);
}

/* The order of a mapping is lost where the document goes: say it in the document. */
static void set_positions(json_t *document, const struct jalon_programme *p)
{
    json_t *states = json_object_get(json_object_get(document, "lifecycle"), "states");
    for (size_t i = 0; i < p->n_states; i++) {
        jalon_json_set_int(json_object_get(states, p->states[i].code), "position",
                           p->states[i].position);
    }
    json_t *instruments = json_object_get(document, "instruments");
    for (size_t i = 0; i < p->n_instruments; i++) {
        jalon_json_set_int(json_object_get(instruments, p->instruments[i].code), "position",
                           p->instruments[i].position);
    }
}

struct jalon_programme_file *jalon_programme_load(const char *path, struct jalon_faults *faults)
{
    JALON_AUTO(jalon_programme_file_freep)
    struct jalon_programme_file *file = jalon_alloc(sizeof *file);
    JALON_AUTO(loader_done) struct loader loader = {.faults = faults};
    size_t first = faults->n;
    file->path = is_folder(path) ? join(path, "programme.yaml") : jalon_strdup(path);
    file->folder = folder_of(file->path);
    loader.yaml = jalon_yaml_read(file->path, faults);
    if (loader.yaml == NULL) {
        return NULL;
    }
    merge(&loader, file->folder, &region_places, &loader.regions);
    merge(&loader, file->folder, &departement_places, &loader.departements);
    json_t *document = jalon_yaml_tree(loader.yaml);
    int n_faults = jalon_programme_read(document, report, &loader, &file->programme);
    jalon_faults_sort(faults, first);
    if (n_faults > 0 || faults->n > first) {
        return NULL;
    }
    file->document = json_incref(document);
    set_positions(file->document, file->programme);
    return JALON_TAKE(file);
}

void jalon_programme_file_free(struct jalon_programme_file *file)
{
    if (file != NULL) {
        free(file->path);
        free(file->folder);
        jalon_json_decref(&file->document);
        jalon_programme_free(file->programme);
        free(file);
    }
}

void jalon_programme_file_freep(struct jalon_programme_file **file)
{
    jalon_programme_file_free(*file);
    *file = NULL;
}
