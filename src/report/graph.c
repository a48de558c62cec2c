/*
 * The lifecycle as a flowchart of Mermaid or a digraph of Graphviz. Both are the same drawing: a
 * format is a row of templates and the way in which its quoted text holds data. Nodes are named
 * s_<code>, so that no code is a keyword.
 */
#include "report/graph.h"

#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "report/words.h"

struct format {
    void (*add)(struct jalon_str *out, const char *safe); /* into quoted text */
    const char *line_break;                               /* in quoted text */
    const char *head, *tail;
    const char *initial;         /* {1} the state's code */
    const char *state, *done;    /* {1} code, {2} label */
    const char *previous;        /* {1} label */
    const char *taken, *follows; /* {1} code, {2} node, {3} label */
};

/*
 * Characters of Mermaid's own, of Markdown and of HTML are written by number: a label may hold all
 * three. What is left of ASCII means nothing in any of them.
 */
static void add_mermaid(struct jalon_str *out, const char *safe)
{
    for (const char *at = safe; *at != '\0'; at++) {
        unsigned char c = (unsigned char)*at;
        if (c >= 0x80 || isalnum(c) || strchr(" ,'", c) != NULL) {
            jalon_str_add_char(out, *at);
        } else {
            jalon_str_addf(out, "#%d;", c);
        }
    }
}

/* Graphviz reads HTML's entities and its own escapes in every label. */
static void add_dot(struct jalon_str *out, const char *safe)
{
    for (const char *at = safe; *at != '\0'; at++) {
        if (*at == '"' || *at == '\\') {
            jalon_str_add_char(out, '\\');
        }
        jalon_str_add_char(out, *at);
        jalon_str_add(out, *at == '&' ? "amp;" : "");
    }
}

static const struct format formats[JALON_GRAPH_FORMAT_N] = {
    [JALON_GRAPH_MERMAID] = {.add = add_mermaid,
                             .line_break = "<br/>",
                             .head = "flowchart LR\n",
                             .tail = "",
                             .initial = "    start((\" \")) --> s_{1}\n",
                             .state = "    s_{1}(\"{2}\")\n",
                             .done = "    s_{1}[[\"{2}\"]]\n",
                             .previous = "    previous([\"{1}\"])\n",
                             .taken = "    s_{1} -->|\"{3}\"| {2}\n",
                             .follows = "    s_{1} -.->|\"{3}\"| {2}\n"},
    [JALON_GRAPH_DOT] = {.add = add_dot,
                         .line_break = "\\n",
                         .head = "digraph lifecycle {\n"
                                 "    rankdir=LR;\n"
                                 "    node [shape=box, style=rounded];\n"
                                 "    start [shape=point];\n",
                         .tail = "}\n",
                         .initial = "    start -> s_{1};\n",
                         .state = "    s_{1} [label=\"{2}\"];\n",
                         .done = "    s_{1} [label=\"{2}\", style=solid, peripheries=2];\n",
                         .previous = "    previous [label=\"{1}\", shape=ellipse, style=solid];\n",
                         .taken = "    s_{1} -> {2} [label=\"{3}\"];\n",
                         .follows = "    s_{1} -> {2} [label=\"{3}\", style=dashed];\n"},
};

struct drawing {
    struct jalon_str *out;
    const struct jalon_programme *programme;
    enum jalon_lang lang;
    const struct format *format;
};

/* RAW as a line of LABEL, which is ready to be quoted. */
static void add_line(const struct drawing *d, struct jalon_str *label, const char *raw)
{
    JALON_AUTO(jalon_str_done) struct jalon_str safe = {0};
    jalon_text_add_safe(&safe, raw);
    jalon_str_add(label, label->length > 0 ? d->format->line_break : "");
    d->format->add(label, jalon_str_text(&safe));
}

