/*
 * Reads one JSON text a line and prints its canonical text; with --check whether the line is a leaf
 * as it stands: "1" or "0". For canonical_python.py.
 */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "journal/canonical.h"

static int write_canonical(const char *line)
{
    JALON_AUTO(jalon_json_decref) json_t *value = json_loads(line, JSON_DECODE_ANY, NULL);
    JALON_AUTO(jalon_freep) char *text = value ? jalon_canonical_text(value) : NULL;
    if (!text) {
        fprintf(stderr, "no canonical text for: %s\n", line);
        return 1;
    }
    puts(text);
    return 0;
}

static int check(const char *line, size_t length)
{
    JALON_AUTO(jalon_json_decref) json_t *leaf = NULL;
    puts(jalon_canonical_check(line, length, &leaf) == JALON_CANONICAL_OK ? "1" : "0");
    return 0;
}

int main(int argc, char **argv)
{
    bool checks = argc == 2 && strcmp(argv[1], "--check") == 0;
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length = 0;
    int failed = 0;
    while (failed == 0 && (length = getline(&line, &capacity, stdin)) > 0) {
        line[length - 1] = '\0'; /* the line feed */
        failed = checks ? check(line, (size_t)length - 1) : write_canonical(line);
    }
    free(line);
    return failed;
}
