/* Reads the documents of jalon.contract_record() into contracts. */
#include "store/projection.h"

#include <stdlib.h>

#include "base/json.h"
#include "base/mem.h"
#include "sql/sql_statements.h"

static const char *copy(struct jalon_contract *c, const json_t *object, const char *key)
{
    return jalon_arena_strdup(c->arena, jalon_json_text(object, key));
}

static struct jalon_span span_of(const json_t *object)
{
    return (struct jalon_span){jalon_json_date(object, "from"), jalon_json_date(object, "to")};
}

static enum jalon_precision precision_of(const json_t *object, const char *key)
{
    enum jalon_precision precision = JALON_PRECISION_UNKNOWN;
    const char *code = jalon_json_text(object, key);
    return code && jalon_precision_parse(code, &precision) ? precision : JALON_PRECISION_UNKNOWN;
}

static struct jalon_when when_of(const json_t *object)
{
    return (struct jalon_when){jalon_json_date(object, "earliest"),
                               jalon_json_date(object, "latest"),
                               precision_of(object, "precision")};
}

static struct jalon_disclosed disclosed_of(struct jalon_contract *c, const json_t *object,
                                           const char *key)
{
    const json_t *value = json_object_get(object, key);
    return (struct jalon_disclosed){copy(c, value, "text"), copy(c, value, "digest"),
                                    copy(c, value, "erased")};
}

/* The elements of a member that is an array, and room for them; none when it is null. */
static void *items_of(struct jalon_contract *c, const json_t *object, const char *key, size_t size,
                      const json_t **ret_array, size_t *ret_n)
{
    *ret_array = json_object_get(object, key);
    *ret_n = json_array_size(*ret_array);
    return jalon_arena_array(c->arena, *ret_n + 1, size);
}

static void read_names(struct jalon_contract *c, const json_t *record)
{
    const json_t *array;
    c->names = items_of(c, record, "names", sizeof *c->names, &array, &c->n_names);
    for (size_t i = 0; i < c->n_names; i++) {
        const json_t *one = json_array_get(array, i);
        c->names[i] = (struct jalon_contract_name){
            .kind = copy(c, one, "kind"),
            .value = copy(c, one, "value"),
            .issuer = copy(c, one, "issuer"),
            .as_of_year = (int)jalon_json_int(one, "as_of_year"),
            .span = span_of(one),
            .seq = jalon_json_int(one, "seq"),
            .end_seq = jalon_json_int(one, "end_seq"),
        };
    }
}

static void read_members(struct jalon_contract *c, const json_t *record)
{
    const json_t *array;
    c->members = items_of(c, record, "members", sizeof *c->members, &array, &c->n_members);
    for (size_t i = 0; i < c->n_members; i++) {
        const json_t *one = json_array_get(array, i);
        c->members[i] = (struct jalon_contract_member){
            .siren = copy(c, one, "siren"),
            .name = copy(c, one, "name"),
            .kind = copy(c, one, "kind"),
            .insee = copy(c, one, "insee"),
            .departement = copy(c, one, "departement"),
            .region = copy(c, one, "region"),
            .span = span_of(one),
            .seq = jalon_json_int(one, "seq"),
            .end_seq = jalon_json_int(one, "end_seq"),
        };
    }
}

static void read_scope(struct jalon_contract *c, const json_t *record)
{
    const json_t *array;
    c->scope = items_of(c, record, "scope", sizeof *c->scope, &array, &c->n_scope);
    for (size_t i = 0; i < c->n_scope; i++) {
        const json_t *one = json_array_get(array, i);
        int64_t end_seq = jalon_json_int(one, "end_seq");
        c->scope[i] = (struct jalon_contract_scope){
            .span = span_of(one),
            .precision = precision_of(one, "precision"),
            .end_precision = end_seq ? precision_of(one, "end_precision") : JALON_PRECISION_DAY,
            .seq = jalon_json_int(one, "seq"),
            .end_seq = end_seq,
        };
    }
}

static void read_links(struct jalon_contract *c, const json_t *record)
{
    const json_t *array;
    c->links = items_of(c, record, "links", sizeof *c->links, &array, &c->n_links);
    for (size_t i = 0; i < c->n_links; i++) {
        const json_t *one = json_array_get(array, i);
        c->links[i] =
            (struct jalon_contract_link){copy(c, one, "kind"), copy(c, one, "code"),
                                         jalon_json_date(one, "from"), jalon_json_int(one, "seq")};
    }
}

