/* Makes logins. Names are quoted here: roles cannot be parameters of a statement. */
#include "pg/login.h"

#include "base/str.h"
#include "pg/db.h"

static void add_identifier(struct jalon_str *out, const char *name)
{
    jalon_str_add_char(out, '"');
    for (const char *c = name; *c != '\0'; c++) {
        if (*c == '"') {
            jalon_str_add_char(out, '"');
        }
        jalon_str_add_char(out, *c);
    }
    jalon_str_add_char(out, '"');
}

int jalon_login_make(struct jalon_db *superuser_db, const char *name, const char *group,
                     struct jalon_err *err)
{
    JALON_AUTO(jalon_str_done) struct jalon_str create = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str grant = {0};
    jalon_str_add(&create, "CREATE ROLE ");
    add_identifier(&create, name);
    jalon_str_add(&create, " LOGIN");
    jalon_str_add(&grant, "GRANT ");
    add_identifier(&grant, group);
    jalon_str_add(&grant, " TO ");
    add_identifier(&grant, name);
    if (jalon_db_script(superuser_db, jalon_str_text(&create), NULL, err) < 0 &&
        strcmp(err->sqlstate, "42710") != 0) { /* it exists */
        return -1;
    }
    return jalon_db_script(superuser_db, jalon_str_text(&grant), NULL, err);
}
