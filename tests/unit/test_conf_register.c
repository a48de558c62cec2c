/* The register's files: the real ones, and every fault with its file, line and column. */
#include "conf/register.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"
#include "conf/programme.h"
#include "support/test.h"

#define TI  "config/programmes/territoires-industrie"
#define CTE "config/programmes/transition-ecologique"

static struct jalon_programme_file *programme;

static int load(void **state)
{
    (void)state;
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    programme = jalon_programme_load(TI, &faults);
    return programme == NULL;
}
SETUP_GROUP(load);

static int unload(void **state)
{
    (void)state;
    jalon_programme_file_freep(&programme);
    return 0;
}
TEARDOWN_GROUP(unload);

static const struct jalon_register_territory *find(const struct jalon_register *reg,
                                                   const char *code)
{
    for (size_t i = 0; i < reg->n_territories; i++) {
        if (strcmp(reg->territories[i].territory.code, code) == 0) {
            return &reg->territories[i];
        }
    }
    fail_msg("no territory %s", code);
    return NULL;
}

TEST(the_real_register_is_sound_and_complete)
{
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    JALON_AUTO(jalon_register_freep)
    struct jalon_register *reg = jalon_register_load(TI, programme->programme, &faults);
    assert_non_null(reg);
    assert_int_equal(149, reg->n_territories);
    size_t n_members = 0, n_aliases = 0, n_first = 0;
    for (size_t i = 0; i < reg->n_territories; i++) {
        const struct jalon_register_territory *entry = &reg->territories[i];
        n_members += entry->territory.n_members;
        n_aliases += entry->territory.n_aliases;
        n_first += jalon_date_compare(entry->entered_on, jalon_date_of(2018, 11, 22)) == 0;
    }
    assert_int_equal(588, n_members);
    assert_int_equal(53, n_aliases);
    assert_int_equal(124, n_first);
    const struct jalon_register_territory *pau = find(reg, "ti-7505");
    assert_int_equal(2, pau->territory.n_regions);
    assert_string_equal("75", pau->territory.regions[0]);
    assert_string_equal("76", pau->territory.regions[1]);
    assert_int_equal(10, pau->territory.n_members);
    assert_string_equal("Pau-Tarbes", pau->territory.aliases[0].value);
    assert_int_equal(2018, pau->territory.aliases[0].as_of_year);
    assert_null(pau->territory.aliases[0].issuer);
    assert_int_equal(3, find(reg, "ti-5213")->territory.n_regions);
    assert_int_equal(JALON_PRECISION_BEFORE, find(reg, "ti-3214")->precision);
}

TEST(every_event_of_the_second_programme_names_a_page)
{
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    JALON_AUTO(jalon_programme_file_freep)
    struct jalon_programme_file *file = jalon_programme_load(CTE, &faults);
    assert_non_null(file);
    JALON_AUTO(jalon_register_freep)
    struct jalon_register *reg = jalon_register_load(CTE, file->programme, &faults);
    assert_non_null(reg);
    assert_int_equal(26, reg->n_territories);
    assert_int_equal(15, reg->n_cohorts);
    assert_int_equal(56, reg->n_events);
    for (size_t i = 0; i < reg->n_events; i++) {
        assert_non_null(strstr(reg->events[i].source, "://"));
    }
    for (size_t i = 0; i < reg->n_territories; i++) {
        assert_non_null(strstr(reg->territories[i].source, "://"));
        assert_true(reg->territories[i].territory.n_members > 0);
    }
}

