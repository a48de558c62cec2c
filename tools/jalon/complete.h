/* Completion: what the last word of a line that is being typed may become. */
#pragma once

#include "jalon/run.h"

/* The hidden first word that asks for it; the words typed so far follow, the last maybe empty. */
#define COMPLETE_WORD "--complete"

/*
 * Prints one candidate a line, with its explanation behind a tabulator; ":files" asks the shell
 * for the names of files. Silent and 0 whatever is wrong: a person is typing.
 */
int complete_words(int argc, char **argv, const struct environment *environment);
