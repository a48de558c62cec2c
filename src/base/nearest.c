/* "Did you mean": the name nearest to a misspelt one. */
#include "base/nearest.h"

#include "base/mem.h"

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t jalon_text_distance(const char *a, const char *b)
{
    size_t n = strlen(a);
    size_t m = strlen(b);
    size_t width = m + 1;
    JALON_AUTO(jalon_freep) size_t *d = jalon_realloc_array(NULL, (n + 1) * width, sizeof *d);
    for (size_t i = 0; i <= n; i++) {
        for (size_t j = 0; j <= m; j++) {
            size_t *cell = &d[i * width + j];
            if (i == 0 || j == 0) {
                *cell = i + j;
                continue;
            }
            size_t replaced = d[(i - 1) * width + j - 1] + (a[i - 1] != b[j - 1]);
            *cell = least(replaced, least(d[(i - 1) * width + j], d[i * width + j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                *cell = least(*cell, d[(i - 2) * width + j - 2] + 1);
            }
        }
    }
    return d[n * width + m];
}

const char *jalon_nearest(const char *word, const char *const *names, size_t n)
{
    size_t length = strlen(word);
    if (length > 40) {
        return NULL;
    }
    size_t best = length <= 4 ? 1 : 2; /* more differences are another word, not a slip */
    const char *found = NULL;
    for (size_t i = 0; i < n; i++) {
        size_t away = jalon_text_distance(word, names[i]);
        if (away <= best && (found == NULL || away < best)) {
            best = away;
            found = names[i];
        }
        if (found == NULL && length >= 3 && strncmp(names[i], word, length) == 0) {
            found = names[i]; /* an abbreviation; a nearer spelling may still replace it */
        }
    }
    return found;
}
