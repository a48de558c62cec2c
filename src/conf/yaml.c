/* YAML through libyaml's events, into a JSON tree and a tree of places beside it. */
#include "conf/yaml.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>

#include <yaml.h>

#include "base/json.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/text.h"
#include "conf/yaml_priv.h"

struct builder {
    yaml_parser_t parser;
    struct jalon_yaml *yaml;
    struct jalon_faults *faults;
    int depth;
    bool stopped; /* after a fault that leaves nothing to go on with */
};

/* Reports at a libyaml mark. */
#define fault_at(b, mark, ...) \
    jalon_yaml_fault((b)->faults, (b)->yaml->path, (mark).line + 1, (mark).column + 1, __VA_ARGS__)

static void done(struct builder *b)
{
    yaml_parser_delete(&b->parser);
}

/* The next event; false after a fault. */
static bool next(struct builder *b, yaml_event_t *event)
{
    if (b->stopped) {
        return false;
    }
    if (yaml_parser_parse(&b->parser, event) == 0) {
        const char *problem = b->parser.problem != NULL ? b->parser.problem : "?";
        fault_at(b, b->parser.problem_mark, &jalon_msg_yaml_syntax, problem);
        b->stopped = true;
        return false;
    }
    return true;
}

static struct jalon_yaml_node *new_node(struct builder *b, yaml_mark_t mark, const char *key)
{
    struct jalon_yaml_node *node = jalon_arena_alloc(b->yaml->arena, sizeof *node);
    node->line = mark.line + 1;
    node->column = mark.column + 1;
    node->key = jalon_arena_strdup(b->yaml->arena, key);
    return node;
}

static void add_child(struct jalon_yaml_node *parent, struct jalon_yaml_node *child)
{
    if (parent->last == NULL) {
        parent->first = child;
    } else {
        parent->last->next = child;
    }
    parent->last = child;
}

static struct jalon_yaml_node *find_child(const struct jalon_yaml_node *node, const char *key)
{
    struct jalon_yaml_node *child = node->first;
    while (child != NULL && (child->key == NULL || strcmp(child->key, key) != 0)) {
        child = child->next;
    }
    return child;
}

/* Anchors and tags carry no meaning here; the value itself is still read. */
static void check_properties(struct builder *b, yaml_mark_t mark, const yaml_char_t *anchor,
                             const yaml_char_t *tag)
{
    if (anchor != NULL) {
        fault_at(b, mark, &jalon_msg_yaml_anchor, (const char *)anchor);
    }
    if (tag != NULL) {
        fault_at(b, mark, &jalon_msg_yaml_tag, (const char *)tag);
    }
}

static bool is_integer(const char *text)
{
    const char *digits = text[0] == '-' ? text + 1 : text;
    size_t n = strspn(digits, "0123456789");
    return n > 0 && n <= 18 && digits[n] == '\0' && (digits[0] != '0' || n == 1);
}

static json_t *plain_value(const char *text)
{
    if (text[0] == '\0' || strcmp(text, "~") == 0 || strcmp(text, "null") == 0) {
        return json_null();
    }
    if (strcmp(text, "true") == 0 || strcmp(text, "false") == 0) {
        return json_boolean(text[0] == 't');
    }
    return is_integer(text) ? json_integer(strtoll(text, NULL, 10)) : json_string(text);
}

/* Escapes in double quotes make what the bytes of the file did not show. */
static bool text_is_clean(const yaml_event_t *event)
{
    const char *text = (const char *)event->data.scalar.value;
    size_t offset;
    return strlen(text) == event->data.scalar.length &&
           jalon_text_check(text, JALON_LIMIT_YAML_BYTES, &offset) == JALON_TEXT_OK;
}

static json_t *scalar(struct builder *b, const yaml_event_t *event)
{
    const char *text = (const char *)event->data.scalar.value;
    check_properties(b, event->start_mark, event->data.scalar.anchor, event->data.scalar.tag);
    if (!text_is_clean(event)) {
        fault_at(b, event->start_mark, &jalon_msg_yaml_escaped);
        return json_null();
    }
    return event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE ? plain_value(text)
                                                               : json_string(text);
}

