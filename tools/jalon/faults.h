/* Faults of files as lines: `path:line:column: what is wrong`, then `hint: …`. */
#pragma once

#include <jansson.h>

#include "base/lang.h"
#include "base/str.h"
#include "conf/fault.h"

/* Each line begins with PREFIX. The count comes last when there are several. */
void faults_text(const struct jalon_faults *faults, enum jalon_lang lang, const char *prefix,
                 struct jalon_str *out);
/* An array of {"kind","where","what"}; in English, as machine output is never translated. */
json_t *faults_json(const struct jalon_faults *faults);
int faults_exit_status(const struct jalon_faults *faults);
/* On stderr, `jalon: ` in front; returns the exit status. */
int faults_say(enum jalon_lang lang, const struct jalon_faults *faults);
