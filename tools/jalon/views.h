/* The views that a person saved: where their file is, using one, changing one. */
#pragma once

#include "conf/views.h"
#include "jalon/run.h"

/* views.yaml beside the settings: in JALON_HOME, else ~/.config/jalon; nothing when neither is
 * known. */
void views_path(const struct environment *environment, struct jalon_str *ret_path);

/*
 * What follows returns 0, or -1 with *err filled, or the exit status once the faults of the file
 * are said.
 */
int views_read(const struct cli_run *run, struct jalon_views **ret_views, struct jalon_err *err);

/* The options of a view; NOT_FOUND, with the nearest name, when there is none. Borrowed. */
int views_find(const struct jalon_views *views, const char *text, struct jalon_str *ret_name,
               json_t **ret_options, struct jalon_err *err);

/* Gives BASE, the values of ROWS, what the view NAME keeps and BASE does not have. */
int views_give(const struct cli_run *run, const char *name, const struct cli_opt *rows, void *base,
               struct jalon_arena *arena, struct jalon_err *err);

/* One change, alone with the file: OPTIONS (taken over) under NAME; NULL removes it. The options
 * that it had come back, NULL for none. */
int views_change(const struct cli_run *run, const char *name, json_t *options, json_t **ret_old,
                 struct jalon_err *err);

/* " --state pilot --stalled 30", as a shell takes it. */
void views_words(struct jalon_str *out, json_t *options);
