/*
 * What the database refuses, how it says so, and that nothing is left of it; repeated requests; and
 * walks that C and the database take together.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/lifecycle.h"
#include "domain/signing.h"
#include "support/cluster.h"
#include "support/fixture.h"
#include "support/prop.h"
#include "support/test.h"

SETUP_GROUP(fixture_setup);

#define ADVANCE(code, to, on, precision, expect, evidence)                             \
    "jalon.advance($1, 'demo', '" code "', '" to "', " on ", '" precision "', " expect \
    ", '{" evidence "}')"
#define SIGN(code, instrument, parties, on, signing)                                  \
    "jalon.sign($1, 'demo', '" code "', '" instrument "', '{" parties "}', '" on "'," \
    " 'day', '{" signing "}', NULL)"
#define MILESTONE(code, name) \
    "jalon.milestone($1, 'demo', '" code "', '" name "', '2019-02-01', 'day', NULL)"
#define ADD(territory) \
    "jalon.territory_add($1, 'demo', '{" territory "}', '2019-02-01', 'day', NULL)"
#define NAMED       "\"code\":\"neuf\",\"name\":\"Neuf\""
#define PLACED      NAMED ",\"regions\":[\"28\"]"
#define MEMBER(own) PLACED ",\"members\":[{" own "}]"
#define WHOLE       "\"siren\":\"200000008\",\"name\":\"CC\",\"departement\":\"14\",\"region\":\"28\""
#define ALIAS(own)  PLACED ",\"aliases\":[{" own "}]"
#define CHANGE(function, code, what, on, expect)                                              \
    "jalon.territory_" function "($1, 'demo', '" code "', " what ", '" on "', 'day', " expect \
    "'{\"reason\":\"essai\"}')"
#define SUCCEED(codes, successors)                                                         \
    "jalon.territory_succeed($1, 'demo', '{" codes "}', '[" successors "]', '2019-03-01'," \
    " 'day', NULL, '{\"reason\":\"essai\"}')"
#define NEW(code) "{\"code\":\"" code "\",\"name\":\"Neuf\"}"
#define APPLY(from, to)                                                                         \
    "jalon.programme_apply($1, replace((SELECT document FROM jalon.revision), '" from "', '" to \
    "'))"
#define COHORT(what, code, cohort, member, on) \
    "jalon.cohort_" what "($1, 'demo', '" code "', '" cohort "', " member ", '" on "', 'day', NULL)"
#define JOIN(code, cohort, member, on) COHORT("join", code, cohort, member, on)
#define REASON                         "'{\"reason\":\"essai\"}'"
#define REFUSE(instrument, party, evidence)                               \
    "jalon.party_refuse($1, 'demo', 'essai-6', '" instrument "', '" party \
    "', '2019-02-10', 'day', " evidence ")"
#define WAIVE(instrument, party, evidence)                               \
    "jalon.party_waive($1, 'demo', 'essai-6', '" instrument "', '" party \
    "', '2019-02-10', " evidence ")"
#define TERM(code, instrument, from, to)                                                        \
    "jalon.term($1, 'demo', '" code "', '" instrument "', '{\"from\":\"" from "\",\"to\":\"" to \
    "\"}', NULL, 'unknown', NULL)"
#define PLAN(what, plan, decided_on) \
    "jalon.plan($1, 'demo', 'essai-2', '" what "', " plan ", '" decided_on "', 'day', NULL)"
#define RETARGET(target, on, decided_on) \
    "jalon.retarget($1, 'demo', 'essai-2', '" target "', '" on "', '" decided_on "', NULL)"
#define WEIGH(weight, figure, on) \
    "jalon.weigh($1, 'demo', 'essai-2', '" weight "', '{" figure "}', '" on "', 'day', NULL)"
#define DOCUMENT(document, content)                                        \
    "jalon.document_add($1, 'demo', 'essai-1', '{" document "}', " content \
    ", NULL, 'unknown', NULL)"
#define PAPER "\"title\":\"T\",\"media_type\":\"text/plain\""

#define VOID(code, seqs)                                                \
    "jalon.void($1, 'demo', '" code "', '{" seqs "}', NULL, 'unknown'," \
    " '{\"reason\":\"essai\"}')"
#define CORRECT(code, seqs, members)                                             \
    "jalon.correct($1, 'demo', '" code "', '{" seqs "}', '{" members "}', NULL," \
    " 'unknown', '{\"reason\":\"essai\"}')"
#define BATCH "00000000-0000-4000-8000-000000000001"

#define ERASE(person, entries, ground)                       \
    "jalon.erase($1, 'demo', " person ", " entries ", NULL," \
    " '{\"ground\": \"" ground "\", \"decided_by\": \"essai\"}', '{}')"
#define ASK(what)                                                      \
    "jalon.decision_ask(gen_random_uuid(), 'demo', '{\"text\":\"" what \
    "\",\"of\":\"direction fictive\",\"due\":\"2019-05-15\"}', '2019-04-01', NULL)"
#define ASKED(what) \
    "(SELECT q.seq FROM jalon.decisions('demo', 'infinity', NULL) q WHERE q.what = '" what "')"
#define CLOSE(seq, as, on) "jalon.decision_close($1, 'demo', " seq ", '" as "', '" on "', NULL)"

/* The file that holds CONTENT. */
#define ERASE_FILE(request, content)                                                    \
    "jalon.erase(" request ", 'demo', NULL, ARRAY(SELECT f.code || '#' || f.seq FROM"   \
    " jalon.document_files() f WHERE f.sha256 = encode(sha256('" content "'), 'hex'))," \
    " '{file}', '{\"ground\": \"essai\", \"decided_by\": \"essai\"}', '{}')"

/* The report of a week by the books as they are, one file of it with that content. */
#define ISSUE(request, content, again)                                                         \
    "jalon.report_issue(" request ", 'demo', (SELECT jsonb_build_object('kind', 'weekly',"     \
    " 'week', '2019-W09', 'as_of', '2019-03-03', 'known', h.entry_id, 'n', h.n)"               \
    " FROM jalon.issue_head('demo') h), '[{\"format\": \"json\", \"lang\": null, \"content\":" \
    " \"" content "\"}]', " again ", '{}')"

