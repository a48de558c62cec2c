/* Territories into the database. */
#include "store/territory.h"

#include "base/json.h"
#include "base/mem.h"
#include "sql/sql_statements.h"
#include "store/array.h"

json_t *jalon_store_member_object(const struct jalon_territory_member *member)
{
    json_t *object = json_object();
    jalon_json_set_text(object, "siren", member->siren);
    jalon_json_set_text(object, "name", member->name);
    jalon_json_set_text(object, "kind", member->kind);
    jalon_json_set_text(object, "insee", member->insee);
    jalon_json_set_text(object, "departement", member->departement);
    jalon_json_set_text(object, "region", member->region);
    return object;
}

json_t *jalon_store_alias_object(const struct jalon_territory_alias *alias)
{
    json_t *object = json_object();
    jalon_json_set_text(object, "kind", alias->kind);
    jalon_json_set_text(object, "value", alias->value);
    jalon_json_set_text(object, "issuer", alias->issuer);
    jalon_json_set(object, "as_of_year",
                   alias->as_of_year > 0 ? json_integer(alias->as_of_year) : json_null());
    return object;
}

json_t *jalon_store_territory_object(const struct jalon_territory *territory)
{
    json_t *object = json_object();
    json_t *members = json_array();
    json_t *aliases = json_array();
    for (size_t i = 0; i < territory->n_members; i++) {
        json_array_append_new(members, jalon_store_member_object(&territory->members[i]));
    }
    for (size_t i = 0; i < territory->n_aliases; i++) {
        json_array_append_new(aliases, jalon_store_alias_object(&territory->aliases[i]));
    }
    jalon_json_set_text(object, "code", territory->code);
    jalon_json_set_text(object, "name", territory->name);
    jalon_json_set(object, "regions", jalon_json_texts(territory->regions, territory->n_regions));
    jalon_json_set(object, "departements",
                   jalon_json_texts(territory->departements, territory->n_departements));
    jalon_json_set(object, "members", members);
    jalon_json_set(object, "aliases", aliases);
    /* Only where given: a request is known again by all that it says. */
    if (territory->n_predecessors > 0) {
        jalon_json_set(object, "predecessors",
                       jalon_json_texts(territory->predecessors, territory->n_predecessors));
    }
    if (territory->state != NULL) {
        jalon_json_set_text(object, "state", territory->state);
    }
    return object;
}

int jalon_store_territory_codes(struct jalon_db *db, const char *programme,
                                struct jalon_arena *arena, const char *const **ret_codes,
                                size_t *ret_n, struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    if (jalon_db_run(db, &jalon_sql_territory_codes, &programme, &result, err) < 0) {
        return -1;
    }
    size_t n = jalon_result_n_rows(result);
    const char **codes = jalon_arena_array(arena, n + 1, sizeof *codes);
    for (size_t i = 0; i < n; i++) {
        codes[i] = jalon_arena_strdup(arena, jalon_result_text(result, i, 0));
    }
    *ret_codes = codes;
    *ret_n = n;
    return 0;
}

int jalon_store_territory_add(struct jalon_db *db, const struct jalon_write *write,
                              const struct jalon_territory *territory,
                              struct jalon_receipt **ret_receipt, struct jalon_err *err)
{
    struct jalon_date_text on;
    JALON_AUTO(jalon_freep) char *evidence = jalon_store_evidence(&write->evidence);
    JALON_AUTO(jalon_json_decref) json_t *object = jalon_store_territory_object(territory);
    JALON_AUTO(jalon_freep) char *text = jalon_json_dump(object);
    const char *const parameters[] = {write->request.text,
                                      write->programme,
                                      text,
                                      jalon_store_date(write->on, &on),
                                      jalon_precision_code(write->precision),
                                      evidence};
    return jalon_store_write(db, &jalon_sql_territory_add, parameters, ret_receipt, err);
}

