/* Writes the first page of the journal. */
#include "report/journal_index.h"

void jalon_journal_say_part(struct jalon_str *out, enum jalon_lang lang,
                            const struct jalon_journal_part *part)
{
    jalon_journal_say_month(out, lang, part->month);
    if (part->number > 1) {
        jalon_str_addf(out, " (%d)", part->number);
    }
}

void jalon_journal_say_rules(struct jalon_str *out, enum jalon_lang lang,
                             const struct jalon_anomaly_rules *rules)
{
    const int numbers[] = {rules->backdated_days, rules->day_from, rules->day_until,
                           rules->bulk_entries};
    struct jalon_str texts[JALON_COUNT(numbers)] = {0};
    for (size_t i = 0; i < JALON_COUNT(numbers); i++) {
        jalon_str_addf(&texts[i], "%d", numbers[i]);
    }
    jalon_say(out, lang, JALON_WORD_JOURNAL_RULES, texts[0].text, texts[1].text, texts[2].text,
              texts[3].text);
    for (size_t i = 0; i < JALON_COUNT(numbers); i++) {
        jalon_str_done(&texts[i]);
    }
}

static void add_paragraph(struct jalon_html *html, struct jalon_str *line, const char *class)
{
    if (class != NULL) {
        jalon_html_line(html, jalon_str_text(line), "p", "class", class);
    } else {
        jalon_html_line(html, jalon_str_text(line), "p");
    }
    jalon_str_clear(line);
}

static void add_counts(struct jalon_html *html, enum jalon_lang lang,
                       const struct jalon_journal_index *index)
{
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    jalon_say_count(&line, lang, JALON_CHECK_ENTRIES, (int)index->n_entries);
    jalon_str_add(&line, ", ");
    jalon_say_count(&line, lang, JALON_CHECK_CHAINS, (int)index->n_contracts);
    jalon_str_add(&line, ", ");
    jalon_say_count(&line, lang, JALON_JOURNAL_SEALS, (int)index->n_seals);
    add_paragraph(html, &line, "headline");
    if (index->n_others > 0) {
        jalon_say_count(&line, lang, JALON_JOURNAL_OTHERS, (int)index->n_others);
        add_paragraph(html, &line, NULL);
    }
    if (!index->is_personal) {
        jalon_str_add(&line, jalon_word(lang, JALON_WORD_JOURNAL_IS_MASKED));
        add_paragraph(html, &line, NULL);
    }
}

/* How to check comes with what is checked: the leaves, not these pages. */
static void add_checkpoint(struct jalon_html *html, enum jalon_lang lang, const char *note)
{
    jalon_html_line(html, jalon_word(lang, JALON_WORD_JOURNAL_CHECKPOINT), "h2");
    jalon_html_open(html, "pre", "class", "scroll", "tabindex", "0", "aria-label",
                    jalon_word(lang, JALON_WORD_JOURNAL_CHECKPOINT));
    jalon_html_lines(html, note);
    jalon_html_close(html);
    jalon_html_open(html, "p");
    jalon_html_text(html, jalon_word(lang, JALON_WORD_JOURNAL_CHECK));
    jalon_html_text(html, " ");
    jalon_html_line(html, "README.txt", "a", "href", "../README.txt");
    jalon_html_close(html);
}

static void add_parts(struct jalon_html *html, enum jalon_lang lang,
                      const struct jalon_journal_index *index)
{
    JALON_AUTO(jalon_str_done) struct jalon_str line = {0};
    jalon_html_line(html, jalon_word(lang, JALON_WORD_JOURNAL_MONTHS), "h2");
    jalon_html_open(html, "ul");
    for (size_t i = 0; i < index->n_parts; i++) {
        const struct jalon_journal_part *part = &index->parts[i];
        jalon_html_open(html, "li");
        jalon_journal_say_part(&line, lang, part);
        jalon_html_line(html, jalon_str_text(&line), "a", "href", part->page);
        jalon_str_clear(&line);
        jalon_str_add(&line, lang == JALON_FR ? "\u00A0: " : ": ");
        jalon_say_count(&line, lang, JALON_CHECK_ENTRIES, part->n);
        jalon_html_text(html, jalon_str_text(&line));
        jalon_str_clear(&line);
        jalon_html_close(html);
    }
    jalon_html_close(html);
    jalon_html_line(html, jalon_word(lang, JALON_WORD_JOURNAL_ANOMALIES), "h2");
    jalon_say_count(&line, lang, JALON_CHECK_ENTRIES, (int)index->n_anomalies);
    jalon_html_open(html, "p");
    jalon_html_line(html, jalon_str_text(&line), "a", "href", JALON_JOURNAL_ANOMALIES);
    jalon_html_close(html);
}

static void add_cell(struct jalon_html *html, const char *text, const char *class)
{
    jalon_html_line(html, text != NULL ? text : "\u2014", "td", "class", class);
}

static void add_row(struct jalon_html *html, enum jalon_lang lang,
                    const struct jalon_journal_contract *contract)
{
    JALON_AUTO(jalon_str_done) struct jalon_str number = {0};
    jalon_say_number(&number, lang, contract->n);
    jalon_html_open(html, "tr");
    jalon_html_open(html, "th", "scope", "row");
    jalon_html_line(html, contract->code, "a", "href", contract->page);
    jalon_html_close(html);
    add_cell(html, contract->name, "left");
    add_cell(html, contract->state, "left");
    add_cell(html, jalon_str_text(&number), "number");
    add_cell(html, jalon_date_long(contract->last, lang).text, "number");
    jalon_html_close(html);
}

static void add_contracts(struct jalon_html *html, enum jalon_lang lang,
                          const struct jalon_journal_index *index)
{
    static const enum jalon_word columns[] = {JALON_WORD_CODE, JALON_WORD_TERRITORY,
                                              JALON_WORD_STATE, JALON_WORD_JOURNAL_ENTRIES,
                                              JALON_WORD_JOURNAL_LAST};
    enum { N_LEFT = 3 };
    const char *title = jalon_word(lang, JALON_WORD_JOURNAL_CONTRACTS);
    jalon_html_line(html, title, "h2");
    jalon_html_open(html, "div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label",
                    title);
    jalon_html_open(html, "table");
    jalon_html_open(html, "thead");
    jalon_html_open(html, "tr");
    for (size_t i = 0; i < JALON_COUNT(columns); i++) {
        jalon_html_line(html, jalon_word(lang, columns[i]), "th", "scope", "col", "class",
                        i < N_LEFT ? "left" : "number");
    }
    jalon_html_close(html);
    jalon_html_close(html);
    jalon_html_open(html, "tbody");
    for (size_t i = 0; i < index->n_contracts; i++) {
        add_row(html, lang, &index->contracts[i]);
    }
    for (int i = 0; i < 3; i++) {
        jalon_html_close(html);
    }
}

void jalon_journal_write_index(const struct jalon_journal_site *site,
                               const struct jalon_journal_index *index, struct jalon_str *out)
{
    struct jalon_html *html =
        jalon_journal_begin(site, jalon_word(site->lang, JALON_WORD_JOURNAL), NULL);
    add_counts(html, site->lang, index);
    add_checkpoint(html, site->lang, index->note);
    add_parts(html, site->lang, index);
    add_contracts(html, site->lang, index);
    jalon_journal_end(html, site, out);
}
