/* Reads leaves through tables of their members. */
#include "jalon-verify/leaf.h"

#include <stddef.h>
#include <string.h>

#include "jalon-verify/codec.h"

/* Forms of a member's value. */
enum form {
    FORM_TEXT, /* not empty */
    FORM_ANY_TEXT,
    FORM_NUMBER,
    FORM_POSITIVE,
    FORM_ONE, /* the version */
    FORM_DATE,
    FORM_TIME,
    FORM_UUID,
    FORM_HASH,
    FORM_DIGITS, /* a number as text */
    FORM_OBJECT,
    FORM_DIGESTS, /* {"sd":[…]}: disclosures stand for the value */
    FORM_KIND,
    FORM_PRECISION,
    FORM_SEAL,
    FORM_SNAPSHOT
};

struct member {
    char start[16]; /* the text before the value: what separates it, and the key as spelled */
    size_t length;  /* of that text */
    enum form form;
    bool may_be_null;
    size_t offset, size; /* where the value read goes; NOWHERE: it is judged only */
};

enum {
    ENTRY_ACTOR,
    ENTRY_AFTER,
    ENTRY_BATCH,
    ENTRY_BEFORE,
    ENTRY_CERTAINTY,
    ENTRY_CORRECTS,
    ENTRY_EVENT,
    ENTRY_LEARNED,
    ENTRY_PRECISION,
    ENTRY_PREV,
    ENTRY_REASON,
    ENTRY_RECORDED,
    ENTRY_REQUEST,
    ENTRY_REVISION,
    ENTRY_SEQ,
    ENTRY_SOURCE,
    ENTRY_SUBJECT,
    ENTRY_SUBJECT_KIND,
    ENTRY_TOOL,
    ENTRY_TX,
    ENTRY_V,
    ENTRY_VALID,
    ENTRY_N
};

#define FIRST(key)      "{\"" key "\":", sizeof(key) + 3
#define KEY(key)        ",\"" key "\":", sizeof(key) + 3
#define INTO(of, field) offsetof(struct of, field), sizeof(((struct of *)NULL)->field)
#define NOWHERE         0, 0

static const struct member entry_members[ENTRY_N] = {
    [ENTRY_ACTOR] = {FIRST("actor"), FORM_DIGESTS, false, NOWHERE},
    [ENTRY_AFTER] = {KEY("after"), FORM_OBJECT, true, NOWHERE},
    [ENTRY_BATCH] = {KEY("batch"), FORM_UUID, true, NOWHERE},
    [ENTRY_BEFORE] = {KEY("before"), FORM_OBJECT, true, NOWHERE},
    [ENTRY_CERTAINTY] = {KEY("certainty"), FORM_TEXT, true, NOWHERE},
    [ENTRY_CORRECTS] = {KEY("corrects"), FORM_POSITIVE, true, INTO(entry, corrects)},
    [ENTRY_EVENT] = {KEY("event"), FORM_TEXT, false, INTO(entry, event)},
    [ENTRY_LEARNED] = {KEY("learned"), FORM_DATE, true, NOWHERE},
    [ENTRY_PRECISION] = {KEY("precision"), FORM_PRECISION, false, NOWHERE},
    [ENTRY_PREV] = {KEY("prev"), FORM_HASH, true, INTO(entry, prev)},
    [ENTRY_REASON] = {KEY("reason"), FORM_DIGESTS, true, NOWHERE},
    [ENTRY_RECORDED] = {KEY("recorded"), FORM_TIME, false, INTO(entry, recorded)},
    [ENTRY_REQUEST] = {KEY("request"), FORM_UUID, false, NOWHERE},
    [ENTRY_REVISION] = {KEY("revision"), FORM_POSITIVE, false, NOWHERE},
    [ENTRY_SEQ] = {KEY("seq"), FORM_POSITIVE, false, INTO(entry, seq)},
    [ENTRY_SOURCE] = {KEY("source"), FORM_DIGESTS, true, NOWHERE},
    [ENTRY_SUBJECT] = {KEY("subject"), FORM_UUID, false, INTO(entry, subject)},
    [ENTRY_SUBJECT_KIND] = {KEY("subject_kind"), FORM_KIND, false, NOWHERE},
    [ENTRY_TOOL] = {KEY("tool"), FORM_ANY_TEXT, false, NOWHERE},
    [ENTRY_TX] = {KEY("tx"), FORM_DIGITS, false, INTO(entry, tx)},
    [ENTRY_V] = {KEY("v"), FORM_ONE, false, NOWHERE},
    [ENTRY_VALID] = {KEY("valid"), FORM_DATE, true, NOWHERE},
};

