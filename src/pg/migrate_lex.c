/*
 * Splits a script into its commands by PostgreSQL's lexical rules (quotes, dollar quotes, nested
 * comments, BEGIN ATOMIC bodies) and refuses the commands that a migration may not hold. The
 * server does the real parsing; here only lines and first words matter.
 */
#include "pg/migrate_priv.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "pg/pg_messages.h"

enum token { END, WORD, SEMICOLON, OPEN, CLOSE, BACKSLASH, OTHER, UNTERMINATED };

enum { WORD_MAX = 32, WORDS_MAX = 4 };

struct scanner {
    const char *text;
    size_t length, at;
    int line, token_line; /* of the position; of the last token */
    char word[WORD_MAX];  /* the last word in upper case; "" when longer */
};

/* One command so far. */
struct command {
    bool started;
    int line;
    char words[WORDS_MAX][WORD_MAX]; /* its first words, "" for anything else */
    size_t n_words;
    int parentheses, blocks; /* open ones; BEGIN … END in a body of SQL */
    char before[WORD_MAX];   /* the word before this one */
};

static char peek(const struct scanner *scan, size_t ahead)
{
    return scan->length - scan->at > ahead ? scan->text[scan->at + ahead] : '\0';
}

static bool starts(const struct scanner *scan, const char *text)
{
    size_t length = strlen(text);
    return scan->length - scan->at >= length && memcmp(scan->text + scan->at, text, length) == 0;
}

static void step(struct scanner *scan, size_t count)
{
    for (; count > 0; count--) {
        scan->line += scan->text[scan->at++] == '\n';
    }
}

