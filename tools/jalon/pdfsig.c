/* Runs `pdfsig`. */
#include "jalon/pdfsig.h"

#include <string.h>

#include "jalon/filter.h"

int pdfsig_count(const struct jalon_str *pdf)
{
    static const char title[] = "\nSignature #";
    char name[] = "pdfsig", no_certificates[] = "-nocert", from[] = "/dev/stdin";
    char *const argv[] = {name, no_certificates, from, NULL};
    JALON_AUTO(jalon_str_done) struct jalon_str report = {0};
    int status = 0, n = 0;
    if (filter_run(argv, pdf, &report, &status) != FILTER_DONE) {
        return 0;
    }
    for (const char *at = jalon_str_text(&report); (at = strstr(at, title)) != NULL; at++) {
        n++;
    }
    return n;
}

bool pdfsig_is_there(void)
{
    char name[] = "pdfsig", version[] = "-v";
    char *const argv[] = {name, version, NULL};
    JALON_AUTO(jalon_str_done) struct jalon_str nothing = {0}, text = {0};
    int status = 0;
    return filter_run(argv, &nothing, &text, &status) == FILTER_DONE;
}