static void read_states(struct jalon_contract *c, const json_t *record)
{
    const json_t *array;
    c->states = items_of(c, record, "states", sizeof *c->states, &array, &c->n_states);
    for (size_t i = 0; i < c->n_states; i++) {
        const json_t *one = json_array_get(array, i);
        c->states[i] = (struct jalon_contract_state){copy(c, one, "state"), span_of(one),
                                                     jalon_json_int(one, "seq"),
                                                     jalon_json_int(one, "end_seq")};
    }
}

static void read_signatures(struct jalon_contract *c, const json_t *object,
                            struct jalon_contract_instrument *instrument)
{
    const json_t *array;
    instrument->signatures = items_of(c, object, "signatures", sizeof *instrument->signatures,
                                      &array, &instrument->n_signatures);
    for (size_t i = 0; i < instrument->n_signatures; i++) {
        const json_t *one = json_array_get(array, i);
        instrument->signatures[i] = (struct jalon_contract_signature){
            .party = copy(c, one, "party"),
            .when = when_of(one),
            .counts_from = jalon_json_date(one, "counts_from"),
            .channel = copy(c, one, "channel"),
            .signer = disclosed_of(c, one, "signer"),
            .capacity = disclosed_of(c, one, "capacity"),
            .delegation = disclosed_of(c, one, "delegation"),
            .place = disclosed_of(c, one, "place"),
            .note = disclosed_of(c, one, "note"),
            .document = copy(c, one, "document"),
            .text = copy(c, one, "text"),
            .no_evidence = disclosed_of(c, one, "no_evidence"),
            .seq = jalon_json_int(one, "seq"),
        };
    }
}

static void read_waivers(struct jalon_contract *c, const json_t *object,
                         struct jalon_contract_instrument *instrument)
{
    const json_t *array;
    instrument->waivers =
        items_of(c, object, "waived", sizeof *instrument->waivers, &array, &instrument->n_waivers);
    for (size_t i = 0; i < instrument->n_waivers; i++) {
        const json_t *one = json_array_get(array, i);
        instrument->waivers[i] = (struct jalon_contract_waiver){
            .party = copy(c, one, "party"),
            .on = jalon_json_date(one, "on"),
            .reason = disclosed_of(c, one, "reason"),
            .seq = jalon_json_int(one, "seq"),
        };
    }
}

static struct jalon_contract_term term_of(struct jalon_contract *c, const json_t *term)
{
    return (struct jalon_contract_term){
        .from = jalon_json_date(term, "from"),
        .to = jalon_json_date(term, "to"),
        .note = disclosed_of(c, term, "note"),
        .seq = jalon_json_int(term, "seq"),
    };
}

static void read_refusals(struct jalon_contract *c, const json_t *record)
{
    const json_t *array;
    c->refusals = items_of(c, record, "refusals", sizeof *c->refusals, &array, &c->n_refusals);
    for (size_t i = 0; i < c->n_refusals; i++) {
        const json_t *one = json_array_get(array, i);
        c->refusals[i] = (struct jalon_contract_refusal){
            .instrument = copy(c, one, "instrument"),
            .number = (int)jalon_json_int(one, "number"),
            .party = copy(c, one, "party"),
            .when = when_of(one),
            .counts_from = jalon_json_date(one, "counts_from"),
            .reason = disclosed_of(c, one, "reason"),
            .note = disclosed_of(c, one, "note"),
            .seq = jalon_json_int(one, "seq"),
        };
    }
}

static void read_instruments(struct jalon_contract *c, const json_t *record)
{
    const json_t *array;
    c->instruments =
        items_of(c, record, "instruments", sizeof *c->instruments, &array, &c->n_instruments);
    for (size_t i = 0; i < c->n_instruments; i++) {
        const json_t *one = json_array_get(array, i);
        struct jalon_contract_instrument *instrument = &c->instruments[i];
        instrument->code = copy(c, one, "code");
        instrument->number = (int)jalon_json_int(one, "number");
        instrument->opened_on = jalon_json_date(one, "opened_on");
        instrument->required = jalon_json_copy_texts(json_object_get(one, "required"), c->arena,
                                                     &instrument->n_required);
        instrument->completed_on = jalon_json_date(one, "completed_on");
        instrument->is_complete = jalon_date_is_set(instrument->completed_on);
        instrument->completed_precision = instrument->is_complete
                                              ? precision_of(one, "completed_precision")
                                              : JALON_PRECISION_DAY;
        instrument->closed_seq = jalon_json_int(one, "closed_seq");
        instrument->closed_on = jalon_json_date(one, "closed_on");
        instrument->term = term_of(c, json_object_get(one, "term"));
        read_waivers(c, one, instrument);
        read_signatures(c, one, instrument);
    }
}

