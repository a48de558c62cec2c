/* Finds the file of anchors, and tells what was trusted. */
#include "jalon/anchors.h"

#include <string.h>
#include <unistd.h>

#include "app/anchor.h"
#include "base/file.h"
#include "base/mem.h"
#include "jalon/words.h"

/* The folder of private files; nothing when none is known. */
static void add_folder(const struct environment *environment, struct jalon_str *ret_folder)
{
    if (environment->home != NULL) {
        jalon_str_add(ret_folder, environment->home);
    } else if (environment->data_home != NULL) {
        jalon_str_addf(ret_folder, "%s/jalon", environment->data_home);
    } else if (environment->user_home != NULL) {
        jalon_str_addf(ret_folder, "%s/.local/share/jalon", environment->user_home);
    }
}

static bool is_writable(const struct jalon_str *folder)
{
    return folder->length > 0 && jalon_file_make_folder(folder->text) == 0 &&
           access(folder->text, W_OK) == 0;
}

int anchors_check(const struct cli_run *run, struct jalon_app *app, struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str origin = {0};
    if (run->location.conninfo == NULL) {
        return 0;
    }
    add_folder(run->environment, &path);
    bool keeps = is_writable(&path);
    if (!keeps) {
        out_say(run->out, say(run->lang,
                              "le journal du serveur n’est pas retenu : aucun dossier où l’écrire "
                              "(JALON_HOME)\n",
                              "the server's journal is not remembered: no folder to write it to "
                              "(JALON_HOME)\n"));
    }
    jalon_str_add(&path, "/anchors.json");
    JALON_AUTO(jalon_freep) char *database = jalon_location_shown(run->location.conninfo);
    const struct jalon_anchor_place place = {keeps ? path.text : NULL, database,
                                             run->settings->text[JALON_SETTING_AUDIT_LOG]};
    int outcome = jalon_app_anchor(app, &place, &origin, err);
    if (outcome == JALON_ANCHOR_FIRST) {
        out_sayf(
            run->out, "%s%s\n",
            say(run->lang, "journal du serveur retenu, sans clé qui l’atteste (audit.log) : ",
                "server's journal remembered, without a key that vouches for it (audit.log): "),
            jalon_str_text(&origin));
    }
    return outcome < 0 ? -1 : 0;
}
