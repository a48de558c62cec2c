/* What every writing command does: build the write from its options, print the receipt. */
#pragma once

#include "app/contract.h"
#include "jalon/run.h"

/* The write as the common options say it; with --dry-run the connection writes nothing. */
struct jalon_write write_of(struct cli_run *run, struct jalon_date on,
                            enum jalon_precision precision);

/* "ti-2801#7 · en négociation", or a jalon.receipt/1 document. */
void receipt_print(struct cli_run *run, const struct jalon_write *write,
                   const struct jalon_receipt *receipt);

/* The document alone, for more members; the caller owns it. */
json_t *receipt_json(const struct cli_run *run, const struct jalon_write *write,
                     const struct jalon_receipt *receipt);

/* After a dry run: what would have been written, one line an entry. Otherwise nothing. */
JALON_MUST_CHECK int receipt_tell_move(struct cli_run *run, const struct jalon_write *write,
                                       const struct jalon_receipt *receipt, struct jalon_err *err);
JALON_MUST_CHECK int receipt_tell_signing(struct cli_run *run, const struct jalon_write *write,
                                          const struct jalon_signing *signing,
                                          const struct jalon_receipt *receipt,
                                          struct jalon_err *err);
void receipt_tell_milestone(struct cli_run *run, const struct jalon_write *write,
                            const char *milestone, const struct jalon_receipt *receipt);
void receipt_tell_entry(struct cli_run *run, const struct jalon_write *write,
                        const struct jalon_territory *territory,
                        const struct jalon_receipt *receipt);
JALON_MUST_CHECK int receipt_tell_change(struct cli_run *run, const struct jalon_write *write,
                                         const struct jalon_territory_change *change,
                                         const struct jalon_receipt *receipt,
                                         struct jalon_err *err);
void receipt_tell_succession(struct cli_run *run, const struct jalon_write *write,
                             const struct jalon_succession *succession,
                             const struct jalon_receipt *receipt);

void receipt_tell_cohort(struct cli_run *run, const struct jalon_write *write,
                         const struct jalon_cohort_move *move, bool leaves,
                         const struct jalon_receipt *receipt);
JALON_MUST_CHECK int receipt_tell_refusal(struct cli_run *run, const struct jalon_write *write,
                                          const struct jalon_party_act *act,
                                          const struct jalon_receipt *receipt,
                                          struct jalon_err *err);
JALON_MUST_CHECK int receipt_tell_waiver(struct cli_run *run, const struct jalon_write *write,
                                         const struct jalon_party_act *act,
                                         const struct jalon_receipt *receipt,
                                         struct jalon_err *err);
JALON_MUST_CHECK int receipt_tell_retarget(struct cli_run *run, const struct jalon_write *write,
                                           const struct jalon_retarget *retarget,
                                           const struct jalon_receipt *receipt,
                                           struct jalon_err *err);
void receipt_tell_term(struct cli_run *run, const struct jalon_write *write,
                       const struct jalon_term *term, const struct jalon_receipt *receipt);
JALON_MUST_CHECK int receipt_tell_plan(struct cli_run *run, const struct jalon_write *write,
                                       const struct jalon_plan *plan,
                                       const struct jalon_receipt *receipt, struct jalon_err *err);
void receipt_tell_weighing(struct cli_run *run, const struct jalon_write *write,
                           const struct jalon_weighing *weighing,
                           const struct jalon_receipt *receipt);

/* Fails (USAGE) unless a day was given, or its precision is `unknown`. */
JALON_MUST_CHECK int need_day(struct jalon_date on, enum jalon_precision precision,
                              struct jalon_err *err);
