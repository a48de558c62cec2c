/* `programme check` and `programme show`: a programme file, and the programme in force. */
#include "app/programme.h"
#include "base/json.h"
#include "conf/programme.h"
#include "jalon/commands.h"
#include "jalon/contract_view.h"
#include "jalon/faults.h"
#include "jalon/words.h"
#include "report/json_parts.h"

struct check {
    const char *path;
};

static const struct cli_opt check_arguments[] = {
    {"FILE", 0, CLI_PATH, NULL, "a programme.yaml, or the folder that holds it",
     offsetof(struct check, path), CLI_REQUIRED, NULL, 0},
    {0},
};

static void check_json(struct cli_run *run, const struct jalon_faults *faults)
{
    JALON_AUTO(jalon_json_decref) json_t *document = json_object();
    jalon_json_set_text(document, "schema", "jalon.programme_check/1");
    jalon_json_set(document, "ok", json_boolean(faults->n == 0));
    jalon_json_set(document, "problems", faults_json(faults));
    out_json(run->out, document);
}

static int run_check(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct check *check = options;
    (void)err;
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    JALON_AUTO(jalon_programme_file_freep)
    struct jalon_programme_file *file = jalon_programme_load(check->path, &faults);
    if (run->json) {
        check_json(run, &faults);
    } else if (faults.n > 0 && faults.items[0].err.kind == JALON_ERR_NOT_FOUND) {
        return faults_say(run->lang, &faults); /* there is nothing to find faults in */
    } else if (file == NULL) {
        JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
        faults_text(&faults, run->lang, "", &text);
        out_text(run->out, jalon_str_text(&text));
    } else {
        const struct jalon_programme *p = file->programme;
        out_textf(run->out, "%s · %s\n", p->code, say_label(run->lang, p->name));
        out_textf(run->out, "%zu %s, %zu %s, %zu %s, %zu %s\n", p->n_states,
                  say(run->lang, "états", "states"), p->n_transitions,
                  say(run->lang, "passages", "transitions"), p->n_instruments,
                  say(run->lang, "actes", "instruments"), p->n_targets,
                  say(run->lang, "échéances", "targets"));
        out_text(run->out, say(run->lang, "aucune faute\n", "no fault\n"));
    }
    return faults_exit_status(&faults);
}

const struct cli_command cmd_programme_check = {
    .name = "programme check",
    .section = "Programme and territories",
    .summary = "every fault of a programme file, with line and column",
    .formats = "text|json",
    .arguments = check_arguments,
    .size = sizeof(struct check),
    .run = run_check,
};

static void show_states(const struct cli_run *run, const struct jalon_programme *p)
{
    static const struct out_column columns[] = {
        {{{"état", "state"}}, false, false},
        {{{"libellé", "label"}}, false, false},
        {{{"passages possibles", "possible transitions"}}, false, true},
    };
    struct out_table *table = out_table_new(run->out, columns, JALON_COUNT(columns));
    for (size_t i = 0; i < p->n_states; i++) {
        JALON_AUTO(jalon_str_done) struct jalon_str ways = {0};
        for (size_t j = 0; j < p->n_transitions; j++) {
            const struct jalon_transition_def *one = &p->transitions[j];
            for (size_t k = 0; k < one->n_from; k++) {
                if (strcmp(one->from[k], p->states[i].code) == 0) {
                    jalon_str_addf(&ways, "%s%s → %s", ways.length > 0 ? ", " : "", one->name,
                                   one->to != NULL ? one->to
                                                   : say(run->lang, "précédent", "previous"));
                    jalon_str_add(&ways, one->derived ? say(run->lang, " (découle des signatures)",
                                                            " (follows from signatures)")
                                                      : "");
                }
            }
        }
        out_table_row(table, (const char *const[]){p->states[i].code,
                                                   say_label(run->lang, p->states[i].label),
                                                   jalon_str_text(&ways)});
    }
    out_table_end(table);
}

static void show_instruments(const struct cli_run *run, const struct jalon_programme *p)
{
    static const struct out_column columns[] = {
        {{{"acte", "instrument"}}, false, false},
        {{{"libellé", "label"}}, false, false},
        {{{"à partir de", "from"}}, false, false},
        {{{"doivent signer", "must sign"}}, false, true},
    };
    struct out_table *table = out_table_new(run->out, columns, JALON_COUNT(columns));
    for (size_t i = 0; i < p->n_instruments; i++) {
        const struct jalon_instrument_def *one = &p->instruments[i];
        JALON_AUTO(jalon_str_done) struct jalon_str from = {0};
        JALON_AUTO(jalon_str_done) struct jalon_str required = {0};
        say_codes(&from, one->from_states, one->n_from_states);
        say_codes(&required, one->required, one->n_required);
        if (one->required_as_amended) {
            jalon_str_add(&required, say(run->lang, "les parties de l'acte modifié",
                                         "the parties of what it amends"));
        }
        out_table_row(table,
                      (const char *const[]){one->code, say_label(run->lang, one->label),
                                            jalon_str_text(&from), jalon_str_text(&required)});
    }
    out_table_end(table);
}

