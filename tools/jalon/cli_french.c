/* The French of the help: rows say it in English, french.def holds the other half. */
#include "jalon/cli_help.h"

static const struct {
    const char *english, *french;
} texts[] = {
#define F(english, french) {english, french},
#include "jalon/french.def"
#undef F
};

const char *cli_say(enum jalon_lang lang, const char *english)
{
    for (size_t i = 0; lang == JALON_FR && i < JALON_COUNT(texts); i++) {
        if (strcmp(texts[i].english, english) == 0) {
            return texts[i].french;
        }
    }
    return english;
}
