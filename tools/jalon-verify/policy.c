/* Reads policies line by line. */
#include "jalon-verify/policy.h"

#include <string.h>

#include "jalon-verify/codec.h"

enum { MAX_WORDS = POLICY_MAX_MEMBERS + 3 };

struct word {
    const char *at;
    size_t length;
};
struct line {
    struct word words[MAX_WORDS];
    size_t n;
};

static bool is(struct word word, const char *text)
{
    return word.length == strlen(text) && memcmp(word.at, text, word.length) == 0;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* A comment has no words. */
static enum policy_fault split(const char *text, size_t length, struct line *line)
{
    const char *at = text, *end = text + length;
    line->n = 0;
    for (size_t i = 0; i < length; i++) {
        if (((unsigned char)text[i] < ' ' && text[i] != '\t') || text[i] == 0x7f) {
            return POLICY_CHARACTER;
        }
    }
    while (at < end) {
        const char *start = at;
        while (at < end && !is_blank(*at)) {
            at++;
        }
        if (at > start && *start == '#' && line->n == 0) {
            return POLICY_OK;
        }
        if (at > start && line->n == MAX_WORDS) {
            return POLICY_TOO_MANY;
        }
        if (at > start) {
            line->words[line->n++] = (struct word){start, (size_t)(at - start)};
        }
        at += at < end;
    }
    return POLICY_OK;
}

/* The index of the party of that name, or n_parties. */
static size_t find(const struct policy *policy, struct word name)
{
    size_t i = 0;
    while (i < policy->n_parties && (policy->parties[i].name_length != name.length ||
                                     memcmp(policy->parties[i].name, name.at, name.length) != 0)) {
        i++;
    }
    return i;
}

/* One key may stand for one log or one witness only, whatever it is called. */
static bool key_is_known(const struct policy *policy, const struct key *key)
{
    for (size_t i = 0; i < policy->n_logs; i++) {
        if (memcmp(policy->logs[i].bytes, key->bytes, KEY_BYTES) == 0) {
            return true;
        }
    }
    for (size_t i = 0; i < policy->n_parties; i++) {
        const struct party *party = &policy->parties[i];
        if (party->threshold == 0 && memcmp(party->key.bytes, key->bytes, KEY_BYTES) == 0) {
            return true;
        }
    }
    return false;
}

static enum policy_fault read_key(const struct policy *policy, struct word word, enum key_kind kind,
                                  struct key *ret_key)
{
    if (!key_read(word.at, word.length, ret_key) || ret_key->kind != kind) {
        return POLICY_KEY;
    }
    return key_is_known(policy, ret_key) ? POLICY_TWICE : POLICY_OK;
}

/* log VKEY [URL] */
static enum policy_fault read_log(struct policy *policy, const struct line *line)
{
    if (line->n < 2 || line->n > 3) {
        return POLICY_WORD;
    }
    if (policy->n_logs == POLICY_MAX_LOGS) {
        return POLICY_TOO_MANY;
    }
    enum policy_fault fault =
        read_key(policy, line->words[1], KEY_LOG, &policy->logs[policy->n_logs]);
    policy->n_logs += fault == POLICY_OK;
    return fault;
}

/* A party of that name, not counted yet. */
static enum policy_fault name_party(struct policy *policy, struct word name)
{
    if (policy->n_parties == POLICY_MAX_NAMES) {
        return POLICY_TOO_MANY;
    }
    if (is(name, "none") || find(policy, name) < policy->n_parties) {
        return POLICY_TWICE;
    }
    policy->parties[policy->n_parties] =
        (struct party){.name = name.at, .name_length = name.length};
    return POLICY_OK;
}

/* witness NAME VKEY [URL] */
static enum policy_fault read_witness(struct policy *policy, const struct line *line)
{
    if (line->n < 3 || line->n > 4) {
        return POLICY_WORD;
    }
    enum policy_fault fault = name_party(policy, line->words[1]);
    if (fault == POLICY_OK) {
        struct party *party = &policy->parties[policy->n_parties];
        fault = read_key(policy, line->words[2], KEY_WITNESS, &party->key);
    }
    policy->n_parties += fault == POLICY_OK;
    return fault;
}

static bool read_threshold(struct word word, size_t n, size_t *ret_threshold)
{
    uint64_t number = is(word, "any") ? 1 : n;
    bool is_word = is(word, "any") || is(word, "all");
    if ((!is_word && !number_read(word.at, word.length, &number)) || number < 1 || number > n) {
        return false;
    }
    *ret_threshold = (size_t)number;
    return true;
}

/* group NAME any|all|K MEMBER… */
static enum policy_fault read_group(struct policy *policy, const struct line *line)
{
    if (line->n < 4) {
        return POLICY_WORD;
    }
    enum policy_fault fault = name_party(policy, line->words[1]);
    if (fault != POLICY_OK) {
        return fault;
    }
    struct party *group = &policy->parties[policy->n_parties];
    if (!read_threshold(line->words[2], line->n - 3, &group->threshold)) {
        return POLICY_THRESHOLD;
    }
    for (size_t i = 3; i < line->n; i++) {
        size_t member = find(policy, line->words[i]);
        if (member == policy->n_parties) {
            return POLICY_UNKNOWN;
        }
        if (policy->parties[member].is_member) {
            return POLICY_TWICE;
        }
        policy->parties[member].is_member = true;
        group->members[group->n_members++] = member;
    }
    policy->n_parties++;
    return POLICY_OK;
}

/* quorum NAME|none */
static enum policy_fault read_quorum(struct policy *policy, const struct line *line)
{
    if (line->n != 2) {
        return POLICY_WORD;
    }
    if (policy->has_quorum) {
        return POLICY_TWICE;
    }
    size_t party = find(policy, line->words[1]);
    bool is_none = is(line->words[1], "none");
    if (!is_none && party == policy->n_parties) {
        return POLICY_UNKNOWN;
    }
    policy->has_quorum = true;
    policy->quorum = is_none ? POLICY_MAX_NAMES : party;
    return POLICY_OK;
}

static enum policy_fault read_line(struct policy *policy, const struct line *line)
{
    static const struct {
        const char *word;
        enum policy_fault (*read)(struct policy *, const struct line *);
    } kinds[] = {
        {"log", read_log},
        {"witness", read_witness},
        {"group", read_group},
        {"quorum", read_quorum},
    };
    if (line->n == 0) {
        return POLICY_OK;
    }
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (is(line->words[0], kinds[i].word)) {
            return kinds[i].read(policy, line);
        }
    }
    return POLICY_WORD;
}

