/*
 * Options as they were given, to be kept and given again: each as a JSON value by its name. What
 * comes back goes through the same reading as the command line.
 */
#include <inttypes.h>

#include "base/json.h"
#include "base/nearest.h"
#include "jalon/cli.h"
#include "jalon/cli_messages.h"

static const void *member(const struct cli_opt *row, const void *base)
{
    return (const char *)base + row->offset;
}

/* The text of a row of one of the types that are texts; NULL when it was not given. */
static const char *text_of(const struct cli_opt *row, const void *base)
{
    const char *text;
    memcpy(&text, member(row, base), sizeof text);
    return text;
}

/* NULL when the option was not given. Types of which no kept option is come out as NULL too. */
static json_t *value_of(const struct cli_opt *row, const void *base)
{
    if ((row->flags & CLI_REPEATABLE) != 0) {
        const struct cli_texts *texts = member(row, base);
        return texts->n > 0 ? jalon_json_texts(texts->items, texts->n) : NULL;
    }
    switch (row->type) {
    case CLI_TEXT:
    case CLI_PATH:
    case CLI_CHOICE: {
        const char *text = text_of(row, base);
        return text != NULL ? json_string(text) : NULL;
    }
    case CLI_DATE: {
        const struct jalon_date *date = member(row, base);
        return jalon_date_is_set(*date) ? json_string(jalon_date_iso(*date).text) : NULL;
    }
    case CLI_INT: {
        const int64_t *number = member(row, base);
        return *number >= 0 ? json_integer(*number) : NULL;
    }
    case CLI_FLAG: {
        const bool *flag = member(row, base);
        return *flag ? json_true() : NULL;
    }
    case CLI_WEEK:
    case CLI_UUID:
    case CLI_PRECISION:
        break;
    }
    return NULL;
}

json_t *cli_kept_from(const struct cli_opt *rows, const void *base)
{
    json_t *kept = json_object();
    for (const struct cli_opt *row = rows; row->name != NULL; row++) {
        json_t *value = (row->flags & CLI_UNKEPT) == 0 ? value_of(row, base) : NULL;
        if (value != NULL) {
            jalon_json_set(kept, row->name, value);
        }
    }
    return kept;
}

static const struct cli_opt *find_row(const struct cli_opt *rows, const char *name)
{
    for (const struct cli_opt *row = rows; row->name != NULL; row++) {
        if ((row->flags & CLI_UNKEPT) == 0 && strcmp(row->name, name) == 0) {
            return row;
        }
    }
    return NULL;
}

/* One value in the words of a command line; NULL: it asks for nothing, as a flag that is false. */
static const char *words_of(const json_t *value, struct jalon_arena *arena)
{
    if (json_is_integer(value)) {
        return jalon_arena_printf(arena, "%" PRId64, (int64_t)json_integer_value(value));
    }
    if (json_is_boolean(value)) {
        return json_is_true(value) ? "true" : NULL;
    }
    return jalon_arena_strdup(arena, json_string_value(value));
}

/* A flag takes true or false, and nothing else does. */
static bool is_fitting(const struct cli_opt *row, const json_t *value)
{
    bool is_list = json_is_array(value);
    return json_is_boolean(value) == (row->type == CLI_FLAG) &&
           (!is_list || (row->flags & CLI_REPEATABLE) != 0);
}

int cli_kept_give(const struct cli_opt *rows, const struct cli_kept *kept, void *base,
                  struct jalon_err *err)
{
    const struct cli_opt *row = find_row(rows, kept->name);
    const char *option = jalon_arena_printf(kept->arena, "--%s", kept->name);
    if (row == NULL || !is_fitting(row, kept->value)) {
        (void)jalon_fail(err, &jalon_msg_cli_kept_unknown, option);
        return cli_value_at(err, kept->place);
    }
    JALON_AUTO(jalon_json_decref) json_t *given = value_of(row, base);
    if (given != NULL) {
        return 0;
    }
    size_t n = json_is_array(kept->value) ? json_array_size(kept->value) : 1;
    for (size_t i = 0; i < n; i++) {
        const json_t *one =
            json_is_array(kept->value) ? json_array_get(kept->value, i) : kept->value;
        const char *words = words_of(one, kept->arena);
        if (words != NULL && cli_value_read(row, option, words, base, kept->arena, err) < 0) {
            err->kind = JALON_ERR_REFUSED; /* not what was typed is wrong, but what was kept */
            return cli_value_at(err, kept->place);
        }
    }
    return 0;
}
