/* The texts of reminders. */
#include "report/reminder.h"

#include <string.h>

#include "report/layout.h"
#include "report/words.h"

/* The name that the territory bears by all that is recorded. */
static const char *name_of(const struct jalon_contract *contract)
{
    enum { LAST_YEAR = 2100 };
    return jalon_contract_name_at(contract, jalon_date_of(LAST_YEAR, 1, 1));
}

static const char *label_of(const struct jalon_instrument_def *def, enum jalon_lang lang,
                            const char *code)
{
    const char *label = def ? def->label.text[lang] : NULL;
    return label && label[0] != '\0' ? label : code;
}

void jalon_reminder_subject(struct jalon_str *out, enum jalon_lang lang,
                            const struct jalon_history_names *names,
                            const struct jalon_reminder *reminder)
{
    jalon_say(out, lang, JALON_WORD_REMIND_SUBJECT, name_of(names->contract), reminder->code,
              label_of(jalon_programme_instrument(names->programme, reminder->instrument), lang,
                       reminder->instrument));
}

void jalon_reminder_body(struct jalon_str *out, enum jalon_lang lang,
                         const struct jalon_history_names *names,
                         const struct jalon_reminder *reminder)
{
    const struct jalon_programme *p = names->programme;
    const struct jalon_target_def *target = jalon_programme_target(p, reminder->target);
    const char *label = target ? target->label.text[lang] : NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str party = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    jalon_say_party(&party, lang, names, reminder->party);
    jalon_say(
        &text, lang,
        reminder->occasion == JALON_REMINDER_AFTER ? JALON_WORD_REMIND_AFTER
                                                   : JALON_WORD_REMIND_BEFORE,
        p->name.text[lang],
        label_of(jalon_programme_instrument(p, reminder->instrument), lang, reminder->instrument),
        name_of(names->contract), reminder->code, jalon_str_text(&party),
        jalon_date_long(reminder->due_on, lang).text, label ? label : reminder->target);
    jalon_str_addf(out, "%s\n\n", jalon_word(lang, JALON_WORD_REMIND_HELLO));
    jalon_layout_paragraph(out, 0, 0, jalon_str_text(&text));
    jalon_str_add_char(out, '\n');
    jalon_layout_paragraph(out, 0, 0, jalon_word(lang, JALON_WORD_REMIND_SIGNED));
}

const char *jalon_reminder_status(enum jalon_lang lang, const char *status)
{
    static const struct {
        const char *code;
        enum jalon_word word;
    } words[] = {{"planned", JALON_WORD_REMIND_PLANNED}, {"claimed", JALON_WORD_REMIND_CLAIMED},
                 {"lost", JALON_WORD_REMIND_LOST},       {"dropped", JALON_WORD_REMIND_DROPPED},
                 {"sent", JALON_WORD_REMIND_SENT},       {"failed", JALON_WORD_REMIND_FAILED},
                 {"unknown", JALON_WORD_REMIND_UNKNOWN}};
    for (size_t i = 0; i < JALON_COUNT(words); i++) {
        if (strcmp(words[i].code, status) == 0) {
            return jalon_word(lang, words[i].word);
        }
    }
    return status;
}
