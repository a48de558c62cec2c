/*
 * Output: a descriptor written through one buffer, a temporary file that gets its name only at the
 * end, and text made safe for terminals.
 */
#include "jalon/out_priv.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <locale.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/uuid.h"
#include "jalon/cli_messages.h"

enum { FLUSH_AT = 65536 };

void out_prepare_process(void)
{
    /* A closed descriptor would be given to the next file or socket opened, and get our output. */
    for (int fd = 0; fd <= 2; fd++) {
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF) {
            int mode = fd == STDERR_FILENO ? O_WRONLY : O_RDONLY; /* writing to 1 must fail */
            if (open("/dev/null", mode) != fd) {
                abort();
            }
        }
    }
    (void)signal(SIGPIPE, SIG_IGN);
    (void)setlocale(LC_CTYPE, "C.UTF-8");
}

static void flush(struct out *out)
{
    size_t done = 0;
    while (done < out->data.length && out->fault == 0) {
        ssize_t n = write(out->fd, out->data.text + done, out->data.length - done);
        if (n >= 0) {
            done += (size_t)n;
        } else if (errno != EINTR) {
            out->fault = errno;
        }
    }
    jalon_str_clear(&out->data);
}

/* A name beside PATH that nobody else uses; made with the permissions of an ordinary new file. */
static int open_beside(struct out *out, const char *path)
{
    JALON_AUTO(jalon_str_done) struct jalon_str name = {0};
    struct jalon_uuid unique = jalon_uuid_random();
    jalon_str_addf(&name, "%s.%s.tmp", path, unique.text);
    out->fd = open(name.text, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (out->fd < 0) {
        return -1;
    }
    out->temporary = jalon_str_take(&name);
    out->path = jalon_strdup(path);
    return 0;
}

/* Devices and pipes are written in place; a link is followed, so that it stays a link. */
static int open_path(struct out *out, const char *path)
{
    struct stat found;
    if (stat(path, &found) < 0) {
        return errno == ENOENT ? open_beside(out, path) : -1;
    }
    if (!S_ISREG(found.st_mode)) {
        out->fd = open(path, O_WRONLY | O_CLOEXEC);
        return out->fd < 0 ? -1 : 0;
    }
    if (out->options.keeps) {
        errno = EEXIST;
        return -1;
    }
    JALON_AUTO(jalon_freep) char *real = realpath(path, NULL);
    return real == NULL || access(real, W_OK) < 0 ? -1 : open_beside(out, real);
}

int out_open(const struct out_options *options, struct out **ret_out, struct jalon_err *err)
{
    struct out *out = jalon_alloc(sizeof *out);
    out->options = *options;
    out->fd = STDOUT_FILENO;
    const char *path = options->path;
    if (path != NULL && strcmp(path, "-") != 0 && open_path(out, path) < 0) {
        int cause = errno;
        free(out);
        if (cause == EEXIST) {
            return jalon_fail(err, &jalon_msg_out_exists, path);
        }
        return jalon_fail(err, &jalon_msg_out_no_file, path, strerror(cause));
    }
    *ret_out = out;
    return 0;
}

static void out_free(struct out *out)
{
    if (out->fd > STDERR_FILENO) {
        (void)close(out->fd);
    }
    if (out->temporary != NULL) {
        (void)unlink(out->temporary);
    }
    free(out->temporary);
    free(out->path);
    jalon_str_done(&out->data);
    free(out);
}

void out_discard(struct out **out)
{
    if (*out != NULL) {
        out_free(*out);
        *out = NULL;
    }
}

/* Gives the temporary file its name; where files are kept, a link fails if one is there by now. */
static int give_name(const struct out *out)
{
    if (!out->options.keeps) {
        return rename(out->temporary, out->path);
    }
    return link(out->temporary, out->path) < 0 ? -1 : unlink(out->temporary);
}

/* Names the file, and makes the new name itself durable. */
static int publish(struct out *out)
{
    if (fsync(out->fd) < 0 || give_name(out) < 0) {
        return -1;
    }
    free(jalon_take(&out->temporary));
    JALON_AUTO(jalon_freep) char *copy = jalon_strdup(out->path);
    int folder = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        (void)fsync(folder);
        (void)close(folder);
    }
    return 0;
}

