/*
 * One contract as a dated record: everything known about a territory in a programme, and the pure
 * questions asked of it. The record is read from the tables (store/projection) or made by
 * replaying the journal (domain/replay); both ways give the same record.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "domain/programme.h"

/* Days FROM … TO, TO not included; JALON_DATE_NONE is an open end. */
struct jalon_span {
    struct jalon_date from, to;
};

/* A personal value or free text: the journal holds its digest, the text can be erased. */
struct jalon_disclosed {
    const char *text;   /* NULL: none, erased, or not for this reader */
    const char *digest; /* NULL: none was ever given */
    const char *erased; /* the entry with which it was erased; NULL: none did */
    bool withheld;      /* not told, whatever this reader may see */
};

struct jalon_contract_name {
    const char *kind, *value, *issuer; /* name, alias, external_code; issuer may be NULL */
    int as_of_year;                    /* 0: none */
    struct jalon_span span;
    int64_t seq, end_seq; /* entries that gave it and ended it; end_seq 0: it goes on */
};

struct jalon_contract_member {
    const char *siren, *name, *kind;
    const char *insee; /* NULL: none */
    const char *departement, *region;
    struct jalon_span span;
    int64_t seq, end_seq;
};

struct jalon_contract_scope { /* a stay in the programme */
    struct jalon_span span;
    enum jalon_precision precision;     /* of its first day */
    enum jalon_precision end_precision; /* of the day of the exit; DAY while it goes on */
    int64_t seq, end_seq;               /* end_seq 0: it goes on */
};

struct jalon_contract_link { /* a territory that this one came from, or went into */
    const char *kind, *code; /* predecessor, successor */
    struct jalon_date from;
    int64_t seq;
};

struct jalon_contract_state {
    const char *state;
    struct jalon_span span;
    int64_t seq, end_seq; /* entries that began and ended it; end_seq 0: it goes on */
};

struct jalon_contract_signature {
    const char *party; /* "etat", "region:28", "membre:200041630" */
    struct jalon_when when;
    struct jalon_date counts_from;
    const char *channel; /* NULL: not said */
    struct jalon_disclosed signer, capacity, delegation, place, note;
    const char *document, *text; /* SHA-256 of what shows it, and of what was signed; or NULL */
    struct jalon_disclosed no_evidence; /* why nothing shows it */
    int64_t seq;
};

struct jalon_contract_waiver { /* a required party that need not sign any more */
    const char *party;
    struct jalon_date on;
    struct jalon_disclosed reason;
    int64_t seq;
};

struct jalon_contract_term { /* from which day until which a number binds, both included */
    struct jalon_date from, to;
    struct jalon_disclosed note;
    int64_t seq; /* 0: none was recorded */
};

struct jalon_contract_instrument {
    const char *code;
    int number;
    struct jalon_date opened_on; /* from which its first signature counts */
    const char **required;       /* parties, frozen at the number's first signature */
    size_t n_required;
    struct jalon_contract_waiver *waivers; /* of those of `required`, by party */
    size_t n_waivers;
    struct jalon_contract_signature *signatures; /* in journal order */
    size_t n_signatures;
    bool is_complete;
    struct jalon_date completed_on; /* the latest of the required signatures and waivers */
    enum jalon_precision completed_precision;
    int64_t closed_seq;          /* entry that took the number out of force; 0: it is in force */
    struct jalon_date closed_on; /* the day this counts from */
    struct jalon_contract_term term;
};

struct jalon_contract_refusal { /* a party refuses to sign a number, open or next */
    const char *instrument;
    int number;
    const char *party;
    struct jalon_when when;
    struct jalon_date counts_from;
    struct jalon_disclosed reason, note;
    int64_t seq;
};

struct jalon_contract_milestone {
    const char *code;
    struct jalon_when when;
    struct jalon_date counts_from;
    struct jalon_disclosed note;
    int64_t seq;
};

struct jalon_contract_cohort { /* a stay in a cohort */
    const char *cohort;
    const char *member; /* SIREN of the member that it is about; NULL: the territory as a whole */
    struct jalon_span span;
    enum jalon_precision precision; /* of its first day */
    int64_t seq, end_seq;           /* end_seq 0: it goes on */
};

struct jalon_contract_weight { /* what the territory counts for */
    const char *weight;
    int64_t value;
    int as_of_year;
    int counted; /* the value is a sum over so many members; 0: it is of the whole territory */
    struct jalon_span span;
    int64_t seq, end_seq; /* end_seq 0: it goes on */
};

