/*
 * Programme files: programme.yaml with the places of regions.csv and departements.csv of the same
 * folder, read through the one reader of programme documents (domain/programme.h).
 */
#pragma once

#include <jansson.h>

#include "conf/fault.h"
#include "domain/programme.h"

struct jalon_programme_file {
    char *path, *folder;
    json_t *document; /* complete: places merged in, every state and instrument has its position */
    struct jalon_programme *programme;
};

/*
 * Loads PATH, a programme's YAML file or the folder that holds its programme.yaml. Returns NULL
 * after adding at least one fault, by file, line and column.
 */
struct jalon_programme_file *jalon_programme_load(const char *path, struct jalon_faults *faults);
void jalon_programme_file_free(struct jalon_programme_file *file); /* accepts NULL */
void jalon_programme_file_freep(struct jalon_programme_file **file);
