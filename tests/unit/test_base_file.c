/* Files that are to be kept: what is refused before anything is read. */
#include "support/test.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/base_messages.h"
#include "base/file.h"

enum { MOST = 1000 };

static char place[] = "/tmp/jalon-file-XXXXXX";

static int make_place(JALON_UNUSED void **state)
{
    return mkdtemp(place) != NULL && chdir(place) == 0 ? 0 : -1;
}
SETUP_GROUP(make_place);

static int remove_place(JALON_UNUSED void **state)
{
    return chdir("/") == 0 ? rmdir(place) : -1;
}
TEARDOWN_GROUP(remove_place);

static void make_file(const char *path, off_t size)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
    assert_true(fd >= 0);
    assert_int_equal(ftruncate(fd, size), 0);
    assert_int_equal(close(fd), 0);
}

static void assert_refused(const char *path, const struct jalon_msg *msg)
{
    struct jalon_err err = {0}, wanted = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str content = {0};
    assert_int_equal(jalon_file_take(path, MOST, &content, &err), -1);
    (void)jalon_fail(&wanted, msg, path, "1000");
    assert_string_equal(err.hint[JALON_EN], wanted.hint[JALON_EN]); /* the sentence has figures */
    assert_int_equal(err.kind, wanted.kind);
}

TEST(a20_what_is_no_file_of_its_own_is_not_kept)
{
    make_file("kept", 10);
    assert_int_equal(symlink("kept", "link"), 0);
    assert_int_equal(symlink("absent", "dangling"), 0);
    assert_int_equal(mkfifo("pipe", 0600), 0);
    assert_int_equal(mkdir("folder", 0700), 0);
    assert_refused("link", &jalon_msg_file_is_link);
    assert_refused("dangling", &jalon_msg_file_is_link);
    assert_refused("pipe", &jalon_msg_file_not_regular);
    assert_refused("folder", &jalon_msg_file_not_regular);
    assert_refused("/dev/zero", &jalon_msg_file_not_regular);
    assert_refused("absent", &jalon_msg_file_absent);
    assert_refused("kept/", &jalon_msg_file_absent);
    assert_true(unlink("kept") == 0 && unlink("link") == 0 && unlink("dangling") == 0);
    assert_true(unlink("pipe") == 0 && rmdir("folder") == 0);
}

TEST(a20_a_file_is_neither_empty_nor_too_big)
{
    make_file("empty", 0);
    make_file("most", MOST);
    make_file("more", MOST + 1);
    make_file("sparse", (off_t)5 * 1024 * 1024 * 1024);
    assert_refused("empty", &jalon_msg_file_empty);
    assert_refused("more", &jalon_msg_file_too_big);
    assert_refused("sparse", &jalon_msg_file_too_big);
    struct jalon_err err = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str content = {0};
    assert_done(jalon_file_take("most", MOST, &content, &err), &err);
    assert_int_equal(content.length, MOST);
    assert_true(unlink("empty") == 0 && unlink("most") == 0 && unlink("more") == 0);
    assert_int_equal(unlink("sparse"), 0);
}

/* A file of the kernel says another size than it has, as one does that is written to meanwhile. */
TEST(a20_a_file_that_is_not_what_it_said_is_not_kept)
{
    static const char path[] = "/sys/kernel/mm/transparent_hugepage/enabled";
    struct jalon_err err = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str content = {0};
    if (access(path, R_OK) != 0) {
        print_message("no %s on this machine\n", path);
        skip();
    }
    assert_int_equal(jalon_file_take(path, 65536, &content, &err), -1);
    assert_non_null(strstr(err.message[JALON_EN], "changed while it was read"));
}
