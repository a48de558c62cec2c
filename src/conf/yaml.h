/*
 * YAML files as JSON trees that know their places. Of YAML only what a configuration needs: one
 * document in UTF-8, at most 16 levels and 256 KiB; no aliases, anchors, tags or merge keys; no
 * duplicate keys; texts on one line without control characters. Plain true and false are booleans,
 * decimal integers (without leading zero) are integers, ~, null and nothing are null; all else is
 * text, dates included.
 */
#pragma once

#include <jansson.h>

#include "conf/fault.h"

struct jalon_yaml; /* owns tree and places */

/*
 * Adds every fault to FAULTS. Returns what could be read in spite of them, NULL when that is
 * nothing. PATH names the text in faults.
 */
struct jalon_yaml *jalon_yaml_parse(const char *path, const char *text, size_t length,
                                    struct jalon_faults *faults);
/* The same with the content of the regular file PATH. */
struct jalon_yaml *jalon_yaml_read(const char *path, struct jalon_faults *faults);
void jalon_yaml_free(struct jalon_yaml *yaml); /* accepts NULL */
void jalon_yaml_freep(struct jalon_yaml **yaml);

json_t *jalon_yaml_tree(const struct jalon_yaml *yaml); /* lives as long as YAML */

/* Where the value of a JSON pointer stands: a member at its key, an item at its start. A pointer
 * into nothing gives the place of the nearest value above it. */
struct jalon_place_in_file jalon_yaml_place(const struct jalon_yaml *yaml, const char *pointer);
