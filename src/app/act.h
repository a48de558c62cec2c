/* Rows of the register as the writes that record them. */
#pragma once

#include "conf/register.h"
#include "store/cohort.h"
#include "store/contract.h"
#include "store/party.h"
#include "store/plan.h"
#include "store/target.h"
#include "store/term.h"
#include "store/territory.h"

/* The day and evidence of a row; request and programme are not set. */
struct jalon_write jalon_act_entry(const struct jalon_register_territory *row);
struct jalon_write jalon_act_write(const struct jalon_register_event *row);

/* What the row says, where its action is of that kind; else nothing but the code. */
struct jalon_signing jalon_act_signing(const struct jalon_register_event *row);
struct jalon_retarget jalon_act_retarget(const struct jalon_register_event *row);
struct jalon_party_act jalon_act_party(const struct jalon_register_event *row);
struct jalon_plan jalon_act_plan(const struct jalon_register_event *row);
struct jalon_term jalon_act_term(const struct jalon_register_event *row);
struct jalon_territory_change jalon_act_change(const struct jalon_register_event *row);

/* Can row AT rightly say again what row BEFORE says? A signature of what is signed again and again,
 * or a move back to a state that the territory left meanwhile. */
bool jalon_act_may_repeat(const struct jalon_programme *programme,
                          const struct jalon_register_event *rows, size_t before, size_t at);

/* A figure without a day has none here either: see jalon_programme_weight_day(). */
struct jalon_write jalon_act_cohort(const struct jalon_register_cohort *row);
struct jalon_cohort_move jalon_act_move(const struct jalon_register_cohort *row);
struct jalon_write jalon_act_weight(const struct jalon_register_weight *row);
struct jalon_weighing jalon_act_weighing(const struct jalon_register_weight *row);
