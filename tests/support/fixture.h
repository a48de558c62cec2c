/*
 * A made-up programme with made-up territories in a database, and a login for each group. The
 * programme is that of the unit tests (tests/unit/data/programme_demo.json) with one more move,
 * `set_back` from pilot to identified, which names the role recorder alone.
 *
 * It also declares the cohorts `avant-garde` and `second`, and the weight `emplois`.
 *
 *   essai-1  Région 52, no member         essai-2  Régions 28 and 52, 2 members
 *   essai-3  Régions 28 and 52, 6 members   all entered on 10 December 2018
 */
#pragma once

#include "base/str.h"
#include "domain/contract.h"
#include "store/contract.h"
#include "store/territory.h"

#define FIXTURE_PROGRAMME "demo"
#define FIXTURE_READER    "test_reader"
#define FIXTURE_RECORDER  "test_recorder"
#define FIXTURE_MANAGER   "test_manager"
#define FIXTURE_AUDITOR   "test_auditor"
#define FIXTURE_SEALER    "test_sealer"

/* For SETUP_GROUP: every test_database_new() then holds all of the above. */
int fixture_setup(void **state);

/* Opens the database as one of the logins; jalon_db_closep() it. */
struct jalon_db *fixture_open(const char *database, const char *login);

/* The programme's document; the caller frees it. */
char *fixture_document(void);
/* The same, to be changed. */
json_t *fixture_document_json(void);
struct jalon_programme *fixture_programme(void);

/* A write under a fresh request id, on an exact day: "2019-01-15". */
struct jalon_write fixture_write(const char *on);
struct jalon_date fixture_date(const char *iso);

/*
 * Adds a territory with the first N_REGIONS of 28 and 52, and N_MEMBERS members (at most 9), the
 * first of them 200000008. WRITE says when it entered. Fails the test when that is refused.
 */
void fixture_add(struct jalon_db *db, const struct jalon_write *write, const char *code,
                 size_t n_regions, size_t n_members);
/* The same, with what the database answers. */
int fixture_try_add(struct jalon_db *db, const struct jalon_write *write, const char *code,
                    size_t n_regions, size_t n_members, struct jalon_err *err);

/*
 * A step that must succeed, as a line: "negotiating 2019-01-10" moves, with the reason "essai";
 * "contrat etat 2019-02-01" signs. A precision may follow: "contrat etat 2019-02-01 before", and
 * "-" stands for no date. A change of the territory is a step too: see fixture_try_change().
 */
void fixture_step(struct jalon_db *db, const char *code, const char *line);

/*
 * KIND changes the territory on the day of WRITE, for the reason "essai" where it gives none:
 * "rename" to the name WHAT, "alias" with the further name WHAT, "member-add" and "member-remove"
 * of the SIREN WHAT, "leave" into the codes of WHAT, separated by commas; "-": into none.
 */
int fixture_try_change(struct jalon_db *db, const struct jalon_write *write, const char *code,
                       const char *kind, const char *what, struct jalon_err *err);
bool fixture_is_change(const char *kind);

/* The contract as its journal tells it; faults found on the way are added to FAULTS, a line each.
 */
struct jalon_contract *fixture_replay(struct jalon_db *db, const struct jalon_programme *programme,
                                      const char *code, struct jalon_str *faults);

/* Journal and tables say the same of each of these codes, and nothing forbidden. */
void fixture_assert_replays(const char *database, const char *const *codes, size_t n);

/* The content of every table of the schemas jalon and audit, in one line each (hashed). */
const char *fixture_dump(const char *database);
/* "ok", or what is wrong with the chains of the journal and the heads in the subjects' rows. */
const char *fixture_chain(const char *database);
