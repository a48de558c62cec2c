/* The reader of programme documents: what it reads, and that it names every fault with its place.
 */
#include "domain/programme.h"

#include "base/json.h"
#include "base/mem.h"
#include "base/str.h"
#include "support/test.h"

/* A small sound document; the mappings are in another order than the lifecycle. */
static const char sound[] =
    "{'programme': {'code': 'demo-1', 'name': {'fr': 'Essai', 'en': 'Trial'},"
    "               'timezone': 'Europe/Paris'},"
    " 'starts_on': '2019-01-01',"
    " 'lifecycle': {'initial': 'open',"
    "   'states': {'closed': {'label': {'fr': 'fermé', 'en': 'closed'}, 'in_scope': false},"
    "              'done': {'label': {'fr': 'fait', 'en': 'done'}, 'done': true},"
    "              'open': {'label': {'fr': 'ouvert', 'en': 'open'}},"
    "              'paused': {'label': {'fr': 'suspendu', 'en': 'paused'}},"
    "              'talks': {'label': {'fr': 'en cours', 'en': 'in talks'}}},"
    "   'transitions': ["
    "     {'name': 'begin', 'from': ['open'], 'to': 'talks', 'roles': ['recorder', 'manager']},"
    "     {'name': 'complete', 'from': ['talks'], 'to': 'done', 'derived': true},"
    "     {'name': 'pause', 'from': ['open', 'talks'], 'to': 'paused', 'roles': ['manager'],"
    "      'reason': 'required'},"
    "     {'name': 'resume', 'from': ['paused'], 'to': 'previous', 'roles': ['manager']},"
    "     {'name': 'close', 'from': ['open'], 'to': 'closed', 'roles': ['manager'],"
    "      'reason': 'optional'}]},"
    " 'parties': {'bank': {'label': {'fr': 'banque', 'en': 'bank'}, 'one_per': 'contract'},"
    "             'firm': {'label': {'fr': 'entreprise', 'en': 'firm'}, 'named': true},"
    "             'member': {'label': {'fr': 'membre', 'en': 'member'}, 'one_per': 'member'},"
    "             'region': {'label': {'fr': 'Région', 'en': 'Region'}, 'one_per': 'region'}},"
    " 'instruments': {"
    "   'change': {'label': {'fr': 'avenant', 'en': 'amendment'}, 'from_states': ['done'],"
    "              'repeatable': true, 'required': 'as_amended'},"
    "   'deed': {'label': {'fr': 'contrat', 'en': 'deed'}, 'from_states': ['talks'],"
    "            'completes': 'done', 'required': ['region', 'member'], 'optional': 'any'}},"
    " 'milestones': {'launch': {'label': {'fr': 'lancement', 'en': 'launch'}}},"
    " 'targets': [{'code': 'all', 'label': {'fr': 'tous', 'en': 'all'}, 'on': '2019-06-30',"
    "              'decided_on': '2019-01-31', 'source': 'annonce',"
    "              'covers': {'instrument': 'deed', 'percent': 90},"
    "              'moved': [{'on': '2019-09-30', 'decided_on': '2019-06-01'}]}],"
    " 'calendar': [{'on': '2019-03-05', 'label': {'fr': 'b', 'en': 'b'}, 'ceremony': true},"
    "              {'on': '2019-01-30', 'label': {'fr': 'a', 'en': 'a'}}],"
    " 'regions': {'93': 'Sud', '28': 'Normandie'},"
    " 'departements': {'76': {'name': 'Seine-Maritime', 'region': '28'}}}";

/* JSON with single quotes, to be readable here. */
static json_t *parse(const char *text)
{
    JALON_AUTO(jalon_freep) char *json = jalon_strdup(text);
    for (char *at = json; *at != '\0'; at++) {
        *at = *at == '\'' ? '"' : *at;
    }
    json_error_t error;
    json_t *value = json_loads(json, JSON_DECODE_ANY | JSON_ALLOW_NUL, &error);
    if (value == NULL) {
        fail_msg("%s: %s", error.text, text);
    }
    return value;
}

