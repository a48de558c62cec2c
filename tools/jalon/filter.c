/*
 * Runs a program on temporary files that have no name: there is no pipe that two processes could
 * both wait for, and an alarm ends a program that never does.
 */
#include "jalon/filter.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TIME_LIMIT_S = 20, NOT_FOUND = 127 };

static void close_file(FILE **file)
{
    if (*file != NULL) {
        (void)fclose(*file);
    }
}

/* In the child. The alarm stays set in the program that takes its place. */
static void execute(char *const *argv, int in, int out)
{
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    (void)signal(SIGALRM, SIG_DFL);
    (void)signal(SIGPIPE, SIG_DFL);
    (void)alarm(TIME_LIMIT_S);
    if (nowhere >= 0 && setenv("LC_ALL", "C", 1) == 0 && dup2(in, STDIN_FILENO) >= 0 &&
        dup2(out, STDOUT_FILENO) >= 0 && dup2(nowhere, STDERR_FILENO) >= 0) {
        (void)execvp(argv[0], argv);
    }
    _exit(NOT_FOUND);
}

static bool write_all(FILE *file, const struct jalon_str *text)
{
    return fwrite(jalon_str_text(text), 1, text->length, file) == text->length &&
           fflush(file) == 0 && fseek(file, 0, SEEK_SET) == 0;
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

enum filter_outcome filter_run(char *const *argv, const struct jalon_str *input,
                               struct jalon_str *ret_output, int *ret_status)
{
    JALON_AUTO(close_file) FILE *in = tmpfile();
    JALON_AUTO(close_file) FILE *out = tmpfile();
    int status = -1;
    if (in == NULL || out == NULL || !write_all(in, input)) {
        return FILTER_FAILED;
    }
    pid_t pid = fork();
    if (pid == 0) {
        execute(argv, fileno(in), fileno(out));
    }
    while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (pid < 0 || !WIFEXITED(status)) {
        return FILTER_FAILED;
    }
    *ret_status = WEXITSTATUS(status);
    if (*ret_status == NOT_FOUND) {
        return FILTER_MISSING;
    }
    return read_all(out, ret_output) ? FILTER_DONE : FILTER_FAILED;
}
