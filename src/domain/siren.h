/* SIREN numbers: nine digits, the last of which is checked (Luhn). */
#pragma once

#include "base/err.h"

/* Fails (REFUSED) unless TEXT is nine digits with a right check digit. */
JALON_MUST_CHECK int jalon_siren_check(const char *text, struct jalon_err *err);
