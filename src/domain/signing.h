/*
 * Signing as a pure decision over a contract's record and a programme revision: which parties sign
 * which number of an instrument, what that completes, and why not. jalon.sign() in the database
 * decides in the same order; tests/db/test_signing drives both and compares.
 */
#pragma once

#include "domain/contract.h"

enum jalon_sign {
    JALON_SIGN_ALLOWED,
    JALON_SIGN_ROLE, /* readers sign nothing */
    JALON_SIGN_UNKNOWN_INSTRUMENT,
    JALON_SIGN_LEFT,      /* the territory had left the programme by that day */
    JALON_SIGN_NOT_OPEN,  /* it is not signed in the contract's state */
    JALON_SIGN_TOO_EARLY, /* nor was it on that day; or the day is of a number closed since, of a
                             contract not yet signed that is to be amended, of an earlier state */
    JALON_SIGN_NOTHING_MISSING, /* "all", when all required parties have signed */
    JALON_SIGN_UNKNOWN_PARTY,
    JALON_SIGN_NOT_CONCERNED, /* the party has nothing to do with this contract or instrument */
    JALON_SIGN_NO_PARTY,
    JALON_SIGN_ALREADY_SIGNED,
    JALON_SIGN_OTHER_TEXT,  /* the text to be signed is not the one in force */
    JALON_SIGN_NO_EVIDENCE, /* the programme demands a document, or a reason why there is none */
    JALON_SIGN_N
};

struct jalon_sign_request {
    const char *instrument;
    const char *const *parties; /* {"all"}: every required one still missing */
    size_t n_parties;
    enum jalon_role role;
    struct jalon_date counts_from;
    const char *text;  /* SHA-256 of what was signed; NULL: not said */
    bool has_evidence; /* a document, or a reason why there is none */
};

struct jalon_sign_answer {
    int number;                     /* of the instrument */
    struct jalon_parties parties;   /* that sign, as stored, each once */
    const char *refused;            /* the party that is refused; NULL: none */
    bool is_complete;               /* with these signatures all required parties have signed … */
    struct jalon_date completed_on; /* … on that day */
};

/* Decides in the order of the enum but that a completion may still be too early. The answer lives
 * in ARENA. */
enum jalon_sign jalon_contract_sign(const struct jalon_contract *contract,
                                    const struct jalon_programme *programme,
                                    const struct jalon_sign_request *request,
                                    struct jalon_arena *arena,
                                    struct jalon_sign_answer *ret_answer);
