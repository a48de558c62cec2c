/* The languages of output for people. Machine output is never translated. */
#pragma once

enum jalon_lang { JALON_FR, JALON_EN, JALON_LANG_N };

/* One sentence or label in every language. */
struct jalon_label {
    const char *text[JALON_LANG_N];
};
