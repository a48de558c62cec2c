/* Reads a policy line by line. */
#include "app/policy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app_messages.h"
#include "base/file.h"
#include "base/mem.h"

enum { POLICY_MAX = 65536, MOST_WORDS = 5 };

void jalon_witness_keys_done(struct jalon_witness_keys *keys)
{
    for (size_t i = 0; i < keys->n; i++) {
        jalon_key_free(keys->items[i]);
    }
    free(keys->items);
    *keys = (struct jalon_witness_keys){0};
}

/* The first MOST_WORDS words of LINE, cut in place. A comment has none. */
static size_t split(char *line, char **ret_words)
{
    size_t n = 0;
    for (char *at = line + strspn(line, " \t");
         *at != '\0' && (n > 0 || *at != '#') && n < MOST_WORDS; at += strspn(at, " \t")) {
        ret_words[n++] = at;
        at += strcspn(at, " \t");
        if (*at != '\0') {
            *at++ = '\0';
        }
    }
    return n;
}

static bool is_passed_over(const char *word)
{
    static const char *const words[] = {"log", "group", "quorum"};
    for (size_t i = 0; i < JALON_COUNT(words); i++) {
        if (strcmp(words[i], word) == 0) {
            return true;
        }
    }
    return false;
}

/* False when the line says nothing that is known. */
static bool read_line(char *line, struct jalon_witness_keys *keys)
{
    char *words[MOST_WORDS];
    struct jalon_err why = {0};
    JALON_AUTO(jalon_key_freep) struct jalon_key *key = NULL;
    size_t n = split(line, words);
    if (n == 0 || is_passed_over(words[0])) {
        return true;
    }
    if (strcmp(words[0], "witness") != 0 || n < 3 || jalon_key_read(words[2], &key, &why) < 0 ||
        jalon_key_kind(key) != JALON_KEY_COSIGNER) {
        return false;
    }
    keys->items = jalon_realloc_array(keys->items, keys->n + 1, sizeof(struct jalon_key *));
    keys->items[keys->n++] = JALON_TAKE(key);
    return true;
}

int jalon_witness_keys_read(const char *path, struct jalon_witness_keys *ret_keys,
                            struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str content = {0};
    JALON_AUTO(jalon_witness_keys_done) struct jalon_witness_keys keys = {0};
    if (jalon_file_read(path, POLICY_MAX, &content, err) < 0) {
        return -1;
    }
    char *rest = content.text;
    for (size_t n = 1; rest != NULL; n++) {
        char *line = rest, *end = strchr(line, '\n');
        rest = end ? end + 1 : NULL;
        if (end) {
            *end = '\0';
        }
        if (!read_line(line, &keys)) {
            char number[24];
            (void)snprintf(number, sizeof number, "%zu", n);
            return jalon_fail(err, &jalon_msg_policy_line, path, number);
        }
    }
    *ret_keys = keys;
    keys = (struct jalon_witness_keys){0};
    return 0;
}
