/* The register's cohorts and weights. */
#include "base/arena.h"
#include "base/limits.h"
#include "base/mem.h"
#include "conf/register_priv.h"

static bool has_member(const struct jalon_register *reg, const char *territory, const char *siren)
{
    for (size_t i = 0; i < reg->n_members; i++) {
        if (strcmp(reg->members[i].territory, territory) == 0 &&
            strcmp(reg->members[i].member.siren, siren) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether it is one on that day is for the database to say; of a file that is read by itself,
 * whether it is one at all. */
static const char *read_member(struct jalon_register_reader *r)
{
    const char *siren = jalon_register_optional(r, "member_siren", JALON_LIMIT_LABEL);
    const char *territory = jalon_register_cell(r, "territory_code");
    if (jalon_register_find(r) && siren != NULL && r->path == NULL &&
        !has_member(r->result, territory, siren)) {
        jalon_register_fault(r, "member_siren", &jalon_msg_register_not_a_member, siren);
    }
    return siren;
}

static struct jalon_register_cohort read_joining(struct jalon_register_reader *r)
{
    const char *cohort = jalon_register_cell(r, "cohort");
    if (jalon_programme_cohort(r->programme, cohort) == NULL) {
        jalon_register_fault(r, "cohort", &jalon_msg_register_no_cohort, cohort);
    }
    if (jalon_register_cell(r, "since")[0] == '\0') {
        jalon_register_fault(r, "since", &jalon_msg_register_empty, "since");
    }
    return (struct jalon_register_cohort){
        .cohort = jalon_register_copy(r, "cohort"),
        .territory = jalon_register_copy(r, "territory_code"),
        .member = read_member(r),
        .on = jalon_register_optional_date(r, "since"),
        .source = jalon_register_optional(r, "source", JALON_LIMIT_EVIDENCE),
        .line = jalon_csv_line(r->csv, r->row),
    };
}

static void read_cohort(struct jalon_register_reader *r)
{
    struct jalon_register *reg = r->result;
    struct jalon_register_cohort row = read_joining(r);
    reg->cohorts[reg->n_cohorts++] = row;
    struct jalon_date since = row.on;
    row.on = jalon_register_optional_date(r, "until");
    if (!jalon_date_is_set(row.on)) {
        return;
    }
    if (jalon_date_is_set(since) && jalon_date_compare(row.on, since) < 0) {
        jalon_register_fault(r, "until", &jalon_msg_register_until_early,
                             jalon_register_cell(r, "until"));
    }
    row.leaves = true;
    reg->cohorts[reg->n_cohorts++] = row;
}

void jalon_register_read_cohorts(struct jalon_register_reader *r, const char *folder)
{
    static const char *const required[] = {"cohort", "territory_code", "since", NULL};
    static const char *const optional[] = {"label",  "member_siren", "member_name",
                                           "source", "until",        NULL};
    static const struct jalon_register_table table = {"cohorts.csv", required, optional};
    JALON_AUTO(jalon_csv_freep) struct jalon_csv *csv = NULL;
    if (!jalon_register_open(r, folder, &table, &csv)) {
        return;
    }
    r->result->cohorts =
        jalon_arena_array(r->result->arena, 2 * jalon_csv_n_rows(csv), sizeof *r->result->cohorts);
    for (; r->row < jalon_csv_n_rows(csv); r->row++) {
        read_cohort(r);
    }
}

/* A whole number of at most N digits; 0 when the cell is empty. */
static int64_t read_number(struct jalon_register_reader *r, const char *field, size_t n)
{
    const char *text = jalon_register_cell(r, field);
    if (strlen(text) > n || text[strspn(text, "0123456789")] != '\0') {
        char most[24];
        (void)snprintf(most, sizeof most, "%zu", n);
        jalon_register_fault(r, field, &jalon_msg_register_bad_number, text, most);
        return 0;
    }
    return strtoll(text, NULL, 10);
}

/* As jalon.weigh() in the database. */
static struct jalon_register_weight read_weight(struct jalon_register_reader *r)
{
    enum { VALUE_DIGITS = 12, COUNTED_DIGITS = 4 };
    static const char *const required[] = {"value", "as_of_year"};
    const char *weight = jalon_register_cell(r, "weight");
    (void)jalon_register_find(r);
    if (jalon_programme_weight(r->programme, weight) == NULL) {
        jalon_register_fault(r, "weight", &jalon_msg_register_no_weight, weight);
    }
    for (size_t i = 0; i < JALON_COUNT(required); i++) {
        if (jalon_register_cell(r, required[i])[0] == '\0') {
            jalon_register_fault(r, required[i], &jalon_msg_register_empty, required[i]);
        }
    }
    return (struct jalon_register_weight){
        .weight = jalon_register_copy(r, "weight"),
        .territory = jalon_register_copy(r, "territory_code"),
        .value = read_number(r, "value", VALUE_DIGITS),
        .as_of_year = jalon_register_year(r, "as_of_year"),
        .counted = (int)read_number(r, "counted_members", COUNTED_DIGITS),
        .on = jalon_register_optional_date(r, "since"),
        .source = jalon_register_optional(r, "source", JALON_LIMIT_EVIDENCE),
        .line = jalon_csv_line(r->csv, r->row),
    };
}

void jalon_register_read_weights(struct jalon_register_reader *r, const char *folder)
{
    static const char *const required[] = {"territory_code", "weight", "value", "as_of_year", NULL};
    static const char *const optional[] = {"counted_members", "source", "since", NULL};
    static const struct jalon_register_table table = {"weights.csv", required, optional};
    JALON_AUTO(jalon_csv_freep) struct jalon_csv *csv = NULL;
    if (!jalon_register_open(r, folder, &table, &csv)) {
        return;
    }
    r->result->weights =
        jalon_arena_array(r->result->arena, jalon_csv_n_rows(csv), sizeof *r->result->weights);
    for (; r->row < jalon_csv_n_rows(csv); r->row++) {
        r->result->weights[r->result->n_weights++] = read_weight(r);
    }
}
