/* Programme files: the real programme, and faults with their file, line and column. */
#include "conf/programme.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/str.h"
#include "support/test.h"

#define TI "config/programmes/territoires-industrie"

/* All faults of a load, one a line: "name:line:column: sentence", or "name:line field: …". */
static char *faults_of(const char *path)
{
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    JALON_AUTO(jalon_programme_file_freep)
    struct jalon_programme_file *file = jalon_programme_load(path, &faults);
    assert_true((file == NULL) == (faults.n > 0));
    struct jalon_str list = {0};
    jalon_str_add(&list, "");
    for (size_t i = 0; i < faults.n; i++) {
        const struct jalon_place_in_file *place = &faults.items[i].place;
        const char *name = strrchr(place->path, '/') + 1;
        if (place->field != NULL) {
            jalon_str_addf(&list, "%s:%zu %s: ", name, place->line, place->field);
        } else {
            jalon_str_addf(&list, "%s:%zu:%zu: ", name, place->line, place->column);
        }
        jalon_str_addf(&list, "%s\n", faults.items[i].err.message[JALON_EN]);
    }
    return jalon_str_take(&list);
}

TEST(the_real_programme_is_sound)
{
    JALON_AUTO(jalon_freep) char *faults = faults_of(TI);
    assert_string_equal("", faults);
    JALON_AUTO(jalon_faults_done) struct jalon_faults none = {0};
    JALON_AUTO(jalon_programme_file_freep)
    struct jalon_programme_file *file = jalon_programme_load(TI, &none);
    const struct jalon_programme *p = file->programme;
    assert_string_equal("ti", p->code);
    assert_int_equal(18, p->n_regions);
    assert_int_equal(101, p->n_departements);
    static const char *const states[] = {"identified", "pilot",     "negotiating",
                                         "signed",     "suspended", "withdrawn"};
    assert_int_equal(JALON_COUNT(states), p->n_states);
    for (size_t i = 0; i < p->n_states; i++) {
        assert_string_equal(states[i], p->states[i].code);
    }
    assert_string_equal("protocole", p->instruments[0].code);
    assert_string_equal("contrat", p->instruments[1].code);
    assert_string_equal("etat", p->parties[0].code);
    assert_string_equal("2019-06-30", jalon_date_iso(p->targets[1].moves[0].on).text);
}

TEST(a_folder_and_its_file_are_the_same_programme)
{
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    JALON_AUTO(jalon_programme_file_freep)
    struct jalon_programme_file *folder = jalon_programme_load(TI, &faults);
    JALON_AUTO(jalon_programme_file_freep)
    struct jalon_programme_file *file = jalon_programme_load(TI "/programme.yaml", &faults);
    assert_true(folder != NULL && file != NULL);
    assert_true(json_equal(folder->document, file->document));
    assert_string_equal(TI, file->folder);
}

TEST(the_document_reads_the_same_after_its_keys_were_sorted)
{
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    JALON_AUTO(jalon_programme_file_freep)
    struct jalon_programme_file *file = jalon_programme_load(TI, &faults);
    assert_non_null(file);
    JALON_AUTO(jalon_freep) char *text = json_dumps(file->document, JSON_SORT_KEYS);
    JALON_AUTO(jalon_json_decref) json_t *document = NULL;
    struct jalon_err err;
    assert_done(jalon_json_parse(text, &document, &err), &err);
    JALON_AUTO(jalon_programme_freep) struct jalon_programme *again = NULL;
    assert_int_equal(0, jalon_programme_read(document, NULL, NULL, &again));
    assert_int_equal(file->programme->n_states, again->n_states);
    for (size_t i = 0; i < again->n_states; i++) {
        assert_string_equal(file->programme->states[i].code, again->states[i].code);
    }
    for (size_t i = 0; i < again->n_instruments; i++) {
        assert_string_equal(file->programme->instruments[i].code, again->instruments[i].code);
    }
}

TEST(all_faults_of_a_file_come_at_once_with_line_and_column)
{
    JALON_AUTO(jalon_freep) char *faults = faults_of("tests/unit/data/faulty.yaml");
    assert_string_equal(
        "faulty.yaml:3:55: malformed time zone 'Paris'\n"
        "faulty.yaml:4:1: unknown key 'colour'\n"
        "faulty.yaml:5:12: anchor '&start' is not allowed\n"
        "faulty.yaml:10:12: label 'en' is missing\n"
        "faulty.yaml:12:5: no transition leads to the state 'lost'\n"
        "faulty.yaml:14:5: duplicate key 'talks' (already on line 11)\n"
        "faulty.yaml:17:7: ambiguous transition: 'begin' and 'start' both lead from 'open' to "
        "'talks'\n"
        "faulty.yaml:21:3: label 'label' is missing\n"
        "faulty.yaml:27:22: party 'region' is not declared\n"
        "faulty.yaml:29:45: no such day: '2019-02-29'\n",
        faults);
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

static void remove_in(const char *folder, const char *name)
{
    JALON_AUTO(jalon_str_done) struct jalon_str path = {0};
    jalon_str_addf(&path, "%s/%s", folder, name);
    assert_int_equal(0, unlink(path.text));
}

TEST(faults_of_places_are_found_in_their_files)
{
    char folder[] = "/tmp/jalon-test-XXXXXX";
    assert_non_null(mkdtemp(folder));
    write_in(folder, "programme.yaml", "starts_on: 2019-01-01\n");
    write_in(folder, "regions.csv", "code,name\n28,Normandie\n2A,Corse\n28,Normandie\n");
    write_in(folder, "departements.csv", "code,name,region_code\n76,,28\n14,Calvados,29\n");
    JALON_AUTO(jalon_freep) char *faults = faults_of(folder);
    assert_string_equal("departements.csv:2 name: this text is empty\n"
                        "departements.csv:3 region_code: the Région '29' is not declared\n"
                        "programme.yaml:1:1: required key 'programme' is missing\n"
                        "programme.yaml:1:1: required key 'lifecycle' is missing\n"
                        "programme.yaml:1:1: required key 'instruments' is missing\n"
                        "programme.yaml:1:1: required key 'parties' is missing\n"
                        "regions.csv:3 code: malformed INSEE code '2A'\n"
                        "regions.csv:4 code: '28' appears twice\n",
                        faults);
    write_in(folder, "regions.csv", "code\n28\n");
    JALON_AUTO(jalon_freep) char *more = faults_of(folder);
    assert_non_null(strstr(more, "regions.csv:0:0: "));
    remove_in(folder, "programme.yaml");
    remove_in(folder, "regions.csv");
    remove_in(folder, "departements.csv");
    assert_int_equal(0, rmdir(folder));
}

TEST(an_absent_file_is_one_fault)
{
    JALON_AUTO(jalon_faults_done) struct jalon_faults faults = {0};
    assert_null(jalon_programme_load("/nowhere/programme.yaml", &faults));
    assert_int_equal(1, faults.n);
    assert_int_equal(JALON_ERR_NOT_FOUND, faults.items[0].err.kind);
}
