/* manifest.sha256, as sha256sum writes it: a convenience, which proves nothing. */
#pragma once

#include "jalon-verify/verify.h"

/* Compares the files that it names, if it is there. */
void manifest_check(struct verify *verify);
