/*
 * Runs `dot` without a shell. It reads and writes temporary files that have no name: there is no
 * pipe that two processes could both wait for, and an alarm ends a program that never does.
 */
#include "jalon/graphviz.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "jalon/cli_messages.h"

enum { TIME_LIMIT_S = 20, NOT_FOUND = 127 };

static void close_file(FILE **file)
{
    if (*file != NULL) {
        (void)fclose(*file);
    }
}

/* In the child. The alarm stays set in the program that takes its place. */
static void execute(int in, int out)
{
    char name[] = "dot", svg[] = "-Tsvg";
    char *const argv[] = {name, svg, NULL};
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    (void)signal(SIGALRM, SIG_DFL);
    (void)signal(SIGPIPE, SIG_DFL);
    (void)alarm(TIME_LIMIT_S);
    if (nowhere >= 0 && dup2(in, STDIN_FILENO) >= 0 && dup2(out, STDOUT_FILENO) >= 0 &&
        dup2(nowhere, STDERR_FILENO) >= 0) {
        (void)execvp(name, argv);
    }
    _exit(NOT_FOUND);
}

static bool write_all(FILE *file, const char *text)
{
    size_t length = strlen(text);
    return fwrite(text, 1, length, file) == length && fflush(file) == 0 &&
           fseek(file, 0, SEEK_SET) == 0;
}

static bool read_all(FILE *file, struct jalon_str *ret_text)
{
    char part[4096];
    rewind(file);
    for (size_t n = 0; (n = fread(part, 1, sizeof part, file)) > 0;) {
        jalon_str_add_bytes(ret_text, part, n);
    }
    return ferror(file) == 0;
}

int graphviz_svg(const char *dot, struct jalon_str *ret_svg, struct jalon_err *err)
{
    JALON_AUTO(close_file) FILE *in = tmpfile();
    JALON_AUTO(close_file) FILE *out = tmpfile();
    int status = -1;
    if (in == NULL || out == NULL || !write_all(in, dot)) {
        return jalon_fail(err, &jalon_msg_graphviz_failed);
    }
    pid_t pid = fork();
    if (pid == 0) {
        execute(fileno(in), fileno(out));
    }
    while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == NOT_FOUND) {
        return jalon_fail(err, &jalon_msg_graphviz_missing);
    }
    bool is_drawn = pid > 0 && status == 0 && read_all(out, ret_svg) && ret_svg->length > 0;
    return is_drawn ? 0 : jalon_fail(err, &jalon_msg_graphviz_failed);
}
