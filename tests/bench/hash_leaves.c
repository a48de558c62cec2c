/*
 * The floor of bench_verify.py: hashes every line of a file as a leaf, from memory, with libcrypto,
 * and prints how many seconds of the clock that took.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static char *read_file(const char *path, size_t *ret_length)
{
    struct stat about;
    int fd = open(path, O_RDONLY);
    if (fd < 0 || fstat(fd, &about) != 0) {
        return NULL;
    }
    char *bytes = malloc((size_t)about.st_size + 1);
    *ret_length = 0;
    for (ssize_t n = 1; bytes && n > 0;) {
        n = read(fd, bytes + *ret_length, (size_t)about.st_size - *ret_length);
        *ret_length += n > 0 ? (size_t)n : 0;
    }
    close(fd);
    return bytes;
}

static size_t hash_lines(const char *bytes, size_t length)
{
    EVP_MD *md = EVP_MD_fetch(NULL, "SHA2-256", NULL);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    unsigned char hash[EVP_MAX_MD_SIZE];
    size_t n = 0;
    const char *end = bytes + length;
    for (const char *line = bytes, *next = NULL; line < end; line = next + 1, n++) {
        next = memchr(line, '\n', (size_t)(end - line));
        next = next ? next : end;
        if (EVP_DigestInit_ex2(context, md, NULL) != 1 || EVP_DigestUpdate(context, "\0", 1) != 1 ||
            EVP_DigestUpdate(context, line, (size_t)(next - line)) != 1 ||
            EVP_DigestFinal_ex(context, hash, NULL) != 1) {
            exit(1);
        }
    }
    EVP_MD_CTX_free(context);
    EVP_MD_free(md);
    return n;
}

int main(int argc, char **argv)
{
    size_t length = 0;
    char *bytes = argc == 2 ? read_file(argv[1], &length) : NULL;
    if (!bytes) {
        fputs("usage: hash_leaves LEAVES\n", stderr);
        return 2;
    }
    double start = now();
    size_t n = hash_lines(bytes, length);
    printf("%zu %.6f\n", n, now() - start);
    free(bytes);
    return 0;
}
