/* Poppler's `pdfsig`, a program that need not be there. */
#pragma once

#include <stdbool.h>

#include "base/str.h"

/*
 * How many signatures `pdfsig` finds in a PDF. 0 when it finds none, cannot read the file or is
 * not there. What it finds proves nothing: nobody has looked at the certificates.
 */
int pdfsig_count(const struct jalon_str *pdf);
bool pdfsig_is_there(void);
