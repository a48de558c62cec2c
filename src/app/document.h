/* Documents: adding one, getting its file back, and verifying that all files are what they were. */
#pragma once

#include "app/app.h"
#include "app/evidence.h"
#include "report/check.h"
#include "store/document.h"

JALON_MUST_CHECK int jalon_app_document_add(struct jalon_app *app, const struct jalon_write *write,
                                            const struct jalon_document *document,
                                            const struct jalon_file *file,
                                            struct jalon_receipt **ret_receipt,
                                            struct jalon_err *err);

/* The documents that NAME means: those of a territory's code, or of a SHA-256, whole or its first
 * digits (at least 6). NOT_FOUND when there is none. */
JALON_MUST_CHECK int jalon_app_document_find(struct jalon_app *app, const char *name,
                                             struct jalon_document_matches *ret_matches,
                                             struct jalon_err *err);

/* Adds the file's bytes to CONTENT. JOURNAL when they do not have that SHA-256 any more; NOT_FOUND
 * when they were erased. */
JALON_MUST_CHECK int jalon_app_document_content(struct jalon_app *app, const char *sha256,
                                                struct jalon_str *content, struct jalon_err *err);

struct jalon_document_verification {
    size_t n_documents, n_files, n_erased; /* files: read, and erased */
    struct jalon_check *check;             /* its problems */
};
void jalon_document_verification_done(struct jalon_document_verification *verification);

/* Holds each file against its entry in the journal: of one contract, or of all (CODE NULL). */
JALON_MUST_CHECK int jalon_app_document_verify(struct jalon_app *app, const char *code,
                                               struct jalon_document_verification *ret_found,
                                               struct jalon_err *err);
