/* A folder is brought to hold what it is given, and nothing else of it is touched. */
#include "support/test.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/mirror.h"
#include "base/file.h"

#define LIST "made.sha256"

static char place[] = "/tmp/jalon-mirror-XXXXXX";

static int make_place(JALON_UNUSED void **state)
{
    return mkdtemp(place) != NULL && chdir(place) == 0 ? 0 : -1;
}
SETUP_GROUP(make_place);

static int remove_one(const char *path, JALON_UNUSED const struct stat *about,
                      JALON_UNUSED int type, JALON_UNUSED struct FTW *where)
{
    return remove(path);
}

static int remove_place(JALON_UNUSED void **state)
{
    return chdir("/") == 0 ? nftw(place, remove_one, 8, FTW_DEPTH | FTW_PHYS) : -1;
}
TEARDOWN_GROUP(remove_place);

static struct jalon_mirror *begin(const char *folder)
{
    struct jalon_mirror *mirror = NULL;
    struct jalon_err err = {0};
    assert_done(jalon_mirror_open(folder, LIST, &mirror, &err), &err);
    return mirror;
}

static void add(struct jalon_mirror *mirror, const char *path, const char *text)
{
    struct jalon_str bytes = {0};
    jalon_str_add(&bytes, text);
    assert_int_equal(strlen(jalon_mirror_add(mirror, path, &bytes)), 64);
}

/* Files are given as pairs of path and text, which NULL ends; the answer is "written unchanged
 * removed kept", or the key of the refusal. */
static const char *bring(const char *folder, const char *const *files)
{
    static char answer[64];
    struct jalon_err err = {0};
    struct jalon_mirror_counts counts;
    JALON_AUTO(jalon_mirror_freep) struct jalon_mirror *mirror = begin(folder);
    for (; files[0] != NULL; files += 2) {
        add(mirror, files[0], files[1]);
    }
    if (jalon_mirror_commit(mirror, &counts, &err) < 0) {
        (void)snprintf(answer, sizeof answer, "%s", err.key);
    } else {
        (void)snprintf(answer, sizeof answer, "%zu %zu %zu %zu", counts.n_written,
                       counts.n_unchanged, counts.n_removed, counts.n_kept);
    }
    return answer;
}
#define BRING(folder, ...) bring(folder, (const char *const[]){__VA_ARGS__, NULL})

static void write_text(const char *path, const char *text)
{
    struct jalon_err err = {0};
    assert_done(jalon_file_replace(path, text, strlen(text), &err), &err);
}

static void assert_text(const char *path, const char *wanted)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str content = {0};
    assert_done(jalon_file_read(path, 4096, &content, &err), &err);
    assert_string_equal(jalon_str_text(&content), wanted);
}

static bool is_there(const char *path)
{
    return access(path, F_OK) == 0;
}

TEST(a_folder_holds_what_it_is_given_for_others_to_read)
{
    struct stat about;
    mode_t mask = umask(022);
    assert_string_equal(BRING("one", "sub/b", "2", "a", "1"), "2 0 0 0");
    (void)umask(mask);
    assert_text("one/a", "1");
    assert_text("one/sub/b", "2");
    assert_text("one/" LIST,
                "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b  a\n"
                "d4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35  sub/b\n");
    assert_int_equal(stat("one/sub/b", &about), 0);
    assert_int_equal(about.st_mode & 0777, 0644);
}

TEST(what_is_there_already_is_left_alone_and_what_is_stale_goes)
{
    assert_string_equal(BRING("two", "a", "1", "sub/b", "2", "sub/deep/c", "3"), "3 0 0 0");
    assert_string_equal(BRING("two", "a", "1", "sub/b", "22"), "1 1 1 0");
    assert_text("two/sub/b", "22");
    assert_false(is_there("two/sub/deep"));
    assert_string_equal(BRING("two", "a", "1"), "0 1 1 0");
    assert_false(is_there("two/sub"));
}

TEST(what_somebody_changed_or_put_there_is_not_removed)
{
    assert_string_equal(BRING("three", "a", "1", "b", "2"), "2 0 0 0");
    write_text("three/b", "changed");
    write_text("three/own", "not ours");
    assert_string_equal(BRING("three", "a", "1"), "0 1 0 1");
    assert_text("three/b", "changed");
    assert_text("three/own", "not ours");
    assert_string_equal(BRING("three", "a", "1"), "0 1 0 0"); /* it is no longer among its own */
}

TEST(a_file_in_the_way_is_refused_and_nothing_is_changed)
{
    assert_int_equal(mkdir("four", 0755), 0);
    write_text("four/b", "not ours");
    assert_string_equal(BRING("four", "a", "1", "b", "2"), "mirror_foreign");
    assert_text("four/b", "not ours");
    assert_false(is_there("four/a") || is_there("four/" LIST));
    write_text("four/b", "2"); /* the same bytes are in nobody's way */
    assert_string_equal(BRING("four", "a", "1", "b", "2"), "1 1 0 0");
}

TEST(a_file_or_a_link_where_a_folder_is_to_be_is_in_the_way)
{
    assert_int_equal(mkdir("eight", 0755), 0);
    write_text("eight/sub", "not ours");
    assert_string_equal(BRING("eight", "a", "1", "sub/b", "2"), "mirror_foreign");
    assert_int_equal(unlink("eight/sub"), 0);
    assert_int_equal(mkdir("elsewhere", 0755), 0);
    assert_int_equal(symlink("../elsewhere", "eight/sub"), 0);
    assert_string_equal(BRING("eight", "a", "1", "sub/b", "2"), "mirror_foreign");
    assert_false(is_there("eight/a") || is_there("eight/" LIST) || is_there("elsewhere/b"));
}

TEST(a_list_that_leads_out_of_the_folder_is_refused)
{
    static const char *const paths[] = {"../victim", "/tmp/victim", "sub//b", "",
                                        "a\tb",      "./a",         "a/./b",  LIST};
    assert_int_equal(mkdir("five", 0755), 0);
    for (size_t i = 0; i < JALON_COUNT(paths); i++) {
        struct jalon_err err = {0};
        JALON_AUTO(jalon_mirror_freep) struct jalon_mirror *mirror = NULL;
        JALON_AUTO(jalon_str_done) struct jalon_str list = {0};
        jalon_str_addf(&list, "%064d  %s\n", 0, paths[i]);
        write_text("five/" LIST, jalon_str_text(&list));
        assert_int_equal(jalon_mirror_open("five", LIST, &mirror, &err), -1);
        assert_string_equal(err.key, "mirror_list");
    }
}

TEST(one_that_was_stopped_half_way_is_gone_on_with)
{
    static const char list[] = /* which is written first; then `a` was, and no more */
        "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b  a\n"
        "d4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35  sub/b\n";
    assert_int_equal(mkdir("six", 0755), 0);
    write_text("six/" LIST, list);
    write_text("six/a", "1");
    assert_string_equal(BRING("six", "c", "3", "sub/b", "2"), "2 0 1 0"); /* `a` was its own */
    assert_false(is_there("six/a"));
}

TEST(nobody_else_mirrors_into_the_folder_meanwhile)
{
    int fd = -1;
    {
        JALON_AUTO(jalon_mirror_freep) struct jalon_mirror *mirror = begin("seven");
        fd = open("seven", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        assert_int_equal(flock(fd, LOCK_EX | LOCK_NB), -1);
        assert_int_equal(errno, EWOULDBLOCK);
    }
    assert_int_equal(flock(fd, LOCK_EX | LOCK_NB), 0);
    assert_int_equal(close(fd), 0);
    assert_false(is_there("seven")); /* nothing was written */
}
