/* Rows of an export in each format, and the sentence that counts them. */
#include "support/test.h"

#include "base/json.h"
#include "report/export.h"

static const char *const instrument[] = {"ti-0001", "contrat", NULL,         "3",        "1",
                                         "0.3333",  "f",       "2019-06-30", "etat x:=1"};

static void render(struct jalon_str *out, const char *format)
{
    struct jalon_export e = {.object = jalon_export_object("instruments"),
                             .format = jalon_export_format(format),
                             .programme = "demo",
                             .as_of = "2019-07-01",
                             .out = out};
    jalon_str_clear(out);
    jalon_export_start(&e);
    jalon_export_row(&e, instrument);
    jalon_export_row(&e, instrument);
    jalon_export_end(&e);
    assert_int_equal(e.n, 2);
}

TEST(a_row_is_one_line_of_each_format)
{
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
#define HEADER "territory_code,instrument,number,required,signed,share,done,signed_on,missing\n"
#define ROW    "ti-0001,contrat,,3,1,0.3333,false,2019-06-30,etat x:=1\n"
    render(&out, "csv");
    assert_string_equal(jalon_str_text(&out), HEADER ROW ROW);
    render(&out, "csv-fr");
#define FRENCH "\"ti-0001\";\"contrat\";;3;1;0,3333;false;2019-06-30;\"etat x:=1\"\r\n"
    assert_string_equal(
        jalon_str_text(&out),
        "\xEF\xBB\xBF"
        "territory_code;instrument;number;required;signed;share;done;signed_on;missing\r\n" FRENCH
            FRENCH);
    render(&out, "jsonl");
#define OBJECT                                                                     \
    "{\"territory_code\":\"ti-0001\",\"instrument\":\"contrat\",\"number\":null,"  \
    "\"required\":3,\"signed\":1,\"share\":0.3333,\"done\":false,\"signed_on\":\"" \
    "2019-06-30\",\"missing\":[\"etat\",\"x:=1\"]}"
    assert_string_equal(jalon_str_text(&out), OBJECT "\n" OBJECT "\n");
    render(&out, "json");
    assert_string_equal(jalon_str_text(&out),
                        "{\"schema\":\"jalon.export/1\",\"object\":\"instruments\","
                        "\"programme\":\"demo\",\"as_of\":\"2019-07-01\","
                        "\"known_at\":{\"size\":null,\"at\":null},\"rows\":[\n" OBJECT ",\n" OBJECT
                        "\n],\"count\":2}\n");
}

TEST(every_column_is_described_in_both_languages)
{
    size_t n = 0;
    const struct jalon_export_object *objects = jalon_export_objects(&n);
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < objects[i].n_columns; k++) {
            const struct jalon_export_column *column = &objects[i].columns[k];
            assert_true(column->meaning.text[JALON_FR][0] != '\0');
            assert_true(column->meaning.text[JALON_EN][0] != '\0');
            assert_true(column->refers_to == NULL ||
                        jalon_export_object(column->refers_to) != NULL);
            assert_true((column->flags & JALON_EXPORT_KEY) == 0 ||
                        (column->flags & JALON_EXPORT_PERSONAL) == 0);
        }
    }
}

TEST(t52_a_large_number_is_said_in_groups_of_three)
{
    static const struct {
        int n;
        const char *fr, *en;
    } cases[] = {
        {1, "1 contrat exporté", "1 contract exported"},
        {9999, "9999 contrats exportés", "9999 contracts exported"},
        {20000, "20\u202F000 contrats exportés", "20,000 contracts exported"},
        {1234567, "1\u202F234\u202F567 contrats exportés", "1,234,567 contracts exported"},
    };
    for (size_t i = 0; i < JALON_COUNT(cases); i++) {
        JALON_AUTO(jalon_str_done) struct jalon_str fr = {0};
        JALON_AUTO(jalon_str_done) struct jalon_str en = {0};
        jalon_say_count(&fr, JALON_FR, JALON_EXPORT_CONTRACTS, cases[i].n);
        jalon_say_count(&en, JALON_EN, JALON_EXPORT_CONTRACTS, cases[i].n);
        assert_string_equal(jalon_str_text(&fr), cases[i].fr);
        assert_string_equal(jalon_str_text(&en), cases[i].en);
    }
}
