/* Saved views: what a name may be, and a file that gives back what was written. */
#include "conf/views.h"

#include <unistd.h>

#include "base/mem.h"
#include "support/test.h"

static char *path;

static int make_path(void **state)
{
    (void)state;
    path = jalon_strdup("/tmp/jalon-test-XXXXXX");
    int fd = mkstemp(path);
    return fd < 0 || close(fd) < 0;
}
SETUP_EACH(make_path);

static int remove_path(void **state)
{
    (void)state;
    (void)unlink(path);
    jalon_freep(&path);
    return 0;
}
TEARDOWN_EACH(remove_path);

static void write_file(const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(0, fclose(file));
}

static struct jalon_views *read_sound(void)
{
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    struct jalon_views *views = jalon_views_read(path, &faults);
    assert_non_null(views);
    return views;
}

static void check_name(const char *text, const char *expected)
{
    struct jalon_err err;
    JALON_AUTO(jalon_str_done) struct jalon_str name = {0};
    assert_int_equal(0, jalon_view_name(text, &name, &err));
    assert_string_equal(expected, jalon_str_text(&name));
}

TEST(a_name_is_made_of_the_words_that_were_typed)
{
    check_name("en-retard", "en-retard");
    check_name("  En   Retard_", "en-retard");
    check_name("Prêts à signer", "prets-a-signer");
    check_name("pre\u0302ts", "prets"); /* as macOS writes an accent */
    check_name("L’Haÿ d'Œuvre", "l-hay-d-oeuvre");
    check_name("30\u00A0jours", "30-jours");
}

TEST(a_name_that_could_be_taken_for_something_else_is_refused)
{
    static const char *const hostile[] = {
        "",         " ",
        "-",        "../views",
        "a/b",      "a\nb",
        "a\u200Bb", "a:b",
        "a#b",      "\"",
        "*",        "$(id)",
        "日本",     "a234567890123456789012345678901234567890123",
    };
    for (size_t i = 0; i < JALON_COUNT(hostile); i++) {
        struct jalon_err err = {0};
        JALON_AUTO(jalon_str_done) struct jalon_str name = {0};
        assert_int_equal(-1, jalon_view_name(hostile[i], &name, &err));
        assert_int_equal(JALON_ERR_REFUSED, err.kind);
        assert_string_equal("", jalon_str_text(&name));
    }
}

TEST(what_is_written_is_read_again)
{
    static const char options[] =
        "{\"search\":\"it's \\\"so\\\" \\\\ # : é\",\"state\":[\"true\",\"~\",\"-1\"],"
        "\"region\":\"012\",\"stalled\":30,\"left\":true}";
    static const char *const names[] = {"yes", "null", "30", "en-retard"};
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    assert_int_equal(0, unlink(path));
    JALON_AUTO(jalon_views_freep) struct jalon_views *views = read_sound();
    for (size_t i = 0; i < JALON_COUNT(names); i++) {
        jalon_views_set(views, names[i], json_loads(options, 0, NULL));
    }
    jalon_views_set(views, "all", json_object());
    jalon_views_write(views, &text);
    write_file(jalon_str_text(&text));

    JALON_AUTO(jalon_views_freep) struct jalon_views *again = read_sound();
    const char *const *found;
    assert_int_equal(5, jalon_views_names(again, &found));
    assert_string_equal("30", found[0]);
    assert_string_equal("yes", found[4]);
    for (size_t i = 0; i < JALON_COUNT(names); i++) {
        JALON_AUTO(jalon_freep)
        char *seen = jalon_json_dump(jalon_views_options(again, names[i]));
        assert_string_equal(options, seen);
    }
}

TEST(a_file_without_views_is_a_sound_file)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    write_file("one: {}\n");
    JALON_AUTO(jalon_views_freep) struct jalon_views *views = read_sound();
    jalon_views_set(views, "one", NULL);
    jalon_views_write(views, &text);
    write_file(jalon_str_text(&text));
    JALON_AUTO(jalon_views_freep) struct jalon_views *again = read_sound();
    const char *const *names;
    assert_int_equal(0, jalon_views_names(again, &names));
    assert_null(jalon_views_options(again, "one"));
}

TEST(every_fault_of_an_edited_file_is_found_at_its_place)
{
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str seen = {0};
    write_file("ok: {sort: name}\n\"a/b\": {}\nUpper: {}\nnot: 3\nodd:\n  sort: name\n"
               "  state: [1]\n  region: {a: b}\n  none:\n");
    assert_null(jalon_views_read(path, &faults));
    for (size_t i = 0; i < faults.n; i++) {
        const struct jalon_fault *fault = &faults.items[i];
        jalon_str_addf(&seen, "%zu:%zu: %s\n", fault->place.line, fault->place.column,
                       fault->err.message[JALON_EN]);
    }
    assert_string_equal("2:1: 'a/b' cannot name a view\n"
                        "3:1: 'Upper' cannot name a view\n"
                        "4:1: the view 'not' has no options\n"
                        "7:3: 'state' has no usable value\n"
                        "8:3: 'region' has no usable value\n"
                        "9:3: 'none' has no usable value\n",
                        jalon_str_text(&seen));
}
