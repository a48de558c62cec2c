/* Shared by site.c and the files of its name. */
#pragma once

#include "report/page.h"
#include "report/phrase.h"
#include "report/site.h"

/* The head of a page and its navigation. ROOT leads to the folder of the site: "" or "../"; OTHER
 * is the same page in the other language. <main> is open after jalon_site_main(). */
void jalon_site_begin(struct jalon_page *page, const struct jalon_site *site, enum jalon_lang lang,
                      const char *title);
/* The report that the page is of. */
void jalon_site_basis(struct jalon_page *page, const struct jalon_site *site);
void jalon_site_navigation(struct jalon_page *page, const char *root, const char *other);
void jalon_site_main(struct jalon_page *page);
/* Closes <main>, says what is left out, and ends the page. */
void jalon_site_end(struct jalon_page *page, struct jalon_str *out);

/* "en négociation depuis le 30 janvier 2019", "sorti du programme le 1er mars 2019". */
void jalon_site_say_state(struct jalon_str *out, enum jalon_lang lang,
                          const struct jalon_site *site, const struct jalon_contract *contract);