/* By whom: m a manager, r a recorder. essai-1 negotiates, essai-2 is new, essai-3 has signed. */
static const struct refusal {
    const char *key;
    int exit_status;
    const char *by, *call;
    bool may_lack_an_argument;
} refusals[] = {
    {"stale_state", 4, "r", ADVANCE("essai-1", "signed", "'2019-02-01'", "day", "'pilot'", "")},
    {"already_there", 4, "r", ADVANCE("essai-1", "negotiating", "'2019-02-01'", "day", "NULL", "")},
    {"unknown_state", 3, "r", ADVANCE("essai-1", "ailleurs", "'2019-02-01'", "day", "NULL", "")},
    {"undeclared_transition", 3, "r",
     ADVANCE("essai-1", "identified", "'2019-02-01'", "day", "NULL", "")},
    {"undeclared_transition", 3, "m", /* no contract has been in a state that it is not from */
     ADVANCE("essai-3", "suspended", "'2019-02-01'", "day", "NULL", "\"reason\":\"x\"")},
    {"derived_transition", 3, "m", ADVANCE("essai-1", "signed", "'2019-02-01'", "day", "NULL", "")},
    {"role_required", 8, "r",
     ADVANCE("essai-1", "suspended", "'2019-02-01'", "day", "NULL", "\"reason\":\"x\"")},
    {"reason_required", 3, "m", ADVANCE("essai-1", "suspended", "'2019-02-01'", "day", "NULL", "")},
    {"reason_required", 3, "m",
     ADVANCE("essai-1", "suspended", "'2019-02-01'", "day", "NULL", "\"reason\":\"  \"")},
    {"too_early", 3, "r", ADVANCE("essai-2", "negotiating", "'2018-12-09'", "day", "NULL", "")},
    {"too_early", 3, "r", SIGN("essai-1", "contrat", "etat", "2019-01-14", "")},
    {"in_future", 3, "r",
     ADVANCE("essai-2", "negotiating",
             "((now() AT TIME ZONE 'UTC') + interval '14 hours')::date + 1", "day", "NULL", "")},
    {"in_future", 3, "r", ADVANCE("essai-2", "negotiating", "'2100-12-31'", "day", "NULL", "")},
    {"in_future", 3, "r",
     ADVANCE("essai-2", "negotiating", "'2019-02-01'", "day", "NULL",
             "\"learned\":\"2100-01-01\"")},
    {"date_out_of_range", 3, "r",
     ADVANCE("essai-2", "negotiating", "'2019-02-01'", "day", "NULL",
             "\"learned\":\"1999-12-31\"")},
    {"date_out_of_range", 3, "r",
     ADVANCE("essai-2", "negotiating", "'2019-02-01'", "day", "NULL", "\"learned\":\"-infinity\"")},
    {"date_out_of_range", 3, "r",
     ADVANCE("essai-2", "negotiating", "'infinity'", "day", "NULL", "")},
    {"date_out_of_range", 3, "r",
     ADVANCE("essai-2", "negotiating", "'-infinity'", "after", "NULL", "")},
    {"date_out_of_range", 3, "r",
     ADVANCE("essai-2", "negotiating", "'1999-12-31'", "before", "NULL", "")},
    {"date_out_of_range", 3, "r",
     ADVANCE("essai-2", "negotiating", "'2101-01-01'", "month", "NULL", "")},
    {"before_programme", 3, "r",
     ADVANCE("essai-2", "negotiating", "'2018-11-21'", "before", "NULL", "")},
    {"before_programme", 3, "r",
     ADVANCE("essai-2", "negotiating", "'2018-10-31'", "month", "NULL", "")},
    {"before_programme", 3, "r",
     ADVANCE("essai-2", "negotiating", "'2000-01-01'", "day", "NULL", "")},
    {"unknown_precision", 3, "r",
     ADVANCE("essai-2", "negotiating", "'2019-02-01'", "year", "NULL", "")},
    {"date_and_precision", 3, "r",
     ADVANCE("essai-2", "negotiating", "'2019-02-01'", "unknown", "NULL", "")},
    {"date_and_precision", 3, "r", ADVANCE("essai-2", "negotiating", "NULL", "day", "NULL", ""),
     true},
    {"invalid_value", 3, "r", ADVANCE("essai-2", "negotiating", "'2019-02-29'", "day", "NULL", "")},
    {"invalid_value", 3, "r",
     ADVANCE("essai-2", "negotiating", "'2019-02-01'", "day", "NULL", "\"batch\":\"x\"")},
    {"unknown_certainty", 3, "r",
     ADVANCE("essai-2", "negotiating", "'2019-02-01'", "day", "NULL", "\"certainty\":\"sure\"")},
    {"text_control", 3, "r",
     ADVANCE("essai-2", "negotiating", "'2019-02-01'", "day", "NULL", "\"note\":\"a\\u001b[2J\"")},
    {"text_control", 3, "r",
     ADVANCE("essai-2", "negotiating", "'2019-02-01'", "day", "NULL", "\"source\":\"a\\u009bb\"")},
    {"text_bidi", 3, "r",
     ADVANCE("essai-2", "negotiating", "'2019-02-01'", "day", "NULL", "\"reason\":\"a\\u202eb\"")},
    {"unknown_programme", 5, "r",
     "jalon.advance($1, 'absent', 'essai-2', 'pilot', '2019-02-01', 'day', NULL, NULL)"},
    {"unknown_territory", 5, "r", ADVANCE("absent", "pilot", "'2019-02-01'", "day", "NULL", "")},
    {"unknown_territory", 5, "r", SIGN("absent", "contrat", "all", "2019-02-01", "")},
    {"unknown_territory", 5, "r", MILESTONE("absent", "launch")},
    {"unknown_milestone", 3, "r", MILESTONE("essai-1", "fête")},
    {"milestone_recorded", 4, "r", MILESTONE("essai-1", "launch")},
    {"unknown_instrument", 3, "r", SIGN("essai-1", "charte", "etat", "2019-02-01", "")},
    {"instrument_not_open", 3, "r", SIGN("essai-2", "contrat", "etat", "2019-02-01", "")},
    {"instrument_not_open", 3, "r", SIGN("essai-1", "avenant", "all", "2019-02-01", "")},
    {"unknown_party", 3, "r", SIGN("essai-1", "contrat", "maire", "2019-02-01", "")},
    {"unknown_party", 3, "r", SIGN("essai-1", "contrat", "etat,ALL", "2019-02-01", "")},
    {"party_not_concerned", 3, "r", SIGN("essai-1", "contrat", "region:28", "2019-02-01", "")},
    {"party_not_concerned", 3, "r",
     SIGN("essai-1", "contrat", "membre:200000008", "2019-02-01", "")},
    {"party_not_concerned", 3, "r", SIGN("essai-3", "avenant", "banque", "2019-03-01", "")},
    {"text_missing", 3, "r", SIGN("essai-1", "contrat", "", "2019-02-01", "")},
    {"text_too_long", 3, "r",
     "jalon.sign($1, 'demo', 'essai-1', 'contrat', '{etat}', '2019-02-01', 'day',"
     " jsonb_build_object('signer', repeat('é', 201)), NULL)"},
    {"text_control", 3, "r",
     SIGN("essai-1", "contrat", "industriel:\\\"a\\nb\\\"", "2019-02-01", "\"place\":\"a\\nb\"")},
    {"already_signed", 4, "r", SIGN("essai-1", "protocole", "etat", "2019-02-01", "")},
    {"already_signed", 4, "r", SIGN("essai-3", "contrat", "etat,industriel:A", "2019-02-01", "")},
    {"nothing_missing", 4, "r", SIGN("essai-3", "contrat", "all", "2019-03-01", "")},
    {"territory_exists", 4, "m", ADD("\"code\":\"essai-1\",\"name\":\"N\",\"regions\":[\"28\"]")},
    {"bad_code", 3, "m", ADD("\"code\":\"Neuf\",\"name\":\"N\",\"regions\":[\"28\"]")},
    {"bad_code", 3, "m", ADD("\"code\":\"a b\",\"name\":\"N\",\"regions\":[\"28\"]")},
    {"bad_code", 3, "m", ADD("\"name\":\"N\",\"regions\":[\"28\"]"), true},
    {"text_missing", 3, "m", ADD("\"code\":\"neuf\",\"name\":\" \",\"regions\":[\"28\"]")},
    {"text_missing", 3, "m", ADD(NAMED)},
    {"text_missing", 3, "m",
     ADD(MEMBER("\"siren\":\"200000008\",\"kind\":\"EPCI\","
                "\"departement\":\"14\",\"region\":\"28\""))},
    {"text_missing", 3, "m", ADD(ALIAS("\"kind\":\"name\",\"value\":\"\""))},
    {"unknown_region", 3, "m", ADD(NAMED ",\"regions\":[\"99\"]")},
    {"unknown_region", 3, "m",
     ADD(MEMBER("\"siren\":\"200000008\",\"name\":\"CC\",\"kind\":\"EPCI\","
                "\"departement\":\"14\",\"region\":\"99\""))},
    {"unknown_departement", 3, "m", ADD(PLACED ",\"departements\":[\"99\"]")},
    {"unknown_departement", 3, "m",
     ADD(MEMBER("\"siren\":\"200000008\",\"name\":\"CC\",\"kind\":\"EPCI\","
                "\"departement\":\"99\",\"region\":\"28\""))},
    {"bad_siren", 3, "m", ADD(MEMBER("\"siren\":\"200000009\""))},
    {"bad_siren", 3, "m", ADD(MEMBER("\"siren\":\"000000000\""))},
    {"bad_siren", 3, "m", ADD(MEMBER("\"name\":\"CC\"")), true},
    {"unknown_choice", 3, "m", ADD(MEMBER(WHOLE ",\"kind\":\"CLUB\""))},
    {"unknown_choice", 3, "m", ADD(ALIAS("\"kind\":\"sobriquet\",\"value\":\"N\""))},
    {"listed_twice", 3, "m", ADD(NAMED ",\"regions\":[\"28\",\"28\"]")},
    {"listed_twice", 3, "m", ADD(PLACED ",\"departements\":[\"14\",\"44\",\"14\"]")},
    {"listed_twice", 3, "m",
     ADD(PLACED ",\"members\":[{" WHOLE ",\"kind\":\"EPCI\"},{" WHOLE ",\"kind\":\"EPT\"}]")},
    {"listed_twice", 3, "m",
     ADD(PLACED ",\"aliases\":[{\"kind\":\"name\",\"value\":\"A\"},"
                "{\"kind\":\"name\",\"value\":\"A\"}]")},
    {"unknown_territory", 5, "m", ADD(PLACED ",\"predecessors\":[\"absent\"]")},
    {"listed_twice", 3, "m", ADD(PLACED ",\"predecessors\":[\"essai-1\",\"essai-1\"]")},
    {"entry_state", 3, "m", ADD(PLACED ",\"state\":\"pilot\"")},
    {"entry_state", 3, "m", ADD(PLACED ",\"state\":\"signed\",\"predecessors\":[\"essai-1\"]")},
    {"left_programme", 3, "r", ADVANCE("parti", "pilot", "'2019-03-01'", "day", "NULL", "")},
    {"left_programme", 3, "r", ADVANCE("parti", "pilot", "'2019-01-10'", "month", "NULL", "")},
    {"left_programme", 3, "r", MILESTONE("parti", "launch")},
    {"left_programme", 3, "m", CHANGE("rename", "parti", "'N'", "2019-03-02", "NULL,")},
    {"change_too_early", 3, "m", CHANGE("rename", "essai-2", "'N'", "2018-12-10", "NULL,")},
    {"stale_name", 4, "m", CHANGE("rename", "essai-2", "'N'", "2019-02-01", "'Autre',")},
    {"already_named", 4, "m",
     CHANGE("rename", "essai-2", "' Val d''Essai '", "2019-02-01", "NULL,")},
    {"text_missing", 3, "m", CHANGE("rename", "essai-2", "' '", "2019-02-01", "NULL,")},
    {"alias_there", 4, "m",
     CHANGE("alias", "essai-1", "'{\"kind\":\"name\",\"value\":\"Vieil_Essai\"}'", "2019-02-01",
            "")},
    {"unknown_choice", 3, "m",
     CHANGE("alias", "essai-1", "'{\"kind\":\"sobriquet\",\"value\":\"N\"}'", "2019-02-01", "")},
    {"member_there", 4, "m",
     CHANGE("member_add", "essai-2", "'{" WHOLE ",\"kind\":\"EPCI\"}'", "2019-02-01", "")},
    {"bad_siren", 3, "m",
     CHANGE("member_add", "essai-2", "'{\"siren\":\"200000009\"}'", "2019-02-01", "")},
    {"member_absent", 3, "m", CHANGE("member_remove", "essai-1", "'200000008'", "2019-02-01", "")},
    {"member_gone", 4, "m", CHANGE("member_remove", "essai-4", "'200000008'", "2019-03-01", "")},
    {"already_left", 4, "m", CHANGE("leave", "parti", "'{}'", "2019-04-01", "NULL,")},
    {"stale_state", 4, "m", CHANGE("leave", "essai-1", "'{}'", "2019-04-01", "'pilot',")},
    {"leave_too_early", 3, "m", CHANGE("leave", "essai-1", "'{}'", "2019-01-20", "NULL,")},
    {"leave_reason", 3, "m",
     "jalon.territory_leave($1, 'demo', 'essai-1', '{}', '2019-04-01', 'day', NULL, NULL)"},
    {"own_successor", 3, "m", CHANGE("leave", "essai-1", "'{essai-1}'", "2019-04-01", "NULL,")},
    {"listed_twice", 3, "m",
     CHANGE("leave", "essai-1", "'{essai-2,essai-2}'", "2019-04-01", "NULL,")},
    {"unknown_territory", 5, "m", CHANGE("leave", "essai-1", "'{absent}'", "2019-04-01", "NULL,")},
    {"left_programme", 3, "m", CHANGE("leave", "essai-1", "'{parti}'", "2019-04-01", "NULL,")},
    {"already_absorbed", 4, "m", CHANGE("absorb", "essai-2", "'{essai-4}'", "2019-03-01", "")},
    {"left_programme", 3, "m", CHANGE("absorb", "essai-1", "'{parti}'", "2019-04-01", "")},
    {"left_programme", 3, "m", CHANGE("absorb", "parti", "'{essai-1}'", "2019-04-01", "")},
    {"unknown_territory", 5, "m", CHANGE("absorb", "essai-1", "'{absent}'", "2019-04-01", "")},
    {"own_successor", 3, "m", CHANGE("absorb", "essai-1", "'{essai-1}'", "2019-04-01", "")},
    {"listed_twice", 3, "m", CHANGE("absorb", "essai-1", "'{essai-2,essai-2}'", "2019-04-01", "")},
    {"text_missing", 3, "m", CHANGE("absorb", "essai-1", "'{}'", "2019-04-01", "")},
    {"unknown_territory", 5, "m", SUCCEED("essai-1", "{\"code\":\"absent\"}")},
    {"unknown_territory", 5, "m", SUCCEED("absent", NEW("neuf"))},
    {"unknown_programme", 5, "m",
     "jalon.territory_succeed($1, 'absent', '{essai-1}', '[]', '2019-03-01', 'day', NULL, NULL)"},
    {"text_missing", 3, "m", SUCCEED("", NEW("neuf"))},
    {"text_missing", 3, "m", SUCCEED("essai-1", "")},
    {"listed_twice", 3, "m", SUCCEED("essai-1,essai-1", NEW("neuf"))},
    {"listed_twice", 3, "m", SUCCEED("essai-1", NEW("neuf") "," NEW("neuf"))},
    {"own_successor", 3, "m", SUCCEED("essai-1,essai-2", "{\"code\":\"essai-1\"}")},
    {"territory_exists", 4, "m", SUCCEED("essai-1", NEW("essai-2"))},
    {"already_left", 4, "m", SUCCEED("essai-1,parti", NEW("neuf"))},
    {"left_programme", 3, "m", SUCCEED("essai-1", "{\"code\":\"parti\"}")},
    {"member_elsewhere", 3, "m",
     SUCCEED("essai-1", "{\"code\":\"neuf\",\"name\":\"N\",\"members\":[\"200000016\"]}")},
    {"entry_state", 3, "m",
     SUCCEED("essai-1", "{\"code\":\"neuf\",\"name\":\"N\",\"state\":\"signed\"}")},
    {"unknown_cohort", 3, "m", JOIN("essai-1", "absente", "NULL", "2019-02-01")},
    {"not_a_member", 3, "m", JOIN("essai-1", "second", "'200000008'", "2019-02-01")},
    {"cohort_joined", 4, "m", JOIN("essai-2", "avant-garde", "NULL", "2019-02-01")},
    {"cohort_too_early", 3, "m", COHORT("leave", "essai-2", "avant-garde", "NULL", "2019-01-19")},
    {"cohort_not_joined", 4, "m", COHORT("leave", "essai-2", "second", "NULL", "2019-02-01")},
    {"unknown_weight", 3, "m", WEIGH("absent", "\"value\":1,\"as_of_year\":2018", "2019-02-01")},
    {"bad_weight", 3, "m", WEIGH("emplois", "\"value\":-1,\"as_of_year\":2018", "2019-02-01")},
    {"bad_year", 3, "m", WEIGH("emplois", "\"value\":1,\"as_of_year\":18", "2019-02-01")},
    {"bad_counted", 3, "m",
     WEIGH("emplois", "\"value\":1,\"as_of_year\":2018,\"counted\":0", "2019-02-01")},
    {"weight_recorded", 4, "m",
     WEIGH("emplois", "\"value\":1200,\"as_of_year\":2018", "2019-02-01")},
    {"weight_too_early", 3, "m", WEIGH("emplois", "\"value\":1,\"as_of_year\":2018", "2019-01-19")},
    {"other_text", 4, "r", SIGN("essai-1", "contrat", "etat", "2019-02-01", "\"text\":\"00\""),
     true},
    {"unknown_document_of", 5, "r",
     SIGN("essai-1", "contrat", "etat", "2019-02-01", "\"document\":{\"sha256\":\"00\"}")},
    {"unknown_document_of", 5, "r",
     SIGN("essai-1", "contrat", "etat", "2019-02-01",
          "\"document\":{\"sha256\":\"00\"," PAPER "}")},
    {"evidence_required", 3, "r", SIGN("essai-3", "avenant", "etat", "2019-03-01", "")},
    {"other_file", 3, "r",
     "jalon.sign_with_file($1, 'demo', 'essai-1', 'contrat', '{etat}', '2019-02-01', 'day',"
     " '{\"document\":{\"sha256\":\"00\"}}', NULL, 'A')"},
    {"file_size", 3, "r", DOCUMENT("\"title\":\"T\"", "''")},
    {"document_recorded", 4, "r", DOCUMENT(PAPER, "'A'")},
    {"file_erased", 4, "r", DOCUMENT(PAPER, "'Z'")},
    {"media_type", 3, "r", DOCUMENT("\"title\":\"T\",\"media_type\":\"pdf\"", "'B'")},
    {"text_missing", 3, "r", DOCUMENT("\"media_type\":\"text/plain\"", "'B'")},
    {"unknown_choice", 3, "r", DOCUMENT(PAPER ",\"role\":\"annexe\"", "'B'")},
    {"unknown_choice", 3, "r", DOCUMENT(PAPER ",\"pdf_signatures\":-1", "'B'")},
    {"unknown_number", 3, "r", DOCUMENT(PAPER ",\"instrument\":\"avenant\",\"number\":2", "'B'")},
    {"text_of_party", 3, "r",
     DOCUMENT(PAPER ",\"instrument\":\"contrat\",\"role\":\"text\",\"party\":\"etat\"", "'B'")},
    {"text_signed", 3, "r",
     DOCUMENT(PAPER ",\"instrument\":\"protocole\",\"role\":\"text\"", "'B'")},
    {"unknown_target", 3, "m", RETARGET("absent", "2019-09-30", "2019-06-03")},
    {"target_past_day", 3, "m", RETARGET("all", "2019-06-02", "2019-06-03")},
    {"target_there", 4, "m", RETARGET("all", "2019-08-31", "2019-06-03")},
    {"target_too_early", 3, "m", RETARGET("all", "2019-09-30", "2019-05-02")},
    {"unknown_programme", 5, "m",
     "jalon.retarget_all($1, 'absent', 'all', NULL, '2019-09-30', '2019-06-03', '{}')"},
    {"has_no_term", 3, "r", TERM("essai-6", "protocole", "2019-03-01", "2022-12-31")},
    {"not_in_force", 3, "r", TERM("essai-6", "avenant", "2019-03-01", "2022-12-31")},
    {"has_a_term", 4, "r", TERM("essai-6", "contrat", "2019-03-01", "2022-12-31")},
    {"term_ends_first", 3, "r", TERM("essai-6", "contrat", "2019-03-01", "2019-03-01")},
    {"date_out_of_range", 3, "r", TERM("essai-6", "contrat", "1999-12-31", "2022-12-31")},
    {"date_out_of_range", 3, "r", TERM("essai-6", "contrat", "2019-03-01", "infinity")},
    {"text_missing", 3, "r",
     "jalon.term($1, 'demo', 'essai-6', 'contrat', '{\"from\":\"2019-03-01\"}', NULL, 'unknown',"
     " NULL)"},
    {"unknown_step", 3, "r", PLAN("absent", "NULL", "2019-03-02")},
    {"plan_done", 4, "r", PLAN("identified", "NULL", "2019-03-02")},
    {"plan_past", 3, "r",
     PLAN("launch", "'{\"on\":\"2019-03-01\",\"precision\":\"day\"}'", "2019-03-02")},
    {"plan_there", 4, "r",
     PLAN("avenant", "'{\"on\":\"2019-09-30\",\"precision\":\"day\"}'", "2019-03-03")},
    {"plan_too_early", 3, "r", PLAN("avenant", "NULL", "2019-03-01")},
    {"not_planned", 4, "r", PLAN("launch", "NULL", "2019-03-03")},
    {"drop_unexplained", 3, "r", PLAN("avenant", "NULL", "2019-03-03")},
    {"already_refused", 4, "r", REFUSE("contrat", "region:28", REASON)},
    {"already_waived", 4, "m", WAIVE("contrat", "region:52", REASON)},
    {"refusal_unexplained", 3, "r", REFUSE("contrat", "membre", "NULL")},
    {"waiver_unexplained", 3, "m", WAIVE("contrat", "membre", "NULL")},
    {"number_not_open", 3, "m", WAIVE("avenant", "etat", REASON)},
    {"last_party", 3, "m", WAIVE("protocole", "region:52", REASON)},
    {"not_permitted", 8, "r", WAIVE("contrat", "membre", REASON)},
    {"not_permitted", 8, "r", RETARGET("all", "2019-09-30", "2019-06-03")},
    {"not_permitted", 8, "r", JOIN("essai-1", "second", "NULL", "2019-02-01")},
    {"not_permitted", 8, "r", SUCCEED("essai-1", NEW("neuf"))},
    {"not_permitted", 8, "r", CHANGE("leave", "essai-1", "'{}'", "2019-04-01", "NULL,")},
    {"not_permitted", 8, "r", CHANGE("absorb", "essai-1", "'{essai-2}'", "2019-04-01", "")},
    {"not_permitted", 8, "r", ADD(PLACED)},
    {"not_permitted", 8, "r", APPLY("essai", "autre")},
    {"state_in_use", 3, "m", APPLY("\"negotiating\"", "\"discussing\"")},
    {"state_in_use", 3, "m", /* essai-4 would go back there */ APPLY("\"pilot\"", "\"piloted\"")},
    {"dead_end", 3, "m", /* essai-4 would go back to where no way leads on */
     "jalon.programme_apply($1, replace(replace((SELECT document FROM jalon.revision),"
     " '[\"identified\",\"pilot\"],\"to\":\"negotiating\"', '[\"identified\"],\"to\":\"negotiating\"'),"
     " '\"set_back\",\"from\":[\"pilot\"]', '\"set_back\",\"from\":[\"signed\"]'))"},
    {"instrument_in_use", 3, "m", APPLY("\"protocole\"", "\"memo\"")},
    {"party_in_use", 3, "m", APPLY("\"etat\"", "\"state\"")},
    {"milestone_in_use", 3, "m", APPLY("\"launch\"", "\"start\"")},
    {"cohort_in_use", 3, "m", APPLY("\"avant-garde\"", "\"garde\"")},
    {"weight_in_use", 3, "m", APPLY("\"emplois\":{", "\"postes\":{")},
    {"unknown_status", 3, "r", "jalon.declare($1, 'demo', '28', 'bright', NULL, '{}')"},
    {"nothing_declared", 4, "r", "jalon.declare($1, 'demo', '52', NULL, NULL, '{}')"},
    {"unknown_decision", 5, "r", CLOSE("99", "taken", "2019-05-02")},
    {"decision_closed", 4, "r", CLOSE(ASKED("fixer"), "taken", "2019-05-02")},
    {"decided_before_asked", 3, "r", CLOSE(ASKED("nommer"), "taken", "2019-03-31")},
    {"unknown_choice", 3, "r", CLOSE(ASKED("nommer"), "lost", "2019-05-02")},
    {"status_in_use", 3, "m", APPLY("\"lost\"", "\"gone\"")},
    {"region_in_use", 3, "m", APPLY("\"28\"", "\"27\"")},
    {"departement_in_use", 3, "m", APPLY("\"14\"", "\"15\"")},
    {"timezone_fixed", 3, "m", APPLY("Europe/Paris", "Indian/Reunion")},
    {"stale_revision", 4, "m",
     "jalon.programme_apply($1, replace((SELECT document FROM jalon.revision), 'Banque', 'Caisse'),"
     " NULL, 2)"},
    {"text_control", 3, "m",
     "jalon.programme_apply($1, replace((SELECT document FROM jalon.revision), 'Banque', 'Caisse'),"
     " '{\"reason\": \"a\\u001bb\"}')"},
    {"unknown_timezone", 3, "m", APPLY("Europe/Paris", "Europe/Nulle")},
    {"unknown_timezone", 3, "m", APPLY("Europe/Paris", "europe/paris")},
    {"invalid_value", 3, "m", "jalon.programme_apply($1, 'pas du JSON')"},
    {"unknown_entry", 5, "m", VOID("essai-1", "99")},
    {"not_your_entry", 8, "r", VOID("essai-1", "2")},
    {"already_void", 4, "m", VOID("essai-5", "2")},
    {"derived_entry", 3, "m", VOID("essai-3", "12")},
    {"entry_stays", 3, "m", VOID("essai-1", "1")},
    {"remainder_stands", 3, "m", VOID("essai-1", "2")},
    {"correction_reason", 3, "m",
     "jalon.void($1, 'demo', 'essai-1', '{2}', NULL, 'unknown', NULL)"},
    {"unknown_batch", 5, "m",
     "jalon.void_batch($1, 'demo', $1::uuid, NULL, 'unknown', '{\"reason\":\"essai\"}')"},
    {"batch_void", 4, "m",
     "jalon.void_batch($1, 'demo', '" BATCH "', NULL, 'unknown', '{\"reason\":\"essai\"}')"},
    {"last_not_yours", 4, "r", "jalon.undo($1, 'demo', 'essai-1', NULL)"},
    {"not_correctable", 3, "m", CORRECT("essai-1", "2", "\"state\":\"pilot\"")},
    {"not_correctable", 3, "m", CORRECT("essai-5", "3", "\"note\":\"trop tard\""), true},
    {"nothing_corrected", 4, "m", CORRECT("essai-1", "2", "\"on\":\"2019-01-15\"")},
    {"mail_is_out", 3, "m",
     "jalon.void($1, 'demo', 'essai-2', ARRAY(SELECT h.seq FROM audit.history h"
     " WHERE h.event = 'remind'), NULL, 'unknown', '{\"reason\":\"essai\"}')"},
    {"reminder_not_claimed", 4, "m",
     "jalon.remind($1, (SELECT id FROM jalon.reminder), $1, 'sent', 0, 'etat@essai.example')"},
    {"erasure_names", 3, "m", ERASE("'Camille Nulle'", "NULL", "pour Camille Nulle")},
    {"nobody_to_erase", 5, "m", ERASE("'Personne Absente'", "NULL", "essai")},
    {"nothing_to_erase", 4, "m", ERASE("NULL", "'{essai-1#1}'", "essai")},
    {"issued_file", 3, "m", ERASE_FILE("$1", "@")},
    {"under_hold", 3, "m",
     ERASE("NULL",
           "ARRAY(SELECT h.code || '#' || h.seq FROM audit.history h WHERE h.event = 'refuse')",
           "essai")},
    {"hold_reason", 3, "m", "jalon.hold($1, 'demo', 'essai-1', NULL, true, '{}')"},
    {"already_held", 4, "m", "jalon.hold($1, 'demo', 'essai-6', NULL, true, " REASON ")"},
    {"epoch_ended", 4, "s",
     "jalon.new_epoch($1, 'demo', 7, 'x', '{}', 0, 'direction d''essai', " REASON ")"},
    {"not_held", 4, "m", "jalon.hold($1, 'demo', 'essai-1', NULL, false, " REASON ")"},
    {"books_moved", 4, "m",
     "jalon.report_issue($1, 'demo', '{\"known\": 1, \"n\": 1}', '[]', false, '{}')"},
    {"report_issued", 4, "m", ISSUE("$1", "41", "false")},
    {"reissue_reason", 3, "m", ISSUE("$1", "41", "true")},
    {"batch_too_big", 3, "m",
     "jalon.batch($1, 'demo', (SELECT jsonb_agg('{}'::jsonb) FROM generate_series(0, 20000)), true)"},
    {"request_reused", 4, "m",
     "jalon.milestone((SELECT id FROM jalon.request LIMIT 1), 'demo', 'essai-2', 'launch',"
     " '2019-02-01', 'day', jsonb_build_object('note', $1::uuid))"},
};

