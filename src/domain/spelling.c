/* How far what was typed is from a name. */
#include "domain/spelling.h"

#include <stdint.h>

#include "base/mem.h"
#include "base/nearest.h"

enum { LONGEST_WORD = 40 };

/* More differences are another word. */
static size_t slips_allowed(size_t length)
{
    return length <= 3 ? 0 : length <= 5 ? 1 : 2;
}

static size_t apart(size_t a, size_t b)
{
    return a > b ? a - b : b - a;
}

/* The slips between WORD and the word of NAME that is nearest to it. */
static size_t word_slips(const char *word, const char *name)
{
    size_t length = strlen(word);
    size_t best = JALON_NO_SPELLING;
    size_t allowed = length > LONGEST_WORD ? 0 : slips_allowed(length);
    while (*name != '\0') {
        size_t n = strcspn(name, " ");
        if (apart(n, length) <= allowed) {
            JALON_AUTO(jalon_freep) char *other = jalon_strndup(name, n);
            size_t slips = jalon_text_distance(word, other);
            best = slips <= allowed && slips < best ? slips : best;
        }
        name += n + (name[n] == ' ');
    }
    return best;
}

size_t jalon_spelling_slips(const char *asked, const char *name)
{
    size_t slips = asked[0] == '\0' ? JALON_NO_SPELLING : 0;
    while (*asked != '\0' && slips != JALON_NO_SPELLING) {
        size_t n = strcspn(asked, " ");
        JALON_AUTO(jalon_freep) char *word = jalon_strndup(asked, n);
        size_t more = word_slips(word, name);
        slips = more == JALON_NO_SPELLING ? JALON_NO_SPELLING : slips + more;
        asked += n + (asked[n] == ' ');
    }
    return slips;
}
