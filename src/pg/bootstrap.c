/* Runs the bootstrap script. */
#include "pg/bootstrap.h"

#include "pg/db.h"
#include "pg/pg_messages.h"
#include "pg/script.h"

int jalon_bootstrap(struct jalon_db *db, struct jalon_err *err)
{
    if (!jalon_db_is_superuser(db)) {
        return jalon_fail(err, &jalon_msg_bootstrap_needs_superuser, jalon_db_user(db));
    }
    if (jalon_db_script(db, jalon_bootstrap_sql, NULL, err) == 0) {
        return 0;
    }
    jalon_script_roll_back(db);
    return jalon_script_explain(err, &jalon_msg_bootstrap_failed, jalon_db_server(db), NULL);
}
