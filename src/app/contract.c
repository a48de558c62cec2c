/* What a user can do to one contract. */
#include "app/contract.h"

/* The write under the programme in force. */
static int in_programme(struct jalon_app *app, const struct jalon_write *write,
                        struct jalon_write *ret_write, struct jalon_err *err)
{
    if (jalon_app_programme(app, err) < 0) {
        return -1;
    }
    *ret_write = *write;
    ret_write->programme = app->programme->code;
    return 0;
}

int jalon_app_advance(struct jalon_app *app, const struct jalon_write *write, const char *code,
                      const char *to, const char *expect, struct jalon_receipt **ret_receipt,
                      struct jalon_err *err)
{
    struct jalon_write full;
    if (in_programme(app, write, &full, err) < 0) {
        return -1;
    }
    return jalon_store_advance(app->db, &full, code, to, expect, ret_receipt, err);
}

int jalon_app_sign(struct jalon_app *app, const struct jalon_write *write,
                   const struct jalon_signing *signing, struct jalon_receipt **ret_receipt,
                   struct jalon_err *err)
{
    struct jalon_write full;
    if (in_programme(app, write, &full, err) < 0) {
        return -1;
    }
    return jalon_store_sign(app->db, &full, signing, ret_receipt, err);
}

int jalon_app_milestone(struct jalon_app *app, const struct jalon_write *write, const char *code,
                        const char *milestone, struct jalon_receipt **ret_receipt,
                        struct jalon_err *err)
{
    struct jalon_write full;
    if (in_programme(app, write, &full, err) < 0) {
        return -1;
    }
    return jalon_store_milestone(app->db, &full, code, milestone, ret_receipt, err);
}

int jalon_app_territory_add(struct jalon_app *app, const struct jalon_write *write,
                            const struct jalon_territory *territory,
                            struct jalon_receipt **ret_receipt, struct jalon_err *err)
{
    struct jalon_write full;
    if (in_programme(app, write, &full, err) < 0) {
        return -1;
    }
    return jalon_store_territory_add(app->db, &full, territory, ret_receipt, err);
}
