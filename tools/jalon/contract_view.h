/* One contract as of a day, told as text or as JSON. */
#pragma once

#include <jansson.h>

#include "base/str.h"
#include "domain/contract.h"
#include "report/history.h"

struct contract_view {
    const struct jalon_contract *contract;
    const struct jalon_programme *programme;
    struct jalon_history_names names; /* of the two above */
    struct jalon_date day;
    enum jalon_role role; /* of whom `next` speaks */
    enum jalon_lang lang;
};

/* "ti-2801 · NAME", its state and the day: the first two lines of show and explain. */
void contract_head_text(const struct contract_view *view, struct jalon_str *out);
void contract_text(const struct contract_view *view, struct jalon_str *out);
json_t *contract_json(const struct contract_view *view); /* jalon.show/1 */

/* A line for each document; false: there is none. */
bool documents_text(const struct contract_view *view, struct jalon_str *out);
json_t *documents_json(const struct contract_view *view);

/* Names, Régions and members alone. */
void territory_text(const struct contract_view *view, struct jalon_str *out);
json_t *territory_json(const struct contract_view *view); /* jalon.territory/1 */

void explanation_text(const struct contract_view *view, const struct jalon_explanation *answer,
                      struct jalon_str *out);
json_t *explanation_json(const struct contract_view *view,
                         const struct jalon_explanation *answer); /* jalon.explain/1 */
