/* The YAML reader: what it reads, and that it refuses the rest with line and column. */
#include "conf/yaml.h"

#include <unistd.h>

#include "base/json.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/str.h"
#include "support/test.h"

/* All faults of a text, one a line. */
static char *faults_of(const char *text, size_t length)
{
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    JALON_AUTO(jalon_yaml_freep)
    struct jalon_yaml *yaml = jalon_yaml_parse("demo.yaml", text, length, &faults);
    struct jalon_str list = {0};
    jalon_str_add(&list, "");
    for (size_t i = 0; i < faults.n; i++) {
        const struct jalon_fault *fault = &faults.items[i];
        assert_string_equal("demo.yaml", fault->place.path);
        assert_int_equal(JALON_ERR_REFUSED, fault->err.kind);
        jalon_str_addf(&list, "%zu:%zu: %s\n", fault->place.line, fault->place.column,
                       fault->err.message[JALON_EN]);
    }
    assert_true(yaml != NULL || faults.n > 0);
    return jalon_str_take(&list);
}

static void check_faults(const char *text, const char *expected)
{
    JALON_AUTO(jalon_freep) char *faults = faults_of(text, strlen(text));
    assert_string_equal(expected, faults);
}

TEST(scalars_have_the_types_they_look_like)
{
    static const char text[] = "a: true\nb: 12\nc: -3\nd: ~\ne:\nf: 2019-06-30\ng: 01\nh: \"12\"\n"
                               "i: yes\nj: 1.5\nk: 0\nl: 'null'\nm: null\n";
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    JALON_AUTO(jalon_yaml_freep)
    struct jalon_yaml *yaml = jalon_yaml_parse("demo.yaml", text, strlen(text), &faults);
    assert_non_null(yaml);
    static const char expected[] =
        "{\"a\":true,\"b\":12,\"c\":-3,\"d\":null,\"e\":null,\"f\":\"2019-06-30\",\"g\":\"01\","
        "\"h\":\"12\",\"i\":\"yes\",\"j\":\"1.5\",\"k\":0,\"l\":\"null\",\"m\":null}";
    JALON_AUTO(jalon_json_decref) json_t *tree = NULL;
    struct jalon_err err;
    assert_done(jalon_json_parse(expected, &tree, &err), &err);
    assert_true(json_equal(tree, jalon_yaml_tree(yaml)));
    assert_int_equal(0, faults.n);
}

static void check_place(const struct jalon_yaml *yaml, const char *pointer, size_t line,
                        size_t column)
{
    struct jalon_place_in_file place = jalon_yaml_place(yaml, pointer);
    assert_int_equal(line, place.line);
    assert_int_equal(column, place.column);
}

TEST(a_member_stands_at_its_key_and_an_item_at_its_start)
{
    static const char text[] = "# été\n"
                               "name: {fr: été, en: summer}\n"
                               "list:\n"
                               "  - one\n"
                               "  - {a/b: 1, c~d: 2}\n";
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    JALON_AUTO(jalon_yaml_freep)
    struct jalon_yaml *yaml = jalon_yaml_parse("demo.yaml", text, strlen(text), &faults);
    assert_non_null(yaml);
    check_place(yaml, "", 2, 1);
    check_place(yaml, "/name/en", 2, 17);
    check_place(yaml, "/list/0", 4, 5);
    check_place(yaml, "/list/1/a~1b", 5, 6);
    check_place(yaml, "/list/1/c~0d", 5, 14);
    check_place(yaml, "/list/2", 3, 1);
    check_place(yaml, "/list/1/absent/deeper", 5, 5);
    check_place(yaml, "/absent", 2, 1);
}

TEST(what_a_configuration_does_not_need_is_refused)
{
    check_faults("a: &x 1\n", "1:4: anchor '&x' is not allowed\n");
    check_faults("a: &x 1\nb: *x\n",
                 "1:4: anchor '&x' is not allowed\n2:4: alias '*x' is not allowed\n");
    check_faults("a: !!int 1\n", "1:4: tag 'tag:yaml.org,2002:int' is not allowed\n");
    check_faults("a: !x [1]\nb: &y {}\n",
                 "1:4: tag '!x' is not allowed\n2:4: anchor '&y' is not allowed\n");
    check_faults("a:\n  <<: {b: 1}\n", "2:3: merge key '<<' is not allowed\n");
    check_faults("a: 1\nb: 2\na: 3\n", "3:1: duplicate key 'a' (already on line 1)\n");
    check_faults("? [a, b]\n: 1\n", "1:3: a key must be a text\n");
    check_faults("a: 1\n---\nb: 2\n", "3:1: the file holds a second document\n");
    check_faults("", "1:1: the file is empty\n");
    check_faults("# only a comment\n", "1:1: the file is empty\n");
}

TEST(broken_syntax_is_refused_with_its_place)
{
    check_faults("a: [1, 2\nb: 3\n", "2:2: malformed YAML: did not find expected ',' or ']'\n");
    check_faults("a: b: c\n", "1:5: malformed YAML: mapping values are not allowed in this "
                              "context\n");
    check_faults("a:\n\t- b\n",
                 "2:1: malformed YAML: found character that cannot start any token\n");
    check_faults("a: *x\n", "1:4: alias '*x' is not allowed\n");
    check_faults("a: \"x\n", "2:1: malformed YAML: found unexpected end of stream\n");
}

