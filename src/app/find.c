/* Which territory, Région or département somebody means; and what they may have misspelt. */
#include "app/find.h"

#include <strings.h>

#include "app/app_messages.h"
#include "base/str.h"
#include "domain/spelling.h"
#include "pg/pg_messages.h"

/* A letter or a digit: without one there is nothing to look for. */
static bool holds_a_letter(const char *text)
{
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;
        if ((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c >= 0x80) {
            return true;
        }
    }
    return false;
}

int jalon_app_check_search(const char *text, struct jalon_err *err)
{
    if (text != NULL && !holds_a_letter(text)) {
        return jalon_fail(err, &jalon_msg_nothing_to_find, text);
    }
    return 0;
}

int jalon_app_find(struct jalon_app *app, const char *text, enum jalon_find_how how,
                   struct jalon_found **ret_found, struct jalon_err *err)
{
    if (jalon_app_programme(app, err) < 0 || jalon_app_check_search(text, err) < 0) {
        return -1;
    }
    return jalon_store_find(app->db, jalon_app_books(app), text, how, JALON_FOUND_SHOWN, ret_found,
                            err);
}

enum { MOST_NEAR = 3 };

struct near {
    const struct jalon_spelling *spelling;
    size_t slips;
};

/* Keeps the nearest territories, each once, in order; of equal ones the first stays first. */
static void keep(struct near *best, size_t *n, struct near candidate)
{
    for (size_t i = 0; i < *n; i++) {
        if (strcmp(best[i].spelling->code, candidate.spelling->code) == 0) {
            if (best[i].slips <= candidate.slips) {
                return;
            }
            memmove(&best[i], &best[i + 1], (*n - i - 1) * sizeof *best);
            (*n)--;
            break;
        }
    }
    size_t place = *n;
    while (place > 0 && best[place - 1].slips > candidate.slips) {
        place--;
    }
    if (place == MOST_NEAR) {
        return;
    }
    size_t n_kept = *n < MOST_NEAR ? *n : MOST_NEAR - 1;
    memmove(&best[place + 1], &best[place], (n_kept - place) * sizeof *best);
    best[place] = candidate;
    *n = n_kept + 1;
}

static struct jalon_found *nearest(const struct jalon_spellings *all)
{
    struct near best[MOST_NEAR];
    size_t n = 0;
    for (size_t i = 0; i < all->n; i++) {
        size_t slips = jalon_spelling_slips(all->asked, all->items[i].folded);
        if (slips != JALON_NO_SPELLING) {
            keep(best, &n, (struct near){&all->items[i], slips});
        }
    }
    while (n > 1 && best[n - 1].slips > best[0].slips) {
        n--; /* only what is as near as the nearest */
    }
    struct jalon_found *found = jalon_found_new(n);
    for (size_t i = 0; i < n; i++) {
        found->items[i].code = jalon_arena_strdup(found->arena, best[i].spelling->code);
        found->items[i].name = jalon_arena_strdup(found->arena, best[i].spelling->name);
    }
    return found;
}

int jalon_app_find_near(struct jalon_app *app, const char *text, struct jalon_found **ret_found,
                        struct jalon_err *err)
{
    JALON_AUTO(jalon_spellings_done) struct jalon_spellings spellings = {0};
    if (jalon_app_programme(app, err) < 0 ||
        jalon_store_spellings(app->db, jalon_app_books(app), text, &spellings, err) < 0) {
        return -1;
    }
    *ret_found = nearest(&spellings);
    return 0;
}

int jalon_app_fail_unknown(struct jalon_app *app, const char *text, struct jalon_err *err)
{
    JALON_AUTO(jalon_found_freep) struct jalon_found *near = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str names = {0};
    if (jalon_app_find_near(app, text, &near, err) < 0) {
        return -1;
    }
    if (near->n == 0) {
        return jalon_fail(err, &jalon_msg_unknown_territory, text);
    }
    for (size_t i = 0; i < near->n; i++) {
        jalon_str_addf(&names, "%s%s (%s)", i > 0 ? ", " : "", near->items[i].code,
                       near->items[i].name);
    }
    return jalon_fail(err, &jalon_msg_territory_near, text, jalon_str_text(&names));
}

/* The places of a kind, with the sentence for one that there is not. */
struct places {
    const char *kind;
    const struct jalon_place *items;
    size_t n;
    const struct jalon_msg *unknown;
};

static const char *place_code(const struct places *places, const char *code)
{
    for (size_t i = 0; i < places->n; i++) {
        if (strcasecmp(places->items[i].code, code) == 0) { /* 2a is 2A */
            return places->items[i].code;
        }
    }
    return NULL;
}

static int find_place(struct jalon_app *app, const struct places *places, const char *given,
                      const char **ret_code, struct jalon_err *err)
{
    JALON_AUTO(jalon_found_freep) struct jalon_found *found = NULL;
    *ret_code = given != NULL ? place_code(places, given) : NULL;
    if (given == NULL || *ret_code != NULL) {
        return 0;
    }
    if (jalon_store_find_place(app->db, app->programme->code, places->kind, given, &found, err) <
        0) {
        return -1;
    }
    if (found->n == 0) {
        return jalon_fail(err, places->unknown, given);
    }
    if (found->n == 1) {
        *ret_code = place_code(places, found->items[0].code);
        return 0;
    }
    JALON_AUTO(jalon_str_done) struct jalon_str names = {0};
    for (size_t i = 0; i < found->n; i++) {
        jalon_str_addf(&names, "%s%s (%s)", i > 0 ? ", " : "", found->items[i].name,
                       found->items[i].code);
    }
    return jalon_fail(err, &jalon_msg_several_places, given, jalon_str_text(&names));
}

int jalon_app_find_region(struct jalon_app *app, const char *given, const char **ret_code,
                          struct jalon_err *err)
{
    const struct jalon_programme *p = app->programme;
    const struct places places = {"region", p->regions, p->n_regions, &jalon_msg_unknown_region};
    return find_place(app, &places, given, ret_code, err);
}

int jalon_app_find_departement(struct jalon_app *app, const char *given, const char **ret_code,
                               struct jalon_err *err)
{
    const struct jalon_programme *p = app->programme;
    const struct places places = {"departement", p->departements, p->n_departements,
                                  &jalon_msg_unknown_departement};
    return find_place(app, &places, given, ret_code, err);
}
