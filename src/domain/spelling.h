/* How far what was typed is from a name: both folded, as the database looks for them. */
#pragma once

#include <stddef.h>

#define JALON_NO_SPELLING SIZE_MAX

/*
 * The slips of the pen by which the words of ASKED became those of NAME, in any order; words of
 * NAME that ASKED leaves out are none. JALON_NO_SPELLING when a word is no word of NAME misspelt.
 */
size_t jalon_spelling_slips(const char *asked, const char *name);
