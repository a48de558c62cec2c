/* Entries about documents as sentences. */
#include <string.h>

#include "base/json.h"
#include "domain/media.h"
#include "report/history_priv.h"
#include "report/words.h"

/* ", contrat n° 2, Région Normandie": what the document is about. */
static void say_about(struct jalon_str *out, enum jalon_lang lang,
                      const struct jalon_history_names *names, const json_t *after)
{
    const char *party = jalon_json_text(after, "party");
    bool is_feminine = false;
    if (jalon_json_text(after, "instrument")) {
        jalon_str_add(out, ", ");
        jalon_history_say_instrument(out, lang, names, after, &is_feminine);
    }
    if (party) {
        jalon_str_add(out, ", ");
        jalon_say_party(out, lang, names, party);
    }
}

void jalon_say_evidence(struct jalon_str *out, enum jalon_lang lang, const char *document,
                        const struct jalon_disclosed *no_evidence)
{
    enum { SHORT = 12 }; /* digits are enough to tell files apart */
    JALON_AUTO(jalon_str_done) struct jalon_str digits = {0};
    if (document) {
        jalon_str_addf(&digits, "%.*s", SHORT, document);
        jalon_say(out, lang, JALON_WORD_HISTORY_SIGN_DOCUMENT, jalon_str_text(&digits));
    } else if (no_evidence->digest && !no_evidence->withheld) {
        JALON_AUTO(jalon_str_done) struct jalon_str why = {0};
        jalon_say_disclosed(&why, lang, *no_evidence);
        jalon_say(out, lang, JALON_WORD_HISTORY_NO_EVIDENCE, jalon_str_text(&why));
    }
}

void jalon_history_say_document(struct jalon_str *out, enum jalon_lang lang,
                                const struct jalon_history_names *names,
                                const struct jalon_event *event)
{
    const json_t *after = event->after;
    bool is_text = strcmp(jalon_history_text_of(after, "role"), "text") == 0;
    int signatures = (int)jalon_json_int(after, "pdf_signatures");
    const char *erased = jalon_event_erased(event, jalon_json_text(after, "sha256"));
    JALON_AUTO(jalon_str_done) struct jalon_str size = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str title = {0};
    jalon_say_disclosed(&title, lang,
                        jalon_event_disclosed(event, json_object_get(after, "title")));
    jalon_say_size(&size, lang, jalon_json_int(after, "size"));
    jalon_say(out, lang, is_text ? JALON_WORD_HISTORY_TEXT : JALON_WORD_HISTORY_DOCUMENT,
              jalon_str_text(&title), jalon_media_name(jalon_history_text_of(after, "media_type")),
              jalon_str_text(&size));
    say_about(out, lang, names, after);
    if (signatures > 0) {
        jalon_str_add(out, ", ");
        jalon_say_count(out, lang, JALON_PDF_SIGNATURES, signatures);
    }
    if (erased) {
        jalon_str_add(out, ", ");
        jalon_say(out, lang, JALON_WORD_FILE_ERASED_BY, erased);
    }
}
