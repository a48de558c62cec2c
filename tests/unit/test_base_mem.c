/* Allocation and arenas. */
#include "support/test.h"

#include "base/arena.h"
#include "base/mem.h"

TEST(allocated_memory_is_zeroed_and_never_null)
{
    JALON_AUTO(jalon_freep) char *memory = jalon_alloc(100);
    for (int i = 0; i < 100; i++) {
        assert_int_equal(memory[i], 0);
    }
    JALON_AUTO(jalon_freep) char *nothing = jalon_alloc(0);
    assert_non_null(nothing);
}

TEST(reallocating_keeps_what_was_there)
{
    JALON_AUTO(jalon_freep) char *memory = jalon_strdup("abc");
    memory = jalon_realloc_array(memory, 1000, 2);
    assert_string_equal(memory, "abc");
    memory = jalon_realloc(memory, 0);
    assert_non_null(memory);
    memory = jalon_realloc_array(memory, 5, 0);
    assert_non_null(memory);
}

TEST(text_is_copied_whole_or_in_part)
{
    JALON_AUTO(jalon_freep) char *part = jalon_strndup("abcdef", 3);
    assert_string_equal(part, "abc");
}

TEST(freeing_leaves_null_and_may_be_repeated)
{
    char *memory = jalon_strdup("x");
    jalon_freep(&memory);
    assert_null(memory);
    jalon_freep(&memory);
    assert_null(memory);
}

TEST(taking_moves_a_pointer_out)
{
    char *memory = jalon_strdup("x");
    JALON_AUTO(jalon_freep) char *other = JALON_TAKE(memory);
    assert_null(memory);
    assert_string_equal(other, "x");
}

static void allocate_too_much(void)
{
    jalon_freep(&(char *){jalon_alloc(SIZE_MAX - 64)});
}

static void overflow_an_array(void)
{
    jalon_freep(&(char *){jalon_realloc_array(NULL, SIZE_MAX / 2, 3)});
}

static void overflow_an_arena_array(void)
{
    (void)jalon_arena_array(jalon_arena_new(), SIZE_MAX / 2, 3);
}

TEST(exhaustion_and_overflow_stop_the_program)
{
    assert_true(test_dies(allocate_too_much));
    assert_true(test_dies(overflow_an_array));
    assert_true(test_dies(overflow_an_arena_array));
}

TEST(an_arena_gives_zeroed_memory_aligned_for_anything)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    for (size_t size = 0; size < 70; size++) {
        char *memory = jalon_arena_alloc(arena, size);
        assert_int_equal((uintptr_t)memory % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++) {
            assert_int_equal(memory[i], 0);
        }
        memset(memory, 0xAB, size);
    }
}

TEST(an_arena_grows_by_blocks_and_holds_what_is_larger_than_one)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    char *first = jalon_arena_strdup(arena, "first");
    char *large = jalon_arena_alloc(arena, 100000);
    memset(large, 1, 100000);
    for (int i = 0; i < 2000; i++) {
        memset(jalon_arena_alloc(arena, 50), 2, 50);
    }
    assert_string_equal(first, "first");
    assert_int_equal(large[99999], 1);
}

TEST(an_arena_copies_and_formats_text)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    assert_null(jalon_arena_strdup(arena, NULL));
    assert_string_equal(jalon_arena_strndup(arena, "abcdef", 2), "ab");
    assert_string_equal(jalon_arena_printf(arena, "%s-%04d", "ti", 28), "ti-0028");
    int *numbers = jalon_arena_array(arena, 3, sizeof *numbers);
    assert_int_equal(numbers[2], 0);
    assert_non_null(jalon_arena_array(arena, 3, 0));
}

TEST(freeing_no_arena_does_nothing)
{
    struct jalon_arena *arena = NULL;
    jalon_arena_freep(&arena);
    assert_null(arena);
}
