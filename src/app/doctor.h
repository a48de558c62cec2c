/* Whether all that Jalon rests on is as it should be. Reads only, and starts nothing. */
#pragma once

#include "app/location.h"
#include "store/doctor.h"

/* Always answers: a server that cannot be reached is a finding like another. */
void jalon_app_doctor(const struct jalon_location *location, long long client_seconds,
                      struct jalon_findings *ret_findings);
