/* What doctor finds, as rows. */
#pragma once

#include "base/arena.h"
#include "pg/db.h"

struct jalon_finding {
    const char *code, *state, *detail; /* "clock"; "ok", "attention" or "failure"; "0 s" */
};

struct jalon_findings {
    struct jalon_finding *items;
    size_t n;
    struct jalon_arena *arena;
};

void jalon_findings_add(struct jalon_findings *findings, const char *code, const char *state,
                        const char *detail);
void jalon_findings_done(struct jalon_findings *findings); /* for JALON_AUTO */

/* Adds what the server's catalogue says; CLIENT_SECONDS is the caller's clock. */
JALON_MUST_CHECK int jalon_store_doctor(struct jalon_db *db, long long client_seconds,
                                        struct jalon_findings *findings, struct jalon_err *err);
