/* Checks the files of a set before anything runs: names, bytes, checksums, directives, commands. */
#include "pg/migrate_priv.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "base/mem.h"
#include "base/text.h"
#include "pg/pg_messages.h"

enum { MAX_BYTES = 1 << 20, SLUG_MAX = 60, SHA256_BYTES = 32 };

const char jalon_migrate_chain_start[] =
    "0000000000000000000000000000000000000000000000000000000000000000";

struct jalon_migrate_number jalon_migrate_number(int number)
{
    struct jalon_migrate_number text;
    snprintf(text.text, sizeof text.text, "%d", number);
    return text;
}

struct jalon_migrate_hex jalon_migrate_sha256(const void *data, size_t length)
{
    unsigned char digest[SHA256_BYTES];
    struct jalon_migrate_hex hex = {""};
    if (EVP_Digest(data, length, digest, NULL, EVP_sha256(), NULL) != 1) {
        abort();
    }
    for (size_t i = 0; i < sizeof digest; i++) {
        snprintf(hex.text + 2 * i, 3, "%02x", digest[i]);
    }
    return hex;
}

static unsigned char nibble(char c)
{
    return (unsigned char)(isdigit((unsigned char)c) ? c - '0' : c - 'a' + 10);
}

static void add_bytes(unsigned char *out, const char *hex)
{
    for (size_t i = 0; i < SHA256_BYTES; i++) {
        out[i] = (unsigned char)((nibble(hex[2 * i]) << 4) | nibble(hex[2 * i + 1]));
    }
}

struct jalon_migrate_hex jalon_migrate_chain(const char *chain_before, int version,
                                             const char *sha256)
{
    unsigned char link[SHA256_BYTES + 4 + SHA256_BYTES] = {0};
    add_bytes(link, chain_before);
    link[SHA256_BYTES + 2] = (unsigned char)(version >> 8);
    link[SHA256_BYTES + 3] = (unsigned char)(version & 0xff);
    add_bytes(link + SHA256_BYTES + 4, sha256);
    return jalon_migrate_sha256(link, sizeof link);
}

/* NNNN_slug.sql or R_slug.sql; *ret_version is 0 for the second. */
static bool parse_name(const char *name, bool *ret_repeatable, int *ret_version)
{
    size_t prefix = 0;
    *ret_version = 0;
    *ret_repeatable = name[0] == 'R';
    if (*ret_repeatable) {
        prefix = 1;
    }
    for (; !*ret_repeatable && prefix < 4 && isdigit((unsigned char)name[prefix]); prefix++) {
        *ret_version = *ret_version * 10 + (name[prefix] - '0');
    }
    bool numbered = prefix == 4 && *ret_version > 0;
    if ((!*ret_repeatable && !numbered) || name[prefix] != '_') {
        return false;
    }
    const char *slug = name + prefix + 1;
    size_t length = strspn(slug, "abcdefghijklmnopqrstuvwxyz0123456789_");
    return length >= 1 && length <= SLUG_MAX && strcmp(slug + length, ".sql") == 0;
}

/* The same rules as tools/gen/embed.py, for sets that come from elsewhere. */
static int check_bytes(const struct jalon_migration *source, struct jalon_err *err)
{
    const char *text = source->text;
    if (source->length > MAX_BYTES) {
        return jalon_fail(err, &jalon_msg_migration_too_large, source->name);
    }
    if (source->length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
        return jalon_fail(err, &jalon_msg_migration_has_bom, source->name);
    }
    if (memchr(text, '\0', source->length) != NULL) {
        return jalon_fail(err, &jalon_msg_migration_has_nul, source->name);
    }
    if (memchr(text, '\r', source->length) != NULL) {
        return jalon_fail(err, &jalon_msg_migration_has_crlf, source->name);
    }
    if (source->length == 0 || text[source->length - 1] != '\n') {
        return jalon_fail(err, &jalon_msg_migration_is_cut, source->name);
    }
    for (const char *at = text; *at != '\0'; at += jalon_text_character(at)) {
        if (jalon_text_character(at) == 0) {
            return jalon_fail(err, &jalon_msg_migration_not_utf8, source->name);
        }
    }
    return 0;
}

static int check_sum(const struct jalon_migration *source, struct jalon_err *err)
{
    const struct jalon_migrate_hex sum = jalon_migrate_sha256(source->text, source->length);
    return strcmp(sum.text, source->sha256) == 0
               ? 0
               : jalon_fail(err, &jalon_msg_migration_not_in_sums, source->name);
}

static int read_text(const struct jalon_migration *source, bool unchecked,
                     struct jalon_migrate_file *file, struct jalon_err *err)
{
    return check_bytes(source, err) == 0 && jalon_migrate_directives(file, err) == 0
               ? jalon_migrate_lex(source, unchecked, &file->commands, err)
               : -1;
}

int jalon_migration_check(const struct jalon_migration *source, struct jalon_err *err)
{
    struct jalon_migrate_file file = {.source = source};
    int ret = read_text(source, false, &file, err);
    jalon_migrate_commands_done(&file.commands);
    return ret;
}

static int read_file(const struct jalon_migration *source, bool unchecked,
                     struct jalon_migrate_file *file, struct jalon_err *err)
{
    file->source = source;
    if (!parse_name(source->name, &file->repeatable, &file->version)) {
        return jalon_fail(err, &jalon_msg_migration_bad_name, source->name);
    }
    if (read_text(source, unchecked, file, err) != 0 || check_sum(source, err) != 0) {
        return -1;
    }
    return jalon_migrate_check_alone(file, err);
}

/* Ascending, each number and each name once, repeatable files last. */
static int check_order(const struct jalon_migrate_file *before,
                       const struct jalon_migrate_file *file, struct jalon_err *err)
{
    if (before == NULL) {
        return 0;
    }
    bool versioned = !before->repeatable && !file->repeatable;
    if (versioned && before->version == file->version) {
        return jalon_fail(err, &jalon_msg_migration_twice, before->source->name,
                          file->source->name);
    }
    if (strcmp(before->source->name, file->source->name) >= 0) {
        return jalon_fail(err, &jalon_msg_migration_unsorted, before->source->name,
                          file->source->name);
    }
    return 0;
}

int jalon_migrate_files_read(const struct jalon_migration_set *set, bool unchecked,
                             struct jalon_migrate_files *ret_files, struct jalon_err *err)
{
    *ret_files = (struct jalon_migrate_files){
        .files = jalon_alloc(set->n * sizeof *ret_files->files), .digest = jalon_skew_digest(set)};
    for (size_t i = 0; i < set->n; i++) {
        struct jalon_migrate_file *file = &ret_files->files[i];
        ret_files->n = i + 1;
        if (read_file(&set->files[i], unchecked, file, err) != 0 ||
            check_order(i > 0 ? file - 1 : NULL, file, err) != 0) {
            return -1;
        }
    }
    return 0;
}

void jalon_migrate_files_done(struct jalon_migrate_files *files)
{
    for (size_t i = 0; i < files->n; i++) {
        jalon_migrate_commands_done(&files->files[i].commands);
    }
    free(files->files);
    *files = (struct jalon_migrate_files){0};
}
