/* Reads one JSON text a line and prints its canonical text: for canonical_python.py. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "journal/canonical.h"

int main(void)
{
    char *line = NULL;
    size_t capacity = 0;
    while (getline(&line, &capacity, stdin) > 0) {
        JALON_AUTO(jalon_json_decref) json_t *value = json_loads(line, JSON_DECODE_ANY, NULL);
        JALON_AUTO(jalon_freep) char *text = value ? jalon_canonical_text(value) : NULL;
        if (!text) {
            fprintf(stderr, "no canonical text for: %s", line);
            return 1;
        }
        puts(text);
    }
    free(line);
    return 0;
}