int out_close(struct out *out, struct jalon_err *err)
{
    if (out_page(out)) {
        jalon_str_clear(&out->data);
    }
    flush(out);
    if (out->fault == 0 && out->temporary != NULL && publish(out) < 0) {
        out->fault = errno;
    }
    if (out->fault == 0 && out->fd > STDERR_FILENO) {
        int fd = out->fd;
        out->fd = -1;
        out->fault = close(fd) < 0 ? errno : 0;
    }
    int fault = out->fault;
    out_free(out);
    if (fault == 0 || fault == EPIPE) {
        return 0;
    }
    return jalon_fail(err, &jalon_msg_out_lost, strerror(fault));
}

const char *out_label(const struct out *out, struct jalon_label label)
{
    const char *text = label.text[out->options.lang];
    text = text != NULL ? text : label.text[JALON_FR];
    return text != NULL ? text : "";
}

/* Adds TEXT line by line: only line feeds pass as they are. */
static void add_safe_lines(struct jalon_str *to, const char *text)
{
    for (const char *at = text; *at != '\0';) {
        size_t length = strcspn(at, "\n");
        JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
        jalon_str_add_bytes(&line, at, length);
        jalon_text_add_safe(to, jalon_str_text(&line));
        at += length;
        if (*at == '\n') {
            jalon_str_add_char(to, '\n');
            at++;
        }
    }
}

void out_text(struct out *out, const char *text)
{
    add_safe_lines(&out->data, text);
    if (out->data.length >= FLUSH_AT && !out_has_pager(out)) {
        flush(out);
    }
}

JALON_PRINTF(1, 0) static char *formatted(const char *format, va_list list)
{
    va_list again;
    va_copy(again, list);
    int length = vsnprintf(NULL, 0, format, list);
    size_t size = length < 0 ? 1 : (size_t)length + 1;
    char *text = jalon_alloc(size);
    (void)vsnprintf(text, size, format, again);
    va_end(again);
    return text;
}

void out_textf(struct out *out, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    JALON_AUTO(jalon_freep) char *text = formatted(format, list);
    va_end(list);
    out_text(out, text);
}

void out_document(struct out *out, const char *text)
{
    size_t length = strlen(text);
    jalon_str_add_bytes(&out->data, text, length);
    if (length == 0 || text[length - 1] != '\n') {
        jalon_str_add_char(&out->data, '\n');
    }
}

bool out_data(struct out *out, const char *bytes, size_t length)
{
    jalon_str_add_bytes(&out->data, bytes, length);
    if (out->data.length >= FLUSH_AT && !out_has_pager(out)) {
        flush(out);
    }
    return out->fault == 0;
}

void out_json(struct out *out, const json_t *document)
{
    JALON_AUTO(jalon_freep) char *line = jalon_json_dump(document);
    jalon_str_add(&out->data, line);
    jalon_str_add_char(&out->data, '\n');
}

void out_complain(const char *text)
{
    JALON_AUTO(jalon_str_done) struct jalon_str safe = {0};
    add_safe_lines(&safe, text);
    (void)fputs(jalon_str_text(&safe), stderr);
}

void out_say(struct out *out, const char *text)
{
    if (!out->options.quiet) {
        out_complain(text);
    }
}

void out_sayf(struct out *out, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    JALON_AUTO(jalon_freep) char *text = formatted(format, list);
    va_end(list);
    out_say(out, text);
}

/* What a user typed may hold line feeds: none makes a line of its own. */
static void add_one_line(struct jalon_str *to, const char *prefix, const char *text)
{
    jalon_str_add(to, prefix);
    jalon_text_add_safe(to, text);
    jalon_str_add_char(to, '\n');
}

int out_error(enum jalon_lang lang, bool debug, const struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    add_one_line(&text, "jalon: ", err->message[lang]);
    if (err->hint[lang][0] != '\0') {
        add_one_line(&text, "hint: ", err->hint[lang]);
    }
    if (debug) {
        jalon_str_addf(&text, "debug: %s, %s:%d", jalon_err_kind_name(err->kind),
                       err->file != NULL ? err->file : "?", err->line);
        jalon_str_addf(&text, "%s%s\n", err->sqlstate[0] != '\0' ? ", SQLSTATE " : "",
                       err->sqlstate);
    }
    out_complain(jalon_str_text(&text));
    return jalon_err_exit_status(err->kind);
}
