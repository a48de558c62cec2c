/* Output: safe text, aligned tables, files that appear whole or not at all, lost bytes noticed. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/test.h"

#include "base/mem.h"
#include "jalon/out.h"

static char folder[] = "/tmp/jalon-test-out-XXXXXX";
static struct jalon_err err;

static int make_folder(void **state)
{
    (void)state;
    out_prepare_process();
    memcpy(folder + sizeof folder - 7, "XXXXXX", 6);
    return mkdtemp(folder) == NULL ? -1 : 0;
}
SETUP_EACH(make_folder);

static int remove_folder(void **state)
{
    (void)state;
    DIR *list = opendir(folder);
    for (const struct dirent *entry; list != NULL && (entry = readdir(list)) != NULL;) {
        (void)unlinkat(dirfd(list), entry->d_name, 0);
    }
    (void)closedir(list);
    return rmdir(folder);
}
TEARDOWN_EACH(remove_folder);

static size_t files_in_folder(void)
{
    size_t n = 0;
    DIR *list = opendir(folder);
    for (const struct dirent *entry; list != NULL && (entry = readdir(list)) != NULL;) {
        n += entry->d_name[0] != '.';
    }
    (void)closedir(list);
    return n;
}

static char *path_of(const char *name)
{
    struct jalon_str path = {0};
    jalon_str_addf(&path, "%s/%s", folder, name);
    return jalon_str_take(&path);
}

static struct out *open_out(const char *path)
{
    struct out *out = NULL;
    err = (struct jalon_err){0};
    assert_done(out_open(&(struct out_options){.path = path}, &out, &err), &err);
    return out;
}

static void assert_holds(const char *path, const char *expected)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    for (int c; (c = fgetc(file)) != EOF;) {
        jalon_str_add_char(&text, (char)c);
    }
    (void)fclose(file);
    assert_string_equal(jalon_str_text(&text), expected);
}

TEST(no_byte_of_data_steers_a_terminal)
{
    JALON_AUTO(jalon_freep) char *path = path_of("a");
    struct out *out = open_out(path);
    out_text(out, "a\x1b[2J\r\n\xc2\x9b"
                  "b\xff\n");
    assert_done(out_close(out, &err), &err);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    for (int c; (c = fgetc(file)) != EOF;) {
        assert_true(c == '\n' || (c >= ' ' && c < 0x7f));
    }
    (void)fclose(file);
}

TEST(columns_align_by_what_is_seen_and_nothing_is_cut_in_a_file)
{
    static const struct out_column columns[] = {{{{"nom", "name"}}, false, true},
                                                {{{"n", "n"}}, true, false},
                                                {{{"suite", "rest"}}, false, false}};
    JALON_AUTO(jalon_freep) char *path = path_of("table");
    struct out *out = open_out(path);
    struct out_table *table = out_table_new(out, columns, JALON_COUNT(columns));
    out_table_row(table, (const char *const[]){"Évreux", "7", "x"});
    out_table_row(table, (const char *const[]){"L\x1b", "12", NULL});
    out_table_end(table);
    assert_done(out_close(out, &err), &err);
    assert_holds(path, "nom      n  suite\nÉvreux   7  x\nL\\x1b   12\n");
}

TEST(a_file_appears_only_when_it_is_whole)
{
    JALON_AUTO(jalon_freep) char *path = path_of("report");
    struct out *out = open_out(path);
    out_text(out, "one\n");
    assert_int_equal(access(path, F_OK), -1);
    assert_done(out_close(out, &err), &err);
    assert_holds(path, "one\n");
    assert_int_equal(files_in_folder(), 1);
}

TEST(a_failed_command_leaves_the_old_file)
{
    JALON_AUTO(jalon_freep) char *path = path_of("report");
    struct out *out = open_out(path);
    out_text(out, "old\n");
    assert_done(out_close(out, &err), &err);
    out = open_out(path);
    out_text(out, "new\n");
    out_discard(&out);
    assert_null(out);
    assert_holds(path, "old\n");
    assert_int_equal(files_in_folder(), 1);
}

TEST(a_link_stays_a_link)
{
    JALON_AUTO(jalon_freep) char *path = path_of("real");
    JALON_AUTO(jalon_freep) char *other = path_of("link");
    struct out *out = open_out(path);
    assert_done(out_close(out, &err), &err);
    assert_int_equal(symlink(path, other), 0);
    out = open_out(other);
    out_text(out, "through\n");
    assert_done(out_close(out, &err), &err);
    struct stat found;
    assert_int_equal(lstat(other, &found), 0);
    assert_true(S_ISLNK(found.st_mode));
    assert_holds(path, "through\n");
}

TEST(a_full_disk_is_an_error)
{
    struct out *out = open_out("/dev/full");
    out_text(out, "lost\n");
    assert_int_equal(out_close(out, &err), -1);
    assert_int_equal(jalon_err_exit_status(err.kind), 70);
}

TEST(a_folder_that_is_not_there_is_refused_before_anything_runs)
{
    JALON_AUTO(jalon_freep) char *path = path_of("no/where");
    struct out *out = NULL;
    assert_int_equal(out_open(&(struct out_options){.path = path}, &out, &err), -1);
    assert_int_equal(jalon_err_exit_status(err.kind), 3);
    assert_null(out);
}

TEST(a_document_is_one_line_of_json)
{
    JALON_AUTO(jalon_freep) char *path = path_of("json");
    struct out *out = open_out(path);
    json_t *document = json_pack("{s:s, s:i}", "schema", "x/1", "n", 3);
    out_json(out, document);
    json_decref(document);
    assert_done(out_close(out, &err), &err);
    assert_holds(path, "{\"schema\":\"x/1\",\"n\":3}\n");
}
