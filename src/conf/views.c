/* Saved views: their names, and the file that holds them. */
#include "conf/views.h"

#include <errno.h>
#include <sys/stat.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/text.h"
#include "conf/conf_messages.h"
#include "conf/yaml.h"

struct jalon_views {
    json_t *tree; /* name to options */
    struct jalon_yaml *yaml;
    struct jalon_arena *arena;
};

/* What an accented letter is in a name. */
static const struct {
    const char *letters, *plain;
} folds[] = {
    {"àâäáãåÀÂÄÁÃÅ", "a"}, {"çÇ", "c"},       {"éèêëÉÈÊË", "e"}, {"îïíìÎÏÍÌ", "i"}, {"ñÑ", "n"},
    {"ôöóòõÔÖÓÒÕ", "o"},   {"ùûüúÙÛÜÚ", "u"}, {"ÿŸ", "y"},       {"æÆ", "ae"},      {"œŒ", "oe"},
};

static const char *fold(const char *character, size_t length)
{
    for (size_t i = 0; i < JALON_COUNT(folds); i++) {
        for (const char *at = folds[i].letters; *at != '\0'; at += jalon_text_character(at)) {
            if (jalon_text_character(at) == length && strncmp(at, character, length) == 0) {
                return folds[i].plain;
            }
        }
    }
    return NULL;
}

/* A combining accent, U+0300 to U+036F: macOS writes é as e and one of these. */
static bool is_accent(const char *character, size_t length)
{
    unsigned char first = (unsigned char)character[0];
    unsigned char second = (unsigned char)character[1];
    return length == 2 && (first == 0xCC || (first == 0xCD && second <= 0xAF));
}

/* Blanks, no-break ones too, and what stands between words. */
static bool is_between_words(const char *character, size_t length)
{
    static const char *const texts[] = {" ", "-", "_", "'", "’", "\u00A0", "\u202F"};
    for (size_t i = 0; i < JALON_COUNT(texts); i++) {
        if (strlen(texts[i]) == length && strncmp(texts[i], character, length) == 0) {
            return true;
        }
    }
    return false;
}

/* Adds one character of a name as the name has it; false when no name can hold it. */
static bool add_cleaned(struct jalon_str *name, const char *character, size_t length)
{
    char c = character[0];
    const char *plain = fold(character, length);
    if (c >= 'A' && c <= 'Z') {
        jalon_str_add_char(name, (char)(c - 'A' + 'a'));
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
        jalon_str_add_char(name, c);
    } else if (plain != NULL) {
        jalon_str_add(name, plain);
    } else if (is_between_words(character, length)) {
        if (name->length > 0 && name->text[name->length - 1] != '-') {
            jalon_str_add_char(name, '-');
        }
    } else {
        return is_accent(character, length);
    }
    return true;
}

int jalon_view_name(const char *text, struct jalon_str *ret_name, struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str name = {0};
    for (const char *at = text; *at != '\0';) {
        size_t length = jalon_text_character(at);
        if (length == 0 || !add_cleaned(&name, at, length)) {
            return jalon_fail(err, &jalon_msg_view_name, text);
        }
        at += length;
    }
    size_t length = name.length;
    length -= length > 0 && name.text[length - 1] == '-';
    if (length == 0 || length > JALON_LIMIT_CODE) {
        return jalon_fail(err, &jalon_msg_view_name, text);
    }
    jalon_str_add_bytes(ret_name, name.text, length);
    return 0;
}

/* One option's value: a text, a whole number, true or false, or a list of texts. */
static bool is_value(const json_t *value)
{
    size_t i;
    json_t *item;
    json_array_foreach(value, i, item)
    {
        if (!json_is_string(item)) {
            return false;
        }
    }
    return json_is_string(value) || json_is_integer(value) || json_is_boolean(value) ||
           json_array_size(value) > 0;
}

/* Adds one token to a JSON pointer. */
static void add_pointer(struct jalon_str *pointer, const char *token)
{
    jalon_str_add_char(pointer, '/');
    for (const char *at = token; *at != '\0'; at++) {
        if (*at == '~' || *at == '/') {
            jalon_str_add(pointer, *at == '~' ? "~0" : "~1");
        } else {
            jalon_str_add_char(pointer, *at);
        }
    }
}

static void report(const struct jalon_yaml *yaml, const char *pointer, const struct jalon_err *err,
                   struct jalon_faults *faults)
{
    jalon_faults_add(faults, jalon_yaml_place(yaml, pointer), err);
}

