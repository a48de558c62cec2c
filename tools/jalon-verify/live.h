/*
 * live.tsv: what the exporting program found in the tables, the catalogue and the indexes, of which
 * the bundle has nothing. It is that program's word, and told as such.
 */
#pragma once

#include "jalon-verify/verify.h"

/* Tells each finding, if the file is there. */
void live_check(struct verify *verify);
