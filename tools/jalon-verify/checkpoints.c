/* Judges signed checkpoints by the policy. */
#include "jalon-verify/checkpoints.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "jalon-verify/codec.h"
#include "jalon-verify/file.h"
#include "jalon-verify/memory.h"

enum { CLOCK_SKEW_S = 3600, DAY_S = 86400 };

/* Takes FILE over. */
static void add_head(struct verify *verify, const struct head *head, char *file)
{
    verify->heads = memory_grow(verify->heads, verify->n_heads + 1, sizeof verify->heads[0]);
    verify->heads[verify->n_heads++] = (struct signed_head){*head, file, false};
}

/* The signature of the log whose name the origin is. */
static bool check_log(struct verify *verify, const struct note *note, const char *origin,
                      const char *file)
{
    bool is_known = false, is_signed = false;
    uint64_t at = 0;
    for (size_t i = 0; i < verify->policy->n_logs; i++) {
        const struct key *key = &verify->policy->logs[i];
        if (strcmp(key->name, origin) != 0) {
            continue;
        }
        enum verdict verdict = note_verify(note, key, &at);
        if (verdict == NOTE_FORGED) {
            verify_fault(verify, FAULT_signature_forged, file, key->name);
            return false;
        }
        is_known = true;
        is_signed = is_signed || verdict == NOTE_SIGNED;
    }
    if (!is_signed) {
        verify_fault(verify, is_known ? FAULT_log_unsigned : FAULT_origin_unknown, file, origin);
    }
    return is_signed;
}

/* The cosignatures of the policy's witnesses; COSIGNED tells whose hold, *ret_n how many. */
static bool check_witnesses(struct verify *verify, const struct note *note, const char *file,
                            struct cosigned cosigned[POLICY_MAX_NAMES])
{
    bool ok = true;
    for (size_t i = 0; i < verify->policy->n_parties; i++) {
        const struct party *party = &verify->policy->parties[i];
        uint64_t at = 0;
        enum verdict verdict =
            party->threshold == 0 ? note_verify(note, &party->key, &at) : NOTE_UNSIGNED;
        cosigned[i] = (struct cosigned){NULL, 0};
        if (verdict == NOTE_FORGED || (verdict == NOTE_SIGNED && at == 0)) {
            verify_fault(verify, FAULT_signature_forged, file, party->key.name);
            ok = false;
        } else if (verdict == NOTE_SIGNED) {
            cosigned[i] = (struct cosigned){party->key.name, at};
            verify->report.counts[COUNT_cosignatures]++;
        }
    }
    return ok;
}

/* Signed as it must be? The bytes are those of the file. */
static bool check_note(struct verify *verify, const char *bytes, size_t length, const char *file,
                       struct checkpoint *ret_checkpoint)
{
    struct note note;
    struct cosigned cosigned[POLICY_MAX_NAMES] = {{0}};
    if (!note_read(bytes, length, &note)) {
        verify_fault(verify, FAULT_note_malformed, file, NULL);
        return false;
    }
    if (!checkpoint_read(&note, ret_checkpoint)) {
        verify_fault(verify, FAULT_checkpoint_malformed, file, NULL);
        return false;
    }
    bool ok = check_log(verify, &note, ret_checkpoint->origin, file);
    ok = check_witnesses(verify, &note, file, cosigned) && ok;
    if (ok) {
        verify->report.counts[COUNT_checkpoints]++;
    }
    for (size_t i = 0; ret_checkpoint == &verify->checkpoint && i < POLICY_MAX_NAMES; i++) {
        verify->cosigned[i] = cosigned[i];
    }
    return ok;
}

static void check_quorum(struct verify *verify)
{
    const struct policy *policy = verify->policy;
    bool flags[POLICY_MAX_NAMES] = {false};
    uint64_t n = 0;
    for (size_t i = 0; i < policy->n_parties; i++) {
        flags[i] = verify->cosigned[i].name != NULL;
        n += flags[i];
    }
    if (!policy_is_met(policy, flags)) {
        const struct party *party = &policy->parties[policy->quorum];
        char name[256] = {0};
        memcpy(name, party->name,
               party->name_length < sizeof name ? party->name_length : sizeof name - 1);
        verify_line_fault(verify, FAULT_quorum_missing, &(struct place){.file = "checkpoint"}, name,
                          number(n).text);
    }
}

bool checkpoints_read(struct verify *verify)
{
    size_t length = 0;
    char *path = verify_path(verify, "checkpoint");
    char *bytes = file_read(path, &length);
    verify->report.is_given[COUNT_checkpoints] = true;
    verify->report.is_given[COUNT_cosignatures] = true;
    if (!bytes) {
        report_unreadable(&verify->report, path, errno);
        free(path);
        return false;
    }
    bool ok = check_note(verify, bytes, length, "checkpoint", &verify->checkpoint);
    if (ok) {
        check_quorum(verify);
        add_head(verify, &verify->checkpoint.head, memory_text("checkpoint", "", ""));
    }
    free(bytes);
    free(path);
    /* with a root that nobody signed, the leaves can still be compared and the fault be placed */
    return ok || verify->checkpoint.origin[0] != '\0';
}

/* How long a log's name is without the number of its epoch. */
static size_t stem_of(const char *origin)
{
    const char *slash = strrchr(origin, '/');
    size_t digits = slash ? strspn(slash + 1, "0123456789") : 0;
    return digits > 0 && slash[1 + digits] == '\0' ? (size_t)(slash - origin) : strlen(origin);
}

