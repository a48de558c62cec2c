/* Graphviz's `dot`, a program that need not be there. */
#pragma once

#include "base/err.h"
#include "base/str.h"

/* The drawing of DOT, as SVG. REFUSED when `dot` is not on the PATH, fails or takes too long. */
JALON_MUST_CHECK int graphviz_svg(const struct jalon_str *dot, struct jalon_str *ret_svg,
                                  struct jalon_err *err);
