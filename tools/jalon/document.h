/* Files that a command line names as documents. */
#pragma once

#include "app/document.h"
#include "base/arena.h"
#include "jalon/run.h"

enum { DOCUMENT_SHORT = 12 }; /* digits of a SHA-256 that are shown to people */

struct document_file {
    struct jalon_file file;
    char *title;        /* its name, as text that can be kept; NULL: not a file that was read */
    int pdf_signatures; /* found in it, not verified */
};
void document_file_done(struct document_file *file);

/* Reads PATH under the rules of the settings. */
JALON_MUST_CHECK int document_file_take(struct cli_run *run, const char *path,
                                        struct document_file *ret_file, struct jalon_err *err);
/* What NAME refers to: a file; or, where none has that name, the digits of the SHA-256 of a
 * document of the programme: then only the SHA-256 is told. */
JALON_MUST_CHECK int document_file_refer(struct cli_run *run, const char *name,
                                         struct document_file *ret_file, struct jalon_err *err);
/* NOT_FOUND, after a list of them on stderr, unless all are of one file. */
JALON_MUST_CHECK int document_file_choose(const char *name,
                                          const struct jalon_document_matches *matches,
                                          struct jalon_err *err);
/* What was kept, for people: "pièce 3f2a… (pdf, 1,2 Mio)". */
void document_file_tell(struct cli_run *run, const struct document_file *file);
