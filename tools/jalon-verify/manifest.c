/* Hashes the files of a manifest. */
#include "jalon-verify/manifest.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include <unistd.h>

#include "jalon-verify/codec.h"
#include "jalon-verify/file.h"
#include "jalon-verify/memory.h"

static const char file[] = "manifest.sha256";

static bool hash_file(struct verify *verify, const char *name, struct hash *ret_hash)
{
    static const size_t size = 65536;
    char *path = verify_path(verify, name);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    char *bytes = memory_new(size, 1);
    ssize_t n = -1;
    if (fd >= 0) {
        hasher_start(verify->hasher);
        while ((n = read(fd, bytes, size)) > 0) {
            hasher_add(verify->hasher, bytes, (size_t)n);
        }
        *ret_hash = hasher_end(verify->hasher);
        (void)close(fd);
    }
    free(bytes);
    free(path);
    return n == 0;
}

/* A path within the bundle: no '..', not from the root. */
static bool is_inside(const char *name)
{
    return name[0] != '/' && strncmp(name, "../", 3) != 0 && !strstr(name, "/../");
}

static bool check_line(struct verify *verify, const char *line, size_t length,
                       const struct place *place)
{
    struct hash said, is;
    if (length < 67 || !hex_read(line, 64, said.bytes, sizeof said.bytes) || line[64] != ' ' ||
        (line[65] != ' ' && line[65] != '*') || memchr(line, '\0', length)) {
        return false;
    }
    char *name = memory_new(length, 1);
    memcpy(name, line + 66, length - 66);
    bool ok = is_inside(name);
    if (ok && (!hash_file(verify, name, &is) || !hash_equal(&is, &said))) {
        verify_line_fault(verify, FAULT_manifest_differs, place, name, NULL);
    }
    free(name);
    return ok;
}

void manifest_check(struct verify *verify)
{
    struct lines lines;
    const char *line = NULL;
    size_t length = 0;
    char *path = verify_path(verify, file);
    verify->report.is_given[COUNT_files] = lines_open(&lines, path);
    if (!verify->report.is_given[COUNT_files] && errno != ENOENT) {
        report_unreadable(&verify->report, path, errno);
    }
    while (lines.buffer && lines_next(&lines, &line, &length)) {
        struct place place = {file, lines.number, NULL};
        verify->report.counts[COUNT_files]++;
        if (!check_line(verify, line, length, &place)) {
            verify_line_fault(verify, FAULT_manifest_malformed, &place, NULL, NULL);
        }
    }
    if (verify->report.is_given[COUNT_files] && verify->report.counts[COUNT_files] == 0) {
        verify_fault(verify, FAULT_nothing_checked, file, NULL);
    }
    lines_close(&lines);
    free(path);
}