/* A target, which the programme of the fixture has none of, with a date of essai-2's own. */
static void give_target(const char *database)
{
    (void)test_sql(test_cluster_conninfo(TEST_SUPERUSER, database),
                   "INSERT INTO jalon.target SELECT id, 'all', 1, 'tous', 'all', '2019-06-30',"
                   " '2019-01-31', NULL, 100 FROM jalon.programme");
    (void)test_sql(test_cluster_conninfo(FIXTURE_MANAGER, database),
                   "SELECT jalon.retarget(gen_random_uuid(), 'demo', 'essai-2', 'all',"
                   " '2019-08-31', '2019-05-02', NULL)");
}

/* essai-6 is held, a status is declared, two decisions are asked for and one is closed, and the
 * report of a week was issued; its file is that of a document too, and another was erased. */
static void give_decisions(const char *database)
{
    const char *conninfo = test_cluster_conninfo(FIXTURE_MANAGER, database);
    (void)test_sql(conninfo,
                   "SELECT jalon.hold(gen_random_uuid(), 'demo', 'essai-6', NULL, true, " REASON
                   ")");
    (void)test_sql(conninfo,
                   "SELECT jalon.declare(gen_random_uuid(), 'demo', '28', 'lost', NULL, '{}')");
    (void)test_sql(conninfo, "SELECT " ASK("nommer"));
    (void)test_sql(conninfo, "SELECT " ASK("fixer"));
    (void)test_sql(conninfo, "SELECT jalon.decision_close(gen_random_uuid(), 'demo', " ASKED(
                                 "fixer") ", 'taken', '2019-05-02', NULL)");
    (void)test_sql(conninfo, "SELECT " ISSUE("gen_random_uuid()", "40", "false"));
    (void)test_sql(conninfo,
                   "SELECT jalon.document_add(gen_random_uuid(), 'demo', 'essai-3', '{" PAPER
                   "}', content, NULL, 'unknown', NULL) FROM unnest('{@,Z}'::bytea[]) content");
    (void)test_sql(conninfo, "SELECT " ERASE_FILE("gen_random_uuid()", "Z"));
}

