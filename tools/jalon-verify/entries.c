/* Judges one entry, and says what is wrong with it. */
#include "jalon-verify/entries.h"

#include <string.h>

void entries_say_unreadable(struct verify *verify, enum json_fault fault, struct json_slice member,
                            const struct place *place)
{
    static const enum fault faults[JSON_N] = {
        [JSON_TOO_LONG] = FAULT_leaf_too_long,
        [JSON_SYNTAX] = FAULT_leaf_syntax,
        [JSON_NOT_OBJECT] = FAULT_leaf_no_object,
        [JSON_KEY] = FAULT_leaf_key,
        [JSON_ORDER] = FAULT_leaf_order,
        [JSON_NUMBER] = FAULT_leaf_number,
        [JSON_TEXT] = FAULT_leaf_text,
        [JSON_SPELLING] = FAULT_leaf_spelling,
        [JSON_DEPTH] = FAULT_leaf_depth,
    };
    char name[64] = {0};
    if (fault != JSON_OK) {
        verify_line_fault(verify, faults[fault], place, NULL, NULL);
        return;
    }
    size_t length = member.length < sizeof name ? member.length : sizeof name - 1;
    memcpy(name, member.at, length);
    verify_line_fault(verify, FAULT_leaf_member, place, name, NULL);
}

static void say_link(struct verify *verify, enum link link, const struct chain *chain,
                     const struct place *place)
{
    struct number line = number(chain->line), seq = number(chain->seq);
    switch (link) {
    case LINK_OK:
        break;
    case LINK_SEQ:
        verify_line_fault(verify, FAULT_chain_seq, place, number(chain->seq + 1).text, NULL);
        break;
    case LINK_START:
        verify_line_fault(verify, FAULT_chain_start, place, NULL, NULL);
        break;
    case LINK_PREV:
        verify_line_fault(verify, FAULT_chain_prev, place, seq.text, line.text);
        break;
    case LINK_RECORDED:
        verify_line_fault(verify, FAULT_chain_recorded, place, line.text, NULL);
        break;
    }
}

void entries_check_link(struct verify *verify, struct chain *chain, const struct hash *hash,
                        const struct place *place)
{
    enum link link = chain_judge(chain, place->entry);
    if (link != LINK_OK) {
        say_link(verify, link, chain, place);
    }
    chain_follow(chain, place->entry, hash, place->line);
}

static bool is(struct json_slice text, const char *wanted)
{
    return text.length == strlen(wanted) && memcmp(text.at, wanted, text.length) == 0;
}

void entries_check_correction(struct verify *verify, const struct place *place)
{
    const struct entry *entry = place->entry;
    bool must = is(entry->event, "void") || is(entry->event, "correct");
    if (entry->corrects >= entry->seq) {
        verify_line_fault(verify, FAULT_corrects_unknown, place, number(entry->corrects).text,
                          NULL);
    } else if (must && entry->corrects == 0) {
        verify_line_fault(verify, FAULT_corrects_missing, place,
                          is(entry->event, "void") ? "void" : "correct", NULL);
    }
    verify->report.counts[COUNT_corrections] += entry->corrects > 0;
    verify->report.counts[COUNT_unknown] += !event_is_known(entry->event);
}
