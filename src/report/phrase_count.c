/* The sentences about cohorts and weights: how many of how many, and what share of what is known.
 */
#include "report/phrase.h"

void jalon_phrase_cohort(struct jalon_str *out, enum jalon_lang lang,
                         const struct jalon_cohort_figures *cohort, size_t instrument)
{
    JALON_AUTO(jalon_str_done) struct jalon_str n_signed = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str of = {0};
    jalon_str_addf(&n_signed, "%d", cohort->n_signed[instrument]);
    jalon_str_addf(&of, "%d", cohort->n);
    jalon_say(out, lang, JALON_WORD_OF, jalon_str_text(&n_signed), jalon_str_text(&of));
}

void jalon_phrase_weight(struct jalon_str *out, enum jalon_lang lang,
                         const struct jalon_weight_figures *weight)
{
    jalon_say(out, lang, JALON_WORD_WEIGHT, weight->label.text[lang], weight->unit.text[lang]);
}

void jalon_phrase_share(struct jalon_str *out, enum jalon_lang lang,
                        const struct jalon_weight_figures *weight, size_t instrument)
{
    JALON_AUTO(jalon_str_done) struct jalon_str percent = {0};
    int tenths = 0;
    if (!jalon_weight_share(weight, instrument, &tenths)) {
        jalon_str_add(out, "\u2014");
        return;
    }
    jalon_say_tenths(&percent, lang, tenths);
    jalon_say(out, lang, JALON_WORD_PERCENT, jalon_str_text(&percent));
}

void jalon_phrase_weight_figures(struct jalon_str *out, enum jalon_lang lang,
                                 const struct jalon_status *status,
                                 const struct jalon_weight_figures *weight)
{
    JALON_AUTO(jalon_str_done) struct jalon_str territories = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str without = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str partial = {0};
    jalon_say_count(&territories, lang, JALON_COUNT_TERRITORIES, status->scope.current);
    jalon_say_count(&without, lang, JALON_COUNT_WITHOUT_FIGURE, weight->without);
    jalon_say_count(&partial, lang, JALON_COUNT_PARTIAL_FIGURE, weight->partial);
    jalon_say(out, lang, JALON_WORD_WEIGHT_FIGURES, jalon_str_text(&territories),
              jalon_str_text(&without), jalon_str_text(&partial));
}