TEST(the_real_events_are_pilots_protocoles_and_milestones)
{
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    JALON_AUTO(jalon_register_freep)
    struct jalon_register *reg = jalon_register_load(TI, programme->programme, &faults);
    assert_non_null(reg);
    assert_int_equal(52, reg->n_events);
    size_t n_pilots = 0, n_talks = 0, n_signed = 0, n_milestones = 0;
    for (size_t i = 0; i < reg->n_events; i++) {
        const struct jalon_register_event *event = &reg->events[i];
        bool is_advance = event->action == JALON_REGISTER_ADVANCE;
        n_pilots += is_advance && strcmp(event->what, "pilot") == 0;
        n_talks += is_advance && strcmp(event->what, "negotiating") == 0;
        n_milestones += event->action == JALON_REGISTER_MILESTONE;
        if (event->action == JALON_REGISTER_SIGN) {
            n_signed++;
            assert_string_equal("all", event->parties[0]);
            assert_string_equal(reg->events[i - 1].territory, event->territory);
            assert_string_equal("inferred", reg->events[i - 1].certainty);
        }
    }
    assert_int_equal(22, n_pilots);
    assert_int_equal(13, n_talks);
    assert_int_equal(13, n_signed);
    assert_int_equal(4, n_milestones);
}

static void write_in(const char *folder, const char *name, const char *text)
{
    JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
    jalon_str_addf(&path, "%s/%s", folder, name);
    FILE *file = fopen(path.text, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(0, fclose(file));
}

static char *faults_of(const char *folder)
{
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    JALON_AUTO(jalon_register_freep)
    struct jalon_register *reg = jalon_register_load(folder, programme->programme, &faults);
    assert_true((reg == NULL) == (faults.n > 0));
    struct jalon_str list = {0};
    jalon_str_add(&list, "");
    for (size_t i = 0; i < faults.n; i++) {
        const struct jalon_place_in_file *place = &faults.items[i].place;
        assert_int_equal(JALON_ERR_REFUSED, faults.items[i].err.kind);
        jalon_str_addf(&list, "%s:%zu %s: %s\n", strrchr(place->path, '/') + 1, place->line,
                       place->field != NULL ? place->field : "-",
                       faults.items[i].err.message[JALON_EN]);
    }
    return jalon_str_take(&list);
}

static void check_folder(const char *const (*files)[2], size_t n, const char *expected)
{
    char folder[] = "/tmp/jalon-test-XXXXXX";
    assert_non_null(mkdtemp(folder));
    for (size_t i = 0; i < n; i++) {
        write_in(folder, files[i][0], files[i][1]);
    }
    JALON_AUTO(jalon_freep) char *faults = faults_of(folder);
    for (size_t i = 0; i < n; i++) {
        JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
        jalon_str_addf(&path, "%s/%s", folder, files[i][0]);
        assert_int_equal(0, unlink(path.text));
    }
    assert_int_equal(0, rmdir(folder));
    assert_string_equal(expected, faults);
}

#define TERRITORIES                                                         \
    "code,name,region_code,other_region_codes,department_codes,entered_on," \
    "entered_precision,entry_basis,source\n"
#define SOUND  "demo-1,Demo,28,,76,2018-11-22,day,documented,\n"
#define EVENTS "on,precision,territory_code,action,what,parties,certainty,note,source\n"

TEST(an_empty_folder_is_an_empty_register)
{
    check_folder(NULL, 0, "");
}

TEST(every_fault_of_territories_is_named)
{
    static const char *const files[][2] = {
        {"territories.csv",
         TERRITORIES "Demo 1,,99,28 28,76 2C,2019-02-29,about,sure,\n" SOUND SOUND
                     "demo-2,Demo,,,,06/30/2019,day,,\n"}};
    check_folder(files, 1,
                 "territories.csv:2 code: malformed territory code 'Demo 1'\n"
                 "territories.csv:2 name: the cell 'name' is empty\n"
                 "territories.csv:2 region_code: unknown Région '99'\n"
                 "territories.csv:2 other_region_codes: '28' appears twice\n"
                 "territories.csv:2 department_codes: unknown département '2C'\n"
                 "territories.csv:2 entered_precision: unknown value 'about'\n"
                 "territories.csv:2 entered_on: no such day: '2019-02-29'\n"
                 "territories.csv:2 entry_basis: unknown value 'sure'\n"
                 "territories.csv:4 code: 'demo-1' appears twice\n"
                 "territories.csv:5 region_code: the cell 'region_code' is empty\n"
                 "territories.csv:5 entered_on: no such day: '06/30/2019'\n");
}

TEST(every_fault_of_members_and_aliases_is_named)
{
    static const char *const files[][2] = {
        {"territories.csv", TERRITORIES SOUND},
        {"members.csv", "territory_code,siren,name,kind,insee_commune,department_code,region_code\n"
                        "demo-9,200041630,A,EPCI,,76,28\n"
                        "demo-1,200041631,,TOWN,7654,99,99\n"
                        "demo-1,200041630,A,EPCI,,76,28\n"
                        "demo-1,200041630,A,EPCI,,76,28\n"},
        {"aliases.csv", "territory_code,kind,value,issuer,as_of_year\n"
                        "demo-9,name,A,,\n"
                        "demo-1,nickname,,,19\n"}};
    check_folder(files, 3,
                 "aliases.csv:2 territory_code: unknown territory 'demo-9'\n"
                 "aliases.csv:3 kind: unknown value 'nickname'\n"
                 "aliases.csv:3 value: the cell 'value' is empty\n"
                 "aliases.csv:3 as_of_year: malformed year '19'\n"
                 "members.csv:2 territory_code: unknown territory 'demo-9'\n"
                 "members.csv:3 siren: wrong SIREN '200041631' (check digit)\n"
                 "members.csv:3 kind: unknown value 'TOWN'\n"
                 "members.csv:3 department_code: unknown département '99'\n"
                 "members.csv:3 region_code: unknown Région '99'\n"
                 "members.csv:3 name: the cell 'name' is empty\n"
                 "members.csv:3 insee_commune: malformed commune code '7654'\n"
                 "members.csv:5 siren: '200041630' appears twice\n");
}

TEST(every_fault_of_events_is_named)
{
    static const char *const files[][2] = {
        {"territories.csv", TERRITORIES SOUND},
        {"events.csv", EVENTS "2019-01-30,before,demo-9,advance,pilote,,documented,,\n"
                              "2019-01-30,day,demo-1,sign,acte,,,,\n"
                              "2019-01-30,day,demo-1,sign,contrat,etat banque,,,\n"
                              "2019-01-30,day,demo-1,milestone,party,etat,,,\n"
                              "2019-01-30,day,demo-1,jump,far,,,,\n"
                              ",unknown,demo-1,advance,pilot,,,,\n"
                              ",day,demo-1,advance,pilot,,,,\n"}};
    check_folder(files, 2,
                 "events.csv:2 territory_code: unknown territory 'demo-9'\n"
                 "events.csv:2 what: unknown state 'pilote'\n"
                 "events.csv:3 what: unknown instrument 'acte'\n"
                 "events.csv:3 parties: the cell 'parties' is empty\n"
                 "events.csv:4 parties: unknown party 'banque'\n"
                 "events.csv:5 what: unknown milestone 'party'\n"
                 "events.csv:5 parties: this action has no parties: 'etat'\n"
                 "events.csv:6 action: unknown value 'jump'\n"
                 "events.csv:8 on: unreadable date: ''\n");
}

TEST(a_party_that_goes_by_its_name_comes_last_and_keeps_its_blanks)
{
    char folder[] = "/tmp/jalon-test-XXXXXX";
    assert_non_null(mkdtemp(folder));
    write_in(folder, "territories.csv", TERRITORIES SOUND);
    write_in(folder, "events.csv",
             EVENTS "2019-01-30,day,demo-1,sign,contrat,etat industriel:Fonderie du Val,,,\n"
                    "2019-01-30,day,demo-1,sign,contrat,etat region:28,,,\n");
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    JALON_AUTO(jalon_register_freep)
    struct jalon_register *reg = jalon_register_load(folder, programme->programme, &faults);
    assert_non_null(reg);
    assert_int_equal(2, reg->events[0].n_parties);
    assert_string_equal("etat", reg->events[0].parties[0]);
    assert_string_equal("industriel:Fonderie du Val", reg->events[0].parties[1]);
    assert_int_equal(2, reg->events[1].n_parties);
    JALON_AUTO(jalon_str_done) struct jalon_str remove = {0};
    static const char *const names[] = {"territories.csv", "events.csv"};
    for (size_t i = 0; i < JALON_COUNT(names); i++) {
        jalon_str_clear(&remove);
        jalon_str_addf(&remove, "%s/%s", folder, names[i]);
        assert_int_equal(0, unlink(remove.text));
    }
    assert_int_equal(0, rmdir(folder));
}

#define DATED                                                               \
    "code,name,region_code,other_region_codes,department_codes,entered_on," \
    "entered_precision,entry_basis,source,predecessor_codes,entry_state\n"
#define MEMBERS  "territory_code,siren,name,kind,insee_commune,department_code,region_code,from,to\n"
#define REASONED "on,precision,territory_code,action,what,parties,certainty,note,source,reason\n"

TEST(every_fault_of_what_changes_later_is_named)
{
    static const char *const files[][2] = {
        {"territories.csv", DATED "demo-1,Un,28,,76,2018-11-22,day,,,demo-9 demo-2 demo-2,\n"
                                  "demo-2,Deux,28,,76,2018-11-22,day,,,,pilot\n"
                                  "demo-3,Trois,28,,76,2018-11-22,day,,,demo-2,signed\n"
                                  "demo-4,Quatre,28,,76,2018-11-22,day,,,demo-4,\n"},
        {"aliases.csv", "territory_code,kind,value,issuer,as_of_year\ndemo-1,name,Ancien,,\n"},
        {"members.csv", MEMBERS "demo-1,200041630,A,EPCI,,76,28,2019-02-01,\n"
                                "demo-1,200041630,A,EPCI,,76,28,2019-02-01,\n"
                                "demo-1,200041630,A,EPCI,,76,28,2019-03-01,2019-04-01\n"},
        {"events.csv", REASONED "2019-02-02,day,demo-1,member_add,200041630,,,,,\n"
                                "2019-02-02,day,demo-2,member_add,200041630,,,,,\n"
                                "2019-02-02,day,demo-2,member_remove,200041630,,,,,\n"
                                "2019-02-02,day,demo-1,alias,Nouveau,,,,,\n"
                                "2019-02-02,day,demo-1,rename,,,,,,\n"
                                "2019-02-02,day,demo-1,leave,demo-2 demo-9,,,,,\n"
                                "2019-02-02,day,demo-2,absorb,demo-1 demo-3 demo-8,,,,,\n"
                                "2019-02-02,day,demo-2,absorb,,,,,,\n"}};
    check_folder(files, 4,
                 "territories.csv:3 entry_state: a territory does not enter in state 'pilot'\n"
                 "territories.csv:4 entry_state: a territory does not enter in state 'signed'\n"
                 "territories.csv:2 predecessor_codes: unknown territory 'demo-9'\n"
                 "territories.csv:2 predecessor_codes: 'demo-2' appears twice\n"
                 "territories.csv:5 predecessor_codes: 'demo-4' succeeds itself\n"
                 "members.csv:3 siren: '200041630' appears twice\n"
                 "events.csv:2 on: members.csv gives this member another day: 2019-02-01\n"
                 "events.csv:3 what: members.csv has no row for this member: '200041630'\n"
                 "events.csv:4 what: members.csv has no row for this member: '200041630'\n"
                 "events.csv:5 what: aliases.csv has no row for this name: 'Nouveau'\n"
                 "events.csv:6 what: the cell 'what' is empty\n"
                 "events.csv:7 what: unknown territory 'demo-9'\n"
                 "events.csv:7 reason: the cell 'reason' is empty\n"
                 "events.csv:8 what: unknown territory 'demo-8'\n"
                 "events.csv:9 what: the cell 'what' is empty\n"
                 "events.csv:8 what: no leave row leads 'demo-3' to this territory\n"
                 "members.csv:3 from: no event adds this member\n"
                 "members.csv:4 from: no event adds this member\n"
                 "members.csv:4 to: no event removes this member\n");
}

TEST(every_fault_of_terms_refusals_waivers_and_remarks_is_named)
{
    static const char *const files[][2] = {
        {"territories.csv", TERRITORIES SOUND},
        {"events.csv", REASONED "2019-01-30,day,demo-1,term,2019-07-01/2022-12-31,,,,,\n"
                                "2019-01-30,day,demo-1,term,avenant 2 2019-07-01/2022-12-31,,,,,\n"
                                "2019-01-30,day,demo-1,term,2019-07-01/2019-07-01,,,,,\n"
                                "2019-01-30,day,demo-1,term,avenant 0 2019-07-01/2022-12-31,,,,,\n"
                                "2019-01-30,day,demo-1,term,acte 2019-07-01/2022-12-31,,,,,\n"
                                "2019-01-30,day,demo-1,term,2019-07-01,etat,,,,\n"
                                "2019-01-30,day,demo-1,refuse,acte,etat region,,,,\n"
                                "2019-01-30,day,demo-1,refuse,contrat,all,,,,désaccord\n"
                                "2019-01-15,before,demo-1,waive,contrat,etat,,,,accord\n"
                                "2019-01-30,day,demo-1,waive,contrat,,,,,accord\n"
                                ",unknown,demo-1,note,,,,une remarque,,\n"
                                ",unknown,demo-1,note,une remarque,etat,,,,\n"}};
    check_folder(
        files, 2,
        "events.csv:4 what: no term in '2019-07-01/2019-07-01'\n"
        "events.csv:5 what: no term in 'avenant 0 2019-07-01/2022-12-31'\n"
        "events.csv:6 what: unknown instrument 'acte'\n"
        "events.csv:7 parties: this action has no parties: 'etat'\n"
        "events.csv:7 what: no term in '2019-07-01'\n"
        "events.csv:8 what: unknown instrument 'acte'\n"
        "events.csv:8 reason: the cell 'reason' is empty\n"
        "events.csv:8 parties: one party a row for a refusal, a waiver or a planned date: 'etat region'\n"
        "events.csv:9 parties: unknown party 'all'\n"
        "events.csv:10 precision: the day of a decision must be known exactly\n"
        "events.csv:11 parties: the cell 'parties' is empty\n"
        "events.csv:13 what: a remark stands in the column note: 'une remarque'\n"
        "events.csv:13 note: the cell 'note' is empty\n"
        "events.csv:13 parties: this action has no parties: 'etat'\n");
}

TEST(every_fault_of_planned_dates_is_named)
{
    static const char *const files[][2] = {
        {"territories.csv", TERRITORIES SOUND},
        {"events.csv", REASONED "2019-01-30,day,demo-1,plan,contrat 2019-05-14,region:28,,,,\n"
                                ",unknown,demo-1,plan,launch month:2019-05-01,,,,,\n"
                                "2019-01-30,day,demo-1,plan,contrat none,,,,,plus de date\n"
                                "2019-01-30,day,demo-1,plan,contrat none,,,,,\n"
                                "2019-01-30,day,demo-1,plan,contrat,,,,,\n"
                                "2019-01-30,day,demo-1,plan,contrat unknown:2019-05-14,,,,,\n"
                                "2019-01-30,day,demo-1,plan,acte 2019-05-14,,,,,\n"
                                "2019-01-30,day,demo-1,plan,contrat 2019-05-14,etat region,,,,\n"}};
    check_folder(files, 2,
                 "events.csv:5 reason: the cell 'reason' is empty\n"
                 "events.csv:6 what: nothing planned with a date in 'contrat'\n"
                 "events.csv:7 what: nothing planned with a date in 'contrat unknown:2019-05-14'\n"
                 "events.csv:8 what: neither an instrument, a milestone nor a state: 'acte'\n"
                 "events.csv:9 parties: one party a row for a refusal, a waiver or a planned date: "
                 "'etat region'\n");
}

TEST(t50_codes_that_lost_their_zeros_in_a_spreadsheet_are_known_again)
{
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    JALON_AUTO(jalon_register_freep)
    struct jalon_register *reg =
        jalon_register_load("tests/unit/data/saved_by_spreadsheet", programme->programme, &faults);
    assert_non_null(reg);
    const struct jalon_territory *coast = &find(reg, "demo-1")->territory;
    assert_string_equal("01", coast->regions[1]);
    assert_string_equal("06", coast->departements[0]);
    assert_string_equal("200041630", coast->members[0].siren);
    assert_string_equal("06088", coast->members[0].insee);
    assert_string_equal("06", coast->members[0].departement);
    const struct jalon_territory *port = &find(reg, "demo-2")->territory;
    assert_string_equal("04", port->regions[0]);
    assert_string_equal("97415", port->members[0].insee);
    assert_string_equal("04", port->members[0].region);
    const struct jalon_territory *hills = &find(reg, "demo-3")->territory;
    assert_string_equal("11", hills->regions[2]);
    assert_string_equal("01", hills->departements[0]);
    assert_string_equal("04", hills->departements[1]);
}

TEST(t50_no_other_zeros_are_put_back)
{
    static const char *const files[][2] = {
        {"territories.csv", TERRITORIES "demo-1,Demo,0,,6 06,2018-11-22,day,documented,\n"
                                        "demo-2,Demo,28,,006,2018-11-22,day,documented,\n"
                                        "demo-3,Demo,28,,B,2018-11-22,day,documented,\n"},
        {"members.csv", "territory_code,siren,name,kind,insee_commune,department_code,region_code\n"
                        "demo-1,200041630,Demo,EPCI,088,76,28\n"
                        "demo-2,200041630,Demo,EPCI,0088,76,28\n"
                        "demo-3,20004163,Demo,EPCI,A004,,28\n"},
    };
    check_folder(files, JALON_COUNT(files),
                 "territories.csv:2 region_code: unknown Région '0'\n"
                 "territories.csv:2 department_codes: '06' appears twice\n"
                 "territories.csv:3 department_codes: unknown département '006'\n"
                 "territories.csv:4 department_codes: unknown département 'B'\n"
                 "members.csv:2 insee_commune: malformed commune code '088'\n"
                 "members.csv:3 insee_commune: malformed commune code '0088'\n"
                 "members.csv:4 siren: malformed SIREN '20004163'\n"
                 "members.csv:4 department_code: unknown département ''\n"
                 "members.csv:4 insee_commune: malformed commune code 'A004'\n");
}

TEST(a_long_name_is_refused)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    jalon_str_add(&text, TERRITORIES "demo-1,");
    for (int i = 0; i < 10240; i++) {
        jalon_str_add_char(&text, 'x');
    }
    jalon_str_add(&text, ",28,,76,2018-11-22,day,,\n");
    const char *const files[][2] = {{"territories.csv", text.text}};
    check_folder(files, 1, "territories.csv:2 name: text too long: more than 200 characters\n");
}

