/*
 * The sentences of reports, shared by every format that people read. They are raw: the format
 * makes the data in them harmless when it prints them.
 */
#pragma once

#include "report/weekly.h"
#include "report/words.h"

/* "13 protocoles et aucun contrat signés sur 137 (124 au départ)". */
void jalon_phrase_title(struct jalon_str *out, enum jalon_lang lang,
                        const struct jalon_status *status);

/* "arrêté au 30 avril 2019 · connu au 6 mai 2019, 08:12:00 UTC". */
void jalon_phrase_known(struct jalon_str *out, enum jalon_lang lang,
                        const struct jalon_status *status);

/* "137 territoires au 5 mai 2019 (124 au départ), 0 hors périmètre". */
void jalon_phrase_scope(struct jalon_str *out, enum jalon_lang lang,
                        const struct jalon_status *status);

/* "Dernier point de contrôle signé du journal à l'émission de ce rapport (1 105 feuilles) :". */
void jalon_phrase_anchor(struct jalon_str *out, enum jalon_lang lang,
                         const struct jalon_anchor *anchor);

/* "cette semaine : 1 entrée, 0 sortie". */
void jalon_phrase_scope_week(struct jalon_str *out, enum jalon_lang lang,
                             const struct jalon_status *status);

/* Label of an instrument for a table: "protocoles". Amending ones are shown once they exist. */
void jalon_phrase_instrument(struct jalon_str *out, enum jalon_lang lang,
                             const struct jalon_status *status,
                             const struct jalon_instrument_figures *instrument);
bool jalon_instrument_is_shown(const struct jalon_instrument_figures *instrument);

/* "1 sur 4": territories of the cohort whose instrument is signed. */
void jalon_phrase_cohort(struct jalon_str *out, enum jalon_lang lang,
                         const struct jalon_cohort_figures *cohort, size_t instrument);
/* "Poids « population », en habitants". */
void jalon_phrase_weight(struct jalon_str *out, enum jalon_lang lang,
                         const struct jalon_weight_figures *weight);
/* "8,8 %"; "—" when there is nothing to share. */
void jalon_phrase_share(struct jalon_str *out, enum jalon_lang lang,
                        const struct jalon_weight_figures *weight, size_t instrument);
/* "sur 137 territoires : 5 sans chiffre, 10 chiffres partiels". */
void jalon_phrase_weight_figures(struct jalon_str *out, enum jalon_lang lang,
                                 const struct jalon_status *status,
                                 const struct jalon_weight_figures *weight);

/* "tous les contrats signés : 30 juin 2019, J-61 (décidée le 31 janvier 2019)". */
void jalon_phrase_target(struct jalon_str *out, enum jalon_lang lang,
                         const struct jalon_status *status,
                         const struct jalon_target_figures *target);
/* "tous les contrats signés : 0 contrat sur 137 requis". */
void jalon_phrase_target_short(struct jalon_str *out, enum jalon_lang lang,
                               const struct jalon_status *status,
                               const struct jalon_target_figures *target);
/* "0 contrat sur 137 requis ; rythme requis : … ; rythme constaté : …". */
void jalon_phrase_progress(struct jalon_str *out, enum jalon_lang lang,
                           const struct jalon_status *status,
                           const struct jalon_target_figures *target);

/* Changes told in one paragraph: same kind, same thing, same day. Returns the index after it. */
size_t jalon_change_group_end(const struct jalon_weekly *weekly, size_t first);
/* "protocole d'accord signé, le 30 avril 2019 (4 territoires)". */
void jalon_phrase_change(struct jalon_str *out, enum jalon_lang lang,
                         const struct jalon_weekly *weekly, size_t first, size_t end);
/* Its two parts for one change: "protocole d'accord signé", "le 30 avril 2019". */
void jalon_phrase_change_what(struct jalon_str *out, enum jalon_lang lang,
                              const struct jalon_change *change);
void jalon_phrase_change_when(struct jalon_str *out, enum jalon_lang lang,
                              const struct jalon_change *change);
/* The Région at FIRST with its territories, "Normandie : A ; B"; returns the index after it. Large
 * groups are told by numbers. */
size_t jalon_phrase_names(struct jalon_str *out, enum jalon_lang lang,
                          const struct jalon_weekly *weekly, size_t first, size_t end, bool named);
#define JALON_NAMES_MAX 40

/* "S18 : 13 → 12 protocoles d'accord signés, rectification du 6 mai 2019 (ti-1104#6)". */
void jalon_phrase_restatement(struct jalon_str *out, enum jalon_lang lang,
                              const struct jalon_weekly *weekly,
                              const struct jalon_restatement *restated);

/* The definitions at the end of a report, by number; false when there is no such number. Those of
 * parts that a report may lack come last. */
bool jalon_weekly_definition(struct jalon_str *out, enum jalon_lang lang,
                             const struct jalon_weekly *weekly, size_t number);

const char *jalon_region_name(const struct jalon_weekly *weekly, enum jalon_lang lang,
                              const char *code);
