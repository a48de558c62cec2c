/* Every sentence of the base layer says the same in every language. */
#include "support/test.h"

#include "base/err.h"

struct sentence {
    const char *name, *fields, *fr, *en, *hint_fr, *hint_en;
};

static const struct sentence sentences[] = {
#define M(name, kind, fields, fr, en, hint_fr, hint_en) {#name, fields, fr, en, hint_fr, hint_en},
#include "base/messages.def"
#undef M
};

/* Bit n for {n}. */
static unsigned placeholders(const char *format)
{
    unsigned found = 0;
    for (; *format != '\0'; format++) {
        if (format[0] == '{' && format[1] >= '1' && format[1] <= '9' && format[2] == '}') {
            found |= 1U << (format[1] - '0');
        }
    }
    return found;
}

TEST(both_languages_use_the_same_arguments)
{
    for (size_t i = 0; i < JALON_COUNT(sentences); i++) {
        const struct sentence *s = &sentences[i];
        if (placeholders(s->fr) != placeholders(s->en) ||
            placeholders(s->hint_fr) != placeholders(s->hint_en)) {
            fail_msg("%s", s->name);
        }
    }
}

TEST(arguments_are_numbered_without_gaps)
{
    for (size_t i = 0; i < JALON_COUNT(sentences); i++) {
        unsigned used = placeholders(sentences[i].en) | placeholders(sentences[i].hint_en) | 1U;
        if ((used & (used + 1)) != 0) {
            fail_msg("%s", sentences[i].name);
        }
    }
}

TEST(a_sentence_has_no_full_stop_and_a_hint_has_one)
{
    for (size_t i = 0; i < JALON_COUNT(sentences); i++) {
        const struct sentence *s = &sentences[i];
        if (s->fr[strlen(s->fr) - 1] == '.' || s->en[strlen(s->en) - 1] == '.' ||
            s->hint_fr[strlen(s->hint_fr) - 1] != '.' ||
            s->hint_en[strlen(s->hint_en) - 1] != '.') {
            fail_msg("%s", s->name);
        }
    }
}
