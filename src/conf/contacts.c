/* Addresses of parties out of a CSV file. */
#include "conf/contacts.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "conf/conf_messages.h"

enum { ADDRESS_MAX = 254 };

bool jalon_address_is_plain(const char *text)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                  ".!#$%&'*+/=?^_`{|}~@-";
    const char *at = strchr(text, '@');
    return at != NULL && at != text && at[1] != '\0' && strchr(at + 1, '@') == NULL &&
           strlen(text) <= ADDRESS_MAX && text[strspn(text, allowed)] == '\0';
}

int jalon_contacts_read(const char *path, struct jalon_csv **ret_contacts, struct jalon_err *err)
{
    static const char *const required[] = {"party", "address", NULL};
    JALON_AUTO(jalon_csv_freep) struct jalon_csv *csv = NULL;
    if (jalon_csv_read(path, required, &csv, err) < 0) {
        return -1;
    }
    for (size_t i = 0; i < jalon_csv_n_rows(csv); i++) {
        const char *address = jalon_csv_cell(csv, i, "address");
        if (!jalon_address_is_plain(address)) {
            char line[24];
            (void)snprintf(line, sizeof line, "%zu", jalon_csv_line(csv, i));
            return jalon_fail(err, &jalon_msg_bad_address, path, line, address);
        }
    }
    *ret_contacts = JALON_TAKE(csv);
    return 0;
}

const char *jalon_contacts_address(const struct jalon_csv *contacts, const char *party,
                                   const char *code)
{
    const char *found = NULL;
    for (size_t i = 0; contacts != NULL && i < jalon_csv_n_rows(contacts); i++) {
        const char *territory = jalon_csv_cell(contacts, i, "territory_code");
        if (strcmp(jalon_csv_cell(contacts, i, "party"), party) != 0) {
            continue;
        }
        if (strcmp(territory, code) == 0) {
            return jalon_csv_cell(contacts, i, "address");
        }
        if (territory[0] == '\0' && found == NULL) {
            found = jalon_csv_cell(contacts, i, "address");
        }
    }
    return found;
}
