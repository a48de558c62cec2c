/* The test programs' own machinery: hooks run around the program and around each test. */
#include "support/test.h"

static int calls[TEST_HOOK_N];

static int before_all(void **state)
{
    calls[TEST_SETUP_GROUP]++;
    *state = calls;
    return 0;
}

static int before_each(void **state)
{
    calls[TEST_SETUP_EACH]++;
    return *state == calls ? 0 : -1;
}

static int after_each(JALON_UNUSED void **state)
{
    calls[TEST_TEARDOWN_EACH]++;
    return 0;
}

static int after_all(JALON_UNUSED void **state)
{
    return calls[TEST_SETUP_EACH] == calls[TEST_TEARDOWN_EACH] ? 0 : -1;
}

SETUP_GROUP(before_all);
SETUP_EACH(before_each);
TEARDOWN_EACH(after_each);
TEARDOWN_GROUP(after_all);

TEST(a_test_sees_what_the_groups_setup_made)
{
    assert_ptr_equal(*state, calls);
    assert_int_equal(calls[TEST_SETUP_GROUP], 1);
}

TEST(each_test_is_set_up_anew)
{
    assert_int_equal(calls[TEST_SETUP_EACH], calls[TEST_TEARDOWN_EACH] + 1);
}
