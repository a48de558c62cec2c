/* SIREN numbers. */
#include "domain/siren.h"

#include "domain/domain_messages.h"

enum { SIREN_DIGITS = 9 };

/* Luhn: every second digit from the right counts double, less 9 when above 9. */
static unsigned luhn_sum(const char *digits)
{
    unsigned sum = 0;
    for (size_t i = 0; i < SIREN_DIGITS; i++) {
        unsigned digit = (unsigned)(digits[i] - '0');
        if (i % 2 == 1) {
            digit = digit > 4 ? 2 * digit - 9 : 2 * digit;
        }
        sum += digit;
    }
    return sum;
}

int jalon_siren_check(const char *text, struct jalon_err *err)
{
    if (strspn(text, "0123456789") != SIREN_DIGITS || text[SIREN_DIGITS] != '\0') {
        return jalon_fail(err, &jalon_msg_siren_not_nine_digits, text);
    }
    /* Nine zeros pass the sum and are nobody's number. */
    if (luhn_sum(text) % 10 != 0 || strcmp(text, "000000000") == 0) {
        return jalon_fail(err, &jalon_msg_siren_check_digit, text);
    }
    return 0;
}
