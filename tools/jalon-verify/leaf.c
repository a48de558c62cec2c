/* Reads leaves through tables of their members. */
#include "jalon-verify/leaf.h"

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
    const char *key;
    const char *start; /* the key as spelled, up to its value */
    size_t length;     /* of the key */
    enum form form;
    bool may_be_null;
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

#define MEMBER(key, form, may_be_null)                          \
    {                                                           \
        key, "\"" key "\":", sizeof(key) - 1, form, may_be_null \
    }

static const struct member entry_members[ENTRY_N] = {
    [ENTRY_ACTOR] = MEMBER("actor", FORM_DIGESTS, false),
    [ENTRY_AFTER] = MEMBER("after", FORM_OBJECT, true),
    [ENTRY_BATCH] = MEMBER("batch", FORM_UUID, true),
    [ENTRY_BEFORE] = MEMBER("before", FORM_OBJECT, true),
    [ENTRY_CERTAINTY] = MEMBER("certainty", FORM_TEXT, true),
    [ENTRY_CORRECTS] = MEMBER("corrects", FORM_POSITIVE, true),
    [ENTRY_EVENT] = MEMBER("event", FORM_TEXT, false),
    [ENTRY_LEARNED] = MEMBER("learned", FORM_DATE, true),
    [ENTRY_PRECISION] = MEMBER("precision", FORM_PRECISION, false),
    [ENTRY_PREV] = MEMBER("prev", FORM_HASH, true),
    [ENTRY_REASON] = MEMBER("reason", FORM_DIGESTS, true),
    [ENTRY_RECORDED] = MEMBER("recorded", FORM_TIME, false),
    [ENTRY_REQUEST] = MEMBER("request", FORM_UUID, false),
    [ENTRY_REVISION] = MEMBER("revision", FORM_POSITIVE, false),
    [ENTRY_SEQ] = MEMBER("seq", FORM_POSITIVE, false),
    [ENTRY_SOURCE] = MEMBER("source", FORM_DIGESTS, true),
    [ENTRY_SUBJECT] = MEMBER("subject", FORM_UUID, false),
    [ENTRY_SUBJECT_KIND] = MEMBER("subject_kind", FORM_KIND, false),
    [ENTRY_TOOL] = MEMBER("tool", FORM_ANY_TEXT, false),
    [ENTRY_TX] = MEMBER("tx", FORM_DIGITS, false),
    [ENTRY_V] = MEMBER("v", FORM_ONE, false),
    [ENTRY_VALID] = MEMBER("valid", FORM_DATE, true),
};

enum {
    SEAL_AT,
    SEAL_COUNT,
    SEAL_EPOCH,
    SEAL_EVENT,
    SEAL_FIRST,
    SEAL_PREV_ROOT,
    SEAL_PREV_SIZE,
    SEAL_SNAPSHOT,
    SEAL_SYSTEM,
    SEAL_V,
    SEAL_N
};

static const struct member seal_members[SEAL_N] = {
    [SEAL_AT] = MEMBER("at", FORM_TIME, false),
    [SEAL_COUNT] = MEMBER("count", FORM_NUMBER, false),
    [SEAL_EPOCH] = MEMBER("epoch", FORM_POSITIVE, false),
    [SEAL_EVENT] = MEMBER("event", FORM_SEAL, false),
    [SEAL_FIRST] = MEMBER("first", FORM_NUMBER, false),
    [SEAL_PREV_ROOT] = MEMBER("prev_root", FORM_HASH, false),
    [SEAL_PREV_SIZE] = MEMBER("prev_size", FORM_NUMBER, false),
    [SEAL_SNAPSHOT] = MEMBER("snapshot", FORM_SNAPSHOT, false),
    [SEAL_SYSTEM] = MEMBER("system", FORM_DIGITS, false),
    [SEAL_V] = MEMBER("v", FORM_ONE, false),
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

/* Does TEXT have the shape of PATTERN, where 0 stands for any digit? */
static bool shaped(struct json_slice text, const char *pattern)
{
    if (text.length != strlen(pattern)) {
        return false;
    }
    for (size_t i = 0; pattern[i]; i++) {
        bool is_digit = text.at[i] >= '0' && text.at[i] <= '9';
        if (pattern[i] == '0' ? !is_digit : text.at[i] != pattern[i]) {
            return false;
        }
    }
    return true;
}

static int digits(const char *text, int n)
{
    int number = 0;
    for (int i = 0; i < n; i++) {
        number = number * 10 + (text[i] - '0');
    }
    return number;
}

/* Days since 1970-01-01 of the date at TEXT, whose shape is right; false: no such day. */
static bool read_day(const char *text, int64_t *ret_day)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year = digits(text, 4), month = digits(text + 5, 2), day = digits(text + 8, 2);
    bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    if (year < 1 || month < 1 || month > 12 || day < 1 ||
        day > lengths[month - 1] + (month == 2 && is_leap)) {
        return false;
    }
    /* years from March on, so that the leap day is the last */
    int64_t y = month > 2 ? year : year - 1;
    int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    *ret_day = y * 365 + y / 4 - y / 100 + y / 400 + day_of_year - 719468;
    return true;
}

