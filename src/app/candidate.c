/* Candidates: the private server is addressed as any other, so that nothing can start it. */
#include "app/candidate.h"

static int connect_only(const struct jalon_location *location, struct jalon_db **ret_db,
                        struct jalon_err *err)
{
    struct jalon_location there = *location;
    JALON_AUTO(jalon_private_freep) struct jalon_private *private_cluster = NULL;
    if (there.conninfo == NULL) {
        if (jalon_private_new(location, &private_cluster, err) < 0) {
            return -1;
        }
        there.conninfo = jalon_cluster_conninfo(private_cluster->cluster);
    }
    return jalon_location_connect(&there, false, ret_db, err);
}

int jalon_app_candidates(const struct jalon_location *location, const char *kind,
                         const char *programme, struct jalon_candidates *ret_candidates,
                         struct jalon_err *err)
{
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = NULL;
    if (connect_only(location, &db, err) < 0) {
        return -1;
    }
    return jalon_store_candidates(db, kind, programme, location->lang, ret_candidates, err);
}
