/* Hashes leaves, judges their members and follows the chain of a subject. */
#include "journal/leaf.h"

#include <assert.h>
#include <string.h>

#include <openssl/evp.h>

#include "base/date.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/uuid.h"
#include "journal/journal_messages.h"

struct jalon_hasher {
    EVP_MD *md;
    EVP_MD_CTX *context;
};

bool jalon_hash_equal(const struct jalon_hash *a, const struct jalon_hash *b)
{
    return memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

struct jalon_hash_hex jalon_hash_hex(const struct jalon_hash *hash)
{
    static const char digits[] = "0123456789abcdef";
    struct jalon_hash_hex hex = {{0}};
    for (size_t i = 0; i < sizeof hash->bytes; i++) {
        hex.text[2 * i] = digits[hash->bytes[i] >> 4];
        hex.text[2 * i + 1] = digits[hash->bytes[i] & 15];
    }
    return hex;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool jalon_hash_parse(const char *hex, struct jalon_hash *ret_hash)
{
    if (strlen(hex) != 2 * sizeof ret_hash->bytes) {
        return false;
    }
    for (size_t i = 0; i < sizeof ret_hash->bytes; i++) {
        int high = hex_digit(hex[2 * i]), low = hex_digit(hex[2 * i + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        ret_hash->bytes[i] = (unsigned char)(high * 16 + low);
    }
    return true;
}

int jalon_hasher_new(struct jalon_hasher **ret_hasher, struct jalon_err *err)
{
    JALON_AUTO(jalon_hasher_freep) struct jalon_hasher *hasher = jalon_alloc(sizeof *hasher);
    hasher->md = EVP_MD_fetch(NULL, "SHA2-256", NULL);
    hasher->context = EVP_MD_CTX_new();
    if (!hasher->md || !hasher->context) {
        return jalon_fail(err, &jalon_msg_no_sha256);
    }
    *ret_hasher = JALON_TAKE(hasher);
    return 0;
}

void jalon_hasher_free(struct jalon_hasher *hasher)
{
    if (hasher) {
        EVP_MD_CTX_free(hasher->context);
        EVP_MD_free(hasher->md);
        free(hasher);
    }
}

void jalon_hasher_freep(struct jalon_hasher **hasher)
{
    jalon_hasher_free(*hasher);
}

/* An algorithm that was found has no way to fail on memory it is given. */
static void must(int ok)
{
    assert(ok == 1);
    (void)ok;
}

void jalon_hasher_start(struct jalon_hasher *hasher)
{
    must(EVP_DigestInit_ex2(hasher->context, hasher->md, NULL));
}

void jalon_hasher_add(struct jalon_hasher *hasher, const void *bytes, size_t length)
{
    must(EVP_DigestUpdate(hasher->context, bytes, length));
}

struct jalon_hash jalon_hasher_end(struct jalon_hasher *hasher)
{
    struct jalon_hash hash = {{0}};
    must(EVP_DigestFinal_ex(hasher->context, hash.bytes, NULL));
    return hash;
}

struct jalon_hash jalon_hasher_sha256(struct jalon_hasher *hasher, const void *bytes, size_t length)
{
    jalon_hasher_start(hasher);
    jalon_hasher_add(hasher, bytes, length);
    return jalon_hasher_end(hasher);
}

struct jalon_hash jalon_hasher_leaf(struct jalon_hasher *hasher, const void *bytes, size_t length)
{
    jalon_hasher_start(hasher);
    jalon_hasher_add(hasher, "\0", 1);
    jalon_hasher_add(hasher, bytes, length);
    return jalon_hasher_end(hasher);
}

/* Forms of a member's value. */
enum form {
    FORM_TEXT, /* not empty */
    FORM_ANY_TEXT,
    FORM_NUMBER, /* from 1 */
    FORM_ONE,    /* the version */
    FORM_DATE,
    FORM_TIME,
    FORM_UUID,
    FORM_HASH,
    FORM_OBJECT,
    FORM_DIGESTS, /* {"sd":[…]}: disclosures stand for the value */
    FORM_SUBJECT_KIND,
    FORM_PRECISION
};

struct member {
    const char *key;
    enum form form;
    bool may_be_null;
};

static const struct member members[] = {
    {"actor", FORM_DIGESTS, false},
    {"after", FORM_OBJECT, true},
    {"batch", FORM_UUID, true},
    {"before", FORM_OBJECT, true},
    {"certainty", FORM_TEXT, true},
    {"corrects", FORM_NUMBER, true},
    {"event", FORM_TEXT, false},
    {"learned", FORM_DATE, true},
    {"precision", FORM_PRECISION, false},
    {"prev", FORM_HASH, true},
    {"reason", FORM_DIGESTS, true},
    {"recorded", FORM_TIME, false},
    {"request", FORM_UUID, false},
    {"revision", FORM_NUMBER, false},
    {"seq", FORM_NUMBER, false},
    {"source", FORM_DIGESTS, true},
    {"subject", FORM_UUID, false},
    {"subject_kind", FORM_SUBJECT_KIND, false},
    {"tool", FORM_ANY_TEXT, false},
    {"tx", FORM_TEXT, false},
    {"v", FORM_ONE, false},
    {"valid", FORM_DATE, true},
};

/* Does TEXT have the shape of PATTERN, where 0 stands for any digit? */
static bool shaped(const char *text, const char *pattern)
{
    if (strlen(text) != strlen(pattern)) {
        return false;
    }
    for (size_t i = 0; pattern[i]; i++) {
        bool fits = pattern[i] == '0' ? text[i] >= '0' && text[i] <= '9' : text[i] == pattern[i];
        if (!fits) {
            return false;
        }
    }
    return true;
}

static bool date_ok(const char *text)
{
    struct jalon_date date;
    struct jalon_err err;
    return shaped(text, "0000-00-00") && jalon_date_parse(text, &date, &err) == 0;
}

static bool time_ok(const char *text)
{
    char day[11];
    if (!shaped(text, "0000-00-00T00:00:00.000000Z")) {
        return false;
    }
    memcpy(day, text, 10);
    day[10] = '\0';
    return date_ok(day) && strncmp(text + 11, "24", 2) < 0 && text[14] < '6' && text[17] < '6';
}

static bool uuid_ok(const char *text)
{
    struct jalon_uuid uuid;
    return jalon_uuid_parse(text, &uuid) && strcmp(uuid.text, text) == 0;
}

static bool digests_ok(const json_t *value)
{
    const json_t *digests = json_object_get(value, "sd");
    if (json_object_size(value) != 1 || json_array_size(digests) == 0) {
        return false;
    }
    for (size_t i = 0; i < json_array_size(digests); i++) {
        const json_t *one = json_array_get(digests, i);
        if (!json_is_string(one) || json_string_length(one) != 43) {
            return false;
        }
    }
    return true;
}

static bool kind_ok(const char *text)
{
    return strcmp(text, "territory") == 0 || strcmp(text, "programme") == 0 ||
           strcmp(text, "person") == 0;
}

static bool text_ok(enum form form, const char *text)
{
    struct jalon_hash hash;
    enum jalon_precision precision;
    switch (form) {
    case FORM_TEXT:
        return *text != '\0';
    case FORM_ANY_TEXT:
        return true;
    case FORM_DATE:
        return date_ok(text);
    case FORM_TIME:
        return time_ok(text);
    case FORM_UUID:
        return uuid_ok(text);
    case FORM_HASH:
        return jalon_hash_parse(text, &hash);
    case FORM_SUBJECT_KIND:
        return kind_ok(text);
    case FORM_PRECISION:
        return jalon_precision_parse(text, &precision);
    case FORM_NUMBER:
    case FORM_ONE:
    case FORM_OBJECT:
    case FORM_DIGESTS:
        break;
    }
    return false;
}

static bool form_ok(enum form form, const json_t *value)
{
    switch (form) {
    case FORM_NUMBER:
        return json_is_integer(value) && json_integer_value(value) >= 1;
    case FORM_ONE:
        return json_is_integer(value) && json_integer_value(value) == 1;
    case FORM_OBJECT:
        return json_is_object(value);
    case FORM_DIGESTS:
        return digests_ok(value);
    case FORM_TEXT:
    case FORM_ANY_TEXT:
    case FORM_DATE:
    case FORM_TIME:
    case FORM_UUID:
    case FORM_HASH:
    case FORM_SUBJECT_KIND:
    case FORM_PRECISION:
        break;
    }
    return json_is_string(value) && text_ok(form, json_string_value(value));
}

const char *jalon_leaf_fault(const json_t *leaf)
{
    for (size_t i = 0; i < JALON_COUNT(members); i++) {
        const json_t *value = json_object_get(leaf, members[i].key);
        bool is_null = value && json_is_null(value);
        if (!value || (is_null ? !members[i].may_be_null : !form_ok(members[i].form, value))) {
            return members[i].key;
        }
    }
    if (json_object_size(leaf) == JALON_COUNT(members)) {
        return NULL;
    }
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)leaf, key, value)
    {
        bool known = false;
        for (size_t i = 0; i < JALON_COUNT(members) && !known; i++) {
            known = strcmp(members[i].key, key) == 0;
        }
        if (!known) {
            return key;
        }
    }
    return NULL;
}

const char *jalon_chain_fault_code(enum jalon_chain_fault fault)
{
    static const char *const codes[JALON_CHAIN_N] = {"ok", "subject", "seq", "prev", "recorded"};
    return codes[fault];
}

static enum jalon_chain_fault judge(const struct jalon_chain *chain, const json_t *leaf)
{
    const char *prev = jalon_json_text(leaf, "prev");
    struct jalon_hash claimed;
    if (chain->seq > 0 && strcmp(chain->subject, jalon_json_text(leaf, "subject")) != 0) {
        return JALON_CHAIN_SUBJECT;
    }
    if (jalon_json_int(leaf, "seq") != chain->seq + 1) {
        return JALON_CHAIN_SEQ;
    }
    if (chain->seq == 0 ? prev != NULL
                        : !prev || !jalon_hash_parse(prev, &claimed) ||
                              !jalon_hash_equal(&claimed, &chain->head)) {
        return JALON_CHAIN_PREV;
    }
    /* One fixed form in UTC, so that the order of the texts is that of the times. */
    if (strcmp(jalon_json_text(leaf, "recorded"), chain->recorded) <= 0) {
        return JALON_CHAIN_RECORDED;
    }
    return JALON_CHAIN_OK;
}

static void copy(char *to, size_t size, const char *from)
{
    assert(strlen(from) < size);
    memcpy(to, from, strlen(from) + 1);
}

enum jalon_chain_fault jalon_chain_follow(struct jalon_chain *chain, const json_t *leaf,
                                          const struct jalon_hash *hash)
{
    enum jalon_chain_fault fault = judge(chain, leaf);
    chain->seq = jalon_json_int(leaf, "seq");
    chain->head = *hash;
    copy(chain->recorded, sizeof chain->recorded, jalon_json_text(leaf, "recorded"));
    copy(chain->subject, sizeof chain->subject, jalon_json_text(leaf, "subject"));
    return fault;
}
