/* Corrections of entries, named as people name them: "ti-2801#7", "on=2019-04-03". */
#include "app/correction.h"

#include <stdlib.h>
#include <string.h>

#include "app/app_messages.h"
#include "app/contract.h"
#include "base/json.h"
#include "base/text.h"
#include "store/correction.h"

/* The members that can be set, as the options of the commands that record them are called, and as
 * leaves call them; both names are taken. Which of them a kind of entry has, the database knows. */
static const struct {
    const char *option, *member;
} members[] = {{"by", "signer"},       {"capacity", "capacity"},   {"certainty", "certainty"},
               {"channel", "channel"}, {"counted", "counted"},     {"delegation", "delegation"},
               {"from", "from"},       {"issuer", "issuer"},       {"learned", "learned"},
               {"name", "name"},       {"note", "note"},           {"on", "on"},
               {"place", "place"},     {"precision", "precision"}, {"reason", "reason"},
               {"source", "source"},   {"title", "title"},         {"to", "to"},
               {"value", "value"},     {"year", "as_of_year"}};

static const char *member_of(const char *option, size_t length)
{
    for (size_t i = 0; i < JALON_COUNT(members); i++) {
        const char *const names[] = {members[i].option, members[i].member};
        for (size_t k = 0; k < JALON_COUNT(names); k++) {
            if (strlen(names[k]) == length && strncmp(names[k], option, length) == 0) {
                return members[i].member;
            }
        }
    }
    return NULL;
}

static const char *known_members(struct jalon_arena *arena)
{
    JALON_AUTO(jalon_str_done) struct jalon_str list = {0};
    for (size_t i = 0; i < JALON_COUNT(members); i++) {
        jalon_str_addf(&list, "%s%s", i > 0 ? ", " : "", members[i].option);
    }
    return jalon_arena_strdup(arena, jalon_str_text(&list));
}

int jalon_entry_reference_read(const char *text, struct jalon_arena *arena,
                               struct jalon_entry_reference *ret_reference, struct jalon_err *err)
{
    const char *mark = strrchr(text, '#');
    char *end = NULL;
    long long seq = mark ? strtoll(mark + 1, &end, 10) : 0;
    if (!mark || mark == text || mark[1] < '1' || mark[1] > '9' || *end != '\0' ||
        seq > INT32_MAX) {
        return jalon_fail(err, &jalon_msg_bad_entry, text);
    }
    ret_reference->code = jalon_arena_strndup(arena, text, (size_t)(mark - text));
    ret_reference->seq = seq;
    return 0;
}

/* N references, all to one contract. */
static int read_entries(const char *const *texts, size_t n, struct jalon_arena *arena,
                        struct jalon_entries *ret_entries, struct jalon_err *err)
{
    int64_t *seqs = jalon_arena_array(arena, n + 1, sizeof *seqs);
    const char *code = NULL;
    for (size_t i = 0; i < n; i++) {
        struct jalon_entry_reference one;
        if (jalon_entry_reference_read(texts[i], arena, &one, err) < 0) {
            return -1;
        }
        if (code && strcmp(code, one.code) != 0) {
            return jalon_fail(err, &jalon_msg_entries_of_two, code, one.code);
        }
        code = one.code;
        seqs[i] = one.seq;
    }
    *ret_entries = (struct jalon_entries){code, seqs, n};
    return 0;
}

int jalon_app_void(struct jalon_app *app, const struct jalon_write *write,
                   const char *const *entries, size_t n, struct jalon_receipt **ret_receipt,
                   struct jalon_err *err)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    struct jalon_entries targets;
    struct jalon_write full;
    if (read_entries(entries, n, arena, &targets, err) < 0 ||
        jalon_app_in_programme(app, write, &full, err) < 0) {
        return -1;
    }
    return jalon_store_void(app->db, &full, &targets, ret_receipt, err);
}

int jalon_app_void_batch(struct jalon_app *app, const struct jalon_write *write, const char *batch,
                         struct jalon_receipt **ret_receipt, struct jalon_err *err)
{
    struct jalon_write full;
    if (jalon_app_in_programme(app, write, &full, err) < 0) {
        return -1;
    }
    return jalon_store_void_batch(app->db, &full, batch, ret_receipt, err);
}

int jalon_app_undo(struct jalon_app *app, const struct jalon_write *write, const char *code,
                   struct jalon_receipt **ret_receipt, struct jalon_err *err)
{
    struct jalon_write full;
    if (jalon_app_in_programme(app, write, &full, err) < 0) {
        return -1;
    }
    return jalon_store_undo(app->db, &full, code, ret_receipt, err);
}

static bool is_day(const char *member)
{
    return strcmp(member, "on") == 0 || strcmp(member, "learned") == 0 ||
           strcmp(member, "from") == 0 || strcmp(member, "to") == 0;
}

/* Adds one "on=2019-04-03" to MEMBERS. */
static int add_setting(json_t *set, const char *setting, struct jalon_arena *arena,
                       struct jalon_err *err)
{
    const char *sign = strchr(setting, '=');
    const char *member = sign ? member_of(setting, (size_t)(sign - setting)) : NULL;
    struct jalon_date date;
    enum jalon_precision precision;
    if (!member) {
        return jalon_fail(err, &jalon_msg_bad_setting, setting, known_members(arena));
    }
    const char *value = sign[1] != '\0' ? sign + 1 : NULL;
    bool is_date = is_day(member);
    if (json_object_get(set, member)) {
        return jalon_fail(err, &jalon_msg_set_twice,
                          jalon_arena_strndup(arena, setting, (size_t)(sign - setting)));
    }
    if (value && is_date && jalon_date_parse(value, &date, err) < 0) {
        return -1;
    }
    if (strcmp(member, "precision") == 0 && !(value && jalon_precision_parse(value, &precision))) {
        return jalon_fail(err, &jalon_msg_bad_setting, setting, known_members(arena));
    }
    jalon_json_set_text(set, member, value);
    return 0;
}

int jalon_app_correct(struct jalon_app *app, const struct jalon_write *write,
                      const struct jalon_rectified *rectified, struct jalon_receipt **ret_receipt,
                      struct jalon_err *err)
{
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    JALON_AUTO(jalon_json_decref) json_t *set = json_object();
    struct jalon_entries targets;
    struct jalon_write full;
    if (read_entries(rectified->entries, rectified->n_entries, arena, &targets, err) < 0) {
        return -1;
    }
    for (size_t i = 0; i < rectified->n_settings; i++) {
        if (add_setting(set, rectified->settings[i], arena, err) < 0) {
            return -1;
        }
    }
    if (jalon_app_in_programme(app, write, &full, err) < 0) {
        return -1;
    }
    return jalon_store_correct(app->db, &full, &targets, set, ret_receipt, err);
}
