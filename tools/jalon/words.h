/* Words that several commands print, besides those of report/history.h. */
#pragma once

#include "app/find.h"
#include "base/str.h"
#include "domain/contract.h"
#include "jalon/out.h"
#include "report/history.h"

/* The French or the English text. */
const char *say(enum jalon_lang lang, const char *french, const char *english);

/* Adds the sentence in the chosen language, {1} replaced by ARG. */
void say_with(struct jalon_str *out, enum jalon_lang lang, const char *french, const char *english,
              const char *arg);

/* The line told when the books were still empty at --known-at. */
const char *say_nothing_known(enum jalon_lang lang);

/* LABEL and blanks up to WIDTH columns, so that what follows lines up. */
void say_padded(struct jalon_str *out, const char *label, size_t width);

/* " : " or ": ", as the language sets it. */
const char *say_colon(enum jalon_lang lang);

const char *say_label(enum jalon_lang lang, struct jalon_label label); /* never NULL */
const char *say_state(enum jalon_lang lang, const struct jalon_programme *programme,
                      const char *state); /* its label, or the code when undeclared */

/* "28, 75"; Régions by their names. */
void say_codes(struct jalon_str *out, const char *const *codes, size_t n);
void say_regions(struct jalon_str *out, const struct jalon_programme *programme,
                 const char *const *codes, size_t n);

/* "137 territoires au 30 avril 2019". */
void say_territories(struct jalon_str *out, enum jalon_lang lang, size_t n, struct jalon_date day);

/* Parties one after the other: "État, Région Normandie". */
void say_parties(struct jalon_str *out, enum jalon_lang lang,
                 const struct jalon_history_names *names, const char *const *parties, size_t n);

/* "ancien nom : Pau-Tarbes", by what something was found as of a day; nothing when that is its code
 * or its name of the day. */
void say_match(struct jalon_str *out, enum jalon_lang lang, const struct jalon_match *match,
               struct jalon_date day);

/* "ti-2403 (Issoudun-Châteauroux), ti-7505 (…)". */
void say_found(struct jalon_str *out, const struct jalon_found *found);
