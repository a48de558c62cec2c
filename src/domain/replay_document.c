/* Replays documents. */
#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "domain/replay_priv.h"

/* The number of the instrument, in force or not; NULL: not opened. */
static const struct jalon_contract_instrument *number_of(
    const struct jalon_contract *c, const struct jalon_contract_document *document)
{
    for (size_t i = 0; i < c->n_instruments; i++) {
        if (c->instruments[i].number == document->number &&
            strcmp(c->instruments[i].code, document->instrument) == 0) {
            return &c->instruments[i];
        }
    }
    return NULL;
}

/* A document of a number that is neither there nor the next one. */
static void check_number(struct jalon_replay *replay, const struct jalon_event *event,
                         const struct jalon_contract_document *document)
{
    struct jalon_contract_document before = *document;
    before.number--;
    if (document->number < 1 || (document->number > 1 && !number_of(replay->contract, &before))) {
        jalon_replay_report(replay, event->seq, JALON_REPLAY_NUMBER, document->instrument, NULL,
                            NULL);
    }
}

static void check_document(struct jalon_replay *replay, const struct jalon_programme *programme,
                           const struct jalon_event *event,
                           const struct jalon_contract_document *document)
{
    const struct jalon_contract *c = replay->contract;
    bool is_text = strcmp(document->role, "text") == 0;
    if (document->instrument) {
        check_number(replay, event, document);
        const struct jalon_contract_instrument *number = number_of(c, document);
        if (!jalon_programme_instrument(programme, document->instrument)) {
            jalon_replay_report(replay, event->seq, JALON_REPLAY_INSTRUMENT, document->instrument,
                                NULL, NULL);
        }
        if (is_text && number && number->n_signatures > 0) {
            jalon_replay_report(replay, event->seq, JALON_REPLAY_TEXT, document->instrument, NULL,
                                number->signatures[0].party);
        }
    }
    for (size_t i = 0; i < c->n_documents; i++) {
        const struct jalon_contract_document *one = &c->documents[i];
        if (strcmp(one->sha256, document->sha256) == 0 && strcmp(one->role, document->role) == 0 &&
            one->number == document->number &&
            jalon_text_same(one->instrument, document->instrument) &&
            jalon_text_same(one->party, document->party)) {
            jalon_replay_report(replay, event->seq, JALON_REPLAY_DOCUMENT, document->sha256, NULL,
                                NULL);
        }
    }
}

void jalon_replay_document(struct jalon_replay *replay, const struct jalon_programme *programme,
                           const struct jalon_event *event)
{
    struct jalon_contract *c = replay->contract;
    const json_t *after = event->after;
    const struct jalon_contract_document document = {
        .sha256 = jalon_replay_keep(replay, jalon_replay_text(replay, event, after, "sha256")),
        .media_type =
            jalon_replay_keep(replay, jalon_replay_text(replay, event, after, "media_type")),
        .role = jalon_replay_keep(replay, jalon_replay_text(replay, event, after, "role")),
        .size = jalon_json_int(after, "size"),
        .pdf_signatures = (int)jalon_json_int(after, "pdf_signatures"),
        .instrument = jalon_replay_keep(replay, jalon_json_text(after, "instrument")),
        .number = (int)jalon_json_int(after, "number"),
        .party = jalon_replay_keep(replay, jalon_json_text(after, "party")),
        .when = event->when,
        .counts_from = event->counts_from,
        .title = jalon_replay_disclosed(replay, event, "title"),
        .note = jalon_replay_disclosed(replay, event, "note"),
        .erased =
            jalon_replay_keep(replay, jalon_event_erased(event, jalon_json_text(after, "sha256"))),
        .seq = event->seq};
    check_document(replay, programme, event, &document);
    c->documents = jalon_replay_grow(c->arena, c->documents, c->n_documents, sizeof *c->documents);
    c->documents[c->n_documents++] = document;
}
