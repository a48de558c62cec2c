/* The parts that the JSON of the status and of the weekly report share; product.md 6. */
#pragma once

#include "base/json.h"
#include "report/status.h"

/* A number with one decimal. */
json_t *jalon_json_tenths(int tenths);

json_t *jalon_json_label(struct jalon_label label); /* {"fr","en"} */

json_t *jalon_json_known_at(const struct jalon_status *status); /* {"size","at"} */
json_t *jalon_json_states(const struct jalon_status *status);   /* {STATE:n} */

/* Adds cohorts and weights, each only when the programme declares any. */
void jalon_json_set_counts(json_t *json, const struct jalon_status *status);

/* Adds one line. */
void jalon_json_add_line(const json_t *json, struct jalon_str *out);
