/*
 * Test programs: a test is a sentence and registers itself, main() is shared (test.c).
 *
 *   TEST(a_signed_contract_cannot_be_signed_again)
 *   {
 *       assert_int_equal(…);
 *   }
 *
 * Asserts are cmocka's. `state` is what SETUP_EACH, else SETUP_GROUP, put there.
 */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/attr.h"
#include "base/err.h"

/* Defines a test and adds it to the program; tests run in the order of the file. */
#define TEST(sentence)                                      \
    static void sentence(void **state);                     \
    JALON_CONSTRUCTOR static void register_##sentence(void) \
    {                                                       \
        test_register(#sentence, sentence);                 \
    }                                                       \
    static void sentence(JALON_UNUSED void **state)

/*
 * Functions `int fn(void **state)`, 0 for success, at most one of each in a program: around the
 * whole program and around each test. A group's setup may call test_skip_program().
 */
#define SETUP_GROUP(fn)    TEST_HOOK(TEST_SETUP_GROUP, fn)
#define TEARDOWN_GROUP(fn) TEST_HOOK(TEST_TEARDOWN_GROUP, fn)
#define SETUP_EACH(fn)     TEST_HOOK(TEST_SETUP_EACH, fn)
#define TEARDOWN_EACH(fn)  TEST_HOOK(TEST_TEARDOWN_EACH, fn)

#define TEST_HOOK(hook, fn)                           \
    JALON_CONSTRUCTOR static void register_##fn(void) \
    {                                                 \
        test_register_hook(hook, fn);                 \
    }                                                 \
    _Static_assert(true, "a semicolon follows")

enum test_hook {
    TEST_SETUP_GROUP,
    TEST_TEARDOWN_GROUP,
    TEST_SETUP_EACH,
    TEST_TEARDOWN_EACH,
    TEST_HOOK_N
};

void test_register(const char *sentence, CMUnitTestFunction function);
void test_register_hook(enum test_hook hook, CMFixtureFunction function);

/* The call returned 0; else its English sentence is shown. */
#define assert_done(call, err)                        \
    do {                                              \
        if ((call) != 0) {                            \
            fail_msg("%s", (err)->message[JALON_EN]); \
        }                                             \
    } while (0)

/* Whether FUNCTION, run in a process of its own, ends it by a signal or a failing exit. */
bool test_dies(void (*function)(void));

/* Ends the program as skipped (exit 77, which meson shows), with the reason. */
JALON_NORETURN void test_skip_program(const char *reason);
