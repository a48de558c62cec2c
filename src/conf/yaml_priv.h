/* What the parts of the YAML reader share. */
#pragma once

#include <stdbool.h>

#include "base/attr.h"
#include "conf/conf_messages.h"
#include "conf/yaml.h"

/* The place of a value, and those of its members or items. */
struct jalon_yaml_node {
    size_t line, column;
    const char *key; /* NULL: an item, or the root */
    struct jalon_yaml_node *first, *last, *next;
};

struct jalon_yaml {
    const char *path;
    json_t *tree;
    struct jalon_yaml_node *root;
    struct jalon_arena *arena;
};

/* Adds a fault at a place of PATH: jalon_yaml_fault(faults, path, line, column, &msg, args…). */
#define jalon_yaml_fault(faults, path, line, column, ...)                                        \
    do {                                                                                         \
        struct jalon_err yaml_fault;                                                             \
        (void)jalon_fail(&yaml_fault, __VA_ARGS__);                                              \
        jalon_faults_add((faults), (struct jalon_place_in_file){(path), (line), (column), NULL}, \
                         &yaml_fault);                                                           \
    } while (0)

/* Refuses bytes that no configuration holds, before libyaml sees them. False after a fault. */
JALON_MUST_CHECK bool jalon_yaml_check_bytes(const char *path, const char *text, size_t length,
                                             struct jalon_faults *faults);
