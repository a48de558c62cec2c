/* Documents into the database, and their files out of it. */
#pragma once

#include "base/str.h"
#include "store/write.h"

/* What a file stands for. */
struct jalon_document {
    const char *code, *title;
    const char *media_type, *role; /* role: evidence, text */
    const char *instrument;        /* NULL: about the contract as a whole */
    int number;                    /* of the instrument; 0: the one that it is about by itself */
    const char *party;             /* NULL: about no one in particular */
    int pdf_signatures;            /* 0: none found, or not looked for */
};

/* As the database takes it: without the code. */
json_t *jalon_store_document_object(const struct jalon_document *document);
/* Bytes as a parameter; the caller frees it. */
char *jalon_store_bytes(const struct jalon_str *content);

JALON_MUST_CHECK int jalon_store_document_add(struct jalon_db *db, const struct jalon_write *write,
                                              const struct jalon_document *document,
                                              const struct jalon_str *content,
                                              struct jalon_receipt **ret_receipt,
                                              struct jalon_err *err);

/* One entry of the journal about a document. */
struct jalon_document_entry {
    const char *code, *sha256;
    int64_t seq, size;
    bool is_listed;     /* the tables hold it */
    const char *erased; /* the entry that erased the file; NULL: none did */
};
struct jalon_document_entries {
    struct jalon_document_entry *items; /* by code, then in journal order */
    size_t n;
    struct jalon_arena *arena;
};
void jalon_document_entries_done(struct jalon_document_entries *entries);

/* CODE NULL: of all contracts. */
JALON_MUST_CHECK int jalon_store_document_entries(struct jalon_db *db, const char *programme,
                                                  const char *code,
                                                  struct jalon_document_entries *ret_entries,
                                                  struct jalon_err *err);

/* A document in force. */
struct jalon_document_match {
    const char *code, *sha256, *media_type, *title; /* title NULL: erased */
};
struct jalon_document_matches {
    struct jalon_document_match *items; /* by SHA-256 */
    size_t n;
    struct jalon_arena *arena;
};
void jalon_document_matches_done(struct jalon_document_matches *matches);

/* Those of the territory of the code NAME, or whose SHA-256 begins so, with 6 digits at least. */
JALON_MUST_CHECK int jalon_store_document_find(struct jalon_db *db, const char *programme,
                                               const char *name,
                                               struct jalon_document_matches *ret_matches,
                                               struct jalon_err *err);

/* The SHA-256 that the server computes of the kept file, "" when there is none, and its size. */
JALON_MUST_CHECK int jalon_store_file_computed(struct jalon_db *db, const char *sha256,
                                               struct jalon_str *ret_computed, int64_t *ret_size,
                                               struct jalon_err *err);
/* Adds the kept file to CONTENT. NOT_FOUND when there is none of that SHA-256, or it was erased. */
JALON_MUST_CHECK int jalon_store_file_content(struct jalon_db *db, const char *sha256,
                                              struct jalon_str *content, struct jalon_err *err);
