/*
 * The descriptor of a data package (datapackage.json, Frictionless Data Package 1): every file with
 * its columns, keys, number of rows and hash, so that other programs read the CSV files rightly.
 */
#pragma once

#include <jansson.h>

#include "domain/programme.h"
#include "report/export.h"

struct jalon_package_file {
    const struct jalon_export_object *object; /* NULL: programme.yaml */
    size_t n_rows, n_bytes;
    char sha256[65]; /* of the file, in hexadecimal */
};

struct jalon_package {
    const struct jalon_programme *programme;
    const char *as_of, *known_at; /* known_at NULL: no entry */
    const char *folder;           /* that its tables are in: "" or "data/" */
    const char *licence;          /* code of jalon_licences; NULL: none */
    bool personal;
    unsigned omits; /* flags of columns that are left out besides */
    const struct jalon_package_file *files;
    size_t n_files;
};

#define JALON_LICENCE_USUAL "etalab-2.0"
#define JALON_LICENCES      JALON_LICENCE_USUAL "|odc-odbl-1.0"

/* "Licence Ouverte 2.0"; the code itself when it is none of JALON_LICENCES. */
const char *jalon_licence_title(const char *code);

/* The file's name in the package: "contracts.csv"; of an object NULL "programme.yaml". */
void jalon_package_path(const struct jalon_export_object *object, struct jalon_str *out);

json_t *jalon_package_json(const struct jalon_package *package);
