/* The lifecycle's decisions: every outcome, in the order in which guards are looked at. */
#include "domain/lifecycle.h"

#include "base/json.h"
#include "base/str.h"
#include "support/test.h"

#define LABEL "\"label\": {\"fr\": \"a\", \"en\": \"a\"}"
#define ROLES "\"roles\": [\"manager\"]"

static const char document_text[] =
    "{\"programme\": {\"code\": \"demo\", \"name\": {\"fr\": \"a\", \"en\": \"a\"},"
    "  \"timezone\": \"UTC\"}, \"starts_on\": \"2019-01-01\","
    " \"lifecycle\": {\"initial\": \"open\", \"states\": {"
    "   \"open\": {" LABEL "}, \"pilot\": {" LABEL "}, \"talks\": {" LABEL "},"
    "   \"done\": {" LABEL ", \"done\": true}, \"paused\": {" LABEL "}},"
    "  \"transitions\": ["
    "   {\"name\": \"select\", \"from\": [\"open\"], \"to\": \"pilot\"," ROLES "},"
    "   {\"name\": \"begin\", \"from\": [\"open\", \"pilot\"], \"to\": \"talks\","
    "    \"roles\": [\"recorder\"]},"
    "   {\"name\": \"complete\", \"from\": [\"talks\"], \"to\": \"done\", \"derived\": true},"
    "   {\"name\": \"reopen\", \"from\": [\"done\"], \"to\": \"talks\"," ROLES ","
    "    \"reason\": \"required\"},"
    "   {\"name\": \"pause\", \"from\": [\"open\", \"pilot\", \"talks\"], \"to\": \"paused\"," ROLES
    "},"
    "   {\"name\": \"resume\", \"from\": [\"paused\"], \"to\": \"previous\"," ROLES "}]},"
    " \"parties\": {\"state\": {" LABEL ", \"one_per\": \"contract\"}},"
    " \"instruments\": {\"deed\": {" LABEL ", \"from_states\": [\"talks\"],"
    "   \"completes\": \"done\", \"required\": [\"state\"]}}}";

static struct jalon_programme *programme;

static int load(void **state)
{
    (void)state;
    JALON_AUTO(jalon_json_decref) json_t *document = NULL;
    struct jalon_err err;
    assert_done(jalon_json_parse(document_text, &document, &err), &err);
    return jalon_programme_read(document, NULL, NULL, &programme);
}
SETUP_GROUP(load);

static int unload(void **state)
{
    (void)state;
    jalon_programme_freep(&programme);
    return 0;
}
TEARDOWN_GROUP(unload);

/* A request that meets every guard. */
static struct jalon_move_request request(const char *from, const char *to)
{
    return (struct jalon_move_request){
        .from = from,
        .to = to,
        .role = JALON_ROLE_MANAGER,
        .has_reason = true,
        .counts_from = jalon_date_of(2019, 3, 1),
        .not_before = jalon_date_of(2019, 2, 1),
    };
}

static enum jalon_move decide(struct jalon_move_request r)
{
    const struct jalon_transition_def *transition = NULL;
    return jalon_lifecycle_move(programme, &r, &transition);
}

TEST(a_declared_move_is_allowed_and_named)
{
    struct jalon_move_request r = request("open", "pilot");
    const struct jalon_transition_def *transition = NULL;
    assert_int_equal(JALON_MOVE_ALLOWED, jalon_lifecycle_move(programme, &r, &transition));
    assert_string_equal("select", transition->name);
    r.expect = "open";
    assert_int_equal(JALON_MOVE_ALLOWED, decide(r));
}

TEST(another_state_than_expected_is_stale_before_all_else)
{
    struct jalon_move_request r = request("open", "open");
    r.expect = "talks";
    assert_int_equal(JALON_MOVE_STALE, decide(r));
}

TEST(moving_to_the_state_held_is_a_conflict)
{
    assert_int_equal(JALON_MOVE_ALREADY_THERE, decide(request("talks", "talks")));
}