TEST(bytes_that_hide_something_are_refused)
{
    static const struct {
        const char *text;
        size_t length;
        const char *faults;
    } cases[] = {
        {"\xFF\xFE"
         "a\0:\0",
         6, "1:1: the file is not UTF-8\n"},
        {"\xFE\xFF\0a\0:", 6, "1:1: the file is not UTF-8\n"},
        {"\xEF\xBB\xBF"
         "a: 1\n",
         8, "1:1: the file starts with a byte order mark\n"},
        {"a: 1\nb: x\0y\n", 12, "2:5: control character in the file\n"},
        {"a: 1\n# \x1B[2J\n", 12, "2:3: control character in the file\n"},
        {"a: \xC3\xA9\xC3(\n", 9, "1:5: the file is not UTF-8\n"},
        {"a: \xE2\x80\xAEx\n", 8, "1:4: invisible writing-direction mark in the file\n"},
        {"a: \"x\\0y\"\n", 10, "1:4: this text makes a forbidden character\n"},
        {"a: \"\\e[2J\"\n", 11, "1:4: this text makes a forbidden character\n"},
        {"a: \"\\u202e\"\n", 12, "1:4: this text makes a forbidden character\n"},
        {"\"\\x07\": 1\n", 10, "1:1: this text makes a forbidden character\n"},
        {"a: |\n  two\n  lines\n", 19, "1:4: this text makes a forbidden character\n"},
    };
    for (size_t i = 0; i < JALON_COUNT(cases); i++) {
        JALON_AUTO(jalon_freep) char *faults = faults_of(cases[i].text, cases[i].length);
        assert_string_equal(cases[i].faults, faults);
    }
}

TEST(several_faults_are_reported_at_once)
{
    check_faults("a: &x 1\nb:\n  - !t 2\n  - {c: 1, c: 2}\nd: \"\\0\"\n",
                 "1:4: anchor '&x' is not allowed\n"
                 "3:5: tag '!t' is not allowed\n"
                 "4:12: duplicate key 'c' (already on line 4)\n"
                 "5:4: this text makes a forbidden character\n");
}

TEST(sixteen_levels_are_read_and_a_seventeenth_is_refused)
{
    check_faults("[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]", "");
    check_faults("[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]", "1:17: too many levels: more than 16\n");
}

/* Would take a reader without limit of depth several seconds. */
TEST(a_hundred_thousand_open_brackets_are_refused_at_once)
{
    size_t length = 100000;
    JALON_AUTO(jalon_freep) char *text = jalon_alloc(length + 1);
    memset(text, '[', length);
    clock_t start = clock();
    check_faults(text, "1:17: too many levels: more than 16\n");
    assert_true(clock() - start < CLOCKS_PER_SEC / 2);
}

TEST(very_many_faults_are_counted_and_not_kept)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    for (int i = 0; i < 3000; i++) {
        jalon_str_add(&text, "- !t 1\n");
    }
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    JALON_AUTO(jalon_yaml_freep)
    struct jalon_yaml *yaml = jalon_yaml_parse("demo.yaml", text.text, text.length, &faults);
    assert_non_null(yaml);
    assert_int_equal(JALON_LIMIT_FAULTS, faults.n);
    assert_int_equal(3000 - JALON_LIMIT_FAULTS, faults.n_dropped);
}

static char *write_file(const char *text, size_t length)
{
    char *path = jalon_strdup("/tmp/jalon-test-XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(length, write(fd, text, length));
    assert_int_equal(0, close(fd));
    return path;
}

static void check_file(const char *path, enum jalon_err_kind kind, const char *sentence)
{
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    assert_null(jalon_yaml_read(path, &faults));
    assert_int_equal(1, faults.n);
    assert_int_equal(0, faults.items[0].place.line);
    assert_int_equal(kind, faults.items[0].err.kind);
    assert_non_null(strstr(faults.items[0].err.message[JALON_EN], sentence));
}

TEST(a_file_is_read_up_to_its_limit)
{
    size_t length = JALON_LIMIT_YAML_BYTES + 1;
    JALON_AUTO(jalon_freep) char *text = jalon_alloc(length);
    memset(text, ' ', length);
    memcpy(text, "a: 1\n#", 6);
    JALON_AUTO(jalon_freep) char *fits = write_file(text, length - 1);
    JALON_AUTO(jalon_freep) char *too_big = write_file(text, length);
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    JALON_AUTO(jalon_yaml_freep) struct jalon_yaml *yaml = jalon_yaml_read(fits, &faults);
    assert_non_null(yaml);
    assert_int_equal(0, faults.n);
    check_file(too_big, JALON_ERR_REFUSED, "file too big: 262145 bytes, at most 262144");
    assert_int_equal(0, unlink(fits));
    assert_int_equal(0, unlink(too_big));
}

TEST(what_is_no_file_is_refused)
{
    check_file("/nowhere/demo.yaml", JALON_ERR_NOT_FOUND, "'/nowhere/demo.yaml'");
    check_file("/tmp", JALON_ERR_REFUSED, "'/tmp' is not a regular file");
    check_file("/dev/null", JALON_ERR_REFUSED, "is not a regular file");
}