/* The same log, whichever its epoch? The leaves of all its epochs are one tree. */
static bool is_of_log(const char *origin, const char *other)
{
    size_t n = stem_of(origin);
    return stem_of(other) == n && memcmp(origin, other, n) == 0;
}

/* One that is not the checkpoint of the bundle: it must be of the same log and not be longer. */
static void read_other(struct verify *verify, const char *path, const char *file)
{
    size_t length = 0;
    struct checkpoint other = {{0}, {0}};
    char *bytes = file_read(path, &length);
    if (!bytes) {
        report_unreadable(&verify->report, path, errno);
        return;
    }
    const struct head *head = &verify->checkpoint.head;
    if (!check_note(verify, bytes, length, file, &other)) {
        free(bytes);
        return;
    }
    struct place place = {.file = file};
    if (!is_of_log(other.origin, verify->checkpoint.origin)) {
        verify_line_fault(verify, FAULT_checkpoint_origin, &place, other.origin,
                          verify->checkpoint.origin);
    } else if (other.head.size > head->size) {
        verify_line_fault(verify, FAULT_tail_cut, &place, number(other.head.size).text,
                          number(head->size).text);
    }
    add_head(verify, &other.head, memory_text(file, "", ""));
    const char *slash = strrchr(file, '/');
    if (strncmp(file, "checkpoints/", 12) == 0 && slash &&
        strcmp(slash + 1, number(other.head.size).text) != 0) {
        verify_fault(verify, FAULT_checkpoint_name, file, number(other.head.size).text);
    }
    free(bytes);
}

static int compare_names(const void *a, const void *b)
{
    const char *const *left = a;
    const char *const *right = b;
    return strcmp(*left, *right);
}

/* The names in a folder, sorted, so that two runs say the same in the same order. */
static char **list_folder(const char *path, size_t *ret_n)
{
    char **names = NULL;
    DIR *folder = opendir(path);
    *ret_n = 0;
    for (struct dirent *one = folder ? readdir(folder) : NULL; one; one = readdir(folder)) {
        if (one->d_name[0] != '.') {
            names = memory_grow(names, *ret_n + 1, sizeof *names);
            names[(*ret_n)++] = memory_text(one->d_name, "", "");
        }
    }
    if (folder) {
        (void)closedir(folder);
    }
    if (*ret_n > 1) {
        qsort(names, *ret_n, sizeof *names, compare_names);
    }
    return names;
}

void checkpoints_read_earlier(struct verify *verify)
{
    char *folder = verify_path(verify, "checkpoints");
    size_t n = 0;
    char **names = list_folder(folder, &n);
    for (size_t i = 0; i < n; i++) {
        char *file = memory_text("checkpoints/", names[i], "");
        char *path = verify_path(verify, file);
        read_other(verify, path, file);
        free(path);
        free(file);
        free(names[i]);
    }
    free(names);
    free(folder);
}

void checkpoints_read_since(struct verify *verify, const char *path)
{
    read_other(verify, path, path);
}

static int compare_heads(const void *a, const void *b)
{
    const struct signed_head *left = a, *right = b;
    if (left->head.size != right->head.size) {
        return left->head.size < right->head.size ? -1 : 1;
    }
    return strcmp(left->file, right->file);
}

void checkpoints_settle(struct verify *verify)
{
    if (verify->n_heads > 1) {
        qsort(verify->heads, verify->n_heads, sizeof verify->heads[0], compare_heads);
    }
    for (size_t i = 1; i < verify->n_heads; i++) {
        const struct signed_head *one = &verify->heads[i - 1], *next = one + 1;
        if (one->head.size == next->head.size && !hash_equal(&one->head.root, &next->head.root)) {
            verify_line_fault(verify, FAULT_fork, &(struct place){.file = next->file},
                              number(next->head.size).text, one->file);
        }
    }
}

bool checkpoints_have(const struct verify *verify, const struct head *head)
{
    size_t low = 0, high = verify->n_heads;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (verify->heads[middle].head.size < head->size) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (; low < verify->n_heads && verify->heads[low].head.size == head->size; low++) {
        if (hash_equal(&verify->heads[low].head.root, &head->root)) {
            return true;
        }
    }
    return false;
}

void checkpoints_link(struct verify *verify, const struct head *head)
{
    for (size_t i = 0; i < verify->n_heads; i++) {
        struct signed_head *one = &verify->heads[i];
        one->is_linked = one->is_linked ||
                         (one->head.size == head->size && hash_equal(&one->head.root, &head->root));
    }
}

void checkpoints_check_links(struct verify *verify)
{
    checkpoints_link(verify, &verify->checkpoint.head);
    for (size_t i = 0; i < verify->n_heads; i++) {
        if (!verify->heads[i].is_linked) {
            verify_fault(verify, FAULT_checkpoint_unlinked, verify->heads[i].file, NULL);
        }
    }
}

void checkpoints_check_times(struct verify *verify, int64_t last_seal, int64_t now)
{
    for (size_t i = 0; i < verify->policy->n_parties; i++) {
        const struct cosigned *cosigned = &verify->cosigned[i];
        if (!cosigned->name) {
            continue;
        }
        if (cosigned->at > (uint64_t)(now + DAY_S)) {
            verify_fault(verify, FAULT_cosigned_later, "checkpoint", cosigned->name);
        } else if ((int64_t)cosigned->at < last_seal / 1000000 - CLOCK_SKEW_S) {
            verify_fault(verify, FAULT_cosigned_early, "checkpoint", cosigned->name);
        }
    }
}
