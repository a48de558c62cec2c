/* The pages of the manual, in the language of scdoc, from the tables and the prose of doc/man. */
#pragma once

#include "jalon/run.h"

/* The hidden first word that asks for it; the name of a page may follow. */
#define MANUAL_WORD "--manual"

/*
 * Prints the source of a page: `jalon`, `jalon-db-start`, `jalon.yaml`; without a name, the names
 * of all pages, one a line. Returns the exit status, USAGE's when there is no such page.
 */
int manual_print(int argc, char **argv);
