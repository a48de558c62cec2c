/* The database spells canonical JSON as Python's json does: whatever the order, the blanks and the
 * escapes that a value comes with. */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "support/cluster.h"
#include "support/migrated.h"
#include "support/prop.h"
#include "support/test.h"

SETUP_GROUP(test_migrated);

enum { ROUNDS = 3000 };

/* An array of {"given","wanted"}: random values as any program may write them, and canonically. */
static void make_pairs(struct jalon_str *pairs)
{
    struct prop prop = prop_start();
    JALON_AUTO(jalon_str_done) struct jalon_str command = {0};
    char part[4096];
    jalon_str_addf(&command, "python3 '" TEST_DATA "/../../support/leaf_texts.py' %d %u", ROUNDS,
                   (unsigned)prop_next(&prop));
    FILE *process = popen(jalon_str_text(&command), "r");
    assert_non_null(process);
    for (size_t n = 0; (n = fread(part, 1, sizeof part, process)) > 0;) {
        jalon_str_add_bytes(pairs, part, n);
    }
    assert_int_equal(pclose(process), 0);
}

TEST(the_database_spells_every_value_as_python_does)
{
    JALON_AUTO(jalon_str_done) struct jalon_str pairs = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str sql = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str wanted = {0};
    make_pairs(&pairs);
    jalon_str_add(&sql, "SELECT count(*), min(CASE WHEN audit.canonical((e ->> 'given')::jsonb) <>"
                        " e ->> 'wanted' THEN e ->> 'given' END) FROM json_array_elements($pairs$");
    jalon_str_add(&sql, jalon_str_text(&pairs));
    jalon_str_add(&sql, "$pairs$) e");
    jalon_str_addf(&wanted, "%d|NULL", ROUNDS);
    assert_string_equal(
        test_sql(test_cluster_conninfo(TEST_SUPERUSER, test_database_new()), jalon_str_text(&sql)),
        jalon_str_text(&wanted));
}
