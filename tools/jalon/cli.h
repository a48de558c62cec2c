/*
 * The command line as tables: one row per command, one per option. Parsing, help and the manual
 * all read these rows, so they cannot differ. Nothing here knows what a command does.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "base/uuid.h"

/* What a value is, and the member that receives it; in brackets, what an absent one leaves. */
enum cli_type {
    CLI_TEXT,      /* const char * [NULL]: UTF-8 without controls */
    CLI_PATH,      /* const char * [NULL]: any bytes */
    CLI_CHOICE,    /* const char * [NULL]: one of the words of `value`, "text|json" */
    CLI_DATE,      /* struct jalon_date [JALON_DATE_NONE] */
    CLI_WEEK,      /* struct jalon_week [year 0] */
    CLI_UUID,      /* struct jalon_uuid [""] */
    CLI_PRECISION, /* enum jalon_precision [day] */
    CLI_INT,       /* int64_t [-1], 0 or more */
    CLI_FLAG       /* bool [false], takes no value */
};

#define CLI_PRECISIONS "day|month|before|after|unknown" /* `value` of a CLI_PRECISION */

/* Flags of an option or argument row. */
enum {
    CLI_REQUIRED = 1 << 0,
    CLI_REPEATABLE = 1 << 1, /* CLI_TEXT only; the member is a struct cli_texts */
    CLI_FIRST_ONLY = 1 << 2, /* a common option shown in the tool's own help, not in a command's */
    CLI_TERRITORY = 1 << 3, /* CLI_TEXT only: a code or name, a code by the time the command runs */
    CLI_UNKEPT = 1 << 4,    /* no part of what a saved view keeps */
    CLI_FILE = 1 << 5,      /* a file that says of many what a line says of one */
    CLI_OR_FILE = 1 << 6,   /* CLI_REQUIRED without that file; an argument: excluded with it */
    CLI_WITH_FILE = 1 << 7, /* goes with that file only */
};

/* Flags of a command row. In a common option's `only`: the commands that take it (any of). */
enum {
    CLI_NEEDS_DB = 1 << 0,     /* runs on an open programme database */
    CLI_WRITES = 1 << 1,       /* one write: --reason --request-id --dry-run --yes */
    CLI_EVIDENCE = 1 << 2,     /* --source --note --certainty --learned */
    CLI_AS_OF = 1 << 3,        /* --as-of --known-at */
    CLI_SERVER = 1 << 4,       /* is about the database server itself: takes --db, opens nothing */
    CLI_FORMATTED = 1 << 5,    /* has `formats`; set by the parser, not by rows */
    CLI_DRY_RUN = 1 << 6,      /* writes otherwise: --dry-run --yes */
    CLI_PLAIN = 1 << 7,        /* works whatever the settings say */
    CLI_BULK = 1 << 9,         /* one write of many facts: it may take minutes */
    CLI_REASON = 1 << 10,      /* --reason alone, which the command requires */
    CLI_MAY_NEED_DB = 1 << 11, /* opens the programme database itself, if it needs it */
    CLI_KEEPS = 1 << 12,       /* -o writes over no file, unless --yes */
    CLI_RESTARTS = 1 << 13,    /* is what to do when a server does not show what was seen of it */
    CLI_NEEDS_ALL = 1 << 14,   /* runs on an open database, on all its programmes */
    CLI_SETTINGS = 1 << 8,     /* is about the settings: takes every option that is one */
};

struct cli_opt {
    const char *name; /* "party"; of an argument: "CODE" */
    char letter;      /* 0: none */
    enum cli_type type;
    const char *value; /* shown in help; for CLI_CHOICE the words themselves */
    const char *help;
    size_t offset; /* of the member in the command's struct */
    unsigned flags;
    const char *conflicts; /* name of an option that excludes this one */
    unsigned only;         /* common options: which commands take it; 0: all */
};

