/* Texts as the database keeps them. */
#include "store/text.h"

#include "sql/sql_statements.h"

int jalon_store_text_compose(struct jalon_db *db, struct jalon_str *text, struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    const char *const parameters[] = {jalon_str_text(text)};
    if (jalon_db_run(db, &jalon_sql_text_compose, parameters, &result, err) < 0) {
        return -1;
    }
    jalon_str_done(text);
    jalon_str_add(text, jalon_result_text(result, 0, TEXT_COMPOSE_COMPOSED));
    return 0;
}