static void check_view(const struct jalon_yaml *yaml, const char *name, json_t *options,
                       struct jalon_faults *faults)
{
    struct jalon_err err;
    JALON_AUTO(jalon_str_done) struct jalon_str clean = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str pointer = {0};
    add_pointer(&pointer, name);
    if (jalon_view_name(name, &clean, &err) < 0 || strcmp(jalon_str_text(&clean), name) != 0) {
        (void)jalon_fail(&err, &jalon_msg_view_name, name);
        report(yaml, pointer.text, &err, faults);
        return;
    }
    if (!json_is_object(options)) {
        (void)jalon_fail(&err, &jalon_msg_view_not_options, name);
        report(yaml, pointer.text, &err, faults);
        return;
    }
    const char *option;
    json_t *value;
    json_object_foreach(options, option, value)
    {
        if (!is_value(value)) {
            JALON_AUTO(jalon_str_done) struct jalon_str place = {0};
            jalon_str_add(&place, pointer.text);
            add_pointer(&place, option);
            (void)jalon_fail(&err, &jalon_msg_view_not_value, option);
            report(yaml, place.text, &err, faults);
        }
    }
}

static void check_views(const struct jalon_yaml *yaml, struct jalon_faults *faults)
{
    json_t *tree = jalon_yaml_tree(yaml);
    const char *name;
    json_t *options;
    if (!json_is_object(tree)) {
        struct jalon_err err;
        (void)jalon_fail(&err, &jalon_msg_view_not_mapping);
        report(yaml, "", &err, faults);
    }
    json_object_foreach(tree, name, options)
    {
        check_view(yaml, name, options, faults);
    }
}

struct jalon_views *jalon_views_read(const char *path, struct jalon_faults *faults)
{
    struct stat status;
    size_t first = faults->n;
    JALON_AUTO(jalon_views_freep) struct jalon_views *views = jalon_alloc(sizeof *views);
    views->arena = jalon_arena_new();
    if (stat(path, &status) < 0 && (errno == ENOENT || errno == ENOTDIR)) {
        views->tree = json_object();
        return JALON_TAKE(views);
    }
    views->yaml = jalon_yaml_read(path, faults);
    if (views->yaml != NULL) {
        check_views(views->yaml, faults);
        views->tree = json_incref(jalon_yaml_tree(views->yaml));
    }
    jalon_faults_sort(faults, first);
    return faults->n > first ? NULL : JALON_TAKE(views);
}

void jalon_views_free(struct jalon_views *views)
{
    if (views != NULL) {
        jalon_json_decref(&views->tree);
        jalon_yaml_free(views->yaml);
        jalon_arena_free(views->arena);
        free(views);
    }
}

void jalon_views_freep(struct jalon_views **views)
{
    jalon_views_free(*views);
    *views = NULL;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

size_t jalon_views_names(const struct jalon_views *views, const char *const **ret_names)
{
    size_t n = 0;
    const char **names =
        jalon_arena_array(views->arena, json_object_size(views->tree) + 1, sizeof *names);
    const char *name;
    json_t *options;
    json_object_foreach(views->tree, name, options)
    {
        names[n++] = name;
    }
    qsort(names, n, sizeof *names, by_name);
    *ret_names = names;
    return n;
}

json_t *jalon_views_options(const struct jalon_views *views, const char *name)
{
    return json_object_get(views->tree, name);
}

const char *jalon_views_place(const struct jalon_views *views, const char *name, const char *option,
                              struct jalon_arena *arena)
{
    const char *pointer = jalon_arena_printf(arena, "/%s/%s", name, option);
    struct jalon_place_in_file place = jalon_yaml_place(views->yaml, pointer);
    return jalon_arena_printf(arena, "%s:%zu:%zu", place.path, place.line, place.column);
}

void jalon_views_set(struct jalon_views *views, const char *name, json_t *options)
{
    if (options == NULL) {
        (void)json_object_del(views->tree, name);
    } else {
        jalon_json_set(views->tree, name, options);
    }
}

static void write_value(struct jalon_str *out, const json_t *value)
{
    JALON_AUTO(jalon_freep) char *text = jalon_json_dump(value);
    jalon_str_add(out, text);
}

void jalon_views_write(const struct jalon_views *views, struct jalon_str *out)
{
    const char *const *names;
    size_t n = jalon_views_names(views, &names);
    jalon_str_add(out, "# Saved views: the options of `jalon list` under a name, see "
                       "`jalon help view`.\n");
    if (n == 0) {
        jalon_str_add(out, "{}\n"); /* an empty document is a fault */
    }
    for (size_t i = 0; i < n; i++) {
        json_t *options = jalon_views_options(views, names[i]);
        const char *option;
        json_t *value;
        jalon_str_addf(out, "\n\"%s\":%s\n", names[i], json_object_size(options) > 0 ? "" : " {}");
        json_object_foreach(options, option, value)
        {
            jalon_str_addf(out, "  %s: ", option);
            write_value(out, value);
            jalon_str_add_char(out, '\n');
        }
    }
}