/* A reminder of that date, whose first sending failed. */
static void give_reminder(const char *database)
{
    (void)test_sql(test_cluster_conninfo(FIXTURE_MANAGER, database),
                   "SELECT jalon.remind_plan(gen_random_uuid(), 'demo', '[{\"code\":\"essai-2\","
                   "\"instrument\":\"contrat\",\"number\":1,\"party\":\"etat\",\"target\":\"all\","
                   "\"due_on\":\"2019-08-31\",\"occasion\":\"before\"}]')");
    (void)test_sql(test_cluster_conninfo(TEST_SUPERUSER, database),
                   "UPDATE jalon.reminder SET claim = '00000000-0000-4000-8000-000000000001',"
                   " claimed_until = clock_timestamp() + interval '1 hour'");
    (void)test_sql(test_cluster_conninfo(FIXTURE_MANAGER, database),
                   "SELECT jalon.remind(gen_random_uuid(), (SELECT id FROM jalon.reminder),"
                   " '00000000-0000-4000-8000-000000000001', 'failed', 75, 'etat@essai.example')");
}

/* essai-6, whose parties have refused and were waived, and whose contrat has a term. */
static void give_refusals(const char *database)
{
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    const struct jalon_write write = fixture_write("2018-12-10");
    fixture_add(db, &write, "essai-6", 2, 1);
    fixture_step(db, "essai-6", "negotiating 2019-01-15");
    fixture_step(db, "essai-6", "contrat etat 2019-02-01");
    fixture_step(db, "essai-6", "protocole banque 2019-02-01");
    (void)test_sql(
        test_cluster_conninfo(FIXTURE_MANAGER, database),
        "SELECT jalon.party_refuse(gen_random_uuid(), 'demo', 'essai-6', 'contrat', 'region:28',"
        " '2019-02-02', 'day', " REASON ");"
        "SELECT jalon.party_waive(gen_random_uuid(), 'demo', 'essai-6', i, p, '2019-02-02', " REASON
        ") FROM (VALUES ('contrat', 'region:52'), ('protocole', 'etat'), ('protocole',"
        " 'region:28')) v (i, p);"
        "SELECT jalon.term(gen_random_uuid(), 'demo', 'essai-6', 'contrat',"
        " '{\"from\":\"2019-03-01\",\"to\":\"2022-12-31\"}', NULL, 'unknown', NULL)");
}