enum {
    SEAL_AT,
    SEAL_COUNT,
    SEAL_EPOCH,
    SEAL_EVENT,
    SEAL_FIRST,
    SEAL_HEADS,
    SEAL_PREV_ROOT,
    SEAL_PREV_SIZE,
    SEAL_SNAPSHOT,
    SEAL_SYSTEM,
    SEAL_V,
    SEAL_N
};

static const struct member seal_members[SEAL_N] = {
    [SEAL_AT] = {FIRST("at"), FORM_TIME, false, INTO(seal, at)},
    [SEAL_COUNT] = {KEY("count"), FORM_NUMBER, false, INTO(seal, count)},
    [SEAL_EPOCH] = {KEY("epoch"), FORM_POSITIVE, false, INTO(seal, epoch)},
    [SEAL_EVENT] = {KEY("event"), FORM_SEAL, false, NOWHERE},
    [SEAL_FIRST] = {KEY("first"), FORM_NUMBER, false, INTO(seal, first)},
    [SEAL_HEADS] = {KEY("heads"), FORM_HASH, true, INTO(seal, heads)},
    [SEAL_PREV_ROOT] = {KEY("prev_root"), FORM_HASH, false, INTO(seal, prev_root)},
    [SEAL_PREV_SIZE] = {KEY("prev_size"), FORM_NUMBER, false, INTO(seal, prev_size)},
    [SEAL_SNAPSHOT] = {KEY("snapshot"), FORM_SNAPSHOT, false, INTO(seal, snapshot)},
    [SEAL_SYSTEM] = {KEY("system"), FORM_DIGITS, false, INTO(seal, system)},
    [SEAL_V] = {KEY("v"), FORM_ONE, false, NOWHERE},
};

static bool equals(struct json_slice text, const char *wanted)
{
    return text.length == strlen(wanted) && memcmp(text.at, wanted, text.length) == 0;
}

static bool is_one_of(struct json_slice text, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (text.length > 0 && text.at[0] == words[i][0] && equals(text, words[i])) {
            return true;
        }
    }
    return false;
}

/* Where reading a value stands. */
struct cursor {
    const char *at, *end;
};

static size_t left_of(const struct cursor *cursor)
{
    return (size_t)(cursor->end - cursor->at);
}

/* Moves past TEXT, if it comes next. */
static bool pass(struct cursor *cursor, const char *text, size_t length)
{
    bool ok = left_of(cursor) >= length && memcmp(cursor->at, text, length) == 0;
    cursor->at += ok ? length : 0;
    return ok;
}

/* The number that N digits at TEXT are; *bad is set when one of them is none. */
static unsigned digits(const char *text, unsigned n, bool *bad)
{
    unsigned number = 0;
    for (unsigned i = 0; i < n; i++) {
        unsigned digit = (unsigned)(unsigned char)text[i] - '0';
        *bad |= digit > 9;
        number = number * 10 + digit;
    }
    return number;
}

/* Days since 1970-01-01 of the ten characters at TEXT; false: no such day. */
static bool read_day(const char *text, int64_t *ret_day)
{
    static const unsigned char lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool bad = text[4] != '-' || text[7] != '-';
    unsigned year = digits(text, 4, &bad), month = digits(text + 5, 2, &bad);
    unsigned day = digits(text + 8, 2, &bad);
    bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    if (bad || year < 1 || month < 1 || month > 12 || day < 1 ||
        day > lengths[month - 1] + (unsigned)(month == 2 && is_leap)) {
        return false;
    }
    /* years from March on, so that the leap day is the last */
    unsigned y = month > 2 ? year : year - 1;
    unsigned day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    *ret_day = (int64_t)(y * 365 + y / 4 - y / 100 + y / 400 + day_of_year) - 719468;
    return true;
}

/* Microseconds since 1970 of the 27 characters at TEXT. */
static bool read_time(const char *text, int64_t *ret_time)
{
    int64_t day = 0;
    bool bad =
        text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != '.' || text[26] != 'Z';
    unsigned hour = digits(text + 11, 2, &bad), minute = digits(text + 14, 2, &bad);
    unsigned second = digits(text + 17, 2, &bad), rest = digits(text + 20, 6, &bad);
    if (bad || hour > 23 || minute > 59 || second > 59 || !read_day(text, &day)) {
        return false;
    }
    *ret_time = (day * 86400 + (int64_t)(hour * 3600 + minute * 60 + second)) * 1000000 + rest;
    return true;
}