static bool is_word_start(char c)
{
    return isalpha((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

static bool is_word_part(char c)
{
    return is_word_start(c) || isdigit((unsigned char)c) || c == '$';
}

/* Each skip_… leaves the position behind what it skips; false: the end of the text came first. */
static bool skip_comment(struct scanner *scan)
{
    int depth = 0;
    while (scan->at < scan->length) {
        if (starts(scan, "/*")) {
            depth++;
            step(scan, 2);
        } else if (starts(scan, "*/")) {
            step(scan, 2);
            if (--depth == 0) {
                return true;
            }
        } else {
            step(scan, 1);
        }
    }
    return false;
}

static bool skip_quoted(struct scanner *scan, bool escapes)
{
    char quote = peek(scan, 0);
    step(scan, 1);
    while (scan->at < scan->length) {
        char c = peek(scan, 0);
        bool pair = (escapes && c == '\\') || (c == quote && peek(scan, 1) == quote);
        if (pair && scan->length - scan->at > 1) {
            step(scan, 2);
            continue;
        }
        step(scan, 1);
        if (c == quote) {
            return true;
        }
    }
    return false;
}

/* The length of an opening dollar quote such as $$ or $body$ at the position; 0: it is none. */
static size_t dollar_tag(const struct scanner *scan)
{
    size_t length = 1;
    if (is_word_start(peek(scan, 1))) {
        for (length = 2; is_word_part(peek(scan, length)) && peek(scan, length) != '$';) {
            length++;
        }
    }
    return peek(scan, length) == '$' ? length + 1 : 0;
}

static bool skip_dollar_quoted(struct scanner *scan, size_t tag_length)
{
    const char *tag = scan->text + scan->at;
    step(scan, tag_length);
    while (scan->length - scan->at >= tag_length) {
        if (memcmp(scan->text + scan->at, tag, tag_length) == 0) {
            step(scan, tag_length);
            return true;
        }
        step(scan, 1);
    }
    return false;
}

static enum token read_word(struct scanner *scan)
{
    size_t length = 0;
    while (is_word_part(peek(scan, 0))) {
        if (length < WORD_MAX) {
            scan->word[length++] = (char)toupper((unsigned char)peek(scan, 0));
        }
        step(scan, 1);
    }
    scan->word[length < WORD_MAX ? length : 0] = '\0';
    if (strcmp(scan->word, "E") == 0 && peek(scan, 0) == '\'') {
        scan->word[0] = '\0';
        return skip_quoted(scan, true) ? OTHER : UNTERMINATED;
    }
    return WORD;
}

static enum token read_symbol(struct scanner *scan)
{
    char c = peek(scan, 0);
    step(scan, 1);
    switch (c) {
    case ';':
        return SEMICOLON;
    case '(':
        return OPEN;
    case ')':
        return CLOSE;
    case '\\':
        return BACKSLASH;
    default:
        return OTHER;
    }
}

/* Skips blanks and comments; false: a comment does not end. */
static bool skip_blank(struct scanner *scan)
{
    while (scan->at < scan->length) {
        if (starts(scan, "--")) {
            while (scan->at < scan->length && peek(scan, 0) != '\n') {
                step(scan, 1);
            }
        } else if (starts(scan, "/*")) {
            scan->token_line = scan->line;
            if (!skip_comment(scan)) {
                return false;
            }
        } else if (isspace((unsigned char)peek(scan, 0))) {
            step(scan, 1);
        } else {
            break;
        }
    }
    return true;
}

static enum token next(struct scanner *scan)
{
    scan->word[0] = '\0';
    if (!skip_blank(scan)) {
        return UNTERMINATED;
    }
    scan->token_line = scan->line;
    if (scan->at == scan->length) {
        return END;
    }
    char c = peek(scan, 0);
    if (c == '\'' || c == '"') {
        return skip_quoted(scan, false) ? OTHER : UNTERMINATED;
    }
    size_t tag_length = c == '$' ? dollar_tag(scan) : 0;
    if (tag_length > 0) {
        return skip_dollar_quoted(scan, tag_length) ? OTHER : UNTERMINATED;
    }
    return is_word_start(c) ? read_word(scan) : read_symbol(scan);
}

static bool is_one_of(const char *word, const char *const *list)
{
    while (*list != NULL && strcmp(word, *list) != 0) {
        list++;
    }
    return *list != NULL;
}

/* CREATE [OR REPLACE] FUNCTION or PROCEDURE: only there a body of SQL holds semicolons. */
static bool makes_routine(const struct command *command)
{
    static const char *const kinds[] = {"FUNCTION", "PROCEDURE", NULL};
    size_t kind = strcmp(command->words[1], "OR") == 0 ? 3 : 1;
    return strcmp(command->words[0], "CREATE") == 0 && is_one_of(command->words[kind], kinds);
}

static const char *set_forbidden(const struct command *command)
{
    static const char *const scopes[] = {"LOCAL", "SESSION", NULL};
    size_t i = 1;
    while (i < WORDS_MAX - 1 && is_one_of(command->words[i], scopes)) {
        i++;
    }
    if (strcmp(command->words[i], "ROLE") == 0) {
        return "SET ROLE";
    }
    return strcmp(command->words[i], "AUTHORIZATION") == 0 ? "SET SESSION AUTHORIZATION" : NULL;
}

/* The name of what a migration may not hold; NULL: this command is allowed. */
static const char *forbidden(const struct command *command)
{
    static const char *const transaction[] = {"BEGIN", "COMMIT",    "END",     "ROLLBACK", "ABORT",
                                              "START", "SAVEPOINT", "RELEASE", NULL};
    static const char *const setting[] = {"SET", "RESET", NULL};
    const char *word = command->words[0];
    if (is_one_of(word, transaction)) {
        return word;
    }
    if (strcmp(word, "PREPARE") == 0 && strcmp(command->words[1], "TRANSACTION") == 0) {
        return "PREPARE TRANSACTION";
    }
    return is_one_of(word, setting) ? set_forbidden(command) : NULL;
}

/* COPY … FROM STDIN or TO STDOUT, seen at its last word. */
static const char *copy_forbidden(const struct command *command, const char *word)
{
    if (strcmp(command->words[0], "COPY") != 0 || command->parentheses > 0) {
        return NULL;
    }
    if (strcmp(command->before, "FROM") == 0 && strcmp(word, "STDIN") == 0) {
        return "COPY FROM STDIN";
    }
    bool out = strcmp(command->before, "TO") == 0 && strcmp(word, "STDOUT") == 0;
    return out ? "COPY TO STDOUT" : NULL;
}

static void count_blocks(struct command *command, const char *word)
{
    if (command->parentheses > 0 || !makes_routine(command)) {
        return;
    }
    if (strcmp(word, "BEGIN") == 0 || (command->blocks > 0 && strcmp(word, "CASE") == 0)) {
        command->blocks++;
    } else if (command->blocks > 0 && strcmp(word, "END") == 0) {
        command->blocks--;
    }
}

/* Takes a token into the command; returns what is forbidden about it. */
static const char *take(struct command *command, enum token token, const struct scanner *scan)
{
    if (!command->started) {
        *command = (struct command){.started = true, .line = scan->token_line};
    }
    command->parentheses += token == OPEN;
    command->parentheses -= token == CLOSE && command->parentheses > 0;
    const char *found = copy_forbidden(command, scan->word);
    if (command->n_words < WORDS_MAX) {
        memcpy(command->words[command->n_words++], scan->word, WORD_MAX);
    }
    if (token == WORD) {
        count_blocks(command, scan->word);
    }
    memcpy(command->before, scan->word, WORD_MAX);
    return token == BACKSLASH ? "\\" : found;
}

static void add_line(struct jalon_migrate_commands *commands, int line)
{
    commands->lines =
        jalon_realloc_array(commands->lines, commands->n + 1, sizeof *commands->lines);
    commands->lines[commands->n++] = line;
}

static int refuse(const struct jalon_migration *file, int line, const char *what,
                  struct jalon_err *err)
{
    struct jalon_migrate_number number = jalon_migrate_number(line);
    return jalon_fail(err, &jalon_msg_migration_forbidden, file->name, number.text, what);
}

int jalon_migrate_lex(const struct jalon_migration *file, bool unchecked,
                      struct jalon_migrate_commands *ret_commands, struct jalon_err *err)
{
    struct scanner scan = {.text = file->text, .length = file->length, .line = 1};
    struct command command = {0};
    *ret_commands = (struct jalon_migrate_commands){0};
    for (;;) {
        enum token token = next(&scan);
        if (token == UNTERMINATED) {
            struct jalon_migrate_number line = jalon_migrate_number(scan.token_line);
            return jalon_fail(err, &jalon_msg_migration_unterminated, file->name, line.text);
        }
        bool ends =
            token == END || (token == SEMICOLON && command.parentheses == 0 && command.blocks == 0);
        const char *found = NULL;
        if (!ends) {
            found = take(&command, token, &scan);
        } else if (command.started) {
            add_line(ret_commands, command.line);
            found = forbidden(&command);
            command.started = false;
        }
        if (found != NULL && !unchecked) {
            return refuse(file, command.line, found, err);
        }
        if (token == END) {
            return 0;
        }
        if (!command.started) {
            command = (struct command){0};
        }
    }
}

void jalon_migrate_commands_done(struct jalon_migrate_commands *commands)
{
    free(commands->lines);
    *commands = (struct jalon_migrate_commands){0};
}