static json_t *child(json_t *parent, const char *key)
{
    return json_is_array(parent) ? json_array_get(parent, (size_t)(key[0] - '0'))
                                 : json_object_get(parent, key);
}

/* Sets (NULL: removes) the member or item at POINTER. */
static void change(json_t *document, const char *pointer, const char *value)
{
    JALON_AUTO(jalon_freep) char *path = jalon_strdup(pointer + 1);
    char *last = strrchr(path, '/');
    json_t *parent = document;
    if (last != NULL) {
        *last++ = '\0';
        char *rest = NULL;
        for (char *key = strtok_r(path, "/", &rest); key != NULL;
             key = strtok_r(NULL, "/", &rest)) {
            parent = child(parent, key);
            assert_non_null(parent);
        }
    } else {
        last = path;
    }
    if (value == NULL) {
        assert_int_equal(0, json_object_del(parent, last));
    } else if (json_is_array(parent)) {
        size_t index = (size_t)(last[0] - '0');
        assert_int_equal(0, index < json_array_size(parent)
                                ? json_array_set_new(parent, index, parse(value))
                                : json_array_append_new(parent, parse(value)));
    } else {
        assert_int_equal(0, json_object_set_new(parent, last, parse(value)));
    }
}

static void note_fault(void *context, const char *pointer, const struct jalon_err *fault)
{
    struct jalon_str *faults = context;
    assert_int_equal(JALON_ERR_REFUSED, fault->kind);
    assert_true(fault->message[JALON_FR][0] != '\0' && fault->hint[JALON_FR][0] != '\0');
    assert_null(strstr(fault->message[JALON_FR], "{"));
    jalon_str_addf(faults, "%s: %s\n", pointer, fault->message[JALON_EN]);
}

static struct jalon_programme *read_sound(void)
{
    JALON_AUTO(jalon_json_decref) json_t *document = parse(sound);
    JALON_AUTO(jalon_str_done) struct jalon_str faults = {0};
    struct jalon_programme *p = NULL;
    int n_faults = jalon_programme_read(document, note_fault, &faults, &p);
    assert_string_equal("", jalon_str_text(&faults));
    assert_int_equal(0, n_faults);
    assert_non_null(p);
    return p;
}

TEST(a_sound_document_is_read_whole)
{
    JALON_AUTO(jalon_programme_freep) struct jalon_programme *p = read_sound();
    assert_string_equal("demo-1", p->code);
    assert_string_equal("Essai", p->name.text[JALON_FR]);
    assert_string_equal("Europe/Paris", p->timezone);
    assert_string_equal("2019-01-01", jalon_date_iso(p->starts_on).text);
    assert_int_equal(0, p->revision);
    assert_int_equal(5, p->n_transitions);
    assert_true(p->transitions[1].derived);
    assert_null(p->transitions[3].to);
    assert_true(p->transitions[2].reason_required);
    assert_false(p->transitions[4].reason_required);
    assert_int_equal(1U << JALON_ROLE_RECORDER | 1U << JALON_ROLE_MANAGER, p->transitions[0].roles);
    assert_int_equal(90, p->targets[0].percent);
    assert_string_equal("deed", p->targets[0].instrument);
    assert_string_equal("annonce", p->targets[0].moves[0].source);
    assert_int_equal(2, p->targets[0].n_moves);
    assert_true(p->calendar[1].ceremony);
}

