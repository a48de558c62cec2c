/* Tells what was found in the database at the export. */
#include "jalon-verify/live.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "jalon-verify/file.h"
#include "jalon-verify/memory.h"

static const char file[] = "live.tsv";

/* The three columns of a line, cut in a copy of it; false when there are not three. */
static bool cut(char *copy, const char *columns[3])
{
    for (size_t i = 0; i < 3; i++) {
        char *tab = strchr(copy, '\t');
        columns[i] = copy;
        if ((tab != NULL) != (i < 2)) {
            return false;
        }
        if (tab != NULL) {
            *tab = '\0';
            copy = tab + 1;
        }
    }
    return true;
}

/* "jalon.live/1", contracts, facts: what was compared. */
static bool read_head(struct verify *verify, const char *const columns[3])
{
    uint64_t n = 0;
    for (size_t i = 1; i < 3; i++) {
        char *end = NULL;
        n += strtoull(columns[i], &end, 10);
        if (end == columns[i] || *end != '\0') {
            return false;
        }
    }
    verify->report.counts[COUNT_live] = n;
    return strcmp(columns[0], "jalon.live/1") == 0;
}

static void check_line(struct verify *verify, const char *line, size_t length, uint64_t number)
{
    const struct place place = {file, number, NULL};
    const char *columns[3] = {NULL};
    char *copy = memory_new(length + 1, 1);
    memcpy(copy, line, length);
    bool is_whole = strlen(copy) == length && cut(copy, columns);
    if (!is_whole || (number == 1 && !read_head(verify, columns))) {
        verify_line_fault(verify, FAULT_live_malformed, &place, NULL, NULL);
    } else if (number > 1) {
        report_fault(&verify->report, FAULT_live, &place,
                     (const char *[3]){columns[1], columns[2], columns[0]});
    }
    free(copy);
}

void live_check(struct verify *verify)
{
    struct lines lines;
    const char *line = NULL;
    size_t length = 0;
    char *path = verify_path(verify, file);
    verify->report.is_given[COUNT_live] = lines_open(&lines, path);
    if (!verify->report.is_given[COUNT_live] && errno != ENOENT) {
        report_unreadable(&verify->report, path, errno);
    }
    while (lines.buffer && lines_next(&lines, &line, &length)) {
        check_line(verify, line, length, lines.number);
    }
    if (verify->report.is_given[COUNT_live] && verify->report.counts[COUNT_live] == 0) {
        verify_fault(verify, FAULT_nothing_checked, file, NULL);
    }
    if (verify->report.is_given[COUNT_live] && lines.error != 0) {
        report_unreadable(&verify->report, path, lines.error);
    }
    lines_close(&lines);
    free(path);
}
