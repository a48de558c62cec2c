/* Writes a data package: every file through a hash into a folder that is published at the end. */
#include "app/export_package.h"

#include <openssl/evp.h>
#include <string.h>

#include "app/export_priv.h"
#include "base/folder.h"
#include "base/json.h"
#include "base/mem.h"
#include "report/export_package.h"

enum { MAX_FILES = 32 };

/* A package on its way. */
struct writer {
    struct jalon_app *app;
    const struct jalon_package_request *request;
    struct jalon_folder *folder;
    struct jalon_export_programme programme;
    struct jalon_package_file files[MAX_FILES];
    size_t n_files;
    EVP_MD_CTX *hash; /* of the file at hand */
};

static void free_hash(EVP_MD_CTX **hash)
{
    EVP_MD_CTX_free(*hash);
}

static bool write_bytes(void *context, const char *bytes, size_t length)
{
    struct writer *w = context;
    w->files[w->n_files].n_bytes += length;
    if (EVP_DigestUpdate(w->hash, bytes, length) != 1) {
        jalon_stop("a file cannot be hashed");
    }
    return jalon_folder_write(w->folder, bytes, length);
}

static int start_file(struct writer *w, const struct jalon_export_object *object,
                      struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str name = {0};
    jalon_package_path(object, &name);
    w->files[w->n_files] = (struct jalon_package_file){.object = object};
    if (EVP_DigestInit_ex2(w->hash, EVP_sha256(), NULL) != 1) {
        jalon_stop("a file cannot be hashed");
    }
    return jalon_folder_open(w->folder, jalon_str_text(&name), err);
}

static int end_file(struct writer *w, struct jalon_err *err)
{
    struct jalon_package_file *file = &w->files[w->n_files++];
    unsigned char bytes[32];
    if (EVP_DigestFinal_ex(w->hash, bytes, NULL) != 1) {
        jalon_stop("a file cannot be hashed");
    }
    for (size_t i = 0; i < sizeof bytes; i++) {
        (void)snprintf(file->sha256 + 2 * i, 3, "%02x", bytes[i]);
    }
    return jalon_folder_close(w->folder, err);
}

/* The canonical JSON of the document is YAML, and has the hash that the journal knows. */
static int write_programme(struct writer *w, struct jalon_err *err)
{
    if (start_file(w, NULL, err) < 0) {
        return -1;
    }
    (void)write_bytes(w, w->programme.document, strlen(w->programme.document));
    (void)write_bytes(w, "\n", 1);
    return end_file(w, err);
}

static int write_object(struct writer *w, const struct jalon_export_object *object,
                        struct jalon_err *err)
{
    struct jalon_export e = {.object = object,
                             .format = jalon_export_format("csv"),
                             .personal = w->request->personal,
                             .programme = w->app->programme->code};
    const struct jalon_sink sink = {write_bytes, w};
    struct jalon_date day = jalon_app_export_day(w->app, object, JALON_DATE_NONE);
    if (start_file(w, object, err) < 0 || jalon_app_export_rows(w->app, &e, day, &sink, err) < 0) {
        return -1;
    }
    w->files[w->n_files].n_rows = e.n;
    if (end_file(w, err) < 0) {
        return -1;
    }
    if (w->request->talk != NULL) {
        w->request->talk(w->request->context, object->name, e.n);
    }
    return 0;
}

static int write_objects(struct writer *w, struct jalon_err *err)
{
    size_t n = 0;
    const struct jalon_export_object *objects = jalon_export_objects(&n);
    for (size_t i = 0; i < n; i++) {
        if ((objects[i].flags & JALON_EXPORT_PACKAGED) != 0 &&
            write_object(w, &objects[i], err) < 0) {
            return -1;
        }
    }
    return 0;
}

static int write_descriptor(struct writer *w, struct jalon_err *err)
{
    struct jalon_date_text as_of = jalon_date_iso(w->app->today);
    const struct jalon_package package = {
        .programme = w->app->programme,
        .as_of = as_of.text,
        .known_at = w->programme.known_at,
        .folder = "",
        .licence = w->request->licence,
        .personal = w->request->personal,
        .files = w->files,
        .n_files = w->n_files,
    };
    JALON_AUTO(jalon_json_decref) json_t *document = jalon_package_json(&package);
    JALON_AUTO(jalon_freep) char *text = json_dumps(document, JSON_INDENT(2));
    if (text == NULL) {
        jalon_stop("a JSON value cannot be written");
    }
    if (jalon_folder_open(w->folder, "datapackage.json", err) < 0) {
        return -1;
    }
    (void)(jalon_folder_write(w->folder, text, strlen(text)) &&
           jalon_folder_write(w->folder, "\n", 1));
    return jalon_folder_close(w->folder, err);
}

static int write_all(struct writer *w, size_t *ret_n_behind, struct jalon_err *err)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    const struct jalon_books books = jalon_app_books(w->app);
    if (jalon_store_export_programme(w->app->db, books, arena, &w->programme, err) < 0 ||
        write_programme(w, err) < 0 || write_objects(w, err) < 0 ||
        jalon_store_export_left_behind(w->app->db, books, ret_n_behind, err) < 0) {
        return -1;
    }
    return write_descriptor(w, err);
}

int jalon_app_package(struct jalon_app *app, const struct jalon_package_request *request,
                      size_t *ret_n_behind, struct jalon_err *err)
{
    JALON_AUTO(jalon_folder_freep) struct jalon_folder *folder = NULL;
    JALON_AUTO(free_hash) EVP_MD_CTX *hash = EVP_MD_CTX_new();
    struct writer w = {.app = app, .request = request, .hash = hash};
    if (jalon_app_programme(app, err) < 0 || jalon_folder_new(request->folder, &folder, err) < 0 ||
        jalon_db_snapshot_begin(app->db, err) < 0) {
        return -1;
    }
    w.folder = folder;
    int failed = write_all(&w, ret_n_behind, err);
    jalon_db_snapshot_end(app->db);
    return failed < 0 ? -1 : jalon_folder_publish(folder, err);
}
