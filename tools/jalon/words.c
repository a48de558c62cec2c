/* Words that several commands print, in the chosen language. */
#include "jalon/words.h"

#include "base/text.h"
#include "report/words.h"

const char *say(enum jalon_lang lang, const char *french, const char *english)
{
    return lang == JALON_EN ? english : french;
}

const char *say_nothing_known(enum jalon_lang lang)
{
    return say(lang, "rien n’était encore enregistré à ce moment\n",
               "nothing was recorded yet at that moment\n");
}

void say_with(struct jalon_str *out, enum jalon_lang lang, const char *french, const char *english,
              const char *arg)
{
    const char *format = say(lang, french, english);
    const char *hole = strstr(format, "{1}");
    size_t before = hole != NULL ? (size_t)(hole - format) : strlen(format);
    jalon_str_add_bytes(out, format, before);
    if (hole != NULL) {
        jalon_str_add(out, arg);
        jalon_str_add(out, hole + 3);
    }
}

void say_padded(struct jalon_str *out, const char *label, size_t width)
{
    jalon_str_add(out, label);
    for (size_t used = jalon_text_columns(label); used < width; used++) {
        jalon_str_add_char(out, ' ');
    }
}

const char *say_colon(enum jalon_lang lang)
{
    return say(lang, " : ", ": ");
}

const char *say_label(enum jalon_lang lang, struct jalon_label label)
{
    const char *text = label.text[lang] != NULL ? label.text[lang] : label.text[JALON_FR];
    return text != NULL ? text : "";
}

const char *say_state(enum jalon_lang lang, const struct jalon_programme *programme,
                      const char *state)
{
    const struct jalon_state_def *def =
        state != NULL ? jalon_programme_state(programme, state) : NULL;
    return def != NULL ? say_label(lang, def->label) : state != NULL ? state : "";
}

void say_codes(struct jalon_str *out, const char *const *codes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        jalon_str_addf(out, "%s%s", i > 0 ? ", " : "", codes[i]);
    }
}

void say_regions(struct jalon_str *out, const struct jalon_programme *programme,
                 const char *const *codes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char *name = jalon_programme_region_name(programme, codes[i]);
        jalon_str_addf(out, "%s%s", i > 0 ? ", " : "", name != NULL ? name : codes[i]);
    }
}

void say_territories(struct jalon_str *out, enum jalon_lang lang, size_t n, struct jalon_date day)
{
    jalon_say_count(out, lang, JALON_COUNT_TERRITORIES, (int)n);
    jalon_str_add_char(out, ' ');
    jalon_say(out, lang, JALON_WORD_AS_OF, jalon_date_long(day, lang).text);
}

void say_parties(struct jalon_str *out, enum jalon_lang lang,
                 const struct jalon_history_names *names, const char *const *parties, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        jalon_str_add(out, i > 0 ? ", " : "");
        jalon_say_party(out, lang, names, parties[i]);
    }
}

/* What is called so: before, on and after the days of the name or membership. */
static const struct {
    const char *kind;
    struct jalon_label over, now, later; /* text NULL: nothing to say */
} match_words[] = {
    {"name", {{"ancien nom", "former name"}}, {{NULL, NULL}}, {{"nom à venir", "later name"}}},
    {"alias",
     {{"ancien nom", "former name"}},
     {{"autre nom", "also called"}},
     {{"autre nom", "also called"}}},
    {"external_code",
     {{"ancien code", "former code"}},
     {{"autre code", "other code"}},
     {{"autre code", "other code"}}},
    {"member",
     {{"ancien membre", "former member"}},
     {{"membre", "member"}},
     {{"membre à venir", "later member"}}},
    {"siren",
     {{"ancien membre", "former member"}},
     {{"membre", "member"}},
     {{"membre à venir", "later member"}}},
};

void say_match(struct jalon_str *out, enum jalon_lang lang, const struct jalon_match *match,
               struct jalon_date day)
{
    for (size_t i = 0; match->kind != NULL && i < JALON_COUNT(match_words); i++) {
        bool is_over = jalon_date_is_set(match->to) && jalon_date_compare(match->to, day) <= 0;
        bool is_later = jalon_date_is_set(match->from) && jalon_date_compare(match->from, day) > 0;
        struct jalon_label label = is_over    ? match_words[i].over
                                   : is_later ? match_words[i].later
                                              : match_words[i].now;
        if (strcmp(match_words[i].kind, match->kind) == 0 && label.text[lang] != NULL) {
            jalon_str_addf(out, "%s%s%s", label.text[lang], say_colon(lang), match->value);
            if (match->other != NULL) {
                jalon_str_addf(out, " (%s)", match->other);
            }
        }
    }
}

void say_found(struct jalon_str *out, const struct jalon_found *found)
{
    for (size_t i = 0; i < found->n; i++) {
        jalon_str_addf(out, "%s%s (%s)", i > 0 ? ", " : "", found->items[i].code,
                       found->items[i].name);
    }
}
