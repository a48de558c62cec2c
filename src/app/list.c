/* The list of contracts: its conditions are checked against the programme, so that a misspelt one
 * is told and not answered by an empty list. */
#include <string.h>
#include <strings.h>

#include "app/contract.h"
#include "base/str.h"
#include "pg/pg_messages.h"

static int check_party(const struct jalon_programme *p, const char *party, struct jalon_err *err)
{
    const struct jalon_party_def *type = party != NULL ? jalon_programme_party(p, party) : NULL;
    const char *colon = party != NULL ? strchr(party, ':') : NULL;
    if (type != NULL && type->one_per == JALON_ONE_PER_REGION && colon != NULL &&
        jalon_programme_region_name(p, colon + 1) == NULL) {
        return jalon_fail(err, &jalon_msg_unknown_region, colon + 1);
    }
    if (party == NULL || type != NULL) {
        return 0;
    }
    JALON_AUTO(jalon_str_done) struct jalon_str known = {0};
    for (size_t i = 0; i < p->n_parties; i++) {
        jalon_str_addf(&known, "%s%s", i > 0 ? ", " : "", p->parties[i].code);
    }
    return jalon_fail(err, &jalon_msg_unknown_party, party, jalon_str_text(&known));
}

/* A Région by its code or its name. */
static int find_region(const struct jalon_programme *p, const char *given, const char **ret_code,
                       struct jalon_err *err)
{
    if (given == NULL) {
        return 0;
    }
    for (size_t i = 0; i < p->n_regions; i++) {
        if (strcmp(p->regions[i].code, given) == 0 || strcasecmp(p->regions[i].name, given) == 0) {
            *ret_code = p->regions[i].code;
            return 0;
        }
    }
    return jalon_fail(err, &jalon_msg_unknown_region, given);
}

int jalon_app_list(struct jalon_app *app, const struct jalon_list_filter *filter,
                   struct jalon_date as_of, struct jalon_list **ret_list, struct jalon_err *err)
{
    struct jalon_list_filter checked = *filter;
    if (jalon_app_programme(app, err) < 0 ||
        (filter->state != NULL && jalon_app_check_state(app, filter->state, err) < 0) ||
        check_party(app->programme, filter->missing, err) < 0 ||
        find_region(app->programme, filter->region, &checked.region, err) < 0) {
        return -1;
    }
    return jalon_store_list(app->db, app->programme->code, &checked, jalon_app_day(app, as_of),
                            ret_list, err);
}