TEST(a_note_has_the_length_that_the_database_takes)
{
    JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
    jalon_str_add(&text, EVENTS "2019-01-30,day,demo-1,advance,pilot,,,");
    for (int i = 0; i < 2001; i++) {
        jalon_str_add_char(&text, 'x');
    }
    jalon_str_add(&text, ",\n");
    const char *const files[][2] = {{"territories.csv", TERRITORIES SOUND},
                                    {"events.csv", text.text}};
    check_folder(files, 2, "events.csv:2 note: text too long: more than 2000 characters\n");
}

TEST(every_column_that_is_missing_is_named)
{
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    char folder[] = "/tmp/jalon-test-XXXXXX";
    assert_non_null(mkdtemp(folder));
    write_in(folder, "events.csv", "on,precision\n");
    assert_null(jalon_register_load(folder, programme->programme, &faults));
    JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
    jalon_str_addf(&path, "%s/events.csv", folder);
    assert_int_equal(0, unlink(path.text));
    assert_int_equal(0, rmdir(folder));
    static const char *const columns[] = {"territory_code", "action", "what"};
    assert_int_equal(JALON_COUNT(columns), faults.n);
    for (size_t i = 0; i < JALON_COUNT(columns); i++) {
        assert_string_equal(path.text, faults.items[i].place.path);
        assert_int_equal(1, faults.items[i].place.line);
        assert_non_null(strstr(faults.items[i].err.message[JALON_EN], columns[i]));
    }
}
