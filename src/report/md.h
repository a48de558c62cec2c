/* Markdown (GitHub flavour): data never becomes markup, a link, mathematics or a new cell. */
#pragma once

#include "base/str.h"

void jalon_md_add(struct jalon_str *out, const char *raw);
