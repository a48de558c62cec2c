/* The bytes of a YAML file: reading them, and refusing what no configuration holds. */
#include "conf/yaml_priv.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/text.h"

/* Line and column (in characters) of a byte. */
static void locate(const char *text, size_t offset, size_t *ret_line, size_t *ret_column)
{
    *ret_line = 1;
    *ret_column = 1;
    for (size_t i = 0; i < offset; i++) {
        if (text[i] == '\n') {
            ++*ret_line;
            *ret_column = 1;
        } else if (((unsigned char)text[i] & 0xC0) != 0x80) {
            ++*ret_column;
        }
    }
}

static bool check_start(const char *path, const char *text, size_t length,
                        struct jalon_faults *faults)
{
    if (length >= 2 && (memcmp(text, "\xFF\xFE", 2) == 0 || memcmp(text, "\xFE\xFF", 2) == 0)) {
        jalon_yaml_fault(faults, path, 1, 1, &jalon_msg_yaml_not_utf8);
        return false;
    }
    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        jalon_yaml_fault(faults, path, 1, 1, &jalon_msg_yaml_bom);
        return false;
    }
    return true;
}

/* A tab or a line break is allowed in the file, though not in a text. */
static char *without_layout(const char *text, size_t length)
{
    char *copy = jalon_strndup(text, length);
    for (size_t i = 0; i < length; i++) {
        if (copy[i] == '\t' || copy[i] == '\n' || copy[i] == '\r') {
            copy[i] = ' ';
        }
    }
    return copy;
}

bool jalon_yaml_check_bytes(const char *path, const char *text, size_t length,
                            struct jalon_faults *faults)
{
    static const struct jalon_msg *const messages[] = {
        [JALON_TEXT_NOT_UTF8] = &jalon_msg_yaml_not_utf8,
        [JALON_TEXT_CONTROL] = &jalon_msg_yaml_control,
        [JALON_TEXT_BIDI] = &jalon_msg_yaml_bidi,
        [JALON_TEXT_TOO_LONG] = &jalon_msg_yaml_control, /* not asked for */
    };
    if (!check_start(path, text, length, faults)) {
        return false;
    }
    JALON_AUTO(jalon_freep) char *copy = without_layout(text, length);
    size_t offset = strlen(copy);
    enum jalon_text_fault fault = jalon_text_check(copy, length, &offset);
    if (fault == JALON_TEXT_OK && strlen(copy) < length) { /* a NUL */
        fault = JALON_TEXT_CONTROL;
        offset = strlen(copy);
    }
    if (fault != JALON_TEXT_OK) {
        size_t line, column;
        locate(text, offset, &line, &column);
        jalon_yaml_fault(faults, path, line, column, messages[fault]);
        return false;
    }
    return true;
}

static void close_fd(int *fd)
{
    if (*fd >= 0) {
        (void)close(*fd);
    }
}

/* Not blocking, so that a FIFO in the place of a file does not hang the reader. */
static int open_regular(const char *path, size_t *ret_size, struct jalon_err *err)
{
    JALON_AUTO(close_fd) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    struct stat status;
    if (fd < 0 || fstat(fd, &status) < 0) {
        return jalon_fail(err, &jalon_msg_conf_absent, path, strerror(errno));
    }
    if (!S_ISREG(status.st_mode)) {
        return jalon_fail(err, &jalon_msg_conf_not_a_file, path);
    }
    if (status.st_size > JALON_LIMIT_YAML_BYTES) {
        char size[24], max[24];
        (void)snprintf(size, sizeof size, "%lld", (long long)status.st_size);
        (void)snprintf(max, sizeof max, "%d", JALON_LIMIT_YAML_BYTES);
        return jalon_fail(err, &jalon_msg_conf_too_big, size, max);
    }
    *ret_size = (size_t)status.st_size;
    int given = fd;
    fd = -1;
    return given;
}

static int read_all(const char *path, char **ret_text, size_t *ret_length, struct jalon_err *err)
{
    size_t size = 0;
    JALON_AUTO(close_fd) int fd = open_regular(path, &size, err);
    if (fd < 0) {
        return -1;
    }
    JALON_AUTO(jalon_freep) char *text = jalon_alloc(size + 1);
    size_t length = 0;
    while (length < size) {
        ssize_t n = read(fd, text + length, size - length);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            return jalon_fail(err, &jalon_msg_conf_absent, path, strerror(errno));
        }
        if (n == 0) {
            break;
        }
        length += (size_t)n;
    }
    *ret_text = JALON_TAKE(text);
    *ret_length = length;
    return 0;
}

struct jalon_yaml *jalon_yaml_read(const char *path, struct jalon_faults *faults)
{
    JALON_AUTO(jalon_freep) char *text = NULL;
    size_t length = 0;
    struct jalon_err err;
    if (read_all(path, &text, &length, &err) < 0) {
        jalon_faults_add(faults, (struct jalon_place_in_file){path, 0, 0, NULL}, &err);
        return NULL;
    }
    return jalon_yaml_parse(path, text, length, faults);
}