/* The 36 characters at TEXT. */
static bool read_uuid(const char *text, unsigned char bytes[16])
{
    char digits[32];
    memcpy(digits, text, 8);
    memcpy(digits + 8, text + 9, 4);
    memcpy(digits + 12, text + 14, 4);
    memcpy(digits + 16, text + 19, 4);
    memcpy(digits + 20, text + 24, 12);
    return text[8] == '-' && text[13] == '-' && text[18] == '-' && text[23] == '-' &&
           hex_read(digits, sizeof digits, bytes, 16);
}

/* {"sd":["<43 characters>",…]}. */
static bool pass_digests(struct cursor *cursor)
{
    enum { DIGEST = 43 };
    if (!pass(cursor, "{\"sd\":[", 7)) {
        return false;
    }
    do {
        struct json_slice digest;
        if (!json_pass_text(&cursor->at, cursor->end, &digest) || digest.length != DIGEST) {
            return false;
        }
    } while (pass(cursor, ",", 1));
    return pass(cursor, "]}", 2);
}

/* One number of a snapshot up to END_CHAR, or to its end when that is '\0'. */
static bool cut_number(struct json_slice *rest, char end_char, uint64_t *ret_number)
{
    const char *end = end_char ? memchr(rest->at, end_char, rest->length) : NULL;
    size_t length = end ? (size_t)(end - rest->at) : rest->length;
    if ((end_char == ':' && !end) || !number_read(rest->at, length, ret_number)) {
        return false;
    }
    size_t taken = length + (end != NULL);
    *rest = (struct json_slice){rest->at + taken, rest->length - taken};
    return true;
}

static bool snapshot_ok(struct json_slice text)
{
    uint64_t xmin = 0, xmax = 0, last = 0, xip = 0;
    if (!cut_number(&text, ':', &xmin) || !cut_number(&text, ':', &xmax) || xmin > xmax) {
        return false;
    }
    for (last = xmin; text.length > 0; last = xip + 1) {
        if (text.at[text.length - 1] == ',' || !cut_number(&text, ',', &xip) || xip < last ||
            xip >= xmax) {
            return false;
        }
    }
    return true;
}

bool snapshot_has_ended(struct json_slice snapshot, uint64_t tx)
{
    uint64_t xmin = 0, xmax = 0, xip = 0;
    if (!cut_number(&snapshot, ':', &xmin) || !cut_number(&snapshot, ':', &xmax) || tx >= xmax) {
        return false;
    }
    while (tx >= xmin && snapshot.length > 0 && cut_number(&snapshot, ',', &xip)) {
        if (xip == tx) {
            return false;
        }
    }
    return true;
}

/* What the forms read. */
union read {
    uint64_t number;
    int64_t time;
    unsigned char uuid[16];
    struct hash hash;
    struct json_slice text;
};

/* How many characters the string of that form has between its quotes; 0: any number. */
static size_t length_of(enum form form)
{
    return form == FORM_DATE   ? sizeof "0000-00-00" - 1
           : form == FORM_TIME ? sizeof "0000-00-00T00:00:00.000000Z" - 1
           : form == FORM_UUID ? 36
           : form == FORM_HASH ? 64
                               : 0;
}

/* A string whose form fixes each of its characters, so that none needs an escape. */
static bool read_fixed(enum form form, struct cursor *cursor, union read *ret)
{
    const char *text = cursor->at + 1;
    size_t n = length_of(form);
    if (left_of(cursor) < n + 2 || cursor->at[0] != '"' || text[n] != '"') {
        return false;
    }
    cursor->at += n + 2;
    return form == FORM_DATE   ? read_day(text, &ret->time)
           : form == FORM_TIME ? read_time(text, &ret->time)
           : form == FORM_UUID ? read_uuid(text, ret->uuid)
                               : hex_read(text, n, ret->hash.bytes, sizeof ret->hash.bytes);
}