TEST(what_forecasts_assume_is_read_and_may_be_left_out)
{
    JALON_AUTO(jalon_programme_freep) struct jalon_programme *silent = read_sound();
    assert_false(silent->forecast.is_declared);
    JALON_AUTO(jalon_json_decref) json_t *document = parse(sound);
    change(document, "/forecast",
           "{'median_weeks': 15, 'source': 'essai', 'as_of': '2019-04-30', 'waiting_weeks': 6,"
           " 'pilots': {'state': 'talks', 'rest_percent': 70},"
           " 'slips': {'percent': 40, 'weeks': 2}, 'draws': 500, 'seed': 7}");
    JALON_AUTO(jalon_programme_freep) struct jalon_programme *p = NULL;
    assert_int_equal(0, jalon_programme_read(document, NULL, NULL, &p));
    assert_true(p->forecast.is_declared);
    assert_int_equal(15, p->forecast.median_weeks);
    assert_string_equal("essai", p->forecast.source);
    assert_string_equal("2019-04-30", jalon_date_iso(p->forecast.as_of).text);
    assert_int_equal(6, p->forecast.waiting_weeks);
    assert_string_equal("talks", p->forecast.pilot_state);
    assert_null(p->forecast.pilot_cohort);
    assert_int_equal(70, p->forecast.rest_percent);
    assert_int_equal(40, p->forecast.slip_percent);
    assert_int_equal(2, p->forecast.slip_weeks);
    assert_int_equal(500, p->forecast.draws);
    assert_int_equal(7, p->forecast.seed);
}

TEST(a_chance_has_the_status_that_begins_at_it_or_next_below)
{
    JALON_AUTO(jalon_programme_freep) struct jalon_programme *silent = read_sound();
    assert_null(jalon_programme_status_of(silent, 50));
    JALON_AUTO(jalon_json_decref) json_t *document = parse(sound);
    change(document, "/statuses",
           "[{'code': 'sure', 'label': {'fr': 'sûr', 'en': 'sure'}, 'from': 85},"
           " {'code': 'open', 'label': {'fr': 'ouvert', 'en': 'open'}, 'from': 15},"
           " {'code': 'lost', 'label': {'fr': 'perdu', 'en': 'lost'}, 'from': 0}]");
    JALON_AUTO(jalon_programme_freep) struct jalon_programme *p = NULL;
    assert_int_equal(0, jalon_programme_read(document, NULL, NULL, &p));
    assert_string_equal("sure", jalon_programme_status_of(p, 100)->code);
    assert_string_equal("sure", jalon_programme_status_of(p, 85)->code);
    assert_string_equal("open", jalon_programme_status_of(p, 84)->code);
    assert_string_equal("open", jalon_programme_status_of(p, 15)->code);
    assert_string_equal("lost", jalon_programme_status_of(p, 0)->code);
    assert_string_equal("perdu", jalon_programme_status(p, "lost")->label.text[JALON_FR]);
    assert_null(jalon_programme_status(p, "found"));
}

TEST(that_no_ceremony_is_moved_can_be_said)
{
    JALON_AUTO(jalon_json_decref) json_t *document = parse(sound);
    change(document, "/forecast",
           "{'median_weeks': 15, 'source': 'essai', 'as_of': '2019-04-30',"
           " 'slips': {'percent': 0, 'weeks': 1}}");
    JALON_AUTO(jalon_programme_freep) struct jalon_programme *p = NULL;
    assert_int_equal(0, jalon_programme_read(document, NULL, NULL, &p));
    assert_int_equal(0, p->forecast.slip_percent);
    assert_int_equal(1, p->forecast.slip_weeks);
}

TEST(order_comes_from_the_lifecycle_not_from_the_mapping)
{
    JALON_AUTO(jalon_programme_freep) struct jalon_programme *p = read_sound();
    static const char *const states[] = {"open", "talks", "done", "paused", "closed"};
    assert_int_equal(JALON_COUNT(states), p->n_states);
    for (size_t i = 0; i < p->n_states; i++) {
        assert_string_equal(states[i], p->states[i].code);
    }
    assert_string_equal("deed", p->instruments[0].code);
    assert_string_equal("change", p->instruments[1].code);
    static const char *const parties[] = {"region", "member", "bank", "firm"};
    for (size_t i = 0; i < p->n_parties; i++) {
        assert_string_equal(parties[i], p->parties[i].code);
    }
    assert_string_equal("2019-01-30", jalon_date_iso(p->calendar[0].on).text);
    assert_string_equal("28", p->regions[0].code);
}

