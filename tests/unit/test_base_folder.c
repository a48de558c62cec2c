/* A folder appears whole or not at all. */
#include "support/test.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/folder.h"
#include "base/str.h"

static char place[] = "/tmp/jalon-folder-XXXXXX";

static int make_place(JALON_UNUSED void **state)
{
    return mkdtemp(place) != NULL && chdir(place) == 0 ? 0 : -1;
}
SETUP_GROUP(make_place);

/* Fails when something was left behind. */
static int remove_place(JALON_UNUSED void **state)
{
    return chdir("/") == 0 ? rmdir(place) : -1;
}
TEARDOWN_GROUP(remove_place);

static struct jalon_folder *begin(const char *path)
{
    struct jalon_folder *folder = NULL;
    struct jalon_err err = {0};
    assert_done(jalon_folder_new(path, &folder, &err), &err);
    return folder;
}

static void add_file(struct jalon_folder *folder, const char *name, const char *text)
{
    struct jalon_err err = {0};
    assert_done(jalon_folder_open(folder, name, &err), &err);
    assert_true(jalon_folder_write(folder, text, strlen(text)));
    assert_done(jalon_folder_close(folder, &err), &err);
}

static bool is_there(const char *path)
{
    return access(path, F_OK) == 0;
}

TEST(nothing_has_the_name_before_the_end)
{
    JALON_AUTO(jalon_folder_freep) struct jalon_folder *folder = begin("made/");
    struct jalon_err err = {0};
    add_file(folder, "a", "1");
    add_file(folder, "b", "22");
    assert_false(is_there("made"));
    assert_done(jalon_folder_publish(folder, &err), &err);
    assert_true(is_there("made/a") && is_there("made/b"));
    assert_true(unlink("made/a") == 0 && unlink("made/b") == 0 && rmdir("made") == 0);
}

TEST(folders_in_the_name_of_a_file_are_made)
{
    JALON_AUTO(jalon_folder_freep) struct jalon_folder *folder = begin("deep");
    struct jalon_err err = {0};
    add_file(folder, "a/b/c", "1");
    add_file(folder, "a/b/d", "22");
    add_file(folder, "a/e", "333");
    assert_int_equal(jalon_folder_open(folder, "a/e/f", &err), -1); /* a file is in the way */
    assert_string_equal(err.key, "folder_unwritable");
    assert_done(jalon_folder_publish(folder, &err), &err);
    assert_true(is_there("deep/a/b/c") && is_there("deep/a/b/d") && is_there("deep/a/e"));
    assert_true(unlink("deep/a/b/c") == 0 && unlink("deep/a/b/d") == 0 && unlink("deep/a/e") == 0);
    assert_true(rmdir("deep/a/b") == 0 && rmdir("deep/a") == 0 && rmdir("deep") == 0);
}

TEST(what_is_given_up_leaves_nothing)
{
    struct jalon_folder *folder = begin("given-up");
    struct jalon_err err = {0};
    add_file(folder, "a/b", "1");
    assert_done(jalon_folder_open(folder, "b", &err), &err);
    jalon_folder_freep(&folder);
    assert_null(folder);
    assert_false(is_there("given-up"));
}

TEST(an_empty_folder_gives_way_and_a_full_one_does_not)
{
    struct jalon_err err = {0};
    assert_int_equal(mkdir("there", 0777), 0);
    JALON_AUTO(jalon_folder_freep) struct jalon_folder *late = begin("there");
    JALON_AUTO(jalon_folder_freep) struct jalon_folder *first = begin("there");
    add_file(first, "a", "1");
    add_file(late, "b", "2");
    assert_done(jalon_folder_publish(first, &err), &err);
    assert_int_equal(jalon_folder_publish(late, &err), -1);
    assert_int_equal(err.kind, JALON_ERR_REFUSED);
    struct jalon_folder *none = NULL;
    assert_int_equal(jalon_folder_new("there", &none, &err), -1);
    assert_string_equal(err.message[JALON_EN], "the folder 'there' holds something already");
    assert_true(is_there("there/a") && !is_there("there/b"));
    assert_true(unlink("there/a") == 0 && rmdir("there") == 0);
}

TEST(a_place_that_cannot_be_written_is_told)
{
    struct jalon_folder *none = NULL;
    struct jalon_err err = {0};
    assert_int_equal(jalon_folder_new("no/where", &none, &err), -1);
    assert_int_equal(err.kind, JALON_ERR_REFUSED);
    assert_int_equal(jalon_folder_new("/dev/null", &none, &err), -1);
    assert_int_equal(err.kind, JALON_ERR_REFUSED);
}