static void draw_state(const struct drawing *d, const struct jalon_state_def *state)
{
    JALON_AUTO(jalon_str_done) struct jalon_str label = {0};
    add_line(d, &label, state->label.text[d->lang]);
    if (!state->in_scope) {
        add_line(d, &label, jalon_word(d->lang, JALON_WORD_GRAPH_OUT));
    }
    jalon_say_label(d->out, state->done ? d->format->done : d->format->state, state->code,
                    jalon_str_text(&label));
}

/* "manager, motif requis". */
static void say_conditions(const struct drawing *d, const struct jalon_transition_def *transition,
                           struct jalon_str *out)
{
    for (int role = 0; role < JALON_ROLE_N; role++) {
        if ((transition->roles & (1U << role)) != 0) {
            jalon_str_addf(out, "%s%s", out->length > 0 ? ", " : "",
                           jalon_role_code((enum jalon_role)role));
        }
    }
    if (transition->reason_required) {
        jalon_str_addf(out, ", %s", jalon_word(d->lang, JALON_WORD_DIFF_REASON));
    }
}

/* The instruments whose last signature, given in state FROM, brings about state TO. */
static void say_instruments(const struct drawing *d, const char *from, const char *to,
                            struct jalon_str *out)
{
    JALON_AUTO(jalon_str_done) struct jalon_str names = {0};
    for (size_t i = 0; i < d->programme->n_instruments; i++) {
        const struct jalon_instrument_def *one = &d->programme->instruments[i];
        if (jalon_text_same(one->completes, to) && jalon_instrument_signable_in(one, from)) {
            jalon_str_addf(&names, "%s%s", names.length > 0 ? ", " : "", one->label.text[d->lang]);
        }
    }
    jalon_say(out, d->lang, JALON_WORD_GRAPH_FOLLOWS, jalon_str_text(&names));
}

static void draw_edge(const struct drawing *d, const struct jalon_transition_def *transition,
                      const char *from)
{
    JALON_AUTO(jalon_str_done) struct jalon_str node = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str label = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str conditions = {0};
    if (transition->derived) {
        say_instruments(d, from, transition->to, &conditions);
    } else {
        say_conditions(d, transition, &conditions);
    }
    jalon_str_add(&label, transition->name); /* a code: nothing in it needs to be escaped */
    add_line(d, &label, jalon_str_text(&conditions));
    if (transition->to == NULL) {
        jalon_str_add(&node, "previous");
    } else {
        jalon_str_addf(&node, "s_%s", transition->to);
    }
    jalon_say_label(d->out, transition->derived ? d->format->follows : d->format->taken, from,
                    jalon_str_text(&node), jalon_str_text(&label));
}

/* What a contract goes back to depends on where it came from: one node stands for all. */
static void draw_previous(const struct drawing *d)
{
    bool is_used = false;
    for (size_t i = 0; i < d->programme->n_transitions; i++) {
        is_used = is_used || d->programme->transitions[i].to == NULL;
    }
    if (is_used) {
        JALON_AUTO(jalon_str_done) struct jalon_str label = {0};
        add_line(d, &label, jalon_word(d->lang, JALON_WORD_GRAPH_PREVIOUS));
        jalon_say_label(d->out, d->format->previous, jalon_str_text(&label));
    }
}

void jalon_graph_draw(struct jalon_str *out, const struct jalon_programme *programme,
                      enum jalon_lang lang, enum jalon_graph_format format)
{
    const struct drawing d = {out, programme, lang, &formats[format]};
    jalon_str_add(out, d.format->head);
    for (size_t i = 0; i < programme->n_states; i++) {
        draw_state(&d, &programme->states[i]);
    }
    draw_previous(&d);
    jalon_say_label(out, d.format->initial, programme->initial);
    for (size_t i = 0; i < programme->n_transitions; i++) {
        const struct jalon_transition_def *transition = &programme->transitions[i];
        for (size_t j = 0; j < transition->n_from; j++) {
            draw_edge(&d, transition, transition->from[j]);
        }
    }
    jalon_str_add(out, d.format->tail);
}
