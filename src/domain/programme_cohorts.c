/* The sections cohorts and weights of a programme document, and their lookups. */
#include "domain/programme_priv.h"

static void read_cohort(struct jalon_reader *r, const char *code, json_t *value)
{
    static const struct jalon_key keys[] = {{"label", false}, {0}};
    if (!jalon_reader_hyphened_code_here(r, code)) {
        return;
    }
    struct jalon_cohort_def *cohort = &r->p->cohorts[r->p->n_cohorts++];
    cohort->code = jalon_arena_strdup(r->p->arena, code);
    if (jalon_reader_mapping(r, value, keys)) {
        cohort->label = jalon_reader_label(r, value, "label");
    }
}

static int compare_cohorts(const void *a, const void *b)
{
    const struct jalon_cohort_def *cohort_a = a, *cohort_b = b;
    return strcmp(cohort_a->code, cohort_b->code);
}

void jalon_reader_cohorts(struct jalon_reader *r, json_t *cohorts)
{
    struct jalon_programme *p = r->p;
    p->cohorts = jalon_arena_array(p->arena, json_object_size(cohorts), sizeof *p->cohorts);
    if (jalon_reader_each(r, "cohorts", cohorts, JALON_LIMIT_COHORTS, read_cohort)) {
        qsort(p->cohorts, p->n_cohorts, sizeof *p->cohorts, compare_cohorts);
    }
}

static void read_weight(struct jalon_reader *r, const char *code, json_t *value)
{
    static const struct jalon_key keys[] = {{"label", false}, {"unit", false}, {0}};
    if (!jalon_reader_hyphened_code_here(r, code)) {
        return;
    }
    struct jalon_weight_def *weight = &r->p->weights[r->p->n_weights++];
    weight->code = jalon_arena_strdup(r->p->arena, code);
    if (jalon_reader_mapping(r, value, keys)) {
        weight->label = jalon_reader_label(r, value, "label");
        weight->unit = jalon_reader_label(r, value, "unit");
    }
}

static int compare_weights(const void *a, const void *b)
{
    const struct jalon_weight_def *weight_a = a, *weight_b = b;
    return strcmp(weight_a->code, weight_b->code);
}

void jalon_reader_weights(struct jalon_reader *r, json_t *weights)
{
    struct jalon_programme *p = r->p;
    p->weights = jalon_arena_array(p->arena, json_object_size(weights), sizeof *p->weights);
    if (jalon_reader_each(r, "weights", weights, JALON_LIMIT_WEIGHTS, read_weight)) {
        qsort(p->weights, p->n_weights, sizeof *p->weights, compare_weights);
    }
}

const struct jalon_cohort_def *jalon_programme_cohort(const struct jalon_programme *p,
                                                      const char *code)
{
    for (size_t i = 0; i < p->n_cohorts; i++) {
        if (strcmp(p->cohorts[i].code, code) == 0) {
            return &p->cohorts[i];
        }
    }
    return NULL;
}

const struct jalon_weight_def *jalon_programme_weight(const struct jalon_programme *p,
                                                      const char *code)
{
    for (size_t i = 0; i < p->n_weights; i++) {
        if (strcmp(p->weights[i].code, code) == 0) {
            return &p->weights[i];
        }
    }
    return NULL;
}

struct jalon_date jalon_programme_weight_day(const struct jalon_programme *p, int year)
{
    struct jalon_date first = jalon_date_of(year, 1, 1);
    return jalon_date_compare(first, p->starts_on) < 0 ? p->starts_on : first;
}
