/* Long output on a terminal goes through a pager; what fits, or goes elsewhere, does not. */
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"
#include "jalon/out_priv.h"

extern char **environ;

enum { USUAL_ROWS = 24, USUAL_COLUMNS = 80, NOT_EXECUTABLE = 126, NOT_FOUND = 127 };

bool out_has_pager(const struct out *out)
{
    return out->options.pager != NULL && out->fd == STDOUT_FILENO && isatty(out->fd);
}

/* Rows that TEXT takes on a terminal of WIDTH columns. */
static size_t rows_of(const char *text, size_t width)
{
    size_t rows = 0;
    for (const char *at = text; *at != '\0';) {
        size_t length = strcspn(at, "\n");
        JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
        jalon_str_add_bytes(&line, at, length);
        size_t columns = jalon_text_columns(jalon_str_text(&line));
        rows += columns > width ? (columns + width - 1) / width : 1;
        at += length + (at[length] == '\n');
    }
    return rows;
}

/* With a row left for the prompt that follows. */
static bool fits(const struct out *out)
{
    struct winsize size = {0};
    (void)ioctl(out->fd, TIOCGWINSZ, &size);
    size_t rows = size.ws_row > 0 ? size.ws_row : USUAL_ROWS;
    size_t columns = size.ws_col > 0 ? size.ws_col : USUAL_COLUMNS;
    return rows_of(jalon_str_text(&out->data), columns) < rows;
}

/* Starts the pager with its input in *RET_FD. What is ignored here it gets back as usual. */
static bool start(const char *pager, pid_t *ret_pid, int *ret_fd)
{
    int ends[2];
    if (pipe(ends) < 0) {
        return false;
    }
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t usual;
    char shell[] = "sh", flag[] = "-c";
    JALON_AUTO(jalon_str_done) struct jalon_str command = {0};
    jalon_str_add(&command, pager);
    char *const argv[] = {shell, flag, command.text, NULL};
    (void)sigemptyset(&usual);
    (void)sigaddset(&usual, SIGPIPE);
    (void)sigaddset(&usual, SIGINT);
    (void)posix_spawnattr_init(&attributes);
    (void)posix_spawnattr_setsigdefault(&attributes, &usual);
    (void)posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    (void)posix_spawn_file_actions_init(&actions);
    (void)posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO);
    (void)posix_spawn_file_actions_addclose(&actions, ends[0]);
    (void)posix_spawn_file_actions_addclose(&actions, ends[1]);
    int failed = posix_spawn(ret_pid, "/bin/sh", &actions, &attributes, argv, environ);
    (void)posix_spawn_file_actions_destroy(&actions);
    (void)posix_spawnattr_destroy(&attributes);
    (void)close(ends[0]);
    *ret_fd = ends[1];
    if (failed != 0) {
        (void)close(ends[1]);
    }
    return failed == 0;
}

/* A reader who leaves early closes the pipe; that is no failure. */
static void feed(int fd, const struct jalon_str *data)
{
    for (size_t done = 0; done < data->length;) {
        ssize_t n = write(fd, data->text + done, data->length - done);
        if (n < 0 && errno != EINTR) {
            break;
        }
        done += n > 0 ? (size_t)n : 0;
    }
    (void)close(fd);
}

bool out_page(const struct out *out)
{
    pid_t pid = 0;
    int fd = -1, status = 0;
    if (!out_has_pager(out) || fits(out)) {
        return false;
    }
    (void)signal(SIGINT, SIG_IGN); /* the pager's to understand while it has the terminal */
    bool started = start(out->options.pager, &pid, &fd);
    if (started) {
        feed(fd, &out->data);
        while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
        }
    }
    (void)signal(SIGINT, SIG_DFL);
    bool is_there = !WIFEXITED(status) ||
                    (WEXITSTATUS(status) != NOT_EXECUTABLE && WEXITSTATUS(status) != NOT_FOUND);
    return started && is_there;
}
