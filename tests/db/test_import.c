/* Files of the register into a programme that is under way. */
#include "app/import.h"

#include <stdio.h>
#include <unistd.h>

#include "app/contract.h"
#include "app/correction.h"
#include "base/mem.h"
#include "base/str.h"
#include "domain/siren.h"
#include "support/cluster.h"
#include "support/fixture.h"
#include "support/test.h"

SETUP_GROUP(fixture_setup);

static char folder[] = "/tmp/jalon-import-XXXXXX";
static const char *database;
static struct jalon_app app;

static void open_as(const char *login)
{
    jalon_app_done(&app);
    app = (struct jalon_app){.db = fixture_open(database, login)};
}

static int set_up(void **state)
{
    (void)state;
    (void)snprintf(folder, sizeof folder, "/tmp/jalon-import-XXXXXX");
    database = test_database_new();
    open_as(FIXTURE_MANAGER);
    return mkdtemp(folder) == NULL;
}
SETUP_EACH(set_up);

static void in_folder(struct jalon_str *path, const char *name)
{
    jalon_str_addf(path, "%s/%s", folder, name);
}

static int tear_down(void **state)
{
    (void)state;
    static const char *const names[] = {"file.csv", "members.csv", "aliases.csv"};
    jalon_app_done(&app);
    for (size_t i = 0; i < JALON_COUNT(names); i++) {
        JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
        in_folder(&path, names[i]);
        (void)unlink(path.text);
    }
    return rmdir(folder);
}
TEARDOWN_EACH(tear_down);

