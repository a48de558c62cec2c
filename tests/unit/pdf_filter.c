/* A page on stdin, the PDF on stdout, for weekly_pdf.py: by the compiler in the folder of the first
 * argument, made at the instant of the second. What is refused is named on stderr. */
#include <stdio.h>
#include <stdlib.h>

#include "jalon/typst.h"

int main(int argc, char **argv)
{
    struct jalon_err err = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str page = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str pdf = {0};
    char part[4096];
    for (size_t n = 0; (n = fread(part, 1, sizeof part, stdin)) > 0;) {
        jalon_str_add_bytes(&page, part, n);
    }
    if (argc != 3 || typst_pdf(argv[1], argv[2], &page, &pdf, &err) < 0) {
        (void)fputs(err.key != NULL ? err.key : "usage", stderr);
        return EXIT_FAILURE;
    }
    (void)fwrite(jalon_str_text(&pdf), 1, pdf.length, stdout);
    return EXIT_SUCCESS;
}