struct jalon_contract_document {            /* a file that stands for something */
    const char *sha256, *media_type, *role; /* evidence; text: what the parties of a number sign */
    int64_t size;
    int pdf_signatures;     /* found in the file, not verified; 0: none found, or not looked for */
    const char *instrument; /* NULL: about the contract as a whole */
    int number;             /* of the instrument; 0: none */
    const char *party;      /* NULL: about no one in particular */
    struct jalon_when when;
    struct jalon_date counts_from;
    struct jalon_disclosed title, note;
    const char *erased; /* the entry that erased the file; NULL: none did */
    int64_t seq;
};

struct jalon_contract_target { /* a target's date for this contract alone */
    const char *target;
    struct jalon_date on, decided_on;
    struct jalon_disclosed note;
    int64_t seq;
};

enum jalon_planned_kind {
    JALON_PLANNED_INSTRUMENT, /* the signing of a number, open or next */
    JALON_PLANNED_MILESTONE,
    JALON_PLANNED_STATE,
    JALON_PLANNED_N
};
const char *jalon_planned_code(enum jalon_planned_kind kind); /* "instrument" … */
/* JALON_PLANNED_N: no such kind. */
enum jalon_planned_kind jalon_planned_of(const char *code);

struct jalon_contract_plan { /* when something is to happen */
    enum jalon_planned_kind kind;
    const char *what;
    int number; /* of the instrument; 0: it is of none */
    struct jalon_when when;
    const char *party; /* who is to do it; NULL: not said */
    struct jalon_disclosed place, note;
    struct jalon_span span; /* from its decision to the one that moved it or took it off */
    int64_t seq, end_seq;   /* end_seq 0: it goes on, or was fulfilled */
};

struct jalon_contract {
    const char *id, *programme, *code;
    const char *region;         /* the principal one */
    const char *state;          /* as last recorded, whatever its date */
    const char *previous_state; /* NULL: none */
    struct jalon_date state_since;
    int64_t last_seq;
    const char *last_hash;     /* leaf hash of the last entry, hex */
    const char *last_recorded; /* "2026-08-22T10:11:12.123456Z" */
    const char **regions;      /* the principal one first */
    size_t n_regions;
    const char **departements;
    size_t n_departements;
    struct jalon_contract_name *names;
    size_t n_names;
    struct jalon_contract_member *members;
    size_t n_members;
    struct jalon_contract_scope *scope; /* in order of time */
    size_t n_scope;
    struct jalon_contract_link *links; /* predecessors, then successors */
    size_t n_links;
    struct jalon_contract_state *states; /* in order of time, without gap */
    size_t n_states;
    struct jalon_contract_instrument *instruments; /* by code, then number */
    size_t n_instruments;
    struct jalon_contract_refusal *refusals; /* in journal order */
    size_t n_refusals;
    struct jalon_contract_milestone *milestones; /* in journal order */
    size_t n_milestones;
    struct jalon_contract_cohort *cohorts; /* in journal order */
    size_t n_cohorts;
    struct jalon_contract_weight *weights; /* in journal order */
    size_t n_weights;
    struct jalon_contract_document *documents; /* in journal order */
    size_t n_documents;
    struct jalon_contract_target *targets; /* in journal order */
    size_t n_targets;
    struct jalon_contract_plan *plans; /* in journal order */
    size_t n_plans;
    struct jalon_arena *arena; /* owns all of the above */
};

struct jalon_contract *jalon_contract_new(void);
void jalon_contract_free(struct jalon_contract *contract); /* accepts NULL */
void jalon_contract_freep(struct jalon_contract **contract);

bool jalon_span_holds(struct jalon_span span, struct jalon_date date);

/* The state in force on DATE with the days it lasts; NULL before the first. */
const struct jalon_contract_state *jalon_contract_state_at(const struct jalon_contract *contract,
                                                           struct jalon_date date);
/* The state before the one in force on DATE (where `to: previous` leads); NULL if none. */
const char *jalon_contract_previous_state(const struct jalon_contract *contract,
                                          struct jalon_date date);
/* The name borne on DATE; before the first one, the first; never NULL once the record is filled. */
const char *jalon_contract_name_at(const struct jalon_contract *contract, struct jalon_date date);