static bool read_time(struct json_slice text, int64_t *ret_time)
{
    int64_t day = 0;
    if (!shaped(text, "0000-00-00T00:00:00.000000Z") || !read_day(text.at, &day)) {
        return false;
    }
    int hour = digits(text.at + 11, 2), minute = digits(text.at + 14, 2);
    int second = digits(text.at + 17, 2);
    *ret_time =
        (((day * 24 + hour) * 60 + minute) * 60 + second) * 1000000 + digits(text.at + 20, 6);
    return hour < 24 && minute < 60 && second < 60;
}

static bool read_uuid(struct json_slice text, unsigned char bytes[16])
{
    static const int starts[] = {0, 9, 14, 19, 24, 36};
    size_t n = 0;
    if (text.length != 36) {
        return false;
    }
    for (int i = 0; i < 5; i++) {
        size_t length = (size_t)(starts[i + 1] - starts[i]) - (i < 4);
        if ((i > 0 && text.at[starts[i] - 1] != '-') ||
            !hex_read(text.at + starts[i], length, bytes + n, length / 2)) {
            return false;
        }
        n += length / 2;
    }
    return true;
}

/* {"sd":["<43 characters>",…]}, of which the one spelling is known to be kept. */
static bool digests_ok(struct json_slice value)
{
    static const char start[] = "{\"sd\":[";
    enum { START = sizeof start - 1, QUOTED = 45 };
    const char *at = value.at + START, *end = value.at + value.length;
    if (value.length < START || memcmp(value.at, start, START) != 0) {
        return false;
    }
    while (end - at > QUOTED && at[0] == '"' && !memchr(at + 1, '"', QUOTED - 2) &&
           at[QUOTED - 1] == '"') {
        at += QUOTED;
        if (*at != ',') {
            return end - at == 2 && at[0] == ']' && at[1] == '}';
        }
        at++;
    }
    return false;
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

static bool text_ok(enum form form, struct json_slice text)
{
    static const char *const kinds[] = {"territory", "programme", "person"};
    static const char *const precisions[] = {"day", "month", "before", "after", "unknown"};
    unsigned char bytes[32];
    uint64_t number = 0;
    int64_t time = 0;
    switch (form) {
    case FORM_TEXT:
        return text.length > 0;
    case FORM_ANY_TEXT:
        return true;
    case FORM_DATE:
        return shaped(text, "0000-00-00") && read_day(text.at, &time);
    case FORM_TIME:
        return read_time(text, &time);
    case FORM_UUID:
        return read_uuid(text, bytes);
    case FORM_HASH:
        return hex_read(text.at, text.length, bytes, sizeof bytes);
    case FORM_DIGITS:
        return number_read(text.at, text.length, &number);
    case FORM_KIND:
        return is_one_of(text, kinds, 3);
    case FORM_PRECISION:
        return is_one_of(text, precisions, 5);
    case FORM_SEAL:
        return equals(text, "seal");
    case FORM_SNAPSHOT:
        return snapshot_ok(text);
    case FORM_NUMBER:
    case FORM_POSITIVE:
    case FORM_ONE:
    case FORM_OBJECT:
    case FORM_DIGESTS:
        break;
    }
    return false;
}

static bool form_ok(const struct member *member, struct json_slice value)
{
    struct json_slice text;
    uint64_t number = 0;
    if (value.at[0] == 'n') {
        return member->may_be_null;
    }
    switch (member->form) {
    case FORM_NUMBER:
    case FORM_POSITIVE:
    case FORM_ONE:
        return json_number(value, &number) && (member->form == FORM_NUMBER || number > 0) &&
               (member->form != FORM_ONE || number == 1);
    case FORM_OBJECT:
        return value.at[0] == '{';
    case FORM_DIGESTS:
        return digests_ok(value);
    case FORM_TEXT:
    case FORM_ANY_TEXT:
    case FORM_DATE:
    case FORM_TIME:
    case FORM_UUID:
    case FORM_HASH:
    case FORM_DIGITS:
    case FORM_KIND:
    case FORM_PRECISION:
    case FORM_SEAL:
    case FORM_SNAPSHOT:
        break;
    }
    return json_text(value, &text) && text_ok(member->form, text);
}

/* Both lists are sorted: the first place where they differ tells a missing or unknown member. */
static bool members_ok(const struct json_object *object, const struct member *members, size_t n,
                       struct json_slice *ret_member)
{
    for (size_t i = 0; i < n; i++) {
        if (i == object->n || object->keys[i].length != members[i].length ||
            memcmp(object->keys[i].at, members[i].key, members[i].length) != 0 ||
            !form_ok(&members[i], object->values[i])) {
            *ret_member = (struct json_slice){members[i].key, members[i].length};
            return false;
        }
    }
    if (object->n > n) {
        *ret_member = object->keys[n];
        return false;
    }
    return true;
}

/* What stands between the quotes of a value that is a string. */
static struct json_slice inner(struct json_slice value)
{
    return (struct json_slice){value.at + 1, value.length - 2};
}

static void fill_entry(struct entry *entry, const struct json_slice *values)
{
    struct json_slice tx = inner(values[ENTRY_TX]);
    *entry = (struct entry){.event = inner(values[ENTRY_EVENT])};
    entry->subject_text = inner(values[ENTRY_SUBJECT]);
    (void)read_uuid(entry->subject_text, entry->subject);
    (void)json_number(values[ENTRY_SEQ], &entry->seq);
    (void)json_number(values[ENTRY_CORRECTS], &entry->corrects); /* null: 0 */
    (void)number_read(tx.at, tx.length, &entry->tx);
    (void)read_time(inner(values[ENTRY_RECORDED]), &entry->recorded);
    entry->has_prev = values[ENTRY_PREV].at[0] != 'n';
    if (entry->has_prev) {
        struct json_slice prev = inner(values[ENTRY_PREV]);
        (void)hex_read(prev.at, prev.length, entry->prev.bytes, sizeof entry->prev.bytes);
    }
}

static void fill_seal(struct seal *seal, const struct json_slice *values)
{
    struct json_slice root = inner(values[SEAL_PREV_ROOT]), system = inner(values[SEAL_SYSTEM]);
    *seal = (struct seal){.snapshot = inner(values[SEAL_SNAPSHOT])};
    (void)read_time(inner(values[SEAL_AT]), &seal->at);
    (void)json_number(values[SEAL_COUNT], &seal->count);
    (void)json_number(values[SEAL_EPOCH], &seal->epoch);
    (void)json_number(values[SEAL_FIRST], &seal->first);
    (void)json_number(values[SEAL_PREV_SIZE], &seal->prev_size);
    (void)number_read(system.at, system.length, &seal->system);
    (void)hex_read(root.at, root.length, seal->prev_root.bytes, sizeof seal->prev_root.bytes);
}

/* The members of a seal are sorted too: its event is at its place, or it is no seal. */
static bool is_seal(const struct json_object *object)
{
    return object->n > SEAL_EVENT && equals(object->keys[SEAL_EVENT], "event") &&
           json_is(object->values[SEAL_EVENT], "\"seal\"");
}

/* How many characters a value of that form has, with its quotes; 0: it has to be read. */
static size_t length_of(enum form form)
{
    switch (form) {
    case FORM_DATE:
        return sizeof "\"0000-00-00\"" - 1;
    case FORM_TIME:
        return sizeof "\"0000-00-00T00:00:00.000000Z\"" - 1;
    case FORM_UUID:
        return 36 + 2;
    case FORM_HASH:
        return 64 + 2;
    case FORM_TEXT:
    case FORM_ANY_TEXT:
    case FORM_NUMBER:
    case FORM_POSITIVE:
    case FORM_ONE:
    case FORM_DIGITS:
    case FORM_OBJECT:
    case FORM_DIGESTS:
    case FORM_KIND:
    case FORM_PRECISION:
    case FORM_SEAL:
    case FORM_SNAPSHOT:
        break;
    }
    return 0;
}

/* Moves *at past the value of a member. Characters within a value of fixed length are judged with
 * its form, which no other spelling has. */
static bool pass_value(const struct member *member, const char **at, const char *end)
{
    size_t length = length_of(member->form);
    if (length == 0 || **at == 'n') {
        return json_pass_leaf_value(at, end);
    }
    bool ok = (size_t)(end - *at) > length && (*at)[0] == '"' && (*at)[length - 1] == '"';
    *at += ok ? length : 0;
    return ok;
}

/*
 * The quick way for entries as they should be: every key is at its place, so that the text need
 * not be taken apart to find them. False: that is not so, and json_read_leaf() tells why.
 */
static bool split_entry(const char *bytes, size_t length, struct json_object *object)
{
    const char *at = bytes, *end = bytes + length;
    if (length > LEAF_MAX_BYTES) {
        return false;
    }
    for (size_t i = 0; i < ENTRY_N; i++) {
        const struct member *member = &entry_members[i];
        size_t n = member->length + 3;
        if ((size_t)(end - at) < n + 2 || *at != (i == 0 ? '{' : ',') ||
            memcmp(at + 1, member->start, n) != 0) {
            return false;
        }
        const char *value = at + 1 + n;
        at = value;
        if (!pass_value(member, &at, end)) {
            return false;
        }
        object->keys[i] = (struct json_slice){member->key, member->length};
        object->values[i] = (struct json_slice){value, (size_t)(at - value)};
    }
    object->n = ENTRY_N;
    return end - at == 1 && *at == '}';
}

enum json_fault leaf_read(const char *bytes, size_t length, struct leaf *ret_leaf,
                          struct json_slice *ret_member)
{
    struct json_slice ignored;
    *ret_member = (struct json_slice){NULL, 0};
    if (split_entry(bytes, length, &ret_leaf->members) &&
        members_ok(&ret_leaf->members, entry_members, ENTRY_N, &ignored)) {
        ret_leaf->is_seal = false;
        fill_entry(&ret_leaf->entry, ret_leaf->members.values);
        return JSON_OK;
    }
    enum json_fault fault = json_read_leaf(bytes, length, &ret_leaf->members);
    if (fault != JSON_OK) {
        return fault;
    }
    ret_leaf->is_seal = is_seal(&ret_leaf->members);
    if (!ret_leaf->is_seal) {
        (void)members_ok(&ret_leaf->members, entry_members, ENTRY_N, ret_member);
    } else if (members_ok(&ret_leaf->members, seal_members, SEAL_N, ret_member)) {
        fill_seal(&ret_leaf->seal, ret_leaf->members.values);
    }
    return JSON_OK;
}

bool event_is_known(struct json_slice event)
{
    static const char *const events[] = {
        "absorb",        "alias",     "apply", "cohort_join", "cohort_leave", "correct",
        "document",      "enter",     "erase", "hold",        "leave",        "member_add",
        "member_remove", "milestone", "note",  "refuse",      "remind",       "rename",
        "report",        "retarget",  "sign",  "term",        "transition",   "void",
        "waive",         "weigh",
    };
    return is_one_of(event, events, sizeof events / sizeof events[0]);
}
