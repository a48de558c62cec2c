/* Shared by history.c and the files of its name. */
#pragma once

#include "report/history.h"

/* The text of a member; "?" when it is absent. */
const char *jalon_history_text_of(const json_t *object, const char *key);

/* A member's name, with its article where the name tells which: "la CC de X". */
void jalon_history_say_member(struct jalon_str *out, enum jalon_lang lang, const char *name);

/* A party, with its article where the name tells which: "l'État", "la Région Normandie", "la CC de
 * X". */
void jalon_history_say_party(struct jalon_str *out, enum jalon_lang lang,
                             const struct jalon_history_names *names, const char *party);

/* "contrat"; "contrat n° 2" from the second number on. */
void jalon_history_say_instrument(struct jalon_str *out, enum jalon_lang lang,
                                  const struct jalon_history_names *names, const json_t *after,
                                  bool *ret_is_feminine);

/* The sentences of entries of one kind each. */
typedef void jalon_history_say_fn(struct jalon_str *out, enum jalon_lang lang,
                                  const struct jalon_history_names *names,
                                  const struct jalon_event *event);
jalon_history_say_fn jalon_history_say_cohort_join, jalon_history_say_cohort_leave,
    jalon_history_say_weigh, jalon_history_say_document, jalon_history_say_retarget,
    jalon_history_say_refuse, jalon_history_say_waive, jalon_history_say_term,
    jalon_history_say_plan, jalon_history_say_note, jalon_history_say_remind,
    jalon_history_say_void, jalon_history_say_correct, jalon_history_say_erase,
    jalon_history_say_hold, jalon_history_say_epoch, jalon_history_say_issue,
    jalon_history_say_declare, jalon_history_say_deliver, jalon_history_say_delivered,
    jalon_history_say_decision_ask, jalon_history_say_decision_close;