enum policy_fault policy_read(const char *text, size_t length, struct policy *ret_policy,
                              size_t *ret_line)
{
    const char *at = text, *end = text + length;
    struct line line;
    memset(ret_policy, 0, sizeof *ret_policy);
    for (*ret_line = 1; at < end; ++*ret_line) {
        const char *next = memchr(at, '\n', (size_t)(end - at));
        enum policy_fault fault = split(at, (size_t)((next ? next : end) - at), &line);
        fault = fault == POLICY_OK ? read_line(ret_policy, &line) : fault;
        if (fault != POLICY_OK) {
            return fault;
        }
        at = next ? next + 1 : end;
    }
    if (ret_policy->n_logs == 0) {
        return POLICY_NO_LOG;
    }
    return ret_policy->has_quorum ? POLICY_OK : POLICY_NO_QUORUM;
}

bool policy_is_met(const struct policy *policy, bool cosigned[POLICY_MAX_NAMES])
{
    for (size_t i = 0; i < policy->n_parties; i++) {
        const struct party *party = &policy->parties[i];
        size_t n = 0;
        for (size_t k = 0; k < party->n_members; k++) {
            n += cosigned[party->members[k]];
        }
        if (party->threshold > 0) {
            cosigned[i] = n >= party->threshold;
        }
    }
    return policy->quorum == POLICY_MAX_NAMES || cosigned[policy->quorum];
}