TEST(positions_overrule_the_order)
{
    JALON_AUTO(jalon_json_decref) json_t *document = parse(sound);
    change(document, "/lifecycle/states/closed/position", "2");
    change(document, "/instruments/change/position", "1");
    JALON_AUTO(jalon_programme_freep) struct jalon_programme *p = NULL;
    assert_int_equal(0, jalon_programme_read(document, NULL, NULL, &p));
    static const char *const states[] = {"open", "talks", "closed", "done", "paused"};
    for (size_t i = 0; i < p->n_states; i++) {
        assert_string_equal(states[i], p->states[i].code);
        assert_int_equal(i + 1, p->states[i].position);
    }
    assert_string_equal("change", p->instruments[0].code);
}

TEST(lookups_find_what_is_declared_and_nothing_else)
{
    JALON_AUTO(jalon_programme_freep) struct jalon_programme *p = read_sound();
    assert_true(jalon_programme_state(p, "done")->done);
    assert_false(jalon_programme_state(p, "closed")->in_scope);
    assert_null(jalon_programme_state(p, "previous"));
    assert_true(jalon_programme_instrument(p, "change")->required_as_amended);
    assert_null(jalon_programme_instrument(p, "dee"));
    assert_int_equal(JALON_ONE_PER_REGION, jalon_programme_party(p, "region:28")->one_per);
    assert_int_equal(JALON_NAMED, jalon_programme_party(p, "firm")->one_per);
    assert_null(jalon_programme_party(p, "reg:28"));
    assert_string_equal("launch", jalon_programme_milestone(p, "launch")->label.text[JALON_EN]);
    assert_null(jalon_programme_milestone(p, "end"));
    assert_string_equal("Normandie", jalon_programme_region_name(p, "28"));
    assert_null(jalon_programme_region_name(p, "99"));
}

TEST(a_target_has_the_date_that_was_decided_by_a_day)
{
    JALON_AUTO(jalon_programme_freep) struct jalon_programme *p = read_sound();
    const struct jalon_target_def *target = &p->targets[0];
    assert_null(jalon_target_at(target, NULL, jalon_date_of(2019, 1, 30)));
    assert_string_equal(
        "2019-06-30",
        jalon_date_iso(jalon_target_at(target, NULL, jalon_date_of(2019, 1, 31))->on).text);
    assert_string_equal(
        "2019-09-30",
        jalon_date_iso(jalon_target_at(target, NULL, jalon_date_of(2019, 6, 1))->on).text);
}

TEST(roles_have_codes)
{
    assert_string_equal("reader", jalon_role_code(JALON_ROLE_READER));
    assert_string_equal("manager", jalon_role_code(JALON_ROLE_MANAGER));
}

