/*
 * The history of a contract or programme: each entry of the journal as a sentence with its two
 * dates, and as a line of JSON. Sentences are raw: who prints them makes the data in them harmless.
 */
#pragma once

#include <jansson.h>

#include "base/lang.h"
#include "base/str.h"
#include "domain/contract.h"
#include "domain/correction.h"
#include "domain/event.h"
#include "domain/programme.h"

/* Where sentences take names from. CONTRACT may be NULL: members are then told by SIREN. */
struct jalon_history_names {
    const struct jalon_programme *programme;
    const struct jalon_contract *contract;
};

/* "le 30 avril 2019", "en avril 2019", "au plus tard le 24 mars 2019", "date inconnue". */
void jalon_say_when(struct jalon_str *out, enum jalon_lang lang, struct jalon_when when);

/* What is planned: "signature « contrat »", "étape « délibération »", "passage à l'état « signé »".
 */
struct jalon_planned {
    enum jalon_planned_kind kind;
    const char *what;
    int number; /* of an instrument */
};
void jalon_say_planned(struct jalon_str *out, enum jalon_lang lang,
                       const struct jalon_programme *programme,
                       const struct jalon_planned *planned);

/* "État", "Région Normandie", "CC de Nulle-Part", "Usine Fictive (industriel)". */
void jalon_say_party(struct jalon_str *out, enum jalon_lang lang,
                     const struct jalon_history_names *names, const char *party);

/* The text of a disclosure, "[effacé par ti#12]" or "[non publié]". */
void jalon_say_disclosed(struct jalon_str *out, enum jalon_lang lang, struct jalon_disclosed given);

/* What a member of an entry is called: "signataire"; the key itself when it has no name. */
const char *jalon_member_label(enum jalon_lang lang, const char *key);

/* ", pièce 559aead08264" or ", sans pièce (MOTIF)": what a signature rests on; or nothing. */
void jalon_say_evidence(struct jalon_str *out, enum jalon_lang lang, const char *document,
                        const struct jalon_disclosed *no_evidence);

/* What happened, without dates: "passe de « pilote » à « en négociation »". */
void jalon_history_say(struct jalon_str *out, enum jalon_lang lang,
                       const struct jalon_history_names *names, const struct jalon_event *event);

/* " [annulée par l'entrée n° 9]", or nothing; of a transition that follows from signatures what
 * their corrections made of it: " [compte désormais du 6 mai 2019]". */
void jalon_history_say_standing(struct jalon_str *out, enum jalon_lang lang,
                                const struct jalon_history_names *names,
                                const struct jalon_event *event,
                                const struct jalon_standing *standing);

/*
 * The whole entry on two or three lines: what happened and when; details of a signature; who
 * recorded it, when, why, from which source and how certain. CODE is the subject's. STANDING: what
 * later entries made of it; NULL: not looked for.
 */
void jalon_history_text(struct jalon_str *out, enum jalon_lang lang,
                        const struct jalon_history_names *names, const char *code,
                        const struct jalon_event *event, const struct jalon_standing *standing);

/* The members of product.md 6, with `voided_by` and `corrected_by` where STANDING is not NULL.
 * Values that this reader may see stand for their digests. */
json_t *jalon_history_json(const char *code, const struct jalon_event *event,
                           const struct jalon_standing *standing);

/* The same as a row of CSV, its `before` and `after` as JSON, and its batch; LAST is the name and
 * the cell of one more column; NULL: none. history_csv.c */
void jalon_history_csv_header(struct jalon_str *out, const char *last);
void jalon_history_csv(struct jalon_str *out, const char *code, const struct jalon_event *event,
                       const char *last);