static const char *prepared_database(void)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    struct jalon_write write = fixture_write("2018-12-10");
    fixture_step(db, "essai-1", "negotiating 2019-01-15");
    fixture_step(db, "essai-1", "protocole etat 2019-01-20");
    fixture_step(db, "essai-3", "negotiating 2019-01-15");
    fixture_step(db, "essai-3", "contrat all 2019-02-15");
    fixture_add(db, &write, "essai-4", 1, 1);
    fixture_step(db, "essai-4", "pilot 2019-01-15");
    fixture_step(db, "essai-4", "suspended 2019-01-16");
    const char *text =
        test_sql(test_cluster_conninfo(FIXTURE_MANAGER, database),
                 "SELECT jalon.milestone(gen_random_uuid(), 'demo', 'essai-1', 'launch',"
                 " '2019-01-20', 'day', NULL) ->> 'state'");
    assert_string_equal(text, "negotiating");
    fixture_step(db, "essai-1", "alias Vieil_Essai 2019-01-20");
    fixture_step(db, "essai-4", "member-remove 200000008 2019-02-01");
    (void)test_sql(test_cluster_conninfo(FIXTURE_MANAGER, database),
                   "SELECT jalon.plan(gen_random_uuid(), 'demo', 'essai-2', 'avenant',"
                   " '{\"on\":\"2019-09-30\",\"precision\":\"day\"}', '2019-03-02', 'day', NULL);"
                   "SELECT jalon.cohort_join(gen_random_uuid(), 'demo', 'essai-2', 'avant-garde',"
                   " NULL, '2019-01-20', 'day', NULL), jalon.weigh(gen_random_uuid(), 'demo',"
                   " 'essai-2', 'emplois', '{\"value\": 1200, \"as_of_year\": 2018}', '2019-01-20',"
                   " 'day', NULL), jalon.document_add(gen_random_uuid(), 'demo', 'essai-1',"
                   " '{" PAPER "}', 'A', NULL, 'unknown', NULL)");
    write = fixture_write("2018-12-10");
    fixture_add(db, &write, "essai-5", 1, 1);
    (void)test_sql(test_cluster_conninfo(FIXTURE_MANAGER, database),
                   "SELECT jalon.milestone(gen_random_uuid(), 'demo', 'essai-5', 'launch',"
                   " '2019-01-20', 'day', '{\"batch\":\"" BATCH "\"}');"
                   "SELECT jalon.void_batch(gen_random_uuid(), 'demo', '" BATCH "', NULL,"
                   " 'unknown', '{\"reason\":\"essai\"}')");
    write = fixture_write("2018-12-10");
    fixture_add(db, &write, "parti", 1, 1);
    fixture_step(db, "parti", "leave - 2019-01-15");
    fixture_step(db, "essai-2", "absorb essai-4 2019-02-01");
    (void)test_sql(test_cluster_conninfo(TEST_SUPERUSER, database),
                   "UPDATE jalon.instrument_def SET evidence_required = true"
                   " WHERE code = 'avenant'");
    return database;
}

