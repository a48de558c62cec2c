/*
 * Says of each line whether it is spelled as a leaf: "1" or "0", or "x" when the quick way for
 * entries and the parser do not agree. For leaf_python.py.
 */
#include <stdio.h>

#include "jalon-verify/file.h"
#include "jalon-verify/json.h"
#include "jalon-verify/leaf.h"

int main(void)
{
    struct lines lines;
    struct json_object object;
    struct json_slice member;
    static struct leaf leaf;
    const char *line = NULL;
    size_t length = 0;
    if (!lines_open(&lines, "/dev/stdin")) {
        return 1;
    }
    while (lines_next(&lines, &line, &length)) {
        enum json_fault fault = json_read_leaf(line, length, &object);
        bool agree = leaf_read(line, length, &leaf, &member) == fault;
        puts(!agree ? "x" : fault == JSON_OK ? "1" : "0");
    }
    lines_close(&lines);
    return 0;
}
