/* A programme's lifecycle as a drawing, in the text of a program that draws. */
#pragma once

#include "base/lang.h"
#include "base/str.h"
#include "domain/programme.h"

enum jalon_graph_format { JALON_GRAPH_MERMAID, JALON_GRAPH_DOT, JALON_GRAPH_FORMAT_N };

/*
 * Adds the states by their labels (a done one has a double border) and one edge for each state that
 * a transition leaves: its name, who may take it, whether a reason is required. A derived one is
 * dashed and names the instruments that bring it about. Labels never become syntax.
 */
void jalon_graph_draw(struct jalon_str *out, const struct jalon_programme *programme,
                      enum jalon_lang lang, enum jalon_graph_format format);