/* Whole sentences in every language, nothing left open. */
static void assert_sentence(const struct jalon_err *err, bool may_lack_an_argument)
{
    for (int lang = 0; lang < JALON_LANG_N; lang++) {
        const char *const texts[] = {err->message[lang], err->hint[lang]};
        for (size_t i = 0; i < JALON_COUNT(texts); i++) {
            assert_int_not_equal(texts[i][0], '\0');
            assert_null(strchr(texts[i], '{'));
            assert_null(strchr(texts[i], '?'));
            if (!may_lack_an_argument && strstr(texts[i], "—") != NULL) {
                fail_msg("an argument is missing: %s", texts[i]);
            }
        }
    }
}

TEST(every_refusal_is_a_sentence_with_its_status_and_leaves_nothing)
{
    const char *database = prepared_database();
    give_target(database);
    give_reminder(database);
    give_refusals(database);
    give_decisions(database);
    const char *before = fixture_dump(database);
    int n_wrong = 0;
    /* a connection knows its statements by the place of their text */
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    JALON_AUTO(jalon_db_closep) struct jalon_db *manager = fixture_open(database, FIXTURE_MANAGER);
    JALON_AUTO(jalon_db_closep)
    struct jalon_db *recorder = fixture_open(database, FIXTURE_RECORDER);
    JALON_AUTO(jalon_db_closep) struct jalon_db *sealer = fixture_open(database, FIXTURE_SEALER);
    for (size_t i = 0; i < JALON_COUNT(refusals); i++) {
        const struct refusal *r = &refusals[i];
        const char *sql = jalon_arena_printf(arena, "SELECT %s AS receipt", r->call);
        struct jalon_uuid request = jalon_uuid_random();
        const char *const parameters[] = {request.text};
        const struct jalon_statement statement = {
            .name = "refused", .text = sql, .shape = JALON_SHAPE_ONE, .n_parameters = 1};
        struct jalon_err err = {0};
        struct jalon_result *result = NULL;
        struct jalon_db *db = r->by[0] == 'm' ? manager : r->by[0] == 's' ? sealer : recorder;
        if (jalon_db_write(db, &statement, parameters, &result, &err) == 0) {
            print_error("not refused (%s): %s\n", r->key, r->call);
            n_wrong++;
        } else if (strcmp(err.key, r->key) != 0 ||
                   jalon_err_exit_status(err.kind) != r->exit_status) {
            print_error("%s instead of %s: %s: %s\n", err.key, r->key, r->call,
                        err.message[JALON_EN]);
            n_wrong++;
        } else {
            assert_sentence(&err, r->may_lack_an_argument);
        }
        jalon_result_free(result);
    }
    assert_int_equal(n_wrong, 0);
    assert_string_equal(fixture_dump(database), before);
}

