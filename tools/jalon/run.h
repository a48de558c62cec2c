/*
 * From the command line to a command: finds out where the database is, gives the command what its
 * row asks for, and turns how it ended into an exit status.
 */
#pragma once

#include "app/open.h"
#include "conf/settings.h"
#include "jalon/cli.h"
#include "jalon/out.h"

/* What the environment says; NULL where it says nothing. */
struct environment {
    const char *home, *config;             /* JALON_HOME, JALON_CONFIG */
    const char *data_home, *config_home;   /* XDG_DATA_HOME, XDG_CONFIG_HOME */
    const char *user_home;                 /* HOME */
    const char *pager, *term;              /* PAGER, TERM */
    const char *settings[JALON_SETTING_N]; /* JALON_DB … */
};

/* What a command runs with. */
struct cli_run {
    const struct cli_command *command;
    const struct cli_common *common;
    const struct jalon_settings *settings;
    const struct environment *environment;
    enum jalon_lang lang;
    bool json;    /* --format json */
    bool is_bulk; /* one write of many facts: it may take minutes */
    struct out *out;
    struct jalon_location location; /* where the database is */
    struct jalon_app *app;          /* NULL unless the row has CLI_NEEDS_DB or CLI_NEEDS_ALL */
};

/* Every command, in the order of the help; ended by NULL. commands.c */
extern const struct cli_command *const jalon_commands[];

/* What is set for a line with the options COMMON; NULL after adding at least one fault. */
struct jalon_settings *run_settings(const struct cli_common *common,
                                    const struct environment *environment,
                                    struct jalon_faults *faults);

/* Runs the whole tool and returns its exit status. */
int run_tool(int argc, char **argv, const struct environment *environment);