static bool read_text(enum form form, struct cursor *cursor, union read *ret)
{
    static const char *const kinds[] = {"territory", "programme", "person"};
    static const char *const precisions[] = {"day", "month", "before", "after", "unknown"};
    struct json_slice text;
    if (!json_pass_text(&cursor->at, cursor->end, &text)) {
        return false;
    }
    switch (form) {
    case FORM_TEXT:
        ret->text = text;
        return text.length > 0;
    case FORM_ANY_TEXT:
        return true;
    case FORM_DIGITS:
        return number_read(text.at, text.length, &ret->number);
    case FORM_KIND:
        return is_one_of(text, kinds, 3);
    case FORM_PRECISION:
        return is_one_of(text, precisions, 5);
    case FORM_SEAL:
        return equals(text, "seal");
    case FORM_SNAPSHOT:
        ret->text = text;
        return snapshot_ok(text);
    case FORM_DATE:
    case FORM_TIME:
    case FORM_UUID:
    case FORM_HASH:
    case FORM_NUMBER:
    case FORM_POSITIVE:
    case FORM_ONE:
    case FORM_OBJECT:
    case FORM_DIGESTS:
        break;
    }
    return false;
}

/* Reads a value of that form, and moves past it. */
static bool read_form(enum form form, struct cursor *cursor, union read *ret)
{
    switch (form) {
    case FORM_NUMBER:
        return json_pass_number(&cursor->at, cursor->end, &ret->number);
    case FORM_POSITIVE:
        return json_pass_number(&cursor->at, cursor->end, &ret->number) && ret->number > 0;
    case FORM_ONE:
        return json_pass_number(&cursor->at, cursor->end, &ret->number) && ret->number == 1;
    case FORM_OBJECT:
        return *cursor->at == '{' && json_pass_leaf_value(&cursor->at, cursor->end);
    case FORM_DIGESTS:
        return pass_digests(cursor);
    case FORM_DATE:
    case FORM_TIME:
    case FORM_UUID:
    case FORM_HASH:
        return read_fixed(form, cursor, ret);
    case FORM_TEXT:
    case FORM_ANY_TEXT:
    case FORM_DIGITS:
    case FORM_KIND:
    case FORM_PRECISION:
    case FORM_SEAL:
    case FORM_SNAPSHOT:
        break;
    }
    return read_text(form, cursor, ret);
}

/* Reads the value of a member into its place in FIELDS, a struct entry or struct seal, and moves
 * past it. CURSOR is not at the end. */
static bool read_member(const struct member *member, struct cursor *cursor, void *fields)
{
    union read read;
    if (*cursor->at == 'n') {
        return member->may_be_null && pass(cursor, "null", 4);
    }
    bool ok = read_form(member->form, cursor, &read);
    if (ok && member->size > 0) {
        memcpy((char *)fields + member->offset, &read, member->size);
    }
    return ok;
}

/* The name of a member. */
static struct json_slice name_of(const struct member *member)
{
    return (struct json_slice){member->start + 2, member->length - 4};
}

/* The same of one that json_read_leaf() has found. */
static bool read_value(const struct member *member, struct json_slice value, void *fields)
{
    struct cursor cursor = {value.at, value.at + value.length};
    return read_member(member, &cursor, fields) && cursor.at == cursor.end;
}

/* Both lists are sorted: the first place where they differ tells a missing or unknown member. */
static bool read_members(const struct json_object *object, const struct member *members, size_t n,
                         void *fields, struct json_slice *ret_member)
{
    for (size_t i = 0; i < n; i++) {
        struct json_slice name = name_of(&members[i]);
        if (i == object->n || object->keys[i].length != name.length ||
            memcmp(object->keys[i].at, name.at, name.length) != 0 ||
            !read_value(&members[i], object->values[i], fields)) {
            *ret_member = name;
            return false;
        }
    }
    if (object->n > n) {
        *ret_member = object->keys[n];
        return false;
    }
    return true;
}

/* The members of a seal are sorted too: its event is at its place, or it is no seal. */
static bool is_seal(const struct json_object *object)
{
    return object->n > SEAL_EVENT && equals(object->keys[SEAL_EVENT], "event") &&
           json_is(object->values[SEAL_EVENT], "\"seal\"");
}

/* Moves to the value of a member. The texts before them are short: two words with what does not
 * count cut off are compared quicker than by a call. */