static void read_milestones(struct jalon_contract *c, const json_t *record)
{
    const json_t *array;
    c->milestones =
        items_of(c, record, "milestones", sizeof *c->milestones, &array, &c->n_milestones);
    for (size_t i = 0; i < c->n_milestones; i++) {
        const json_t *one = json_array_get(array, i);
        c->milestones[i] =
            (struct jalon_contract_milestone){.code = copy(c, one, "code"),
                                              .when = when_of(one),
                                              .counts_from = jalon_json_date(one, "counts_from"),
                                              .note = disclosed_of(c, one, "note"),
                                              .seq = jalon_json_int(one, "seq")};
    }
}

static void read_cohorts(struct jalon_contract *c, const json_t *record)
{
    const json_t *array;
    c->cohorts = items_of(c, record, "cohorts", sizeof *c->cohorts, &array, &c->n_cohorts);
    for (size_t i = 0; i < c->n_cohorts; i++) {
        const json_t *one = json_array_get(array, i);
        c->cohorts[i] = (struct jalon_contract_cohort){
            .cohort = copy(c, one, "cohort"),
            .member = copy(c, one, "member"),
            .span = span_of(one),
            .precision = precision_of(one, "precision"),
            .seq = jalon_json_int(one, "seq"),
            .end_seq = jalon_json_int(one, "end_seq"),
        };
    }
}

static void read_weights(struct jalon_contract *c, const json_t *record)
{
    const json_t *array;
    c->weights = items_of(c, record, "weights", sizeof *c->weights, &array, &c->n_weights);
    for (size_t i = 0; i < c->n_weights; i++) {
        const json_t *one = json_array_get(array, i);
        c->weights[i] = (struct jalon_contract_weight){
            .weight = copy(c, one, "weight"),
            .value = jalon_json_int(one, "value"),
            .as_of_year = (int)jalon_json_int(one, "as_of_year"),
            .counted = (int)jalon_json_int(one, "counted"),
            .span = span_of(one),
            .seq = jalon_json_int(one, "seq"),
            .end_seq = jalon_json_int(one, "end_seq"),
        };
    }
}

static void read_documents(struct jalon_contract *c, const json_t *record)
{
    const json_t *array;
    c->documents = items_of(c, record, "documents", sizeof *c->documents, &array, &c->n_documents);
    for (size_t i = 0; i < c->n_documents; i++) {
        const json_t *one = json_array_get(array, i);
        c->documents[i] = (struct jalon_contract_document){
            .sha256 = copy(c, one, "sha256"),
            .media_type = copy(c, one, "media_type"),
            .role = copy(c, one, "role"),
            .size = jalon_json_int(one, "size"),
            .pdf_signatures = (int)jalon_json_int(one, "pdf_signatures"),
            .instrument = copy(c, one, "instrument"),
            .number = (int)jalon_json_int(one, "number"),
            .party = copy(c, one, "party"),
            .when = when_of(one),
            .counts_from = jalon_json_date(one, "counts_from"),
            .title = disclosed_of(c, one, "title"),
            .note = disclosed_of(c, one, "note"),
            .erased = copy(c, one, "erased"),
            .seq = jalon_json_int(one, "seq"),
        };
    }
}

static void read_targets(struct jalon_contract *c, const json_t *record)
{
    const json_t *array;
    c->targets = items_of(c, record, "targets", sizeof *c->targets, &array, &c->n_targets);
    for (size_t i = 0; i < c->n_targets; i++) {
        const json_t *one = json_array_get(array, i);
        c->targets[i] = (struct jalon_contract_target){
            .target = copy(c, one, "target"),
            .on = jalon_json_date(one, "on"),
            .decided_on = jalon_json_date(one, "decided_on"),
            .note = disclosed_of(c, one, "note"),
            .seq = jalon_json_int(one, "seq"),
        };
    }
}

