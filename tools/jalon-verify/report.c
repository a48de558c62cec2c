/* Prints faults, counts and the verdict in French or English. */
#include "jalon-verify/report.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "jalon-verify/codec.h"
#include "jalon-verify/memory.h"

enum { MAX_SHOWN = 20 }; /* faults of a kind */

enum word {
#define WORD(name, fr, en) WORD_##name,
#include "jalon-verify/sentences.def"
    WORD_N
};

struct sentence {
    const char *code;
    const char *text[LANGUAGE_N];
};

static const struct sentence fault_sentences[FAULT_N] = {
#define FAULT(name, fr, en) {#name, {fr, en}},
#include "jalon-verify/sentences.def"
};

static const struct sentence count_sentences[COUNT_N] = {
#define COUNT(name, fr, en) {#name, {fr, en}},
#include "jalon-verify/sentences.def"
};

static const struct sentence word_sentences[WORD_N] = {
#define WORD(name, fr, en) {#name, {fr, en}},
#include "jalon-verify/sentences.def"
};

struct number number(uint64_t value)
{
    struct number number;
    (void)snprintf(number.text, sizeof number.text, "%" PRIu64, value);
    return number;
}

/* May the character at TEXT be shown? Not a control of the terminal, nor a mark that turns the
 * direction of writing (U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069). */
static bool is_harmless(const unsigned char *c, size_t length)
{
    if (length == 1) {
        return c[0] >= ' ' && c[0] != 0x7f;
    }
    bool is_control = c[0] == 0xc2 && c[1] < 0xa0;
    bool is_mark =
        c[0] == 0xe2 &&
        ((c[1] == 0x80 && (c[2] == 0x8e || c[2] == 0x8f || (c[2] >= 0xaa && c[2] <= 0xae))) ||
         (c[1] == 0x81 && c[2] >= 0xa6 && c[2] <= 0xa9));
    return !is_control && !is_mark;
}

/* Text of a bundle; what may not be shown is a '?'. */
static void put_foreign(FILE *out, const char *text, size_t length)
{
    for (const char *at = text, *end = text + length; at < end;) {
        size_t step = utf8_length(at, end);
        if (step > 0 && is_harmless((const unsigned char *)at, step)) {
            fwrite(at, 1, step, out);
        } else {
            fputc('?', out);
        }
        at += step > 0 ? step : 1;
    }
}

static void put_sentence(FILE *out, const char *text, const char *const arguments[3])
{
    for (const char *c = text; *c; c++) {
        if (c[0] == '{' && c[1] >= '1' && c[1] <= '3' && c[2] == '}') {
            const char *argument = arguments ? arguments[c[1] - '1'] : NULL;
            put_foreign(out, argument ? argument : "", argument ? strlen(argument) : 0);
            c += 2;
        } else {
            fputc(*c, out);
        }
    }
}

static void put_word(const struct report *report, enum word word, const char *const arguments[3])
{
    put_sentence(report->out, word_sentences[word].text[report->language], arguments);
}

void report_fault(struct report *report, enum fault fault, const struct place *place,
                  const char *const arguments[3])
{
    if (report->faults[fault]++ >= MAX_SHOWN) {
        return;
    }
    put_foreign(report->out, place->file, strlen(place->file));
    if (place->line > 0) {
        fprintf(report->out, ":%" PRIu64, place->line);
    }
    if (place->entry) {
        char subject[37] = {0};
        memcpy(subject, place->entry->subject_text.at, 36);
        put_word(report, WORD_place,
                 (const char *[3]){subject, number(place->entry->seq).text, NULL});
    }
    put_word(report, WORD_colon, NULL);
    put_sentence(report->out, fault_sentences[fault].text[report->language], arguments);
    fprintf(report->out, " [%s]\n", fault_sentences[fault].code);
}

void report_unreadable(struct report *report, const char *path, int error)
{
    report->is_unable = true;
    fputs("jalon-verify: ", stderr);
    put_sentence(stderr, word_sentences[WORD_unreadable].text[report->language],
                 (const char *[3]){path, strerror(error), NULL});
    fputc('\n', stderr);
}

static uint64_t put_hidden(const struct report *report)
{
    uint64_t n = 0;
    for (size_t i = 0; i < FAULT_N; i++) {
        n += report->faults[i];
        if (report->faults[i] > MAX_SHOWN) {
            put_word(report, WORD_others,
                     (const char *[3]){number(report->faults[i] - MAX_SHOWN).text,
                                       fault_sentences[i].code, NULL});
            fputc('\n', report->out);
        }
    }
    return n;
}

static void put_counts(const struct report *report)
{
    for (size_t i = 0; i < COUNT_N; i++) {
        const char *label = count_sentences[i].text[report->language];
        if (report->is_given[i]) {
            fprintf(report->out, "%s%s %" PRIu64, i > 0 ? ", " : "", label, report->counts[i]);
        }
    }
    fputc('\n', report->out);
}

static void put_conforms(const struct report *report)
{
    char at[32] = "";
    time_t seconds = (time_t)(report->seal_at / 1000000);
    struct tm utc;
    if (gmtime_r(&seconds, &utc)) {
        (void)strftime(at, sizeof at, "%Y-%m-%d %H:%M:%S UTC", &utc);
    }
    put_word(report, report->is_contract ? WORD_contract_conforms : WORD_conforms,
             (const char *[3]){report->subject, number(report->seal).text, at});
}

int report_end(struct report *report)
{
    uint64_t n = put_hidden(report);
    put_counts(report);
    if (n == 0 && !report->is_unable) {
        put_conforms(report);
    } else {
        bool is_of_exporter =
            n > 0 && n == report->faults[FAULT_live] && !report->is_unable && !report->is_contract;
        put_word(report,
                 is_of_exporter ? WORD_exporter
                 : n > 0        ? WORD_altered
                                : WORD_unable,
                 (const char *[3]){number(n).text, NULL, NULL});
    }
    fputc('\n', report->out);
    if (fflush(report->out) != 0 || ferror(report->out)) {
        return EXIT_UNABLE;
    }
    return n > 0 ? EXIT_ALTERED : report->is_unable ? EXIT_UNABLE : EXIT_CONFORMS;
}
