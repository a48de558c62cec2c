/* SIREN numbers. */
#include "domain/siren.h"

#include "support/test.h"

TEST(a_right_number_is_accepted)
{
    struct jalon_err err;
    assert_done(jalon_siren_check("200041630", &err), &err);
    assert_done(jalon_siren_check("732829320", &err), &err);
}

TEST(a_wrong_check_digit_is_refused)
{
    struct jalon_err err;
    assert_int_equal(-1, jalon_siren_check("200041631", &err));
    assert_string_equal("wrong SIREN '200041631' (check digit)", err.message[JALON_EN]);
    assert_int_equal(-1, jalon_siren_check("200014630", &err));
    assert_int_equal(-1, jalon_siren_check("000000000", &err));
    assert_int_equal(JALON_ERR_REFUSED, err.kind);
}

TEST(anything_but_nine_digits_is_refused)
{
    static const char *const texts[] = {"",          "20004163",   "2000416300", "200 041 630",
                                        "20004163a", " 200041630", "٢٠٠٠٤١٦٣٠"};
    for (size_t i = 0; i < JALON_COUNT(texts); i++) {
        struct jalon_err err;
        assert_int_equal(-1, jalon_siren_check(texts[i], &err));
        assert_non_null(strstr(err.message[JALON_EN], "malformed SIREN"));
    }
}
