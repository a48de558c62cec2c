/*
 * A page of HTML, written element by element; libxml2 escapes, and what may not stand in a page
 * (controls, marks that turn the direction of writing) is shown instead.
 */
#pragma once

#include "base/attr.h"
#include "base/str.h"

struct jalon_html;
/* Begins a page; jalon_html_done() ends it. Memory that runs out aborts. */
struct jalon_html *jalon_html_new(void);
/* The same for a document of XML. */
struct jalon_html *jalon_html_new_xml(void);
/* Closes what is open, adds the page to OUT and frees HTML. */
void jalon_html_done(struct jalon_html *html, struct jalon_str *out);

/* Opens an element with attributes, pairs of name and value. */
#define jalon_html_open(html, ...) jalon_html_begin((html), __VA_ARGS__, (const char *)NULL)
void jalon_html_begin(struct jalon_html *html, const char *element, ...) __attribute__((sentinel));
void jalon_html_close(struct jalon_html *html);
void jalon_html_text(struct jalon_html *html, const char *raw);
/* Text of several lines, in a pre. */
void jalon_html_lines(struct jalon_html *html, const char *raw);
/* A number as text. */
void jalon_html_int(struct jalon_html *html, int number);

/* A whole element with text, and attributes likewise. */
#define jalon_html_line(html, raw, ...) \
    (jalon_html_open((html), __VA_ARGS__), jalon_html_text((html), (raw)), jalon_html_close(html))

/* An element without content and end, such as meta, br or an SVG shape. */
#define jalon_html_void(html, ...) (jalon_html_open((html), __VA_ARGS__), jalon_html_end(html))
void jalon_html_end(struct jalon_html *html);

/* A style sheet of this program's own: without '<' and '&'. */
void jalon_html_style(struct jalon_html *html, const char *css);
