/* Reads what is unusual out of the settings. */
#include "jalon/anomalies.h"

struct jalon_anomaly_rules anomaly_rules(const struct cli_run *run)
{
    return (struct jalon_anomaly_rules){
        .backdated_days = jalon_settings_number(run->settings, JALON_SETTING_AUDIT_BACKDATED),
        .bulk_entries = jalon_settings_number(run->settings, JALON_SETTING_AUDIT_BULK),
        .day_from = jalon_settings_number(run->settings, JALON_SETTING_AUDIT_DAY_FROM),
        .day_until = jalon_settings_number(run->settings, JALON_SETTING_AUDIT_DAY_UNTIL),
    };
}
