/* UUIDs as text. */
#include "support/test.h"

#include "base/uuid.h"

TEST(random_uuids_differ_and_are_version_4)
{
    struct jalon_uuid a = jalon_uuid_random(), b = jalon_uuid_random();
    assert_int_equal(strlen(a.text), 36);
    assert_int_equal(a.text[14], '4');
    assert_string_not_equal(a.text, b.text);
}

TEST(a_uuid_is_read_in_either_case_and_written_in_lower_case)
{
    struct jalon_uuid uuid = {""};
    assert_true(jalon_uuid_parse("DEC382E7-2444-4149-87EB-BF7511CAADC6", &uuid));
    assert_string_equal(uuid.text, "dec382e7-2444-4149-87eb-bf7511caadc6");
}

TEST(anything_else_is_no_uuid)
{
    static const char *const texts[] = {"",
                                        "dec382e7",
                                        "dec382e7-2444-4149-87eb-bf7511caadc",
                                        "dec382e7-2444-4149-87eb-bf7511caadc66",
                                        "dec382e7-2444-4149-87eb-bf7511caadcg",
                                        "dec382e7 2444-4149-87eb-bf7511caadc6",
                                        "{dec382e7-2444-4149-87eb-bf7511caadc6}",
                                        " dec382e7-2444-4149-87eb-bf7511caadc6"};
    struct jalon_uuid uuid = {"kept"};
    for (size_t i = 0; i < JALON_COUNT(texts); i++) {
        assert_false(jalon_uuid_parse(texts[i], &uuid));
    }
    assert_string_equal(uuid.text, "kept");
}

TEST(a_name_always_gives_the_same_uuid)
{
    assert_string_equal(jalon_uuid_of_name("ti:ti-2801").text,
                        "67d34aa1-a570-5917-a538-53b4a520a0bc");
    assert_string_not_equal(jalon_uuid_of_name("ti:ti-2802").text,
                            jalon_uuid_of_name("ti:ti-2801").text);
}
