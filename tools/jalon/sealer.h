/* Where the sealer's own files are, and the sealing of a private database after each write. */
#pragma once

#include "app/seal.h"
#include "jalon/run.h"

struct sealer_paths {
    struct jalon_str key, state;
};
void sealer_paths_done(struct sealer_paths *paths); /* for JALON_AUTO */

/* As set; for a private database else in its folder, where a key is made on the first use. USAGE
 * when neither says it. */
JALON_MUST_CHECK int sealer_paths_find(const struct cli_run *run, struct sealer_paths *ret_paths,
                                       struct jalon_err *err);
/* The same, and no key is made. */
JALON_MUST_CHECK int sealer_paths_name(const struct cli_run *run, struct sealer_paths *ret_paths,
                                       struct jalon_err *err);

/* The key that checks the journal: GIVEN, else as set, else the private database's own. USAGE when
 * nothing says it. */
JALON_MUST_CHECK int sealer_log_key(const struct cli_run *run, const char *given,
                                    struct jalon_key **ret_key, struct jalon_err *err);
/* The keys of the epochs that are given; without any, that key alone. */
struct sealer_keys {
    const struct jalon_key *items[8];
    struct jalon_key *own[8]; /* the same */
    size_t n;
};
void sealer_keys_done(struct sealer_keys *keys); /* for JALON_AUTO */
JALON_MUST_CHECK int sealer_log_keys(const struct cli_run *run, const struct cli_texts *given,
                                     struct sealer_keys *keys, struct jalon_err *err);

/* Adds the checkpoint that the sealer on this machine signed last to NOTE, with its file's name to
 * WHERE; nothing when there is none. */
JALON_MUST_CHECK int sealer_last_note(const struct cli_run *run, struct jalon_str *where,
                                      struct jalon_str *note, struct jalon_err *err);

/*
 * Seals what a command wrote to a private database; nothing on a server, where a service seals.
 * What is written stays written: a failure is told, and fails the command (JOURNAL) only when the
 * journal does not verify.
 */
JALON_MUST_CHECK int sealer_after_write(const struct cli_run *run, struct jalon_app *app,
                                        struct jalon_err *err);

/*
 * Seals for ever, looking every EVERY_S seconds, and tells each seal; comes back after a server
 * that was away. Ends with 0 after SIGTERM or SIGINT, with what was begun finished; JOURNAL when
 * the journal does not verify, and any other failure that waiting does not mend. sealer_follow.c
 */
JALON_MUST_CHECK int sealer_follow(const struct cli_run *run,
                                   const struct jalon_sealer_files *files, int64_t every_s,
                                   struct jalon_err *err);
