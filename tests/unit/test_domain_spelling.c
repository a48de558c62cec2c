/* Slips of the pen in names. */
#include "domain/spelling.h"

#include "support/test.h"

TEST(a_name_as_it_is_has_no_slip)
{
    assert_int_equal(jalon_spelling_slips("chateauroux", "issoudun chateauroux"), 0);
    assert_int_equal(jalon_spelling_slips("sorgues avignon", "avignon sorgues cavaillon"), 0);
}

TEST(letters_left_out_doubled_changed_or_swapped_are_slips)
{
    assert_int_equal(jalon_spelling_slips("chateaurux", "issoudun chateauroux"), 1);
    assert_int_equal(jalon_spelling_slips("dunkerqque", "dunkerque"), 1);
    assert_int_equal(jalon_spelling_slips("ronane", "roanne"), 1);
    assert_int_equal(jalon_spelling_slips("nevesr loire", "nevers val de loire"), 1);
}

TEST(short_words_must_be_right)
{
    assert_int_equal(jalon_spelling_slips("pao", "lacq pau tarbes"), JALON_NO_SPELLING);
    assert_int_equal(jalon_spelling_slips("dola", "grand dole"), 1);
    assert_int_equal(jalon_spelling_slips("dalo", "grand dole"), JALON_NO_SPELLING);
}

TEST(one_word_that_is_none_of_the_name_is_enough_to_be_another)
{
    assert_int_equal(jalon_spelling_slips("grand atlantis", "grand dole"), JALON_NO_SPELLING);
    assert_int_equal(jalon_spelling_slips("", "grand dole"), JALON_NO_SPELLING);
    assert_int_equal(jalon_spelling_slips("dole", ""), JALON_NO_SPELLING);
}