static bool enter(struct builder *b, yaml_mark_t mark)
{
    if (b->depth == JALON_LIMIT_YAML_DEPTH) {
        char max[24];
        (void)snprintf(max, sizeof max, "%d", JALON_LIMIT_YAML_DEPTH);
        fault_at(b, mark, &jalon_msg_yaml_too_deep, max);
        b->stopped = true;
        return false;
    }
    b->depth++;
    return true;
}

/* The value that EVENT begins; its members' places go under NODE. */
static json_t *value(struct builder *b, const yaml_event_t *event, struct jalon_yaml_node *node);

static json_t *sequence(struct builder *b, struct jalon_yaml_node *node)
{
    json_t *array = json_array();
    for (;;) {
        JALON_AUTO(yaml_event_delete) yaml_event_t event = {0};
        if (!next(b, &event) || event.type == YAML_SEQUENCE_END_EVENT) {
            break;
        }
        struct jalon_yaml_node *item = new_node(b, event.start_mark, NULL);
        add_child(node, item);
        (void)json_array_append_new(array, value(b, &event, item));
    }
    b->depth--;
    return array;
}

/* The key's text, or NULL after a fault; a key that is no text is read past. */
static const char *key_text(struct builder *b, const yaml_event_t *event)
{
    if (event->type != YAML_SCALAR_EVENT) {
        struct jalon_yaml_node ignored = {0};
        fault_at(b, event->start_mark, &jalon_msg_yaml_key_not_text);
        json_decref(value(b, event, &ignored));
        return NULL;
    }
    const char *text = (const char *)event->data.scalar.value;
    check_properties(b, event->start_mark, event->data.scalar.anchor, event->data.scalar.tag);
    if (!text_is_clean(event)) {
        fault_at(b, event->start_mark, &jalon_msg_yaml_escaped);
        return NULL;
    }
    if (strcmp(text, "<<") == 0) {
        fault_at(b, event->start_mark, &jalon_msg_yaml_merge);
        return NULL;
    }
    return text;
}

static void report_twice(struct builder *b, const struct jalon_yaml_node *node, const char *key,
                         yaml_mark_t mark)
{
    const struct jalon_yaml_node *first = find_child(node, key);
    assert(first != NULL);
    char line[24];
    (void)snprintf(line, sizeof line, "%zu", first->line);
    fault_at(b, mark, &jalon_msg_yaml_key_twice, key, line);
    b->stopped = b->faults->n == JALON_LIMIT_FAULTS;
}

static json_t *mapping(struct builder *b, struct jalon_yaml_node *node)
{
    json_t *object = json_object();
    for (;;) {
        JALON_AUTO(yaml_event_delete) yaml_event_t key_event = {0};
        JALON_AUTO(yaml_event_delete) yaml_event_t event = {0};
        if (!next(b, &key_event) || key_event.type == YAML_MAPPING_END_EVENT) {
            break;
        }
        const char *key = key_text(b, &key_event);
        if (key != NULL && json_object_get(object, key) != NULL) {
            report_twice(b, node, key, key_event.start_mark);
            key = NULL;
        }
        if (!next(b, &event)) {
            break;
        }
        struct jalon_yaml_node *child = new_node(b, key_event.start_mark, key);
        json_t *member = value(b, &event, child);
        if (key == NULL) {
            json_decref(member);
        } else {
            add_child(node, child);
            jalon_json_set(object, key, member);
        }
    }
    b->depth--;
    return object;
}

static json_t *value(struct builder *b, const yaml_event_t *event, struct jalon_yaml_node *node)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return scalar(b, event);
    case YAML_ALIAS_EVENT:
        fault_at(b, event->start_mark, &jalon_msg_yaml_alias,
                 (const char *)event->data.alias.anchor);
        return json_null();
    case YAML_SEQUENCE_START_EVENT:
        check_properties(b, event->start_mark, event->data.sequence_start.anchor,
                         event->data.sequence_start.tag);
        return enter(b, event->start_mark) ? sequence(b, node) : json_null();
    case YAML_MAPPING_START_EVENT:
        check_properties(b, event->start_mark, event->data.mapping_start.anchor,
                         event->data.mapping_start.tag);
        return enter(b, event->start_mark) ? mapping(b, node) : json_null();
    default: /* the grammar of events has no other value */
        abort();
    }
}

