/* The commands, one row each, defined in the cmd_<noun>.c that implements it. */
#pragma once

#include "base/str.h"
#include "jalon/run.h"

extern const struct cli_command cmd_init;
extern const struct cli_command cmd_status, cmd_inbox, cmd_list, cmd_show, cmd_explain,
    cmd_forecast, cmd_report_weekly;
extern const struct cli_command cmd_advance, cmd_sign, cmd_milestone, cmd_retarget;
extern const struct cli_command cmd_refuse, cmd_waive, cmd_term, cmd_plan, cmd_note;
extern const struct cli_command cmd_remind_plan, cmd_remind_send, cmd_remind_list;
extern const struct cli_command cmd_document_add, cmd_document_get, cmd_document_list;
extern const struct cli_command cmd_document_verify;
extern const struct cli_command cmd_correct, cmd_void, cmd_undo;
extern const struct cli_command cmd_erase, cmd_hold, cmd_holds;
extern const struct cli_command cmd_declare, cmd_decision_ask, cmd_decision_close;
extern const struct cli_command cmd_decision_list, cmd_report_issue, cmd_report_list;
extern const struct cli_command cmd_report_get, cmd_report_score, cmd_report_send;
extern const struct cli_command cmd_report_verify, cmd_publish;
extern const struct cli_command cmd_report_portfolio;
extern const struct cli_command cmd_history, cmd_log, cmd_check;
extern const struct cli_command cmd_audit_key, cmd_audit_keygen, cmd_audit_seal, cmd_audit_prove;
extern const struct cli_command cmd_audit_export, cmd_audit_verify, cmd_audit_witness;
extern const struct cli_command cmd_audit_cosign, cmd_audit_new_epoch;
extern const struct cli_command cmd_programme_list, cmd_programme_show, cmd_programme_check;
extern const struct cli_command cmd_programme_diff, cmd_programme_apply, cmd_programme_graph;
extern const struct cli_command cmd_territory_list, cmd_territory_show, cmd_territory_add;
extern const struct cli_command cmd_territory_rename, cmd_territory_alias, cmd_territory_member_add;
extern const struct cli_command cmd_territory_member_remove, cmd_territory_leave;
extern const struct cli_command cmd_territory_split, cmd_territory_merge;
extern const struct cli_command cmd_cohort_list, cmd_cohort_show, cmd_cohort_join, cmd_cohort_leave;
extern const struct cli_command cmd_weight_list, cmd_weight_set;
extern const struct cli_command cmd_db_status, cmd_db_start, cmd_db_stop, cmd_db_url, cmd_db_log;
extern const struct cli_command cmd_db_migrate, cmd_db_bootstrap, cmd_db_verify, cmd_db_bless;
extern const struct cli_command cmd_db_lint, cmd_metrics;
extern const struct cli_command cmd_view_list, cmd_view_show, cmd_view_remove;
extern const struct cli_command cmd_export;
extern const struct cli_command cmd_import;
extern const struct cli_command cmd_doctor;
extern const struct cli_command cmd_help, cmd_config_show, cmd_completion, cmd_version;

/* Adds the help about TOPIC ("" is the tool); WHOLE: with the long text. USAGE when unknown. */
JALON_MUST_CHECK int help_about(const char *topic, bool whole, enum jalon_lang lang,
                                struct jalon_str *text, struct jalon_err *err);

/* The prose about a command, and about a topic; NULL: there is none. */
const char *help_long_text(const char *name);
const char *help_topic_text(const char *name, enum jalon_lang lang);
