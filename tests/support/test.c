/*
 * The main() of every test program: runs the registered tests under the program's name. An
 * argument selects tests by a pattern with `*` and `?` ("*leap year*").
 */
#include "support/test.h"

#include <libgen.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAX_TESTS = 500, EXIT_SKIPPED = 77 };

static struct CMUnitTest tests[MAX_TESTS];
static size_t n_tests;
static CMFixtureFunction hooks[TEST_HOOK_N];

static void stop(const char *what, const char *which)
{
    fprintf(stderr, "%s: %s\n", what, which);
    exit(EXIT_FAILURE);
}

void test_register(const char *sentence, CMUnitTestFunction function)
{
    if (n_tests == MAX_TESTS) {
        stop("too many tests", sentence);
    }
    tests[n_tests++] = (struct CMUnitTest){.name = sentence, .test_func = function};
}

void test_register_hook(enum test_hook hook, CMFixtureFunction function)
{
    if (hooks[hook] != NULL) {
        stop("setup or teardown", "registered twice");
    }
    hooks[hook] = function;
}

void test_skip_program(const char *reason)
{
    printf("[  SKIPPED ] %s\n", reason);
    fflush(stdout);
    exit(EXIT_SKIPPED);
}

#ifdef TEST_COVERAGE
extern void __gcov_dump(void);
#endif

/* Ends the process after abort(), whose coverage would be lost otherwise. */
static void on_abort(int signal_number)
{
#ifdef TEST_COVERAGE
    __gcov_dump();
#endif
    _exit(128 + signal_number);
}

bool test_dies(void (*function)(void))
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        (void)setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
        (void)signal(SIGABRT, on_abort);
        (void)close(STDERR_FILENO);
        function();
        _exit(EXIT_SUCCESS);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    return !WIFEXITED(status) || WEXITSTATUS(status) != EXIT_SUCCESS;
}

static void make_sentence(char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '_') {
            *text = ' ';
        }
    }
}

int main(int argc, char **argv)
{
    if (n_tests == 0) {
        stop("no test is registered", argv[0]);
    }
    static char *names[MAX_TESTS];
    for (size_t i = 0; i < n_tests; i++) {
        names[i] = strdup(tests[i].name);
        make_sentence(names[i]);
        tests[i].name = names[i];
        tests[i].setup_func = hooks[TEST_SETUP_EACH];
        tests[i].teardown_func = hooks[TEST_TEARDOWN_EACH];
    }
    if (argc > 1) {
        cmocka_set_test_filter(argv[1]);
    }
    int failed = _cmocka_run_group_tests(basename(argv[0]), tests, n_tests, hooks[TEST_SETUP_GROUP],
                                         hooks[TEST_TEARDOWN_GROUP]);
    for (size_t i = 0; i < n_tests; i++) {
        free(names[i]);
    }
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
