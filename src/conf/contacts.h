/*
 * Addresses of parties, in a CSV file with the columns party and address; a row that names a
 * territory_code too is for that contract alone. Nobody's address is guessed.
 */
#pragma once

#include "base/csv.h"
#include "base/err.h"

/* Is it one plain address, without a name, a comment or a second one? */
bool jalon_address_is_plain(const char *text);

/* REFUSED, with path and line, for a file or an address that cannot be read. */
JALON_MUST_CHECK int jalon_contacts_read(const char *path, struct jalon_csv **ret_contacts,
                                         struct jalon_err *err);

/* Those who get the weekly report: the columns address and, where it is not that of the run, lang
 * (fr or en). Refused alike. */
JALON_MUST_CHECK int jalon_recipients_read(const char *path, struct jalon_csv **ret_recipients,
                                           struct jalon_err *err);

/* Of PARTY for the contract CODE, of PARTY for all, or NULL. CONTACTS may be NULL. */
const char *jalon_contacts_address(const struct jalon_csv *contacts, const char *party,
                                   const char *code);