struct cli_texts { /* a repeatable option's values, in order */
    const char **items;
    size_t n;
};

struct cli_run; /* what a command runs with, see run.h */

struct cli_command {
    const char *name;    /* one or two words: "status", "db start" */
    const char *section; /* heading in the tool's help */
    const char *summary;
    unsigned flags;
    const char *formats;             /* "text|json", the first is the default; NULL: only text */
    const struct cli_opt *options;   /* ended by a row without name; NULL: none */
    const struct cli_opt *arguments; /* the same, in order */
    size_t size;                     /* of the struct that `run` receives */
    /* What rows cannot say about the options; before anything is opened. NULL: nothing. */
    int (*check)(const void *options, struct jalon_err *err);
    /* Returns the exit status (0 or above), or -1 with *err filled. */
    int (*run)(struct cli_run *run, const void *options, struct jalon_err *err);
};

struct cli_common { /* options that are the same for all commands, product.md 5 */
    const char *programme, *db, *format, *lang, *output;
    const char *reason, *source, *note, *certainty, *known_at;
    struct jalon_uuid request_id;
    struct jalon_date as_of, learned;
    bool dry_run, yes, no_pager, quiet, debug, echo_sql, help, version;
};

extern const struct cli_opt cli_common_options[];

struct cli_parsed {
    const struct cli_command *command; /* NULL with --help or --version alone */
    const char *words;                 /* the command words read: "db" for `jalon db --help` */
    void *options;                     /* command->size bytes */
    bool has_file;                     /* the option CLI_FILE was given */
    struct cli_common common;          /* format is never NULL after success */
    struct jalon_arena *arena;         /* owns the above */
};

/*
 * Reads a command line (argv[0] is skipped) against the NULL-ended COMMANDS. USAGE when it is
 * wrong, REFUSED for a date, week or text whose content is. With --help or --version nothing else
 * is checked. *ret_parsed must be given to cli_parsed_done() in all cases.
 */
JALON_MUST_CHECK int cli_parse(const struct cli_command *const *commands, int argc, char **argv,
                               struct cli_parsed *ret_parsed, struct jalon_err *err);
void cli_parsed_done(struct cli_parsed *parsed);

/* The language asked for on a command line that may be faulty; NULL when none is. */
const char *cli_asked_language(int argc, char **argv);

/* Questions to the tables. cli_tables.c */
const struct cli_command *cli_find_command(const struct cli_command *const *commands,
                                           const char *name);            /* NULL: none */
bool cli_in_group(const struct cli_command *command, const char *group); /* "db start" in "db" */
bool cli_is_group(const struct cli_command *const *commands, const char *name);
bool cli_takes_common(const struct cli_command *command, const struct cli_opt *common_row);

/* Reads one value into the row's member of BASE; PLACE is "--on" or "CODE". cli_value.c */
JALON_MUST_CHECK int cli_value_read(const struct cli_opt *row, const char *place, const char *text,
                                    void *base, struct jalon_arena *arena, struct jalon_err *err);
/* Names PLACE in front of the message of *ERR: "--on : date illisible …". Returns -1. */
int cli_value_at(struct jalon_err *err, const char *place);
/* Gives the members of ROWS (ended by a row without name; may be NULL) their absent values. */
void cli_value_defaults(const struct cli_opt *rows, void *base);

/* The options of ROWS that were given, by name; the caller owns the object. cli_kept.c */
json_t *cli_kept_from(const struct cli_opt *rows, const void *base);

struct cli_kept {             /* one of them, come back */
    const char *name, *place; /* place: where it was kept, for errors */
    const json_t *value;
    struct jalon_arena *arena; /* owns what BASE gets */
};
/* Gives it to BASE, unless BASE has that option: what is typed wins. */
JALON_MUST_CHECK int cli_kept_give(const struct cli_opt *rows, const struct cli_kept *kept,
                                   void *base, struct jalon_err *err);