static void write_as(const char *name, const char *bytes, size_t length)
{
    JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
    in_folder(&path, name);
    FILE *file = fopen(path.text, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static void write_text(const char *name, const char *text)
{
    write_as(name, text, strlen(text));
}

enum mode { CHECK, DIFF, APPLY };

/* What an import of file.csv comes to, as text: its faults, else its counts. */
static char *outcome_of(enum jalon_register_file kind, enum mode mode)
{
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    struct jalon_import_file file = {0};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
    const struct jalon_import_order order = {.request = jalon_uuid_random(),
                                             .evidence = {.learned_on = JALON_DATE_NONE}};
    struct jalon_err err = {0};
    struct jalon_str text = {0};
    in_folder(&path, "file.csv");
    const struct jalon_register_source source = {kind, path.text};
    assert_done(jalon_app_import_read(&app, &source, &file, &faults, &err), &err);
    JALON_AUTO(jalon_import_freep) struct jalon_import *import = file.import;
    if (import != NULL && mode != CHECK) {
        assert_done(jalon_app_import_diff(&app, import, &err), &err);
    }
    if (import != NULL && mode == APPLY) {
        assert_done(jalon_app_import_apply(&app, import, &order, &receipt, &faults, &err), &err);
    }
    for (size_t i = 0; i < faults.n; i++) {
        const struct jalon_fault *one = &faults.items[i];
        jalon_str_addf(&text, "%zu %s: %s\n", one->place.line,
                       one->place.field != NULL ? one->place.field : "-",
                       one->err.message[JALON_EN]);
    }
    for (int i = 0; faults.n == 0 && i < JALON_IMPORT_STATUS_N; i++) {
        jalon_str_addf(&text, "%s%zu", i > 0 ? " " : "", import->n_by_status[i]);
    }
    return jalon_str_take(&text);
}

#define assert_outcome(kind, mode, wanted)                           \
    do {                                                             \
        JALON_AUTO(jalon_freep) char *seen = outcome_of(kind, mode); \
        assert_string_equal(seen, wanted);                           \
    } while (0)

#define EVENTS "territory_code,on,action,what,parties,reason,note\n"

static const char sound[] = EVENTS "essai-1,2019-01-15,advance,negotiating,,,début\n"
                                   "essai-1,2019-01-20,sign,protocole,etat region,,\n"
                                   "essai-1,2019-02-01,sign,contrat,all,,\n"
                                   "essai-2,2019-01-15,milestone,launch,,,\n";

TEST(t49_the_same_file_twice_changes_nothing)
{
    write_text("file.csv", sound);
    assert_outcome(JALON_REGISTER_EVENTS, DIFF, "4 0 0 0");
    assert_outcome(JALON_REGISTER_EVENTS, APPLY, "4 0 0 0");
    const char *before = fixture_dump(database);
    assert_outcome(JALON_REGISTER_EVENTS, DIFF, "0 4 0 0");
    assert_outcome(JALON_REGISTER_EVENTS, APPLY, "0 4 0 0");
    assert_string_equal(fixture_dump(database), before);
    assert_string_equal(fixture_chain(database), "ok");
}

TEST(t49_a_fact_is_known_again_whoever_recorded_it)
{
    fixture_step(app.db, "essai-1", "negotiating 2019-01-15");
    fixture_step(app.db, "essai-1", "protocole etat 2019-01-20");
    fixture_step(app.db, "essai-1", "protocole region 2019-01-20");
    open_as(FIXTURE_RECORDER);
    write_text("file.csv", sound);
    assert_outcome(JALON_REGISTER_EVENTS, DIFF, "2 1 1 0");
    write_text("file.csv", EVENTS "essai-1,15/01/2019,advance,negotiating,,,\n"
                                  "essai-1,20/01/2019,sign,protocole,etat region:52,,\n"
                                  "essai-1,20/01/2019,sign,protocole,all,,\n");
    assert_outcome(JALON_REGISTER_EVENTS, DIFF, "0 3 0 0");
}

TEST(what_was_taken_back_is_no_longer_recorded_and_what_was_corrected_is_as_it_is_now)
{
    struct jalon_write write = fixture_write("2019-03-01");
    struct jalon_err err = {0};
    write.precision = JALON_PRECISION_UNKNOWN;
    write.on = JALON_DATE_NONE;
    write.evidence.reason = "essai";
    fixture_step(app.db, "essai-1", "negotiating 2019-01-15");
    fixture_step(app.db, "essai-1", "protocole etat 2019-01-20");
    fixture_step(app.db, "essai-1", "protocole region 2019-01-21");
    static const char *const entry = "essai-1#4", *const setting = "on=2019-01-22";
    const struct jalon_rectified rectified = {&entry, 1, &setting, 1};
    for (int i = 0; i < 2; i++) {
        JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
        static const char *const taken = "essai-1#3";
        write.request = jalon_uuid_random();
        assert_done(i == 0 ? jalon_app_void(&app, &write, &taken, 1, &receipt, &err)
                           : jalon_app_correct(&app, &write, &rectified, &receipt, &err),
                    &err);
    }
    write_text("file.csv", EVENTS "essai-1,2019-01-20,sign,protocole,etat,,\n"
                                  "essai-1,2019-01-22,sign,protocole,region,,\n");
    assert_outcome(JALON_REGISTER_EVENTS, APPLY, "1 1 0 0");
    assert_outcome(JALON_REGISTER_EVENTS, DIFF, "0 2 0 0");
}

TEST(t49_rows_that_look_alike_are_both_kept_or_both_told)
{
    write_text("file.csv", EVENTS "essai-1,2019-01-15,advance,negotiating,,,\n"
                                  "essai-1,2019-02-01,sign,contrat,all,,\n"
                                  "essai-1,2019-03-01,sign,avenant,all,,\n"
                                  "essai-1,2019-03-01,sign,avenant,all,,\n"
                                  "essai-2,2019-01-15,milestone,launch,,,\n"
                                  "essai-2,2019-01-15,milestone,launch,,,\n"
                                  "essai-2,2019-01-20,advance,suspended,,essai,\n"
                                  "essai-2,2019-01-20,advance,identified,,,\n"
                                  "essai-2,2019-01-20,advance,suspended,,essai,\n");
    assert_outcome(JALON_REGISTER_EVENTS, APPLY, "8 0 0 1");
    assert_outcome(JALON_REGISTER_EVENTS, DIFF, "0 8 0 1");
    assert_string_equal(
        test_sql(test_cluster_conninfo(FIXTURE_READER, database),
                 "SELECT count(*) FROM jalon.instrument WHERE instrument = 'avenant'"
                 " AND completed_on = '2019-03-01'"),
        "2");
    assert_string_equal(fixture_chain(database), "ok");
}

TEST(t49_a_move_back_that_follows_a_new_move_is_new_too)
{
    write_text("file.csv", EVENTS "essai-2,2019-01-20,advance,suspended,,essai,\n");
    assert_outcome(JALON_REGISTER_EVENTS, APPLY, "1 0 0 0");
    write_text("file.csv", EVENTS "essai-2,2019-01-25,advance,identified,,,\n"
                                  "essai-2,2019-01-30,advance,suspended,,essai,\n");
    assert_outcome(JALON_REGISTER_EVENTS, APPLY, "2 0 0 0");
    assert_outcome(JALON_REGISTER_EVENTS, DIFF, "0 2 0 0");
    assert_string_equal(fixture_chain(database), "ok");
}

TEST(a_recorded_fact_with_other_content_is_refused_with_its_cells)
{
    write_text("file.csv", sound);
    assert_outcome(JALON_REGISTER_EVENTS, APPLY, "4 0 0 0");
    const char *before = fixture_dump(database);
    write_text("file.csv", EVENTS "essai-1,2019-01-16,advance,negotiating,,,fin\n"
                                  "essai-3,2019-01-15,milestone,launch,,,\n"
                                  "essai-2,2019-01-16,milestone,launch,,,vu\n");
    assert_outcome(JALON_REGISTER_EVENTS, APPLY,
                   "4 on: '2019-01-15' is recorded, the file says '2019-01-16'\n"
                   "4 note: nothing is recorded here, the file says 'vu'\n");
    assert_string_equal(fixture_dump(database), before);
}

TEST(what_the_database_refuses_is_told_with_line_and_column)
{
    const char *before = fixture_dump(database);
    write_text("file.csv", EVENTS "essai-1,2019-01-15,advance,negotiating,,,\n"
                                  "essai-1,2019-01-20,advance,signed,,,\n"
                                  "essai-1,2019-01-10,sign,contrat,region:28,,\n"
                                  "essai-2,2019-01-15,advance,suspended,,,\n");
    assert_outcome(
        JALON_REGISTER_EVENTS, APPLY,
        "3 what: the state 'signed' of essai-1 cannot be typed in: it follows from the signatures (contrat)\n"
        "4 on: essai-1 has been in state 'negotiating' since 2019-01-15: 2019-01-10 is too "
        "early\n"
        "5 reason: the transition 'suspend' requires a reason\n");
    assert_string_equal(fixture_dump(database), before);
}

TEST(territories_names_and_members_are_compared_and_added)
{
    write_text("file.csv", "code;name;region_code;other_region_codes;department_codes;entered_on\n"
                           "essai-2;Val d'Essai;28;52;44 14;10/12/2018\n"
                           "neuf;Neuf;52;;44;11/12/2018\n");
    assert_outcome(JALON_REGISTER_TERRITORIES, APPLY, "1 1 0 0");
    assert_outcome(JALON_REGISTER_TERRITORIES, DIFF, "0 2 0 0");
    write_text("file.csv", "territory_code;kind;value;as_of_year\nneuf;name;Vieux;2018\n"
                           "neuf;external_code;X-1;\n");
    assert_outcome(JALON_REGISTER_ALIASES, APPLY, "2 0 0 0");
    assert_outcome(JALON_REGISTER_ALIASES, DIFF, "0 2 0 0");
    write_text("file.csv", "territory_code;siren;name;kind;department_code;region_code;from;to\n"
                           "neuf;200000008;Communauté fictive;EPCI;44;52;;\n"
                           "neuf;200000016;Autre;EPCI;44;52;01/02/2019;01/03/2019\n"
                           "essai-2;200000008;Communauté fictive;EPCI;44;52;;\n"
                           "essai-2;200000016;Autre;EPCI;44;52;;\n");
    assert_outcome(JALON_REGISTER_MEMBERS, DIFF, "2 1 1 0");
    write_text("file.csv", "territory_code;siren;name;kind;department_code;region_code;from;to\n"
                           "neuf;200000008;Communauté fictive;EPCI;44;52;;\n"
                           "neuf;200000016;Autre;EPCI;44;52;01/02/2019;01/03/2019\n");
    assert_outcome(JALON_REGISTER_MEMBERS, APPLY, "2 0 0 0");
    assert_outcome(JALON_REGISTER_MEMBERS, DIFF, "0 2 0 0");
    assert_string_equal(fixture_chain(database), "ok");
}

TEST(events_find_members_and_names_in_the_files_beside_theirs)
{
    write_text("members.csv", "territory_code,siren,name,kind,department_code,region_code,from\n"
                              "essai-1,200000008,Fictive,EPCI,44,52,2019-01-20\n");
    write_text("aliases.csv", "territory_code,kind,value\nessai-1,name,Essai-le-Vieux\n");
    write_text("file.csv", EVENTS "essai-1,2019-01-15,rename,Essai nouveau,,,\n"
                                  "essai-1,2019-01-20,member_add,200000008,,,\n"
                                  "essai-1,2019-01-21,alias,Essai-le-Vieux,,,\n"
                                  "essai-1,2019-02-20,member_remove,200000008,,,\n"
                                  "essai-1,2019-03-01,leave,essai-2,,essai,\n");
    assert_outcome(JALON_REGISTER_EVENTS, APPLY, "5 0 0 0");
    assert_outcome(JALON_REGISTER_EVENTS, DIFF, "0 5 0 0");
    assert_string_equal(fixture_chain(database), "ok");
}

TEST(an_import_gives_no_right)
{
    const char *before = fixture_dump(database);
    open_as(FIXTURE_RECORDER);
    write_text("file.csv", "code,name,region_code,entered_on\nneuf,Neuf,52,2018-12-11\n");
    assert_outcome(JALON_REGISTER_TERRITORIES, APPLY,
                   "2 -: 'test_recorder' lacks the required role: manager\n");
    assert_string_equal(fixture_dump(database), before);
}

TEST(t50_a_cp1252_file_with_40_faults_lists_all_40_and_changes_nothing)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str wanted = {0};
    const char *before = fixture_dump(database);
    jalon_str_add(&text, "territory_code;kind;value\r\n");
    for (int i = 0; i < 40; i++) {
        jalon_str_addf(&text, "essai-1;pr\xE9nom;\xC9vreux %d\r\n", i);
        jalon_str_addf(&wanted, "%d kind: unknown value 'prénom'\n", i + 2);
    }
    write_text("file.csv", text.text);
    assert_outcome(JALON_REGISTER_ALIASES, APPLY, wanted.text);
    assert_string_equal(fixture_dump(database), before);
}

/* The I-th number that is a SIREN. */
static void add_siren(struct jalon_str *out, int i)
{
    struct jalon_err err;
    char siren[16];
    int digit = 0;
    do {
        (void)snprintf(siren, sizeof siren, "2000%04d%d", i, digit++);
    } while (jalon_siren_check(siren, &err) < 0);
    jalon_str_add(out, siren);
}

TEST(t50_a_wrong_siren_at_row_57_is_found_there)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    jalon_str_add(&text, "siren,territory_code,name,kind,department_code,region_code\n");
    for (int i = 1; i <= 124; i++) {
        if (i == 57) {
            jalon_str_add(&text, "200000009");
        } else {
            add_siren(&text, i);
        }
        jalon_str_add(&text, ",essai-1,Fictive,EPCI,44,52\n");
    }
    write_text("file.csv", text.text);
    assert_outcome(JALON_REGISTER_MEMBERS, CHECK,
                   "58 siren: wrong SIREN '200000009' (check digit)\n");
}

