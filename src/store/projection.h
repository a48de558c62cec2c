/* Whole contracts out of the tables, as known now. */
#pragma once

#include "domain/contract.h"
#include "store/books.h"

/*
 * The contract CODE of PROGRAMME, in one statement. *ret_contract stays NULL when there is none
 * that this reader may see.
 */
JALON_MUST_CHECK int jalon_store_contract(struct jalon_db *db, struct jalon_books books,
                                          const char *code, struct jalon_contract **ret_contract,
                                          struct jalon_err *err);

struct jalon_contracts {
    struct jalon_contract **items; /* by code */
    size_t n;
};
void jalon_contracts_done(struct jalon_contracts *contracts); /* for JALON_AUTO */

/* All contracts of PROGRAMME, from one snapshot. */
JALON_MUST_CHECK int jalon_store_contracts(struct jalon_db *db, struct jalon_books books,
                                           struct jalon_contracts *ret_contracts,
                                           struct jalon_err *err);

/* A contract of the document that jalon.contract_record() makes. */
struct jalon_contract *jalon_contract_of_record(const json_t *record);
