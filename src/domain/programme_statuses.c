/* The section statuses of a programme document: what is said of a chance, from which percent on. */
#include "domain/programme_priv.h"

/* What somebody says who takes a declared status back (`jalon declare REGION none`). */
#define NO_STATUS "none"

static void check_code(struct jalon_reader *r, const struct jalon_status_def *status)
{
    size_t mark = jalon_reader_enter(r, "code");
    for (const struct jalon_status_def *other = r->p->statuses; other < status; other++) {
        if (status->code != NULL && other->code != NULL && strcmp(other->code, status->code) == 0) {
            jalon_reader_fault(r, &jalon_msg_programme_duplicate, status->code);
        }
    }
    if (status->code != NULL && strcmp(status->code, NO_STATUS) == 0) {
        jalon_reader_fault(r, &jalon_msg_programme_status_reserved, NO_STATUS);
    }
    jalon_reader_leave(r, mark);
}

/* Every chance has one status: they go down, the last one to 0. */
static void check_from(struct jalon_reader *r, const struct jalon_status_def *status, bool is_last)
{
    size_t mark = jalon_reader_enter(r, "from");
    if (status > r->p->statuses && status->from >= status[-1].from) {
        jalon_reader_fault(r, &jalon_msg_programme_statuses_unordered);
    } else if (is_last && status->from > 0) {
        jalon_reader_fault(r, &jalon_msg_programme_statuses_gap);
    }
    jalon_reader_leave(r, mark);
}

static void read_status(struct jalon_reader *r, json_t *value, bool is_last)
{
    static const struct jalon_key keys[] = {{"code", true}, {"label", false}, {"from", true}, {0}};
    if (!jalon_reader_mapping(r, value, keys)) {
        return;
    }
    int n_faults = r->n_faults;
    struct jalon_status_def *status = &r->p->statuses[r->p->n_statuses++];
    status->code = jalon_reader_code(r, value, "code");
    check_code(r, status);
    status->label = jalon_reader_label(r, value, "label");
    status->from = jalon_reader_percent(r, value, "from");
    if (r->n_faults == n_faults) {
        check_from(r, status, is_last);
    }
}

void jalon_reader_statuses(struct jalon_reader *r, json_t *statuses)
{
    struct jalon_programme *p = r->p;
    size_t n = json_array_size(statuses);
    size_t mark = jalon_reader_enter(r, "statuses");
    p->statuses = jalon_arena_array(p->arena, n, sizeof *p->statuses);
    if (jalon_reader_list(r, statuses, JALON_LIMIT_STATUSES)) {
        for (size_t i = 0; i < n; i++) {
            size_t item = jalon_reader_enter_item(r, i);
            read_status(r, json_array_get(statuses, i), i + 1 == n);
            jalon_reader_leave(r, item);
        }
    }
    jalon_reader_leave(r, mark);
}

const struct jalon_status_def *jalon_programme_status(const struct jalon_programme *p,
                                                      const char *code)
{
    for (size_t i = 0; i < p->n_statuses; i++) {
        if (strcmp(p->statuses[i].code, code) == 0) {
            return &p->statuses[i];
        }
    }
    return NULL;
}

const struct jalon_status_def *jalon_programme_status_of(const struct jalon_programme *p,
                                                         int percent)
{
    for (size_t i = 0; i < p->n_statuses; i++) {
        if (percent >= p->statuses[i].from) {
            return &p->statuses[i];
        }
    }
    return NULL;
}