TEST(t50_a_text_from_macos_in_nfd_is_no_difference)
{
    write_text("file.csv", sound);
    assert_outcome(JALON_REGISTER_EVENTS, APPLY, "4 0 0 0");
    write_text("file.csv", EVENTS "essai-1,2019-01-15,advance,negotiating,,,de\u0301but\n");
    assert_outcome(JALON_REGISTER_EVENTS, DIFF, "0 1 0 0");
    write_text("file.csv", EVENTS "essai-1,2019-01-15,advance,negotiating,,,debut\n");
    assert_outcome(JALON_REGISTER_EVENTS, DIFF, "0 0 1 0");
}

TEST(t50_a_name_in_nfd_is_found_as_the_same_name)
{
#define ALIASES "territory_code,kind,value\n"
    write_text("file.csv", ALIASES "essai-1,name,Essai-lès-Monts\n");
    assert_outcome(JALON_REGISTER_ALIASES, APPLY, "1 0 0 0");
    write_text("file.csv", ALIASES "essai-1,name,Essai-le\u0300s-Monts\n");
    assert_outcome(JALON_REGISTER_ALIASES, DIFF, "0 1 0 0");
}

TEST(t50_every_hostile_file_has_its_exact_message_or_is_read_rightly)
{
    static const struct {
        const char *text, *wanted;
    } cases[] = {
        {"", "0 -: '%s' is empty\n"},
        {"\xEF\xBB\xBF", "0 -: '%s' is empty\n"},
        {"territory_code,on,action,what\n", "0 0 0 0"},
        {"\xEF\xBB\xBFterritory_code;on;action;what\r\nessai-1;15/01/2019;advance;pilot\r\n",
         "1 0 0 0"},
        {"what\taction\ton\tterritory_code\npilot\tadvance\t2019-01-15\tessai-1", "1 0 0 0"},
        {"territory_code,on,action,what\n\"essai-1\",\"2019-01-15\",\"advance\",\"pilot\"\n",
         "1 0 0 0"},
        {"territory_code;on;action;what;note\nessai-1;15/01/2019;advance;pilot;'=1+1\n", "1 0 0 0"},
        {"territory_code;on;action;what;note\nessai-1;15/01/2019;advance;pilot;\"a\nb\"\n",
         "2 note: the cell 'note' holds a line break\n"},
        {"teritory_code,on,action,what\nessai-1,2019-01-15,advance,pilot\n",
         "1 -: unknown column 'teritory_code'\n"},
        {"territory_code,on,action\nessai-1,2019-01-15,advance\n",
         "1 -: column 'what' is missing\n"},
        {"territory_code,on,action,what,what\n", "1 -: two columns 'what'\n"},
        {"territory_code,on,action,what,extra\nessai-1,2019-01-15,advance,pilot,\n",
         "1 -: unknown column 'extra'\n"},
        {"territory_code,on,action,what\nessai-1,2019-01-15,advance\n",
         "2 -: 3 cells, the header has 4\n"},
        {"territory_code,on,action,what\nessai-1,2019-01-15,advance,pi\"lot\n",
         "2 -: misplaced or unclosed quote\n"},
        {"territory_code,on,action,what\nessai-1,06/30/2019,advance,pilot\n",
         "2 on: no such day: '06/30/2019'\n"},
        {"territory_code,on,action,what\nessai-1,30/06/19,advance,pilot\n",
         "2 on: ambiguous date: '30/06/19' (two-digit year)\n"},
        {"territory_code,on,action,what\nessai-1,2,advance,pilot\n",
         "2 on: unreadable date: '2'\n"},
        {"territory_code,on,action,what\nessai-1,2014-31-12,advance,pilot\n",
         "2 on: no such day: '2014-31-12'\n"},
        {"territory_code,on,action,what\nessai-1,2019-01-15,advance,pi\x01lot\n",
         "2 -: invisible character (byte 30)\n2 what: unknown state 'pi?lot'\n"},
        {"PK\x03\x04", "0 -: '%s' is a workbook (XLSX or ODS), not a CSV file\n"},
    };
    JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
    in_folder(&path, "file.csv");
    for (size_t i = 0; i < JALON_COUNT(cases); i++) {
        JALON_AUTO(jalon_str_done) struct jalon_str wanted = {0};
        const char *place = strstr(cases[i].wanted, "%s");
        size_t before = place != NULL ? (size_t)(place - cases[i].wanted) : 0;
        jalon_str_add_bytes(&wanted, cases[i].wanted, before);
        jalon_str_add(&wanted, place != NULL ? path.text : "");
        jalon_str_add(&wanted, cases[i].wanted + before + (place != NULL ? 2 : 0));
        write_text("file.csv", cases[i].text);
        assert_outcome(JALON_REGISTER_EVENTS, DIFF, wanted.text);
    }
}