static bool pass_start(struct cursor *cursor, const struct member *member)
{
    static const unsigned char cut[32] = {255, 255, 255, 255, 255, 255, 255, 255,
                                          255, 255, 255, 255, 255, 255, 255, 255};
    uint64_t is[2], wanted[2], counts[2];
    if (left_of(cursor) < sizeof is) {
        return pass(cursor, member->start, member->length);
    }
    memcpy(is, cursor->at, sizeof is);
    memcpy(wanted, member->start, sizeof wanted);
    memcpy(counts, cut + sizeof counts - member->length, sizeof counts);
    cursor->at += member->length;
    return (((is[0] ^ wanted[0]) & counts[0]) | ((is[1] ^ wanted[1]) & counts[1])) == 0;
}

/* What stands between the quotes of a value that is a string. */
static struct json_slice inner(struct json_slice value)
{
    return (struct json_slice){value.at + 1, value.length - 2};
}

/* What an entry has beside the values that are read. */
static void finish_entry(struct entry *entry, const struct json_slice *values)
{
    static const size_t own[OWN_N] = {
        [OWN_ACTOR] = ENTRY_ACTOR,
        [OWN_AFTER] = ENTRY_AFTER,
        [OWN_REASON] = ENTRY_REASON,
        [OWN_SOURCE] = ENTRY_SOURCE,
    };
    for (size_t i = 0; i < OWN_N; i++) {
        bool is_null = values[own[i]].at[0] == 'n';
        entry->own[i] = is_null ? (struct json_slice){NULL, 0} : values[own[i]];
    }
    entry->subject_text = inner(values[ENTRY_SUBJECT]);
    entry->has_prev = values[ENTRY_PREV].at[0] != 'n';
}

/*
 * The quick way for entries as they should be: every key is at its place, so that the text need
 * not be taken apart to find them. False: that is not so, and json_read_leaf() tells why.
 */
static bool read_entry(const char *bytes, size_t length, struct entry *entry)
{
    struct cursor cursor = {bytes, bytes + length};
    struct json_slice values[ENTRY_N];
    if (length > LEAF_MAX_BYTES) {
        return false;
    }
    for (size_t i = 0; i < ENTRY_N; i++) {
        if (!pass_start(&cursor, &entry_members[i]) || cursor.at == cursor.end) {
            return false;
        }
        const char *value = cursor.at;
        if (!read_member(&entry_members[i], &cursor, entry)) {
            return false;
        }
        values[i] = (struct json_slice){value, (size_t)(cursor.at - value)};
    }
    finish_entry(entry, values);
    return pass(&cursor, "}", 1) && cursor.at == cursor.end;
}

/* The way that tells what is wrong. */
static enum json_fault read_slowly(const char *bytes, size_t length, struct leaf *ret_leaf,
                                   struct json_slice *ret_member)
{
    struct json_object members;
    enum json_fault fault = json_read_leaf(bytes, length, &members);
    if (fault != JSON_OK) {
        return fault;
    }
    ret_leaf->is_seal = is_seal(&members);
    if (ret_leaf->is_seal) {
        ret_leaf->seal.has_heads =
            read_members(&members, seal_members, SEAL_N, &ret_leaf->seal, ret_member) &&
            members.values[SEAL_HEADS].at[0] != 'n';
    } else if (read_members(&members, entry_members, ENTRY_N, &ret_leaf->entry, ret_member)) {
        finish_entry(&ret_leaf->entry, members.values);
    }
    return JSON_OK;
}

enum json_fault leaf_read(const char *bytes, size_t length, struct leaf *ret_leaf,
                          struct json_slice *ret_member)
{
    *ret_member = (struct json_slice){NULL, 0};
    ret_leaf->is_seal = false;
    ret_leaf->entry.corrects = 0;
    return read_entry(bytes, length, &ret_leaf->entry)
               ? JSON_OK
               : read_slowly(bytes, length, ret_leaf, ret_member);
}

bool event_is_known(struct json_slice event)
{
    static const char *const events[] = {
        "absorb",        "alias",          "apply",    "cohort_join", "cohort_leave", "correct",
        "decision_ask",  "decision_close", "declare",  "deliver",     "delivered",    "document",
        "enter",         "epoch",          "erase",    "hold",        "leave",        "member_add",
        "member_remove", "milestone",      "note",     "plan",        "refuse",       "remind",
        "rename",        "report",         "retarget", "sign",        "term",         "transition",
        "void",          "waive",          "weigh",
    };
    return is_one_of(event, events, sizeof events / sizeof events[0]);
}
