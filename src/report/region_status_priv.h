/* The cells of the table of statuses, shared by its formats. */
#pragma once

#include "report/phrase.h"

/* A Région without contracts and without a word is left out. */
bool jalon_region_status_is_told(const struct jalon_region_status *status);
/* What the target asks for, as the head of a column: "contrats". */
void jalon_region_status_awaited(struct jalon_str *out, enum jalon_lang lang,
                                 const struct jalon_weekly *weekly);
/* "0 sur 17"; "< 5 %"; "—" without a forecast. */
void jalon_region_status_signed(struct jalon_str *out, enum jalon_lang lang,
                                const struct jalon_region_status *status);
void jalon_region_status_chance(struct jalon_str *out, enum jalon_lang lang,
                                const struct jalon_region_status *status);
/* That all are signed is no estimate: it is said in place of one. */
const char *jalon_region_status_computed(enum jalon_lang lang,
                                         const struct jalon_region_status *status);
/* The label of what was declared; its code when the programme has dropped it since. */
const char *jalon_region_status_label(enum jalon_lang lang, const struct jalon_weekly *weekly,
                                      const struct jalon_region_status *status);
/* "diffère du calcul ; date de plus de 6 semaines"; nothing when neither is so. */
void jalon_region_status_flags(struct jalon_str *out, enum jalon_lang lang,
                               const struct jalon_region_status *status);
/* "Objectifs sécurisés, le 3 mai 2019 — diffère du calcul"; "—" when nothing is declared. */
void jalon_region_status_declared(struct jalon_str *out, enum jalon_lang lang,
                                  const struct jalon_weekly *weekly,
                                  const struct jalon_region_status *status);