static void read_plans(struct jalon_contract *c, const json_t *record)
{
    const json_t *array;
    c->plans = items_of(c, record, "plans", sizeof *c->plans, &array, &c->n_plans);
    for (size_t i = 0; i < c->n_plans; i++) {
        const json_t *one = json_array_get(array, i);
        c->plans[i] = (struct jalon_contract_plan){
            .kind = jalon_planned_of(jalon_json_text(one, "kind")),
            .what = copy(c, one, "what"),
            .number = (int)jalon_json_int(one, "number"),
            .when = when_of(one),
            .party = copy(c, one, "party"),
            .place = disclosed_of(c, one, "place"),
            .note = disclosed_of(c, one, "note"),
            .span = span_of(one),
            .seq = jalon_json_int(one, "seq"),
            .end_seq = jalon_json_int(one, "end_seq"),
        };
    }
}

struct jalon_contract *jalon_contract_of_record(const json_t *record)
{
    struct jalon_contract *c = jalon_contract_new();
    c->id = copy(c, record, "id");
    c->programme = copy(c, record, "programme");
    c->code = copy(c, record, "code");
    c->region = copy(c, record, "region");
    c->state = copy(c, record, "state");
    c->previous_state = copy(c, record, "previous_state");
    c->state_since = jalon_json_date(record, "state_since");
    c->last_seq = jalon_json_int(record, "last_seq");
    c->last_hash = copy(c, record, "last_hash");
    c->last_recorded = copy(c, record, "last_recorded");
    c->regions = jalon_json_copy_texts(json_object_get(record, "regions"), c->arena, &c->n_regions);
    c->departements = jalon_json_copy_texts(json_object_get(record, "departements"), c->arena,
                                            &c->n_departements);
    read_names(c, record);
    read_members(c, record);
    read_scope(c, record);
    read_links(c, record);
    read_states(c, record);
    read_instruments(c, record);
    read_milestones(c, record);
    read_cohorts(c, record);
    read_weights(c, record);
    read_documents(c, record);
    read_targets(c, record);
    read_plans(c, record);
    read_refusals(c, record);
    return c;
}

static int read_record(const struct jalon_result *result, size_t row, size_t column,
                       struct jalon_contract **ret_contract, struct jalon_err *err)
{
    JALON_AUTO(jalon_json_decref) json_t *record = NULL;
    if (jalon_json_parse(jalon_result_text(result, row, column), &record, err) < 0) {
        return -1;
    }
    *ret_contract = jalon_contract_of_record(record);
    return 0;
}

int jalon_store_contract(struct jalon_db *db, struct jalon_books books, const char *code,
                         struct jalon_contract **ret_contract, struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    const char *const parameters[] = {books.programme, code, books.known};
    *ret_contract = NULL;
    if (jalon_db_run(db, &jalon_sql_contract_record, parameters, &result, err) < 0) {
        return -1;
    }
    return jalon_result_n_rows(result) == 0
               ? 0
               : read_record(result, 0, CONTRACT_RECORD_RECORD, ret_contract, err);
}

void jalon_contracts_done(struct jalon_contracts *contracts)
{
    for (size_t i = 0; i < contracts->n; i++) {
        jalon_contract_free(contracts->items[i]);
    }
    free(contracts->items);
    *contracts = (struct jalon_contracts){0};
}

int jalon_store_contracts(struct jalon_db *db, struct jalon_books books,
                          struct jalon_contracts *ret_contracts, struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    JALON_AUTO(jalon_contracts_done) struct jalon_contracts contracts = {0};
    const char *const parameters[] = {books.programme, books.known};
    if (jalon_db_run(db, &jalon_sql_contract_records, parameters, &result, err) < 0) {
        return -1;
    }
    size_t n = jalon_result_n_rows(result);
    contracts.items = jalon_realloc_array(NULL, n + 1, sizeof(struct jalon_contract *));
    for (size_t i = 0; i < n; i++) {
        if (read_record(result, i, CONTRACT_RECORDS_RECORD, &contracts.items[i], err) < 0) {
            return -1;
        }
        contracts.n++;
    }
    *ret_contracts = contracts;
    contracts = (struct jalon_contracts){0};
    return 0;
}