/* The stay in the programme that DATE lies in; NULL: not entered, or left. */
const struct jalon_contract_scope *jalon_contract_stay_at(const struct jalon_contract *contract,
                                                          struct jalon_date date);
/* Entered and not left on DATE. */
bool jalon_contract_entered_at(const struct jalon_contract *contract, struct jalon_date date);
/* The day on which it left the programme for good; NONE: it has not. */
struct jalon_date jalon_contract_left_on(const struct jalon_contract *contract);
/* Entered, and in a state that counts in N (product.md 7). */
bool jalon_contract_in_scope_at(const struct jalon_contract *contract,
                                const struct jalon_programme *programme, struct jalon_date date);

/* The member of this SIREN, past or present, the last one when it came again; NULL if none. */
const struct jalon_contract_member *jalon_contract_member(const struct jalon_contract *contract,
                                                          const char *siren);
/* The same on DATE; NULL if it was none then. */
const struct jalon_contract_member *jalon_contract_member_at(const struct jalon_contract *contract,
                                                             const char *siren,
                                                             struct jalon_date date);

/* The first stay in COHORT that DATE lies in; NULL: not in it on that day. */
const struct jalon_contract_cohort *jalon_contract_cohort_at(const struct jalon_contract *contract,
                                                             const char *cohort,
                                                             struct jalon_date date);
/* What the territory counts for on DATE; NULL: there is no figure. */
const struct jalon_contract_weight *jalon_contract_weight_at(const struct jalon_contract *contract,
                                                             const char *weight,
                                                             struct jalon_date date);
/* Members on DATE, of which a weight may count some. */
size_t jalon_contract_n_members_at(const struct jalon_contract *contract, struct jalon_date date);

/*
 * The number of INSTRUMENT in force on DATE: the last one that a signature counting by DATE opened
 * and nothing closed by then. NULL while there is none.
 */
const struct jalon_contract_instrument *jalon_contract_instrument_at(
    const struct jalon_contract *contract, const char *instrument, struct jalon_date date);
/* The signature of PARTY that counts by DATE, or NULL. INSTRUMENT may be NULL. */
const struct jalon_contract_signature *jalon_instrument_signature(
    const struct jalon_contract_instrument *instrument, const char *party, struct jalon_date date);
/* The SHA-256 of the text that the parties of a number sign; NULL: none was declared. */
const char *jalon_contract_text(const struct jalon_contract *contract, const char *instrument,
                                int number);
/* The waiver of PARTY that counts by DATE, or NULL: it must sign the number. INSTRUMENT may be
 * NULL.
 */
const struct jalon_contract_waiver *jalon_instrument_waiver(
    const struct jalon_contract_instrument *instrument, const char *party, struct jalon_date date);
/* The same whatever its day: a party is waived of a number once. */
const struct jalon_contract_waiver *jalon_instrument_any_waiver(
    const struct jalon_contract_instrument *instrument, const char *party);
/* Does the refusal stand on DATE: neither signed nor waived, its number neither complete nor
 * closed? */
bool jalon_contract_refusal_stands(const struct jalon_contract *contract,
                                   const struct jalon_contract_refusal *refusal,
                                   struct jalon_date date);
/* Is every required party signed or waived by DATE? */
bool jalon_instrument_complete_at(const struct jalon_contract_instrument *instrument,
                                  struct jalon_date date);

/* The number whose term the contract runs under on DATE: of those that have one and are complete
 * and in force, the one signed last. NULL: no term is known. */
const struct jalon_contract_instrument *jalon_contract_term_at(
    const struct jalon_contract *contract, struct jalon_date date);

/* The last day that the plan leaves; of "after" that day. */
struct jalon_date jalon_plan_due(const struct jalon_contract_plan *plan);
/* Is the last day that it leaves over on DATE? What is planned "after" leaves any. */
bool jalon_plan_is_overdue(const struct jalon_contract_plan *plan, struct jalon_date date);
/* The day on which what is planned was there, or its number over otherwise; NONE: not yet. */
struct jalon_date jalon_contract_plan_done_on(const struct jalon_contract *contract,
                                              const struct jalon_contract_plan *plan);
/* Decided by DATE, neither moved nor taken off, and not there yet. */
bool jalon_contract_plan_stands(const struct jalon_contract *contract,
                                const struct jalon_contract_plan *plan, struct jalon_date date);