/* What the change says, as its statement takes it. */
static char *change_value(const struct jalon_territory_change *change)
{
    JALON_AUTO(jalon_json_decref) json_t *object = NULL;
    switch (change->kind) {
    case JALON_TERRITORY_RENAME:
        return jalon_strdup(change->name);
    case JALON_TERRITORY_ALIAS:
        object = jalon_store_alias_object(&change->alias);
        return jalon_json_dump(object);
    case JALON_TERRITORY_MEMBER_ADD:
        object = jalon_store_member_object(&change->member);
        return jalon_json_dump(object);
    case JALON_TERRITORY_MEMBER_REMOVE:
        return jalon_strdup(change->member.siren);
    case JALON_TERRITORY_LEAVE:
        return jalon_store_array(change->into, change->n_into);
    case JALON_TERRITORY_ABSORB:
        break;
    }
    return jalon_store_array(change->predecessors, change->n_predecessors);
}

int jalon_store_territory_change(struct jalon_db *db, const struct jalon_write *write,
                                 const struct jalon_territory_change *change,
                                 struct jalon_receipt **ret_receipt, struct jalon_err *err)
{
    static const struct {
        const struct jalon_statement *statement;
        bool expects;
    } kinds[] = {
        [JALON_TERRITORY_RENAME] = {&jalon_sql_territory_rename, true},
        [JALON_TERRITORY_ALIAS] = {&jalon_sql_territory_alias, false},
        [JALON_TERRITORY_MEMBER_ADD] = {&jalon_sql_territory_member_add, false},
        [JALON_TERRITORY_MEMBER_REMOVE] = {&jalon_sql_territory_member_remove, false},
        [JALON_TERRITORY_LEAVE] = {&jalon_sql_territory_leave, true},
        [JALON_TERRITORY_ABSORB] = {&jalon_sql_territory_absorb, false},
    };
    struct jalon_date_text on;
    JALON_AUTO(jalon_freep) char *evidence = jalon_store_evidence(&write->evidence);
    JALON_AUTO(jalon_freep) char *value = change_value(change);
    bool expects = kinds[change->kind].expects;
    const char *const parameters[] = {write->request.text,
                                      write->programme,
                                      change->code,
                                      value,
                                      jalon_store_date(write->on, &on),
                                      jalon_precision_code(write->precision),
                                      expects ? change->expect : evidence,
                                      expects ? evidence : NULL};
    return jalon_store_write(db, kinds[change->kind].statement, parameters, ret_receipt, err);
}

static void set_texts_if_any(json_t *object, const char *key, const char *const *texts, size_t n)
{
    if (n > 0) {
        jalon_json_set(object, key, jalon_json_texts(texts, n));
    }
}

static char *successors_array(const struct jalon_succession *succession)
{
    JALON_AUTO(jalon_json_decref) json_t *array = json_array();
    for (size_t i = 0; i < succession->n_successors; i++) {
        const struct jalon_successor *one = &succession->successors[i];
        json_t *object = json_object();
        jalon_json_set_text(object, "code", one->code);
        if (one->name != NULL) {
            jalon_json_set_text(object, "name", one->name);
        }
        if (one->state != NULL) {
            jalon_json_set_text(object, "state", one->state);
        }
        set_texts_if_any(object, "regions", one->regions, one->n_regions);
        set_texts_if_any(object, "departements", one->departements, one->n_departements);
        set_texts_if_any(object, "members", one->sirens, one->n_sirens);
        (void)json_array_append_new(array, object);
    }
    return jalon_json_dump(array);
}

int jalon_store_territory_succeed(struct jalon_db *db, const struct jalon_write *write,
                                  const struct jalon_succession *succession,
                                  struct jalon_receipt **ret_receipt, struct jalon_err *err)
{
    struct jalon_date_text on;
    JALON_AUTO(jalon_freep) char *evidence = jalon_store_evidence(&write->evidence);
    JALON_AUTO(jalon_freep)
    char *codes = jalon_store_array(succession->codes, succession->n_codes);
    JALON_AUTO(jalon_freep) char *successors = successors_array(succession);
    const char *const parameters[] = {write->request.text,
                                      write->programme,
                                      codes,
                                      successors,
                                      jalon_store_date(write->on, &on),
                                      jalon_precision_code(write->precision),
                                      succession->expect,
                                      evidence};
    return jalon_store_write(db, &jalon_sql_territory_succeed, parameters, ret_receipt, err);
}
