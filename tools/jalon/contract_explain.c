/* Why a contract is not in a state yet, as text and as JSON. */
#include "base/json.h"
#include "jalon/contract_view.h"
#include "jalon/words.h"

static const char *outcome_code(enum jalon_explain_outcome outcome)
{
    static const char *const codes[] = {
        [JALON_EXPLAIN_THERE] = "there",
        [JALON_EXPLAIN_STEPS] = "steps",
        [JALON_EXPLAIN_UNREACHABLE] = "unreachable",
        [JALON_EXPLAIN_UNKNOWN_STATE] = "unknown_state",
        [JALON_EXPLAIN_NOT_ENTERED] = "not_entered",
    };
    return codes[outcome];
}

static void add_missing(const struct contract_view *view, const struct jalon_explain_step *step,
                        struct jalon_str *out)
{
    for (size_t i = 0; i < step->n_missing; i++) {
        jalon_str_add(out, "     - ");
        jalon_say_party(out, view->lang, &view->names, step->missing[i].party);
        jalon_str_addf(out, " (%s)", step->missing[i].party);
        if (jalon_date_is_set(step->missing[i].since)) {
            struct jalon_date_long since = jalon_date_long(step->missing[i].since, view->lang);
            jalon_str_addf(out, "%s%s",
                           say(view->lang, ", signature attendue depuis le ", ", awaited since "),
                           since.text);
        }
        jalon_str_add_char(out, '\n');
    }
}

static void add_asked(const struct contract_view *view, const struct jalon_explain_step *step,
                      struct jalon_str *out)
{
    const struct jalon_transition_def *transition = step->transition;
    jalon_str_add(out, say(view->lang, "     à demander", "     to be asked for"));
    jalon_str_addf(out, "%sjalon advance %s %s --on %s", say_colon(view->lang),
                   view->contract->code, step->to, say(view->lang, "AAAA-MM-JJ", "YYYY-MM-DD"));
    jalon_str_add(out, transition->reason_required ? " --reason …" : "");
    if (!jalon_transition_allows(transition, JALON_ROLE_RECORDER)) {
        jalon_str_add(out, say(view->lang, ", par un gestionnaire (manager)", ", by a manager"));
    }
    jalon_str_add_char(out, '\n');
}

static void add_signing(const struct contract_view *view, const struct jalon_explain_step *step,
                        struct jalon_str *out)
{
    size_t required = step->required.n;
    jalon_str_addf(out, "     %s%s%zu/%zu signatures",
                   say_label(view->lang, step->instrument->label), say_colon(view->lang),
                   required - step->n_missing, required);
    jalon_str_add_char(out, '\n');
    add_missing(view, step, out);
}

static void add_outcome(const struct contract_view *view, const struct jalon_explanation *answer,
                        struct jalon_str *out)
{
    static const struct {
        const char *french, *english;
    } sentences[] = {
        [JALON_EXPLAIN_THERE] = {"Ce contrat est « {1} ».", "This contract is \"{1}\"."},
        [JALON_EXPLAIN_STEPS] = {"Pour être « {1} », il reste :",
                                 "Before it is \"{1}\", there remain:"},
        [JALON_EXPLAIN_UNREACHABLE] = {"Aucun passage ne mène de là à « {1} ».",
                                       "No transition leads from there to \"{1}\"."},
        [JALON_EXPLAIN_UNKNOWN_STATE] = {"Le programme n'a pas d'état « {1} ».",
                                         "The programme has no state \"{1}\"."},
        [JALON_EXPLAIN_NOT_ENTERED] = {"Ce territoire n'était pas au programme ce jour-là.",
                                       "This territory was not in the programme on that day."},
    };
    say_with(out, view->lang, sentences[answer->outcome].french, sentences[answer->outcome].english,
             say_state(view->lang, view->programme, answer->to));
    jalon_str_add_char(out, '\n');
}

void explanation_text(const struct contract_view *view, const struct jalon_explanation *answer,
                      struct jalon_str *out)
{
    contract_head_text(view, out);
    jalon_str_add_char(out, '\n');
    add_outcome(view, answer, out);
    for (size_t i = 0; i < answer->n_steps; i++) {
        const struct jalon_explain_step *step = &answer->steps[i];
        jalon_str_addf(out, "  %zu. %s → %s\n", i + 1,
                       say_state(view->lang, view->programme, step->from),
                       say_state(view->lang, view->programme, step->to));
        if (step->instrument != NULL) {
            add_signing(view, step, out);
        } else {
            add_asked(view, step, out);
        }
    }
}

static json_t *step_json(const struct jalon_explain_step *step)
{
    json_t *one = json_object();
    json_t *missing = json_array();
    for (size_t i = 0; i < step->n_missing; i++) {
        json_t *party = json_object();
        jalon_json_set_text(party, "party", step->missing[i].party);
        jalon_json_set_date(party, "since", step->missing[i].since);
        (void)json_array_append_new(missing, party);
    }
    jalon_json_set_text(one, "transition", step->transition->name);
    jalon_json_set_text(one, "from", step->from);
    jalon_json_set_text(one, "to", step->to);
    jalon_json_set(one, "reason_required", json_boolean(step->transition->reason_required));
    jalon_json_set_text(one, "instrument",
                        step->instrument != NULL ? step->instrument->code : NULL);
    jalon_json_set_int(one, "required", (int64_t)step->required.n);
    jalon_json_set(one, "missing", missing);
    return one;
}

json_t *explanation_json(const struct contract_view *view, const struct jalon_explanation *answer)
{
    json_t *document = json_object();
    json_t *steps = json_array();
    for (size_t i = 0; i < answer->n_steps; i++) {
        (void)json_array_append_new(steps, step_json(&answer->steps[i]));
    }
    jalon_json_set_text(document, "schema", "jalon.explain/1");
    jalon_json_set_text(document, "programme", view->programme->code);
    jalon_json_set_date(document, "as_of", view->day);
    jalon_json_set_text(document, "code", view->contract->code);
    jalon_json_set_text(document, "state", answer->from);
    jalon_json_set_date(document, "state_since", answer->since);
    jalon_json_set_text(document, "to", answer->to);
    jalon_json_set_text(document, "outcome", outcome_code(answer->outcome));
    jalon_json_set(document, "steps", steps);
    return document;
}
