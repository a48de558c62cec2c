/*
 * A weekly report on stdout, for weekly_python.py: the fixture, in the format and the language of
 * the arguments. Its names are those of an attacker: the third argument replaces all of them.
 */
#include <stdio.h>
#include <stdlib.h>

#include "report_fixture.h"

static void rename_all(struct report_fixture *f, const char *name)
{
    const struct jalon_label label = {{name, name}};
    struct jalon_status *status = &f->weekly.status;
    status->name = label;
    f->weekly.sender = name;
    for (size_t i = 0; i < status->n_states; i++) {
        status->states[i].label = label;
    }
    for (size_t i = 0; i < status->n_instruments; i++) {
        status->instruments[i].label = label;
    }
    for (size_t i = 0; i < status->n_targets; i++) {
        status->targets[i].label = label;
    }
    for (size_t i = 0; i < f->weekly.n_regions; i++) {
        f->weekly.regions[i].name = name;
    }
    f->names[0] = f->names[1] = name;
    f->target.label = f->awaited.label = label;
    for (size_t i = 0; i < f->weekly.n_changes; i++) {
        f->weekly.changes[i].name = name;
        f->weekly.changes[i].label = label;
        f->weekly.changes[i].leave = label;
    }
}

int main(int argc, char **argv)
{
    const struct jalon_weekly_format *format = argc > 2 ? jalon_weekly_format(argv[1]) : NULL;
    struct report_fixture f;
    struct jalon_err err = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str out = {0};
    report_fixture_init(&f);
    report_fixture_counts(&f);
    report_fixture_forecast(&f);
    if (argc > 3) {
        rename_all(&f, argv[3]);
    }
    enum jalon_lang lang = argc > 2 && strcmp(argv[2], "en") == 0 ? JALON_EN : JALON_FR;
    if (format == NULL || format->render(&f.weekly, lang, &out, &err) < 0) {
        return EXIT_FAILURE;
    }
    (void)fwrite(jalon_str_text(&out), 1, out.length, stdout);
    return EXIT_SUCCESS;
}
