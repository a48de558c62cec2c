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

static int check_row(const struct jalon_csv *csv, const char *path, size_t row,
                     struct jalon_err *err)
{
    const char *address = jalon_csv_cell(csv, row, "address");
    const char *lang = jalon_csv_cell(csv, row, "lang");
    char line[24];
    (void)snprintf(line, sizeof line, "%zu", jalon_csv_line(csv, row));
    if (!jalon_address_is_plain(address)) {
        return jalon_fail(err, &jalon_msg_bad_address, path, line, address);
    }
    return lang[0] == '\0' || strcmp(lang, "fr") == 0 || strcmp(lang, "en") == 0
               ? 0
               : jalon_fail(err, &jalon_msg_bad_language, path, line, lang);
}

static int read_addresses(const char *path, const char *const *required, struct jalon_csv **ret_csv,
                          struct jalon_err *err)
{
    JALON_AUTO(jalon_csv_freep) struct jalon_csv *csv = NULL;
    if (jalon_csv_read(path, required, &csv, err) < 0) {
        return -1;
    }
    for (size_t i = 0; i < jalon_csv_n_rows(csv); i++) {
        if (check_row(csv, path, i, err) < 0) {
            return -1;
        }
    }
    *ret_csv = JALON_TAKE(csv);
    return 0;
}

int jalon_contacts_read(const char *path, struct jalon_csv **ret_contacts, struct jalon_err *err)
{
    static const char *const required[] = {"party", "address", NULL};
    return read_addresses(path, required, ret_contacts, err);
}

int jalon_recipients_read(const char *path, struct jalon_csv **ret_recipients,
                          struct jalon_err *err)
{
    static const char *const required[] = {"address", NULL};
    return read_addresses(path, required, ret_recipients, err);
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