/* Of the plans that stand on DATE the one that is due first; NULL: nothing is planned. */
const struct jalon_contract_plan *jalon_contract_next_plan(const struct jalon_contract *contract,
                                                           struct jalon_date date);

struct jalon_parties { /* in the order of declaration: etat, region:…, membre:… */
    const char **codes;
    size_t n;
};

/*
 * Who must sign INSTRUMENT, as of DATE. Once a number is open its parties are frozen; until then
 * they are those of the territory on DATE: `etat` once, `region:CC` for each signing Région,
 * `membre:SIREN` for each member. An instrument `as_amended` has the parties of the completed one
 * that it amends. Parties waived by DATE are not in the list. The result lives in ARENA.
 */
struct jalon_parties jalon_contract_required_parties(const struct jalon_contract *contract,
                                                     const struct jalon_programme *programme,
                                                     const char *instrument, struct jalon_date date,
                                                     struct jalon_arena *arena);
/* The same for the number that a first signature on DATE would open. */
struct jalon_parties jalon_contract_parties_to_freeze(const struct jalon_contract *contract,
                                                      const struct jalon_programme *programme,
                                                      const char *instrument,
                                                      struct jalon_date date,
                                                      struct jalon_arena *arena);
/* Those of the required parties whose signature does not count by DATE. */
struct jalon_parties jalon_contract_missing_parties(const struct jalon_contract *contract,
                                                    const struct jalon_programme *programme,
                                                    const char *instrument, struct jalon_date date,
                                                    struct jalon_arena *arena);

/* The last day by DATE on which the contract got on: a state, a signature or a milestone. */
struct jalon_date jalon_contract_last_step(const struct jalon_contract *contract,
                                           struct jalon_date date);
/* The same, or on which anything else was said of it: a refusal, a document, a date. */
struct jalon_date jalon_contract_last_touched(const struct jalon_contract *contract,
                                              struct jalon_date date);

/* What may be done next. */
enum jalon_next_kind { JALON_NEXT_ADVANCE, JALON_NEXT_SIGN };

struct jalon_next {
    enum jalon_next_kind kind;
    const char *to;                                /* advance: the state it leads to */
    const struct jalon_transition_def *transition; /* advance */
    const struct jalon_instrument_def *instrument; /* sign */
    int number;                                    /* sign: of the instrument */
    struct jalon_parties missing;                  /* sign: required and not signed yet */
};

struct jalon_next_list {
    struct jalon_next *items; /* transitions as declared, then instruments */
    size_t n;
};

/* What ROLE may do with the contract in its state on DATE. The result lives in ARENA. */
struct jalon_next_list jalon_contract_next(const struct jalon_contract *contract,
                                           const struct jalon_programme *programme,
                                           enum jalon_role role, struct jalon_date date,
                                           struct jalon_arena *arena);

/* Why a contract is not in a state yet. */
enum jalon_explain_outcome {
    JALON_EXPLAIN_THERE,         /* it is in that state */
    JALON_EXPLAIN_STEPS,         /* the steps that lead there */
    JALON_EXPLAIN_UNREACHABLE,   /* no declared transitions lead there from its state */
    JALON_EXPLAIN_UNKNOWN_STATE, /* the programme declares no such state */
    JALON_EXPLAIN_NOT_ENTERED    /* the territory was not, or no longer, in the programme */
};

struct jalon_missing_party {
    const char *party;
    struct jalon_date since; /* the day from which its signature could count; NONE: not yet open */
};

struct jalon_explain_step {
    const struct jalon_transition_def *transition;
    const char *from, *to;
    /* For a derived transition: the instrument to complete, its parties and who of them is missing
     */
    const struct jalon_instrument_def *instrument; /* else NULL */
    int number;
    struct jalon_parties required;
    struct jalon_missing_party *missing;
    size_t n_missing;
};

struct jalon_explanation {
    enum jalon_explain_outcome outcome;
    const char *from;        /* the state in force; NULL when not entered */
    struct jalon_date since; /* and since when */
    const char *to;
    struct jalon_explain_step *steps;
    size_t n_steps;
};

/* Every guard that stands between the contract and STATE on DATE. The result lives in ARENA. */
struct jalon_explanation jalon_contract_explain(const struct jalon_contract *contract,
                                                const struct jalon_programme *programme,
                                                const char *state, struct jalon_date date,
                                                struct jalon_arena *arena);
