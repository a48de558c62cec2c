/* The list of contracts: its conditions are checked against the programme, so that a misspelt one
 * is told and not answered by an empty list. */
#include <string.h>

#include "app/contract.h"
#include "app/find.h"
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

static int check_instrument(const struct jalon_programme *p, const char *instrument,
                            struct jalon_err *err)
{
    if (instrument == NULL || jalon_programme_instrument(p, instrument) != NULL) {
        return 0;
    }
    JALON_AUTO(jalon_str_done) struct jalon_str known = {0};
    for (size_t i = 0; i < p->n_instruments; i++) {
        jalon_str_addf(&known, "%s%s", i > 0 ? ", " : "", p->instruments[i].code);
    }
    return jalon_fail(err, &jalon_msg_unknown_instrument, instrument, jalon_str_text(&known));
}

static int check_states(struct jalon_app *app, const struct jalon_texts *states,
                        struct jalon_err *err)
{
    for (size_t i = 0; i < states->n; i++) {
        if (jalon_app_check_state(app, states->items[i], err) < 0) {
            return -1;
        }
    }
    return 0;
}

int jalon_app_list(struct jalon_app *app, const struct jalon_list_filter *filter,
                   struct jalon_date as_of, struct jalon_list **ret_list, struct jalon_err *err)
{
    struct jalon_list_filter checked = *filter;
    if (jalon_app_programme(app, err) < 0 || check_states(app, &filter->states, err) < 0 ||
        check_states(app, &filter->other_states, err) < 0 ||
        check_party(app->programme, filter->missing, err) < 0 ||
        check_instrument(app->programme, filter->instrument, err) < 0 ||
        jalon_app_check_search(filter->search, err) < 0 ||
        jalon_app_find_region(app, filter->region, &checked.region, err) < 0 ||
        jalon_app_find_departement(app, filter->departement, &checked.departement, err) < 0) {
        return -1;
    }
    return jalon_store_list(app->db, jalon_app_books(app), &checked, jalon_app_day(app, as_of),
                            ret_list, err);
}
