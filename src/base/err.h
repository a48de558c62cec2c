/*
 * Failures. A function returns 0, a documented outcome above 0, or -1 after filling *err.
 *
 * Every sentence that a person can see is declared once, in both languages, in the messages.def
 * of its layer; each row becomes a `struct jalon_msg` constant. Raising formats all languages,
 * so the library needs no notion of a current one.
 */
#pragma once

#include "base/attr.h"
#include "base/lang.h"

enum jalon_err_kind {
    JALON_ERR_NONE,
#define X(name, exit_status, meaning) JALON_ERR_##name,
#include "base/err_kinds.def"
#undef X
    JALON_ERR_N
};

/*
 * One declared sentence. `text` and `hint` hold {1} … {9}, replaced by the arguments. For a refusal
 * raised by the database, `fields` lists the members of its JSON detail in argument order.
 */
struct jalon_msg {
    const char *key;
    enum jalon_err_kind kind;
    const char *fields;
    struct jalon_label text;
    struct jalon_label hint;
};

struct jalon_err {
    enum jalon_err_kind kind;
    char sqlstate[6];
    char message[JALON_LANG_N][512];
    char hint[JALON_LANG_N][512];
    const char *key;  /* name of the sentence, the same in every language */
    const char *file; /* where it was raised, shown with --debug */
    int line;
};

/*
 * Records a message and returns -1: `return jalon_fail(err, &jalon_msg_bad_date, text);` The
 * arguments after the message are strings, one for each placeholder. Allocates nothing; what *err
 * held before is replaced.
 */
#define jalon_fail(err, ...) \
    jalon_fail_at((err), __FILE__, __LINE__, __VA_ARGS__, (const char *)NULL)

int jalon_fail_at(struct jalon_err *err, const char *file, int line, const struct jalon_msg *msg,
                  ...) __attribute__((sentinel)) __attribute__((cold));

/* The same with the arguments as an array of N strings. */
int jalon_fail_args(struct jalon_err *err, const char *file, int line, const struct jalon_msg *msg,
                    const char *const *args, size_t n);

/* Fills {1}, {2} … of FORMAT into BUFFER, cutting at a character's edge when it is too small. */
void jalon_msg_fill(char *buffer, size_t size, const char *format, const char *const *args,
                    size_t n);

int jalon_err_exit_status(enum jalon_err_kind kind);
const char *jalon_err_kind_name(enum jalon_err_kind kind);    /* "CONFLICT" */
const char *jalon_err_kind_meaning(enum jalon_err_kind kind); /* the line in `jalon help errors` */
