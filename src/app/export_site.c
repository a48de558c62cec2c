/* Writes the data of a site. */
#include "app/export_site.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/export_priv.h"
#include "base/json.h"
#include "base/mem.h"

enum { MAX_TABLES = 32 };

/* Data on its way. */
struct writer {
    struct jalon_app *app;
    const struct jalon_site *site;
    struct jalon_mirror *mirror;
    struct jalon_package_file tables[MAX_TABLES];
    size_t n;
};

/* Adds a table, or the document of OBJECT NULL, to the site and to what is described. */
static void add_table(struct writer *w, const struct jalon_package_file *table,
                      struct jalon_str *bytes)
{
    JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
    struct jalon_package_file *file = &w->tables[w->n++];
    *file = *table;
    file->n_bytes = bytes->length;
    jalon_str_add(&path, JALON_SITE_DATA);
    jalon_package_path(table->object, &path);
    (void)snprintf(file->sha256, sizeof file->sha256, "%s",
                   jalon_mirror_add(w->mirror, jalon_str_text(&path), bytes));
}

static bool collect(void *context, const char *bytes, size_t length)
{
    jalon_str_add_bytes(context, bytes, length);
    return true;
}

static int add_object(struct writer *w, const struct jalon_export_object *object,
                      struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str bytes = {0};
    struct jalon_app *app = w->app;
    struct jalon_export e = {.object = object,
                             .format = jalon_export_format("csv"),
                             .omits = JALON_EXPORT_FREE,
                             .programme = app->programme->code};
    const struct jalon_sink sink = {collect, &bytes};
    bool is_dated = (object->flags & JALON_EXPORT_OF_A_DAY) != 0;
    struct jalon_date day = is_dated ? jalon_site_last(w->site)->status.as_of : JALON_DATE_NONE;
    if (jalon_app_export_rows(app, &e, day, &sink, err) < 0) {
        return -1;
    }
    add_table(w, &(struct jalon_package_file){.object = object, .n_rows = e.n}, &bytes);
    return 0;
}

static int add_objects(struct writer *w, struct jalon_err *err)
{
    size_t n = 0;
    const struct jalon_export_object *objects = jalon_export_objects(&n);
    for (size_t i = 0; i < n; i++) {
        if ((objects[i].flags & JALON_EXPORT_PACKAGED) != 0 &&
            add_object(w, &objects[i], err) < 0) {
            return -1;
        }
    }
    return 0;
}

static void add_descriptor(struct writer *w, const char *known_at)
{
    const struct jalon_site *site = w->site;
    struct jalon_date_text as_of = jalon_date_iso(jalon_site_last(site)->status.as_of);
    const struct jalon_package package = {.programme = site->programme,
                                          .as_of = as_of.text,
                                          .known_at = known_at,
                                          .folder = JALON_SITE_DATA,
                                          .licence = site->licence,
                                          .omits = JALON_EXPORT_FREE,
                                          .files = w->tables,
                                          .n_files = w->n};
    JALON_AUTO(jalon_json_decref) json_t *document = jalon_package_json(&package);
    JALON_AUTO(jalon_str_done) struct jalon_str bytes = {0};
    jalon_site_add_resources(site, document);
    JALON_AUTO(jalon_freep) char *text = json_dumps(document, JSON_INDENT(2));
    if (text == NULL) {
        jalon_stop("a JSON value cannot be written");
    }
    jalon_str_addf(&bytes, "%s\n", text);
    (void)jalon_mirror_add(w->mirror, JALON_SITE_PACKAGE, &bytes);
}

int jalon_app_export_site(struct jalon_app *app, const struct jalon_site *site,
                          struct jalon_mirror *mirror, struct jalon_err *err)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    struct jalon_export_programme programme;
    struct writer w = {.app = app, .site = site, .mirror = mirror};
    if (jalon_store_export_programme(app->db, jalon_app_books(app), arena, &programme, err) < 0) {
        return -1;
    }
    /* without the programme's document: its sources and remarks are free texts, too */
    if (add_objects(&w, err) < 0) {
        return -1;
    }
    add_descriptor(&w, programme.known_at);
    return 0;
}
