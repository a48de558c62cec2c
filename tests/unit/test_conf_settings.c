/* Settings: where each value comes from, and what is refused. */
#include "conf/settings.h"

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
    int failed = unlink(path);
    jalon_freep(&path);
    return failed;
}
TEARDOWN_EACH(remove_path);

static void write_file(const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(0, fclose(file));
}

static void check_faults(const struct jalon_setting_sources *sources, const char *expected)
{
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    assert_null(jalon_settings_read(sources, &faults));
    JALON_AUTO(jalon_str_done) struct jalon_str list = {0};
    for (size_t i = 0; i < faults.n; i++) {
        const struct jalon_place_in_file *place = &faults.items[i].place;
        jalon_str_addf(&list, "%s:%zu:%zu: %s\n",
                       strcmp(place->path, path) == 0 ? "file" : place->path, place->line,
                       place->column, faults.items[i].err.message[JALON_EN]);
    }
    assert_string_equal(expected, jalon_str_text(&list));
}

TEST(without_sources_every_setting_has_its_default)
{
    struct jalon_setting_sources sources = {0};
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    JALON_AUTO(jalon_settings_freep)
    struct jalon_settings *settings = jalon_settings_read(&sources, &faults);
    assert_non_null(settings);
    assert_null(settings->text[JALON_SETTING_DB]);
    assert_int_equal(JALON_FR, jalon_settings_lang(settings, JALON_SETTING_LANG));
    assert_int_equal(30000, jalon_settings_ms(settings, JALON_SETTING_STATEMENT_TIMEOUT));
    assert_int_equal(60000, jalon_settings_ms(settings, JALON_SETTING_RETRY_TIMEOUT));
    assert_string_equal("default", jalon_origin_code(settings->origin[JALON_SETTING_LANG]));
}

TEST(an_option_wins_over_the_environment_and_that_over_the_file)
{
    write_file("lang: en\nprogramme: demo\ndb: host=a\ntimeouts: {retry_s: 5}\n");
    struct jalon_setting_sources sources = {.path = path};
    sources.environment[JALON_SETTING_PROGRAMME] = "other";
    sources.environment[JALON_SETTING_DB] = "host=b";
    sources.environment[JALON_SETTING_LANG] = "";
    sources.options[JALON_SETTING_DB] = "host=c";
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    JALON_AUTO(jalon_settings_freep)
    struct jalon_settings *settings = jalon_settings_read(&sources, &faults);
    assert_non_null(settings);
    assert_string_equal("host=c", settings->text[JALON_SETTING_DB]);
    assert_int_equal(JALON_ORIGIN_OPTION, settings->origin[JALON_SETTING_DB]);
    assert_string_equal("other", settings->text[JALON_SETTING_PROGRAMME]);
    assert_int_equal(JALON_ORIGIN_ENVIRONMENT, settings->origin[JALON_SETTING_PROGRAMME]);
    assert_int_equal(JALON_EN, jalon_settings_lang(settings, JALON_SETTING_LANG));
    assert_int_equal(JALON_ORIGIN_FILE, settings->origin[JALON_SETTING_LANG]);
    assert_int_equal(1, settings->line[JALON_SETTING_LANG]);
    assert_int_equal(4, settings->line[JALON_SETTING_RETRY_TIMEOUT]);
    assert_int_equal(0, settings->line[JALON_SETTING_DB]);
    assert_int_equal(5000, jalon_settings_ms(settings, JALON_SETTING_RETRY_TIMEOUT));
    assert_int_equal(JALON_ORIGIN_DEFAULT, settings->origin[JALON_SETTING_STATEMENT_TIMEOUT]);
}

TEST(all_faults_come_at_once_with_their_place)
{
    write_file("lang: de\ncolour: red\ntimeouts:\n  retry_s: 0\n  wait: 3\ndb: [a]\n");
    struct jalon_setting_sources sources = {.path = path};
    sources.environment[JALON_SETTING_RETRY_TIMEOUT] = "1h";
    sources.options[JALON_SETTING_LANG] = "it";
    check_faults(&sources, "file:1:1: setting 'lang': unknown language 'de'\n"
                           "file:2:1: unknown setting 'colour'\n"
                           "file:4:3: setting 'timeouts/retry_s': bad duration '0'\n"
                           "file:5:3: unknown setting 'timeouts/wait'\n"
                           "file:6:1: setting 'db': a text is expected\n"
                           "lang:0:0: setting 'lang': unknown language 'it'\n"
                           "JALON_RETRY_TIMEOUT:0:0: setting 'timeouts/retry_s': bad duration "
                           "'1h'\n");
}

TEST(a_group_that_is_no_mapping_is_refused)
{
    write_file("timeouts: 5\n");
    struct jalon_setting_sources sources = {.path = path};
    check_faults(&sources, "file:1:1: a mapping of settings is expected here\n");
}

TEST(an_absent_file_is_a_fault_unless_it_is_optional)
{
    struct jalon_setting_sources sources = {.path = "/nowhere/jalon.yaml",
                                            .path_is_optional = true};
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    JALON_AUTO(jalon_settings_freep)
    struct jalon_settings *settings = jalon_settings_read(&sources, &faults);
    assert_non_null(settings);
    sources.path_is_optional = false;
    assert_null(jalon_settings_read(&sources, &faults));
    assert_int_equal(JALON_ERR_NOT_FOUND, faults.items[0].err.kind);
}

TEST(the_shipped_file_is_the_table_of_settings)
{
    JALON_AUTO(jalon_str_done) struct jalon_str expected = {0};
    jalon_settings_write_default(&expected);
    JALON_AUTO(jalon_freep) char *text = jalon_alloc(expected.length + 2);
    FILE *file = fopen("config/jalon.yaml", "r");
    assert_non_null(file);
    size_t length = fread(text, 1, expected.length + 1, file);
    assert_int_equal(0, fclose(file));
    text[length] = '\0';
    assert_string_equal(expected.text, text);
}

TEST(the_shipped_file_sets_nothing_but_the_defaults)
{
    struct jalon_setting_sources sources = {.path = "config/jalon.yaml"};
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    JALON_AUTO(jalon_settings_freep)
    struct jalon_settings *settings = jalon_settings_read(&sources, &faults);
    assert_non_null(settings);
    for (int i = 0; i < JALON_SETTING_N; i++) {
        const char *fallback = jalon_setting_def((enum jalon_setting)i)->fallback;
        assert_true((fallback == NULL) == (settings->text[i] == NULL));
        if (fallback != NULL) {
            assert_string_equal(fallback, settings->text[i]);
        }
    }
}
