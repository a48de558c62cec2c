/* Finds the files of the sealer; seals after writes. */
#include "jalon/sealer.h"

#include <sys/stat.h>
#include <unistd.h>

#include "app/seal_state.h"
#include "base/uuid.h"
#include "jalon/cli_messages.h"
#include "jalon/words.h"

void sealer_paths_done(struct sealer_paths *paths)
{
    jalon_str_done(&paths->key);
    jalon_str_done(&paths->state);
}

int sealer_paths_name(const struct cli_run *run, struct sealer_paths *ret_paths,
                      struct jalon_err *err)
{
    const char *key = run->settings->text[JALON_SETTING_AUDIT_KEY];
    const char *state = run->settings->text[JALON_SETTING_AUDIT_STATE];
    JALON_AUTO(jalon_str_done) struct jalon_str home = {0};
    *ret_paths = (struct sealer_paths){0};
    if (key == NULL || state == NULL) {
        if (run->location.conninfo != NULL) {
            return jalon_fail(err, &jalon_msg_cli_sealer_paths);
        }
        if (jalon_location_home(&run->location, &home, err) < 0) {
            return -1;
        }
        jalon_str_add(&home, "/audit");
    }
    if (key != NULL) {
        jalon_str_add(&ret_paths->key, key);
    } else {
        jalon_str_addf(&ret_paths->key, "%s/key", jalon_str_text(&home));
    }
    if (state != NULL) {
        jalon_str_add(&ret_paths->state, state);
    } else {
        jalon_str_addf(&ret_paths->state, "%s/state", jalon_str_text(&home));
    }
    return 0;
}

/* A private database's own key, unless there is one. */
static int make_key(const struct cli_run *run, const struct sealer_paths *paths,
                    struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str name = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str folder = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str public = {0};
    if (access(jalon_str_text(&paths->key), F_OK) == 0) {
        return 0;
    }
    if (jalon_location_home(&run->location, &folder, err) < 0) {
        return -1;
    }
    jalon_str_add(&folder, "/audit");
    (void)mkdir(jalon_str_text(&folder), 0700); /* what is wrong shows when the key is written */
    jalon_str_addf(&name, "jalon.private/%s/1", jalon_uuid_random().text);
    return jalon_app_keygen(jalon_str_text(&name), JALON_KEY_LOG, jalon_str_text(&paths->key),
                            &public, err);
}

int sealer_paths_find(const struct cli_run *run, struct sealer_paths *ret_paths,
                      struct jalon_err *err)
{
    if (sealer_paths_name(run, ret_paths, err) < 0) {
        return -1;
    }
    return run->location.conninfo != NULL ? 0 : make_key(run, ret_paths, err);
}

int sealer_log_key(const struct cli_run *run, const char *given, struct jalon_key **ret_key,
                   struct jalon_err *err)
{
    JALON_AUTO(sealer_paths_done) struct sealer_paths paths = {0};
    const char *text = given ? given : run->settings->text[JALON_SETTING_AUDIT_LOG];
    if (text != NULL) {
        return jalon_key_read(text, ret_key, err);
    }
    if (run->location.conninfo != NULL) {
        return jalon_fail(err, &jalon_msg_cli_log_key);
    }
    return sealer_paths_find(run, &paths, err) < 0
               ? -1
               : jalon_sealer_key(jalon_str_text(&paths.key), ret_key, err);
}

void sealer_keys_done(struct sealer_keys *keys)
{
    for (size_t i = 0; i < keys->n; i++) {
        jalon_key_freep(&keys->own[i]);
    }
    *keys = (struct sealer_keys){0};
}

static int add_log_key(const struct cli_run *run, const char *given, struct sealer_keys *keys,
                       struct jalon_err *err)
{
    struct jalon_key *key = NULL;
    if (keys->n == JALON_COUNT(keys->items)) {
        return jalon_fail(err, &jalon_msg_cli_too_many_logs);
    }
    if (sealer_log_key(run, given, &key, err) < 0) {
        return -1;
    }
    keys->own[keys->n] = key;
    keys->items[keys->n++] = key;
    return 0;
}

int sealer_log_keys(const struct cli_run *run, const struct cli_texts *given,
                    struct sealer_keys *keys, struct jalon_err *err)
{
    for (size_t i = 0; i < given->n; i++) {
        if (add_log_key(run, given->items[i], keys, err) < 0) {
            return -1;
        }
    }
    return given->n > 0 ? 0 : add_log_key(run, NULL, keys, err);
}

int sealer_last_note(const struct cli_run *run, struct jalon_str *where, struct jalon_str *note,
                     struct jalon_err *err)
{
    JALON_AUTO(sealer_paths_done) struct sealer_paths paths = {0};
    if (run->location.conninfo != NULL && run->settings->text[JALON_SETTING_AUDIT_STATE] == NULL) {
        return 0; /* the sealer is elsewhere */
    }
    if (sealer_paths_find(run, &paths, err) < 0) {
        return -1;
    }
    jalon_str_add(where, jalon_str_text(&paths.state));
    return jalon_seal_state_note(jalon_str_text(&paths.state), note, err);
}

int sealer_after_write(const struct cli_run *run, struct jalon_app *app, struct jalon_err *err)
{
    JALON_AUTO(sealer_paths_done) struct sealer_paths paths = {0};
    JALON_AUTO(jalon_seal_report_done) struct jalon_seal_report report = {0};
    struct jalon_err why = {0};
    if (run->location.conninfo != NULL || run->common->dry_run) {
        return 0;
    }
    int failed = sealer_paths_find(run, &paths, &why);
    if (failed == 0) {
        const struct jalon_sealer_files files = {jalon_str_text(&paths.key),
                                                 jalon_str_text(&paths.state)};
        failed = jalon_app_seal(app, &files, false, &report, &why);
    }
    if (failed < 0 && why.kind == JALON_ERR_JOURNAL) {
        *err = why;
        return -1;
    }
    if (failed < 0) {
        out_sayf(run->out, "%s%s\n",
                 say(run->lang,
                     "enregistré, mais pas encore scellé : ", "recorded, but not sealed yet: "),
                 why.message[run->lang]);
    }
    return 0;
}
