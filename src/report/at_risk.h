/*
 * Why a contract is at risk and what comes next: one short reason, the next dated step with who is
 * to do it, how long it has been in its state, and when it was last touched.
 */
#pragma once

#include "domain/contract.h"
#include "report/forecast.h"
#include "report/history.h"

enum jalon_risk_reason {                         /* the first one that holds is told */
                         JALON_RISK_REFUSAL,     /* a party refuses to sign what is awaited */
                         JALON_RISK_OVERDUE,     /* a planned date is over without the thing */
                         JALON_RISK_ONE_MISSING, /* one signature is missing */
                         JALON_RISK_IDLE,        /* no step since a while */
                         JALON_RISK_STATE,       /* so long in its state */
                         JALON_RISK_REASON_N
};

/* A planned date that stands. */
struct jalon_step {
    struct jalon_planned planned;
    struct jalon_label label; /* what is planned */
    struct jalon_when when;
    struct jalon_date due;
    struct jalon_label who; /* who is to do it; texts NULL: not said */
    const char *party;
};

struct jalon_at_risk {
    enum jalon_risk_reason reason;
    const char *party;      /* that refuses, or is missing; NULL: the reason is another one */
    struct jalon_label who; /* its name */
    int days;               /* since the planned date, the last step, or in the state */
    const char *state;
    struct jalon_label state_label;
    int days_in_state;
    bool has_step;
    struct jalon_step step; /* the first one due */
    struct jalon_date touched_on;
};

/* Of a contract in scope on DATE that waits for INSTRUMENT. Texts live in ARENA. */
void jalon_at_risk_of(const struct jalon_history_names *names, const char *instrument,
                      struct jalon_date date, struct jalon_arena *arena,
                      struct jalon_at_risk *ret_at_risk);

/* What is planned, with names; texts live in ARENA. */
struct jalon_step jalon_step_of(const struct jalon_history_names *names,
                                const struct jalon_contract_plan *plan, struct jalon_arena *arena);

/* "signature « contrat », le 4 juin 2019 (Région Normandie)". */
void jalon_phrase_step(struct jalon_str *out, enum jalon_lang lang, const struct jalon_step *step);
/* "date prévue dépassée de 12 jours". */
void jalon_phrase_risk(struct jalon_str *out, enum jalon_lang lang,
                       const struct jalon_at_risk *at_risk);

/* The contracts least likely to be signed, as plain text: two lines each. */
void jalon_at_risk_text(struct jalon_str *out, enum jalon_lang lang,
                        const struct jalon_forecast_report *report);
/* The members that the facts add to one contract of "at_risk". */
void jalon_at_risk_json(json_t *json, const struct jalon_at_risk *at_risk);
json_t *jalon_step_json(const struct jalon_step *step);
