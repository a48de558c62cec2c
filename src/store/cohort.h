/* Cohorts and weights into the database. */
#pragma once

#include "store/write.h"

struct jalon_cohort_move {
    const char *code, *cohort;
    const char *member; /* SIREN; NULL: the territory as a whole */
};

JALON_MUST_CHECK int jalon_store_cohort_join(struct jalon_db *db, const struct jalon_write *write,
                                             const struct jalon_cohort_move *move,
                                             struct jalon_receipt **ret_receipt,
                                             struct jalon_err *err);
JALON_MUST_CHECK int jalon_store_cohort_leave(struct jalon_db *db, const struct jalon_write *write,
                                              const struct jalon_cohort_move *move,
                                              struct jalon_receipt **ret_receipt,
                                              struct jalon_err *err);

struct jalon_weighing {
    const char *code, *weight;
    int64_t value;
    int as_of_year;
    int counted; /* the value is a sum over so many members; 0: it is of the whole territory */
};

/* As the database takes it: what is weighed, without its name. */
json_t *jalon_store_figure_object(const struct jalon_weighing *weighing);

JALON_MUST_CHECK int jalon_store_weigh(struct jalon_db *db, const struct jalon_write *write,
                                       const struct jalon_weighing *weighing,
                                       struct jalon_receipt **ret_receipt, struct jalon_err *err);
