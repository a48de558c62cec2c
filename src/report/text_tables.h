/* The parts that the status and the weekly report share as plain text. */
#pragma once

#include "report/weekly.h"
#include "report/words.h"

void jalon_text_heading(struct jalon_str *out, enum jalon_lang lang, enum jalon_word word);

/* WEEK adds the column of what changed in the week. */
void jalon_text_states(struct jalon_str *out, enum jalon_lang lang,
                       const struct jalon_status *status, bool week);
void jalon_text_instruments(struct jalon_str *out, enum jalon_lang lang,
                            const struct jalon_status *status, bool week);
/* A table of the cohorts and one a weight; nothing when the programme declares none. */
void jalon_text_cohorts(struct jalon_str *out, enum jalon_lang lang,
                        const struct jalon_status *status);
void jalon_text_weights(struct jalon_str *out, enum jalon_lang lang,
                        const struct jalon_status *status);
void jalon_text_targets(struct jalon_str *out, enum jalon_lang lang,
                        const struct jalon_status *status);
void jalon_text_regions(struct jalon_str *out, enum jalon_lang lang,
                        const struct jalon_weekly *weekly);
