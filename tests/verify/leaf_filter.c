/* Says of each line whether it is spelled as a leaf: "1" or "0". For leaf_python.py. */
#include <stdio.h>

#include "jalon-verify/file.h"
#include "jalon-verify/json.h"

int main(void)
{
    struct lines lines;
    struct json_object object;
    const char *line = NULL;
    size_t length = 0;
    if (!lines_open(&lines, "/dev/stdin")) {
        return 1;
    }
    while (lines_next(&lines, &line, &length)) {
        puts(json_read_leaf(line, length, &object) == JSON_OK ? "1" : "0");
    }
    lines_close(&lines);
    return 0;
}
