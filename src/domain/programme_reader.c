/*
 * The typed readers on which the sections of a programme document rest. They report faults with
 * their place and go on, so that one run finds all of them.
 */
#include "domain/programme_priv.h"

#include <ctype.h>

#include "base/text.h"

void jalon_reader_report(struct jalon_reader *r, const struct jalon_err *fault)
{
    r->n_faults++;
    if (r->report != NULL) {
        r->report(r->context, jalon_str_text(&r->pointer), fault);
    }
}

size_t jalon_reader_enter(struct jalon_reader *r, const char *key)
{
    size_t mark = r->pointer.length;
    jalon_str_add_char(&r->pointer, '/');
    for (const char *at = key; *at != '\0'; at++) {
        if (*at == '~' || *at == '/') {
            jalon_str_add(&r->pointer, *at == '~' ? "~0" : "~1");
        } else {
            jalon_str_add_char(&r->pointer, *at);
        }
    }
    return mark;
}

size_t jalon_reader_enter_item(struct jalon_reader *r, size_t index)
{
    size_t mark = r->pointer.length;
    jalon_str_addf(&r->pointer, "/%zu", index);
    return mark;
}

void jalon_reader_leave(struct jalon_reader *r, size_t mark)
{
    r->pointer.length = mark;
    r->pointer.text[mark] = '\0';
}

/* The member, or NULL when it is absent or null. */
static json_t *member(const json_t *object, const char *key)
{
    json_t *value = json_object_get(object, key);
    return json_is_null(value) ? NULL : value;
}

static const struct jalon_key *find_key(const struct jalon_key *keys, const char *name)
{
    for (; keys->name != NULL; keys++) {
        if (strcmp(keys->name, name) == 0) {
            return keys;
        }
    }
    return NULL;
}

static void report_unknown_key(struct jalon_reader *r, const char *name,
                               const struct jalon_key *keys)
{
    JALON_AUTO(jalon_str_done) struct jalon_str allowed = {0};
    for (const struct jalon_key *key = keys; key->name != NULL; key++) {
        jalon_str_addf(&allowed, "%s%s", key == keys ? "" : ", ", key->name);
    }
    size_t mark = jalon_reader_enter(r, name);
    jalon_reader_fault(r, &jalon_msg_programme_key_unknown, name, jalon_str_text(&allowed));
    jalon_reader_leave(r, mark);
}

bool jalon_reader_mapping(struct jalon_reader *r, json_t *value, const struct jalon_key *keys)
{
    if (!json_is_object(value)) {
        jalon_reader_fault(r, &jalon_msg_programme_needs_mapping);
        return false;
    }
    const char *name;
    json_t *ignored;
    json_object_foreach(value, name, ignored)
    {
        if (find_key(keys, name) == NULL) {
            report_unknown_key(r, name, keys);
        }
    }
    for (const struct jalon_key *key = keys; key->name != NULL; key++) {
        if (key->required && member(value, key->name) == NULL) {
            jalon_reader_fault(r, &jalon_msg_programme_key_missing, key->name);
        }
    }
    return true;
}

static bool size_is_allowed(struct jalon_reader *r, size_t size, size_t max)
{
    if (size > max) {
        char size_text[24], max_text[24];
        (void)snprintf(size_text, sizeof size_text, "%zu", size);
        (void)snprintf(max_text, sizeof max_text, "%zu", max);
        jalon_reader_fault(r, &jalon_msg_programme_too_many, size_text, max_text);
        return false;
    }
    return true;
}

static bool is_codes_mapping(struct jalon_reader *r, json_t *value, size_t max)
{
    if (!json_is_object(value)) {
        jalon_reader_fault(r, &jalon_msg_programme_needs_mapping);
        return false;
    }
    return size_is_allowed(r, json_object_size(value), max);
}

