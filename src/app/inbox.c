/* The inbox: reads the contracts, keeps those asked for, lets the domain judge. */
#include "app/inbox.h"

#include <stdlib.h>

#include "app/contract.h"
#include "app/decision.h"
#include "app/find.h"
#include "base/mem.h"
#include "base/text.h"
#include "store/journal.h"

void jalon_inbox_view_done(struct jalon_inbox_view *view)
{
    jalon_inbox_free(view->inbox);
    jalon_contracts_done(&view->contracts);
    jalon_decisions_done(&view->decisions);
}

/* The contracts that somebody asks about; NULL and no item: all of them. */
struct choice {
    const char *region;
    bool mine;
    struct jalon_texts codes;
};

static bool is_chosen(const struct choice *choice, const struct jalon_contract *contract)
{
    return (choice->region == NULL ||
            jalon_text_is_listed(contract->regions, contract->n_regions, choice->region)) &&
           (!choice->mine ||
            jalon_text_is_listed(choice->codes.items, choice->codes.n, contract->code));
}

static struct jalon_inbox *make(const struct jalon_app *app, const struct choice *choice,
                                const struct jalon_inbox_view *view,
                                const struct jalon_inbox_rules *rules, struct jalon_date as_of)
{
    const struct jalon_contracts *contracts = &view->contracts;
    struct jalon_contract **kept =
        jalon_realloc_array(NULL, contracts->n + 1, sizeof(struct jalon_contract *));
    size_t n = 0;
    for (size_t i = 0; i < contracts->n; i++) {
        if (is_chosen(choice, contracts->items[i])) {
            kept[n++] = contracts->items[i];
        }
    }
    const struct jalon_inbox_scope scope = {kept, n, choice->region != NULL || choice->mine,
                                            &view->decisions};
    struct jalon_inbox *inbox = jalon_inbox_new(app->programme, &scope, rules, as_of);
    free(kept);
    return inbox;
}

int jalon_app_inbox(struct jalon_app *app, const struct jalon_inbox_filter *filter,
                    const struct jalon_inbox_rules *rules, struct jalon_date as_of,
                    struct jalon_inbox_view *ret_view, struct jalon_err *err)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    JALON_AUTO(jalon_inbox_view_done) struct jalon_inbox_view view = {0};
    struct choice choice = {.mine = filter->mine};
    if (jalon_app_programme(app, err) < 0 ||
        jalon_app_find_region(app, filter->region, &choice.region, err) < 0 ||
        jalon_app_contracts(app, &view.contracts, err) < 0 ||
        jalon_app_decisions(app, as_of, &view.decisions, err) < 0 ||
        (filter->mine && jalon_store_recorded_by_me(app->db, app->programme->code, arena,
                                                    &choice.codes, err) < 0)) {
        return -1;
    }
    view.inbox = make(app, &choice, &view, rules, jalon_app_day(app, as_of));
    *ret_view = view;
    view = (struct jalon_inbox_view){0};
    return 0;
}