TEST(every_refusal_that_the_database_knows_is_provoked)
{
    JALON_AUTO(jalon_str_done) struct jalon_str known = {0};
    for (size_t i = 0; i < JALON_COUNT(refusals); i++) {
        jalon_str_addf(&known, "%s'%s'", i > 0 ? "," : "", refusals[i].key);
    }
    JALON_AUTO(jalon_str_done) struct jalon_str sql = {0};
    jalon_str_addf(&sql,
                   "SELECT string_agg(DISTINCT m[1], ' ') FROM pg_proc,"
                   " regexp_matches(prosrc, 'refuse\\(''\\w{5}'',\\s*''(\\w+)''', 'g') m"
                   " WHERE pronamespace = 'jalon'::regnamespace AND m[1] NOT IN (%s)",
                   jalon_str_text(&known));
    assert_string_equal(test_sql(test_database_conninfo(NULL), jalon_str_text(&sql)), "NULL");
}

/* One call as one login: "key" or "done entries replayed". */
static const char *call_as(const char *database, const char *login, const char *call)
{
    char sql[1000];
    snprintf(sql, sizeof sql, "SELECT r -> 'entries', r -> 'replayed', r -> 'recorded' FROM %s r",
             call);
    return test_sql(test_cluster_conninfo(login, database), sql);
}

#define ID "'11111111-2222-4333-8444-555555555555'"

TEST(a_repeated_request_is_answered_as_the_first_time)
{
    static const char *const calls[] = {
        "jalon.advance(" ID
        ", 'demo', 'essai-2', 'pilot', '2019-02-01', 'day', 'identified', NULL)",
        "jalon.sign(" ID
        ", 'demo', 'essai-1', 'contrat', '{all}', '2019-02-01', 'day', NULL, NULL)",
        "jalon.milestone(" ID ", 'demo', 'essai-2', 'launch', '2019-02-01', 'day', NULL)",
        "jalon.territory_add(" ID ", 'demo', '{" PLACED "}', '2019-02-01', 'day', NULL)",
        "jalon.programme_apply(" ID ", replace((SELECT document FROM jalon.revision"
        " ORDER BY number LIMIT 1), 'Banque', 'Caisse'))",
    };
    static const char other[] =
        "jalon.milestone(" ID ", 'demo', 'essai-3', 'launch', '2019-03-01', 'day', NULL)";
    for (size_t i = 0; i < JALON_COUNT(calls); i++) {
        const char *database = prepared_database();
        const char *first = call_as(database, FIXTURE_MANAGER, calls[i]);
        assert_null(strstr(first, "ERROR"));
        const char *dump = fixture_dump(database);
        const char *cut = strstr(first, "|false|");
        assert_non_null(cut);
        JALON_AUTO(jalon_str_done) struct jalon_str wanted = {0};
        jalon_str_add_bytes(&wanted, first, (size_t)(cut - first));
        jalon_str_addf(&wanted, "|true|%s", cut + strlen("|false|"));
        assert_string_equal(call_as(database, FIXTURE_MANAGER, calls[i]), jalon_str_text(&wanted));
        assert_string_equal(call_as(database, FIXTURE_MANAGER, other),
                            "ERROR JA003 request_reused");
        test_sql(test_cluster_conninfo(TEST_SUPERUSER, database),
                 "DO $$ BEGIN CREATE ROLE test_other LOGIN IN ROLE jalon_manager;"
                 " EXCEPTION WHEN duplicate_object THEN NULL; END $$");
        assert_string_equal(call_as(database, "test_other", calls[i]),
                            "ERROR JA003 request_reused");
        assert_string_equal(fixture_dump(database), dump);
        assert_string_equal(fixture_chain(database), "ok");
    }
}

TEST(today_anywhere_on_earth_is_not_the_future)
{
    const char *database = prepared_database();
    assert_null(strstr(
        call_as(database, FIXTURE_MANAGER,
                "jalon.advance(gen_random_uuid(), 'demo', 'essai-2', 'pilot',"
                " ((now() AT TIME ZONE 'UTC') + interval '14 hours')::date, 'day', NULL, NULL)"),
        "ERROR"));
}

TEST(free_text_is_kept_as_it_was_typed_but_for_blanks_and_composition)
{
    const char *database = prepared_database();
    assert_null(strstr(
        call_as(database, FIXTURE_MANAGER,
                "jalon.advance(gen_random_uuid(), 'demo', 'essai-2', 'pilot', '2019-02-01', 'day',"
                " NULL, jsonb_build_object('reason', E'  L\\'Hay\\u0308 \"%s{1}\"; DROP <b>\\\\ ',"
                " 'note', 'n', 'source', 's', 'certainty', 'weak', 'learned', '2020-02-29'))"),
        "ERROR"));
    assert_string_equal(
        test_sql(
            test_cluster_conninfo(FIXTURE_READER, database),
            "SELECT d.value ->> 1 FROM audit.history h, jsonb_each(h.disclosures) d"
            " WHERE h.code = 'essai-2' AND h.event = 'transition' AND d.value ->> 0 = 'reason'"),
        "L'Haÿ \"%s{1}\"; DROP <b>\\");
}

/* Steps of every precision, and several on one day. */
static const char *const lives[][6] = {
    {NULL},
    {"pilot 2018-12-15", "negotiating 2018-12-15", "contrat all 2018-12-15"},
    {"pilot 2018-12-20 before", "negotiating 2018-12-05 month", "suspended 2019-01-05",
     "negotiating 2019-01-10", "contrat all 2019-01-05 month"},
    {"negotiating 2018-12-20", "contrat all 2018-12-25", "negotiating 2019-01-05",
     "contrat all 2019-01-15", "negotiating 2019-01-20", "withdrawn 2019-02-01"},
    {"negotiating 2018-12-20", "suspended 2018-12-21", "withdrawn 2018-12-25"},
    {"pilot 2018-12-12", "identified 2018-12-20", "pilot - unknown"},
};

static void assert_same_state(struct jalon_db *db, const struct jalon_contract *contract,
                              struct jalon_date day)
{
    static const struct jalon_statement state_at = {
        .name = "state_at",
        .text = "SELECT state, state_since FROM jalon.programme p,"
                " jalon.contracts_at(p.id, $1::date) c WHERE p.code = 'demo' AND c.code = $2",
        .shape = JALON_SHAPE_MAYBE,
        .n_parameters = 2};
    struct jalon_date_text text = jalon_date_iso(day);
    const char *const parameters[] = {text.text, contract->code};
    struct jalon_err err = {0};
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    assert_done(jalon_db_run(db, &state_at, parameters, &result, &err), &err);
    const struct jalon_contract_state *now =
        jalon_contract_entered_at(contract, day) ? jalon_contract_state_at(contract, day) : NULL;
    assert_int_equal(jalon_result_n_rows(result), now != NULL);
    if (now != NULL) {
        assert_string_equal(jalon_result_text(result, 0, 0), now->state);
        assert_string_equal(jalon_result_text(result, 0, 1), jalon_date_iso(now->span.from).text);
    }
}

