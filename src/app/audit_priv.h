/* Shared by the parts of the audit. */
#pragma once

#include "app/audit.h"
#include "journal/tree.h"
#include "store/seal.h"

/* A signed checkpoint that the tree must have had. */
struct audit_bound {
    struct jalon_tree_head head;
    const char *where;
    char origin[256]; /* the log's name in the epoch that signed it */
};

struct audit {
    struct jalon_app *app;
    const struct jalon_audit_request *request;
    struct jalon_check *check;
    struct jalon_hasher *hasher;
    struct audit_bound *bounds; /* by size */
    size_t n_bounds;
    struct jalon_log_head head; /* as the database has it, read after the bounds */
};

void audit_problem(struct audit *audit, const struct jalon_check_problem *problem);
/* A number as text, owned by the check. */
const char *audit_number(struct audit *audit, uint64_t number);

/* Reads the checkpoints of the database and those of the request, and judges their signatures. */
JALON_MUST_CHECK int audit_read_bounds(struct audit *audit, struct jalon_err *err);
/* Reads the leaves against them, and the hashes that are kept of the tree. */
JALON_MUST_CHECK int audit_read_tree(struct audit *audit, struct jalon_err *err);