/* Reads events up to the first of a document's value; false when there is none. */
static bool first_event(struct builder *b, yaml_event_t *event)
{
    for (;;) {
        yaml_event_delete(event);
        if (!next(b, event)) {
            return false;
        }
        if (event->type == YAML_STREAM_END_EVENT) {
            return false;
        }
        if (event->type != YAML_STREAM_START_EVENT && event->type != YAML_DOCUMENT_START_EVENT &&
            event->type != YAML_DOCUMENT_END_EVENT) {
            return true;
        }
    }
}

static void read_document(struct builder *b)
{
    JALON_AUTO(yaml_event_delete) yaml_event_t event = {0};
    JALON_AUTO(yaml_event_delete) yaml_event_t second = {0};
    if (!first_event(b, &event)) {
        if (!b->stopped) {
            jalon_yaml_fault(b->faults, b->yaml->path, 1, 1, &jalon_msg_yaml_empty);
        }
        return;
    }
    b->yaml->root = new_node(b, event.start_mark, NULL);
    b->yaml->tree = value(b, &event, b->yaml->root);
    if (!b->stopped && first_event(b, &second)) {
        fault_at(b, second.start_mark, &jalon_msg_yaml_two_documents);
    }
    if (b->stopped) {
        jalon_json_decref(&b->yaml->tree);
    }
}

struct jalon_yaml *jalon_yaml_parse(const char *path, const char *text, size_t length,
                                    struct jalon_faults *faults)
{
    if (!jalon_yaml_check_bytes(path, text, length, faults)) {
        return NULL;
    }
    JALON_AUTO(jalon_yaml_freep) struct jalon_yaml *yaml = jalon_alloc(sizeof *yaml);
    yaml->arena = jalon_arena_new();
    yaml->path = jalon_arena_strdup(yaml->arena, path);
    JALON_AUTO(done) struct builder b = {.yaml = yaml, .faults = faults};
    if (yaml_parser_initialize(&b.parser) == 0) {
        abort();
    }
    yaml_parser_set_encoding(&b.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&b.parser, (const unsigned char *)text, length);
    read_document(&b);
    return yaml->tree == NULL ? NULL : JALON_TAKE(yaml);
}

void jalon_yaml_free(struct jalon_yaml *yaml)
{
    if (yaml != NULL) {
        jalon_json_decref(&yaml->tree);
        jalon_arena_free(yaml->arena);
        free(yaml);
    }
}

void jalon_yaml_freep(struct jalon_yaml **yaml)
{
    jalon_yaml_free(*yaml);
    *yaml = NULL;
}

json_t *jalon_yaml_tree(const struct jalon_yaml *yaml)
{
    return yaml->tree;
}

static const struct jalon_yaml_node *step(const struct jalon_yaml_node *node, const char *token)
{
    const struct jalon_yaml_node *child = node->first;
    if (child == NULL || child->key != NULL) {
        return find_child(node, token);
    }
    for (unsigned long long i = strtoull(token, NULL, 10); i > 0 && child != NULL; i--) {
        child = child->next;
    }
    return child;
}

/* One token of a JSON pointer, ~1 and ~0 undone. */
static void add_token(struct jalon_str *token, const char *from, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (from[i] == '~' && i + 1 < length) {
            jalon_str_add_char(token, from[++i] == '1' ? '/' : '~');
        } else {
            jalon_str_add_char(token, from[i]);
        }
    }
}

struct jalon_place_in_file jalon_yaml_place(const struct jalon_yaml *yaml, const char *pointer)
{
    const struct jalon_yaml_node *node = yaml->root;
    while (*pointer == '/') {
        size_t length = strcspn(pointer + 1, "/");
        JALON_AUTO(jalon_str_done) struct jalon_str token = {0};
        add_token(&token, pointer + 1, length);
        const struct jalon_yaml_node *child = step(node, jalon_str_text(&token));
        if (child == NULL) {
            break;
        }
        node = child;
        pointer += 1 + length;
    }
    return (struct jalon_place_in_file){yaml->path, node->line, node->column, NULL};
}