/* One change to the sound document, and all that is then reported. */
static const struct {
    const char *pointer, *value, *faults;
} cases[] = {
    {"/colour", "'red'", "/colour: unknown key 'colour'\n"},
    {"/programme", NULL, ": required key 'programme' is missing\n"},
    {"/programme", "[]", "/programme: a mapping of keys is expected here\n"},
    {"/programme/code", "'TI'", "/programme/code: malformed code 'TI'\n"},
    {"/programme/name", NULL, "/programme: label 'name' is missing\n"},
    {"/programme/name/en", NULL, "/programme/name: label 'en' is missing\n"},
    {"/programme/name/de", "'x'", "/programme/name/de: unknown key 'de'\n"},
    {"/programme/name/fr", "' '", "/programme/name/fr: this text is empty\n"},
    {"/programme/name/fr", "7", "/programme/name/fr: a text is expected here\n"},
    {"/programme/name/fr", "'a\\u0007b'",
     "/programme/name/fr: this text holds a control character or bytes that are not UTF-8\n"},
    {"/programme/name/fr", "'a\\u0000b'",
     "/programme/name/fr: this text holds a control character or bytes that are not UTF-8\n"},
    {"/programme/name/fr", "'a\\u202eb'",
     "/programme/name/fr: this text holds an invisible writing-direction mark\n"},
    {"/programme/timezone", "'Paris'", "/programme/timezone: malformed time zone 'Paris'\n"},
    {"/programme/timezone", "'Europe/Paris; x'",
     "/programme/timezone: malformed time zone 'Europe/Paris; x'\n"},
    {"/forecast", "'soon'", "/forecast: a mapping of keys is expected here\n"},
    {"/forecast", "{'median_weeks': 0, 'source': 'essai', 'as_of': '2019-04-30'}",
     "/forecast/median_weeks: an integer from 1 to 520 is expected here\n"},
    {"/forecast", "{'median_weeks': 15, 'as_of': '2019-04-30'}",
     "/forecast: required key 'source' is missing\n"},
    {"/forecast",
     "{'median_weeks': 15, 'source': 'essai', 'as_of': '2019-04-30',"
     " 'pilots': {'state': 'start', 'cohort': 'first', 'pace': 1}, 'slips': {'percent': 101}}",
     "/forecast/pilots/pace: unknown key 'pace'\n"
     "/forecast/pilots/state: state 'start' is not declared\n"
     "/forecast/pilots/cohort: cohort 'first' is not declared\n"
     "/forecast/slips: required key 'weeks' is missing\n"
     "/forecast/slips/percent: an integer from 0 to 100 is expected here\n"},
    {"/starts_on", "'01/01/2019'", "/starts_on: date expected as YYYY-MM-DD: '01/01/2019'\n"},
    {"/starts_on", "'2019-02-29'", "/starts_on: no such day: '2019-02-29'\n"},
    {"/starts_on", "'2019-08-01'", "/targets/0/on: the target is before the programme starts\n"},
    {"/lifecycle/initial", "'start'", "/lifecycle/initial: state 'start' is not declared\n"},
    {"/lifecycle/states/open/done", "true",
     "/lifecycle/initial: the initial state 'open' is already the aim of the programme\n"},
    {"/lifecycle/states/open/in_scope", "false",
     "/lifecycle/initial: the initial state 'open' does not count in the scope\n"},
    {"/lifecycle/states", "[]", NULL},
    {"/lifecycle/states/talks/label", NULL, "/lifecycle/states/talks: label 'label' is missing\n"},
    {"/lifecycle/states/done/done", "'yes'",
     "/lifecycle/states/done/done: true or false is expected here\n"
     "/lifecycle/states: no state is the aim of the programme\n"},
    {"/lifecycle/states/Lost", "{'label': {'fr': 'a', 'en': 'b'}}",
     "/lifecycle/states/Lost: malformed code 'Lost'\n"},
    {"/lifecycle/states/previous", "{'label': {'fr': 'a', 'en': 'b'}}",
     "/lifecycle/states/previous: a state cannot be called 'previous'\n"},
    {"/lifecycle/states/lost", "{'label': {'fr': 'a', 'en': 'b'}, 'in_scope': false}",
     "/lifecycle/states/lost: no transition leads to the state 'lost'\n"},
    {"/lifecycle/states/closed/in_scope", "true",
     "/lifecycle/states/closed: the state 'closed' is a dead end: it leads to no done state\n"},
    {"/lifecycle/transitions", "{}", "/lifecycle/transitions: a list is expected here\n"},
    {"/lifecycle/transitions/0/name", "'close'",
     "/lifecycle/transitions/4/name: 'close' appears twice\n"},
    {"/lifecycle/transitions/0/name", NULL,
     "/lifecycle/transitions/0: required key 'name' is missing\n"},
    {"/lifecycle/transitions/0/from", "[]", "/lifecycle/transitions/0/from: this list is empty\n"},
    {"/lifecycle/transitions/0/from/0", "'start'",
     "/lifecycle/transitions/0/from/0: state 'start' is not declared\n"},
    {"/lifecycle/transitions/0/from/1", "'open'",
     "/lifecycle/transitions/0/from/1: 'open' appears twice\n"},
    {"/lifecycle/transitions/0/from/1", "'talks'",
     "/lifecycle/transitions/0: the transition 'begin' leaves from the state 'talks' it leads to\n"},
    {"/lifecycle/transitions/0/to", "'start'",
     "/lifecycle/transitions/0/to: state 'start' is not declared\n"},
    {"/lifecycle/transitions/0/roles", NULL,
     "/lifecycle/transitions/0: required key 'roles' is missing\n"},
    {"/lifecycle/transitions/0/roles", "['reader']",
     "/lifecycle/transitions/0/roles/0: unknown role 'reader'\n"},
    {"/lifecycle/transitions/0/reason", "'always'",
     "/lifecycle/transitions/0/reason: unknown value 'always'\n"},
    {"/lifecycle/transitions/1/roles", "['manager']",
     "/lifecycle/transitions/1/roles: a derived transition takes neither roles nor a reason: "
     "'roles'\n"},
    {"/lifecycle/transitions/3/derived", "true", NULL},
    {"/lifecycle/transitions/1/from/1", "'open'",
     "/lifecycle/transitions/1: no instrument brings about the derived transition 'complete' to "
     "'done'\n"},
    {"/lifecycle/transitions/5",
     "{'name': 'a', 'from': ['open'], 'to': 'talks', 'roles': "
     "['manager']}",
     "/lifecycle/transitions/5: ambiguous transition: 'begin' and 'a' both lead from 'open' to "
     "'talks'\n"},
    {"/lifecycle/transitions/5",
     "{'name': 'a', 'from': ['paused'], 'to': 'talks', 'roles': "
     "['manager']}",
     "/lifecycle/transitions/5: ambiguous transition: 'resume' and 'a' both lead from 'paused' to "
     "'talks'\n"},
    {"/lifecycle/transitions/5",
     "{'name': 'a', 'from': ['paused'], 'to': 'previous', 'roles': "
     "['manager']}",
     "/lifecycle/transitions/5: ambiguous transition: 'resume' and 'a' both lead from 'paused' to "
     "'previous'\n"},
    {"/lifecycle/states/open/position", "0",
     "/lifecycle/states/open/position: an integer from 1 to 32 is expected here\n"},
    {"/parties/bank/named", "true", "/parties/bank: give one_per or named: true, one of the two\n"},
    {"/parties/bank/one_per", NULL, "/parties/bank: give one_per or named: true, one of the two\n"},
    {"/parties/bank/one_per", "'town'", "/parties/bank/one_per: unknown value 'town'\n"},
    {"/parties/Bad", "{}", "/parties/Bad: malformed code 'Bad'\n"},
    {"/instruments/deed", "'x'", "/instruments/deed: a mapping of keys is expected here\n"},
    {"/instruments/deed/from_states", "['open']", NULL},
    {"/instruments/deed/from_states/1", "'open'",
     "/instruments/deed/completes: the instrument brings about 'done' from 'open', but no derived "
     "transition leads there\n"},
    {"/instruments/deed/completes", "'finished'",
     "/instruments/deed/completes: state 'finished' is not declared\n"},
    {"/instruments/deed/required/0", "'region:28'",
     "/instruments/deed/required/0: party 'region:28' is not declared\n"},
    {"/instruments/deed/required/0", "'firm'",
     "/instruments/deed/required: a named party cannot be required: 'firm'\n"},
    {"/instruments/deed/required", "'all'",
     "/instruments/deed/required: a list is expected here\n"},
    {"/instruments/deed/optional", "'some'", "/instruments/deed/optional: unknown value 'some'\n"},
    {"/instruments/change/from_states", "['talks']",
     "/instruments/change/required: as_amended: no instrument brings about the state 'talks' from "
     "which this one is signed\n"},
    {"/milestones/launch", "{}", "/milestones/launch: label 'label' is missing\n"},
    {"/milestones/Bad", "{}", "/milestones/Bad: malformed code 'Bad'\n"},
    {"/targets/0/covers/instrument", "'act'",
     "/targets/0/covers/instrument: instrument 'act' is not declared\n"},
    {"/targets/0/covers/percent", "0",
     "/targets/0/covers/percent: an integer from 1 to 100 is expected here\n"},
    {"/targets/0/covers/percent", "'90'",
     "/targets/0/covers/percent: an integer from 1 to 100 is expected here\n"},
    {"/targets/0/moved/0/decided_on", "'2019-01-31'",
     "/targets/0/moved/0: this move of the target is not decided after the one before\n"},
    {"/targets/0/moved/0", "7", "/targets/0/moved/0: a mapping of keys is expected here\n"},
    {"/targets/1",
     "{'code': 'all', 'label': {'fr': 'a', 'en': 'b'}, 'on': '2019-06-30', "
     "'decided_on': '2019-01-31'}",
     "/targets/1/code: 'all' appears twice\n"},
    {"/targets/1", "7", "/targets/1: a mapping of keys is expected here\n"},
    {"/calendar/0/on", NULL, "/calendar/0: required key 'on' is missing\n"},
    {"/calendar/2", "7", "/calendar/2: a mapping of keys is expected here\n"},
    {"/regions/2A", "'Corse'", "/regions/2A: malformed INSEE code '2A'\n"},
    {"/departements/2C", "{'name': 'x', 'region': '28'}",
     "/departements/2C: malformed INSEE code '2C'\n"},
    {"/departements/76", "7", "/departements/76: a mapping of keys is expected here\n"},
    {"/statuses", "7", "/statuses: a list is expected here\n"},
    {"/statuses", "[7]", "/statuses/0: a mapping of keys is expected here\n"},
    {"/statuses", "[{'code': 'sure', 'from': 0}]", "/statuses/0: label 'label' is missing\n"},
    {"/statuses", "[{'code': 'sure', 'label': {'fr': 'a', 'en': 'b'}, 'from': 101}]",
     "/statuses/0/from: an integer from 0 to 100 is expected here\n"},
    {"/statuses", "[{'code': 'sure', 'label': {'fr': 'a', 'en': 'b'}, 'from': 50}]",
     "/statuses/0/from: below the last status there are chances that have none\n"},
    {"/statuses",
     "[{'code': 'sure', 'label': {'fr': 'a', 'en': 'b'}, 'from': 50},"
     " {'code': 'lost', 'label': {'fr': 'c', 'en': 'd'}, 'from': 50}]",
     "/statuses/1/from: this status does not begin below the one before\n"},
    {"/statuses",
     "[{'code': 'lost', 'label': {'fr': 'a', 'en': 'b'}, 'from': 50},"
     " {'code': 'lost', 'label': {'fr': 'c', 'en': 'd'}, 'from': 0}]",
     "/statuses/1/code: 'lost' appears twice\n"},
    {"/statuses", "[{'code': 'none', 'label': {'fr': 'a', 'en': 'b'}, 'from': 0}]",
     "/statuses/0/code: 'none' says that no status is declared: it cannot be one\n"},
    {"/departements/76/region", "'29'",
     "/departements/76/region: the Région '29' is not declared\n"},
};

