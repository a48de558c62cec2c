/* The documents of a contract as of a day, as text and as JSON. */
#include "base/json.h"
#include "domain/media.h"
#include "jalon/contract_view.h"
#include "jalon/document.h"
#include "jalon/words.h"
#include "report/words.h"

static bool is_there(const struct contract_view *view,
                     const struct jalon_contract_document *document)
{
    return jalon_date_compare(document->counts_from, view->day) <= 0;
}

/* ", texte à signer, contrat n° 2, Région Normandie" */
static void add_about(const struct contract_view *view,
                      const struct jalon_contract_document *document, struct jalon_str *out)
{
    const struct jalon_instrument_def *def =
        document->instrument != NULL
            ? jalon_programme_instrument(view->programme, document->instrument)
            : NULL;
    if (strcmp(document->role, "text") == 0) {
        jalon_str_addf(out, ", %s", say(view->lang, "texte à signer", "text to be signed"));
    }
    if (document->instrument != NULL) {
        const char *label = def != NULL ? say_label(view->lang, def->label) : document->instrument;
        JALON_AUTO(jalon_str_done) struct jalon_str number = {0};
        jalon_str_addf(&number, "%d", document->number);
        jalon_str_add(out, ", ");
        if (document->number > 1) {
            jalon_say(out, view->lang, JALON_WORD_HISTORY_NUMBER, label, jalon_str_text(&number));
        } else {
            jalon_str_add(out, label);
        }
    }
    if (document->party != NULL) {
        jalon_str_add(out, ", ");
        jalon_say_party(out, view->lang, &view->names, document->party);
    }
}

static void add_document(const struct contract_view *view,
                         const struct jalon_contract_document *document, struct jalon_str *out)
{
    jalon_str_addf(out, "  %.*s  ", DOCUMENT_SHORT, document->sha256);
    JALON_AUTO(jalon_str_done) struct jalon_str title = {0};
    jalon_say_disclosed(&title, view->lang, document->title);
    say_with(out, view->lang, "«\u00A0{1}\u00A0»", "“{1}”", jalon_str_text(&title));
    jalon_str_addf(out, " (%s, ", jalon_media_name(document->media_type));
    jalon_say_size(out, view->lang, document->size);
    jalon_str_add_char(out, ')');
    add_about(view, document, out);
    if (document->when.precision != JALON_PRECISION_UNKNOWN) {
        jalon_str_add(out, ", ");
        jalon_say_when(out, view->lang, document->when);
    }
    if (document->erased != NULL) {
        jalon_str_add(out, ", ");
        jalon_say(out, view->lang, JALON_WORD_FILE_ERASED_BY, document->erased);
    }
    jalon_str_add_char(out, '\n');
    if (document->pdf_signatures > 0) {
        jalon_str_add(out, "    ");
        jalon_say_count(out, view->lang, JALON_PDF_SIGNATURES, document->pdf_signatures);
        jalon_str_add_char(out, '\n');
    }
}

bool documents_text(const struct contract_view *view, struct jalon_str *out)
{
    bool any = false;
    for (size_t i = 0; i < view->contract->n_documents; i++) {
        if (is_there(view, &view->contract->documents[i])) {
            add_document(view, &view->contract->documents[i], out);
            any = true;
        }
    }
    return any;
}

json_t *documents_json(const struct contract_view *view)
{
    json_t *all = json_array();
    for (size_t i = 0; i < view->contract->n_documents; i++) {
        const struct jalon_contract_document *document = &view->contract->documents[i];
        struct jalon_when when = document->when;
        if (!is_there(view, document)) {
            continue;
        }
        json_t *one = json_object();
        jalon_json_set_text(one, "sha256", document->sha256);
        jalon_json_set_int(one, "size", document->size);
        jalon_json_set_text(one, "media_type", document->media_type);
        jalon_json_set_text(one, "title", document->title.text);
        jalon_json_set_text(one, "role", document->role);
        jalon_json_set_text(one, "instrument", document->instrument);
        jalon_json_set(one, "number",
                       document->number > 0 ? json_integer(document->number) : json_null());
        jalon_json_set_text(one, "party", document->party);
        jalon_json_set_date(one, "effective_on",
                            jalon_date_is_set(when.latest) ? when.latest : when.earliest);
        jalon_json_set_text(one, "precision", jalon_precision_code(when.precision));
        jalon_json_set_date(one, "counts_from", document->counts_from);
        jalon_json_set_int(one, "pdf_signatures", document->pdf_signatures);
        jalon_json_set_text(one, "note", document->note.text);
        jalon_json_set_text(one, "erased_by", document->erased);
        jalon_json_set_int(one, "seq", document->seq);
        (void)json_array_append_new(all, one);
    }
    return all;
}