bool jalon_reader_each(struct jalon_reader *r, const char *key, json_t *value, size_t max,
                       jalon_reader_entry_fn *read)
{
    size_t mark = jalon_reader_enter(r, key);
    bool is_good = is_codes_mapping(r, value, max);
    const char *code;
    json_t *entry;
    if (is_good) {
        json_object_foreach(value, code, entry)
        {
            size_t entry_mark = jalon_reader_enter(r, code);
            read(r, code, entry);
            jalon_reader_leave(r, entry_mark);
        }
    }
    jalon_reader_leave(r, mark);
    return is_good;
}

bool jalon_reader_list(struct jalon_reader *r, json_t *value, size_t max)
{
    if (!json_is_array(value)) {
        jalon_reader_fault(r, &jalon_msg_programme_needs_list);
        return false;
    }
    return size_is_allowed(r, json_array_size(value), max);
}

static bool text_is_clean(struct jalon_reader *r, const char *text, size_t max)
{
    char max_text[24];
    (void)snprintf(max_text, sizeof max_text, "%zu", max);
    size_t offset = 0;
    switch (jalon_text_check(text, max, &offset)) {
    case JALON_TEXT_OK:
        return true;
    case JALON_TEXT_BIDI:
        jalon_reader_fault(r, &jalon_msg_programme_text_bidi);
        return false;
    case JALON_TEXT_TOO_LONG:
        jalon_reader_fault(r, &jalon_msg_programme_text_too_long, max_text);
        return false;
    case JALON_TEXT_NOT_UTF8:
    case JALON_TEXT_CONTROL:
        break;
    }
    jalon_reader_fault(r, &jalon_msg_programme_text_control);
    return false;
}

const char *jalon_reader_text_here(struct jalon_reader *r, json_t *value, size_t max)
{
    if (!json_is_string(value)) {
        jalon_reader_fault(r, &jalon_msg_programme_needs_text);
        return NULL;
    }
    const char *text = json_string_value(value);
    if (strlen(text) != json_string_length(value)) {
        jalon_reader_fault(r, &jalon_msg_programme_text_control);
        return NULL;
    }
    if (text[strspn(text, " ")] == '\0') {
        jalon_reader_fault(r, &jalon_msg_programme_text_empty);
        return NULL;
    }
    return text_is_clean(r, text, max) ? jalon_arena_strdup(r->p->arena, text) : NULL;
}

const char *jalon_reader_text(struct jalon_reader *r, json_t *object, const char *key, size_t max)
{
    json_t *value = member(object, key);
    if (value == NULL) {
        return NULL;
    }
    size_t mark = jalon_reader_enter(r, key);
    const char *text = jalon_reader_text_here(r, value, max);
    jalon_reader_leave(r, mark);
    return text;
}

#define CODE_CHARACTERS "abcdefghijklmnopqrstuvwxyz0123456789_"

static bool code_is_good(const char *code, const char *characters)
{
    return islower((unsigned char)code[0]) && strlen(code) <= JALON_LIMIT_CODE &&
           code[strspn(code, characters)] == '\0';
}

bool jalon_reader_code_here(struct jalon_reader *r, const char *code)
{
    bool is_good = code_is_good(code, CODE_CHARACTERS);
    if (!is_good) {
        jalon_reader_fault(r, &jalon_msg_programme_code_bad, code);
    }
    return is_good;
}

bool jalon_reader_hyphened_code_here(struct jalon_reader *r, const char *code)
{
    bool is_good = code_is_good(code, CODE_CHARACTERS "-");
    if (!is_good) {
        jalon_reader_fault(r, &jalon_msg_programme_hyphened_code_bad, code);
    }
    return is_good;
}

const char *jalon_reader_code(struct jalon_reader *r, json_t *object, const char *key)
{
    const char *code = jalon_reader_text(r, object, key, JALON_LIMIT_LABEL);
    if (code == NULL) {
        return NULL;
    }
    size_t mark = jalon_reader_enter(r, key);
    bool is_good = jalon_reader_code_here(r, code);
    jalon_reader_leave(r, mark);
    return is_good ? code : NULL;
}