TEST(every_fault_is_named_with_its_place)
{
    for (size_t i = 0; i < JALON_COUNT(cases); i++) {
        JALON_AUTO(jalon_json_decref) json_t *document = parse(sound);
        change(document, cases[i].pointer, cases[i].value);
        JALON_AUTO(jalon_str_done) struct jalon_str faults = {0};
        struct jalon_programme *p = NULL;
        assert_true(jalon_programme_read(document, note_fault, &faults, &p) > 0);
        assert_null(p);
        if (cases[i].faults != NULL) {
            assert_string_equal(cases[i].faults, jalon_str_text(&faults));
        }
    }
}

TEST(all_faults_are_reported_at_once)
{
    JALON_AUTO(jalon_json_decref) json_t *document = parse(sound);
    change(document, "/colour", "'red'");
    change(document, "/lifecycle/states/lost",
           "{'label': {'fr': 'perdu', 'en': 'lost'}, 'in_scope': false}");
    change(document, "/parties/bank/label", NULL);
    change(document, "/calendar/0/on", "'2019-02-30'");
    JALON_AUTO(jalon_str_done) struct jalon_str faults = {0};
    struct jalon_programme *p = NULL;
    assert_int_equal(4, jalon_programme_read(document, note_fault, &faults, &p));
    assert_string_equal("/colour: unknown key 'colour'\n"
                        "/parties/bank: label 'label' is missing\n"
                        "/lifecycle/states/lost: no transition leads to the state 'lost'\n"
                        "/calendar/0/on: no such day: '2019-02-30'\n",
                        jalon_str_text(&faults));
}

