/* Runs `dot`. */
#include "jalon/graphviz.h"

#include "jalon/cli_messages.h"
#include "jalon/filter.h"

int graphviz_svg(const struct jalon_str *dot, struct jalon_str *ret_svg, struct jalon_err *err)
{
    char name[] = "dot", svg[] = "-Tsvg";
    char *const argv[] = {name, svg, NULL};
    int status = 0;
    switch (filter_run(argv, dot, ret_svg, &status)) {
    case FILTER_MISSING:
        return jalon_fail(err, &jalon_msg_graphviz_missing);
    case FILTER_FAILED:
        return jalon_fail(err, &jalon_msg_graphviz_failed);
    case FILTER_DONE:
        break;
    }
    return status == 0 && ret_svg->length > 0 ? 0 : jalon_fail(err, &jalon_msg_graphviz_failed);
}