static void show_targets(const struct cli_run *run, const struct jalon_programme *p)
{
    static const struct out_column columns[] = {
        {{{"échéance", "target"}}, false, false}, {{{"libellé", "label"}}, false, true},
        {{{"date", "on"}}, false, false},         {{{"décidée le", "decided on"}}, false, false},
        {{{"Région", "Région"}}, false, false},
    };
    struct out_table *table = out_table_new(run->out, columns, JALON_COUNT(columns));
    for (size_t i = 0; i < p->n_targets; i++) {
        const struct jalon_target_def *one = &p->targets[i];
        for (size_t j = 0; j < one->n_moves; j++) {
            struct jalon_date_text on = jalon_date_iso(one->moves[j].on);
            struct jalon_date_text decided = jalon_date_iso(one->moves[j].decided_on);
            const char *region = one->moves[j].region;
            out_table_row(table, (const char *const[]){one->code, say_label(run->lang, one->label),
                                                       on.text, decided.text,
                                                       region != NULL ? region : ""});
        }
    }
    out_table_end(table);
}

static void show_statuses(const struct cli_run *run, const struct jalon_programme *p)
{
    static const struct out_column columns[] = {
        {{{"statut", "status"}}, false, false},
        {{{"libellé", "label"}}, false, true},
        {{{"à partir de", "from"}}, true, false},
    };
    struct out_table *table = out_table_new(run->out, columns, JALON_COUNT(columns));
    for (size_t i = 0; i < p->n_statuses; i++) {
        JALON_AUTO(jalon_str_done) struct jalon_str from = {0};
        jalon_str_addf(&from, "%d%s", p->statuses[i].from, say(run->lang, "\u00A0%", "%"));
        out_table_row(table, (const char *const[]){p->statuses[i].code,
                                                   say_label(run->lang, p->statuses[i].label),
                                                   jalon_str_text(&from)});
    }
    out_table_end(table);
}

static const struct out_column party_columns[] = {
    {{{"partie", "party"}}, false, false},
    {{{"libellé", "label"}}, false, true},
};
static const struct out_column milestone_columns[] = {
    {{{"étape", "milestone"}}, false, false},
    {{{"libellé", "label"}}, false, true},
};

static void show_parties(const struct cli_run *run, const struct jalon_programme *p)
{
    struct out_table *table = out_table_new(run->out, party_columns, JALON_COUNT(party_columns));
    for (size_t i = 0; i < p->n_parties; i++) {
        out_table_row(table, (const char *const[]){p->parties[i].code,
                                                   say_label(run->lang, p->parties[i].label)});
    }
    out_table_end(table);
}

static void show_milestones(const struct cli_run *run, const struct jalon_programme *p)
{
    struct out_table *table =
        out_table_new(run->out, milestone_columns, JALON_COUNT(milestone_columns));
    for (size_t i = 0; i < p->n_milestones; i++) {
        out_table_row(table, (const char *const[]){p->milestones[i].code,
                                                   say_label(run->lang, p->milestones[i].label)});
    }
    out_table_end(table);
}

static json_t *parties_json(const struct jalon_programme *p)
{
    json_t *all = json_array();
    for (size_t i = 0; i < p->n_parties; i++) {
        (void)json_array_append_new(all, json_string(p->parties[i].code));
    }
    return all;
}

static json_t *milestones_json(const struct jalon_programme *p)
{
    json_t *all = json_array();
    for (size_t i = 0; i < p->n_milestones; i++) {
        (void)json_array_append_new(all, json_string(p->milestones[i].code));
    }
    return all;
}

static json_t *states_json(const struct jalon_programme *p)
{
    json_t *all = json_array();
    for (size_t i = 0; i < p->n_states; i++) {
        json_t *one = json_object();
        jalon_json_set_text(one, "code", p->states[i].code);
        jalon_json_set(one, "done", json_boolean(p->states[i].done));
        jalon_json_set(one, "in_scope", json_boolean(p->states[i].in_scope));
        (void)json_array_append_new(all, one);
    }
    return all;
}

static json_t *transitions_json(const struct jalon_programme *p)
{
    json_t *all = json_array();
    for (size_t i = 0; i < p->n_transitions; i++) {
        const struct jalon_transition_def *from = &p->transitions[i];
        json_t *one = json_object();
        jalon_json_set_text(one, "name", from->name);
        jalon_json_set(one, "from", jalon_json_texts(from->from, from->n_from));
        jalon_json_set_text(one, "to", from->to);
        jalon_json_set(one, "derived", json_boolean(from->derived));
        jalon_json_set(one, "reason_required", json_boolean(from->reason_required));
        (void)json_array_append_new(all, one);
    }
    return all;
}

