/*
 * Whom to believe: a C2SP tlog-policy file, which comes from outside the bundle. Keys are taken
 * from nowhere else.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jalon-verify/key.h"

#define POLICY_MAX_LOGS    32
#define POLICY_MAX_NAMES   64 /* witnesses and groups */
#define POLICY_MAX_MEMBERS 64

/* A witness or a group of those defined before it. */
struct party {
    const char *name; /* within the policy's own text */
    size_t name_length;
    struct key key;   /* of a witness */
    size_t threshold; /* of a group, from 1; 0: a witness */
    size_t members[POLICY_MAX_MEMBERS];
    size_t n_members;
    bool is_member; /* of a group: it may be in one only */
};

struct policy {
    struct key logs[POLICY_MAX_LOGS];
    size_t n_logs;
    struct party parties[POLICY_MAX_NAMES];
    size_t n_parties;
    bool has_quorum;
    size_t quorum; /* index of the party; POLICY_MAX_NAMES: none is asked for */
};

/* What is wrong with a line. */
enum policy_fault {
    POLICY_OK,
    POLICY_CHARACTER, /* a control character */
    POLICY_WORD,      /* another first word, or too few or too many after it */
    POLICY_KEY,       /* no key of the kind that is due */
    POLICY_TWICE,     /* a key, a name, a membership or the quorum a second time */
    POLICY_UNKNOWN,   /* a name that no line before defines */
    POLICY_THRESHOLD,
    POLICY_TOO_MANY,
    POLICY_NO_LOG,
    POLICY_NO_QUORUM,
    POLICY_N
};

/* TEXT must outlive the policy. *ret_line is that of the fault, from 1. */
enum policy_fault policy_read(const char *text, size_t length, struct policy *ret_policy,
                              size_t *ret_line);

/* Is the quorum met when the parties of COSIGNED, one flag each, have cosigned? Those of groups are
 * filled in. */
bool policy_is_met(const struct policy *policy, bool cosigned[POLICY_MAX_NAMES]);