struct jalon_label jalon_reader_label(struct jalon_reader *r, json_t *object, const char *key)
{
    static const struct jalon_key keys[] = {{"fr", false}, {"en", false}, {0}};
    struct jalon_label label = {{NULL}};
    json_t *value = member(object, key);
    if (value == NULL) {
        jalon_reader_fault(r, &jalon_msg_programme_label_missing, key);
        return label;
    }
    size_t mark = jalon_reader_enter(r, key);
    if (jalon_reader_mapping(r, value, keys)) {
        for (size_t lang = 0; lang < JALON_LANG_N; lang++) {
            label.text[lang] = jalon_reader_text(r, value, keys[lang].name, JALON_LIMIT_LABEL);
            if (member(value, keys[lang].name) == NULL) {
                jalon_reader_fault(r, &jalon_msg_programme_label_missing, keys[lang].name);
            }
        }
    }
    jalon_reader_leave(r, mark);
    return label;
}

/* Here only one of the two forms that people may type: the database reads the text as it is. */
static struct jalon_date date_here(struct jalon_reader *r, const char *text)
{
    struct jalon_date date = JALON_DATE_NONE;
    struct jalon_err err;
    if (strlen(text) != strlen("2019-06-30") || text[4] != '-') {
        jalon_reader_fault(r, &jalon_msg_programme_date_not_iso, text);
    } else if (jalon_date_parse(text, &date, &err) < 0) {
        jalon_reader_report(r, &err);
        return JALON_DATE_NONE;
    }
    return date;
}

struct jalon_date jalon_reader_date(struct jalon_reader *r, json_t *object, const char *key)
{
    const char *text = jalon_reader_text(r, object, key, JALON_LIMIT_LABEL);
    if (text == NULL) {
        return JALON_DATE_NONE;
    }
    size_t mark = jalon_reader_enter(r, key);
    struct jalon_date date = date_here(r, text);
    jalon_reader_leave(r, mark);
    return date;
}

static int read_int(struct jalon_reader *r, json_t *object, const char *key, const int range[2])
{
    json_t *value = member(object, key);
    if (value == NULL) {
        return 0;
    }
    json_int_t number = json_integer_value(value);
    if (!json_is_integer(value) || number < range[0] || number > range[1]) {
        char min_text[24], max_text[24];
        (void)snprintf(min_text, sizeof min_text, "%d", range[0]);
        (void)snprintf(max_text, sizeof max_text, "%d", range[1]);
        size_t mark = jalon_reader_enter(r, key);
        jalon_reader_fault(r, &jalon_msg_programme_needs_integer, min_text, max_text);
        jalon_reader_leave(r, mark);
        return 0;
    }
    return (int)number;
}

int jalon_reader_int(struct jalon_reader *r, json_t *object, const char *key, int max)
{
    return read_int(r, object, key, (int[2]){1, max});
}

int jalon_reader_percent(struct jalon_reader *r, json_t *object, const char *key)
{
    return read_int(r, object, key, (int[2]){0, 100});
}

bool jalon_reader_bool(struct jalon_reader *r, json_t *object, const char *key, bool fallback)
{
    json_t *value = member(object, key);
    if (value == NULL) {
        return fallback;
    }
    if (!json_is_boolean(value)) {
        size_t mark = jalon_reader_enter(r, key);
        jalon_reader_fault(r, &jalon_msg_programme_needs_boolean);
        jalon_reader_leave(r, mark);
        return fallback;
    }
    return json_is_true(value);
}

int jalon_reader_choice(struct jalon_reader *r, json_t *object, const char *key,
                        const char *const *allowed, int fallback)
{
    const char *text = jalon_reader_text(r, object, key, JALON_LIMIT_LABEL);
    if (text == NULL) {
        return fallback;
    }
    JALON_AUTO(jalon_str_done) struct jalon_str words = {0};
    for (int i = 0; allowed[i] != NULL; i++) {
        if (strcmp(allowed[i], text) == 0) {
            return i;
        }
        jalon_str_addf(&words, "%s%s", i == 0 ? "" : ", ", allowed[i]);
    }
    size_t mark = jalon_reader_enter(r, key);
    jalon_reader_fault(r, &jalon_msg_programme_choice_bad, text, jalon_str_text(&words));
    jalon_reader_leave(r, mark);
    return fallback;
}
