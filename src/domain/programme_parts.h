/* A programme revision as a list of parts with named values, for comparing two of them. */
#pragma once

#include "domain/programme_diff.h"

/*
 * The part's things as an object: code → {member: value}, in the programme's order. The caller
 * frees it. A value is a text, a number, a boolean, null or a list of codes.
 */
json_t *jalon_programme_part(const struct jalon_programme *programme, enum jalon_part part);
