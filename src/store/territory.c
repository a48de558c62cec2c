/* Territories into the database. */
#include "store/territory.h"

#include "base/json.h"
#include "base/mem.h"
#include "sql/sql_statements.h"

static json_t *member_object(const struct jalon_territory_member *member)
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

static json_t *alias_object(const struct jalon_territory_alias *alias)
{
    json_t *object = json_object();
    jalon_json_set_text(object, "kind", alias->kind);
    jalon_json_set_text(object, "value", alias->value);
    jalon_json_set_text(object, "issuer", alias->issuer);
    jalon_json_set(object, "as_of_year",
                   alias->as_of_year > 0 ? json_integer(alias->as_of_year) : json_null());
    return object;
}

static char *territory_object(const struct jalon_territory *territory)
{
    JALON_AUTO(jalon_json_decref) json_t *object = json_object();
    json_t *members = json_array();
    json_t *aliases = json_array();
    for (size_t i = 0; i < territory->n_members; i++) {
        json_array_append_new(members, member_object(&territory->members[i]));
    }
    for (size_t i = 0; i < territory->n_aliases; i++) {
        json_array_append_new(aliases, alias_object(&territory->aliases[i]));
    }
    jalon_json_set_text(object, "code", territory->code);
    jalon_json_set_text(object, "name", territory->name);
    jalon_json_set(object, "regions", jalon_json_texts(territory->regions, territory->n_regions));
    jalon_json_set(object, "departements",
                   jalon_json_texts(territory->departements, territory->n_departements));
    jalon_json_set(object, "members", members);
    jalon_json_set(object, "aliases", aliases);
    return jalon_json_dump(object);
}

int jalon_store_territory_add(struct jalon_db *db, const struct jalon_write *write,
                              const struct jalon_territory *territory,
                              struct jalon_receipt **ret_receipt, struct jalon_err *err)
{
    struct jalon_date_text on;
    JALON_AUTO(jalon_freep) char *evidence = jalon_store_evidence(&write->evidence);
    JALON_AUTO(jalon_freep) char *object = territory_object(territory);
    const char *const parameters[] = {write->request.text,
                                      write->programme,
                                      object,
                                      jalon_store_date(write->on, &on),
                                      jalon_precision_code(write->precision),
                                      evidence};
    return jalon_store_write(db, &jalon_sql_territory_add, parameters, ret_receipt, err);
}
