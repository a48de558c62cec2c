/* The site of issued reports is the same whoever makes it, and of what the last report knew. */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/issue.h"
#include "app/publish.h"
#include "base/file.h"
#include "base/mem.h"
#include "report/site.h"
#include "support/own_database.h"

static const struct jalon_week week = {2019, 9};
static char place[] = "/tmp/jalon-publish-XXXXXX";

static int start(void **state)
{
    (void)state;
    open_own_database();
    fixture_step(manager, "essai-2", "negotiating 2019-02-01");
    fixture_step(manager, "essai-2", "contrat etat 2019-03-01");
    (void)snprintf(place, sizeof place, "/tmp/jalon-publish-XXXXXX");
    return mkdtemp(place) != NULL ? 0 : -1;
}
SETUP_EACH(start);

static int remove_one(const char *path, JALON_UNUSED const struct stat *about,
                      JALON_UNUSED int type, JALON_UNUSED struct FTW *where)
{
    return remove(path);
}

static void remove_place(void)
{
    (void)nftw(place, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void issue(void)
{
    struct jalon_err err = {0};
    struct jalon_write write = fixture_write(NULL);
    struct jalon_app app = {.db = manager, .programme_code = FIXTURE_PROGRAMME};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    write.precision = JALON_PRECISION_UNKNOWN;
    assert_done(jalon_app_report_issue(&app, &write, &week, false, &receipt, &err), &err);
    app.db = NULL;
    jalon_app_done(&app);
}

/* What LOGIN publishes into the folder NAME: the list of its files with their SHA-256, which the
 * caller frees; NULL when that was refused under KEY. */
static char *publish(const char *login, const char *name, const char *key)
{
    struct jalon_err err = {0};
    struct jalon_published published;
    JALON_AUTO(jalon_str_done) struct jalon_str folder = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str list = {0};
    JALON_AUTO(jalon_app_done)
    struct jalon_app app = {.db = fixture_open(database, login),
                            .programme_code = FIXTURE_PROGRAMME};
    jalon_str_addf(&folder, "%s/%s", place, name);
    const struct jalon_publication publication = {.folder = jalon_str_text(&folder),
                                                  .address = "https://exemple.invalid",
                                                  .licence = JALON_LICENCE_USUAL};
    if (jalon_app_publish(&app, &publication, &published, &err) < 0) {
        assert_string_equal(err.key, key);
        return NULL;
    }
    jalon_str_add(&folder, "/" JALON_SITE_SUMS);
    assert_done(jalon_file_read(jalon_str_text(&folder), 1 << 20, &list, &err), &err);
    return jalon_str_take(&list);
}

TEST(nothing_is_published_before_a_report_was_issued)
{
    assert_null(publish(FIXTURE_READER, "site", "publish_nothing"));
    remove_place();
}

TEST(t47_a_reader_and_a_manager_publish_the_same_bytes)
{
    issue();
    JALON_AUTO(jalon_freep) char *read = publish(FIXTURE_READER, "read", NULL);
    JALON_AUTO(jalon_freep) char *managed = publish(FIXTURE_MANAGER, "managed", NULL);
    assert_non_null(strstr(read, "  territoires/essai-2.html\n"));
    assert_string_equal(read, managed);
    assert_string_equal(ask("SELECT count(*) FROM audit.history WHERE event = 'report'"), "1");
    remove_place();
}

TEST(t34_what_is_recorded_later_waits_for_the_next_report)
{
    issue();
    JALON_AUTO(jalon_freep) char *before = publish(FIXTURE_READER, "site", NULL);
    fixture_step(manager, "essai-2", "contrat region:28 2019-03-02");
    JALON_AUTO(jalon_freep) char *after = publish(FIXTURE_READER, "site", NULL);
    assert_string_equal(after, before);
    remove_place();
}