TEST(a_state_that_is_not_declared_is_unknown)
{
    assert_int_equal(JALON_MOVE_UNKNOWN_STATE, decide(request("open", "signed")));
    assert_int_equal(JALON_MOVE_UNKNOWN_STATE, decide(request("open", "previous")));
}

TEST(a_move_without_transition_is_undeclared)
{
    assert_int_equal(JALON_MOVE_UNDECLARED, decide(request("talks", "pilot")));
    assert_int_equal(JALON_MOVE_UNDECLARED, decide(request("open", "done")));
}

TEST(a_derived_transition_cannot_be_asked_for)
{
    struct jalon_move_request r = request("talks", "done");
    const struct jalon_transition_def *transition = NULL;
    assert_int_equal(JALON_MOVE_DERIVED, jalon_lifecycle_move(programme, &r, &transition));
    assert_string_equal("complete", transition->name);
}

TEST(a_role_may_what_it_or_a_lower_one_may)
{
    struct jalon_move_request r = request("open", "talks");
    assert_int_equal(JALON_MOVE_ALLOWED, decide(r));
    r.role = JALON_ROLE_RECORDER;
    assert_int_equal(JALON_MOVE_ALLOWED, decide(r));
    r.role = JALON_ROLE_READER;
    assert_int_equal(JALON_MOVE_ROLE, decide(r));
    r = request("open", "pilot");
    r.role = JALON_ROLE_RECORDER;
    assert_int_equal(JALON_MOVE_ROLE, decide(r));
}

TEST(a_required_reason_is_asked_for_after_the_role)
{
    struct jalon_move_request r = request("done", "talks");
    r.has_reason = false;
    assert_int_equal(JALON_MOVE_REASON, decide(r));
    r.role = JALON_ROLE_RECORDER;
    assert_int_equal(JALON_MOVE_ROLE, decide(r));
}

TEST(a_move_is_not_earlier_than_the_state_in_force_nor_the_programme)
{
    struct jalon_move_request r = request("open", "pilot");
    r.counts_from = r.not_before;
    assert_int_equal(JALON_MOVE_ALLOWED, decide(r));
    r.counts_from = jalon_date_add(r.not_before, -1);
    assert_int_equal(JALON_MOVE_TOO_EARLY, decide(r));
    r.not_before = JALON_DATE_NONE;
    r.counts_from = jalon_date_of(2018, 12, 31);
    assert_int_equal(JALON_MOVE_TOO_EARLY, decide(r));
}

TEST(previous_leads_back_to_where_one_came_from_and_nowhere_else)
{
    struct jalon_move_request r = request("paused", "talks");
    r.previous = "talks";
    assert_int_equal(JALON_MOVE_ALLOWED, decide(r));
    r.to = "open";
    assert_int_equal(JALON_MOVE_UNDECLARED, decide(r));
    r.previous = NULL;
    assert_int_equal(JALON_MOVE_UNDECLARED, decide(r));
}

static void check_path(const char *from, const char *previous, const char *to, const char *names)
{
    const struct jalon_transition_def *path[8];
    assert_true(programme->n_states <= JALON_COUNT(path));
    size_t n = jalon_lifecycle_path(programme, from, previous, to, path);
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    for (size_t i = 0; i < n; i++) {
        jalon_str_addf(&text, "%s ", path[i]->name);
    }
    assert_string_equal(names, jalon_str_text(&text));
}

TEST(the_path_is_the_shortest_one)
{
    check_path("open", NULL, "done", "begin complete ");
    check_path("pilot", NULL, "done", "begin complete ");
    check_path("paused", "pilot", "done", "resume begin complete ");
    check_path("paused", NULL, "done", "");
    check_path("done", NULL, "paused", "reopen pause ");
    check_path("talks", NULL, "pilot", "");
    check_path("talks", NULL, "talks", "");
    check_path("talks", NULL, "nowhere", "");
}
