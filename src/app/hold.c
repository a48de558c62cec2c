/* Holds of things as people name them. */
#include "app/hold.h"

#include <string.h>

#include "app/contract.h"
#include "app/correction.h"

int jalon_app_hold(struct jalon_app *app, const struct jalon_write *write, const char *thing,
                   bool held, struct jalon_receipt **ret_receipt, struct jalon_err *err)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    struct jalon_entry_reference entry = {thing, 0};
    struct jalon_write full;
    if ((strchr(thing, '#') && jalon_entry_reference_read(thing, arena, &entry, err) < 0) ||
        jalon_app_in_programme(app, write, &full, err) < 0) {
        return -1;
    }
    const struct jalon_held_thing meant = {entry.code, entry.seq};
    return jalon_store_hold(app->db, &full, &meant, held, ret_receipt, err);
}

int jalon_app_holds(struct jalon_app *app, struct jalon_holds *ret_holds, struct jalon_err *err)
{
    if (jalon_app_programme(app, err) < 0) {
        return -1;
    }
    return jalon_store_holds(app->db, app->programme->code, ret_holds, err);
}
