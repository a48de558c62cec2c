/* When an entry wants to be looked at, as it is set. */
#pragma once

#include "domain/anomaly.h"
#include "jalon/run.h"

struct jalon_anomaly_rules anomaly_rules(const struct cli_run *run);
