/* The public site of the programme in use. */
#pragma once

#include "app/app.h"
#include "app/mirror.h"

struct jalon_publication {
    const char *folder;
    const char *address; /* of the site, for the links of its feed; NULL: there is no feed */
    const char *licence; /* one of JALON_LICENCES */
};

struct jalon_published {
    size_t n_reports;
    struct jalon_mirror_counts files;
};

/*
 * Brings the folder to hold the site: every report as it was issued, the pages and tables of what
 * the last of them knew. Reads only, and the same issues give the same bytes. REFUSED when nothing
 * was issued, when the address is none, or when a file is in the way; PERMISSION where rows would
 * be hidden from the user.
 */
JALON_MUST_CHECK int jalon_app_publish(struct jalon_app *app,
                                       const struct jalon_publication *publication,
                                       struct jalon_published *ret_published,
                                       struct jalon_err *err);
