/* `audit seal --follow`: seals as entries come, across restarts of the server, until told to end.
 */
#include <signal.h>
#include <string.h>
#include <time.h>

#include "app/open.h"
#include "jalon/sealer.h"
#include "jalon/words.h"
#include "report/words.h"

enum { RETRY_MS = 1000 }; /* the next round tries again by itself */

struct follower {
    const struct cli_run *run;
    const struct jalon_sealer_files *files;
    struct jalon_location location;
    struct timespec pause;
    sigset_t ends;
    bool has_begun, is_lost; /* lost: no server answers, and that was told */
};

/* What ends it is heard between rounds alone: a round that was begun is finished. */
static void hold_signals(sigset_t *ret_ends)
{
    (void)sigemptyset(ret_ends);
    (void)sigaddset(ret_ends, SIGTERM);
    (void)sigaddset(ret_ends, SIGINT);
    (void)sigprocmask(SIG_BLOCK, ret_ends, NULL);
}

static bool is_told_to_end(const struct follower *follower)
{
    return sigtimedwait(&follower->ends, NULL, &follower->pause) > 0;
}

/* The line of a checkpoint that holds its root: whoever keeps what is told keeps the checkpoint. */
static void add_root(struct jalon_str *out, const char *note)
{
    for (int line = 0; line < 2 && note[0] != '\0'; line++) {
        note += strcspn(note, "\n");
        note += note[0] == '\n';
    }
    jalon_str_add_bytes(out, note, strcspn(note, "\n"));
}

static void tell_seal(const struct follower *follower, const struct jalon_seal_report *report)
{
    const struct cli_run *run = follower->run;
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    jalon_say_count(&line, run->lang, JALON_AUDIT_SEALED, (int)(report->size - report->first));
    jalon_str_add(&line, say(run->lang, ", racine de ", ", root of "));
    jalon_str_addf(&line, "%llu%s", (unsigned long long)report->size, say_colon(run->lang));
    add_root(&line, jalon_str_text(&report->note));
    out_sayf(run->out, "%s\n", jalon_str_text(&line));
}

static void tell_start(const struct follower *follower, const struct jalon_seal_report *report)
{
    const struct cli_run *run = follower->run;
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    jalon_str_addf(&line, "%s%s", say(run->lang, "le journal est suivi", "following the journal"),
                   say_colon(run->lang));
    jalon_say_count(&line, run->lang, JALON_AUDIT_LEAVES, (int)report->size);
    out_sayf(run->out, "%s\n", jalon_str_text(&line));
    if (report->size > report->first) {
        tell_seal(follower, report);
    }
}

static void tell_lost(struct follower *follower, const struct jalon_err *why)
{
    const struct cli_run *run = follower->run;
    if (!follower->is_lost) {
        out_sayf(run->out, "%s%s%s\n",
                 say(run->lang, "la base ne répond plus, nouvel essai à chaque tour",
                     "the database does not answer, trying again each round"),
                 say_colon(run->lang), why->message[run->lang]);
    }
    follower->is_lost = true;
}

/* What was left undone by whoever sealed before, then what comes. 0: told to end. */
static int follow_connection(struct follower *follower, struct jalon_err *err)
{
    JALON_AUTO(jalon_app_done) struct jalon_app app = {0};
    JALON_AUTO(jalon_seal_report_done) struct jalon_seal_report first = {0};
    if (jalon_app_open(&follower->location, &app, err) < 0 ||
        jalon_app_seal(&app, follower->files, false, &first, err) < 0) {
        return -1;
    }
    follower->has_begun = true;
    follower->is_lost = false;
    tell_start(follower, &first);
    while (!is_told_to_end(follower)) {
        JALON_AUTO(jalon_seal_report_done) struct jalon_seal_report report = {0};
        int outcome = jalon_app_seal_due(&app, follower->files, &report, err);
        if (outcome < 0) {
            return -1;
        }
        if (outcome == JALON_SEAL_DONE) {
            tell_seal(follower, &report);
        }
    }
    return 0;
}

/* A server that was there comes back; a private one was stopped by whom it belongs to, and is not
 * started again. */
static bool may_come_back(const struct follower *follower, const struct jalon_err *why)
{
    return follower->has_begun && follower->location.conninfo != NULL &&
           (why->kind == JALON_ERR_UNAVAILABLE || why->kind == JALON_ERR_UNKNOWN_OUTCOME);
}

int sealer_follow(const struct cli_run *run, const struct jalon_sealer_files *files,
                  int64_t every_s, struct jalon_err *err)
{
    struct follower follower = {
        .run = run, .files = files, .location = run->location, .pause = {.tv_sec = every_s}};
    follower.location.timeout_ms =
        jalon_settings_ms(run->settings, JALON_SETTING_STATEMENT_TIMEOUT);
    follower.location.retry_ms = RETRY_MS;
    hold_signals(&follower.ends);
    while (follow_connection(&follower, err) < 0) {
        if (!may_come_back(&follower, err)) {
            return -1;
        }
        tell_lost(&follower, err);
        if (is_told_to_end(&follower)) {
            break;
        }
    }
    return 0;
}
