/* Reads, writes and judges requests to witnesses. */
#include "journal/witness.h"

#include <stdlib.h>
#include <string.h>

#include "journal/base64.h"

/* "old N" without a leading zero. */
static bool read_old(const char *line, size_t length, uint64_t *ret_size)
{
    if (length < 5 || length > 24 || memcmp(line, "old ", 4) != 0 || line[4] < '0' ||
        line[4] > '9' || (line[4] == '0' && length > 5)) {
        return false;
    }
    char *end = NULL;
    *ret_size = strtoull(line + 4, &end, 10);
    return end == line + length && *ret_size <= INT64_MAX;
}

static bool read_hash(const char *line, size_t length, struct jalon_proof *proof)
{
    if (proof->n + 1 >= JALON_PROOF_MAX) { /* 63 at most */
        return false;
    }
    struct jalon_hash *hash = &proof->hashes[proof->n++];
    return jalon_base64_read_exactly(line, length, hash->bytes, sizeof hash->bytes);
}

bool jalon_witness_request_read(const char *bytes, size_t length,
                                struct jalon_witness_request *ret_request)
{
    struct jalon_witness_request *r = ret_request;
    const char *line = bytes, *end = bytes + length;
    const char *next = memchr(line, '\n', length);
    r->proof.n = 0;
    if (!next || !read_old(line, (size_t)(next - line), &r->old_size)) {
        return false;
    }
    for (line = next + 1; (next = memchr(line, '\n', (size_t)(end - line))) && next > line;
         line = next + 1) {
        if (!read_hash(line, (size_t)(next - line), &r->proof)) {
            return false;
        }
    }
    return next && jalon_note_read(next + 1, (size_t)(end - next - 1), &r->note) &&
           jalon_checkpoint_read(&r->note, &r->checkpoint);
}

void jalon_witness_request_add(struct jalon_str *out, uint64_t old_size,
                               const struct jalon_proof *proof, const char *note)
{
    jalon_str_addf(out, "old %llu\n", (unsigned long long)old_size);
    for (size_t i = 0; i < proof->n; i++) {
        jalon_base64_add(out, proof->hashes[i].bytes, sizeof proof->hashes[i].bytes);
        jalon_str_add_char(out, '\n');
    }
    jalon_str_addf(out, "\n%s", note);
}

enum jalon_witness_verdict jalon_witness_judge(const struct jalon_witness_request *request,
                                               const struct jalon_key *log,
                                               const struct jalon_tree_head *last,
                                               struct jalon_hasher *hasher)
{
    const struct jalon_tree_head *new = &request->checkpoint.head;
    if (strcmp(request->checkpoint.origin, jalon_key_name(log)) != 0) {
        return JALON_WITNESS_UNKNOWN;
    }
    if (jalon_note_verify(&request->note, log, NULL) != JALON_NOTE_SIGNED) {
        return JALON_WITNESS_UNSIGNED;
    }
    if (request->old_size > new->size) {
        return JALON_WITNESS_BAD_REQUEST;
    }
    if (request->old_size != last->size) {
        return JALON_WITNESS_STALE;
    }
    if (last->size == 0) {
        return request->proof.n == 0 ? JALON_WITNESS_COSIGN : JALON_WITNESS_INCONSISTENT;
    }
    if (last->size == new->size && !jalon_hash_equal(&last->root, &new->root)) {
        return JALON_WITNESS_FORKED;
    }
    return jalon_proof_extends(&request->proof, hasher, last, new) ? JALON_WITNESS_COSIGN
                                                                   : JALON_WITNESS_INCONSISTENT;
}
