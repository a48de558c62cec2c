/* Contracts: moves, signatures and milestones into the database. */
#include "store/contract.h"

#include "base/json.h"
#include "base/mem.h"
#include "sql/sql_statements.h"
#include "store/array.h"

int jalon_store_advance(struct jalon_db *db, const struct jalon_write *write, const char *code,
                        const char *to, const char *expect, struct jalon_receipt **ret_receipt,
                        struct jalon_err *err)
{
    struct jalon_date_text on;
    JALON_AUTO(jalon_freep) char *evidence = jalon_store_evidence(&write->evidence);
    const char *const parameters[] = {write->request.text,
                                      write->programme,
                                      code,
                                      to,
                                      jalon_store_date(write->on, &on),
                                      jalon_precision_code(write->precision),
                                      expect,
                                      evidence};
    return jalon_store_write(db, &jalon_sql_advance, parameters, ret_receipt, err);
}

/* The document that a signing names, with what the file is when it comes along. */
static json_t *paper_object(const struct jalon_signing *signing)
{
    json_t *object =
        signing->paper != NULL ? jalon_store_document_object(signing->paper) : json_object();
    jalon_json_set_text(object, "sha256", signing->document);
    return object;
}

/* What is not said has no member here: a request made before there was one stays the same. */
static void set_evidence(json_t *object, const struct jalon_signing *signing)
{
    if (signing->document != NULL) {
        jalon_json_set(object, "document", paper_object(signing));
    }
    if (signing->text != NULL) {
        jalon_json_set_text(object, "text", signing->text);
    }
    if (signing->no_evidence != NULL) {
        jalon_json_set_text(object, "no_evidence", signing->no_evidence);
    }
}

json_t *jalon_store_signing_object(const struct jalon_signing *signing)
{
    json_t *object = json_object();
    jalon_json_set_text(object, "signer", signing->signer);
    jalon_json_set_text(object, "capacity", signing->capacity);
    jalon_json_set_text(object, "place", signing->place);
    jalon_json_set_text(object, "channel", signing->channel);
    if (signing->delegation != NULL) {
        jalon_json_set_text(object, "delegation", signing->delegation);
    }
    set_evidence(object, signing);
    return object;
}

int jalon_store_sign(struct jalon_db *db, const struct jalon_write *write,
                     const struct jalon_signing *signing, struct jalon_receipt **ret_receipt,
                     struct jalon_err *err)
{
    struct jalon_date_text on;
    JALON_AUTO(jalon_freep) char *evidence = jalon_store_evidence(&write->evidence);
    JALON_AUTO(jalon_json_decref) json_t *object = jalon_store_signing_object(signing);
    JALON_AUTO(jalon_freep) char *text = jalon_json_dump(object);
    JALON_AUTO(jalon_freep) char *parties = jalon_store_array(signing->parties, signing->n_parties);
    JALON_AUTO(jalon_freep)
    char *bytes = signing->content != NULL ? jalon_store_bytes(signing->content) : NULL;
    const char *const parameters[] = {write->request.text,
                                      write->programme,
                                      signing->code,
                                      signing->instrument,
                                      parties,
                                      jalon_store_date(write->on, &on),
                                      jalon_precision_code(write->precision),
                                      text,
                                      evidence,
                                      bytes};
    return jalon_store_write(db, bytes != NULL ? &jalon_sql_sign_with_file : &jalon_sql_sign,
                             parameters, ret_receipt, err);
}

int jalon_store_milestone(struct jalon_db *db, const struct jalon_write *write, const char *code,
                          const char *milestone, struct jalon_receipt **ret_receipt,
                          struct jalon_err *err)
{
    struct jalon_date_text on;
    JALON_AUTO(jalon_freep) char *evidence = jalon_store_evidence(&write->evidence);
    const char *const parameters[] = {write->request.text,
                                      write->programme,
                                      code,
                                      milestone,
                                      jalon_store_date(write->on, &on),
                                      jalon_precision_code(write->precision),
                                      evidence};
    return jalon_store_write(db, &jalon_sql_milestone, parameters, ret_receipt, err);
}