static json_t *instruments_json(const struct jalon_programme *p)
{
    json_t *all = json_array();
    for (size_t i = 0; i < p->n_instruments; i++) {
        const struct jalon_instrument_def *from = &p->instruments[i];
        json_t *one = json_object();
        jalon_json_set_text(one, "code", from->code);
        jalon_json_set(one, "from_states",
                       jalon_json_texts(from->from_states, from->n_from_states));
        jalon_json_set_text(one, "completes", from->completes);
        jalon_json_set(one, "required", jalon_json_texts(from->required, from->n_required));
        (void)json_array_append_new(all, one);
    }
    return all;
}

static json_t *targets_json(const struct jalon_programme *p)
{
    json_t *all = json_array();
    for (size_t i = 0; i < p->n_targets; i++) {
        const struct jalon_target_def *from = &p->targets[i];
        for (size_t j = 0; j < from->n_moves; j++) {
            json_t *one = json_object();
            jalon_json_set_text(one, "code", from->code);
            jalon_json_set_date(one, "on", from->moves[j].on);
            jalon_json_set_date(one, "decided_on", from->moves[j].decided_on);
            jalon_json_set_text(one, "region", from->moves[j].region);
            (void)json_array_append_new(all, one);
        }
    }
    return all;
}

static json_t *statuses_json(const struct jalon_programme *p)
{
    json_t *all = json_array();
    for (size_t i = 0; i < p->n_statuses; i++) {
        json_t *one = json_object();
        jalon_json_set_text(one, "code", p->statuses[i].code);
        jalon_json_set(one, "label", jalon_json_label(p->statuses[i].label));
        jalon_json_set_int(one, "from", p->statuses[i].from);
        (void)json_array_append_new(all, one);
    }
    return all;
}

static void show_json(struct cli_run *run, const struct jalon_programme *p)
{
    JALON_AUTO(jalon_json_decref) json_t *document = json_object();
    jalon_json_set_text(document, "schema", "jalon.programme/1");
    jalon_json_set_text(document, "code", p->code);
    jalon_json_set_int(document, "revision", p->revision);
    jalon_json_set_text(document, "timezone", p->timezone);
    jalon_json_set_date(document, "starts_on", p->starts_on);
    jalon_json_set_text(document, "initial", p->initial);
    jalon_json_set(document, "states", states_json(p));
    jalon_json_set(document, "transitions", transitions_json(p));
    jalon_json_set(document, "instruments", instruments_json(p));
    jalon_json_set(document, "parties", parties_json(p));
    jalon_json_set(document, "milestones", milestones_json(p));
    jalon_json_set(document, "targets", targets_json(p));
    jalon_json_set(document, "statuses", statuses_json(p));
    out_json(run->out, document);
}

static void show_text(struct cli_run *run, const struct jalon_programme *p)
{
    struct jalon_date_long start = jalon_date_long(p->starts_on, run->lang);
    out_textf(run->out, "%s · %s\n", p->code, say_label(run->lang, p->name));
    out_textf(run->out, "%s %d · %s%s · %s\n\n", say(run->lang, "révision", "revision"),
              p->revision, say(run->lang, "depuis le ", "since "), start.text, p->timezone);
    show_states(run, p);
    out_text(run->out, "\n");
    show_instruments(run, p);
    out_text(run->out, "\n");
    show_parties(run, p);
    out_text(run->out, "\n");
    show_milestones(run, p);
    out_text(run->out, "\n");
    show_targets(run, p);
    if (p->n_statuses > 0) {
        out_text(run->out, "\n");
        show_statuses(run, p);
    }
}

struct show {
    int64_t revision;
};

static const struct cli_opt show_options[] = {
    {"revision", 0, CLI_INT, "N", "revision N (default: the one in force)",
     offsetof(struct show, revision), 0, NULL, 0},
    {0},
};

static int run_show(struct cli_run *run, const void *options, struct jalon_err *err)
{
    const struct show *given = options;
    JALON_AUTO(jalon_programme_freep) struct jalon_programme *p = NULL;
    int revision = given->revision > 0 ? (int)given->revision : 0;
    if (jalon_app_revision(run->app, revision, &p, err) < 0) {
        return -1;
    }
    if (run->json) {
        show_json(run, p);
    } else {
        show_text(run, p);
    }
    return 0;
}

const struct cli_command cmd_programme_show = {
    .name = "programme show",
    .section = "Programme and territories",
    .summary = "a programme's states, instruments, parties, as in force or before",
    .flags = CLI_NEEDS_DB,
    .formats = "text|json",
    .options = show_options,
    .size = sizeof(struct show),
    .run = run_show,
};