TEST(a_contract_has_one_state_on_every_day_the_same_in_c_and_the_database)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_programme_freep) struct jalon_programme *programme = fixture_programme();
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = fixture_open(database, FIXTURE_MANAGER);
    for (size_t i = 0; i < JALON_COUNT(lives) * 2; i++) {
        char code[24];
        snprintf(code, sizeof code, "vie-%zu", i);
        struct jalon_write write = fixture_write("2018-12-10");
        write.precision = i % 2 ? JALON_PRECISION_BEFORE : JALON_PRECISION_DAY;
        fixture_add(db, &write, code, 1, 1);
        for (size_t k = 0; k < JALON_COUNT(lives[0]) && lives[i / 2][k] != NULL; k++) {
            fixture_step(db, code, lives[i / 2][k]);
        }
        JALON_AUTO(jalon_str_done) struct jalon_str faults = {0};
        JALON_AUTO(jalon_contract_freep)
        struct jalon_contract *contract = fixture_replay(db, programme, code, &faults);
        assert_string_equal(jalon_str_text(&faults), "");
        for (int day = 0; day < 80; day++) {
            assert_same_state(db, contract, jalon_date_add(fixture_date("2018-11-20"), day));
        }
    }
}

struct walk {
    struct prop prop;
    const struct jalon_programme *programme;
    struct jalon_db *dbs[JALON_ROLE_N];
    struct jalon_date day, today;
    const char *code;
    int n_entries, n_done, n_refused;
};

static struct jalon_write next_write(struct walk *w, struct jalon_date *ret_counts_from)
{
    static const enum jalon_precision precisions[] = {
        JALON_PRECISION_DAY, JALON_PRECISION_DAY,   JALON_PRECISION_DAY,
        JALON_PRECISION_DAY, JALON_PRECISION_MONTH, JALON_PRECISION_BEFORE};
    struct jalon_date day = jalon_date_add(w->day, prop_between(&w->prop, -3, 12));
    struct jalon_write write = fixture_write(jalon_date_iso(day).text);
    write.precision = precisions[prop_between(&w->prop, 0, 5)];
    write.evidence.reason = prop_between(&w->prop, 0, 2) > 0 ? "essai" : NULL;
    *ret_counts_from = jalon_when_counts_from(jalon_when_of(day, write.precision), w->today);
    return write;
}

/* Both say yes, or both say no. */
static void settle(struct walk *w, bool c_allows, int status, struct jalon_date counts_from,
                   const struct jalon_receipt *receipt, const struct jalon_err *err)
{
    if (c_allows != (status == 0)) {
        fail_msg("%s: C says %d, the database %s", w->code, c_allows,
                 status == 0 ? "yes" : err->message[JALON_EN]);
    }
    if (status == 0) {
        w->n_entries += (int)receipt->n_entries;
        w->day = jalon_date_compare(counts_from, w->day) > 0 ? counts_from : w->day;
    }
    w->n_done += status == 0;
    w->n_refused += status != 0;
}

static void walk_move(struct walk *w, const struct jalon_contract *contract)
{
    const struct jalon_contract_state *now = &contract->states[contract->n_states - 1];
    const struct jalon_transition_def *transition = NULL;
    struct jalon_move_request request = {
        .from = contract->state,
        .previous = contract->n_states > 1 ? now[-1].state : NULL,
        .to = w->programme->states[prop_between(&w->prop, 0, (int)w->programme->n_states - 1)].code,
        .expect = prop_between(&w->prop, 0, 3) == 0 ? "negotiating" : NULL,
        .role = prop_between(&w->prop, 0, 3) == 0 ? JALON_ROLE_RECORDER : JALON_ROLE_MANAGER,
        .not_before = now->span.from};
    struct jalon_write write = next_write(w, &request.counts_from);
    request.has_reason = write.evidence.reason != NULL;
    if (strcmp(request.to, "withdrawn") == 0 && prop_between(&w->prop, 0, 4) > 0) {
        return; /* nothing follows it */
    }
    enum jalon_move move = jalon_lifecycle_move(w->programme, &request, &transition);
    struct jalon_err err = {0};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    int status = jalon_store_advance(w->dbs[request.role], &write, w->code, request.to,
                                     request.expect, &receipt, &err);
    settle(w, move == JALON_MOVE_ALLOWED, status, request.counts_from, receipt, &err);
}

static void walk_sign(struct walk *w, const struct jalon_contract *contract)
{
    static const char *const instruments[] = {"protocole", "contrat", "contrat", "avenant"};
    static const char *const parties[] = {"all",
                                          "etat",
                                          "region:28",
                                          "region:52",
                                          "region",
                                          "membre",
                                          "membre:200000008",
                                          "banque",
                                          "industriel:Fictif"};
    const char *party = parties[prop_between(&w->prop, 0, (int)JALON_COUNT(parties) - 1)];
    struct jalon_sign_request request = {.instrument = instruments[prop_between(&w->prop, 0, 3)],
                                         .parties = &party,
                                         .n_parties = 1,
                                         .role = JALON_ROLE_RECORDER};
    struct jalon_write write = next_write(w, &request.counts_from);
    const struct jalon_signing signing = {.code = w->code,
                                          .instrument = request.instrument,
                                          .parties = request.parties,
                                          .n_parties = 1};
    JALON_AUTO(jalon_arena_freep) struct jalon_arena *arena = jalon_arena_new();
    struct jalon_sign_answer answer;
    enum jalon_sign outcome = jalon_contract_sign(contract, w->programme, &request, arena, &answer);
    struct jalon_err err = {0};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    int status = jalon_store_sign(w->dbs[request.role], &write, &signing, &receipt, &err);
    settle(w, outcome == JALON_SIGN_ALLOWED, status, request.counts_from, receipt, &err);
}

static void take_a_walk(struct walk *w, int n_steps)
{
    struct jalon_write write = fixture_write("2018-12-10");
    fixture_add(w->dbs[JALON_ROLE_MANAGER], &write, w->code, 2, 1);
    w->day = fixture_date("2018-12-10");
    w->n_entries = 1;
    for (int step = 0; step <= n_steps; step++) {
        JALON_AUTO(jalon_str_done) struct jalon_str faults = {0};
        JALON_AUTO(jalon_contract_freep)
        struct jalon_contract *contract =
            fixture_replay(w->dbs[JALON_ROLE_RECORDER], w->programme, w->code, &faults);
        assert_string_equal(jalon_str_text(&faults), "");
        assert_int_equal(contract->last_seq, w->n_entries); /* no line is lost, none too many */
        if (step == n_steps) {
            return;
        }
        if (prop_between(&w->prop, 0, 2) == 0) {
            walk_move(w, contract);
        } else {
            walk_sign(w, contract);
        }
    }
}

TEST(any_walk_that_c_permits_the_database_accepts_and_the_reverse)
{
    const char *database = test_database_new();
    JALON_AUTO(jalon_programme_freep) struct jalon_programme *programme = fixture_programme();
    struct walk w = {
        .prop = prop_start(), .programme = programme, .today = fixture_date("2026-01-01")};
    w.dbs[JALON_ROLE_RECORDER] = fixture_open(database, FIXTURE_RECORDER);
    w.dbs[JALON_ROLE_MANAGER] = fixture_open(database, FIXTURE_MANAGER);
    for (int i = 0; i < 8; i++) {
        char code[24];
        snprintf(code, sizeof code, "walk-%d", i);
        w.code = code;
        take_a_walk(&w, 50);
    }
    jalon_db_close(w.dbs[JALON_ROLE_RECORDER]);
    jalon_db_close(w.dbs[JALON_ROLE_MANAGER]);
    print_message("%d steps taken, %d refused\n", w.n_done, w.n_refused);
    assert_true(w.n_done > 8 && w.n_refused > 8);
    assert_string_equal(fixture_chain(database), "ok");
}
