/* Runs `node` on the script and the template of tools/typst, which are part of this program. */
#include "jalon/typst.h"

#include "base/mem.h"
#include "jalon/cli_messages.h"
#include "jalon/filter.h"

extern const char *const typst_script, *const typst_template, *const typst_package;

int typst_pdf(const char *folder, const char *instant, const struct jalon_str *page,
              struct jalon_str *ret_pdf, struct jalon_err *err)
{
    enum { ABSENT = 3 }; /* page.js */
    char name[] = "node", evaluate[] = "-e", end[] = "--";
    JALON_AUTO(jalon_freep) char *script = jalon_strdup(typst_script);
    JALON_AUTO(jalon_freep) char *place = jalon_strdup(folder);
    JALON_AUTO(jalon_freep) char *package = jalon_strdup(typst_package);
    JALON_AUTO(jalon_freep) char *made_at = jalon_strdup(instant);
    JALON_AUTO(jalon_freep) char *template = jalon_strdup(typst_template);
    char *const argv[] = {name, evaluate, script, end, place, package, made_at, template, NULL};
    int status = 0;
    switch (filter_run(argv, page, ret_pdf, &status)) {
    case FILTER_MISSING:
        return jalon_fail(err, &jalon_msg_node_missing);
    case FILTER_FAILED:
        return jalon_fail(err, &jalon_msg_typst_failed);
    case FILTER_DONE:
        break;
    }
    if (status == ABSENT) {
        return jalon_fail(err, &jalon_msg_typst_missing, folder);
    }
    return status == 0 && ret_pdf->length > 0 ? 0 : jalon_fail(err, &jalon_msg_typst_failed);
}
