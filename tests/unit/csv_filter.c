/*
 * Cells from stdin, one a line as JSON (a text; null; a number as [text]; an empty line ends the
 * record), as CSV on stdout, for csv_python.py. The argument is the dialect: plain or french.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv_write.h"
#include "base/mem.h"

static void write_cell(struct jalon_csv_writer *w, const char *line)
{
    json_t *cell = json_loads(line, JSON_DECODE_ANY, NULL);
    if (cell == NULL) {
        abort();
    }
    if (json_is_array(cell)) {
        jalon_csv_write_number(w, json_string_value(json_array_get(cell, 0)));
    } else {
        jalon_csv_write_text(w, json_string_value(cell));
    }
    json_decref(cell);
}

int main(int argc, char **argv)
{
    bool is_french = argc > 1 && strcmp(argv[1], "french") == 0;
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    struct jalon_csv_writer w = {.dialect = is_french ? &jalon_csv_french : &jalon_csv_plain,
                                 .out = &out};
    jalon_str_add(&out, w.dialect->start);
    char *line = NULL;
    size_t size = 0;
    while (getline(&line, &size, stdin) > 0) {
        if (line[0] == '\n') {
            jalon_csv_write_end(&w);
        } else {
            write_cell(&w, line);
        }
    }
    free(line);
    (void)fwrite(out.text, 1, out.length, stdout);
    return 0;
}
