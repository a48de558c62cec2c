/*
 * The entrance: the only place that reads the environment. What libpq would read there is taken
 * away first, so that no PG* variable can redirect a connection or change how it answers.
 */
#define _GNU_SOURCE /* secure_getenv */

#include <stdlib.h>

#include "jalon/complete.h"
#include "jalon/manual_page.h"

static const char *variable(const char *name)
{
    const char *text = secure_getenv(name);
    return text != NULL && text[0] != '\0' ? text : NULL;
}

int main(int argc, char **argv)
{
    out_prepare_process();
    jalon_app_sweep_environment();
    struct environment environment = {
        .home = variable("JALON_HOME"),
        .config = variable("JALON_CONFIG"),
        .data_home = variable("XDG_DATA_HOME"),
        .config_home = variable("XDG_CONFIG_HOME"),
        .user_home = variable("HOME"),
        .pager = variable("PAGER"),
        .term = variable("TERM"),
    };
    for (int i = 0; i < JALON_SETTING_N; i++) {
        environment.settings[i] = variable(jalon_setting_def((enum jalon_setting)i)->variable);
    }
    if (argc > 1 && strcmp(argv[1], COMPLETE_WORD) == 0) {
        return complete_words(argc - 2, argv + 2, &environment);
    }
    if (argc > 1 && strcmp(argv[1], MANUAL_WORD) == 0) {
        return manual_print(argc - 2, argv + 2);
    }
    return run_tool(argc, argv, &environment);
}
