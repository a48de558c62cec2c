/* What is computed of each Région, against what is declared of it. */
#include "report/region_status_priv.h"

#include <string.h>

#include "report/phrase.h"

/* A copy of what is declared of REGION, in ARENA; NULL: nothing is. */
static const struct jalon_declared *find_declared(const struct jalon_declared_list *declared,
                                                  const char *region, struct jalon_arena *arena)
{
    for (size_t i = 0; region != NULL && i < declared->n; i++) {
        if (strcmp(declared->items[i].region, region) == 0) {
            struct jalon_declared *copy = jalon_arena_alloc(arena, sizeof *copy);
            *copy = declared->items[i];
            copy->region = region;
            copy->status = jalon_arena_strdup(arena, copy->status);
            copy->entry = jalon_arena_strdup(arena, copy->entry);
            return copy;
        }
    }
    return NULL;
}

static void compute(struct jalon_region_status *status, const struct jalon_programme *programme,
                    const struct jalon_forecast_report *report, const char *region)
{
    const struct jalon_forecast *forecast = report->forecast;
    size_t number = jalon_forecast_region(programme, region);
    if (number >= forecast->n_regions || forecast->regions[number].n == 0) {
        return;
    }
    status->n = forecast->regions[number].n;
    status->n_signed = forecast->regions[number].n_signed;
    status->p_all = status->n_signed == status->n ? 1 : forecast->regions[number].p_all;
    status->is_fact = status->n_signed == status->n || jalon_forecast_is_fact(forecast);
    status->has_chance = true;
    status->computed =
        jalon_programme_status_of(programme, jalon_chance_of(status->p_all, status->is_fact).least);
}

static void compare(struct jalon_region_status *status, const struct jalon_declared *declared,
                    struct jalon_date as_of)
{
    status->declared = declared;
    status->differs =
        status->computed != NULL && strcmp(declared->status, status->computed->code) != 0;
    status->is_old = jalon_date_diff(as_of, declared->on) > 7 * JALON_STATUS_OLD_WEEKS;
}

void jalon_weekly_rate(struct jalon_weekly *weekly, const struct jalon_programme *programme,
                       const struct jalon_declared_list *declared)
{
    struct jalon_arena *arena = weekly->status.arena;
    if (programme->n_statuses == 0 || (weekly->forecast == NULL && declared->n == 0)) {
        return;
    }
    weekly->region_statuses = jalon_arena_alloc(arena, sizeof *weekly->region_statuses);
    *weekly->region_statuses = (struct jalon_region_statuses){
        programme,
        jalon_arena_array(arena, weekly->n_regions, sizeof *weekly->region_statuses->items), false};
    for (size_t i = 0; i < weekly->n_regions; i++) {
        const char *region = weekly->regions[i].code;
        struct jalon_region_status *status = &weekly->region_statuses->items[i];
        const struct jalon_declared *one = find_declared(declared, region, arena);
        if (weekly->forecast != NULL) {
            compute(status, programme, weekly->forecast, region);
        }
        if (one != NULL) {
            compare(status, one, weekly->status.as_of);
            weekly->region_statuses->has_declared = true;
        }
    }
}

bool jalon_region_status_is_told(const struct jalon_region_status *status)
{
    return status->has_chance || status->declared != NULL;
}

void jalon_region_status_signed(struct jalon_str *out, enum jalon_lang lang,
                                const struct jalon_region_status *status)
{
    JALON_AUTO(jalon_str_done) struct jalon_str n_signed = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str of = {0};
    if (!status->has_chance) {
        jalon_str_add(out, "\u2014");
        return;
    }
    jalon_str_addf(&n_signed, "%d", status->n_signed);
    jalon_str_addf(&of, "%d", status->n);
    jalon_say(out, lang, JALON_WORD_OF, jalon_str_text(&n_signed), jalon_str_text(&of));
}

void jalon_region_status_chance(struct jalon_str *out, enum jalon_lang lang,
                                const struct jalon_region_status *status)
{
    if (status->has_chance) {
        jalon_phrase_chance(out, lang, status->p_all, status->is_fact);
    } else {
        jalon_str_add(out, "\u2014");
    }
}

const char *jalon_region_status_computed(enum jalon_lang lang,
                                         const struct jalon_region_status *status)
{
    if (status->has_chance && status->n_signed == status->n) {
        return jalon_word(lang, JALON_WORD_STATUS_ALL_SIGNED);
    }
    return status->computed != NULL ? status->computed->label.text[lang] : "\u2014";
}

const char *jalon_region_status_label(enum jalon_lang lang, const struct jalon_weekly *weekly,
                                      const struct jalon_region_status *status)
{
    const struct jalon_status_def *def =
        jalon_programme_status(weekly->region_statuses->programme, status->declared->status);
    return def != NULL ? def->label.text[lang] : status->declared->status;
}

void jalon_region_status_flags(struct jalon_str *out, enum jalon_lang lang,
                               const struct jalon_region_status *status)
{
    JALON_AUTO(jalon_str_done) struct jalon_str weeks = {0};
    if (status->differs) {
        jalon_str_add(out, jalon_word(lang, JALON_WORD_STATUS_DIFFERS));
    }
    if (status->is_old) {
        jalon_say_count(&weeks, lang, JALON_COUNT_WEEKS, JALON_STATUS_OLD_WEEKS);
        jalon_str_add(out, status->differs ? jalon_word(lang, JALON_WORD_SEMICOLON) : "");
        jalon_say(out, lang, JALON_WORD_STATUS_OLD, jalon_str_text(&weeks));
    }
}

void jalon_region_status_declared(struct jalon_str *out, enum jalon_lang lang,
                                  const struct jalon_weekly *weekly,
                                  const struct jalon_region_status *status)
{
    if (status->declared == NULL) {
        jalon_str_add(out, "\u2014");
        return;
    }
    jalon_say(out, lang, JALON_WORD_STATUS_DECLARED_ON,
              jalon_region_status_label(lang, weekly, status),
              jalon_date_long(status->declared->on, lang).text);
    if (status->differs || status->is_old) {
        jalon_str_add(out, " \u2014 ");
        jalon_region_status_flags(out, lang, status);
    }
}

void jalon_region_status_awaited(struct jalon_str *out, enum jalon_lang lang,
                                 const struct jalon_weekly *weekly)
{
    if (weekly->forecast != NULL) {
        jalon_say_noun(out, lang, weekly->forecast->instrument->label.text[lang], 2, true);
    } else {
        jalon_str_add(out, jalon_word(lang, JALON_WORD_SIGNED));
    }
}

bool jalon_phrase_region_status_definition(struct jalon_str *out, enum jalon_lang lang,
                                           const struct jalon_weekly *weekly)
{
    JALON_AUTO(jalon_str_done) struct jalon_str list = {0};
    if (weekly->region_statuses == NULL) {
        return false;
    }
    const struct jalon_programme *programme = weekly->region_statuses->programme;
    for (size_t i = 0; i < programme->n_statuses; i++) {
        JALON_AUTO(jalon_str_done) struct jalon_str from = {0};
        jalon_str_addf(&from, "%d", programme->statuses[i].from);
        jalon_str_add(&list, i > 0 ? ", " : "");
        jalon_say(&list, lang, JALON_WORD_STATUS_FROM, programme->statuses[i].label.text[lang],
                  jalon_str_text(&from));
    }
    jalon_say(out, lang, JALON_WORD_DEF_STATUS, jalon_str_text(&list));
    return true;
}
