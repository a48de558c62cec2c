/* Why an entry wants to be looked at, in words and for programs. */
#pragma once

#include <jansson.h>

#include "base/lang.h"
#include "base/str.h"
#include "domain/anomaly.h"

/* Adds the reasons of FOUND (jalon_anomalies()), one after the other. */
void jalon_anomalies_say(struct jalon_str *out, enum jalon_lang lang, unsigned found,
                         const struct jalon_event *event, const struct jalon_entry_facts *facts);

/* [{"kind":"backdated","days":203}, {"kind":"bulk","entries":365}, …] */
json_t *jalon_anomalies_json(unsigned found, const struct jalon_event *event,
                             const struct jalon_entry_facts *facts);