TEST(a_document_that_is_no_mapping_is_one_fault)
{
    JALON_AUTO(jalon_json_decref) json_t *document = parse("[]");
    struct jalon_programme *p = NULL;
    assert_int_equal(1, jalon_programme_read(document, NULL, NULL, &p));
    assert_null(p);
}

TEST(sections_have_limits)
{
    JALON_AUTO(jalon_json_decref) json_t *document = parse(sound);
    json_t *milestones = json_object_get(document, "milestones");
    for (int i = 0; i < 64; i++) {
        JALON_AUTO(jalon_str_done) struct jalon_str code = {0};
        jalon_str_addf(&code, "step_%d", i);
        jalon_json_set(milestones, code.text, parse("{'label': {'fr': 'a', 'en': 'b'}}"));
    }
    JALON_AUTO(jalon_str_done) struct jalon_str faults = {0};
    struct jalon_programme *p = NULL;
    assert_int_equal(1, jalon_programme_read(document, note_fault, &faults, &p));
    assert_string_equal("/milestones: too many items here: 65, at most 64\n",
                        jalon_str_text(&faults));
}

TEST(texts_have_limits)
{
    JALON_AUTO(jalon_json_decref) json_t *document = parse(sound);
    JALON_AUTO(jalon_str_done) struct jalon_str name = {0};
    for (int i = 0; i < 201; i++) {
        jalon_str_add(&name, "é");
    }
    jalon_json_set(json_object_get(json_object_get(document, "programme"), "name"), "fr",
                   json_string(name.text));
    JALON_AUTO(jalon_str_done) struct jalon_str faults = {0};
    struct jalon_programme *p = NULL;
    assert_int_equal(1, jalon_programme_read(document, note_fault, &faults, &p));
    assert_string_equal("/programme/name/fr: text too long: more than 200 characters\n",
                        jalon_str_text(&faults));
}

TEST(a_pointer_escapes_its_two_characters)
{
    JALON_AUTO(jalon_json_decref) json_t *document = parse(sound);
    jalon_json_set(document, "a/b~c", json_true());
    JALON_AUTO(jalon_str_done) struct jalon_str faults = {0};
    struct jalon_programme *p = NULL;
    assert_int_equal(1, jalon_programme_read(document, note_fault, &faults, &p));
    assert_string_equal("/a~1b~0c: unknown key 'a/b~c'\n", jalon_str_text(&faults));
}
