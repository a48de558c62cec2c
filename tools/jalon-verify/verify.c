/* Paths and faults, for all checks. */
#include "jalon-verify/verify.h"

#include "jalon-verify/memory.h"

char *verify_path(const struct verify *verify, const char *name)
{
    return memory_text(verify->folder, "/", name);
}

void verify_fault(struct verify *verify, enum fault fault, const char *file, const char *first)
{
    verify_line_fault(verify, fault, &(struct place){.file = file}, first, NULL);
}

void verify_line_fault(struct verify *verify, enum fault fault, const struct place *place,
                       const char *first, const char *second)
{
    report_fault(&verify->report, fault, place, (const char *[3]){first, second, NULL});
}
